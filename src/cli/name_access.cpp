#include "cli/name_access.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/now.hpp"
#include "cli/own_files.hpp"
#include "cli/writing.hpp"

namespace attune::cli {

namespace {

/// More than any vocabulary a person writes.
constexpr std::size_t kMaxVocabularyBytes = std::size_t{1} << 20;

}  // namespace

std::string own_vocabulary_folder(const Context& context) {
    return own_folder(context, "vocabularies");
}

Result<std::vector<std::pair<std::string, std::string>>> own_vocabularies(Context& context) {
    return load_own_files(context, own_vocabulary_folder(context), kMaxVocabularyBytes);
}

void tell_problems(Context& context, const std::vector<definition::Problem>& problems) {
    for (const definition::Problem& problem : problems) {
        const std::string line =
            Screen::visible(fmt::format("{}: {}{}{}", problem.where(), problem.message,
                                        problem.hint.empty() ? "" : "; ", problem.hint));
        if (problem.weight == definition::Problem::Weight::Error) {
            context.screen().warn(line);
        } else {
            context.screen().say_more(line);
        }
    }
}

Result<const journal::Names*> open_names(Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    return store::names_of(library->database());
}

const store::NameUse* use_of(const std::vector<store::NameUse>& uses, std::string_view facet,
                             std::string_view name) {
    const std::string key = journal::name_key(facet, name);
    const auto found = std::find_if(uses.begin(), uses.end(), [&](const store::NameUse& use) {
        return journal::name_key(facet, use.name) == key;
    });
    return found == uses.end() ? nullptr : &*found;
}

Result<definition::Vocabularies> load_vocabularies(Context& context) {
    ATTUNE_TRY(auto vocabularies,
               definition::Vocabularies::load(definition::embedded_vocabularies()));
    ATTUNE_TRY(const auto own, own_vocabularies(context));
    for (const auto& file : own)
        tell_problems(context, vocabularies.extend(file.second, file.first));
    return vocabularies;
}

Result<std::string> require_facet(const journal::Names& names, std::string_view facet) {
    const std::string owner = names.owner_of(lower_ascii(facet));
    if (names.is_coded(owner)) return owner;
    std::vector<std::string> facets = names.facets();
    const auto near = nearest_word(owner, facets);
    return fail(ErrorKind::Usage, fmt::format("there are no words of '{}'", make_visible(facet)),
                near ? fmt::format("the nearest is '{}'", *near) : "one of: " + join(facets, ", "));
}

Result<store::Receipt> keep_name(Context& context, const journal::NameDraft& draft) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    journal::Record record = journal::record_of(
        draft.name, draft.at ? *draft.at : journal::moment_at(now.utc, now.zone, now.day_start));
    if (!draft.record) return logbook->add(std::move(record));
    record.id = *draft.record;
    return logbook->change(std::move(record), draft.parents);
}

Result<ExitCode> write_name(Context& context, const journal::NameDraft& draft,
                            std::string_view done) {
    ATTUNE_TRY(const store::Receipt receipt, keep_name(context, draft));
    Screen& screen = context.screen();
    ATTUNE_CHECK(context.global().porcelain
                     ? screen.print_raw(receipt.record.hex() + "\n")
                     : screen.print(fmt::format("{}   undo: attune undo {}\n",
                                                Screen::visible(done), receipt.short_id)));
    return receipt.kept_aside ? told_kept_aside(context) : ExitCode::Done;
}

}  // namespace attune::cli
