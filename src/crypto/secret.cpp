#include "attune/crypto/secret.hpp"

#include <cstring>
#include <utility>

#include <sodium.h>

#include "attune/base/assert.hpp"

namespace attune::crypto {

void initialise() {
    static const int result = sodium_init();
    ATTUNE_ASSERT(result >= 0);
}

void Secret::Free::operator()(std::uint8_t* data) const noexcept {
    sodium_free(data);
}

Secret::Secret(std::size_t size) : size_(size) {
    initialise();
    data_.reset(static_cast<std::uint8_t*>(sodium_malloc(size)));
    ATTUNE_ASSERT(data_ != nullptr);
    std::memset(data_.get(), 0, size);
}

Secret Secret::copy_of(ByteView bytes) {
    Secret secret(bytes.size());
    if (!bytes.empty()) std::memcpy(secret.data_.get(), bytes.data(), bytes.size());
    return secret;
}

void wipe(MutableByteView bytes) {
    sodium_memzero(bytes.data(), bytes.size());
}

bool equal(ByteView a, ByteView b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace attune::crypto
