#include "attune/report/program.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/rates.hpp"
#include "attune/stats/summary.hpp"
#include "report/program_course.hpp"
#include "report/score_words.hpp"
#include "report/week_figures.hpp"
#include "report/week_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

using journal::Program;

namespace {

constexpr int kDaysBefore = 84;
constexpr int kDaysBehind = 28;
/// A taking counts as before up to this day of the programme, the first being 0.
constexpr int kBeforeUntil = 6;
/// Takings closer together than this are no before and after.
constexpr int kApart = 14;

struct Phase {
    std::string name;
    CivilDay first;
    CivilDay last;
};

std::vector<Phase> phases_of(const ProgramData& data) {
    const Program& program = *data.program;
    const CivilDay first = data.diary.range.first;
    const CivilDay today = data.today;
    std::vector<Phase> phases;
    if (first < program.begins)
        phases.push_back({"before", first, std::min(program.begins - 1, today)});
    if (program.begins <= std::min(program.last(), today))
        phases.push_back({"programme", program.begins, std::min(program.last(), today)});
    if (program.last() < data.diary.range.last)
        phases.push_back({"after", program.last() + 1, data.diary.range.last});
    return phases;
}

struct PhaseFigures {
    Phase phase;
    long entries = 0;
    long days = 0;
    RateFigure reacted;
    std::optional<double> peak;
    double minutes = 0;
};

PhaseFigures compute_phase(const Phase& phase, const Diary& diary) {
    PhaseFigures out{.phase = phase, .reacted = {}, .peak = {}};
    std::map<CivilDay, stats::Count> days;
    std::vector<double> peaks;
    for (const DiaryEntry& entry : diary.entries) {
        if (entry.day < phase.first || entry.day > phase.last) continue;
        ++out.entries;
        stats::Count& day = days[entry.day];
        if (entry.peak) peaks.push_back(*entry.peak);
        if (!entry.response || *entry.response == Response::Unsure) continue;
        ++day.of;
        day.hits += *entry.response == Response::Reacted ? 1 : 0;
    }
    out.days = static_cast<long>(days.size());
    std::vector<stats::Count> counts;
    for (const auto& day : days)
        if (day.second.of > 0) counts.push_back(day.second);
    out.reacted = rate_figure(counts);
    out.peak = stats::median(peaks);
    for (const OtherRecord& other : diary.others) {
        if (other.day >= phase.first && other.day <= phase.last) out.minutes += other.minutes;
    }
    return out;
}

/// "reacted 65 of 215, 30 %, likely between 24 % and 37 %;\npeak median 6".
std::string phase_words(const PhaseFigures& figures) {
    const stats::Count& count = figures.reacted.count;
    std::string text = fmt::format("reacted {} of {}", count.hits, count.of);
    if (figures.reacted.interval) {
        text += fmt::format(", {}, {}", percent(count.share()),
                            likely_between(*figures.reacted.interval));
    }
    if (figures.peak) text += ";\npeak median " + shortest_number(*figures.peak);
    return text;
}

/// "-1.2", "0" for a value on the scale from 0 to 10.
std::string shown_value(double value) {
    const std::string text = fmt::format("{:+.1f}", value);
    return text == "+0.0" || text == "-0.0" ? "0" : text;
}

/// On the scale from 0 to 10, or a share in points.
std::string effect_words(const stats::InterruptedEffect& effect, bool share) {
    const bool luck = effect.interval.contains(0);
    const std::string_view behind = luck ? ": could be luck" : "";
    if (share) {
        return fmt::format("{}, likely {}{}", points_words(effect.estimate),
                           between_points(effect.interval), behind);
    }
    // An end that is shown as zero would say something else than the words behind it.
    const auto end = [&](double value) {
        return luck ? shown_value(value) : shown_beside_zero(value);
    };
    return fmt::format("{}, likely between {} and {}{}", end(effect.estimate),
                       end(effect.interval.low), end(effect.interval.high), behind);
}

stats::InterruptedEffect weekly(stats::InterruptedEffect effect) {
    effect.estimate *= 7;
    effect.interval.low *= 7;
    effect.interval.high *= 7;
    return effect;
}

Machine effect_machine(const stats::InterruptedEffect& effect) {
    Machine out = Machine::members();
    out.set("estimate", effect.estimate)
        .set("low", effect.interval.low)
        .set("high", effect.interval.high)
        .set("p", effect.p);
    return out;
}

class Builder {
  public:
    Builder(const ProgramData& data, bool explain) : data_(data), explain_(explain) {}

