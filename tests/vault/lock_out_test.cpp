#include <algorithm>
#include <string>

#include "attune/vault/slots.hpp"
#include "vault_fixture.hpp"

using namespace attune;
using namespace attune::vault;
using attune::test::FileStep;
using attune::test::WordStore;

namespace {

/// A change of the secrets of a store that opens with key files 7 and 8 and holds words in an image
/// and in the inbox.
struct Change {
    const char* name;
    Status (*run)(WordStore& store);
    /// The secrets of which at least one opens the store at every step, and those that all do when
    /// the change said that it was done.
    std::vector<std::uint8_t> known;
    std::vector<std::uint8_t> afterwards;
};

Status change(WordStore& store, const SlotChange& wanted) {
    ATTUNE_TRY(const Keys keys, unlock(store.host(), store.location, WordStore::key(7)));
    ATTUNE_TRY(const SlotsChanged changed,
               change_slots(store.host(), store.location, keys, WordStore::applier(), wanted));
    static_cast<void>(changed);
    return {};
}

SlotId slot_of(WordStore& store, std::uint8_t fill) {
    const auto opened = unlock_slot(store.host(), store.location, WordStore::key(fill));
    REQUIRE(opened.has_value());
    return opened->slot.id;
}

Status add(WordStore& store) {
    const auto secret = WordStore::key(9);
    return change(store, {{}, {&secret}, false});
}
Status remove(WordStore& store) {
    return change(store, {{slot_of(store, 7)}, {}, false});
}
Status replace(WordStore& store) {
    const auto secret = WordStore::key(9);
    return change(store, {{slot_of(store, 7)}, {&secret}, false});
}
Status rotate(WordStore& store) {
    ATTUNE_TRY(const Keys keys, unlock(store.host(), store.location, WordStore::key(7)));
    const auto secret = WordStore::key(9);
    ATTUNE_TRY(const Rotated rotated, rotate_root(store.host(), store.location, keys,
                                                  WordStore::applier(), {{&secret, false}}));
    static_cast<void>(rotated);
    return {};
}
/// A second rotation, of a store that has had two roots already.
Status rotate_again(WordStore& store) {
    return rotate(store);
}

const Change kChanges[] = {
    {"add", add, {7, 8}, {7, 8, 9}},
    {"remove", remove, {7, 8}, {8}},
    {"change", replace, {7, 8, 9}, {8, 9}},
    {"rotate", rotate, {7, 8, 9}, {9}},
    {"rotate again", rotate_again, {7, 9}, {9}},
};

void prepare(WordStore& store, const Change& wanted) {
    std::vector<NewSlot> slots;
    slots.push_back({WordStore::key(7), false});
    slots.push_back({WordStore::key(8), false});
    REQUIRE(create(store.host(), store.location, slots, WordStore::make_schema).has_value());
    REQUIRE(store.log("in the image").has_value());
    REQUIRE(store.fold().has_value());
    if (std::string_view(wanted.name) == "rotate again") {
        const auto keys = store.keys();
        const auto secret = WordStore::key(7);
        REQUIRE(rotate_root(store.host(), store.location, keys, WordStore::applier(),
                            {{&secret, false}})
                    .has_value());
    }
    REQUIRE(store.log("in the inbox").has_value());
}

std::size_t words_by(WordStore& store, std::uint8_t fill) {
    const auto keys = unlock(store.host(), store.location, WordStore::key(fill));
    if (!keys) return 0;
    auto session = Session::open(store.host(), store.location, *keys, WordStore::applier());
    if (!session) return 0;
    return static_cast<std::size_t>(
        session->database().value_of("SELECT count(*) FROM word").value_or(0));
}

/// Some known secret opens the store and shows `words` of them, logging goes on, and the change can
/// be made after all or stands.
void expect_open(WordStore& store, const Change& wanted, std::size_t words) {
    std::size_t most = 0;
    for (const std::uint8_t fill : wanted.known)
        most = std::max(most, words_by(store, fill));
    CHECK(most == words);
    REQUIRE(store.log("afterwards").has_value());
    most = 0;
    for (const std::uint8_t fill : wanted.known)
        most = std::max(most, words_by(store, fill));
    CHECK(most == words + 1);
}

}  // namespace

TEST_CASE("some secret opens the store at every step of every change that is interrupted") {
    int all = 0;
    for (const Change& wanted : kChanges) {
        int steps = 0;
        {
            WordStore store;
            prepare(store, wanted);
            store.fake.files.reset_steps();
            REQUIRE(wanted.run(store).has_value());
            steps = store.fake.files.steps();
            for (const std::uint8_t fill : wanted.afterwards)
                CHECK(words_by(store, fill) == 2);
        }
        REQUIRE(steps >= 5);
        for (int n = 1; n <= steps; ++n) {
            // Once: the step is refused and the program carries on. Sticky: it is killed there, and
            // nothing behind it happens any more.
            for (const bool sticky : {false, true}) {
                const std::string name = wanted.name;
                CAPTURE(name);
                CAPTURE(n);
                CAPTURE(sticky);
                WordStore store;
                prepare(store, wanted);
                store.fake.files.reset_steps();
                store.fake.files.fault = [&](FileStep, const std::string&,
                                             int number) -> std::optional<Error> {
                    if (number == n || (sticky && number > n))
                        return Error{ErrorKind::Io, "refused"};
                    return std::nullopt;
                };
                const bool done = wanted.run(store).has_value();
                store.fake.files.fault = nullptr;
                if (done) {
                    for (const std::uint8_t fill : wanted.afterwards)
                        CHECK(words_by(store, fill) == 2);
                }
                expect_open(store, wanted, 2);
                ++all;
            }
        }
        MESSAGE(std::string(wanted.name)
                << ": " << steps << " steps, each refused once and for good");
    }
    MESSAGE("lock-out: " << all << " interrupted changes, some secret opens after each");
}
