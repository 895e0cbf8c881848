#pragma once

#include <string>

#include "vault/sealed_image.hpp"

namespace attune::vault {

/// Writes `image` as a sealed file that must not exist yet, and fsyncs it. `header` gives ids,
/// epoch, generation and slots; salt, public key and chunk count are filled in here. On an error
/// the file may be left behind half written: the caller removes it. Damaged when a chunk of the
/// image does not open.
[[nodiscard]] Result<ParsedHeader> write_generation(host::Host& host, const std::string& path,
                                                    SealedHeader header, SealedImage& image,
                                                    const Keys& keys);

/// Opens every chunk of a sealed file from disk. Damaged names the first chunk that does not open;
/// otherwise the number of chunks.
[[nodiscard]] Result<std::uint32_t> verify_generation(host::Host& host, const std::string& path,
                                                      const Keys& keys);

}  // namespace attune::vault
