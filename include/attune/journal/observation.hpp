#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/journal/record.hpp"

/// An interaction that was watched, interval by interval: what was seen in each.
namespace attune::journal {

inline constexpr std::string_view kObservationKind = "observation";

/// One thing to look for, and the key that marks it.
struct ObservedCode {
    char key = 0;      ///< a small letter
    std::string word;  ///< "eye-contact"

    friend bool operator==(const ObservedCode&, const ObservedCode&) = default;
};

/// `intervals[i]` holds the keys of what was seen in the i-th interval, in the order of the codes.
struct Observation {
    std::vector<ObservedCode> codes;
    int interval_seconds = 15;
    std::vector<std::string> intervals;
    std::vector<std::string> people = {};
    std::string text = {};
};

/// "responsive,eye-contact,mirroring" as codes; a code may name its key: "k=kind". Without one it
/// is the first letter. Usage for a word that is none, two codes with one key, more than nine codes
/// and the key q, which ends.
[[nodiscard]] Result<std::vector<ObservedCode>> read_codes(std::string_view typed);

/// "re,-,m" as intervals, '-' for one in which nothing was seen. Usage, naming the interval, for a
/// key that is no code's; Usage when there are none.
[[nodiscard]] Result<std::vector<std::string>> read_intervals(
    std::string_view typed, const std::vector<ObservedCode>& codes);

/// How many intervals had this key.
[[nodiscard]] std::size_t count_of(const Observation& observation, char key);

/// The record, without id. For each code a value under its word, phase "item", the number of
/// intervals that had it, from 0 to all of them; `interval_s` their length. The fields `codes` and
/// `intervals` keep the rows themselves.
[[nodiscard]] Record record_of(const Observation& observation, const Moment& at);

/// What a record of this kind says; BadInput when its fields cannot be read.
[[nodiscard]] Result<Observation> observation_of(const Record& record);

/// A changed observation with its intervals counted again, where codes or intervals are others than
/// `before`; any other record as it is. Usage, naming the interval, when they cannot be read.
[[nodiscard]] Result<Record> counted_again(Record changed, const Record& before);

/// "12 intervals of 15 s: responsive 5, eye-contact 8" for lists and echoes, made visible for a
/// terminal.
[[nodiscard]] std::string describe_observation(const Record& record);

}  // namespace attune::journal
