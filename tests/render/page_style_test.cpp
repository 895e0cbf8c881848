#include "render/page_style.hpp"

#include <cmath>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace {

using Colours = std::map<std::string, std::string>;

/// The colours of one block of the style, over those of another.
Colours colours_in(std::string_view css, Colours colours = {}) {
    static const std::regex kColour("--([a-z0-9]+): (#[0-9a-f]{6})");
    const std::string text(css);
    for (std::sregex_iterator at(text.begin(), text.end(), kColour), end; at != end; ++at)
        colours[(*at)[1]] = (*at)[2];
    return colours;
}

/// Relative luminance and contrast as WCAG 2.2 defines them.
double luminance(const std::string& hex) {
    double sum = 0;
    const double weights[3] = {0.2126, 0.7152, 0.0722};
    for (std::size_t i = 0; i < 3; ++i) {
        const double part = std::stoi(hex.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
        sum +=
            weights[i] * (part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrast(const std::string& a, const std::string& b) {
    const double one = luminance(a);
    const double two = luminance(b);
    return (std::max(one, two) + 0.05) / (std::min(one, two) + 0.05);
}

std::map<std::string, Colours> schemes() {
    const std::string_view style = attune::render::kPageStyle;
    const auto dark = style.find("prefers-color-scheme: dark");
    const auto body = style.find("* { box-sizing");
    const auto print = style.find("@media print");
    const Colours light = colours_in(style.substr(0, dark));
    return {{"light", light},
            {"dark", colours_in(style.substr(dark, body - dark), light)},
            {"print", colours_in(style.substr(print), light)}};
}

}  // namespace

TEST_CASE("text keeps a contrast of 4.5 to 1 in every scheme, on every step of the calendars") {
    CHECK(contrast("#000000", "#ffffff") == doctest::Approx(21));
    for (const auto& scheme : schemes()) {
        Colours of = scheme.second;
        INFO(scheme.first);
        REQUIRE(of.size() == 17);
        for (const std::string text : {"ink", "soft"}) {
            CHECK(contrast(of[text], of["back"]) >= 4.5);
            CHECK(contrast(of[text], of["wash"]) >= 4.5);
        }
        for (const std::string step : {"0", "1", "2", "3", "4"}) {
            INFO(step);
            CHECK(contrast(of["t" + step], of["h" + step]) >= 4.5);
        }
        CHECK(contrast(of["bar"], of["back"]) >= 3);
    }
}

TEST_CASE("steps of the calendars go one way in lightness, so that no hue has to be told apart") {
    for (const auto& scheme : schemes()) {
        Colours of = scheme.second;
        INFO(scheme.first);
        const bool darker = luminance(of["h4"]) < luminance(of["back"]);
        for (const auto& [one, next] : std::vector<std::pair<std::string, std::string>>{
                 {"h0", "h1"}, {"h1", "h2"}, {"h2", "h3"}, {"h3", "h4"}}) {
            INFO(one);
            CHECK((luminance(of[next]) < luminance(of[one])) == darker);
            CHECK(contrast(of[one], of[next]) >= 1.25);
        }
    }
}
