#include "cli/listing.hpp"

#include <fmt/format.h>

#include "attune/journal/record_json.hpp"
#include "cli/form_shelf.hpp"
#include "cli/name_access.hpp"
#include "cli/now.hpp"
#include "cli/record_text.hpp"

namespace attune::cli {

namespace {

constexpr std::int64_t kFew = 20;

}  // namespace

Status print_matches(Context& context, query::Filter filter, query::Order order) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(store::Library * library, context.open_library());
    Screen& screen = context.screen();
    ATTUNE_TRY(const journal::Names* names, open_names(context));
    const bool json = context.global().json;
    const bool porcelain = context.global().porcelain;
    const bool everything = filter.empty();
    // One more than is shown tells whether there are more.
    const bool only_few = everything && !json && !porcelain;
    if (only_few) filter.limit = kFew + 1;

    FormBook forms(context);
    const auto name = [&](const RecordId& id) { return library->short_id(id); };
    std::int64_t count = 0;
    if (json) ATTUNE_CHECK(screen.print_raw("{\"schema\":1,\"entries\":["));
    ATTUNE_CHECK(
        query::for_each_match(library->database(), filter, order, [&](std::int64_t row) -> Status {
            ++count;
            if (only_few && count > kFew) return {};
            ATTUNE_TRY(journal::Record record, library->load_row(row));
            names->resolve(record);
            if (json) {
                return screen.print_raw((count == 1 ? "\n" : ",\n") +
                                        journal::encode_record(record));
            }
            if (porcelain) return screen.print_raw(porcelain_line(record));
            const FormView view{forms.of(record), {.today = now.today(), .name = name}};
            return print_listed(screen, record, library->short_id(record.id), now.today(), view);
        }));
    if (json) ATTUNE_CHECK(screen.print_raw(count == 0 ? "]}\n" : "\n]}\n"));
    if (count == 0) {
        screen.say(everything ? "there is no entry yet" : "no entry fits");
    } else if (only_few && count > kFew) {
        screen.say(fmt::format("the newest {}; --limit N or --last 30d shows others", kFew));
    }
    return {};
}

}  // namespace attune::cli
