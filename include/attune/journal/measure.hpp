#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "attune/journal/record.hpp"

/// A number that something other than a feeling gave: a heart-rate variability, hours of sleep.
namespace attune::journal {

inline constexpr std::string_view kMeasureKind = "measure";

/// The phase of a number that was taken at no particular point.
inline constexpr std::string_view kPlainPhase = "item";

struct Measure {
    std::string name;  ///< a key: a small letter, then small letters, digits and '_'
    double number = 0;
    std::string unit = {};  ///< empty for a bare number
    std::string phase = std::string(kPlainPhase);
};

/// The phases a measure can have beside kPlainPhase: pre and post (of weeks), before, after and
/// later (of a moment), target.
[[nodiscard]] std::span<const std::string_view> measure_phases();

/// A typed name as a key: small letters, '-' and blanks as '_'. Usage for anything that is none.
[[nodiscard]] Result<std::string> measure_name(std::string_view typed);

/// A typed unit without white space around it. Usage when it is empty, has white space inside,
/// takes more than 16 columns or begins with a digit or a sign other than '%' and '/'.
[[nodiscard]] Result<std::string> measure_unit(std::string_view typed);

/// A typed number, perhaps with its unit right behind it or after a blank ("42", "42ms", "-0.5 h").
/// Usage when there is no number, or the unit is none.
struct MeasuredValue {
    double number = 0;
    std::string unit = {};
};
[[nodiscard]] Result<MeasuredValue> measured_value(std::string_view typed);

/// The unit that a few names carry by themselves, as the importers of wearables write them: ms for
/// hrv_rmssd and hrv_sdnn, bpm for heart_rate and resting_heart_rate. Nothing for all others.
[[nodiscard]] std::optional<std::string_view> usual_unit(std::string_view name);

/// The record, without id: kind measure, one value.
[[nodiscard]] Record record_of(const Measure& measure, const Moment& at);

/// "hrv_rmssd 42 ms, pre" for every value of a record, as lists and echoes show it; words are made
/// visible for a terminal.
[[nodiscard]] std::string describe_measures(const Record& record);

}  // namespace attune::journal