    Document build() {
        document_.kind = "program";
        document_.title = "Attune programme";
        if (!data_.program) {
            add_first_run();
            return std::move(document_);
        }
        const Program& program = *data_.program;
        document_.period = journal::describe_program(program);
        add_phases();
        add_questionnaires();
        add_course();
        add_dose();
        if (explain_) add_explanation();
        section("limits").blocks.emplace_back(
            Note{"What this cannot say: that the practice did it. Much else changes in weeks; only "
                 "a first day drawn at random has nothing to do with it. Details: attune report "
                 "program --explain"});
        return std::move(document_);
    }

  private:
    Section& section(std::string id, std::string heading = {}, std::string aside = {}) {
        document_.sections.push_back(
            {.id = std::move(id), .heading = std::move(heading), .aside = std::move(aside)});
        return document_.sections.back();
    }

    void add_first_run() {
        document_.period = "none yet";
        document_.machine.set("program", Machine());
        Section& outlook = section("outlook");
        outlook.blocks.emplace_back(
            Note{"There is no programme. One with a first day drawn at random can be tested:"});
        outlook.blocks.emplace_back(
            Command{"attune program start --baseline 14d --random-window 21d"});
    }

    void add_phases() {
        const Program& program = *data_.program;
        Machine head = Machine::members();
        head.set("begins", program.begins.iso())
            .set("last", program.last().iso())
            .set("window", program.window)
            .set("stopped", program.stopped ? Machine(program.stopped->iso()) : Machine());
        document_.machine.set("program", std::move(head));
        Section& coverage = section("coverage", "Phases");
        if (program.window > 0) {
            coverage.blocks.emplace_back(KeyValue{
                "First day", fmt::format("drawn at random from {} ({})",
                                         period_label(program.window_first,
                                                      program.window_first + (program.window - 1)),
                                         counted(program.window, "day", "days"))});
        }
        if (data_.today < program.begins) {
            coverage.blocks.emplace_back(
                KeyValue{"Now", fmt::format("{} to go until the first day",
                                            counted(program.begins - data_.today, "day", "days"))});
        }
        Table table{.title = "Phases",
                    .columns = {{.name = "Phase", .gap = 2}, {.name = "When, reacted, and peak"}},
                    .rows = {}};
        Machine list = Machine::list();
        for (const Phase& phase : phases_of(data_)) {
            const PhaseFigures figures = compute_phase(phase, data_.diary);
            table.rows.push_back(
                {{phase.name,
                  fmt::format("{} - {}: {} on {};\n{}", short_date(phase.first),
                              short_date(phase.last), counted(figures.entries, "entry", "entries"),
                              counted(figures.days, "day", "days"), phase_words(figures))}});
            Machine one = Machine::members();
            one.set("name", phase.name)
                .set("first", phase.first.iso())
                .set("last", phase.last.iso())
                .set("entries", figures.entries)
                .set("days_with_entries", figures.days)
                .set("reacted", rate_machine(figures.reacted))
                .set("peak_median", figures.peak)
                .set("practice_minutes", figures.minutes);
            list.push(std::move(one));
        }
        document_.machine.set("phases", std::move(list));
        coverage.blocks.emplace_back(std::move(table));
    }

    void add_questionnaires() {
        Section& before = section("before_after", "Questionnaires", "(before -> after)");
        Table table{.title = "Questionnaires before and after",
                    .columns = {{.name = "Scale", .gap = 2},
                                {.name = "Scores", .gap = 2},
                                {.name = "Change"}},
                    .rows = {}};
        Machine list = Machine::list();
        std::vector<std::string> ways;
        for (const BeforeAfter& one : data_.questionnaires) {
            if (!one.before) continue;
            for (std::size_t i = 0; i < one.key->scales.size(); ++i)
                add_scale(one, i, table, list, ways);
        }
        document_.machine.set("questionnaires", std::move(list));
        if (table.rows.empty()) {
            before.blocks.emplace_back(
                Note{.text = "No questionnaire was taken before or at the start.",
                     .place = Note::Place::Under});
            return;
        }
        before.blocks.emplace_back(std::move(table));
        if (!ways.empty()) {
            before.blocks.emplace_back(Note{.text = "Change (95 %): " + join(ways, "; ") + ".",
                                            .place = Note::Place::Under});
        }
    }

