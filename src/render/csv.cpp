#include "attune/render/csv.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "attune/base/csv.hpp"
#include "attune/base/text.hpp"

namespace attune::render {

namespace {

using report::Machine;

constexpr std::array<std::string_view, 11> kEstimates = {
    "share", "estimate",   "median", "mean",  "value", "score",
    "slope", "difference", "effect", "skill", "hits"};
constexpr std::array<std::string_view, 8> kNames = {"slug", "id",  "name",  "label",
                                                    "key",  "day", "first", "date"};

/// Where `value` and `text` stand in kReportCsvHeader.
constexpr std::size_t kValueColumn = 4;
constexpr std::size_t kTextColumn = 5;

/// What stands beside the estimate of a figure.
struct Beside {
    std::string n;
    std::string low;
    std::string high;
    std::string level;
    std::string method;
};

/// A number or word as it stands in a cell; empty for null, lists and members.
std::string cell_of(const Machine& value) {
    const auto& content = value.content();
    if (const auto* whole = std::get_if<std::int64_t>(&content)) return std::to_string(*whole);
    if (const auto* number = std::get_if<double>(&content))
        return std::isfinite(*number) ? shortest_number(*number) : std::string();
    if (const auto* truth = std::get_if<bool>(&content)) return *truth ? "true" : "false";
    if (const auto* text = std::get_if<std::string>(&content)) return make_visible(*text, true);
    return {};
}

std::string cell_of(const Machine* value) {
    return value == nullptr ? std::string() : cell_of(*value);
}

bool is_number(const Machine& value) {
    return std::holds_alternative<std::int64_t>(value.content()) ||
           std::holds_alternative<double>(value.content());
}

bool is_scalar(const Machine& value) {
    return !std::holds_alternative<Machine::List>(value.content()) &&
           !std::holds_alternative<Machine::Members>(value.content());
}

class Rows {
  public:
    Rows(std::string report, bool spreadsheet)
        : report_(std::move(report)), spreadsheet_(spreadsheet) {
        if (spreadsheet) out_ = kSpreadsheetStart;
        out_ += std::string(kReportCsvHeader) + "\r\n";
    }

    void walk(const std::vector<std::string>& path, const Machine& value) {
        if (const auto* list = std::get_if<Machine::List>(&value.content())) {
            for (std::size_t i = 0; i < list->size(); ++i) {
                std::vector<std::string> inner = path;
                inner.push_back(name_of((*list)[i], i));
                walk(inner, (*list)[i]);
            }
        } else if (std::holds_alternative<Machine::Members>(value.content())) {
            members(path, value);
        } else {
            row(path, value, {});
        }
    }

    [[nodiscard]] std::string take() && { return std::move(out_); }

  private:
    static std::string name_of(const Machine& element, std::size_t index) {
        for (const std::string_view name : kNames) {
            const Machine* found = element.find(std::string(name));
            if (found != nullptr && std::holds_alternative<std::string>(found->content()))
                return cell_of(*found);
        }
        return std::to_string(index + 1);
    }

    void members(const std::vector<std::string>& path, const Machine& figure) {
        const Machine* range = figure.find("interval");
        const bool apart =
            range != nullptr && std::holds_alternative<Machine::Members>(range->content());
        if (!apart) range = &figure;
        Beside beside{.n = cell_of(figure.find("n")),
                      .low = cell_of(range->find("low")),
                      .high = cell_of(range->find("high")),
                      .level = cell_of(range->find("level")),
                      .method = cell_of(range->find("method"))};
        const Machine* whole_n = figure.find("n");
        if (whole_n != nullptr && !is_number(*whole_n)) beside.n.clear();
        if (beside.method.empty()) beside.method = cell_of(figure.find("method"));
        std::string_view estimate;
        for (const std::string_view name : kEstimates) {
            const Machine* found = figure.find(std::string(name));
            if (found == nullptr || !is_scalar(*found) ||
                std::holds_alternative<std::string>(found->content()))
                continue;
            estimate = name;
            break;
        }
        const bool ranged = range->find("low") != nullptr && range->find("high") != nullptr;
        const bool carried = !estimate.empty() || ranged;
        if (estimate.empty() && ranged) row(path, {}, beside);
        for (const auto& member : std::get<Machine::Members>(figure.content())) {
            if (carried && is_carried(member.first, member.second, apart)) continue;
            std::vector<std::string> inner = path;
            inner.push_back(member.first);
            if (member.first == estimate) {
                row(inner, member.second, beside);
            } else {
                walk(inner, member.second);
            }
        }
    }

    /// Members that stand in columns of their own.
    static bool is_carried(const std::string& name, const Machine& value, bool apart) {
        if (name == "n") return is_number(value) || value.is_null();
        if (name == "method") return true;
        if (name == "interval") return apart || value.is_null();
        return !apart && (name == "low" || name == "high" || name == "level");
    }

    void row(const std::vector<std::string>& path, const Machine& value, const Beside& beside) {
        const bool number = is_number(value);
        std::vector<std::string> between;
        for (std::size_t i = 1; i + 1 < path.size(); ++i)
            between.push_back(path[i]);
        const std::array<std::string, 11> cells = {report_,
                                                   path.size() > 1 ? path.front() : "",
                                                   join(between, "/"),
                                                   path.back(),
                                                   number ? cell_of(value) : "",
                                                   number ? "" : cell_of(value),
                                                   beside.n,
                                                   beside.low,
                                                   beside.high,
                                                   beside.level,
                                                   beside.method};
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i > 0) out_ += ',';
            // The columns of numbers hold nothing else.
            const bool words = i < kValueColumn || i == kTextColumn || i + 1 == cells.size();
            append_csv_cell(out_, spreadsheet_ && words ? spreadsheet_words(cells[i]) : cells[i]);
        }
        out_ += "\r\n";
    }

    std::string report_;
    bool spreadsheet_;
    std::string out_;
};

}  // namespace

std::string render_csv(const report::Document& document, bool spreadsheet) {
    Rows rows(make_visible(document.kind), spreadsheet);
    if (const auto* members = std::get_if<Machine::Members>(&document.machine.content())) {
        for (const auto& member : *members)
            rows.walk({member.first}, member.second);
    }
    for (const report::Suppressed& one : document.suppressed)
        rows.walk({"suppressed", one.name}, one.rule);
    return std::move(rows).take();
}

}  // namespace attune::render
