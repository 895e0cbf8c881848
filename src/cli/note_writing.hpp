#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/journal/log_arguments.hpp"
#include "cli/context.hpp"
#include "cli/drafts.hpp"
#include "cli/exit_code.hpp"
#include "cli/form_shelf.hpp"

namespace attune::cli {

/// A note before it is judged: from flags, from the guided questions, or from a draft.
struct NoteRequest {
    std::string text;
    std::vector<journal::GivenOption> options;  ///< of the form's items and journal::note_options
    std::optional<std::string> of;              ///< short id of the record that it is about
    bool literal = false;                       ///< signs in the text mean nothing
};

/// The record that the request asks for, without an id. Short ids of links are looked up, without a
/// secret where they are recent. Refused when `of` is seen to be no record of this form.
[[nodiscard]] Result<journal::Record> note_of(Context& context, const FoundForm& form,
                                              const NoteRequest& request);

/// Writes a note and prints its echo and what the form remarks on its words. Nothing is kept on an
/// error: the caller keeps the words (keep_note_draft).
[[nodiscard]] Result<ExitCode> write_note(Context& context, const FoundForm& form,
                                          const NoteRequest& request);

/// Keeps what was typed for a note as a draft of its kind.
void keep_note_draft(Context& context, const std::string& kind, const NoteRequest& request,
                     DraftWay way = DraftWay::Flags);

/// What keep_note_draft keeps of a request.
[[nodiscard]] std::string note_draft_text(const NoteRequest& request);

/// The kind that a draft was meant for; empty for a draft of `log`.
[[nodiscard]] std::string note_kind_of(const journal::Record& draft);

/// A draft of a note taken apart again.
struct DraftedNote {
    FoundForm form;
    NoteRequest request;
};

/// Options given now replace those of the draft of the same name, words its text. NotFound when
/// there is no such form any more.
[[nodiscard]] Result<DraftedNote> read_note_draft(Context& context, const journal::Record& draft,
                                                  const journal::LogArguments& given);

/// A note out of a draft of its kind, under the draft's id and time, and the text of its form.
struct NoteOfDraft {
    journal::Record record;
    store::DefinitionText definition;
};

/// As read_note_draft says. Errors as note_of.
[[nodiscard]] Result<NoteOfDraft> note_of_draft(Context& context, const journal::Record& draft,
                                                const journal::LogArguments& given);

/// Refused when `changed` says something else than the stored record where its form fixes an answer
/// and a later record has answered it: a prediction stands once its outcome is known.
[[nodiscard]] Status keep_fixed_answers(Context& context, store::Library& library,
                                        const journal::Record& changed);

}  // namespace attune::cli
