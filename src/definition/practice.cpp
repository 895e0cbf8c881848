#include "attune/definition/practice.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "definition/table_reader.hpp"
#include "definition/toml_reader.hpp"

namespace attune::definition {

namespace {

/// Nothing that is led by words on a screen lasts longer.
constexpr double kMostSeconds = 4 * 3600;
/// A word that stands shorter cannot be read, a beat that lasts longer is a step.
constexpr double kLeastSeconds = 0.5;
constexpr double kMostBeatSeconds = 60;
constexpr long long kMostRating = 1000;

Milliseconds milliseconds_of(double seconds) {
    return Milliseconds(std::llround(seconds * 1000));
}

class Reader {
  public:
    Reader(Practice& practice, Report& report) : practice_(practice), report_(report) {}

    void read(TableReader& top) {
        read_head(top);
        for (const Node* node : top.tables("rating"))
            read_rating(*node);
        for (const Node* node : top.tables("step"))
            read_step(*node);
        if (!top.has("step")) {
            report_.error(top.at(), "the practice has no steps", "add [[step]] tables");
        } else if (practice_.length() > milliseconds_of(kMostSeconds)) {
            report_.error(top.at(), "the steps last longer than four hours together");
        }
        top.finish();
    }

  private:
    void read_head(TableReader& top) {
        practice_.id = top.required_text("id");
        practice_.title = top.required_text("title");
        practice_.summary = top.required_text("summary");
        practice_.version = top.required_text("version");
        practice_.intro = top.text("intro");
        practice_.caution = top.text("caution");
        practice_.closing = top.text("closing");
        practice_.demanding = top.boolean("demanding").value_or(false);
        practice_.partner = top.boolean("partner").value_or(false);
        if (!practice_.id.empty() && !is_id(practice_.id)) {
            report_.error(top.at("id"),
                          fmt::format("'{}' is no id of a practice", make_visible(practice_.id)),
                          "an id is a small letter, then small letters, digits or -");
        }
        const auto& reserved = reserved_practice_ids();
        if (std::find(reserved.begin(), reserved.end(), practice_.id) != reserved.end()) {
            report_.error(top.at("id"),
                          fmt::format("'attune practice {}' is a command", practice_.id),
                          "choose another id");
        }
        if (practice_.version.find_first_of(" \t\n") != std::string::npos)
            report_.error(top.at("version"), "'version' is one word");
    }

    void read_rating(const Node& node) {
        TableReader table(node, "[[rating]]", report_);
        PracticeRating rating;
        rating.id = table.required_text("id");
        rating.ask = table.required_text("ask");
        rating.low_word = table.text("low_word");
        rating.high_word = table.text("high_word");
        rating.when = table.word<RatingTime>("when", {{"both", RatingTime::Both},
                                                      {"before", RatingTime::Before},
                                                      {"after", RatingTime::After}});
        const auto low = table.integer("lo");
        const auto high = table.integer("hi");
        if (low.has_value() != high.has_value()) {
            report_.error(table.at(), "'lo' and 'hi' come together");
        } else if (low && *low >= *high) {
            report_.error(table.at("hi"), "'hi' is not above 'lo'");
        } else if (low && (*low < -kMostRating || *high > kMostRating)) {
            report_.error(table.at("lo"), "a rating stays between -1000 and 1000");
        } else if (low) {
            rating.low = static_cast<int>(*low);
            rating.high = static_cast<int>(*high);
        }
        if (!rating.id.empty() && !is_id(rating.id)) {
            report_.error(table.at("id"),
                          fmt::format("'{}' is no id of a rating", make_visible(rating.id)),
                          "an id is a small letter, then small letters, digits or -");
        } else if (rating.id == "minutes") {
            report_.error(table.at("id"), "'minutes' is what the practice lasted",
                          "choose another id");
        } else if (!rating.id.empty() && !ratings_.insert(rating.id).second) {
            report_.error(table.at("id"), fmt::format("the id '{}' is used twice", rating.id));
        }
        table.finish();
        practice_.ratings.push_back(std::move(rating));
    }

