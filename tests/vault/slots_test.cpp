#include "attune/vault/slots.hpp"

#include "vault/bookkeeping.hpp"
#include "vault/slot_table.hpp"
#include "vault_fixture.hpp"

using namespace attune;
using namespace attune::vault;
using attune::test::WordStore;

namespace {

Result<SlotsChanged> change(WordStore& store, const SlotChange& wanted) {
    auto keys = unlock(store.host(), store.location, WordStore::key());
    if (!keys) keys = unlock(store.host(), store.location, WordStore::key(9));
    REQUIRE(keys.has_value());
    return change_slots(store.host(), store.location, *keys, WordStore::applier(), wanted);
}

SlotId first_slot(WordStore& store) {
    const auto slots = list_slots(store.host(), store.location);
    REQUIRE(slots.has_value());
    return slots->front().id;
}

bool opens(WordStore& store, std::uint8_t fill) {
    return unlock(store.host(), store.location, WordStore::key(fill)).has_value();
}

}  // namespace

TEST_CASE("an added secret opens the store beside the old one, a removed one no longer does") {
    WordStore store;
    store.make();
    REQUIRE(store.log("kept").has_value());
    const SlotId original = first_slot(store);
    const auto second = WordStore::key(9);
    const auto added = change(store, {{}, {&second}, false});
    REQUIRE(added.has_value());
    CHECK(added->added.size() == 1);
    CHECK(opens(store, 7));
    CHECK(opens(store, 9));
    const auto removed = change(store, {{original}, {}, false});
    REQUIRE(removed.has_value());
    CHECK(!opens(store, 7));
    CHECK(opens(store, 9));
    // The older generations still open with it, and it says which.
    CHECK(removed->still_open.size() == 2);
    const auto keys = unlock(store.host(), store.location, WordStore::key(9));
    REQUIRE(keys.has_value());
    auto session = Session::open(store.host(), store.location, *keys, WordStore::applier());
    REQUIRE(session.has_value());
    CHECK(session->database().value_of("SELECT count(*) FROM word").value() == 1);
}

TEST_CASE(
    "the last secret cannot be removed, a ninth not added, and a removed one not removed again") {
    WordStore store;
    store.make();
    const SlotId only = first_slot(store);
    CHECK(change(store, {{only}, {}, false}).error().kind == ErrorKind::Refused);
    CHECK(opens(store, 7));
    const auto other = WordStore::key(9);
    REQUIRE(change(store, {{only}, {&other}, false}).has_value());
    CHECK(change(store, {{only}, {}, false}).error().kind == ErrorKind::NotFound);
    for (int i = 0; i < 7; ++i)
        REQUIRE(change(store, {{}, {&other}, false}).has_value());
    CHECK(change(store, {{}, {&other}, false}).error().kind == ErrorKind::Refused);
}

namespace {

/// The tables of an image with some slots: id, epoch, clock, removed. The image is sealed under the
/// root of `keys`.
db::Connection table(const Keys& keys, std::initializer_list<std::array<int, 4>> rows) {
    auto database = db::Connection::open_in_memory();
    REQUIRE(database.has_value());
    REQUIRE(make_slot_tables(*database, keys, {}, 0).has_value());
    for (const auto& [id, epoch, clock, removed] : rows) {
        Slot slot;
        slot.id.bytes.fill(static_cast<std::uint8_t>(id));
        REQUIRE(insert_slot(*database, slot, static_cast<std::uint32_t>(epoch), clock).has_value());
        REQUIRE(database
                    ->execute("UPDATE slot SET removed = " + std::to_string(removed) +
                              " WHERE clock = " + std::to_string(clock))
                    .has_value());
    }
    return std::move(*database);
}

Keys root(std::uint32_t epoch, std::uint8_t fill) {
    return Keys::from_root(StoreId{}, epoch, crypto::Secret::copy_of(Bytes(32, fill)));
}

std::int64_t removed(db::Connection& database, int id) {
    auto row = database.prepare("SELECT removed FROM slot WHERE id = ?");
    REQUIRE(row.has_value());
    SlotId slot;
    slot.bytes.fill(static_cast<std::uint8_t>(id));
    row->bind(1, slot.view());
    const auto found = row->step();
    REQUIRE(found.has_value());
    return *found ? row->integer(0) : -1;
}

}  // namespace

