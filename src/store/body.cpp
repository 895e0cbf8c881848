#include "store/body.hpp"

#include <nlohmann/json.hpp>

#include "attune/journal/record_json.hpp"

namespace attune::store {

namespace {

using Json = nlohmann::ordered_json;

/// Levels of JSON in a body: those of a record, and the body around it.
constexpr int kDepthMax = 72;

std::string_view op_name(Body::Op op) {
    switch (op) {
        case Body::Op::Put:
            return "put";
        case Body::Op::Remove:
            return "remove";
        case Body::Op::Undo:
            return "undo";
    }
    return "";
}

tl::unexpected<Error> not_a_body(const char* what) {
    return fail(ErrorKind::BadInput, std::string("an inbox frame holds no record: ") + what);
}

const std::string* text_of(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get_ptr<const std::string*>()
                                                       : nullptr;
}

template <typename AnyId>
bool read_id(const Json& object, const char* name, AnyId& out) {
    const std::string* text = text_of(object, name);
    const auto id = text != nullptr ? AnyId::from_hex(*text) : std::nullopt;
    if (id) out = *id;
    return id.has_value();
}

std::optional<DefinitionText> read_definition(const Json& object) {
    DefinitionText definition;
    for (const auto& [name, target] : {std::pair{"kind", &definition.kind},
                                       {"slug", &definition.slug},
                                       {"version", &definition.version},
                                       {"sha256", &definition.sha256},
                                       {"toml", &definition.toml}}) {
        const std::string* text = text_of(object, name);
        if (text == nullptr) return std::nullopt;
        *target = *text;
    }
    return definition;
}

}  // namespace

Bytes encode_body(const Body& body) {
    Json json;
    json["v"] = 1;
    json["store"] = body.store.hex();
    json["device"] = body.device.hex();
    json["seq"] = body.sequence;
    json["clock"] = body.clock;
    json["op"] = op_name(body.op);
    json["record"] = body.record.hex();
    json["rev"] = body.revision.hex();
    json["parents"] = Json::array();
    for (const RevisionId& parent : body.parents)
        json["parents"].push_back(parent.hex());
    json["created"] = body.created_ms;
    if (body.undoes) json["undoes"] = body.undoes->hex();
    if (body.definition) {
        json["definition"] = {{"kind", body.definition->kind},
                              {"slug", body.definition->slug},
                              {"version", body.definition->version},
                              {"sha256", body.definition->sha256},
                              {"toml", body.definition->toml}};
    }
    std::string text = json.dump();
    if (body.entry) {
        // The entry is kept in its own canonical form, as an export writes it.
        text.pop_back();
        text += ",\"entry\":" + journal::encode_record(*body.entry) + "}";
    }
    const ByteView bytes = as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

Result<Body> decode_body(ByteView bytes) {
    Body body;
    try {
        // What is nested deeper than any record would be walked through by recursion.
        bool too_deep = false;
        const auto look = [&](int depth, Json::parse_event_t, Json&) {
            too_deep = too_deep || depth > kDepthMax;
            return !too_deep;
        };
        const Json json = Json::parse(bytes.begin(), bytes.end(), look);
        if (too_deep) return not_a_body("nested too deep");
        if (!json.is_object()) return not_a_body("not an object");
        const auto number = [&](const char* name) -> const Json* {
            const auto found = json.find(name);
            return found != json.end() && found->is_number_integer() ? &*found : nullptr;
        };
        const Json* sequence = number("seq");
        const Json* clock = number("clock");
        const Json* created = number("created");
        const std::string* op = text_of(json, "op");
        if (sequence == nullptr || clock == nullptr || created == nullptr || op == nullptr ||
            !read_id(json, "store", body.store) || !read_id(json, "device", body.device) ||
            !read_id(json, "record", body.record) || !read_id(json, "rev", body.revision)) {
            return not_a_body("a member is missing");
        }
        if (body.record.is_zero() || body.revision.is_zero()) return not_a_body("an id of zeros");
        body.sequence = sequence->get<std::uint64_t>();
        body.clock = clock->get<std::uint64_t>();
        body.created_ms = created->get<std::int64_t>();
        if (const auto parents = json.find("parents");
            parents != json.end() && parents->is_array()) {
            for (const Json& parent : *parents) {
                const auto id = parent.is_string()
                                    ? RevisionId::from_hex(parent.get_ref<const std::string&>())
                                    : std::nullopt;
                if (!id) return not_a_body("a parent is no id");
                body.parents.push_back(*id);
            }
        }
        if (*op == "put") {
            body.op = Body::Op::Put;
            const auto entry = json.find("entry");
            if (entry == json.end()) return not_a_body("no entry");
            ATTUNE_TRY(body.entry, journal::decode_record(entry->dump()));
            body.entry->id = body.record;
            if (const auto definition = json.find("definition");
                definition != json.end() && definition->is_object()) {
                body.definition = read_definition(*definition);
            }
        } else if (*op == "remove") {
            body.op = Body::Op::Remove;
        } else if (*op == "undo") {
            body.op = Body::Op::Undo;
            RevisionId undoes;
            if (!read_id(json, "undoes", undoes)) return not_a_body("nothing to take back");
            body.undoes = undoes;
        } else {
            return not_a_body("an unknown operation");
        }
    } catch (const nlohmann::json::exception&) {
        return not_a_body("not JSON");
    }
    return body;
}

}  // namespace attune::store
