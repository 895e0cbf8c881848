#include <algorithm>
#include <memory>

#include "attune/journal/record_json.hpp"
#include "attune/vault/session.hpp"
#include "store/apply.hpp"
#include "store/rows.hpp"
#include "store/short_id.hpp"
#include "store_fixture.hpp"

using namespace attune;
using namespace attune::store;
using attune::test::StoreInMemory;
using attune::test::trigger;
using Texts = std::vector<std::string>;

namespace {

/// An importer over a list.
std::function<Result<std::optional<journal::Record>>()> each_of(
    std::vector<journal::Record> records) {
    auto at = std::make_shared<std::size_t>(0);
    auto all = std::make_shared<std::vector<journal::Record>>(std::move(records));
    return [at, all]() -> Result<std::optional<journal::Record>> {
        if (*at == all->size()) return std::optional<journal::Record>();
        return std::optional((*all)[(*at)++]);
    };
}

RecordId numbered_id(int n) {
    RecordId id;
    id.bytes[0] = 0xAA;
    id.bytes[14] = static_cast<std::uint8_t>(n >> 8);
    id.bytes[15] = static_cast<std::uint8_t>(n);
    return id;
}

std::vector<journal::Record> numbered(int count) {
    std::vector<journal::Record> records;
    for (int i = 0; i < count; ++i) {
        records.push_back(trigger("imported " + std::to_string(i), 1 + i % 28));
        records.back().id = numbered_id(i + 1);
    }
    return records;
}

}  // namespace

TEST_CASE("what was logged comes back whole, before and after a fold") {
    StoreInMemory store;
    const auto receipt = store.log(trigger("He cancelled dinner again"));
    CHECK(receipt.short_id.size() == 4);
    for (int round = 0; round < 2; ++round) {
        auto library = store.library();
        const auto id = library.find(receipt.short_id);
        REQUIRE(id.has_value());
        const auto loaded = library.load(*id);
        REQUIRE(loaded.has_value());
        journal::Record expected = trigger("He cancelled dinner again");
        expected.id = receipt.record;
        CHECK(loaded->record == expected);
        CHECK(!loaded->removed);
        CHECK(loaded->leaves.size() == 1);
        const auto folded = library.fold();
        REQUIRE(folded.has_value());
        CHECK(folded->written == (round == 0));
    }
}

TEST_CASE(
    "undo takes back the last write, twice in a row the one before, and the undo of a delete "
    "brings it back") {
    StoreInMemory store;
    store.log(trigger("one"));
    const auto two = store.log(trigger("two"));
    {
        auto book = store.logbook();
        REQUIRE(book.undo(*book.last_undoable()).has_value());
    }
    CHECK(store.texts() == Texts{"one"});
    {
        auto book = store.logbook();
        const auto again = book.find_recent(two.short_id);
        REQUIRE(again.has_value());
        REQUIRE(book.undo(*again).has_value());
    }
    CHECK((store.texts() == Texts{"one", "two"}));
    {
        auto book = store.logbook();
        REQUIRE(book.undo(*book.last_undoable()).has_value());
    }
    CHECK(store.texts() == Texts{"two"});
    auto book = store.logbook();
    CHECK(book.last_undoable().error().kind == ErrorKind::NotFound);
}

TEST_CASE("a changed record shows its newest revision and undo shows the one before") {
    StoreInMemory store;
    const auto receipt = store.log(trigger("as typed"));
    {
        auto library = store.library();
        auto loaded = library.load(receipt.record);
        REQUIRE(loaded.has_value());
        loaded->record.text = "as mended";
        auto book = store.logbook();
        REQUIRE(book.change(loaded->record, loaded->leaves).has_value());
    }
    CHECK(store.texts() == Texts{"as mended"});
    auto book = store.logbook();
    REQUIRE(book.undo(*book.last_undoable()).has_value());
    CHECK(store.texts() == Texts{"as typed"});
}

