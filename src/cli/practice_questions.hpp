#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/practice.hpp"
#include "attune/journal/practice.hpp"
#include "cli/context.hpp"

/// The numbers that are given before and behind a practice, by flags or at the terminal.
namespace attune::cli {

/// What flags say of ratings.
struct RatingFlags {
    std::optional<long long> before;
    std::optional<long long> after;
    std::vector<std::string> named;  ///< "tense=6-3", "heard-first=7"
};

/// The ratings that the flags give. `before` and `after` belong to the only rating asked at that
/// time; Usage, naming the others, where there are several or none, for a number outside of its
/// scale, a name that the practice does not have, and two numbers for one thing.
[[nodiscard]] Result<std::vector<journal::PracticeRatingGiven>> read_ratings(
    const definition::Practice& practice, const RatingFlags& flags);

/// What was said before or behind a practice.
struct PracticeReplies {
    std::vector<journal::PracticeRatingGiven> ratings;
    std::string text;
    bool finished = false;     ///< every question was answered or skipped
    bool interrupted = false;  ///< left by Ctrl-C, or the terminal is gone
};

/// Asks on the terminal for the ratings of this time ("before", "after") that are not `given`, and
/// with `text` for a line about it. Nothing to ask is finished.
[[nodiscard]] PracticeReplies ask_about_practice(
    Context& context, const definition::Practice& practice, std::string_view phase,
    const std::vector<journal::PracticeRatingGiven>& given, bool text);

}  // namespace attune::cli
