#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "attune/db/connection.hpp"
#include "attune/journal/record.hpp"
#include "attune/store/logbook.hpp"

namespace attune::store {

/// One immutable revision of a record, as it stands in the tables.
struct Revision {
    RevisionId id;
    RecordId record;
    DeviceId device;  ///< its origin: a device, or the first 8 bytes of an import's batch id
    std::uint64_t sequence = 0;  ///< counted by the origin, from 1
    std::uint64_t clock = 0;
    std::int64_t created_ms = 0;
    std::vector<RevisionId> parents;
    std::optional<RecordId> batch;
    bool removed = false;  ///< a tombstone; `content` is empty
    journal::Record content;
};

/// Writes and reads revisions, with statements that stay prepared: a million rows cost a million
/// steps.
///
/// Invariants:
///   1. a revision id is in the tables at most once;
///   2. of each record exactly one revision is shown: among the leaves (revisions without a child)
///   those that are no
///      tombstone win, then the highest (clock, device);
///   3. the full-text index holds the shown revisions that are no tombstone, and nothing else;
///   4. no row belongs to a record in table forgotten;
///   5. table conflict holds the live records with more than one leaf.
class Rows {
  public:
    explicit Rows(db::Connection& connection) : connection_(connection) {}

    /// Adds a revision; false when it is there already or its record is forgotten. Of an import
    /// that was made on two devices the earlier one counts, whichever comes first.
    [[nodiscard]] Result<bool> insert(const Revision& revision);
    /// Removes every row of a record for ever and leaves its id among the forgotten ones; false
    /// when it was there already. The full-text index has to be rebuilt afterwards.
    [[nodiscard]] Result<bool> forget(const RecordId& id);
    [[nodiscard]] Result<bool> is_forgotten(const RecordId& id);
    /// A number of a device that stands for no row.
    [[nodiscard]] Status pass(const DeviceId& device, std::uint64_t sequence);
    /// The same, unless a row has the number.
    [[nodiscard]] Status pass_unless_taken(const DeviceId& device, std::uint64_t sequence);
    /// True when a row of the device has a higher number.
    [[nodiscard]] Result<bool> has_later(const DeviceId& device, std::uint64_t sequence);
    [[nodiscard]] Status insert_definition(const DefinitionText& definition);

    [[nodiscard]] Result<std::optional<std::int64_t>> find_revision(const RevisionId& id);
    [[nodiscard]] Result<std::vector<RevisionId>> parents_of(const RevisionId& id);
    /// The whole revision in row n of table entry.
    [[nodiscard]] Result<Revision> load(std::int64_t n);
    /// Row numbers of the leaves of a record, the shown one first.
    [[nodiscard]] Result<std::vector<std::int64_t>> leaves(const RecordId& id);
    /// The shown row of the record with this source and key.
    [[nodiscard]] Result<std::optional<std::int64_t>> find_source(const std::string& source,
                                                                  const std::string& key);
    [[nodiscard]] Result<std::optional<std::int64_t>> shown_row(const RecordId& id);

  private:
    [[nodiscard]] Status take_earlier_origin(const Revision& revision);
    [[nodiscard]] Status insert_parts(std::int64_t n, const journal::Record& record);
    [[nodiscard]] Status choose_shown(const RecordId& id, std::int64_t added, bool is_only_one);
    [[nodiscard]] Status set_shown(std::int64_t n, bool shown);
    [[nodiscard]] Status mark_conflict(const RecordId& id, bool conflict);
    [[nodiscard]] Status index_words(std::int64_t n, bool add);
    [[nodiscard]] Status note_sequence(const DeviceId& device, std::uint64_t sequence);

    db::Connection& connection_;
    std::map<DeviceId, std::uint64_t> upto_;  ///< table origin, as far as it was used
};

[[nodiscard]] std::string_view precision_name(journal::Precision precision);
[[nodiscard]] std::optional<journal::Precision> precision_named(std::string_view name);

}  // namespace attune::store
