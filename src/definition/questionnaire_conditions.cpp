#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "definition/questionnaire_parts.hpp"

namespace attune::definition::parts {

namespace {

bool satisfies(double answer, Condition::Op op, double value) {
    switch (op) {
        case Condition::Op::Equal:
            return answer == value;
        case Condition::Op::NotEqual:
            return answer != value;
        case Condition::Op::Less:
            return answer < value;
        case Condition::Op::LessEqual:
            return answer <= value;
        case Condition::Op::Greater:
            return answer > value;
        case Condition::Op::GreaterEqual:
            return answer >= value;
    }
    return false;
}

/// Says so when the item that is compared has no number, or none that the condition can be true of.
void judge_condition(const Condition& condition, std::string_view text, Position at, Draft& draft) {
    const Item& item = draft.made.items[condition.item];
    if (item.type == ItemType::Text || item.type == ItemType::Choices) {
        draft.report.error(at, fmt::format("item '{}' has no number to compare", item.id),
                           "conditions look at items of type scale, yes-no, choice and number");
        return;
    }
    // An item whose response was never declared has been reported, and has no answers to compare.
    if (item.response >= draft.made.responses.size()) return;
    const ResponseSet& response = draft.made.response_of(item);
    const bool possible =
        response.values.empty() ||
        std::any_of(response.values.begin(), response.values.end(), [&](double answer) {
            return satisfies(answer, condition.op, condition.value);
        });
    if (!possible) {
        draft.report.error(
            at, fmt::format("'{}' never holds", make_visible(text)),
            fmt::format("answers to '{}' are {} to {}", item.id, shortest_number(response.low),
                        shortest_number(response.high)));
    }
}

}  // namespace

std::vector<Condition> read_condition(const std::string& text, Position at, std::size_t before,
                                      Draft& draft) {
    static const std::vector<std::pair<std::string_view, Condition::Op>> kOps = {
        {">=", Condition::Op::GreaterEqual}, {"<=", Condition::Op::LessEqual},
        {"!=", Condition::Op::NotEqual},     {"==", Condition::Op::Equal},
        {"=", Condition::Op::Equal},         {">", Condition::Op::Greater},
        {"<", Condition::Op::Less}};
    std::vector<Condition> out;
    std::string_view rest = text;
    for (;;) {
        const std::size_t word = rest.find(" and ");
        const std::string_view part = trim(rest.substr(0, word));
        const std::size_t sign = part.find_first_of("<>=!");
        const auto op = std::find_if(kOps.begin(), kOps.end(), [&](const auto& known) {
            return sign != std::string_view::npos && part.substr(sign).starts_with(known.first);
        });
        const auto value = op == kOps.end()
                               ? std::nullopt
                               : parse_number(trim(part.substr(sign + op->first.size())));
        if (!value) {
            draft.report.error(at, fmt::format("'{}' is no condition", make_visible(part)),
                               "for example show_if = \"q3 >= 2 and q4 = 1\"");
            return out;
        }
        const std::string_view id = trim(part.substr(0, sign));
        const auto item = draft.made.find_item(id);
        if (!item || *item >= before) {
            const auto known = item_ids(draft.made);
            if (draft.items_whole)
                draft.report.error(
                    at, fmt::format("no item '{}' stands above this one", make_visible(id)),
                    known.empty() ? "a condition looks at items above it"
                                  : fmt::format("above are: {}", join(known, ", ")));
        } else {
            out.push_back({*item, op->second, *value});
            judge_condition(out.back(), part, at, draft);
        }
        if (word == std::string_view::npos) return out;
        rest.remove_prefix(word + 5);
    }
}

void judge_items(Draft& draft) {
    const Questionnaire& made = draft.made;
    std::set<std::string> texts;
    std::set<std::size_t> used;
    std::set<std::size_t> directed;  // responses of items for which more means more
    const auto with_text = static_cast<std::size_t>(std::count_if(
        made.items.begin(), made.items.end(), [](const Item& item) { return !item.text.empty(); }));
    for (const Item& item : made.items) {
        if (item.type != ItemType::Text) used.insert(item.response);
        if (item.type == ItemType::Scale) directed.insert(item.response);
        if (item.text.empty() && with_text > 0) {
            draft.report.error(
                item.at, fmt::format("item '{}' has no 'text' while others have one", item.id),
                "give every item its text, or none of them");
        }
        if (!item.text.empty() && !texts.insert(fold_case(trim(item.text))).second) {
            draft.report.error(item.at,
                               fmt::format("item '{}' has the text of an earlier item", item.id),
                               "was it copied and not changed yet?");
        }
    }
    for (std::size_t i = 0; i < made.responses.size(); ++i) {
        const ResponseSet& set = made.responses[i];
        if (directed.contains(i) && !set.labels.empty() && set.higher_means.empty()) {
            draft.report.note(set.at, "the direction of the labels is not checked",
                              fmt::format("add higher_means = \"{}\" if that is so",
                                          make_visible(set.labels.back())));
        }
        if (used.contains(i) || !draft.items_whole || set.values.empty()) continue;
        draft.report.note(
            set.at,
            set.name.empty() ? std::string("no item uses the plain [response]")
                             : fmt::format("no item uses response '{}'", set.name),
            set.name.empty()
                ? "every item names another one"
                : fmt::format("an [[item]] asks for it with response = \"{}\"", set.name));
    }
}

}  // namespace attune::definition::parts
