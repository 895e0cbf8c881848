#pragma once

#include <optional>
#include <string>

#include "attune/base/result.hpp"
#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/answers.hpp"
#include "attune/store/assessment.hpp"
#include "attune/store/logbook.hpp"
#include "cli/context.hpp"

/// Takings that were left before their end: sealed as drafts, and gone on with later.
namespace attune::cli {

/// A draft of a questionnaire that can go on.
struct TakingDraft {
    RecordId id;
    std::vector<RevisionId> leaves;
    journal::Moment at;
    quiz::Answers answers;
    std::size_t answered = 0;
    store::Administration administration;
    bool other_key = false;  ///< the file has changed since
};

/// Seals what was answered and says how to go on. Never fails; with no key the answers are shown
/// again as a line that can be typed.
void keep_taking(Context& context, const definition::Questionnaire& questionnaire,
                 const std::string& file_text, const quiz::Answers& answers,
                 const std::string& about, const store::Administration& administration);

/// The newest draft of a questionnaire about this person; nothing when there is none.
[[nodiscard]] Result<std::optional<TakingDraft>> find_draft(
    Context& context, const definition::Questionnaire& questionnaire, const std::string& about);

/// Takes a draft away once its answers are in a taking.
[[nodiscard]] Status remove_draft(Context& context, const TakingDraft& draft);

}  // namespace attune::cli
