#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/filter_flags.hpp"
#include "cli/listing.hpp"
#include "cli/now.hpp"

namespace attune::cli {

namespace {

struct SearchOptions {
    std::vector<std::string> words;
    FilterFlags filter;
    ListForms forms;
};

void describe(OptionSet& options, SearchOptions& search) {
    options.required_arguments(
        search.words, "WORDS",
        "all of them have to be there: words, wait* or wait.., '\"exact phrase\"'");
    describe(options, search.filter);
    describe(options, search.forms);
}

Result<ExitCode> run(const SearchOptions& search, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    FilterFlags flags = search.filter;
    flags.text.insert(flags.text.begin(), search.words.begin(), search.words.end());
    ATTUNE_TRY(query::Filter filter, filter_of(flags, now));
    ATTUNE_CHECK(print_matches(
        context, std::move(filter),
        flags.reverse ? query::Order::OldestFirst : query::Order::NewestFirst, search.forms));
    return ExitCode::Done;
}

}  // namespace

const Command kSearch{.name = "search",
                      .summary = "find entries by their words",
                      .group = Group::Look,
                      .needs = Needs::Vault,
                      .invoke = invoke<SearchOptions, describe, run>,
                      .details =
                          "The place that fits is shown, its name before it when it is not the "
                          "text, each match bold or in [brackets].\n"
                          "\n"
                          "  attune search dinner again\n"
                          "  attune search wait.. --last 90d\n"
                          "  attune search '\"he said\"' --with sam\n"};

}  // namespace attune::cli
