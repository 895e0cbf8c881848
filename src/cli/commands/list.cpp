#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/filter_flags.hpp"
#include "cli/listing.hpp"
#include "cli/now.hpp"

namespace attune::cli {

namespace {

struct ListOptions {
    FilterFlags filter;
};

void describe(OptionSet& options, ListOptions& list) {
    describe(options, list.filter);
}

Result<ExitCode> run(const ListOptions& list, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(query::Filter filter, filter_of(list.filter, now));
    ATTUNE_CHECK(
        print_matches(context, std::move(filter),
                      list.filter.reverse ? query::Order::OldestFirst : query::Order::NewestFirst));
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
                        "  attune list --trigger silence --not reacted --json\n"};

}  // namespace attune::cli
