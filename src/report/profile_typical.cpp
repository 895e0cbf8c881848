#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/minimums.hpp"
#include "report/profile_parts.hpp"
#include "report/sides.hpp"
#include "report/week_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr std::size_t kPeopleShown = 8;
constexpr std::size_t kWordsShown = 3;

using Words = std::set<std::string>;

/// One word in the entries of one person and in the others; of those that name any such word.
struct Typical {
    std::string slug;
    Sides sides;
    bool compared = false;
};

struct Person {
    std::string name;
    long entries = 0;
    std::vector<Typical> triggers = {};  ///< most frequent with the person first, all of them
    std::vector<Typical> feelings = {};
};

Words triggers_of(const DiaryEntry& entry) {
    return {entry.triggers.begin(), entry.triggers.end()};
}

Words feelings_of(const DiaryEntry& entry) {
    Words out;
    for (const RatedWord& feeling : entry.feelings)
        out.insert(feeling.slug);
    return out;
}

bool is_with(const DiaryEntry& entry, const std::string& person) {
    return std::find(entry.people.begin(), entry.people.end(), person) != entry.people.end();
}

template <typename WordsOf>
std::vector<Typical> typical_words(const PeriodView& view, const std::string& person,
                                   const WordsOf& words_of) {
    std::map<std::string, Typical> words;
    for (const DiaryEntry* entry : view.now) {
        for (const std::string& word : words_of(*entry))
            words[word].slug = word;
    }
    for (const DiaryEntry* entry : view.now) {
        const Words named = words_of(*entry);
        if (named.empty()) continue;
        const bool with = is_with(*entry, person);
        for (auto& [slug, one] : words) {
            stats::Count& day = (with ? one.sides.with : one.sides.without)[entry->day];
            ++day.of;
            day.hits += named.contains(slug) ? 1 : 0;
        }
    }
    std::vector<Typical> out;
    for (auto& [slug, one] : words) {
        one.sides.rate();
        const long over_all = one.sides.rate_with.count.hits + one.sides.rate_without.count.hits;
        one.compared = one.sides.enough() && over_all >= stats::kSideEntriesMin;
        // Below the minimum there are counts alone.
        if (!one.sides.enough()) {
            one.sides.rate_with.interval.reset();
            one.sides.rate_without.interval.reset();
        }
        out.push_back(std::move(one));
    }
    std::stable_sort(out.begin(), out.end(), [](const Typical& a, const Typical& b) {
        return a.sides.rate_with.count.hits > b.sides.rate_with.count.hits;
    });
    return out;
}

std::vector<Person> people_of(const PeriodView& view) {
    std::map<std::string, long> entries;
    for (const DiaryEntry* entry : view.now) {
        for (const std::string& name : entry->people)
            ++entries[name];
    }
    std::vector<Person> out;
    for (const auto& [name, count] : entries)
        out.push_back({.name = name, .entries = count});
    std::stable_sort(out.begin(), out.end(),
                     [](const Person& a, const Person& b) { return a.entries > b.entries; });
    if (out.size() > kPeopleShown) out.resize(kPeopleShown);
    for (Person& person : out) {
        person.triggers = typical_words(view, person.name, triggers_of);
        person.feelings = typical_words(view, person.name, feelings_of);
    }
    return out;
}

/// Compares what can be; gives back how many words of people were.
long compare(std::vector<Person>& people) {
    long looked_at = 0;
    for (const Person& person : people) {
        for (const auto* words : {&person.triggers, &person.feelings})
            looked_at += std::count_if(words->begin(), words->end(),
                                       [](const Typical& one) { return one.compared; });
    }
    for (Person& person : people) {
        for (auto* words : {&person.triggers, &person.feelings}) {
            for (Typical& one : *words)
                if (one.compared) one.sides.compare(looked_at);
        }
    }
    return looked_at;
}

/// The most frequent words with the person, and every one that differs from entries without them.
bool is_shown(const Typical& one, std::size_t place) {
    if (one.sides.rate_with.count.hits == 0) return false;
    const auto& difference = one.sides.difference;
    return place < kWordsShown || (difference && !difference->interval.contains(0));
}

