#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/journal/record.hpp"
#include "attune/journal/when.hpp"

namespace attune::journal {

/// One line of the head of an edit text and what it stands for.
struct HeadLine {
    std::string text;
    std::vector<std::string> people;
    std::vector<Tag> tags;
    std::vector<Value> values;
    std::vector<Link> links;
};

/// True when a name or word can stand on one line of a text.
[[nodiscard]] bool is_showable(std::string_view word);
/// True for values that an editor never changes.
[[nodiscard]] bool is_fixed(const Value& value);

/// The `at:` line of a moment.
[[nodiscard]] std::string at_line(const Moment& at, const Now& now);
/// Everything else of the head, in the order it is shown. What is_showable refuses is left out.
[[nodiscard]] std::vector<HeadLine> head_lines(const Record& record);

}  // namespace attune::journal
