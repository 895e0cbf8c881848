#include "attune/report/patterns.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include <doctest/doctest.h>

#include "attune/report/verdict.hpp"
#include "attune/stats/minimums.hpp"
#include "attune/stats/random.hpp"

using namespace attune;
using namespace attune::report;

namespace {

const CivilDay kMonday = *CivilDay::make(2026, 1, 5);

/// How often a person reacts, by what is there.
struct Odds {
    double usual = 0.35;
    double sam_late = 0.35;  ///< with Sam and a late reply
    double kim = 0.35;
};

/// Two entries a day, from `first` for so many days.
void add_days(std::vector<DiaryEntry>& out, int first, int days, const Odds& odds,
              stats::Random& random) {
    for (int day = first; day < first + days; ++day) {
        for (int i = 0; i < 2; ++i) {
            DiaryEntry entry;
            entry.day = kMonday + day;
            entry.minute = static_cast<int>(480 + random.index(840));
            const char* const triggers[] = {"late-reply", "criticism", "silence"};
            const char* const people[] = {"Sam", "Kim", "Alex"};
            entry.triggers = {triggers[random.index(3)]};
            entry.people = {people[random.index(3)]};
            const bool sam_late = entry.triggers[0] == "late-reply" && entry.people[0] == "Sam";
            const double share = sam_late                   ? odds.sam_late
                                 : entry.people[0] == "Kim" ? odds.kim
                                                            : odds.usual;
            entry.response = random.unit() < share ? Response::Reacted : Response::Responded;
            entry.peak = static_cast<double>(3 + random.index(6));
            out.push_back(entry);
        }
    }
}

const Standing* find_standing(const Verdict& verdict, const Pattern& pattern) {
    const auto found = std::find_if(verdict.standings.begin(), verdict.standings.end(),
                                    [&](const Standing& one) { return one.pattern == pattern; });
    return found == verdict.standings.end() ? nullptr : &*found;
}

const Pattern kKim{PatternFamily::Factor, {{"person", "Kim"}}, 0};

/// Verdicts of all weeks, the last of them at the end.
std::vector<Verdict> judge_all(const PatternInput& input, int weeks) {
    const PatternJudge judge(input);
    std::vector<Verdict> out;
    for (int week = 1; week <= weeks; ++week) {
        out.push_back(
            judge.judge({kMonday + (7 * week - 1), 7}, out.empty() ? nullptr : &out.back()));
    }
    return out;
}

}  // namespace

TEST_CASE("a planted factor is noticed, then confirmed on later entries alone") {
    stats::Random random(3);
    PatternInput input;
    add_days(input.entries, 0, 140, {.usual = 0.3, .sam_late = 0.3, .kim = 0.9}, random);
    const auto verdicts = judge_all(input, 20);
    const Standing* standing = find_standing(verdicts.back(), kKim);
    REQUIRE(standing != nullptr);
    CHECK(standing->state == PatternState::Confirmed);
    CHECK(standing->changed > standing->noticed);
    CHECK(standing->effect > 0.3);
    CHECK(standing->since.p <= 0.05);

    // When it was noticed nothing of later days was known, and the week it was confirmed rests on
    // entries after that day.
    for (const Verdict& verdict : verdicts) {
        const Standing* then = find_standing(verdict, kKim);
        if (verdict.last < standing->noticed) CHECK(then == nullptr);
        if (then == nullptr) continue;
        const auto later =
            std::count_if(input.entries.begin(), input.entries.end(), [&](const DiaryEntry& entry) {
                return entry.day > standing->noticed && entry.day <= verdict.last;
            });
        CHECK(then->since.n == (verdict.last == standing->noticed ? 0 : later));
        if (verdict.last < standing->changed) CHECK(then->state == PatternState::Noticed);
    }
}

