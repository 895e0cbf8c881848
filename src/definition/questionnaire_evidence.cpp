#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "definition/questionnaire_parts.hpp"

namespace attune::definition::parts {

namespace {

bool in_range(const Scale& scale, double score) {
    return score >= scale.low - 1e-9 && score <= scale.high + 1e-9;
}

std::string range_of(const Scale& scale) {
    return fmt::format("the range of '{}' is {} to {}", scale.id, shortest_number(scale.low),
                       shortest_number(scale.high));
}

void read_lookup(TableReader& table, Norm& norm, Draft& draft) {
    const Node* node = table.find("lookup");
    if (!node) return;
    bool good = node->kind == Node::Kind::Array;
    for (const Node& pair : node->elements) {
        good = good && pair.kind == Node::Kind::Array && pair.elements.size() == 2 &&
               pair.elements[0].is_number() && pair.elements[1].is_number();
        if (!good) break;
        norm.lookup.emplace_back(pair.elements[0].real, pair.elements[1].real);
    }
    const auto climbs = [](const auto& a, const auto& b) {
        return a.first >= b.first || a.second > b.second;
    };
    good = good && !norm.lookup.empty() &&
           std::adjacent_find(norm.lookup.begin(), norm.lookup.end(), climbs) == norm.lookup.end();
    if (!good) {
        draft.report.error(node->at, "'lookup' is no ascending list of [raw score, T] pairs",
                           "for example lookup = [[10, 31], [11, 33]]");
        norm.lookup.clear();
        return;
    }
    if (norm.lookup.front().second < 0 || norm.lookup.back().second > 150) {
        draft.report.error(node->at, "a T score is not in 0..150",
                           "T scores have the mean 50 and the standard deviation 10");
    }
}

void judge_norm(TableReader& table, const Norm& norm, const Scale& scale, bool has_mean,
                bool has_sd, Draft& draft) {
    if (norm.metric != scale.metric) {
        draft.report.error(
            table.at("metric"),
            fmt::format("the norm is of {} scores, but '{}' is scored as {}",
                        metric_name(norm.metric), scale.id, metric_name(scale.metric)),
            "a norm of sums says nothing about means; give the scale the metric of its norm");
        return;
    }
    if (!norm.lookup.empty() && (!in_range(scale, norm.lookup.front().first) ||
                                 !in_range(scale, norm.lookup.back().first))) {
        draft.report.error(table.at("lookup"), "'lookup' has raw scores that cannot come out",
                           range_of(scale));
    }
    if (has_mean && !in_range(scale, norm.mean)) {
        draft.report.error(table.at("mean"), "the mean of the norm cannot be a score of its scale",
                           range_of(scale));
    }
    if (has_sd && norm.sd <= 0) {
        draft.report.error(table.at("sd"), "a standard deviation is above 0",
                           "without one the norm says nothing; leave it out");
    } else if (has_sd && norm.sd > (scale.high - scale.low) / 2 * 1.05) {
        // The largest possible SD is half the range (a little more for tiny samples).
        draft.report.error(table.at("sd"), "the standard deviation is larger than the scale allows",
                           range_of(scale));
    }
}

/// One answer of a check case: a number of the item's response, or "blank".
std::optional<double> check_answer(const Node& node, const Item& item, Draft& draft) {
    if (node.kind == Node::Kind::String && node.text == "blank") return std::nullopt;
    const ResponseSet& response = draft.made.response_of(item);
    const bool fits = node.is_number() &&
                      (response.values.empty()
                           ? node.real >= response.low && node.real <= response.high
                           : std::find(response.values.begin(), response.values.end(), node.real) !=
                                 response.values.end());
    if (!fits) {
        draft.report.error(
            node.at, fmt::format("this is no answer to item '{}'", item.id),
            fmt::format("answers are {} to {}, or \"blank\"", shortest_number(response.low),
                        shortest_number(response.high)));
    }
    return fits ? std::optional(node.real) : std::nullopt;
}

void read_check_answers(TableReader& table, Check& check, Draft& draft) {
    check.answers.resize(draft.made.items.size());
    if (const Node* all = table.find("all")) {
        for (std::size_t i = 0; i < draft.made.items.size(); ++i) {
            const Item& item = draft.made.items[i];
            if (item.type == ItemType::Text || item.type == ItemType::Choices) continue;
            check.answers[i] = check_answer(*all, item, draft);
            if (!check.answers[i]) break;  // one message, not one per item
        }
    }
    const std::string order_name = table.text("order");
    const Order* order = table.has("order") ? draft.made.find_order(order_name) : nullptr;
    if (table.has("order") && !order) {
        std::vector<std::string> names;
        for (const Order& known : draft.made.orders)
            names.push_back(known.name);
        draft.report.unknown(table.at("order"), "order", order_name, names);
    }
    const Node* answers = table.find("answers");
    if (!answers) {
        if (!table.has("all")) table.missing("answers", "a list, a table of items, or all = N");
        return;
    }
    if (answers->kind == Node::Kind::Table) {
        for (const Member& member : answers->members) {
            if (const auto item = draft.made.find_item(member.key)) {
                check.answers[*item] = check_answer(member.value, draft.made.items[*item], draft);
            } else if (draft.items_whole) {
                draft.report.unknown(member.at, "item", member.key, item_ids(draft.made));
            }
        }
        return;
    }
    if (answers->kind != Node::Kind::Array) {
        draft.report.error(answers->at, "'answers' is no list of numbers and no table of items",
                           "for example answers = [1, 2, \"blank\"] or answers = { q1 = 1 }");
        return;
    }
    if (answers->elements.size() != draft.made.items.size()) {
        if (draft.items_whole) {
            draft.report.error(answers->at,
                               fmt::format("{} answers for {} items", answers->elements.size(),
                                           draft.made.items.size()),
                               "one answer per item, \"blank\" for none");
        }
        return;
    }
    for (std::size_t i = 0; i < answers->elements.size(); ++i) {
        const std::size_t item = order ? order->items[i] : i;
        check.answers[item] = check_answer(answers->elements[i], draft.made.items[item], draft);
    }
}

void read_check_scores(TableReader& table, Check& check, Draft& draft) {
    const Node* scores = table.find("scores");
    if (!scores || scores->kind != Node::Kind::Table || scores->members.empty()) {
        draft.report.error(table.at("scores"), "a [[check]] needs a table 'scores'",
                           "for example scores = { anxiety = 4.0, avoidance = \"none\" }");
        return;
    }
    std::vector<std::string> known = scale_ids(draft.made);
    for (const Composite& composite : draft.made.composites)
        known.push_back(composite.id);
    for (const Member& member : scores->members) {
        if (std::find(known.begin(), known.end(), member.key) == known.end()) {
            draft.report.unknown(member.at, "scale", member.key, known);
            continue;
        }
        const bool none = member.value.kind == Node::Kind::String && member.value.text == "none";
        if (!none && !member.value.is_number()) {
            draft.report.error(member.value.at, "this is no score",
                               "a score is a number, or \"none\" where none may come out");
            continue;
        }
        check.scores.push_back(
            {member.key, none ? std::nullopt : std::optional(member.value.real), member.value.at});
    }
}

}  // namespace

void read_norms(TableReader& top, Draft& draft) {
    std::set<std::string> ids;
    for (const Node* node : top.tables("norm")) {
        TableReader table(*node, "[[norm]]", draft.report);
        Norm norm;
        norm.at = node->at;
        norm.id = table.required_text("id");
        const auto scale = named_scale(table, "scale", draft);
        norm.population = table.required_text("population");
        norm.describes = table.text("for");
        norm.n = table.integer("n");
        const auto mean = table.required_number("mean");
        const auto sd = table.required_number("sd");
        norm.mean = mean.value_or(0);
        norm.sd = sd.value_or(0);
        const auto metric = named_metric(table, "metric");
        norm.year = read_count(table, "year", 1900, 2100, 0, draft.report);
        norm.country = table.text("country");
        norm.language = read_language(table, "language", draft.report);
        norm.doi = read_doi(table, "doi", draft.report);
        norm.source = table.text("source");
        norm.verified = table.boolean("verified").value_or(true);
        read_lookup(table, norm, draft);
        if (norm.n && *norm.n < 1)
            draft.report.error(table.at("n"), "'n' counts people, at least 1",
                               "leave it out when the source does not say");
        if (scale && metric) {
            norm.scale = *scale;
            norm.metric = *metric;
            judge_norm(table, norm, draft.made.scales[*scale], mean.has_value(), sd.has_value(),
                       draft);
            // One id may cover several scales of one study, each scale once.
            if (!ids.insert(norm.id + '/' + draft.made.scales[*scale].id).second) {
                draft.report.error(table.at("id"),
                                   fmt::format("norm '{}' is declared twice for this scale",
                                               make_visible(norm.id)),
                                   "one id may cover several scales, each once");
            }
        }
        table.finish();
        if (scale && metric && mean && sd) draft.made.norms.push_back(std::move(norm));
    }
}

void read_reliabilities(TableReader& top, Draft& draft) {
    using Kind = Reliability::Kind;
    for (const Node* node : top.tables("reliability")) {
        TableReader table(*node, "[[reliability]]", draft.report);
        Reliability reliability;
        reliability.at = node->at;
        const auto scale = named_scale(table, "scale", draft);
        if (!table.has("kind")) table.missing("kind", "say \"alpha\", \"omega\" or \"retest\"");
        reliability.kind = table.word<Kind>(
            "kind", {{"alpha", Kind::Alpha}, {"omega", Kind::Omega}, {"retest", Kind::Retest}});
        const auto value = table.required_number("value");
        reliability.n = table.integer("n");
        const auto days = table.integer("interval_days");
        if (days) reliability.interval_days = static_cast<int>(*days);
        reliability.describes = table.text("for");
        reliability.source = read_doi(table, "doi", draft.report);
        if (reliability.source.empty()) reliability.source = table.text("source");
        static_cast<void>(table.find("source"));
        if (value && !(*value > 0 && *value < 1)) {
            draft.report.error(table.at("value"), "a reliability is above 0 and below 1",
                               "80 percent are written 0.8");
        }
        if (days && reliability.kind != Kind::Retest) {
            draft.report.error(table.at("interval_days"),
                               "'interval_days' belongs to kind = \"retest\"",
                               "alpha and omega come from one time");
        }
        if (days && *days < 1)
            draft.report.error(table.at("interval_days"), "'interval_days' is at least 1",
                               "the days between the two times");
        if (reliability.n && *reliability.n < 2)
            draft.report.error(table.at("n"), "'n' counts people, at least 2",
                               "leave it out when the source does not say");
        if (reliability.kind == Kind::Retest && !table.has("interval_days")) {
            draft.report.note(table.at(),
                              "a retest without 'interval_days' cannot be judged by its age",
                              "say how many days lay between the two times");
        }
        if (reliability.source.empty()) {
            draft.report.error(table.at(), "a reliability needs its 'doi' or 'source'",
                               "a figure from nowhere judges nobody");
        }
        table.finish();
        if (!scale || !value) continue;
        reliability.scale = *scale;
        reliability.value = *value;
        draft.made.reliabilities.push_back(std::move(reliability));
    }
}

void read_bands(TableReader& top, Draft& draft) {
    using Kind = Band::Kind;
    for (const Node* node : top.tables("band")) {
        TableReader table(*node, "[[band]]", draft.report);
        Band band;
        band.at = node->at;
        const auto scale = named_scale(table, "scale", draft);
        const auto from = table.required_number("from");
        const auto to = table.required_number("to");
        band.label = table.required_text("label");
        if (!table.has("kind"))
            table.missing("kind", "say \"published\", \"author-guide\" or \"own\"");
        band.kind = table.word<Kind>("kind", {{"own", Kind::Own},
                                              {"published", Kind::Published},
                                              {"author-guide", Kind::AuthorGuide}});
        band.source = table.text("source");
        if (band.kind != Kind::Own && band.source.empty()) {
            draft.report.error(table.at("kind"), "a published band needs its 'source'",
                               "name it, or call the band kind = \"own\"");
        }
        table.finish();
        if (!scale || !from || !to) continue;
        band.scale = *scale;
        band.from = *from;
        band.to = *to;
        const Scale& of = draft.made.scales[*scale];
        if (band.from > band.to) {
            draft.report.error(table.at("to"), "the band ends before it starts",
                               "'from' is the smaller end");
        } else if (!in_range(of, band.from) || !in_range(of, band.to)) {
            draft.report.error(table.at("from"), "the band leaves the range of its scale",
                               range_of(of));
        }
        for (const Band& other : draft.made.bands) {
            if (other.scale == band.scale && band.from < other.to && other.from < band.to) {
                draft.report.error(
                    table.at("from"),
                    fmt::format("this band overlaps '{}'", make_visible(other.label)),
                    "bands may touch: one ends where the next starts");
            }
        }
        draft.made.bands.push_back(std::move(band));
    }
}

void read_orders(TableReader& top, Draft& draft) {
    for (const Node* node : top.tables("order")) {
        TableReader table(*node, "[[order]]", draft.report);
        Order order;
        order.at = node->at;
        order.name = table.required_text("name");
        order.language = read_language(table, "language", draft.report);
        order.source = table.text("source");
        if (!table.has("items")) table.missing("items", "the ids of all items, in this order");
        std::set<std::size_t> seen;
        for (const PlacedText& entry : table.texts("items")) {
            const auto item = draft.made.find_item(entry.text);
            if (!item) {
                if (draft.items_whole)
                    draft.report.unknown(entry.at, "item", entry.text, item_ids(draft.made));
            } else if (!seen.insert(*item).second) {
                draft.report.error(entry.at,
                                   fmt::format("item '{}' stands twice in this order", entry.text),
                                   "an order names every item once");
            } else {
                order.items.push_back(*item);
            }
        }
        const Position name_at = table.at("name");
        table.finish();
        if (draft.made.find_order(order.name)) {
            draft.report.error(
                name_at, fmt::format("order '{}' is declared twice", make_visible(order.name)),
                "every order has a name of its own");
            continue;
        }
        if (order.items.size() != draft.made.items.size()) {
            const Node* list = node->find("items");
            if (draft.items_whole && list && list->elements.size() == order.items.size()) {
                draft.report.error(table.at("items"),
                                   fmt::format("the order has {} of {} items", order.items.size(),
                                               draft.made.items.size()),
                                   "an order names every item once");
            }
            continue;
        }
        draft.made.orders.push_back(std::move(order));
    }
}

void read_checks(TableReader& top, Draft& draft) {
    for (const Node* node : top.tables("check")) {
        TableReader table(*node, "[[check]]", draft.report);
        Check check;
        check.at = node->at;
        check.name = table.text("name");
        read_check_answers(table, check, draft);
        read_check_scores(table, check, draft);
        table.finish();
        draft.made.checks.push_back(std::move(check));
    }
}

}  // namespace attune::definition::parts
