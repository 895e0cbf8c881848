#include "attune/journal/record_json.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/base/json_cursor.hpp"
#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/scale.hpp"

namespace attune::journal {

namespace {

constexpr std::size_t kNameBytesMax = 256;

// -- writing
// ---------------------------------------------------------------------------------------------------------

void member(std::string& out, std::string_view name) {
    if (out.back() != '{') out.push_back(',');
    out.push_back('"');
    out += name;
    out += "\":";
}

void member(std::string& out, std::string_view name, std::string_view text) {
    member(out, name);
    append_json_string(out, text);
}

/// Calls write(item) for each item, with commas between, inside brackets.
template <typename Items, typename Write>
void list(std::string& out, std::string_view name, const Items& items, Write write) {
    member(out, name);
    out.push_back('[');
    bool first = true;
    for (const auto& item : items) {
        if (!std::exchange(first, false)) out.push_back(',');
        write(item);
    }
    out.push_back(']');
}

void write_value(std::string& out, const Value& value) {
    out.push_back('{');
    member(out, "key", value.key);
    member(out, "phase", value.phase);
    member(out, "num");
    out += shortest_number(value.number);
    if (!value.unit.empty()) member(out, "unit", value.unit);
    const bool usual = usual_scale(value.key).has_value();
    const auto end = [&out, usual](std::string_view name, const std::optional<double>& number) {
        if (!number && !usual) return;
        member(out, name);
        out += number ? shortest_number(*number) : "null";
    };
    end("lo", value.low);
    end("hi", value.high);
    out.push_back('}');
}

void write_fields(std::string& out, const std::vector<Field>& fields) {
    std::vector<Field> merged;
    for (const Field& field : fields) {
        const auto same = std::find_if(merged.begin(), merged.end(), [&field](const Field& other) {
            return other.name == field.name;
        });
        if (same == merged.end()) {
            merged.push_back(field);
        } else {
            same->text += "\n" + field.text;
        }
    }
    member(out, "fields");
    out.push_back('{');
    bool first = true;
    for (const Field& field : merged) {
        if (!std::exchange(first, false)) out.push_back(',');
        append_json_string(out, field.name);
        out.push_back(':');
        append_json_string(out, field.text);
    }
    out.push_back('}');
}

// -- reading
// ---------------------------------------------------------------------------------------------------------

/// Kinds, keys, phases and slugs hold neither blanks nor control characters; letters may be of any
/// script.
bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= kNameBytesMax &&
           std::all_of(name.begin(), name.end(),
                       [](char c) { return static_cast<unsigned char>(c) > 0x20; });
}

class Reader {
  public:
    Reader(std::string_view line, const DecodeOptions& options)
        : cursor_(line), options_(options) {}
    Result<Record> read();

  private:
    Status read_member(const std::string& member);
    Status read_values();
    Status read_value();
    Status read_tags();
    Status read_links();
    Status read_fields();
    Status read_people();
    Status settle_time();

    Result<std::string> text(std::size_t bytes_max);
    Result<std::string> name();
    Result<RecordId> id();
    /// The error at the start of the member that is being read.
    tl::unexpected<Error> error(std::string message) const {
        return cursor_.error_at(member_at_, std::move(message));
    }

