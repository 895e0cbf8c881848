#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "report/period_parts.hpp"
#include "report/shares.hpp"
#include "report/sides.hpp"
#include "report/week_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr std::size_t kFeelingsShown = 6;
constexpr std::size_t kBodyShown = 5;
constexpr std::size_t kTriggersShown = 10;

std::vector<RatedWord> unrated(const std::vector<std::string>& words) {
    std::vector<RatedWord> out;
    out.reserve(words.size());
    for (const std::string& word : words)
        out.push_back({word, {}});
    return out;
}

Section bars_section(std::string id, std::string heading, Bars bars) {
    return {.id = std::move(id),
            .heading = std::move(heading),
            .aside = "(of the entries that name any)",
            .blocks = {std::move(bars)}};
}

/// Urges of one family, and what became of them.
struct Family {
    const char* name;
    const char* words;
    long urges = 0;         ///< entries with such an urge
    long unknown = 0;       ///< of those, without a word on what was done
    CountsByDay held = {};  ///< not acted on, of those with a word
    long actions = 0;       ///< entries with such an action, with an urge or without
};

bool names_family(const std::vector<std::string>& words, const PeriodData& data,
                  std::string_view family) {
    return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
        const auto found = data.families.find(word);
        return found != data.families.end() && found->second == family;
    });
}

std::array<Family, 3> families_of(const PeriodView& view) {
    std::array<Family, 3> families = {{{.name = "hyperactivating", .words = "turning it up"},
                                       {.name = "deactivating", .words = "turning it down"},
                                       {.name = "secure", .words = "asking, answering"}}};
    for (const DiaryEntry* entry : view.now) {
        for (Family& family : families) {
            const bool acted = names_family(entry->actions, view.data, family.name);
            family.actions += acted ? 1 : 0;
            if (!names_family(entry->urges, view.data, family.name)) continue;
            ++family.urges;
            if (entry->actions.empty()) {
                ++family.unknown;
                continue;
            }
            stats::Count& day = family.held[entry->day];
            ++day.of;
            day.hits += acted ? 0 : 1;
        }
    }
    return families;
}

std::string held_words(const Family& family, const RateFigure& held) {
    if (family.urges == 0) return fmt::format("done {}", counted(family.actions, "time", "times"));
    if (held.count.of == 0) return "what was done is not recorded";
    std::string text = fmt::format("not acted on {} of {}", held.count.hits, held.count.of);
    if (held.interval) {
        text +=
            fmt::format(", {}, {}", percent(held.count.share()), likely_between(*held.interval));
    }
    if (family.unknown > 0) text += fmt::format("; not recorded {}", family.unknown);
    return text;
}

}  // namespace

Part words_part(const PeriodView& view) {
    Part part;
    const auto& labels = view.core.labels;
    const auto feelings =
        word_shares(view.now, [](const DiaryEntry& entry) { return entry.feelings; });
    const auto body = word_shares(view.now, [](const DiaryEntry& entry) { return entry.body; });
    const auto triggers =
        word_shares(view.now, [](const DiaryEntry& entry) { return unrated(entry.triggers); });
    part.members.emplace_back("feelings", shares_machine(feelings));
    part.members.emplace_back("body", shares_machine(body));
    part.members.emplace_back("trigger_shares", shares_machine(triggers));
    if (!triggers.empty()) {
        part.sections.push_back(
            bars_section("trigger_shares", "What set it off",
                         share_bars(triggers, kTriggersShown, "Triggers", labels)));
        part.sections.back().reach = Section::Reach::PageOnly;
    }
    if (!feelings.empty()) {
        part.sections.push_back(bars_section(
            "feelings", "Feelings", share_bars(feelings, kFeelingsShown, "Feelings", labels)));
    }
    if (!body.empty()) {
        part.sections.push_back(
            bars_section("body", "In the body", share_bars(body, kBodyShown, "Body", labels)));
    }
    part.explained.push_back(
        {"Words",
         "Share of the entries that name any feeling, site or trigger, with Wilson's 95 % "
         "interval on the effective n, from 5 entries on. An entry can name several."});
    return part;
}

Part strategies_part(const PeriodView& view) {
    Part part;
    Table table{.title = "Urges and what was done",
                .columns = {{.name = "Direction", .gap = 2},
                            {.name = "Urge felt", .gap = 2},
                            {.name = "Not acted on"}},
                .rows = {}};
    Machine list = Machine::list();
    for (const Family& family : families_of(view)) {
        const RateFigure held = rate_over(family.held);
        list.push(Machine::members()
                      .set("family", family.name)
                      .set("urges", family.urges)
                      .set("actions", family.actions)
                      .set("not_acted_on", rate_machine(held))
                      .set("not_recorded", family.unknown));
        if (family.urges == 0 && family.actions == 0) continue;
        table.rows.push_back({{fmt::format("{} ({})", family.words, family.name),
                               counted(family.urges, "urge", "urges"), held_words(family, held)}});
    }
    part.members.emplace_back("strategies", std::move(list));
    if (table.rows.empty()) return part;
    part.sections.push_back({.id = "strategies",
                             .heading = "Urges felt and not acted on",
                             .aside = {},
                             .blocks = {std::move(table)}});
    part.explained.push_back(
        {"Urges",
         "Entries with an urge of a family; not acted on: what was done is of another "
         "family, out of those that say what was done. Interval from 5 on."});
    return part;
}

}  // namespace attune::report
