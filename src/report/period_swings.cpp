#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/granularity.hpp"
#include "attune/stats/instability.hpp"
#include "attune/stats/minimums.hpp"
#include "attune/stats/resample.hpp"
#include "attune/stats/summary.hpp"
#include "attune/stats/survival.hpp"
#include "report/period_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr int kDraws = 999;

std::string hundredths(double value) {
    const double rounded = std::round(value * 100) / 100;
    return fmt::format("{:.2f}", rounded == 0 ? 0.0 : rounded);
}

Machine interval_machine(const std::optional<stats::Interval>& interval) {
    if (!interval) return {};
    return Machine::members()
        .set("low", interval->low)
        .set("high", interval->high)
        .set("level", stats::kUsualLevel)
        .set("method", "block bootstrap of days");
}

std::string between(const std::optional<stats::Interval>& interval) {
    if (!interval) return {};
    return fmt::format(", likely between {} and {}", hundredths(interval->low),
                       hundredths(interval->high));
}

// ---- from day to day ----

/// The root of a mean over days that are drawn in blocks.
std::optional<stats::Interval> root_mean_interval(const stats::DaySeries& squares,
                                                  std::uint64_t seed) {
    const auto interval =
        stats::bootstrap_interval(squares.size(),
                                  [&](std::span<const std::size_t> days) -> std::optional<double> {
                                      double sum = 0;
                                      double n = 0;
                                      for (const std::size_t day : days) {
                                          if (!squares[day]) continue;
                                          sum += *squares[day];
                                          n += 1;
                                      }
                                      if (n == 0) return std::nullopt;
                                      return std::sqrt(sum / n);
                                  },
                                  {.seed = seed, .replicates = kDraws});
    if (!interval) return std::nullopt;
    return *interval;
}

struct Swings {
    long days = 0;
    double sd = 0;
    double rmssd = 0;
    std::optional<stats::Interval> sd_interval;
    std::optional<stats::Interval> rmssd_interval;
    std::optional<double> inertia;
};

std::optional<Swings> swings_of(const PeriodView& view) {
    std::vector<double> values;
    for (const auto& day : view.peaks)
        if (day) values.push_back(*day);
    const auto mssd = stats::mean_squared_difference(view.peaks);
    const auto sd = stats::standard_deviation(values);
    if (!mssd || !sd) return std::nullopt;
    const double mean = stats::mean(values).value_or(0);
    stats::DaySeries from_mean(view.peaks.size());
    stats::DaySeries from_before(view.peaks.size());
    for (std::size_t i = 0; i < view.peaks.size(); ++i) {
        if (!view.peaks[i]) continue;
        from_mean[i] = (*view.peaks[i] - mean) * (*view.peaks[i] - mean);
        if (i > 0 && view.peaks[i - 1]) {
            const double step = *view.peaks[i] - *view.peaks[i - 1];
            from_before[i] = step * step;
        }
    }
    Swings swings;
    swings.days = static_cast<long>(values.size());
    swings.sd = *sd;
    swings.rmssd = std::sqrt(*mssd);
    swings.sd_interval = root_mean_interval(from_mean, view.data.seed);
    swings.rmssd_interval = root_mean_interval(from_before, view.data.seed);
    swings.inertia = stats::inertia(view.peaks);
    return swings;
}

/// Ratings of the window with their time of day.
std::optional<stats::TimedInstability> within_days(const PeriodView& view, std::size_t& pairs) {
    std::vector<stats::TimedValue> values;
    for (const DiaryEntry* entry : view.window_now) {
        if (!entry->peak || entry->precision != journal::Precision::Minute) continue;
        const int minute = entry->minute + (entry->after_midnight ? 1440 : 0);
        values.push_back({static_cast<std::size_t>(entry->day - view.window.first),
                          static_cast<double>(minute), *entry->peak});
    }
    pairs = stats::successive_pairs(values).size();
    const auto timed = stats::timed_instability(values);
    if (!timed) return std::nullopt;
    return *timed;
}

// ---- feelings told apart ----