TEST_CASE("the full-text index follows every add, change, delete and undo") {
    StoreInMemory store;
    const auto hits = [&](const std::string& word) {
        auto library = store.library();
        auto rows =
            library.database().prepare("SELECT count(*) FROM entry_text WHERE entry_text MATCH ?");
        REQUIRE(rows.has_value());
        rows->bind(1, "\"" + word + "\"");
        REQUIRE(*rows->step());
        return rows->integer(0);
    };
    const auto receipt = store.log(trigger("unmistakable words"));
    CHECK(hits("unmistakable") == 1);
    CHECK(hits("tired") == 1);  // in the field 'thought'
    {
        auto book = store.logbook();
        REQUIRE(book.remove(receipt.record, {receipt.revision}).has_value());
    }
    CHECK(hits("unmistakable") == 0);
    {
        auto book = store.logbook();
        REQUIRE(book.undo(*book.last_undoable()).has_value());
    }
    CHECK(hits("unmistakable") == 1);
    auto library = store.library();
    REQUIRE(library.fold().has_value());
    auto reopened = store.library();
    const auto check = reopened.check();
    REQUIRE(check.has_value());
    CHECK(check->problems.empty());
}

TEST_CASE(
    "an import adds each record once, however often it is run, and undo takes it back as a whole") {
    StoreInMemory store;
    store.log(trigger("typed by hand"));
    const auto records = numbered(40);
    RecordId batch;
    {
        auto library = store.library();
        const auto first = library.import(each_of(records), "jsonl");
        REQUIRE(first.has_value());
        CHECK(first->added == 40);
        CHECK(first->present == 0);
        batch = first->batch;
    }
    CHECK(store.texts().size() == 41);
    {
        auto library = store.library();
        const auto second = library.import(each_of(records), "jsonl");
        REQUIRE(second.has_value());
        CHECK(second->added == 0);
        CHECK(second->present == 40);
    }
    {
        auto library = store.library();
        const auto removed = library.undo_import(batch);
        REQUIRE(removed.has_value());
        CHECK(*removed == 40);
        CHECK(library.undo_import(batch).error().kind == ErrorKind::Refused);
    }
    CHECK(store.texts() == Texts{"typed by hand"});
    // The same file brings them back, and they can be taken back again.
    auto library = store.library();
    const auto third = library.import(each_of(records), "jsonl");
    REQUIRE(third.has_value());
    CHECK(third->added == 40);
    CHECK(store.texts().size() == 41);
}

TEST_CASE("what a person deleted by hand stays deleted when the file is imported again") {
    StoreInMemory store;
    const auto records = numbered(5);
    {
        auto library = store.library();
        REQUIRE(library.import(each_of(records), "jsonl").has_value());
    }
    {
        auto library = store.library();
        const auto loaded = library.load(records[2].id);
        REQUIRE(loaded.has_value());
        auto book = store.logbook();
        REQUIRE(book.remove(records[2].id, loaded->leaves).has_value());
    }
    auto library = store.library();
    const auto again = library.import(each_of(records), "jsonl");
    REQUIRE(again.has_value());
    CHECK(again->added == 0);
    CHECK(store.texts().size() == 4);
}

TEST_CASE("records of one source and key are one record, whatever their ids") {
    StoreInMemory store;
    auto records = numbered(2);
    for (auto& record : records) {
        record.source = "jrnl";
        record.source_key = "row 1";
    }
    auto library = store.library();
    const auto report = library.import(each_of(records), "jrnl");
    REQUIRE(report.has_value());
    CHECK(report->added == 1);
    CHECK(report->present == 1);
}

TEST_CASE("an import that stops halfway leaves the store as it was") {
    StoreInMemory store;
    store.log(trigger("before"));
    int handed = 0;
    auto library = store.library();
    const auto report = library.import(
        [&]() -> Result<std::optional<journal::Record>> {
            if (++handed == 10) return fail(ErrorKind::Io, "could not read the file");
            auto record = trigger("half");
            record.id = numbered_id(handed);
            return std::optional(record);
        },
        "jsonl");
    REQUIRE(!report.has_value());
    CHECK(report.error().kind == ErrorKind::Io);
    CHECK(store.texts() == Texts{"before"});
}

