#include "cli/history_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/json_cursor.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/record_json.hpp"
#include "cli/now.hpp"
#include "cli/record_text.hpp"

namespace attune::cli {

namespace {

using store::HistoryStep;
using Facts = std::vector<std::pair<std::string, std::string>>;

constexpr int kDeviceDigits = 4;
constexpr int kRevisionDigits = 8;

Facts all_facts(const HistoryStep& step) {
    if (step.removed) return {};
    Facts facts{{"when", fmt::format("{} ({})", journal::iso_time(step.record.at),
                                     journal::precision_name(step.record.at.precision))}};
    for (auto& fact : facts_of(step.record)) {
        // What never changes tells nothing.
        if (fact.first != "source" && fact.first != "source key") facts.push_back(std::move(fact));
    }
    return facts;
}

std::string value_of(const Facts& facts, const std::string& name) {
    const auto found = std::find_if(facts.begin(), facts.end(),
                                    [&](const auto& fact) { return fact.first == name; });
    return found == facts.end() ? std::string() : found->second;
}

const HistoryStep* parent_of(const std::vector<HistoryStep>& steps, const HistoryStep& step) {
    for (const HistoryStep& other : steps) {
        if (!step.parents.empty() && other.revision == step.parents.front()) return &other;
    }
    return nullptr;
}

journal::Moment written_at(const HistoryStep& step, const journal::Now& now) {
    const auto utc =
        std::chrono::floor<std::chrono::seconds>(std::chrono::sys_time<std::chrono::milliseconds>(
            std::chrono::milliseconds(step.created_ms)));
    return journal::moment_at(utc, now.zone, now.day_start);
}

void member(std::string& out, std::string_view name, std::string_view text) {
    append_json_string(out, name);
    out += ':';
    append_json_string(out, text);
}

std::string as_json(const std::vector<HistoryStep>& steps, const RecordId& id,
                    const journal::Now& now) {
    std::string out = "{\"schema\":1,";
    member(out, "id", id.hex());
    out += ",\"versions\":[";
    for (const HistoryStep& step : steps) {
        const HistoryStep* before = parent_of(steps, step);
        out += &step == steps.data() ? "\n{" : ",\n{";
        member(out, "revision", step.revision.hex());
        out += ',';
        member(out, "written", journal::iso_time(written_at(step, now)));
        out += ',';
        member(out, "device", step.device.hex());
        out += ',';
        member(out, "what", step_name(before, step));
        out += ",\"parents\":[";
        for (const RevisionId& parent : step.parents)
            out += fmt::format("{}\"{}\"", out.back() == '[' ? "" : ",", parent.hex());
        out +=
            fmt::format("],\"shown\":{},\"conflict\":{},\"changes\":[", step.shown, step.conflict);
        if (before != nullptr) {
            for (const FieldChange& change : changes_between(*before, step)) {
                out += out.back() == '[' ? "{" : ",{";
                member(out, "field", change.name);
                for (const auto& [name, value] :
                     {std::pair{"before", change.before}, {"after", change.after}}) {
                    out += fmt::format(",\"{}\":", name);
                    if (value.empty()) {
                        out += "null";
                    } else {
                        append_json_string(out, value);
                    }
                }
                out += '}';
            }
        }
        out += "],\"entry\":";
        out += step.removed ? "null" : journal::encode_record(step.record);
        out += '}';
    }
    return out + "\n]}\n";
}

}  // namespace

std::vector<FieldChange> changes_between(const HistoryStep& before, const HistoryStep& after) {
    const Facts old_facts = all_facts(before);
    const Facts new_facts = all_facts(after);
    std::vector<FieldChange> changes;
    for (const auto& fact : new_facts) {
        std::string old = value_of(old_facts, fact.first);
        if (old != fact.second) changes.push_back({fact.first, std::move(old), fact.second});
    }
    for (const auto& fact : old_facts) {
        if (value_of(new_facts, fact.first).empty())
            changes.push_back({fact.first, fact.second, {}});
    }
    return changes;
}

std::string_view step_name(const HistoryStep* before, const HistoryStep& step) {
    if (step.removed) return "removed";
    if (before == nullptr) return step.imported ? "imported" : "added";
    return before->removed ? "restored" : "changed";
}

Status print_history(Context& context, const RecordId& id, const std::vector<HistoryStep>& steps) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    Screen& screen = context.screen();
    if (context.global().json) return screen.print_json(as_json(steps, id, now));
    for (const HistoryStep& step : steps) {
        const HistoryStep* before = parent_of(steps, step);
        const std::string origin =
            step.imported ? std::string()
                          : fmt::format("  on {}", step.device.hex().substr(0, kDeviceDigits));
        ATTUNE_CHECK(screen.print(fmt::format(
            "{}  {}{}{}\n", journal::describe_moment(written_at(step, now), now.today()),
            step_name(before, step), origin,
            step.conflict ? "  (written apart, not shown)"
            : step.shown  ? "  (shown now)"
                          : "")));
        Facts whole;
        if (before == nullptr) whole = all_facts(step);
        for (const auto& fact : whole) {
            ATTUNE_CHECK(screen.print(fmt::format("  {}: {}\n", Screen::visible(fact.first),
                                                  Screen::visible(fact.second))));
        }
        if (before == nullptr) continue;
        for (const FieldChange& change : changes_between(*before, step)) {
            // What is gone with the whole entry is not told piece by piece.
            if (step.removed || before->removed) break;
            ATTUNE_CHECK(screen.print(
                fmt::format("  {}: {} -> {}\n", Screen::visible(change.name),
                            change.before.empty() ? "(none)" : Screen::visible(change.before),
                            change.after.empty() ? "(none)" : Screen::visible(change.after))));
        }
    }
    return {};
}

std::vector<std::pair<std::string, std::string>> other_versions(
    const std::vector<HistoryStep>& steps, const journal::Now& now) {
    const auto shown = std::find_if(steps.begin(), steps.end(),
                                    [](const HistoryStep& step) { return step.shown; });
    std::vector<std::pair<std::string, std::string>> out;
    for (const HistoryStep& step : steps) {
        if (!step.conflict || shown == steps.end()) continue;
        std::vector<std::string> parts;
        if (step.removed) parts.emplace_back("removed");
        if (!step.removed) {
            for (const FieldChange& change : changes_between(*shown, step)) {
                parts.push_back(
                    fmt::format("{}: {}", change.name,
                                change.after.empty() ? std::string("(none)") : change.after));
            }
            if (parts.empty()) parts.emplace_back("the same");
        }
        out.emplace_back(
            step.revision.hex().substr(0, kRevisionDigits),
            fmt::format("{}  on {}  {}",
                        journal::describe_moment(written_at(step, now), now.today()),
                        step.device.hex().substr(0, kDeviceDigits), join(parts, "; ")));
    }
    return out;
}

}  // namespace attune::cli
