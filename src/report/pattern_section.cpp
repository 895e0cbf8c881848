#include "report/pattern_section.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/lagged.hpp"
#include "attune/stats/minimums.hpp"
#include "report/pattern_evidence.hpp"
#include "report/score_words.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

std::string part_words(const PatternPart& part, const Labels& labels) {
    if (part.facet == "person") return part.slug;
    if (part.facet == "time") {
        if (part.slug == "morning") return "before 12:00";
        if (part.slug == "afternoon") return "12:00-17:00";
        return part.slug == "evening" ? "17:00-21:00" : "after 21:00";
    }
    if (part.facet != "series") return label_of(part.slug, labels);
    static constexpr std::string_view kCheckin = "checkin.";
    if (part.slug == "peak") return "intensity";
    if (part.slug == "reacted") return "share reacted";
    if (part.slug == "practice") return "practice minutes";
    if (part.slug.starts_with(kCheckin))
        return "check-in " + label_of(part.slug.substr(kCheckin.size()), labels);
    return label_of(part.slug, labels);
}

std::string parts_words(const Pattern& pattern, const Labels& labels) {
    // As a person would say it: what happened, with whom, when, where.
    static constexpr std::array<std::string_view, 3> kOrder{"trigger", "person", "time"};
    std::vector<PatternPart> parts = pattern.parts;
    const auto place = [](const PatternPart& part) {
        return std::find(kOrder.begin(), kOrder.end(), part.facet) - kOrder.begin();
    };
    std::stable_sort(parts.begin(), parts.end(), [&](const PatternPart& a, const PatternPart& b) {
        return place(a) < place(b);
    });
    std::vector<std::string> words;
    for (const PatternPart& part : parts)
        words.push_back(part_words(part, labels));
    return join(words, " + ");
}

/// "Since then 4 of 6 against 3 of 12."
std::string since_words(const Standing& standing) {
    const Evidence& since = standing.since;
    switch (standing.pattern.family) {
        case PatternFamily::Factor:
        case PatternFamily::Subgroup:
            if (since.n == 0) return "No entries since.";
            return fmt::format("Since then {} of {} against {} of {}.", since.with.hits,
                               since.with.of, since.without.hits, since.without.of);
        case PatternFamily::Lagged:
            if (!since.effect)
                return fmt::format("{} since then.", counted(since.n, "day", "days"));
            return fmt::format("Since then a correlation of {:+.2f} over {}.", *since.effect,
                               counted(since.n, "pair of days", "pairs of days"));
        case PatternFamily::Coping:
            if (!since.effect)
                return fmt::format("{} since then.",
                                   counted(since.n, "matched moment", "matched moments"));
            return fmt::format("Since then {} points in {}.", shown_signed(*since.effect),
                               counted(since.n, "matched moment", "matched moments"));
    }
    return {};
}

/// What is needed before a noticed pattern can be confirmed.
std::string needs_words(const Standing& standing) {
    if (standing.since.effect) return "Not yet confirmed (could be luck).";
    switch (standing.pattern.family) {
        case PatternFamily::Factor:
        case PatternFamily::Subgroup:
            return fmt::format("Not yet confirmed (needs {}).", stats::kSideEntriesMin);
        case PatternFamily::Lagged:
            return fmt::format("Not yet confirmed (needs {} days).", stats::kLagDaysMin);
        case PatternFamily::Coping:
            return fmt::format("Not yet confirmed (needs {} matched moments).",
                               stats::kMatchedSetsMin);
    }
    return {};
}

/// "14 of 20 against 30 of 90".
std::string then_words(const Evidence& then) {
    if (then.with.of > 0) {
        return fmt::format(": {} of {} against {} of {}", then.with.hits, then.with.of,
                           then.without.hits, then.without.of);
    }
    return then.effect ? fmt::format(" ({:+.2f}, n={})", *then.effect, then.n) : std::string();
}

std::string standing_words(const Standing& standing, CivilDay last, const Labels& labels) {
    const std::string what = pattern_words(standing.pattern, standing.effect, labels);
    switch (standing.state) {
        case PatternState::Noticed:
            if (standing.noticed == last) {
                return fmt::format("stands out: {}{}. From now on new entries alone count.", what,
                                   then_words(standing.then));
            }
            return fmt::format("noticed {}: {}. {} {}", short_date(standing.noticed).substr(4),
                               what, since_words(standing), needs_words(standing));
        case PatternState::Confirmed:
            return fmt::format("held up on new entries: {}. Noticed {}. {}", what,
                               short_date(standing.noticed).substr(4), since_words(standing));
        case PatternState::Faded:
            return fmt::format(
                "no longer watched: {}. Noticed {}, and new entries do not say so. {}", what,
                short_date(standing.noticed).substr(4), since_words(standing));
    }
    return {};
}

