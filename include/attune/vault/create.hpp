#pragma once

#include <functional>
#include <vector>

#include "attune/db/connection.hpp"
#include "attune/vault/keys.hpp"

namespace attune::vault {

struct NewSlot {
    GivenSecret secret;
    bool low_memory = false;  ///< passphrases: 64 MiB instead of 256 MiB
};

/// Makes a store: random root and ids, the given slots, a first generation holding what
/// `make_schema` put into the empty database, the first inbox segment and the private state of this
/// device. Refused when the folder already holds a store; Usage when there is no slot. Reopens what
/// it wrote with every secret before it returns.
[[nodiscard]] Result<Keys> create(host::Host& host, const Location& location,
                                  const std::vector<NewSlot>& slots,
                                  const std::function<Status(db::Connection&)>& make_schema);

/// True when the folder holds at least one generation or a copy of one; Io when it cannot be looked
/// into.
[[nodiscard]] Result<bool> holds_store(host::Host& host, const Location& location);
/// The same for those who go on with the store either way: true when the folder cannot be looked
/// into, since what is done with the store next then says why.
[[nodiscard]] bool exists(host::Host& host, const Location& location);

}  // namespace attune::vault
