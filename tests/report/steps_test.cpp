#include "attune/report/steps.hpp"

#include <doctest/doctest.h>

#include "attune/store/schema.hpp"
#include "report/steps_parts.hpp"
#include "support/sentences.hpp"
#include "support/week_data.hpp"

using namespace attune;
using namespace attune::report;
using testing::answered;
using testing::day;
using testing::example_steps;

namespace {

const DayRange kWeek{day(2026, 3, 2), day(2026, 3, 8)};

std::string said(Part part) {
    Document document;
    Section explanation;
    take(std::move(part), document, explanation);
    return testing::sentences(document);
}

bool says(const Part& part, const std::string& words) {
    const std::string text = said(part);
    INFO(text);
    return text.find(words) != std::string::npos;
}

std::string rule_of(const Part& part, const std::string& name) {
    for (const Suppressed& one : part.suppressed)
        if (one.name == name) return one.rule;
    return {};
}

Steps closed(std::size_t count) {
    Steps steps = example_steps();
    steps.closed.resize(count, steps.closed.back());
    return steps;
}

db::Connection journal_with_wins() {
    auto database = db::Connection::open_in_memory().value();
    REQUIRE(store::make_schema(database));
    REQUIRE(database.execute(R"sql(
INSERT INTO entry(n, id, rev, device, sequence, clock, kind, at_utc, offset_min, local_day, precision, text, created_ms)
VALUES (1, x'01000000000000000000000000000000', x'01', x'00', 1, 1, 'win', 100, 0, '2026-01-01', 'minute', 'one', 0),
       (2, x'02000000000000000000000000000000', x'02', x'00', 2, 2, 'win', 200, 0, '2026-01-02', 'minute', 'two', 0),
       (3, x'03000000000000000000000000000000', x'03', x'00', 3, 3, 'win', 300, 0, '2026-01-03', 'minute', 'three', 0),
       (4, x'04000000000000000000000000000000', x'04', x'00', 4, 4, 'win', 400, 0, '2026-05-01', 'minute', 'to come', 0),
       (5, x'05000000000000000000000000000000', x'05', x'00', 5, 5, 'checkin', 500, 0, '2026-03-03', 'minute', '', 0),
       (6, x'06000000000000000000000000000000', x'06', x'00', 6, 6, 'experiment', 500, 0, '2026-02-03', 'minute', '', 0),
       (7, x'07000000000000000000000000000000', x'07', x'00', 7, 7, 'experiment', 500, 0, '2026-02-04', 'minute', '', 0),
       (8, x'08000000000000000000000000000000', x'08', x'00', 8, 8, 'follow', 500, 0, '2026-02-05', 'minute', '', 0),
       (9, x'09000000000000000000000000000000', x'09', x'00', 9, 9, 'follow', 500, 0, '2026-02-06', 'minute', '', 0);
INSERT INTO link VALUES (8, 0, x'07000000000000000000000000000000', 'follows-up'), (9, 0, x'08000000000000000000000000000000', 'follows-up');
INSERT INTO tag VALUES (9, 0, 'happened', 'no');
INSERT INTO value VALUES (5, 0, 'named', 'item', 3, '', 0, 5), (5, 1, 'calm', 'item', 6, '', 0, 10),
    (5, 2, 'other', 'item', 1, '', 0, 10);
)sql"));
    return database;
}

Steps loaded(const DayRange& days, std::uint64_t seed) {
    auto database = journal_with_wins();
    const RowReader read = [](std::int64_t row) -> Result<journal::Record> {
        journal::Record record;
        record.id.bytes[0] = static_cast<std::uint8_t>(row);
        return record;
    };
    return load_steps(database, read, days, seed).value();
}

}  // namespace

TEST_CASE("four predictions closed have no Brier score and five have one") {
    CHECK(rule_of(predictions_part(closed(4), false), "brier") ==
          "5 closed predictions needed, 4 present");
    CHECK_FALSE(says(predictions_part(closed(4), false), "Brier"));
    CHECK(says(predictions_part(closed(4), false), "it came true in 1 of 4."));
    CHECK(rule_of(predictions_part(closed(5), false), "brier").empty());
    CHECK(says(predictions_part(closed(5), false), "Brier"));
    CHECK(says(predictions_part(closed(5), false), "it came true in 1 of 5 (20 %)."));
}

TEST_CASE("the fit of predictions is told from twenty on, and in longer reports alone") {
    CHECK(rule_of(predictions_part(closed(19), true), "calibration_z") ==
          "20 closed predictions needed, 19 present");
    CHECK(rule_of(predictions_part(closed(20), true), "calibration_z").empty());
    CHECK(says(predictions_part(closed(20), true), "Fit | Z"));
    CHECK_FALSE(says(predictions_part(closed(20), false), "Fit"));
    CHECK(
        says(predictions_part(closed(6), true), "67-100 % | 79 % | 2 of 4 | too few for a range"));
    CHECK(says(predictions_part(closed(7), true), "67-100 % | 78 % | 3 of 5 | likely between"));
}

TEST_CASE("open predictions stand beside the closed ones, also when none is closed") {
    CHECK(says(predictions_part(closed(6), false), "6 closed, 2 still open."));
    CHECK(says(predictions_part(closed(0), false), "0 closed, 2 still open."));
    Steps none;
    CHECK(predictions_part(none, true).sections.empty());
    CHECK(predictions_part(none, true).suppressed.empty());
}

TEST_CASE("partly and unclear outcomes are in no share and in no Brier score") {
    Steps steps = closed(6);
    steps.closed[0].came_true = CameTrue::Partly;
    steps.closed[1].came_true = CameTrue::Unclear;
    CHECK(says(predictions_part(steps, false), "it came true in 2 of 4; partly 1; hard to say 1."));
    CHECK(rule_of(predictions_part(steps, false), "brier") ==
          "5 closed predictions needed, 4 present");
    steps.closed[2].probability.reset();
    CHECK(says(predictions_part(steps, false), "(said in 5)"));
}

TEST_CASE("only what happened in the days counts, with what was known at their end") {
    const Steps steps = example_steps();
    const DayRange tuesday{day(2026, 3, 3), day(2026, 3, 3)};
    const Part part = with_people_part(steps, tuesday);
    CHECK(says(part, "needs said directly 1 of 1."));
    CHECK(says(part, "boundary \"no calls after 21:00\": kept 1"));
    CHECK(says(part, "repair with A.: hurt named Tue, next: to say sorry for the own part"));
    CHECK_FALSE(says(part, "Met"));
    const Part later = with_people_part(steps, {day(2026, 4, 1), day(2026, 4, 7)});
    CHECK_FALSE(says(later, "needs"));
    CHECK_FALSE(says(later, "boundary"));
}

TEST_CASE("a need that nobody voiced or met yet is no share of anything") {
    Steps steps;
    steps.needs.push_back({answered(kWeek.first, "", ""), {}});
    CHECK(says(with_people_part(steps, kWeek),
               "needs noted 1; how they were voiced is not recorded."));
    steps.needs.push_back({answered(kWeek.first, "voiced", "not-said"), {}});
    CHECK(says(with_people_part(steps, kWeek),
               "needs said directly 0 of 1; not said 1; not recorded 1."));
}

TEST_CASE("a repair with all four steps asks for nothing more") {
    Steps steps;
    Thread repair{answered(kWeek.first, "", ""), {}};
    for (const char* name : {"remorse", "understanding", "request", "follow-through"})
        repair.first.fields.push_back({name, kWeek.first.iso()});
    steps.repairs.push_back(repair);
    CHECK(says(with_people_part(steps, kWeek), "did it Mon, all four steps taken"));
    steps.repairs[0].first.fields.pop_back();
    CHECK(says(with_people_part(steps, kWeek), "next: to do it for the first time"));
}

TEST_CASE("one seed draws the same win, and never one of days to come") {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Steps steps = loaded(kWeek, seed);
        REQUIRE(steps.win);
        CHECK(steps.win->text != "to come");
        CHECK(steps.win->text == loaded(kWeek, seed).win->text);
    }
    CHECK_FALSE(loaded({day(2025, 1, 1), day(2025, 1, 7)}, 1).win);
    CHECK(win_part(Steps{}, kWeek.last).sections.empty());
}

