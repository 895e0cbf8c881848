#pragma once

#include <algorithm>
#include <string>

#include "attune/base/text.hpp"
#include "attune/report/document.hpp"

namespace attune::testing {

/// Puts down every sentence of a document, one a line; cells of a row between bars.
class Sentences {
  public:
    explicit Sentences(const report::Document& document) {
        add(document.title);
        add(document.period);
        for (const report::Section& section : document.sections) {
            add(section.heading + section.aside);
            for (const report::Block& block : section.blocks)
                std::visit([this](const auto& one) { put(one); }, block);
        }
        for (const report::Suppressed& one : document.suppressed)
            add(one.name + ": " + one.rule);
    }
    [[nodiscard]] std::string take() && { return std::move(out_); }

  private:
    void add(const std::string& text) { out_ += text + "\n"; }
    void put(const report::KeyValue& pair) { add(pair.label + " | " + pair.value); }
    void put(const report::Note& note) { add(note.text); }
    void put(const report::Command&) {}
    void put(const report::Bars& bars) {
        for (const report::Bar& bar : bars.bars) {
            const std::string number = shortest_number(bar.value);
            add(bar.label + " | " + (bar.text.empty() ? number : bar.text));
        }
    }
    void put(const report::Table& table) {
        add(table.title);
        for (const report::Column& column : table.columns)
            add(column.name);
        for (const report::Row& row : table.rows)
            add(join(row.cells, " | "));
    }
    void put(const report::ScoreRows& scores) {
        for (const report::ScoreRow& row : scores.rows)
            add(row.label + " | " + row.text);
    }
    template <typename Chart>
    void put(const Chart& chart) {
        add(chart.title + chart.description);
        put(chart.twin);
    }

    std::string out_;
};

inline std::string sentences(const report::Document& document) {
    return Sentences(document).take();
}

}  // namespace attune::testing