bool is_shown(const Standing& standing, CivilDay last) {
    return standing.state != PatternState::Faded || standing.changed == last;
}

const char* family_name(PatternFamily family) {
    switch (family) {
        case PatternFamily::Factor:
            return "factor";
        case PatternFamily::Subgroup:
            return "combination";
        case PatternFamily::Lagged:
            return "lagged";
        case PatternFamily::Coping:
            return "coping";
    }
    return "";
}

const char* state_name(PatternState state) {
    switch (state) {
        case PatternState::Noticed:
            return "noticed";
        case PatternState::Confirmed:
            return "confirmed";
        case PatternState::Faded:
            return "faded";
    }
    return "";
}

Machine pattern_machine(const Pattern& pattern) {
    Machine parts = Machine::list();
    for (const PatternPart& part : pattern.parts)
        parts.push(Machine::members().set("facet", part.facet).set("slug", part.slug));
    Machine out = Machine::members();
    out.set("family", family_name(pattern.family)).set("parts", std::move(parts));
    if (pattern.family == PatternFamily::Lagged) out.set("lag_days", pattern.lag);
    return out;
}

Machine evidence_machine(const Evidence& evidence) {
    Machine out = Machine::members();
    out.set("n", evidence.n);
    if (evidence.with.of + evidence.without.of > 0) {
        const auto count = [](const stats::Count& one) {
            return Machine::members().set("hits", one.hits).set("n", one.of);
        };
        out.set("with", count(evidence.with)).set("without", count(evidence.without));
    }
    out.set("effect", evidence.effect);
    if (!evidence.effect) return out.set("rule", evidence.too_few);
    out.set("interval", Machine::members()
                            .set("low", evidence.interval.low)
                            .set("high", evidence.interval.high)
                            .set("level", stats::kUsualLevel))
        .set("p", evidence.p)
        .set("method", evidence.method);
    return out;
}

Section watched_section(const Verdict& verdict, const Labels& labels) {
    Section section{
        .id = "patterns", .heading = "Patterns being watched", .aside = {}, .blocks = {}};
    if (verdict.looked_at() == 0 && verdict.standings.empty()) return section;
    const double luck = verdict.expected_by_luck();
    section.aside = fmt::format(
        "({} looked at; {} would show up by luck)", verdict.looked_at(),
        luck < 0.75 ? std::string("less than 1") : fmt::format("about {}", std::lround(luck)));
    for (const Standing& standing : verdict.standings) {
        if (!is_shown(standing, verdict.last)) continue;
        section.blocks.emplace_back(Note{.text = standing_words(standing, verdict.last, labels),
                                         .place = Note::Place::Under});
    }
    if (section.blocks.empty()) {
        section.blocks.emplace_back(
            Note{.text = "Nothing stands out.", .place = Note::Place::Under});
    }
    return section;
}

Machine patterns_machine(const Verdict& verdict) {
    Machine families = Machine::list();
    for (const FamilyCount& family : verdict.families) {
        families.push(Machine::members()
                          .set("family", family_name(family.family))
                          .set("looked_at", family.tried));
    }
    Machine tried = Machine::list();
    for (const TriedPattern& one : verdict.tried) {
        Machine row = pattern_machine(one.pattern);
        row.set("evidence", evidence_machine(one.evidence));
        if (one.evidence.effect) row.set("q", one.q);
        tried.push(std::move(row));
    }
    Machine standings = Machine::list();
    for (const Standing& one : verdict.standings) {
        Machine row = pattern_machine(one.pattern);
        row.set("state", state_name(one.state))
            .set("noticed", one.noticed.iso())
            .set("since_state", one.changed.iso())
            .set("then", evidence_machine(one.then))
            .set("later", evidence_machine(one.since));
        standings.push(std::move(row));
    }
    Machine suppressed = Machine::members();
    for (const auto& rule : verdict.suppressed)
        suppressed.set(rule.first, rule.second);
    Machine out = Machine::members();
    out.set("week_ending", verdict.last.iso())
        .set("days", kPatternDays)
        .set("looked_at", verdict.looked_at())
        .set("expected_by_luck", verdict.expected_by_luck())
        .set("families", std::move(families))
        .set("standing", std::move(standings))
        .set("tried", std::move(tried))
        .set("not_looked_at", std::move(suppressed));
    return out;
}

