#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "attune/base/text.hpp"
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
        draft.report.error(table.at("range"), "a response has 'values' or 'range', not both");
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
        draft.report.error(table.at("values"), "a response needs at least two values");
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
    const std::vector<PlacedText> labels = table.texts("labels");
    const std::string higher_means = table.text("higher_means");
    if (!table.has("labels")) {
        if (table.has("higher_means")) {
            draft.report.error(table.at("higher_means"),
                               "'higher_means' needs 'labels' to be checked against");
        }
        return;
    }
    if (!set.values.empty() && labels.size() != set.values.size()) {
        draft.report.error(table.at("labels"),
                           fmt::format("{} labels for {} values", labels.size(), set.values.size()),
                           "give one label per value; \"\" for a step without words");
        return;
    }
    std::set<std::string> seen;
    for (const PlacedText& label : labels) {
        const std::string word(trim(label.text));
        if (!word.empty() && !seen.insert(word).second) {
            draft.report.error(label.at,
                               fmt::format("label '{}' appears twice", make_visible(word)));
        }
        set.labels.push_back(word);
    }
    if (labels.empty()) return;
    if (set.labels.front().empty() || set.labels.back().empty()) {
        draft.report.error(table.at("labels"), "the first and the last label need words");
        return;
    }
    if (!table.has("higher_means")) {
        draft.report.note(
            table.at("labels"), "the direction of the labels is not checked",
            fmt::format("add higher_means = \"{}\" if that is so", set.labels.back()));
        return;
    }
    if (higher_means == set.labels.back()) return;
    if (higher_means == set.labels.front()) {
        draft.report.error(
            table.at("labels"),
            fmt::format("the labels are the wrong way round: the highest value means '{}', "
                        "but the last label is '{}'",
                        make_visible(higher_means), make_visible(set.labels.back())));
        return;
    }
    draft.report.error(
        table.at("higher_means"),
        fmt::format("'higher_means' is '{}', but the label of the highest value is '{}'",
                    make_visible(higher_means), make_visible(set.labels.back())));
}

void add_response(const Node& node, std::string name, const std::set<std::string>& own_names,
                  Draft& draft) {
    TableReader table(node, name.empty() ? "[response]" : fmt::format("[response.{}]", name),
                      draft.report);
    for (const std::string& own : own_names)
        static_cast<void>(table.find(own));
    ResponseSet set;
    set.name = std::move(name);
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
            draft.report.error(table.at(), "a number has both 'low' and 'high' or neither");
        } else if (low && high && *low >= *high) {
            draft.report.error(table.at("high"), "'high' is not above 'low'");
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
        return add_own_response({"yes-no", {0, 1}, {"no", "yes"}, 0, 1}, draft);
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
        draft.report.error(table.at(), "'safety_message' and 'safety_from' belong together");
    }
    if (table.has("show_if")) {
        item.show_if = read_condition(table.text("show_if"), table.at("show_if"),
                                      draft.made.items.size(), draft);
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
    if (draft.made.find_item(item.id)) {
        draft.report.error(id_at, fmt::format("item '{}' is declared twice", item.id));
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
                member.at, fmt::format("'{}' is no name for a response", make_visible(member.key)));
        }
        add_response(member.value, member.key, {}, draft);
    }
}

void read_items(TableReader& top, Draft& draft) {
    const std::vector<const Node*> tables = top.tables("item");
    const auto count = top.integer("item_count");
    if (count && !tables.empty()) {
        draft.report.error(top.at("item_count"),
                           "a file has 'item_count' or [[item]] tables, not both");
    }
    if (count && (*count < 1 || *count > kMaxItems)) {
        draft.report.error(top.at("item_count"),
                           fmt::format("'item_count' is not in 1..{}", kMaxItems));
        draft.items_whole = false;
    } else if (count && tables.empty()) {
        if (find_response(draft.made, "") == std::string::npos) {
            draft.report.error(top.at("item_count"), "'item_count' needs a plain [response] table");
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
        draft.made.responses.push_back({"none", {}, {}, 0, 0});
    }
}

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
            draft.report.unknown(at, "earlier item", id, item_ids(draft.made));
        } else {
            out.push_back({*item, op->second, *value});
        }
        if (word == std::string_view::npos) return out;
        rest.remove_prefix(word + 5);
    }
}

}  // namespace attune::definition::parts
