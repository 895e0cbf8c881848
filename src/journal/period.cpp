#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/when.hpp"
#include "journal/when_resolve.hpp"

namespace attune::journal {

namespace {

using Words = std::vector<std::string>;

/// A range, and whether its year was left out, so that "1 nov..1 feb" can be put right.
struct Reading {
    DayRange range;
    bool yearless = false;
};

int year_of(CivilDay day) {
    return static_cast<int>(day.ymd().year());
}
int month_of(CivilDay day) {
    return static_cast<int>(static_cast<unsigned>(day.ymd().month()));
}

CivilDay first_of_month(int year, int month) {
    // Months outside 1..12 carry into the years.
    const int index = year * 12 + month - 1;
    return *CivilDay::make(index / 12, static_cast<unsigned>(index % 12 + 1), 1);
}

DayRange months(int year, int month, int count) {
    return {first_of_month(year, month), first_of_month(year, month + count) - 1};
}

/// The day `count` months before, the last of that month when it has no such day.
CivilDay months_before(CivilDay day, int count) {
    const CivilDay first = first_of_month(year_of(day), month_of(day) - count);
    const CivilDay last = first_of_month(year_of(first), month_of(first) + 1) - 1;
    return std::min(first + static_cast<int>(static_cast<unsigned>(day.ymd().day())) - 1, last);
}

CivilDay week_of(CivilDay day, int week_start) {
    return day - (day.weekday() - week_start + 7) % 7;
}

std::optional<int> quarter_number(std::string_view word) {
    if (word.size() != 2 || word[0] != 'q' || word[1] < '1' || word[1] > '4') return std::nullopt;
    return word[1] - '0';
}

std::optional<int> year_number(std::string_view word) {
    if (word.size() != 4) return std::nullopt;
    const auto year = small_number(word);
    return year && *year >= 1900 && *year <= 9998 ? year : std::nullopt;
}

class Asking {
  public:
    Asking(std::string_view text, const Now& now) : text_(text), now_(now), today_(now.today()) {}

    Result<DayRange> answer(bool again) const;

  private:
    Result<std::optional<Reading>> read(const Words& words) const;
    std::optional<Reading> calendar_period(const Words& words) const;
    std::optional<Reading> iso_period(std::string_view word) const;
    std::optional<Reading> trailing_period(const Words& words) const;
    Result<std::optional<Reading>> single_day(const Words& words) const;
    Result<DayRange> between(const Words& from, const Words& to) const;
    Result<Reading> must_read(const Words& words) const;
    tl::unexpected<Error> unreadable(bool again) const;

