#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/store/logbook.hpp"

namespace attune::store {

/// What one inbox frame says: a JSON object with its members in this order. `v` 1, `store`,
/// `device`, `seq` repeat the frame; then `clock`, `op`, `record`, `rev`, `parents`, `created`
/// (ms), and by `op`:
///   put     `entry`: the record as in formats.md, `definition` when it was made with one
///   remove  nothing more
///   undo    `undoes`: the revision that is taken back
/// Ids are hexadecimal.
struct Body {
    enum class Op { Put, Remove, Undo };
    StoreId store;
    DeviceId device;
    std::uint64_t sequence = 0;
    std::uint64_t clock = 0;
    Op op = Op::Put;
    RecordId record;
    RevisionId revision;
    std::vector<RevisionId> parents;
    std::int64_t created_ms = 0;
    std::optional<journal::Record> entry;
    std::optional<DefinitionText> definition;
    std::optional<RevisionId> undoes;
};

[[nodiscard]] Bytes encode_body(const Body& body);
/// BadInput for anything that is not such an object; unknown members are passed over.
[[nodiscard]] Result<Body> decode_body(ByteView bytes);

}  // namespace attune::store
