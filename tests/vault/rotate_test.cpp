#include <algorithm>

#include "attune/vault/private_state.hpp"
#include "attune/vault/slots.hpp"
#include "vault/folder.hpp"
#include "vault/frame.hpp"
#include "vault/root_search.hpp"
#include "vault_fixture.hpp"

using namespace attune;
using namespace attune::vault;
using attune::test::WordStore;

namespace {

using Words = std::vector<std::string>;

/// One of several machines on a folder: its own private state, its own fold and log.
struct Machine {
    WordStore& store;
    Location location;

    Machine(WordStore& shared, const std::string& state)
        : store(shared), location{shared.location.folder, state} {}

    [[nodiscard]] Result<Keys> unlock(std::uint8_t fill) const {
        ATTUNE_TRY(Keys keys, vault::unlock(store.host(), location, WordStore::key(fill)));
        static_cast<void>(ensure_identity(store.host(), location, keys));
        return keys;
    }
    [[nodiscard]] Status log(const std::string& word) const {
        ATTUNE_TRY(auto inbox, Inbox::open(store.host(), location));
        ATTUNE_TRY(const Appended done, inbox.append(
                                            [&](std::uint64_t, std::uint64_t) -> Result<Bytes> {
                                                const ByteView bytes = as_bytes(word);
                                                return Bytes(bytes.begin(), bytes.end());
                                            },
                                            [](Seen&) {}));
        static_cast<void>(done);
        return {};
    }
    [[nodiscard]] Result<FoldResult> fold(std::uint8_t fill) const {
        ATTUNE_TRY(const Keys keys, unlock(fill));
        return vault::fold(store.host(), location, keys, {WordStore::applier(), {}, {}});
    }
    [[nodiscard]] Result<Rotated> rotate(std::uint8_t fill,
                                         const std::vector<std::uint8_t>& keep) const {
        ATTUNE_TRY(const Keys keys, unlock(fill));
        std::vector<GivenSecret> secrets;
        for (const std::uint8_t one : keep)
            secrets.push_back(WordStore::key(one));
        std::vector<KeptSecret> kept;
        for (const GivenSecret& secret : secrets)
            kept.push_back({&secret, false});
        return rotate_root(store.host(), location, keys, WordStore::applier(), kept);
    }
    /// What a reader sees, sorted, and the warnings on the way.
    [[nodiscard]] Result<Words> read(std::uint8_t fill, Words* warnings = nullptr) const {
        ATTUNE_TRY(const Keys keys, unlock(fill));
        ATTUNE_TRY(auto session, Session::open(store.host(), location, keys, WordStore::applier()));
        if (warnings != nullptr) *warnings = session.facts().warnings;
        ATTUNE_TRY(auto rows, session.database().prepare("SELECT text FROM word ORDER BY text"));
        Words out;
        while (true) {
            ATTUNE_TRY(const bool row, rows.step());
            if (!row) return out;
            out.emplace_back(rows.text(0));
        }
    }
    [[nodiscard]] Words must_read(std::uint8_t fill) const {
        const auto words = read(fill);
        REQUIRE_MESSAGE(words.has_value(), (words ? "" : words.error().message));
        return *words;
    }
    [[nodiscard]] Identity identity() const {
        const auto keys = unlock(9);
        auto found = load_identity(store.host(), location, keys ? keys->store : store.keys().store);
        REQUIRE(found.has_value());
        return std::move(*found);
    }
};

}  // namespace

