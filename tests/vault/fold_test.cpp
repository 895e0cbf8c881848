#include <algorithm>
#include <map>

#include "attune/vault/private_state.hpp"
#include "vault/folder.hpp"
#include "vault_fixture.hpp"

using namespace attune;
using namespace attune::vault;
using attune::test::FileStep;
using attune::test::WordStore;

namespace {

std::vector<std::string> words_of(WordStore& store) {
    const auto words = store.words();
    REQUIRE_MESSAGE(words.has_value(), (words ? "" : words.error().message));
    return *words;
}

void log_words(WordStore& store, int first, int count) {
    for (int i = first; i < first + count; ++i)
        REQUIRE(store.log("w" + std::to_string(i)).has_value());
}

}  // namespace

TEST_CASE("a fold with nothing waiting writes nothing") {
    WordStore store;
    store.make();
    const auto result = store.fold();
    REQUIRE(result.has_value());
    CHECK(!result->written);
    CHECK(store.names(".sealed").size() == 1);
}

TEST_CASE("folding keeps every word and three generations") {
    WordStore store;
    store.make();
    for (int round = 0; round < 6; ++round) {
        log_words(store, round * 5, 5);
        const auto result = store.fold();
        REQUIRE(result.has_value());
        CHECK(result->written);
        CHECK(result->frames == 5);
        CHECK(words_of(store).size() == static_cast<std::size_t>(round + 1) * 5);
    }
    CHECK(store.names(".sealed").size() == 3);
    // The open segment, and the one whose frames are not yet in two generations.
    CHECK(store.names(".inbox").size() == 2);
}

TEST_CASE("losing the newest generation loses no word") {
    WordStore store;
    store.make();
    for (int round = 0; round < 4; ++round) {
        log_words(store, round * 3, 3);
        REQUIRE(store.fold().has_value());
        const auto before = words_of(store);
        const auto files = store.names(".sealed");
        std::string newest;
        std::uint64_t highest = 0;
        for (const std::string& path : files) {
            const std::string number =
                path.substr(path.find('.') + 1, path.rfind('.') - path.find('.') - 1);
            if (std::stoull(number) > highest) {
                highest = std::stoull(number);
                newest = path;
            }
        }
        const Bytes content = store.content(newest);
        store.content(newest)[200] ^= 1;
        CHECK(words_of(store) == before);
        // Reading falls back, folding never does.
        log_words(store, 100 + round, 1);
        const auto fold = store.fold();
        REQUIRE(!fold.has_value());
        CHECK(fold.error().kind == ErrorKind::Damaged);
        CHECK(words_of(store).size() == before.size() + 1);
        store.content(newest) = content;
        REQUIRE(store.fold().has_value());
    }
}

TEST_CASE("a fold interrupted at any step leaves the old store or the new, never a third") {
    int steps = 0;
    {
        WordStore store;
        store.make();
        log_words(store, 0, 3);
        REQUIRE(store.fold().has_value());
        log_words(store, 3, 3);
        REQUIRE(store.fold().has_value());
        log_words(store, 6, 3);
        store.fake.files.reset_steps();
        REQUIRE(store.fold().has_value());
        steps = store.fake.files.steps();
    }
    REQUIRE(steps >= 8);
    for (const std::size_t torn : {std::size_t{0}, std::size_t{5000}}) {
        for (int n = 1; n <= steps; ++n) {
            for (const bool sticky : {false, true}) {
                WordStore store;
                store.make();
                log_words(store, 0, 3);
                REQUIRE(store.fold().has_value());
                log_words(store, 3, 3);
                REQUIRE(store.fold().has_value());
                log_words(store, 6, 3);
                store.fake.files.reset_steps();
                store.fake.files.torn_bytes = torn;
                store.fake.files.fault = [&](FileStep, const std::string&,
                                             int number) -> std::optional<Error> {
                    if (number == n || (sticky && number > n))
                        return Error{ErrorKind::Io, "refused"};
                    return std::nullopt;
                };
                const auto folded = store.fold();
                static_cast<void>(folded);
                store.fake.files.fault = nullptr;
                CHECK_MESSAGE(words_of(store).size() == 9, "step " << n << " sticky " << sticky);
                // And the next fold finishes what this one could not.
                log_words(store, 9, 1);
                const auto again = store.fold();
                REQUIRE_MESSAGE(again.has_value(),
                                "step " << n << ": " << (again ? "" : again.error().message));
                CHECK(words_of(store).size() == 10);
                CHECK(store.names(".tmp").empty());
            }
        }
    }
}

