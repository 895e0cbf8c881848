#include "attune/report/taking.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/when.hpp"
#include "attune/quiz/interpret.hpp"
#include "attune/quiz/place.hpp"
#include "report/score_words.hpp"

namespace attune::report {

using definition::Band;
using definition::Classification;
using definition::Norm;
using definition::Questionnaire;
using definition::Scale;
using quiz::ScaleScore;

namespace {

class TakingBuilder {
  public:
    TakingBuilder(const Taking& now, const std::vector<Taking>& earlier,
                  const TakingOptions& options)
        : now_(now), earlier_(earlier), options_(options), key_(*now.key) {}

    Document build() {
        Document document;
        document.kind = "taking";
        document.title = key_.title;
        document.period = journal::describe_moment(now_.at, options_.today);
        if (!now_.about.empty()) document.period += ", with " + now_.about;
        add_scores(document);
        add_sources(document);
        add_place(document);
        add_rules(document);
        add_notes(document);
        return document;
    }

  private:
    void add_scores(Document& document) {
        Section section{.id = "scores"};
        std::string status = key_.status;
        if (!key_.verified)
            status += (status.empty() ? "" : "; ") +
                      std::string("the key could not be checked against its source");
        ScoreRows scores{"Scores", {}, false};
        for (std::size_t i = 0; i < key_.scales.size(); ++i)
            scores.rows.push_back(
                score_row(now_, i, options_.norm, key_.scales[i].title, join(lines_of(i), "\n")));
        for (std::size_t i = 0; i < key_.composites.size(); ++i) {
            const auto& composite = key_.composites[i];
            const auto& score = now_.scored.composites[i];
            std::string text = "no score";
            if (score)
                text = composite.low < composite.high ? fmt::format("{} on {} to {}", shown(*score),
                                                                    shortest_number(composite.low),
                                                                    shortest_number(composite.high))
                                                      : shown(*score);
            scores.rows.push_back(
                {composite.title, score, {}, composite.low, composite.high, text});
        }
        section.blocks.emplace_back(std::move(scores));
        document.sections.push_back(std::move(section));
        if (!status.empty()) status_ = status + ".";
    }

    std::vector<std::string> lines_of(std::size_t index) {
        const ScaleScore& score = now_.scored.scales[index];
        std::vector<std::string> lines = {score_words(now_, index, options_.norm)};
        if (score.score && score.answered < score.asked) {
            lines.push_back(fmt::format("{} of {} answered{}", score.answered, score.asked,
                                        score.prorated ? ", the mean stands for the rest" : ""));
        }
        if (score.score) {
            for (const Norm& norm : key_.norms) {
                if (norm.scale != index) continue;
                if (!options_.norm.empty() && norm.id != options_.norm) continue;
                lines.push_back(norm_words(norm, *score.score));
            }
            for (const Band& band : key_.bands) {
                if (band.scale == index && *score.score >= band.from && *score.score <= band.to)
                    lines.push_back(band_words(band));
            }
        }
        if (!earlier_.empty()) {
            const auto change = change_words(key_, index, earlier_.front(), now_, options_.norm);
            if (change) {
                lines.push_back(fmt::format(
                    "since {}: {}", journal::describe_moment(earlier_.front().at, options_.today),
                    change->text));
                add_once(change_ways_, change->method);
            }
        }
        return lines;
    }

    static std::string norm_words(const Norm& norm, double score) {
        const long percent = std::clamp(std::lround(100 * quiz::share_below(norm, score)), 1L, 99L);
        return fmt::format("above about {} in 100 of {}{}", percent, norm.population,
                           norm.verified ? "" : " (figures not verified)");
    }

    static std::string band_words(const Band& band) {
        const char* kind = band.kind == Band::Kind::Published     ? "published"
                           : band.kind == Band::Kind::AuthorGuide ? "the authors' guide"
                                                                  : "our choice";
        return fmt::format("in the stretch called '{}' ({} to {}; {}{}{})", band.label,
                           shortest_number(band.from), shortest_number(band.to), kind,
                           band.source.empty() ? "" : ", ", band.source);
    }

    void add_sources(Document& document) {
        std::vector<std::string> sentences;
        const auto ways = interval_ways(now_, options_.norm);
        const bool same = ways == change_ways_;
        if (!ways.empty())
            sentences.push_back((same ? "Intervals and change (95 %): " : "Intervals (95 %): ") +
                                join(ways, "; ") + ".");
        if (!change_ways_.empty() && !same)
            sentences.push_back("Change since last time: " + join(change_ways_, "; ") + ".");
        if (key_.norms.empty())
            sentences.emplace_back(
                "No norm, so no percentile: compare with your own earlier answers.");
        if (const std::string choice = norm_choice(); !choice.empty()) sentences.push_back(choice);
        if (!status_.empty()) {
            status_[0] = static_cast<char>(
                status_[0] >= 'a' && status_[0] <= 'z' ? status_[0] - 'a' + 'A' : status_[0]);
            sentences.push_back(status_);
        }
        Section section{.id = "sources"};
        section.blocks.emplace_back(Note{join(sentences, " ")});
        document.sections.push_back(std::move(section));
    }

