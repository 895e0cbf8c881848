#include "attune/journal/program.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/counted.hpp"

namespace attune::journal {

namespace {

constexpr int kStartLead = 14;
constexpr int kStartLag = 6;
constexpr int kMiddleReach = 7;
constexpr int kEndLead = 6;
constexpr int kEndLag = 14;
/// A record that claims more is damaged or not ours.
constexpr int kMostDays = 3660;

std::optional<int> days_in(const Record& record, std::string_view key) {
    for (const Value& value : record.values) {
        if (value.key != key || value.phase != "item") continue;
        if (value.number != std::floor(value.number)) return std::nullopt;
        if (value.number < 0 || value.number > kMostDays) return std::nullopt;
        return static_cast<int>(value.number);
    }
    return std::nullopt;
}

bool is_stop(const Record& record) {
    return std::any_of(record.tags.begin(), record.tags.end(), [](const Tag& tag) {
        return tag.facet == kProgramKind && tag.slug == "stop";
    });
}

}  // namespace

CivilDay Program::last() const {
    const CivilDay planned = begins + (days - 1);
    if (!stopped) return planned;
    return std::max(begins - 1, std::min(planned, *stopped));
}

Record record_of(const Program& program, const Moment& at) {
    Record record;
    record.kind = kProgramKind;
    record.at = at;
    record.text = describe_program(program);
    const auto add = [&](const char* key, int days) {
        record.values.push_back({key, "item", static_cast<double>(days), "d"});
    };
    add("begins_after", program.begins - at.local_day);
    add("length", program.days);
    if (program.window > 0) {
        add("window", program.window);
        add("window_after", program.window_first - at.local_day);
    }
    for (const std::string& id : program.questionnaires)
        record.tags.push_back({"quiz", id});
    return record;
}

std::optional<Program> program_of(const Record& record, const std::vector<Record>& later) {
    if (record.kind != kProgramKind) return std::nullopt;
    const auto begins = days_in(record, "begins_after");
    const auto length = days_in(record, "length");
    if (!begins || !length || *length < 1) return std::nullopt;
    Program program;
    program.id = record.id;
    program.set_up = record.at.local_day;
    program.begins = program.set_up + *begins;
    program.days = *length;
    const auto window = days_in(record, "window");
    const auto after = days_in(record, "window_after");
    if (window && after && *window > 0 && *begins >= *after && *begins < *after + *window) {
        program.window = *window;
        program.window_first = program.set_up + *after;
    }
    for (const Tag& tag : record.tags)
        if (tag.facet == "quiz") program.questionnaires.push_back(tag.slug);
    for (const Record& one : later) {
        if (is_stop(one) && (!program.stopped || one.at.local_day < *program.stopped))
            program.stopped = one.at.local_day;
    }
    return program;
}

std::vector<DuePoint> due_points(const Program& program) {
    std::vector<DuePoint> points;
    points.push_back({"start", program.begins - kStartLead, program.begins + kStartLag});
    const CivilDay middle = program.begins + program.days / 2;
    if (!program.stopped || *program.stopped >= middle)
        points.push_back({"middle", middle - kMiddleReach, middle + (kMiddleReach - 1)});
    const CivilDay last = program.last();
    points.push_back({"end", last - kEndLead, last + kEndLag});
    return points;
}

std::string describe_program(const Program& program) {
    const std::string length = program.days % 7 == 0 ? counted(program.days / 7, "week", "weeks")
                                                     : counted(program.days, "day", "days");
    return fmt::format("{} from {} {} {} {}", length, program.begins.weekday_name(),
                       static_cast<unsigned>(program.begins.ymd().day()),
                       program.begins.month_name(), static_cast<int>(program.begins.ymd().year()));
}

}  // namespace attune::journal
