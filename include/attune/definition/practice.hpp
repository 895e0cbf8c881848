#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/definition/problem.hpp"

/// A practice: words and how long each of them has, as a TOML file describes it.
///
///     id = "soft-eyes"                 small letters, digits and '-'; also the file's name
///     title = "Soft eyes"
///     summary = "let the eyes rest"    one line for 'attune practice list'
///     version = "1"
///     intro = "Sit by a window."       shown before the first step
///     caution = "Not while driving."   shown before everything else
///     closing = "That is all."         shown behind the last step
///     demanding = true                 begins only after a yes
///     partner = true                   has to do with one other person: their safety is asked
///     first
///     [[rating]]
///     id = "tense"                     also the key of the number
///     ask = "How tense is it inside?"
///     lo = 0, hi = 10                  whole numbers; these when left out
///     low_word = "calm"                words for the two ends
///     high_word = "very tense"
///     when = "both"                    both (when left out), before or after
///     [[step]]
///     say = "Look far away."
///     seconds = 60                     how long these words have; fractions are fine
///     stretch = true                   takes more or less time when --minutes says so
///     pace = ["in 4", "out 6"]         words and seconds, over and over while the step lasts
namespace attune::definition {

using Milliseconds = std::chrono::milliseconds;

/// One beat of a pacer.
struct PracticeBeat {
    std::string word;
    Milliseconds length{};
};

struct PracticeStep {
    std::string say;
    Milliseconds length{};
    bool stretch = false;
    std::vector<PracticeBeat> pace;
    Position at;
};

/// When a rating is asked for.
enum class RatingTime { Both, Before, After };

struct PracticeRating {
    std::string id;
    std::string ask;
    int low = 0;
    int high = 10;
    std::string low_word;
    std::string high_word;
    RatingTime when = RatingTime::Both;

    [[nodiscard]] bool is_before() const { return when != RatingTime::After; }
    [[nodiscard]] bool is_after() const { return when != RatingTime::Before; }
};

struct Practice {
    std::string id;
    std::string title;
    std::string summary;
    std::string version;
    std::string intro;
    std::string caution;
    std::string closing;
    bool demanding = false;
    bool partner = false;
    std::vector<PracticeRating> ratings;
    std::vector<PracticeStep> steps;
    std::string path;    ///< where it was read from, for messages
    std::string digest;  ///< of the file's bytes; filled in by the caller

    /// All steps together.
    [[nodiscard]] Milliseconds length() const;
    /// "id version digest", as a record names its practice.
    [[nodiscard]] std::string definition_name() const;
};

/// The lengths of the steps when the whole is to last `wanted`: steps that stretch share what the
/// others leave, in proportion; where there are none, or the others leave less than a quarter of
/// what the stretching ones have by themselves, every step is stretched. The sum is `wanted` to a
/// millisecond for each step.
[[nodiscard]] std::vector<Milliseconds> stretched_steps(const Practice& practice,
                                                        Milliseconds wanted);

/// Reads and checks one file; every problem with its place, at once, in the order of the file.
[[nodiscard]] Checked<Practice> read_practice(std::string_view text, const std::string& path);

/// Words behind 'attune practice' that mean something else: no practice can have such an id.
[[nodiscard]] const std::vector<std::string>& reserved_practice_ids();

}  // namespace attune::definition
