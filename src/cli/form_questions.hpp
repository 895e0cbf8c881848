#pragma once

#include <functional>
#include <string_view>

#include "attune/definition/form.hpp"
#include "attune/journal/when.hpp"
#include "cli/interview.hpp"
#include "cli/known_words.hpp"
#include "cli/note_writing.hpp"

/// A form as an interview: its items are the questions, in the order of the file, and behind them
/// stands the menu of what every record can carry. Nothing that words and flags say is asked again.
namespace attune::cli {

/// What is known before the first question.
struct FormAsking {
    definition::Form form;
    NoteRequest given;  ///< with `of` the later items are asked, otherwise the first ones
    journal::Now now;
    /// The record of a short id, to judge a link while it is typed.
    std::function<Result<RecordId>(std::string_view)> find = {};
};

[[nodiscard]] std::vector<Question> form_questions(const FormAsking& asking,
                                                   const KnownWords& words);

/// What was given, and behind it the replies as text and flags of `note`.
[[nodiscard]] NoteRequest with_replies(const FormAsking& asking, const Replies& replies);

/// How a guided note ended.
struct GuidedNote {
    NoteRequest request;  ///< everything that was given and said
    bool finished = false;
    bool interrupted = false;
};

/// Asks; `earlier` is what Enter keeps. Usage where there is no terminal to ask on.
[[nodiscard]] Result<GuidedNote> ask_note_questions(Context& context, const FoundForm& form,
                                                    const NoteRequest& given, Replies earlier = {});

}  // namespace attune::cli
