// The least that a passphrase can cost: one Argon2id call with the cost of a passphrase slot
// (store.md, "Keys").
#include <array>
#include <cstring>

#include <sodium.h>

int main() {
    constexpr unsigned long long kPasses = 3;
    constexpr std::size_t kMemoryBytes = std::size_t{256} << 20U;
    constexpr const char* kPassphrase = "a passphrase of usual length";
    std::array<unsigned char, 64> out{};
    const std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
    if (sodium_init() < 0) return 1;
    return crypto_pwhash(out.data(), out.size(), kPassphrase, std::strlen(kPassphrase), salt.data(),
                         kPasses, kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13);
}
