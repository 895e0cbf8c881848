#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/render/html.hpp"
#include "attune/render/text.hpp"
#include "support/charts.hpp"
#include "support/golden.hpp"

using namespace attune;
using namespace attune::render;
using testing::golden;

TEST_CASE("every chart says its description, in text, accessible text and on the page") {
    const report::Document document = testing::chart_document();
    const std::string plain = render_text(document, {.width = 200, .ascii = true});
    const std::string spoken = render_text(document, {.width = 200, .accessible = true});
    const std::string page = render_html(document);
    for (const std::string_view words :
         {"53 weeks; 122 days rated", "Share answered rather than reacted to", "it fell by 0.5",
          "36 entries; most on weekday evenings", "such drops also come without coping",
          "trouble came less often than expected", "anxiety went from 5.3 to 3.9",
          "nothing recorded in one of them", "peak and share responded over six weeks"}) {
        INFO(words);
        CHECK(plain.find(words) != std::string::npos);
        CHECK(spoken.find(words) != std::string::npos);
        CHECK(page.find(words) != std::string::npos);
    }
}

TEST_CASE("accessible text and the page carry every twin") {
    const report::Document document = testing::chart_document();
    const std::string spoken = render_text(document, {.width = 200, .accessible = true});
    const std::string page = render_html(document);
    for (const std::string_view words :
         {"Apr 2025: 9, 6", "Mon 2 Mar: 4 of 9, 44 %, 19 % to 73 %", "Mon 9 Mar: 6.5 (5 to 8), 6",
          "Mon: 0, 1 (4), 2 (5), 12 (6.5), 0", "scrolling: 4, 6, 6",
          "67-100 %: 80 %, 4 of 10, 16 % to 69 %", "Mon 27 Apr: 3.9 (3.2 to 4.6), 4.1 (3.4 to 4.8)",
          "Mon 16 Mar: nothing recorded", "entries: 9, 3, 8"}) {
        INFO(words);
        CHECK(spoken.find(words) != std::string::npos);
    }
    std::size_t twins = 0;
    for (auto at = page.find("<details>"); at != std::string::npos;
         at = page.find("<details>", at + 1))
        ++twins;
    CHECK(twins == 9);
}

TEST_CASE("bars with intervals are signs up to each end, explained once, on 80 columns and on 40") {
    report::Document document;
    document.sections.push_back({.id = "feelings", .blocks = {testing::interval_bars()}});
    const std::string text = render_text(document, {.width = 80, .ascii = true});
    // 80 - 12 - (7 + 3) - 14 - 2 = 42 signs for 100 %: 34 % are 14, 50 % are 21, 66 % are 28.
    CHECK(text.find("hurt      18 of 36, 50 %  ##############=======-------\n") !=
          std::string::npos);
    CHECK(text.find("calm      0 of 36         ----\n") != std::string::npos);
    CHECK(text.find("# to the lower end") != std::string::npos);
    const std::string narrow = render_text(document, {.width = 40, .ascii = true});
    // The words do not fit beside 20 signs, so they stand below 28.
    CHECK(narrow.find("  hurt      ##########====----\n            18 of 36, 50 %\n") !=
          std::string::npos);
    for (const auto line : split(narrow, '\n'))
        CHECK(column_width(line) <= 40);
    const std::string spoken = render_text(document, {.accessible = true});
    CHECK(spoken.find("hurt: 18 of 36, 50 %\n") != std::string::npos);
    CHECK(spoken.find('#') == std::string::npos);
}

TEST_CASE("a bar without words prints its number and the ends of its interval") {
    report::Document document;
    report::Bars bars{"Minutes", "minutes", {{"sitting", 20, stats::Interval{12.5, 31}}}};
    document.sections.push_back({.id = "minutes", .blocks = {bars}});
    CHECK(render_text(document, {}).find("20 (12.5 to 31)") != std::string::npos);
    const std::string page = render_html(document);
    CHECK(page.find("20 (12.5 to 31)") != std::string::npos);
    // Of 31: 20 are 64.5 %, 12.5 are 40.3 %.
    CHECK(page.find("<rect width=\"64.5%\"") != std::string::npos);
    CHECK(page.find("class=\"whisker\" x1=\"40.3%\" x2=\"100.0%\"") != std::string::npos);
}

TEST_CASE("charts read as their golden files, as blocks, as ASCII, narrow and accessible") {
    const report::Document document = testing::chart_document();
    const auto check = [&](const std::string& name, const TextOptions& options) {
        const std::string text = render_text(document, options);
        INFO(name);
        CHECK(text == golden(name, text));
        for (const auto line : split(text, '\n'))
            CHECK(column_width(line) <= options.width);
        if (options.ascii) CHECK(to_ascii(text) == text);
    };
    check("charts.txt", {.width = 80});
    check("charts_ascii.txt", {.width = 80, .ascii = true});
    check("charts_narrow.txt", {.width = 40});
    check("charts_narrow_ascii.txt", {.width = 40, .ascii = true});
    check("charts_accessible.txt", {.width = 80, .accessible = true});
}
