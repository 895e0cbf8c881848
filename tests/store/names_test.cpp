#include "attune/store/names.hpp"

#include <map>
#include <random>
#include <set>

#include "store/store_fixture.hpp"

namespace attune::store {

namespace {

using test::StoreInMemory;

journal::Record met(const std::vector<std::string>& people, const std::string& trigger) {
    journal::Record record = test::trigger("met");
    record.people = people;
    record.tags = {{"trigger", trigger}};
    return record;
}

/// Writes a change of names and gives its receipt.
Receipt write(StoreInMemory& store, const journal::NameDraft& draft) {
    store.fake.clock.advance(std::chrono::seconds(1));
    auto book = store.logbook();
    journal::Record record = journal::record_of(draft.name, {});
    if (draft.record) record.id = *draft.record;
    auto receipt = draft.record ? book.change(record, draft.parents) : book.add(record);
    REQUIRE(receipt);
    return *receipt;
}

std::map<std::string, std::int64_t> counts(db::Connection& database, std::string_view facet) {
    const auto uses = used_names(database, facet);
    REQUIRE(uses);
    std::map<std::string, std::int64_t> out;
    for (const NameUse& use : *uses)
        out[use.name] = use.entries;
    return out;
}

using Counts = std::map<std::string, std::int64_t>;

}  // namespace

TEST_CASE("a rename and a merge keep all counts and are taken back by undo") {
    StoreInMemory store;
    store.log(met({"sam"}, "late-reply"));
    store.log(met({"Sam", "jo"}, "no-reply"));
    store.log(met({"sammy"}, "plans-chnaged"));
    auto library = store.library();
    CHECK(counts(library.database(), "person") == Counts{{"Sam", 2}, {"jo", 1}, {"sammy", 1}});
    CHECK(counts(library.database(), "trigger") == Counts{{"late-reply", 2}, {"plans-chnaged", 1}});

    const auto names = names_of(library.database());
    REQUIRE(names);
    write(store, *(*names)->renamed("trigger", "late-reply", "slow-reply"));
    write(store, *(*names)->merged("trigger", "plans-chnaged", "plans-changed"));
    const auto merged = write(store, *(*names)->merged("person", "sammy", "sam"));
    auto after = store.library();
    CHECK(counts(after.database(), "person") == Counts{{"sam", 3}, {"jo", 1}});
    CHECK(counts(after.database(), "trigger") == Counts{{"slow-reply", 2}, {"plans-changed", 1}});

    auto book = store.logbook();
    const auto last = book.last_undoable();
    REQUIRE(last);
    CHECK(last->record == merged.record);
    REQUIRE(book.undo(*last));
    auto before = store.library();
    CHECK(counts(before.database(), "person") == Counts{{"Sam", 2}, {"jo", 1}, {"sammy", 1}});
}

TEST_CASE("names are no entries: last and counts pass them over") {
    StoreInMemory store;
    const auto entry = store.log(met({"sam"}, "silence"));
    write(store, {.name = {.facet = "person", .spelling = "sam", .origin = "sam"}});
    auto library = store.library();
    CHECK(*library.find("last") == entry.record);
    CHECK(store.logbook().find_recent("last")->record == entry.record);
    CHECK(library.check()->records == 1);
}

TEST_CASE(
    "files of the person's own extend the words, and a faulty one is left out with its place") {
    StoreInMemory store;
    store.log(met({}, "drizzle"));
    auto library = store.library();
    const auto problems = use_vocabularies(
        library.database(),
        {{"a.toml", "facet = \"trigger\"\n[[word]]\nslug = \"rain\"\naliases = [\"drizzle\"]\n"},
         {"b.toml", "facet = \"trigger\"\n[[word]]\nslug = \"Rain\"\n"}});
    REQUIRE(problems);
    REQUIRE(problems->size() == 1);
    CHECK(problems->front().where() == "b.toml:3:8");
    CHECK(counts(library.database(), "trigger") == Counts{{"rain", 1}});
    CHECK((*names_of(library.database()))->resolve("trigger", "no-reply") == "late-reply");
}

/// Plain words against the same history: a partition of spellings with a shown name each.
TEST_CASE("any sequence of entries, renames, merges and undos counts as a plain model does") {
    std::mt19937 random(20260301);
    const auto pick = [&random](std::size_t count) {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
    };
    const std::vector<std::string> alphabet = {"ana", "bo", "cy", "dee", "eli", "fay"};
    int renames = 0;
    int merges = 0;
    int undos = 0;
    for (int round = 0; round < 12; ++round) {
        CAPTURE(round);
        StoreInMemory store;
        /// What each spelling is called, and the entries that hold it.
        struct Model {
            std::map<std::string, std::string> shown;
            std::vector<std::set<std::string>> entries;
            [[nodiscard]] Counts counts() const {
                Counts out;
                for (const auto& entry : entries) {
                    std::set<std::string> names;
                    for (const auto& spelling : entry) {
                        const auto found = shown.find(spelling);
                        names.insert(found == shown.end() ? spelling : found->second);
                    }
                    for (const auto& name : names)
                        ++out[name];
                }
                return out;
            }
        } model;
        std::vector<std::pair<RecordId, std::map<std::string, std::string>>> done;
        int fresh = 0;
        for (int step = 0; step < 14; ++step) {
            const auto used = model.counts();
            const std::size_t what = pick(5);
            auto library = store.library();
            const auto names = names_of(library.database());
            REQUIRE(names);
            const auto any = [&] {
                auto at = used.begin();
                std::advance(at, static_cast<std::ptrdiff_t>(pick(used.size())));
                return at->first;
            };
            const auto move_all = [&](const std::string& from, const std::string& to) {
                for (auto& spelling : model.shown) {
                    if (spelling.second == from) spelling.second = to;
                }
                model.shown[from] = to;
                model.shown[to] = to;
            };
            if (what <= 1 || used.empty()) {
                std::set<std::string> people{alphabet[pick(6)], alphabet[pick(6)]};
                store.log(met({people.begin(), people.end()}, "silence"));
                model.entries.push_back(people);
            } else if (what == 2) {
                const std::string from = any();
                const std::string to = "new" + std::to_string(fresh++);
                const auto draft = (*names)->renamed("person", from, to);
                REQUIRE(draft);
                done.emplace_back(write(store, *draft).record, model.shown);
                move_all(from, to);
                ++renames;
            } else if (what == 3) {
                const std::string from = any();
                const std::string into = any();
                if (from == into) continue;
                const auto draft = (*names)->merged("person", from, into);
                REQUIRE(draft);
                done.emplace_back(write(store, *draft).record, model.shown);
                move_all(from, into);
                ++merges;
            } else if (!done.empty()) {
                auto book = store.logbook();
                const auto write_of = book.find_recent(done.back().first.hex());
                REQUIRE(write_of);
                REQUIRE(write_of->record == done.back().first);
                store.fake.clock.advance(std::chrono::seconds(1));
                REQUIRE(book.undo(*write_of));
                model.shown = done.back().second;
                done.clear();  // only the newest is taken back: older ones stand on it
                ++undos;
            }
            if (pick(6) == 0) REQUIRE(store.library().fold());
            auto after = store.library();
            CHECK(counts(after.database(), "person") == model.counts());
        }
    }
    CHECK(renames > 20);
    CHECK(merges > 10);
    CHECK(undos > 10);
}

}  // namespace attune::store
