#include "cli/repair_report.hpp"

#include <fmt/format.h>

#include "attune/base/counted.hpp"

namespace attune::cli {

Status print_repair(const store::RepairReport& report, Screen& screen) {
    for (const std::string& line : report.files.damaged)
        ATTUNE_CHECK(screen.print(fmt::format("found: {}\n", Screen::visible(line))));
    for (const std::string& line : report.files.mended)
        ATTUNE_CHECK(screen.print(fmt::format("put right: {}\n", Screen::visible(line))));
    if (!report.files.written) {
        return screen.print(report.files.left.empty()
                                ? "nothing of this device is damaged; nothing was changed\n"
                                : "nothing of this device is damaged; what is found above is "
                                  "mended by the device that wrote it\n");
    }
    ATTUNE_CHECK(screen.print(fmt::format("wrote generation {} with {}\n", report.files.generation,
                                          counted(report.records, "record", "records"))));
    for (const std::string& path : report.files.renamed)
        ATTUNE_CHECK(screen.print(fmt::format("kept as '{}'\n", Screen::visible(path))));
    for (const std::string& path : report.files.unread) {
        ATTUNE_CHECK(
            screen.print(fmt::format("nothing of '{}' could be read\n", Screen::visible(path))));
    }
    if (report.lost.empty()) {
        return screen.print(report.files.unread.empty()
                                ? "everything that is known of was brought back\n"
                                : "what those held and nothing else holds is not known\n");
    }
    ATTUNE_CHECK(screen.print(
        fmt::format("{} could not be brought back:\n",
                    counted(report.lost.size(), "state of a record", "states of records"))));
    for (const store::LostRecord& record : report.lost) {
        ATTUNE_CHECK(screen.print(fmt::format(
            "  {:<10}  {:<10}  {}{}\n", record.id.is_zero() ? "?" : record.id.hex().substr(0, 10),
            record.day.empty() ? "?" : record.day,
            record.kind.empty() ? "?" : Screen::visible(record.kind),
            record.other_state ? "  (another state of it is there)" : "")));
    }
    return {};
}

}  // namespace attune::cli
