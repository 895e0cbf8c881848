#include "attune/report/period.hpp"

#include <algorithm>
#include <regex>

#include <doctest/doctest.h>

#include "attune/stats/random.hpp"
#include "support/period_data.hpp"
#include "support/sentences.hpp"

using namespace attune;
using namespace attune::report;
using testing::day;
using testing::days_back;
using testing::empty_month;
using testing::entry_at;
using testing::full_month;

namespace {

std::string said(const PeriodData& data) {
    return testing::sentences(build_period(data, {.explain = true}));
}

bool has_section(const PeriodData& data, const std::string& id) {
    const Document document = build_period(data);
    return std::any_of(document.sections.begin(), document.sections.end(),
                       [&](const Section& section) { return section.id == id; });
}

std::string rule_of(const PeriodData& data, const std::string& name) {
    for (const Suppressed& one : build_period(data).suppressed)
        if (one.name == name) return one.rule;
    return {};
}

bool is_null(const PeriodData& data, const std::string& member) {
    const Document document = build_period(data);
    const Machine* found = document.machine.find(member);
    REQUIRE(found != nullptr);
    return found->is_null();
}

/// Twenty entries with the same three feelings rated.
PeriodData told_apart(int occasions) {
    PeriodData data = empty_month();
    for (int i = 0; i < occasions; ++i) {
        DiaryEntry entry = entry_at(data.range.first + i, 600, 5);
        entry.feelings = {{"hurt", i % 7 + 1.0}, {"anxious", i % 5 + 1.0}, {"angry", i % 3 + 1.0}};
        data.diary.entries.push_back(entry);
    }
    return data;
}

/// `entries` with sam over `days` days and 20 without, all with an answer.
PeriodData with_sam(int entries, int days) {
    PeriodData data = empty_month();
    for (int i = 0; i < entries; ++i) {
        DiaryEntry entry = entry_at(data.range.first + i % days, 600 + i, 5);
        entry.people = {"sam"};
        entry.response = i % 2 == 0 ? Response::Reacted : Response::Responded;
        data.diary.entries.push_back(entry);
    }
    for (int i = 0; i < 20; ++i) {
        DiaryEntry entry = entry_at(data.range.first + 10 + i, 600, 5);
        entry.response = i % 3 == 0 ? Response::Reacted : Response::Responded;
        data.diary.entries.push_back(entry);
    }
    return data;
}

/// `entries` that were rated again an hour later.
PeriodData rated_again(int entries) {
    PeriodData data = empty_month();
    for (int i = 0; i < 12; ++i) {
        data.diary.entries.push_back(entry_at(data.range.first + i, 600, 8));
        if (i < entries)
            data.later.push_back({data.diary.entries.back().id,
                                  data.diary.entries.back().utc + 3600, i % 2 == 0 ? 2.0 : 8.0});
    }
    return data;
}

/// `used` moments with breath and as many without, all alike before.
PeriodData with_breath(int used) {
    PeriodData data = empty_month();
    for (int i = 0; i < used; ++i) {
        DiaryEntry entry = entry_at(data.range.first + i, 600, 7);
        entry.copings = {{"breath", CopingPair{7, 3.0 + i % 2}}};
        data.diary.entries.push_back(entry);
        entry = entry_at(data.range.first + i, 900, 7);
        entry.copings = {{"walk", CopingPair{7, 4.0 + i % 3}}};
        data.diary.entries.push_back(entry);
    }
    return data;
}

}  // namespace

TEST_CASE("a period knows what it is compared with and how far back it reads") {
    const PeriodRange march{
        .kind = "month", .first = day(2026, 3, 1), .days = 31, .today = day(2026, 4, 2)};
    CHECK(days_compared(march).first == day(2026, 2, 1));
    CHECK(days_compared(march).last == day(2026, 2, 28));
    CHECK(days_read(march).first == day(2026, 3, 31) - 83);
    const PeriodRange quarter{
        .kind = "quarter", .first = day(2026, 1, 1), .days = 90, .today = day(2026, 4, 2)};
    CHECK(days_compared(quarter).first == day(2025, 10, 1));
    const PeriodRange year{
        .kind = "year", .first = day(2026, 1, 1), .days = 365, .today = day(2026, 4, 2)};
    CHECK(days_compared(year).first == day(2025, 1, 1));
    CHECK(year.end() == day(2026, 4, 2));
    const PeriodRange days{
        .kind = "month", .first = day(2026, 3, 10), .days = 20, .today = day(2026, 4, 2)};
    CHECK(days_compared(days).first == day(2026, 2, 18));
    CHECK(days_compared(days).last == day(2026, 3, 9));
}