TEST_CASE(
    "two edits of one revision are a conflict of which the later is shown, and both are kept") {
    StoreInMemory store;
    const auto receipt = store.log(trigger("base"));
    for (const char* text : {"first edit", "second edit"}) {
        auto record = trigger(text);
        record.id = receipt.record;
        store.fake.clock.advance(std::chrono::seconds(5));
        auto book = store.logbook();
        REQUIRE(book.change(record, {receipt.revision}).has_value());
    }
    auto library = store.library();
    const auto loaded = library.load(receipt.record);
    REQUIRE(loaded.has_value());
    CHECK(loaded->record.text == "second edit");
    CHECK(loaded->leaves.size() == 2);
    // An edit beside a delete stays visible.
    {
        auto book = store.logbook();
        REQUIRE(book.remove(receipt.record, {loaded->leaves[0]}).has_value());
    }
    CHECK(store.texts() == Texts{"first edit"});
}

TEST_CASE("the revision that is shown does not depend on the order in which revisions arrive") {
    // Three devices' revisions of one record, in every order.
    const RecordId id = numbered_id(9);
    std::vector<Revision> revisions(4);
    for (std::size_t i = 0; i < revisions.size(); ++i) {
        Revision& revision = revisions[i];
        revision.record = id;
        revision.id.bytes[0] = static_cast<std::uint8_t>(i + 1);
        revision.device.bytes[0] = static_cast<std::uint8_t>(i + 1);
        revision.sequence = 1;
        revision.clock = 100 + i % 2;
        revision.content = trigger("text " + std::to_string(i));
        revision.content.id = id;
        if (i > 0) revision.parents = {revisions[0].id};
    }
    revisions[3].removed = true;
    std::vector<std::size_t> order = {0, 1, 2, 3};
    std::optional<std::string> shown;
    do {
        auto database = db::Connection::open_in_memory();
        REQUIRE(database.has_value());
        REQUIRE(make_schema(*database).has_value());
        Rows rows(*database);
        for (const std::size_t i : order)
            REQUIRE(rows.insert(revisions[i]).has_value());
        auto live = database->prepare("SELECT text FROM live_entry");
        REQUIRE(live.has_value());
        REQUIRE(*live->step());
        const std::string text(live->text(0));
        if (!shown) shown = text;
        CHECK(text == *shown);
        CHECK(database->value_of("SELECT count(*) FROM entry WHERE shown = 1").value() == 1);
        CHECK(database->value_of("SELECT count(*) FROM entry_text WHERE entry_text MATCH 'text'")
                  .value() == 1);
    } while (std::next_permutation(order.begin(), order.end()));
    CHECK(*shown == "text 1");
}

TEST_CASE("merging images converges whichever way it goes, and adds nothing twice") {
    const auto make = [](std::uint8_t device, int count) {
        auto database = db::Connection::open_in_memory();
        REQUIRE(database.has_value());
        REQUIRE(make_schema(*database).has_value());
        Rows rows(*database);
        for (int i = 1; i <= count; ++i) {
            Revision revision;
            revision.record.bytes = {device, static_cast<std::uint8_t>(i)};
            revision.id.bytes = {device, static_cast<std::uint8_t>(i)};
            revision.device.bytes[0] = device;
            revision.sequence = static_cast<std::uint64_t>(i);
            revision.clock = static_cast<std::uint64_t>(i);
            revision.content = trigger("d" + std::to_string(device) + "-" + std::to_string(i));
            REQUIRE(*rows.insert(revision));
        }
        return std::move(*database);
    };
    auto a = make(1, 5);
    auto b = make(2, 3);
    CHECK(merge_image(a, b).value() == 3);
    CHECK(merge_image(a, b).value() == 0);
    CHECK(merge_image(b, a).value() == 5);
    CHECK(merge_image(b, a).value() == 0);
    const char* count = "SELECT count(*) FROM live_entry";
    CHECK(a.value_of(count).value() == 8);
    CHECK(b.value_of(count).value() == 8);
}