    void add_scale(const BeforeAfter& one, std::size_t scale, Table& table, Machine& list,
                   std::vector<std::string>& ways) {
        std::string label = one.key->scales[scale].title;
        if (!one.about.empty()) label += ", with " + one.about;
        const auto score_at = [&](const std::optional<Taking>& taking) -> std::optional<double> {
            if (!taking) return std::nullopt;
            const auto own = taking->key->find_scale(one.key->scales[scale].id);
            return own ? taking->scored.scales[*own].score : std::nullopt;
        };
        const auto before = score_at(one.before);
        const auto after = score_at(one.after);
        std::string change = "not taken again yet";
        if (one.after) {
            change = "change cannot be judged";
            const auto words = change_words(*one.key, scale, *one.before, *one.after, "");
            if (words) {
                change = words->text;
                if (std::find(ways.begin(), ways.end(), words->method) == ways.end())
                    ways.push_back(words->method);
            }
        }
        table.rows.push_back({{label,
                               fmt::format("{} -> {}", before ? shown(*before) : "none",
                                           after ? shown(*after) : "-"),
                               change}});
        Machine item = Machine::members();
        item.set("questionnaire", one.key->id)
            .set("scale", one.key->scales[scale].id)
            .set("about", one.about)
            .set("before", before)
            .set("after", after)
            .set("change",
                 one.after ? change_machine(*one.key, scale, *one.before, *one.after) : Machine());
        list.push(std::move(item));
    }

    void add_course() {
        const Program& program = *data_.program;
        Machine list = Machine::list();
        Section course{.id = "course", .heading = "The course of days"};
        long looked_at = 0;
        for (const CourseFigures& figures : compute_courses(data_)) {
            const DayCourse& days = figures.course;
            Machine one = Machine::members();
            one.set("id", days.id).set("days_before", days.before).set("days_after", days.after);
            const bool share = days.scale != 1;
            std::vector<std::string> lines;
            if (!figures.test) {
                suppress_course(days);
            } else {
                lines.push_back("jump " + effect_words(figures.test->jump, share));
                lines.push_back("slope, a week " + effect_words(weekly(figures.test->bend), share));
                looked_at += 2;
                one.set("jump", effect_machine(figures.test->jump))
                    .set("slope_change_per_day", effect_machine(figures.test->bend))
                    .set("phi", figures.test->fit.phi);
            }
            if (figures.random) {
                lines.push_back(fmt::format(
                    "random start: difference {}, as far as this in {} of {} possible first days "
                    "(p {:.3f})",
                    share ? points_words(figures.random->difference)
                          : shown_value(figures.random->difference),
                    std::lround(figures.random->p * static_cast<double>(figures.random->window)),
                    figures.random->window, figures.random->p));
                ++looked_at;
                Machine random = Machine::members();
                random.set("difference", figures.random->difference)
                    .set("p", figures.random->p)
                    .set("window", static_cast<long>(figures.random->window));
                one.set("random_start", std::move(random));
            }
            if (!lines.empty()) {
                course.blocks.emplace_back(KeyValue{share ? "Reacted" : "Peak", join(lines, "\n")});
            }
            list.push(std::move(one));
        }
        document_.machine.set("courses", std::move(list));
        if (course.blocks.empty()) return;
        course.blocks.emplace_back(Note{
            .text = fmt::format("{} numbers are looked at here: of twenty that are nothing but "
                                "luck, about one stands out.{}",
                                looked_at,
                                program.window > 0
                                    ? ""
                                    : " The first day was chosen, so a change may have its own "
                                      "reasons."),
            .place = Note::Place::Under});
        document_.sections.push_back(std::move(course));
    }