TEST_CASE("a rotated store opens with what was kept, not with what was not, and keeps every word") {
    WordStore store;
    store.make();
    const Machine here(store, "/state");
    REQUIRE(here.log("folded").has_value());
    REQUIRE(here.fold(7).has_value());
    REQUIRE(here.log("waiting").has_value());
    const auto rotated = here.rotate(7, {9});
    REQUIRE(rotated.has_value());
    CHECK(rotated->keys.epoch == 2);
    CHECK(rotated->added.size() == 1);
    CHECK(here.unlock(7).error().kind == ErrorKind::WrongSecret);
    CHECK(here.must_read(9) == Words{"folded", "waiting"});
    // What is logged from now on is sealed to the new root.
    REQUIRE(here.log("after").has_value());
    CHECK(here.identity().epoch == 2);
    CHECK(here.must_read(9) == Words{"after", "folded", "waiting"});
    // The older files that still open are named.
    CHECK(!rotated->still_open.empty());
    for (const std::string& path : rotated->still_open)
        CHECK(store.fake.files.nodes.contains(path));
    // Twice more, and both epochs before are still read.
    REQUIRE(here.rotate(9, {9, 7}).has_value());
    REQUIRE(here.log("third").has_value());
    CHECK(here.must_read(7) == Words{"after", "folded", "third", "waiting"});
    CHECK(here.unlock(9)->others.size() == 2);
    CHECK(check_files(store.host(), store.location, *here.unlock(9))->problems.empty());
}

TEST_CASE("a device that was away goes on under the old root, and everything it wrote is read") {
    WordStore store;
    store.make();
    const Machine here(store, "/state");
    const Machine away(store, "/away");
    REQUIRE(away.unlock(7).has_value());
    REQUIRE(away.log("from away, before").has_value());
    REQUIRE(away.fold(7).has_value());
    REQUIRE(here.rotate(7, {9}).has_value());
    // It cannot know, and writes a generation with a higher number under the old root as well.
    REQUIRE(away.log("from away, locked").has_value());
    CHECK(here.must_read(9) == Words{"from away, before", "from away, locked"});
    REQUIRE(away.unlock(9).has_value());
    REQUIRE(away.log("from away, unlocked").has_value());
    CHECK(away.identity().left.size() == 1);
    CHECK(away.identity().left.front().last_sequence == 2);
    Words warnings;
    REQUIRE(away.fold(9).has_value());
    CHECK(*here.read(9, &warnings) ==
          Words{"from away, before", "from away, locked", "from away, unlocked"});
    CHECK(warnings.empty());
}

TEST_CASE("a generation under the old root with a higher number does not hide the rotation") {
    WordStore store;
    store.make();
    const Machine here(store, "/state");
    const Machine away(store, "/away");
    REQUIRE(away.unlock(7).has_value());
    const Keys old_keys = *away.unlock(7);
    REQUIRE(away.log("from away").has_value());
    const auto before = store.names(".sealed");
    REQUIRE(here.rotate(7, {9}).has_value());
    // The rotation has not arrived there: it folds under the old root, above every number of the
    // other.
    std::map<std::string, Bytes> on_its_way;
    for (const std::string& path : store.names(".sealed")) {
        if (std::find(before.begin(), before.end(), path) != before.end()) continue;
        on_its_way[path] = store.content(path);
        store.fake.files.nodes.erase(path);
    }
    REQUIRE(on_its_way.size() == 2);
    for (int i = 0; i < 4; ++i) {
        REQUIRE(away.log("word " + std::to_string(i)).has_value());
        const auto folded =
            fold(store.host(), away.location, old_keys, {WordStore::applier(), {}, {}});
        REQUIRE(folded.has_value());
    }
    for (const auto& [path, bytes] : on_its_way)
        store.fake.files.put(path, std::string(as_text(bytes)));
    CHECK(here.must_read(9).size() == 5);
    CHECK(away.must_read(9).size() == 5);
    // The old secret still opens that file, as nobody can prevent, but moves no device back.
    CHECK(here.read(7).has_value());
    CHECK(here.identity().epoch == 2);
    const auto slots = list_slots(store.host(), store.location);
    REQUIRE(slots.has_value());
    CHECK(slots->size() == 1);
    REQUIRE(away.fold(9).has_value());
    REQUIRE(away.log("more").has_value());
    REQUIRE(away.fold(9).has_value());
    CHECK(here.must_read(9).size() == 6);
}

