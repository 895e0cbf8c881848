#include <doctest/doctest.h>

#include "attune/render/html.hpp"
#include "support/charts.hpp"
#include "support/golden.hpp"

using namespace attune;
using testing::golden;

TEST_CASE("a page of all charts is its golden file") {
    const std::string html = render::render_html(testing::chart_document());
    CHECK(html == golden("charts.html", html));
}
