#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/definition/questionnaire.hpp"
#include "attune/journal/name_cover.hpp"
#include "attune/journal/record.hpp"
#include "attune/report/diary.hpp"
#include "attune/report/document.hpp"
#include "attune/report/patterns.hpp"
#include "attune/report/steps.hpp"
#include "attune/report/taking.hpp"
#include "attune/report/threads.hpp"

/// What a report says when it is handed to somebody else.
namespace attune::report {

/// What may go along.
struct ShareOptions {
    bool names = false;  ///< people under their names
    bool text = false;   ///< what was written freely, and words of the person's own
};

/// Takes out of the data of a report what points to people, before any report is made of it, so
/// that no form of output can hold it.
///
/// 1. People become "person A", "person B", ... in the order they are met; every spelling of a
///    person leads to the one letter. With `names` they stay.
/// 2. Texts become kHeldBack, or empty where nothing was written. With `text` they stay, names in
///    them covered unless `names` are shared too; what the other did (field `other`) never does.
/// 3. Words that the program brings stay, under the program's label. Words of the person's own
///    become "own trigger 1", "own coping 1", ...; a shipped word that was renamed stands under the
///    name it was shipped with. With `text` they stay, as texts do.
/// 4. Questionnaires and kinds of the person's own become "own questionnaire 1" and "own kind 1".
/// 5. Times, numbers and short ids stay.
class ShareView {
  public:
    /// `known`: every name of a person in the journal. `names` outlives the view.
    ShareView(const ShareOptions& options, const std::vector<std::string>& known,
              const journal::Names& names);

    [[nodiscard]] const ShareOptions& options() const { return options_; }

    [[nodiscard]] std::string person(std::string_view name);
    [[nodiscard]] std::string text(std::string_view words);
    /// A coded word as it may be shown.
    [[nodiscard]] std::string word(std::string_view facet, std::string_view slug);
    [[nodiscard]] std::string kind(std::string_view kind);

    void redact(Diary& diary);
    void redact(journal::Record& record);
    void redact(Thread& thread);
    void redact(Steps& steps);
    /// Takings under the names that may be shown; answers in words go with the texts.
    void redact(Series& series);
    void redact(Verdict& verdict);
    /// The questionnaire itself when the program brings it, otherwise a copy without its words.
    [[nodiscard]] std::shared_ptr<const definition::Questionnaire> questionnaire(
        const std::shared_ptr<const definition::Questionnaire>& key);

  private:
    [[nodiscard]] bool is_answer(std::string_view facet, std::string_view slug) const;
    void redact(Pattern& pattern);
    [[nodiscard]] std::string own(const std::string& what, std::string_view slug);
    void redact_words(std::string_view facet, std::vector<std::string>& slugs, Diary& diary);
    void keep_label(std::string_view facet, const std::string& word, Diary& diary) const;

    ShareOptions options_;
    const journal::Names& names_;
    journal::NameCover cover_;
    definition::Vocabularies shipped_;
    std::set<std::pair<std::string, std::string>, std::less<>> answers_;  ///< of shipped forms
    std::set<std::string, std::less<>> kinds_;
    std::map<std::pair<std::string, std::string>, std::string> own_;  ///< (what, slug) → name
    std::map<std::string, int> own_counts_;
    std::map<std::string, std::shared_ptr<const definition::Questionnaire>> questionnaires_;
};

/// Stands where a text was left out.
inline constexpr const char* kHeldBack = "(not shared)";

/// Says on the document, for every form of output, that it is a shared version and what was left
/// out.
void say_shared(Document& document, const ShareOptions& options);

}  // namespace attune::report
