#include "store/sight.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/vault/private_state.hpp"

namespace attune::store {

namespace {

constexpr std::uint64_t kClockAheadMs = std::uint64_t{24} * 60 * 60 * 1000;

}  // namespace

Result<vault::Sight> sight_of(host::Host& host, const vault::Location& location,
                              const vault::Keys& keys, vault::Session& session) {
    db::Connection& database = session.database();
    vault::Sight sight;
    sight.told = session.facts().told;
    const auto identity = vault::load_identity(host, location, keys.store);
    const auto now = static_cast<std::uint64_t>(host.clock.now().time_since_epoch().count());
    const auto limit = static_cast<std::int64_t>((now + kClockAheadMs) << 16);
    // Through its index by name: left to itself SQLite reads every entry there is to group a few.
    ATTUNE_TRY(auto highest,
               database.prepare("SELECT max(clock) FROM entry INDEXED BY entry_clock WHERE shown = "
                                "1 AND deleted = 0 AND batch IS NULL AND clock <= ?"));
    highest.bind(1, limit);
    ATTUNE_TRY(const bool row, highest.step());
    if (row && !highest.is_null(0)) sight.clock = static_cast<std::uint64_t>(highest.integer(0));
    const vault::Seen seen = vault::load_seen(host, location, keys.store);
    ATTUNE_TRY(auto ahead,
               database.prepare("SELECT device, max(clock) FROM entry INDEXED BY entry_clock WHERE "
                                "shown = 1 AND deleted = 0 AND batch IS NULL AND clock > ? GROUP "
                                "BY device"));
    ahead.bind(1, limit);
    while (true) {
        ATTUNE_TRY(const bool more, ahead.step());
        if (!more) break;
        const auto device = DeviceId::from_bytes(ahead.blob(0)).value_or(DeviceId{});
        const bool own = identity && identity->device == device;
        const bool known =
            std::any_of(seen.told.begin(), seen.told.end(), [&](const vault::Told& told) {
                return told.device == device && told.what == vault::Told::What::ClockAhead;
            });
        if (own || known) continue;
        const auto hours = ((static_cast<std::uint64_t>(ahead.integer(1)) >> 16) - now) / 3'600'000;
        sight.told.push_back({device, vault::Told::What::ClockAhead, hours});
    }
    if (identity) {
        ATTUNE_TRY(auto own, database.prepare("SELECT max(sequence) FROM entry WHERE device = ?"));
        own.bind(1, identity->device.view());
        ATTUNE_TRY(const bool any, own.step());
        if (any && !own.is_null(0)) sight.own_sequence = static_cast<std::uint64_t>(own.integer(0));
    }
    return sight;
}

std::string clock_warning(const vault::Told& told) {
    return fmt::format(
        "the clock of machine {} is {} hours ahead of this one; what it wrote keeps that time",
        told.device.hex(), told.value);
}

}  // namespace attune::store
