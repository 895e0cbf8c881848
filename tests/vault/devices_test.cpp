#include "attune/vault/devices.hpp"

#include "attune/vault/retire.hpp"
#include "vault/folder.hpp"
#include "vault_fixture.hpp"

using namespace attune;
using namespace attune::vault;
using attune::test::WordStore;

namespace {

/// Opens the store as a reader does and keeps what was seen; gives the warnings.
std::vector<std::string> look(WordStore& store) {
    const Keys keys = store.keys();
    const auto session = Session::open(store.host(), store.location, keys, WordStore::applier());
    REQUIRE(session.has_value());
    remember_sight(store.host(), store.location, keys, {0, 0, session->facts().told});
    return session->facts().warnings;
}

std::map<std::string, Bytes> copy_of_folder(WordStore& store) {
    std::map<std::string, Bytes> copy;
    for (const std::string& path : store.names(""))
        copy[path] = store.content(path);
    return copy;
}

void put_back(WordStore& store, const std::map<std::string, Bytes>& copy) {
    for (const std::string& path : store.names(""))
        store.fake.files.nodes.erase(path);
    for (const auto& [path, content] : copy)
        store.fake.files.put(path, as_text(content));
}

std::vector<DeviceState> states(WordStore& store) {
    const Keys keys = store.keys();
    const auto list = list_devices(store.host(), store.location, keys.store);
    REQUIRE(list.has_value());
    return *list;
}

}  // namespace

TEST_CASE("a rollback is told once, stands in the list, and is gone when it was accepted") {
    WordStore store;
    store.make();
    REQUIRE(store.log("one").has_value());
    const auto older = copy_of_folder(store);
    REQUIRE(store.fold().has_value());
    CHECK(look(store).empty());
    put_back(store, older);
    CHECK(look(store).size() == 1);
    CHECK(look(store).empty());
    REQUIRE(states(store).size() == 1);
    CHECK(states(store).front().is_rolled_back());
    CHECK(states(store).front().seen == 2);
    const Keys keys = store.keys();
    REQUIRE(accept_devices(store.host(), store.location, keys.store).has_value());
    CHECK(!states(store).front().is_rolled_back());
    CHECK(look(store).empty());
    // The number that was given out is not given out again.
    const auto folded = store.fold();
    REQUIRE(folded.has_value());
    CHECK(folded->generation == 3);
}

TEST_CASE("a rollback that goes on to an even older state is told again") {
    WordStore store;
    store.make();
    const auto oldest = copy_of_folder(store);
    REQUIRE(store.log("one").has_value());
    REQUIRE(store.fold().has_value());
    const auto older = copy_of_folder(store);
    REQUIRE(store.log("two").has_value());
    REQUIRE(store.fold().has_value());
    put_back(store, older);
    CHECK(look(store).size() == 1);
    put_back(store, oldest);
    CHECK(look(store).size() == 1);
    CHECK(look(store).empty());
}

TEST_CASE("a device that was only read is remembered, and missed when its files are gone") {
    WordStore first;
    first.make();
    WordStore second;
    for (const auto& [path, content] : copy_of_folder(first))
        second.fake.files.put(path, as_text(content));
    second.fake.environment.machine = "another machine";
    Bytes drawn(4096);
    second.fake.environment.random(drawn);
    {
        const Keys keys = second.keys();
        REQUIRE(ensure_identity(second.host(), second.location, keys).has_value());
    }
    REQUIRE(second.log("from the second").has_value());
    REQUIRE(second.fold().has_value());
    const auto theirs = copy_of_folder(second);
    for (const auto& [path, content] : theirs)
        first.fake.files.put(path, as_text(content));
    CHECK(look(first).empty());
    REQUIRE(states(first).size() == 2);
    for (const auto& [path, content] : theirs) {
        if (path.find(states(first)[states(first)[0].own ? 1 : 0].device.hex()) !=
            std::string::npos)
            first.fake.files.nodes.erase(path);
    }
    const auto warnings = look(first);
    REQUIRE(warnings.size() == 1);
    CHECK(warnings.front().find("are gone") != std::string::npos);
    CHECK(look(first).empty());
    std::size_t gone = 0;
    for (const DeviceState& state : states(first))
        gone += state.is_gone() ? 1U : 0U;
    CHECK(gone == 1);
    const Keys keys = first.keys();
    REQUIRE(accept_devices(first.host(), first.location, keys.store).has_value());
    CHECK(states(first).size() == 1);
}

TEST_CASE("a number in a name alone is neither remembered nor counted on") {
    WordStore store;
    store.make();
    const std::string sealed = store.names(".sealed").front();
    const Bytes content = store.content(sealed);
    store.fake.files.put("/store/00000000000000aa.4611686018427387904.sealed", as_text(content));
    store.fake.files.put("/store/00000000000000bb.9223372036854775807.sealed", as_text(content));
    static_cast<void>(look(store));
    for (const DeviceState& state : states(store))
        CHECK(state.seen <= 1);
    REQUIRE(store.log("one").has_value());
    const auto folded = store.fold();
    REQUIRE(folded.has_value());
    CHECK(folded->generation == 2);
}

TEST_CASE("what was told and the highest number are kept in the private state") {
    WordStore store;
    store.make();
    const Keys keys = store.keys();
    Seen seen = load_seen(store.host(), store.location, keys.store);
    seen.sequence = 12;
    seen.told = {{DeviceId{}, Told::What::ClockAhead, 7}};
    seen.highest_generation = 9;
    REQUIRE(save_seen(store.host(), store.location, keys.store, seen).has_value());
    const Seen again = load_seen(store.host(), store.location, keys.store);
    CHECK(again.sequence == 12);
    CHECK(again.told == seen.told);
    CHECK(again.highest_generation == 9);
}

TEST_CASE("a machine that was lost in the middle of a write can be retired") {
    for (const bool torn : {false, true}) {
        CAPTURE(torn);
        WordStore store;
        store.make();
        REQUIRE(store.log("one").has_value());
        REQUIRE(store.fold().has_value());
        REQUIRE(store.log("two").has_value());
        const DeviceId lost = states(store).front().device;
        const std::string newest = store.names(".inbox").back();
        Bytes& inbox = store.fake.files.nodes.at(newest)->content;
        Bytes half(inbox.end() - 400, inbox.end() - 100);
        inbox.resize(inbox.size() - 100);
        if (torn) {
            inbox.clear();
            store.fake.files.put(newest + ".torn", as_text(half));
        }
        std::erase_if(store.fake.files.nodes,
                      [](const auto& node) { return node.first.starts_with("/state/"); });
        store.fake.environment.machine = "another machine";
        const Keys keys = store.keys();
        REQUIRE(ensure_identity(store.host(), store.location, keys).has_value());
        REQUIRE(store.log("three").has_value());
        RepairRequest request;
        request.applier = WordStore::applier();
        const auto gone = retire_device(store.host(), store.location, keys, request, lost);
        REQUIRE_MESSAGE(gone.has_value(), (gone ? "" : gone.error().message));
        for (const std::string& path : store.names(""))
            CHECK(path.find(lost.hex()) == std::string::npos);
        const auto words = store.words();
        REQUIRE(words.has_value());
        CHECK(*words == std::vector<std::string>{"one", "three"});
    }
}
