#include "cli/now.hpp"

namespace attune::cli {

Result<journal::Now> current_now(host::Host& host) {
    journal::Now now;
    now.utc = std::chrono::floor<std::chrono::seconds>(host.clock.now());
    ATTUNE_TRY(now.zone, journal::Zone::find(host.clock.zone_name()));
    return now;
}

}  // namespace attune::cli
