#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/quiz_shelf.hpp"

namespace attune::cli {

namespace {

using definition::Item;
using definition::KeyedItem;
using definition::Norm;
using definition::Questionnaire;
using definition::Reliability;
using definition::ResponseSet;
using definition::Scale;
using nlohmann::ordered_json;

struct QuizShowOptions {
    std::optional<std::string> name;
};

void describe(OptionSet& options, QuizShowOptions& show) {
    options.required_argument(show.name, "NAME", "an id from 'attune quiz list', or a file");
}

std::vector<std::string> key_of(const Questionnaire& questionnaire, const Scale& scale) {
    std::vector<std::string> key;
    for (const KeyedItem& keyed : scale.items) {
        key.push_back((keyed.reversed ? "-" : "") + questionnaire.items[keyed.item].id);
    }
    return key;
}

std::string_view kind_name(Reliability::Kind kind) {
    switch (kind) {
        case Reliability::Kind::Alpha:
            return "alpha";
        case Reliability::Kind::Omega:
            return "omega";
        case Reliability::Kind::Retest:
            return "retest";
    }
    return "";
}

ordered_json as_json(const Questionnaire& questionnaire) {
    auto items = ordered_json::array();
    for (const Item& item : questionnaire.items) {
        const ResponseSet& response = questionnaire.response_of(item);
        items.push_back(
            {{"id", item.id},
             {"text", item.text.empty() ? ordered_json() : ordered_json(item.text)},
             {"construct", item.construct.empty() ? ordered_json() : ordered_json(item.construct)},
             {"values", response.values},
             {"labels", response.labels}});
    }
    auto scales = ordered_json::array();
    for (const Scale& scale : questionnaire.scales) {
        scales.push_back({{"id", scale.id},
                          {"title", scale.title},
                          {"summary", scale.summary},
                          {"score", scale.metric == definition::Metric::Mean ? "mean" : "sum"},
                          {"low", scale.low},
                          {"high", scale.high},
                          {"missing_rule", scale.missing_rule()},
                          {"items", key_of(questionnaire, scale)}});
    }
    auto orders = ordered_json::array();
    for (const definition::Order& order : questionnaire.orders) {
        auto ids = ordered_json::array();
        for (const std::size_t item : order.items)
            ids.push_back(questionnaire.items[item].id);
        orders.push_back({{"name", order.name}, {"items", std::move(ids)}});
    }
    auto norms = ordered_json::array();
    for (const Norm& norm : questionnaire.norms) {
        norms.push_back({{"id", norm.id},
                         {"scale", questionnaire.scales[norm.scale].id},
                         {"population", norm.population},
                         {"n", norm.n ? ordered_json(*norm.n) : ordered_json()},
                         {"mean", norm.mean},
                         {"sd", norm.sd},
                         {"verified", norm.verified}});
    }
    auto reliabilities = ordered_json::array();
    for (const Reliability& one : questionnaire.reliabilities) {
        reliabilities.push_back(
            {{"scale", questionnaire.scales[one.scale].id},
             {"kind", kind_name(one.kind)},
             {"value", one.value},
             {"interval_days",
              one.interval_days ? ordered_json(*one.interval_days) : ordered_json()},
             {"source", one.source}});
    }
    return {{"schema", 1},
            {"id", questionnaire.id},
            {"title", questionnaire.title},
            {"summary", questionnaire.summary},
            {"version", questionnaire.version},
            {"digest", questionnaire.digest},
            {"status", questionnaire.status},
            {"verified", questionnaire.verified},
            {"citation", questionnaire.citation},
            {"licence", questionnaire.licence},
            {"instructions", questionnaire.instructions},
            {"time_frame", questionnaire.time_frame},
            {"items", std::move(items)},
            {"scales", std::move(scales)},
            {"orders", std::move(orders)},
            {"norms", std::move(norms)},
            {"reliabilities", std::move(reliabilities)}};
}

/// Paragraphs that hang: the first line starts at `label`, the others below its text.
Status print_hanging(Screen& screen, std::string_view label, int margin, std::string_view text) {
    bool first = true;
    for (const std::string& line : wrap(Screen::visible(text, true), screen.width() - margin)) {
        ATTUNE_CHECK(screen.print(pad_right(first ? label : "", margin) + line + "\n"));
        first = false;
    }
    return {};
}

Status print_items(Screen& screen, const Questionnaire& questionnaire) {
    if (questionnaire.has_wording()) {
        ATTUNE_CHECK(screen.print("\nItems\n"));
        for (const Item& item : questionnaire.items) {
            ATTUNE_CHECK(print_hanging(screen, fmt::format("  {}", item.id), 8, item.text));
        }
    } else {
        ATTUNE_CHECK(print_hanging(screen, "\nItems", 10,
                                   fmt::format("{}, without wording: answer from paper, by number",
                                               questionnaire.items.size())));
    }
    const ResponseSet& response = questionnaire.responses.front();
    if (response.labels.empty()) return {};
    ATTUNE_CHECK(screen.print("\nAnswers\n"));
    for (std::size_t i = 0; i < response.values.size(); ++i) {
        ATTUNE_CHECK(screen.print(fmt::format("{:>4}  {}\n", shortest_number(response.values[i]),
                                              Screen::visible(response.labels[i]))));
    }
    return {};
}

Status print_scales(Screen& screen, const Questionnaire& questionnaire) {
    for (const Scale& scale : questionnaire.scales) {
        ATTUNE_CHECK(screen.print(fmt::format(
            "\n{}  ({} of {} items, {} to {})\n", Screen::visible(scale.title),
            scale.metric == definition::Metric::Mean ? "mean" : "sum", scale.items.size(),
            shortest_number(scale.low), shortest_number(scale.high))));
        if (!scale.summary.empty())
            ATTUNE_CHECK(print_hanging(screen, "  high is", 12, scale.summary));
        ATTUNE_CHECK(print_hanging(screen, "  key", 12, join(key_of(questionnaire, scale), " ")));
        ATTUNE_CHECK(print_hanging(screen, "  missing", 12, scale.missing_rule()));
    }
    return {};
}

Status print_evidence(Screen& screen, const Questionnaire& questionnaire) {
    for (const Norm& norm : questionnaire.norms) {
        ATTUNE_CHECK(
            print_hanging(screen, "  norm", 12,
                          fmt::format("{} ({}): mean {}, SD {}{}{}", norm.population,
                                      questionnaire.scales[norm.scale].id,
                                      shortest_number(norm.mean), shortest_number(norm.sd),
                                      norm.n ? fmt::format(", n {}", *norm.n) : std::string(),
                                      norm.verified ? "" : ", not verified")));
    }
    for (const Reliability& one : questionnaire.reliabilities) {
        ATTUNE_CHECK(print_hanging(
            screen, "  " + std::string(kind_name(one.kind)), 12,
            fmt::format("{} ({}){}, {}", shortest_number(one.value),
                        questionnaire.scales[one.scale].id,
                        one.interval_days ? fmt::format(" over {} days", *one.interval_days)
                                          : std::string(),
                        one.source)));
    }
    if (questionnaire.norms.empty()) {
        ATTUNE_CHECK(print_hanging(
            screen, "", 0,
            "No norm: there is no percentile. Compare with your own earlier answers."));
    }
    return {};
}

Result<ExitCode> run(const QuizShowOptions& show, Context& context) {
    ATTUNE_TRY(const FoundQuestionnaire found, find_questionnaire(context, *show.name));
    const Questionnaire& questionnaire = found.questionnaire;
    Screen& screen = context.screen();
    if (context.global().json) {
        ATTUNE_CHECK(screen.print_json(as_json(questionnaire).dump(2) + "\n"));
        return ExitCode::Done;
    }
    ATTUNE_CHECK(
        screen.print(screen.styled(Screen::visible(questionnaire.title), Style::Bold) + "\n"));
    ATTUNE_CHECK(screen.print(Screen::visible(
        fmt::format("{} {}, {}\n", questionnaire.id, questionnaire.version, questionnaire.status),
        true)));
    if (!questionnaire.verified) {
        ATTUNE_CHECK(screen.print("The key could not be checked against its source.\n"));
    }
    for (const std::string& text : {questionnaire.citation, questionnaire.note}) {
        if (!text.empty()) ATTUNE_CHECK(print_hanging(screen, "", 0, text));
    }
    if (!questionnaire.instructions.empty()) {
        ATTUNE_CHECK(screen.print("\n"));
        ATTUNE_CHECK(print_hanging(screen, "", 0, trim(questionnaire.instructions)));
    }
    ATTUNE_CHECK(print_items(screen, questionnaire));
    ATTUNE_CHECK(print_scales(screen, questionnaire));
    ATTUNE_CHECK(screen.print("\n"));
    ATTUNE_CHECK(print_evidence(screen, questionnaire));
    for (const definition::Order& order : questionnaire.orders) {
        ATTUNE_CHECK(print_hanging(
            screen, "", 0, fmt::format("Order '{}' can be asked for with --order.", order.name)));
    }
    return ExitCode::Done;
}

}  // namespace

const Command kQuizShow{.name = "quiz show",
                        .summary = "a questionnaire's items, key and sources",
                        .group = Group::Assess,
                        .needs = Needs::Nothing,
                        .invoke = invoke<QuizShowOptions, describe, run>};

}  // namespace attune::cli
