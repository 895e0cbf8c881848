#pragma once

#include <string>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/questionnaire.hpp"
#include "cli/context.hpp"

/// The person's own wordings of questionnaires that come as keys alone: files NAME.LANGUAGE.toml in
/// the folder `wordings` beside the config file.
namespace attune::cli {

struct InstalledWording {
    std::string questionnaire;
    std::string language;
    std::string path;
};

[[nodiscard]] std::string wording_folder(const Context& context);

/// What is installed, sorted by name.
[[nodiscard]] Result<std::vector<InstalledWording>> installed_wordings(Context& context);

/// Lays words over a questionnaire: the person's own file in the language of the locale, else a
/// translation of the file in it, else the own file that the key names, else any own file. A
/// wording that does not fit (the key has changed, say) is named on standard error and left out, so
/// that taking from paper still works.
[[nodiscard]] Status lay_wording(Context& context, definition::Questionnaire& questionnaire);

}  // namespace attune::cli
