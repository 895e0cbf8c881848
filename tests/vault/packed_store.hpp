#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "attune/host/host.hpp"
#include "attune/vault/keys.hpp"

/// Small stores as text: what tests/fixtures/format1/stores.txt holds.
///
/// Sealed bytes do not pack, the databases inside do. So a sealed file stands there as its header
/// H, its root and the database as a difference to another one; sealing that again must give the
/// bytes that were once written, and the BLAKE2b-256 of the file, written beside it, says whether
/// it did.
///
///     store NAME
///     secret key-file|passphrase|recovery TEXT     a key file as one byte: 07*32
///     sealed FILE BYTES BLAKE2B
///     header HEX
///     root HEX
///     image LENGTH STORE/FILE            the length, and which image it is like ("-": none)
///     @OFFSET BASE64                     bytes that are XORed into it there
///     raw FILE BYTES BLAKE2B             any other file
///     : BASE64                           the next bytes of it
namespace attune::test {

/// What a sealed file is made of.
struct SealedParts {
    Bytes header;  ///< H
    Bytes root;    ///< 32 bytes
    Bytes image;   ///< the database, without padding
};

struct PackedStore {
    std::string name;
    std::vector<std::pair<std::string, std::string>> secrets;  ///< type and text, as written
    std::map<std::string, Bytes> files;                        ///< by name
    std::map<std::string, SealedParts> parts;                  ///< of the sealed ones
};

/// The parts of a sealed file that one of the keys opens whole. Ends the program when none does.
[[nodiscard]] SealedParts open_parts(std::unique_ptr<host::File> file, const std::string& path,
                                     const vault::Keys& keys);

/// The file that these parts make: H, C, S and the chunks.
[[nodiscard]] Bytes seal_parts(const SealedParts& parts);

/// A secret as it stands in the text.
[[nodiscard]] vault::GivenSecret packed_secret(std::string_view type, std::string_view text);

/// The stores of a text. Ends the program with a sentence when the text is wrong or a file does not
/// come to its sum.
[[nodiscard]] std::vector<PackedStore> unpack_stores(std::string_view text);

/// The text of stores.
[[nodiscard]] std::string pack_stores(const std::vector<PackedStore>& stores);

}  // namespace attune::test