std::string words_for(const Typical& one) {
    const RateFigure& rate = one.sides.rate_with;
    std::string text = fmt::format("{} of {}", rate.count.hits, rate.count.of);
    if (rate.interval)
        text +=
            fmt::format(", {}, {}", percent(rate.count.share()), likely_between(*rate.interval));
    if (one.sides.difference) text += ";\n" + difference_words(*one.sides.difference);
    return text;
}

Machine words_machine(const std::vector<Typical>& words, long looked_at) {
    Machine list = Machine::list();
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!is_shown(words[i], i)) continue;
        list.push(Machine::members()
                      .set("slug", words[i].slug)
                      .set("with", rate_machine(words[i].sides.rate_with))
                      .set("without", rate_machine(words[i].sides.rate_without))
                      .set("difference", difference_machine(words[i].sides, looked_at)));
    }
    return list;
}

Table table_of(const PeriodView& view, const std::vector<Person>& people, const char* title,
               std::vector<Typical> Person::*words) {
    Table table{
        .title = title,
        .columns = {{.name = "Person", .gap = 2}, {.name = title, .gap = 2}, {.name = "Entries"}},
        .rows = {}};
    for (const Person& person : people) {
        for (std::size_t i = 0; i < (person.*words).size(); ++i) {
            const Typical& one = (person.*words)[i];
            if (!is_shown(one, i)) continue;
            table.rows.push_back(
                {{person.name, label_of(one.slug, view.core.labels), words_for(one)}});
        }
    }
    return table;
}

}  // namespace

Part typical_part(const PeriodView& view) {
    Part part;
    std::vector<Person> people = people_of(view);
    const long looked_at = compare(people);
    Machine list = Machine::list();
    for (const Person& person : people) {
        list.push(Machine::members()
                      .set("person", person.name)
                      .set("entries", person.entries)
                      .set("triggers", words_machine(person.triggers, looked_at))
                      .set("feelings", words_machine(person.feelings, looked_at)));
    }
    part.members.emplace_back("typical", std::move(list));
    const std::string rule = fmt::format("{} entries on {} days with and without a person needed",
                                         stats::kSideEntriesMin, stats::kSideDaysMin);
    if (looked_at == 0) part.suppressed.push_back({"typical", rule});
    const struct {
        const char* id;
        const char* heading;
        Table table;
    } tables[] = {{"typical_triggers", "What set it off, by person",
                   table_of(view, people, "Trigger", &Person::triggers)},
                  {"typical_feelings", "What was felt, by person",
                   table_of(view, people, "Feeling", &Person::feelings)}};
    for (const auto& one : tables) {
        if (one.table.rows.empty()) continue;
        part.sections.push_back({.id = one.id,
                                 .heading = one.heading,
                                 .aside = "(of the entries that name any)",
                                 .blocks = {one.table}});
    }
    if (part.sections.empty()) return part;
    part.sections.back().blocks.emplace_back(
        Note{.text = looked_at == 0
                         ? "Counts alone: " + rule + " for more."
                         : fmt::format("{} compared; each range of a difference is widened for "
                                       "that.",
                                       counted(looked_at, "pair of person and word",
                                               "pairs of person and word")),
             .place = Note::Place::Under});
    part.explained.push_back(
        {"Typical",
         fmt::format(
             "Up to {} people, their {} most frequent words and any that differs. Share "
             "of the entries with the person that name any, with Wilson's 95 % interval "
             "on the effective n, and Newcombe's difference from entries without them, "
             "only with {}. Compared are words of {} entries or more over all; intervals "
             "are widened for their number (Bonferroni). It says what came together, not "
             "what a person brings about.",
             kPeopleShown, kWordsShown,
             fmt::format("{} entries on {} days each", stats::kSideEntriesMin, stats::kSideDaysMin),
             stats::kSideEntriesMin)});
    return part;
}

}  // namespace attune::report
