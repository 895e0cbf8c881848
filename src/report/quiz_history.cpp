#include <algorithm>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/when.hpp"
#include "attune/report/taking.hpp"
#include "report/score_words.hpp"
#include "report/words.hpp"

namespace attune::report {

using definition::Questionnaire;
using definition::Scale;

namespace {

void add_once(std::vector<std::string>& list, const std::string& text) {
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

/// The scale of a taking's own key that bears the id of today's.
std::optional<std::size_t> scale_in(const Taking& taking, const Scale& scale) {
    return taking.key->find_scale(scale.id);
}

class SeriesBuilder {
  public:
    SeriesBuilder(const Series& series, const TakingOptions& options)
        : series_(series), options_(options), key_(*series.today) {}

    std::vector<Section> build(const std::string& heading, std::size_t number) {
        std::vector<Section> sections;
        for (std::size_t i = 0; i < key_.scales.size(); ++i) {
            Section section{
                .id = fmt::format("series_{}_{}", number, key_.scales[i].id),
                .heading = key_.scales[i].title + (heading.empty() ? "" : ", ") + heading};
            section.blocks.emplace_back(rows_of(i));
            for (std::string& line : changes_of(i))
                section.blocks.emplace_back(Note{std::move(line)});
            sections.push_back(std::move(section));
        }
        // Rows of text show every taking already; the page draws them at their distance in time.
        std::vector<ScoreHistory> histories = score_histories(series_, options_);
        if (!histories.empty()) {
            Section section{.id = fmt::format("series_{}_course", number),
                            .heading = "Over time" + (heading.empty() ? "" : ", " + heading),
                            .reach = Section::Reach::PageOnly};
            for (ScoreHistory& history : histories)
                section.blocks.emplace_back(std::move(history));
            sections.push_back(std::move(section));
        }
        Section rest{.id = fmt::format("series_{}_map", number)};
        std::vector<const Taking*> path;
        for (const Taking& taking : series_.takings)
            path.push_back(&taking);
        if (auto map = place_map(key_, path, options_, true))
            rest.blocks.emplace_back(std::move(*map));
        if (!rest.blocks.empty()) sections.push_back(std::move(rest));
        rest = {.id = fmt::format("series_{}_notes", number)};
        if (!ways_.empty())
            rest.blocks.emplace_back(Note{"Ranges (95 %): " + join(ways_, "; ") + "."});
        if (!key_notes_.empty()) rest.blocks.emplace_back(Note{join(key_notes_, " ")});
        if (!rest.blocks.empty()) sections.push_back(std::move(rest));
        return sections;
    }

  private:
    ScoreRows rows_of(std::size_t index) {
        const Scale& scale = key_.scales[index];
        ScoreRows rows{scale.title + " over time", {}, true};
        for (const Taking& taking : series_.takings) {
            const std::string when = journal::describe_moment(taking.at, options_.today);
            const auto own = scale_in(taking, scale);
            if (!own) {
                rows.rows.push_back({when, {}, {}, scale.low, scale.high, "not in that key"});
                continue;
            }
            ScoreRow row = score_row(taking, *own, options_.norm, when, "");
            row.text = row.score ? shown(*row.score) : std::string("no score");
            if (row.range)
                row.text +=
                    fmt::format(" ({} to {})", shown(row.range->low), shown(row.range->high));
            if (taking.rescored) row.text += rescored_words(taking, scale.id);
            for (const std::string& way : interval_ways(taking, options_.norm))
                add_once(ways_, way);
            rows.rows.push_back(std::move(row));
        }
        return rows;
    }

    /// That answers were scored by another version, and what today's makes of them.
    std::string rescored_words(const Taking& taking, const std::string& scale) {
        if (!options_.rescore) {
            add_once(key_notes_,
                     "Scores stand as the key of their day counted them; --rescore "
                     "shows what today's makes of the same answers.");
            return fmt::format("\nkey {}", taking.version);
        }
        add_once(key_notes_,
                 "Scores stand as the key of their day counted them; behind them is "
                 "what today's makes of the same answers. Nothing kept has changed.");
        say_lost(taking);
        for (const quiz::ScoreDifference& one : taking.rescored->differences) {
            if (one.id != scale) continue;
            if (!one.differs())
                return fmt::format("\nkey {}, the same by today's {}", taking.version,
                                   key_.version);
            return fmt::format("\nkey {}; {} by today's {}", taking.version,
                               one.now ? shown(*one.now) : std::string("no score"), key_.version);
        }
        return fmt::format("\nkey {}", taking.version);
    }

    /// Answers that today's key cannot use.
    void say_lost(const Taking& taking) {
        const std::string when = journal::describe_moment(taking.at, options_.today);
        if (!taking.rescored->dropped.empty())
            add_once(key_notes_, fmt::format("{}: today's key has no item {}.", when,
                                             join(taking.rescored->dropped, ", ")));
        if (!taking.rescored->unfitting.empty())
            add_once(key_notes_, fmt::format("{}: today's key has no such answer to {}.", when,
                                             join(taking.rescored->unfitting, ", ")));
    }

    std::vector<std::string> changes_of(std::size_t index) {
        std::vector<std::string> lines;
        const std::vector<Taking>& all = series_.takings;
        if (all.size() < 2) return lines;
        const auto say = [&](const Taking& before, std::string_view since) {
            const auto change = change_words(key_, index, before, all.back(), options_.norm);
            if (!change) return;
            lines.push_back(fmt::format("Since {} ({}): {} ({}).", since,
                                        journal::describe_moment(before.at, options_.today),
                                        change->text, change->method));
        };
        say(all[all.size() - 2], "last time");
        if (all.size() > 2) say(all.front(), "the first time");
        return lines;
    }

    const Series& series_;
    const TakingOptions& options_;
    const Questionnaire& key_;
    std::vector<std::string> ways_;
    std::vector<std::string> key_notes_;
};

}  // namespace

Document build_history(const std::vector<Series>& series, const TakingOptions& options) {
    Document document;
    document.kind = "quiz-history";
    std::size_t count = 0;
    std::optional<CivilDay> first;
    std::optional<CivilDay> last;
    for (const Series& one : series) {
        for (const Taking& taking : one.takings) {
            first = first ? std::min(*first, taking.at.local_day) : taking.at.local_day;
            last = last ? std::max(*last, taking.at.local_day) : taking.at.local_day;
            ++count;
        }
    }
    if (series.empty() || count == 0) return document;
    document.title = series.front().today->title;
    document.period = counted(count, "taking", "takings") + ", " +
                      (*first == *last ? short_date(*first) : period_label(*first, *last));
    std::size_t number = 0;
    for (const Series& one : series) {
        std::string heading = one.about.empty() ? "" : "with " + one.about;
        if (!one.from.empty()) {
            heading += (heading.empty() ? "from " : ", from ") + one.from + " (counted apart)";
        } else if (one.today->id != series.front().today->id) {
            heading += (heading.empty() ? "" : ", ") + one.today->id + " (counted apart)";
        }
        for (Section& section : SeriesBuilder(one, options).build(heading, ++number))
            document.sections.push_back(std::move(section));
    }
    return document;
}

}  // namespace attune::report
