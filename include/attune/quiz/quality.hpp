#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/answers.hpp"

/// How the answers of a taking were given: notes for the person, never a reason to turn answers
/// away. Source: Curran 2016, doi:10.1016/j.jesp.2015.07.006.
namespace attune::quiz {

/// Seconds spent on each item, in the order of the items; nothing for what was not timed.
using Seconds = std::vector<std::optional<double>>;

struct Quality {
    std::size_t answered = 0;     ///< items with a value
    std::size_t longest_run = 0;  ///< the same answer, on items asked one after another
    /// Sample standard deviation of the answers as given, each as a share of its response's range;
    /// 0 to about 0.5. Nothing for fewer than two.
    std::optional<double> spread;
    std::optional<double> seconds_per_item;  ///< mean over the timed items
    /// How the two halves of the scales agree across scales: the correlation of the means of odd
    /// and even items, stepped up by Spearman and Brown, at least -1. Nothing with fewer than
    /// kEvenOddScales scales of four answered items, or when one half does not vary.
    std::optional<double> even_odd;
};

inline constexpr std::size_t kEvenOddScales = 4;

/// `order` holds the item numbers in the order in which they were asked; empty is that of the file.
[[nodiscard]] Quality quality_of(const definition::Questionnaire& questionnaire,
                                 const Answers& answers, const Seconds& seconds = {},
                                 const std::vector<std::size_t>& order = {});

/// What is worth a sentence, with its number: a run over at least half of ten or more answers, a
/// spread below a tenth of the range over ten or more answers, under two seconds an item, halves
/// that agree less than .30. Often nothing.
[[nodiscard]] std::vector<std::string> quality_notes(const Quality& quality);

}  // namespace attune::quiz
