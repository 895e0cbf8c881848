#include "report/pattern_section.hpp"

#include <doctest/doctest.h>

using namespace attune;
using namespace attune::report;

namespace {

const CivilDay kNoticed = *CivilDay::make(2026, 2, 16);
const CivilDay kLast = *CivilDay::make(2026, 3, 8);

const Pattern kLateReply{PatternFamily::Subgroup, {{"time", "late"}, {"trigger", "late-reply"}}, 0};

/// 22 looked at, one noticed, as on the statistics page.
Verdict watched() {
    Verdict verdict;
    verdict.last = kLast;
    verdict.families = {{PatternFamily::Factor, 20}, {PatternFamily::Subgroup, 2}};
    Evidence since;
    since.n = 18;
    since.with = {4, 6};
    since.without = {3, 12};
    since.too_few = "8 entries with it on 5 days needed, 6 on 4 present";
    verdict.standings = {{.pattern = kLateReply,
                          .state = PatternState::Noticed,
                          .noticed = kNoticed,
                          .changed = kNoticed,
                          .effect = 0.4,
                          .since = since}};
    return verdict;
}

std::string first_note(const Verdict& verdict) {
    const Part part = patterns_part(verdict, {});
    REQUIRE(part.sections.size() == 1);
    REQUIRE_FALSE(part.sections[0].blocks.empty());
    return std::get<Note>(part.sections[0].blocks[0]).text;
}

}  // namespace

TEST_CASE("a noticed pattern is told in the words of the page") {
    const Verdict verdict = watched();
    CHECK(first_note(verdict) ==
          "noticed 16 Feb: late reply + after 21:00 -> reacted more often. Since then 4 of 6 "
          "against 3 of 12. Not yet confirmed (needs 8).");
    CHECK(patterns_part(verdict, {}).sections[0].aside ==
          "(22 looked at; about 1 would show up by luck)");
}

TEST_CASE("stands out is said of what is new, held up of what is confirmed, neither of the rest") {
    Verdict verdict = watched();
    Standing& standing = verdict.standings[0];
    const auto says = [&](const char* words) {
        return first_note(verdict).find(words) != std::string::npos;
    };
    CHECK_FALSE(says("stands out"));
    CHECK_FALSE(says("held up"));
    standing.noticed = kLast;
    CHECK(says("stands out: late reply + after 21:00"));
    standing.noticed = kNoticed;
    standing.since.effect = 0.3;
    CHECK(says("could be luck"));
    CHECK_FALSE(says("held up"));
    standing.state = PatternState::Confirmed;
    CHECK(says("held up on new entries: late reply + after 21:00"));
    CHECK_FALSE(says("stands out"));
    standing.state = PatternState::Faded;
    standing.changed = kLast;
    CHECK(says("no longer watched"));
    CHECK_FALSE(says("held up"));
    // Told once, in the week it faded.
    standing.changed = kNoticed;
    CHECK(first_note(verdict) == "Nothing stands out.");
}

TEST_CASE("what comes before is never said to lead to anything") {
    const Pattern lagged{PatternFamily::Lagged, {{"series", "practice"}, {"series", "peak"}}, 1};
    CHECK(pattern_words(lagged, -0.4, {}) ==
          "higher practice minutes tended to come before lower intensity, a day later");
    const Pattern later{
        PatternFamily::Lagged, {{"series", "checkin.calm"}, {"series", "reacted"}}, 3};
    CHECK(pattern_words(later, 0.4, {}) ==
          "higher check-in calm tended to come before higher share reacted, 3 days later");
    const Pattern coping{PatternFamily::Coping, {{"coping", "three-breaths"}}, 0};
    CHECK(pattern_words(coping, 1.5, {}) ==
          "three breaths -> settled further than similar moments without it");
    const Pattern person{PatternFamily::Factor, {{"person", "Sam"}}, 0};
    CHECK(pattern_words(person, -0.2, {}) == "Sam -> reacted less often");
}

TEST_CASE("a coping beside similar moments says how many, or that they are too few") {
    Verdict verdict = watched();
    CHECK(matched_words(verdict, "three-breaths").empty());
    TriedPattern tried{{PatternFamily::Coping, {{"coping", "three-breaths"}}, 0}, {}, 1};
    tried.evidence.n = 6;
    tried.evidence.too_few = "8 matched moments needed, 6 present";
    verdict.tried = {tried};
    CHECK(matched_words(verdict, "three-breaths") ==
          "vs similar moments without: n=6, too few to separate from settling down by itself");
    verdict.tried[0].evidence.effect = 1.2;
    verdict.tried[0].evidence.interval = {-0.1, 2.4};
    verdict.tried[0].evidence.n = 12;
    CHECK(matched_words(verdict, "three-breaths") ==
          "vs similar moments without: 1.2 points more (n=12), likely between -0.1 and +2.4: "
          "could be luck");
}

TEST_CASE("programs find every question with its numbers, and the rule of what was not asked") {
    Verdict verdict = watched();
    TriedPattern tried{{PatternFamily::Factor, {{"person", "Sam"}}, 0}, {}, 0.2};
    tried.evidence.n = 70;
    tried.evidence.effect = 0.1;
    tried.evidence.p = 0.03;
    verdict.tried = {tried};
    verdict.suppressed = {{"lagged", "42 days needed"}};
    const Part part = patterns_part(verdict, {});
    REQUIRE(part.members.size() == 1);
    CHECK(part.members[0].first == "patterns");
    const Machine& machine = part.members[0].second;
    REQUIRE(machine.find("tried") != nullptr);
    const auto& rows = std::get<Machine::List>(machine.find("tried")->content());
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].find("q") != nullptr);
    CHECK(rows[0].find("evidence")->find("p") != nullptr);
    CHECK(machine.find("not_looked_at")->find("lagged") != nullptr);
    CHECK(machine.find("standing") != nullptr);
    CHECK_FALSE(part.explained.empty());
}

TEST_CASE("a week with nothing to look at says nothing but the rule") {
    Verdict verdict;
    verdict.last = kLast;
    verdict.suppressed = {{"factors", "8 entries on 5 days needed"}};
    const Part part = patterns_part(verdict, {});
    CHECK(part.sections.empty());
    REQUIRE(part.suppressed.size() == 1);
    CHECK(part.suppressed[0].name == "patterns");
}
