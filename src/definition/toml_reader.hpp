#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/definition/problem.hpp"

namespace attune::definition {

struct Member;

/// A value of a TOML file with the place where it stands. Dates and times come as Kind::Other: no
/// definition uses them.
struct Node {
    enum class Kind { Table, Array, String, Integer, Real, Boolean, Other };

    Kind kind = Kind::Table;
    Position at;
    std::string text;             ///< String
    long long integer = 0;        ///< Integer
    double real = 0;              ///< Real, and Integer as a double
    bool boolean = false;         ///< Boolean
    std::vector<Member> members;  ///< Table, in the order of the file
    std::vector<Node> elements;   ///< Array

    /// The member of a table; null when there is none.
    [[nodiscard]] const Node* find(std::string_view key) const;
    [[nodiscard]] bool is_number() const { return kind == Kind::Integer || kind == Kind::Real; }
    /// "a table", "text", "a whole number", ...: for messages.
    [[nodiscard]] std::string_view kind_name() const;
};

struct Member {
    std::string key;
    Position at;  ///< of the key
    Node value;
};

/// The tree of a TOML text. What is no TOML gives one problem with its place. Not UTF-8: a problem
/// at 1:1.
[[nodiscard]] Checked<Node> read_toml(std::string_view text, const std::string& path);

}  // namespace attune::definition
