#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/lookup.hpp"
#include "report/steps_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

/// Cells of a boundary's wording that a line has room for.
constexpr int kWordingCells = 44;
/// What a long time shows at most.
constexpr std::size_t kPeopleShown = 6;
constexpr std::size_t kBoundariesShown = 8;

struct Answer {
    const char* slug;
    const char* words;
};

constexpr std::array<Answer, 5> kVoiced = {{{"said", "said directly"},
                                            {"hinted", "hinted"},
                                            {"tested", "tested"},
                                            {"demanded", "demanded"},
                                            {"not-said", "not said"}}};
constexpr std::array<Answer, 3> kMet = {{{"yes", "Met"}, {"partly", "partly"}, {"no", "not"}}};
constexpr std::array<Answer, 4> kEvents = {{{"stated", "stated"},
                                            {"kept", "kept"},
                                            {"slipped", "slipped"},
                                            {"pushed-back", "pushed back"}}};
/// The steps of a repair in their order: what was done, and what comes next.
struct RepairStep {
    const char* field;
    const char* done;
    const char* next;
};
constexpr std::array<RepairStep, 4> kRepairSteps = {
    {{"remorse", "said sorry", "to say sorry for the own part"},
     {"understanding", "asked and listened", "to ask how it was for the other, and listen"},
     {"request", "said what would help", "to say what would help from now on"},
     {"follow-through", "did it", "to do it for the first time"}}};

bool within(CivilDay day, const DayRange& days) {
    return day >= days.first && day <= days.last;
}

/// What the first record says, or the newest later one up to the last day.
std::string newest_answer(const Thread& thread, const char* facet, CivilDay last) {
    std::string answer = tag_of(thread.first, facet);
    for (const journal::Record& later : thread.later) {
        if (later.at.local_day > last) break;
        const std::string now = tag_of(later, facet);
        if (!now.empty()) answer = now;
    }
    return answer;
}

// ---- needs ----

struct Needs {
    long notes = 0;
    std::map<std::string, long> voiced;
    std::map<std::string, long> met;
    long voiced_known = 0;
    long met_known = 0;
};

/// Of all, or with one person alone.
Needs count_needs(const Steps& steps, const DayRange& days, const std::string* person = nullptr) {
    Needs needs;
    for (const Thread& thread : steps.needs) {
        if (!within(thread.first.at.local_day, days)) continue;
        const auto& people = thread.first.people;
        if (person != nullptr && std::find(people.begin(), people.end(), *person) == people.end())
            continue;
        ++needs.notes;
        const std::string voiced = newest_answer(thread, "voiced", days.last);
        const std::string met = newest_answer(thread, "met", days.last);
        needs.voiced_known += voiced.empty() ? 0 : 1;
        needs.met_known += met.empty() ? 0 : 1;
        if (!voiced.empty()) ++needs.voiced[voiced];
        if (!met.empty()) ++needs.met[met];
    }
    return needs;
}

long count_at(const std::map<std::string, long>& counts, const char* slug) {
    const auto found = counts.find(slug);
    return found == counts.end() ? 0 : found->second;
}

/// "needs said directly 3 of 4; hinted 1.  Met: 2, partly: 1, not: 1"
std::string needs_words(const Needs& needs) {
    std::string text = fmt::format("needs said directly {} of {}", count_at(needs.voiced, "said"),
                                   needs.voiced_known);
    if (needs.voiced_known == 0)
        text = fmt::format("needs noted {}; how they were voiced is not recorded", needs.notes);
    for (const Answer& answer : kVoiced) {
        const long count = count_at(needs.voiced, answer.slug);
        if (count > 0 && std::string_view(answer.slug) != "said")
            text += fmt::format("; {} {}", answer.words, count);
    }
    if (needs.voiced_known > 0 && needs.voiced_known < needs.notes)
        text += fmt::format("; not recorded {}", needs.notes - needs.voiced_known);
    text += ".";
    if (needs.met_known == 0) return text;
    text += "  ";
    std::vector<std::string> parts;
    for (const Answer& answer : kMet)
        parts.push_back(fmt::format("{}: {}", answer.words, count_at(needs.met, answer.slug)));
    text += join(parts, ", ");
    if (needs.met_known < needs.notes)
        text += fmt::format(", not known yet: {}", needs.notes - needs.met_known);
    return text;
}

/// Each person with their needs, those with most notes first; empty unless there are several.
std::vector<std::pair<std::string, Needs>> needs_by_person(const Steps& steps,
                                                           const DayRange& days) {
    std::set<std::string> people;
    for (const Thread& thread : steps.needs)
        people.insert(thread.first.people.begin(), thread.first.people.end());
    std::vector<std::pair<std::string, Needs>> out;
    for (const std::string& person : people) {
        const Needs needs = count_needs(steps, days, &person);
        if (needs.notes > 0) out.emplace_back(person, needs);
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const auto& a, const auto& b) { return a.second.notes > b.second.notes; });
    if (out.size() < 2) out.clear();
    return out;
}

