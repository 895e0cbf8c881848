#include "attune/definition/questionnaire.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "definition/questionnaire_parts.hpp"

namespace attune::definition {

namespace parts {

bool is_name(std::string_view text, bool hyphens) {
    if (text.empty() || text.front() < 'a' || text.front() > 'z') return false;
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
               (hyphens && c == '-');
    });
}

std::vector<std::string> item_ids(const Questionnaire& made) {
    std::vector<std::string> ids;
    for (const Item& item : made.items)
        ids.push_back(item.id);
    return ids;
}

std::vector<std::string> scale_ids(const Questionnaire& made) {
    std::vector<std::string> ids;
    for (const Scale& scale : made.scales)
        ids.push_back(scale.id);
    return ids;
}

std::optional<std::size_t> named_scale(TableReader& table, const std::string& key, Draft& draft) {
    const std::string name = table.required_text(key);
    if (name.empty()) return std::nullopt;
    const auto scale = draft.made.find_scale(name);
    if (!scale) draft.report.unknown(table.at(key), "scale", name, scale_ids(draft.made));
    return scale;
}

std::optional<Metric> named_metric(TableReader& table, const std::string& key) {
    if (!table.has(key)) {
        table.missing(key, "say \"mean\" or \"sum\"");
        static_cast<void>(table.find(key));
        return std::nullopt;
    }
    return table.word<Metric>(key, {{"mean", Metric::Mean}, {"sum", Metric::Sum}});
}

std::string_view metric_name(Metric metric) {
    return metric == Metric::Mean ? "mean" : "sum";
}

void read_head(TableReader& top, Draft& draft) {
    Questionnaire& made = draft.made;
    made.id = top.required_text("id");
    made.title = top.required_text("title");
    if (top.has("version")) {
        made.version = top.required_text("version");
    } else {
        static_cast<void>(top.find("version"));
        top.missing("version", "for example version = \"1.0\"");
    }
    made.summary = top.text("summary");
    made.status = top.text("status");
    if (top.has("language")) made.language = read_language(top, "language", draft.report);
    made.licence = top.text("licence");
    made.citation = top.text("citation");
    made.doi = read_doi(top, "doi", draft.report);
    made.instructions = top.text("instructions");
    made.time_frame = top.text("time_frame");
    made.note = top.text("note");
    made.minutes = read_count(top, "minutes", 1, 600, 0, draft.report);
    made.min_gap_days = read_count(top, "min_gap_days", 1, 3650, 0, draft.report);
    made.verified = top.boolean("verified").value_or(true);
    made.random_order = top.boolean("random_order").value_or(false);
    made.item_times = top.boolean("item_times").value_or(true);
    made.may_skip = top.boolean("may_skip").value_or(true);
    made.repeat_over = top.text("repeat_over");
    made.derived_from = top.text("derived_from");
    for (const PlacedText& one : top.texts("repeat_for"))
        made.repeat_for.push_back(one.text);
    for (const PlacedText& id : top.texts("omit"))
        made.omit.push_back(id.text);
    made.omit_at = top.at("omit");
    if (!made.id.empty() && !is_name(made.id, true)) {
        draft.report.error(top.at("id"),
                           fmt::format("'{}' is no questionnaire id", make_visible(made.id)),
                           "an id is a small letter, then small letters, digits or -");
    }
    const auto& reserved = reserved_questionnaire_ids();
    if (std::find(reserved.begin(), reserved.end(), made.id) != reserved.end()) {
        draft.report.error(top.at("id"), fmt::format("'{}' is a command of 'attune quiz'", made.id),
                           "choose another id");
    }
    if (!made.derived_from.empty() && made.derived_from == made.id) {
        draft.report.error(top.at("derived_from"), "a questionnaire cannot be derived from itself",
                           "name the longer form, or leave it out");
    }
    if (!made.omit.empty() && made.derived_from.empty()) {
        draft.report.error(top.at("omit"), "'omit' needs 'derived_from'",
                           "name the longer form whose items are left out");
    }
    if (top.has("repeat_over") && made.repeat_over != "relationship") {
        draft.report.error(top.at("repeat_over"), "'repeat_over' can be \"relationship\" only",
                           "leave it out when the answers are about one person");
    }
    if (top.has("repeat_for") && !top.has("repeat_over")) {
        draft.report.error(top.at("repeat_for"), "'repeat_for' needs 'repeat_over'");
    }
}

}  // namespace parts

