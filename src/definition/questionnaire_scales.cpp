#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "definition/questionnaire_parts.hpp"

namespace attune::definition::parts {

namespace {

/// Sums and means of short decimals must compare equal to what a person wrote.
bool same(double a, double b) {
    return std::fabs(a - b) < 1e-9;
}

bool is_scored(ItemType type) {
    return type == ItemType::Scale || type == ItemType::YesNo || type == ItemType::Number ||
           type == ItemType::Choice;
}

void read_scale_items(TableReader& table, Scale& scale, Draft& draft) {
    if (!table.has("items")) {
        table.missing("items", "for example items = [\"q1\", \"-q2\"]; the minus reverses an item");
    }
    std::set<std::size_t> seen;
    for (const PlacedText& entry : table.texts("items")) {
        std::string_view id = entry.text;
        const bool reversed = id.starts_with('-');
        if (reversed) id.remove_prefix(1);
        const auto item = draft.made.find_item(id);
        if (!item) {
            if (draft.items_whole) {
                draft.report.unknown(entry.at, "item", id, item_ids(draft.made));
            }
            continue;
        }
        if (!seen.insert(*item).second) {
            draft.report.error(entry.at, fmt::format("item '{}' stands twice in this scale", id),
                               "an item counts once; the sign says in which direction");
            continue;
        }
        const Item& known = draft.made.items[*item];
        if (!is_scored(known.type)) {
            draft.report.error(entry.at, fmt::format("item '{}' has no number to score", id),
                               "scales take items of type scale, yes-no, choice and number");
            continue;
        }
        const ResponseSet& response = draft.made.response_of(known);
        if (known.type == ItemType::Number && response.low >= response.high) {
            draft.report.error(entry.at, fmt::format("item '{}' has no range", id),
                               "give it 'low' and 'high' to score it");
            continue;
        }
        scale.items.push_back({*item, reversed});
    }
    const Node* list = table.find("items");
    if (list && list->kind == Node::Kind::Array && list->elements.empty()) {
        draft.report.error(list->at, "a scale needs at least one item",
                           "for example items = [\"q1\", \"-q2\"]; the minus reverses an item");
    }
}

void read_transform(TableReader& table, Scale& scale, Draft& draft) {
    const std::string transform = table.text("transform");
    if (transform.empty()) return;
    const auto factor = transform.starts_with('x')
                            ? parse_number(std::string_view(transform).substr(1))
                            : std::nullopt;
    if (!factor || *factor <= 0) {
        draft.report.error(table.at("transform"),
                           fmt::format("'{}' is no transform", make_visible(transform)),
                           "a transform is x and a positive number, for example \"x4\"");
        return;
    }
    scale.factor = *factor;
}

void read_missing_rule(TableReader& table, Scale& scale, Draft& draft) {
    scale.when_missing = table.word<WhenMissing>(
        "when_missing", {{"blank", WhenMissing::Blank}, {"prorate", WhenMissing::Prorate}});
    scale.min_answered = scale.items.size();
    const Node* node = table.find("min_answered");
    if (!node) return;
    const auto count = static_cast<double>(scale.items.size());
    if (node->kind == Node::Kind::Integer) {
        if (node->integer < 1 || node->real > count) {
            draft.report.error(node->at,
                               fmt::format("'min_answered' is not in 1..{}", scale.items.size()),
                               "a whole number counts items, a share is written 0.8");
            return;
        }
        scale.min_answered = static_cast<std::size_t>(node->integer);
    } else if (node->kind == Node::Kind::Real) {
        if (!(node->real > 0 && node->real <= 1)) {
            draft.report.error(node->at, "the share 'min_answered' is not above 0 and at most 1",
                               "a count is written without a point");
            return;
        }
        // 0.8 of 15 items is 12 items, not 13 for a rounding error behind the point.
        scale.min_answered = static_cast<std::size_t>(std::ceil(node->real * count - 1e-9));
    } else {
        draft.report.error(node->at, "'min_answered' is no number",
                           "a count such as 10, or a share such as 0.8");
        return;
    }
    if (scale.when_missing == WhenMissing::Blank && scale.min_answered < scale.items.size()) {
        draft.report.note(node->at, "'min_answered' has no effect while when_missing is \"blank\"",
                          "write when_missing = \"prorate\" to score from that many answers on");
    }
}

void compute_range(TableReader& table, Scale& scale, Draft& draft) {
    if (scale.items.empty()) return;
    double low = 0;
    double high = 0;
    bool mixed = false;
    const ResponseSet& first = draft.made.response_of(draft.made.items[scale.items.front().item]);
    for (const KeyedItem& keyed : scale.items) {
        const ResponseSet& response = draft.made.response_of(draft.made.items[keyed.item]);
        low += response.low;
        high += response.high;
        mixed = mixed || response.low != first.low || response.high != first.high;
    }
    const double divisor =
        scale.metric == Metric::Mean ? static_cast<double>(scale.items.size()) : 1;
    scale.low = low / divisor * scale.factor;
    scale.high = high / divisor * scale.factor;
    if (mixed && scale.metric == Metric::Mean) {
        draft.report.note(table.at("items"), "the items of this mean have different ranges");
    }
    const std::vector<double> stated = table.numbers("range");
    if (!table.has("range")) return;
    if (stated.size() != 2 || !same(stated[0], scale.low) || !same(stated[1], scale.high)) {
        draft.report.error(table.at("range"), "'range' is not what the items give",
                           fmt::format("the key says range = [{}, {}]", shortest_number(scale.low),
                                       shortest_number(scale.high)));
    }
}

bool is_new_score(const std::string& id, Position at, Draft& draft) {
    if (id.empty()) return false;
    if (!is_name(id, true)) {
        draft.report.error(at, fmt::format("'{}' is no name for a score", make_visible(id)),
                           "a name is a small letter, then small letters, digits, _ or -");
        return false;
    }
    const bool taken = draft.made.find_scale(id) ||
                       std::any_of(draft.made.composites.begin(), draft.made.composites.end(),
                                   [&](const Composite& known) { return known.id == id; });
    if (taken) {
        draft.report.error(at, fmt::format("'{}' is declared twice", id),
                           "scales and composites have names of their own");
    }
    return !taken;
}

std::vector<Composite::Part> read_parts(TableReader& table, const std::string& key, Draft& draft) {
    std::vector<Composite::Part> parts;
    for (const PlacedText& entry : table.texts(key)) {
        std::string_view id = entry.text;
        const bool reversed = id.starts_with('-');
        if (reversed) id.remove_prefix(1);
        if (const auto scale = draft.made.find_scale(id)) {
            parts.push_back({*scale, reversed});
        } else {
            draft.report.unknown(entry.at, "scale", id, scale_ids(draft.made));
        }
    }
    return parts;
}

void compute_range(Composite& composite, const Questionnaire& made) {
    using Formula = Composite::Formula;
    double low = 0;
    double high = 0;
    double weight = 0;
    for (const Composite::Part& part : composite.parts) {
        const Scale& scale = made.scales[part.scale];
        const bool of_items = composite.formula == Formula::MeanOfItems;
        const double per_item = scale.metric == Metric::Sum
                                    ? static_cast<double>(scale.items.size()) * scale.factor
                                    : scale.factor;
        const double share = of_items ? static_cast<double>(scale.items.size()) : 1;
        low += share * (of_items ? scale.low / per_item : scale.low);
        high += share * (of_items ? scale.high / per_item : scale.high);
        weight += share;
    }
    if (composite.formula == Formula::MeanOfItems || composite.formula == Formula::MeanOfScales) {
        low /= weight;
        high /= weight;
    }
    for (const std::size_t scale : composite.minus) {
        low -= made.scales[scale].high;
        high -= made.scales[scale].low;
    }
    composite.low = low;
    composite.high = high;
}

/// True when an earlier composite is the mean of all items of the same scales: then the file says
/// which total is which.
bool has_mean_of_items(const Composite& composite, const Questionnaire& made) {
    return std::any_of(made.composites.begin(), made.composites.end(), [&](const Composite& other) {
        return other.formula == Composite::Formula::MeanOfItems &&
               std::equal(other.parts.begin(), other.parts.end(), composite.parts.begin(),
                          composite.parts.end(),
                          [](const Composite::Part& a, const Composite::Part& b) {
                              return a.scale == b.scale && a.reversed == b.reversed;
                          });
    });
}

void note_unequal_parts(const TableReader& table, const Composite& composite, Draft& draft) {
    if (composite.formula != Composite::Formula::MeanOfScales &&
        composite.formula != Composite::Formula::SumOfScales) {
        return;
    }
    const Scale& first = draft.made.scales[composite.parts.front().scale];
    const bool lengths_differ = std::any_of(
        composite.parts.begin(), composite.parts.end(), [&](const Composite::Part& part) {
            return draft.made.scales[part.scale].items.size() != first.items.size();
        });
    const bool ranges_differ = std::any_of(
        composite.parts.begin(), composite.parts.end(), [&](const Composite::Part& part) {
            const Scale& scale = draft.made.scales[part.scale];
            return !same(scale.low, first.low) || !same(scale.high, first.high);
        });
    if (composite.formula == Composite::Formula::MeanOfScales && ranges_differ) {
        draft.report.error(table.at("of"), "a mean of scales with different ranges says nothing",
                           "score the scales as means, or use formula = \"sum_of_scales\"");
    } else if (composite.formula == Composite::Formula::MeanOfScales && lengths_differ &&
               !has_mean_of_items(composite, draft.made)) {
        draft.report.note(table.at("of"),
                          "these scales have different numbers of items, so their mean is not the "
                          "mean of the items",
                          "formula = \"mean_of_items\" is the other one");
    }
}

void read_regions(TableReader& table, Classification& rule, Draft& draft) {
    std::set<std::vector<bool>> corners;
    for (const Node* node : table.tables("regions")) {
        TableReader region_table(*node, "a region", draft.report);
        Classification::Region region;
        region.name = region_table.required_text("name");
        for (const std::size_t axis : rule.axes) {
            const std::string& id = draft.made.scales[axis].id;
            if (rule.rule == Classification::Rule::Linear) {
                region.weights.push_back(region_table.required_number(id).value_or(0));
            } else {
                if (!region_table.has(id)) region_table.missing(id, "say \"low\" or \"high\"");
                region.high.push_back(
                    region_table.word<bool>(id, {{"low", false}, {"high", true}}));
            }
        }
        if (rule.rule == Classification::Rule::Linear) {
            region.constant = region_table.required_number("constant").value_or(0);
        } else if (!corners.insert(region.high).second) {
            draft.report.error(node->at, "another region covers this corner already",
                               "every combination of low and high has one region");
        }
        region_table.finish();
        rule.regions.push_back(std::move(region));
    }
    const std::size_t wanted =
        rule.rule == Classification::Rule::Linear ? 2 : std::size_t{1} << rule.axes.size();
    const bool complete = rule.rule == Classification::Rule::Linear ? rule.regions.size() >= wanted
                                                                    : corners.size() == wanted;
    if (!complete) {
        draft.report.error(
            table.at("regions"),
            rule.rule == Classification::Rule::Linear
                ? std::string("a linear rule needs at least two regions")
                : fmt::format("{} of {} corners have a region", corners.size(), wanted),
            "one region per combination of low and high");
    }
}

void read_splits(TableReader& table, Classification& rule, Draft& draft) {
    const Node* cuts = table.find("cuts");
    if (rule.rule != Classification::Rule::Cut) {
        if (cuts)
            draft.report.error(cuts->at, "'cuts' belong to rule = \"cut\"",
                               "a midpoint is found from the range");
        for (const std::size_t axis : rule.axes) {
            const Scale& scale = draft.made.scales[axis];
            rule.splits.push_back((scale.low + scale.high) / 2);
        }
        return;
    }
    if (!cuts || cuts->kind != Node::Kind::Table) {
        draft.report.error(table.at("cuts"), "rule = \"cut\" needs a table 'cuts'",
                           "for example cuts = { anxiety = 3.5, avoidance = 3.0 }");
        rule.splits.assign(rule.axes.size(), 0);
        return;
    }
    TableReader cut_table(*cuts, "'cuts'", draft.report);
    for (const std::size_t axis : rule.axes) {
        const Scale& scale = draft.made.scales[axis];
        const auto cut = cut_table.required_number(scale.id);
        if (cut && (*cut < scale.low || *cut > scale.high)) {
            draft.report.error(
                cut_table.at(scale.id),
                fmt::format("the cut is outside the range {} to {} of '{}'",
                            shortest_number(scale.low), shortest_number(scale.high), scale.id),
                "is the cut of another metric (sum or mean)?");
        }
        rule.splits.push_back(cut.value_or(0));
    }
    cut_table.finish();
}

void check_metric(TableReader& table, const Classification& rule, Draft& draft) {
    if (rule.rule == Classification::Rule::Midpoint && !table.has("metric")) return;
    const auto metric = named_metric(table, "metric");
    if (!metric) return;
    for (const std::size_t axis : rule.axes) {
        const Scale& scale = draft.made.scales[axis];
        if (scale.metric != *metric) {
            draft.report.error(
                table.at("metric"),
                fmt::format("the rule is for {} scores, but '{}' is scored as {}",
                            metric_name(*metric), scale.id, metric_name(scale.metric)),
                "cuts and weights of sums say nothing about means");
        }
    }
}

}  // namespace

void read_scales(TableReader& top, Draft& draft) {
    for (const Node* node : top.tables("scale")) {
        TableReader table(*node, "[[scale]]", draft.report);
        Scale scale;
        scale.at = node->at;
        scale.id = table.required_text("id");
        scale.title = table.text("title");
        scale.summary = table.text("summary");
        scale.low_word = table.text("low");
        scale.high_word = table.text("high");
        if (!table.has("score")) table.missing("score", "say \"mean\" or \"sum\"");
        scale.metric = table.word<Metric>("score", {{"mean", Metric::Mean}, {"sum", Metric::Sum}});
        read_scale_items(table, scale, draft);
        read_transform(table, scale, draft);
        read_missing_rule(table, scale, draft);
        static_cast<void>(table.find("range"));
        compute_range(table, scale, draft);
        const Position id_at = table.at("id");
        table.finish();
        if (!is_new_score(scale.id, id_at, draft)) continue;
        if (scale.title.empty()) scale.title = scale.id;
        draft.made.scales.push_back(std::move(scale));
    }
}

void read_composites(TableReader& top, Draft& draft) {
    using Formula = Composite::Formula;
    for (const Node* node : top.tables("composite")) {
        TableReader table(*node, "[[composite]]", draft.report);
        Composite composite;
        composite.at = node->at;
        composite.id = table.required_text("id");
        composite.title = table.text("title");
        if (!table.has("formula")) {
            table.missing("formula", "which total it is, of items or of scales, is always said");
        }
        composite.formula =
            table.word<Formula>("formula", {{"mean_of_items", Formula::MeanOfItems},
                                            {"mean_of_scales", Formula::MeanOfScales},
                                            {"sum_of_scales", Formula::SumOfScales},
                                            {"difference", Formula::Difference}});
        if (!table.has("of")) table.missing("of", "for example of = [\"anxiety\", \"avoidance\"]");
        composite.parts = read_parts(table, "of", draft);
        for (const Composite::Part& part : read_parts(table, "minus", draft)) {
            composite.minus.push_back(part.scale);
        }
        if ((composite.formula == Formula::Difference) != table.has("minus")) {
            draft.report.error(table.at(table.has("minus") ? "minus" : "formula"),
                               "'minus' and formula = \"difference\" belong together",
                               "a difference is the sum of 'of' less the sum of 'minus'");
        }
        if (!composite.parts.empty()) {
            compute_range(composite, draft.made);
            note_unequal_parts(table, composite, draft);
        }
        const Position id_at = table.at("id");
        table.finish();
        if (!is_new_score(composite.id, id_at, draft) || composite.parts.empty()) continue;
        if (composite.title.empty()) composite.title = composite.id;
        draft.made.composites.push_back(std::move(composite));
    }
}

void read_classifications(TableReader& top, Draft& draft) {
    using Rule = Classification::Rule;
    std::set<std::string> ids;
    for (const Node* node : top.tables("classification")) {
        TableReader table(*node, "[[classification]]", draft.report);
        Classification rule;
        rule.at = node->at;
        rule.id = table.required_text("id");
        rule.title = table.text("title");
        rule.source = table.required_text("source");
        rule.caution = table.required_text("caution");
        if (!table.has("rule")) table.missing("rule", "say \"midpoint\", \"cut\" or \"linear\"");
        rule.rule = table.word<Rule>(
            "rule", {{"midpoint", Rule::Midpoint}, {"cut", Rule::Cut}, {"linear", Rule::Linear}});
        for (const Composite::Part& part : read_parts(table, "axes", draft))
            rule.axes.push_back(part.scale);
        if (rule.axes.size() < 2 || rule.axes.size() > 4) {
            if (table.texts("axes").size() == rule.axes.size()) {
                draft.report.error(table.at("axes"), "a map needs two to four scales as its 'axes'",
                                   "for example axes = [\"anxiety\", \"avoidance\"]");
            }
            for (const char* key : {"regions", "cuts", "metric"})
                static_cast<void>(table.find(key));
            table.finish();
            continue;
        }
        check_metric(table, rule, draft);
        read_splits(table, rule, draft);
        read_regions(table, rule, draft);
        static_cast<void>(table.find("metric"));
        if (!ids.insert(rule.id).second) {
            draft.report.error(table.at("id"),
                               fmt::format("classification '{}' is declared twice", rule.id),
                               "every rule has an id of its own");
        }
        table.finish();
        draft.made.classifications.push_back(std::move(rule));
    }
}

}  // namespace attune::definition::parts
