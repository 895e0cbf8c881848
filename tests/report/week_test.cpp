#include "attune/report/week.hpp"

#include <algorithm>
#include <regex>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "report/week_figures.hpp"
#include "support/sentences.hpp"
#include "support/week_data.hpp"

using namespace attune;
using namespace attune::report;
using testing::day;
using testing::example_week;
using testing::quiet_week;
using testing::sentences;

namespace {

std::string said(const WeekData& data) {
    return sentences(build_week(data));
}

bool says(const WeekData& data, const std::string& words) {
    return said(data).find(words) != std::string::npos;
}

std::string rule_of(const WeekData& data, const std::string& name) {
    for (const Suppressed& one : build_week(data).suppressed) {
        if (one.name == name) return one.rule;
    }
    return {};
}

/// The example week cut to its first `count` entries.
WeekData first_entries(std::size_t count) {
    WeekData data = example_week();
    data.entries.resize(count);
    return data;
}

}  // namespace

TEST_CASE("the example of the statistics page gives the numbers printed there") {
    const std::string text = said(example_week());
    for (const char* words :
         {"18 trigger entries on 6 of 7 days; 5 check-ins; 64 practice minutes",
          "Thursday has no entry. It is left out, not counted as calm.", "late reply | 7",
          "criticism | 5", "plans changed | 3", "other | 3", "median 6 of 10, range 3-9",
          "reacted | 7 of 18 | 39 % | likely between 20 % and 61 %",
          "4 weeks before | 31 of 58 | 53 % | likely between 41 % and 66 %",
          "-15 points, likely between -37 and +11:\ncould be luck. Keep watching.",
          "6 closed, 2 still open. You expected trouble at 71 % on average; it came true in 2 of "
          "6 "
          "(33 %).",
          "Brier 0.30; always saying 33 % would have scored 0.22.",
          "needs said directly 3 of 4; hinted 1.  Met: 2, partly: 1, not: 1",
          "boundary \"no calls after 21:00\": kept 4, slipped 1, pushed back 1",
          "repair with A.: hurt named Tue, said sorry Wed, asked and listened Thu, next: to say "
          "what "
          "would help from now on",
          "\"Asked for a pause and came back after 20 minutes.\" (11 Jan)",
          "What this cannot say: why."}) {
        INFO(words);
        CHECK(text.find(words) != std::string::npos);
    }
    CHECK(build_week(example_week()).suppressed.empty());
}

TEST_CASE("four entries are listed and five are summarised") {
    CHECK(says(first_entries(4), "Too few entries"));
    CHECK_FALSE(says(first_entries(4), "reacted | "));
    CHECK_FALSE(says(first_entries(5), "Too few entries"));
    CHECK(says(first_entries(5), "reacted | 2 of 5 | 40 % | likely between"));
    CHECK(rule_of(first_entries(4), "rates") == "5 entries needed, 4 present");
    CHECK(rule_of(first_entries(5), "rates").empty());
}

TEST_CASE("unsure and unrecorded answers never enter a rate") {
    WeekData data = example_week();
    const std::string before = said(data);
    DiaryEntry entry;
    entry.day = data.first + 3;
    entry.response = Response::Unsure;
    data.entries.push_back(entry);
    entry.response.reset();
    data.entries.push_back(entry);
    CHECK(says(data, "reacted | 7 of 18 | 39 % | likely between 20 % and 61 %"));
    CHECK(says(data, "not counted | unsure 1, not recorded 1"));
}

TEST_CASE("four rated entries among many give counts without a percentage") {
    WeekData data = example_week();
    for (std::size_t i = 4; i < data.entries.size(); ++i)
        data.entries[i].response.reset();
    CHECK(says(data, "2 of 4 | too few for a percentage (5 needed)"));
    CHECK(rule_of(data, "rates") == "5 entries needed, 4 present");
}

