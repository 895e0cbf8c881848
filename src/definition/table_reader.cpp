#include "definition/table_reader.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::definition {

namespace {

/// Lists of known names longer than this help nobody.
constexpr std::size_t kMaxListed = 8;

std::string shown(std::string_view name) {
    return make_visible(name);
}

}  // namespace

bool is_id(std::string_view text) {
    const auto is_small_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    return !text.empty() && is_small_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return is_small_letter(c) || (c >= '0' && c <= '9') || c == '-';
           });
}

void Report::error(Position at, std::string message, std::string hint) {
    problems_.push_back({path_, at, std::move(message), std::move(hint), Problem::Weight::Error});
}

void Report::note(Position at, std::string message, std::string hint) {
    problems_.push_back({path_, at, std::move(message), std::move(hint), Problem::Weight::Note});
}

void Report::unknown(Position at, std::string_view what, std::string_view name,
                     const std::vector<std::string>& known) {
    std::string hint;
    if (const auto nearest = nearest_word(name, known)) {
        hint = fmt::format("did you mean '{}'?", *nearest);
    } else if (!known.empty() && known.size() <= kMaxListed) {
        hint = fmt::format("known here: {}", join(known, ", "));
    }
    error(at, fmt::format("{} '{}' is not declared", what, shown(name)), std::move(hint));
}

std::vector<Problem> Report::take() && {
    sort_problems(problems_);
    return std::move(problems_);
}

TableReader::TableReader(const Node& table, std::string name, Report& report)
    : table_(table), name_(std::move(name)), report_(report) {
}

const Node* TableReader::find(const std::string& key) {
    asked_.insert(key);
    return table_.find(key);
}

Position TableReader::at(std::string_view key) const {
    const Node* node = table_.find(key);
    return node ? node->at : table_.at;
}

void TableReader::wrong_type(const std::string& key, const Node& node, std::string_view wanted) {
    std::string example = "write it without quotes";
    if (wanted == "text") example = fmt::format("write {} = \"...\" with quotes", shown(key));
    if (wanted == "a list") example = fmt::format("write {} = [...]", shown(key));
    report_.error(
        node.at,
        fmt::format("'{}' of {} is {}, not {}", shown(key), name_, node.kind_name(), wanted),
        std::move(example));
}

void TableReader::wrong_word(const std::string& key, const Node& node,
                             const std::vector<std::string>& known) {
    if (node.kind != Node::Kind::String) {
        wrong_type(key, node, "text");
        return;
    }
    const auto nearest = nearest_word(node.text, known);
    report_.error(node.at, fmt::format("'{}' is no value of '{}'", shown(node.text), key),
                  nearest ? fmt::format("did you mean '{}'?", *nearest)
                          : fmt::format("one of: {}", join(known, ", ")));
}

std::string TableReader::text(const std::string& key) {
    const Node* node = find(key);
    if (!node) return {};
    if (node->kind != Node::Kind::String) {
        wrong_type(key, *node, "text");
        return {};
    }
    return node->text;
}

std::string TableReader::required_text(const std::string& key) {
    if (!has(key)) {
        missing(key);
        asked_.insert(key);
        return {};
    }
    std::string value = text(key);
    if (table_.find(key)->kind == Node::Kind::String && trim(value).empty()) {
        report_.error(at(key), fmt::format("'{}' of {} is empty", key, name_),
                      "put words between the quotes");
    }
    return value;
}

std::optional<double> TableReader::number(const std::string& key) {
    const Node* node = find(key);
    if (!node) return std::nullopt;
    if (!node->is_number()) {
        wrong_type(key, *node, "a number");
        return std::nullopt;
    }
    if (!std::isfinite(node->real)) {
        report_.error(node->at, fmt::format("'{}' of {} is not a finite number", key, name_));
        return std::nullopt;
    }
    return node->real;
}

std::optional<double> TableReader::required_number(const std::string& key) {
    if (!has(key)) {
        missing(key);
        asked_.insert(key);
        return std::nullopt;
    }
    return number(key);
}

std::optional<long long> TableReader::integer(const std::string& key) {
    const Node* node = find(key);
    if (!node) return std::nullopt;
    if (node->kind != Node::Kind::Integer) {
        wrong_type(key, *node, "a whole number");
        return std::nullopt;
    }
    return node->integer;
}

std::optional<bool> TableReader::boolean(const std::string& key) {
    const Node* node = find(key);
    if (!node) return std::nullopt;
    if (node->kind != Node::Kind::Boolean) {
        wrong_type(key, *node, "true or false");
        return std::nullopt;
    }
    return node->boolean;
}

std::vector<PlacedText> TableReader::texts(const std::string& key) {
    const Node* node = find(key);
    if (!node) return {};
    if (node->kind != Node::Kind::Array) {
        wrong_type(key, *node, "a list");
        return {};
    }
    std::vector<PlacedText> out;
    for (const Node& element : node->elements) {
        if (element.kind != Node::Kind::String) {
            report_.error(element.at, fmt::format("'{}' of {} lists texts, but this is {}", key,
                                                  name_, element.kind_name()));
            continue;
        }
        out.push_back({element.text, element.at});
    }
    return out;
}

std::vector<double> TableReader::numbers(const std::string& key) {
    const Node* node = find(key);
    if (!node) return {};
    if (node->kind != Node::Kind::Array) {
        wrong_type(key, *node, "a list");
        return {};
    }
    std::vector<double> out;
    for (const Node& element : node->elements) {
        if (element.is_number() && !std::isfinite(element.real)) {
            report_.error(element.at,
                          fmt::format("'{}' of {} lists a number without end", key, name_),
                          "write the number itself");
            continue;
        }
        if (!element.is_number()) {
            report_.error(element.at, fmt::format("'{}' of {} lists numbers, but this is {}", key,
                                                  name_, element.kind_name()));
            continue;
        }
        out.push_back(element.real);
    }
    return out;
}

std::vector<const Node*> TableReader::tables(const std::string& key) {
    const Node* node = find(key);
    if (!node) return {};
    std::vector<const Node*> out;
    if (node->kind != Node::Kind::Array) {
        report_.error(node->at,
                      fmt::format("'{}' is {}, not a list of tables", key, node->kind_name()),
                      fmt::format("write [[{}]] with two brackets", key));
        return {};
    }
    for (const Node& element : node->elements) {
        if (element.kind != Node::Kind::Table) {
            report_.error(
                element.at,
                fmt::format("'{}' lists tables, but this is {}", key, element.kind_name()),
                fmt::format("write [[{}]] and its keys below it", key));
            continue;
        }
        out.push_back(&element);
    }
    return out;
}

void TableReader::missing(const std::string& key, std::string hint) {
    report_.error(table_.at, fmt::format("{} has no '{}'", name_, key), std::move(hint));
}

void TableReader::finish() {
    const std::vector<std::string> known(asked_.begin(), asked_.end());
    for (const Member& member : table_.members) {
        if (asked_.contains(member.key)) continue;
        const auto nearest = nearest_word(member.key, known);
        report_.error(member.at, fmt::format("'{}' is no key of {}", shown(member.key), name_),
                      nearest ? fmt::format("did you mean '{}'?", *nearest)
                              : fmt::format("keys here: {}", join(known, ", ")));
    }
}

}  // namespace attune::definition
