#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/ids.hpp"

/// What the journal is made of: plain values, the same for entries, questionnaire takings and every
/// other kind.
namespace attune::journal {

/// How exactly a time is known. The rough ones stand for local spans: morning 08-12, afternoon
/// 12-17, evening 17-22, night 22-04.
enum class Precision { Minute, Morning, Afternoon, Evening, Night, Day };

/// When something happened. `local_day` is fixed when the record is made and never computed again:
/// the day starts at 04:00 unless configured, so 01:30 belongs to the day before.
struct Moment {
    std::chrono::sys_seconds utc{};
    std::chrono::minutes offset{};  ///< local time minus UTC, as it was then and there
    CivilDay local_day;
    Precision precision = Precision::Minute;

    friend bool operator==(const Moment&, const Moment&) = default;
};

/// One number with its scale. A number that was not given has no Value: missing is never 0.
struct Value {
    std::string key;  ///< dotted: "feeling.hurt", "body.chest", "intensity", "now", "lead_s", "q7"
    std::string phase =
        "peak";  ///< item, score, before, peak, after, later, predicted, actual, pre, post, target
    double number = 0;
    std::string unit = {};
    std::optional<double> low =
        {};  ///< the scale's ends; both absent for open quantities such as seconds
    std::optional<double> high = {};

    friend bool operator==(const Value&, const Value&) = default;
};

/// One coded word: facet trigger, feeling, response, caught, coping, urge, action, strategy, need,
/// context, outcome, or one of the person's own. Slugs are lower case.
struct Tag {
    std::string facet;
    std::string slug;

    friend bool operator==(const Tag&, const Tag&) = default;
};

/// From this record to another: tests, evidence-for, evidence-against, repairs, preceded-by,
/// follows-up, part-of, about, used.
struct Link {
    RecordId to;
    std::string relation;

    friend bool operator==(const Link&, const Link&) = default;
};

/// A named piece of text beside the main one: thought, other, belief, quality, ...
struct Field {
    std::string name;
    std::string text;

    friend bool operator==(const Field&, const Field&) = default;
};

/// Everything a person recorded at one moment. The order inside each list is the order of typing
/// and is kept.
struct Record {
    RecordId id;
    std::string kind;  ///< trigger, entry, assessment, checkin, ...
    Moment at;
    std::string text;
    std::vector<Field> fields;
    std::vector<std::string> people;  ///< aliases as typed; resolved when the record is folded
    std::vector<Value> values;
    std::vector<Tag> tags;
    std::vector<Link> links;
    std::string source;      ///< importer name, empty for what was typed here
    std::string source_key;  ///< the importer's key of the row
    std::string
        definition;     ///< "id version sha256" of the questionnaire or form used, empty otherwise
    std::string extra;  ///< unknown members of the input as one canonical JSON object, or empty

    friend bool operator==(const Record&, const Record&) = default;
};

}  // namespace attune::journal
