#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/answers.hpp"

/// Where two dimensions put a person on a map, today: a place with its share, never a type.
namespace attune::quiz {

struct RegionShare {
    std::size_t region = 0;  ///< of Classification::regions
    double share = 0;        ///< of the resamples, in [0, 1]
};

struct Place {
    const definition::Classification* rule = nullptr;
    std::vector<double> scores;        ///< one per axis
    std::vector<RegionShare> regions;  ///< all of them, largest share first
};

/// How much of a point belongs to each region of a rule: 1 for the region it lies in. A point
/// exactly on a border belongs to the regions on both sides in equal parts, so that an answer in
/// the very middle leans nowhere. `scores` holds one score per axis; the result one number per
/// region, summing to 1.
[[nodiscard]] std::vector<double> region_weights(const definition::Classification& rule,
                                                 const std::vector<double>& scores);

/// Seeded resamples behind a place (statistics.md, B).
inline constexpr int kPlaceResamples = 1999;

/// The place of a taking by one rule of its questionnaire. The answered items of each axis are
/// drawn anew within their scale 1,999 times, or, where every axis has a cited SD and reliability,
/// the scores are drawn about their values with the standard error of measurement; a region's share
/// is the share of draws that fall into it. The same seed gives the same shares. Nothing when an
/// axis has no score.
[[nodiscard]] std::optional<Place> find_place(const definition::Questionnaire& questionnaire,
                                              const definition::Classification& rule,
                                              const Answers& answers, std::uint64_t seed);

/// A seed that follows from the answers alone, so that the same answers always show the same
/// shares.
[[nodiscard]] std::uint64_t place_seed(const Answers& answers);

/// One sentence: "Where this lies: leaning to the anxious (preoccupied) side, about 8 in 10; secure
/// side, about 2 in 10. A place on a map, today, with Sam; it moves (split at midpoint 4.0, our
/// choice)." Up to 60 %: "between the A, about 5 in 10, and the B, about 4 in 10". `about` is the
/// name of the person it was answered about, or empty.
[[nodiscard]] std::string place_sentence(const Place& place, std::string_view about);

/// The map as lines of text, `columns` wide (at least 30): the first axis to the right, the second
/// upwards, `x` for the scores and `+` for the split. `earlier` are places of takings before, drawn
/// as `o`.
[[nodiscard]] std::vector<std::string> draw_place(const definition::Questionnaire& questionnaire,
                                                  const Place& place,
                                                  const std::vector<std::vector<double>>& earlier,
                                                  int columns);

}  // namespace attune::quiz