std::vector<KeyValue> explained(const Verdict& verdict, const Labels& labels) {
    std::vector<KeyValue> out;
    const auto say = [&](const char* label, std::string text) {
        out.push_back({label, std::move(text)});
    };
    say("Patterns",
        fmt::format("Judged once a week is over (here {}), from the 26 weeks up to its end. What "
                    "stands out among all that was looked at (q at most {:.2f}) is noticed; from "
                    "then on later entries alone count. They confirm it (p at most {:.2f}, the "
                    "same direction), or it is no longer watched: when they rule out half of what "
                    "was noticed, or after eight weeks.",
                    short_date(verdict.last).substr(4), stats::kNoticedLevel, kConfirmedLevel));
    std::string counts;
    for (const FamilyCount& family : verdict.families)
        counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", family_name(family.family),
                              family.tried);
    for (const auto& rule : verdict.suppressed)
        counts += fmt::format("{}no {}: {}", counts.empty() ? "" : "; ", rule.first, rule.second);
    say("Looked at", counts + ".");
    std::vector<const TriedPattern*> nearest;
    for (const TriedPattern& one : verdict.tried) {
        if (one.evidence.effect) nearest.push_back(&one);
    }
    std::stable_sort(nearest.begin(), nearest.end(),
                     [](const TriedPattern* a, const TriedPattern* b) { return a->q < b->q; });
    constexpr std::size_t kTold = 5;
    for (std::size_t i = 0; i < std::min(kTold, nearest.size()); ++i) {
        const Evidence& evidence = nearest[i]->evidence;
        say(i == 0 ? "Nearest" : "",
            fmt::format("{}: {:+.2f} ({:+.2f} to {:+.2f}), n={}, p {:.3f}, q {:.2f}; {}",
                        pattern_words(nearest[i]->pattern, *evidence.effect, labels),
                        *evidence.effect, evidence.interval.low, evidence.interval.high, evidence.n,
                        evidence.p, nearest[i]->q, evidence.method));
    }
    return out;
}

}  // namespace

std::string pattern_words(const Pattern& pattern, double effect, const Labels& labels) {
    switch (pattern.family) {
        case PatternFamily::Factor:
        case PatternFamily::Subgroup:
            return fmt::format("{} -> reacted {} often", parts_words(pattern, labels),
                               effect < 0 ? "less" : "more");
        case PatternFamily::Lagged:
            return fmt::format(
                "higher {} tended to come before {} {}, {}",
                part_words(pattern.parts.at(0), labels), effect < 0 ? "lower" : "higher",
                part_words(pattern.parts.at(1), labels),
                pattern.lag == 1 ? "a day later" : fmt::format("{} days later", pattern.lag));
        case PatternFamily::Coping:
            return fmt::format("{} -> settled {} than similar moments without it",
                               parts_words(pattern, labels), effect < 0 ? "less far" : "further");
    }
    return {};
}

Part patterns_part(const Verdict& verdict, const Labels& labels) {
    Part part;
    Section section = watched_section(verdict, labels);
    if (!section.blocks.empty()) part.sections.push_back(std::move(section));
    part.members.emplace_back("patterns", patterns_machine(verdict));
    if (verdict.looked_at() == 0 && !verdict.suppressed.empty())
        part.suppressed.push_back({"patterns", verdict.suppressed.front().second});
    part.explained = explained(verdict, labels);
    return part;
}

std::string matched_words(const Verdict& verdict, const std::string& coping) {
    const Pattern wanted{PatternFamily::Coping, {{"coping", coping}}, 0};
    const auto found = std::find_if(verdict.tried.begin(), verdict.tried.end(),
                                    [&](const auto& one) { return one.pattern == wanted; });
    if (found == verdict.tried.end()) return {};
    const Evidence& evidence = found->evidence;
    if (!evidence.effect) {
        return fmt::format(
            "vs similar moments without: n={}, too few to separate from settling "
            "down by itself",
            evidence.n);
    }
    return matched_effect_words(*evidence.effect, static_cast<std::size_t>(evidence.n),
                                evidence.interval) +
           (evidence.interval.contains(0) ? ": could be luck" : "");
}

}  // namespace attune::report