TEST_CASE("frames under the old root at the end of a segment are no torn tail after the rotation") {
    WordStore store;
    store.make();
    const Machine here(store, "/state");
    REQUIRE(here.log("before").has_value());
    const auto keys = here.unlock(7);
    const auto key = WordStore::key(9);
    // Kept aside under the old root, since the folder could not be written.
    store.fake.files.fault = [](test::FileStep, const std::string& path,
                                int) -> std::optional<Error> {
        if (path.starts_with("/store/")) return Error{ErrorKind::Io, "read-only"};
        return std::nullopt;
    };
    REQUIRE(here.log("kept aside").has_value());
    store.fake.files.fault = nullptr;
    REQUIRE(rotate_root(store.host(), here.location, *keys, WordStore::applier(), {{&key, false}})
                .has_value());
    REQUIRE(here.log("after").has_value());
    CHECK(here.must_read(9) == Words{"after", "before", "kept aside"});
    CHECK(store.names(".torn").empty());
    REQUIRE(here.fold(9).has_value());
    REQUIRE(here.log("later").has_value());
    CHECK(here.must_read(9) == Words{"after", "before", "kept aside", "later"});
    CHECK(store.names(".torn").empty());
}

TEST_CASE("a frame under a root that its device had left is set aside") {
    WordStore store;
    store.make();
    const Machine here(store, "/state");
    REQUIRE(here.log("mine").has_value());
    const Keys stolen = store.keys();
    const DeviceId device = load_identity(store.host(), here.location, stolen.store)->device;
    REQUIRE(here.rotate(7, {9}).has_value());
    REQUIRE(here.log("mine, later").has_value());
    // Somebody who kept the old root appends what looks like the next entry of this device.
    FrameHeader header;
    header.device = device;
    header.store = stolen.store;
    header.sequence = 2;
    const Bytes forged = encode_frame(header, as_bytes("forged"), stolen.inbox.public_key,
                                      stolen.device_key(device));
    Bytes& segment = store.content(store.names(".inbox").back());
    segment.insert(segment.end(), forged.begin(), forged.end());
    Words warnings;
    CHECK(*here.read(9, &warnings) == Words{"mine", "mine, later"});
    REQUIRE(warnings.size() == 1);
    CHECK(warnings.front().find("set aside") != std::string::npos);
}

TEST_CASE("a logger that was under way when the root changed seals to the new one") {
    WordStore store;
    store.make();
    const Machine here(store, "/state");
    auto inbox = Inbox::open(store.host(), here.location);
    REQUIRE(inbox.has_value());
    REQUIRE(here.rotate(7, {9}).has_value());
    REQUIRE(inbox
                ->append(
                    [](std::uint64_t, std::uint64_t) -> Result<Bytes> {
                        const ByteView bytes = as_bytes("under way");
                        return Bytes(bytes.begin(), bytes.end());
                    },
                    [](Seen&) {})
                .has_value());
    Words warnings;
    CHECK(*here.read(9, &warnings) == Words{"under way"});
    CHECK(warnings.empty());
}

TEST_CASE("two devices rotate at once and agree on one root, whoever looks first") {
    for (const bool swapped : {false, true}) {
        WordStore store;
        store.make();
        const Machine one(store, swapped ? "/away" : "/state");
        const Machine two(store, swapped ? "/state" : "/away");
        const Keys before_one = *one.unlock(7);
        const Keys before_two = *two.unlock(7);
        REQUIRE(one.log("one").has_value());
        REQUIRE(two.log("two").has_value());
        const auto key = WordStore::key(9);
        const auto extra = WordStore::key(11);
        REQUIRE(rotate_root(store.host(), one.location, before_one, WordStore::applier(),
                            {{&key, false}, {&extra, false}})
                    .has_value());
        // The second device has not received that: it cannot read the first one's file.
        auto nodes = store.fake.files.nodes;
        const DeviceId device = one.identity().device;
        for (const std::string& path : store.names(".sealed")) {
            if (path.find(device.hex()) != std::string::npos) store.fake.files.nodes.erase(path);
        }
        const bool alone = !store.names(".sealed").empty();
        if (!alone) {
            store.fake.files.nodes = nodes;
            continue;  // the device that rotated made the store, and there is nothing else to open
        }
        REQUIRE(rotate_root(store.host(), two.location, before_two, WordStore::applier(),
                            {{&key, false}})
                    .has_value());
        for (const auto& [path, node] : nodes) {
            if (path.find(device.hex()) != std::string::npos) store.fake.files.nodes[path] = node;
        }
        for (int round = 0; round < 2; ++round) {
            for (const Machine* machine : {&one, &two}) {
                REQUIRE(machine->fold(9).has_value());
                CHECK(machine->must_read(9) == Words{"one", "two"});
            }
        }
        CHECK(one.identity().public_key == two.identity().public_key);
        REQUIRE(one.log("later").has_value());
        CHECK(two.must_read(9) == Words{"later", "one", "two"});
        // Quiet now: nothing is left to write.
        REQUIRE(two.fold(9).has_value());
        REQUIRE(one.fold(9).has_value());
        CHECK(!two.fold(9)->written);
        CHECK(!one.fold(9)->written);
    }
}

