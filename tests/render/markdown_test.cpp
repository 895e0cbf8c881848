#include "attune/render/markdown.hpp"

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/report/week.hpp"
#include "support/charts.hpp"
#include "support/golden.hpp"
#include "support/week_data.hpp"

using namespace attune;
using render::render_markdown;
using testing::golden;

namespace {

std::string with(report::Block block) {
    report::Document document;
    document.title = "T";
    document.sections.push_back({.id = "one", .blocks = {std::move(block)}});
    return render_markdown(document);
}

}  // namespace

TEST_CASE("a full week and all charts as Markdown are their golden files") {
    const std::string week = render_markdown(report::build_week(testing::example_week()));
    CHECK(week == golden("week_full.md", week));
    const std::string charts = render_markdown(testing::chart_document());
    CHECK(charts == golden("charts.md", charts));
}

TEST_CASE("words of the person cannot become Markdown or HTML") {
    const std::string text = render_markdown(report::build_week(testing::hostile_week()));
    CHECK(text.find("<b>") == std::string::npos);
    CHECK(text.find("\\<b\\>\"x\"\\&'\\\\x1b\\[31m") != std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(is_utf8(text));
    CHECK(with(report::Note{"</script> *a* _b_ `c` [d](e) | ~f~ & \xe2\x80\xae"}) ==
          "# T\n\n\\</script\\> \\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\| \\~f\\~ \\& \\\\u{202e}\n");
}

TEST_CASE("no line of the person starts a heading, a list, a quote or a table") {
    CHECK(with(report::Note{"# one"}) == "# T\n\n\\# one\n");
    CHECK(with(report::Note{"- one"}) == "# T\n\n\\- one\n");
    CHECK(with(report::Note{"12. one"}) == "# T\n\n12\\. one\n");
    CHECK(with(report::Note{"> one"}) == "# T\n\n\\> one\n");
    CHECK(with(report::Note{"a\n| b\n=== c"}) == "# T\n\na \\| b === c\n");
    CHECK(with(report::KeyValue{"Data", "one\n- two"}) == "# T\n\n**Data:** one  \n\\- two\n");
}

TEST_CASE("a pipe or a line break in a cell stays in its cell") {
    report::Table table{.title = "t", .columns = {{.name = "a|b"}, {.name = "n"}}, .rows = {}};
    table.columns[1].align = report::Column::Align::Right;
    table.rows = {{{"x|y\nz", "1"}}, {{"runs on"}}};
    CHECK(with(table) == "# T\n\n| a\\|b | n |\n| --- | ---: |\n| x\\|y z | 1 |\n| runs on |  |\n");
}

TEST_CASE("a command with backticks is fenced by more of them") {
    CHECK(with(report::Command{"a ``` b"}) == "# T\n\n````\na ``` b\n````\n");
}

TEST_CASE("bars say the ends of their intervals where their words do not") {
    const std::string text = with(testing::interval_bars());
    CHECK(text.find("| hurt | 18 of 36, 50 % (34 % to 66 %) |") != std::string::npos);
    CHECK(text.find("| calm | 0 of 36 (0 % to 10 %) |") != std::string::npos);
}
