#include <algorithm>

#include "attune/store/recovery.hpp"
#include "store_fixture.hpp"
#include "vault/packed_store.hpp"

using namespace attune;
using attune::test::StoreInMemory;
using attune::test::trigger;

namespace {

/// The newest sealed file of a store with three generations: 20 entries in the second, 20 more in
/// the third.
std::string fill(StoreInMemory& store) {
    for (int round = 0; round < 2; ++round) {
        for (int i = 0; i < 20; ++i)
            store.log(trigger("entry " + std::to_string(20 * round + i) + std::string(300, 'x')));
        auto library = store.library();
        REQUIRE(library.fold().has_value());
    }
    std::string newest;
    for (const auto& [path, node] : store.fake.files.nodes) {
        if (path.ends_with(".3.sealed")) newest = path;
    }
    REQUIRE(!newest.empty());
    return newest;
}

/// What a reader does that begins again past each damaged generation; the number of entries.
Result<std::size_t> read_all(StoreInMemory& store) {
    std::vector<vault::DamagedGeneration> damaged;
    while (true) {
        ATTUNE_TRY(auto library,
                   store::Library::open(store.fake.host, store.location, store.keys, damaged));
        const auto read = [&]() -> Result<std::size_t> {
            ATTUNE_TRY(auto rows,
                       library.database().prepare("SELECT n FROM live_entry ORDER BY n"));
            std::size_t count = 0;
            while (true) {
                ATTUNE_TRY(const bool row, rows.step());
                if (!row) return count;
                ATTUNE_TRY(const journal::Record record, library.load_row(rows.integer(0)));
                if (record.fields.size() == 1 && record.tags.size() == 2) ++count;
            }
        };
        auto count = read();
        auto damage = library.damage();
        if (count || !damage) return count;
        damaged.push_back(*std::move(damage));
    }
}

}  // namespace

TEST_CASE(
    "whichever chunk of the newest generation is bad, every entry is read and logging goes on") {
    StoreInMemory store;
    const std::string newest = fill(store);
    Bytes& content = store.fake.files.nodes.at(newest)->content;
    const std::size_t prefix = 115 + 167 + 64;
    int fallen_back = 0;
    for (std::size_t at = prefix + 50; at < content.size(); at += 16400) {
        content[at] ^= 1;
        const auto count = read_all(store);
        REQUIRE_MESSAGE(count.has_value(), (count ? "" : count.error().message));
        CHECK_MESSAGE(*count == 40, "chunk " << (at - prefix) / 16400);
        auto library = store::Library::open(store.fake.host, store.location, store.keys);
        REQUIRE(library.has_value());
        fallen_back += library->warnings().empty() ? 0 : 1;
        // Folding never falls back: what is new stays in the inbox.
        const auto folded = library->fold();
        if (!folded) CHECK(folded.error().kind == ErrorKind::Damaged);
        content[at] ^= 1;
    }
    CHECK(fallen_back > 2);
    store.log(trigger("still there"));
    const auto count = read_all(store);
    REQUIRE(count.has_value());
    CHECK(*count == 41);
}

TEST_CASE(
    "whichever page of the newest database is no page, every entry is read and nothing is lost") {
    StoreInMemory whole;
    const std::string path = fill(whole);
    whole.log(trigger("waits"));
    auto file = whole.fake.files.open_read(path);
    REQUIRE(file.has_value());
    const test::SealedParts parts = test::open_parts(std::move(*file), path, whole.keys);
    int refused = 0;
    for (std::size_t page = 0; page < parts.image.size(); page += 4096) {
        const char byte = "\0\rS"[page / 4096 % 3];
        CAPTURE(page / 4096);
        CAPTURE(int{byte});
        StoreInMemory store;
        store.fake.files.nodes.clear();
        for (const auto& [name, node] : whole.fake.files.nodes)
            store.fake.files.put(name, as_text(node->content));
        store.keys = whole.keys.clone();
        test::SealedParts spoilt = parts;
        std::fill_n(spoilt.image.begin() + static_cast<std::ptrdiff_t>(page), 4096,
                    static_cast<std::uint8_t>(byte));
        store.fake.files.put(path, as_text(test::seal_parts(spoilt)));
        const auto count = read_all(store);
        REQUIRE_MESSAGE(count.has_value(), (count ? "" : count.error().message));
        CHECK(*count == 41);
        // What cannot be read is not written again, and what waits goes on waiting.
        const auto folded = store.library().fold();
        refused += folded ? 0 : 1;
        if (!folded) CHECK(folded.error().kind == ErrorKind::Damaged);
        const auto report = store::repair(store.fake.host, store.location, store.keys);
        REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().message));
        CHECK(report->files.written == !folded);
        CHECK(store.texts().size() == 41);
        auto library = store.library();
        const auto check = library.check();
        REQUIRE(check.has_value());
        CHECK_MESSAGE(check->problems.empty(),
                      (check->problems.empty() ? "" : check->problems.front()));
    }
    CHECK(refused > 40);
}

