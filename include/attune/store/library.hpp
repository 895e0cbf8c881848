#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/host/host.hpp"
#include "attune/journal/record.hpp"
#include "attune/store/logbook.hpp"
#include "attune/vault/devices.hpp"
#include "attune/vault/keys.hpp"
#include "attune/vault/session.hpp"
#include "attune/vault/slots.hpp"

namespace attune::store {

/// A record as the library shows it.
struct StoredRecord {
    journal::Record record;
    std::vector<RevisionId> leaves;  ///< the revisions nothing follows; more than one is a
                                     ///< conflict, the shown one first
    bool removed = false;            ///< then `record` is what stood there before
};

/// One version of a record.
struct HistoryStep {
    RevisionId revision;
    DeviceId device;  ///< the machine that wrote it; of an import: the first bytes of its batch
    std::int64_t created_ms = 0;  ///< when it was written, UTC
    std::vector<RevisionId> parents;
    bool imported = false;
    bool removed = false;   ///< a tombstone; `record` is empty
    bool shown = false;     ///< what `load` gives
    bool conflict = false;  ///< nothing follows it, and it is not the one that is shown
    journal::Record record;
};

struct FoldReport {
    bool written = false;  ///< false when there was nothing to fold
    std::uint64_t generation = 0;
    std::uint64_t frames = 0;  ///< frames applied
    std::uint64_t image_bytes = 0;
};

/// What `store check` found. `problems` is empty for a store in order.
struct CheckReport {
    std::uint64_t generations = 0;
    std::uint64_t chunks = 0;
    std::uint64_t frames = 0;   ///< in all inbox segments
    std::uint64_t waiting = 0;  ///< of those, not yet folded
    std::uint64_t records = 0;
    std::uint64_t removed = 0;
    std::vector<std::string> problems;
    std::vector<std::string> notes;  ///< things worth saying that are no damage
};

/// One of the devices that share the store.
struct DeviceReport {
    DeviceId device;
    bool own = false;
    std::uint64_t generation = 0;           ///< newest one whose header holds; 0 when there is none
    std::uint64_t seen_generation = 0;      ///< highest this machine has seen
    std::uint64_t bytes = 0;                ///< of its files
    bool unreadable = false;                ///< its newest file is damaged or has not arrived whole
    bool rolled_back = false;               ///< it stands at an older generation than one seen
    bool gone = false;                      ///< it was seen, and has no generation here
    std::optional<std::int64_t> newest_ms;  ///< when its newest record was written, UTC
    std::uint64_t waiting = 0;  ///< its frames that are in no generation of this machine yet
    std::uint64_t missing = 0;  ///< numbers of its writes that have not arrived
    /// Forgotten entries whose words its newest generation may still hold; nothing when that could
    /// not be read.
    std::optional<std::uint64_t> unpurged = 0;
};

/// What forgetting came to.
struct ForgetReport {
    std::vector<RecordId> records;  ///< those asked for, then drafts with words of them
    bool own_files_clean = false;   ///< no generation or inbox of this machine holds the words
    std::string left_for_later;     ///< why not, when they are not clean
    std::vector<DeviceId> others;   ///< machines whose files hold them until their next unlock
    std::vector<std::string> unread_files;  ///< torn or damaged files that nobody looked into
};

/// A piece of an inbox that could not be verified.
struct SetAside {
    std::string id;  ///< 32 hexadecimal digits
    DeviceId device;
    std::uint64_t sequence = 0;  ///< 0: it is no frame
    std::string reason;
    std::uint64_t bytes = 0;
    bool can_be_accepted = false;           ///< it can be read and says what its frame says
    bool is_known = false;                  ///< what it says is in the journal already
    RecordId record_id;                     ///< the record it speaks of, when it can be accepted
    bool removes = false;                   ///< it would delete that record
    bool undoes = false;                    ///< it would take back a change of it
    std::optional<journal::Record> record;  ///< what it would add
};

struct ImportReport {
    std::uint64_t added = 0;
    std::uint64_t present = 0;      ///< were there already
    std::uint64_t names_added = 0;  ///< people and words, which count in neither of the above
    RecordId batch;                 ///< `undo` of this id takes the whole import back
    std::string short_id;
};

/// The whole store, unlocked: the newest generation with every waiting inbox frame applied in
/// memory. Opening reads a few chunks whatever the size of the past. Nothing is written unless a
/// function says so.
class Library {
  public:
    /// `passed_over` are generations that are not to be read, because `damage` spoke of them
    /// before.
    [[nodiscard]] static Result<Library> open(
        host::Host& host, const vault::Location& location, const vault::Keys& keys,
        const std::vector<vault::DamagedGeneration>& passed_over = {});
    Library(Library&&) noexcept;
    Library& operator=(Library&&) noexcept;
    ~Library();

