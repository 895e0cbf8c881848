#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/ids.hpp"
#include "attune/base/result.hpp"
#include "attune/crypto/primitives.hpp"
#include "attune/host/host.hpp"
#include "attune/vault/location.hpp"

namespace attune::vault {

/// Names a root without telling it: BLAKE2b-128 of the inbox public key that follows from it.
using RootId = std::array<std::uint8_t, 16>;

/// Everything that follows from the 32-byte root of a store, and the other roots that are known.
/// Whoever holds this can read the whole store.
struct Keys {
    StoreId store;
    std::uint32_t epoch = 1;  ///< counts rotations of the root, from 1
    crypto::Secret root;
    crypto::Secret vault_key;      ///< subkey 1: seals generations
    crypto::BoxPair inbox;         ///< from subkey 2: opens inbox frames
    crypto::Secret device_subkey;  ///< subkey 3: every device's key follows from it
    /// The other roots this store has had, newest last; their own lists are empty. What was sealed
    /// under them still opens, nothing new is sealed under them.
    std::vector<Keys> others;

    [[nodiscard]] static Keys from_root(const StoreId& store, std::uint32_t epoch,
                                        crypto::Secret root);
    /// BLAKE2b-256 keyed by the device subkey over the device id: tags that device's inbox frames.
    [[nodiscard]] crypto::Secret device_key(const DeviceId& device) const;
    [[nodiscard]] RootId root_id() const;
    /// These keys or one of the others: the ones whose inbox public key this is. nullptr when that
    /// root is not known.
    [[nodiscard]] const Keys* under(const crypto::PublicKey& public_key) const;
    /// The same by the fingerprint that inbox frames carry.
    [[nodiscard]] const Keys* under_fingerprint(
        const std::array<std::uint8_t, 8>& fingerprint) const;
    /// Of two roots the one with the higher (epoch, root id) is current.
    [[nodiscard]] bool is_newer_than(const Keys& other) const;
    /// Adds a root (its own others too) unless it is known; the newest of all becomes the current
    /// one.
    void add(Keys more);
    [[nodiscard]] Keys clone() const;
};

enum class SlotType : std::uint8_t { Passphrase = 1, KeyFile = 2, Recovery = 3 };

/// A secret as a person gives it, ready to be tried on slots of its type. Passphrases are
/// normalised (NFC, UTF-8).
struct GivenSecret {
    SlotType type = SlotType::Passphrase;
    crypto::Secret bytes;
};

/// Usage when the passphrase is empty or not UTF-8.
[[nodiscard]] Result<GivenSecret> passphrase_secret(std::string_view passphrase);
/// Reads a key file: exactly 32 bytes. BadInput for any other length.
[[nodiscard]] Result<GivenSecret> key_file_secret(host::Files& files, const std::string& path);
/// Reads a recovery code in any case, with or without blanks and dashes; O counts as 0, I and L
/// as 1. Usage when its check characters do not fit, which tells a typing slip from a wrong code.
[[nodiscard]] Result<GivenSecret> recovery_secret(std::string_view code);

/// A fresh recovery code: 128 random bits and 12 check bits as seven groups of four characters.
[[nodiscard]] std::string make_recovery_code(host::Environment& environment);

/// What a slot says of itself without any secret.
struct SlotInfo {
    SlotId id;
    SlotType type = SlotType::Passphrase;
    std::uint64_t memory_bytes = 0;  ///< 0 unless it stretches a passphrase
    std::uint32_t passes = 0;
};

/// The slots in the newest generation under the newest root of the store. NoStore when there is
/// none; Io when the disk does not give a file that may hold a newer list.
[[nodiscard]] Result<std::vector<SlotInfo>> list_slots(host::Host& host, const Location& location);

/// What stands between a wrong passphrase and minutes of stretching: asked once, before the third
/// slot that costs something, with the number of those left; false ends the search. An empty
/// function never ends it.
struct UnlockTries {
    std::function<bool(std::size_t left)> go_on = {};
};

/// Opens the store's root with one secret. Tries the slots of the secret's type, cheapest first.
///   NoStore        there is no store at the location
///   WrongSecret    no slot answers to it
///   DamagedSlot    a slot answers, but does not open
///   ForeignKey     it opens, but names another store
///   AlteredHeader  it opens, but the header around the slot is not the one that was sealed
///   TooLarge       the memory the slot asks for cannot be had; nothing was allocated
///   Damaged, TooNew the file itself
///
/// Slots are tried under the newest root first. The other roots of the store come from the image
/// that the secret opened, and where that does not hold them (it is damaged, or the root was
/// rotated on two devices at once) from what else the secret opens.
[[nodiscard]] Result<Keys> unlock(host::Host& host, const Location& location,
                                  const GivenSecret& secret, const UnlockTries& tries = {});

/// The slot that a secret opens, and what it opens. Errors as for `unlock`.
struct OpenedBy {
    Keys keys;
    SlotInfo slot;
};
[[nodiscard]] Result<OpenedBy> unlock_slot(host::Host& host, const Location& location,
                                           const GivenSecret& secret,
                                           const UnlockTries& tries = {});

/// Puts the root into the kernel keyring for `seconds`; Refused where the kernel forbids it.
[[nodiscard]] Status remember_keys(host::Host& host, const Location& location, const Keys& keys,
                                   unsigned seconds);
/// The keys from the kernel keyring, when `remember_keys` put them there and they still fit this
/// store.
[[nodiscard]] std::optional<Keys> recall_keys(host::Host& host, const Location& location);
/// Clears the kernel keyring's copy; true when there was one.
[[nodiscard]] Result<bool> forget_keys(host::Host& host, const Location& location);

}  // namespace attune::vault