    std::string_view text_;
    const Now& now_;
    CivilDay today_;
};

/// this week, last month, march 2025, q1, 2026
std::optional<Reading> Asking::calendar_period(const Words& words) const {
    const int year = year_of(today_);
    const int month = month_of(today_);
    const std::string_view first = words[0];
    const std::string_view second =
        words.size() == 2 ? std::string_view(words[1]) : std::string_view();
    if (words.size() > 2) return std::nullopt;
    if (first == "this" || first == "last") {
        const int back = first == "last" ? 1 : 0;
        if (second == "week") {
            const CivilDay start = week_of(today_, now_.week_start) - 7 * back;
            return Reading{{start, start + 6}};
        }
        if (second == "month") return Reading{months(year, month - back, 1)};
        if (second == "quarter")
            return Reading{months(year, (month - 1) / 3 * 3 + 1 - 3 * back, 3)};
        if (second == "year") return Reading{months(year - back, 1, 12)};
        return std::nullopt;
    }
    const auto named_year = year_number(second);
    if (!second.empty() && !named_year) return std::nullopt;
    if (const auto number = month_number(first)) {
        const int named = static_cast<int>(*number);
        return Reading{months(named_year.value_or(named <= month ? year : year - 1), named, 1),
                       !named_year};
    }
    if (const auto quarter = quarter_number(first)) {
        const int start = *quarter * 3 - 2;
        return Reading{months(named_year.value_or(start <= month ? year : year - 1), start, 3),
                       !named_year};
    }
    if (const auto whole = year_number(first); whole && second.empty())
        return Reading{months(*whole, 1, 12)};
    return std::nullopt;
}

/// 2026-02, 2026-q1, 2026-w09
std::optional<Reading> Asking::iso_period(std::string_view word) const {
    if (word.size() < 7 || word.size() > 8 || word[4] != '-') return std::nullopt;
    const auto year = year_number(word.substr(0, 4));
    const std::string_view rest = word.substr(5);
    if (!year) return std::nullopt;
    if (const auto quarter = quarter_number(rest))
        return Reading{months(*year, *quarter * 3 - 2, 3)};
    if (rest.size() == 3 && rest[0] == 'w') {
        const auto week = small_number(rest.substr(1));
        const auto monday = week ? CivilDay::from_iso_week(*year, *week) : std::nullopt;
        if (!monday) return std::nullopt;
        return Reading{{*monday, *monday + 6}};
    }
    if (rest.size() != 2) return std::nullopt;
    const auto month = small_number(rest);
    if (!month || *month < 1 || *month > 12) return std::nullopt;
    return Reading{months(*year, *month, 1)};
}

/// past 4 weeks, last 30 days, past month, 30d, 3 months
std::optional<Reading> Asking::trailing_period(const Words& words) const {
    Words rest = words;
    const bool led = rest[0] == "past" || rest[0] == "last";
    if (led) rest.erase(rest.begin());
    if (rest.empty()) return std::nullopt;
    // "past week" is one week; "last week" was taken as the calendar's before.
    if (led && rest.size() == 1 && !rest[0].empty() && (rest[0][0] < '0' || rest[0][0] > '9')) {
        rest.insert(rest.begin(), "1");
    }
    const std::string text = join(rest, "");
    std::size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
        ++digits;
    const auto number = digits <= 4 ? small_number(text.substr(0, digits)) : std::nullopt;
    const std::string unit = text.substr(digits);
    if (!number || *number < 1) return std::nullopt;
    if (unit == "d" || unit == "day" || unit == "days")
        return Reading{{today_ - (*number - 1), today_}};
    if (unit == "w" || unit == "week" || unit == "weeks")
        return Reading{{today_ - (7 * *number - 1), today_}};
    int count = 0;
    if (unit == "mo" || unit == "month" || unit == "months") count = *number;
    if (unit == "y" || unit == "year" || unit == "years") count = *number * 12;
    if (count < 1 || count > 12 * 200) return std::nullopt;
    return Reading{{months_before(today_, count) + 1, today_}};
}

Result<std::optional<Reading>> Asking::single_day(const Words& words) const {
    Words plain = words;
    for (std::string& word : plain) {
        const auto numeric = numeric_date(word);
        if (!numeric) continue;
        ATTUNE_TRY(const CivilDay day, read_numeric_date(word, *numeric, now_.date_order));
        word = day.iso();
    }
    const auto said = parse_said(plain);
    if (!said || !said->day || said->clock || said->part) return std::nullopt;
    const bool yearless = said->day->kind == DaySaid::Kind::MonthDay && !said->day->year;
    const auto day = day_from(*said->day, today_, Direction::Past, now_.week_start);
    if (!day) {
        return fail(ErrorKind::Usage, fmt::format("there is no {}", impossible_day(*said->day)),
                    fmt::format("try '{}' or 'last 30 days'", today_.iso()));
    }
    return Reading{{*day, *day}, yearless};
}

Result<std::optional<Reading>> Asking::read(const Words& words) const {
    if (words.empty()) return std::nullopt;
    if (auto range = calendar_period(words)) return range;
    if (words.size() == 1) {
        if (auto range = iso_period(words[0])) return range;
    }
    if (auto range = trailing_period(words)) return range;
    return single_day(words);
}

tl::unexpected<Error> Asking::unreadable(bool again) const {
    std::string message = fmt::format("{} is no day or period I know", quoted(text_));
    if (!again) {
        const auto other = mended(text_);
        if (other && Asking(*other, now_).answer(true)) {
            return fail(ErrorKind::Usage, std::move(message),
                        fmt::format("try '{}' or 'last 30 days'", *other));
        }
    }
    return fail(ErrorKind::Usage, std::move(message),
                fmt::format("try 'last 30 days' or '{}..{}'", (today_ - 29).iso(), today_.iso()));
}

Result<Reading> Asking::must_read(const Words& words) const {
    ATTUNE_TRY(const auto reading, read(words));
    if (!reading) return unreadable(false);
    return *reading;
}

Result<DayRange> Asking::between(const Words& from, const Words& to) const {
    if (from.empty() && to.empty()) return unreadable(false);
    if (from.empty()) {
        ATTUNE_TRY(const Reading end, must_read(to));
        return DayRange{std::nullopt, end.range.last};
    }
    ATTUNE_TRY(Reading start, must_read(from));
    if (to.empty()) return DayRange{start.range.first, std::max(today_, start.range.last)};
    ATTUNE_TRY(const Reading end, must_read(to));
    // "1 nov..1 feb" in March: both are the most recent, and November is that of the year before
    // anyway. In December the February is gone by longer than the November: the start moves back a
    // year.
    while (start.yearless && *start.range.first > end.range.last) {
        start.range.first = months_before(*start.range.first, 12);
    }
    if (*start.range.first > end.range.last) {
        return fail(ErrorKind::Usage, fmt::format("{} ends before it starts", quoted(text_)),
                    fmt::format("try '{}..{}' or 'last 30 days'", end.range.last.iso(),
                                start.range.first->iso()));
    }
    return DayRange{start.range.first, end.range.last};
}

Result<DayRange> Asking::answer(bool again) const {
    Words words = date_words(text_);
    if (words.empty()) return unreadable(again);
    const std::string plain = join(words, " ");
    if (const auto dots = plain.find(".."); dots != std::string::npos) {
        return between(date_words(plain.substr(0, dots)), date_words(plain.substr(dots + 2)));
    }
    const bool from = words[0] == "from" || words[0] == "since";
    if (from || words[0] == "until" || words[0] == "till") {
        const bool since = from;
        words.erase(words.begin());
        const auto to = std::find(words.begin(), words.end(), "to");
        if (!since) return between({}, words);
        if (to == words.end()) return between(words, {});
        return between(Words(words.begin(), to), Words(to + 1, words.end()));
    }
    if (const auto to = std::find(words.begin(), words.end(), "to"); to != words.end()) {
        if (to == words.begin() || to + 1 == words.end()) return unreadable(again);
        return between(Words(words.begin(), to), Words(to + 1, words.end()));
    }
    ATTUNE_TRY(const auto reading, read(words));
    if (!reading) return unreadable(again);
    return reading->range;
}

}  // namespace

Result<DayRange> parse_period(std::string_view text, const Now& now) {
    return Asking(text, now).answer(false);
}

Result<CivilDay> parse_day(std::string_view text, const Now& now) {
    ATTUNE_TRY(const DayRange range, parse_period(text, now));
    if (!range.first || *range.first != range.last) {
        return fail(ErrorKind::Usage, fmt::format("{} is more than one day", quoted(text)),
                    fmt::format("name one day, such as 'yesterday' or '{}'", now.today().iso()));
    }
    return range.last;
}

}  // namespace attune::journal
