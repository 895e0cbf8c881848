#include "cli/plans.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/query/filter.hpp"
#include "cli/later_records.hpp"
#include "cli/name_access.hpp"

namespace attune::cli {

namespace {

using journal::Record;

constexpr const char* kPlanKind = "plan";
/// More than this are no help in a hard moment.
constexpr std::int64_t kShownMax = 3;

std::vector<std::string> triggers_of(const Record& record) {
    std::vector<std::string> slugs;
    for (const journal::Tag& tag : record.tags) {
        if (tag.facet == "trigger") slugs.push_back(tag.slug);
    }
    return slugs;
}

Result<bool> is_set_aside(store::Library& library, const Record& plan) {
    ATTUNE_TRY(const auto later, load_pointing_to(library, plan.id));
    bool aside = false;
    for (const Record& record : later) {
        for (const journal::Tag& tag : record.tags) {
            if (tag.facet == "status") aside = tag.slug == "set-aside";
        }
    }
    return aside;
}

/// Both a trigger and a person of the plan have to be there when it names both.
bool fits(const Record& plan, const Record& written) {
    const auto named = triggers_of(plan);
    const auto seen = triggers_of(written);
    const bool trigger = std::any_of(named.begin(), named.end(), [&](const std::string& slug) {
        return std::find(seen.begin(), seen.end(), slug) != seen.end();
    });
    const bool person =
        std::any_of(plan.people.begin(), plan.people.end(), [&](const std::string& name) {
            return std::any_of(
                written.people.begin(), written.people.end(),
                [&](const std::string& other) { return fold_case(name) == fold_case(other); });
        });
    if (!named.empty() && !plan.people.empty()) return trigger && person;
    return trigger || person;
}

Status tell_plans(Context& context, Record written) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    // Other spellings of a person or trigger mean the same one.
    ATTUNE_TRY(const journal::Names* names, open_names(context));
    names->resolve(written);
    query::Filter filter;
    filter.wishes.kinds = {kPlanKind};
    std::int64_t shown = 0;
    return query::for_each_match(
        library->database(), filter, query::Order::NewestFirst, [&](std::int64_t row) -> Status {
            if (shown == kShownMax) return {};
            ATTUNE_TRY(Record plan, library->load_row(row));
            names->resolve(plan);
            if (!fits(plan, written)) return {};
            ATTUNE_TRY(const bool aside, is_set_aside(*library, plan));
            if (aside || trim(plan.text).empty()) return {};
            ++shown;
            context.screen().say(fmt::format("your plan: {}", Screen::visible(plan.text, true)));
            return {};
        });
}

}  // namespace

void show_plans(Context& context, const Record& written) {
    const bool names_anything = !written.people.empty() || !triggers_of(written).empty();
    if (!names_anything || context.global().porcelain || !context.can_unlock_silently()) return;
    if (const Status told = tell_plans(context, written); !told)
        context.screen().say_more("your plans could not be looked at: " + told.error().message);
}

}  // namespace attune::cli
