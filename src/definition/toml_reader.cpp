// The only file that knows toml++ (house style, section 1).
#include "definition/toml_reader.hpp"

#include <algorithm>
#include <utility>

// Assertions of toml++ 3 are about the file as well: "[:" makes one untrue. They would end the
// program, and where NDEBUG is set they would be promises to the compiler; the checks behind them
// give a proper error. So nothing is asserted and nothing promised.
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "attune/base/text.hpp"
#include "definition/toml_bare.hpp"

namespace attune::definition {

namespace {

Position position_of(const toml::source_region& region) {
    return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

Node convert(const toml::node& source);

Node convert_table(const toml::table& source) {
    Node node;
    node.kind = Node::Kind::Table;
    for (const auto& [key, value] : source) {
        node.members.push_back({std::string(key.str()), position_of(key.source()), convert(value)});
    }
    // toml++ keeps members sorted by name; people read a file from top to bottom.
    std::stable_sort(
        node.members.begin(), node.members.end(), [](const Member& a, const Member& b) {
            return std::pair(a.at.line, a.at.column) < std::pair(b.at.line, b.at.column);
        });
    return node;
}

Node convert(const toml::node& source) {
    Node node;
    if (const auto* table = source.as_table()) {
        node = convert_table(*table);
    } else if (const auto* array = source.as_array()) {
        node.kind = Node::Kind::Array;
        for (const toml::node& element : *array)
            node.elements.push_back(convert(element));
    } else if (const auto* text = source.as_string()) {
        node.kind = Node::Kind::String;
        node.text = text->get();
    } else if (const auto* integer = source.as_integer()) {
        node.kind = Node::Kind::Integer;
        node.integer = integer->get();
        node.real = static_cast<double>(node.integer);
    } else if (const auto* real = source.as_floating_point()) {
        node.kind = Node::Kind::Real;
        node.real = real->get();
    } else if (const auto* boolean = source.as_boolean()) {
        node.kind = Node::Kind::Boolean;
        node.boolean = boolean->get();
    } else {
        node.kind = Node::Kind::Other;
    }
    node.at = position_of(source.source());
    return node;
}

/// toml++ explains in sentences of its own; ours start small and end without a full stop.
std::string tidy(std::string_view description) {
    std::string out(trim(description));
    while (!out.empty() && out.back() == '.')
        out.pop_back();
    if (out.size() > 1 && out[0] >= 'A' && out[0] <= 'Z' && !(out[1] >= 'A' && out[1] <= 'Z')) {
        out[0] = static_cast<char>(out[0] - 'A' + 'a');
    }
    return make_visible(out);
}

}  // namespace

const Node* Node::find(std::string_view key) const {
    for (const Member& member : members) {
        if (member.key == key) return &member.value;
    }
    return nullptr;
}

std::string_view Node::kind_name() const {
    switch (kind) {
        case Kind::Table:
            return "a table";
        case Kind::Array:
            return "a list";
        case Kind::String:
            return "text";
        case Kind::Integer:
            return "a whole number";
        case Kind::Real:
            return "a number";
        case Kind::Boolean:
            return "true or false";
        case Kind::Other:
            return "a date or time";
    }
    return "something else";
}

Checked<Node> read_toml(std::string_view text, const std::string& path) {
    Checked<Node> result;
    if (!is_utf8(text)) {
        result.problems.push_back({path,
                                   {1, 1},
                                   "the file is not UTF-8 text",
                                   "save it with the encoding UTF-8",
                                   Problem::Weight::Error});
        return result;
    }
    if (const auto bare = find_bare_letter(text)) {
        result.problems.push_back(
            {path, *bare, "not valid TOML: a letter like this needs quotes around it",
             "keys outside of quotes are made of a-z, 0-9, '_' and '-'", Problem::Weight::Error});
        return result;
    }
    const toml::parse_result parsed = toml::parse(text, std::string_view(path));
    if (!parsed) {
        const toml::parse_error& error = parsed.error();
        result.problems.push_back(
            {path, position_of(error.source()), "not valid TOML: " + tidy(error.description()),
             "check quotes, brackets and commas just before this place", Problem::Weight::Error});
        return result;
    }
    result.value = convert_table(parsed.table());
    result.value->at = {1, 1};
    return result;
}

}  // namespace attune::definition
