#include "journal/edit_lines.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/iso_time.hpp"
#include "attune/journal/lookup.hpp"
#include "attune/journal/scale.hpp"

namespace attune::journal {

namespace {

/// Facets whose key in the text is the facet or another word.
constexpr std::pair<std::string_view, std::string_view> kFacetKeys[] = {
    {"trigger", "trigger"},   {"feeling", "feel"},  {"body", "body"},       {"belief", "belief"},
    {"urge", "urge"},         {"action", "did"},    {"need", "need"},       {"context", "context"},
    {"response", "response"}, {"caught", "caught"}, {"outcome", "outcome"}, {"coping", "coping"},
};

/// Families of numbers that are written as `key: word=number`.
constexpr std::pair<std::string_view, std::string_view> kFamilies[] = {
    {"feeling.", "feel"}, {"body.", "body"}, {"belief.", "belief"}};

/// True when the short spelling of a number says all there is: whole, on the usual scale.
bool is_usual(const Value& value) {
    const auto scale = usual_scale(value.key);
    return scale && value.low == scale->low && value.high == scale->high && value.unit.empty() &&
           value.number == std::floor(value.number);
}

std::string general(const Value& value) {
    return fmt::format("value: {} {} {}{}{}", value.key, value.phase, shortest_number(value.number),
                       value.unit.empty() ? "" : " ", value.unit);
}

std::string spelled(const Value& value) {
    if (value.phase == "peak" && is_usual(value)) {
        for (const auto& [family, key] : kFamilies) {
            if (std::string_view(value.key).starts_with(family)) {
                return fmt::format("{}: {}={}", key, value.key.substr(family.size()),
                                   shortest_number(value.number));
            }
        }
        if (value.key == "intensity") return "intensity: " + shortest_number(value.number);
        if (value.key == "now") return "present: " + shortest_number(value.number);
    }
    const bool seconds = value.key == "lead_s" && value.phase == "peak" && !value.low &&
                         !value.high && value.number == std::floor(value.number);
    if (seconds && (value.unit.empty() || value.unit == "s")) {
        return fmt::format("lead: {}s", shortest_number(value.number));
    }
    return general(value);
}

std::string spelled(const Tag& tag) {
    if (tag.facet == "mark" && tag.slug == "bring") return "bring: yes";
    for (const auto& [facet, key] : kFacetKeys) {
        if (tag.facet == facet) return fmt::format("{}: {}", key, tag.slug);
    }
    return fmt::format("tag: {} {}", tag.facet, tag.slug);
}

/// A coping with both of its intensities on one line: `coping: breath=7-4`.
std::optional<HeadLine> coping_pair(const Record& record, const Tag& tag) {
    if (tag.facet != "coping") return std::nullopt;
    const Value* before = find_value(record, "coping." + tag.slug, "before");
    const Value* after = find_value(record, "coping." + tag.slug, "after");
    if (before == nullptr || after == nullptr || !is_usual(*before) || !is_usual(*after)) {
        return std::nullopt;
    }
    HeadLine line;
    line.text = fmt::format("coping: {}={}-{}", tag.slug, shortest_number(before->number),
                            shortest_number(after->number));
    line.tags = {tag};
    line.values = {*before, *after};
    return line;
}

}  // namespace

bool is_showable(std::string_view word) {
    return is_utf8(word) && make_visible(word) == word;
}

bool is_fixed(const Value& value) {
    return value.phase == "item" || value.phase == "score" || value.phase == "predicted" ||
           !is_showable(value.key) || !is_showable(value.phase) || !is_showable(value.unit);
}

std::string at_line(const Moment& at, const Now& now) {
    if (at.precision == Precision::Day) return "at: " + at.local_day.iso();
    if (at.precision != Precision::Minute) {
        return fmt::format("at: {} {}", at.local_day.iso(), precision_name(at.precision));
    }
    const std::string iso = iso_time(at);
    const std::string clock = fmt::format("{} {}", iso.substr(0, 10), iso.substr(11, 5));
    const bool same_zone = moment_at(at.utc, now.zone, now.day_start).offset == at.offset;
    return "at: " + clock + (same_zone ? std::string() : " " + iso_offset(at.offset));
}

std::vector<HeadLine> head_lines(const Record& record) {
    std::vector<HeadLine> lines;
    for (const std::string& person : record.people) {
        if (!is_showable(person)) continue;
        HeadLine line;
        line.text = "with: " + person;
        line.people = {person};
        lines.push_back(std::move(line));
    }
    std::vector<Value> shown;
    for (const Tag& tag : record.tags) {
        if (!is_showable(tag.facet) || !is_showable(tag.slug)) continue;
        if (auto pair = coping_pair(record, tag)) {
            shown.insert(shown.end(), pair->values.begin(), pair->values.end());
            lines.push_back(*std::move(pair));
            continue;
        }
        HeadLine line;
        line.text = spelled(tag);
        line.tags = {tag};
        lines.push_back(std::move(line));
    }
    for (const Value& value : record.values) {
        if (is_fixed(value) || std::find(shown.begin(), shown.end(), value) != shown.end()) {
            continue;
        }
        HeadLine line;
        line.text = spelled(value);
        line.values = {value};
        lines.push_back(std::move(line));
    }
    for (const Link& link : record.links) {
        if (!is_showable(link.relation)) continue;
        HeadLine line;
        line.text = fmt::format("link: {} {}", link.relation, link.to.hex());
        line.links = {link};
        lines.push_back(std::move(line));
    }
    return lines;
}

}  // namespace attune::journal
