#include "attune/vault/inbox.hpp"

#include <algorithm>

#include "vault/frame.hpp"
#include "vault/segment.hpp"
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

}  // namespace

TEST_CASE("a frame's size tells its class and nothing more") {
    CHECK(frame_class_for(0) == std::uint16_t{0});
    CHECK(frame_class_for(512) == std::uint16_t{0});
    CHECK(frame_class_for(513) == std::uint16_t{1});
    CHECK(frame_class_for(std::size_t{1} << 20) == std::uint16_t{11});
    CHECK(!frame_class_for((std::size_t{1} << 20) + 1));
    CHECK(frame_bytes(0) == 676);
}

TEST_CASE("logged words are read back in order, without any secret at logging") {
    WordStore store;
    store.make();
    for (int i = 0; i < 30; ++i)
        REQUIRE(store.log("word " + std::to_string(i)).has_value());
    const auto words = words_of(store);
    REQUIRE(words.size() == 30);
    CHECK(words.front() == "word 0");
    CHECK(words.back() == "word 29");
}

TEST_CASE("one logged word costs one write and one sync of the store") {
    WordStore store;
    store.make();
    REQUIRE(store.log("first").has_value());
    int writes = 0;
    int syncs = 0;
    store.fake.files.fault = [&](FileStep step, const std::string& path,
                                 int) -> std::optional<Error> {
        if (path.starts_with("/store/") && step == FileStep::Write) ++writes;
        if (step == FileStep::Sync || step == FileStep::SyncFolder) ++syncs;
        return std::nullopt;
    };
    REQUIRE(store.log("second").has_value());
    CHECK(writes == 1);
    CHECK(syncs == 1);
}

TEST_CASE("what is typed stands nowhere in plain") {
    WordStore store;
    store.make();
    REQUIRE(store.log("an unmistakable canary").has_value());
    REQUIRE(store.fold().has_value());
    for (const auto& [path, node] : store.fake.files.nodes) {
        CHECK_MESSAGE(as_text(node->content).find("canary") == std::string_view::npos, path);
    }
}

TEST_CASE("words larger than the largest class are refused before anything is taken") {
    WordStore store;
    store.make();
    const auto refused = store.log(std::string((std::size_t{1} << 20) + 1, 'x'));
    REQUIRE(!refused.has_value());
    CHECK(refused.error().kind == ErrorKind::TooLarge);
    CHECK(words_of(store).empty());
    CHECK(store.log(std::string(std::size_t{1} << 20, 'x')).has_value());
}

TEST_CASE("an incomplete tail is moved aside and the next word follows the last whole frame") {
    WordStore store;
    store.make();
    REQUIRE(store.log("kept").has_value());
    const std::string path = store.names(".inbox").front();
    const Bytes whole = store.content(path);
    for (std::size_t torn :
         {std::size_t{1}, std::size_t{4}, std::size_t{80}, std::size_t{300}, whole.size() - 1}) {
        store.content(path) = whole;
        auto& content = store.content(path);
        content.insert(content.end(), whole.begin(),
                       whole.begin() + static_cast<std::ptrdiff_t>(torn));
        CHECK(words_of(store) == std::vector<std::string>{"kept"});
        REQUIRE(store.log("next").has_value());
        CHECK((words_of(store) == std::vector<std::string>{"kept", "next"}));
        CHECK(store.content(path).size() == 2 * frame_bytes(0));
    }
    const auto torn_files = store.names(".torn");
    REQUIRE(torn_files.size() == 5);
    CHECK(std::any_of(torn_files.begin(), torn_files.end(),
                      [&](const auto& torn) { return store.content(torn).size() == 1; }));
}

TEST_CASE(
    "every changed bit of a frame keeps the word out and the frame in quarantine, and spares the "
    "others") {
    WordStore store;
    store.make();
    REQUIRE(store.log("before").has_value());
    REQUIRE(store.log("hit").has_value());
    REQUIRE(store.log("after").has_value());
    const std::string path = store.names(".inbox").front();
    const Bytes original = store.content(path);
    const std::size_t start = frame_bytes(0) * 8;
    for (std::size_t bit = start; bit < 2 * start; bit += 3) {
        Bytes changed = original;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1U << (bit % 8)));
        store.content(path) = changed;
        const auto words = store.words();
        REQUIRE_MESSAGE(words.has_value(), "bit " << bit);
        const std::vector<std::string> others{"before", "after"};
        CHECK_MESSAGE(*words == others, "bit " << bit);
    }
}

