#include <algorithm>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/render/html.hpp"
#include "attune/render/text.hpp"
#include "render/map_text.hpp"
#include "support/golden.hpp"

using namespace attune;
using namespace attune::render;
using testing::golden;

namespace {

report::PlaceMap path_map() {
    report::PlaceMap map;
    map.title = "Map of attachment";
    map.description = "Anxiety to the right, avoidance upwards.";
    map.right = {"Anxiety", 1, 7, "at ease", "on alert"};
    map.up = {"Avoidance", 1, 7, "comfortable close", "comfortable apart"};
    map.borders = {{{4, 1}, {4, 7}}, {{1, 4}, {7, 4}}};
    map.corners = {"secure", "avoidant", "fearful", "anxious"};
    map.points = {{6, 5.5, "Sun 1 Mar", {}, {}},
                  {4.5, 3, "Sun 8 Mar", {}, {}},
                  {2.5, 2.5, "Sun 15 Mar", 0.8, 0.6}};
    map.twin = {"Places",
                {{"when"}, {"Anxiety"}, {"Avoidance"}},
                {{{"Sun 1 Mar", "Anxiety 6.0", "Avoidance 5.5"}},
                 {{"Sun 15 Mar", "Anxiety 2.5", "Avoidance 2.5"}}}};
    return map;
}

report::PlaceMap people_map() {
    report::PlaceMap map = path_map();
    map.path = false;
    map.points = {
        {6, 5.5, "mother", 0.5, 0.9}, {2.5, 2.5, "sam", 0.8, 0.6}, {2.5, 2.5, "kim", {}, {}}};
    return map;
}

std::string lines(const report::PlaceMap& map, int columns, bool ascii) {
    return join(draw_map(map, columns, ascii), "\n") + "\n";
}

report::Document page(const report::PlaceMap& map) {
    report::Document document;
    document.kind = "taking";
    document.title = "Attachment";
    document.period = "Sun 15 Mar, with sam";
    report::Section section{.id = "place"};
    report::ScoreRows rows{"Scores", {}, true};
    rows.rows.push_back({"Anxiety", 2.5, stats::Interval{1.7, 3.3}, 1, 7, "2.5 (1.7 to 3.3)"});
    rows.rows.push_back({"Avoidance <b>", {}, {}, 1, 7, "no score\nof 12"});
    section.blocks.emplace_back(rows);
    section.blocks.emplace_back(map);
    document.sections.push_back(section);
    return document;
}

}  // namespace

TEST_CASE("maps are drawn as their golden files, in braille and as ASCII") {
    const report::PlaceMap path = path_map();
    const std::string braille = lines(path, 78, false);
    CHECK(braille == golden("map_path.txt", braille));
    const std::string ascii = lines(path, 78, true);
    CHECK(ascii == golden("map_path_ascii.txt", ascii));
    CHECK(is_utf8(braille));
    CHECK(to_ascii(ascii) == ascii);
    const std::string people = lines(people_map(), 78, false);
    CHECK(people == golden("map_people.txt", people));
    const std::string narrow = lines(path, 36, true);
    CHECK(narrow == golden("map_narrow_ascii.txt", narrow));
}

TEST_CASE("a page with a map and scores is its golden file") {
    const std::string html = render_html(page(path_map()));
    CHECK(html == golden("map_page.html", html));
    CHECK(html.find("<b>") == std::string::npos);
}

TEST_CASE("accessible text says the map in words and draws nothing") {
    const std::string text = render_text(page(path_map()), {.width = 80, .accessible = true});
    CHECK(text == golden("map_accessible.txt", text));
    CHECK(text.find("Anxiety to the right, avoidance upwards.") != std::string::npos);
    CHECK(text.find("Sun 15 Mar: Anxiety 2.5, Avoidance 2.5") != std::string::npos);
    CHECK(text.find('|') == std::string::npos);
}

TEST_CASE("a point stands in the cell of its scores, and the ends of the scale are inside") {
    report::PlaceMap map = path_map();
    map.corners = {};
    map.borders.clear();
    map.points = {{1, 1, "", {}, {}}, {7, 7, "", {}, {}}};
    const auto drawn = draw_map(map, 78, true);
    // A line of the axis, the frame, twelve rows, the frame, the foot and a legend.
    REQUIRE(drawn.size() == 17);
    CHECK(drawn[2][48] == 'x');
    CHECK(drawn[13][1] == 'o');
    map.points = {{4, 4, "", {}, {}}};
    // lround(0.5 * 47) = 24 cells from the left, lround(0.5 * 11) = 6 from below.
    CHECK(draw_map(map, 78, true)[7][25] == 'x');
}

TEST_CASE("no line of a map is wider than was asked, down to thirty columns") {
    for (const int columns : {30, 36, 40, 52, 78}) {
        for (const bool ascii : {false, true}) {
            const auto drawn = draw_map(path_map(), columns, ascii);
            for (std::size_t i = 1; i + 3 < drawn.size(); ++i)
                CHECK(column_width(drawn[i]) <= columns);
        }
    }
}

TEST_CASE("two people at one place share a star") {
    const auto drawn = draw_map(people_map(), 78, true);
    int stars = 0;
    for (const std::string& line : drawn)
        stars += static_cast<int>(std::count(line.begin(), line.end(), '*'));
    CHECK(stars == 1);
}

TEST_CASE("a strip has score and range at their places") {
    // 24 places between 1 and 7: 4 stands at lround(0.5 * 24) = 12, 2 at 4, 7 at the end.
    CHECK(draw_strip({"", 4.0, stats::Interval{2, 7}, 1, 7, ""}, 25, true) ==
          "1 |----(=======o===========)| 7");
    CHECK(draw_strip({"", {}, {}, 0, 3, ""}, 10, true) == "0 |----------| 3");
    CHECK(draw_strip({"", 1.0, stats::Interval{1, 1}, 1, 5, ""}, 5, true) == "1 |o----| 5");
    CHECK(draw_strip({"", 2.0, stats::Interval{1, 3}, 1, 5, ""}, 5, false) == "1 ├━●━──┤ 5");
}
