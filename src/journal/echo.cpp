#include "attune/journal/echo.hpp"

#include <vector>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/measure.hpp"
#include "attune/journal/observation.hpp"
#include "attune/journal/practice.hpp"
#include "attune/journal/when.hpp"

namespace attune::journal {

namespace {

using Words = std::vector<std::string>;

Words slugs_of(const Record& record, std::string_view facet) {
    Words words;
    for (const Tag& tag : record.tags) {
        if (tag.facet == facet) words.push_back(tag.slug);
    }
    return words;
}

/// "hurt 7" for each peak value of a family, then the words that came without a number.
Words numbered(const Record& record, std::string_view family) {
    Words words;
    for (const Value& value : record.values) {
        const std::string_view key = value.key;
        const bool belongs =
            key.starts_with(family) && key.size() > family.size() + 1 && key[family.size()] == '.';
        if (belongs && value.phase == "peak") {
            words.push_back(
                fmt::format("{} {}", key.substr(family.size() + 1), shortest_number(value.number)));
        }
    }
    for (std::string& slug : slugs_of(record, family))
        words.push_back(std::move(slug));
    return words;
}

std::optional<double> number_of(const Record& record, std::string_view key,
                                std::string_view phase) {
    for (const Value& value : record.values) {
        if (value.key == key && value.phase == phase) return value.number;
    }
    return std::nullopt;
}

/// "breath 7-4", "walk", "walk after 4"
Words copings(const Record& record) {
    Words words;
    for (const std::string& slug : slugs_of(record, "coping")) {
        const auto before = number_of(record, "coping." + slug, "before");
        const auto after = number_of(record, "coping." + slug, "after");
        std::string word = slug;
        if (before && after) {
            word += fmt::format(" {}-{}", shortest_number(*before), shortest_number(*after));
        } else if (before) {
            word += " before " + shortest_number(*before);
        } else if (after) {
            word += " after " + shortest_number(*after);
        }
        words.push_back(std::move(word));
    }
    return words;
}

}  // namespace

std::string summary_of(const Record& record) {
    std::string line;
    const auto part = [&line](std::string_view before, const Words& words) {
        if (words.empty()) return;
        if (!line.empty()) line += "  ";
        line += before;
        line += make_visible(join(words, ", "));
    };
    if (record.kind == kMeasureKind) line = describe_measures(record);
    if (record.kind == kObservationKind) line = describe_observation(record);
    if (record.kind == kPracticeKind) line = describe_practice(record);
    part("", slugs_of(record, "trigger"));
    part("", numbered(record, "feeling"));
    part("body: ", numbered(record, "body"));
    for (const auto& [key, name] :
         {std::pair<std::string_view, std::string_view>{"intensity", "intensity"},
          {"now", "present"}}) {
        for (const std::string_view phase : {"peak", "before", "after"}) {
            const auto number = number_of(record, key, phase);
            if (!number) continue;
            part("", {fmt::format("{}{} {}", name, phase == "peak" ? "" : fmt::format(" {}", phase),
                                  shortest_number(*number))});
        }
    }
    part("belief: ", numbered(record, "belief"));
    part("urge: ", slugs_of(record, "urge"));
    part("did: ", slugs_of(record, "action"));
    part("", slugs_of(record, "response"));
    part("caught ", slugs_of(record, "caught"));
    if (const auto lead = number_of(record, "lead_s", "peak"))
        part("lead ", {shortest_number(*lead) + " s"});
    part("tried ", copings(record));
    part("need: ", slugs_of(record, "need"));
    part("", slugs_of(record, "context"));
    part("came out ", slugs_of(record, "outcome"));
    Words fields;
    for (const Field& field : record.fields)
        if (record.kind != kObservationKind) fields.push_back(field.name);
    part("also: ", fields);
    if (!slugs_of(record, "mark").empty()) part("", {"for the next session"});
    part("with ", record.people);
    return line;
}

std::string echo_line(const Record& record, std::string_view short_id, CivilDay today,
                      std::string_view verb) {
    return echo_line(record.at, summary_of(record), short_id, today, verb);
}

std::string echo_line(const Moment& at, std::string_view summary, std::string_view short_id,
                      CivilDay today, std::string_view verb) {
    return fmt::format("{0} {1}  {2}{3}{4}   undo: attune undo {1}", verb, short_id,
                       describe_moment(at, today), summary.empty() ? "" : "  ", summary);
}

std::optional<std::string> near_miss_line(const TypedLine& line) {
    if (line.near_misses.empty()) return std::nullopt;
    Words quoted;
    for (const std::string& word : line.near_misses)
        quoted.push_back("'" + make_visible(word) + "'");
    return join(quoted, ", ") +
           " stayed text: numbers go from 0 to 10, a coping takes two as in '+breath=7-4'";
}

}  // namespace attune::journal
