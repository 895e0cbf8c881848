#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/echo.hpp"
#include "attune/journal/record_json.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/form_shelf.hpp"
#include "cli/history_text.hpp"
#include "cli/later_records.hpp"
#include "cli/name_access.hpp"
#include "cli/now.hpp"
#include "cli/record_text.hpp"

namespace attune::cli {

namespace {

struct ShowOptions {
    std::optional<std::string> id;
    bool history = false;
};

void describe(OptionSet& options, ShowOptions& show) {
    options.required_argument(show.id, "ID", "a short id, the whole one, last or last-2")
        .flag(show.history, "--history", "every version: when, on which machine, what changed");
}

/// What another record's link says when it is read at its other end.
std::string relation_seen_from_there(std::string_view relation) {
    if (relation == "tests") return "tested by";
    if (relation == "evidence-for") return "speaks for";
    if (relation == "evidence-against") return "speaks against";
    return fmt::format("{} of", relation);
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

/// What was written about this record afterwards, a line each, oldest first.
Status print_later(Screen& screen, store::Library& library, FormBook& forms,
                   const journal::Record& record, journal::ReadingOptions reading) {
    ATTUNE_TRY(const auto later, load_pointing_to(library, record.id));
    reading.start = record.at.local_day;
    for (const journal::Record& other : later) {
        const bool follow = other.kind == "follow";
        reading.everything = follow;
        const FormView view{forms.of(other), reading};
        std::vector<std::string> parts{journal::describe_moment(other.at, reading.today)};
        std::string headline = !follow ? headline_of(other, view)
                               : view.form != nullptr
                                   ? journal::form_summary(*view.form, other, reading)
                                   : journal::summary_of(other);
        if (!headline.empty()) parts.push_back(std::move(headline));
        if (!other.text.empty()) parts.push_back(Screen::visible(other.text, true));
        std::string label = "later";
        for (const journal::Link& link : other.links) {
            if (link.to == record.id && link.relation != "follows-up")
                label = relation_seen_from_there(link.relation);
        }
        ATTUNE_CHECK(print_fact(
            screen, label, fmt::format("{}  {}", library.short_id(other.id), join(parts, "  "))));
    }
    return {};
}

Result<ExitCode> run(const ShowOptions& show, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const RecordId id, library->find(*show.id));
    if (show.history) {
        ATTUNE_TRY(const auto steps, library->history(id));
        ATTUNE_CHECK(print_history(context, id, steps));
        return ExitCode::Done;
    }
    ATTUNE_TRY(const journal::Names* names, open_names(context));
    ATTUNE_TRY(store::StoredRecord stored, library->load(id));
    names->resolve(stored.record);
    const journal::Record& record = stored.record;
    Screen& screen = context.screen();
    if (context.global().json) {
        ATTUNE_CHECK(screen.print_json(
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
        ATTUNE_CHECK(print_fact(
            screen, "versions",
            fmt::format("{}, written apart; this is the one shown", stored.leaves.size())));
        ATTUNE_TRY(const auto steps, library->history(id));
        for (const auto& [version, text] : other_versions(steps, now))
            ATTUNE_CHECK(print_fact(screen, "  " + version, text));
        screen.say(fmt::format("'attune edit {}' settles it; --choose VERSION takes another one",
                               library->short_id(id)));
    }
    ATTUNE_CHECK(print_fact(screen, "when",
                            fmt::format("{} ({})", journal::describe_moment(record.at, now.today()),
                                        journal::iso_time(record.at))));
    FormBook forms(context);
    const FormView view{forms.of(record), {.today = now.today(), .name = [&](const RecordId& to) {
                                               return library->short_id(to);
                                           }}};
    for (const auto& fact : facts_of(record, view)) {
        ATTUNE_CHECK(print_fact(screen, fact.first, fact.second));
    }
    ATTUNE_CHECK(print_later(screen, *library, forms, record, view.reading));
    return ExitCode::Done;
}

}  // namespace

const Command kShow{.name = "show",
                    .summary = "everything one entry holds",
                    .group = Group::Look,
                    .needs = Needs::Vault,
                    .invoke = invoke<ShowOptions, describe, run>};

}  // namespace attune::cli
