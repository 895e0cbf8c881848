#include <algorithm>

#include "attune/store/recovery.hpp"
#include "attune/vault/devices.hpp"
#include "store_fixture.hpp"

using namespace attune;
using attune::test::StoreInMemory;
using attune::test::trigger;

namespace {

/// A store whose first machine is gone, with `spoil` done to the folder; the test is the second.
struct AfterALoss {
    StoreInMemory store;
    DeviceId lost;

    AfterALoss() {
        for (int i = 0; i < 30; ++i)
            store.log(trigger("entry " + std::to_string(i) + std::string(200, 'x')));
        REQUIRE(store.library().fold().has_value());
        store.log(trigger("behind the fold"));
        lost = vault::load_identity(store.fake.host, store.location, store.keys.store)->device;
        store.location.state_root = "/state2";
        store.fake.environment.machine = "another machine";
        store.fake.environment.seed(2);
        REQUIRE(vault::ensure_identity(store.fake.host, store.location, store.keys).has_value());
        REQUIRE(store.library().fold().has_value());
    }

    [[nodiscard]] std::string newest_of_lost() const {
        std::string newest;
        for (const auto& [path, node] : store.fake.files.nodes) {
            if (path.find(lost.hex()) != std::string::npos && path.ends_with(".sealed"))
                newest = std::max(newest, path);
        }
        return newest;
    }

    [[nodiscard]] std::vector<std::string> paths(std::string_view part) const {
        std::vector<std::string> found;
        for (const auto& [path, node] : store.fake.files.nodes) {
            if (path.starts_with("/store/") && path.find(part) != std::string::npos)
                found.push_back(path);
        }
        return found;
    }

    store::RetireReport retire() {
        auto report = store::retire(store.fake.host, store.location, store.keys, lost);
        REQUIRE_MESSAGE(report.has_value(), (report ? "" : report.error().message));
        return std::move(*report);
    }
};

}  // namespace

TEST_CASE("a lost machine with a cut-off copy of one of its files can be retired") {
    AfterALoss left;
    const std::string newest = left.newest_of_lost();
    Bytes copy = left.store.fake.files.nodes.at(newest)->content;
    copy.resize(copy.size() - 5000);
    left.store.fake.files.put("/store/" + left.lost.hex() + ".2.sync-conflict-1.sealed",
                              as_text(copy));
    const auto report = left.retire();
    CHECK(report.files >= 2);
    CHECK(report.repaired.files.renamed.size() == 1);
    CHECK(report.repaired.lost.empty());
    CHECK(left.paths(left.lost.hex()).empty());
    CHECK(left.store.texts().size() == 31);
}

TEST_CASE(
    "a lost machine whose newest generation is damaged can be retired, whatever still reads") {
    for (const bool header : {false, true}) {
        CAPTURE(header);
        AfterALoss left;
        Bytes& bytes = left.store.fake.files.nodes.at(left.newest_of_lost())->content;
        const std::size_t at = header ? 8 : bytes.size() / 2;
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), 900, std::uint8_t{0});
        const auto report = left.retire();
        CHECK(report.repaired.files.written);
        CHECK(report.repaired.files.renamed.size() == 1);
        CHECK(left.paths(left.lost.hex()).empty());
        CHECK(left.paths(".damaged").size() == 1);
        // This machine had folded before.
        CHECK(left.store.texts().size() == 31);
        const auto check = left.store.library().check();
        REQUIRE(check.has_value());
        for (const std::string& problem : check->problems)
            CHECK_MESSAGE(problem.find(".damaged") != std::string::npos, problem);
    }
}

TEST_CASE("what a lost machine left damaged goes when something is forgotten") {
    AfterALoss left;
    Bytes& bytes = left.store.fake.files.nodes.at(left.newest_of_lost())->content;
    bytes.resize(bytes.size() - 5000);
    static_cast<void>(left.retire());
    REQUIRE(left.paths(".damaged").size() == 1);
    auto library = left.store.library();
    const auto id = library.find("last");
    REQUIRE(id.has_value());
    REQUIRE(library.forget({*id}).has_value());
    CHECK(left.paths(".damaged").empty());
    CHECK(left.store.texts().size() == 30);
}

TEST_CASE("a machine retires neither itself nor one that has no files") {
    AfterALoss left;
    const auto own =
        vault::load_identity(left.store.fake.host, left.store.location, left.store.keys.store);
    REQUIRE(own.has_value());
    const auto itself =
        store::retire(left.store.fake.host, left.store.location, left.store.keys, own->device);
    REQUIRE(!itself);
    CHECK(itself.error().kind == ErrorKind::Refused);
    const auto nobody = store::retire(left.store.fake.host, left.store.location, left.store.keys,
                                      *DeviceId::from_hex("0123456789abcdef"));
    REQUIRE(!nobody);
    CHECK(nobody.error().kind == ErrorKind::NotFound);
}