TEST_CASE("a trend and a change need 56 days and 35 of them rated") {
    CHECK(rule_of(days_back(55, 55), "trend") == "56 days needed, 55 present");
    CHECK(rule_of(days_back(55, 55), "change") == "56 days needed, 55 present");
    CHECK(is_null(days_back(55, 55), "trend"));
    CHECK(rule_of(days_back(56, 56), "trend").empty());
    CHECK_FALSE(is_null(days_back(56, 56), "trend"));
    CHECK(has_section(days_back(56, 56), "trend"));
    CHECK_FALSE(has_section(days_back(55, 55), "trend"));
    CHECK(rule_of(days_back(60, 34), "trend") == "35 days with a rating needed, 34 present");
    CHECK(rule_of(days_back(60, 35), "trend").empty());
}

TEST_CASE("ups and downs need 28 rated days or 40 steps within days") {
    PeriodData data = days_back(27, 27);
    for (DiaryEntry& entry : data.diary.entries)
        if (entry.minute > 700) entry.peak.reset();
    CHECK(rule_of(data, "instability") ==
          "28 rated days or 40 steps within days needed, 27 and 0 present");
    CHECK(is_null(data, "instability"));
    data = days_back(28, 28);
    CHECK(rule_of(data, "instability").empty());
    CHECK(has_section(data, "instability"));

    for (const int days : {19, 20}) {
        data = empty_month();
        for (int i = 0; i < days; ++i)
            for (const int clock : {480, 600, 780})
                data.diary.entries.push_back(
                    entry_at(data.range.first + i, clock, 3 + (i * clock) % 5));
        CHECK(has_section(data, "instability") == (days == 20));
        CHECK(said(data).find("RMSSD") != std::string::npos);
        CHECK(said(data).find("Carry-over | ") == std::string::npos);
    }
}

TEST_CASE("feelings are told apart from twenty occasions on, always with the warning") {
    CHECK(rule_of(told_apart(19), "granularity") ==
          "20 occasions with the same 3 feelings rated needed, 19 present");
    CHECK_FALSE(has_section(told_apart(19), "granularity"));
    CHECK(has_section(told_apart(20), "granularity"));
    CHECK(said(told_apart(20)).find("a rise is no evidence for a practice") != std::string::npos);
    PeriodData mixed = told_apart(24);
    for (DiaryEntry& entry : mixed.diary.entries)
        entry.feelings[2].slug = "calm";
    CHECK_FALSE(has_section(mixed, "granularity"));
}

TEST_CASE("a difference between people needs eight entries on five days on both sides") {
    const std::string words = "points against entries without";
    CHECK(said(with_sam(8, 5)).find(words) != std::string::npos);
    CHECK(said(with_sam(7, 5)).find(words) == std::string::npos);
    CHECK(said(with_sam(8, 4)).find(words) == std::string::npos);
    CHECK(rule_of(with_sam(7, 5), "people") ==
          "8 entries on 5 days with and without a person needed");
    PeriodData data = with_sam(20, 10);
    data.diary.entries.resize(27);  // seven without
    CHECK(said(data).find(words) == std::string::npos);
    CHECK(said(data).find("sam | 20 | reacted 10 of 20") != std::string::npos);
}

TEST_CASE("settling down is told from five entries on that were rated again") {
    CHECK(rule_of(rated_again(4), "recovery") == "5 entries rated again later needed, 4 present");
    CHECK_FALSE(has_section(rated_again(4), "recovery"));
    CHECK(has_section(rated_again(5), "recovery"));
    CHECK(said(rated_again(5)).find("3 two-point") != std::string::npos);
    CHECK(rule_of(rated_again(0), "recovery").empty());
    PeriodData open = rated_again(6);
    for (LaterRating& rating : open.later)
        rating.intensity = 8;
    CHECK(said(open).find("not reached (n 6, 6 still above half") != std::string::npos);
}

TEST_CASE("a coping is compared from eight matched sets on, and below it with the caution") {
    CHECK(said(with_breath(7)).find("vs similar moments") == std::string::npos);
    CHECK_FALSE(rule_of(with_breath(7), "coping_matched").empty());
    CHECK(said(with_breath(7)).find("hard moments settle on their own") != std::string::npos);
    CHECK(said(with_breath(8)).find("vs similar moments without: ") != std::string::npos);
    CHECK(rule_of(with_breath(8), "coping_matched").empty());
    CHECK(said(with_breath(4)).find("drop 3") == std::string::npos);
    CHECK(said(with_breath(5)).find("; drop ") != std::string::npos);
}

TEST_CASE("luck over several copings is not said as if the range of one held zero") {
    long several = 0;
    for (int used = 8; used < 24; ++used) {
        PeriodData data = with_breath(used);
        // Drops that vary, a little more with the one than with the other.
        for (std::size_t i = 0; i < data.diary.entries.size(); ++i) {
            const bool breath = i % 2 == 0;
            data.diary.entries[i].copings.front().pair =
                CopingPair{7, (breath ? 2.0 : 3.5) + static_cast<double>(i * 7 % 5)};
        }
        const std::string text = said(data);
        for (auto at = text.find("vs similar"); at != std::string::npos;
             at = text.find("vs similar", at + 1)) {
            const std::string line = text.substr(at, text.find('\n', at) - at);
            if (line.find("could be luck") == std::string::npos) continue;
            CAPTURE(line);
            const auto low = line.find("between ") + 8;
            const auto high = line.find("and ", low) + 4;
            const bool holds_zero = line[low] == '-' && line[high] == '+';
            const bool says_why = line.find(", being one of 2 compared") != std::string::npos;
            CHECK(says_why != holds_zero);
            several += says_why ? 1 : 0;
        }
    }
    CHECK(several > 0);
}

