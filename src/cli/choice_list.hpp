#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Numbered lists of words to choose from: how they are shown, and what a typed line picks.
namespace attune::cli {

/// One word of a list.
struct Choice {
    std::string word;   ///< what is kept: "plans-changed"
    std::string label;  ///< what is shown: "plans changed"
    std::vector<std::string> aliases = {};
    std::string group = {};  ///< a heading above the words that share it; empty for none
    bool name = false;       ///< a name: no other spelling than these means it, but for case
};

struct ListShape {
    int columns = 80;
    int rows = 0;             ///< lines the list may take; 0 for as many as it needs
    bool accessible = false;  ///< one word a line
};

/// The list with its numbers, in columns that fit. With a filter only what has it in its label, its
/// other names or its group; numbers stay those of the whole list. What does not fit into the rows
/// stands behind a last line that says how to see it. Empty when nothing is left.
[[nodiscard]] std::string choice_lines(const std::vector<Choice>& choices, const ListShape& shape,
                                       std::string_view filter = {});

/// One word that a line picks.
struct PickedWord {
    std::string word;  ///< of a known one its `word`; of another one what was typed
    bool known = true;
    std::string numbers;  ///< what stood behind '=': "7", "7-4"; empty for nothing

    friend bool operator==(const PickedWord&, const PickedWord&) = default;
};

struct Picked {
    std::vector<PickedWord> words;  ///< each word once, the last numbers count
    std::string problem;            ///< why the line cannot be read; empty when it can
};

/// Reads "1 3 4", "hurt=7 anxious", "late reply, silence". Numbers are those of the list; words are
/// known by slug, label or alias, whatever their case. Words in a row that are in no list are one
/// word of the person's own; a comma ends it. Without a list the words between two commas are one.
[[nodiscard]] Picked read_choices(const std::vector<Choice>& choices, std::string_view typed);

/// The label of a word, or the word itself when the list has none.
[[nodiscard]] std::string label_of(const std::vector<Choice>& choices, std::string_view word);

}  // namespace attune::cli
