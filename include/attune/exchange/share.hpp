#pragma once

#include <string>
#include <vector>

#include "attune/journal/name_cover.hpp"
#include "attune/journal/names.hpp"
#include "attune/journal/record.hpp"

namespace attune::exchange {

/// What may go along with a journal that is handed to somebody else.
struct ShareOptions {
    bool text = false;   ///< what was written freely, with known names replaced
    bool other = false;  ///< what the other person did, with known names replaced
};

/// Takes out of records what points to other people.
///
/// 1. People become "person 1", "person 2", ... in the order they are met, the same everywhere in
///    one export. Every spelling of a person leads to the one number.
/// 2. Free text and every field are left out, the title of a questionnaire excepted; with `text`
///    they stay, except the other's signal (field `other`), which stays only with `other`.
/// 3. Where text stays, each name that is known is replaced in it, as a whole word and in any case.
///    Spellings nobody recorded as a person are not known, so the reader of the result has to look.
/// 4. Left out always: the source, its key, and unknown members.
/// 5. Kept: id, kind, time, numbers, coded words (a coded word that is a known name becomes its
///    number) and links.
class Redactor {
  public:
    /// `names`: every name in the journal, for rule 3; `people`: what a spelling stands for today,
    /// without it each stands for itself.
    Redactor(const std::vector<std::string>& names, const ShareOptions& options,
             const journal::Names* people = nullptr);

    [[nodiscard]] journal::Record redacted(journal::Record record);

  private:
    ShareOptions options_;
    journal::NameCover cover_;
};

}  // namespace attune::exchange
