#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/journal/log_arguments.hpp"
#include "attune/journal/when.hpp"
#include "cli/interview.hpp"
#include "cli/known_words.hpp"

/// The trigger loop as an interview: nine screens, then a menu of what else can be said. Nothing
/// that words, signs or options say already is asked.
namespace attune::cli {

/// What is known before the first question.
struct LogAsking {
    journal::LogArguments given;
    bool literal = false;  ///< signs in the text mean nothing
    journal::Now now;
};

/// The questions for what `asking` leaves open. They keep a reference to the words.
[[nodiscard]] std::vector<Question> log_questions(const LogAsking& asking, const KnownWords& words);

/// What every kind of record can carry beside its own questions, behind a menu: when, who, trigger,
/// context, the mark for the next session.
[[nodiscard]] std::vector<Question> more_questions(const LogAsking& asking,
                                                   const KnownWords& words);

/// What was given, and behind it the replies as words and options of `log`. Times are written out
/// with their day, so that they mean the same when a draft is read later.
[[nodiscard]] journal::LogArguments with_replies(const LogAsking& asking, const Replies& replies);

/// The words: what was given, behind what was said.
[[nodiscard]] std::string text_of(const LogAsking& asking, const Replies& replies);

/// True when `word` is among the picks of a question.
[[nodiscard]] bool picked(const Replies& replies, std::string_view id, std::string_view word);

/// The people to choose from, with what else they are called.
[[nodiscard]] std::vector<Choice> people_of(const KnownWords& words);

/// A moment in a form that means the same whenever it is read.
[[nodiscard]] std::string written_out(const journal::Moment& at);

/// How a guided entry ended.
struct GuidedLog {
    journal::LogArguments arguments;  ///< everything that was given and said
    bool finished = false;
    bool interrupted = false;
};

/// Asks; `earlier` is what Enter keeps. Usage where there is no terminal to ask on.
[[nodiscard]] Result<GuidedLog> ask_log_questions(Context& context, const LogAsking& asking,
                                                  Replies earlier = {});

}  // namespace attune::cli
