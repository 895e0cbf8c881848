#include "vault/mend_header.hpp"

#include <algorithm>

namespace attune::vault {

namespace {

/// Header fields of `bytes` (H, C and S in a row), which hold `slots` slots.
ParsedHeader parse(ByteView bytes, std::size_t slots) {
    ParsedHeader parsed;
    SealedHeader& header = parsed.header;
    ByteReader in(bytes);
    static_cast<void>(in.raw(kSealedMagic.size() + 2));
    in.fill(header.store.bytes);
    in.fill(header.device.bytes);
    header.epoch = in.u32();
    header.generation = in.u64();
    in.fill(header.salt);
    in.fill(header.public_key);
    header.chunk_count = in.u32();
    static_cast<void>(in.u8());
    for (std::size_t i = 0; i < slots; ++i)
        header.slots.push_back(decode_slot(in));
    parsed.bytes.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(in.position()));
    in.fill(parsed.commitment);
    in.fill(parsed.checksum);
    parsed.prefix_bytes = bytes.size();
    return parsed;
}

crypto::Hash32 sum_of(ByteView bytes) {
    return crypto::hash32({bytes.first(bytes.size() - 32)});
}

bool holds(ByteView bytes) {
    return crypto::equal(sum_of(bytes), bytes.last(32));
}

/// Puts the one byte right that makes the checksum hold. H and C are what the checksum covers; a
/// checksum that is itself off by one byte is seen by comparing.
bool mend_one_byte(Bytes& bytes) {
    const auto sum = sum_of(bytes);
    const ByteView stored = ByteView(bytes).last(32);
    std::size_t differing = 0;
    for (std::size_t i = 0; i < sum.size(); ++i)
        differing += sum[i] != stored[i] ? 1U : 0U;
    if (differing == 1) {
        std::copy(sum.begin(), sum.end(), bytes.end() - 32);
        return true;
    }
    for (std::size_t at = 0; at + 32 < bytes.size(); ++at) {
        const std::uint8_t original = bytes[at];
        for (int change = 1; change < 256; ++change) {
            bytes[at] = static_cast<std::uint8_t>(original ^ change);
            if (holds(bytes)) return true;
        }
        bytes[at] = original;
    }
    return false;
}

/// With the key, K and C follow from H alone: a wrong C or S is put right when the other vouches
/// for H.
bool mend_sums(Bytes& bytes, const crypto::Secret& vault_key) {
    const ByteView header = ByteView(bytes).first(bytes.size() - kHeaderTailBytes);
    const GenerationKey key = generation_key(vault_key, header);
    const auto sum = header_checksum(header, key.commitment);
    const bool vouched = crypto::equal(key.commitment, ByteView(bytes).last(64).first(32)) ||
                         crypto::equal(sum, ByteView(bytes).last(32));
    if (!vouched) return false;
    std::copy(key.commitment.begin(), key.commitment.end(), bytes.end() - 64);
    std::copy(sum.begin(), sum.end(), bytes.end() - 32);
    return true;
}

}  // namespace

std::optional<MendedHeader> mend_header(host::File& file, const crypto::Secret* vault_key) {
    Bytes all(kHeaderFixedBytes + kSlotsMax * kSlotBytes + kHeaderTailBytes);
    const auto count = file.read_at(0, all);
    if (!count) return std::nullopt;
    all.resize(*count);
    std::optional<MendedHeader> loose;
    // The number of slots may be the byte that changed, so every number is tried, the stored first.
    std::vector<std::size_t> numbers;
    if (all.size() > 114 && all[114] >= 1 && all[114] <= kSlotsMax) numbers.push_back(all[114]);
    for (std::size_t i = 1; i <= kSlotsMax; ++i) {
        if (numbers.empty() || i != numbers.front()) numbers.push_back(i);
    }
    for (const std::size_t slots : numbers) {
        const std::size_t size = kHeaderFixedBytes + slots * kSlotBytes + kHeaderTailBytes;
        if (size > all.size()) continue;
        Bytes bytes(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(size));
        std::copy(kSealedMagic.begin(), kSealedMagic.end(), bytes.begin());
        bytes[8] = kFormat;
        bytes[9] = 0;
        bytes[114] = static_cast<std::uint8_t>(slots);
        const bool fits = holds(bytes) || (vault_key != nullptr && mend_sums(bytes, *vault_key)) ||
                          (slots == numbers.front() && mend_one_byte(bytes));
        if (fits) {
            const bool changed = !std::equal(bytes.begin(), bytes.end(), all.begin());
            return MendedHeader{parse(bytes, slots), changed, true};
        }
        if (!loose) loose = MendedHeader{parse(bytes, slots), false, false};
    }
    return loose;
}

}  // namespace attune::vault
