#pragma once

#include <array>
#include <string>

#include "attune/report/period.hpp"
#include "support/week_data.hpp"

/// Months for tests of the builder and of every renderer.
namespace attune::testing {

/// An entry at a clock of a day, with an id of its own.
inline report::DiaryEntry entry_at(CivilDay when, int minute, double peak) {
    static std::uint32_t next = 0;
    report::DiaryEntry entry;
    entry.day = when;
    entry.minute = minute;
    entry.peak = peak;
    entry.utc =
        (when.days() + std::chrono::minutes(minute)).time_since_epoch() / std::chrono::seconds(1);
    ++next;
    for (std::size_t i = 0; i < 4; ++i)
        entry.id.bytes[i] = static_cast<std::uint8_t>(next >> (8 * i));
    entry.triggers = {"late-reply"};
    return entry;
}

/// March 2026 with nothing in it.
inline report::PeriodData empty_month() {
    report::PeriodData data;
    data.range = {.kind = "month", .first = day(2026, 3, 1), .days = 31, .today = day(2026, 4, 2)};
    data.diary.range = report::days_read(data.range);
    data.families = {{"hinting", "hyperactivating"},
                     {"testing", "hyperactivating"},
                     {"withdrawing", "deactivating"},
                     {"asking", "secure"}};
    data.valences = {{"hurt", -0.7}, {"anxious", -0.6}, {"angry", -0.6}, {"calm", 0.6}};
    data.seed = 7;
    return data;
}

/// The last `days` days up to 31 March with two entries each, on `rated` of them with a peak.
inline report::PeriodData days_back(int days, int rated) {
    report::PeriodData data = empty_month();
    for (int back = days - 1; back >= 0; --back) {
        const CivilDay when = data.range.last() - back;
        // Peaks fall slowly, with a ripple that is no carry-over.
        for (const int clock : {9 * 60, 20 * 60}) {
            report::DiaryEntry entry =
                entry_at(when, clock, 3 + (back * 7 + clock) % 5 + back / 28);
            if (back < days - rated) entry.peak.reset();
            const bool reacts = (back + clock) % 3 == 0;
            entry.response = reacts ? report::Response::Reacted : report::Response::Responded;
            data.diary.entries.push_back(entry);
        }
    }
    return data;
}

/// A month with something of everything, after two others.
inline report::PeriodData full_month() {
    report::PeriodData data = days_back(84, 84);
    const std::array<const char*, 3> triggers = {"late-reply", "criticism", "plans-changed"};
    std::size_t i = 0;
    for (report::DiaryEntry& entry : data.diary.entries) {
        entry.triggers = {triggers[i % 3]};
        if (i % 3 == 1) entry.people = {"sam"};
        if (i % 4 == 1) entry.people.emplace_back("alex");
        const double peak = *entry.peak;
        entry.feelings = {
            {"hurt", peak}, {"anxious", 10 - peak / 2}, {"angry", static_cast<double>(i % 5) + 1}};
        if (i % 2 == 0) entry.body = {{"chest", 5}};
        if (i % 3 == 0) entry.urges = {"hinting"};
        if (i % 6 == 0) entry.actions = {"asking"};
        if (i % 6 == 3) entry.actions = {"hinting"};
        if (i % 2 == 0)
            entry.copings = {
                {"breath", report::CopingPair{peak, peak - static_cast<double>(i % 3)}}};
        if (i % 2 == 1) entry.copings = {{"walk", report::CopingPair{peak, peak - 1}}};
        if (i % 7 == 0)
            data.later.push_back({entry.id, entry.utc + 3600 + 600 * static_cast<long>(i % 5),
                                  i % 14 == 0 ? 1.0 : 9.0});
        ++i;
    }
    std::erase_if(data.later, [&](const report::LaterRating& one) {
        return one.utc < (data.range.first.days().time_since_epoch() / std::chrono::seconds(1));
    });
    for (int back = 0; back < 84; back += 3) {
        report::OtherRecord practice{back, "practice", data.range.last() - back, 12};
        data.diary.others.insert(data.diary.others.begin(), practice);
    }
    data.steps = example_steps();
    return data;
}

}  // namespace attune::testing