/// Feelings of one valence that were rated together, and the occasions.
struct RatedTogether {
    std::vector<std::string> feelings;
    stats::Ratings ratings;
};

/// The set of three or more feelings of one sign that was rated together most often; of equally
/// many the larger set.
RatedTogether best_together(const PeriodView& view, double sign) {
    constexpr std::size_t kFeelingsMax = 10;
    std::map<std::string, long> counts;
    for (const DiaryEntry* entry : view.window_now) {
        for (const RatedWord& feeling : entry->feelings) {
            const auto valence = view.data.valences.find(feeling.slug);
            if (feeling.intensity && valence != view.data.valences.end() &&
                valence->second * sign > 0)
                ++counts[feeling.slug];
        }
    }
    std::vector<std::pair<std::string, long>> ordered(counts.begin(), counts.end());
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    if (ordered.size() > kFeelingsMax) ordered.resize(kFeelingsMax);
    std::map<std::string, unsigned> bits;
    for (const auto& one : ordered)
        bits.emplace(one.first, 1U << bits.size());
    std::map<unsigned, std::size_t> masks;
    for (const DiaryEntry* entry : view.window_now) {
        unsigned mask = 0;
        for (const RatedWord& feeling : entry->feelings) {
            const auto bit = bits.find(feeling.slug);
            if (bit != bits.end() && feeling.intensity) mask |= bit->second;
        }
        if (mask != 0) ++masks[mask];
    }
    unsigned best = 0;
    std::size_t best_occasions = 0;
    const unsigned all = 1U << bits.size();
    for (unsigned set = 1; set < all; ++set) {
        const auto size = static_cast<std::size_t>(std::popcount(set));
        if (size < stats::kGranularityFeelingsMin) continue;
        std::size_t occasions = 0;
        for (const auto& mask : masks)
            occasions += (mask.first & set) == set ? mask.second : 0;
        const bool larger = occasions == best_occasions && std::popcount(set) > std::popcount(best);
        if (occasions > best_occasions || (occasions > 0 && larger)) {
            best = set;
            best_occasions = occasions;
        }
    }
    RatedTogether block;
    for (const auto& bit : bits)
        if ((bit.second & best) != 0) block.feelings.push_back(bit.first);
    block.ratings.feelings = block.feelings.size();
    if (best == 0) return block;
    for (const DiaryEntry* entry : view.window_now) {
        std::vector<double> row;
        for (const std::string& name : block.feelings) {
            const auto found = std::find_if(entry->feelings.begin(), entry->feelings.end(),
                                            [&](const RatedWord& feeling) {
                                                return feeling.slug == name && feeling.intensity;
                                            });
            if (found != entry->feelings.end()) row.push_back(*found->intensity);
        }
        if (row.size() == block.feelings.size())
            block.ratings.values.insert(block.ratings.values.end(), row.begin(), row.end());
    }
    return block;
}

// ---- settling down ----

struct Recovery {
    std::vector<stats::Duration> minutes;
    long ended = 0;
    long two_point = 0;
};

Recovery recovery_of(const PeriodView& view) {
    std::map<RecordId, std::vector<LaterRating>> later;
    for (const LaterRating& rating : view.data.later)
        later[rating.entry].push_back(rating);
    Recovery recovery;
    for (const DiaryEntry& entry : view.data.diary.entries) {
        const auto found = later.find(entry.id);
        if (found == later.end() || !entry.peak || *entry.peak <= 0 ||
            entry.precision != journal::Precision::Minute)
            continue;
        std::vector<LaterRating> ratings = found->second;
        std::sort(ratings.begin(), ratings.end(), [](const LaterRating& a, const LaterRating& b) {
            return std::pair(a.utc, a.intensity) < std::pair(b.utc, b.intensity);
        });
        std::erase_if(ratings, [&](const LaterRating& one) { return one.utc <= entry.utc; });
        if (ratings.empty()) continue;
        const auto after = [&](const LaterRating& one) {
            return static_cast<double>(one.utc - entry.utc) / 60;
        };
        const auto half = std::find_if(ratings.begin(), ratings.end(), [&](const LaterRating& one) {
            return one.intensity <= *entry.peak / 2;
        });
        const auto two = stats::two_point_half_time(*entry.peak, ratings.back().intensity,
                                                    after(ratings.back()));
        if (ratings.size() == 1 && two) {
            recovery.minutes.push_back({*two, true});
            ++recovery.two_point;
        } else if (half != ratings.end()) {
            recovery.minutes.push_back({after(*half), true});
        } else {
            recovery.minutes.push_back({after(ratings.back()), false});
        }
        recovery.ended += recovery.minutes.back().ended ? 1 : 0;
    }
    return recovery;
}

