#include "attune/journal/lookup.hpp"
#include "attune/report/calibration.hpp"

namespace attune::report {

namespace {

/// The number as a share of its scale, times `most`.
std::optional<double> on_scale(const journal::Value* value, double most) {
    if (value == nullptr) return std::nullopt;
    const double low = value->low.value_or(0);
    const double high = value->high.value_or(most);
    if (high <= low) return std::nullopt;
    return (value->number - low) / (high - low) * most;
}

CameTrue came_true_of(std::string_view slug) {
    if (slug == "no") return CameTrue::No;
    if (slug == "partly") return CameTrue::Partly;
    if (slug == "yes") return CameTrue::Yes;
    return CameTrue::Unclear;
}

}  // namespace

std::vector<Experiment> experiments_of(const std::vector<Thread>& threads) {
    std::vector<Experiment> out;
    for (const Thread& thread : threads) {
        Experiment one;
        one.id = thread.first.id;
        one.prediction = thread.first.text;
        one.day = thread.first.at.local_day;
        one.people = thread.first.people;
        const auto* probability = journal::find_value(thread.first, "probability", "predicted");
        if (probability != nullptr && !probability->high) {
            one.probability = probability->number / 100;  // a bare number is one of 100
        } else {
            one.probability = on_scale(probability, 1);
        }
        one.expected = on_scale(journal::find_value(thread.first, "distress", "predicted"), 10);
        for (const journal::Record& later : thread.later) {
            const std::string happened = tag_of(later, "happened");
            if (!happened.empty()) {
                one.came_true = came_true_of(happened);
                one.closed = later.at.local_day;
            }
            if (const auto* distress = journal::find_value(later, "distress", "actual"))
                one.distress = on_scale(distress, 10);
        }
        if (one.probability && (*one.probability < 0 || *one.probability > 1))
            one.probability.reset();
        out.push_back(std::move(one));
    }
    return out;
}

}  // namespace attune::report
