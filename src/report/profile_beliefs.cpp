#include <algorithm>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "report/profile_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr std::size_t kBeliefsShown = 12;
constexpr std::size_t kLinesDrawn = 6;
constexpr int kWordingCells = 36;

struct Rating {
    CivilDay day;
    double strength = 0;  ///< 0 to 100
};

struct Belief {
    const Thread* thread = nullptr;
    std::string label;
    CivilDay newest;
    std::vector<Rating> ratings = {};  ///< oldest first
};

Belief belief_of(const Thread& thread) {
    Belief belief{.thread = &thread,
                  .label = shortened(thread.first.text, kWordingCells),
                  .newest = thread.first.at.local_day};
    const auto read = [&](const journal::Record& record) {
        for (const journal::Value& value : record.values) {
            if (value.key != "strength") continue;
            const double low = value.low.value_or(0);
            const double high = value.high.value_or(100);
            if (high <= low) continue;
            belief.ratings.push_back(
                {record.at.local_day, 100 * (value.number - low) / (high - low)});
            belief.newest = std::max(belief.newest, record.at.local_day);
        }
    };
    read(thread.first);
    for (const journal::Record& later : thread.later)
        read(later);
    if (belief.label.empty()) belief.label = "(no words)";
    return belief;
}

std::string words_for(const Belief& belief, CivilDay today) {
    if (belief.ratings.empty()) return "not rated";
    const Rating& now = belief.ratings.back();
    std::string text = fmt::format("{:.0f} ({})", now.strength, date_beside(now.day, today));
    if (belief.ratings.size() == 1) return text + ", rated once";
    const Rating& first = belief.ratings.front();
    return text + fmt::format("; at first {:.0f} ({}), {}", first.strength,
                              date_beside(first.day, today),
                              counted(belief.ratings.size(), "rating", "ratings"));
}

/// Those rated more than once, as lines over time.
std::optional<ScoreHistory> history_of(const std::vector<Belief>& beliefs) {
    ScoreHistory history{.title = "How true beliefs felt",
                         .description = {},
                         .low = 0,
                         .high = 100,
                         .lines = {},
                         .twin = {"How true beliefs felt",
                                  {{.name = "Belief", .gap = 2},
                                   {.name = "When", .gap = 2},
                                   {.name = "Rating", .align = Column::Align::Right}},
                                  {}}};
    std::vector<std::string> courses;
    for (const Belief& belief : beliefs) {
        if (belief.ratings.size() < 2 || history.lines.size() == kLinesDrawn) continue;
        HistoryLine line{belief.label, {}};
        for (const Rating& rating : belief.ratings) {
            line.points.push_back({rating.day, rating.strength});
            history.twin.rows.push_back({{belief.label, period_label(rating.day, rating.day),
                                          fmt::format("{:.0f}", rating.strength)}});
        }
        courses.push_back(fmt::format("\"{}\" went from {:.0f} to {:.0f}", belief.label,
                                      belief.ratings.front().strength,
                                      belief.ratings.back().strength));
        history.lines.push_back(std::move(line));
    }
    if (history.lines.empty()) return std::nullopt;
    history.description = join(courses, "; ") + ".";
    return history;
}

Machine belief_machine(const Belief& belief) {
    Machine ratings = Machine::list();
    for (const Rating& rating : belief.ratings) {
        ratings.push(
            Machine::members().set("day", rating.day.iso()).set("strength", rating.strength));
    }
    Machine people = Machine::list();
    for (const std::string& person : belief.thread->first.people)
        people.push(person);
    return Machine::members()
        .set("id", belief.thread->first.id.hex())
        .set("statement", belief.thread->first.text)
        .set("people", std::move(people))
        .set("ratings", std::move(ratings));
}

}  // namespace

Part beliefs_part(const std::vector<Thread>& threads, CivilDay today) {
    Part part;
    std::vector<Belief> beliefs;
    for (const Thread& thread : threads)
        beliefs.push_back(belief_of(thread));
    std::stable_sort(beliefs.begin(), beliefs.end(),
                     [](const Belief& a, const Belief& b) { return a.newest > b.newest; });
    Machine list = Machine::list();
    for (const Belief& belief : beliefs)
        list.push(belief_machine(belief));
    part.members.emplace_back("beliefs", std::move(list));
    if (beliefs.empty()) return part;
    Table table{.title = "Beliefs",
                .columns = {{.name = "Belief", .gap = 2}, {.name = "How true it felt"}},
                .rows = {}};
    for (std::size_t i = 0; i < std::min(beliefs.size(), kBeliefsShown); ++i)
        table.rows.push_back({{beliefs[i].label, words_for(beliefs[i], today)}});
    Section section{.id = "beliefs",
                    .heading = "Beliefs",
                    .aside = "(how true it felt, 0 to 100)",
                    .blocks = {std::move(table)}};
    if (beliefs.size() > kBeliefsShown) {
        section.blocks.emplace_back(
            Note{.text = fmt::format("{} more, rated longer ago.", beliefs.size() - kBeliefsShown),
                 .place = Note::Place::Under});
    }
    part.sections.push_back(std::move(section));
    if (auto history = history_of(beliefs)) {
        part.sections.push_back({.id = "beliefs_course",
                                 .heading = "Beliefs over time",
                                 .aside = {},
                                 .blocks = {*std::move(history)},
                                 .reach = Section::Reach::PageOnly});
    }
    part.explained.push_back(
        {"Beliefs",
         "Every rating of each belief noted, newest first. One number has no known "
         "error, so whether it changed is not judged."});
    return part;
}

}  // namespace attune::report
