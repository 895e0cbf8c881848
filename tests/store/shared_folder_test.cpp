#include "attune/vault/inbox.hpp"
#include "attune/vault/slots.hpp"
#include "store/apply.hpp"
#include "store/machine_fixture.hpp"
#include "vault/sealed_image.hpp"

using namespace attune;
using namespace attune::store;
using attune::test::Machine;
using attune::test::StoreInMemory;
using attune::test::trigger;

namespace {

using Texts = std::vector<std::string>;

/// The format number of a sealed file, behind its magic.
void make_later_format(StoreInMemory& store, const std::string& path) {
    Bytes& content = store.fake.files.nodes.at(path)->content;
    content[8] = 2;
}

}  // namespace

TEST_CASE("another machine's file of a later format or schema is passed over with a message") {
    for (const bool schema : {false, true}) {
        CAPTURE(schema);
        StoreInMemory store;
        const Machine here(store, "/state");
        const Machine away(store, "/away");
        here.log("from here");
        away.fold();
        away.log("from away");
        here.fold();
        if (schema) {
            const auto newer = [](db::Connection& database) -> Result<bool> {
                ATTUNE_CHECK(
                    database.execute("UPDATE meta SET value = 99 WHERE key = 'schema_min'"));
                return true;
            };
            REQUIRE(vault::fold(store.fake.host, away.location, away.keys(),
                                {.applier = make_applier(store.keys), .change = newer})
                        .has_value());
        } else {
            away.fold();
            REQUIRE(!away.files(".sealed").empty());
            for (const std::string& path : away.files(".sealed"))
                make_later_format(store, path);
        }
        const std::string mark = schema ? "newer attune" : "has format 2";
        CHECK(here.warns_of(mark));
        here.log("here goes on");
        CHECK(here.texts() == Texts{"from away", "from here", "here goes on"});
        here.fold();
        here.fold();
        CHECK(here.texts() == Texts{"from away", "from here", "here goes on"});
        // Said once; from then on a check names it.
        CHECK(!here.warns_of(mark));
        const auto check = here.library().check();
        REQUIRE(check.has_value());
        CHECK(check->problems.empty());
        CHECK(std::any_of(check->notes.begin(), check->notes.end(), [&](const std::string& note) {
            return note.find(mark) != std::string::npos;
        }));
        // A machine that begins now starts from what it can read.
        const Machine third(store, "/third");
        CHECK(third.texts() == Texts{"from away", "from here", "here goes on"});
        third.log("from the third");
        third.fold();
        CHECK(here.texts() == Texts{"from away", "from here", "from the third", "here goes on"});
        // The machine itself is told to install the newer program again, and its file stays.
        const std::string own = "/away";
        const auto opened = vault::unlock(store.fake.host, {"/store", own}, StoreInMemory::key());
        if (schema) {
            REQUIRE(opened.has_value());
            CHECK(Library::open(store.fake.host, away.location, *opened).error().kind ==
                  ErrorKind::TooNew);
            CHECK(vault::fold(store.fake.host, away.location, *opened,
                              {.applier = make_applier(*opened), .force = true})
                      .error()
                      .kind == ErrorKind::TooNew);
        } else {
            CHECK(opened.error().kind == ErrorKind::TooNew);
            CHECK(Logbook::open(store.fake.host, away.location).error().kind == ErrorKind::TooNew);
        }
    }
}

TEST_CASE("a conflicted copy of an own segment goes with the words that are forgotten") {
    StoreInMemory store;
    const Machine here(store, "/state");
    const Receipt receipt = here.log("zqforgotten");
    here.log("stays");
    const std::string segment = here.files(".inbox").front();
    const Bytes copy = store.fake.files.nodes.at(segment)->content;
    here.fold();
    REQUIRE(here.library().forget({receipt.record})->own_files_clean);
    // A sync tool brings the copy late, behind the purge.
    const std::string name = segment.substr(0, segment.size() - 6) + ".sync-conflict-1.inbox";
    store.fake.files.put(name, as_text(copy));
    CHECK(!here.library().fold_if_due(false));
    CHECK(!store.fake.files.nodes.contains(name));
    CHECK(here.texts() == Texts{"stays"});
    // Nothing is due any more.
    const auto before = here.files(".sealed");
    CHECK(!here.library().fold_if_due(false));
    CHECK(here.files(".sealed") == before);
}