TEST_CASE(
    "what stood out and was nothing fades, and is left alone while its entries are in sight") {
    stats::Random random(8);
    PatternInput input;
    add_days(input.entries, 0, 56, {.usual = 0.3, .sam_late = 0.3, .kim = 0.9}, random);
    add_days(input.entries, 56, 182, {.usual = 0.4, .sam_late = 0.4, .kim = 0.4}, random);
    const auto verdicts = judge_all(input, 33);
    std::vector<const Standing*> seen;
    for (const Verdict& verdict : verdicts)
        seen.push_back(find_standing(verdict, kKim));
    const auto first = std::find_if(seen.begin(), seen.end(), [](const Standing* one) {
        return one != nullptr && one->state != PatternState::Noticed;
    });
    REQUIRE(first != seen.end());
    const auto faded = std::find_if(first, seen.end(), [](const Standing* one) {
        return one != nullptr && one->state == PatternState::Faded;
    });
    REQUIRE(faded != seen.end());
    for (auto later = faded; later != seen.end(); ++later) {
        if (*later == nullptr) break;
        CHECK((*later)->state == PatternState::Faded);
        CHECK((*later)->changed == (*faded)->changed);
    }
}

TEST_CASE("weeks passed on the way leave the verdict that judging each of them leaves") {
    stats::Random random(21);
    PatternInput input;
    add_days(input.entries, 0, 56, {.usual = 0.3, .sam_late = 0.9, .kim = 0.9}, random);
    add_days(input.entries, 56, 70, {.usual = 0.4, .sam_late = 0.9, .kim = 0.4}, random);
    for (DiaryEntry& entry : input.entries) {
        const bool breathed = random.unit() < 0.5;
        const double before = static_cast<double>(4 + random.index(5));
        const double drop = static_cast<double>(random.index(3)) + (breathed ? 2 : 0);
        entry.copings.push_back({breathed ? "breath" : "none", CopingPair{before, before - drop}});
    }
    const PatternJudge judge(input);
    const auto all = judge_all(input, 18);
    std::set<PatternFamily> families;
    std::optional<Verdict> before;
    for (const Verdict& judged : all) {
        const WeekToJudge week{judged.last, 7};
        const Verdict* earlier = before ? &*before : nullptr;
        CHECK(verdict_record({}, judge.judge(week, earlier)) == verdict_record({}, judged));
        before = judge.pass(week, earlier);
        CHECK(before->tried.empty());
        for (const Standing& one : judged.standings)
            families.insert(one.pattern.family);
    }
    // All that is left out on the way was there to be left out.
    CHECK(families.contains(PatternFamily::Factor));
    CHECK(families.contains(PatternFamily::Subgroup));
    CHECK(families.contains(PatternFamily::Coping));
}

TEST_CASE("a noticed pattern without later entries has eight weeks and then fades") {
    Verdict before;
    before.last = kMonday + 6;
    before.standings = {{.pattern = kKim,
                         .state = PatternState::Noticed,
                         .noticed = before.last,
                         .changed = before.last,
                         .effect = 0.4}};
    const PatternJudge judge({});
    for (int week = 2; week <= 9; ++week) {
        const Verdict next = judge.judge({kMonday + (7 * week - 1), 1}, &before);
        REQUIRE(next.standings.size() == 1);
        const Standing& one = next.standings[0];
        CHECK(one.since.too_few == "8 entries with it on 5 days needed, 0 on 0 present");
        CHECK(one.state == (week < 9 ? PatternState::Noticed : PatternState::Faded));
        before = next;
    }
    CHECK(before.last - before.standings[0].noticed == kPatternPatienceDays);
}

TEST_CASE("the same entries give the same verdict in any order") {
    stats::Random random(9);
    PatternInput input;
    add_days(input.entries, 0, 60, {.usual = 0.3, .sam_late = 0.9, .kim = 0.3}, random);
    input.series = {{"practice", {}}};
    for (int day = 0; day < 60; ++day)
        input.series[0].days.emplace_back(kMonday + day, static_cast<double>(random.index(30)));
    const WeekToJudge week{kMonday + 55, 11};
    const Verdict plain = PatternJudge(input).judge(week, nullptr);
    std::reverse(input.entries.begin(), input.entries.end());
    const Verdict reversed = PatternJudge(input).judge(week, nullptr);
    const StoreId store{};
    CHECK(verdict_record(store, plain).extra == verdict_record(store, reversed).extra);
    CHECK(plain.looked_at() > 20);
    CHECK(plain.expected_by_luck() > 0.5);

    long tried = 0;
    for (const FamilyCount& family : plain.families)
        tried += family.tried;
    CHECK(plain.looked_at() == tried);
}