TEST_CASE("short ids grow with the number of entries and are found by prefix") {
    CHECK(short_id_digits(0) == 4);
    CHECK(short_id_digits(655) == 4);
    CHECK(short_id_digits(656) == 5);
    CHECK(short_id_digits(1000000) == 7);
    CHECK(short_id_digits(UINT64_MAX) == 10);
    CHECK(parse_last("last") == std::uint64_t{0});
    CHECK(parse_last("last-2") == std::uint64_t{2});
    CHECK(!parse_last("last-"));
    CHECK(!parse_last("last-x"));
    CHECK(!parse_last("latest"));
    CHECK(!parse_id_prefix("4f2g"));
    CHECK(!parse_id_prefix(""));
    REQUIRE(parse_id_prefix("4f2").has_value());
    CHECK(parse_id_prefix("4f2")->first.hex() == "4f200000000000000000000000000000");
    CHECK(parse_id_prefix("4F2")->last.hex() == "4f2fffffffffffffffffffffffffffff");

    StoreInMemory store;
    {
        auto library = store.library();
        REQUIRE(library.import(each_of(numbered(300)), "jsonl").has_value());
    }
    auto library = store.library();
    const auto ambiguous = library.find("aa00");
    REQUIRE(!ambiguous.has_value());
    CHECK(ambiguous.error().kind == ErrorKind::Ambiguous);
    CHECK(library.find(numbered_id(7).hex()).value() == numbered_id(7));
    CHECK(library.find("bbbb").error().kind == ErrorKind::NotFound);
    CHECK(library.find("last").error().kind == ErrorKind::NotFound);
}

TEST_CASE("last is what was typed last, not what was imported last") {
    StoreInMemory store;
    const auto typed = store.log(trigger("typed"));
    store.fake.clock.advance(std::chrono::hours(1));
    {
        auto library = store.library();
        REQUIRE(library.import(each_of(numbered(3)), "jsonl").has_value());
    }
    CHECK(store.library().find("last").value() == typed.record);
}

TEST_CASE("a store of a newer schema is refused for reading and still takes words") {
    StoreInMemory store;
    {
        auto library = store.library();
        REQUIRE(library.import(each_of(numbered(1)), "jsonl").has_value());
    }
    // As a newer program would leave it: the same file, a higher schema_min, written through the
    // vault.
    const auto newer = [](db::Connection& database) -> Result<bool> {
        ATTUNE_CHECK(database.execute("UPDATE meta SET value = 99 WHERE key = 'schema_min'"));
        return true;
    };
    REQUIRE(vault::fold(store.fake.host, store.location, store.keys,
                        {make_applier(store.keys), newer, {}})
                .has_value());
    CHECK(Library::open(store.fake.host, store.location, store.keys).error().kind ==
          ErrorKind::TooNew);
    store.log(trigger("words go on"));
}

TEST_CASE("a store of an earlier program gets the index that counts by day and kind") {
    StoreInMemory store;
    store.log(trigger("one"));
    const auto index_of = [&] {
        auto library = store.library();
        auto row = library.database().prepare(
            "SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = 'entry_day'");
        REQUIRE(row.has_value());
        REQUIRE(row->step().value());
        return std::string(row->text(0));
    };
    const std::string now = index_of();
    vault::Applier earlier = make_applier(store.keys);
    earlier.seal = [](db::Connection& database, std::uint64_t) -> Result<vault::Sealing> {
        ATTUNE_CHECK(database.execute(
            "DROP INDEX entry_day; CREATE INDEX entry_day ON entry(local_day, at_utc) WHERE shown "
            "= 1 AND deleted = 0"));
        return vault::Sealing{};
    };
    REQUIRE(vault::fold(store.fake.host, store.location, store.keys, {earlier, {}, {}}));
    // Readers take the index as it is: making it anew costs them more than it gains.
    CHECK(index_of() != now);
    store.log(trigger("two"));
    CHECK(store.texts().size() == 2);
    REQUIRE(store.library().fold().has_value());
    CHECK(index_of() == now);
    CHECK(store.texts().size() == 2);
    CHECK(store.library().database().value_of("SELECT count(*) FROM pragma_integrity_check WHERE "
                                              "integrity_check <> 'ok'") == 0);
}

