#pragma once

#include <array>
#include <string>
#include <vector>

#include "attune/report/week.hpp"

/// Weeks for tests of the builder and of every renderer.
namespace attune::testing {

inline CivilDay day(int year, unsigned month, unsigned number) {
    return *CivilDay::make(year, month, number);
}

/// A record with one answer of a choice.
inline journal::Record answered(CivilDay when, const std::string& facet, const std::string& slug) {
    journal::Record record;
    record.at.local_day = when;
    record.at.utc = when.days() + std::chrono::hours(12);
    if (!slug.empty()) record.tags.push_back({facet, slug});
    return record;
}

/// The steps of the statistics page's week: six predictions closed and two open, four needs, a
/// boundary with six events, a repair with two of its four steps, a win.
inline report::Steps example_steps() {
    report::Steps steps;
    const CivilDay first = day(2026, 3, 2);
    const std::array<double, 6> said = {.8, .6, .9, .7, .5, .75};
    for (std::size_t i = 0; i < said.size(); ++i) {
        report::Experiment one;
        one.prediction = "they will sigh";
        one.day = first - 3;
        one.probability = said[i];
        one.came_true = i == 2 || i == 5 ? report::CameTrue::Yes : report::CameTrue::No;
        one.closed = first + static_cast<int>(i);
        steps.closed.push_back(one);
    }
    steps.open = 2;
    const std::array<const char*, 4> voiced = {"said", "said", "hinted", "said"};
    const std::array<const char*, 4> met = {"yes", "partly", "no", "yes"};
    for (int i = 0; i < 4; ++i) {
        const auto at = static_cast<std::size_t>(i);
        report::Thread need{answered(first + i, "voiced", voiced[at]), {}};
        need.later.push_back(answered(first + i + 1, "met", met[at]));
        steps.needs.push_back(std::move(need));
    }
    report::Thread boundary{answered(first - 20, "", ""), {}};
    boundary.first.text = "no calls after 21:00";
    boundary.later.push_back(answered(first - 8, "event", "stated"));
    const std::array<const char*, 6> events = {"kept", "kept",        "slipped",
                                               "kept", "pushed-back", "kept"};
    for (int i = 0; i < 6; ++i)
        boundary.later.push_back(answered(first + i, "event", events[static_cast<std::size_t>(i)]));
    steps.boundaries.push_back(std::move(boundary));
    report::Thread repair{answered(first + 1, "", ""), {}};
    repair.first.people = {"A."};
    repair.later.push_back(answered(first + 3, "", ""));
    repair.later.back().fields.push_back({"remorse", (first + 2).iso()});
    repair.later.back().fields.push_back({"understanding", (first + 3).iso()});
    steps.repairs.push_back(std::move(repair));
    steps.win = report::Win{"Asked for a pause and came back after 20 minutes.", day(2026, 1, 11)};
    return steps;
}

/// The week of the statistics page: 18 trigger entries on 6 of 7 days, 7 of them reacted, after 31
/// of 58.
inline report::WeekData example_week() {
    using report::Caught;
    using report::Response;
    report::WeekData data;
    data.first = day(2026, 3, 2);
    data.today = day(2026, 3, 8);
    data.checkins = 5;
    data.practice_minutes = 64;
    data.labels = {{"breath", "three breaths"}};

    const std::array<const char*, 18> triggers = {
        "late-reply", "late-reply",    "criticism",  "plans-changed", "late-reply",
        "silence",    "criticism",     "late-reply", "criticism",     "compared",
        "late-reply", "criticism",     "late-reply", "plans-changed", "controlled",
        "criticism",  "plans-changed", "late-reply"};
    const std::array<int, 18> peaks = {6, 7, 5, 6, 9, 3, 6, 4, 8, 5, 7, 6, 6, 3, 7, 8, 5, 6};
    for (std::size_t i = 0; i < triggers.size(); ++i) {
        report::DiaryEntry entry;
        const int number = static_cast<int>(i) / 3;
        entry.day = data.first + (number < 3 ? number : number + 1);  // no entry on Thursday
        entry.minute = 8 * 60 + static_cast<int>(i % 3) * 5 * 60 + number;
        entry.triggers = {triggers[i]};
        entry.peak = peaks[i];
        // One of three each day, two on the last: days do not differ more than luck would have it.
        const bool reacts = i % 3 == 0 || i == 17;
        entry.response = reacts   ? Response::Reacted
                         : i == 4 ? Response::Mixed
                                  : Response::Responded;
        entry.caught = i % 8 < 3 ? Caught::Before : i % 8 < 5 ? Caught::During : Caught::After;
        if (i % 2 == 0) entry.copings.push_back({"breath", {}});
        if (i % 2 == 0 && i < 14) entry.copings.back().pair = {7, 4};
        if (i % 4 == 1) entry.copings.push_back({"stepping-away", {}});
        data.entries.push_back(entry);
    }
    for (int back = 1; back <= 28; ++back) {
        report::PastDay past;
        past.day = data.first - back;
        past.entries = back <= 2 ? 3 : 2;
        past.reacted = back == 1 ? 2 : back == 2 ? 3 : 1;
        past.responded = past.entries - past.reacted;
        past.peak = 3 + back % 5;
        data.past.push_back(past);
    }
    data.steps = example_steps();
    return data;
}

/// Three entries on two days.
inline report::WeekData quiet_week() {
    using report::Response;
    report::WeekData data;
    data.first = day(2026, 3, 2);
    data.today = day(2026, 3, 10);
    data.checkins = 1;
    const auto add = [&](int offset, int minute, const char* trigger, double peak,
                         Response response) {
        report::DiaryEntry entry;
        entry.day = data.first + offset;
        entry.minute = minute;
        entry.triggers = {trigger};
        entry.peak = peak;
        entry.response = response;
        data.entries.push_back(entry);
    };
    add(0, 21 * 60 + 40, "late-reply", 7, Response::Reacted);
    add(0, 23 * 60 + 5, "late-reply", 5, Response::Responded);
    add(5, 10 * 60 + 15, "plans-changed", 4, Response::Unsure);
    return data;
}

/// A journal without a single record.
inline report::WeekData first_run() {
    report::WeekData data;
    data.first = day(2026, 3, 2);
    data.today = day(2026, 3, 4);
    data.journal_empty = true;
    return data;
}

/// Words of a person that try to be markup, terminal codes and JSON.
inline report::WeekData hostile_week() {
    report::WeekData data = example_week();
    const std::string nasty = "<b>\"x\"&'\x1b[31m\xe2\x80\xae\xff";
    for (std::size_t i = 0; i < 4; ++i)
        data.entries[i].triggers = {nasty};
    data.entries[5].triggers = {
        "\xe9\x81\x85\xe3\x81\x84\xe8\xbf\x94\xe4\xba\x8b"};  // wide characters
    data.entries[7].triggers = {data.entries[5].triggers};
    data.entries[1].copings = {{nasty, {}}};
    return data;
}

}  // namespace attune::testing
