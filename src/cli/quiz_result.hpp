#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/definition/questionnaire.hpp"
#include "attune/journal/record.hpp"
#include "attune/quiz/answers.hpp"
#include "attune/quiz/score.hpp"
#include "cli/screen.hpp"

/// What a person sees after taking a questionnaire, and the same as JSON.
namespace attune::cli {

/// A taking before this one.
struct EarlierTaking {
    quiz::Answers answers;
    journal::Moment at;
    std::string version;  ///< of the key it was taken with
};

struct TakingResult {
    const definition::Questionnaire* questionnaire = nullptr;
    quiz::Answers answers;
    quiz::Scored scored;
    journal::Moment at;
    std::string about;
    std::string norm;                    ///< id asked for with --norm, or empty
    std::vector<EarlierTaking> earlier;  ///< newest first
    bool explain = false;
    bool style_names = true;  ///< name the regions of the map; --explain names them anyway
    std::string record_id;    ///< hexadecimal
};

[[nodiscard]] Status print_result(Screen& screen, const TakingResult& result, CivilDay today);
[[nodiscard]] std::string result_json(const TakingResult& result);

}  // namespace attune::cli
