#include "attune/vault/keys.hpp"

#include "vault/slot.hpp"
#include "vault_fixture.hpp"

using namespace attune;
using namespace attune::vault;
using attune::test::FakeHost;
using attune::test::WordStore;

namespace {

GivenSecret passphrase(std::string_view text) {
    auto secret = passphrase_secret(text);
    REQUIRE(secret.has_value());
    return std::move(*secret);
}

Keys some_keys(FakeHost& fake) {
    StoreId store;
    fake.environment.random(store.bytes);
    crypto::Secret root(32);
    fake.environment.random(root.bytes());
    return Keys::from_root(store, 1, std::move(root));
}

}  // namespace

TEST_CASE("a passphrase typed with a combining accent is the same as with a composed one") {
    const auto composed = passphrase("caf\xC3\xA9");
    const auto combining = passphrase("cafe\xCC\x81");
    CHECK(crypto::equal(composed.bytes.view(), combining.bytes.view()));
    CHECK(passphrase_secret("").error().kind == ErrorKind::Usage);
    CHECK(passphrase_secret("\xFF\xFE").error().kind == ErrorKind::Usage);
}

TEST_CASE("a key file must hold exactly 32 bytes") {
    FakeHost fake;
    fake.files.put("/k/good", std::string(32, 'a'));
    fake.files.put("/k/short", std::string(31, 'a'));
    fake.files.put("/k/long", std::string(33, 'a'));
    CHECK(key_file_secret(fake.files, "/k/good").has_value());
    CHECK(key_file_secret(fake.files, "/k/short").error().kind == ErrorKind::BadInput);
    CHECK(key_file_secret(fake.files, "/k/long").error().kind == ErrorKind::BadInput);
    CHECK(key_file_secret(fake.files, "/k/none").error().kind == ErrorKind::NotFound);
}

TEST_CASE("a recovery code reads back in any case, spacing and look-alike letters") {
    FakeHost fake;
    for (int round = 0; round < 200; ++round) {
        const std::string code = make_recovery_code(fake.environment);
        REQUIRE(code.size() == 34);  // seven groups of four and six dashes
        const auto secret = recovery_secret(code);
        REQUIRE(secret.has_value());
        std::string sloppy;
        for (const char c : code) {
            if (c == '-') {
                sloppy += ' ';
            } else if (c == '0') {
                sloppy += 'o';
            } else if (c == '1') {
                sloppy += 'l';
            } else {
                sloppy += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
            }
        }
        const auto again = recovery_secret(sloppy);
        REQUIRE(again.has_value());
        CHECK(crypto::equal(secret->bytes.view(), again->bytes.view()));
    }
}

TEST_CASE("a mistyped recovery code is told from a wrong one by its check characters") {
    FakeHost fake;
    const std::string code = make_recovery_code(fake.environment);
    int noticed = 0;
    int tried = 0;
    for (std::size_t i = 0; i < code.size(); ++i) {
        if (code[i] == '-') continue;
        for (const char other : std::string("0123456789ABCDEFGHJKMNPQRSTVWXYZ")) {
            if (other == code[i]) continue;
            std::string changed = code;
            changed[i] = other;
            ++tried;
            if (!recovery_secret(changed)) ++noticed;
        }
    }
    CHECK(tried == 28 * 31);
    // 12 check bits let one slip in 4,096 pass.
    CHECK(noticed >= tried - 4);
    CHECK(recovery_secret(code.substr(1)).error().kind == ErrorKind::Usage);
    CHECK(recovery_secret(code + "A").error().kind == ErrorKind::Usage);
    CHECK(recovery_secret("U" + code.substr(1)).error().kind == ErrorKind::Usage);
}

TEST_CASE("a slot opens with its own secret and no other") {
    FakeHost fake;
    const Keys keys = some_keys(fake);
    const auto slot = make_slot(fake.environment, WordStore::key(1), false, keys);
    REQUIRE(slot.has_value());
    const auto opened = open_slot(*slot, WordStore::key(1), fake.environment.memory);
    REQUIRE(opened.has_value());
    CHECK(opened->store == keys.store);
    CHECK(opened->epoch == keys.epoch);
    CHECK(crypto::equal(opened->root.view(), keys.root.view()));
    const auto wrong = open_slot(*slot, WordStore::key(2), fake.environment.memory);
    REQUIRE(!wrong.has_value());
    CHECK(wrong.error().kind == ErrorKind::WrongSecret);
}

