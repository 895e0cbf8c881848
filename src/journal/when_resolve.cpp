#include "journal/when_resolve.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::journal {

namespace {

/// The nearest year, walking back (step -1) or on (+1) from that of `today`, in which the day
/// exists and lies on the right side of today. A leap day is at most eight years away.
std::optional<CivilDay> nearest_year(unsigned month, unsigned day, CivilDay today, int step) {
    const int year = static_cast<int>(today.ymd().year());
    for (int i = 0; i <= 8; ++i) {
        const auto date = CivilDay::make(year + step * i, month, day);
        if (date && (step < 0 ? *date <= today : *date >= today)) return date;
    }
    return std::nullopt;
}

std::optional<CivilDay> nearest_month(unsigned day, CivilDay today, int step) {
    int year = static_cast<int>(today.ymd().year());
    int month = static_cast<int>(static_cast<unsigned>(today.ymd().month()));
    for (int i = 0; i <= 12; ++i) {
        const auto date = CivilDay::make(year, static_cast<unsigned>(month), day);
        if (date && (step < 0 ? *date <= today : *date >= today)) return date;
        month += step;
        if (month == 0 || month == 13) {
            month = month == 0 ? 12 : 1;
            year += step;
        }
    }
    return std::nullopt;
}

CivilDay weekday_from(const DaySaid& said, CivilDay today, Direction direction, int week_start) {
    const int back = (today.weekday() - said.weekday + 7) % 7;
    switch (said.which) {
        case DaySaid::Which::Last:
            return today - (back == 0 ? 7 : back);
        case DaySaid::Which::Next:
            return today + (7 - back);
        case DaySaid::Which::This: {
            const CivilDay start = today - (today.weekday() - week_start + 7) % 7;
            return start + (said.weekday - week_start + 7) % 7;
        }
        case DaySaid::Which::Bare:
            break;
    }
    return direction == Direction::Past ? today - back : today + (7 - back) % 7;
}

}  // namespace

std::chrono::hours part_start(Precision part) {
    switch (part) {
        case Precision::Morning:
            return std::chrono::hours(8);
        case Precision::Afternoon:
            return std::chrono::hours(12);
        case Precision::Evening:
            return std::chrono::hours(17);
        case Precision::Night:
            return std::chrono::hours(22);
        case Precision::Minute:
        case Precision::Day:
            break;
    }
    return std::chrono::hours(12);
}

std::optional<CivilDay> day_from(const DaySaid& said, CivilDay today, Direction direction,
                                 int week_start) {
    const int step = direction == Direction::Past ? -1 : 1;
    switch (said.kind) {
        case DaySaid::Kind::Relative:
            return today + said.days;
        case DaySaid::Kind::Weekday:
            return weekday_from(said, today, direction, week_start);
        case DaySaid::Kind::MonthDay:
            if (said.year) return CivilDay::make(*said.year, said.month, said.day);
            return nearest_year(said.month, said.day, today, step);
        case DaySaid::Kind::DayOfMonth:
            return nearest_month(said.day, today, step);
        case DaySaid::Kind::Date:
            return said.date;
    }
    return std::nullopt;
}

std::string impossible_day(const DaySaid& said) {
    // 1 January 2000 lends its month names: year and day of month do not matter.
    const auto month = CivilDay::make(2000, std::max(said.month, 1U), 1);
    const std::string_view name = month ? month->month_name() : "month";
    return said.year ? fmt::format("{} {} {}", said.day, name, *said.year)
                     : fmt::format("{} {}", said.day, name);
}

std::optional<NumericDate> numeric_date(std::string_view word) {
    const char separator = word.find('/') != std::string_view::npos ? '/' : '.';
    const auto parts = split(word, separator);
    if (parts.size() != 3 || parts[0].size() > 2 || parts[1].size() > 2 || parts[2].size() != 4) {
        return std::nullopt;
    }
    const auto first = small_number(parts[0]);
    const auto second = small_number(parts[1]);
    const auto year = small_number(parts[2]);
    if (!first || !second || !year) return std::nullopt;
    return NumericDate{
        CivilDay::make(*year, static_cast<unsigned>(*second), static_cast<unsigned>(*first)),
        CivilDay::make(*year, static_cast<unsigned>(*first), static_cast<unsigned>(*second))};
}

Result<CivilDay> read_numeric_date(std::string_view word, const NumericDate& date,
                                   DateOrder order) {
    const auto& wanted = order == DateOrder::MonthDay ? date.month_day : date.day_month;
    if (order != DateOrder::Unset && wanted) return *wanted;
    const auto spoken = [](CivilDay day) {
        return fmt::format("{} {}", static_cast<unsigned>(day.ymd().day()), day.month_name());
    };
    if (!date.day_month && !date.month_day) {
        return fail(ErrorKind::Usage, fmt::format("there is no day {}", quoted(word)),
                    "write a day as '2026-03-01' or '1 mar 2026'");
    }
    if (order != DateOrder::Unset || !date.day_month || !date.month_day ||
        *date.day_month == *date.month_day) {
        const CivilDay only = date.day_month ? *date.day_month : *date.month_day;
        return fail(
            ErrorKind::Usage, fmt::format("{} depends on the order of day and month", quoted(word)),
            fmt::format("write '{}', or set date_order with 'attune config set'", only.iso()));
    }
    return fail(ErrorKind::Usage,
                fmt::format("{} can be {} or {}", quoted(word), spoken(*date.day_month),
                            spoken(*date.month_day)),
                fmt::format("write '{}' or '{}', or set date_order with 'attune config set'",
                            date.day_month->iso(), date.month_day->iso()));
}

std::string quoted(std::string_view text) {
    constexpr int kColumns = 40;
    std::string visible = make_visible(trim(text));
    if (column_width(visible) > kColumns) {
        visible = std::string(cut_to_columns(visible, kColumns)) + "...";
    }
    return "'" + visible + "'";
}

std::optional<std::string> mended(std::string_view text) {
    std::vector<std::string> words = date_words(text);
    if (words.size() > 8) return std::nullopt;
    bool changed = false;
    for (std::string& word : words) {
        const bool letters =
            std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
        if (!letters || word.size() < 3 || month_number(word) || weekday_number(word)) continue;
        const auto& known = date_vocabulary();
        if (std::find(known.begin(), known.end(), word) != known.end()) continue;
        const auto nearest = nearest_word(word, known);
        if (!nearest) continue;
        word = *nearest;
        changed = true;
    }
    if (!changed) return std::nullopt;
    return join(words, " ");
}

}  // namespace attune::journal
