#include "attune/journal/measure.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"

namespace attune::journal {

namespace {

/// Longer than any name or unit that a person types by hand.
constexpr std::size_t kMostNameBytes = 48;
constexpr int kMostUnitColumns = 16;

constexpr std::array<std::string_view, 6> kPhases{"pre",   "post",  "before",
                                                  "after", "later", "target"};

struct UsualUnit {
    std::string_view name;
    std::string_view unit;
};
constexpr std::array<UsualUnit, 4> kUnits{{{"hrv_rmssd", "ms"},
                                           {"hrv_sdnn", "ms"},
                                           {"heart_rate", "bpm"},
                                           {"resting_heart_rate", "bpm"}}};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Units begin with a letter of any script, or with one of "%", "/" and "°".
bool begins_unit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%' || c == '/' ||
           static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

std::span<const std::string_view> measure_phases() {
    return kPhases;
}

Result<std::string> measure_name(std::string_view typed) {
    std::string name = lower_ascii(trim(typed));
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '-' || c == ' '; }, '_');
    const bool good = !name.empty() && name.size() <= kMostNameBytes && name.front() >= 'a' &&
                      name.front() <= 'z' && std::all_of(name.begin(), name.end(), [](char c) {
                          return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_';
                      });
    if (good) return name;
    return fail(ErrorKind::Usage, fmt::format("'{}' is no name of a measure", make_visible(typed)),
                "a letter, then letters, digits and '_': hrv_rmssd, hours_of_sleep");
}

Result<std::string> measure_unit(std::string_view typed) {
    const std::string_view unit = trim(typed);
    const bool blank = unit.find_first_of(" \t\n") != std::string_view::npos;
    const bool good = !unit.empty() && !blank && begins_unit(unit.front()) &&
                      column_width(unit) <= kMostUnitColumns && make_visible(unit) == unit;
    if (good) return std::string(unit);
    return fail(ErrorKind::Usage, fmt::format("'{}' is no unit", make_visible(typed)),
                "one short word: ms, bpm, h, kg");
}

Result<MeasuredValue> measured_value(std::string_view typed) {
    const std::string_view text = trim(typed);
    // The longest start that is a number: of "1e3" all of it, of "7h" the 7.
    for (std::size_t length = text.size(); length > 0; --length) {
        const auto number = parse_number(text.substr(0, length));
        if (!number) continue;
        const std::string_view rest = trim(text.substr(length));
        if (rest.empty()) return MeasuredValue{*number, {}};
        auto unit = measure_unit(rest);
        if (!unit) break;
        return MeasuredValue{*number, *std::move(unit)};
    }
    return fail(ErrorKind::Usage, fmt::format("'{}' is no number", make_visible(typed)),
                "a number with '.' as its point, perhaps with a unit: 42, 7.5h");
}

std::optional<std::string_view> usual_unit(std::string_view name) {
    const auto* const found = std::find_if(
        kUnits.begin(), kUnits.end(), [&](const UsualUnit& unit) { return unit.name == name; });
    if (found == kUnits.end()) return std::nullopt;
    return found->unit;
}

Record record_of(const Measure& measure, const Moment& at) {
    Record record;
    record.kind = kMeasureKind;
    record.at = at;
    record.values.push_back({measure.name, measure.phase, measure.number, measure.unit});
    return record;
}

std::string describe_measures(const Record& record) {
    std::vector<std::string> parts;
    for (const Value& value : record.values) {
        std::string part = fmt::format("{} {}", value.key, shortest_number(value.number));
        if (!value.unit.empty()) part += " " + value.unit;
        if (value.phase != kPlainPhase) part += ", " + value.phase;
        parts.push_back(make_visible(part));
    }
    return join(parts, "; ");
}

}  // namespace attune::journal
