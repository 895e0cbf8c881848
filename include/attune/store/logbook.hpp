#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/host/host.hpp"
#include "attune/journal/record.hpp"
#include "attune/vault/location.hpp"

namespace attune::store {

/// What a write left behind, for the echo.
struct Receipt {
    RecordId record;
    RevisionId revision;
    /// The first digits of the record id, as many as are printed now (4 to 10).
    std::string short_id;
    /// True when the store folder could not be written: the sealed record waits in the private
    /// state of this machine and joins the store with the next write.
    bool kept_aside = false;
};

/// The text of a questionnaire or form that a record was made with, kept once per digest.
struct DefinitionText {
    std::string kind;  ///< questionnaire, form, practice
    std::string slug;  ///< its id
    std::string version;
    std::string sha256;  ///< lower-case hexadecimal digest of `toml`; names the text
    std::string toml;
};

/// One of the last 20 writes of this machine, newest first: ids and time, never content.
struct RecentWrite {
    enum class What : std::uint8_t {
        Added = 1,
        Removed = 2,
        Restored = 3,
        Changed = 4,
        Imported = 5,
        Named = 6  ///< a person or a word was added or changed; `last` never means these
    };
    RecordId record = {};
    RevisionId revision = {};
    host::Time time{};
    What what = What::Added;
    bool is_undo = false;  ///< this write took another one back
    bool undone = false;   ///< this write was taken back
};

/// The door that needs no secret: adds sealed records to this device's inbox. Every successful call
/// has been written and fsynced before it returns; on any error nothing was added.
class Logbook {
  public:
    /// NoStore when there is no store; Locked when this machine has never unlocked it.
    [[nodiscard]] static Result<Logbook> open(host::Host& host, const vault::Location& location);
    Logbook(Logbook&&) noexcept;
    Logbook& operator=(Logbook&&) noexcept;
    ~Logbook();

    /// Adds a new record; a zero id is replaced by a random one. TooLarge above 1 MiB of sealed
    /// content.
    [[nodiscard]] Result<Receipt> add(journal::Record record,
                                      const std::optional<DefinitionText>& definition = {});
    /// Adds a record that stands beside the journal without being asked for: no write that `recent`
    /// lists, that `last` means or that `undo` takes back. Its id is not zero. Where the store
    /// folder cannot be written nothing is kept and the error comes back.
    [[nodiscard]] Status keep(journal::Record record);
    /// Writes a new revision of a record over its `parents` (the ids shown by Library::load).
    [[nodiscard]] Result<Receipt> change(journal::Record record,
                                         const std::vector<RevisionId>& parents,
                                         const std::optional<DefinitionText>& definition = {});
    /// Hides a record (a tombstone over the given revisions); `undo` brings it back.
    [[nodiscard]] Result<Receipt> remove(const RecordId& record,
                                         const std::vector<RevisionId>& parents);
    /// Takes back one of the recent writes: an added record is removed, a removed or changed one
    /// stands again as it was before. Works without a secret.
    [[nodiscard]] Result<Receipt> undo(const RecentWrite& write);

    /// The store that this logbook writes to.
    [[nodiscard]] const StoreId& store() const;
    [[nodiscard]] std::vector<RecentWrite> recent() const;
    /// The newest write that was neither taken back nor is itself an undo; NotFound when there is
    /// none.
    [[nodiscard]] Result<RecentWrite> last_undoable() const;
    /// The newest recent write whose record fits `last`, `last-2` or a prefix of its id. NotFound,
    /// or Ambiguous with the candidates in the hint.
    [[nodiscard]] Result<RecentWrite> find_recent(std::string_view short_id) const;

  private:
    struct State;
    explicit Logbook(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace attune::store
