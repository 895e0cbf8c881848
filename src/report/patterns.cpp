#include "attune/report/patterns.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "attune/stats/minimums.hpp"
#include "attune/stats/multiple.hpp"
#include "report/pattern_evidence.hpp"

namespace attune::report {

namespace {

/// Combinations of one week that are kept with their numbers.
constexpr std::size_t kCombinationsKept = 20;
/// Of combinations of the whole family, one in ten is noticed by luck.
constexpr double kCombinationsByLuck = stats::kNoticedLevel;

class Judge {
  public:
    /// On the way to a later week the standings alone are wanted.
    Judge(const PreparedDiary& diary, const WeekToJudge& week, bool on_the_way)
        : diary_(diary),
          week_(week),
          on_the_way_(on_the_way),
          view_(diary, day_number(week.last) - (kPatternDays - 1), day_number(week.last)) {
        out_.last = week.last;
    }

    Verdict judge(const Verdict* before) {
        if (before != nullptr) look_again(before->standings);
        look_for_factors();
        look_for_combinations();
        add_family(PatternFamily::Lagged, view_.try_lagged(), "lagged",
                   fmt::format("{} days with at most {:.0f} % missing in both series needed",
                               stats::kLagDaysMin, 100 * stats::kLagMissingMax));
        add_family(PatternFamily::Coping, view_.try_copings(week_.seed, !on_the_way_), "coping",
                   fmt::format("{} matched moments of a coping needed", stats::kMatchedSetsMin));
        notice();
        if (on_the_way_) {
            Verdict standings;
            standings.last = week_.last;
            standings.standings = std::move(out_.standings);
            out_ = std::move(standings);
        }
        round_all();
        return std::move(out_);
    }

  private:
    /// What entries after the day it was noticed say about each pattern that stands.
    void look_again(const std::vector<Standing>& standings) {
        for (Standing standing : standings) {
            const int age = week_.last - standing.noticed;
            if (age <= 0 || age > 2 * kPatternDays) continue;
            if (standing.state == PatternState::Faded) {
                // Until the entries that suggested it are out of sight.
                if (week_.last - standing.changed < kPatternDays)
                    out_.standings.push_back(std::move(standing));
                continue;
            }
            const int last = day_number(week_.last);
            const PatternView later(
                diary_, std::max(day_number(standing.noticed) + 1, last - (kPatternDays - 1)),
                last);
            standing.since = later.evidence_of(standing.pattern, week_.seed);
            const PatternState state = state_after(standing);
            if (state != standing.state) {
                standing.state = state;
                standing.changed = week_.last;
            }
            out_.standings.push_back(std::move(standing));
        }
    }

    [[nodiscard]] PatternState state_after(const Standing& standing) const {
        const Evidence& since = standing.since;
        if (since.effect) {
            const double half = standing.effect / 2;
            const bool gone =
                standing.effect > 0 ? since.interval.high < half : since.interval.low > half;
            if (gone) return PatternState::Faded;
            const bool same_sign = *since.effect * standing.effect > 0;
            if (standing.state == PatternState::Noticed && same_sign && since.p <= kConfirmedLevel)
                return PatternState::Confirmed;
        }
        const bool waited = week_.last - standing.noticed >= kPatternPatienceDays;
        if (standing.state == PatternState::Noticed && waited) return PatternState::Faded;
        return standing.state;
    }

    void look_for_factors() {
        add_family(PatternFamily::Factor, view_.try_factors(week_.seed), "factors",
                   fmt::format("{} entries on {} days with a condition and without it needed",
                               stats::kSideEntriesMin, stats::kSideDaysMin));
    }

    /// A family whose q comes from its p-values. What has too little to be asked is not counted.
    void add_family(PatternFamily family, std::vector<TriedPattern> all, const char* name,
                    std::string rule) {
        std::vector<TriedPattern> tried;
        for (TriedPattern& one : all)
            (one.evidence.effect ? tried : out_.tried).push_back(std::move(one));
        if (tried.empty()) {
            out_.suppressed.emplace_back(name, std::move(rule));
            return;
        }
        std::vector<double> p;
        for (const TriedPattern& one : tried)
            p.push_back(one.evidence.p);
        const std::vector<double> q = stats::benjamini_hochberg(p);
        for (std::size_t i = 0; i < tried.size(); ++i) {
            tried[i].q = q[i];
            if (q[i] <= stats::kNoticedLevel) worth_noticing_.push_back(tried[i]);
        }
        out_.families.push_back({family, static_cast<long>(tried.size())});
        std::move(tried.begin(), tried.end(), std::back_inserter(out_.tried));
    }