namespace {

/// What no single part can see.
void judge_whole(const TableReader& top, parts::Draft& draft) {
    const Questionnaire& made = draft.made;
    if (made.scales.empty() && !top.has("scale")) {
        draft.report.note(top.at(), "the file has no [[scale]], so nothing is scored");
    }
    if (!made.scales.empty() && made.checks.empty()) {
        draft.report.note(top.at(), "the file has no [[check]] case",
                          "add answers whose scores were worked out by hand");
    }
    if (!made.wording.empty() && std::any_of(made.items.begin(), made.items.end(),
                                             [](const Item& item) { return !item.text.empty(); })) {
        draft.report.note(top.at("wording"),
                          "the items have texts of their own; 'wording' replaces them");
    }
    for (const std::size_t item : made.unused) {
        const auto user =
            std::find_if(made.scales.begin(), made.scales.end(), [&](const Scale& scale) {
                return std::any_of(scale.items.begin(), scale.items.end(),
                                   [&](const KeyedItem& keyed) { return keyed.item == item; });
            });
        if (user != made.scales.end()) {
            draft.report.error(top.at("unused"),
                               fmt::format("item '{}' is said to be unused, but '{}' scores it",
                                           made.items[item].id, user->id));
        }
    }
    for (const std::string& omitted : made.omit) {
        if (made.find_item(omitted)) {
            draft.report.error(top.at("omit"),
                               fmt::format("item '{}' is both omitted and declared", omitted));
        }
    }
}

}  // namespace

std::string Scale::missing_rule() const {
    const std::size_t count = items.size();
    if (when_missing == WhenMissing::Blank || min_answered >= count) {
        return count == 1 ? "the one answer is needed"
                          : fmt::format("all {} answers are needed", count);
    }
    return fmt::format("at least {} of {} answers, prorated", min_answered, count);
}

std::string Classification::rule_in_words() const {
    switch (rule) {
        case Rule::Midpoint: {
            const bool one = std::all_of(splits.begin(), splits.end(),
                                         [&](double split) { return split == splits.front(); });
            std::string where = fmt::format("{:.1f}", splits.front());
            for (std::size_t i = 1; !one && i < splits.size(); ++i)
                where += fmt::format(" and {:.1f}", splits[i]);
            return fmt::format("split at midpoint {}, {}", where, source);
        }
        case Rule::Cut: {
            std::string where;
            for (const double split : splits)
                where += (where.empty() ? "" : " and ") + shortest_number(split);
            return fmt::format("split at {}, {}", where, source);
        }
        case Rule::Linear:
            return fmt::format("largest of {} weighted sums, {}", regions.size(), source);
    }
    return source;
}

std::optional<std::size_t> Questionnaire::find_item(std::string_view item_id) const {
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].id == item_id) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> Questionnaire::find_scale(std::string_view scale_id) const {
    for (std::size_t i = 0; i < scales.size(); ++i) {
        if (scales[i].id == scale_id) return i;
    }
    return std::nullopt;
}

const Order* Questionnaire::find_order(std::string_view name) const {
    const auto found = std::find_if(orders.begin(), orders.end(),
                                    [&](const Order& order) { return order.name == name; });
    return found == orders.end() ? nullptr : &*found;
}

bool Questionnaire::has_rival_orders() const {
    return std::any_of(orders.begin(), orders.end(),
                       [&](const Order& order) { return order.items != orders.front().items; });
}

std::vector<std::size_t> Questionnaire::asking_order() const {
    if (const Order* order = find_order(asked_in)) return order->items;
    std::vector<std::size_t> as_listed(items.size());
    std::iota(as_listed.begin(), as_listed.end(), std::size_t{0});
    return as_listed;
}

bool Questionnaire::has_wording() const {
    return std::all_of(items.begin(), items.end(),
                       [](const Item& item) { return !item.text.empty(); });
}

Checked<Questionnaire> load_questionnaire(std::string_view text, std::string path) {
    Checked<Node> tree = read_toml(text, path);
    Checked<Questionnaire> result;
    if (!tree.value) {
        result.problems = std::move(tree.problems);
        return result;
    }
    parts::Draft draft{{}, Report(path), true};
    draft.made.path = std::move(path);
    TableReader top(*tree.value, "the file", draft.report);
    parts::read_head(top, draft);
    parts::read_responses(top, draft);
    parts::read_items(top, draft);
    parts::read_orders(top, draft);
    parts::read_scales(top, draft);
    parts::read_composites(top, draft);
    parts::read_classifications(top, draft);
    parts::read_norms(top, draft);
    parts::read_reliabilities(top, draft);
    parts::read_bands(top, draft);
    parts::read_checks(top, draft);
    parts::read_wordings(top, draft);
    parts::judge_items(draft);
    judge_whole(top, draft);
    top.finish();
    result.problems = std::move(draft.report).take();
    if (!has_errors(result.problems)) result.value = std::move(draft.made);
    return result;
}

const std::vector<std::string>& reserved_questionnaire_ids() {
    static const std::vector<std::string> kWords = {"list",    "show",  "take",  "history",
                                                    "compare", "check", "score", "wording",
                                                    "new",     "all",   "help"};
    return kWords;
}

}  // namespace attune::definition
