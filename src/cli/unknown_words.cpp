#include "cli/unknown_words.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "cli/name_access.hpp"

namespace attune::cli {

namespace {

/// More than this many at once tell a person nothing.
constexpr std::size_t kToldMax = 3;

/// Needs are often said in words of one's own: only what looks like a slip is worth a line.
constexpr std::string_view kFreeFacet = "need";

/// The words of a record that a vocabulary could have, as tags.
std::vector<journal::Tag> words_of(const journal::Record& record) {
    std::vector<journal::Tag> words;
    const auto add = [&words](std::string_view facet, std::string_view slug) {
        journal::Tag word{std::string(facet), std::string(slug)};
        if (std::find(words.begin(), words.end(), word) == words.end())
            words.push_back(std::move(word));
    };
    for (const journal::Tag& tag : record.tags)
        add(tag.facet, tag.slug);
    for (const journal::Value& value : record.values) {
        const auto dot = value.key.find('.');
        if (dot == std::string::npos) continue;
        const std::string_view facet = std::string_view(value.key).substr(0, dot);
        if (facet == "feeling" || facet == "body" || facet == "coping")
            add(facet, std::string_view(value.key).substr(dot + 1));
    }
    return words;
}

std::string line_for(const journal::Tag& word, const std::optional<std::string>& near) {
    const std::string slug = Screen::visible(word.slug);
    if (near) {
        return fmt::format(
            "unknown word {0}, kept; did you mean {1}? (attune vocab merge {2} {0} {1})", slug,
            *near, word.facet);
    }
    return fmt::format("unknown word {0}, kept (attune vocab add {1} {0})", slug, word.facet);
}

}  // namespace

void tell_unknown_words(Context& context, const journal::Record& record) {
    const GlobalOptions& global = context.global();
    if (global.porcelain || global.passphrase_file || global.passphrase_fd) return;
    auto words = words_of(record);
    if (words.empty()) return;
    // Nearly always the program's own words are enough, and the store stays closed.
    const auto shipped = definition::Vocabularies::load(definition::embedded_vocabularies());
    if (!shipped) return;
    std::erase_if(words, [&](const journal::Tag& word) {
        return shipped->of(word.facet) == nullptr || shipped->slug(word.facet, word.slug);
    });
    if (words.empty() || !context.can_unlock_silently()) return;
    const auto names = open_names(context);
    const auto library = context.open_library();
    if (!names || !library) return;
    std::size_t told = 0;
    for (const journal::Tag& word : words) {
        if ((*names)->knows(word.facet, word.slug) || told == kToldMax) continue;
        const auto used_before = store::is_used((*library)->database(), word.facet, word.slug, 1);
        if (used_before && *used_before) continue;
        const auto near = (*names)->nearest(word.facet, word.slug);
        if (!near && word.facet == kFreeFacet) continue;
        context.screen().say(line_for(word, near));
        ++told;
    }
}

}  // namespace attune::cli
