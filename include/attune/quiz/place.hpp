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
    /// How far the draws lie from the scores, as a standard deviation per axis, in points.
    std::vector<double> spread;
};

/// Half the axes of the region around a place that 95 in 100 draws fall into, one per axis of the
/// map: sqrt(5.991) times its spread, the 0.95 quantile of chi-square with two degrees of freedom.
/// The items of each scale are drawn on their own, so the region does not lean.
[[nodiscard]] std::vector<double> error_region(const Place& place);

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
                                              const Answers& answers, std::uint64_t seed,
                                              const std::string& norm_id = {});

/// A seed that follows from the answers alone, so that the same answers always show the same
/// shares.
[[nodiscard]] std::uint64_t place_seed(const Answers& answers);

/// One sentence: "Where this lies: leaning to the anxious (preoccupied) side, about 8 in 10; secure
/// side, about 2 in 10. A place on a map, today, with Sam; it moves (split at midpoint 4.0, our
/// choice)." Up to 60 %: "between the A, about 5 in 10, and the B, about 4 in 10". `about` is the
/// name of the person it was answered about, or empty.
[[nodiscard]] std::string place_sentence(const Place& place, std::string_view about);

/// A point of a map.
struct Spot {
    double x = 0;
    double y = 0;

    friend bool operator==(const Spot&, const Spot&) = default;
};

/// Where the regions of a rule with two axes meet, as lines across the map: the splits, or the
/// lines on which the two largest weighted sums are equal. Each has two or more spots.
[[nodiscard]] std::vector<std::vector<Spot>> region_borders(
    const definition::Questionnaire& questionnaire, const definition::Classification& rule);

/// The region that a corner of the map belongs to, as an index of the rule's regions: the corner
/// where the first axis is high or low and the second is high or low.
[[nodiscard]] std::size_t corner_region(const definition::Questionnaire& questionnaire,
                                        const definition::Classification& rule, bool right,
                                        bool top);

}  // namespace attune::quiz
