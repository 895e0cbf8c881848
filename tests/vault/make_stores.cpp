// Writes the small stores of tests/fixtures/format1/stores.txt: one of each shape that format 1
// can take, made by the real store room on a disk in memory, with a clock that stands still and
// random numbers that follow from --seed alone (those of libsodium too).
//
//   make_stores [--seed N] > tests/fixtures/format1/stores.txt
//
// What it wrote once is never written again: a released format has to open for ever. A new shape
// is added to the end. Every word in the stores is invented.
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>

#include <fmt/format.h>
#include <sodium.h>

#include "attune/store/library.hpp"
#include "attune/store/logbook.hpp"
#include "attune/store/schema.hpp"
#include "attune/vault/create.hpp"
#include "packed_store.hpp"
#include "support/fake_host.hpp"

using namespace attune;
using test::FakeHost;

namespace {

const vault::Location kPlace{"/store", "/state"};
std::uint64_t seed_given = 1;

[[noreturn]] void end_with(const std::string& text) {
    std::fprintf(stderr, "make_stores: %s\n", text.c_str());
    std::exit(1);
}

template <typename T>
T must(Result<T> result, const char* what) {
    if (!result) end_with(fmt::format("{}: {}", what, result.error().message));
    return std::move(*result);
}
void must_do(const Status& status, const char* what) {
    if (!status) end_with(fmt::format("{}: {}", what, status.error().message));
}

std::mt19937_64 sodium_generator;

extern "C" {
const char* implementation_name() {
    return "from a seed";
}
std::uint32_t random_number() {
    return static_cast<std::uint32_t>(sodium_generator());
}
void random_bytes(void* const out, const std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
        static_cast<unsigned char*>(out)[i] = static_cast<unsigned char>(sodium_generator());
}
}
randombytes_implementation from_seed = {implementation_name, random_number, nullptr, nullptr,
                                        random_bytes,        nullptr};

constexpr const char* kKeyFile = "07*32";
constexpr const char* kPassphrase = "gr\u00fcne Wolken \u00fcber dem Deich";

using Secrets = std::vector<std::pair<std::string, std::string>>;

/// One machine at the store folder.
class Machine {
  public:
    FakeHost fake;
    Secrets secrets;

    Machine(std::uint64_t number, Secrets given) : secrets(std::move(given)) {
        fake.environment.seed(seed_given * 1000 + number);
        fake.environment.machine = fmt::format("machine {}", number);
        sodium_generator.seed(seed_given * 1000 + 500 + number);
    }

    void make() {
        std::vector<vault::NewSlot> slots;
        for (const auto& [type, text] : secrets)
            slots.push_back({test::packed_secret(type, text), true});
        must(vault::create(fake.host, kPlace, slots, store::make_schema), "init");
    }
    /// The files of the other machine arrive here, and the other way round.
    void take_from(Machine& other) {
        for (const auto& [path, node] : other.fake.files.nodes) {
            if (path.starts_with("/store/")) fake.files.put(path, as_text(node->content));
        }
        fake.files.folders.insert("/store");
    }
    [[nodiscard]] vault::Keys keys() {
        const auto secret = test::packed_secret(secrets.back().first, secrets.back().second);
        auto opened = must(vault::unlock(fake.host, kPlace, secret), "unlock");
        must_do(vault::ensure_identity(fake.host, kPlace, opened), "identity");
        return opened;
    }
    [[nodiscard]] store::Logbook book() {
        fake.clock.advance(std::chrono::minutes(7));
        return must(store::Logbook::open(fake.host, kPlace), "logbook");
    }
    /// Keys live as long as the library that is given to `use`.
    template <typename Use>
    void unlocked(Use use) {
        const vault::Keys opened = keys();
        auto library = must(store::Library::open(fake.host, kPlace, opened), "library");
        use(library);
    }
    store::Receipt log(const std::string& text, const std::string& kind = "trigger") {
        journal::Record record;
        record.kind = kind;
        record.at.utc = std::chrono::floor<std::chrono::seconds>(fake.clock.now());
        record.at.offset = std::chrono::minutes(60);
        record.at.local_day = *CivilDay::make(2026, 3, 1);
        record.text = text;
        if (kind == "trigger") {
            record.people = {"mara"};
            record.values = {{"feeling.hurt", "peak", 6, "", 0.0, 10.0}, {"lead_s", "peak", 90}};
            record.tags = {{"trigger", "plans-changed"}};
            record.fields = {{"thought", "the tide does not ask"}};
        }
        return must(book().add(std::move(record)), "log");
    }
    void fold() {
        fake.clock.advance(std::chrono::minutes(3));
        unlocked([](store::Library& library) { must(library.fold(), "fold"); });
    }
    void change(const std::string& short_id, const std::string& text) {
        std::optional<store::StoredRecord> stored;
        unlocked([&](store::Library& library) {
            const auto id = must(library.find(short_id), "find");
            stored = must(library.load(id), "load");
        });
        stored->record.text = text;
        must(book().change(stored->record, stored->leaves), "change");
    }

