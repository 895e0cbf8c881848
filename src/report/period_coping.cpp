#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/matched.hpp"
#include "attune/stats/summary.hpp"
#include "report/period_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr std::size_t kCopingsShown = 8;
/// Draws per coping: their number is unknown and a year has many moments.
constexpr int kDraws = 999;
constexpr std::size_t kMomentsMax = 1500;

struct Coping {
    std::string slug;
    long times = 0;
    std::vector<double> before;
    std::vector<double> after;
    std::optional<stats::MedianDrop> drop;
    Result<stats::MatchedComparison> matched =
        fail(ErrorKind::NotEnoughData, "no moment was rated before and after");
};

/// Every moment that was rated before and after; of several copings of one entry each is one.
struct Moment {
    const DiaryEntry* entry;
    std::string slug;
    CopingPair pair;
};

class Numbers {
  public:
    std::uint32_t operator[](const std::string& word) {
        return known_.emplace(word, static_cast<std::uint32_t>(known_.size())).first->second;
    }

  private:
    std::map<std::string, std::uint32_t> known_;
};

std::vector<stats::RatedMoment> moments_for(const std::string& slug, const std::vector<Moment>& all,
                                            CivilDay first) {
    Numbers triggers;
    Numbers contexts;
    std::vector<stats::RatedMoment> out;
    for (const Moment& moment : all) {
        const bool used = moment.slug == slug;
        if (!used && std::any_of(moment.entry->copings.begin(), moment.entry->copings.end(),
                                 [&](const CopingUse& use) { return use.slug == slug; }))
            continue;
        stats::RatedMoment one{.day = moment.entry->day - first,
                               .used = used,
                               .before = moment.pair.before,
                               .after = moment.pair.after,
                               .triggers = {},
                               .contexts = {}};
        for (const std::string& word : moment.entry->triggers)
            one.triggers.push_back(triggers[word]);
        for (const std::string& word : moment.entry->contexts)
            one.contexts.push_back(contexts[word]);
        out.push_back(std::move(one));
    }
    return out;
}

std::vector<Coping> copings_of(const PeriodView& view) {
    std::map<std::string, Coping> copings;
    std::vector<Moment> moments;
    for (const DiaryEntry* entry : view.now) {
        for (const CopingUse& use : entry->copings) {
            Coping& coping = copings[use.slug];
            coping.slug = use.slug;
            ++coping.times;
            if (!use.pair) continue;
            coping.before.push_back(use.pair->before);
            coping.after.push_back(use.pair->after);
            moments.push_back({entry, use.slug, *use.pair});
        }
    }
    // Matching looks at pairs of moments: of very many the newest say enough.
    if (moments.size() > kMomentsMax)
        moments.erase(moments.begin(), moments.end() - static_cast<long>(kMomentsMax));
    std::vector<Coping> out;
    for (auto& [slug, coping] : copings)
        out.push_back(std::move(coping));
    std::stable_sort(out.begin(), out.end(),
                     [](const Coping& a, const Coping& b) { return a.times > b.times; });
    if (out.size() > kCopingsShown) out.resize(kCopingsShown);
    for (Coping& coping : out) {
        if (coping.before.empty()) continue;
        const auto rated = moments_for(coping.slug, moments, view.data.range.first);
        coping.drop = stats::median_drop(rated, view.data.seed, kDraws);
        coping.matched = stats::matched_comparison(rated, view.data.seed, kDraws);
    }
    return out;
}

/// Intervals of the effects are said at 95 %; a claim has to hold for all copings compared.
bool stands(const stats::MatchedComparison& matched, long compared) {
    return matched.p * static_cast<double>(compared) <= stats::kClaimLevel &&
           !matched.interval.contains(0);
}

std::string tenths(double value) {
    const double rounded = std::round(value * 10) / 10;
    return shortest_number(rounded == 0 ? 0 : rounded);
}

std::string coping_words(const Coping& coping, long compared) {
    if (coping.before.empty()) return "counts only";
    std::string text = fmt::format("{} -> {}, {}", tenths(stats::median(coping.before).value_or(0)),
                                   tenths(stats::median(coping.after).value_or(0)),
                                   counted(coping.before.size(), "pair", "pairs"));
    if (coping.drop && coping.drop->interval &&
        coping.drop->n >= static_cast<std::size_t>(stats::kRateEntriesMin)) {
        text +=
            fmt::format("; drop {}, likely between {} and {}", tenths(coping.drop->drop),
                        tenths(coping.drop->interval->low), tenths(coping.drop->interval->high));
    }
    if (!coping.matched) return text;
    const stats::MatchedComparison& matched = *coping.matched;
    text += ";\n" + matched_effect_words(matched.effect, matched.sets, matched.interval);
    if (stands(matched, compared)) return text;
    text += ": could be luck";
    // A range without zero in it looks as if it stood.
    if (!matched.interval.contains(0)) {
        text += compared > 1 ? fmt::format(", being one of {} compared", compared)
                             : fmt::format(" (p {:.2f})", matched.p);
    }
    return text;
}

