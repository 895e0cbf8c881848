#include "vault/generation_writer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace attune::vault {

namespace {

/// Chunks handed to the file system in one write: half a mebibyte.
constexpr std::size_t kChunksAtOnce = 32;

}  // namespace

Result<ParsedHeader> write_generation(host::Host& host, const std::string& path,
                                      SealedHeader header, SealedImage& image, const Keys& keys) {
    const std::uint64_t plain = padded_image_bytes(image.size());
    host.environment.random(header.salt);
    header.public_key = keys.inbox.public_key;
    header.chunk_count = static_cast<std::uint32_t>((plain + kChunkBytes - 1) / kChunkBytes);

    ParsedHeader parsed;
    parsed.header = header;
    parsed.bytes = encode_header(header);
    const GenerationKey key = generation_key(keys.vault_key, parsed.bytes);
    parsed.commitment = key.commitment;
    parsed.checksum = header_checksum(parsed.bytes, parsed.commitment);
    parsed.prefix_bytes = parsed.bytes.size() + kHeaderTailBytes;

    ATTUNE_TRY(const auto file, host.files.create(path));
    ByteWriter prefix;
    prefix.raw(parsed.bytes);
    prefix.raw(parsed.commitment);
    prefix.raw(parsed.checksum);
    ATTUNE_CHECK(file->write(prefix.view()));

    crypto::Secret chunk(kChunkBytes);
    Bytes batch;
    batch.reserve(kChunksAtOnce * (kChunkBytes + crypto::kTagBytes));
    for (std::uint32_t index = 0; index < header.chunk_count; ++index) {
        const std::uint64_t start = std::uint64_t{index} * kChunkBytes;
        const std::size_t size = std::min<std::uint64_t>(kChunkBytes, plain - start);
        if (!image.copy_chunk(index, chunk.bytes())) {
            return fail(image.damage());
        }
        const bool last = index + 1 == header.chunk_count;
        const std::size_t at = batch.size();
        batch.resize(at + size + crypto::kTagBytes);
        crypto::seal_into(MutableByteView(batch).subspan(at), chunk.view().first(size),
                          parsed.checksum, chunk_nonce(index, last), key.key.view());
        if (last || (index + 1) % kChunksAtOnce == 0) {
            ATTUNE_CHECK(file->write(batch));
            batch.clear();
        }
    }
    ATTUNE_CHECK(file->sync());
    // What is read back from here on shall come from the disk.
    file->drop_cache();
    return parsed;
}

Result<std::uint32_t> verify_generation(host::Host& host, const std::string& path,
                                        const Keys& keys) {
    ATTUNE_TRY(auto file, host.files.open_read(path));
    ATTUNE_TRY(auto header, read_header(*file, path));
    if (header.header.store != keys.store) {
        return fail(ErrorKind::ForeignKey, fmt::format("'{}' belongs to another store", path),
                    "keep each store in a folder of its own");
    }
    ATTUNE_TRY(const Keys* root, root_of(keys, header, path));
    ATTUNE_TRY(const auto image,
               SealedImage::open(std::move(file), std::move(header), root->vault_key, path));
    crypto::Secret scratch(kChunkBytes);
    for (std::uint32_t index = 0; index < image->file_chunks(); ++index) {
        if (!image->verify_chunk(index, scratch.bytes())) return fail(image->damage());
    }
    return image->file_chunks();
}

}  // namespace attune::vault
