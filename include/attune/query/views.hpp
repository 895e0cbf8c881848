#pragma once

#include <span>
#include <string_view>

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"

/// Views for people who write their own SQL and for the program's own reports. Only live records.
///
///   1. A view and its columns stay what they are: new ones may come, none goes or changes meaning.
///   2. What is missing is NULL, never 0 or ''. Days are texts YYYY-MM-DD, times are local texts
///      YYYY-MM-DDTHH:MM:SS, strengths stand on 0 to 10 whatever scale they were given on.
///   3. People and words are called as they are called now, whatever was typed
///      (journal/names.hpp). word_for(facet, word) is the function behind it.
///   4. Every view but `day` and `people` has `entry`, the row of the record in this image, to join
///      on; it changes when the image is made anew. `id` is the record's own id as lower-case
///      hexadecimal and stays.
///   5. No view is called as a table of store/schema.hpp is: other rooms' SQL would meet it there.
///   6. A condition on `day` is answered by the index on days, so the cost follows the days asked
///      for and not the size of the past; `kind` of `diary` is answered by its index as well.
namespace attune::query {

struct ViewColumn {
    std::string_view name;
    std::string_view type;  ///< INTEGER, REAL or TEXT
    std::string_view meaning;
};

struct View {
    std::string_view name;
    std::string_view meaning;
    std::span<const ViewColumn> columns;
};

/// All of them, in the order of the manual.
[[nodiscard]] std::span<const View> all_views();

/// Creates the views and the functions behind them for this connection alone; nothing is stored.
/// The connection stays where it is as long as they are used. Called a second time it does nothing.
[[nodiscard]] Status install_views(db::Connection& database);

}  // namespace attune::query
