#include "attune/definition/derivation.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::definition {

namespace {

Problem error_at(const Questionnaire& of, Position at, std::string message, std::string hint = {}) {
    return {of.path, at, std::move(message), std::move(hint), Problem::Weight::Error};
}

std::string nearest_item(const Questionnaire& questionnaire, const std::string& id) {
    std::vector<std::string> ids;
    for (const Item& item : questionnaire.items)
        ids.push_back(item.id);
    const auto nearest = nearest_word(id, ids);
    return nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string();
}

void check_items(const Questionnaire& brief, const Questionnaire& whole,
                 std::vector<Problem>& problems) {
    for (const Item& item : brief.items) {
        const auto known = whole.find_item(item.id);
        if (!known) {
            problems.push_back(error_at(brief, item.at,
                                        fmt::format("'{}' has no item '{}'", whole.id, item.id),
                                        nearest_item(whole, item.id)));
            continue;
        }
        const Item& original = whole.items[*known];
        if (!item.text.empty() && !original.text.empty() && item.text != original.text) {
            problems.push_back(
                error_at(brief, item.at,
                         fmt::format("item '{}' has another text in '{}'", item.id, whole.id),
                         fmt::format("there it is: {}", make_visible(original.text))));
        }
        if (brief.response_of(item).values != whole.response_of(original).values) {
            problems.push_back(
                error_at(brief, item.at,
                         fmt::format("item '{}' has other answers in '{}'", item.id, whole.id)));
        }
    }
}

void check_signs(const Questionnaire& brief, const Questionnaire& whole,
                 std::vector<Problem>& problems) {
    for (const Scale& scale : brief.scales) {
        const auto known = whole.find_scale(scale.id);
        if (!known) continue;
        for (const KeyedItem& keyed : scale.items) {
            const std::string& id = brief.items[keyed.item].id;
            for (const KeyedItem& original : whole.scales[*known].items) {
                if (whole.items[original.item].id != id || original.reversed == keyed.reversed)
                    continue;
                problems.push_back(
                    error_at(brief, scale.at,
                             fmt::format("'{}' {} item '{}', but '{}' does{}", scale.id,
                                         keyed.reversed ? "reverses" : "does not reverse", id,
                                         whole.id, keyed.reversed ? " not" : "")));
            }
        }
    }
}

void check_omitted(const Questionnaire& brief, const Questionnaire& whole,
                   std::vector<Problem>& problems) {
    for (const std::string& id : brief.omit) {
        if (whole.find_item(id)) continue;
        problems.push_back(
            error_at(brief, brief.omit_at,
                     fmt::format("'{}' has no item '{}' to omit", whole.id, make_visible(id)),
                     nearest_item(whole, id)));
    }
    if (brief.omit.empty()) return;
    for (const Item& item : whole.items) {
        if (brief.find_item(item.id) ||
            std::find(brief.omit.begin(), brief.omit.end(), item.id) != brief.omit.end()) {
            continue;
        }
        problems.push_back(error_at(
            brief, brief.omit_at,
            fmt::format("item '{}' of '{}' is neither declared nor omitted", item.id, whole.id)));
    }
}

}  // namespace

std::vector<Problem> check_derivation(const Questionnaire& short_form,
                                      const Questionnaire& long_form) {
    std::vector<Problem> problems;
    check_items(short_form, long_form, problems);
    check_signs(short_form, long_form, problems);
    check_omitted(short_form, long_form, problems);
    return problems;
}

}  // namespace attune::definition
