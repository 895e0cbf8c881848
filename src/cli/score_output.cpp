#include "cli/score_output.hpp"

#include <iterator>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/csv.hpp"
#include "attune/base/text.hpp"
#include "attune/quiz/interpret.hpp"

namespace attune::cli {

using definition::Norm;
using definition::Questionnaire;
using definition::Scale;
using definition::WhenMissing;
using nlohmann::ordered_json;
using quiz::CellCounts;
using quiz::ItemSummary;
using quiz::ScaleScore;
using quiz::ScaleSummary;
using quiz::ScoreRun;
using quiz::Summary;

namespace {

/// Answers that a score of this scale needs.
std::size_t needed(const Scale& scale) {
    return scale.when_missing == WhenMissing::Blank ? scale.items.size() : scale.min_answered;
}

const Norm* norm_of(const Questionnaire& questionnaire, std::size_t scale, const std::string& id) {
    for (const Norm& norm : questionnaire.norms) {
        if (!id.empty() && norm.id == id && norm.scale == scale) return &norm;
    }
    return nullptr;
}

void append_number(std::string& out, double value) {
    fmt::format_to(std::back_inserter(out), "{}", value);
}

void append_number(std::string& out, const std::optional<double>& value, std::string_view none) {
    if (value) {
        append_number(out, *value);
    } else {
        out += none;
    }
}

void append_count(std::string& out, std::uint64_t value) {
    if (value < 10) {
        out += static_cast<char>('0' + value);
        return;
    }
    const fmt::format_int digits(value);
    out.append(digits.data(), digits.size());
}

ordered_json or_null(const std::optional<double>& value) {
    return value ? ordered_json(*value) : ordered_json();
}

std::string json_text(std::string_view text) {
    return ordered_json(text).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string range_text(const ScoreRun& run) {
    const auto& range = run.options().range;
    return range ? fmt::format("{}..{}", shortest_number(range->first),
                               shortest_number(range->second))
                 : std::string();
}

ordered_json cells_json(const CellCounts& cells) {
    return {{"answered", cells.answered},
            {"blank", cells.blank},
            {"out_of_range", cells.out_of_range},
            {"not_a_value", cells.not_a_value}};
}

/// "0.7036", or "-" for what cannot be said.
std::string short_number(const std::optional<double>& value, int digits) {
    return value ? fmt::format("{:.{}f}", *value, digits) : std::string("-");
}

void append_cells(std::string& out, const CellCounts& cells) {
    for (const std::uint64_t count :
         {cells.answered, cells.blank, cells.out_of_range, cells.not_a_value}) {
        out += ',';
        append_count(out, count);
    }
}

}  // namespace

std::string score_csv_header(const ScoreRun& run, const ScoreSetting& setting) {
    std::string out;
    append_csv_cell(out, run.options().id_column.empty() ? "row" : run.options().id_column);
    const Questionnaire& questionnaire = run.questionnaire();
    for (std::size_t s = 0; s < questionnaire.scales.size(); ++s) {
        const std::string& id = questionnaire.scales[s].id;
        out += ',' + id;
        if (norm_of(questionnaire, s, setting.norm)) out += fmt::format(",{}_percentile", id);
        for (const char* part :
             {"answered", "blank", "out_of_range", "not_a_value", "prorated", "items", "needed"}) {
            out += fmt::format(",{}_{}", id, part);
        }
    }
    for (const auto& composite : questionnaire.composites)
        out += ',' + composite.id;
    if (!run.options().missing.empty()) out += ",missing_codes";
    if (run.options().range) out += ",range";
    return out + "\r\n";
}

void append_score_csv(std::string& out, const ScoreRun& run, const ScoreSetting& setting) {
    append_csv_cell(out, run.id());
    const Questionnaire& questionnaire = run.questionnaire();
    for (std::size_t s = 0; s < questionnaire.scales.size(); ++s) {
        const Scale& scale = questionnaire.scales[s];
        const ScaleScore& score = run.scored().scales[s];
        out += ',';
        append_number(out, score.score, "");
        if (const Norm* norm = norm_of(questionnaire, s, setting.norm)) {
            out += ',';
            if (score.score) append_number(out, 100 * quiz::share_below(*norm, *score.score));
        }
        for (const std::size_t count :
             {score.answered, score.blank, score.out_of_range, score.not_a_value,
              std::size_t{score.prorated ? 1U : 0U}, scale.items.size(), needed(scale)}) {
            out += ',';
            append_count(out, count);
        }
    }
    for (const auto& score : run.scored().composites) {
        out += ',';
        append_number(out, score, "");
    }
    if (!run.options().missing.empty()) {
        out += ',';
        append_csv_cell(out, join(run.options().missing, " "));
    }
    if (run.options().range) out += ',' + range_text(run);
    out += "\r\n";
}

void append_score_json(std::string& out, const ScoreRun& run, const ScoreSetting& setting) {
    const Questionnaire& questionnaire = run.questionnaire();
    out += "{\"id\":" + json_text(run.id()) + ",\"scales\":{";
    for (std::size_t s = 0; s < questionnaire.scales.size(); ++s) {
        const ScaleScore& score = run.scored().scales[s];
        fmt::format_to(std::back_inserter(out), "{}\"{}\":{{\"score\":", s == 0 ? "" : ",",
                       questionnaire.scales[s].id);
        append_number(out, score.score, "null");
        if (const Norm* norm = norm_of(questionnaire, s, setting.norm)) {
            out += ",\"percentile\":";
            append_number(out,
                          score.score ? std::optional(100 * quiz::share_below(*norm, *score.score))
                                      : std::nullopt,
                          "null");
        }
        fmt::format_to(std::back_inserter(out),
                       ",\"answered\":{},\"blank\":{},\"out_of_range\":{},\"not_a_value\":{},"
                       "\"prorated\":{}}}",
                       score.answered, score.blank, score.out_of_range, score.not_a_value,
                       score.prorated);
    }
    out += '}';
    if (!questionnaire.composites.empty()) {
        out += ",\"composites\":{";
        for (std::size_t c = 0; c < questionnaire.composites.size(); ++c) {
            fmt::format_to(std::back_inserter(out), "{}\"{}\":", c == 0 ? "" : ",",
                           questionnaire.composites[c].id);
            append_number(out, run.scored().composites[c], "null");
        }
        out += '}';
    }
    out += '}';
}

std::string score_json_head(const ScoreRun& run, const ScoreSetting& setting) {
    const Questionnaire& questionnaire = run.questionnaire();
    const auto text_or_null = [](const std::string& text) {
        return text.empty() ? ordered_json() : ordered_json(text);
    };
    auto rules = ordered_json::object();
    for (const Scale& scale : questionnaire.scales) {
        rules[scale.id] = {{"items", scale.items.size()},
                           {"needed", needed(scale)},
                           {"score", scale.metric == definition::Metric::Mean ? "mean" : "sum"},
                           {"low", scale.low},
                           {"high", scale.high},
                           {"words", scale.missing_rule()}};
    }
    const ordered_json head = {{"schema", 1},
                               {"questionnaire",
                                {{"id", questionnaire.id},
                                 {"version", questionnaire.version},
                                 {"digest", questionnaire.digest},
                                 {"verified", questionnaire.verified}}},
                               {"file", setting.file},
                               {"order", text_or_null(run.options().order)},
                               {"id_column", text_or_null(run.options().id_column)},
                               {"missing_codes", run.options().missing},
                               {"range", text_or_null(range_text(run))},
                               {"norm", text_or_null(setting.norm)},
                               {"rules", std::move(rules)}};
    const std::string text = head.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
    return text.substr(1, text.size() - 2);
}

std::string summary_json(const ScoreRun& run, const Summary& summary, const ScoreSetting& setting) {
    const Questionnaire& questionnaire = run.questionnaire();
    auto scales = ordered_json::object();
    for (const ScaleSummary& scale : summary.scales) {
        auto items = ordered_json::object();
        for (const ItemSummary& item : scale.items) {
            ordered_json one = cells_json(item.cells);
            one["reversed"] = item.reversed;
            one["mean"] = or_null(item.mean);
            one["sd"] = or_null(item.sd);
            one["item_rest"] = or_null(item.item_rest);
            items[questionnaire.items[item.item].id] = std::move(one);
        }
        scales[questionnaire.scales[scale.scale].id] = {
            {"n", scale.scored},
            {"prorated", scale.prorated},
            {"unscored", scale.unscored},
            {"mean", or_null(scale.mean)},
            {"sd", or_null(scale.sd)},
            {"alpha", or_null(scale.alpha)},
            {"lambda6", or_null(scale.lambda6)},
            {"covariances", "pairwise"},
            {"alpha_listwise", or_null(scale.alpha_listwise)},
            {"n_listwise", scale.listwise},
            {"cells", cells_json(scale.cells)},
            {"items", std::move(items)}};
    }
    auto composites = ordered_json::object();
    for (const quiz::CompositeSummary& composite : summary.composites) {
        composites[questionnaire.composites[composite.composite].id] = {
            {"n", composite.scored},
            {"unscored", composite.unscored},
            {"mean", or_null(composite.mean)},
            {"sd", or_null(composite.sd)}};
    }
    auto aside = ordered_json::array();
    for (const Error& error : setting.first_set_aside) {
        aside.push_back({{"where", error.where}, {"message", error.message}});
    }
    const ordered_json out = {{"respondents", summary.respondents},
                              {"set_aside", setting.set_aside},
                              {"first_set_aside", std::move(aside)},
                              {"scales", std::move(scales)},
                              {"composites", std::move(composites)}};
    return out.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

std::string summary_csv(const ScoreRun& run, const Summary& summary) {
    std::string out =
        "scale,item,reversed,n,prorated,unscored,mean,sd,alpha,lambda6,alpha_listwise,n_listwise,"
        "item_rest,"
        "answered,blank,out_of_range,not_a_value\r\n";
    const Questionnaire& questionnaire = run.questionnaire();
    for (const ScaleSummary& scale : summary.scales) {
        const std::string& id = questionnaire.scales[scale.scale].id;
        out += fmt::format("{},,,{},{},{}", id, scale.scored, scale.prorated, scale.unscored);
        for (const auto& value :
             {scale.mean, scale.sd, scale.alpha, scale.lambda6, scale.alpha_listwise}) {
            out += ',';
            append_number(out, value, "");
        }
        out += fmt::format(",{},", scale.listwise);
        append_cells(out, scale.cells);
        out += "\r\n";
        for (const ItemSummary& item : scale.items) {
            out += fmt::format("{},{},{},{},,", id, questionnaire.items[item.item].id,
                               item.reversed ? 1 : 0, item.cells.answered);
            for (const auto& value : {item.mean, item.sd}) {
                out += ',';
                append_number(out, value, "");
            }
            out += ",,,,,";
            append_number(out, item.item_rest, "");
            append_cells(out, item.cells);
            out += "\r\n";
        }
    }
    for (const quiz::CompositeSummary& composite : summary.composites) {
        out += fmt::format("{},,,{},,{}", questionnaire.composites[composite.composite].id,
                           composite.scored, composite.unscored);
        for (const auto& value : {composite.mean, composite.sd}) {
            out += ',';
            append_number(out, value, "");
        }
        out += ",,,,,,,,,\r\n";
    }
    return out;
}

std::string summary_text(const ScoreRun& run, const Summary& summary, const ScoreSetting& setting) {
    const Questionnaire& questionnaire = run.questionnaire();
    std::string out = fmt::format("{} ({} {})\n", make_visible(questionnaire.title),
                                  questionnaire.id, make_visible(questionnaire.version));
    out += fmt::format("{}: {} respondents", make_visible(setting.file), summary.respondents);
    if (setting.set_aside > 0) {
        out += fmt::format(", {} row{} set aside", setting.set_aside,
                           setting.set_aside == 1 ? "" : "s");
    }
    if (!run.options().order.empty())
        out += fmt::format("; order {}", make_visible(run.options().order));
    if (!run.options().missing.empty()) {
        out += fmt::format("; missing codes {}", make_visible(join(run.options().missing, " ")));
    }
    if (run.options().range) out += fmt::format("; range {}", range_text(run));
    out += '\n';
    for (const ScaleSummary& one : summary.scales) {
        const Scale& scale = questionnaire.scales[one.scale];
        out += fmt::format("\n{}  ({} of {} items, {} to {}; {})\n", make_visible(scale.title),
                           scale.metric == definition::Metric::Mean ? "mean" : "sum",
                           scale.items.size(), shortest_number(scale.low),
                           shortest_number(scale.high), scale.missing_rule());
        out += fmt::format("  scored     {} ({} prorated), {} without a score\n", one.scored,
                           one.prorated, one.unscored);
        out += fmt::format("  mean       {}   SD {}\n", short_number(one.mean, 3),
                           short_number(one.sd, 3));
        out += fmt::format("  alpha      {} pairwise, {} listwise (n {})\n",
                           short_number(one.alpha, 4), short_number(one.alpha_listwise, 4),
                           one.listwise);
        out += fmt::format("  lambda-6   {}\n", short_number(one.lambda6, 4));
        out += fmt::format("  cells      {} answered, {} blank, {} out of range, {} no value\n",
                           one.cells.answered, one.cells.blank, one.cells.out_of_range,
                           one.cells.not_a_value);
        out += fmt::format("  {} {:>8} {:>7} {:>8} {:>7} {:>7} {:>9}\n", pad_right("item", 14), "n",
                           "blank", "invalid", "mean", "SD", "item-rest");
        for (const ItemSummary& item : one.items) {
            const std::string name = (item.reversed ? "-" : "") + questionnaire.items[item.item].id;
            out += fmt::format("  {} {:>8} {:>7} {:>8} {:>7} {:>7} {:>9}\n", pad_right(name, 14),
                               item.cells.answered, item.cells.blank,
                               item.cells.out_of_range + item.cells.not_a_value,
                               short_number(item.mean, 3), short_number(item.sd, 3),
                               short_number(item.item_rest, 4));
        }
    }
    for (const quiz::CompositeSummary& one : summary.composites) {
        out += fmt::format("\n{}  scored {}, {} without a score; mean {}, SD {}\n",
                           make_visible(questionnaire.composites[one.composite].title), one.scored,
                           one.unscored, short_number(one.mean, 3), short_number(one.sd, 3));
    }
    return out;
}

}  // namespace attune::cli