TEST_CASE("shares of words and of urges have a range from five entries on") {
    for (const int n : {4, 5}) {
        PeriodData data = empty_month();
        for (int i = 0; i < 8; ++i) {
            DiaryEntry entry = entry_at(data.range.first + i, 600, 5);
            if (i < n) {
                entry.feelings = {{"hurt", 5}};
                entry.urges = {"hinting"};
                entry.actions = {i == 0 ? "hinting" : "asking"};
            }
            data.diary.entries.push_back(entry);
        }
        const std::string text = said(data);
        CHECK((text.find("hurt | 5 of 5, 100 %") != std::string::npos) == (n == 5));
        CHECK((text.find("hurt | 4 of 4; median 5") != std::string::npos) == (n == 4));
        CHECK((text.find("not acted on 4 of 5, 80 %, likely between") != std::string::npos) ==
              (n == 5));
        CHECK((text.find("not acted on 3 of 4") != std::string::npos) == (n == 4));
    }
}

TEST_CASE("four entries of a month are not summarised and five are") {
    PeriodData data = empty_month();
    for (int i = 0; i < 4; ++i)
        data.diary.entries.push_back(entry_at(data.range.first + i, 600, 5));
    CHECK(said(data).find("Too few entries for rates or comparisons this month: 5 needed, 4 "
                          "present.") != std::string::npos);
    CHECK_FALSE(has_section(data, "counts"));
    data.diary.entries.push_back(entry_at(data.range.first + 4, 600, 5));
    CHECK(said(data).find("Too few entries") == std::string::npos);
    CHECK(has_section(data, "counts"));
}

TEST_CASE("a journal without records says where to begin, and programs find every member") {
    PeriodData data = empty_month();
    data.diary.journal_empty = true;
    const Document none = build_period(data);
    REQUIRE(none.sections.size() == 1);
    CHECK(testing::sentences(none).find("no entries yet") != std::string::npos);
    const auto names = [](const Document& document) {
        std::vector<std::string> out;
        for (const auto& member : std::get<Machine::Members>(document.machine.content()))
            out.push_back(member.first);
        return out;
    };
    CHECK(names(none) == names(build_period(full_month())));
}

TEST_CASE("the order of the records changes nothing") {
    PeriodData data = full_month();
    const std::string before = said(data);
    stats::Random random(3);
    random.shuffle(data.later);
    std::vector<DiaryEntry>& entries = data.diary.entries;
    std::vector<DiaryEntry> turned(entries.rbegin(), entries.rend());
    entries = turned;
    CHECK(said(data) == before);
    random.shuffle(entries);
    CHECK(said(data) == before);
}

TEST_CASE("entries that say nothing never change a share") {
    PeriodData data = full_month();
    const auto shares = [](const PeriodData& of) {
        std::string out;
        const std::string text = said(of);
        const std::regex share("(hurt|chest|sam|reacted) \\|[^\\n]* of [^\\n]*");
        for (std::sregex_iterator at(text.begin(), text.end(), share), end; at != end; ++at)
            if (at->str().find("sam") == std::string::npos) out += at->str() + "\n";
        return out;
    };
    const std::string before = shares(data);
    CHECK(before.find("hurt | 62 of 62") != std::string::npos);
    for (int i = 0; i < 9; ++i) {
        DiaryEntry silent = entry_at(data.range.first + 3 * i, 660, 5);
        silent.peak.reset();
        silent.triggers.clear();
        data.diary.entries.push_back(silent);
    }
    CHECK(shares(data) == before);
}

TEST_CASE("no sentence of a month has a banned word") {
    const std::regex banned("\\b(failed|broke|streak|bad day|should|toxic|you are)\\b",
                            std::regex::icase);
    for (const PeriodData& data : {full_month(), days_back(20, 20), empty_month()})
        CHECK_FALSE(std::regex_search(said(data), banned));
}

TEST_CASE("a quarter and a year say the same in weeks and in months") {
    PeriodData data = full_month();
    data.range = {
        .kind = "quarter", .first = day(2026, 1, 1), .days = 90, .today = day(2026, 4, 2)};
    CHECK(said(data).find("Attune quarterly") != std::string::npos);
    CHECK(said(data).find("Week by week") != std::string::npos);
    data.range = {.kind = "year", .first = day(2025, 4, 1), .days = 365, .today = day(2026, 4, 2)};
    const std::string year = said(data);
    CHECK(year.find("Month by month") != std::string::npos);
    CHECK(year.find("Attune yearly") != std::string::npos);
    CHECK(year.find("Mar 2026 | 62 | ") != std::string::npos);
    data.range.first = day(2025, 4, 2);
    CHECK(build_period(data).title == "Attune report");
}
