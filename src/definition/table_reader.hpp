#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "definition/toml_reader.hpp"

namespace attune::definition {

/// Collects the problems of one file.
class Report {
  public:
    explicit Report(std::string path) : path_(std::move(path)) {}
    void error(Position at, std::string message, std::string hint = {});
    void note(Position at, std::string message, std::string hint = {});
    /// "'oftn' is not KIND", with the nearest of `known` as the hint, or all of them when they are
    /// few.
    void unknown(Position at, std::string_view what, std::string_view name,
                 const std::vector<std::string>& known);
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::vector<Problem> take() &&;

  private:
    std::string path_;
    std::vector<Problem> problems_;
};

/// A text or number together with its place, for checks that come later.
struct PlacedText {
    std::string text;
    Position at;
};

/// True for an id of a definition or of a part of one: a small letter, then small letters, digits
/// or -.
[[nodiscard]] bool is_id(std::string_view text);

/// Reads one table member by member. Each getter checks the type and remembers the key as known;
/// `finish` reports every key that nobody asked for, with the nearest known one.
class TableReader {
  public:
    /// `name` is how messages call the table: "[[scale]]", "[response]".
    TableReader(const Node& table, std::string name, Report& report);

    [[nodiscard]] const Node* find(const std::string& key);
    [[nodiscard]] bool has(std::string_view key) const { return table_.find(key) != nullptr; }
    /// Where the key's value stands; the table itself when the key is missing.
    [[nodiscard]] Position at(std::string_view key) const;
    [[nodiscard]] Position at() const { return table_.at; }

    [[nodiscard]] std::string text(const std::string& key);
    /// Reports a missing key and an empty text.
    [[nodiscard]] std::string required_text(const std::string& key);
    [[nodiscard]] std::optional<double> number(const std::string& key);
    [[nodiscard]] std::optional<double> required_number(const std::string& key);
    [[nodiscard]] std::optional<long long> integer(const std::string& key);
    [[nodiscard]] std::optional<bool> boolean(const std::string& key);
    [[nodiscard]] std::vector<PlacedText> texts(const std::string& key);
    [[nodiscard]] std::vector<double> numbers(const std::string& key);
    /// The tables of `[[key]]`. A single `[key]` is reported.
    [[nodiscard]] std::vector<const Node*> tables(const std::string& key);
    /// One of a few words; the first when the key is missing. Anything else is reported with the
    /// words.
    template <typename T>
    [[nodiscard]] T word(const std::string& key,
                         const std::vector<std::pair<std::string, T>>& words) {
        const Node* node = find(key);
        if (!node) return words.front().second;
        std::vector<std::string> known;
        for (const auto& [name, value] : words) {
            if (node->kind == Node::Kind::String && node->text == name) return value;
            known.push_back(name);
        }
        wrong_word(key, *node, known);
        return words.front().second;
    }
    void missing(const std::string& key, std::string hint = {});
    void finish();

  private:
    void wrong_type(const std::string& key, const Node& node, std::string_view wanted);
    void wrong_word(const std::string& key, const Node& node,
                    const std::vector<std::string>& known);

    const Node& table_;
    std::string name_;
    Report& report_;
    std::set<std::string> asked_;
};

}  // namespace attune::definition
