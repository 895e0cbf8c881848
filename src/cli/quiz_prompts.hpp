#pragma once

#include <optional>
#include <string>

#include "attune/base/result.hpp"
#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/answers.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// How far a person came.
struct Asked {
    quiz::Answers answers;
    bool finished = false;     ///< false: left with q or Ctrl-C; what was answered is in `answers`
    bool interrupted = false;  ///< Ctrl-C or the end of the terminal
};

/// Asks every item of a questionnaire on the terminal, one at a time: Enter skips (or keeps the
/// answer given before), `b` goes back, `?` explains, `q` leaves. Items whose condition does not
/// hold are passed over; items answered in words are not asked. With an order the items come as it
/// has them, and one without wording is called by its place in it. The answers are by item.
[[nodiscard]] Result<Asked> ask_items(Context& context,
                                      const definition::Questionnaire& questionnaire,
                                      const definition::Order* order);

}  // namespace attune::cli
