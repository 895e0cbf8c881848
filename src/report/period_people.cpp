#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/stats/minimums.hpp"
#include "report/period_parts.hpp"
#include "report/week_figures.hpp"
#include "report/week_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr std::size_t kPeopleShown = 8;

struct Person {
    std::string name;
    long entries = 0;
    std::map<CivilDay, stats::Count> with;     ///< reacted, of entries with the person
    std::map<CivilDay, stats::Count> without;  ///< of the others
    RateFigure rate_with;
    RateFigure rate_without;
    std::optional<stats::RateDifference> difference;
};

RateFigure rate_over(const std::map<CivilDay, stats::Count>& days) {
    std::vector<stats::Count> counts;
    counts.reserve(days.size());
    for (const auto& day : days)
        counts.push_back(day.second);
    return rate_figure(counts);
}

bool enough(const RateFigure& rate, const std::map<CivilDay, stats::Count>& days) {
    return rate.count.of >= stats::kSideEntriesMin && days.size() >= stats::kSideDaysMin;
}

std::vector<Person> people_of(const PeriodView& view) {
    std::map<std::string, Person> people;
    for (const DiaryEntry* entry : view.now) {
        for (const std::string& name : entry->people)
            ++people[name].entries;
    }
    std::vector<Person> out;
    for (auto& [name, person] : people) {
        person.name = name;
        out.push_back(std::move(person));
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Person& a, const Person& b) { return a.entries > b.entries; });
    if (out.size() > kPeopleShown) out.resize(kPeopleShown);
    for (const DiaryEntry* entry : view.now) {
        if (!entry->response || *entry->response == Response::Unsure) continue;
        for (Person& person : out) {
            const bool there = std::find(entry->people.begin(), entry->people.end(), person.name) !=
                               entry->people.end();
            stats::Count& day = (there ? person.with : person.without)[entry->day];
            ++day.of;
            if (*entry->response == Response::Reacted) ++day.hits;
        }
    }
    for (Person& person : out) {
        person.rate_with = rate_over(person.with);
        person.rate_without = rate_over(person.without);
    }
    return out;
}

/// Differences for those with enough on both sides; each interval is widened for their number.
long compare(std::vector<Person>& people) {
    long looked_at = 0;
    for (const Person& person : people)
        looked_at +=
            enough(person.rate_with, person.with) && enough(person.rate_without, person.without)
                ? 1
                : 0;
    if (looked_at == 0) return 0;
    const double level = 1 - (1 - stats::kUsualLevel) / static_cast<double>(looked_at);
    for (Person& person : people) {
        if (!enough(person.rate_with, person.with) || !enough(person.rate_without, person.without))
            continue;
        const auto difference = stats::newcombe_difference(
            {person.rate_with.count.share(), person.rate_with.design.n_effective},
            {person.rate_without.count.share(), person.rate_without.design.n_effective}, level);
        if (difference) person.difference = *difference;
    }
    return looked_at;
}

std::string difference_words(const stats::RateDifference& difference) {
    return fmt::format("{} points against entries without, likely between {} and {}{}",
                       points(difference.difference), points(difference.interval.low),
                       points(difference.interval.high),
                       difference.interval.contains(0) ? ": could be luck" : "");
}

Machine difference_machine(const Person& person, long looked_at) {
    if (!person.difference) return {};
    return Machine::members()
        .set("difference", person.difference->difference)
        .set("low", person.difference->interval.low)
        .set("high", person.difference->interval.high)
        .set("level", 1 - (1 - stats::kUsualLevel) / static_cast<double>(looked_at))
        .set("compared", looked_at)
        .set("method", "newcombe, n effective within days, widened for the number compared")
        .set("could_be_luck", person.difference->interval.contains(0));
}

}  // namespace

Part people_part(const PeriodView& view) {
    Part part;
    std::vector<Person> people = people_of(view);
    const long looked_at = compare(people);
    Machine list = Machine::list();
    Table table{.title = "By person",
                .columns = {{.name = "Person", .gap = 2},
                            {.name = "Entries", .align = Column::Align::Right, .gap = 2},
                            {.name = "Reacted"}},
                .rows = {}};
    for (const Person& person : people) {
        const stats::Count& count = person.rate_with.count;
        std::string text = fmt::format("reacted {} of {}", count.hits, count.of);
        if (person.rate_with.interval) {
            text += fmt::format(", {}, {}", percent(count.share()),
                                likely_between(*person.rate_with.interval));
        }
        if (person.difference) text += ";\n" + difference_words(*person.difference);
        table.rows.push_back({{person.name, std::to_string(person.entries), std::move(text)}});
        list.push(Machine::members()
                      .set("person", person.name)
                      .set("entries", person.entries)
                      .set("reacted", rate_machine(person.rate_with))
                      .set("reacted_without", rate_machine(person.rate_without))
                      .set("difference", difference_machine(person, looked_at)));
    }
    part.members.emplace_back("people", std::move(list));
    if (people.empty()) return part;
    Section section{.id = "people", .heading = "By person", .aside = {}, .blocks = {}};
    section.blocks.emplace_back(std::move(table));
    if (looked_at > 1) {
        section.blocks.emplace_back(Note{
            .text = fmt::format(
                "{} people compared; each range of a difference is widened for that.", looked_at),
            .place = Note::Place::Under});
    }
    if (looked_at == 0) {
        part.suppressed.push_back(
            {"people", fmt::format("{} entries on {} days with and without a person needed",
                                   stats::kSideEntriesMin, stats::kSideDaysMin)});
    }
    part.sections.push_back(std::move(section));
    part.explained.push_back(
        {"Person", fmt::format("Counts; a difference only with {} entries on {} days both with and "
                               "without the person. Newcombe's interval, widened for the number "
                               "of people compared (Bonferroni). It says what came together, not "
                               "what a person brings about.",
                               stats::kSideEntriesMin, stats::kSideDaysMin)});
    return part;
}

}  // namespace attune::report
