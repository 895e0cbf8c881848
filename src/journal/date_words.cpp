#include "journal/date_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "attune/base/text.hpp"
#include "attune/journal/iso_time.hpp"

namespace attune::journal {

namespace {

using Words = std::vector<std::string>;

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

/// A day of the month: "1", "01", "1st", "23rd", "1."; `ordinal` when an ending was written.
struct MonthDayNumber {
    unsigned day;
    bool ordinal;
};
std::optional<MonthDayNumber> month_day_number(std::string_view word) {
    std::size_t digits = 0;
    while (digits < word.size() && is_digit(word[digits]))
        ++digits;
    if (digits == 0 || digits > 2) return std::nullopt;
    const auto number = small_number(word.substr(0, digits));
    const std::string_view ending = word.substr(digits);
    if (!number || *number < 1 || *number > 31) return std::nullopt;
    if (ending.empty()) return MonthDayNumber{static_cast<unsigned>(*number), false};
    const bool teen = *number >= 11 && *number <= 13;
    const int last = teen ? 0 : *number % 10;
    const std::string_view right = last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
    if (ending != right && ending != ".") return std::nullopt;
    return MonthDayNumber{static_cast<unsigned>(*number), ending != "."};
}

std::optional<int> year_number(std::string_view word) {
    return word.size() == 4 ? small_number(word) : std::nullopt;
}

/// Reads words from the front; every take_ moves on only when it succeeds.
class Reader {
  public:
    explicit Reader(const Words& words) : words_(words) {}

    [[nodiscard]] bool done() const { return at_ == words_.size(); }
    [[nodiscard]] std::string_view peek(std::size_t ahead = 0) const {
        return at_ + ahead < words_.size() ? std::string_view(words_[at_ + ahead])
                                           : std::string_view();
    }
    void skip(std::size_t count) { at_ += count; }
    bool take(std::string_view word) {
        if (peek() != word) return false;
        ++at_;
        return true;
    }