    JsonCursor cursor_;
    const DecodeOptions& options_;
    Record record_;
    std::size_t member_at_ = 0;
    std::size_t at_at_ = 0;
    std::size_t day_at_ = 0;
    std::optional<IsoTime> at_;
    std::optional<CivilDay> local_day_;
    std::optional<Precision> precision_;
    bool have_kind_ = false;
    bool have_text_ = false;
    std::vector<std::pair<std::string, std::string>> extra_;
};

Result<std::string> Reader::text(std::size_t bytes_max) {
    const std::size_t start = cursor_.position();
    ATTUNE_TRY(std::string text, cursor_.string());
    if (text.size() > bytes_max)
        return cursor_.error_at(start, fmt::format("a text of more than {} bytes", bytes_max));
    return text;
}

Result<std::string> Reader::name() {
    const std::size_t start = cursor_.position();
    ATTUNE_TRY(std::string name, cursor_.string());
    if (!is_plain_name(name)) return cursor_.error_at(start, "expected a name without blanks");
    return name;
}

Result<RecordId> Reader::id() {
    const std::size_t start = cursor_.position();
    ATTUNE_TRY(const std::string hex, cursor_.string());
    const auto id = RecordId::from_hex(hex);
    if (!id) return cursor_.error_at(start, "an id has 32 hexadecimal digits");
    if (id->is_zero()) return cursor_.error_at(start, "an id is not zero");
    return *id;
}

Status Reader::read_value() {
    Value value;
    value.key.clear();
    const std::size_t start = cursor_.position();
    std::size_t number_at = 0;
    bool have_number = false;
    bool have_low = false;
    bool have_high = false;
    ATTUNE_CHECK(cursor_.enter_object());
    std::string member;
    for (bool first = true;;) {
        ATTUNE_TRY(const bool more, cursor_.next_member(member, first));
        if (!more) break;
        const std::size_t here = cursor_.position();
        if (member == "key") {
            ATTUNE_TRY(value.key, name());
        } else if (member == "phase") {
            ATTUNE_TRY(value.phase, name());
        } else if (member == "unit") {
            ATTUNE_TRY(value.unit, text(kNameBytesMax));
        } else if (member == "num") {
            number_at = here;
            have_number = true;
            ATTUNE_TRY(value.number, cursor_.number());
        } else if (member == "lo" || member == "hi") {
            const bool low = member == "lo";
            (low ? have_low : have_high) = true;
            if (cursor_.take_null()) continue;
            ATTUNE_TRY(const double end, cursor_.number());
            (low ? value.low : value.high) = end;
        } else {
            return cursor_.error_at(here, "a member that values do not have");
        }
    }
    if (value.key.empty()) return cursor_.error_at(start, "a value without key");
    if (!have_number) return cursor_.error_at(start, "a value without num");
    if (!have_low && !have_high) {
        if (const auto scale = usual_scale(value.key)) {
            value.low = scale->low;
            value.high = scale->high;
        }
    }
    if (value.low.has_value() != value.high.has_value())
        return cursor_.error_at(start, "a scale with one end");
    if (value.low && *value.low > *value.high)
        return cursor_.error_at(start, "a scale whose lo is above its hi");
    if (value.low && (value.number < *value.low || value.number > *value.high)) {
        return cursor_.error_at(
            number_at, fmt::format("a number outside its scale {}..{}", shortest_number(*value.low),
                                   shortest_number(*value.high)));
    }
    record_.values.push_back(std::move(value));
    return {};
}

Status Reader::read_values() {
    ATTUNE_CHECK(cursor_.enter_array());
    for (bool first = true;;) {
        ATTUNE_TRY(const bool more, cursor_.next_element(first));
        if (!more) return {};
        ATTUNE_CHECK(read_value());
    }
}

Status Reader::read_tags() {
    ATTUNE_CHECK(cursor_.enter_array());
    for (bool first = true;;) {
        ATTUNE_TRY(const bool more, cursor_.next_element(first));
        if (!more) return {};
        const std::size_t start = cursor_.position();
        ATTUNE_CHECK(cursor_.enter_object());
        Tag tag;
        std::string member;
        for (bool first_member = true;;) {
            ATTUNE_TRY(const bool more_members, cursor_.next_member(member, first_member));
            if (!more_members) break;
            if (member == "facet") {
                ATTUNE_TRY(tag.facet, name());
            } else if (member == "slug") {
                ATTUNE_TRY(tag.slug, name());
            } else {
                return cursor_.error_here("a member that tags do not have");
            }
        }
        if (tag.facet.empty() || tag.slug.empty())
            return cursor_.error_at(start, "a tag needs facet and slug");
        record_.tags.push_back(std::move(tag));
    }
}

Status Reader::read_links() {
    ATTUNE_CHECK(cursor_.enter_array());
    for (bool first = true;;) {
        ATTUNE_TRY(const bool more, cursor_.next_element(first));
        if (!more) return {};
        const std::size_t start = cursor_.position();
        ATTUNE_CHECK(cursor_.enter_object());
        Link link;
        std::string member;
        for (bool first_member = true;;) {
            ATTUNE_TRY(const bool more_members, cursor_.next_member(member, first_member));
            if (!more_members) break;
            if (member == "to") {
                ATTUNE_TRY(link.to, id());
            } else if (member == "rel") {
                ATTUNE_TRY(link.relation, name());
            } else {
                return cursor_.error_here("a member that links do not have");
            }
        }
        if (link.to.is_zero() || link.relation.empty())
            return cursor_.error_at(start, "a link needs to and rel");
        record_.links.push_back(std::move(link));
    }
}

Status Reader::read_fields() {
    ATTUNE_CHECK(cursor_.enter_object());
    Field field;
    for (bool first = true;;) {
        ATTUNE_TRY(const bool more, cursor_.next_member(field.name, first));
        if (!more) return {};
        const bool known =
            std::any_of(record_.fields.begin(), record_.fields.end(),
                        [&field](const Field& other) { return other.name == field.name; });
        if (known) return cursor_.error_here("a field that came before");
        if (field.name.empty() || field.name.size() > kNameBytesMax)
            return cursor_.error_here("a field needs a name");
        ATTUNE_TRY(field.text, text(kTextBytesMax));
        record_.fields.push_back(field);
    }
}

Status Reader::read_people() {
    ATTUNE_CHECK(cursor_.enter_array());
    for (bool first = true;;) {
        ATTUNE_TRY(const bool more, cursor_.next_element(first));
        if (!more) return {};
        const std::size_t start = cursor_.position();
        ATTUNE_TRY(std::string person, text(kNameBytesMax));
        if (trim(person).empty()) return cursor_.error_at(start, "a person without a name");
        record_.people.push_back(std::move(person));
    }
}

Status Reader::read_member(const std::string& member) {
    const std::size_t value_at = cursor_.position();
    if (member == "schema") {
        ATTUNE_TRY(const double schema, cursor_.number());
        if (schema > kRecordSchema && schema == std::floor(schema)) {
            auto newer = cursor_.error_at(value_at, "written by a newer version of attune");
            newer.value().kind = ErrorKind::TooNew;
            return newer;
        }
        if (schema != kRecordSchema) return cursor_.error_at(value_at, "an unknown schema");
    } else if (member == "id") {
        ATTUNE_TRY(record_.id, id());
    } else if (member == "kind") {
        ATTUNE_TRY(record_.kind, name());
        have_kind_ = true;
    } else if (member == "at") {
        ATTUNE_TRY(const std::string at, cursor_.string());
        at_ = parse_iso_time(at);
        at_at_ = value_at;
        if (!at_) return cursor_.error_at(value_at, "no ISO 8601 time");
    } else if (member == "local_day") {
        ATTUNE_TRY(const std::string day, cursor_.string());
        local_day_ = CivilDay::parse_iso(day);
        day_at_ = value_at;
        if (!local_day_) return cursor_.error_at(value_at, "no day of the form 2026-03-01");
    } else if (member == "precision") {
        ATTUNE_TRY(const std::string precision, cursor_.string());
        precision_ = parse_precision(precision);
        if (!precision_) return cursor_.error_at(value_at, "an unknown precision");
    } else if (member == "text") {
        ATTUNE_TRY(record_.text, text(kTextBytesMax));
        have_text_ = true;
    } else if (member == "fields") {
        ATTUNE_CHECK(read_fields());
    } else if (member == "people") {
        ATTUNE_CHECK(read_people());
    } else if (member == "values") {
        ATTUNE_CHECK(read_values());
    } else if (member == "tags") {
        ATTUNE_CHECK(read_tags());
    } else if (member == "links") {
        ATTUNE_CHECK(read_links());
    } else if (member == "source") {
        ATTUNE_TRY(record_.source, text(kNameBytesMax));
    } else if (member == "source_key") {
        ATTUNE_TRY(record_.source_key, text(kTextBytesMax));
    } else if (member == "definition") {
        ATTUNE_TRY(record_.definition, text(kNameBytesMax));
    } else {
        std::string value;
        ATTUNE_CHECK(cursor_.copy_value(value));
        extra_.emplace_back(member, std::move(value));
    }
    return {};
}

Status Reader::settle_time() {
    const auto fail_at = [this](std::string message) {
        return cursor_.error_at(at_at_, std::move(message));
    };
    IsoTime time = *at_;
    if (!time.clock) {
        // A day alone stands at its noon, as parse_when puts it.
        time.clock = std::chrono::hours(12);
        if (!precision_) precision_ = Precision::Day;
    }
    if (time.offset) {
        record_.at.offset = *time.offset;
        record_.at.utc = std::chrono::sys_seconds(time.local().time_since_epoch() - *time.offset);
    } else {
        if (!options_.zone) return fail_at("a time without offset needs a time zone");
        const LocalReading reading = options_.zone->read(time.local());
        if (reading.kind == LocalReading::Kind::Never)
            return fail_at("a local time that the clocks skipped");
        record_.at.utc = reading.first;
        record_.at.offset = options_.zone->offset_at(reading.first);
    }
    record_.at.precision = precision_.value_or(Precision::Minute);
    const CivilDay derived = record_.at.precision == Precision::Day
                                 ? time.day
                                 : local_day_of(time.local(), options_.day_start);
    record_.at.local_day = local_day_.value_or(derived);
    // Days start at different hours on different machines, so the neighbours are fine too.
    if (std::abs(record_.at.local_day - time.day) > 1) {
        return cursor_.error_at(day_at_, "a local_day that is not the day of at");
    }
    return {};
}

Result<Record> Reader::read() {
    ATTUNE_CHECK(cursor_.enter_object());
    std::vector<std::string> seen;
    std::string member;
    for (bool first = true;;) {
        ATTUNE_TRY(const bool more, cursor_.next_member(member, first));
        if (!more) break;
        member_at_ = cursor_.position();
        if (std::find(seen.begin(), seen.end(), member) != seen.end())
            return error("a member that came before");
        seen.push_back(member);
        ATTUNE_CHECK(read_member(member));
    }
    member_at_ = 0;
    ATTUNE_CHECK(cursor_.end());
    if (!have_kind_) return error("kind is missing");
    if (!at_) return error("at is missing");
    if (!have_text_) return error("text is missing");
    ATTUNE_CHECK(settle_time());
    if (!extra_.empty()) {
        std::sort(extra_.begin(), extra_.end());
        record_.extra = "{";
        for (const auto& entry : extra_) {
            if (record_.extra.size() > 1) record_.extra.push_back(',');
            append_json_string(record_.extra, entry.first);
            record_.extra.push_back(':');
            record_.extra += entry.second;
        }
        record_.extra.push_back('}');
    }
    return std::move(record_);
}

}  // namespace

