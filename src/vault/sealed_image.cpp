#include "vault/sealed_image.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "attune/base/assert.hpp"

namespace attune::vault {

namespace {

/// Clean chunks kept in memory: 64 MiB. SQLite has a page cache of its own above this.
constexpr std::size_t kCleanChunksMax = 4096;

}  // namespace

crypto::Nonce chunk_nonce(std::uint64_t index, bool last) {
    crypto::Nonce nonce{};
    for (std::size_t i = 0; i < 8; ++i)
        nonce[15 + i] = static_cast<std::uint8_t>(index >> (8 * i));
    nonce[23] = last ? 1 : 0;
    return nonce;
}

std::uint64_t sqlite_image_bytes(ByteView start) {
    if (start.size() < 32 || as_text(start.first(15)) != "SQLite format 3") return 0;
    std::uint64_t pages = 0;
    for (std::size_t i = 28; i < 32; ++i)
        pages = (pages << 8) | start[i];
    return pages * kPageBytes;
}

Result<std::unique_ptr<SealedImage>> SealedImage::open(std::unique_ptr<host::File> file,
                                                       ParsedHeader header,
                                                       const crypto::Secret& vault_key,
                                                       std::string name) {
    ATTUNE_TRY(const std::uint64_t file_bytes, file->size());
    ATTUNE_TRY(const std::uint64_t image_bytes, image_bytes_in(header, file_bytes, name));
    GenerationKey key = generation_key(vault_key, header.bytes);
    if (!crypto::equal(key.commitment, header.commitment)) {
        return fail(ErrorKind::AlteredHeader, "the header of '" + name + "' was altered",
                    "restore the file from a copy; older generations in the folder are still read");
    }
    auto image = std::make_unique<SealedImage>();
    image->file_ = std::move(file);
    image->file_chunks_ = header.header.chunk_count;
    image->header_ = std::move(header);
    image->key_ = std::move(key.key);
    image->name_ = std::move(name);
    image->file_image_bytes_ = image_bytes;
    image->size_ = image_bytes;
    image->chunks_.resize(image->file_chunks_);
    std::array<std::uint8_t, 100> start{};
    const bool opens = image->read(0, start);
    if (opens && sqlite_image_bytes(start) > image_bytes) {
        return fail(ErrorKind::Damaged, "'" + image->name_ + "' is damaged: it is cut short",
                    "'attune store check' looks at every file of the store");
    }
    if (image->read_error_) return fail(*image->read_error_);
    if (!opens || sqlite_image_bytes(start) == 0) {
        return fail(ErrorKind::Damaged,
                    "'" + image->name_ + "' is damaged: its first chunk does not open",
                    "'attune store check' looks at every file of the store");
    }
    // The padding behind the database is no part of it.
    image->size_ = sqlite_image_bytes(start);
    return image;
}

Result<std::unique_ptr<SealedImage>> SealedImage::open_damaged(
    std::unique_ptr<host::File> file, ParsedHeader header, const crypto::Secret& vault_key,
    std::string name, SealedImage* neighbour, int mended_chunks_max) {
    ATTUNE_TRY(const std::uint64_t file_bytes, file->size());
    const auto plain = image_bytes_in(header, file_bytes, name);
    GenerationKey key = generation_key(vault_key, header.bytes);
    auto image = std::make_unique<SealedImage>();
    image->file_ = std::move(file);
    image->file_chunks_ = header.header.chunk_count;
    image->header_ = std::move(header);
    image->key_ = std::move(key.key);
    image->name_ = std::move(name);
    // How much the last chunk of a cut file held is gone with it.
    image->file_image_bytes_ = plain ? *plain : std::uint64_t{image->file_chunks_} * kChunkBytes;
    image->size_ = image->file_image_bytes_;
    image->chunks_.resize(image->file_chunks_);
    image->chunks_to_mend_ = mended_chunks_max;
    std::array<std::uint8_t, 100> start{};
    if (!image->read(0, start)) {
        Bytes first(kChunkBytes);
        if (neighbour == nullptr || !neighbour->copy_chunk(0, first)) return fail(image->damage());
        Chunk& chunk = image->chunks_.front();
        chunk.damaged = false;
        chunk.bytes = image->blocks_.take();
        std::copy(first.begin(), first.end(), chunk.bytes);
        chunk.written = true;
        crypto::wipe(first);
        const auto pages = static_cast<std::uint32_t>(image->file_image_bytes_ / kPageBytes);
        for (std::size_t i = 0; i < 4; ++i)
            chunk.bytes[28 + i] = static_cast<std::uint8_t>(pages >> (24 - 8 * i));
        return image;
    }
    if (sqlite_image_bytes(start) == 0) return fail(image->damage());
    image->size_ = sqlite_image_bytes(start);
    return image;
}

Error SealedImage::damage() const {
    if (read_error_) return *read_error_;
    if (damaged_.empty() && in_disorder_) {
        return {.kind = ErrorKind::Damaged,
                .message = fmt::format("'{}' is damaged: its database is not in order", name_),
                .hint = "'attune store repair' mends the store"};
    }
    const std::uint64_t chunk = damaged_.empty() ? 0 : damaged_.front();
    return {.kind = ErrorKind::Damaged,
            .message = fmt::format("'{}' is damaged: chunk {} does not open", name_, chunk),
            .hint = "'attune store check' looks at every file of the store"};
}

void SealedImage::release(Chunk& chunk) {
    if (chunk.bytes != nullptr) blocks_.give_back(chunk.bytes);
    chunk.bytes = nullptr;
}

bool SealedImage::open_chunk(std::uint64_t index, MutableByteView out) {
    const std::uint64_t start = index * kChunkBytes;
    const std::size_t plain = std::min<std::uint64_t>(kChunkBytes, file_image_bytes_ - start);
    scratch_.resize(plain + crypto::kTagBytes);
    const std::uint64_t offset = header_.prefix_bytes + index * (kChunkBytes + crypto::kTagBytes);
    const auto count = file_->read_at(offset, scratch_);
    const bool last = index + 1 == file_chunks_;
    ++opened_count_;
    if (!count && !read_error_) read_error_ = count.error();
    if (!count || *count != scratch_.size()) return false;
    if (crypto::open_into(out.first(plain), scratch_, header_.checksum, chunk_nonce(index, last),
                          key_.view())) {
        return true;
    }
    if (chunks_to_mend_ <= 0) return false;
    --chunks_to_mend_;
    for (std::size_t bit = 0; bit < scratch_.size() * 8; ++bit) {
        scratch_[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        if (crypto::open_into(out.first(plain), scratch_, header_.checksum,
                              chunk_nonce(index, last), key_.view())) {
            mended_.push_back(index);
            return true;
        }
        scratch_[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    }
    return false;
}

SealedImage::Chunk* SealedImage::chunk_at(std::uint64_t index) {
    if (index >= chunks_.size()) chunks_.resize(index + 1);
    Chunk& chunk = chunks_[index];
    if (chunk.damaged) return nullptr;
    if (chunk.bytes != nullptr) return &chunk;
    if (index < file_chunks_) make_room();
    chunk.bytes = blocks_.take();
    if (index >= file_chunks_) {
        chunk.written = true;
        return &chunk;
    }
    if (!open_chunk(index, {chunk.bytes, kChunkBytes})) {
        chunk.damaged = true;
        release(chunk);
        damaged_.push_back(index);
        return nullptr;
    }
    clean_order_.push_back(index);
    return &chunk;
}

void SealedImage::make_room() {
    while (clean_order_.size() >= kCleanChunksMax) {
        Chunk& oldest = chunks_[clean_order_.front()];
        clean_order_.pop_front();
        if (!oldest.written) release(oldest);
    }
}

bool SealedImage::read(std::uint64_t offset, MutableByteView out) {
    while (!out.empty()) {
        const std::uint64_t index = offset / kChunkBytes;
        const std::size_t within = offset % kChunkBytes;
        const std::size_t count = std::min(out.size(), kChunkBytes - within);
        if (offset >= size_) {
            std::fill(out.begin(), out.end(), std::uint8_t{0});
            return true;
        }
        const Chunk* chunk = chunk_at(index);
        if (chunk == nullptr) return false;
        std::memcpy(out.data(), chunk->bytes + within, count);
        if (offset + count > size_) {
            const std::size_t valid = size_ - offset;
            std::memset(out.data() + valid, 0, count - valid);
        }
        out = out.subspan(count);
        offset += count;
    }
    return true;
}

bool SealedImage::write(std::uint64_t offset, ByteView bytes) {
    const std::uint64_t end = offset + bytes.size();
    while (!bytes.empty()) {
        const std::uint64_t index = offset / kChunkBytes;
        const std::size_t within = offset % kChunkBytes;
        const std::size_t count = std::min(bytes.size(), kChunkBytes - within);
        Chunk* chunk = chunk_at(index);
        if (chunk == nullptr) return false;
        std::memcpy(chunk->bytes + within, bytes.data(), count);
        chunk->written = true;
        bytes = bytes.subspan(count);
        offset += count;
    }
    size_ = std::max(size_, end);
    return true;
}

void SealedImage::truncate(std::uint64_t size) {
    if (size >= size_) return;
    // Whatever is written behind the new end later must start from zeros (invariant 3).
    const std::uint64_t first = (size + kChunkBytes - 1) / kChunkBytes;
    for (std::uint64_t index = first; index < chunks_.size(); ++index) {
        Chunk& chunk = chunks_[index];
        release(chunk);
        chunk.bytes = blocks_.take();
        chunk.written = true;
        chunk.damaged = false;
    }
    if (size % kChunkBytes != 0) {
        Chunk* chunk = chunk_at(size / kChunkBytes);
        if (chunk != nullptr) {
            std::memset(chunk->bytes + size % kChunkBytes, 0, kChunkBytes - size % kChunkBytes);
            chunk->written = true;
        }
    }
    size_ = size;
}

bool SealedImage::verify_chunk(std::uint64_t index, MutableByteView scratch) {
    ATTUNE_ASSERT(index < file_chunks_ && scratch.size() == kChunkBytes);
    if (open_chunk(index, scratch)) return true;
    damaged_.push_back(index);
    return false;
}

bool SealedImage::copy_chunk(std::uint64_t index, MutableByteView out) {
    ATTUNE_ASSERT(out.size() == kChunkBytes);
    std::fill(out.begin(), out.end(), std::uint8_t{0});
    const std::uint64_t start = index * kChunkBytes;
    if (start >= size_) return true;
    const bool in_memory =
        index < chunks_.size() && (chunks_[index].bytes != nullptr || chunks_[index].damaged);
    if (in_memory || index >= file_chunks_) return read(start, out);
    if (!open_chunk(index, out)) {
        static_cast<void>(chunk_at(index));  // remembers the damage
        return false;
    }
    if (start + out.size() > size_) {
        const std::size_t valid = size_ - start;
        std::memset(out.data() + valid, 0, out.size() - valid);
    }
    return true;
}

}  // namespace attune::vault