TEST_CASE(
    "a removal wins over its slot whichever arrives first, and two devices cannot remove "
    "everything") {
    const Keys keys = root(1, 1);
    std::vector<std::string> warnings;
    auto ours = table(keys, {{1, 1, 10, 1}, {2, 1, 5, 0}});
    auto theirs = table(keys, {{1, 1, 3, 0}, {2, 1, 20, 1}});
    REQUIRE(merge_slots(ours, theirs, keys, warnings).has_value());
    // Slot 1 went at 10, slot 2 at 20: the later one stays, and that is said.
    CHECK(removed(ours, 1) == kSlotRemoved);
    CHECK(removed(ours, 2) == kSlotCounts);
    CHECK(warnings.size() == 1);
    REQUIRE(merge_slots(theirs, ours, keys, warnings).has_value());
    CHECK(removed(theirs, 1) == kSlotRemoved);
    CHECK(removed(theirs, 2) == kSlotCounts);
    CHECK(warnings.size() == 2);
    // Nothing more to say to each other.
    CHECK(merge_slots(theirs, ours, keys, warnings).value() == 0);
    CHECK(merge_slots(ours, theirs, keys, warnings).value() == 0);
}

TEST_CASE("slots of an older root are retired, whichever side knows the newer one") {
    const Keys old_root = root(1, 1);
    const Keys new_root = root(2, 2);
    std::vector<std::string> warnings;
    auto rotated = table(old_root, {{1, 1, 3, 0}});
    REQUIRE(insert_root(rotated, new_root).has_value());
    Slot kept;
    kept.id.bytes.fill(9);
    REQUIRE(insert_slot(rotated, kept, 2, 30).has_value());
    CHECK(removed(rotated, 1) == kSlotRetired);

    // The other device has the old slot, and added one of its own meanwhile.
    auto behind = table(old_root, {{1, 1, 3, 0}, {5, 1, 7, 0}});
    REQUIRE(merge_slots(behind, rotated, new_root, warnings).has_value());
    CHECK(removed(behind, 1) == kSlotRetired);
    CHECK(removed(behind, 5) == kSlotRetired);
    CHECK(removed(behind, 9) == kSlotCounts);
    REQUIRE(warnings.size() == 1);
    CHECK(warnings.front().find("05050505") != std::string::npos);

    auto still_behind = table(old_root, {{1, 1, 3, 0}, {5, 1, 7, 0}});
    REQUIRE(merge_slots(rotated, still_behind, old_root, warnings).has_value());
    CHECK(removed(rotated, 5) == kSlotRetired);
    CHECK(removed(rotated, 9) == kSlotCounts);
    CHECK(warnings.size() == 2);
    CHECK(merge_slots(rotated, behind, new_root, warnings).value() == 0);
}

TEST_CASE("whoever holds an old root can neither remove slots of the new one nor invent a root") {
    const Keys old_root = root(1, 1);
    const Keys new_root = root(2, 2);
    std::vector<std::string> warnings;
    auto ours = table(old_root, {{1, 1, 3, 0}});
    REQUIRE(insert_root(ours, new_root).has_value());
    Slot kept;
    kept.id.bytes.fill(9);
    REQUIRE(insert_slot(ours, kept, 2, 30).has_value());
    // Sealed under the old root: a removal of the new slot, a slot and a root of an epoch to come.
    auto forged = table(old_root, {{1, 1, 3, 0}, {9, 1, 99, 1}, {6, 7, 98, 0}});
    REQUIRE(forged.execute("INSERT INTO root VALUES(7, x'07', x'07')").has_value());
    REQUIRE(merge_slots(ours, forged, old_root, warnings).has_value());
    CHECK(removed(ours, 9) == kSlotCounts);
    CHECK(removed(ours, 6) == -1);
    CHECK(ours.value_of("SELECT max(epoch) FROM root").value() == 2);
}

TEST_CASE("of two roots of one epoch both sides choose the same, and its slots count") {
    Keys a = root(2, 2);
    Keys b = root(2, 3);
    if (b.is_newer_than(a)) std::swap(a, b);
    std::vector<std::string> warnings;
    auto first = table(a, {{1, 2, 3, 0}});
    auto second = table(b, {{2, 2, 4, 0}});
    auto second_before = table(b, {{2, 2, 4, 0}});
    REQUIRE(merge_slots(second, first, a, warnings).has_value());
    REQUIRE(merge_slots(first, second_before, b, warnings).has_value());
    for (db::Connection* image : {&first, &second}) {
        CHECK(removed(*image, 1) == kSlotCounts);
        CHECK(removed(*image, 2) == kSlotRetired);
        CHECK(load_roots(*image, StoreId{})->root_id() == a.root_id());
    }
}
