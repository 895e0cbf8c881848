#include "attune/exchange/jsonl.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/json_cursor.hpp"
#include "attune/base/text.hpp"
#include "attune/crypto/primitives.hpp"
#include "attune/journal/name.hpp"

namespace attune::exchange {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 10;

/// Parts of a hash kept apart by their lengths, so that ("ab", "c") and ("a", "bc") differ.
RecordId hashed(std::string_view purpose, const StoreId& store, std::string_view first,
                std::string_view second) {
    ByteWriter lengths;
    lengths.u64(first.size());
    lengths.u64(second.size());
    const auto hash = crypto::hash16(
        {as_bytes(purpose), store.view(), lengths.view(), as_bytes(first), as_bytes(second)});
    RecordId id;
    id.bytes = hash;
    return id;
}

void member(std::string& out, std::string_view name, std::string_view text) {
    if (out.back() != '{') out.push_back(',');
    append_json_string(out, name);
    out.push_back(':');
    append_json_string(out, text);
}

/// Reads an object whose members are all strings; `place(name)` is where a member goes, null to
/// pass it over.
template <typename Place>
Status read_strings(JsonCursor& cursor, Place place) {
    ATTUNE_CHECK(cursor.enter_object());
    std::string name;
    for (bool first = true;;) {
        ATTUNE_TRY(const bool more, cursor.next_member(name, first));
        if (!more) return {};
        if (std::string* text = place(name)) {
            ATTUNE_TRY(*text, cursor.string());
        } else {
            std::string passed_over;
            ATTUNE_CHECK(cursor.copy_value(passed_over));
        }
    }
}

template <typename Item, typename Place>
Status read_list(JsonCursor& cursor, std::vector<Item>& items, Place place) {
    ATTUNE_CHECK(cursor.enter_array());
    for (bool first = true;;) {
        ATTUNE_TRY(const bool more, cursor.next_element(first));
        if (!more) return {};
        Item item;
        ATTUNE_CHECK(read_strings(
            cursor, [&item, &place](std::string_view name) { return place(item, name); }));
        items.push_back(std::move(item));
    }
}

/// The records of a list in a header; each has to be one of `kind`.
Status read_names(JsonCursor& cursor, std::string_view kind, std::vector<journal::Record>& names,
                  const journal::DecodeOptions& options) {
    ATTUNE_CHECK(cursor.enter_array());
    for (bool first = true;;) {
        ATTUNE_TRY(const bool more, cursor.next_element(first));
        if (!more) return {};
        const std::size_t at = cursor.position();
        std::string line;
        ATTUNE_CHECK(cursor.copy_value(line));
        auto record = journal::decode_record(line, options);
        if (!record) return cursor.error_at(at, record.error().message);
        if (record->kind != kind || !journal::name_of(*record))
            return cursor.error_at(at, fmt::format("no record of kind {}", kind));
        names.push_back(*std::move(record));
    }
}

void append_names(std::string& out, std::string_view member,
                  const std::vector<journal::Record>& names) {
    out += fmt::format(",\"{}\":[", member);
    for (const journal::Record& name : names) {
        if (out.back() != '[') out.push_back(',');
        out += journal::encode_record(name);
    }
    out.push_back(']');
}

std::string* definition_member(JsonlHeader::Definition& definition, std::string_view name) {
    if (name == "id") return &definition.id;
    if (name == "kind") return &definition.kind;
    if (name == "slug") return &definition.slug;
    if (name == "version") return &definition.version;
    if (name == "sha256") return &definition.sha256;
    if (name == "toml") return &definition.toml;
    return nullptr;
}

Status read_header_member(JsonCursor& cursor, const std::string& name, JsonlHeader& header,
                          std::vector<std::pair<std::string, std::string>>& extra,
                          const journal::DecodeOptions& options) {
    const std::size_t at = cursor.position();
    if (name == "schema") {
        ATTUNE_TRY(const double schema, cursor.number());
        if (schema == journal::kRecordSchema) return {};
        auto refused = cursor.error_at(at, "written by a newer version of attune");
        refused.value().kind = ErrorKind::TooNew;
        return refused;
    }
    if (name == "type") {
        ATTUNE_TRY(const std::string type, cursor.string());
        if (type != "header") return cursor.error_at(at, "no header");
        return {};
    }
    if (name == "version") {
        ATTUNE_TRY(header.version, cursor.string());
        return {};
    }
    if (name == "people") return read_names(cursor, journal::kPersonKind, header.people, options);
    if (name == "vocabulary")
        return read_names(cursor, journal::kWordKind, header.vocabulary, options);
    if (name == "definitions") return read_list(cursor, header.definitions, definition_member);
    std::string value;
    ATTUNE_CHECK(cursor.copy_value(value));
    extra.emplace_back(name, std::move(value));
    return {};
}

}  // namespace

std::string encode_header(const JsonlHeader& header) {
    std::string out = fmt::format("{{\"schema\":{},\"type\":\"header\"", journal::kRecordSchema);
    member(out, "version", header.version);
    append_names(out, "people", header.people);
    append_names(out, "vocabulary", header.vocabulary);
    out += ",\"definitions\":[";
    for (const JsonlHeader::Definition& definition : header.definitions) {
        if (out.back() != '[') out.push_back(',');
        out.push_back('{');
        member(out, "id", definition.id);
        member(out, "kind", definition.kind);
        member(out, "slug", definition.slug);
        member(out, "version", definition.version);
        member(out, "sha256", definition.sha256);
        member(out, "toml", definition.toml);
        out.push_back('}');
    }
    out.push_back(']');
    if (header.extra.size() > 2) out += "," + header.extra.substr(1, header.extra.size() - 2);
    out.push_back('}');
    return out;
}

