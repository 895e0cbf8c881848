#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"

namespace attune::cli {

namespace {

struct CheckOptions {};

void describe(OptionSet& /*options*/, CheckOptions& /*check*/) {
}

std::string as_json(const store::CheckReport& report) {
    const auto lines = [](const std::vector<std::string>& texts) {
        auto list = nlohmann::ordered_json::array();
        for (const std::string& text : texts)
            list.push_back(to_utf8_lossy(text));
        return list;
    };
    const nlohmann::ordered_json document{
        {"schema", 1},
        {"generations", report.generations},
        {"chunks", report.chunks},
        {"frames", report.frames},
        {"waiting", report.waiting},
        {"records", report.records},
        {"removed", report.removed},
        {"problems", lines(report.problems)},
        {"notes", lines(report.notes)},
    };
    return document.dump(2) + "\n";
}

Result<ExitCode> run(const CheckOptions& /*check*/, Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const store::CheckReport report, library->check());
    Screen& screen = context.screen();
    const ExitCode code = report.problems.empty() ? ExitCode::Done : ExitCode::Damaged;
    if (context.global().json) {
        ATTUNE_CHECK(screen.print_json(as_json(report)));
        return code;
    }
    ATTUNE_CHECK(screen.print(
        fmt::format("{} with {}, {} ({} waiting), {}, {} removed\n",
                    counted(report.generations, "generation", "generations"),
                    counted(report.chunks, "chunk", "chunks"),
                    counted(report.frames, "inbox frame", "inbox frames"), report.waiting,
                    counted(report.records, "record", "records"), report.removed)));
    for (const std::string& note : report.notes) {
        ATTUNE_CHECK(screen.print(fmt::format("note: {}\n", Screen::visible(note))));
    }
    for (const std::string& problem : report.problems) {
        ATTUNE_CHECK(screen.print(fmt::format("problem: {}\n", Screen::visible(problem))));
    }
    if (report.problems.empty()) ATTUNE_CHECK(screen.print("everything opens and agrees\n"));
    return code;
}

}  // namespace

const Command kStoreCheck{.name = "store check",
                          .summary = "open every piece of the store and compare the counts",
                          .group = Group::Data,
                          .needs = Needs::UnlockedVault,
                          .invoke = invoke<CheckOptions, describe, run>};

}  // namespace attune::cli
