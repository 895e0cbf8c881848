#pragma once

#include <string_view>

namespace attune::query {

/// The SELECT behind a view of query/views.hpp; its columns stand in the order of the view's. Empty
/// when there is no such view. Good for as long as the program runs.
[[nodiscard]] std::string_view body_of_view(std::string_view name);

}  // namespace attune::query
