#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "attune/report/patterns.hpp"
#include "attune/stats/factors.hpp"
#include "attune/stats/matched.hpp"
#include "attune/stats/occasions.hpp"
#include "attune/stats/series.hpp"
#include "attune/stats/subgroups.hpp"

/// What the entries of some days say about patterns.
namespace attune::report {

/// A diary with its words turned into numbers and its entries in order of days.
struct PreparedDiary {
    /// Before and after of one coping.
    struct Rated {
        std::uint32_t coping = 0;
        CopingPair pair;
    };
    struct Moment {
        int day = 0;  ///< a count of calendar days
        bool answered = false;
        bool reacted = false;
        std::optional<double> peak;
        std::vector<std::uint32_t> words;  ///< conditions, rising
        std::vector<std::uint32_t> copings;
        std::vector<Rated> rated;
    };

    explicit PreparedDiary(const PatternInput& input);

    std::vector<Moment> moments;
    stats::Occasions answers;          ///< of moments with an answer
    std::vector<PatternPart> parts;    ///< by number of the condition; rising
    std::vector<std::uint32_t> kinds;  ///< by number of the condition
    std::vector<std::string> copings;  ///< by number; rising
    std::vector<DailyValues> series;
};

/// A count of calendar days; only differences of it matter.
[[nodiscard]] int day_number(CivilDay day);

/// The entries from one day to another, both included, as the tests of the stats room take them.
class PatternView {
  public:
    PatternView(const PreparedDiary& diary, int first, int last);

    /// All conditions that have enough entries on both sides.
    [[nodiscard]] std::vector<TriedPattern> try_factors(std::uint64_t seed) const;
    /// The combinations of conditions; `rule` says what is missing when there is too little.
    [[nodiscard]] stats::SubgroupSearch search_combinations(std::uint64_t seed,
                                                            stats::SubgroupDraws draws,
                                                            std::string& rule) const;
    [[nodiscard]] Pattern pattern_of(const stats::Subgroup& subgroup) const;
    [[nodiscard]] std::vector<TriedPattern> try_lagged() const;
    /// Every coping with a pair, also those with too few matched moments to be compared. Without
    /// `intervals` the evidence has none.
    [[nodiscard]] std::vector<TriedPattern> try_copings(std::uint64_t seed, bool intervals) const;

    /// One pattern in these days, with its own minimum.
    [[nodiscard]] Evidence evidence_of(const Pattern& pattern, std::uint64_t seed) const;

  private:
    [[nodiscard]] stats::DaySeries series_named(const std::string& slug) const;
    /// Valid until the next call.
    [[nodiscard]] std::span<const stats::RatedMoment> moments_of(std::uint32_t coping) const;
    /// The answers among the moments.
    [[nodiscard]] stats::OccasionWindow answers() const;
    [[nodiscard]] Evidence conditions_evidence(const Pattern& pattern, std::uint64_t seed) const;
    [[nodiscard]] Evidence lagged_evidence(const Pattern& pattern) const;
    [[nodiscard]] Evidence coping_evidence(const std::string& coping, std::uint64_t seed,
                                           bool interval) const;

    const PreparedDiary& diary_;
    int first_;
    int last_;
    std::span<const PreparedDiary::Moment> moments_;
    mutable std::vector<stats::RatedMoment> rated_;
};

/// What later entries have to reach. They are looked at up to eight times, week after week; 0.02
/// each time keeps the whole near 0.05, and confirmed claims of half a year that holds nothing
/// below 0.05 (tests/calibration).
inline constexpr double kConfirmedLevel = 0.02;

/// The words for a shuffle: "all orders within days".
[[nodiscard]] std::string method_of(stats::Shuffle shuffle);

}  // namespace attune::report
