#include <algorithm>
#include <functional>

#include "store/machine_fixture.hpp"
#include "vault/image_vfs.hpp"
#include "vault/packed_store.hpp"

using namespace attune;
using attune::test::Machine;
using attune::test::StoreInMemory;

namespace {

using Texts = std::vector<std::string>;

/// Two machines on one folder. What the other one folded last is not in this one's file yet.
struct Pair {
    StoreInMemory disk;
    Machine here{disk, "/state"};
    Machine away{disk, "/away"};
    std::string path;  ///< the other one's newest file
    Bytes whole;       ///< as it is

    Pair() {
        here.log("from here");
        away.fold();
        here.fold();
        away.log("from away");
        away.fold();
        path = away.files(".sealed").back();
        whole = disk.fake.files.nodes.at(path)->content;
        // What it says can then be read there alone.
        for (const char* ending : {".inbox", ".2.sealed"}) {
            for (const std::string& file : away.files(ending))
                disk.fake.files.nodes.erase(file);
        }
    }
    Bytes& content() { return disk.fake.files.nodes.at(path)->content; }

    [[nodiscard]] test::SealedParts parts() {
        auto file = disk.fake.files.open_read(path);
        REQUIRE(file.has_value());
        return test::open_parts(std::move(*file), path, away.keys());
    }

    /// This machine opens and folds with the other file as it is now, and takes it in when it is
    /// whole again. Returns the warnings of the first opening.
    std::vector<std::string> try_spoilt() {
        std::map<std::string, Bytes> before;
        for (const auto& [name, node] : disk.fake.files.nodes)
            before[name] = node->content;
        std::vector<std::string> warnings = here.library().warnings();
        const auto own = here.texts();
        CHECK(std::count(own.begin(), own.end(), "from here") == 1);
        here.log("goes on");
        here.fold();
        CHECK(here.texts().size() >= 2);
        CHECK(here.library().check().has_value());
        CHECK(here.library().devices().has_value());
        content() = whole;
        CHECK(here.texts() == Texts{"from away", "from here", "goes on"});
        for (auto node = disk.fake.files.nodes.begin(); node != disk.fake.files.nodes.end();)
            node =
                before.contains(node->first) ? std::next(node) : disk.fake.files.nodes.erase(node);
        for (const auto& [name, bytes] : before)
            disk.fake.files.put(name, as_text(bytes));
        content() = whole;
        return warnings;
    }
};

bool mentions(const std::vector<std::string>& warnings, const std::string& words) {
    return std::any_of(warnings.begin(), warnings.end(), [&](const std::string& warning) {
        return warning.find(words) != std::string::npos;
    });
}

}  // namespace

TEST_CASE("whichever chunk of another machine's file is bad, this one opens and folds") {
    Pair pair;
    const std::size_t prefix = 115 + 167 + 64;
    int told = 0;
    for (std::size_t at = prefix + 50; at < pair.whole.size(); at += 16400) {
        CAPTURE((at - prefix) / 16400);
        pair.content()[at] ^= 1;
        told += mentions(pair.try_spoilt(), "does not open") ? 1 : 0;
    }
    CHECK(told > 2);
}

TEST_CASE("whatever stands in a page of another machine's database, this one opens and folds") {
    Pair pair;
    const test::SealedParts whole = pair.parts();
    int told = 0;
    for (std::size_t page = 0; page < whole.image.size(); page += 4096) {
        for (const char byte : {'\0', '\r', 'S'}) {
            CAPTURE(page / 4096);
            CAPTURE(int{byte});
            test::SealedParts spoilt = whole;
            std::fill_n(spoilt.image.begin() + static_cast<std::ptrdiff_t>(page), 4096,
                        static_cast<std::uint8_t>(byte));
            pair.content() = test::seal_parts(spoilt);
            told += pair.try_spoilt().empty() ? 0 : 1;
        }
    }
    CHECK(told > 10);
}

TEST_CASE("another machine's database of other tables is passed over with a message") {
    for (const char* sql : {"DROP TABLE batch", "DROP TABLE slot", "DROP TABLE entry",
                            "ALTER TABLE entry RENAME COLUMN text TO words",
                            "DELETE FROM meta WHERE key = 'schema_min'"}) {
        CAPTURE(sql);
        Pair pair;
        auto file = pair.disk.fake.files.open_read(pair.path);
        REQUIRE(file.has_value());
        test::SealedParts parts = pair.parts();
        auto header = vault::read_header(**file, pair.path);
        REQUIRE(header.has_value());
        auto image = vault::SealedImage::open(std::move(*file), *std::move(header),
                                              pair.away.keys().vault_key, pair.path);
        REQUIRE(image.has_value());
        {
            vault::ImageVfs vfs(**image);
            auto database = vfs.connect(false);
            REQUIRE(database.has_value());
            const Status done = database->execute("PRAGMA foreign_keys=OFF; " + std::string(sql));
            REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().message));
        }
        parts.image.resize((*image)->size());
        REQUIRE((*image)->read(0, parts.image));
        pair.content() = test::seal_parts(parts);
        CHECK(mentions(pair.try_spoilt(), pair.path));
    }
}

TEST_CASE("a machine that begins folds whatever is damaged in the newest file of another") {
    const std::size_t prefix = 115 + 167 + 64;
    const std::size_t size = Pair().whole.size();
    for (std::size_t at = prefix + 50; at < size + 16400; at += 16400) {
        CAPTURE((at - prefix) / 16400);
        Pair pair;
        // Behind the last chunk: the file is cut short.
        if (at < size) pair.content()[at] ^= 1;
        if (at >= size) pair.content().resize(size / 2);
        const Machine third(pair.disk, "/third");
        CHECK(third.library().warnings().size() <= 1);
        third.log("from the third");
        third.fold();
        CHECK(third.files(".sealed").size() == 1);
        const auto some = third.texts();
        CHECK(std::count(some.begin(), some.end(), "from here") == 1);
        CHECK(std::count(some.begin(), some.end(), "from the third") == 1);
        pair.content() = pair.whole;
        CHECK(third.texts() == Texts{"from away", "from here", "from the third"});
        third.fold();
        CHECK(third.texts() == Texts{"from away", "from here", "from the third"});
    }
}