    /// The database with the tables of store/schema.hpp and the views of query/views.hpp.
    [[nodiscard]] db::Connection& database();

    /// Messages that the person wants to read on stderr: a generation that was damaged, frames set
    /// aside, a rollback.
    [[nodiscard]] const std::vector<std::string>& warnings() const;

    /// What is wrong with the file that is read, as far as it has been read; nothing while all of
    /// that opened. An error of any
    /// function here or of a statement may come from that; opening again past the file gives the
    /// older generation and the inboxes.
    [[nodiscard]] std::optional<vault::DamagedGeneration> damage() const;

    /// The record of a full id, a unique prefix (4 digits or more), `last` (newest by time of
    /// writing) or `last-N`. NotFound, or Ambiguous with the candidates in the hint. Removed
    /// records are found by their id alone.
    [[nodiscard]] Result<RecordId> find(std::string_view short_id);
    [[nodiscard]] Result<StoredRecord> load(const RecordId& id);
    /// True when versions of the record were written apart and nothing follows them all.
    [[nodiscard]] Result<bool> is_in_conflict(const RecordId& id);
    /// Every version of a record, in the order of writing. NotFound when there is no such record.
    [[nodiscard]] Result<std::vector<HistoryStep>> history(const RecordId& id);
    /// The record of row `n` of table entry, as stored.
    [[nodiscard]] Result<journal::Record> load_row(std::int64_t n);
    /// Digits of a short id that are enough to be unique for this many entries (4 to 10).
    [[nodiscard]] int short_id_digits();
    [[nodiscard]] std::string short_id(const RecordId& id);

    /// Adds records that `next` hands out (nothing at the end) in one transaction and publishes a
    /// new generation; a record whose id or (source, source_key) is there already adds nothing. On
    /// any error nothing changes.
    /// A person or word whose facet and origin are there already adds nothing either, whatever its
    /// id. `definitions`, when given, is called behind the last record for what the records refer
    /// to.
    [[nodiscard]] Result<ImportReport> import(
        const std::function<Result<std::optional<journal::Record>>()>& next,
        std::string_view source_name,
        const std::function<std::vector<DefinitionText>()>& definitions = {});
    /// True when an import of this record would add nothing.
    [[nodiscard]] Result<bool> holds(const journal::Record& record);
    /// The texts of questionnaires and forms that records were made with, by slug, version and
    /// digest.
    [[nodiscard]] Result<std::vector<DefinitionText>> definitions();
    /// Takes a whole import back; Refused when `batch` is none.
    [[nodiscard]] Result<std::uint64_t> undo_import(const RecordId& batch);

    /// Writes a new generation from what waits in the inboxes.
    [[nodiscard]] Result<FoldReport> fold();
    /// `fold`, when enough waits to be worth it (store.md, "When"); never fails the command that
    /// calls it: what it could not do comes back as text for stderr.
    [[nodiscard]] std::optional<std::string> fold_if_due(bool writing_command);

    /// Adds and removes secrets that open the store; see vault::change_slots.
    [[nodiscard]] Result<vault::SlotsChanged> change_secrets(const vault::SlotChange& change);
    /// Gives the store a new root; see vault::rotate_root. The library still reads what it opened,
    /// and folds nothing any more: its keys are those of before.
    [[nodiscard]] Result<vault::Rotated> rotate_root(const std::vector<vault::KeptSecret>& kept);

    /// The devices that share the store, by id.
    [[nodiscard]] Result<std::vector<DeviceReport>> devices();
    /// Takes the devices as they stand for what later rollbacks are measured by.
    [[nodiscard]] Status accept_devices();

    /// Removes records with all their versions for ever; the bare ids stay, and whatever comes with
    /// them is dropped here and on every other device. Two generations without the words are
    /// written at once, so that older files of this machine can go.
    [[nodiscard]] Result<ForgetReport> forget(const std::vector<RecordId>& ids);

    /// What is set aside, by device and sequence.
    [[nodiscard]] Result<std::vector<SetAside>> set_aside();
    /// Takes pieces into the journal, by id or the start of one; all or none. NotFound, or Refused
    /// for one that cannot be read or speaks of what has not arrived. Returns how many.
    [[nodiscard]] Result<std::uint64_t> accept_set_aside(const std::vector<std::string>& ids);

    /// Opens every chunk and frame and compares counts; SQLite's own integrity check; may take
    /// seconds.
    [[nodiscard]] Result<CheckReport> check();

  private:
    /// True when a forgotten record has to leave the files of this machine.
    [[nodiscard]] Result<bool> purge_is_due();
    [[nodiscard]] Status purge();
    /// Forgotten records that the files of another device may still hold; nothing when that cannot
    /// be told.
    [[nodiscard]] std::optional<std::uint64_t> count_unpurged(const vault::DeviceState& state);

    struct State;
    explicit Library(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attune::store
