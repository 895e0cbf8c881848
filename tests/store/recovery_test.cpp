#include "attune/store/recovery.hpp"

#include <algorithm>

#include "store_fixture.hpp"

using namespace attune;
using attune::test::StoreInMemory;
using attune::test::trigger;

namespace {

constexpr std::size_t kPrefix = 115 + 167 + 64;
constexpr std::size_t kStride = 16400;

void log_many(StoreInMemory& store, int first, int count) {
    for (int i = first; i < first + count; ++i)
        store.log(trigger("entry " + std::to_string(i) + std::string(200, 'x')));
}

void fold(StoreInMemory& store) {
    auto library = store.library();
    REQUIRE(library.fold().has_value());
}

std::vector<std::string> paths(StoreInMemory& store, std::string_view ending) {
    std::vector<std::string> found;
    for (const auto& [path, node] : store.fake.files.nodes) {
        if (path.ends_with(ending)) found.push_back(path);
    }
    return found;
}

Bytes& content(StoreInMemory& store, const std::string& ending) {
    const auto found = paths(store, ending);
    REQUIRE(found.size() == 1);
    return store.fake.files.nodes.at(found.front())->content;
}

store::RepairReport repair(StoreInMemory& store) {
    const auto report = store::repair(store.fake.host, store.location, store.keys);
    REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().message));
    return *report;
}

/// Three generations of 20 entries each, and 5 that wait.
void fill(StoreInMemory& store) {
    for (int round = 0; round < 2; ++round) {
        log_many(store, 20 * round, 20);
        fold(store);
    }
    log_many(store, 40, 5);
}

}  // namespace

TEST_CASE("a repair of a store in order changes nothing") {
    StoreInMemory store;
    fill(store);
    const auto before = store.fake.files.nodes.size();
    const auto report = repair(store);
    CHECK(!report.files.written);
    CHECK(report.files.damaged.empty());
    CHECK(store.fake.files.nodes.size() == before);
}

TEST_CASE("one changed bit in a chunk, or one changed byte in a header, is put right") {
    for (const std::size_t at : {std::size_t{60}, kPrefix + 3 * kStride + 500}) {
        StoreInMemory store;
        fill(store);
        for (const std::string& path : paths(store, ".sealed"))
            store.fake.files.nodes.at(path)->content[at] ^= 4;
        const auto report = repair(store);
        CHECK(report.files.written);
        if (at < kPrefix) CHECK(report.files.mended.size() == 3);
        CHECK(report.lost.empty());
        CHECK(report.records == 45);
        CHECK(paths(store, ".damaged").size() == 3);
        CHECK(store.texts().size() == 45);
        log_many(store, 50, 1);
        fold(store);
        CHECK(store.texts().size() == 46);
    }
}

TEST_CASE("whichever chunk of the newest generation is destroyed, repair brings everything back") {
    StoreInMemory made;
    fill(made);
    const std::size_t size = content(made, ".3.sealed").size();
    for (std::size_t at = kPrefix; at < size; at += 5 * kStride) {
        StoreInMemory store;
        fill(store);
        Bytes& bytes = content(store, ".3.sealed");
        const std::size_t end = std::min(bytes.size(), at + kStride);
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                  bytes.begin() + static_cast<std::ptrdiff_t>(end), std::uint8_t{0});
        const auto report = repair(store);
        CHECK(report.files.written);
        CHECK(report.files.renamed.size() == 1);
        CHECK(report.lost.empty());
        CHECK_MESSAGE(report.records == 45, "chunk " << (at - kPrefix) / kStride);
        auto library = store.library();
        const auto check = library.check();
        REQUIRE(check.has_value());
        CHECK_MESSAGE(check->problems.empty(),
                      (check->problems.empty() ? "" : check->problems.front()));
    }
}

