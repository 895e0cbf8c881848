#include "attune/vault/slots.hpp"

#include "vault/bookkeeping.hpp"
#include "vault_fixture.hpp"

using namespace attune;
using namespace attune::vault;
using attune::test::FileStep;
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

TEST_CASE("some secret opens the store at every step of a change that is interrupted") {
    int steps = 0;
    {
        WordStore store;
        store.make();
        const auto other = WordStore::key(9);
        store.fake.files.reset_steps();
        REQUIRE(change(store, {{first_slot(store)}, {&other}, false}).has_value());
        steps = store.fake.files.steps();
    }
    REQUIRE(steps >= 5);
    for (int n = 1; n <= steps; ++n) {
        for (const bool sticky : {false, true}) {
            WordStore store;
            store.make();
            REQUIRE(store.log("kept").has_value());
            const auto other = WordStore::key(9);
            const SlotId old = first_slot(store);
            store.fake.files.reset_steps();
            store.fake.files.fault = [&](FileStep, const std::string&,
                                         int number) -> std::optional<Error> {
                if (number == n || (sticky && number > n)) return Error{ErrorKind::Io, "refused"};
                return std::nullopt;
            };
            const auto changed = change(store, {{old}, {&other}, false});
            store.fake.files.fault = nullptr;
            const bool by_old = opens(store, 7);
            const bool by_new = opens(store, 9);
            CHECK_MESSAGE((by_old || by_new), "step " << n << " sticky " << sticky);
            if (changed.has_value()) CHECK(by_new);
        }
    }
}

TEST_CASE(
    "a removal wins over its slot whichever arrives first, and two devices cannot remove "
    "everything") {
    const auto table = [](std::initializer_list<std::array<int, 3>> rows) {
        auto database = db::Connection::open_in_memory();
        REQUIRE(database.has_value());
        REQUIRE(database
                    ->execute("CREATE TABLE slot(id BLOB PRIMARY KEY, bytes BLOB, epoch INTEGER, "
                              "clock INTEGER, removed INTEGER) WITHOUT ROWID")
                    .has_value());
        for (const auto& [id, clock, removed] : rows) {
            REQUIRE(database
                        ->execute("INSERT INTO slot VALUES(x'0" + std::to_string(id) +
                                  "', x'00', 1, " + std::to_string(clock) + ", " +
                                  std::to_string(removed) + ")")
                        .has_value());
        }
        return std::move(*database);
    };
    auto ours = table({{1, 10, 1}, {2, 5, 0}});
    auto theirs = table({{1, 3, 0}, {2, 20, 1}});
    REQUIRE(merge_slots(ours, theirs).has_value());
    // Slot 1 went at 10, slot 2 at 20: the later one stays.
    CHECK(ours.value_of("SELECT count(*) FROM slot WHERE removed = 0").value() == 1);
    CHECK(ours.value_of("SELECT removed FROM slot WHERE id = x'02'").value() == 0);
    REQUIRE(merge_slots(theirs, ours).has_value());
    CHECK(theirs.value_of("SELECT removed FROM slot WHERE id = x'01'").value() == 1);
}
