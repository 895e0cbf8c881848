// Keeps the worked example of docs/store_format.md true: every line of its block is computed here.

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "vault/frame.hpp"
#include "vault/sealed_header.hpp"
#include "vault/sealed_image.hpp"

using namespace attune;
using namespace attune::vault;

namespace {

template <std::size_t N>
std::array<std::uint8_t, N> filled(std::uint8_t byte) {
    std::array<std::uint8_t, N> out{};
    out.fill(byte);
    return out;
}

/// "name  value" lines of the fenced block below the heading; a value may go on in indented lines.
std::map<std::string, std::string> example_of_page() {
    const char* root = std::getenv("ATTUNE_SOURCE_DIR");
    REQUIRE(root != nullptr);
    std::ifstream file(std::string(root) + "/docs/store_format.md");
    REQUIRE(file.good());
    std::map<std::string, std::string> values;
    std::string line;
    while (std::getline(file, line) && line != "## Worked example")
        continue;
    while (std::getline(file, line) && line != "```")
        continue;
    std::string name;
    while (std::getline(file, line) && line != "```") {
        if (line.starts_with("                  ")) {
            values[name] += trim(line);
            continue;
        }
        name = trim(std::string_view(line).substr(0, 18));
        values[name] = trim(std::string_view(line).substr(18));
    }
    return values;
}

}  // namespace

TEST_CASE("the worked example of the format page is what the program computes") {
    crypto::Secret root(32);
    StoreId store{filled<16>(0x11)};
    const Keys keys = Keys::from_root(store, 1, std::move(root));
    const DeviceId device{filled<8>(0x22)};

    Slot slot;
    slot.type = SlotType::KeyFile;
    slot.kdf = Kdf::Keyed;
    slot.id.bytes = filled<16>(0x44);
    slot.salt = filled<16>(0x55);
    slot.nonce = filled<24>(0x66);
    const Bytes key_file(32, 0x07);
    const auto derived = crypto::keyed_hash({as_bytes("attune-slot-1"), slot.salt}, key_file, 64);
    std::copy_n(derived.view().data() + 32, 32, slot.commitment.begin());
    ByteWriter plain;
    plain.raw(keys.root.view());
    plain.raw(store.view());
    plain.u32(1);
    ByteWriter slot_bytes;
    encode_slot(slot_bytes, slot);
    crypto::seal_into(slot.sealed, plain.view(), slot_bytes.view().first(99), slot.nonce,
                      derived.view().first(32));

    SealedHeader header;
    header.store = store;
    header.device = device;
    header.epoch = 1;
    header.generation = 5;
    header.salt = filled<32>(0x33);
    header.public_key = keys.inbox.public_key;
    header.chunk_count = 4;
    header.slots = {slot};
    const Bytes h = encode_header(header);
    const GenerationKey generation = generation_key(keys.vault_key, h);
    const auto checksum = header_checksum(h, generation.commitment);
    const Bytes chunk =
        crypto::seal(Bytes(kChunkBytes, 0), checksum, chunk_nonce(3, true), generation.key.view());

    std::map<std::string, std::string> expected = {
        {"root", "00*32"},
        {"store id", "11*16"},
        {"device id", "22*8"},
        {"epoch", "1"},
        {"generation", "5"},
        {"salt", "33*32"},
        {"vault key", to_hex(keys.vault_key.view())},
        {"inbox public key", to_hex(keys.inbox.public_key)},
        {"device key", to_hex(keys.device_key(device).view())},
        {"key file", "07*32"},
        {"slot id", "44*16"},
        {"slot salt", "55*16"},
        {"slot nonce", "66*24"},
        {"commitment", to_hex(slot.commitment)},
        {"sealed root", to_hex(slot.sealed)},
        {"chunks", "4"},
        {"H, 282 bytes", to_hex(crypto::hash32({h}))},
        {"K", to_hex(generation.key.view())},
        {"C", to_hex(generation.commitment)},
        {"S", to_hex(checksum)},
        {"chunk 3 nonce", to_hex(chunk_nonce(3, true))},
        {"chunk 3, 00*16384", to_hex(ByteView(chunk).first(16))},
        {"chunk 3 tag", to_hex(ByteView(chunk).last(16))},
    };
    CHECK(h.size() == 282);
    const auto page = example_of_page();
    for (const auto& [name, value] : expected) {
        const auto found = page.find(name);
        CHECK_MESSAGE((found != page.end() && found->second == value), name << "  " << value);
    }
    CHECK(page.size() == expected.size() + 2);

    // The frame of the page opens and holds what the page says.
    const auto frame_text = page.find("frame");
    REQUIRE(frame_text != page.end());
    const auto frame_bytes_read = from_hex(frame_text->second);
    REQUIRE(frame_bytes_read.has_value());
    const auto frame = frame_at(*frame_bytes_read, 0);
    REQUIRE(frame.has_value());
    CHECK(frame->header.sequence == 7);
    CHECK(frame->header.device == device);
    CHECK(frame_tag_holds(*frame, keys.device_key(device)));
    const auto body = open_frame(*frame, keys.inbox);
    REQUIRE(body.has_value());
    CHECK(page.at("frame body") == as_text(*body));
}

TEST_CASE("a new frame of the example's keys" * doctest::skip()) {
    // Run with --no-skip to make the two last lines of the example anew.
    const Keys keys = Keys::from_root(StoreId{filled<16>(0x11)}, 1, crypto::Secret(32));
    FrameHeader header;
    header.device.bytes = filled<8>(0x22);
    header.sequence = 7;
    header.store = keys.store;
    const std::string body = R"({"v":1,"op":"remove"})";
    const Bytes frame =
        encode_frame(header, as_bytes(body), keys.inbox.public_key, keys.device_key(header.device));
    MESSAGE(to_hex(frame));
}