TEST_CASE(
    "an undo on one device is understood on another that knows the entry only from an image") {
    StoreInMemory first;
    const auto receipt = first.log(trigger("taken back later"));
    first.log(trigger("stays"));
    for (int round = 0; round < 3; ++round) {
        first.log(trigger("round " + std::to_string(round)));
        REQUIRE(first.library().fold().has_value());
    }
    {
        auto book = first.logbook();
        REQUIRE(book.undo(*book.find_recent(receipt.short_id)).has_value());
    }
    const auto sync_to = [&](test::FakeHost& other) {
        for (const auto& [path, node] : first.fake.files.nodes) {
            if (path.starts_with("/store/")) other.files.put(path, as_text(node->content));
        }
    };
    // A second machine that has folded its own image before, so that the first one's is merged.
    test::FakeHost second;
    second.environment.machine = "another machine";
    Bytes drawn(4096);
    second.environment.random(drawn);
    sync_to(second);
    {
        auto library = Library::open(second.host, first.location, first.keys);
        REQUIRE(library.has_value());
        auto book = Logbook::open(second.host, first.location);
        REQUIRE(book.has_value());
        REQUIRE(book->add(trigger("from the second")).has_value());
        REQUIRE(library->fold().has_value());
    }
    const auto again = first.log(trigger("known from an image alone"));
    for (int round = 3; round < 6; ++round) {
        first.log(trigger("round " + std::to_string(round)));
        REQUIRE(first.library().fold().has_value());
    }
    {
        auto book = first.logbook();
        REQUIRE(book.undo(*book.find_recent(again.short_id)).has_value());
    }
    sync_to(second);
    auto library = Library::open(second.host, first.location, first.keys);
    REQUIRE(library.has_value());
    CHECK(library->warnings().empty());
    const auto loaded = library->load(again.record);
    REQUIRE(loaded.has_value());
    CHECK(loaded->removed);
    CHECK(library->database().value_of("SELECT count(*) FROM live_entry").value() == 8);
}

TEST_CASE("a removed record still tells what it was, so that it can come back long after") {
    StoreInMemory store;
    const auto receipt = store.log(trigger("worth keeping"));
    {
        auto book = store.logbook();
        REQUIRE(book.remove(receipt.record, {receipt.revision}).has_value());
    }
    auto library = store.library();
    const auto stored = library.load(receipt.record);
    REQUIRE(stored.has_value());
    CHECK(stored->removed);
    CHECK(stored->record.text == "worth keeping");
    auto book = store.logbook();
    REQUIRE(book.change(stored->record, stored->leaves).has_value());
    CHECK(store.texts() == Texts{"worth keeping"});
}

TEST_CASE("an undo that is read before what it takes back waits for it") {
    // The frames of one record by three hands, in every order: added, removed, brought back.
    const RecordId id = numbered_id(3);
    const StoreId store_id;
    std::vector<vault::InboxFrame> frames;
    std::vector<RevisionId> revisions(3);
    for (std::size_t i = 0; i < 3; ++i)
        revisions[i].bytes[0] = static_cast<std::uint8_t>(i + 1);
    for (std::size_t i = 0; i < 3; ++i) {
        Body body;
        body.device.bytes[0] = static_cast<std::uint8_t>(9 - i);
        body.sequence = 1;
        body.clock = i;
        body.record = id;
        body.revision = revisions[i];
        if (i == 0) body.entry = trigger("here");
        if (i == 1) body.op = Body::Op::Remove;
        if (i == 2) body.op = Body::Op::Undo;
        if (i == 2) body.undoes = revisions[1];
        if (i > 0) body.parents = {revisions[i - 1]};
        frames.push_back({body.device, 1, {}, encode_body(body)});
    }
    std::vector<std::size_t> order = {0, 1, 2};
    do {
        auto database = db::Connection::open_in_memory();
        REQUIRE(database.has_value());
        REQUIRE(make_schema(*database).has_value());
        std::vector<std::size_t> left = order;
        for (int round = 0; round < 3 && !left.empty(); ++round) {
            std::vector<std::size_t> waiting;
            for (const std::size_t i : left) {
                const auto verdict = apply_frame(*database, store_id, frames[i]);
                REQUIRE(verdict.has_value());
                CHECK(*verdict != vault::FrameVerdict::Refused);
                if (*verdict == vault::FrameVerdict::Waits) waiting.push_back(i);
            }
            left = waiting;
        }
        CHECK(left.empty());
        auto live = database->prepare("SELECT text FROM live_entry");
        REQUIRE(live.has_value());
        REQUIRE(*live->step());
        CHECK(live->text(0) == "here");
    } while (std::next_permutation(order.begin(), order.end()));
}
