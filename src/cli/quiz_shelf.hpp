#pragma once

#include <string>

#include "attune/base/result.hpp"
#include "attune/definition/questionnaire.hpp"
#include "attune/definition/shelf.hpp"
#include "cli/context.hpp"

/// How the commands of `attune quiz` find a questionnaire.
namespace attune::cli {

/// A definition is a page or two; what is larger is no definition.
inline constexpr std::size_t kMaxDefinitionBytes = std::size_t{4} * 1024 * 1024;

/// The folder of the person's own questionnaires: `questionnaires` beside the config file.
[[nodiscard]] std::string own_questionnaire_folder(const Context& context);

/// Everything there is to choose from: what the program brings and what lies in the person's own
/// folder. An own file that stands in front of one of the program is said on standard error.
[[nodiscard]] Result<definition::Shelf> open_shelf(Context& context);

/// A questionnaire with the text it was read from: what a taking keeps beside its answers.
struct FoundQuestionnaire {
    definition::Questionnaire questionnaire;
    std::string text;
};

/// The questionnaire that a word on the command line means: an id from the shelf, or a file when
/// the word has a '/', ends in ".toml" or is "-". Checked, with its digest and with the wording
/// laid over it that the person has. NotFound with the nearest id; BadInput with the place of the
/// last mistake, the others on standard error before it.
[[nodiscard]] Result<FoundQuestionnaire> find_questionnaire(Context& context,
                                                            const std::string& word);
/// The same as its file has it, without a wording laid over it.
[[nodiscard]] Result<FoundQuestionnaire> find_key(Context& context, const std::string& word);

/// The same from a text that is already here.
[[nodiscard]] Result<definition::Questionnaire> read_questionnaire(Context& context,
                                                                   const std::string& text,
                                                                   const std::string& path);

/// True when a word on the command line means a file and no id.
[[nodiscard]] bool names_a_file(std::string_view word);

/// One problem as the line that reports it.
[[nodiscard]] Error as_error(const definition::Problem& problem);

}  // namespace attune::cli
