#include "cli/nothing_fits.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/definition/form.hpp"
#include "attune/query/known_names.hpp"
#include "cli/form_shelf.hpp"
#include "cli/name_access.hpp"

namespace attune::cli {

namespace {

/// True when no entry of any day fits this wish alone.
Result<bool> fits_nothing(Context& context, query::Wishes wish) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    query::Filter filter;
    filter.wishes = std::move(wish);
    ATTUNE_TRY(const std::int64_t count, query::count_matches(library->database(), filter));
    return count == 0;
}

void say(Context& context, std::string_view what, std::string_view word,
         const std::optional<std::string>& near) {
    std::string line = fmt::format("nothing here has the {} '{}'", what, make_visible(word));
    if (near && *near != word) line += fmt::format("; did you mean '{}'?", make_visible(*near));
    context.screen().say(line);
}

/// A kind that there is may well have no entry yet: only a word that is no kind is told.
Status tell_unknown_kind(Context& context, const std::string& kind) {
    ATTUNE_TRY(const FormShelf shelf, FormShelf::open(context.host()));
    const std::vector<std::string>& others = definition::reserved_form_ids();
    if (shelf.has(kind) || std::find(others.begin(), others.end(), kind) != others.end()) return {};
    ATTUNE_TRY(const bool nothing, fits_nothing(context, {.kinds = {kind}}));
    if (!nothing) return {};
    std::vector<std::string> kinds = shelf.kinds();
    kinds.insert(kinds.end(), others.begin(), others.end());
    say(context, "kind", kind, nearest_word(kind, kinds));
    return {};
}

Status tell_words_nobody_used(Context& context, const query::Wishes& wishes) {
    for (const std::string& kind : wishes.kinds) {
        ATTUNE_CHECK(tell_unknown_kind(context, kind));
    }
    for (const std::string& person : wishes.people) {
        ATTUNE_TRY(const bool nothing, fits_nothing(context, {.people = {person}}));
        if (!nothing) continue;
        ATTUNE_TRY(store::Library * library, context.open_library());
        ATTUNE_TRY(const auto names, query::known_names(library->database()));
        say(context, "person", person, nearest_word(person, names));
    }
    for (const std::string& trigger : wishes.triggers) {
        ATTUNE_TRY(const bool nothing, fits_nothing(context, {.triggers = {trigger}}));
        if (!nothing) continue;
        ATTUNE_TRY(const journal::Names* names, open_names(context));
        say(context, "trigger", trigger, names->nearest("trigger", trigger));
    }
    for (const query::FeelingWish& feeling : wishes.feelings) {
        ATTUNE_TRY(const bool nothing,
                   fits_nothing(context, {.feelings = {{feeling.name, std::nullopt}}}));
        if (!nothing) continue;
        ATTUNE_TRY(const journal::Names* names, open_names(context));
        say(context, "feeling", feeling.name, names->nearest("feeling", feeling.name));
    }
    return {};
}

}  // namespace

Status tell_nothing_fits(Context& context, const query::Filter& filter,
                         std::string_view consequence) {
    std::string line = filter.empty() ? "there is no entry yet" : "no entry fits";
    if (!consequence.empty()) line += fmt::format("; {}", consequence);
    context.screen().say(line);
    return tell_words_nobody_used(context, filter.wishes);
}

}  // namespace attune::cli