    /// What stands in the folder now, taken apart.
    [[nodiscard]] test::PackedStore pack(const std::string& name) {
        test::PackedStore store{name, secrets, {}, {}};
        const vault::Keys opened = keys();
        for (const auto& [path, node] : fake.files.nodes) {
            if (!path.starts_with("/store/")) continue;
            const std::string file = path.substr(7);
            store.files[file] = node->content;
            if (!file.ends_with(".sealed")) continue;
            test::SealedParts parts =
                test::open_parts(must(fake.files.open_read(path), "read"), path, opened);
            if (test::seal_parts(parts) != node->content)
                end_with(path + " does not seal to the same bytes");
            store.parts[file] = std::move(parts);
        }
        return store;
    }
};

const Secrets kKey = {{"key-file", kKeyFile}};

test::PackedStore make_shape(const std::string& name, std::uint64_t number, Secrets secrets,
                             const std::function<void(Machine&)>& live) {
    Machine machine(number, std::move(secrets));
    machine.make();
    live(machine);
    return machine.pack(name);
}

void three_and_fold(Machine& machine) {
    machine.log("rain on the harbour wall");
    machine.log("Gr\u00fc\u00dfe aus \u65e5\u672c\u8a9e \U0001f30a, \"quoted\"");
    machine.log("a note between two trains", "note");
    machine.fold();
}

/// A recovery code that follows from the seed.
std::string recovery_code() {
    FakeHost fake;
    fake.environment.seed(seed_given * 1000 + 400);
    return vault::make_recovery_code(fake.environment);
}

std::vector<test::PackedStore> shapes() {
    std::vector<test::PackedStore> all;
    all.push_back(make_shape("key-file", 1, kKey, three_and_fold));
    all.push_back(make_shape("passphrase", 2, {{"passphrase", kPassphrase}}, three_and_fold));
    all.push_back(make_shape("recovery", 3, {{"recovery", recovery_code()}}, three_and_fold));
    all.push_back(make_shape(
        "every-secret", 4,
        {{"passphrase", kPassphrase}, {"recovery", recovery_code()}, {"key-file", kKeyFile}},
        [](Machine& machine) {
            three_and_fold(machine);
            machine.log("behind the second fold");
            machine.fold();
            machine.log("waits");
        }));
    all.push_back(make_shape("waiting", 5, kKey, [](Machine& machine) {
        for (int i = 1; i <= 3; ++i)
            machine.log(fmt::format("waits in the inbox {}", i));
    }));
    all.push_back(make_shape("devices", 6, kKey, [](Machine& machine) {
        three_and_fold(machine);
        Machine second(66, kKey);
        second.take_from(machine);
        static_cast<void>(second.keys());
        second.log("from the second machine");
        second.fold();
        second.log("waits on the second machine");
        machine.take_from(second);
        machine.log("waits on the first machine");
    }));
    all.push_back(make_shape("undo", 7, kKey, [](Machine& machine) {
        machine.log("stays");
        machine.log("is taken back");
        auto book = machine.book();
        must(book.undo(must(book.last_undoable(), "last")), "undo");
        const auto changed = machine.log("before the change");
        machine.fold();
        machine.change(changed.record.hex(), "after the change");
        auto again = machine.book();
        must(again.undo(must(again.last_undoable(), "last")), "undo");
    }));
    all.push_back(make_shape("drafts", 8, kKey, [](Machine& machine) {
        three_and_fold(machine);
        machine.log("@ hurt=eleven the words are kept", "draft");
    }));
    all.push_back(make_shape("conflict", 9, kKey, [](Machine& machine) {
        const auto both = machine.log("said by one");
        machine.fold();
        Machine second(99, kKey);
        second.take_from(machine);
        static_cast<void>(second.keys());
        machine.change(both.record.hex(), "changed on the first");
        second.change(both.record.hex(), "changed on the second");
        second.fold();
        machine.take_from(second);
        machine.fold();
    }));
    all.push_back(make_shape("tombstones", 10, kKey, [](Machine& machine) {
        machine.log("stays");
        const auto removed = machine.log("is removed");
        const auto gone = machine.log("is forgotten");
        must(machine.book().remove(removed.record, {removed.revision}), "remove");
        machine.fold();
        machine.unlocked(
            [&](store::Library& library) { must(library.forget({gone.record}), "forget"); });
        machine.log("came later");
    }));
    all.push_back(make_shape("old-generation", 11, kKey, [](Machine& machine) {
        for (int i = 1; i <= 4; ++i) {
            machine.log(fmt::format("generation {}", i + 1));
            machine.fold();
        }
        // The newest did not arrive here: the one before it and the inbox hold the same.
        std::string newest;
        for (const auto& [path, node] : machine.fake.files.nodes) {
            if (path.ends_with(".sealed")) newest = path;
        }
        machine.fake.files.nodes.erase(newest);
    }));
    all.push_back(make_shape("rotated", 12, kKey, [](Machine& machine) {
        three_and_fold(machine);
        machine.log("still under the first root");
        const auto secret = test::packed_secret("key-file", kKeyFile);
        machine.unlocked([&](store::Library& library) {
            must(library.rotate_root({{&secret, true}}), "rotate");
        });
        machine.log("under the second root");
    }));
    all.push_back(make_shape("names", 13, kKey, [](Machine& machine) {
        journal::Record person;
        person.kind = "person";
        person.at.utc = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1);
        person.at.local_day = *CivilDay::make(2026, 3, 1);
        person.text = "Mara";
        person.fields = {{"facet", "person"}, {"aliases", "mara\nm"}, {"role", "friend"}};
        must(machine.book().add(person), "person");
        machine.log("a word with a name");
        machine.fold();
    }));
    all.push_back(make_shape("imported", 14, kKey, [](Machine& machine) {
        machine.unlocked([&](store::Library& library) {
            int left = 3;
            must(library.import(
                     [&]() -> Result<std::optional<journal::Record>> {
                         if (left == 0) return std::optional<journal::Record>();
                         journal::Record record;
                         record.kind = "entry";
                         record.text = fmt::format("from an old notebook {}", left);
                         machine.fake.environment.random(record.id.bytes);
                         record.source = "notebook";
                         record.source_key = fmt::format("row {}", left--);
                         record.extra = R"({"weather":"fog"})";
                         record.at.utc = std::chrono::sys_days(std::chrono::year(2026) / 2 / 1);
                         record.at.local_day = *CivilDay::make(2026, 2, 1);
                         return std::optional(record);
                     },
                     "notebook"),
                 "import");
        });
    }));
    all.push_back(make_shape("set-aside", 15, kKey, [](Machine& machine) {
        three_and_fold(machine);
        machine.log("its tag does not hold");
        machine.log("whole");
        for (auto& [path, node] : machine.fake.files.nodes) {
            if (path.ends_with(".4.inbox")) node->content[node->content.size() / 2 - 10] ^= 1;
        }
        machine.fold();
    }));
    all.push_back(make_shape("newer-tables", 16, kKey, [](Machine& machine) {
        three_and_fold(machine);
        const vault::Keys opened = machine.keys();
        vault::FoldRequest request;
        request.change = [](db::Connection& database) -> Result<bool> {
            ATTUNE_CHECK(database.execute("UPDATE meta SET value = 2 WHERE key = 'schema_min'"));
            return true;
        };
        must(vault::fold(machine.fake.host, kPlace, opened, request), "newer tables");
    }));
    return all;
}

}  // namespace

int main(int count, char** words) {
    for (int i = 1; i < count; ++i) {
        if (std::string_view(words[i]) != "--seed" || i + 1 == count) end_with("--seed N");
        seed_given = std::strtoull(words[++i], nullptr, 10);
    }
    randombytes_set_implementation(&from_seed);
    crypto::initialise();
    std::printf(
        "# Stores of format 1, which open for ever. README.md beside this says how they were made;"
        "\n# tests/vault/packed_store.hpp says what the lines mean.\n%s",
        test::pack_stores(shapes()).c_str());
    return 0;
}