TEST_CASE("a disk without room for a new generation keeps the old one and says so") {
    WordStore store;
    store.make();
    log_words(store, 0, 2);
    store.fake.files.free_space = 1000;
    const auto result = store.fold();
    REQUIRE(!result.has_value());
    CHECK(result.error().kind == ErrorKind::Io);
    CHECK(words_of(store).size() == 2);
    CHECK(store.names(".tmp").empty());
}

TEST_CASE("a word logged while a fold is at work is in neither lost nor twice") {
    WordStore store;
    store.make();
    log_words(store, 0, 3);
    bool logged = false;
    store.fake.files.fault = [&](FileStep step, const std::string& path,
                                 int) -> std::optional<Error> {
        if (!logged && step == FileStep::Create && path.ends_with(".tmp") &&
            path.starts_with("/store/")) {
            logged = true;
            REQUIRE(store.log("meanwhile").has_value());
        }
        return std::nullopt;
    };
    REQUIRE(store.fold().has_value());
    store.fake.files.fault = nullptr;
    REQUIRE(logged);
    const auto words = words_of(store);
    CHECK(words.size() == 4);
    CHECK(std::count(words.begin(), words.end(), "meanwhile") == 1);
}

TEST_CASE("two devices in one folder see each other's words, folded or not") {
    WordStore first;
    first.make();
    log_words(first, 0, 3);
    REQUIRE(first.fold().has_value());
    WordStore second;
    const auto sync = [](WordStore& from, WordStore& to) {
        for (const auto& [path, node] : from.fake.files.nodes) {
            if (path.starts_with("/store/") &&
                (path.ends_with(".sealed") || path.ends_with(".inbox"))) {
                to.fake.files.put(path, as_text(node->content));
            }
        }
    };
    sync(first, second);
    second.fake.environment.machine = "another machine";
    // Random numbers of the fake repeat from run to run; another machine draws others.
    Bytes drawn(4096);
    second.fake.environment.random(drawn);
    {
        const Keys keys = second.keys();
        REQUIRE(ensure_identity(second.host(), second.location, keys).has_value());
    }
    REQUIRE(second.log("from the second").has_value());
    CHECK(words_of(second).size() == 4);
    REQUIRE(second.fold().has_value());
    CHECK(words_of(second).size() == 4);
    log_words(first, 10, 2);
    REQUIRE(first.fold().has_value());
    sync(second, first);
    sync(first, second);
    const auto at_first = words_of(first);
    CHECK(at_first.size() == 6);
    CHECK(words_of(second).size() == 6);
    // Each folds what it sees; neither multiplies a word.
    REQUIRE(first.fold().has_value());
    REQUIRE(second.fold().has_value());
    sync(second, first);
    sync(first, second);
    CHECK(words_of(first).size() == 6);
    CHECK(words_of(second).size() == 6);
}

TEST_CASE("a store in order has no problems, a damaged one names them") {
    WordStore store;
    store.make();
    log_words(store, 0, 4);
    REQUIRE(store.fold().has_value());
    log_words(store, 4, 2);
    const Keys keys = store.keys();
    const auto good = check_files(store.host(), store.location, keys);
    REQUIRE(good.has_value());
    CHECK(good->problems.empty());
    CHECK(good->generations == 2);
    CHECK(good->frames == 6);
    auto& segment = store.content(store.names(".inbox").back());
    segment[100] ^= 4;
    const auto bad = check_files(store.host(), store.location, keys);
    REQUIRE(bad.has_value());
    CHECK(bad->problems.size() == 1);
}

