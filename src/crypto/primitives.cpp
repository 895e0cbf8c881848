#include "attune/crypto/primitives.hpp"

#include <cstring>
#include <limits>

#include <fmt/format.h>
#include <sodium.h>

#include "attune/base/assert.hpp"

namespace attune::crypto {

namespace {

void hash_into(MutableByteView out, std::initializer_list<ByteView> parts, ByteView key) {
    initialise();
    crypto_generichash_state state;
    ATTUNE_ASSERT(crypto_generichash_init(&state, key.data(), key.size(), out.size()) == 0);
    for (const ByteView part : parts)
        crypto_generichash_update(&state, part.data(), part.size());
    crypto_generichash_final(&state, out.data(), out.size());
    sodium_memzero(&state, sizeof state);
}

}  // namespace

Hash32 hash32(std::initializer_list<ByteView> parts, ByteView key) {
    Hash32 out{};
    hash_into(out, parts, key);
    return out;
}

Hash32 sha256(ByteView data) {
    Hash32 out{};
    crypto_hash_sha256(out.data(), data.data(), data.size());
    return out;
}

Secret keyed_hash(std::initializer_list<ByteView> parts, ByteView key, std::size_t size) {
    Secret out(size);
    hash_into(out.bytes(), parts, key);
    return out;
}

std::array<std::uint8_t, 16> hash16(std::initializer_list<ByteView> parts) {
    std::array<std::uint8_t, 16> out{};
    hash_into(out, parts, {});
    return out;
}

Secret derive(const Secret& root, std::uint64_t number) {
    static_assert(crypto_kdf_KEYBYTES == kKeyBytes);
    ATTUNE_ASSERT(root.size() == kKeyBytes);
    Secret out(kKeyBytes);
    ATTUNE_ASSERT(crypto_kdf_derive_from_key(out.bytes().data(), kKeyBytes, number, "attune01",
                                             root.view().data()) == 0);
    return out;
}

Result<Secret> stretch(ByteView passphrase, const std::array<std::uint8_t, kSaltBytes>& salt,
                       Argon2Cost cost) {
    static_assert(crypto_pwhash_SALTBYTES == kSaltBytes);
    Secret out(64);
    if (crypto_pwhash(out.bytes().data(), 64, reinterpret_cast<const char*>(passphrase.data()),
                      passphrase.size(), salt.data(), cost.passes, cost.memory_bytes,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return fail(ErrorKind::TooLarge,
                    fmt::format("could not take {} MiB of memory to stretch the passphrase",
                                cost.memory_bytes >> 20),
                    "close other programs, or unlock with the key file or the recovery code");
    }
    return out;
}

void seal_into(MutableByteView out, ByteView plain, ByteView associated, const Nonce& nonce,
               ByteView key) {
    static_assert(crypto_aead_xchacha20poly1305_ietf_ABYTES == kTagBytes);
    static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == kNonceBytes);
    ATTUNE_ASSERT(out.size() == plain.size() + kTagBytes && key.size() == kKeyBytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.data(), nullptr, plain.data(), plain.size(),
                                               associated.data(), associated.size(), nullptr,
                                               nonce.data(), key.data());
}

Bytes seal(ByteView plain, ByteView associated, const Nonce& nonce, ByteView key) {
    Bytes out(plain.size() + kTagBytes);
    seal_into(out, plain, associated, nonce, key);
    return out;
}

bool open_into(MutableByteView out, ByteView sealed, ByteView associated, const Nonce& nonce,
               ByteView key) {
    if (sealed.size() < kTagBytes) return false;
    ATTUNE_ASSERT(out.size() == sealed.size() - kTagBytes && key.size() == kKeyBytes);
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
               out.data(), nullptr, nullptr, sealed.data(), sealed.size(), associated.data(),
               associated.size(), nonce.data(), key.data()) == 0;
}

Secret open_secret(ByteView sealed, ByteView associated, const Nonce& nonce, ByteView key) {
    if (sealed.size() < kTagBytes) return {};
    Secret out(sealed.size() - kTagBytes);
    if (!open_into(out.bytes(), sealed, associated, nonce, key)) return {};
    return out;
}

BoxPair make_box_pair(const Secret& seed) {
    static_assert(crypto_box_SEEDBYTES == kKeyBytes && crypto_box_PUBLICKEYBYTES == 32);
    BoxPair pair{{}, Secret(crypto_box_SECRETKEYBYTES)};
    crypto_box_seed_keypair(pair.public_key.data(), pair.secret_key.bytes().data(),
                            seed.view().data());
    return pair;
}

Bytes box_seal(ByteView plain, const PublicKey& to) {
    static_assert(crypto_box_SEALBYTES == kBoxSealBytes);
    initialise();
    Bytes out(plain.size() + kBoxSealBytes);
    ATTUNE_ASSERT(crypto_box_seal(out.data(), plain.data(), plain.size(), to.data()) == 0);
    return out;
}

bool box_open(MutableByteView out, ByteView sealed, const BoxPair& pair) {
    if (sealed.size() < kBoxSealBytes) return false;
    ATTUNE_ASSERT(out.size() == sealed.size() - kBoxSealBytes);
    return crypto_box_seal_open(out.data(), sealed.data(), sealed.size(), pair.public_key.data(),
                                pair.secret_key.view().data()) == 0;
}

}  // namespace attune::crypto
