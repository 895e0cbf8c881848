#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/query/text_query.hpp"

/// Which entries a command is about: the one filter language of list, search, export, report and
/// delete.
///
/// 1. The same wish given several times means any of them; different wishes narrow each other down.
/// 2. `text` is the exception: every word has to be there.
/// 3. Names are compared without regard to case, and by what they stand for now: an alias, an old
///    name and what was merged into another fit as well (journal/names.hpp).
/// 4. Only live records match; removed ones never do. Records that keep people and words match
///    only where `kinds` names their kind.
namespace attune::query {

/// Both ends included; at least one is there.
struct NumberRange {
    std::optional<double> low;
    std::optional<double> high;

    friend bool operator==(const NumberRange&, const NumberRange&) = default;
};

/// `7`, `7+`, `3..6`, `..3`, `3..`, and `>=7`, `<=3`. Usage for anything else and for an empty
/// range.
[[nodiscard]] Result<NumberRange> parse_number_range(std::string_view text);

struct FeelingWish {
    std::string name;
    std::optional<NumberRange> intensity;  ///< without one the feeling just has to be there

    friend bool operator==(const FeelingWish&, const FeelingWish&) = default;
};

/// `anxious`, `anxious=7+`, and `anxious>=7`.
[[nodiscard]] Result<FeelingWish> parse_feeling_wish(std::string_view text);

/// What an entry is asked for. An empty list asks for nothing.
struct Wishes {
    std::vector<std::string> people = {};
    std::vector<std::string> triggers = {};
    std::vector<FeelingWish> feelings = {};
    std::vector<std::string> responses = {};  ///< reacted, responded, mixed, unsure
    std::vector<std::string> kinds = {};
    std::optional<TextQuery> text = {};
    bool bring = false;     ///< marked for the next session
    bool conflict = false;  ///< with versions that were written apart

    [[nodiscard]] bool empty() const;
};

struct Filter {
    std::optional<CivilDay> first_day;
    std::optional<CivilDay> last_day;
    Wishes wishes;
    Wishes unwanted;  ///< entries that fit any of these are left out
    std::optional<std::int64_t> limit;

    /// True when it asks for nothing at all.
    [[nodiscard]] bool empty() const;
};

/// The first two go by day, then time; Canonical by instant and id, which does not depend on when a
/// record was written.
enum class Order { NewestFirst, OldestFirst, Canonical };

/// Calls `visit` with the row number of each live entry that fits, in the order of days and times.
/// Reads only the days asked for. Stops at the first error of `visit` and gives it back.
[[nodiscard]] Status for_each_match(db::Connection& database, const Filter& filter, Order order,
                                    const std::function<Status(std::int64_t row)>& visit);

/// How many entries fit; `limit` is not looked at.
[[nodiscard]] Result<std::int64_t> count_matches(db::Connection& database, const Filter& filter);

/// How many entries of each kind fit, the most frequent first, ties by name; `limit` is not looked
/// at.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::int64_t>>> count_kinds(
    db::Connection& database, const Filter& filter);

/// The statement behind for_each_match, for tests that ask SQLite how it would run it. People are
/// resolved first.
[[nodiscard]] Result<std::string> explain_matches(db::Connection& database, const Filter& filter,
                                                  Order order);

}  // namespace attune::query