std::string minutes_words(double minutes) {
    if (minutes < 90) return fmt::format("{} min", std::lround(minutes));
    if (minutes < 48 * 60) return fmt::format("{:.1f} h", minutes / 60);
    return fmt::format("{:.1f} days", minutes / 1440);
}

}  // namespace

Part swings_part(const PeriodView& view) {
    Part part;
    const std::size_t days = stats::days_with_value(view.peaks);
    std::size_t pairs = 0;
    const auto timed = within_days(view, pairs);
    const bool enough_days = days >= stats::kInstabilityDaysMin;
    const auto swings = enough_days ? swings_of(view) : std::nullopt;
    part.explained.push_back(
        {"Swings",
         "SD: spread of the daily median peaks. RMSSD: root of the mean squared step "
         "from one day to the next, days in a row alone. Carry-over: lag-1 "
         "autocorrelation, (n r + 1)/(n - 3). Within days: steps at most 6 h apart, "
         "brought to one gap. 28 rated days or 40 such steps needed. RMSSD adds little to "
         "the spread: both are shown."});
    Machine machine;
    if (swings || timed) {
        Section section{.id = "instability", .heading = "Ups and downs", .aside = {}, .blocks = {}};
        machine = Machine::members();
        machine.set("days_with_rating", static_cast<long>(days))
            .set("pairs_within_days", static_cast<long>(pairs));
        if (swings) {
            std::string text = fmt::format(
                "SD {}{};\nfrom day to day RMSSD {}{} ({} rated)", hundredths(swings->sd),
                between(swings->sd_interval), hundredths(swings->rmssd),
                between(swings->rmssd_interval), counted(swings->days, "day", "days"));
            section.blocks.emplace_back(KeyValue{"Peak", std::move(text)});
            if (swings->inertia) {
                section.blocks.emplace_back(
                    KeyValue{"Carry-over", fmt::format("{} from one day to the next (-1 to 1; 0: "
                                                       "each day anew)",
                                                       hundredths(*swings->inertia))});
            }
            machine.set("sd", swings->sd)
                .set("sd_interval", interval_machine(swings->sd_interval))
                .set("rmssd", swings->rmssd)
                .set("rmssd_interval", interval_machine(swings->rmssd_interval))
                .set("inertia", swings->inertia);
        }
        if (timed) {
            section.blocks.emplace_back(KeyValue{
                "In a day", fmt::format("RMSSD {} between entries about {} apart ({} steps)",
                                        hundredths(std::sqrt(timed->mssd)),
                                        minutes_words(timed->gap_median), timed->pairs)});
            machine.set("within_days_rmssd", std::sqrt(timed->mssd))
                .set("within_days_lambda", timed->lambda);
        }
        part.sections.push_back(std::move(section));
    } else {
        part.suppressed.push_back(
            {"instability",
             fmt::format("{} rated days or {} steps within days needed, {} and {} "
                         "present",
                         stats::kInstabilityDaysMin, stats::kInstabilityPairsMin, days, pairs)});
    }
    part.members.emplace_back("instability", std::move(machine));
    return part;
}

