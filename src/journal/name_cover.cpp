#include "attune/journal/name_cover.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"

namespace attune::journal {

namespace {

std::string folded(std::string_view name) {
    return fold_case(to_nfc(name));
}

/// A run of letters, marks and digits at the start of a text. '-' and '_' end it: "Sam-like" names
/// Sam.
std::size_t word_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size()) {
        const Character next = first_character(text.substr(length));
        const bool digit = next.code >= '0' && next.code <= '9';
        if (!is_letter(next.code) && !is_mark(next.code) && !digit) break;
        length += next.length;
    }
    return length;
}

std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words;
    while (!name.empty()) {
        const std::size_t length = word_length(name);
        if (length == 0) {
            name.remove_prefix(first_character(name).length);
        } else {
            words.push_back(folded(name.substr(0, length)));
            name.remove_prefix(length);
        }
    }
    return words;
}

/// What tells names apart. One without letters (an emoji, say) is told apart by what it is.
std::string key_of(std::string_view name) {
    const std::vector<std::string> words = words_of(name);
    return words.empty() ? folded(name) : join(words, " ");
}

/// Bytes of `text` that spell `words`, with anything short but letters between them; 0 when it does
/// not.
std::size_t spelled(std::string_view text, const std::vector<std::string>& words) {
    std::size_t at = 0;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) {
            std::size_t gap = 0;
            while (at < text.size() && gap < 3 && word_length(text.substr(at)) == 0) {
                at += first_character(text.substr(at)).length;
                ++gap;
            }
        }
        const std::size_t length = word_length(text.substr(at));
        if (length == 0 || folded(text.substr(at, length)) != words[i]) return 0;
        at += length;
    }
    return at;
}

/// "A", "B", ... "Z", "AA", ... for 1, 2, ...
std::string letters_of(int number) {
    std::string out;
    for (; number > 0; number = (number - 1) / 26)
        out.insert(out.begin(), static_cast<char>('A' + (number - 1) % 26));
    return out;
}

}  // namespace

NameCover::NameCover(const std::vector<std::string>& names, Style style, const Names* people)
    : style_(style) {
    for (const std::string& name : names) {
        if (people != nullptr)
            owners_.emplace(key_of(name), key_of(people->resolve(kPersonFacet, name)));
        Words words = words_of(name);
        if (!words.empty()) known_[words.front()].push_back(std::move(words));
    }
    for (auto& entry : known_) {
        std::stable_sort(entry.second.begin(), entry.second.end(),
                         [](const Words& a, const Words& b) { return a.size() > b.size(); });
    }
}

std::string NameCover::cover(std::string_view name) {
    const int next = static_cast<int>(numbers_.size()) + 1;
    const std::string key = key_of(name);
    const auto owner = owners_.find(key);
    const int number =
        numbers_.emplace(owner == owners_.end() ? key : owner->second, next).first->second;
    return style_ == Style::Numbers ? fmt::format("person {}", number)
                                    : "person " + letters_of(number);
}

std::string NameCover::without_names(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t length = word_length(text);
        if (length == 0) {
            const std::size_t bytes = first_character(text).length;
            out += text.substr(0, bytes);
            text.remove_prefix(bytes);
            continue;
        }
        std::size_t taken = 0;
        const auto candidates = known_.find(folded(text.substr(0, length)));
        if (candidates != known_.end()) {
            for (const Words& words : candidates->second) {
                taken = spelled(text, words);
                if (taken == 0) continue;
                out += cover(join(words, " "));
                break;
            }
        }
        if (taken == 0) {
            out += text.substr(0, length);
            taken = length;
        }
        text.remove_prefix(taken);
    }
    return out;
}

bool NameCover::is_name(std::string_view word) const {
    const Words words = words_of(word);
    const auto candidates = words.empty() ? known_.end() : known_.find(words.front());
    return candidates != known_.end() &&
           std::find(candidates->second.begin(), candidates->second.end(), words) !=
               candidates->second.end();
}

}  // namespace attune::journal
