#pragma once

#include <optional>

#include "attune/definition/form.hpp"
#include "attune/journal/log_arguments.hpp"
#include "attune/journal/record.hpp"
#include "attune/journal/when.hpp"
#include "cli/context.hpp"
#include "cli/interview.hpp"
#include "cli/note_writing.hpp"

/// Going on with the questions where they were left: what a draft or an entry says becomes what
/// Enter keeps.
namespace attune::cli {

/// The reverse of with_replies in log_questions.hpp. What a question can take leaves `arguments`;
/// what none can read stays there, so that it is not lost. Dates are meant as of `then`.
[[nodiscard]] Replies take_log_replies(journal::LogArguments& arguments, const journal::Now& then);

/// The reverse of with_replies in form_questions.hpp; the same of `request`.
[[nodiscard]] Replies take_form_replies(const definition::Form& form, NoteRequest& request,
                                        const journal::Now& then);

/// What an entry of the trigger loop says, as words and options of `log`. Numbers and fields that
/// no question asks for are left out.
[[nodiscard]] journal::LogArguments arguments_of(const journal::Record& entry);

/// How the questions ended.
struct TakenUp {
    journal::Record record;  ///< the draft or the entry as it is now
    bool finished = false;
    bool interrupted = false;
    bool changed = false;  ///< it says something else than before
};

/// Asks on for a draft of `log` or `note`, whose text is written anew; options given now replace
/// its own and are not asked. Usage where there is no terminal.
[[nodiscard]] Result<TakenUp> take_up_draft(Context& context, const journal::Record& draft,
                                            const journal::LogArguments& given,
                                            const journal::Now& now);

/// Asks about an entry of the trigger loop. What no question is about stays as it is.
[[nodiscard]] Result<TakenUp> take_up_entry(Context& context, const journal::Record& entry,
                                            const journal::LogArguments& given,
                                            const journal::Now& now);

}  // namespace attune::cli
