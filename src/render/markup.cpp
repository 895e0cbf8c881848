#include "render/markup.hpp"

#include <algorithm>

#include "attune/base/text.hpp"

namespace attune::render {

std::string escape_markup(std::string_view text) {
    std::string out;
    for (const char c : make_visible(text, true)) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string page_text(std::string_view text) {
    static constexpr std::string_view kTyped = " -&gt; ";
    static constexpr std::string_view kArrow = "\u00a0\u2192\u00a0";
    std::string out = escape_markup(text);
    std::replace(out.begin(), out.end(), '\n', ' ');
    for (auto at = out.find(kTyped); at != std::string::npos; at = out.find(kTyped, at)) {
        out.replace(at, kTyped.size(), kArrow);
    }
    // A number stays with its percent sign.
    for (auto at = out.find(" %"); at != std::string::npos; at = out.find(" %", at)) {
        out.replace(at, 1, "\u00a0");
    }
    return out;
}

}  // namespace attune::render
