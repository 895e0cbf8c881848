// A header that is read is the header that would be written; everything else is refused.

#include <algorithm>

#include "fuzz/edits.hpp"
#include "fuzz/property.hpp"
#include "vault/sealed_header.hpp"

namespace {

/// A file that is the fuzzer's input, with chunks behind it of which only the length counts.
class InputFile final : public attune::host::File {
  public:
    InputFile(attune::ByteView bytes, std::uint64_t behind) : bytes_(bytes), behind_(behind) {}
    attune::Result<std::uint64_t> size() override { return bytes_.size() + behind_; }
    attune::Result<std::size_t> read_at(std::uint64_t offset,
                                        attune::MutableByteView out) override {
        if (offset >= bytes_.size()) return std::size_t{0};
        const auto part = bytes_.subspan(offset, std::min(out.size(), bytes_.size() - offset));
        std::copy(part.begin(), part.end(), out.begin());
        return part.size();
    }
    attune::Status write(attune::ByteView /*bytes*/) override { return refuse(); }
    attune::Status truncate(std::uint64_t /*size*/) override { return refuse(); }
    attune::Status sync() override { return refuse(); }
    void drop_cache() override {}

  private:
    static attune::Status refuse() { return attune::fail(attune::ErrorKind::Io, "read only"); }
    attune::ByteView bytes_;
    std::uint64_t behind_;
};

constexpr std::uint64_t kChunkInFile = attune::vault::kChunkBytes + attune::crypto::kTagBytes;

/// A header with three slots that holds, for a file of four chunks.
attune::Bytes good_header() {
    using namespace attune::vault;
    SealedHeader header;
    header.generation = 7;
    header.chunk_count = 4;
    for (std::uint8_t number = 1; number <= 3; ++number) {
        Slot slot;
        slot.id.bytes.fill(number);
        if (number == 1) {
            slot.kdf = Kdf::Argon2id;
            slot.memory_kib = kArgonMemoryMin / 1024;
            slot.passes = kArgonPassesMin;
        } else {
            slot.type = SlotType::KeyFile;
            slot.kdf = Kdf::Keyed;
        }
        header.slots.push_back(slot);
    }
    attune::Bytes bytes = encode_header(header);
    bytes.resize(bytes.size() + kHeaderTailBytes);
    return bytes;
}

}  // namespace

ATTUNE_FUZZ(sealed_header) {
    using namespace attune;
    using namespace attune::vault;
    // The checksum hides everything behind it, so it is mended where there is room for one.
    fuzz::Choices choices(data, size);
    Bytes bytes(data, data + size);
    const std::uint8_t kind = choices.byte();
    std::uint64_t behind = 0;
    if (kind % 4 != 0) {
        static const Bytes good = good_header();
        bytes = good;
        behind = kind < 128 ? 4 * kChunkInFile : choices.below(6 * kChunkInFile);
        fuzz::apply_edits(bytes, choices);
    }
    if (bytes.size() > kHeaderFixedBytes) {
        const std::size_t header = kHeaderFixedBytes + bytes[kHeaderFixedBytes - 1] * kSlotBytes;
        if (header + kHeaderTailBytes <= bytes.size()) {
            crypto::Hash32 commitment{};
            std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(header), 32,
                        commitment.begin());
            const auto sum = header_checksum(ByteView(bytes).first(header), commitment);
            std::copy(sum.begin(), sum.end(),
                      bytes.begin() + static_cast<std::ptrdiff_t>(header) + 32);
        }
    }
    InputFile file(bytes, behind);
    const auto parsed = read_header(file, "input");
    if (!parsed) {
        fuzz::expect(!parsed.error().message.empty(), "a refusal says why");
        return;
    }
    fuzz::expect(encode_header(parsed->header) == parsed->bytes,
                 "a header is written as it was read");
    const auto image = image_bytes_in(*parsed, bytes.size() + behind, "input");
    if (image) {
        fuzz::expect(*image <= bytes.size() + behind, "an image fits into its file");
        fuzz::expect((*image + kChunkBytes - 1) / kChunkBytes == parsed->header.chunk_count,
                     "chunks and bytes agree");
    }
    for (const Slot& slot : parsed->header.slots) {
        if (check_cost(slot, std::uint64_t{8} << 30) && slot.kdf == Kdf::Argon2id) {
            fuzz::expect(std::uint64_t{slot.memory_kib} * 1024 * slot.passes <= kArgonWorkMax,
                         "no slot costs more than its bound");
        }
    }
}
