#pragma once

#include "attune/journal/record.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// After a write: says on standard error which words no vocabulary has, with the nearest known one.
/// Says nothing while the store cannot be opened without asking and without stretching a
/// passphrase (a locked machine cannot know), and of a word that earlier entries have as well.
/// Never fails: the entry is written.
void tell_unknown_words(Context& context, const journal::Record& record);

}  // namespace attune::cli
