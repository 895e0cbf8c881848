#pragma once

#include "cli/context.hpp"

namespace attune::cli {

struct NewStore {
    bool no_passphrase = false;
    bool no_recovery = false;
    bool low_memory = false;
};

/// What `attune init` does: asks for a passphrase, makes the store and says what opens it. Refused
/// when there is one.
[[nodiscard]] Status make_store(Context& context, const NewStore& wanted);

}  // namespace attune::cli