TEST_CASE("forgotten words are in no own file, and not in the opened image") {
    StoreInMemory store;
    const Machine here(store, "/state");
    const Receipt receipt = here.log("zqworda zqwordb");
    const Receipt other = here.log("goes");
    here.log("stays");
    {
        auto library = here.library();
        auto book = Logbook::open(store.fake.host, here.location);
        REQUIRE(book->remove(other.record, library.load(other.record)->leaves).has_value());
    }
    here.fold();
    const auto sealed_hold_it = [&] {
        const vault::Keys& keys = here.keys();
        for (const std::string& path : here.files(".sealed")) {
            auto file = store.fake.files.open_read(path);
            REQUIRE(file.has_value());
            auto header = vault::read_header(**file, path);
            REQUIRE(header.has_value());
            const vault::Keys* root = keys.under(header->header.public_key);
            REQUIRE(root != nullptr);
            auto image = vault::SealedImage::open(std::move(*file), std::move(*header),
                                                  root->vault_key, path);
            REQUIRE(image.has_value());
            std::string all;
            Bytes chunk(vault::kChunkBytes);
            for (std::uint32_t i = 0; i < (*image)->file_chunks(); ++i) {
                REQUIRE((*image)->verify_chunk(i, chunk));
                all += as_text(chunk);
            }
            if (all.find("zqworda") != std::string::npos) return true;
        }
        return false;
    };
    REQUIRE(sealed_hold_it());
    const auto report = here.library().forget({receipt.record});
    REQUIRE(report.has_value());
    CHECK(report->own_files_clean);
    CHECK(!sealed_hold_it());
    for (const std::string& path : here.files(".inbox"))
        CHECK(store.fake.files.nodes.at(path)->content.empty());
    CHECK(here.texts() == Texts{"stays"});
    // What is not shown is not searched either.
    CHECK(here.library().check()->problems == Texts{});
}

TEST_CASE("a clock more than a day ahead is told once and not taken over") {
    StoreInMemory store;
    const Machine here(store, "/state");
    const Machine away(store, "/away");
    here.fold();
    away.fold();
    store.fake.clock.advance(std::chrono::hours(30));
    away.log("from tomorrow");
    store.fake.clock.advance(std::chrono::hours(-30));
    CHECK(here.warns_of("hours ahead"));
    CHECK(!here.warns_of("hours ahead"));
    const auto now =
        static_cast<std::uint64_t>(store.fake.host.clock.now().time_since_epoch().count());
    const std::uint64_t clock =
        vault::load_seen(store.fake.host, here.location, store.keys.store).clock;
    CHECK((clock >> 16) <= now + 1000);
    CHECK(here.texts() == Texts{"from tomorrow"});
}

TEST_CASE("after a rotation frames under the old root are read, and forgetting reaches them") {
    StoreInMemory store;
    const Machine here(store, "/state");
    const Machine away(store, "/away");
    away.log("before");
    away.fold();
    here.fold();
    const vault::GivenSecret kept = StoreInMemory::key();
    REQUIRE(here.library().rotate_root({{&kept, false}}).has_value());
    const Receipt old = away.log("zqunder the old root");
    CHECK(here.texts() == Texts{"before", "zqunder the old root"});
    away.fold();
    away.log("under the new root");
    here.fold();
    CHECK(here.texts() == Texts{"before", "under the new root", "zqunder the old root"});
    REQUIRE(here.library().forget({old.record}).has_value());
    CHECK(!away.library().fold_if_due(false));
    CHECK(away.texts() == Texts{"before", "under the new root"});
    CHECK(here.texts() == Texts{"before", "under the new root"});
    const auto devices = here.library().devices();
    REQUIRE(devices.has_value());
    for (const DeviceReport& device : *devices)
        CHECK(device.unpurged == std::optional<std::uint64_t>(0));
}