TEST_CASE("a comparison needs ten entries now, twenty before and fourteen days of them") {
    WeekData data = example_week();
    for (std::size_t i = 9; i < data.entries.size(); ++i)
        data.entries[i].response.reset();
    CHECK(rule_of(data, "comparison") == "10 entries needed, 9 present");
    CHECK(says(data, "not enough to compare: 10 entries needed, 9 present"));

    data = example_week();
    data.past.resize(9);
    data.past[8].reacted = data.past[8].responded = 0;
    CHECK(rule_of(data, "comparison") == "20 earlier entries needed, 18 present");

    data = example_week();
    data.past.resize(13);
    CHECK(rule_of(data, "comparison") == "14 earlier days needed, 13 present");
    data = example_week();
    data.past.resize(14);
    CHECK(rule_of(data, "comparison").empty());
}

TEST_CASE("days further back than four weeks are not compared") {
    WeekData data = example_week();
    PastDay old;
    old.day = data.first - 29;
    old.entries = old.reacted = 50;
    data.past.push_back(old);
    CHECK(says(data, "4 weeks before | 31 of 58"));
}

TEST_CASE("a clear difference is not called luck") {
    WeekData data = example_week();
    for (DiaryEntry& entry : data.entries)
        entry.response = Response::Responded;
    const std::string text = said(data);
    CHECK(text.find("could be luck") == std::string::npos);
    CHECK(text.find("Luck alone gives this in at most 1 week of 20.") != std::string::npos);
}

TEST_CASE("entries that agree within days widen the interval while n stays") {
    WeekData data = example_week();
    for (DiaryEntry& entry : data.entries) {
        entry.response = entry.day.weekday() % 2 == 0 ? Response::Reacted : Response::Responded;
    }
    const WeekFigures clustered = compute_week(data);
    CHECK(clustered.reacted.count.of == 18);
    CHECK(clustered.reacted.design.n_effective == doctest::Approx(6));
    const double width = clustered.reacted.interval->high - clustered.reacted.interval->low;
    CHECK(width > 0.6);
}

TEST_CASE("an entry without an intensity leaves the median alone and shows in its n") {
    WeekData data = example_week();
    data.entries[0].peak.reset();
    CHECK(compute_week(data).peak->n == 17);
    CHECK(says(data, "(rated in 17)"));
    for (DiaryEntry& entry : data.entries)
        entry.peak.reset();
    CHECK_FALSE(says(data, "Peak intensity |"));
}

TEST_CASE("ratings that are all alike are said without a range") {
    WeekData data = example_week();
    for (DiaryEntry& entry : data.entries)
        entry.peak = 6;
    CHECK(says(data, "Peak intensity | 6 of 10 every time"));
}

TEST_CASE("a drop is shown only from true pairs") {
    const WeekFigures figures = compute_week(example_week());
    REQUIRE(figures.copings.size() == 2);
    CHECK(figures.copings[0].slug == "breath");
    CHECK(figures.copings[0].times == 9);
    CHECK(figures.copings[0].pairs == 7);
    CHECK(figures.copings[1].pairs == 0);
    CHECK_FALSE(figures.copings[1].before);
    CHECK(says(example_week(), "stepping away | 5 times | counts only"));
}

TEST_CASE("days to come are not absent and an empty today is not over") {
    WeekData data = quiet_week();
    data.today = data.first + 3;
    data.entries.resize(2);
    CHECK(compute_week(data).days_elapsed == 3);
    CHECK(build_week(data).period.find("so far") != std::string::npos);
    CHECK(says(data, "2 trigger entries on 1 of 3 days so far"));

    data = example_week();
    data.today = data.first + 4;
    data.entries.resize(12);
    CHECK(compute_week(data).days_without == std::vector<CivilDay>{data.first + 3});
    CHECK(build_week(example_week()).period == "Mon 2 Mar - Sun 8 Mar 2026");
}

TEST_CASE("a day with another record has no trigger entry, which is not the same as no entry") {
    WeekData data = example_week();
    data.days_otherwise = {data.first + 3};
    CHECK(says(data, "Thursday has no trigger entry."));
}

TEST_CASE("several absent days are named together") {
    WeekData data = example_week();
    std::erase_if(data.entries, [&](const DiaryEntry& e) { return e.day == data.first; });
    CHECK(says(data, "Monday and Thursday have no entry. They are left out"));
}

