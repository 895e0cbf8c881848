#pragma once

#include <optional>
#include <string>
#include <vector>

namespace attune::definition {

/// A place in a file, both from 1; the column counts characters. {0, 0} is "nowhere in particular".
struct Position {
    int line = 0;
    int column = 0;

    friend bool operator==(const Position&, const Position&) = default;
};

/// One thing that is wrong with a definition file, or (a Note) merely worth saying.
struct Problem {
    enum class Weight { Error, Note };

    std::string path;
    Position at;
    std::string message;    ///< lower case, no full stop
    std::string hint = {};  ///< what to try, may be empty
    Weight weight = Weight::Error;

    /// `path:line:column`
    [[nodiscard]] std::string where() const;
};

/// A value read from a file with everything that was found on the way. `value` is there exactly
/// when no problem is an Error.
template <typename T>
struct Checked {
    std::optional<T> value;
    std::vector<Problem> problems;
};

/// True when one of the problems is an Error.
[[nodiscard]] bool has_errors(const std::vector<Problem>& problems);

/// Puts problems into the order of the file.
void sort_problems(std::vector<Problem>& problems);

}  // namespace attune::definition
