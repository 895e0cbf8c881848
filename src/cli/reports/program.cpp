#include "attune/report/program.hpp"

#include <algorithm>
#include <iterator>

#include "attune/base/text.hpp"
#include "cli/programs.hpp"
#include "cli/quiz_shelf.hpp"
#include "cli/quiz_takings.hpp"
#include "cli/report_lens.hpp"
#include "cli/reports.hpp"

namespace attune::cli {

namespace {

/// More takings of one questionnaire than one a week in ten years.
constexpr int kMostTakings = 520;

/// All takings of a questionnaire, a series for each person, oldest first in each.
std::vector<report::Series> by_person(const SharedKey& key, std::vector<report::Taking> takings) {
    std::vector<report::Series> all;
    std::reverse(takings.begin(), takings.end());
    for (report::Taking& taking : takings) {
        const std::string folded = fold_case(taking.about);
        auto place = std::find_if(all.begin(), all.end(), [&](const report::Series& one) {
            return fold_case(one.about) == folded;
        });
        if (place == all.end()) place = all.insert(all.end(), {key, taking.about, {}});
        place->takings.push_back(std::move(taking));
    }
    return all;
}

Result<std::vector<report::BeforeAfter>> questionnaires_of(const ReportRequest& request,
                                                           Context& context,
                                                           const journal::Program& program) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    TakingReader reader(context, *library);
    std::vector<report::Series> all;
    for (const std::string& name : program.questionnaires) {
        auto found = find_questionnaire(context, name);
        if (!found) {
            context.screen().say_more("left out: a questionnaire of the programme is not here");
            continue;
        }
        const auto key =
            std::make_shared<const definition::Questionnaire>(std::move(found->questionnaire));
        ATTUNE_TRY(auto takings, reader.newest(key, std::nullopt, kMostTakings));
        auto series = by_person(key, std::move(takings));
        std::move(series.begin(), series.end(), std::back_inserter(all));
    }
    ATTUNE_CHECK(request.lens.look(all));
    std::vector<report::BeforeAfter> out;
    for (const report::Series& one : all)
        out.push_back(report::before_after(one, program));
    return out;
}

Result<report::Document> build(const ReportRequest& request, Context& context) {
    if (!request.choice.everything) {
        return fail(ErrorKind::Usage, "'report program' looks at the newest programme",
                    "name no period: 'attune report program'");
    }
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const auto programs, load_programs(context));
    report::ProgramData data;
    data.program = newest_program(programs);
    data.today = request.now.today();
    if (!data.program) return report::build_program(data, request.options.explain);
    ATTUNE_TRY(data.seed, report_seed(context, data.program->last()));
    const report::DayRange days = report::program_days(*data.program, data.today);
    ATTUNE_TRY(data.diary, report::load_diary(library->database(), days));
    ATTUNE_CHECK(request.lens.look(data.diary, days));
    ATTUNE_TRY(data.questionnaires, questionnaires_of(request, context, *data.program));
    return report::build_program(data, request.options.explain);
}

}  // namespace

const ReportKind kProgramReport{
    .name = "program",
    .summary = "a programme: its phases, before and after, practice by week",
    .span = ReportSpan::Any,
    .build = build};

}  // namespace attune::cli