  private:
    const Words& words_;
    std::size_t at_ = 0;
};

DaySaid relative(int days) {
    return DaySaid{.kind = DaySaid::Kind::Relative, .days = days};
}

std::optional<DaySaid> take_ago(Reader& reader) {
    const std::string_view first = reader.peek();
    const bool article = first == "a" || first == "an";
    // "3 days ago" or "3d ago".
    for (std::size_t length = 1; length <= 2; ++length) {
        if (reader.peek(length) != "ago") continue;
        std::string text(first);
        if (length == 2) text.append(" ").append(reader.peek(1));
        if (length == 1 && article) return std::nullopt;
        const auto span = parse_span(text);
        if (!span || span->exact) return std::nullopt;
        reader.skip(length + 1);
        return relative(-static_cast<int>(span->days));
    }
    return std::nullopt;
}

std::optional<DaySaid> take_month_day(Reader& reader) {
    std::optional<unsigned> month;
    std::optional<MonthDayNumber> day;
    std::size_t used = 0;
    const std::size_t the = reader.peek() == "the" ? 1 : 0;
    if ((month = month_number(reader.peek()))) {
        day = month_day_number(reader.peek(1));
        used = 2;
    } else if ((day = month_day_number(reader.peek(the)))) {
        const std::size_t of = reader.peek(the + 1) == "of" ? 1 : 0;
        month = month_number(reader.peek(the + 1 + of));
        used = the + 2 + of;
    }
    if (!month || !day) return std::nullopt;
    DaySaid said{.kind = DaySaid::Kind::MonthDay, .month = *month, .day = day->day};
    said.year = year_number(reader.peek(used));
    reader.skip(used + (said.year ? 1 : 0));
    return said;
}

std::optional<DaySaid> take_weekday(Reader& reader) {
    using Which = DaySaid::Which;
    Which which = Which::Bare;
    std::size_t used = 0;
    if (reader.peek() == "last" || reader.peek() == "this" || reader.peek() == "next") {
        which = reader.peek() == "last"   ? Which::Last
                : reader.peek() == "this" ? Which::This
                                          : Which::Next;
        used = 1;
    }
    const auto weekday = weekday_number(reader.peek(used));
    if (!weekday) return std::nullopt;
    reader.skip(used + 1);
    return DaySaid{.kind = DaySaid::Kind::Weekday, .weekday = *weekday, .which = which};
}

std::optional<DaySaid> take_day(Reader& reader) {
    if (reader.take("today")) return relative(0);
    if (reader.take("yesterday")) return relative(-1);
    if (reader.take("tomorrow")) return relative(1);
    for (const std::size_t article : {std::size_t{0}, std::size_t{1}}) {
        if (article == 1 && reader.peek() != "the") break;
        if (reader.peek(article) == "day" && reader.peek(article + 1) == "before" &&
            reader.peek(article + 2) == "yesterday") {
            reader.skip(article + 3);
            return relative(-2);
        }
    }
    if (auto ago = take_ago(reader)) return ago;
    if (auto weekday = take_weekday(reader)) return weekday;
    if (auto month_day = take_month_day(reader)) return month_day;
    if (const auto date = parse_iso_day(reader.peek())) {
        reader.skip(1);
        return DaySaid{.kind = DaySaid::Kind::Date, .date = *date};
    }
    const std::size_t article = reader.peek() == "the" ? 1 : 0;
    const auto number = month_day_number(reader.peek(article));
    if (number && number->ordinal) {
        reader.skip(article + 1);
        return DaySaid{.kind = DaySaid::Kind::DayOfMonth, .day = number->day};
    }
    return std::nullopt;
}

/// "am", "p.m." and the like, as +1 for pm and -1 for am.
int half_day_of(std::string_view word) {
    if (word == "am" || word == "a.m." || word == "a.m") return -1;
    if (word == "pm" || word == "p.m." || word == "p.m") return 1;
    return 0;
}

std::optional<ClockSaid> take_clock(Reader& reader) {
    ClockSaid clock;
    if (reader.take("noon")) {
        clock.hour = 12;
        clock.half_day = true;
        return clock;
    }
    if (reader.take("midnight")) {
        clock.midnight = true;
        clock.half_day = true;
        return clock;
    }
    std::string_view word = reader.peek();
    std::size_t digits = 0;
    while (digits < word.size() &&
           (is_digit(word[digits]) || ((word[digits] == ':' || word[digits] == '.') &&
                                       digits + 1 < word.size() && is_digit(word[digits + 1])))) {
        ++digits;
    }
    const std::string_view ending = word.substr(digits);
    word = word.substr(0, digits);
    if (word.empty()) return std::nullopt;
    std::size_t used = 1;
    int half = half_day_of(ending);
    if (half == 0 && !ending.empty()) return std::nullopt;
    if (half == 0) {
        half = half_day_of(reader.peek(1));
        if (half != 0) used = 2;
    }
    const bool dotted = word.find('.') != std::string_view::npos;
    if (dotted && (half == 0 || word.find(':') != std::string_view::npos)) return std::nullopt;
    const auto parts = split(word, dotted ? '.' : ':');
    if (parts.size() == 1 && word.size() == 4 && half == 0) {
        const auto number = small_number(word);
        if (!number) return std::nullopt;
        clock.hour = *number / 100;
        clock.minute = *number % 100;
    } else {
        if (parts.size() > 3 || parts[0].size() > 2) return std::nullopt;
        const auto hour = small_number(parts[0]);
        if (!hour) return std::nullopt;
        clock.hour = *hour;
        for (std::size_t i = 1; i < parts.size(); ++i) {
            const auto value = small_number(parts[i]);
            if (parts[i].size() != 2 || !value) return std::nullopt;
            (i == 1 ? clock.minute : clock.second) = *value;
        }
        clock.bare_hour = parts.size() == 1 && half == 0;
    }
    if (clock.hour > 23 || clock.minute > 59 || clock.second > 59) return std::nullopt;
    if (half != 0) {
        if (clock.hour < 1 || clock.hour > 12) return std::nullopt;
        clock.hour = clock.hour % 12 + (half > 0 ? 12 : 0);
        clock.half_day = true;
    }
    reader.skip(used);
    return clock;
}

std::optional<Precision> take_part(Reader& reader) {
    const std::string_view word = reader.peek();
    const auto part = parse_precision(word);
    if (!part || *part == Precision::Minute || *part == Precision::Day) return std::nullopt;
    reader.skip(1);
    return part;
}

/// "tonight", "last night", "this morning": a day and a part at once.
bool take_day_part(Reader& reader, Said& said) {
    if (said.day || said.part) return false;
    if (reader.take("tonight")) {
        said.tonight = true;
        said.part = Precision::Night;
        said.day = relative(0);
        return true;
    }
    if (reader.peek() == "last" && reader.peek(1) == "night") {
        reader.skip(2);
        said.last_night = true;
        said.part = Precision::Night;
        said.day = relative(-1);
        return true;
    }
    if (reader.peek() != "this") return false;
    const std::string_view part = reader.peek(1);
    if (part != "morning" && part != "afternoon" && part != "evening") return false;
    reader.skip(1);
    said.part = take_part(reader);
    said.day = relative(0);
    return true;
}

struct UnitLength {
    double minutes;
    double days;
};

std::optional<UnitLength> unit_length(std::string_view unit) {
    struct Unit {
        UnitLength length;
        std::array<std::string_view, 5> names;
    };
    constexpr std::array<Unit, 4> kUnits = {{{{1, 0}, {"m", "min", "mins", "minute", "minutes"}},
                                             {{60, 0}, {"h", "hr", "hrs", "hour", "hours"}},
                                             {{0, 1}, {"d", "day", "days", "day", "days"}},
                                             {{0, 7}, {"w", "wk", "wks", "week", "weeks"}}}};
    for (const Unit& known : kUnits) {
        if (std::find(known.names.begin(), known.names.end(), unit) != known.names.end()) {
            return known.length;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<int> small_number(std::string_view word) {
    if (word.empty() || word.size() > 6) return std::nullopt;
    int value = 0;
    for (const char c : word) {
        if (!is_digit(c)) return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<unsigned> month_number(std::string_view word) {
    if (word.ends_with('.')) word.remove_suffix(1);
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (word == kMonths[i] || word == kMonths[i].substr(0, 3))
            return static_cast<unsigned>(i + 1);
    }
    return word == "sept" ? std::optional<unsigned>(9) : std::nullopt;
}

std::optional<int> weekday_number(std::string_view word) {
    if (word.ends_with('.')) word.remove_suffix(1);
    for (std::size_t i = 0; i < kWeekdays.size(); ++i) {
        if (word == kWeekdays[i] || word == kWeekdays[i].substr(0, 3)) return static_cast<int>(i);
    }
    if (word == "tues") return 1;
    if (word == "thur" || word == "thurs") return 3;
    return std::nullopt;
}

const std::vector<std::string>& date_vocabulary() {
    static const std::vector<std::string> words = [] {
        std::vector<std::string> all = {
            "now",       "today",   "yesterday", "tomorrow", "tonight", "night", "morning",
            "afternoon", "evening", "noon",      "last",     "this",    "next",  "ago",
            "before",    "day",     "days",      "hour",     "hours",   "week",  "weeks",
            "minutes",   "min",     "month",     "months",   "year",    "years", "past",
            "since",     "until",   "midnight",  "quarter"};
        all.insert(all.end(), kMonths.begin(), kMonths.end());
        all.insert(all.end(), kWeekdays.begin(), kWeekdays.end());
        return all;
    }();
    return words;
}

std::vector<std::string> date_words(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : lower_ascii(text)) {
        if (c == ' ' || c == '\t' || c == ',' || c == '\n' || c == '\r') {
            if (!word.empty()) words.push_back(std::exchange(word, {}));
        } else {
            word.push_back(c);
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

std::optional<Span> parse_span(std::string_view text) {
    Span span;
    std::size_t at = 0;
    double last_unit = 0;  // minutes in the unit before, for "1h30" and "an hour and a half"
    bool any = false;
    const auto word_at = [&text](std::size_t from) {
        std::size_t end = from;
        while (end < text.size() && is_lower(text[end]))
            ++end;
        return text.substr(from, end - from);
    };
    const auto skip_blanks = [&text, &at] {
        while (at < text.size() && text[at] == ' ')
            ++at;
    };
    for (skip_blanks(); at < text.size(); skip_blanks()) {
        double amount = 0;
        const std::string_view word = word_at(at);
        if (word == "and" && any) {
            at += word.size();
            skip_blanks();
            if (text.substr(at) == "a half" && last_unit == 60) {
                span.minutes += 30;
                return span;
            }
            continue;
        }
        if (word == "a" || word == "an") {
            amount = 1;
            at += word.size();
        } else if (word == "half") {
            amount = 0.5;
            at += word.size();
            skip_blanks();
            const std::string_view article = word_at(at);
            if (article == "a" || article == "an") at += article.size();
        } else {
            std::size_t end = at;
            while (end < text.size() && (is_digit(text[end]) || text[end] == '.'))
                ++end;
            const auto number = parse_number(text.substr(at, end - at));
            if (!number || end == at || end - at > 6) return std::nullopt;
            amount = *number;
            at = end;
        }
        skip_blanks();
        const std::string_view unit = word_at(at);
        std::optional<UnitLength> length = unit_length(unit);
        // The 30 of "1h30".
        if (!length && unit.empty() && at == text.size() && last_unit == 60)
            length = UnitLength{1, 0};
        if (!length) return std::nullopt;
        const double minutes = length->minutes;
        const double days = length->days;
        at += unit.size();
        if (days > 0 && amount != std::floor(amount)) return std::nullopt;
        span.minutes += std::lround(amount * minutes);
        span.days += std::lround(amount * days);
        span.exact = span.exact || minutes > 0;
        last_unit = minutes;
        any = true;
    }
    // Two centuries and more are a slip.
    if (!any || span.days > 73000 || span.minutes > 73000L * 1440) return std::nullopt;
    return span;
}

std::optional<Said> parse_said(const std::vector<std::string>& words) {
    Said said;
    Reader reader(words);
    while (!reader.done()) {
        if (take_day_part(reader, said)) continue;
        if (!said.day && (said.day = take_day(reader))) continue;
        if (!said.part && (said.part = take_part(reader))) continue;
        if (!said.clock && (said.clock = take_clock(reader))) continue;
        if (reader.peek() == "on" || reader.peek() == "at" || reader.peek() == "in" ||
            reader.peek() == "the") {
            reader.skip(1);
            if (reader.done()) return std::nullopt;
            continue;
        }
        return std::nullopt;
    }
    if (!said.day && !said.clock && !said.part) return std::nullopt;
    return said;
}

}  // namespace attune::journal
