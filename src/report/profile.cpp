#include "attune/report/profile.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "report/details.hpp"
#include "report/profile_parts.hpp"
#include "report/steps_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr const char* kFirstDay =
    "SELECT min(local_day) FROM entry WHERE shown = 1 AND deleted = 0";

struct Amounts {
    long entries = 0;
    std::set<CivilDay> days = {};
    long takings = 0;
    std::set<std::string> questionnaires = {};
    long beliefs = 0;
    std::size_t steps = 0;  ///< needs and boundaries

    [[nodiscard]] bool nothing() const {
        return entries == 0 && takings == 0 && beliefs == 0 && steps == 0;
    }
};

Amounts amounts_of(const ProfileData& data, const PeriodView& view) {
    Amounts amounts;
    for (const DiaryEntry* entry : view.now) {
        ++amounts.entries;
        amounts.days.insert(entry->day);
    }
    for (const Series& series : data.all.assessments) {
        if (!series.today) continue;
        const auto taken = std::count_if(
            series.takings.begin(), series.takings.end(),
            [&](const Taking& taking) { return taking.at.local_day >= data.all.range.first; });
        if (taken == 0) continue;
        amounts.takings += static_cast<long>(taken);
        amounts.questionnaires.insert(series.today->id);
    }
    amounts.beliefs = static_cast<long>(data.beliefs.size());
    amounts.steps = data.all.steps.needs.size() + data.all.steps.boundaries.size();
    return amounts;
}

Section coverage_section(const Amounts& amounts) {
    std::string text = "no trigger entries";
    if (amounts.entries > 0) {
        text = fmt::format("{} on {}", counted(amounts.entries, "trigger entry", "trigger entries"),
                           counted(amounts.days.size(), "day", "days"));
    }
    if (amounts.takings > 0) {
        text +=
            fmt::format("; {} of {}", counted(amounts.takings, "taking", "takings"),
                        counted(amounts.questionnaires.size(), "questionnaire", "questionnaires"));
    }
    if (amounts.beliefs > 0) text += "; " + counted(amounts.beliefs, "belief", "beliefs");
    return {.id = "coverage", .heading = {}, .aside = {}, .blocks = {KeyValue{"Data", text}}};
}

Machine amounts_machine(const Amounts& amounts) {
    return Machine::members()
        .set("trigger_entries", amounts.entries)
        .set("days_with_entries", static_cast<long>(amounts.days.size()))
        .set("takings", amounts.takings)
        .set("questionnaires", static_cast<long>(amounts.questionnaires.size()))
        .set("beliefs", amounts.beliefs);
}

void add_invitation(const Amounts& amounts, Document& document) {
    if (amounts.takings > 0) return;
    Section section{.id = "outlook"};
    section.blocks.emplace_back(
        Note{amounts.nothing()
                 ? "There is nothing yet to say where things stand. A questionnaire gives a first "
                   "place, in general or with one person:"
                 : "No questionnaire was taken yet. One gives a first place, in general or with "
                   "one person:"});
    section.blocks.emplace_back(Command{"attune quiz take attachment --about sam"});
    document.sections.push_back(std::move(section));
}

}  // namespace

Result<std::optional<CivilDay>> first_recorded_day(db::Connection& database) {
    ATTUNE_TRY(db::Statement row, database.prepare(kFirstDay));
    ATTUNE_TRY(const bool there, row.step());
    if (!there || row.is_null(0)) return std::optional<CivilDay>();
    const auto day = CivilDay::parse_iso(row.text(0));
    if (!day) return fail(ErrorKind::Damaged, "a record has no readable day");
    return std::optional(*day);
}

Document build_profile(const ProfileData& data, const ProfileOptions& options) {
    const PeriodView view = view_of(data.all);
    const PeriodRange& range = data.all.range;
    const DayRange days{range.first, range.last()};
    const Amounts amounts = amounts_of(data, view);
    Document document;
    document.kind = "profile";
    document.title = "Attune profile";
    document.period = period_label(days.first, days.last);
    document.machine.set(
        "period", Machine::members().set("first", days.first.iso()).set("last", days.last.iso()));
    document.machine.set("coverage", amounts_machine(amounts));
    document.sections.push_back(coverage_section(amounts));
    add_invitation(amounts, document);
    Section explanation{.id = "explain", .heading = "How these numbers are made"};
    take(standing_part(view), document, explanation);
    take(typical_part(view), document, explanation);
    take(people_part(view), document, explanation);
    take(strategies_part(view), document, explanation);
    take(beliefs_part(data.beliefs, range.today), document, explanation);
    take(standing_with_people_part(data.all.steps, days), document, explanation);
    explain_suppressed(document, explanation);
    if (options.explain) document.sections.push_back(std::move(explanation));
    if (!amounts.nothing()) {
        document.sections.push_back(
            {.id = "limits",
             .heading = {},
             .aside = {},
             .blocks = {Note{fmt::format(
                 "What this cannot say: why, and who somebody is. These are places on dimensions "
                 "on the days they were taken, and moments you chose to log. Details: {}",
                 details_command("profile", range.first, range.last(), range.today))}}});
    }
    return document;
}

}  // namespace attune::report