TEST_CASE("behind a damaged rotated generation the older ones are read with a kept secret") {
    WordStore store;
    store.make();
    const Machine here(store, "/state");
    REQUIRE(here.log("kept").has_value());
    REQUIRE(here.fold(7).has_value());
    REQUIRE(here.rotate(7, {7}).has_value());
    const auto folder = read_folder(store.host(), store.location.folder);
    REQUIRE(folder.has_value());
    // Both generations under the new root lose their first chunk; what is left is under the old
    // one.
    for (const GenerationFile& file : folder->generations) {
        const auto opened = store.fake.files.open_read(file.path);
        REQUIRE(opened.has_value());
        const auto header = read_header(**opened, file.path);
        REQUIRE(header.has_value());
        if (header->header.epoch == 2) store.content(file.path)[header->prefix_bytes + 5] ^= 1;
    }
    Words warnings;
    const auto words = here.read(7, &warnings);
    REQUIRE_MESSAGE(words.has_value(), (words ? "" : words.error().message));
    CHECK(*words == Words{"kept"});
    CHECK(!warnings.empty());
    // And logging goes on under the new root.
    CHECK(load_identity(store.host(), here.location, here.unlock(7)->store)->epoch == 2);
}

TEST_CASE("a folder put back to before the rotation takes its devices back with it") {
    WordStore store;
    store.make();
    const Machine here(store, "/state");
    REQUIRE(here.log("kept").has_value());
    REQUIRE(here.fold(7).has_value());
    std::map<std::string, Bytes> copy;
    for (const char* ending : {".sealed", ".inbox"}) {
        for (const std::string& path : store.names(ending))
            copy[path] = store.content(path);
    }
    REQUIRE(here.rotate(7, {9}).has_value());
    REQUIRE(here.log("gone with the folder").has_value());
    for (const char* ending : {".sealed", ".inbox"}) {
        for (const std::string& path : store.names(ending))
            store.fake.files.nodes.erase(path);
    }
    for (const auto& [path, bytes] : copy)
        store.fake.files.put(path, std::string(as_text(bytes)));
    CHECK(here.must_read(7) == Words{"kept"});
    // Sealed to the root of the folder, so that the folder's secrets read it.
    REQUIRE(here.log("after").has_value());
    CHECK(here.must_read(7) == Words{"after", "kept"});
}

TEST_CASE("keys in the keyring end with the rotation elsewhere, and hold all roots otherwise") {
    WordStore store;
    store.make();
    const Machine here(store, "/state");
    const Machine away(store, "/away");
    REQUIRE(here.log("kept").has_value());
    REQUIRE(remember_keys(store.host(), here.location, *here.unlock(7), 600).has_value());
    CHECK(recall_keys(store.host(), here.location).has_value());
    REQUIRE(away.rotate(7, {9}).has_value());
    CHECK(!recall_keys(store.host(), here.location).has_value());
    REQUIRE(remember_keys(store.host(), here.location, *here.unlock(9), 600).has_value());
    const auto recalled = recall_keys(store.host(), here.location);
    REQUIRE(recalled.has_value());
    CHECK(recalled->epoch == 2);
    CHECK(recalled->others.size() == 1);
    CHECK(forget_keys(store.host(), here.location).value());
    CHECK(!recall_keys(store.host(), here.location).has_value());
}
