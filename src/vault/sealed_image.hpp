#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "attune/host/private_memory.hpp"
#include "vault/format.hpp"
#include "vault/sealed_header.hpp"

/// The decrypted image of one generation.
///
/// Invariants:
///   1. A chunk is opened at most once while it stays in memory; a chunk that did not open is
///   remembered, never retried,
///      and every read that touches it reports damage.
///   2. Written chunks stay in memory until the image is gone; the file behind the image is never
///   written.
///   3. Bytes between the end of the file's image and `size()` are zero.
namespace attune::vault {

class SealedImage {
  public:
    /// An image without a file behind it.
    SealedImage() = default;
    /// The image in an open file. Damaged when the file's size does not fit its header, or when the
    /// first chunk does not open; AlteredHeader when the key is not the one the header commits to.
    [[nodiscard]] static Result<std::unique_ptr<SealedImage>> open(std::unique_ptr<host::File> file,
                                                                   ParsedHeader header,
                                                                   const crypto::Secret& vault_key,
                                                                   std::string name);
    /// What a damaged or cut file still gives, for salvage. A first chunk that does not open is
    /// borrowed from `neighbour` (another generation of the store, may be null): it holds the start
    /// of the list of tables, which stay where they are. In up to `mended_chunks_max` chunks one
    /// changed bit is put right, at more than a second each when there are more.
    [[nodiscard]] static Result<std::unique_ptr<SealedImage>> open_damaged(
        std::unique_ptr<host::File> file, ParsedHeader header, const crypto::Secret& vault_key,
        std::string name, SealedImage* neighbour, int mended_chunks_max);
    SealedImage(const SealedImage&) = delete;
    SealedImage& operator=(const SealedImage&) = delete;

    [[nodiscard]] std::uint64_t size() const { return size_; }
    /// Fills `out`; bytes past the end are zero. False when a chunk could not be opened.
    [[nodiscard]] bool read(std::uint64_t offset, MutableByteView out);
    /// Changes bytes in memory, growing the image where needed. False when a chunk could not be
    /// opened.
    [[nodiscard]] bool write(std::uint64_t offset, ByteView bytes);
    void truncate(std::uint64_t size);

    /// Copies chunk `index` (16 KiB, zero-padded) into `out` without keeping it; false when it does
    /// not open.
    [[nodiscard]] bool copy_chunk(std::uint64_t index, MutableByteView out);
    /// Opens chunk `index` of the file, padding included, into 16 KiB of the caller's; false when
    /// it does not open.
    [[nodiscard]] bool verify_chunk(std::uint64_t index, MutableByteView scratch);
    [[nodiscard]] std::uint32_t file_chunks() const { return file_chunks_; }
    /// The chunks open, and what is in them is no database that SQLite can read.
    void note_disorder() { in_disorder_ = true; }
    /// True when a chunk did not open, or what is in them is not in order.
    [[nodiscard]] bool is_damaged() const { return !damaged_.empty() || in_disorder_; }
    [[nodiscard]] const std::vector<std::uint64_t>& damaged_chunks() const { return damaged_; }
    /// What is wrong with a damaged image: Damaged naming the first chunk that did not open, the Io
    /// error of the disk that did not give it, or Damaged when it is not in order.
    [[nodiscard]] Error damage() const;
    /// Chunks in which one bit was put right.
    [[nodiscard]] const std::vector<std::uint64_t>& mended_chunks() const { return mended_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    /// Chunks that were opened from the file so far.
    [[nodiscard]] std::uint64_t opened_count() const { return opened_count_; }
    [[nodiscard]] const ParsedHeader& header() const { return header_; }

  private:
    struct Chunk {
        std::uint8_t* bytes = nullptr;  ///< of blocks_
        bool written = false;
        bool damaged = false;
    };
    [[nodiscard]] Chunk* chunk_at(std::uint64_t index);
    [[nodiscard]] bool open_chunk(std::uint64_t index, MutableByteView out);
    void make_room();
    void release(Chunk& chunk);

    std::unique_ptr<host::File> file_;
    ParsedHeader header_;
    crypto::Secret key_;
    std::string name_;
    std::uint32_t file_chunks_ = 0;
    std::uint64_t file_image_bytes_ = 0;
    std::uint64_t size_ = 0;
    host::PrivateBlocks blocks_{kChunkBytes};
    std::vector<Chunk> chunks_;
    std::deque<std::uint64_t> clean_order_;  ///< clean chunks in memory, oldest first
    std::vector<std::uint64_t> damaged_;
    bool in_disorder_ = false;
    std::uint64_t opened_count_ = 0;
    std::optional<Error> read_error_;  ///< the first one
    int chunks_to_mend_ = 0;
    std::vector<std::uint64_t> mended_;
    Bytes scratch_;
};

/// The nonce of a chunk: 15 zero bytes, its index, and 1 for the last chunk.
[[nodiscard]] crypto::Nonce chunk_nonce(std::uint64_t index, bool last);

/// Length of a SQLite database by its own header: page count times page size; nothing when the
/// start is none.
[[nodiscard]] std::uint64_t sqlite_image_bytes(ByteView first_hundred_bytes);

}  // namespace attune::vault