TEST_CASE("experiments stay open until a later record, however far behind, has an outcome") {
    CHECK(loaded({day(2026, 2, 3), day(2026, 2, 5)}, 1).open == 2);
    CHECK(loaded({day(2026, 2, 3), day(2026, 2, 6)}, 1).open == 1);
    CHECK(loaded({day(2026, 2, 3), day(2026, 2, 3)}, 1).open == 1);
}

TEST_CASE("check-ins are brought to 0 to 10, and a middle half needs five") {
    const Steps steps = loaded(kWeek, 1);
    REQUIRE(steps.checkins.size() == 2);
    CHECK(steps.checkins[0].value == doctest::Approx(6));
    CHECK(says(checkins_part(steps), "could name what I felt | 6 | - | 1 check-in"));
    Steps many;
    for (int i = 0; i < 5; ++i)
        many.checkins.push_back({kWeek.first, "calm", 2.0 + i});
    CHECK(says(checkins_part(many), "could answer calmly | 4 | middle half 3 to 5 | 5 check-ins"));
    CHECK(checkins_part(Steps{}).sections.empty());
}

TEST_CASE("a long time tells needs person by person, and no more boundaries than a screen holds") {
    Steps steps;
    const auto need = [&](const char* person, const char* voiced) {
        Thread thread{answered(kWeek.first, "voiced", voiced), {}};
        thread.first.people = {person};
        steps.needs.push_back(thread);
    };
    need("Sam", "said");
    CHECK_FALSE(says(standing_with_people_part(steps, kWeek), "with Sam"));
    need("Ana", "said");
    need("Ana", "hinted");
    for (int i = 0; i < 10; ++i) {
        Thread boundary{answered(kWeek.first, "", ""), {}};
        boundary.first.text = "line " + std::to_string(i);
        if (i == 9) {
            boundary.first.people = {"Sam"};
            boundary.later.push_back(answered(kWeek.first, "event", "kept"));
        }
        steps.boundaries.push_back(boundary);
    }
    const Part part = standing_with_people_part(steps, kWeek);
    CHECK(says(part, "needs said directly 2 of 3; hinted 1."));
    CHECK(says(part, "with Ana: needs said directly 1 of 2; hinted 1."));
    CHECK(says(part, "with Sam: needs said directly 1 of 1."));
    CHECK(says(part, "with Sam: boundary \"line 9\": kept 1"));
    CHECK(says(part, "boundary \"line 6\""));
    CHECK_FALSE(says(part, "boundary \"line 7\""));
    CHECK(says(part, "and 2 boundaries more"));
}
