#include <functional>
#include <regex>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "attune/base/text.hpp"
#include "attune/render/csv.hpp"
#include "attune/render/html.hpp"
#include "attune/render/json.hpp"
#include "attune/render/markdown.hpp"
#include "attune/render/text.hpp"
#include "support/charts.hpp"

using namespace attune;
using namespace attune::render;

namespace {

const std::string kHostile =
    "</script></style></title>--><svg onload=x><b a=\"1\" c='2'>&amp; ]]> `|` "
    "\xe2\x80\xae\x1b[31m\x9b\r\n# x";

void spoil(std::string& text) {
    text = kHostile;
}

void spoil(report::Table& table) {
    spoil(table.title);
    for (report::Column& column : table.columns)
        spoil(column.name);
    for (report::Row& row : table.rows) {
        for (std::string& cell : row.cells)
            spoil(cell);
    }
}

/// Puts the words into every text of every chart.
struct Spoiler {
    void operator()(report::Bars& chart) const {
        spoil(chart.title);
        spoil(chart.unit);
        for (report::Bar& bar : chart.bars) {
            spoil(bar.label);
            spoil(bar.text);
        }
    }
    void operator()(report::HeatStrip& chart) const { common(chart); }
    void operator()(report::ShareLine& chart) const { common(chart); }
    void operator()(report::LevelLine& chart) const {
        common(chart);
        for (report::LineMark& mark : chart.marks)
            spoil(mark.label);
    }
    void operator()(report::TimeGrid& chart) const {
        common(chart);
        spoil(chart.median_of);
        spoil(chart.bands.front());
        spoil(chart.days.front());
    }
    void operator()(report::SlopePairs& chart) const {
        common(chart);
        for (report::SlopePair& pair : chart.rows) {
            spoil(pair.label);
            spoil(pair.text);
        }
    }
    void operator()(report::CalibrationPlot& chart) const {
        common(chart);
        spoil(chart.bins.front().label);
    }
    void operator()(report::ScoreHistory& chart) const {
        common(chart);
        for (report::HistoryLine& line : chart.lines)
            spoil(line.label);
    }
    void operator()(report::WeekBars& chart) const {
        common(chart);
        spoil(chart.unit);
        spoil(chart.marks.front().label);
    }
    void operator()(report::SparkTable& chart) const {
        common(chart);
        spoil(chart.span);
        for (report::SparkRow& row : chart.rows) {
            spoil(row.label);
            spoil(row.last);
        }
    }
    template <typename Other>
    void operator()(Other& /*block*/) const {}

    template <typename Chart>
    static void common(Chart& chart) {
        spoil(chart.title);
        spoil(chart.description);
        spoil(chart.twin);
    }
};

report::Document spoiled() {
    report::Document document = testing::chart_document();
    spoil(document.title);
    spoil(document.period);
    for (report::Section& section : document.sections) {
        spoil(section.heading);
        spoil(section.aside);
        for (report::Block& block : section.blocks)
            std::visit(Spoiler{}, block);
    }
    document.machine.set("said", kHostile);
    document.machine.set("list", report::Machine::list().push(
                                     report::Machine::members().set("slug", kHostile).set("n", 3)));
    return document;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// Nothing in the text but line breaks changes what a terminal or an editor shows.
void expect_quiet(const std::string& text) {
    CHECK(is_utf8(text));
    CHECK_FALSE(has(text, "\x1b"));
    CHECK_FALSE(has(text, "\xe2\x80\xae"));
    CHECK_FALSE(has(text, "\xc2\x9b"));
}

}  // namespace

TEST_CASE("no text of a chart becomes markup, an attribute or a script of the page") {
    const std::string html = render_html(spoiled());
    expect_quiet(html);
    CHECK_FALSE(has(html, "<b "));
    CHECK_FALSE(has(html, "</script"));
    CHECK_FALSE(has(html, "-->"));
    CHECK_FALSE(has(html, "<svg onload"));
    CHECK_FALSE(has(html, "\"1\""));
    CHECK(has(html, "&lt;/script&gt;"));
    // One style and one title, both ours.
    const auto count = [&](const char* pattern) {
        const std::regex regex(pattern);
        return std::distance(std::sregex_iterator(html.begin(), html.end(), regex),
                             std::sregex_iterator());
    };
    CHECK(count("</style>") == 1);
    CHECK(count("<svg class=\"chart") == 8);
    CHECK(count("onload=x&gt;") > 20);
}

TEST_CASE("no text of a chart reaches a terminal as a code, at any width") {
    for (const int width : {40, 80}) {
        for (const bool accessible : {false, true}) {
            const std::string text =
                render_text(spoiled(), {.width = width, .accessible = accessible});
            expect_quiet(text);
            CHECK(has(text, "\\x1b[31m"));
        }
        for (const char c : render_text(spoiled(), {.width = width, .ascii = true}))
            REQUIRE((c == '\n' || (c >= 0x20 && c < 0x7F)));
    }
}

TEST_CASE("no text of a chart becomes Markdown") {
    const std::string text = render_markdown(spoiled());
    expect_quiet(text);
    CHECK_FALSE(std::regex_search(text, std::regex("(^|[^\\\\])<")));
    CHECK_FALSE(has(text, " `"));
    CHECK(has(text, "\\<svg onload=x\\>"));
    // Every line is ours: headings, tables and paragraphs that begin with the words.
    for (const auto line : split(text, '\n')) {
        INFO(line);
        CHECK((line.empty() || line.starts_with("# ") || line.starts_with("## ") ||
               line.starts_with("| ") || line.starts_with("\\</script\\>")));
    }
}

TEST_CASE("CSV and JSON hold the words and stay what they are") {
    const std::string csv = render_csv(spoiled());
    expect_quiet(csv);
    CHECK(has(csv, "charts,,,said,,\"</script>"));
    const std::string json = render_json(spoiled());
    expect_quiet(json);
    CHECK(nlohmann::json::accept(json));
}