TEST_CASE("what only damaged generations held is brought back row by row, and the rest is listed") {
    StoreInMemory store;
    {
        auto library = store.library();
        int left = 400;
        const auto imported = library.import(
            [&]() -> Result<std::optional<journal::Record>> {
                if (left-- == 0) return std::optional<journal::Record>();
                journal::Record record =
                    trigger("old " + std::to_string(left) + std::string(300, 'y'));
                record.source = "old";
                record.source_key = std::to_string(left);
                store.fake.environment.random(record.id.bytes);
                return std::optional(record);
            },
            "old");
        REQUIRE(imported.has_value());
    }
    Bytes& bytes = content(store, ".2.sealed");
    // A chunk in the middle, of which nothing is left; generation 1 is from before the import.
    const std::size_t at = kPrefix + (bytes.size() / kStride / 2) * kStride;
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), kStride, std::uint8_t{0});
    const auto report = repair(store);
    CHECK(report.files.written);
    CHECK(report.records > 200);
    CHECK(report.records + report.lost.size() + report.unknown_rows >= 400);
    for (const store::LostRecord& record : report.lost) {
        CHECK(!record.id.is_zero());
        CHECK(!record.other_state);
    }
    auto library = store.library();
    const auto check = library.check();
    REQUIRE(check.has_value());
    CHECK(check->problems.empty());
}

TEST_CASE("with headers alone left, the inboxes still give what they hold") {
    StoreInMemory store;
    log_many(store, 0, 7);
    for (const std::string& path : paths(store, ".sealed"))
        store.fake.files.nodes.at(path)->content.resize(kPrefix + 10);
    const auto report = repair(store);
    CHECK(report.files.written);
    CHECK(report.records == 7);
    CHECK(store.texts().size() == 7);
    // The secret that opened the store opens it still.
    const auto keys = vault::unlock(store.fake.host, store.location, StoreInMemory::key());
    CHECK(keys.has_value());
}

TEST_CASE("a destroyed header alone does not keep the secret from opening the rest") {
    StoreInMemory store;
    log_many(store, 0, 3);
    fold(store);
    for (const std::string& path : paths(store, ".sealed")) {
        Bytes& bytes = store.fake.files.nodes.at(path)->content;
        std::fill_n(bytes.begin() + 46, 32, std::uint8_t{0});  // the salt: no key follows any more
    }
    CHECK(!vault::unlock(store.fake.host, store.location, StoreInMemory::key()));
    const auto keys =
        vault::unlock_files(store.fake.host, vault::sealed_files(store.fake.host, store.location),
                            StoreInMemory::key());
    REQUIRE(keys.has_value());
    CHECK(keys->store == store.keys.store);
    const auto report = store::repair(store.fake.host, store.location, *keys);
    REQUIRE(report.has_value());
    CHECK(report->records == 3);
}

TEST_CASE("a backup on a disk that stops answering is not told as one without a fitting secret") {
    StoreInMemory store;
    log_many(store, 0, 3);
    fold(store);
    REQUIRE(store.fake.files.make_folder("/media"));
    REQUIRE(store::backup(store.fake.host, store.location, store.keys, "/media/b", false));
    store.fake.files.reset_steps();
    REQUIRE(vault::unlock_files(store.fake.host, {"/media/b"}, StoreInMemory::key()));
    const int steps = store.fake.files.looks();
    REQUIRE(steps > 1);
    for (int first = 1; first <= steps; ++first) {
        store.fake.files.reset_steps();
        store.fake.files.look_fault = [first](test::LookStep, const std::string&,
                                              int number) -> std::optional<Error> {
            if (number < first) return std::nullopt;
            return Error{.kind = ErrorKind::Io, .message = "Input/output error"};
        };
        const auto keys = vault::unlock_files(store.fake.host, {"/media/b"}, StoreInMemory::key());
        store.fake.files.look_fault = nullptr;
        REQUIRE(!keys.has_value());
        CHECK(keys.error().kind == ErrorKind::Io);
    }
}

TEST_CASE("a repair interrupted at any step loses nothing and can be done again") {
    const auto prepare = [](StoreInMemory& store) {
        log_many(store, 0, 6);
        fold(store);
        log_many(store, 6, 2);
        content(store, ".2.sealed").resize(content(store, ".2.sealed").size() - 100);
    };
    int steps = 0;
    {
        StoreInMemory store;
        prepare(store);
        store.fake.files.reset_steps();
        repair(store);
        steps = store.fake.files.steps();
    }
    for (int n = 1; n <= steps; ++n) {
        StoreInMemory store;
        prepare(store);
        store.fake.files.reset_steps();
        store.fake.files.fault = [&](test::FileStep, const std::string&,
                                     int number) -> std::optional<Error> {
            if (number >= n) return Error{ErrorKind::Io, "refused"};
            return std::nullopt;
        };
        static_cast<void>(store::repair(store.fake.host, store.location, store.keys));
        store.fake.files.fault = nullptr;
        CHECK(store.texts().size() == 8);
        repair(store);
        fold(store);
        CHECK_MESSAGE(store.texts().size() == 8, "step " << n);
        CHECK(paths(store, ".damaged").size() == 1);
    }
}