TEST_CASE("an older copy of the folder put back is warned of, and never refused") {
    WordStore store;
    store.make();
    log_words(store, 0, 2);
    REQUIRE(store.fold().has_value());
    const auto older = store.fake.files.nodes;
    std::map<std::string, Bytes> copy;
    for (const auto& [path, node] : older) {
        if (path.starts_with("/store/")) copy[path] = node->content;
    }
    log_words(store, 2, 2);
    REQUIRE(store.fold().has_value());
    for (const std::string& path : store.names(""))
        store.fake.files.nodes.erase(path);
    for (const auto& [path, content] : copy)
        store.fake.files.put(path, as_text(content));
    const Keys keys = store.keys();
    {
        const auto session =
            Session::open(store.host(), store.location, keys, WordStore::applier());
        REQUIRE(session.has_value());
        REQUIRE(session->facts().warnings.size() == 1);
        CHECK(session->facts().warnings.front().find("older copy") != std::string::npos);
    }
    const auto check = check_files(store.host(), store.location, keys);
    REQUIRE(check.has_value());
    CHECK(check->problems.size() == 2);  // the generation, and the records that went with it
    log_words(store, 4, 1);
    REQUIRE(store.fold().has_value());
    const auto session = Session::open(store.host(), store.location, keys, WordStore::applier());
    REQUIRE(session.has_value());
    CHECK(session->facts().warnings.empty());
    CHECK(session->facts().base_generation == 4);
}

TEST_CASE("a check notices a renamed generation, a frame cut out and a frame cut off") {
    WordStore store;
    store.make();
    log_words(store, 0, 4);
    const Keys keys = store.keys();
    const auto problems = [&] {
        const auto check = check_files(store.host(), store.location, keys);
        REQUIRE(check.has_value());
        return check->problems.size();
    };
    CHECK(problems() == 0);
    const std::string inbox = store.names(".inbox").front();
    const Bytes whole = store.content(inbox);
    const auto frame = static_cast<std::ptrdiff_t>(whole.size() / 4);
    store.content(inbox).erase(store.content(inbox).begin() + frame,
                               store.content(inbox).begin() + 2 * frame);
    CHECK(problems() == 1);
    store.content(inbox) = whole;
    store.content(inbox).resize(static_cast<std::size_t>(3 * frame));
    CHECK(problems() == 1);
    store.content(inbox) = whole;
    const std::string sealed = store.names(".sealed").front();
    std::string renamed = sealed;
    renamed.replace(renamed.find(".1."), 3, ".7.");
    store.fake.files.put(renamed, as_text(store.content(sealed)));
    CHECK(problems() == 1);
}

TEST_CASE("a torn tail is kept beside the segment, shown by the check, and nothing is lost") {
    WordStore store;
    store.make();
    log_words(store, 0, 3);
    const std::string inbox = store.names(".inbox").front();
    Bytes& bytes = store.content(inbox);
    const Bytes whole = bytes;
    bytes.insert(bytes.end(), whole.begin(), whole.begin() + 200);
    log_words(store, 3, 1);
    CHECK(words_of(store).size() == 4);
    REQUIRE(store.names(".torn").size() == 1);
    CHECK(store.content(store.names(".torn").front()).size() == 200);
    const Keys keys = store.keys();
    const auto check = check_files(store.host(), store.location, keys);
    REQUIRE(check.has_value());
    CHECK(check->problems.empty());
    REQUIRE(check->notes.size() == 1);
    CHECK(check->notes.front().find("200 bytes") != std::string::npos);
}