Machine counts_machine(const std::map<std::string, long>& counts, std::span<const Answer> all) {
    Machine out = Machine::members();
    for (const Answer& answer : all) {
        std::string name = answer.slug;
        std::replace(name.begin(), name.end(), '-', '_');
        out.set(name, count_at(counts, answer.slug));
    }
    return out;
}

Machine needs_machine(const Needs& needs) {
    return Machine::members()
        .set("n", needs.notes)
        .set("voiced", counts_machine(needs.voiced, kVoiced))
        .set("voiced_n", needs.voiced_known)
        .set("met", counts_machine(needs.met, kMet))
        .set("met_n", needs.met_known);
}

// ---- boundaries ----

std::map<std::string, long> count_events(const Thread& thread, const DayRange& days) {
    std::map<std::string, long> events;
    for (const journal::Record& later : thread.later) {
        if (!within(later.at.local_day, days)) continue;
        const std::string event = tag_of(later, "event");
        if (!event.empty()) ++events[event];
    }
    return events;
}

/// "kept 4, slipped 1, pushed back 1", what was kept first
std::string events_words(const std::map<std::string, long>& events) {
    std::vector<std::string> parts;
    for (const char* slug : {"kept", "slipped", "pushed-back", "stated"}) {
        const long count = count_at(events, slug);
        const auto* answer = std::find_if(kEvents.begin(), kEvents.end(), [&](const Answer& one) {
            return std::string_view(one.slug) == slug;
        });
        if (count > 0) parts.push_back(fmt::format("{} {}", answer->words, count));
    }
    return parts.empty() ? "drawn, nothing noted since" : join(parts, ", ");
}

/// A boundary with something to tell of these days.
struct ToldBoundary {
    const Thread* thread = nullptr;
    std::map<std::string, long> events;

    [[nodiscard]] long notes() const {
        long sum = 0;
        for (const auto& event : events)
            sum += event.second;
        return sum;
    }
};

std::vector<ToldBoundary> boundaries_of(const Steps& steps, const DayRange& days) {
    std::vector<ToldBoundary> out;
    for (const Thread& thread : steps.boundaries) {
        auto events = count_events(thread, days);
        if (events.empty() && !within(thread.first.at.local_day, days)) continue;
        out.push_back({&thread, std::move(events)});
    }
    return out;
}

std::string boundary_words(const ToldBoundary& boundary) {
    return fmt::format("boundary \"{}\": {}", shortened(boundary.thread->first.text, kWordingCells),
                       events_words(boundary.events));
}

Machine people_machine(const Thread& thread) {
    Machine people = Machine::list();
    for (const std::string& person : thread.first.people)
        people.push(person);
    return people;
}

Machine boundaries_machine(const std::vector<ToldBoundary>& boundaries) {
    Machine out = Machine::list();
    for (const ToldBoundary& one : boundaries) {
        out.push(Machine::members()
                     .set("id", one.thread->first.id.hex())
                     .set("people", people_machine(*one.thread))
                     .set("wording", one.thread->first.text)
                     .set("events", counts_machine(one.events, kEvents)));
    }
    return out;
}

// ---- repairs ----

/// The day of each step that was taken up to the last day; the newest word counts.
std::array<std::optional<CivilDay>, 4> steps_taken(const Thread& thread, CivilDay last) {
    std::array<std::optional<CivilDay>, 4> days;
    const auto read = [&](const journal::Record& record) {
        for (std::size_t i = 0; i < kRepairSteps.size(); ++i) {
            if (const std::string* text = journal::find_field(record, kRepairSteps[i].field)) {
                const auto day = CivilDay::parse_iso(*text);
                if (day && *day <= last) days[i] = day;
            }
        }
    };
    read(thread.first);
    for (const journal::Record& later : thread.later)
        if (later.at.local_day <= last) read(later);
    return days;
}

std::string day_words(CivilDay day, const DayRange& days) {
    const bool recent = days.last - day < 7 && days.last - days.first < 7;
    return recent ? std::string(day.weekday_name()) : short_date(day);
}

std::string repair_words(const Thread& thread, const DayRange& days) {
    std::string text = "repair";
    if (!thread.first.people.empty()) text += " with " + listing(thread.first.people);
    std::vector<std::string> parts = {"hurt named " + day_words(thread.first.at.local_day, days)};
    const auto taken = steps_taken(thread, days.last);
    const char* next = nullptr;
    for (std::size_t i = 0; i < taken.size(); ++i) {
        if (taken[i]) {
            parts.push_back(fmt::format("{} {}", kRepairSteps[i].done, day_words(*taken[i], days)));
        } else if (next == nullptr) {
            next = kRepairSteps[i].next;
        }
    }
    parts.push_back(next == nullptr ? "all four steps taken" : fmt::format("next: {}", next));
    return text + ": " + join(parts, ", ");
}

