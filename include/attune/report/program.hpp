#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attune/journal/program.hpp"
#include "attune/report/diary.hpp"
#include "attune/report/document.hpp"
#include "attune/report/taking.hpp"

/// Weeks of practice with a first day: what was before, during and after.
namespace attune::report {

/// A questionnaire before and after: the newest taking up to the seventh day of the programme, and
/// the newest one that lies at least two weeks behind it.
struct BeforeAfter {
    std::shared_ptr<const definition::Questionnaire> key;  ///< today's
    std::string about;                                     ///< the person it was answered about
    std::optional<Taking> before;
    std::optional<Taking> after;
};

/// Picks them from takings of one questionnaire about one person, oldest first.
[[nodiscard]] BeforeAfter before_after(const Series& series, const journal::Program& program);

struct ProgramData {
    std::optional<journal::Program> program;
    Diary diary;  ///< of program_days
    std::vector<BeforeAfter> questionnaires;
    CivilDay today;
    std::uint64_t seed = 0;  ///< of everything that is drawn at random
};

/// The days the report looks at: twelve weeks before the first day (a window it was drawn from is
/// before) to four weeks behind the last, as far as they have begun.
[[nodiscard]] DayRange program_days(const journal::Program& program, CivilDay today);

/// Phases, questionnaires before and after, the course of days interrupted by the first day, and
/// practice by week.
///
/// The course needs 14 days with entries before the first day and 28 from it on (statistics page,
/// 2.14); otherwise there is only the table of questionnaires. With a first day drawn at random the
/// rank of the difference among all days of the window is the test. Two courses are looked at, the
/// median peak and the share of reactions of each day, and the report says so.
[[nodiscard]] Document build_program(const ProgramData& data, bool explain = false);

}  // namespace attune::report
