#include "report/sides.hpp"

#include <vector>

#include <fmt/format.h>

#include "attune/stats/minimums.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

bool enough_on(const RateFigure& rate, const CountsByDay& days) {
    return rate.count.of >= stats::kSideEntriesMin && days.size() >= stats::kSideDaysMin;
}

double level_of(long looked_at) {
    return 1 - (1 - stats::kUsualLevel) / static_cast<double>(looked_at);
}

}  // namespace

RateFigure rate_over(const CountsByDay& days) {
    std::vector<stats::Count> counts;
    counts.reserve(days.size());
    for (const auto& day : days)
        counts.push_back(day.second);
    return rate_figure(counts);
}

void Sides::rate() {
    rate_with = rate_over(with);
    rate_without = rate_over(without);
}

bool Sides::enough() const {
    return enough_on(rate_with, with) && enough_on(rate_without, without);
}

void Sides::compare(long looked_at) {
    if (!enough()) return;
    const auto found = stats::newcombe_difference(
        {rate_with.count.share(), rate_with.design.n_effective},
        {rate_without.count.share(), rate_without.design.n_effective}, level_of(looked_at));
    if (found) difference = *found;
}

std::string difference_words(const stats::RateDifference& difference) {
    return fmt::format("{} against entries without, likely {}{}",
                       points_words(difference.difference), between_points(difference.interval),
                       difference.interval.contains(0) ? ": could be luck" : "");
}

Machine difference_machine(const Sides& sides, long looked_at) {
    if (!sides.difference) return {};
    return Machine::members()
        .set("difference", sides.difference->difference)
        .set("low", sides.difference->interval.low)
        .set("high", sides.difference->interval.high)
        .set("level", level_of(looked_at))
        .set("compared", looked_at)
        .set("method", "newcombe, n effective within days, widened for the number compared")
        .set("could_be_luck", sides.difference->interval.contains(0));
}

}  // namespace attune::report
