#include "attune/journal/practice.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/lookup.hpp"

namespace attune::journal {

namespace {

constexpr long kSecondsAMinute = 60;
/// From an hour on nobody reads seconds.
constexpr long kSecondsShown = 3600;

}  // namespace

double minutes_of(std::chrono::milliseconds length) {
    const double seconds = std::round(static_cast<double>(length.count()) / 1000);
    return std::round(seconds / kSecondsAMinute * 100) / 100;
}

std::string describe_minutes(double minutes) {
    // What another program wrote may be anything.
    if (!(minutes >= 0 && minutes < 1e6)) return shortest_number(minutes) + " min";
    const long seconds = std::lround(minutes * kSecondsAMinute);
    if (seconds < kSecondsAMinute) return fmt::format("{} s", seconds);
    const long rest = seconds % kSecondsAMinute;
    if (rest == 0 || seconds >= kSecondsShown) return fmt::format("{} min", std::lround(minutes));
    return fmt::format("{} min {} s", seconds / kSecondsAMinute, rest);
}

Record record_of(const PracticeSession& session, const Moment& at) {
    Record record;
    record.kind = kPracticeKind;
    record.at = at;
    record.text = session.text;
    record.people = session.people;
    record.definition = session.definition;
    record.values.push_back({std::string(kMinutesKey), "item", minutes_of(session.done), "min"});
    for (const PracticeRatingGiven& rating : session.ratings) {
        record.values.push_back({rating.key, rating.phase, static_cast<double>(rating.number), "",
                                 static_cast<double>(rating.low),
                                 static_cast<double>(rating.high)});
    }
    return record;
}

std::string describe_practice(const Record& record) {
    std::vector<std::string> parts;
    if (const Value* minutes = find_value(record, kMinutesKey, "item"))
        parts.push_back(describe_minutes(minutes->number));
    for (const Value& value : record.values) {
        const std::string key = make_visible(value.key);
        if (value.phase == "before") {
            const Value* after = find_value(record, value.key, "after");
            parts.push_back(after == nullptr
                                ? fmt::format("{} before {}", key, shortest_number(value.number))
                                : fmt::format("{} {}-{}", key, shortest_number(value.number),
                                              shortest_number(after->number)));
        } else if (value.phase == "after" && find_value(record, value.key, "before") == nullptr) {
            parts.push_back(fmt::format("{} {}", key, shortest_number(value.number)));
        }
    }
    return join(parts, ", ");
}

}  // namespace attune::journal
