#include "cli/programs.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/report/threads.hpp"
#include "attune/store/assessment.hpp"

namespace attune::cli {

namespace {

constexpr int kMostTakings = 1000;
constexpr long long kMostDays = 366;

}  // namespace

Result<std::vector<journal::Program>> load_programs(Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(
        const auto threads,
        report::load_threads(
            library->database(), [library](std::int64_t row) { return library->load_row(row); },
            journal::kProgramKind));
    std::vector<journal::Program> programs;
    for (const report::Thread& thread : threads) {
        if (auto program = journal::program_of(thread.first, thread.later))
            programs.push_back(*std::move(program));
    }
    return programs;
}

std::optional<journal::Program> newest_program(const std::vector<journal::Program>& programs) {
    if (programs.empty()) return std::nullopt;
    return programs.back();
}

Result<std::vector<DueQuiz>> load_due(Context& context, const journal::Program& program) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    const auto points = journal::due_points(program);
    std::vector<DueQuiz> out;
    for (const journal::DuePoint& point : points)
        for (const std::string& id : program.questionnaires)
            out.push_back({id, point});
    for (const std::string& id : program.questionnaires) {
        ATTUNE_TRY(const auto rows,
                   store::find_takings(library->database(), id, std::nullopt, kMostTakings));
        for (const std::int64_t row : rows) {
            ATTUNE_TRY(const journal::Record record, library->load_row(row));
            const CivilDay day = record.at.local_day;
            for (DueQuiz& due : out) {
                if (due.questionnaire != id || day < due.point.first || day > due.point.last)
                    continue;
                due.taken = due.taken ? std::min(*due.taken, day) : day;
            }
        }
    }
    return out;
}

Result<int> parse_days(const std::string& flag, std::string_view text) {
    std::string_view rest = trim(text);
    const auto end = rest.find_first_not_of("0123456789");
    const auto number = parse_integer(rest.substr(0, end));
    const std::string unit =
        lower_ascii(trim(end == std::string_view::npos ? "" : rest.substr(end)));
    const bool weeks = unit == "w" || unit == "week" || unit == "weeks";
    const bool known = weeks || unit.empty() || unit == "d" || unit == "day" || unit == "days";
    const long long days = number ? *number * (weeks ? 7 : 1) : 0;
    if (!number || !known || *number < 1 || *number > kMostDays || days > kMostDays) {
        return fail(ErrorKind::Usage, fmt::format("'{}' takes a number of days", flag),
                    fmt::format("'{} 21d' or '{} 3w', up to a year", flag, flag));
    }
    return static_cast<int>(days);
}

}  // namespace attune::cli
