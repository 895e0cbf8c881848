#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/stats/minimums.hpp"
#include "report/period_parts.hpp"
#include "report/sides.hpp"
#include "report/week_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr std::size_t kPeopleShown = 8;

struct Person {
    std::string name;
    long entries = 0;
    Sides reacted;
};

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
            stats::Count& day = (there ? person.reacted.with : person.reacted.without)[entry->day];
            ++day.of;
            if (*entry->response == Response::Reacted) ++day.hits;
        }
    }
    for (Person& person : out)
        person.reacted.rate();
    return out;
}

/// Differences for those with enough on both sides; each interval is widened for their number.
long compare(std::vector<Person>& people) {
    const long looked_at = std::count_if(
        people.begin(), people.end(), [](const Person& person) { return person.reacted.enough(); });
    for (Person& person : people)
        person.reacted.compare(looked_at);
    return looked_at;
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
        const Sides& reacted = person.reacted;
        const stats::Count& count = reacted.rate_with.count;
        std::string text = fmt::format("reacted {} of {}", count.hits, count.of);
        if (reacted.rate_with.interval) {
            text += fmt::format(", {}, {}", percent(count.share()),
                                likely_between(*reacted.rate_with.interval));
        }
        if (reacted.difference) text += ";\n" + difference_words(*reacted.difference);
        table.rows.push_back({{person.name, std::to_string(person.entries), std::move(text)}});
        list.push(Machine::members()
                      .set("person", person.name)
                      .set("entries", person.entries)
                      .set("reacted", rate_machine(reacted.rate_with))
                      .set("reacted_without", rate_machine(reacted.rate_without))
                      .set("difference", difference_machine(reacted, looked_at)));
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
