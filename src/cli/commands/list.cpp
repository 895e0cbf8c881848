#include <algorithm>

#include <fmt/format.h>

#include "attune/base/json_cursor.hpp"
#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/filter_flags.hpp"
#include "cli/listing.hpp"
#include "cli/nothing_fits.hpp"
#include "cli/now.hpp"

namespace attune::cli {

namespace {

struct ListOptions {
    FilterFlags filter;
    bool counts = false;
    ListForms forms;
};

void describe(OptionSet& options, ListOptions& list) {
    describe(options, list.filter);
    describe(options, list.forms);
    options.flag(list.counts, "--counts",
                 "how many of each kind there are, instead of the entries");
}

Status print_counts(Context& context, const query::Filter& filter) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const auto counts, query::count_kinds(library->database(), filter));
    Screen& screen = context.screen();
    std::int64_t most = 0;
    std::string json;
    for (const auto& [kind, count] : counts) {
        most = std::max(most, count);
        if (!json.empty()) json += ",";
        append_json_string(json, kind);
        json += fmt::format(":{}", count);
    }
    if (context.global().json) {
        return screen.print_json(fmt::format("{{\"schema\":1,\"counts\":{{{}}}}}\n", json));
    }
    const int digits = static_cast<int>(fmt::format("{}", most).size());
    for (const auto& [kind, count] : counts) {
        const std::string name = Screen::visible(kind);
        if (context.global().porcelain) {
            ATTUNE_CHECK(screen.print_raw(fmt::format("{}\t{}\n", name, count)));
        } else if (screen.accessible()) {
            ATTUNE_CHECK(screen.print(fmt::format("{}: {}\n", name, count)));
        } else {
            ATTUNE_CHECK(screen.print(
                fmt::format("{}  {}\n", pad_left(fmt::format("{}", count), digits), name)));
        }
    }
    if (counts.empty()) ATTUNE_CHECK(tell_nothing_fits(context, filter));
    return {};
}

Result<ExitCode> run(const ListOptions& list, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(query::Filter filter, filter_of(list.filter, now));
    if (list.counts) {
        ATTUNE_CHECK(print_counts(context, filter));
        return ExitCode::Done;
    }
    ATTUNE_CHECK(print_matches(
        context, std::move(filter),
        list.filter.reverse ? query::Order::OldestFirst : query::Order::NewestFirst, list.forms));
    return ExitCode::Done;
}

}  // namespace

const Command kList{.name = "list",
                    .summary = "look at entries, newest first",
                    .group = Group::Look,
                    .needs = Needs::Vault,
                    .invoke = invoke<ListOptions, describe, run>,
                    .details =
                        "The same wish given several times means any of them; different wishes "
                        "narrow each other down.\n"
                        "\n"
                        "  attune list --last 7d\n"
                        "  attune list --from march --with sam --feel anxious=7+\n"
                        "  attune list --trigger silence --not reacted --json\n"
                        "  attune list --counts --last 30d\n"};

}  // namespace attune::cli
