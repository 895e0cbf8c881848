#include "attune/crypto/primitives.hpp"

#include <doctest/doctest.h>

#include "attune/base/text.hpp"

using namespace attune;

// FIPS 180-4, examples of NIST for "" and "abc"; RFC 7693, appendix A, has BLAKE2b-512 only, so the
// 32-byte value of "abc" is that of Python's hashlib and of b2sum -l 256.
TEST_CASE("digests are those of other tools") {
    CHECK(to_hex(crypto::sha256(as_bytes(""))) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(to_hex(crypto::sha256(as_bytes("abc"))) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(crypto::hash32({as_bytes("abc")})) ==
          "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    CHECK(crypto::hash32({as_bytes("a"), as_bytes("bc")}) == crypto::hash32({as_bytes("abc")}));
}
