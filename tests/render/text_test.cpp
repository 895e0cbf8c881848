#include "attune/render/text.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/report/week.hpp"
#include "support/golden.hpp"
#include "support/week_data.hpp"

using namespace attune;
using render::render_text;
using testing::golden;

namespace {

std::string plain(const report::WeekData& data) {
    return render_text(report::build_week(data), {.width = 80, .ascii = true});
}

int widest(const std::string& text) {
    int columns = 0;
    for (const auto line : split(text, '\n'))
        columns = std::max(columns, column_width(line));
    return columns;
}

}  // namespace

TEST_CASE("a full week reads as its golden file") {
    const std::string text = plain(testing::example_week());
    CHECK(text == golden("week_full.txt", text));
}

TEST_CASE("a quiet week and a first run read as their golden files") {
    const std::string quiet = plain(testing::quiet_week());
    CHECK(quiet == golden("week_quiet.txt", quiet));
    const std::string first = plain(testing::first_run());
    CHECK(first == golden("week_first_run.txt", first));
}

TEST_CASE("accessible text puts numbers into sentences and leaves out bars and rules") {
    const std::string text =
        render_text(report::build_week(testing::example_week()), {.accessible = true});
    CHECK(text == golden("week_accessible.txt", text));
    CHECK(text.find('#') == std::string::npos);
    CHECK(text.find("---") == std::string::npos);
    CHECK(text.find("late reply: 7\n") != std::string::npos);
}

TEST_CASE("no line is wider than asked for") {
    for (const int width : {40, 60, 80, 100}) {
        const std::string text =
            render_text(report::build_week(testing::example_week(), {.explain = true}),
                        {.width = width, .ascii = true});
        INFO(width << "\n" << text);
        CHECK(widest(text) <= width);
    }
}

TEST_CASE("words too long for a line go on in the next one") {
    const std::string word(70, 'w');
    std::string wide;
    for (int i = 0; i < 40; ++i)
        wide += "\u9577";
    report::Document document{
        .kind = "x", .title = word, .period = wide, .sections = {}, .suppressed = {}};
    report::Section section{.id = "s", .heading = word, .aside = wide};
    for (const std::string& one : {word, wide}) {
        section.blocks.emplace_back(report::KeyValue{one, one});
        section.blocks.emplace_back(report::Note{one, report::Note::Place::Under});
        section.blocks.emplace_back(report::Table{.title = one,
                                                  .columns = {{.name = "a"}, {.name = "b"}},
                                                  .rows = {{{one, one}}, {{one}}}});
        section.blocks.emplace_back(report::Bars{one, one, {{one, 3}}});
        section.blocks.emplace_back(report::ScoreRows{one, {{one, 3, {}, 1, 7, one}}, true});
    }
    document.sections.push_back(section);
    for (const int width : {40, 60, 80}) {
        for (const bool accessible : {false, true}) {
            const std::string text =
                render_text(document, {.width = width, .accessible = accessible});
            INFO(width << accessible << "\n" << text);
            CHECK(widest(text) <= width);
            CHECK(std::count(text.begin(), text.end(), 'w') >= 70 * 6);
        }
    }
}

TEST_CASE("a long name leaves room for what is said of it") {
    report::Document document{
        .kind = "x", .title = "T", .period = "P", .sections = {}, .suppressed = {}};
    document.sections.push_back({.id = "s"});
    document.sections.back().blocks.emplace_back(
        report::Table{.title = "",
                      .columns = {{.name = "a"}, {.name = "b"}},
                      .rows = {{{"turning it up (hyperactivating)", "24 urges, 3 not acted on"}},
                               {{"walk", "16 times, 6 before and 3 after, likely"}}}});
    const std::string text = render_text(document, {.width = 40});
    CHECK(text.find("turning it up (hyperactivating): 24\n  urges, 3 not acted on\n") !=
          std::string::npos);
    CHECK(text.find("walk: 16 times, 6 before and 3 after,\n      likely\n") != std::string::npos);
}

TEST_CASE("colour adds only codes and changes no cell") {
    const auto document = report::build_week(testing::example_week());
    const std::string plain_text = render_text(document, {});
    std::string coloured = render_text(document, {.colour = true});
    CHECK(coloured.find("\x1b[1m") != std::string::npos);
    for (auto at = coloured.find('\x1b'); at != std::string::npos; at = coloured.find('\x1b')) {
        coloured.erase(at, coloured.find('m', at) - at + 1);
    }
    CHECK(coloured == plain_text);
}

TEST_CASE("words of the person cannot reach the terminal as codes") {
    const auto document = report::build_week(testing::hostile_week());
    const std::string text = render_text(document, {.ascii = false});
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\xe2\x80\xae") == std::string::npos);
    CHECK(text.find("\\x1b[31m") != std::string::npos);
    CHECK(is_utf8(text));
    for (const char c : render_text(document, {.ascii = true}))
        REQUIRE((c > 0 && c < 0x7F));
}

TEST_CASE("a line break in a name makes no line that looks like ours") {
    report::Document document;
    document.title = "Test";
    report::Section section{.id = "people", .heading = "By\nperson"};
    section.blocks.emplace_back(report::Note{"repair with x\n===\ny\tz: due"});
    section.blocks.emplace_back(report::Table{.title = "People",
                                              .columns = {{.name = "who"}, {.name = "what"}},
                                              .rows = {{{"x\n===\ny", "first\nsecond"}}}});
    document.sections.push_back(section);
    for (const bool accessible : {false, true}) {
        const std::string text = render_text(document, {.width = 60, .accessible = accessible});
        CHECK(text.find("\n===") == std::string::npos);
        CHECK(text.find('\t') == std::string::npos);
        CHECK(text.find("repair with x === y z: due") != std::string::npos);
        CHECK(text.find("x === y") != std::string::npos);
    }
}

TEST_CASE("charts of the page stay out of the text") {
    CHECK(plain(testing::example_week()).find("TWELVE WEEKS") == std::string::npos);
}
