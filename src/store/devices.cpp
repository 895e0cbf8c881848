#include "attune/vault/devices.hpp"

#include <algorithm>

#include "attune/store/library.hpp"
#include "store/library_state.hpp"

namespace attune::store {

namespace {

/// What the open database knows of one device.
class Origins {
  public:
    explicit Origins(db::Connection& database) : database_(database) {}

    /// When the newest record of the device was written.
    Result<std::optional<std::int64_t>> newest_ms(const DeviceId& device) {
        ATTUNE_TRY(auto find, database_.prepare("SELECT created_ms FROM entry WHERE device = ? "
                                                "ORDER BY sequence DESC LIMIT 1"));
        find.bind(1, device.view());
        ATTUNE_TRY(const bool row, find.step());
        return row ? std::optional(find.integer(0)) : std::nullopt;
    }
    /// Frames that were applied in memory only.
    Result<std::uint64_t> waiting(const DeviceId& device) {
        return number(
            "SELECT count(*) FROM folded WHERE device = ? AND generation = 0 AND sequence > 0",
            device);
    }
    /// Numbers below the highest known one that stand for nothing that is here.
    Result<std::uint64_t> missing(const DeviceId& device) {
        ATTUNE_TRY(const std::uint64_t upto,
                   number("SELECT ifnull(max(upto), 0) FROM origin WHERE device = ?", device));
        static constexpr const char* kKnown =
            "WITH known AS (SELECT sequence FROM entry WHERE device = ?1 AND sequence > ?2 "
            "UNION SELECT sequence FROM folded WHERE device = ?1 AND sequence > ?2) "
            "SELECT ifnull(max(sequence), ?2) - ?2 - count(*) FROM known";
        ATTUNE_TRY(auto find, database_.prepare(kKnown));
        find.bind(1, device.view()).bind(2, static_cast<std::int64_t>(upto));
        ATTUNE_TRY([[maybe_unused]] const bool row, find.step());
        return static_cast<std::uint64_t>(find.integer(0));
    }

  private:
    Result<std::uint64_t> number(std::string_view sql, const DeviceId& device) {
        ATTUNE_TRY(auto find, database_.prepare(sql));
        find.bind(1, device.view());
        ATTUNE_TRY(const bool row, find.step());
        return row ? static_cast<std::uint64_t>(find.integer(0)) : 0;
    }
    db::Connection& database_;
};

}  // namespace

Result<std::vector<DeviceReport>> Library::devices() {
    ATTUNE_TRY(const auto states,
               vault::list_devices(state_->host, state_->location, state_->keys.store));
    Origins origins(database());
    std::vector<DeviceReport> reports;
    for (const vault::DeviceState& state : states) {
        DeviceReport report;
        report.device = state.device;
        report.own = state.own;
        report.generation = state.generation;
        report.seen_generation = state.seen;
        report.bytes = state.bytes;
        report.unreadable = state.newest_file != state.generation;
        report.rolled_back = state.is_rolled_back();
        report.gone = state.is_gone();
        ATTUNE_TRY(report.newest_ms, origins.newest_ms(state.device));
        ATTUNE_TRY(report.waiting, origins.waiting(state.device));
        ATTUNE_TRY(report.missing, origins.missing(state.device));
        reports.push_back(report);
    }
    return reports;
}

Status Library::accept_devices() {
    return vault::accept_devices(state_->host, state_->location, state_->keys.store);
}

}  // namespace attune::store
