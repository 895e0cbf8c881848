#include "vault/slot.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace attune::vault {

namespace {

constexpr std::string_view kSlotContext = "attune-slot-1";

/// 64 bytes of which the first 32 wrap the root and the last 32 are the commitment.
Result<crypto::Secret> slot_keys(const Slot& slot, const GivenSecret& secret) {
    if (slot.kdf == Kdf::Argon2id) {
        return crypto::stretch(secret.bytes.view(), slot.salt,
                               {slot.passes, std::uint64_t{slot.memory_kib} * 1024});
    }
    return crypto::keyed_hash({as_bytes(kSlotContext), slot.salt}, secret.bytes.view(), 64);
}

/// The slot's bytes before the sealed field.
Bytes associated_data(const Slot& slot) {
    ByteWriter out;
    encode_slot(out, slot);
    Bytes bytes = std::move(out).take();
    bytes.resize(kSlotBytes - slot.sealed.size());
    return bytes;
}

}  // namespace

void encode_slot(ByteWriter& out, const Slot& slot) {
    out.u8(slot.version);
    out.raw(slot.id.view());
    out.u8(static_cast<std::uint8_t>(slot.type));
    out.u8(static_cast<std::uint8_t>(slot.kdf));
    out.u32(slot.passes);
    out.u32(slot.memory_kib);
    out.raw(slot.salt);
    out.raw(slot.commitment);
    out.raw(slot.nonce);
    out.raw(slot.sealed);
}

Slot decode_slot(ByteReader& in) {
    Slot slot;
    slot.version = in.u8();
    in.fill(slot.id.bytes);
    slot.type = static_cast<SlotType>(in.u8());
    slot.kdf = static_cast<Kdf>(in.u8());
    slot.passes = in.u32();
    slot.memory_kib = in.u32();
    in.fill(slot.salt);
    in.fill(slot.commitment);
    in.fill(slot.nonce);
    in.fill(slot.sealed);
    return slot;
}

Result<Slot> make_slot(host::Environment& environment, const GivenSecret& secret, bool low_memory,
                       const Keys& keys) {
    Slot slot;
    slot.type = secret.type;
    environment.random(slot.id.bytes);
    environment.random(slot.salt);
    environment.random(slot.nonce);
    if (secret.type == SlotType::Passphrase) {
        slot.kdf = Kdf::Argon2id;
        slot.passes = kArgonPasses;
        slot.memory_kib =
            static_cast<std::uint32_t>((low_memory ? kArgonMemoryLow : kArgonMemory) >> 10);
        ATTUNE_CHECK(check_cost(slot, environment.available_memory()));
    } else {
        slot.kdf = Kdf::Keyed;
    }
    ATTUNE_TRY(const crypto::Secret derived, slot_keys(slot, secret));
    std::copy_n(derived.view().data() + 32, 32, slot.commitment.begin());

    crypto::Secret plain(52);
    std::copy_n(keys.root.view().data(), 32, plain.bytes().data());
    std::copy_n(keys.store.bytes.data(), 16, plain.bytes().data() + 32);
    for (std::size_t i = 0; i < 4; ++i) {
        plain.bytes()[48 + i] = static_cast<std::uint8_t>(keys.epoch >> (8 * i));
    }
    crypto::seal_into(slot.sealed, plain.view(), associated_data(slot), slot.nonce,
                      derived.view().first(32));
    return slot;
}

Status check_cost(const Slot& slot, std::uint64_t available_memory) {
    if (slot.kdf != Kdf::Argon2id) return {};
    const std::uint64_t memory = std::uint64_t{slot.memory_kib} * 1024;
    if (memory < kArgonMemoryMin || memory > kArgonMemoryMax || slot.passes < kArgonPassesMin ||
        slot.passes > kArgonPassesMax || memory * slot.passes > kArgonWorkMax) {
        return fail(
            ErrorKind::DamagedSlot,
            fmt::format(
                "a passphrase slot asks for {} MiB and {} passes, outside what attune writes",
                memory >> 20, slot.passes),
            "unlock with the key file or the recovery code");
    }
    if (memory + (memory >> 4) > available_memory) {
        return fail(ErrorKind::TooLarge,
                    fmt::format("the passphrase needs {} MiB of memory and {} MiB are free",
                                memory >> 20, available_memory >> 20),
                    "close other programs, or unlock with the key file or the recovery code");
    }
    return {};
}

Result<OpenedSlot> open_slot(const Slot& slot, const GivenSecret& secret,
                             std::uint64_t available_memory) {
    ATTUNE_CHECK(check_cost(slot, available_memory));
    ATTUNE_TRY(const crypto::Secret derived, slot_keys(slot, secret));
    if (!crypto::equal(derived.view().subspan(32), slot.commitment)) {
        return fail(ErrorKind::WrongSecret, "this secret does not open the slot");
    }
    const crypto::Secret plain = crypto::open_secret(slot.sealed, associated_data(slot), slot.nonce,
                                                     derived.view().first(32));
    if (plain.size() != 52) {
        return fail(ErrorKind::DamagedSlot,
                    fmt::format("the secret is right, but key slot {} is damaged",
                                slot.id.hex().substr(0, 8)),
                    "unlock with another secret, or restore an older copy of the folder");
    }
    OpenedSlot opened;
    opened.root = crypto::Secret::copy_of(plain.view().first(32));
    ByteReader in(plain.view().subspan(32));
    in.fill(opened.store.bytes);
    opened.epoch = in.u32();
    return opened;
}

}  // namespace attune::vault