std::string encode_record(const Record& record) {
    std::string out;
    out.reserve(320 + record.text.size() + 96 * record.values.size() + 48 * record.tags.size());
    out = "{";
    member(out, "schema");
    out += std::to_string(kRecordSchema);
    if (!record.id.is_zero()) member(out, "id", record.id.hex());
    member(out, "kind", record.kind);
    member(out, "at", iso_time(record.at));
    member(out, "local_day", record.at.local_day.iso());
    member(out, "precision", precision_name(record.at.precision));
    member(out, "text", record.text);
    write_fields(out, record.fields);
    list(out, "people", record.people,
         [&out](const std::string& person) { append_json_string(out, person); });
    list(out, "values", record.values, [&out](const Value& value) { write_value(out, value); });
    list(out, "tags", record.tags, [&out](const Tag& tag) {
        out.push_back('{');
        member(out, "facet", tag.facet);
        member(out, "slug", tag.slug);
        out.push_back('}');
    });
    list(out, "links", record.links, [&out](const Link& link) {
        out.push_back('{');
        member(out, "to", link.to.hex());
        member(out, "rel", link.relation);
        out.push_back('}');
    });
    member(out, "source", record.source);
    member(out, "source_key", record.source_key);
    if (!record.definition.empty()) member(out, "definition", record.definition);
    // `extra` is a canonical object: its members continue this one.
    if (record.extra.size() > 2) out += "," + record.extra.substr(1, record.extra.size() - 2);
    out.push_back('}');
    return out;
}

Result<Record> decode_record(std::string_view line, const DecodeOptions& options) {
    if (!is_utf8(line)) {
        std::size_t at = 0;
        for (Character next = first_character(line); next.code != kNoCharacter;
             next = first_character(line.substr(at))) {
            at += next.length;
        }
        auto broken = JsonCursor(line).error_at(at, "bytes that are not UTF-8");
        broken.value().hint = "save the file as UTF-8";
        return broken;
    }
    return Reader(line, options).read();
}

}  // namespace attune::journal
