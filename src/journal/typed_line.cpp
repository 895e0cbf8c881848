#include "attune/journal/typed_line.hpp"

#include <algorithm>
#include <array>

#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"

namespace attune::journal {

namespace {

constexpr std::string_view kBlanks = " \t\n\r\v\f";
// Openers before and closers behind a sign inside prose. The non-ASCII ones are typographic quotes,
// the inverted marks of Spanish and the ellipsis.
constexpr std::array<std::string_view, 14> kOpeners = {
    "(",      "[",      "{",      "\"",     "'",      "\u201C", "\u201E",
    "\u2018", "\u201A", "\u00AB", "\u2039", "\u00BF", "\u00A1", "*"};
constexpr std::array<std::string_view, 19> kClosers = {
    ".", ",",      ";",      ":",      "!",      "?",      ")",      "]",      "}", "\"",
    "'", "\u201D", "\u201C", "\u2019", "\u2018", "\u00BB", "\u203A", "\u2026", "*"};

enum class SignKind { Person, Trigger, Feeling, Coping };

struct Sign {
    SignKind kind;
    std::string_view name;
    std::optional<int> intensity = {};
    std::optional<CopingSign::Intensity> drop = {};
};

/// 0..10 written without a sign or leading zeros.
std::optional<int> intensity_of(std::string_view digits) {
    if (digits == "10") return 10;
    if (digits.size() != 1 || digits[0] < '0' || digits[0] > '9') return std::nullopt;
    return digits[0] - '0';
}

std::optional<CopingSign::Intensity> drop_of(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto before = intensity_of(text.substr(0, dash));
    const auto after = intensity_of(text.substr(dash + 1));
    if (!before || !after) return std::nullopt;
    return CopingSign::Intensity{*before, *after};
}

/// A person or a trigger, when the whole word is one.
std::optional<Sign> mention_of(std::string_view word) {
    if (word.size() < 2 || (word[0] != '@' && word[0] != '%' && word[0] != '#'))
        return std::nullopt;
    const std::string_view name = word.substr(1);
    if (name_length(name) != name.size()) return std::nullopt;
    return Sign{word[0] == '@' ? SignKind::Person : SignKind::Trigger, name};
}

/// Any sign, when the whole word is one.
std::optional<Sign> sign_of(std::string_view word) {
    if (auto mention = mention_of(word)) return mention;
    const bool coping = word.starts_with('+');
    const std::string_view rest = coping ? word.substr(1) : word;
    const std::size_t length = name_length(rest);
    if (length == 0) return std::nullopt;
    const std::string_view name = rest.substr(0, length);
    const std::string_view number = rest.substr(length);
    if (coping) {
        if (number.empty()) return Sign{SignKind::Coping, name};
        if (number[0] != '=') return std::nullopt;
        const auto drop = drop_of(number.substr(1));
        if (!drop) return std::nullopt;
        return Sign{SignKind::Coping, name, std::nullopt, drop};
    }
    // One letter is algebra ("x=2"), not a feeling.
    if (first_character(name).length == name.size() || !number.starts_with('='))
        return std::nullopt;
    const auto intensity = intensity_of(number.substr(1));
    if (!intensity) return std::nullopt;
    return Sign{SignKind::Feeling, name, intensity};
}

/// `name=7.5`, `hurt=11`, `+breath=7`: the shape of a sign with a number that is none of ours.
bool is_near_miss(std::string_view word) {
    const std::string_view rest = word.starts_with('+') ? word.substr(1) : word;
    const std::size_t length = name_length(rest);
    if (length == 0 || first_character(rest).length == length) return false;
    const std::string_view number = rest.substr(length);
    return number.size() >= 2 && number[0] == '=' &&
           number.find_first_not_of("0123456789.,-/", 1) == std::string_view::npos &&
           number.find_first_of("0123456789") != std::string_view::npos;
}

std::string_view without_marks(std::string_view word) {
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view opener : kOpeners) {
            if (word.starts_with(opener)) {
                word.remove_prefix(opener.size());
                again = true;
            }
        }
    }
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view closer : kClosers) {
            if (word.ends_with(closer)) {
                word.remove_suffix(closer.size());
                again = true;
            }
        }
    }
    return word;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while ((at = text.find_first_not_of(kBlanks, at)) != std::string_view::npos) {
        const std::size_t end = std::min(text.find_first_of(kBlanks, at), text.size());
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    return words;
}

void add(TypedLine& line, const Sign& sign) {
    switch (sign.kind) {
        case SignKind::Person: {
            const std::string folded = fold_case(sign.name);
            const bool known = std::any_of(
                line.people.begin(), line.people.end(),
                [&folded](const std::string& person) { return fold_case(person) == folded; });
            if (!known) line.people.emplace_back(sign.name);
            break;
        }
        case SignKind::Trigger: {
            std::string slug = to_lower(sign.name);
            if (std::find(line.triggers.begin(), line.triggers.end(), slug) ==
                line.triggers.end()) {
                line.triggers.push_back(std::move(slug));
            }
            break;
        }
        case SignKind::Feeling: {
            std::string name = to_lower(sign.name);
            const auto known =
                std::find_if(line.feelings.begin(), line.feelings.end(),
                             [&name](const FeelingSign& other) { return other.name == name; });
            if (known != line.feelings.end()) {
                known->intensity = sign.intensity;
            } else {
                line.feelings.push_back({std::move(name), sign.intensity});
            }
            break;
        }
        case SignKind::Coping: {
            std::string name = to_lower(sign.name);
            const auto known =
                std::find_if(line.copings.begin(), line.copings.end(),
                             [&name](const CopingSign& other) { return other.name == name; });
            if (known == line.copings.end()) {
                line.copings.push_back({std::move(name), sign.drop});
            } else if (sign.drop) {
                known->intensity = sign.drop;
            }
            break;
        }
    }
}

}  // namespace

TypedLine parse_typed_line(std::string_view text, TypedLineOptions options) {
    TypedLine line;
    if (options.literal) {
        line.text = text;
        return line;
    }
    const std::vector<std::string_view> words = words_of(text);
    std::size_t prose = words.size();
    while (prose > 0 && sign_of(words[prose - 1]))
        --prose;

    if (prose == words.size()) {
        line.text = text;
    } else if (prose > 0) {
        const std::string_view last = words[prose - 1];
        line.text =
            text.substr(0, static_cast<std::size_t>(last.data() + last.size() - text.data()));
    }
    for (std::size_t i = 0; i < prose; ++i) {
        if (const auto mention = mention_of(without_marks(words[i]))) add(line, *mention);
    }
    for (std::size_t i = prose; i < words.size(); ++i) {
        if (const auto sign = sign_of(words[i])) add(line, *sign);
    }
    // A near miss in the last words of the prose, with only signs and other near misses behind it.
    std::size_t tail = prose;
    while (tail > 0 && (sign_of(words[tail - 1]) || is_near_miss(words[tail - 1])))
        --tail;
    for (std::size_t i = tail; i < prose; ++i) {
        if (is_near_miss(words[i])) line.near_misses.emplace_back(words[i]);
    }
    return line;
}

}  // namespace attune::journal
