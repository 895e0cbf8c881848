#include "attune/vault/devices.hpp"

#include <algorithm>

#include "attune/store/library.hpp"
#include "store/apply.hpp"
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
            "SELECT count(*) FROM folded f WHERE device = ? AND generation = 0 AND sequence > 0 "
            "AND NOT EXISTS (SELECT 1 FROM quarantine q WHERE q.device = f.device AND q.sequence "
            "= f.sequence)",
            device);
    }
    /// Numbers below the highest known one that stand for nothing that is here. The number of a
    /// frame that is set aside counts for nothing: anybody can have written it.
    Result<std::uint64_t> missing(const DeviceId& device) {
        ATTUNE_TRY(const std::uint64_t upto,
                   number("SELECT ifnull(max(upto), 0) FROM origin WHERE device = ?", device));
        static constexpr const char* kKnown =
            "WITH known AS (SELECT sequence FROM entry WHERE device = ?1 AND sequence > ?2 "
            "UNION SELECT sequence FROM passed WHERE device = ?1 AND sequence > ?2) "
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
        if (state.own) {
            ATTUNE_TRY(const std::int64_t open,
                       database().value_of("SELECT count(*) FROM forgotten WHERE generation = 0"));
            report.unpurged = static_cast<std::uint64_t>(open);
        } else {
            report.unpurged = count_unpurged(state);
        }
        reports.push_back(report);
    }
    return reports;
}

std::optional<std::uint64_t> Library::count_unpurged(const vault::DeviceState& state) {
    std::vector<RecordId> ids;
    for (auto rows = database().prepare("SELECT id FROM forgotten"); rows;) {
        const auto row = rows->step();
        if (!row) return std::nullopt;
        if (!*row) break;
        ids.push_back(RecordId::from_bytes(rows->blob(0)).value_or(RecordId{}));
    }
    if (ids.empty()) return 0;
    std::uint64_t unpurged = ids.size();
    const auto looked = vault::look_into(
        state_->host, state_->location, state_->keys, state.device,
        [&](db::Connection& theirs) -> Status {
            ATTUNE_TRY(const std::int64_t known,
                       theirs.value_of("SELECT count(*) FROM sqlite_schema WHERE name = "
                                       "'forgotten'"));
            if (known == 0) return {};
            ATTUNE_TRY(auto find,
                       theirs.prepare("SELECT 1 FROM forgotten WHERE id = ? AND generation <= ?"));
            for (const RecordId& id : ids) {
                find.reset();
                // Older files of that device count as well.
                find.bind(1, id.view()).bind(2, static_cast<std::int64_t>(state.oldest_file));
                ATTUNE_TRY(const bool purged, find.step());
                unpurged -= purged ? 1 : 0;
            }
            return {};
        });
    if (looked) return unpurged;
    // Without a generation it has nothing but its inbox, which this cannot judge.
    return std::nullopt;
}

Status Library::accept_devices() {
    return vault::accept_devices(state_->host, state_->location, state_->keys.store);
}

}  // namespace attune::store
