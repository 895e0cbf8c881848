#include <algorithm>

#include "vault/generation_writer.hpp"
#include "vault/image_vfs.hpp"
#include "vault_fixture.hpp"

using namespace attune;
using namespace attune::vault;
using attune::test::WordStore;

namespace {

/// How a damaged or altered file shows itself, however deep the change sits.
bool names_damage(const Error& error) {
    return error.kind == ErrorKind::Damaged || error.kind == ErrorKind::AlteredHeader ||
           error.kind == ErrorKind::TooNew || error.kind == ErrorKind::ForeignKey ||
           error.kind == ErrorKind::WrongSecret || error.kind == ErrorKind::DamagedSlot ||
           error.kind == ErrorKind::NoStore;
}

void flip(Bytes& bytes, std::size_t bit) {
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
}

/// Writes the checksum anew behind a changed header, so that the deeper checks are reached.
void mend_checksum(Bytes& file, std::size_t header_bytes) {
    const ByteView view(file);
    crypto::Hash32 commitment{};
    std::copy_n(view.begin() + static_cast<std::ptrdiff_t>(header_bytes), 32, commitment.begin());
    const auto sum = header_checksum(view.first(header_bytes), commitment);
    std::copy(sum.begin(), sum.end(),
              file.begin() + static_cast<std::ptrdiff_t>(header_bytes) + 32);
}

}  // namespace

TEST_CASE("padding adds at most an eighth and never goes below 64 KiB") {
    CHECK(padded_image_bytes(0) == 65536);
    CHECK(padded_image_bytes(65536) == 65536);
    std::uint64_t previous = 0;
    for (std::uint64_t size = 65536; size < (std::uint64_t{1} << 34); size += size / 7 + 4096) {
        const std::uint64_t padded = padded_image_bytes(size);
        CHECK(padded >= size);
        CHECK(static_cast<double>(padded) <= static_cast<double>(size) * 1.12);
        CHECK(padded >= previous);
        CHECK(padded_image_bytes(padded) == padded);
        previous = padded;
    }
}

TEST_CASE("a store that was just made holds nothing and opens") {
    WordStore store;
    store.make();
    const auto words = store.words();
    REQUIRE(words.has_value());
    CHECK(words->empty());
    CHECK(store.names(".sealed").size() == 1);
    CHECK(store.names(".inbox").size() == 1);
    CHECK(store.names(".tmp").empty());
}

TEST_CASE("a second store is not made over the first") {
    WordStore store;
    store.make();
    std::vector<NewSlot> slots;
    slots.push_back({WordStore::key(), false});
    CHECK(create(store.host(), store.location, slots, WordStore::make_schema).error().kind ==
          ErrorKind::Refused);
    CHECK(create(store.host(), {"/other", "/state"}, {}, WordStore::make_schema).error().kind ==
          ErrorKind::Usage);
}

TEST_CASE("every changed bit of a sealed file is noticed") {
    WordStore store;
    store.make();
    const std::string path = store.names(".sealed").front();
    const Bytes original = store.content(path);
    const Keys keys = store.keys();
    // Every bit of the header and its sums, and a spread over the chunks: the long campaign tries
    // every bit of all.
    const std::size_t prefix_bits = (kHeaderFixedBytes + kSlotBytes + kHeaderTailBytes) * 8;
    std::size_t tried = 0;
    for (std::size_t bit = 0; bit < original.size() * 8; bit += bit < prefix_bits ? 1 : 1021) {
        Bytes changed = original;
        flip(changed, bit);
        store.content(path) = changed;
        const auto verified = verify_generation(store.host(), path, keys);
        REQUIRE_MESSAGE(!verified.has_value(), "bit " << bit);
        CHECK(names_damage(verified.error()));
        ++tried;
    }
    CHECK(tried > 2500);
}

TEST_CASE("a changed header with a mended checksum still does not pass") {
    WordStore store;
    store.make();
    const std::string path = store.names(".sealed").front();
    const Bytes original = store.content(path);
    const std::size_t header_bytes = kHeaderFixedBytes + kSlotBytes;
    for (std::size_t bit = 0; bit < (header_bytes + 32) * 8; ++bit) {
        Bytes changed = original;
        flip(changed, bit);
        // The slot count decides where the header ends; a file with another count is caught by the
        // plain test.
        if (bit / 8 == kHeaderFixedBytes - 1) continue;
        mend_checksum(changed, header_bytes);
        store.content(path) = changed;
        const auto words = store.words();
        REQUIRE_MESSAGE(!words.has_value(), "bit " << bit);
        CHECK_MESSAGE(names_damage(words.error()), "bit " << bit << ": " << words.error().message);
    }
}

TEST_CASE("a sealed file cut at any length is noticed") {
    WordStore store;
    store.make();
    const std::string path = store.names(".sealed").front();
    const Bytes original = store.content(path);
    const Keys keys = store.keys();
    for (std::size_t size = 0; size < original.size(); size += size < 512 ? 1 : 509) {
        store.content(path) =
            Bytes(original.begin(), original.begin() + static_cast<std::ptrdiff_t>(size));
        const auto verified = verify_generation(store.host(), path, keys);
        REQUIRE_MESSAGE(!verified.has_value(), "size " << size);
        CHECK(names_damage(verified.error()));
    }
    store.content(path) = original;
    store.content(path).push_back(0);
    CHECK(!verify_generation(store.host(), path, keys).has_value());
}

