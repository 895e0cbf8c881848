#include "attune/query/snippet.hpp"

#include <algorithm>
#include <string_view>

namespace attune::query {

namespace {

constexpr char kOpen = '\x01';
constexpr char kClose = '\x02';

/// The words of a row as the index has them, with each match between kOpen and kClose; empty when
/// the row holds these characters itself or none of its words is in the index.
Result<std::string> highlighted(db::Connection& database, std::int64_t row,
                                const std::string& match) {
    ATTUNE_TRY(auto statement,
               database.prepare("SELECT highlight(entry_text, 0, char(1), char(2)), words FROM "
                                "entry_text WHERE entry_text MATCH ? AND rowid = ?"));
    statement.bind(1, std::string_view(match)).bind(2, row);
    ATTUNE_TRY(const bool found, statement.step());
    if (!found) return std::string();
    const std::string_view words = statement.text(1);
    if (words.find_first_of("\x01\x02") != std::string_view::npos) return std::string();
    return std::string(statement.text(0));
}

/// The part of the highlighted words that spells `text`, taken off their front; nothing when they
/// begin with something else.
std::optional<Snippet> take_part(std::string_view& words, const std::string& text) {
    Snippet part;
    std::string_view rest = words;
    bool open = false;
    while (part.text.size() < text.size() || (!rest.empty() && rest.front() == kClose)) {
        if (rest.empty()) return std::nullopt;
        const char c = rest.front();
        rest.remove_prefix(1);
        if (c == kOpen) {
            part.matches.emplace_back(part.text.size(), part.text.size());
            open = true;
        } else if (c == kClose) {
            if (open) part.matches.back().second = part.text.size();
            open = false;
        } else {
            part.text += c;
        }
    }
    if (part.text != text) return std::nullopt;
    if (open) part.matches.back().second = part.text.size();
    words = rest;
    return part;
}

/// Adds every place where one of the pieces stands.
void add_pieces(Snippet& part, const std::vector<std::string>& pieces) {
    for (const std::string& piece : pieces) {
        for (auto at = part.text.find(piece); at != std::string::npos;
             at = part.text.find(piece, at + piece.size())) {
            part.matches.emplace_back(at, at + piece.size());
        }
    }
    std::sort(part.matches.begin(), part.matches.end());
    // Matches that touch or overlap become one.
    std::vector<std::pair<std::size_t, std::size_t>> apart;
    for (const auto& match : part.matches) {
        if (!apart.empty() && match.first <= apart.back().second) {
            apart.back().second = std::max(apart.back().second, match.second);
        } else {
            apart.push_back(match);
        }
    }
    part.matches = std::move(apart);
}

}  // namespace

Result<std::optional<Snippet>> find_snippet(db::Connection& database, std::int64_t row,
                                            const journal::Record& record, const TextQuery& query) {
    std::string words;
    if (!query.match.empty()) {
        ATTUNE_TRY(words, highlighted(database, row, query.match));
    }
    std::string_view rest = words;
    std::vector<std::pair<std::string, std::string>> parts{{std::string(), record.text}};
    for (const journal::Field& field : record.fields)
        parts.emplace_back(field.name, field.text);
    for (const auto& [name, text] : parts) {
        auto part = take_part(rest, text);
        if (part && !rest.empty()) rest.remove_prefix(1);  // the line break between two parts
        if (!part) part = Snippet{{}, text, {}};
        add_pieces(*part, query.pieces);
        if (part->matches.empty()) continue;
        part->field = name;
        return part;
    }
    return std::nullopt;
}

}  // namespace attune::query
