#include "attune/store/recovery.hpp"

#include "attune/store/library.hpp"
#include "attune/store/schema.hpp"
#include "attune/vault/create.hpp"
#include "store/apply.hpp"
#include "store/salvage.hpp"

namespace attune::store {

namespace {

Result<std::uint64_t> count_records(db::Connection& database) {
    ATTUNE_TRY(
        const std::int64_t number,
        database.value_of("SELECT count(*) FROM live_entry WHERE kind NOT IN ('person', 'word')"));
    return static_cast<std::uint64_t>(number);
}

/// A repair may look at the files anew when a generation appears in between; `salvager` goes along.
vault::RepairRequest request_with(Salvager& salvager, const vault::Keys& keys) {
    vault::RepairRequest request;
    request.applier = make_applier(keys);
    request.make_schema = make_schema;
    request.salvage = [&salvager](db::Connection& ours, db::Connection& theirs,
                                  const std::string&) { return salvager.take(ours, theirs); };
    return request;
}

/// What the store holds after `files` were mended.
Result<RepairReport> report_on(vault::RepairResult files, const Salvager& salvager,
                               host::Host& host, const vault::Location& location,
                               const vault::Keys& keys) {
    RepairReport report;
    report.files = std::move(files);
    ATTUNE_TRY(Library library, Library::open(host, location, keys));
    ATTUNE_TRY(report.records, count_records(library.database()));
    ATTUNE_TRY(report.lost, salvager.lost(library.database()));
    report.unknown_rows = salvager.unknown_rows();
    return report;
}

}  // namespace

Result<RepairReport> repair(host::Host& host, const vault::Location& location,
                            const vault::Keys& keys) {
    Salvager salvager;
    ATTUNE_TRY(auto files, vault::repair(host, location, keys, request_with(salvager, keys)));
    return report_on(std::move(files), salvager, host, location, keys);
}

Result<RetireReport> retire(host::Host& host, const vault::Location& location,
                            const vault::Keys& keys, const DeviceId& device) {
    Salvager salvager;
    ATTUNE_TRY(auto retired,
               vault::retire_device(host, location, keys, request_with(salvager, keys), device));
    RetireReport report;
    report.files = retired.files;
    ATTUNE_TRY(report.repaired,
               report_on(std::move(retired.repaired), salvager, host, location, keys));
    return report;
}

Result<vault::BackupFacts> backup(host::Host& host, const vault::Location& location,
                                  const vault::Keys& keys, const std::string& path, bool replace) {
    vault::FoldRequest request;
    request.applier = make_applier(keys);
    ATTUNE_TRY([[maybe_unused]] const vault::FoldResult folded,
               vault::fold(host, location, keys, request));
    return vault::write_backup(host, location, keys, path, replace);
}

Result<RestoreReport> restore(host::Host& host, const vault::Location& location,
                              const vault::Keys& keys, const std::string& path) {
    ATTUNE_TRY([[maybe_unused]] const vault::BackupFacts facts,
               vault::check_backup(host, path, keys));
    RestoreReport report;
    ATTUNE_TRY(const bool there, vault::holds_store(host, location));
    report.new_store = !there;
    std::uint64_t before = 0;
    if (report.new_store) {
        ATTUNE_CHECK(vault::place_backup(host, location, keys, path));
    } else {
        ATTUNE_TRY(Library library, Library::open(host, location, keys));
        ATTUNE_TRY(before, count_records(library.database()));
        ATTUNE_TRY([[maybe_unused]] const vault::FoldResult folded,
                   vault::merge_backup(host, location, keys, make_applier(keys), path));
    }
    ATTUNE_TRY(Library library, Library::open(host, location, keys));
    ATTUNE_TRY(report.records, count_records(library.database()));
    report.added = report.records > before ? report.records - before : 0;
    return report;
}

}  // namespace attune::store