Machine coping_machine(const Coping& coping) {
    Machine drop;
    if (coping.drop) {
        drop = Machine::members();
        drop.set("median", coping.drop->drop).set("n", static_cast<long>(coping.drop->n));
        const bool shown = coping.drop->interval &&
                           coping.drop->n >= static_cast<std::size_t>(stats::kRateEntriesMin);
        drop.set("low", shown ? Machine(coping.drop->interval->low) : Machine())
            .set("high", shown ? Machine(coping.drop->interval->high) : Machine())
            .set("method", "median, block bootstrap of days");
    }
    Machine matched;
    if (coping.matched) {
        matched = Machine::members();
        matched.set("sets", static_cast<long>(coping.matched->sets))
            .set("drop_with", coping.matched->drop_with)
            .set("drop_without", coping.matched->drop_without)
            .set("effect", coping.matched->effect)
            .set("low", coping.matched->interval.low)
            .set("high", coping.matched->interval.high)
            .set("p", coping.matched->p)
            .set("method", "matched sets, labels permuted within sets");
    }
    return Machine::members()
        .set("slug", coping.slug)
        .set("times", coping.times)
        .set("pairs", static_cast<long>(coping.before.size()))
        .set("before_median", stats::median(coping.before))
        .set("after_median", stats::median(coping.after))
        .set("drop", std::move(drop))
        .set("matched", std::move(matched));
}

SlopePairs slopes_of(const std::vector<Coping>& copings, const PeriodView& view, Table twin) {
    SlopePairs slopes;
    slopes.title = "Before and after";
    for (const Coping& coping : copings) {
        const auto before = stats::median(coping.before);
        const auto after = stats::median(coping.after);
        if (!before || !after) continue;
        slopes.rows.push_back({.label = label_of(coping.slug, view.core.labels),
                               .before = *before,
                               .after = *after,
                               .pairs = static_cast<long>(coping.before.size())});
    }
    slopes.description = fmt::format(
        "Median intensity before and after {}, over the moments rated twice. Drops like these also "
        "come without it.",
        counted(slopes.rows.size(), "way of coping", "ways of coping"));
    slopes.twin = std::move(twin);
    return slopes;
}

}  // namespace

Part coping_part(const PeriodView& view) {
    Part part;
    const std::vector<Coping> copings = copings_of(view);
    Machine list = Machine::list();
    long compared = 0;
    std::size_t most_sets = 0;
    for (const Coping& coping : copings) {
        list.push(coping_machine(coping));
        compared += coping.matched ? 1 : 0;
        if (coping.matched) most_sets = std::max(most_sets, coping.matched->sets);
    }
    part.members.emplace_back("coping", std::move(list));
    if (copings.empty()) return part;
    Table table{.title = "What helped",
                .columns = {{.name = "Coping", .gap = 2},
                            {.name = "Used", .align = Column::Align::Right, .gap = 2},
                            {.name = "Before -> after"}},
                .rows = {}};
    bool any_pair = false;
    for (const Coping& coping : copings) {
        any_pair |= !coping.before.empty();
        table.rows.push_back(
            {{label_of(coping.slug, view.core.labels), counted(coping.times, "time", "times"),
              coping_words(coping, compared)}});
    }
    Section section{.id = "coping", .heading = "What helped", .aside = {}, .blocks = {table}};
    if (any_pair) {
        section.aside = "(before -> after, same scale)";
        section.blocks.emplace_back(Note{
            .text = fmt::format("Medians of the moments rated before and after. Drops like "
                                "these also come without it: hard moments settle on their "
                                "own.{}",
                                compared > 1 ? fmt::format(" {} compared with similar moments; "
                                                           "luck is judged over all of them.",
                                                           compared)
                                             : std::string()),
            .place = Note::Place::Under});
    }
    part.sections.push_back(std::move(section));
    if (compared == 0 && any_pair) {
        std::string rule = "no coping has the matched sets needed";
        for (const Coping& coping : copings)
            if (!coping.matched && !coping.before.empty()) {
                rule = coping.matched.error().message;
                break;
            }
        part.suppressed.push_back({"coping_matched", std::move(rule)});
    }
    if (any_pair) {
        part.sections.push_back({.id = "coping_slopes",
                                 .heading = "Before and after",
                                 .aside = {},
                                 .blocks = {slopes_of(copings, view, table)},
                                 .reach = Section::Reach::PageOnly});
    }
    part.explained.push_back(
        {"Helped", fmt::format("Median of before minus after with a 95 % interval from blocks of "
                               "days, from 5 pairs on. Beside it each moment against up to three "
                               "without that coping that began within one point of it, same "
                               "trigger first, then same place; from {} sets on, labels changing "
                               "places within sets.",
                               stats::kMatchedSetsMin)});
    return part;
}

}  // namespace attune::report
