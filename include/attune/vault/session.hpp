#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attune/db/connection.hpp"
#include "attune/vault/keys.hpp"
#include "attune/vault/private_state.hpp"

namespace attune::vault {

/// A frame of some device's inbox that verified and opened.
struct InboxFrame {
    DeviceId device;
    std::uint64_t sequence = 0;
    crypto::Hash32 tag{};
    Bytes body;
};

/// What became of a frame's content.
enum class FrameVerdict {
    Applied,
    Refused,  ///< it does not say what its frame says, or cannot be read: set aside, never dropped
    Waits,    ///< it speaks of a revision that has not arrived; it is tried again, now and later
};

/// Puts one frame's content into the database.
using ApplyFrame = std::function<Result<FrameVerdict>(db::Connection&, const InboxFrame&)>;

/// Adds what another device's image holds beyond ours; returns the number of revisions added.
using MergeImage =
    std::function<Result<std::uint64_t>(db::Connection& ours, db::Connection& theirs)>;

/// What the room above asks of a generation that is about to be written.
struct Sealing {
    /// Older generations of this device hold what is to be gone: they go as soon as two that do not
    /// are there. 0: none.
    std::uint64_t oldest_kept = 0;
    bool compact = false;  ///< rewrite the database, so that no deleted byte stays
};

/// How the room above understands frames and images. The functions may be empty from `prepare` on.
struct Applier {
    ApplyFrame frame;
    MergeImage image;
    /// TooNew when the database was written by a program that this one must not read.
    std::function<Status(db::Connection&)> readable = {};
    /// Called before anything is applied: adds tables that an older program did not make.
    std::function<Status(db::Connection&)> prepare = {};
    /// Like `image`, but looks at every revision of the other image; used by folds.
    MergeImage whole_image = {};
    /// A frame of this device was verified and set aside: its number stands for no record.
    std::function<Status(db::Connection&, const DeviceId&, std::uint64_t sequence)> skipped = {};
    /// Called once in a fold that writes, when everything is in.
    std::function<Result<Sealing>(db::Connection&, std::uint64_t generation)> seal = {};
};

/// A generation that is not to be opened again: a chunk of it turned out not to open while it was
/// read.
struct DamagedGeneration {
    std::string path;
    Error error;
};

/// What a reader found on its way in.
struct SessionFacts {
    DeviceId base_device;  ///< whose generation was opened
    std::uint64_t base_generation = 0;
    std::uint64_t image_bytes = 0;
    std::uint64_t frames_waiting = 0;  ///< frames not yet in the generation
    std::uint64_t frame_bytes_waiting = 0;
    std::uint64_t frames_total = 0;
    std::uint64_t frames_set_aside = 0;
    std::uint64_t base_chunks = 0;
    /// A newer generation is damaged and was passed over. Folding then refuses; whatever is written
    /// goes to the inbox.
    bool fell_back = false;
    /// Other devices changed which secrets open the store, or this one left a root: its newest file
    /// does not say so yet, and the next fold does.
    bool keys_waiting = false;
    std::vector<std::string> warnings;  ///< for stderr
    std::vector<Told> told;             ///< those of the warnings that are said once only
};

/// The newest generation, opened lazily, with every waiting frame applied in memory. Takes no lock
/// and writes nothing.
///
/// Keeps the invariant of store.md: every acknowledged record is in this device's newest valid
/// generation or in an inbox segment, and a reader takes the union by revision id. Segments are
/// read before the generation is chosen, so a fold in between leaves the union whole.
///
/// A generation whose header or first chunk is damaged, or a chunk that waiting frames touch, is
/// passed over for an older one; `facts().warnings` says so. Other chunks are opened when a
/// statement needs them: an error then makes `damage` speak, and the caller may open again past it.
class Session {
  public:
    /// `passed_over` are generations whose damage an earlier session came upon.
    [[nodiscard]] static Result<Session> open(
        host::Host& host, const Location& location, const Keys& keys, const Applier& applier,
        const std::vector<DamagedGeneration>& passed_over = {});
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    ~Session();

    [[nodiscard]] db::Connection& database();
    [[nodiscard]] const SessionFacts& facts() const;
    /// Chunks opened from the file so far.
    [[nodiscard]] std::uint64_t chunks_opened() const;
    /// What is wrong with the generation that is read, as far as it has been read; nothing while
    /// all of that opened.
    [[nodiscard]] std::optional<DamagedGeneration> damage() const;

  private:
    struct State;
    [[nodiscard]] static Result<std::unique_ptr<State>> try_open(
        host::Host& host, const Location& location, const Keys& keys, const Applier& applier,
        std::vector<DamagedGeneration>& damaged);
    explicit Session(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

struct FoldResult {
    bool written = false;
    std::uint64_t generation = 0;
    std::uint64_t frames = 0;
    std::uint64_t image_bytes = 0;
};

struct BaseChooser;

struct FoldRequest {
    Applier applier;
    /// Further changes to the database in the same generation (imports); empty for none. True when
    /// it changed anything.
    std::function<Result<bool>(db::Connection&)> change = {};
    /// Writes a generation also when nothing waits.
    bool force = false;
    /// Secrets that must open the new generation before it gets its name.
    std::vector<const GivenSecret*> prove = {};
    /// A device that writes no more: what stands behind its last frame is no frame on its way.
    std::optional<DeviceId> gone = {};
    /// For a repair: where the new generation starts from instead of the newest one.
    BaseChooser* base = nullptr;
};

/// Writes what waits into a new generation, in the crash order of store.md. Nothing is written when
/// nothing waits and `change` changed nothing. Damaged when the newest generation of this device is
/// damaged: folding never falls back. The device's identity is made first when this machine has
/// none.
[[nodiscard]] Result<FoldResult> fold(host::Host& host, const Location& location, const Keys& keys,
                                      const FoldRequest& request);

/// Makes sure that this machine has an identity for the store, so that it can log while locked, and
/// that it seals to the newest root that is known. When it goes over to another root, the last
/// sequence it wrote under the old one is taken down. A machine that already seals to a newer root
/// than these keys know stays with that as long as a file under it is in the folder.
[[nodiscard]] Status ensure_identity(host::Host& host, const Location& location, const Keys& keys);

/// Everything that can be checked without the schema: every header, every chunk of every
/// generation, every frame.
struct VaultCheck {
    std::uint64_t generations = 0;
    std::uint64_t chunks = 0;
    std::uint64_t copies = 0;  ///< conflicted copies of generations that open whole
    std::uint64_t frames = 0;
    std::vector<std::string> problems;
    std::vector<std::string> notes;
};
/// A piece of an inbox, as a check comes upon it.
struct CheckedPiece {
    DeviceId device;
    std::uint64_t sequence = 0;  ///< 0: it is no frame
    crypto::Hash32 tag{};        ///< of a frame; else the hash of its bytes
    crypto::Hash32 hash{};       ///< of its bytes
};
/// `is_settled` (may be empty) tells which pieces that do not verify a person has accepted: they
/// are no problem any more.
[[nodiscard]] Result<VaultCheck> check_files(
    host::Host& host, const Location& location, const Keys& keys,
    const std::function<bool(const CheckedPiece&)>& is_settled = {});

}  // namespace attune::vault
