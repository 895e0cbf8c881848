#include <algorithm>

#include "fuzz/edits.hpp"
#include "fuzz/property.hpp"
#include "vault/frame.hpp"

using namespace attune;
using fuzz::expect;

namespace {

const vault::Keys& keys() {
    static const vault::Keys all =
        vault::Keys::from_root({}, 1, crypto::Secret::copy_of(Bytes(32, 3)));
    return all;
}

/// Three frames of one device, one behind the other.
const Bytes& whole_frames() {
    static const Bytes frames = [] {
        Bytes out;
        vault::FrameHeader header;
        header.key_fingerprint = vault::key_fingerprint(keys().inbox.public_key);
        const crypto::Secret device_key = keys().device_key(header.device);
        for (const char* body : {"first", "second", "third"}) {
            ++header.sequence;
            const Bytes frame =
                vault::encode_frame(header, as_bytes(body), keys().inbox.public_key, device_key);
            std::copy(frame.end() - static_cast<std::ptrdiff_t>(header.previous.size()),
                      frame.end(), header.previous.begin());
            out.insert(out.end(), frame.begin(), frame.end());
        }
        return out;
    }();
    return frames;
}

}  // namespace

// Whatever a segment holds, its pieces cover every byte once and in order, so that nothing is ever
// dropped; and a frame that verifies is one of those that were written, byte for byte.
ATTUNE_FUZZ(segment) {
    fuzz::Choices choices(data, size);
    Bytes segment(data, data + size);
    if (choices.byte() % 4 != 0) {
        segment = whole_frames();
        fuzz::apply_edits(segment, choices);
    }
    static const crypto::Secret device_key = keys().device_key({});
    std::size_t end = 0;
    for (const auto& piece : vault::split_segment(segment)) {
        expect(piece.offset == end && piece.size > 0, "pieces follow one another");
        end += piece.size;
        if (!piece.frame) continue;
        expect(piece.frame->whole.size() == piece.size, "a frame fills its piece");
        expect(vault::frame_bytes(piece.frame->header.size_class) == piece.size,
               "a frame is as long as its class says");
        if (!vault::frame_tag_holds(*piece.frame, device_key)) continue;
        const ByteView frame = piece.frame->whole;
        const Bytes& known = whole_frames();
        expect(std::search(known.begin(), known.end(), frame.begin(), frame.end()) != known.end(),
               "a frame that verifies was written");
        const auto body = vault::open_frame(*piece.frame, keys().inbox);
        expect(body && (as_text(*body) == "first" || as_text(*body) == "second" ||
                        as_text(*body) == "third"),
               "a frame that verifies opens");
    }
    expect(end == segment.size(), "the pieces cover the segment");
}
