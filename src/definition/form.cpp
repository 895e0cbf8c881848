#include "attune/definition/form.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"

namespace attune::definition {

namespace {

const std::string* answer_to(const FormAnswers& answers, std::string_view id) {
    const std::string* found = nullptr;
    for (const auto& [item, words] : answers) {
        if (item == id && !trim(words).empty()) found = &words;
    }
    return found;
}

/// The answer as it is compared: the slug of an option where the item has options.
std::string compared(const FormItem& item, const std::string& words) {
    return item.option_slug(words).value_or(to_lower(trim(words)));
}

bool holds(const Form& form, const FormCondition& condition, const FormAnswers& answers) {
    const FormItem& item = form.items[condition.item];
    bool answered = false;
    bool equal = false;
    std::optional<double> number;
    for (const auto& [id, words] : answers) {
        if (id != item.id || trim(words).empty()) continue;
        answered = true;
        equal = equal || compared(item, words) == condition.word;
        number = parse_number(trim(words));
    }
    switch (condition.op) {
        case FormCondition::Op::Answered:
            return answered;
        case FormCondition::Op::Equal:
            return equal;
        case FormCondition::Op::NotEqual:
            return !equal;
        case FormCondition::Op::AtLeast:
            return number && *number >= condition.number;
        case FormCondition::Op::AtMost:
            return number && *number <= condition.number;
    }
    return false;
}

/// Answers to one item as a part of a sentence: "tired and hurt".
std::string in_sentence(const FormItem& item, const FormAnswers& answers) {
    std::vector<std::string> words;
    for (const auto& [id, typed] : answers) {
        if (id != item.id || trim(typed).empty()) continue;
        const auto slug = item.option_slug(typed);
        words.push_back(slug ? item.option_label(*slug) : std::string(trim(typed)));
    }
    if (words.size() < 2) return words.empty() ? "" : words.front();
    const std::string last = std::move(words.back());
    words.pop_back();
    return fmt::format("{} and {}", join(words, ", "), last);
}

/// White space as single blanks, lower case, curly apostrophes straight: how phrases are found.
std::string flattened(std::string_view words) {
    std::string out = " ";
    for (std::size_t at = 0; at < words.size();) {
        const Character next = first_character(words.substr(at));
        const bool letter = is_letter(next.code) || is_mark(next.code) || next.code == '\'' ||
                            (next.code >= '0' && next.code <= '9');
        if (next.code == 0x2019) {
            out += '\'';
        } else if (letter) {
            out += words.substr(at, next.length);
        } else if (out.back() != ' ') {
            out += ' ';
        }
        at += next.length;
    }
    if (out.back() != ' ') out += ' ';
    return to_lower(out);
}

}  // namespace

std::string FormItem::value_name() const {
    switch (type) {
        case FormItemType::Text:
        case FormItemType::Lines:
            return "TEXT";
        case FormItemType::Scale:
        case FormItemType::Percent:
            return fmt::format("{}..{}", shortest_number(low.value_or(0)),
                               shortest_number(high.value_or(0)));
        case FormItemType::Number:
            return low && high
                       ? fmt::format("{}..{}", shortest_number(*low), shortest_number(*high))
                       : std::string("N");
        case FormItemType::Choice:
        case FormItemType::Choices: {
            if (!words.empty() || open) return "WORD";
            std::vector<std::string> slugs;
            for (const FormOption& option : options)
                slugs.push_back(option.slug);
            return join(slugs, "|");
        }
        case FormItemType::YesNo:
            return "yes|no";
        case FormItemType::Person:
        case FormItemType::People:
            return "PERSON";
        case FormItemType::Date:
            return "WHEN";
        case FormItemType::Link:
            return "ID";
        case FormItemType::Scores:
            return "NAME=N";
        case FormItemType::Say:
            return "";
    }
    return "";
}

std::optional<std::string> FormItem::option_slug(std::string_view typed) const {
    if (!words.empty()) return std::nullopt;
    const std::string wanted = to_lower(trim(typed));
    if (wanted.empty()) return std::nullopt;
    std::string joined = wanted;
    std::replace(joined.begin(), joined.end(), ' ', '-');
    const FormOption* start = nullptr;
    bool several_starts = false;
    for (const FormOption& option : options) {
        if (option.slug == wanted || option.slug == joined || to_lower(option.label) == wanted) {
            return option.slug;
        }
        if (option.slug.starts_with(wanted)) {
            several_starts = start != nullptr;
            start = &option;
        }
    }
    // An open list may hold a word that another one starts with.
    if (start == nullptr || several_starts || open) return std::nullopt;
    return start->slug;
}

std::string FormItem::option_label(std::string_view slug) const {
    for (const FormOption& option : options) {
        if (option.slug == slug) return option.label;
    }
    return std::string(slug);
}

std::optional<std::size_t> Form::find_item(std::string_view item_id) const {
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].id == item_id) return i;
    }
    return std::nullopt;
}

const FormItem* Form::text_item() const {
    for (const FormItem& item : items) {
        if (item.keep == Keep::Text) return &item;
    }
    return nullptr;
}

bool Form::has_later() const {
    return std::any_of(items.begin(), items.end(),
                       [](const FormItem& item) { return item.stage != FormStage::First; });
}

std::vector<std::size_t> Form::items_of(FormStage stage) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].stage == stage || items[i].stage == FormStage::Both) found.push_back(i);
    }
    return found;
}

std::string Form::definition_name() const {
    return fmt::format("{} {} {}", id, version, digest);
}

bool is_shown(const Form& form, std::size_t item, const FormAnswers& answers) {
    const auto& conditions = form.items[item].show_if;
    return std::all_of(conditions.begin(), conditions.end(), [&](const FormCondition& condition) {
        return holds(form, condition, answers);
    });
}

std::string built_sentence(const Form& form, const FormAnswers& answers) {
    const bool any =
        std::any_of(form.sentence.begin(), form.sentence.end(), [&](const SentencePart& part) {
            return part.item && answer_to(answers, form.items[*part.item].id) != nullptr;
        });
    if (!any) return {};
    std::string out;
    for (const SentencePart& part : form.sentence) {
        if (!part.item) {
            out += part.before;
            continue;
        }
        const std::string words = in_sentence(form.items[*part.item], answers);
        if (!words.empty()) out += part.before + words + part.after;
    }
    return std::string(trim(out));
}

std::vector<std::string> remarks_on(const Form& form, std::string_view words) {
    const std::string typed = flattened(words);
    std::vector<std::string> said;
    for (const FormRemark& remark : form.remarks) {
        const bool found = std::any_of(
            remark.phrases.begin(), remark.phrases.end(),
            [&](const std::string& phrase) { return typed.contains(flattened(phrase)); });
        if (found) said.push_back(remark.say);
    }
    return said;
}

const std::vector<std::string>& reserved_form_ids() {
    static const std::vector<std::string> kIds = {
        "assessment", "draft",   "follow",  "measure", "observation", "person", "practice",
        "program",    "removed", "session", "trigger", "verdict",     "word"};
    return kIds;
}

const std::vector<std::string>& reserved_form_item_ids() {
    static const std::vector<std::string> kIds = {
        "accessible", "ascii",    "at",    "bring",         "color",           "context",
        "draw",       "guided",   "help",  "json",          "key-file",        "literal",
        "no-input",   "no-pager", "of",    "passphrase-fd", "passphrase-file", "porcelain",
        "quiet",      "seed",     "store", "trigger",       "verbose",         "version",
        "with"};
    return kIds;
}

}  // namespace attune::definition
