#include "report/program_course.hpp"

#include <algorithm>
#include <map>

#include "attune/stats/rates.hpp"
#include "attune/stats/summary.hpp"

namespace attune::report {

std::vector<DayCourse> day_courses(const ProgramData& data) {
    const journal::Program& program = *data.program;
    const CivilDay first = data.diary.range.first;
    const CivilDay end = std::min({data.diary.range.last, data.today, program.last()});
    if (end < program.begins) return {};
    const auto count = static_cast<std::size_t>(end - first + 1);
    std::map<CivilDay, std::vector<double>> peaks;
    std::map<CivilDay, stats::Count> reacted;
    for (const DiaryEntry& entry : data.diary.entries) {
        if (entry.day < first || entry.day > end) continue;
        if (entry.peak) peaks[entry.day].push_back(*entry.peak);
        if (!entry.response || *entry.response == Response::Unsure) continue;
        stats::Count& day = reacted[entry.day];
        ++day.of;
        day.hits += *entry.response == Response::Reacted ? 1 : 0;
    }
    std::vector<DayCourse> courses = {
        {.id = "peak", .name = "Peak intensity (0 to 10)", .days = {}},
        {.id = "reacted", .name = "Reacted (share of the day)", .days = {}, .scale = 100}};
    for (DayCourse& course : courses) {
        course.days.resize(count);
        course.start = static_cast<std::size_t>(program.begins - first);
    }
    const auto place = [&](CivilDay day) { return static_cast<std::size_t>(day - first); };
    for (const auto& [day, values] : peaks)
        courses[0].days[place(day)] = stats::median(values);
    for (const auto& [day, value] : reacted)
        courses[1].days[place(day)] = value.share();
    for (DayCourse& course : courses) {
        for (std::size_t i = 0; i < course.days.size(); ++i) {
            if (course.days[i]) ++(i < course.start ? course.before : course.after);
        }
    }
    return courses;
}

std::vector<CourseFigures> compute_courses(const ProgramData& data) {
    std::vector<CourseFigures> out;
    const journal::Program& program = *data.program;
    std::uint64_t seed = data.seed;
    for (DayCourse& course : day_courses(data)) {
        CourseFigures figures;
        const bool enough = course.before >= static_cast<long>(stats::kProgramBeforeMin) &&
                            course.after >= static_cast<long>(stats::kProgramAfterMin);
        if (enough) {
            const auto test = stats::interrupted_test(course.days, course.start, seed++);
            if (test) figures.test = *test;
            if (program.window > 1) {
                const int lead = program.window_first - data.diary.range.first;
                if (lead >= 0) {
                    const auto random = stats::random_start_test(
                        course.days, course.start, static_cast<std::size_t>(lead),
                        static_cast<std::size_t>(program.window));
                    if (random) figures.random = *random;
                }
            }
        }
        figures.course = std::move(course);
        out.push_back(std::move(figures));
    }
    return out;
}

}  // namespace attune::report
