#include "attune/report/about.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/random.hpp"
#include "attune/store/names.hpp"

namespace attune::report {

namespace {

/// People of a record, and of the record it follows up.
constexpr const char* kPeople =
    "SELECT slug FROM tag WHERE entry = ?1 AND facet = 'person' UNION ALL "
    "SELECT t.slug FROM link AS l CROSS JOIN entry AS e ON e.id = l.target "
    "CROSS JOIN tag AS t ON t.entry = e.n "
    "WHERE l.entry = ?1 AND l.rel = 'follows-up' AND e.shown = 1 AND t.facet = 'person'";

/// What a check-in asks for on a scale.
constexpr std::array<std::string_view, 4> kCheckinItems = {"named", "calm", "myself", "support"};

bool same_person(std::string_view a, std::string_view b) {
    return journal::name_key(journal::kPersonFacet, a) ==
           journal::name_key(journal::kPersonFacet, b);
}

bool names(const std::vector<std::string>& people, std::string_view person) {
    return std::any_of(people.begin(), people.end(),
                       [&](const std::string& one) { return same_person(one, person); });
}

}  // namespace

Result<std::string> find_person(db::Connection& database, std::string_view spelling) {
    ATTUNE_TRY(const journal::Names* all, store::names_of(database));
    const std::string person = all->resolve(journal::kPersonFacet, trim(spelling));
    // One look for the usual case; all that were ever met only for another spelling or a slip.
    ATTUNE_TRY(const bool met, store::is_used(database, journal::kPersonFacet, person));
    if (met) return person;
    ATTUNE_TRY(const auto uses, store::used_names(database, journal::kPersonFacet));
    std::vector<std::string> known;
    for (const store::NameUse& use : uses) {
        if (same_person(use.name, person)) return use.name;
        known.push_back(use.name);
    }
    if (all->knows(journal::kPersonFacet, person)) return person;
    for (const journal::Name& one : all->people()) {
        known.push_back(one.spelling);
        known.insert(known.end(), one.aliases.begin(), one.aliases.end());
    }
    const auto nearest = nearest_word(trim(spelling), known);
    return fail(ErrorKind::NotFound, fmt::format("nobody is called '{}'", make_visible(spelling)),
                nearest ? fmt::format("did you mean '{}'?", make_visible(*nearest))
                        : "'attune people list' shows who there is");
}

Result<LeftOut> keep_about(db::Connection& database, std::string_view person,
                           const DayRange& counted, Diary& diary) {
    LeftOut out;
    std::vector<DiaryEntry> entries;
    for (DiaryEntry& entry : diary.entries) {
        if (names(entry.people, person)) {
            entries.push_back(std::move(entry));
        } else if (entry.day >= counted.first && entry.day <= counted.last) {
            ++out.entries;
        }
    }
    diary.entries = std::move(entries);
    ATTUNE_TRY(const journal::Names* all, store::names_of(database));
    ATTUNE_TRY(db::Statement rows, database.prepare(kPeople));
    std::vector<OtherRecord> others;
    for (OtherRecord& other : diary.others) {
        rows.reset();
        rows.bind(1, other.row);
        bool there = false;
        while (!there) {
            ATTUNE_TRY(const bool more, rows.step());
            if (!more) break;
            there = same_person(all->resolve(journal::kPersonFacet, rows.text(0)), person);
        }
        if (there) others.push_back(std::move(other));
    }
    diary.others = std::move(others);
    diary.about = person;
    return out;
}

Status keep_about(db::Connection& database, const RowReader& read_row, std::string_view person,
                  const DayRange& days, std::uint64_t seed, Steps& steps) {
    std::erase_if(steps.closed, [&](const Experiment& one) { return !names(one.people, person); });
    for (auto* threads : {&steps.needs, &steps.boundaries, &steps.repairs})
        static_cast<void>(keep_about(person, *threads));
    ATTUNE_TRY(auto experiments, load_threads(database, read_row, "experiment"));
    static_cast<void>(keep_about(person, experiments));
    steps.open = 0;
    for (Thread& thread : experiments) {
        if (thread.first.at.local_day > days.last) continue;
        const bool closed = std::any_of(
            thread.later.begin(), thread.later.end(), [&](const journal::Record& later) {
                return later.at.local_day <= days.last && !tag_of(later, "happened").empty();
            });
        steps.open += closed ? 0 : 1;
    }
    ATTUNE_TRY(auto wins, load_threads(database, read_row, "win"));
    static_cast<void>(keep_about(person, wins));
    std::erase_if(wins, [&](const Thread& win) { return win.first.at.local_day > days.last; });
    steps.win.reset();
    if (!wins.empty()) {
        const journal::Record& drawn = wins[stats::Random(seed).index(wins.size())].first;
        steps.win = Win{drawn.text, drawn.at.local_day};
    }
    ATTUNE_TRY(auto checkins, load_threads_of_days(database, read_row, "checkin", days));
    static_cast<void>(keep_about(person, checkins));
    std::vector<CheckinAnswer> answers;
    for (const Thread& checkin : checkins) {
        const CivilDay day = checkin.first.at.local_day;
        if (day < days.first || day > days.last) continue;
        for (const journal::Value& value : checkin.first.values) {
            if (std::find(kCheckinItems.begin(), kCheckinItems.end(), value.key) ==
                kCheckinItems.end())
                continue;
            const double low = value.low.value_or(0);
            const double high = value.high.value_or(10);
            answers.push_back(
                {day, value.key,
                 high > low ? (value.number - low) / (high - low) * 10 : value.number});
        }
    }
    steps.checkins = std::move(answers);
    return {};
}

long keep_about(std::string_view person, std::vector<Thread>& threads) {
    const auto end = std::remove_if(threads.begin(), threads.end(), [&](const Thread& thread) {
        return !names(thread.first.people, person);
    });
    const long gone = threads.end() - end;
    threads.erase(end, threads.end());
    return gone;
}

void say_about(Document& document, const std::string& person, const LeftOut& left_out) {
    document.period += ", with " + person;
    Section section{.id = "about"};
    section.blocks.emplace_back(
        Note{fmt::format("Only what was with {}. Left out of this period: {} without {}.", person,
                         counted(left_out.entries, "trigger entry", "trigger entries"), person)});
    const auto coverage = std::find_if(document.sections.begin(), document.sections.end(),
                                       [](const Section& one) { return one.id == "coverage"; });
    document.sections.insert(
        coverage == document.sections.end() ? document.sections.begin() : coverage + 1,
        std::move(section));
    document.machine.set(
        "about",
        Machine::members().set("person", person).set("entries_left_out", left_out.entries));
}

}  // namespace attune::report
