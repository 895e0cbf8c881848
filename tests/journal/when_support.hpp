#pragma once

#include <string>

#include <fmt/format.h>

#include "attune/journal/when.hpp"

/// Short spellings of moments, so that a table row is one line.
namespace attune::journal {

inline Now now_at(std::string_view zone, std::string_view iso) {
    const auto time = parse_iso_time(iso);
    const auto found = Zone::find(zone);
    if (!time || !time->offset || !found) return {};
    return {.utc = std::chrono::sys_seconds(time->local().time_since_epoch() - *time->offset),
            .zone = *found};
}

/// "2026-03-01 21:40", "2026-03-01 01:30 of 2026-02-28" when the day it belongs to is another,
/// "2026-03-01 evening"; a refusal as "! message | hint".
inline std::string shown(const Result<Moment>& moment) {
    if (!moment) return "! " + moment.error().message + " | " + moment.error().hint;
    if (moment->precision != Precision::Minute) {
        return fmt::format("{} {}", moment->local_day.iso(), precision_name(moment->precision));
    }
    std::string text = iso_time(*moment).substr(0, 19);
    const std::string day = text.substr(0, 10);
    text[10] = ' ';
    if (text.ends_with(":00")) text.resize(16);
    if (moment->local_day.iso() != day) text += " of " + moment->local_day.iso();
    return text;
}

struct Row {
    const char* text;
    const char* expected;  ///< "!x" stands for a refusal with x somewhere in message or hint
};

inline bool matches(const std::string& found, std::string_view expected) {
    if (!expected.starts_with('!')) return found == expected;
    return found.starts_with('!') && found.find(expected.substr(1)) != std::string::npos;
}

}  // namespace attune::journal
