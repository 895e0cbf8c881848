#include "property.hpp"
#include "vault/frame.hpp"

// Whatever a segment holds, its pieces cover every byte once and in order, so that nothing is ever
// dropped.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using attune::fuzz::expect;
    std::size_t end = 0;
    for (const auto& piece : attune::vault::split_segment({data, size})) {
        expect(piece.offset == end && piece.size > 0, "pieces follow one another");
        end += piece.size;
        if (piece.frame) {
            expect(piece.frame->whole.size() == piece.size, "a frame fills its piece");
        }
    }
    expect(end == size, "the pieces cover the segment");
    return 0;
}
