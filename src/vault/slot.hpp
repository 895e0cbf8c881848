#pragma once

#include "attune/crypto/primitives.hpp"
#include "attune/vault/keys.hpp"
#include "vault/format.hpp"

namespace attune::vault {

enum class Kdf : std::uint8_t { Argon2id = 1, Keyed = 2 };

/// One key slot as it stands in a header: 167 bytes. Everything before `sealed` is its associated
/// data.
struct Slot {
    std::uint8_t version = 1;
    SlotId id;
    SlotType type = SlotType::Passphrase;
    Kdf kdf = Kdf::Argon2id;
    std::uint32_t passes = 0;
    std::uint32_t memory_kib = 0;
    std::array<std::uint8_t, crypto::kSaltBytes> salt{};
    crypto::Hash32 commitment{};
    crypto::Nonce nonce{};
    std::array<std::uint8_t, 68> sealed{};  ///< root 32, store id 16, epoch u32, tag 16

    friend bool operator==(const Slot&, const Slot&) = default;
};

/// The slot's 167 bytes, and the slot of 167 bytes. Decoding judges nothing: unknown types and
/// versions are kept.
void encode_slot(ByteWriter& out, const Slot& slot);
[[nodiscard]] Slot decode_slot(ByteReader& in);

/// A new slot that opens to the root with `secret`.
[[nodiscard]] Result<Slot> make_slot(host::Environment& environment, const GivenSecret& secret,
                                     bool low_memory, const Keys& keys);

/// Refuses costs outside the bounds of format.hpp and costs this machine cannot pay now. Allocates
/// nothing.
[[nodiscard]] Status check_cost(const Slot& slot, std::uint64_t available_memory);

struct OpenedSlot {
    StoreId store;
    std::uint32_t epoch = 0;
    crypto::Secret root;
};

/// WrongSecret when the commitment does not match, DamagedSlot when it matches and the seal does
/// not open.
[[nodiscard]] Result<OpenedSlot> open_slot(const Slot& slot, const GivenSecret& secret,
                                           std::uint64_t available_memory);

}  // namespace attune::vault
