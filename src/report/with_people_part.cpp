#include <algorithm>
#include <array>
#include <map>
#include <span>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "report/steps_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

/// Cells of a boundary's wording that a line has room for.
constexpr int kWordingCells = 44;

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

Needs count_needs(const Steps& steps, const DayRange& days) {
    Needs needs;
    for (const Thread& thread : steps.needs) {
        if (!within(thread.first.at.local_day, days)) continue;
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

// ---- repairs ----

const std::string* field_of(const journal::Record& record, std::string_view name) {
    for (const journal::Field& field : record.fields)
        if (field.name == name) return &field.text;
    return nullptr;
}

/// The day of each step that was taken up to the last day; the newest word counts.
std::array<std::optional<CivilDay>, 4> steps_taken(const Thread& thread, CivilDay last) {
    std::array<std::optional<CivilDay>, 4> days;
    const auto read = [&](const journal::Record& record) {
        for (std::size_t i = 0; i < kRepairSteps.size(); ++i) {
            if (const std::string* text = field_of(record, kRepairSteps[i].field)) {
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
    Machine people = Machine::list();
    for (const std::string& person : thread.first.people)
        people.push(person);
    return Machine::members()
        .set("id", thread.first.id.hex())
        .set("people", std::move(people))
        .set("hurt", thread.first.at.local_day.iso())
        .set("steps", std::move(steps));
}

}  // namespace

Part with_people_part(const Steps& steps, const DayRange& days, bool with_repairs) {
    Part part;
    Section section{.id = "with_people", .heading = "With people", .aside = {}, .blocks = {}};
    const auto say = [&](std::string text) {
        section.blocks.emplace_back(Note{.text = std::move(text), .place = Note::Place::Under});
    };
    const Needs needs = count_needs(steps, days);
    if (needs.notes > 0) say(needs_words(needs));
    Machine boundaries = Machine::list();
    for (const Thread& thread : steps.boundaries) {
        const auto events = count_events(thread, days);
        if (events.empty() && !within(thread.first.at.local_day, days)) continue;
        say(fmt::format("boundary \"{}\": {}", shortened(thread.first.text, kWordingCells),
                        events_words(events)));
        boundaries.push(Machine::members()
                            .set("id", thread.first.id.hex())
                            .set("wording", thread.first.text)
                            .set("events", counts_machine(events, kEvents)));
    }
    Machine repairs = Machine::list();
    for (const Thread& thread : steps.repairs) {
        if (!with_repairs || thread.first.at.local_day > days.last) continue;
        say(repair_words(thread, days));
        repairs.push(repair_machine(thread, days));
    }
    Machine members = Machine::members();
    members.set("needs", needs_machine(needs)).set("boundaries", std::move(boundaries));
    if (with_repairs) members.set("repairs", std::move(repairs));
    part.members.emplace_back("with_people", std::move(members));
    if (section.blocks.empty()) return part;
    part.sections.push_back(std::move(section));
    part.explained.push_back(
        {"People",
         "Counts alone, without a share: needs noted in these days with what was last "
         "said of them, boundaries with what was noted of them in these days" +
             std::string(with_repairs ? ", repairs with the days of their steps." : ".")});
    return part;
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
