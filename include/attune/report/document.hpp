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
///
/// Charts carry a title, a `description` that says the whole chart in a sentence or two, and a
/// `twin`: a table with every number that is drawn. Pages show all three; accessible text and
/// Markdown show description and twin; plain text shows a small drawing and the description, and
/// the twin as well while it is short.
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
    /// Where the amount likely lies, in the unit of `value`; drawn as a whisker.
    std::optional<stats::Interval> interval = {};
    /// What to print for the amount: "7 of 18, 39 %, likely between 20 % and 61 %". Empty prints
    /// the number, with its interval behind it where there is one.
    std::string text = {};
};

/// Amounts side by side. Each bar stands beside its words, so the chart needs no twin.
struct Bars {
    std::string title;  ///< for readers who cannot see the bars
    std::string unit;   ///< what is counted, in the plural: "entries"
    std::vector<Bar> bars;
    /// The amount of a whole line: 1 for shares. Without it the largest amount or end of an
    /// interval is.
    std::optional<double> full = {};
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

/// One week of a level over time: a median, a mean. `value` and `band` are missing where there is
/// too little to say; `count` says how many records it rests on.
struct LevelPoint {
    CivilDay first;
    std::optional<double> value;
    std::optional<stats::Interval> band;
    long count = 0;
};

/// A day of a line worth a word: "start of the programme", "likely change".
struct LineMark {
    CivilDay day;
    std::string label;
};

/// A level on a scale from `low` to `high`, week by week, with its interval as a band.
struct LevelLine {
    std::string title;
    std::string description;  ///< the whole chart in words
    double low = 0;
    double high = 10;
    std::vector<LevelPoint> points;  ///< every week in order, those without a value as well
    /// Values of a straight line at the first and the last point; only for a trend that was tested.
    std::optional<std::pair<double, double>> trend = {};
    std::vector<LineMark> marks = {};
    Table twin;  ///< the same in words, for every reader
};

/// How many entries fall into one part of one weekday, and the median of what was rated in them.
struct TimeCell {
    long count = 0;
    std::optional<double> median = {};
};

/// Entries by weekday and part of the day, shaded by count. The day is the day of the journal, so
/// the night stands behind the evening it follows.
struct TimeGrid {
    std::string title;
    std::string description;                   ///< the whole chart in words
    std::vector<std::string> bands;            ///< parts of the day in order: "04-08", "08-12"
    std::vector<std::string> days;             ///< the rows in order: "Mon", "Tue"
    std::vector<std::vector<TimeCell>> cells;  ///< one row for each of `days`, a cell for each band
    std::string median_of =
        {};      ///< what the medians are of: "peak, 0 to 10"; empty without medians
    Table twin;  ///< the same in words, for every reader
};

/// Medians before and after one way of coping, over the moments rated twice.
struct SlopePair {
    std::string label;
    double before = 0;
    double after = 0;
    long pairs = 0;
    std::string text = {};  ///< the same in words: "7 -> 4, 9 pairs"; empty makes these words
};

/// From before to after, a line each, on a scale from `low` to `high`.
struct SlopePairs {
    std::string title;
    std::string description;  ///< the whole chart in words
    double low = 0;
    double high = 10;
    std::vector<SlopePair> rows;
    Table twin;  ///< the same in words, for every reader
};

/// Predictions of about the same probability. `came_true` is a share between 0 and 1 with its
/// interval; both are missing where there are too few.
struct CalibrationBin {
    std::string label;     ///< "34-66 %"
    double predicted = 0;  ///< mean of the predictions, 0 to 1
    std::optional<double> came_true = {};
    std::optional<stats::Interval> interval = {};
    long count = 0;
};

/// What was predicted, to the right, against what came true, upwards. On the diagonal both agree.
struct CalibrationPlot {
    std::string title;
    std::string description;  ///< the whole chart in words
    std::vector<CalibrationBin> bins;
    Table twin;  ///< the same in words, for every reader
};

/// What a reliable change index says of one score against another. `Unjudged` where no measure of
/// error is cited, `Unclear` where the difference could be error.
enum class ChangeMark { Unjudged, Unclear, Lower, Higher };

/// One taking of a questionnaire on one scale.
struct HistoryPoint {
    CivilDay day;
    std::optional<double> score;
    std::optional<stats::Interval> range = {};
    ChangeMark since_first = ChangeMark::Unjudged;
    ChangeMark since_previous = ChangeMark::Unjudged;
};

/// One scale of one person, in the order of time.
struct HistoryLine {
    std::string label;  ///< "Anxiety, with sam"
    std::vector<HistoryPoint> points;
};

/// Scores of questionnaires over time on one scale from `low` to `high`; days are drawn at their
/// distance from each other.
struct ScoreHistory {
    std::string title;
    std::string description;  ///< the whole chart in words
    double low = 0;
    double high = 1;
    std::vector<HistoryLine> lines;
    Table twin;  ///< the same in words, for every reader
};

/// One week of an amount. Missing where nothing was recorded, which is not 0.
struct WeekAmount {
    CivilDay first;
    std::optional<double> amount;
};

/// An amount for each week, as bars: minutes of practice.
struct WeekBars {
    std::string title;
    std::string description;  ///< the whole chart in words
    std::string unit;         ///< what is counted, in the plural: "minutes"
    std::vector<WeekAmount> weeks;
    std::vector<LineMark> marks = {};
    Table twin;  ///< the same in words, for every reader
};

/// One value for each of some weeks, from the oldest to the newest; a gap where there is too little
/// to say.
struct SparkRow {
    std::string label;
    std::vector<std::optional<double>> values;
    double low = 0;  ///< ends of the scale the heights are drawn on
    double high = 10;
    std::string last = {};  ///< the newest value in words: "6", "39 %"
    long count = 0;         ///< how many records the row rests on
};

/// Small lines below each other, the same weeks in each.
struct SparkTable {
    std::string title;
    std::string description;  ///< the whole chart in words
    std::string span;         ///< what a line covers: "6 weeks to 8 Mar"
    std::vector<SparkRow> rows;
    Table twin;  ///< the same in words, for every reader
};

using Block = std::variant<KeyValue, Note, Command, Bars, Table, HeatStrip, ShareLine, LevelLine,
                           TimeGrid, SlopePairs, CalibrationPlot, ScoreHistory, WeekBars,
                           SparkTable, ScoreRows, PlaceMap>;

struct Section {
    /// Charts that would not fit the order and length of the text report stand on the page alone;
    /// what such a chart says again stands in text alone.
    enum class Reach { Everywhere, PageOnly, TextOnly };
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
