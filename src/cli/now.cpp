#include "cli/now.hpp"

namespace attune::cli {

Result<journal::Now> current_now(Context& context) {
    const host::Clock& clock = context.host().clock;
    const Settings& settings = context.settings();
    journal::Now now;
    now.utc = std::chrono::floor<std::chrono::seconds>(clock.now());
    ATTUNE_TRY(now.zone, journal::Zone::find(clock.zone_name()));
    now.day_start = settings.day_start();
    now.week_start = settings.week_start();
    now.date_order = settings.date_order();
    return now;
}

}  // namespace attune::cli
