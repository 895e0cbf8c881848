#include "vault/frame.hpp"

#include <algorithm>
#include <cstring>

#include "attune/base/assert.hpp"

namespace attune::vault {

std::optional<std::uint16_t> frame_class_for(std::size_t bytes) {
    for (std::uint16_t size_class = 0; size_class < kFrameClasses; ++size_class) {
        if (bytes <= std::size_t{512} << size_class) return size_class;
    }
    return std::nullopt;
}

std::size_t frame_bytes(std::uint16_t size_class) {
    return kFrameHeaderBytes + (std::size_t{512} << size_class) + crypto::kBoxSealBytes +
           kFrameTagBytes + 4;
}

std::array<std::uint8_t, 8> key_fingerprint(const crypto::PublicKey& key) {
    const auto hash = crypto::hash32({key});
    std::array<std::uint8_t, 8> out{};
    std::copy_n(hash.begin(), out.size(), out.begin());
    return out;
}

Bytes encode_frame(FrameHeader header, ByteView body, const crypto::PublicKey& to,
                   const crypto::Secret& device_key) {
    const auto size_class = frame_class_for(body.size());
    ATTUNE_ASSERT(size_class.has_value());
    Bytes padded(std::size_t{512} << *size_class);
    std::copy(body.begin(), body.end(), padded.begin());
    ByteWriter out;
    out.raw(kFrameMagic);
    out.u16(kFormat);
    out.u16(*size_class);
    out.raw(header.device.view());
    out.u64(header.sequence);
    out.raw(header.store.view());
    out.raw(key_fingerprint(to));
    out.raw(header.previous);
    out.raw(crypto::box_seal(padded, to));
    crypto::wipe(padded);
    out.raw(crypto::hash32({out.view()}, device_key.view()));
    out.u32(static_cast<std::uint32_t>(out.size() + 4));
    return std::move(out).take();
}

std::optional<FrameView> frame_at(ByteView segment, std::size_t at) {
    if (at > segment.size() || segment.size() - at < frame_bytes(0)) return std::nullopt;
    ByteReader in(segment.subspan(at));
    const ByteView magic = in.raw(kFrameMagic.size());
    FrameView frame;
    const std::uint16_t version = in.u16();
    frame.header.size_class = in.u16();
    if (!std::equal(magic.begin(), magic.end(), kFrameMagic.begin()) || version != kFormat ||
        frame.header.size_class >= kFrameClasses) {
        return std::nullopt;
    }
    const std::size_t size = frame_bytes(frame.header.size_class);
    if (segment.size() - at < size) return std::nullopt;
    in.fill(frame.header.device.bytes);
    frame.header.sequence = in.u64();
    in.fill(frame.header.store.bytes);
    in.fill(frame.header.key_fingerprint);
    in.fill(frame.header.previous);
    frame.sealed = in.raw((std::size_t{512} << frame.header.size_class) + crypto::kBoxSealBytes);
    in.fill(frame.tag);
    if (in.u32() != size) return std::nullopt;
    frame.whole = segment.subspan(at, size);
    return frame;
}

bool frame_tag_holds(const FrameView& frame, const crypto::Secret& device_key) {
    const ByteView covered = frame.whole.first(frame.whole.size() - kFrameTagBytes - 4);
    return crypto::equal(crypto::hash32({covered}, device_key.view()), frame.tag);
}

std::optional<Bytes> open_frame(const FrameView& frame, const crypto::BoxPair& pair) {
    Bytes body(frame.sealed.size() - crypto::kBoxSealBytes);
    if (!crypto::box_open(body, frame.sealed, pair)) return std::nullopt;
    // Bodies are JSON text, which never ends in a zero byte.
    while (!body.empty() && body.back() == 0)
        body.pop_back();
    return body;
}

std::vector<SegmentPiece> split_segment(ByteView segment) {
    std::vector<SegmentPiece> pieces;
    std::size_t at = 0;
    while (at < segment.size()) {
        if (auto frame = frame_at(segment, at)) {
            const std::size_t size = frame->whole.size();
            pieces.push_back({at, size, std::move(frame)});
            at += size;
            continue;
        }
        // Look for the next place where a whole frame stands; everything up to it is no frame.
        std::size_t next = at + 1;
        while (next < segment.size() && !frame_at(segment, next)) {
            const void* found = segment.size() - next > 1
                                    ? std::memchr(segment.data() + next + 1, kFrameMagic[0],
                                                  segment.size() - next - 1)
                                    : nullptr;
            next = found == nullptr ? segment.size()
                                    : static_cast<std::size_t>(
                                          static_cast<const std::uint8_t*>(found) - segment.data());
        }
        pieces.push_back({at, next - at, std::nullopt});
        at = next;
    }
    return pieces;
}

}  // namespace attune::vault
