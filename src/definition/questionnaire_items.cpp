#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/definition/wording.hpp"
#include "definition/questionnaire_parts.hpp"

namespace attune::definition::parts {

namespace {

constexpr long long kMaxItems = 1000;
/// A scale of more steps than this is an open number.
constexpr double kMaxSteps = 1000;

void read_values(TableReader& table, ResponseSet& set, Draft& draft) {
    const bool has_values = table.has("values");
    const bool has_range = table.has("range");
    const std::vector<double> values = table.numbers("values");
    const std::vector<double> range = table.numbers("range");
    if (has_values && has_range) {
        draft.report.error(table.at("range"), "a response has 'values' or 'range', not both",
                           "a range is short for all whole numbers in it");
    }
    if (!has_values && !has_range) {
        table.missing("values", "for example values = [1, 2, 3, 4, 5]");
        return;
    }
    if (has_range) {
        const bool whole = range.size() == 2 && range[0] == std::floor(range[0]) &&
                           range[1] == std::floor(range[1]) && range[0] < range[1] &&
                           range[1] - range[0] <= kMaxSteps;
        if (!whole) {
            draft.report.error(table.at("range"),
                               "'range' is not two whole numbers, the smaller first",
                               "for example range = [1, 7]");
            return;
        }
        for (double value = range[0]; value <= range[1]; value += 1)
            set.values.push_back(value);
        return;
    }
    if (values.size() < 2) {
        draft.report.error(table.at("values"), "a response needs at least two values",
                           "for example values = [1, 2, 3, 4, 5]");
        return;
    }
    if (!std::is_sorted(values.begin(), values.end(), std::less_equal<>())) {
        draft.report.error(table.at("values"), "the values do not go up, each larger than the last",
                           "list them from low to high and the labels in the same order");
        return;
    }
    set.values = values;
}

void read_labels(TableReader& table, ResponseSet& set, Draft& draft) {
    const Node* labels = table.find("labels");
    const std::string higher_means = table.text("higher_means");
    if (!labels) {
        if (table.has("higher_means")) {
            draft.report.error(table.at("higher_means"),
                               "'higher_means' needs 'labels' to be checked against",
                               "add labels = [...], one per value");
        }
        return;
    }
    set.labels = read_label_list(*labels, set, draft.report);
    if (set.labels.empty()) return;
    set.higher_means = higher_means;
    if (!table.has("higher_means")) return;
    if (higher_means == set.labels.back()) return;
    if (higher_means == set.labels.front()) {
        draft.report.error(
            table.at("labels"),
            fmt::format("the labels are the wrong way round: the highest value means '{}', "
                        "but the last label is '{}'",
                        make_visible(higher_means), make_visible(set.labels.back())),
            "turn the labels round, or say what the highest value means");
        return;
    }
    draft.report.error(
        table.at("higher_means"),
        fmt::format("'higher_means' is '{}', but the label of the highest value is '{}'",
                    make_visible(higher_means), make_visible(set.labels.back())));
}

}  // namespace

std::vector<std::string> read_label_list(const Node& node, const ResponseSet& set, Report& report) {
    std::vector<std::string> labels;
    if (node.kind != Node::Kind::Array) {
        report.error(node.at, fmt::format("'labels' is {}, not a list", node.kind_name()),
                     "for example labels = [\"never\", \"\", \"always\"]");
        return labels;
    }
    std::set<std::string> seen;
    bool good = true;
    for (const Node& element : node.elements) {
        if (element.kind != Node::Kind::String) {
            report.error(element.at,
                         fmt::format("'labels' lists texts, but this is {}", element.kind_name()));
            good = false;
            continue;
        }
        const std::string word(trim(element.text));
        if (!word.empty() && !seen.insert(word).second) {
            report.error(element.at, fmt::format("label '{}' appears twice", make_visible(word)),
                         "every step has words of its own, or \"\"");
        }
        labels.push_back(word);
    }
    if (!good) return {};
    if (!set.values.empty() && labels.size() != set.values.size()) {
        report.error(node.at,
                     fmt::format("{} labels for {} values", labels.size(), set.values.size()),
                     "give one label per value; \"\" for a step without words");
        return {};
    }
    if (!labels.empty() && (labels.front().empty() || labels.back().empty())) {
        report.error(node.at, "the first and the last label need words",
                     "what do the lowest and the highest value mean?");
        return {};
    }
    return labels;
}

namespace {

void add_response(const Node& node, std::string name, const std::set<std::string>& own_names,
                  Draft& draft) {
    TableReader table(node, name.empty() ? "[response]" : fmt::format("[response.{}]", name),
                      draft.report);
    for (const std::string& own : own_names)
        static_cast<void>(table.find(own));
    ResponseSet set;
    set.name = std::move(name);
    set.at = node.at;
    read_values(table, set, draft);
    read_labels(table, set, draft);
    table.finish();
    if (set.values.empty()) set.values = {0, 1};  // reported above; later parts need some range
    set.low = set.values.front();
    set.high = set.values.back();
    draft.made.responses.push_back(std::move(set));
}

std::vector<std::string> response_names(const Questionnaire& made) {
    std::vector<std::string> names;
    for (const ResponseSet& set : made.responses) {
        if (!set.name.empty()) names.push_back(set.name);
    }
    return names;
}

/// The response set with this name, or npos.
std::size_t find_response(const Questionnaire& made, std::string_view name) {
    for (std::size_t i = 0; i < made.responses.size(); ++i) {
        if (made.responses[i].name == name) return i;
    }
    return std::string::npos;
}

std::size_t add_own_response(ResponseSet set, Draft& draft) {
    draft.made.responses.push_back(std::move(set));
    return draft.made.responses.size() - 1;
}

/// The answers of an item: a named set, the plain [response], or what its type implies.
std::size_t response_for(TableReader& table, ItemType type, Draft& draft) {
    const bool named = table.has("response");
    const std::string name = table.text("response");
    const auto low = table.number("low");
    const auto high = table.number("high");
    if (type == ItemType::Number) {
        ResponseSet set;
        set.name = "number";
        set.low = low.value_or(0);
        set.high = high.value_or(0);
        if (table.has("low") != table.has("high")) {
            draft.report.error(table.at(), "a number has both 'low' and 'high' or neither",
                               "a number that is scored needs both");
        } else if (low && high && *low >= *high) {
            draft.report.error(table.at("high"), "'high' is not above 'low'",
                               "the smaller one is 'low'");
        }
        return add_own_response(std::move(set), draft);
    }
    if (table.has("low") || table.has("high")) {
        draft.report.error(table.at(table.has("low") ? "low" : "high"),
                           "'low' and 'high' belong to items of type \"number\"",
                           "the range of a scale item is that of its response");
    }
    if (type == ItemType::YesNo && !named) {
        const std::size_t known = find_response(draft.made, "yes-no");
        if (known != std::string::npos) return known;
        return add_own_response({"yes-no", {0, 1}, {"no", "yes"}, 0, 1, "yes", {}}, draft);
    }
    if (type == ItemType::Text) return 0;
    const std::size_t found = find_response(draft.made, name);
    if (found != std::string::npos) return found;
    if (named) {
        draft.report.unknown(table.at("response"), "response", name, response_names(draft.made));
    } else {
        draft.report.error(table.at(), "this item has no response",
                           "add a [response] table or name one with response = \"...\"");
    }
    return 0;
}

/// A message that no answer can bring up helps nobody.
void judge_safety(TableReader& table, const Item& item, Draft& draft) {
    if (!item.safety_from) return;
    if (item.type == ItemType::Text || item.type == ItemType::Choices) {
        draft.report.error(table.at("safety_from"),
                           "'safety_from' needs an item whose answer is a number",
                           "such are items of type scale, yes-no, choice and number");
        return;
    }
    // An item whose response was never declared has been reported, and has no answers to compare.
    if (item.response >= draft.made.responses.size()) return;
    const ResponseSet& response = draft.made.response_of(item);
    if (response.low < response.high &&
        (*item.safety_from <= response.low || *item.safety_from > response.high)) {
        draft.report.error(
            table.at("safety_from"),
            fmt::format("'safety_from' is not above {} and at most {}",
                        shortest_number(response.low), shortest_number(response.high)),
            "it is the smallest answer that brings the message up");
    }
}

void read_item(const Node& node, Draft& draft) {
    TableReader table(node, "[[item]]", draft.report);
    Item item;
    item.at = node.at;
    item.id = table.required_text("id");
    item.text = table.text("text");
    item.construct = table.text("construct");
    item.type = table.word<ItemType>("type", {{"scale", ItemType::Scale},
                                              {"choice", ItemType::Choice},
                                              {"choices", ItemType::Choices},
                                              {"number", ItemType::Number},
                                              {"text", ItemType::Text},
                                              {"yes-no", ItemType::YesNo}});
    item.optional = table.boolean("optional").value_or(false);
    item.response = response_for(table, item.type, draft);
    item.safety_message = table.text("safety_message");
    item.safety_from = table.number("safety_from");
    if (table.has("safety_message") != table.has("safety_from")) {
        draft.report.error(table.at(), "'safety_message' and 'safety_from' belong together",
                           "the message, and the smallest answer that brings it up");
    }
    judge_safety(table, item, draft);
    const std::string condition = table.text("show_if");
    if (table.has("show_if")) {
        item.show_if =
            read_condition(condition, table.at("show_if"), draft.made.items.size(), draft);
    }
    const Position id_at = table.at("id");
    table.finish();
    if (item.id.empty()) {
        draft.items_whole = false;
        return;
    }
    if (!is_name(item.id, false)) {
        draft.report.error(id_at, fmt::format("'{}' is no item id", make_visible(item.id)),
                           "an id is a small letter, then small letters, digits or _");
        draft.items_whole = false;
        return;
    }
    const auto& taken = wording_keys();
    if (std::find(taken.begin(), taken.end(), item.id) != taken.end()) {
        draft.report.error(id_at, fmt::format("an item cannot be called '{}'", item.id),
                           "the word is a key of [wording.LANGUAGE]");
    }
    if (draft.made.find_item(item.id)) {
        draft.report.error(id_at, fmt::format("item '{}' is declared twice", item.id),
                           "every item has an id of its own");
        return;
    }
    draft.made.items.push_back(std::move(item));
}

}  // namespace

void read_responses(TableReader& top, Draft& draft) {
    const Node* node = top.find("response");
    if (!node) return;
    if (node->kind != Node::Kind::Table) {
        draft.report.error(node->at,
                           fmt::format("'response' is {}, not a table", node->kind_name()),
                           "write [response] and values = [...] below it");
        return;
    }
    std::set<std::string> named;
    for (const Member& member : node->members) {
        if (member.value.kind == Node::Kind::Table) named.insert(member.key);
    }
    if (named.empty() || named.size() < node->members.size()) add_response(*node, "", named, draft);
    for (const Member& member : node->members) {
        if (!named.contains(member.key)) continue;
        if (!is_name(member.key, true)) {
            draft.report.error(
                member.at, fmt::format("'{}' is no name for a response", make_visible(member.key)),
                "a name is a small letter, then small letters, digits, _ or -");
        }
        add_response(member.value, member.key, {}, draft);
    }
}

void read_items(TableReader& top, Draft& draft) {
    const std::vector<const Node*> tables = top.tables("item");
    const auto count = top.integer("item_count");
    if (count && !tables.empty()) {
        draft.report.error(top.at("item_count"),
                           "a file has 'item_count' or [[item]] tables, not both",
                           "items q1, q2, ... are counted; others are listed");
    }
    if (count && (*count < 1 || *count > kMaxItems)) {
        draft.report.error(top.at("item_count"),
                           fmt::format("'item_count' is not in 1..{}", kMaxItems),
                           "it is the number of items");
        draft.items_whole = false;
    } else if (count && tables.empty()) {
        if (find_response(draft.made, "") == std::string::npos) {
            draft.report.error(top.at("item_count"), "'item_count' needs a plain [response] table",
                               "write [response] and values = [...] below it");
        }
        for (long long i = 1; i <= *count; ++i) {
            Item item;
            item.id = fmt::format("q{}", i);
            item.at = top.at("item_count");
            draft.made.items.push_back(std::move(item));
        }
    }
    for (const Node* node : tables)
        read_item(*node, draft);
    if (draft.made.items.empty() && draft.items_whole) {
        draft.report.error(top.at(), "the file has no items",
                           "add [[item]] tables, or item_count = N for a key without wording");
    }
    std::set<std::size_t> unused;
    for (const PlacedText& entry : top.texts("unused")) {
        const auto item = draft.made.find_item(entry.text);
        if (item) {
            if (unused.insert(*item).second) draft.made.unused.push_back(*item);
        } else if (draft.items_whole) {
            draft.report.unknown(entry.at, "item", entry.text, item_ids(draft.made));
        }
    }
    if (draft.made.responses.empty()) {
        // Items of text alone need none, but indices into `responses` must always hold.
        draft.made.responses.push_back({"none", {}, {}, 0, 0, {}, {}});
    }
}

}  // namespace attune::definition::parts
