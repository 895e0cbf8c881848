#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/journal/record.hpp"

/// One time that something was practised.
namespace attune::journal {

inline constexpr std::string_view kPracticeKind = "practice";
/// The value that says how long it lasted, in minutes; phase "item", unit "min".
inline constexpr std::string_view kMinutesKey = "minutes";

/// A number that was given before or behind it, on a scale with two ends.
struct PracticeRatingGiven {
    std::string key;
    std::string phase;  ///< "before" or "after"
    int number = 0;
    int low = 0;
    int high = 10;
};

struct PracticeSession {
    std::string definition;  ///< "id version digest" of what was practised
    std::chrono::milliseconds done{};
    std::vector<PracticeRatingGiven> ratings = {};
    std::vector<std::string> people = {};
    std::string text = {};  ///< what was written about it
};

/// A length in minutes, to the whole second and then to hundredths of a minute: 390 s are 6.5.
[[nodiscard]] double minutes_of(std::chrono::milliseconds length);

/// "5 min", "4 min 30 s", "45 s", "75 min": a number of minutes as people read it.
[[nodiscard]] std::string describe_minutes(double minutes);

/// The record, without id.
[[nodiscard]] Record record_of(const PracticeSession& session, const Moment& at);

/// "5 min, tense 6-3" for lists and echoes: the minutes, then pairs and single ratings; what it
/// was and who was there stand elsewhere. Words are made visible for a terminal.
[[nodiscard]] std::string describe_practice(const Record& record);

}  // namespace attune::journal