    void read_step(const Node& node) {
        TableReader table(node, "[[step]]", report_);
        PracticeStep step;
        step.at = node.at;
        step.say = table.required_text("say");
        step.stretch = table.boolean("stretch").value_or(false);
        const auto seconds = table.required_number("seconds");
        if (seconds) {
            // Written so that NaN is no length either.
            if (!(*seconds >= kLeastSeconds && *seconds <= kMostSeconds)) {
                report_.error(table.at("seconds"), "a step lasts from 0.5 seconds to four hours");
            } else {
                step.length = milliseconds_of(*seconds);
            }
        }
        Milliseconds round{};
        for (const PlacedText& beat : table.texts("pace")) {
            if (auto made = read_beat(beat)) {
                round += made->length;
                step.pace.push_back(*std::move(made));
            }
        }
        if (table.has("pace") && step.length.count() > 0 && round > step.length) {
            report_.error(table.at("pace"), "one round of 'pace' is longer than its step");
        }
        table.finish();
        practice_.steps.push_back(std::move(step));
    }

    /// "in 4": everything in front of the last blank is the word.
    std::optional<PracticeBeat> read_beat(const PlacedText& beat) {
        const std::string_view text = trim(beat.text);
        const std::size_t blank = text.rfind(' ');
        const auto seconds = blank == std::string_view::npos ? std::optional<double>()
                                                             : parse_number(text.substr(blank + 1));
        const std::string_view word = trim(text.substr(0, blank));
        if (!seconds || word.empty() || *seconds < kLeastSeconds || *seconds > kMostBeatSeconds) {
            report_.error(beat.at, fmt::format("'{}' is no beat", make_visible(beat.text)),
                          "a word and its seconds, from 0.5 to 60: \"in 4\"");
            return std::nullopt;
        }
        return PracticeBeat{std::string(word), milliseconds_of(*seconds)};
    }

    Practice& practice_;
    Report& report_;
    std::set<std::string> ratings_;
};

}  // namespace

Milliseconds Practice::length() const {
    Milliseconds sum{};
    for (const PracticeStep& step : steps)
        sum += step.length;
    return sum;
}

std::string Practice::definition_name() const {
    return fmt::format("{} {} {}", id, version, digest);
}

std::vector<Milliseconds> stretched_steps(const Practice& practice, Milliseconds wanted) {
    Milliseconds elastic{};
    for (const PracticeStep& step : practice.steps)
        if (step.stretch) elastic += step.length;
    const Milliseconds firm = practice.length() - elastic;
    const bool all = elastic.count() == 0 || wanted < firm + elastic / 4;
    const double factor =
        all ? static_cast<double>(wanted.count()) / static_cast<double>(practice.length().count())
            : static_cast<double>((wanted - firm).count()) / static_cast<double>(elastic.count());
    std::vector<Milliseconds> lengths;
    for (const PracticeStep& step : practice.steps) {
        const bool stretches = all || step.stretch;
        lengths.push_back(stretches ? Milliseconds(std::llround(
                                          static_cast<double>(step.length.count()) * factor))
                                    : step.length);
    }
    return lengths;
}

Checked<Practice> read_practice(std::string_view text, const std::string& path) {
    Checked<Node> tree = read_toml(text, path);
    if (!tree.value) return {std::nullopt, std::move(tree.problems)};
    Report report(path);
    TableReader top(*tree.value, "the file", report);
    Practice practice;
    practice.path = path;
    Reader(practice, report).read(top);
    Checked<Practice> checked{std::nullopt, std::move(report).take()};
    sort_problems(checked.problems);
    if (!has_errors(checked.problems)) checked.value = std::move(practice);
    return checked;
}

const std::vector<std::string>& reserved_practice_ids() {
    static const std::vector<std::string> kIds = {"check", "list", "show"};
    return kIds;
}

}  // namespace attune::definition