TEST_CASE("chunks cannot be swapped, repeated or taken from another generation") {
    WordStore store;
    store.make();
    const Keys keys = store.keys();
    const std::string path = store.names(".sealed").front();
    const Bytes first = store.content(path);
    REQUIRE(store.log("something").has_value());
    REQUIRE(store.fold().has_value());
    const auto files = store.names(".sealed");
    REQUIRE(files.size() == 2);
    const std::string newer = files.back();
    const Bytes second = store.content(newer);
    const std::ptrdiff_t prefix = kHeaderFixedBytes + kSlotBytes + kHeaderTailBytes;
    const std::ptrdiff_t sealed = kChunkBytes + crypto::kTagBytes;
    REQUIRE(first.size() == second.size());

    Bytes swapped = second;
    std::swap_ranges(swapped.begin() + prefix, swapped.begin() + prefix + sealed,
                     swapped.begin() + prefix + sealed);
    store.content(newer) = swapped;
    CHECK(!verify_generation(store.host(), newer, keys).has_value());

    Bytes repeated = second;
    std::copy_n(repeated.begin() + prefix, sealed, repeated.begin() + prefix + sealed);
    store.content(newer) = repeated;
    CHECK(!verify_generation(store.host(), newer, keys).has_value());

    Bytes spliced = second;
    std::copy_n(first.begin() + prefix + sealed, sealed, spliced.begin() + prefix + sealed);
    store.content(newer) = spliced;
    CHECK(!verify_generation(store.host(), newer, keys).has_value());

    store.content(newer) = second;
    CHECK(verify_generation(store.host(), newer, keys).has_value());
}

TEST_CASE("a file of a later format is refused as too new and left alone") {
    WordStore store;
    store.make();
    const std::string path = store.names(".sealed").front();
    store.content(path)[8] = 2;
    const Bytes before = store.content(path);
    CHECK(vault::unlock(store.host(), store.location, WordStore::key()).error().kind ==
          ErrorKind::TooNew);
    CHECK(store.content(path) == before);
}

TEST_CASE("a large image opens by touching a few chunks") {
    WordStore store;
    store.make();
    const Keys keys = store.keys();
    const auto fill = [](db::Connection& database) -> Result<bool> {
        ATTUNE_CHECK(database.execute(
            "CREATE TABLE big(n INTEGER PRIMARY KEY, body BLOB);"
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 3000)"
            "INSERT INTO big SELECT n, zeroblob(4000) FROM c"));
        return true;
    };
    REQUIRE(vault::fold(store.host(), store.location, keys, {WordStore::applier(), fill, {}})
                .has_value());
    auto session = Session::open(store.host(), store.location, keys, WordStore::applier());
    REQUIRE(session.has_value());
    CHECK(session->facts().base_chunks > 700);
    CHECK(session->chunks_opened() < 12);
    const auto one = session->database().value_of("SELECT length(body) FROM big WHERE n = 2718");
    REQUIRE(one.has_value());
    CHECK(*one == 4000);
    CHECK(session->chunks_opened() < 20);
}

TEST_CASE("a chunk that does not open stops only what touches it, and is remembered") {
    WordStore store;
    store.make();
    const Keys keys = store.keys();
    const auto fill = [](db::Connection& database) -> Result<bool> {
        ATTUNE_CHECK(database.execute(
            "CREATE TABLE big(n INTEGER PRIMARY KEY, body BLOB);"
            "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 600)"
            "INSERT INTO big SELECT n, randomblob(3000) FROM c"));
        return true;
    };
    REQUIRE(vault::fold(store.host(), store.location, keys, {WordStore::applier(), fill, {}})
                .has_value());
    const std::string path = store.names(".sealed").back();
    Bytes& file = store.content(path);
    file[file.size() * 3 / 5] ^= 1;
    auto session = Session::open(store.host(), store.location, keys, WordStore::applier());
    REQUIRE(session.has_value());
    CHECK(session->database().value_of("SELECT count(*) FROM word").has_value());
    const auto all = session->database().value_of("SELECT sum(length(body)) FROM big");
    REQUIRE(!all.has_value());
    CHECK(all.error().kind == ErrorKind::Damaged);
}

TEST_CASE("an image reads zeros where it was cut and grown again") {
    SealedImage image;
    Bytes ones(50000, 1);
    REQUIRE(image.write(0, ones));
    image.truncate(20000);
    REQUIRE(image.write(40000, Bytes(10, 2)));
    Bytes out(50000);
    REQUIRE(image.read(0, out));
    CHECK(image.size() == 40010);
    CHECK(out[19999] == 1);
    CHECK(std::all_of(out.begin() + 20000, out.begin() + 40000, [](auto b) { return b == 0; }));
    CHECK(out[40000] == 2);
    CHECK(std::all_of(out.begin() + 40010, out.end(), [](auto b) { return b == 0; }));
}