TEST_CASE("entries after the week, or half a year before it, are not looked at") {
    stats::Random random(10);
    PatternInput input;
    add_days(input.entries, 0, 260, {.usual = 0.4, .sam_late = 0.4, .kim = 0.6}, random);
    const WeekToJudge week{kMonday + (7 * 30 - 1), 3};
    const Verdict all = PatternJudge(input).judge(week, nullptr);
    std::erase_if(input.entries, [&](const DiaryEntry& entry) {
        return entry.day > week.last || week.last - entry.day >= kPatternDays;
    });
    const Verdict some = PatternJudge(input).judge(week, nullptr);
    CHECK(verdict_record({}, all).extra == verdict_record({}, some).extra);
    input.entries.erase(input.entries.begin());
    CHECK(verdict_record({}, all).extra !=
          verdict_record({}, PatternJudge(input).judge(week, nullptr)).extra);
}

TEST_CASE("below its minimum each family says which rule it was") {
    PatternInput input;
    const Verdict empty = PatternJudge(input).judge({kMonday + 6, 1}, nullptr);
    CHECK(empty.tried.empty());
    CHECK(empty.looked_at() == 0);
    REQUIRE(empty.suppressed.size() == 4);
    CHECK(empty.suppressed[0].second.find("8 entries on 5 days") != std::string::npos);
    CHECK(empty.suppressed[1].second == "60 entries needed, 0 present");
    CHECK(empty.suppressed[2].second.find("42 days") != std::string::npos);
    CHECK(empty.suppressed[3].second.find("8 matched moments") != std::string::npos);
}

TEST_CASE("unsure and unrecorded entries are no part of any rate") {
    stats::Random random(12);
    PatternInput input;
    add_days(input.entries, 0, 60, {}, random);
    const WeekToJudge week{kMonday + 62, 2};
    const Verdict before = PatternJudge(input).judge(week, nullptr);
    const auto answered = input.entries;
    for (DiaryEntry entry : answered) {
        entry.peak.reset();
        entry.response = Response::Unsure;
        input.entries.push_back(entry);
        entry.response.reset();
        input.entries.push_back(entry);
    }
    const Verdict after = PatternJudge(input).judge(week, nullptr);
    CHECK(verdict_record({}, before).extra == verdict_record({}, after).extra);
}

TEST_CASE("times of day come from the clock, or from what is known of it") {
    DiaryEntry entry;
    const auto at = [&](int minute) {
        entry.minute = minute;
        return time_of_day(entry);
    };
    CHECK(at(239) == "late");
    CHECK(at(240) == "morning");
    CHECK(at(719) == "morning");
    CHECK(at(720) == "afternoon");
    CHECK(at(1020) == "evening");
    CHECK(at(1259) == "evening");
    CHECK(at(1260) == "late");
    entry.precision = journal::Precision::Evening;
    CHECK(time_of_day(entry) == "evening");
    entry.precision = journal::Precision::Day;
    CHECK(time_of_day(entry).empty());
}

TEST_CASE("a verdict comes back from its record as it was") {
    stats::Random random(13);
    PatternInput input;
    add_days(input.entries, 0, 90, {.usual = 0.3, .sam_late = 0.3, .kim = 0.9}, random);
    const auto verdicts = judge_all(input, 12);
    StoreId store;
    store.bytes[0] = 7;
    const journal::Record record = verdict_record(store, verdicts.back());
    CHECK(record.kind == "verdict");
    CHECK(record.at.local_day == verdicts.back().last);
    CHECK(record.text.empty());
    const Verdict back = read_verdict(record).value();
    CHECK(verdict_record(store, back) == record);
    CHECK(back.standings.size() == verdicts.back().standings.size());
    CHECK(back.standings.front().pattern == verdicts.back().standings.front().pattern);

    // The id is that of the week in this store, whatever was found.
    Verdict other = back;
    other.standings.clear();
    CHECK(verdict_record(store, other).id == record.id);
    other.last = other.last + 7;
    CHECK(verdict_record(store, other).id != record.id);
    StoreId elsewhere;
    CHECK(verdict_record(elsewhere, back).id != record.id);

    journal::Record broken = record;
    broken.extra = R"({"verdict":{"format":2}})";
    CHECK(read_verdict(broken).error().kind == ErrorKind::TooNew);
    broken.extra = R"({"verdict":{"format":1,"last":"2026-02-30"}})";
    CHECK_FALSE(read_verdict(broken));
    broken.extra = R"({"other":1})";
    CHECK(read_verdict(broken).error().kind == ErrorKind::BadInput);
}
