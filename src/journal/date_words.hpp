#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/journal/record.hpp"

/// The words of dates and times, before anything is known of today.
namespace attune::journal {

/// A day as it was said.
struct DaySaid {
    enum class Kind {
        Relative,    ///< `days` from today
        Weekday,     ///< `weekday` with `which`
        MonthDay,    ///< `month`, `day` and perhaps `year`
        DayOfMonth,  ///< `day`
        Date         ///< `date`
    };
    enum class Which { Bare, Last, This, Next };
    Kind kind = Kind::Relative;
    int days = 0;
    int weekday = 0;  ///< 0 Monday
    Which which = Which::Bare;
    std::optional<int> year = {};
    unsigned month = 0;
    unsigned day = 0;
    CivilDay date = {};
};

struct ClockSaid {
    int hour = 0;
    int minute = 0;
    int second = 0;
    bool bare_hour = false;  ///< "9": no minutes and no am or pm
    bool half_day = false;   ///< am or pm was said
    bool midnight = false;   ///< the word
};

/// Everything said about a moment; each at most once.
struct Said {
    std::optional<DaySaid> day;
    std::optional<ClockSaid> clock;
    std::optional<Precision> part;
    bool last_night = false;
    bool tonight = false;
};

/// A length of time.
struct Span {
    long minutes = 0;
    long days = 0;
    bool exact = false;  ///< minutes or hours were named
};

/// Lower-case words; commas are blanks.
[[nodiscard]] std::vector<std::string> date_words(std::string_view text);

/// "1h30", "10 min", "an hour and a half", "2 weeks"; nothing for anything else.
[[nodiscard]] std::optional<Span> parse_span(std::string_view text);

/// The whole text as day, clock and part; nothing when a word is left over.
[[nodiscard]] std::optional<Said> parse_said(const std::vector<std::string>& words);

/// Month 1..12, weekday 0..6 (Monday 0): full names and usual short ones.
[[nodiscard]] std::optional<unsigned> month_number(std::string_view word);
[[nodiscard]] std::optional<int> weekday_number(std::string_view word);

/// Every word that dates are made of, for finding the nearest to a slip.
[[nodiscard]] const std::vector<std::string>& date_vocabulary();

/// The whole word as a number of 1 to 6 digits; nothing otherwise.
[[nodiscard]] std::optional<int> small_number(std::string_view word);

}  // namespace attune::journal