TEST_CASE("a frame whose content does not fit is set aside, kept byte for byte, and reported") {
    WordStore store;
    store.make();
    REQUIRE(store.log("good").has_value());
    REQUIRE(store.log("bad content").has_value());
    const Keys keys = store.keys();
    {
        const auto session =
            Session::open(store.host(), store.location, keys, WordStore::applier());
        REQUIRE(session.has_value());
        CHECK(session->facts().frames_set_aside == 1);
        CHECK(!session->facts().warnings.empty());
    }
    REQUIRE(store.fold().has_value());
    auto session = Session::open(store.host(), store.location, keys, WordStore::applier());
    REQUIRE(session.has_value());
    CHECK(session->facts().frames_waiting == 0);
    auto kept = session->database().prepare("SELECT bytes FROM quarantine");
    REQUIRE(kept.has_value());
    REQUIRE(*kept->step());
    CHECK(kept->blob(0).size() == frame_bytes(0));
}

TEST_CASE("a refused step of logging never acknowledges and never leaves a half word behind") {
    int steps = 0;
    {
        WordStore store;
        store.make();
        REQUIRE(store.log("first").has_value());
        store.fake.files.reset_steps();
        REQUIRE(store.log("second").has_value());
        steps = store.fake.files.steps();
    }
    REQUIRE(steps >= 3);
    for (const std::size_t torn : {std::size_t{0}, std::size_t{200}}) {
        for (int n = 1; n <= steps; ++n) {
            for (const bool sticky : {false, true}) {
                WordStore store;
                store.make();
                REQUIRE(store.log("first").has_value());
                store.fake.files.reset_steps();
                store.fake.files.torn_bytes = torn;
                store.fake.files.fault = [&](FileStep, const std::string&,
                                             int number) -> std::optional<Error> {
                    if (number == n || (sticky && number > n))
                        return Error{ErrorKind::Io, "no space left"};
                    return std::nullopt;
                };
                const auto logged = store.log("second");
                store.fake.files.fault = nullptr;
                const auto words = words_of(store);
                const bool present = std::count(words.begin(), words.end(), "second") == 1;
                // Acknowledged means present. A word that was refused may still be there when only
                // its fsync was refused and the cut did not work either; it is never there twice.
                if (logged.has_value())
                    CHECK_MESSAGE(present, "step " << n << " sticky " << sticky);
                CHECK(std::count(words.begin(), words.end(), "first") == 1);
                REQUIRE(store.log("third").has_value());
                const auto later = words_of(store);
                CHECK(std::count(later.begin(), later.end(), "third") == 1);
                CHECK(std::count(later.begin(), later.end(), "second") <= 1);
                if (logged.has_value())
                    CHECK(std::count(later.begin(), later.end(), "second") == 1);
            }
        }
    }
}

TEST_CASE(
    "when the store folder takes nothing the word waits in the private state and joins the next "
    "write") {
    WordStore store;
    store.make();
    REQUIRE(store.log("first").has_value());
    store.fake.files.fault = [](FileStep, const std::string& path, int) -> std::optional<Error> {
        if (path.starts_with("/store")) return Error{ErrorKind::Io, "read-only file system"};
        return std::nullopt;
    };
    const auto kept = store.log("aside");
    REQUIRE(kept.has_value());
    CHECK(kept->kept_aside);
    CHECK((words_of(store) == std::vector<std::string>{"first", "aside"}));
    store.fake.files.fault = nullptr;
    const auto after = store.log("third");
    REQUIRE(after.has_value());
    CHECK(!after->kept_aside);
    CHECK(after->sequence > kept->sequence);
    CHECK((words_of(store) == std::vector<std::string>{"first", "aside", "third"}));
    CHECK(list_spare_frames(store.host(), store.location, store.keys().store).empty());
}

TEST_CASE("sequence numbers go on when the hints of the private state are lost") {
    WordStore store;
    store.make();
    REQUIRE(store.log("one").has_value());
    REQUIRE(store.log("two").has_value());
    REQUIRE(store.fold().has_value());
    for (auto it = store.fake.files.nodes.begin(); it != store.fake.files.nodes.end();) {
        it = it->first.ends_with("/seen") ? store.fake.files.nodes.erase(it) : std::next(it);
    }
    const auto third = store.log("three");
    REQUIRE(third.has_value());
    CHECK(third->sequence == 3);
}

TEST_CASE("a machine that never unlocked the store cannot log, and says what to do") {
    WordStore store;
    store.make();
    store.location.state_root = "/elsewhere";
    const auto refused = store.log("word");
    REQUIRE(!refused.has_value());
    CHECK(refused.error().kind == ErrorKind::Locked);
    const Keys keys = store.keys();
    REQUIRE(ensure_identity(store.host(), store.location, keys).has_value());
    CHECK(store.log("word").has_value());
}

TEST_CASE("words are still taken when every header of the store is damaged") {
    WordStore store;
    store.make();
    REQUIRE(store.log("before").has_value());
    const std::string path = store.names(".sealed").front();
    store.content(path)[40] ^= 1;
    CHECK(!store.words().has_value());
    REQUIRE(store.log("during").has_value());
    store.content(path)[40] ^= 1;
    CHECK((words_of(store) == std::vector<std::string>{"before", "during"}));
}
