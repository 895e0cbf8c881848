#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "attune/base/bytes.hpp"
#include "attune/base/result.hpp"
#include "attune/crypto/secret.hpp"

/// The few constructions the store is built from, each a thin layer over libsodium. Sizes are fixed
/// by format 1.
namespace attune::crypto {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kNonceBytes = 24;    ///< XChaCha20
inline constexpr std::size_t kTagBytes = 16;      ///< Poly1305
inline constexpr std::size_t kSaltBytes = 16;     ///< Argon2id
inline constexpr std::size_t kBoxSealBytes = 48;  ///< what crypto_box_seal adds

using Hash32 = std::array<std::uint8_t, 32>;
using Nonce = std::array<std::uint8_t, kNonceBytes>;
using PublicKey = std::array<std::uint8_t, 32>;

/// BLAKE2b-256 of the parts in order; keyed when `key` (16 to 64 bytes) is given.
[[nodiscard]] Hash32 hash32(std::initializer_list<ByteView> parts, ByteView key = {});
/// SHA-256, for names of texts that other tools (sha256sum) can check.
[[nodiscard]] Hash32 sha256(ByteView data);
/// BLAKE2b with a key, `size` bytes (16 to 64) into locked memory.
[[nodiscard]] Secret keyed_hash(std::initializer_list<ByteView> parts, ByteView key,
                                std::size_t size);
/// BLAKE2b-128, for ids that follow from content.
[[nodiscard]] std::array<std::uint8_t, 16> hash16(std::initializer_list<ByteView> parts);

/// crypto_kdf: the subkey `number` of a 32-byte root under the context "attune01".
[[nodiscard]] Secret derive(const Secret& root, std::uint64_t number);

struct Argon2Cost {
    std::uint32_t passes;
    std::uint64_t memory_bytes;
};

/// Argon2id13, 64 bytes. TooLarge when the memory cannot be had.
[[nodiscard]] Result<Secret> stretch(ByteView passphrase,
                                     const std::array<std::uint8_t, kSaltBytes>& salt,
                                     Argon2Cost cost);

/// XChaCha20-Poly1305: `out` must be plain.size() + 16 bytes.
void seal_into(MutableByteView out, ByteView plain, ByteView associated, const Nonce& nonce,
               ByteView key);
[[nodiscard]] Bytes seal(ByteView plain, ByteView associated, const Nonce& nonce, ByteView key);
/// False when the bytes do not belong to this key, nonce and associated data; `out` (sealed.size()
/// - 16 bytes) is then unspecified.
[[nodiscard]] bool open_into(MutableByteView out, ByteView sealed, ByteView associated,
                             const Nonce& nonce, ByteView key);
/// The plain bytes in locked memory, or an empty Secret when they do not open.
[[nodiscard]] Secret open_secret(ByteView sealed, ByteView associated, const Nonce& nonce,
                                 ByteView key);

/// An X25519 pair from a 32-byte seed.
struct BoxPair {
    PublicKey public_key{};
    Secret secret_key;
};
[[nodiscard]] BoxPair make_box_pair(const Secret& seed);

/// crypto_box_seal: anyone with the public key can seal, only the pair opens.
[[nodiscard]] Bytes box_seal(ByteView plain, const PublicKey& to);
/// False when it does not open; `out` is sealed.size() - 48 bytes.
[[nodiscard]] bool box_open(MutableByteView out, ByteView sealed, const BoxPair& pair);

}  // namespace attune::crypto