Machine repair_machine(const Thread& thread, const DayRange& days) {
    Machine steps = Machine::members();
    const auto taken = steps_taken(thread, days.last);
    for (std::size_t i = 0; i < taken.size(); ++i) {
        std::string name = kRepairSteps[i].field;
        std::replace(name.begin(), name.end(), '-', '_');
        steps.set(name, taken[i] ? Machine(taken[i]->iso()) : Machine());
    }
    return Machine::members()
        .set("id", thread.first.id.hex())
        .set("people", people_machine(thread))
        .set("hurt", thread.first.at.local_day.iso())
        .set("steps", std::move(steps));
}

/// A section under construction.
struct Told {
    Section section{.id = "with_people", .heading = "With people", .aside = {}, .blocks = {}};
    Machine members = Machine::members();

    void say(std::string text) {
        section.blocks.emplace_back(Note{.text = std::move(text), .place = Note::Place::Under});
    }
    [[nodiscard]] Part part(const char* explained) && {
        Part out;
        out.members.emplace_back("with_people", std::move(members));
        if (section.blocks.empty()) return out;
        out.sections.push_back(std::move(section));
        out.explained.push_back({"People", explained});
        return out;
    }
};

}  // namespace

Part with_people_part(const Steps& steps, const DayRange& days) {
    Told told;
    const Needs needs = count_needs(steps, days);
    if (needs.notes > 0) told.say(needs_words(needs));
    const auto boundaries = boundaries_of(steps, days);
    for (const ToldBoundary& one : boundaries)
        told.say(boundary_words(one));
    Machine repairs = Machine::list();
    for (const Thread& thread : steps.repairs) {
        if (thread.first.at.local_day > days.last) continue;
        told.say(repair_words(thread, days));
        repairs.push(repair_machine(thread, days));
    }
    told.members.set("needs", needs_machine(needs))
        .set("boundaries", boundaries_machine(boundaries))
        .set("repairs", std::move(repairs));
    return std::move(told).part(
        "Counts alone, without a share: needs noted in these days with what was last said of them, "
        "boundaries with what was noted of them in these days, repairs with the days of their "
        "steps.");
}

Part standing_with_people_part(const Steps& steps, const DayRange& days) {
    Told told;
    const Needs needs = count_needs(steps, days);
    if (needs.notes > 0) told.say(needs_words(needs));
    const auto people = needs_by_person(steps, days);
    Machine each = Machine::list();
    for (std::size_t i = 0; i < people.size(); ++i) {
        if (i < kPeopleShown)
            told.say(fmt::format("with {}: {}", people[i].first, needs_words(people[i].second)));
        Machine one = needs_machine(people[i].second);
        one.set("person", people[i].first);
        each.push(std::move(one));
    }
    if (people.size() > kPeopleShown)
        told.say(fmt::format("and with {} more people", people.size() - kPeopleShown));
    auto boundaries = boundaries_of(steps, days);
    std::stable_sort(boundaries.begin(), boundaries.end(),
                     [](const auto& a, const auto& b) { return a.notes() > b.notes(); });
    for (std::size_t i = 0; i < std::min(boundaries.size(), kBoundariesShown); ++i) {
        const auto& with = boundaries[i].thread->first.people;
        told.say((with.empty() ? std::string() : "with " + listing(with) + ": ") +
                 boundary_words(boundaries[i]));
    }
    if (boundaries.size() > kBoundariesShown)
        told.say(fmt::format("and {} more", counted(boundaries.size() - kBoundariesShown,
                                                    "boundary", "boundaries")));
    Machine all = needs_machine(needs);
    all.set("people", std::move(each));
    told.members.set("needs", std::move(all)).set("boundaries", boundaries_machine(boundaries));
    return std::move(told).part(
        "Counts alone, without a share: needs with what was last said of them, of all and with "
        "each "
        "person where there are several (one need may be with two), boundaries with all that was "
        "noted of them, those with most notes first.");
}

Part win_part(const Steps& steps, CivilDay today) {
    Part part;
    part.members.emplace_back(
        "win",
        steps.win ? Machine::members().set("text", steps.win->text).set("day", steps.win->day.iso())
                  : Machine());
    if (!steps.win || trim(steps.win->text).empty()) return part;
    const auto date = steps.win->day.ymd();
    std::string when =
        fmt::format("{} {}", static_cast<unsigned>(date.day()), steps.win->day.month_name());
    if (date.year() != today.ymd().year())
        when += fmt::format(" {}", static_cast<int>(date.year()));
    part.sections.push_back(
        {.id = "win",
         .heading = "From your resilience bank",
         .aside = {},
         .blocks = {Note{.text = fmt::format("\"{}\" ({})", trim(steps.win->text), when),
                         .place = Note::Place::Under}}});
    return part;
}

}  // namespace attune::report