TEST_CASE("damage in every generation ends reading with an error that names a file") {
    StoreInMemory store;
    fill(store);
    for (auto& [path, node] : store.fake.files.nodes) {
        if (path.ends_with(".sealed")) node->content[115 + 167 + 64 + 50] ^= 1;
    }
    const auto count = read_all(store);
    REQUIRE(!count.has_value());
    CHECK(count.error().kind == ErrorKind::Damaged);
    CHECK(count.error().message.find(".3.sealed") != std::string::npos);
}

TEST_CASE("a disk that does not give a part of the image is told as that, not as a bad database") {
    StoreInMemory store;
    fill(store);
    store.log(trigger("waits"));
    int refused = 0;
    for (int from = 1; from < 400; from += 7) {
        store.fake.files.reset_steps();
        store.fake.files.look_fault = [&](test::LookStep step, const std::string& path,
                                          int number) -> std::optional<Error> {
            if (step != test::LookStep::Read || !path.ends_with(".sealed") || number < from)
                return std::nullopt;
            return Error{ErrorKind::Io, "'" + path + "': Input/output error"};
        };
        auto library = store::Library::open(store.fake.host, store.location, store.keys);
        const Status done = [&]() -> Status {
            if (!library) return fail(library.error());
            ATTUNE_CHECK(library->fold());
            return {};
        }();
        store.fake.files.look_fault = nullptr;
        if (done) break;
        ++refused;
        CHECK_MESSAGE(done.error().kind == ErrorKind::Io, done.error().message);
        CHECK(done.error().message.find("malformed") == std::string::npos);
    }
    CHECK(refused > 2);
    CHECK(store.texts().size() == 41);
}

TEST_CASE("what was written lately is not forgotten when it could not be read once") {
    StoreInMemory store;
    store.log(trigger("first"));
    store.log(trigger("second"));
    store.fake.files.look_fault = [](test::LookStep, const std::string& path,
                                     int) -> std::optional<Error> {
        if (!path.ends_with("/seen")) return std::nullopt;
        return Error{ErrorKind::Io, "'" + path + "': Input/output error"};
    };
    const auto unread = store.logbook().last_undoable();
    REQUIRE_FALSE(unread.has_value());
    CHECK(unread.error().kind == ErrorKind::Io);
    store.log(trigger("third"));
    store.fake.files.look_fault = nullptr;
    // The third is not among the recent writes, the first two still are.
    auto book = store.logbook();
    CHECK(book.recent().size() == 2);
    CHECK(store.texts().size() == 3);
}

TEST_CASE("words kept aside while nothing could be read leave no gap in check when they arrive") {
    StoreInMemory store;
    store.log(trigger("first"));
    store.log(trigger("second"));
    {
        auto library = store.library();
        REQUIRE(library.fold().has_value());
    }
    store.log(trigger("third"));
    store.fake.files.look_fault = [](test::LookStep step, const std::string& path,
                                     int) -> std::optional<Error> {
        const bool unread = path.ends_with("/seen") || path.ends_with(".inbox");
        if (step != test::LookStep::Read || !unread) return std::nullopt;
        return Error{ErrorKind::Io, "'" + path + "': Input/output error"};
    };
    const auto kept = store.logbook().add(trigger("fourth"));
    store.fake.files.look_fault = nullptr;
    REQUIRE(kept.has_value());
    REQUIRE(kept->kept_aside);
    store.log(trigger("fifth"));
    CHECK(store.texts().size() == 5);
    const auto check = [&] {
        const auto found = vault::check_files(store.fake.host, store.location, store.keys, nullptr);
        REQUIRE(found.has_value());
        CHECK(found->problems.empty());
    };
    check();
    {
        auto library = store.library();
        REQUIRE(library.fold().has_value());
    }
    check();
    CHECK(store.texts().size() == 5);
}

TEST_CASE("a folder that nobody can look into is not told as one without a store") {
    StoreInMemory store;
    store.log(trigger("first"));
    store.fake.files.look_fault = [&](test::LookStep step, const std::string& path,
                                      int) -> std::optional<Error> {
        if (step != test::LookStep::List || path != store.location.folder) return std::nullopt;
        return Error{ErrorKind::Io, "'" + path + "': Input/output error"};
    };
    CHECK(vault::exists(store.fake.host, store.location));
    std::vector<vault::NewSlot> slots;
    slots.push_back({StoreInMemory::key(), false});
    const auto made = vault::create(store.fake.host, store.location, slots, store::make_schema);
    store.fake.files.look_fault = nullptr;
    REQUIRE(!made.has_value());
    CHECK(made.error().kind == ErrorKind::Io);
    CHECK(vault::exists(store.fake.host, store.location));
    CHECK(store.texts().size() == 1);
}
