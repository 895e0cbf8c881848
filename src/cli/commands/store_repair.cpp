#include <nlohmann/json.hpp>

#include "attune/base/text.hpp"
#include "attune/store/recovery.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/repair_report.hpp"

namespace attune::cli {

namespace {

struct RepairOptions {};

void describe(OptionSet& /*options*/, RepairOptions& /*repair*/) {
}

std::string as_json(const store::RepairReport& report) {
    const auto lines = [](const std::vector<std::string>& texts) {
        auto list = nlohmann::ordered_json::array();
        for (const std::string& text : texts)
            list.push_back(to_utf8_lossy(text));
        return list;
    };
    auto lost = nlohmann::ordered_json::array();
    for (const store::LostRecord& record : report.lost) {
        lost.push_back({{"id", record.id.is_zero() ? "" : record.id.hex()},
                        {"day", record.day},
                        {"kind", to_utf8_lossy(record.kind)},
                        {"other_state", record.other_state}});
    }
    const nlohmann::ordered_json document{{"schema", 1},
                                          {"written", report.files.written},
                                          {"generation", report.files.generation},
                                          {"records", report.records},
                                          {"damaged", lines(report.files.damaged)},
                                          {"mended", lines(report.files.mended)},
                                          {"unread", lines(report.files.unread)},
                                          {"renamed", lines(report.files.renamed)},
                                          {"left", lines(report.files.left)},
                                          {"lost", lost},
                                          {"unknown_rows", report.unknown_rows}};
    return document.dump(2) + "\n";
}

Result<ExitCode> run(const RepairOptions& /*options*/, Context& context) {
    ATTUNE_CHECK(context.require_store());
    // Where not even a header holds, the slots in the damaged ones still open.
    vault::Keys found;
    const vault::Keys* keys = nullptr;
    auto unlocked = context.unlock();
    if (unlocked) {
        keys = *unlocked;
    } else if (unlocked.error().kind == ErrorKind::Damaged ||
               unlocked.error().kind == ErrorKind::AlteredHeader) {
        ATTUNE_TRY(found,
                   context.unlock_files(vault::sealed_files(context.host(), context.location())));
        keys = &found;
    } else {
        return fail(std::move(unlocked).error());
    }
    ATTUNE_TRY(const store::RepairReport report,
               store::repair(context.host(), context.location(), *keys));
    const bool whole = report.lost.empty() && report.files.unread.empty();
    const ExitCode code = whole ? ExitCode::Done : ExitCode::No;
    if (context.global().json) {
        ATTUNE_CHECK(context.screen().print_json(as_json(report)));
        return code;
    }
    ATTUNE_CHECK(print_repair(report, context.screen()));
    return code;
}

}  // namespace

const Command kStoreRepair{
    .name = "store repair",
    .summary = "bring everything that can be read into a new sealed file",
    .group = Group::Data,
    .needs = Needs::Vault,
    .invoke = invoke<RepairOptions, describe, run>,
    .details =
        "Reads good pieces of damaged files, older generations, the files of other devices and all "
        "inboxes, and writes one new generation. A single changed byte in a header and a single "
        "changed bit in a chunk are found by trying. The damaged files are kept under a name that "
        "ends in .damaged. What could not be brought back is listed by id, day and kind, and the "
        "exit code is then 1, as it is when a file gave nothing at all.\n"
        "\n"
        "  attune store check\n"
        "  attune store repair\n"};

}  // namespace attune::cli