TEST_CASE("every changed bit of a slot is a wrong secret or a damaged slot, never a wrong root") {
    FakeHost fake;
    const Keys keys = some_keys(fake);
    const auto slot = make_slot(fake.environment, WordStore::key(1), false, keys);
    REQUIRE(slot.has_value());
    ByteWriter out;
    encode_slot(out, *slot);
    const Bytes original(out.view().begin(), out.view().end());
    REQUIRE(original.size() == kSlotBytes);
    for (std::size_t bit = 0; bit < original.size() * 8; ++bit) {
        Bytes changed = original;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
        ByteReader in(changed);
        const Slot other = decode_slot(in);
        // A changed method of stretching would be tried as a passphrase; its costs are bounded by
        // another test.
        if (other.kdf != slot->kdf) continue;
        const auto opened = open_slot(other, WordStore::key(1), fake.environment.memory);
        REQUIRE_MESSAGE(!opened.has_value(), "bit " << bit);
        CHECK((opened.error().kind == ErrorKind::WrongSecret ||
               opened.error().kind == ErrorKind::DamagedSlot));
    }
}

TEST_CASE("a slot that asks for too much memory is refused before anything is allocated") {
    Slot slot;
    slot.kdf = Kdf::Argon2id;
    const auto cost = [&](std::uint64_t mib, std::uint32_t passes, std::uint64_t free_mib) {
        slot.memory_kib = static_cast<std::uint32_t>(mib << 10);
        slot.passes = passes;
        return check_cost(slot, free_mib << 20);
    };
    CHECK(cost(256, 3, 4096).has_value());
    CHECK(cost(64, 3, 4096).has_value());
    CHECK(cost(1024, 4, 4096).has_value());
    CHECK(cost(63, 3, 4096).error().kind == ErrorKind::DamagedSlot);
    CHECK(cost(1025, 3, 4096).error().kind == ErrorKind::DamagedSlot);
    CHECK(cost(256, 2, 4096).error().kind == ErrorKind::DamagedSlot);
    CHECK(cost(64, 17, 4096).error().kind == ErrorKind::DamagedSlot);
    CHECK(cost(1024, 5, 4096).error().kind == ErrorKind::DamagedSlot);
    CHECK(cost(4095, 0xFFFFFFFF, 4096).error().kind == ErrorKind::DamagedSlot);
    CHECK(cost(256, 3, 256).error().kind == ErrorKind::TooLarge);
}

TEST_CASE("a store opens by passphrase, key file and recovery code alike") {
    FakeHost fake;
    const Location location{"/store", "/state"};
    const std::string code = make_recovery_code(fake.environment);
    std::vector<NewSlot> slots;
    slots.push_back({passphrase("two words"), true});
    slots.push_back({WordStore::key(), false});
    slots.push_back({std::move(*recovery_secret(code)), false});
    const auto made = create(fake.host, location, slots, WordStore::make_schema);
    REQUIRE(made.has_value());
    for (const GivenSecret& secret :
         {passphrase("two words"), WordStore::key(), std::move(*recovery_secret(code))}) {
        const auto keys = unlock(fake.host, location, secret);
        REQUIRE(keys.has_value());
        CHECK(crypto::equal(keys->root.view(), made->root.view()));
    }
    CHECK(unlock(fake.host, location, passphrase("two word")).error().kind ==
          ErrorKind::WrongSecret);
    CHECK(unlock(fake.host, location, WordStore::key(8)).error().kind == ErrorKind::WrongSecret);
    const auto listed = list_slots(fake.host, location);
    REQUIRE(listed.has_value());
    REQUIRE(listed->size() == 3);
    CHECK((*listed)[0].type == SlotType::Passphrase);
    CHECK((*listed)[0].memory_bytes == kArgonMemoryLow);
    CHECK((*listed)[1].memory_bytes == 0);
}

TEST_CASE(
    "the keyring gives the keys back until they are forgotten, and never those of another store") {
    WordStore store;
    store.make();
    CHECK(!recall_keys(store.host(), store.location).has_value());
    const Keys keys = store.keys();
    REQUIRE(remember_keys(store.host(), store.location, keys, 900).has_value());
    const auto recalled = recall_keys(store.host(), store.location);
    REQUIRE(recalled.has_value());
    CHECK(crypto::equal(recalled->root.view(), keys.root.view()));
    const auto forgotten = forget_keys(store.host(), store.location);
    REQUIRE(forgotten.has_value());
    CHECK(*forgotten);
    CHECK(!recall_keys(store.host(), store.location).has_value());

    store.fake.keyring.forbidden = true;
    CHECK(remember_keys(store.host(), store.location, keys, 900).error().kind ==
          ErrorKind::Refused);
}
