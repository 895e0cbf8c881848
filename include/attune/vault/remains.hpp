#pragma once

#include <functional>
#include <string>
#include <vector>

#include "attune/vault/session.hpp"

/// Files of this machine that are needless and may still hold what is to be gone.
namespace attune::vault {

/// True when a frame speaks of what is forgotten; BadInput when what it says cannot be read.
using IsForgotten = std::function<Result<bool>(db::Connection&, const InboxFrame&)>;

/// Drops the pieces set aside that speak of what is forgotten. With `unreadable` also those that
/// cannot be read: they may hold the words, and whoever has the root could still make them out.
[[nodiscard]] Status drop_forgotten(db::Connection& connection, const Keys& keys,
                                    const IsForgotten& is_forgotten, bool unreadable);

/// True when files of this machine that the image of `connection` makes needless may still hold
/// what is forgotten: conflicted copies, segments and torn tails with frames that speak of it, and
/// what a repair put aside before generation `clean`. Two more generations remove them.
[[nodiscard]] Result<bool> has_own_remains(host::Host& host, const Location& location,
                                           const Keys& keys, const IsForgotten& is_forgotten,
                                           std::uint64_t clean, db::Connection& connection);

/// Files of this machine that a repair put aside.
[[nodiscard]] Result<std::vector<std::string>> put_aside_files(host::Host& host,
                                                               const Location& location,
                                                               const StoreId& store);

/// Conflicted copies of generations of this machine; behind a fold those that cannot be read.
[[nodiscard]] Result<std::vector<std::string>> own_copies(host::Host& host,
                                                          const Location& location,
                                                          const StoreId& store);

}  // namespace attune::vault
