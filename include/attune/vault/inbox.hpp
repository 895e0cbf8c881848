#pragma once

#include <cstdint>
#include <functional>

#include "attune/vault/private_state.hpp"

namespace attune::vault {

/// What an appended frame became.
struct Appended {
    std::uint64_t sequence = 0;
    std::uint64_t clock = 0;
    /// True when the store folder could not be written and the sealed frame stands in the private
    /// state (or the runtime folder) instead; the next append or unlock moves it on.
    bool kept_aside = false;
};

/// What becomes of a frame when the store folder cannot be written: a person's words wait in the
/// private state of this machine; what can be made again does not.
enum class Unwritable { KeepAside, Refuse };

/// The sealed inbox of this device: appends without any secret.
///
/// Invariants:
///   1. Nothing is acknowledged before its frame was written whole and fsynced.
///   2. A frame is appended behind the last frame whose tag holds; an incomplete tail is moved to
///   `<segment>.torn` first.
///   3. Sequence numbers of a device only grow, and two frames of it never share one unless its
///   private state was lost.
class Inbox {
  public:
    /// NoStore when there is no store, Locked when this machine has no identity for it (it never
    /// unlocked the store).
    [[nodiscard]] static Result<Inbox> open(host::Host& host, const Location& location);

    [[nodiscard]] const Identity& identity() const { return identity_; }
    [[nodiscard]] const Seen& seen() const { return seen_; }

    /// Appends the body that `make_body` gives for a sequence number and a clock; `note` may change
    /// what is remembered of the write (writes, entry count). One write and one fsync. On any error
    /// nothing was added.
    [[nodiscard]] Result<Appended> append(
        const std::function<Result<Bytes>(std::uint64_t sequence, std::uint64_t clock)>& make_body,
        const std::function<void(Seen&)>& note, Unwritable unwritable = Unwritable::KeepAside);

  private:
    Inbox(host::Host& host, Location location, Identity identity)
        : host_(&host), location_(std::move(location)), identity_(std::move(identity)) {}

    host::Host* host_;
    Location location_;
    Identity identity_;
    Seen seen_;
};

/// Takes the lock that guards the inbox and `seen` of this machine; waits at most 10 s.
[[nodiscard]] Result<std::unique_ptr<host::Lock>> lock_log(host::Host& host,
                                                           const Location& location,
                                                           const StoreId& store);

/// Changes `seen` under that lock; a failure to write is no error, since `seen` may be lost.
void update_seen(host::Host& host, const Location& location, const StoreId& store,
                 const std::function<void(Seen&)>& change);

}  // namespace attune::vault