TEST_CASE("an entry with two triggers counts once for each and once as an entry") {
    WeekData data = example_week();
    data.entries[0].triggers = {"late-reply", "criticism", "late-reply"};
    const WeekFigures figures = compute_week(data);
    CHECK(figures.entries == 18);
    CHECK(figures.triggers[0].entries == 7);
    CHECK(figures.triggers[1].entries == 6);
    CHECK(says(data, "An entry can name several triggers."));
}

TEST_CASE("the order of entries and past days changes no number") {
    WeekData data = example_week();
    const std::string before = said(data);
    std::reverse(data.entries.begin(), data.entries.end());
    std::reverse(data.past.begin(), data.past.end());
    CHECK(said(data) == before);
}

TEST_CASE("nothing logged this week is said without a rate") {
    WeekData data = quiet_week();
    data.entries.clear();
    CHECK(says(data, "Data | no trigger entries; 1 check-in"));
    CHECK(says(data, "A quiet week is also a fine week."));
    CHECK_FALSE(says(data, "What was logged"));
}

TEST_CASE("an empty journal shows one example and no number") {
    const Document document = build_week(testing::first_run());
    REQUIRE(document.sections.size() == 2);
    CHECK(says(testing::first_run(), "no entries yet"));
    CHECK(std::holds_alternative<Command>(document.sections[1].blocks.back()));
}

TEST_CASE("rough times are shown as roughly as they are known") {
    WeekData data = quiet_week();
    data.entries[0].precision = journal::Precision::Evening;
    data.entries[1].precision = journal::Precision::Day;
    CHECK(says(data, "Mon evening | late reply"));
    CHECK(says(data, "Mon | late reply"));
}

TEST_CASE("an entry after midnight is listed under the weekday of its clock") {
    WeekData data = quiet_week();
    data.entries[1].minute = 63;
    data.entries[1].after_midnight = true;
    CHECK(says(data, "Tue 01:03 | late reply"));
}

TEST_CASE("the weeks of the charts begin on the day the report's own week begins") {
    WeekData data = example_week();
    data.first = data.first - 1;  // a Sunday, for somebody whose weeks begin then
    data.today = data.first + 6;
    for (DiaryEntry& entry : data.entries)
        entry.day = entry.day - 1;
    for (PastDay& past : data.past)
        past.day = past.day - 1;
    const Document document = build_week(data);
    int strips = 0;
    int lines = 0;
    for (const Section& section : document.sections) {
        for (const Block& block : section.blocks) {
            if (const auto* strip = std::get_if<HeatStrip>(&block)) {
                ++strips;
                REQUIRE(strip->days.size() == 84);
                CHECK(strip->days.front().day == data.first - 77);
                CHECK(strip->days.back().day == data.today);
                REQUIRE(strip->twin.columns.size() == 8);
                CHECK(strip->twin.columns[1].name == "Sun");
                CHECK(strip->twin.columns[7].name == "Sat");
                CHECK(strip->twin.rows.size() == 12);
            } else if (const auto* line = std::get_if<ShareLine>(&block)) {
                ++lines;
                CHECK(line->points.size() == 12);
                for (const SharePoint& point : line->points)
                    CHECK(point.first.weekday_name() == "Sun");
            }
        }
    }
    CHECK(strips == 1);
    CHECK(lines == 1);
}

TEST_CASE("no sentence of ours contains a banned word") {
    static const std::regex kBanned("\\b(failed|broke|streak|bad day|should|toxic|you are)\\b",
                                    std::regex::icase);
    std::vector<WeekData> weeks = {example_week(), quiet_week(), testing::first_run(),
                                   first_entries(5), first_entries(12)};
    weeks.push_back(example_week());
    weeks.back().past.clear();
    weeks.push_back(example_week());
    for (DiaryEntry& entry : weeks.back().entries)
        entry.response = Response::Unsure;
    weeks.push_back(quiet_week());
    weeks.back().entries.clear();
    for (const WeekData& week : weeks) {
        const std::string text = sentences(build_week(week, {.explain = true}));
        CHECK_FALSE(std::regex_search(text, kBanned));
        CHECK(text.find("led to") == std::string::npos);
    }
}