TEST_CASE("a backup opens with one secret in an empty folder, as a new device") {
    StoreInMemory store;
    fill(store);
    const std::string file = "/media/diary.sealed";
    REQUIRE(store.fake.files.make_folder("/media").has_value());
    const auto facts = store::backup(store.fake.host, store.location, store.keys, file, false);
    REQUIRE(facts.has_value());
    CHECK(facts->generation == 4);
    const auto again = store::backup(store.fake.host, store.location, store.keys, file, false);
    REQUIRE(!again.has_value());
    CHECK(again.error().kind == ErrorKind::Refused);
    CHECK(store::backup(store.fake.host, store.location, store.keys, file, true).has_value());

    const auto keys = vault::unlock_files(store.fake.host, {file}, StoreInMemory::key());
    REQUIRE(keys.has_value());
    const vault::Location other{"/elsewhere", "/otherstate"};
    const auto restored = store::restore(store.fake.host, other, *keys, file);
    REQUIRE_MESSAGE(restored.has_value(), (restored ? "" : restored.error().message));
    CHECK(restored->new_store);
    CHECK(restored->records == 45);
    const auto identity = vault::load_identity(store.fake.host, other, keys->store);
    REQUIRE(identity.has_value());
    CHECK(identity->device != facts->device);
}

TEST_CASE("a backup is one more input where a store is, and deleted records stay deleted") {
    StoreInMemory store;
    log_many(store, 0, 4);
    const auto gone = store.log(trigger("to be deleted"));
    REQUIRE(store.fake.files.make_folder("/media").has_value());
    REQUIRE(
        store::backup(store.fake.host, store.location, store.keys, "/media/b", false).has_value());
    {
        auto book = store.logbook();
        REQUIRE(book.remove(gone.record, {gone.revision}).has_value());
    }
    log_many(store, 10, 2);
    const auto restored = store::restore(store.fake.host, store.location, store.keys, "/media/b");
    REQUIRE(restored.has_value());
    CHECK(!restored->new_store);
    CHECK(restored->added == 0);
    CHECK(restored->records == 6);
}

TEST_CASE("a damaged backup is refused before anything is written") {
    StoreInMemory store;
    fill(store);
    REQUIRE(store.fake.files.make_folder("/media").has_value());
    REQUIRE(
        store::backup(store.fake.host, store.location, store.keys, "/media/b", false).has_value());
    Bytes& bytes = store.fake.files.nodes.at("/media/b")->content;
    for (std::size_t at = kPrefix + 9; at < bytes.size(); at += kStride) {
        bytes[at] ^= 1;
        const vault::Location other{"/elsewhere", "/otherstate"};
        const auto restored = store::restore(store.fake.host, other, store.keys, "/media/b");
        REQUIRE(!restored.has_value());
        CHECK(restored.error().kind == ErrorKind::Damaged);
        CHECK(!store.fake.files.info("/elsewhere"));
        bytes[at] ^= 1;
    }
}

TEST_CASE("no step of a backup that goes wrong leaves a half file under its name") {
    for (int n = 1; n < 40; ++n) {
        StoreInMemory store;
        log_many(store, 0, 2);
        fold(store);
        REQUIRE(store.fake.files.make_folder("/media").has_value());
        store.fake.files.reset_steps();
        store.fake.files.torn_bytes = 700;
        store.fake.files.fault = [&](test::FileStep, const std::string&,
                                     int number) -> std::optional<Error> {
            if (number == n) return Error{ErrorKind::Io, "refused"};
            return std::nullopt;
        };
        const auto written =
            store::backup(store.fake.host, store.location, store.keys, "/media/b", false);
        const bool through = store.fake.files.steps() < n;
        store.fake.files.fault = nullptr;
        CHECK(!store.fake.files.info("/media/b.tmp"));
        if (store.fake.files.info("/media/b"))
            CHECK(vault::check_backup(store.fake.host, "/media/b", store.keys).has_value());
        if (through) {
            CHECK(written.has_value());
            break;
        }
    }
}