    void look_for_combinations() {
        std::string rule = "no combination has enough entries";
        const stats::SubgroupSearch search = view_.search_combinations(
            week_.seed, on_the_way_ ? stats::SubgroupDraws::ToChoose : stats::SubgroupDraws::All,
            rule);
        if (search.found.empty()) {
            out_.suppressed.emplace_back("combinations", rule);
            return;
        }
        const auto tried_of = [&](const stats::Subgroup& subgroup) {
            TriedPattern one{view_.pattern_of(subgroup), {}, subgroup.p};
            one.evidence.n = subgroup.inside.of + subgroup.outside.of;
            one.evidence.with = subgroup.inside;
            one.evidence.without = subgroup.outside;
            one.evidence.effect = subgroup.difference();
            const auto interval = stats::newcombe_difference(stats::rate_of(subgroup.inside),
                                                             stats::rate_of(subgroup.outside));
            if (interval) one.evidence.interval = interval->interval;
            one.evidence.p = subgroup.p;
            one.evidence.method = "best of all combinations, " + method_of(search.shuffle);
            return one;
        };
        out_.families.push_back({PatternFamily::Subgroup, static_cast<long>(search.found.size())});
        for (const stats::Subgroup& chosen : stats::choose_subgroups(search, stats::kNoticedLevel))
            worth_noticing_.push_back(tried_of(chosen));
        const std::size_t kept = on_the_way_ ? 0 : kCombinationsKept;
        for (std::size_t i = 0; i < std::min(kept, search.found.size()); ++i)
            out_.tried.push_back(tried_of(search.found[i]));
    }

    void notice() {
        for (const TriedPattern& tried : worth_noticing_) {
            const bool known =
                std::any_of(out_.standings.begin(), out_.standings.end(),
                            [&](const Standing& one) { return one.pattern == tried.pattern; });
            if (known) continue;
            Standing standing{.pattern = tried.pattern,
                              .state = PatternState::Noticed,
                              .noticed = week_.last,
                              .changed = week_.last,
                              .effect = tried.evidence.effect.value_or(0),
                              .then = tried.evidence};
            if (on_the_way_ && tried.pattern.family == PatternFamily::Coping)
                standing.then = view_.evidence_of(tried.pattern, week_.seed);
            out_.standings.push_back(std::move(standing));
        }
    }

    void round_all() {
        for (TriedPattern& one : out_.tried) {
            round(one.evidence);
            round(one.q);
        }
        for (Standing& one : out_.standings) {
            round(one.effect);
            round(one.then);
            round(one.since);
        }
    }
    static void round(double& value) { value = std::round(value * 1e6) / 1e6; }
    static void round(Evidence& evidence) {
        if (evidence.effect) round(*evidence.effect);
        round(evidence.interval.low);
        round(evidence.interval.high);
        round(evidence.p);
    }

    const PreparedDiary& diary_;
    WeekToJudge week_;
    bool on_the_way_;
    PatternView view_;
    Verdict out_;
    std::vector<TriedPattern> worth_noticing_;
};

}  // namespace

long Verdict::looked_at() const {
    long sum = 0;
    for (const FamilyCount& family : families)
        sum += family.tried;
    return sum;
}

double Verdict::expected_by_luck() const {
    double sum = 0;
    for (const FamilyCount& family : families) {
        sum += family.family == PatternFamily::Subgroup
                   ? kCombinationsByLuck
                   : stats::kClaimLevel * static_cast<double>(family.tried);
    }
    return sum;
}

PatternJudge::PatternJudge(const PatternInput& input)
    : diary_(std::make_shared<const PreparedDiary>(input)) {
}

Verdict PatternJudge::judge(const WeekToJudge& week, const Verdict* before) const {
    return Judge(*diary_, week, false).judge(before);
}

Verdict PatternJudge::pass(const WeekToJudge& week, const Verdict* before) const {
    return Judge(*diary_, week, true).judge(before);
}

}  // namespace attune::report
