#include "attune/journal/measure.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/when.hpp"
#include "attune/query/measures.hpp"
#include "cli/commands.hpp"
#include "cli/now.hpp"
#include "cli/record_text.hpp"
#include "cli/writing.hpp"

namespace attune::cli {

namespace {

using journal::Measure;

struct MeasureOptions {
    std::optional<std::string> name;
    std::optional<std::string> value;
    std::optional<std::string> unit;
    std::optional<std::string> phase;
    std::optional<std::string> at;
};

void describe(OptionSet& options, MeasureOptions& measure) {
    std::vector<std::string> phases;
    for (const std::string_view phase : journal::measure_phases())
        phases.emplace_back(phase);
    options.required_argument(measure.name, "NAME", "what was measured: hrv_rmssd")
        .required_argument(measure.value, "VALUE", "the number: 42, 42ms")
        .text(measure.unit, "--unit", "UNIT", "its unit: ms")
        .choice(measure.phase, "--phase", phases,
                "where it belongs: before or after something, pre or post of weeks, a target")
        .text(measure.at, "--at", "WHEN", "when it was taken: \"yesterday 21:40\", \"2h ago\"");
}

/// The unit that this name was measured in so far, where the store opens without a question.
Result<std::optional<std::string>> known_unit(Context& context, std::string_view name) {
    if (const auto usual = journal::usual_unit(name)) return std::optional(std::string(*usual));
    if (!context.can_unlock_silently()) return std::optional<std::string>();
    ATTUNE_TRY(store::Library * library, context.open_library());
    return query::find_unit(library->database(), name);
}

std::string in_words(std::string_view unit) {
    return unit.empty() ? "without a unit" : fmt::format("in {}", Screen::visible(unit));
}

Result<Measure> read_measure(const MeasureOptions& options, Context& context) {
    Measure measure;
    ATTUNE_TRY(measure.name, journal::measure_name(*options.name));
    ATTUNE_TRY(const journal::MeasuredValue value, journal::measured_value(*options.value));
    measure.number = value.number;
    std::optional<std::string> said;
    if (!value.unit.empty()) said = value.unit;
    if (options.unit) {
        ATTUNE_TRY(const std::string unit, journal::measure_unit(*options.unit));
        if (said && *said != unit) {
            return fail(ErrorKind::Usage, fmt::format("two units: '{}' and '{}'", *said, unit),
                        "give one of them");
        }
        said = unit;
    }
    ATTUNE_TRY(const auto known, known_unit(context, measure.name));
    if (known && said && *known != *said) {
        return fail(ErrorKind::Refused,
                    fmt::format("'{}' is measured {}, not {}", measure.name, in_words(*known),
                                in_words(*said)),
                    "give the number in that unit, or use another name for this one");
    }
    measure.unit = said ? *said : known.value_or("");
    if (options.phase) measure.phase = *options.phase;
    return measure;
}

Result<ExitCode> run(const MeasureOptions& options, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(const journal::Moment at,
               journal::parse_when(options.at.value_or("now"), now, journal::Direction::Past));
    ATTUNE_TRY(const Measure measure, read_measure(options, context));
    journal::Record record = journal::record_of(measure, at);
    const std::string summary = journal::describe_measures(record);
    return write_new(context, std::move(record), now.today(), "measured", {.summary = summary});
}

// ---- list ----

struct ListOptions {};

void describe_list(OptionSet& /*options*/, ListOptions& /*list*/) {
}

nlohmann::ordered_json as_json(const query::MeasureUse& use) {
    return {{"name", use.name},
            {"unit", use.unit},
            {"n", use.times},
            {"last",
             {{"value", use.last_number},
              {"phase", use.last_phase},
              {"local_day", use.last_day.iso()}}}};
}

Result<ExitCode> run_list(const ListOptions& /*list*/, Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const auto uses, query::load_measures(library->database()));
    ATTUNE_TRY(const journal::Now now, current_now(context));
    Screen& screen = context.screen();
    if (context.global().json) {
        auto list = nlohmann::ordered_json::array();
        for (const query::MeasureUse& use : uses)
            list.push_back(as_json(use));
        const nlohmann::ordered_json document{{"schema", 1}, {"measures", std::move(list)}};
        ATTUNE_CHECK(screen.print_json(
            document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n"));
        return ExitCode::Done;
    }
    int width = 0;
    for (const query::MeasureUse& use : uses)
        width = std::max(width, column_width(use.name));
    for (const query::MeasureUse& use : uses) {
        if (context.global().porcelain) {
            ATTUNE_CHECK(screen.print_raw(
                fmt::format("{}\t{}\t{}\t{}\t{}\n", escape_cell(use.name), escape_cell(use.unit),
                            use.times, shortest_number(use.last_number), use.last_day.iso())));
            continue;
        }
        const std::string unit = use.unit.empty() ? "" : " " + Screen::visible(use.unit);
        const std::string name = Screen::visible(use.name);
        ATTUNE_CHECK(
            screen.print(screen.accessible()
                             ? fmt::format("measure: {}\ntimes: {}\nlast: {}{}\nwhen: {}\n\n", name,
                                           use.times, shortest_number(use.last_number), unit,
                                           journal::describe_day(use.last_day, now.today()))
                             : fmt::format("{}  {}, last {}{} on {}\n", pad_right(name, width),
                                           counted(use.times, "value", "values"),
                                           shortest_number(use.last_number), unit,
                                           journal::describe_day(use.last_day, now.today()))));
    }
    if (uses.empty() && !context.global().porcelain) screen.say("nothing was measured yet");
    return ExitCode::Done;
}

constexpr const char* kDetails =
    "No passphrase is needed. A name keeps its unit: another one is refused, which is seen only "
    "while the store is unlocked. Of hrv_rmssd and hrv_sdnn (ms), heart_rate and "
    "resting_heart_rate (bpm) the unit is known from the start. 'attune list --kind measure' shows "
    "single numbers, the view 'measure' of 'attune sql' has them all.\n"
    "\n"
    "  attune measure hrv_rmssd 42 --phase pre\n"
    "  attune measure sleep 7.5h --at \"this morning\"\n";

}  // namespace

const Command kMeasure{.name = "measure",
                       .summary = "keep a number with its unit: a heart rate, hours of sleep",
                       .group = Group::Practise,
                       .needs = Needs::Nothing,
                       .invoke = invoke<MeasureOptions, describe, run>,
                       .details = kDetails};

const Command kMeasureAdd{.name = "measure add",
                          .summary = "the same as 'measure'",
                          .group = Group::Practise,
                          .needs = Needs::Nothing,
                          .invoke = invoke<MeasureOptions, describe, run>,
                          .details = kDetails};

const Command kMeasureList{
    .name = "measure list",
    .summary = "what was measured: names, units, the last number",
    .group = Group::Practise,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<ListOptions, describe_list, run_list>,
    .details =
        "--json: {\"schema\":1,\"measures\":[{\"name\",\"unit\",\"n\",\"last\":{\"value\","
        "\"phase\",\"local_day\"}}]}. --porcelain: name, unit, n, last value, its day.\n"};

}  // namespace attune::cli
