#include "attune/query/text_query.hpp"

#include <algorithm>
#include <optional>

#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"

namespace attune::query {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/// How the index sees a piece of text: its tokenizer keeps letters and digits and takes a run of a
/// script without blanks for one word.
struct Content {
    bool token = false;
    bool wide = false;
};
Content content_of(std::string_view text) {
    Content content;
    while (!text.empty()) {
        const Character c = first_character(text);
        const bool digit = c.code >= '0' && c.code <= '9';
        content.token = content.token || digit || is_letter(c.code);
        content.wide =
            content.wide || (is_letter(c.code) && column_width(text.substr(0, c.length)) > 1);
        text.remove_prefix(c.length);
    }
    return content;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
    return out;
}

void add(TextQuery& query, std::string_view text, bool prefix) {
    const Content content = content_of(text);
    if (!content.token || content.wide) {
        if (!trim(text).empty()) query.pieces.emplace_back(trim(text));
        return;
    }
    if (!query.match.empty()) query.match += ' ';
    query.match += quoted(text);
    if (prefix) query.match += '*';
}

}  // namespace

Result<TextQuery> parse_text_query(std::string_view typed) {
    TextQuery query;
    // NUL ends a text inside SQLite.
    const std::string text = [&] {
        std::string copy = to_utf8_lossy(typed);
        std::replace(copy.begin(), copy.end(), '\0', ' ');
        return copy;
    }();
    std::string_view rest = text;
    while (!rest.empty()) {
        if (is_blank(rest.front())) {
            rest.remove_prefix(1);
            continue;
        }
        if (rest.front() == '"') {
            const auto end = rest.find('"', 1);
            if (end == std::string_view::npos) {
                return fail(ErrorKind::Usage, "a quote in the words to look for is not closed",
                            "write \"exact phrase\" with both quotes inside quotes of the shell: "
                            "'\"exact phrase\"'");
            }
            add(query, rest.substr(1, end - 1), false);
            rest.remove_prefix(end + 1);
            continue;
        }
        const auto* const stop = std::find_if(rest.begin(), rest.end(), is_blank);
        std::string_view word = rest.substr(0, static_cast<std::size_t>(stop - rest.begin()));
        rest.remove_prefix(word.size());
        bool prefix = false;
        if (word.ends_with("..")) {
            word.remove_suffix(2);
            prefix = true;
        } else if (word.ends_with('*')) {
            word.remove_suffix(1);
            prefix = true;
        }
        add(query, word, prefix);
    }
    if (query.match.empty() && query.pieces.empty()) {
        return fail(ErrorKind::Usage, "there are no words to look for");
    }
    return query;
}

}  // namespace attune::query