Part granularity_part(const PeriodView& view) {
    Part part;
    const RatedTogether unpleasant = best_together(view, -1);
    const RatedTogether pleasant = best_together(view, 1);
    const bool first = unpleasant.ratings.occasions() >= pleasant.ratings.occasions();
    const RatedTogether& block = first ? unpleasant : pleasant;
    const std::size_t occasions = block.ratings.occasions();
    part.explained.push_back(
        {"Told apart",
         "1 - ICC(3,k) of feelings of one valence that were rated together each "
         "time, 3 or more on 20 occasions or more; 1: told apart, 0: they rise and "
         "fall as one. Feelings named now and then do not qualify."});
    if (occasions < stats::kGranularityOccasionsMin) {
        part.members.emplace_back("granularity", Machine());
        part.suppressed.push_back(
            {"granularity", fmt::format("{} occasions with the same {} feelings rated needed, {} "
                                        "present",
                                        stats::kGranularityOccasionsMin,
                                        stats::kGranularityFeelingsMin, occasions)});
        return part;
    }
    const auto value = stats::granularity(block.ratings);
    const auto icc = stats::intraclass_correlations(block.ratings);
    std::vector<std::string> names;
    for (const std::string& slug : block.feelings)
        names.push_back(label_of(slug, view.core.labels));
    std::string text =
        value ? fmt::format("{} of {} on {} occasions (ICC(2,k) {})", hundredths(*value),
                            listing(names), occasions,
                            icc ? hundredths(icc->average_agreement) : std::string("-"))
              : fmt::format("cannot be computed for {} on {} occasions", listing(names), occasions);
    part.sections.push_back(
        {.id = "granularity",
         .heading = "Feelings told apart",
         .aside = "(0 to 1)",
         .blocks = {KeyValue{"Told apart", std::move(text)},
                    Note{.text = "Rating feelings often tells them apart better by itself, so a "
                                 "rise is no evidence for a practice.",
                         .place = Note::Place::Under}}});
    part.members.emplace_back(
        "granularity", Machine::members()
                           .set("value", value ? Machine(*value) : Machine())
                           .set("icc_2k", icc ? Machine(icc->average_agreement) : Machine())
                           .set("icc_3k", icc ? Machine(icc->average_consistency) : Machine())
                           .set("occasions", static_cast<long>(occasions))
                           .set("feelings", static_cast<long>(block.feelings.size()))
                           .set("method", "1 - ICC(3,k)"));
    return part;
}

Part recovery_part(const PeriodView& view) {
    Part part;
    const Recovery recovery = recovery_of(view);
    const auto n = static_cast<long>(recovery.minutes.size());
    part.explained.push_back(
        {"Settling",
         "Time from an entry until a follow-up rates it at half its peak or less: "
         "Kaplan-Meier's median with a log-log 95 % interval, entries that were not "
         "there yet counted as open. With one follow-up alone an even fall is assumed "
         "(two-point). From 5 entries on."});
    if (n < stats::kRateEntriesMin) {
        part.members.emplace_back("recovery", Machine());
        if (n > 0) {
            part.suppressed.push_back(
                {"recovery", fmt::format("{} entries rated again later needed, {} present",
                                         stats::kRateEntriesMin, n)});
        }
        return part;
    }
    const auto median = stats::median_time(recovery.minutes, stats::SurvivalScale::LogLog);
    const auto reached = [](const std::optional<double>& minutes) {
        return minutes ? minutes_words(*minutes) : std::string("not reached");
    };
    std::string text = "not reached";
    if (median && median->median) {
        text = fmt::format("{}, likely between {} and {}", reached(median->median),
                           reached(median->low), reached(median->high));
    }
    text += fmt::format(" (n {}, {} still above half", n, n - recovery.ended);
    if (recovery.two_point > 0) text += fmt::format(", {} two-point", recovery.two_point);
    part.sections.push_back({.id = "recovery",
                             .heading = "Settling down",
                             .aside = {},
                             .blocks = {KeyValue{"To half", text + ")"}}});
    Machine machine = Machine::members();
    machine.set("n", n)
        .set("ended", recovery.ended)
        .set("two_point", recovery.two_point)
        .set("median_minutes", median ? Machine(median->median) : Machine())
        .set("low_minutes", median ? Machine(median->low) : Machine())
        .set("high_minutes", median ? Machine(median->high) : Machine())
        .set("method", "kaplan-meier, log-log");
    part.members.emplace_back("recovery", std::move(machine));
    return part;
}

}  // namespace attune::report
