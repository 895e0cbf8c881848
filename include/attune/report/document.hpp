#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
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

/// A calendar of consecutive days, coloured by value between `low` and `high`. The first day is
/// the one its weeks begin with.
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

/// One number on its own scale, with the range it likely lies in.
struct ScoreRow {
    std::string label;
    std::optional<double> score;
    std::optional<stats::Interval> range;
    double low = 0;  ///< ends of the scale
    double high = 1;
    std::string text;  ///< the same in words, all that a reader needs
};

/// Numbers below each other. Drawn as a dot with its range on a line from `low` to `high`: on a
/// page always, in text where `strips` asks for it.
struct ScoreRows {
    std::string title;  ///< for readers who cannot see the lines
    std::vector<ScoreRow> rows;
    bool strips = false;
};

/// A point of a map, with the half axes of the region around it.
struct MapPoint {
    double x = 0;
    double y = 0;
    std::string label;  ///< "Sun 1 Mar", "sam"
    std::optional<double> x_half = {};
    std::optional<double> y_half = {};
};

struct MapAxis {
    std::string title;
    double low = 0;
    double high = 1;
    std::string low_word = {};
    std::string high_word = {};
};

/// Two scores as a place on a plane. `points` of one `path` are takings in the order of time, the
/// last one is now; otherwise they stand side by side.
struct PlaceMap {
    std::string title;
    std::string description;  ///< the whole map in words
    MapAxis right;
    MapAxis up;
    std::vector<std::vector<std::pair<double, double>>> borders;  ///< lines between regions
    /// What the corners are called, clockwise from the lower left; all empty where nothing is
    /// named.
    std::array<std::string, 4> corners;
    std::vector<MapPoint> points;
    bool path = true;
    Table twin;  ///< the same in words, for every reader
};

using Block =
    std::variant<KeyValue, Note, Command, Bars, Table, HeatStrip, ShareLine, ScoreRows, PlaceMap>;

struct Section {
    /// Charts that would not fit the order and length of the text report stand on the page alone.
    enum class Reach { Everywhere, PageOnly };
    std::string id;            ///< snake_case, stable
    std::string heading = {};  ///< "What helped"; may be empty
    std::string aside = {};  ///< behind the heading: "(before -> after, same scale)"; may be empty
    std::vector<Block> blocks = {};
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
