#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/problem.hpp"
#include "attune/journal/names.hpp"
#include "attune/store/names.hpp"
#include "cli/context.hpp"
#include "cli/exit_code.hpp"

/// People and words as the commands reach them.
namespace attune::cli {

/// `vocabularies` beside the config file: the person's own TOML files.
[[nodiscard]] std::string own_vocabulary_folder(const Context& context);
/// The own files as (path, text), sorted by name; none when there is no folder.
[[nodiscard]] Result<std::vector<std::pair<std::string, std::string>>> own_vocabularies(
    Context& context);
/// Tells the problems of own files on standard error: errors always, notes under --verbose.
void tell_problems(Context& context, const std::vector<definition::Problem>& problems);

/// The vocabularies of the program and the person's own files, whose problems are told.
[[nodiscard]] Result<definition::Vocabularies> load_vocabularies(Context& context);

/// The owning facet that is meant; Usage with the facets for one that has no words.
[[nodiscard]] Result<std::string> require_facet(const journal::Names& names,
                                                std::string_view facet);

/// What every spelling means, out of the open store.
[[nodiscard]] Result<const journal::Names*> open_names(Context& context);

/// The use of a name among all of its facet; nothing when no entry has it.
[[nodiscard]] const store::NameUse* use_of(const std::vector<store::NameUse>& uses,
                                           std::string_view facet, std::string_view name);

/// Seals a name without a word.
[[nodiscard]] Result<store::Receipt> keep_name(Context& context, const journal::NameDraft& draft);

/// Seals a name and says `done` ("added sam") and how to take it back, or under --porcelain the
/// whole id. ExitCode::Io, already told, when it could be kept on this machine only.
[[nodiscard]] Result<ExitCode> write_name(Context& context, const journal::NameDraft& draft,
                                          std::string_view done);

}  // namespace attune::cli
