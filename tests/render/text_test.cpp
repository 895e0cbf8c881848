#include "attune/render/text.hpp"

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

TEST_CASE("charts of the page stay out of the text") {
    CHECK(plain(testing::example_week()).find("TWELVE WEEKS") == std::string::npos);
}
