#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/report/machine.hpp"
#include "attune/stats/interval.hpp"

/// A report before it has a form. Builders fill a Document, renderers (room `render`) turn it into
/// terminal text, JSON or a page; no renderer computes and no builder knows widths, colours or
/// markup.
///
/// Sentences are English in plain ASCII, apart from words of the person. A line break inside a
/// value or a cell is a wish of the builder that text keeps and a page may ignore. Texts are raw:
/// each renderer escapes what its form needs.
namespace attune::report {

/// `label` and what there is to say about it: "Data", "18 trigger entries on 6 of 7 days".
struct KeyValue {
    std::string label;
    std::string value;
};

/// Sentences. `Under` lines up with the rows of tables, `Margin` with headings.
struct Note {
    enum class Place { Margin, Under };
    std::string text;
    Place place = Place::Margin;
};

/// Something to type, shown letter for letter.
struct Command {
    std::string text;
};

/// One amount of a bar chart. `value` is at least 0.
struct Bar {
    std::string label;
    double value = 0;
};

/// Amounts side by side, each with its number.
struct Bars {
    std::string title;  ///< for readers who cannot see the bars
    std::string unit;   ///< what is counted, in the plural: "entries"
    std::vector<Bar> bars;
};

struct Column {
    enum class Align { Left, Right };
    std::string name;  ///< shown as a heading on a page, before each value in accessible text
    Align align = Align::Left;
    int gap = 3;        ///< blank cells behind it in text
    int width_min = 0;  ///< cells it takes in text even when its values are shorter
};

/// A row with fewer cells than columns lets its last cell run to the end of the line.
struct Row {
    std::vector<std::string> cells;
};

struct Table {
    std::string title;  ///< for readers who cannot see the layout
    std::vector<Column> columns;
    std::vector<Row> rows;
};

/// One day of a calendar strip. `value` is missing where nothing was recorded; `count` says how
/// many it rests on.
struct DayCell {
    CivilDay day;
    std::optional<double> value;
    long count = 0;
};

/// A calendar of consecutive days, coloured by value between `low` and `high`.
struct HeatStrip {
    std::string title;
    std::string description;
    double low = 0;
    double high = 10;
    std::vector<DayCell> days;
    Table twin;  ///< the same in words, for every reader
};

/// One week of a share over time. `share` and `band` are missing where there is too little to say.
struct SharePoint {
    CivilDay first;
    std::optional<double> share;
    std::optional<stats::Interval> band;
    long count = 0;
};

/// A share between 0 and 1, week by week, with its interval as a band.
struct ShareLine {
    std::string title;
    std::string description;
    std::vector<SharePoint> points;
    Table twin;  ///< the same in words, for every reader
};

using Block = std::variant<KeyValue, Note, Command, Bars, Table, HeatStrip, ShareLine>;

struct Section {
    /// Charts that would not fit the order and length of the text report stand on the page alone.
    enum class Reach { Everywhere, PageOnly };
    std::string id;       ///< snake_case, stable
    std::string heading;  ///< "What helped"; may be empty
    std::string aside;    ///< behind the heading: "(before -> after, same scale)"; may be empty
    std::vector<Block> blocks;
    Reach reach = Reach::Everywhere;
};

/// A statement that was left out because there is too little to rest it on, and the rule that says
/// so:
/// {"comparison", "20 earlier entries needed, 12 present"}.
struct Suppressed {
    std::string name;
    std::string rule;
};

struct Document {
    std::string kind;    ///< "week"
    std::string title;   ///< "Attune weekly"
    std::string period;  ///< "Mon 2 Mar - Sun 8 Mar 2026"
    std::vector<Section> sections;
    Machine machine = Machine::members();
    std::vector<Suppressed> suppressed;
};

}  // namespace attune::report
