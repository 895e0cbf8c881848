#include "attune/store/names.hpp"
#include "store/apply.hpp"
#include "store/rows.hpp"
#include "store/store_fixture.hpp"

namespace attune::store {

namespace {

/// One device's image in memory, written to as its inbox would be.
struct Device {
    db::Connection database = *db::Connection::open_in_memory();
    DeviceId id;
    std::uint64_t sequence = 0;

    explicit Device(std::uint8_t number) {
        id.bytes[0] = number;
        REQUIRE(make_schema(database));
    }
    void write(journal::Record record, std::uint64_t clock, std::vector<RevisionId> parents = {}) {
        Revision revision;
        revision.id.bytes = {id.bytes[0], static_cast<std::uint8_t>(++sequence)};
        revision.record = record.id;
        revision.device = id;
        revision.sequence = sequence;
        revision.clock = clock;
        revision.parents = std::move(parents);
        revision.content = std::move(record);
        Rows rows(database);
        REQUIRE(*rows.insert(revision));
    }
    void write(const journal::NameDraft& draft, std::uint64_t clock) {
        journal::Record record = journal::record_of(draft.name, {});
        record.id = draft.record.value_or(RecordId{});
        if (!draft.record) record.id.bytes = {id.bytes[0], static_cast<std::uint8_t>(sequence + 1)};
        write(record, clock, draft.parents);
    }
    void meet(const std::string& person) {
        journal::Record record = test::trigger("met");
        record.people = {person};
        record.id.bytes = {0xEE, id.bytes[0], static_cast<std::uint8_t>(sequence + 1)};
        write(record, 1);
    }
    [[nodiscard]] journal::Names names() {
        auto kept = kept_names(database);
        REQUIRE(kept);
        return {*definition::Vocabularies::load({}), *kept};
    }
    void take(Device& other) { REQUIRE(merge_image(database, other.database)); }
    [[nodiscard]] std::vector<std::pair<std::string, std::int64_t>> counts() {
        database.companion().reset();
        auto uses = used_names(database, "person");
        REQUIRE(uses);
        std::vector<std::pair<std::string, std::int64_t>> out;
        for (const NameUse& use : *uses)
            out.emplace_back(use.name, use.entries);
        return out;
    }
};

using Counts = std::vector<std::pair<std::string, std::int64_t>>;

}  // namespace

TEST_CASE("two devices that rename one person differently end with the newer name on both") {
    for (const bool added_before : {false, true}) {
        CAPTURE(added_before);
        Device desk(1);
        Device phone(2);
        desk.meet("sam");
        if (added_before) desk.write(desk.names().draft_of("person", "sam"), 5);
        phone.take(desk);
        desk.write(*desk.names().renamed("person", "sam", "alex"), 10);
        phone.write(*phone.names().renamed("person", "sam", "bo"), 11);
        desk.meet("alex");
        phone.meet("bo");
        desk.take(phone);
        phone.take(desk);
        CHECK(desk.counts() == Counts{{"bo", 3}});
        CHECK(phone.counts() == Counts{{"bo", 3}});
        // The next change settles it for good, also where both had revised one record.
        phone.write(*phone.names().renamed("person", "alex", "cy"), 12);
        desk.take(phone);
        CHECK(desk.counts() == Counts{{"cy", 3}});
        CHECK(desk.names().spellings("person", "sam") ==
              std::vector<std::string>{"cy", "alex", "bo", "sam"});
    }
}

TEST_CASE("merges in opposite directions on two devices leave one person") {
    Device desk(1);
    Device phone(2);
    desk.meet("sam");
    desk.meet("samuel");
    phone.take(desk);
    desk.write(*desk.names().merged("person", "sam", "samuel"), 10);
    phone.write(*phone.names().merged("person", "samuel", "sam"), 11);
    desk.take(phone);
    phone.take(desk);
    CHECK(desk.counts() == Counts{{"sam", 2}});
    CHECK(phone.counts() == Counts{{"sam", 2}});
}

}  // namespace attune::store
