#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/definition/questionnaire.hpp"

/// Wording apart from the key. A published questionnaire is shipped as a key without its sentences;
/// a person who has the sentences keeps them in a file of their own, which is laid over the key
/// when the questionnaire is shown or taken. Scores never depend on it: a wording has texts and
/// labels, no numbers.
namespace attune::definition {

/// Keys of a wording table, which no item may have as its id because items stand beside them.
[[nodiscard]] const std::vector<std::string>& wording_keys();

/// "ecr-r.en": the name of the file (without .toml) that holds a questionnaire's wording.
[[nodiscard]] std::string wording_name(std::string_view questionnaire, std::string_view language);

/// Reads and checks a wording file: the keys of a [wording.LANGUAGE] table, with `questionnaire`
/// and `language` beside them. Every problem is found at once.
[[nodiscard]] Checked<Wording> load_wording(std::string_view text, const std::string& path,
                                            const Questionnaire& questionnaire);

struct PlainWordingOptions {
    std::string language = "en";
    std::string order = {};  ///< which order the lines stand in; empty: that of the file
};

/// A wording typed plainly, one item a line; numbers such as "7." and blank lines are dropped. A
/// number of lines other than that of the items, an empty item, and a line number that is not the
/// next one are problems.
[[nodiscard]] Checked<Wording> read_plain_wording(std::string_view text, const std::string& path,
                                                  const Questionnaire& questionnaire,
                                                  const PlainWordingOptions& options);

/// The wording as a file that load_wording reads.
[[nodiscard]] std::string write_wording(const Questionnaire& questionnaire, const Wording& wording);

/// Lays texts, labels and everything else that is words over a questionnaire. `wording` was checked
/// against this questionnaire.
void apply_wording(Questionnaire& questionnaire, const Wording& wording);

}  // namespace attune::definition
