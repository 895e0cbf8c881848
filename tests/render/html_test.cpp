#include "attune/render/html.hpp"

#include <regex>
#include <set>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/report/week.hpp"
#include "support/golden.hpp"
#include "support/week_data.hpp"

using namespace attune;
using render::render_html;
using testing::golden;

namespace {

std::string page(const report::WeekData& data) {
    return render_html(report::build_week(data));
}

/// Every tag of the page in order, without attributes: "p", "/p".
std::vector<std::string> tags_of(const std::string& html) {
    static const std::regex kTag("<(/?[a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>");
    std::vector<std::string> out;
    for (std::sregex_iterator at(html.begin(), html.end(), kTag), end; at != end; ++at) {
        if ((*at)[2].length() == 0) out.push_back((*at)[1]);
    }
    return out;
}

}  // namespace

TEST_CASE("the page of each week is its golden file") {
    for (const auto& week : {std::pair("week_full.html", testing::example_week()),
                             std::pair("week_quiet.html", testing::quiet_week()),
                             std::pair("week_first_run.html", testing::first_run())}) {
        const std::string html = page(week.second);
        INFO(week.first);
        CHECK(html == golden(week.first, html));
    }
}

TEST_CASE("the page needs nothing but itself") {
    const std::string html = page(testing::example_week());
    CHECK(html.find("<script") == std::string::npos);
    CHECK(html.find("<link") == std::string::npos);
    CHECK(html.find("<img") == std::string::npos);
    CHECK(html.find("http:") == std::string::npos);
    CHECK(html.find("https:") == std::string::npos);
    CHECK(html.find("url(") == std::string::npos);
    CHECK(html.find("@import") == std::string::npos);
    CHECK(html.find("default-src 'none'") != std::string::npos);
}

TEST_CASE("every element that opens also closes, in order") {
    const std::set<std::string> single{"meta"};
    for (const auto& data : {testing::example_week(), testing::quiet_week(), testing::first_run(),
                             testing::hostile_week()}) {
        std::vector<std::string> open;
        for (const std::string& tag : tags_of(page(data))) {
            if (single.contains(tag)) continue;
            if (tag.front() != '/') {
                open.push_back(tag);
                continue;
            }
            REQUIRE_FALSE(open.empty());
            REQUIRE(tag.substr(1) == open.back());
            open.pop_back();
        }
        CHECK(open.empty());
    }
}

TEST_CASE("ids are unique and every reference to one exists") {
    const std::string html = page(testing::example_week());
    std::set<std::string> ids;
    static const std::regex kId(" id=\"([^\"]*)\"");
    for (std::sregex_iterator at(html.begin(), html.end(), kId), end; at != end; ++at) {
        INFO((*at)[1].str());
        CHECK(ids.insert((*at)[1]).second);
    }
    static const std::regex kReference("aria-labelledby=\"([^\"]*)\"");
    int references = 0;
    for (std::sregex_iterator at(html.begin(), html.end(), kReference), end; at != end; ++at) {
        const std::string list = (*at)[1];
        for (const auto id : split(list, ' ')) {
            INFO(id);
            CHECK(ids.contains(std::string(id)));
            ++references;
        }
    }
    CHECK(references >= 6);
}

TEST_CASE("every chart has a title, a description and a twin in words") {
    const std::string html = page(testing::example_week());
    const auto count = [&](const std::string& what) {
        int found = 0;
        for (auto at = html.find(what); at != std::string::npos; at = html.find(what, at + 1))
            ++found;
        return found;
    };
    CHECK(count("<svg class=\"chart\"") == 2);
    CHECK(count("<desc id=") == 2);
    CHECK(count("<details>") == 2);
    CHECK(count("<h1>") == 1);
    CHECK(html.find("<html lang=\"en\">") != std::string::npos);
    CHECK(html.find("61\u00a0%") != std::string::npos);
}

TEST_CASE("words of the person cannot become markup") {
    const std::string html = page(testing::hostile_week());
    CHECK(html.find("<b>") == std::string::npos);
    CHECK(html.find("&lt;b&gt;&quot;x&quot;&amp;&#39;\\x1b[31m") != std::string::npos);
    CHECK(html.find('\x1b') == std::string::npos);
    CHECK(is_utf8(html));
}