    void suppress_course(const DayCourse& days) {
        document_.suppressed.push_back(
            {"course_" + days.id,
             fmt::format("{} days before and {} from the first day on needed, {} and {} present",
                         stats::kProgramBeforeMin, stats::kProgramAfterMin, days.before,
                         days.after)});
    }

    void add_dose() {
        const Program& program = *data_.program;
        const CivilDay end = std::min(program.last(), data_.today);
        if (end < program.begins) return;
        WeekBars bars;
        bars.title = "Practice by week of the programme";
        bars.unit = "minutes";
        bars.twin = {.title = bars.title,
                     .columns = {{.name = "Week", .gap = 2},
                                 {.name = "Minutes", .align = Column::Align::Right}},
                     .rows = {}};
        Machine list = Machine::list();
        double all = 0;
        int number = 0;
        for (CivilDay first = program.begins; first <= end; first = first + 7) {
            WeekAmount week{.first = first, .amount = {}};
            for (const OtherRecord& other : data_.diary.others) {
                if (other.minutes <= 0 || other.day < first || other.day - first > 6) continue;
                if (other.day > end) continue;
                week.amount = week.amount.value_or(0) + other.minutes;
            }
            all += week.amount.value_or(0);
            bars.twin.rows.push_back({{fmt::format("{} from {}", ++number, short_date(first)),
                                       week.amount ? fmt::format("{:.0f}", *week.amount)
                                                   : std::string("none recorded")}});
            list.push(Machine::members().set("first", first.iso()).set("minutes", week.amount));
            bars.weeks.push_back(std::move(week));
        }
        document_.machine.set("practice", std::move(list));
        Section& dose = section("dose", "Practice by week");
        if (all <= 0) {
            dose.blocks.emplace_back(Note{.text = "No practice was recorded in these weeks.",
                                          .place = Note::Place::Under});
            return;
        }
        bars.description = fmt::format(
            "Minutes of practice in each of {}, {:.0f} in all. A week without a bar has nothing "
            "recorded.",
            counted(static_cast<long>(bars.weeks.size()), "week", "weeks"), all);
        dose.blocks.emplace_back(std::move(bars));
    }

    void add_explanation() {
        Section& how = section("explanation", "How these numbers are made");
        const auto say = [&](const char* label, const char* text) {
            how.blocks.emplace_back(KeyValue{label, text});
        };
        say("Reacted",
            "Of entries marked reacted, responded or mixed; Wilson's 95 % interval on an effective "
            "n of entries that share days, from 5 on.");
        say("Before",
            "The newest taking up to the seventh day; after is the newest one at least two weeks "
            "behind it. Change as in 'attune quiz history'.");
        say("Course",
            "Each day's median peak and share of reactions; level and slope before the first day "
            "carried on, jump and change of slope from it on, errors that carry over from day to "
            "day. Intervals from series drawn from the fitted model. Needs 14 days with entries "
            "before and 28 from the first day on.");
        say("Random",
            "The difference of means before and from the first day on, ranked among the "
            "differences that every other day of the window would have made. Of 21 days the "
            "smallest possible p is .048.");
    }

    const ProgramData& data_;
    bool explain_;
    Document document_;
};

}  // namespace

BeforeAfter before_after(const Series& series, const Program& program) {
    BeforeAfter out{series.today, series.about, {}, {}};
    for (const Taking& taking : series.takings) {
        if (taking.at.local_day <= program.begins + kBeforeUntil) out.before = taking;
    }
    if (!out.before) return out;
    for (const Taking& taking : series.takings) {
        const CivilDay day = taking.at.local_day;
        if (day > program.begins + kBeforeUntil && day - out.before->at.local_day >= kApart)
            out.after = taking;
    }
    return out;
}

DayRange program_days(const Program& program, CivilDay today) {
    const CivilDay behind = std::min(today, program.last() + kDaysBehind);
    return {program.begins - kDaysBefore, std::max(program.begins - kDaysBefore, behind)};
}

Document build_program(const ProgramData& data, bool explain) {
    return Builder(data, explain).build();
}

}  // namespace attune::report
