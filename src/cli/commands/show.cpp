#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/record_json.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/now.hpp"
#include "cli/record_text.hpp"

namespace attune::cli {

namespace {

struct ShowOptions {
    std::optional<std::string> id;
};

void describe(OptionSet& options, ShowOptions& show) {
    options.required_argument(show.id, "ID", "a short id, the whole one, last or last-2");
}

constexpr int kLabelColumns = 16;

Status print_fact(Screen& screen, std::string_view label, std::string_view value) {
    if (screen.accessible()) {
        return screen.print(
            fmt::format("{}: {}\n", Screen::visible(label), Screen::visible(value, true)));
    }
    const auto lines = wrap(Screen::visible(value, true), screen.width() - kLabelColumns);
    // A label never runs into its value.
    std::string head = pad_right(Screen::visible(label), kLabelColumns - 1) + " ";
    for (const std::string& line : lines) {
        ATTUNE_CHECK(screen.print(head + line + "\n"));
        head = std::string(kLabelColumns, ' ');
    }
    return {};
}

Result<ExitCode> run(const ShowOptions& show, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const RecordId id, library->find(*show.id));
    ATTUNE_TRY(const store::StoredRecord stored, library->load(id));
    const journal::Record& record = stored.record;
    Screen& screen = context.screen();
    if (context.global().json) {
        ATTUNE_CHECK(screen.print_raw(
            fmt::format("{{\"schema\":1,\"removed\":{},\"versions\":{},\"entry\":{}}}\n",
                        stored.removed, stored.leaves.size(), journal::encode_record(record))));
        return ExitCode::Done;
    }
    if (context.global().porcelain) {
        ATTUNE_CHECK(screen.print_raw(porcelain_line(record)));
        return ExitCode::Done;
    }
    ATTUNE_CHECK(print_fact(screen, "entry", id.hex()));
    if (stored.removed) {
        ATTUNE_CHECK(
            print_fact(screen, "removed",
                       fmt::format("yes; 'attune undo {}' brings it back", library->short_id(id))));
    }
    if (stored.leaves.size() > 1) {
        ATTUNE_CHECK(
            print_fact(screen, "versions",
                       fmt::format("{}, written apart; this is the newest", stored.leaves.size())));
    }
    ATTUNE_CHECK(print_fact(screen, "when",
                            fmt::format("{} ({})", journal::describe_moment(record.at, now.today()),
                                        journal::iso_time(record.at))));
    for (const auto& fact : facts_of(record)) {
        ATTUNE_CHECK(print_fact(screen, fact.first, fact.second));
    }
    return ExitCode::Done;
}

}  // namespace

const Command kShow{.name = "show",
                    .summary = "everything one entry holds",
                    .group = Group::Look,
                    .needs = Needs::Vault,
                    .invoke = invoke<ShowOptions, describe, run>};

}  // namespace attune::cli
