#include "attune/definition/problem.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace attune::definition {

std::string Problem::where() const {
    return fmt::format("{}:{}:{}", path, at.line, at.column);
}

bool has_errors(const std::vector<Problem>& problems) {
    return std::any_of(problems.begin(), problems.end(), [](const Problem& problem) {
        return problem.weight == Problem::Weight::Error;
    });
}

void sort_problems(std::vector<Problem>& problems) {
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.path, a.at.line, a.at.column) < std::tie(b.path, b.at.line, b.at.column);
    });
}

}  // namespace attune::definition