    /// With several norms nobody guesses which people the person belongs to.
    std::string norm_choice() const {
        if (!options_.norm.empty()) return {};
        std::vector<std::string> ids;
        bool several = false;
        for (const Norm& norm : key_.norms) {
            several = several ||
                      std::any_of(key_.norms.begin(), key_.norms.end(), [&](const Norm& other) {
                          return &other != &norm && other.scale == norm.scale;
                      });
            if (std::find(ids.begin(), ids.end(), norm.id) == ids.end()) ids.push_back(norm.id);
        }
        if (!several) return {};
        return "There are several norms; --norm takes the one that fits you: " + join(ids, ", ") +
               ".";
    }

    void add_place(Document& document) {
        std::vector<const Taking*> path;
        for (auto taking = earlier_.rbegin(); taking != earlier_.rend(); ++taking)
            path.push_back(&*taking);
        path.push_back(&now_);
        Section section{.id = "place"};
        if (auto map = place_map(key_, path, options_, true))
            section.blocks.emplace_back(std::move(*map));
        if (!section.blocks.empty()) document.sections.push_back(std::move(section));
        if (!options_.style_names && !options_.explain) return;
        for (const Classification& rule : key_.classifications) {
            const auto place = place_of(rule);
            if (!place) continue;
            Section words{.id = "where"};
            words.blocks.emplace_back(Note{quiz::place_sentence(*place, now_.about)});
            document.sections.push_back(std::move(words));
            break;
        }
    }

    [[nodiscard]] std::optional<quiz::Place> place_of(const Classification& rule) const {
        return quiz::find_place(key_, rule, now_.answers_today,
                                quiz::place_seed(now_.answers_today), options_.norm);
    }

    /// Every rule of the file side by side: the same answers, other names.
    void add_rules(Document& document) {
        if (!options_.explain) return;
        Table table{"Rules side by side", {{"rule"}, {"says"}}, {}};
        for (const Classification& rule : key_.classifications) {
            const auto place = place_of(rule);
            if (!place) continue;
            std::vector<std::string> shares;
            for (const quiz::RegionShare& region : place->regions) {
                if (region.share < 0.005) continue;
                shares.push_back(fmt::format("{} {:.0f} %", rule.regions[region.region].name,
                                             100 * region.share));
            }
            table.rows.push_back({{rule.title.empty() ? rule.id : rule.title,
                                   fmt::format("{} ({}; {})", join(shares, ", "),
                                               rule.rule_in_words(), rule.caution)}});
        }
        if (table.rows.empty()) return;
        Section section{.id = "rules", .heading = "Rules side by side"};
        const bool several = table.rows.size() > 1;
        section.blocks.emplace_back(std::move(table));
        section.blocks.emplace_back(Note{
            fmt::format("Shares of {} redraws of your answers.{}", quiz::kPlaceResamples,
                        several ? " Rules differ in where they draw the line, so the same answers "
                                  "get other names: trust the two numbers before any name."
                                : "")});
        document.sections.push_back(std::move(section));
    }

    void add_notes(Document& document) {
        const quiz::Quality quality =
            quiz::quality_of(key_, now_.answers, now_.seconds, now_.order);
        const auto notes = quiz::quality_notes(quality);
        Section section{.id = "quality"};
        if (!notes.empty()) {
            section.blocks.emplace_back(
                Note{"About these answers: " + join(notes, "; ") +
                     ". A note, no verdict: you know best how you answered."});
        }
        if (options_.explain) section.blocks.emplace_back(Note{all_quality(quality)});
        std::vector<std::string> messages;
        for (std::size_t i = 0; i < key_.items.size(); ++i) {
            const auto& item = key_.items[i];
            if (item.safety_from && now_.answers[i].state == quiz::AnswerState::Value &&
                now_.answers[i].value >= *item.safety_from)
                add_once(messages, item.safety_message);
        }
        for (const std::string& message : messages)
            section.blocks.emplace_back(Note{std::string(trim(message))});
        if (!messages.empty()) section.blocks.emplace_back(report::Command{"attune support"});
        if (!section.blocks.empty()) document.sections.push_back(std::move(section));
    }

    static std::string all_quality(const quiz::Quality& quality) {
        std::string out = fmt::format("Answers given: {}, longest run of one answer {}",
                                      quality.answered, quality.longest_run);
        if (quality.spread)
            out += fmt::format(", spread {:.0f} % of the scale", 100 * *quality.spread);
        if (quality.seconds_per_item)
            out += fmt::format(", {:.1f} seconds an item", *quality.seconds_per_item);
        if (quality.even_odd) out += fmt::format(", odd and even halves {:.2f}", *quality.even_odd);
        return out + " (Curran 2016).";
    }

    static void add_once(std::vector<std::string>& list, const std::string& text) {
        if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
    }

    const Taking& now_;
    const std::vector<Taking>& earlier_;
    const TakingOptions& options_;
    const Questionnaire& key_;
    std::string status_;
    std::vector<std::string> change_ways_;
};

}  // namespace

Document build_taking(const Taking& now, const std::vector<Taking>& earlier,
                      const TakingOptions& options) {
    return TakingBuilder(now, earlier, options).build();
}

}  // namespace attune::report
