#include "attune/journal/iso_time.hpp"

#include <array>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

namespace attune::journal {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Takes exactly `count` digits from the front.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (!is_digit(text[i])) return std::nullopt;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) return false;
    text.remove_prefix(1);
    return true;
}

/// Takes a day from the front: the four forms of parse_iso_day.
std::optional<CivilDay> take_day(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || *year < 1) return std::nullopt;
    const bool dashed = take(text, '-');
    if (dashed && (take(text, 'W') || take(text, 'w'))) {
        const auto week = take_digits(text, 2);
        if (!week || !take(text, '-')) return std::nullopt;
        const auto weekday = take_digits(text, 1);
        const auto monday = CivilDay::from_iso_week(*year, *week);
        if (!monday || !weekday || *weekday < 1 || *weekday > 7) return std::nullopt;
        return *monday + (*weekday - 1);
    }
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits]))
        ++digits;
    if (dashed && digits == 3) {
        const auto number = take_digits(text, 3);
        const auto first = CivilDay::make(*year, 1, 1);
        const auto next = CivilDay::make(*year + 1, 1, 1);
        if (!first || !number || *number < 1) return std::nullopt;
        const CivilDay day = *first + (*number - 1);
        if (next && day >= *next) return std::nullopt;
        return day;
    }
    if (dashed ? digits != 2 : digits != 4) return std::nullopt;
    const auto month = take_digits(text, 2);
    if (dashed && !take(text, '-')) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (!month || !day) return std::nullopt;
    return CivilDay::make(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
}

std::optional<seconds> take_clock(std::string_view& text) {
    const auto hour = take_digits(text, 2);
    const bool colon = take(text, ':');
    const auto minute = take_digits(text, 2);
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    int second = 0;
    if (colon ? take(text, ':') : (!text.empty() && is_digit(text[0]))) {
        const auto value = take_digits(text, 2);
        if (!value || *value > 59) return std::nullopt;
        second = *value;
        if (take(text, '.')) {
            if (text.empty() || !is_digit(text[0])) return std::nullopt;
            while (!text.empty() && is_digit(text[0]))
                text.remove_prefix(1);
        }
    }
    return hours(*hour) + minutes(*minute) + seconds(second);
}

std::optional<minutes> take_offset(std::string_view& text) {
    const bool west = take(text, '-');
    if (!west && !take(text, '+')) return std::nullopt;
    const auto hour = take_digits(text, 2);
    if (!hour) return std::nullopt;
    int minute = 0;
    if (!text.empty()) {
        static_cast<void>(take(text, ':'));
        const auto value = take_digits(text, 2);
        if (!value) return std::nullopt;
        minute = *value;
    }
    // The widest offsets in use are -12:00 and +14:00.
    if (*hour > 14 || minute > 59) return std::nullopt;
    const minutes size = hours(*hour) + minutes(minute);
    return west ? -size : size;
}

constexpr std::array<std::pair<Precision, std::string_view>, 6> kPrecisions = {
    {{Precision::Minute, "minute"},
     {Precision::Morning, "morning"},
     {Precision::Afternoon, "afternoon"},
     {Precision::Evening, "evening"},
     {Precision::Night, "night"},
     {Precision::Day, "day"}}};

}  // namespace

std::optional<IsoTime> parse_iso_time(std::string_view text) {
    IsoTime time;
    const auto day = take_day(text);
    if (!day) return std::nullopt;
    time.day = *day;
    if (text.empty()) return time;
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
    time.clock = take_clock(text);
    if (!time.clock) return std::nullopt;
    if (text.empty()) return time;
    if (take(text, 'Z') || take(text, 'z')) {
        time.offset = minutes(0);
        time.zulu = true;
    } else {
        time.offset = take_offset(text);
        if (!time.offset) return std::nullopt;
    }
    if (!text.empty()) return std::nullopt;
    return time;
}

std::optional<CivilDay> parse_iso_day(std::string_view text) {
    const auto day = take_day(text);
    return text.empty() ? day : std::nullopt;
}

std::string iso_offset(minutes offset) {
    const auto size = std::abs(offset.count());
    return fmt::format("{}{:02}:{:02}", offset.count() < 0 ? '-' : '+', size / 60, size % 60);
}

std::string iso_time(const Moment& moment) {
    const seconds local = moment.utc.time_since_epoch() + moment.offset;
    const days day = std::chrono::floor<days>(local);
    const auto clock = (local - day).count();
    return fmt::format("{}T{:02}:{:02}:{:02}{}", CivilDay(std::chrono::sys_days(day)).iso(),
                       clock / 3600, clock / 60 % 60, clock % 60, iso_offset(moment.offset));
}

CivilDay local_day_of(std::chrono::local_seconds local, minutes day_start) {
    return CivilDay(std::chrono::sys_days(
        std::chrono::floor<days>(local.time_since_epoch() - seconds(day_start))));
}

Moment moment_at(std::chrono::sys_seconds utc, const Zone& zone, minutes day_start) {
    Moment moment;
    moment.utc = utc;
    moment.offset = zone.offset_at(utc);
    moment.local_day = local_day_of(zone.local(utc), day_start);
    return moment;
}

std::string_view precision_name(Precision precision) {
    for (const auto& [value, name] : kPrecisions) {
        if (value == precision) return name;
    }
    return "minute";
}

std::optional<Precision> parse_precision(std::string_view name) {
    for (const auto& [value, known] : kPrecisions) {
        if (known == name) return value;
    }
    return std::nullopt;
}

}  // namespace attune::journal
