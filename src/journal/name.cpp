#include "attune/journal/name.hpp"

#include <array>
#include <utility>

#include "attune/base/civil_day.hpp"
#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"

namespace attune::journal {

namespace {

/// Aliases and cues stand in one field, a line each.
constexpr char kBetween = '\n';

constexpr std::array<std::pair<Safety, std::string_view>, 3> kSafeties = {
    {{Safety::Yes, "yes"}, {Safety::No, "no"}, {Safety::NotSure, "not-sure"}}};

std::vector<std::string> lines_of(std::string_view text) {
    std::vector<std::string> lines;
    for (const std::string_view line : split(text, kBetween)) {
        if (!line.empty()) lines.emplace_back(line);
    }
    return lines;
}

std::string_view field_of(const Record& record, std::string_view name) {
    for (const Field& field : record.fields) {
        if (field.name == name) return field.text;
    }
    return {};
}

std::optional<double> number_of(const Record& record, std::string_view key) {
    for (const Value& value : record.values) {
        if (value.key == key) return value.number;
    }
    return std::nullopt;
}

}  // namespace

bool is_name_kind(std::string_view kind) {
    return kind == kPersonKind || kind == kWordKind;
}

std::string_view safety_name(Safety safety) {
    for (const auto& [value, name] : kSafeties) {
        if (value == safety) return name;
    }
    return "";
}

std::optional<Safety> safety_named(std::string_view name) {
    if (name == "unsure" || name == "not sure") return Safety::NotSure;
    for (const auto& [value, known] : kSafeties) {
        if (known == name) return value;
    }
    return std::nullopt;
}

Record record_of(const Name& name, const Moment& at) {
    Record record;
    record.kind = name.is_person() ? kPersonKind : kWordKind;
    record.at = at;
    record.text = name.spelling;
    const auto add = [&record](const char* field, std::string_view text) {
        if (!text.empty()) record.fields.push_back({field, std::string(text)});
    };
    const std::string between(1, kBetween);
    if (!name.is_person()) add("facet", name.facet);
    if (name.origin != name.spelling) add("origin", name.origin);
    add("aliases", join(name.aliases, between));
    add("role", name.role);
    add("since", name.since);
    add("until", name.until);
    add("safety", safety_name(name.safety));
    add("note", name.note);
    add("label", name.label);
    add("family", name.family);
    add("parent", name.parent);
    add("cues", join(name.cues, between));
    if (name.valence) record.values.push_back({"valence", "peak", *name.valence, "", -1.0, 1.0});
    if (name.energy) record.values.push_back({"energy", "peak", *name.energy, "", -1.0, 1.0});
    return record;
}

std::optional<Name> name_of(const Record& record) {
    if (!is_name_kind(record.kind) || trim(record.text).empty()) return std::nullopt;
    Name name;
    name.facet = record.kind == kPersonKind ? kPersonFacet : field_of(record, "facet");
    if (name.facet.empty()) return std::nullopt;
    name.spelling = record.text;
    name.origin = field_of(record, "origin");
    if (name.origin.empty()) name.origin = name.spelling;
    name.aliases = lines_of(field_of(record, "aliases"));
    name.role = field_of(record, "role");
    name.since = field_of(record, "since");
    name.until = field_of(record, "until");
    name.safety = safety_named(field_of(record, "safety")).value_or(Safety::Unasked);
    name.note = field_of(record, "note");
    name.label = field_of(record, "label");
    name.family = field_of(record, "family");
    name.parent = field_of(record, "parent");
    name.cues = lines_of(field_of(record, "cues"));
    name.valence = number_of(record, "valence");
    name.energy = number_of(record, "energy");
    return name;
}

std::string name_key(std::string_view facet, std::string_view spelling) {
    if (facet == kPersonFacet) return fold_case(to_nfc(trim(spelling)));
    return to_lower(spelling);
}

bool is_partial_day(std::string_view text) {
    const bool right_length = text.size() == 4 || text.size() == 7 || text.size() == 10;
    if (!right_length) return false;
    std::string whole(text);
    if (whole.size() == 4) whole += "-01";
    if (whole.size() == 7) whole += "-01";
    return CivilDay::parse_iso(whole).has_value();
}

}  // namespace attune::journal
