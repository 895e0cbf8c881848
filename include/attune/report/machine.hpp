#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace attune::report {

/// What a program reads from a report: null, truth, number, text, list or named members in the
/// order they were set. Names are snake_case; a missing number is null, never 0.
class Machine {
  public:
    using List = std::vector<Machine>;
    using Members = std::vector<std::pair<std::string, Machine>>;
    using Content =
        std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, List, Members>;

    Machine() = default;
    // NOLINTBEGIN(google-explicit-constructor): a number is meant where a number is written
    Machine(bool value) : content_(value) {}
    Machine(int value) : content_(std::int64_t{value}) {}
    Machine(long value) : content_(std::int64_t{value}) {}
    Machine(double value) : content_(value) {}
    Machine(std::string value) : content_(std::move(value)) {}
    Machine(const char* value) : content_(std::string(value)) {}
    template <typename T>
    Machine(const std::optional<T>& value) {
        if (value) *this = Machine(*value);
    }
    // NOLINTEND(google-explicit-constructor)

    [[nodiscard]] static Machine list() { return Machine(Content(List{})); }
    [[nodiscard]] static Machine members() { return Machine(Content(Members{})); }

    /// Adds a member at the end, or replaces the one of that name. Only on members().
    Machine& set(const std::string& name, Machine value);
    /// Adds an element. Only on list().
    Machine& push(Machine value);

    /// The member of that name; nullptr when there is none, or when this holds no members.
    [[nodiscard]] const Machine* find(const std::string& name) const;
    [[nodiscard]] const Content& content() const { return content_; }
    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(content_); }

  private:
    explicit Machine(Content content) : content_(std::move(content)) {}
    Content content_ = nullptr;
};

}  // namespace attune::report
