#include <algorithm>

#include "attune/vault/inbox.hpp"
#include "store_fixture.hpp"

using namespace attune;
using namespace attune::test;

namespace {

/// A frame of this device with any text inside. `rest` stands behind what it repeats of its
/// outside.
void append(StoreInMemory& store, const std::string& rest) {
    auto inbox = vault::Inbox::open(store.fake.host, store.location);
    REQUIRE(inbox.has_value());
    const auto appended = inbox->append(
        [&](std::uint64_t sequence, std::uint64_t clock) -> Result<Bytes> {
            const std::string text = "{\"v\":1,\"store\":\"" + store.keys.store.hex() +
                                     "\",\"device\":\"" + inbox->identity().device.hex() +
                                     "\",\"seq\":" + std::to_string(sequence) +
                                     ",\"clock\":" + std::to_string(clock) + rest;
            const ByteView bytes = as_bytes(text);
            return Bytes(bytes.begin(), bytes.end());
        },
        [](vault::Seen&) {});
    REQUIRE(appended.has_value());
}

std::string put_of(const std::string& record, const std::string& more) {
    return ",\"op\":\"put\",\"record\":\"" + record + "\",\"rev\":\"" + std::string(32, 'b') +
           "\",\"parents\":[],\"created\":1772397600000,\"entry\":{\"schema\":1,\"kind\":"
           "\"trigger\",\"at\":\"2026-03-01T21:40:00+01:00\",\"local_day\":\"2026-03-01\","
           "\"precision\":\"minute\",\"text\":\"x\"" +
           more + "}}";
}

std::int64_t set_aside(StoreInMemory& store) {
    auto library = store.library();
    return *library.database().value_of("SELECT count(*) FROM quarantine");
}

}  // namespace

TEST_CASE("a frame nested a hundred thousand levels deep is set aside and ends nothing") {
    StoreInMemory store;
    store.log(trigger("before"));
    const std::string deep = std::string(100000, '[') + std::string(100000, ']');
    append(store, put_of(std::string(32, 'a'), ",\"aura\":" + deep));
    append(store, put_of(std::string(32, 'a'), "") + deep);
    store.log(trigger("behind"));
    CHECK(store.texts() == std::vector<std::string>{"before", "behind"});
    CHECK(set_aside(store) == 2);
    REQUIRE(store.library().fold().has_value());
    CHECK(store.texts() == std::vector<std::string>{"before", "behind"});
}

TEST_CASE("a frame of a newer program waits and keeps nothing else from being read") {
    StoreInMemory store;
    store.log(trigger("before"));
    std::string later = put_of(std::string(32, 'a'), "");
    later.replace(later.find("\"schema\":1"), 10, "\"schema\":2");
    append(store, later);
    store.log(trigger("behind"));
    CHECK(store.texts() == std::vector<std::string>{"before", "behind"});
    CHECK(set_aside(store) == 0);
    REQUIRE(!store.library().warnings().empty());
    CHECK(store.library().warnings().back().find("newer attune") != std::string::npos);
    for (const char* text : {"one", "two", "three"}) {
        store.log(trigger(text));
        REQUIRE(store.library().fold().has_value());
    }
    CHECK(store.texts().size() == 5);
    // The segment that holds it stays, however many generations hold the rest.
    const bool waits =
        std::any_of(store.fake.files.nodes.begin(), store.fake.files.nodes.end(), [](auto& node) {
            return node.first.ends_with(".1.inbox") && !node.second->content.empty();
        });
    CHECK(waits);
}

TEST_CASE("a frame whose record has an id of zeros is set aside") {
    StoreInMemory store;
    append(store, put_of(std::string(32, '0'), ""));
    CHECK(store.texts().empty());
    CHECK(set_aside(store) == 1);
}

TEST_CASE("a segment larger than the memory there is keeps no other from being read") {
    StoreInMemory store;
    store.log(trigger("of this machine"));
    store.fake.files.put("/store/00112233aabbccdd.1.inbox", std::string(3 << 20, '\0'));
    store.fake.environment.memory = 5 << 20;
    CHECK(store.texts() == std::vector<std::string>{"of this machine"});
    {
        auto library = store.library();
        REQUIRE(library.warnings().size() == 1);
        CHECK(library.warnings().front().find("00112233aabbccdd") != std::string::npos);
        CHECK(!library.check()->problems.empty());
        REQUIRE(library.fold().has_value());
    }
    CHECK(store.texts() == std::vector<std::string>{"of this machine"});
    CHECK(store.fake.files.nodes.contains("/store/00112233aabbccdd.1.inbox"));
}