Result<JsonlHeader> decode_header(std::string_view line, const journal::DecodeOptions& options) {
    if (!is_utf8(line))
        return fail(ErrorKind::BadInput, "bytes that are not UTF-8", "save the file as UTF-8");
    JsonCursor cursor(line);
    JsonlHeader header;
    std::vector<std::pair<std::string, std::string>> extra;
    ATTUNE_CHECK(cursor.enter_object());
    std::string name;
    for (bool first = true;;) {
        ATTUNE_TRY(const bool more, cursor.next_member(name, first));
        if (!more) break;
        ATTUNE_CHECK(read_header_member(cursor, name, header, extra, options));
    }
    ATTUNE_CHECK(cursor.end());
    std::sort(extra.begin(), extra.end());
    for (const auto& entry : extra) {
        header.extra.push_back(header.extra.empty() ? '{' : ',');
        append_json_string(header.extra, entry.first);
        header.extra += ":" + entry.second;
    }
    if (!header.extra.empty()) header.extra.push_back('}');
    return header;
}

bool is_header(std::string_view line) {
    // Nearly every line is a record: look closer only where the word stands.
    if (line.find("\"header\"") == std::string_view::npos || !is_utf8(line)) return false;
    JsonCursor cursor(line);
    if (!cursor.enter_object()) return false;
    std::string name;
    std::string passed_over;
    for (bool first = true;;) {
        const auto more = cursor.next_member(name, first);
        if (!more || !*more) return false;
        if (name == "type") {
            const auto type = cursor.string();
            return type && *type == "header";
        }
        if (!cursor.copy_value(passed_over)) return false;
        passed_over.clear();
    }
}

RecordId imported_id(const StoreId& store, std::string_view source, std::string_view source_key) {
    return hashed("attune import", store, source, source_key);
}

RecordId JsonlReader::make_id(const journal::Record& record) {
    if (!record.source_key.empty())
        return imported_id(options_.store, record.source, record.source_key);
    const RecordId same = hashed("attune line", options_.store, journal::encode_record(record), {});
    const std::uint64_t number = equal_lines_[std::string(as_text(same.view()))]++;
    return number == 0 ? same
                       : hashed("attune line", options_.store, as_text(same.view()),
                                std::to_string(number));
}

void JsonlReader::set_aside(const Error& error) {
    ++report_.set_aside;
    if (report_.listed.size() < JsonlReport::kListedMax) {
        report_.listed.push_back({report_.lines, error.where, error.message});
    }
}

void JsonlReader::queue_names(const JsonlHeader& header) {
    for (const auto* list : {&header.vocabulary, &header.people}) {
        for (journal::Record record : *list) {
            if (record.id.is_zero()) {
                const auto name = journal::name_of(record);
                record.id = imported_id(options_.store, record.kind,
                                        name ? name->facet + " " + name->origin : record.text);
            }
            names_.push_back(std::move(record));
        }
    }
    std::reverse(names_.begin(), names_.end());
}

Result<std::optional<journal::Record>> JsonlReader::next() {
    if (!names_.empty()) {
        journal::Record name = std::move(names_.back());
        names_.pop_back();
        return name;
    }
    while (true) {
        ATTUNE_TRY(auto line, lines_());
        if (!line) break;
        ++report_.lines;
        if (line->too_long) {
            set_aside({ErrorKind::TooLarge,
                       fmt::format("a line of more than {} MiB", kLineBytesMax >> 20)});
            continue;
        }
        if (trim(line->text).empty()) continue;
        if (is_header(line->text)) {
            auto header = decode_header(line->text, options_.decode);
            if (!header) {
                set_aside(header.error());
            } else if (!report_.header) {
                report_.header = *std::move(header);
                queue_names(*report_.header);
                if (!names_.empty()) return next();
            }
            continue;
        }
        auto record = journal::decode_record(line->text, options_.decode);
        if (!record) {
            set_aside(record.error());
            continue;
        }
        if (record->id.is_zero()) record->id = make_id(*record);
        ++report_.records;
        return *std::move(record);
    }
    if (report_.records == 0 && report_.set_aside > 0 && !report_.header) {
        const SetAside& first = report_.listed.front();
        return fail(ErrorKind::BadInput, "no line of this is a record: " + first.reason,
                    "a JSON Lines file holds one record a line; 'attune help formats' shows one",
                    first.column.empty() ? fmt::format("{}", first.line)
                                         : fmt::format("{}:{}", first.line, first.column));
    }
    return std::nullopt;
}

Status JsonlWriter::line(const std::string& text) {
    waiting_ += text;
    waiting_.push_back('\n');
    if (waiting_.size() < kPieceBytes) return {};
    return finish();
}

Status JsonlWriter::record(const journal::Record& record) {
    ATTUNE_CHECK(line(journal::encode_record(record)));
    ++records_;
    return {};
}

Status JsonlWriter::finish() {
    if (waiting_.empty()) return {};
    const std::string piece = std::exchange(waiting_, {});
    return sink_(piece);
}

bool exports_before(const journal::Record& a, const journal::Record& b) {
    return a.at.utc != b.at.utc ? a.at.utc < b.at.utc : a.id < b.id;
}

}  // namespace attune::exchange
