#include "cli/choice_list.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/trigger_record.hpp"

namespace attune::cli {

namespace {

constexpr int kIndent = 2;
constexpr int kGap = 2;
/// Labels have at most this many words; longer runs need not be looked up.
constexpr std::size_t kLabelWordsMax = 5;

bool contains_folded(std::string_view text, const std::string& folded) {
    return fold_case(text).find(folded) != std::string::npos;
}

bool fits_filter(const Choice& choice, const std::string& folded) {
    return folded.empty() || contains_folded(choice.label, folded) ||
           contains_folded(choice.word, folded) || contains_folded(choice.group, folded) ||
           std::any_of(choice.aliases.begin(), choice.aliases.end(),
                       [&](const std::string& alias) { return contains_folded(alias, folded); });
}

/// Cells side by side, read down the columns.
std::vector<std::string> in_columns(const std::vector<std::string>& cells, int columns) {
    int widest = 1;
    for (const std::string& cell : cells)
        widest = std::max(widest, column_width(cell));
    const int room = std::max(columns - kIndent, 1);
    const int across = std::max(1, (room + kGap) / (widest + kGap));
    const int count = static_cast<int>(cells.size());
    const int down = (count + across - 1) / across;
    std::vector<std::string> lines;
    for (int row = 0; row < down; ++row) {
        std::string line(kIndent, ' ');
        for (int at = row; at < count; at += down) {
            const std::string& cell = cells[static_cast<std::size_t>(at)];
            line += at + down < count ? pad_right(cell, widest + kGap)
                                      : std::string(cut_to_columns(cell, room));
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

/// Lines for a run of choices, which are given by their places in the list.
std::vector<std::string> lines_of_run(const std::vector<Choice>& choices,
                                      const std::vector<std::size_t>& places,
                                      const ListShape& shape) {
    const int digits = static_cast<int>(std::to_string(choices.size()).size());
    std::vector<std::string> cells;
    for (const std::size_t place : places) {
        const std::string label = make_visible(choices[place].label);
        cells.push_back(shape.accessible ? fmt::format("{}. {}", place + 1, label)
                                         : fmt::format("{:>{}} {}", place + 1, digits, label));
    }
    return shape.accessible ? cells : in_columns(cells, shape.columns);
}

/// A name has signs that a slug leaves out.
bool is_called(const Choice& choice, const std::string& folded) {
    return fold_case(choice.word) == folded ||
           std::any_of(choice.aliases.begin(), choice.aliases.end(),
                       [&](const std::string& alias) { return fold_case(alias) == folded; });
}

const Choice* find_choice(const std::vector<Choice>& choices, const std::string& phrase) {
    const std::string slug = journal::slug_of(phrase);
    const std::string folded = fold_case(phrase);
    for (const Choice& choice : choices) {
        if (choice.name) {
            if (is_called(choice, folded)) return &choice;
            continue;
        }
        const bool same =
            choice.word == slug || journal::slug_of(choice.label) == slug ||
            std::find(choice.aliases.begin(), choice.aliases.end(), slug) != choice.aliases.end();
        if (same) return &choice;
    }
    return nullptr;
}

bool is_number(std::string_view token) {
    return !token.empty() && token.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Reads one line; each part between two commas for itself.
class LineReader {
  public:
    explicit LineReader(const std::vector<Choice>& choices) : choices_(choices) {}

    void read_part(std::string_view part);
    Picked take() { return std::move(picked_); }

  private:
    void add(PickedWord word);
    void end_own_word();
    bool take_number(std::string_view token, std::string_view numbers);
    /// The number of tokens from `at` on that spell a known word; 0 for none.
    std::size_t take_known(const std::vector<std::string_view>& tokens, std::size_t at);

    const std::vector<Choice>& choices_;
    std::vector<std::string> own_;  ///< tokens of the own word that is being read
    Picked picked_;
};

void LineReader::add(PickedWord word) {
    for (PickedWord& known : picked_.words) {
        if (known.word == word.word) {
            if (!word.numbers.empty()) known.numbers = std::move(word.numbers);
            return;
        }
    }
    picked_.words.push_back(std::move(word));
}

void LineReader::end_own_word() {
    if (own_.empty()) return;
    std::string word = join(std::exchange(own_, {}), " ");
    std::string numbers;
    if (const auto equals = word.rfind('='); equals != std::string::npos) {
        numbers = word.substr(equals + 1);
        word.resize(equals);
    }
    add({std::string(trim(word)), false, std::move(numbers)});
}

bool LineReader::take_number(std::string_view token, std::string_view numbers) {
    if (choices_.empty() || !is_number(token)) return false;
    const auto number = parse_integer(token);
    if (!number || *number < 1 || *number > static_cast<long long>(choices_.size())) {
        picked_.problem = fmt::format("there is no {} in the list of {}", token, choices_.size());
        return true;
    }
    end_own_word();
    add({choices_[static_cast<std::size_t>(*number - 1)].word, true, std::string(numbers)});
    return true;
}

std::size_t LineReader::take_known(const std::vector<std::string_view>& tokens, std::size_t at) {
    for (std::size_t count = std::min(kLabelWordsMax, tokens.size() - at); count > 0; --count) {
        std::string phrase;
        std::string numbers;
        bool whole = true;
        for (std::size_t i = at; i < at + count; ++i) {
            const auto equals = tokens[i].find('=');
            if (equals != std::string_view::npos && i + 1 < at + count) whole = false;
            if (!phrase.empty()) phrase += ' ';
            phrase += tokens[i].substr(0, equals);
            if (equals != std::string_view::npos) numbers = tokens[i].substr(equals + 1);
        }
        const Choice* choice = whole ? find_choice(choices_, phrase) : nullptr;
        if (choice == nullptr) continue;
        end_own_word();
        add({choice->word, true, std::move(numbers)});
        return count;
    }
    return 0;
}

void LineReader::read_part(std::string_view part) {
    std::vector<std::string_view> tokens;
    for (const std::string_view token : split(part, ' ')) {
        if (!trim(token).empty()) tokens.push_back(trim(token));
    }
    for (std::size_t at = 0; at < tokens.size();) {
        const auto equals = tokens[at].find('=');
        const std::string_view numbers =
            equals == std::string_view::npos ? std::string_view() : tokens[at].substr(equals + 1);
        if (take_number(tokens[at].substr(0, equals), numbers)) {
            ++at;
            continue;
        }
        if (const std::size_t known = take_known(tokens, at); known > 0) {
            at += known;
            continue;
        }
        own_.emplace_back(tokens[at]);
        const bool has_numbers = equals != std::string_view::npos;
        if (has_numbers) end_own_word();
        ++at;
    }
    end_own_word();
}

}  // namespace

std::string choice_lines(const std::vector<Choice>& choices, const ListShape& shape,
                         std::string_view filter) {
    const std::string folded = fold_case(filter);
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < choices.size();) {
        const std::string& group = choices[at].group;
        std::vector<std::size_t> places;
        for (; at < choices.size() && choices[at].group == group; ++at) {
            if (fits_filter(choices[at], folded)) places.push_back(at);
        }
        if (places.empty()) continue;
        if (!group.empty()) lines.push_back(make_visible(group) + ":");
        for (std::string& line : lines_of_run(choices, places, shape))
            lines.push_back(std::move(line));
    }
    std::size_t shown = lines.size();
    const auto rows = static_cast<std::size_t>(std::max(shape.rows, 0));
    const bool cut = rows > 0 && lines.size() > rows;
    if (cut) shown = std::max<std::size_t>(rows - 1, 1);
    std::string out;
    for (std::size_t i = 0; i < shown; ++i)
        out += lines[i] + '\n';
    if (cut) out += "  (more: / shows all, /word finds)\n";
    return out;
}

Picked read_choices(const std::vector<Choice>& choices, std::string_view typed) {
    std::string line(typed);
    std::replace(line.begin(), line.end(), '\t', ' ');
    std::replace(line.begin(), line.end(), '\n', ',');
    LineReader reader(choices);
    for (const std::string_view part : split(line, ',')) {
        if (!trim(part).empty()) reader.read_part(part);
    }
    return reader.take();
}

std::string label_of(const std::vector<Choice>& choices, std::string_view word) {
    for (const Choice& choice : choices) {
        if (choice.word == word) return choice.label;
    }
    return std::string(word);
}

}  // namespace attune::cli
