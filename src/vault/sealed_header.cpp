#include "vault/sealed_header.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

namespace attune::vault {

namespace {

constexpr std::string_view kGenerationContext = "attune-gen-1";

tl::unexpected<Error> damaged(const std::string& name, std::string_view what) {
    return fail(ErrorKind::Damaged, fmt::format("'{}' is damaged: {}", name, what),
                "'attune store check' looks at every file of the store");
}

}  // namespace

Bytes encode_header(const SealedHeader& header) {
    ByteWriter out;
    out.raw(kSealedMagic);
    out.u16(kFormat);
    out.raw(header.store.view());
    out.raw(header.device.view());
    out.u32(header.epoch);
    out.u64(header.generation);
    out.raw(header.salt);
    out.raw(header.public_key);
    out.u32(header.chunk_count);
    out.u8(static_cast<std::uint8_t>(header.slots.size()));
    for (const Slot& slot : header.slots)
        encode_slot(out, slot);
    return std::move(out).take();
}

GenerationKey generation_key(const crypto::Secret& vault_key, ByteView header_bytes) {
    const crypto::Secret both =
        crypto::keyed_hash({as_bytes(kGenerationContext), header_bytes}, vault_key.view(), 64);
    GenerationKey result;
    result.key = crypto::Secret::copy_of(both.view().first(32));
    std::copy_n(both.view().data() + 32, 32, result.commitment.begin());
    return result;
}

crypto::Hash32 header_checksum(ByteView header_bytes, const crypto::Hash32& commitment) {
    return crypto::hash32({header_bytes, commitment});
}

Result<ParsedHeader> read_header(host::File& file, const std::string& name) {
    Bytes bytes(kHeaderFixedBytes);
    ATTUNE_TRY(const std::size_t count, file.read_at(0, bytes));
    if (count < 10 || !std::equal(kSealedMagic.begin(), kSealedMagic.end(), bytes.begin())) {
        return damaged(name, "it does not begin like a sealed file");
    }
    ByteReader in(bytes);
    static_cast<void>(in.raw(kSealedMagic.size()));
    const std::uint16_t format = in.u16();
    if (format > kFormat) {
        return fail(
            ErrorKind::TooNew,
            fmt::format("'{}' has format {}, this attune reads format {}", name, format, kFormat),
            "install a newer attune; the file was left alone");
    }
    if (format != kFormat || count < kHeaderFixedBytes)
        return damaged(name, "its header is cut short");
    ParsedHeader parsed;
    SealedHeader& header = parsed.header;
    in.fill(header.store.bytes);
    in.fill(header.device.bytes);
    header.epoch = in.u32();
    header.generation = in.u64();
    in.fill(header.salt);
    in.fill(header.public_key);
    header.chunk_count = in.u32();
    const std::size_t slot_count = in.u8();
    if (slot_count == 0 || slot_count > kSlotsMax)
        return damaged(name, "its slot count is out of range");

    const std::size_t rest = slot_count * kSlotBytes + kHeaderTailBytes;
    Bytes tail(rest);
    ATTUNE_TRY(const std::size_t tail_count, file.read_at(kHeaderFixedBytes, tail));
    if (tail_count != rest) return damaged(name, "its header is cut short");
    ByteReader slots(tail);
    for (std::size_t i = 0; i < slot_count; ++i)
        header.slots.push_back(decode_slot(slots));
    slots.fill(parsed.commitment);
    slots.fill(parsed.checksum);
    bytes.insert(bytes.end(), tail.begin(),
                 tail.begin() + static_cast<std::ptrdiff_t>(slot_count * kSlotBytes));
    if (header_checksum(bytes, parsed.commitment) != parsed.checksum) {
        return damaged(name, "the checksum of its header does not match");
    }
    parsed.prefix_bytes = kHeaderFixedBytes + rest;
    parsed.bytes = std::move(bytes);
    return parsed;
}

Result<const Keys*> root_of(const Keys& keys, const ParsedHeader& header, const std::string& name) {
    const Keys* root = keys.under(header.header.public_key);
    if (root == nullptr) {
        return fail(ErrorKind::WrongSecret,
                    fmt::format("'{}' is sealed under a key that this secret does not open", name),
                    "unlock with a secret that was kept when the key was rotated");
    }
    if (root->epoch != header.header.epoch) {
        return fail(ErrorKind::AlteredHeader, "the header of '" + name + "' was altered",
                    "restore the file from a copy; older generations in the folder are still read");
    }
    return root;
}

Result<std::uint64_t> image_bytes_in(const ParsedHeader& header, std::uint64_t file_bytes,
                                     const std::string& name) {
    const std::uint64_t chunks = header.header.chunk_count;
    const std::uint64_t overhead = header.prefix_bytes + chunks * crypto::kTagBytes;
    if (chunks == 0 || file_bytes <= overhead) return damaged(name, "it is cut short");
    const std::uint64_t plain = file_bytes - overhead;
    if (plain > chunks * kChunkBytes) return damaged(name, "it is longer than its header says");
    if (plain <= (chunks - 1) * kChunkBytes) return damaged(name, "it is cut short");
    return plain;
}

std::uint64_t padded_image_bytes(std::uint64_t bytes) {
    const std::uint64_t size = std::max(bytes, kImageBytesMin);
    const unsigned exponent = static_cast<unsigned>(std::bit_width(size)) - 1;
    const auto kept = std::bit_width(exponent);
    const std::uint64_t mask = (std::uint64_t{1} << (exponent - kept)) - 1;
    return (size + mask) & ~mask;
}

}  // namespace attune::vault
