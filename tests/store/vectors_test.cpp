#include "support/vectors.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "attune/vault/inbox.hpp"
#include "store_fixture.hpp"
#include "vault/generation_writer.hpp"
#include "vault/packed_store.hpp"

using namespace attune;
using namespace attune::test;

namespace {

std::string text_of(const std::string& path) {
    std::ifstream in(attune::testing::source_dir() + "/tests/" + path, std::ios::binary);
    REQUIRE(in.good());
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> split(const std::string& text, const std::string& by) {
    std::vector<std::string> parts;
    std::size_t start = 0;
    for (std::size_t at = text.find(by); at != std::string::npos; at = text.find(by, start)) {
        parts.push_back(text.substr(start, at - start));
        start = at + by.size();
    }
    parts.push_back(text.substr(start));
    return parts;
}

std::string name_of(ErrorKind kind) {
    const std::map<ErrorKind, std::string> names = {{ErrorKind::WrongSecret, "WrongSecret"},
                                                    {ErrorKind::DamagedSlot, "DamagedSlot"},
                                                    {ErrorKind::ForeignKey, "ForeignKey"},
                                                    {ErrorKind::Damaged, "Damaged"},
                                                    {ErrorKind::AlteredHeader, "AlteredHeader"},
                                                    {ErrorKind::TooNew, "TooNew"},
                                                    {ErrorKind::NoStore, "NoStore"}};
    const auto found = names.find(kind);
    return found == names.end() ? "another kind of error" : found->second;
}

using Stores = std::map<std::string, PackedStore>;
using Files = std::map<std::string, Bytes>;

const Stores& all_stores() {
    static const Stores stores = [] {
        Stores found;
        for (PackedStore& store : unpack_stores(text_of("fixtures/format1/stores.txt"))) {
            const std::string name = store.name;
            found.emplace(name, std::move(store));
        }
        return found;
    }();
    return stores;
}

/// The one file with this name, or with a name that ends in a dot and this.
std::string find_name(const Files& files, const std::string& ending) {
    std::vector<std::string> found;
    for (const auto& [name, bytes] : files) {
        if (name == ending || name.ends_with("." + ending)) found.push_back(name);
    }
    REQUIRE_MESSAGE(found.size() == 1, ending);
    return found.front();
}

std::size_t header_end(const Bytes& file) {
    return vault::kHeaderFixedBytes + vault::kSlotBytes * file.at(vault::kHeaderFixedBytes - 1);
}

/// A store in hand, and what a vector does to it; the verbs are those of tests/vault/vectors.py.
struct Edited {
    const PackedStore& base;
    Files files = base.files;
    std::map<std::string, std::uint64_t> seen = {};
    std::optional<DeviceId> own = {};  ///< what this machine is; nothing: it is new

    static Bytes piece(const std::vector<std::string>& words, std::size_t at) {
        const auto place = split(words.at(at), "/");
        const Files& from = all_stores().at(place.at(0)).files;
        const Bytes& source = from.at(find_name(from, place.at(1)));
        if (words.size() <= at + 1) return source;
        const std::size_t start = std::stoull(words.at(at + 1));
        const std::size_t end =
            std::min<std::size_t>(source.size(), start + std::stoull(words.at(at + 2)));
        return {source.begin() + static_cast<std::ptrdiff_t>(start),
                source.begin() + static_cast<std::ptrdiff_t>(end)};
    }
    static void put(Bytes& file, std::size_t at, const Bytes& bytes) {
        file.resize(std::max(file.size(), at + bytes.size()));
        std::copy(bytes.begin(), bytes.end(), file.begin() + static_cast<std::ptrdiff_t>(at));
    }

    void apply(const std::string& edit) {
        const auto words = split(edit, " ");
        const std::string& verb = words.at(0);
        if (verb == "make") {
            files[words.at(1)] = *from_hex(words.at(2));
        } else if (verb == "copy") {
            files[words.at(2)] = piece({words.at(1)}, 0);
        } else if (verb == "own") {
            own = DeviceId::from_hex(words.at(1));
        } else if (verb == "seen") {
            seen[words.at(1)] = std::stoull(words.at(2));
        } else if (verb == "remove") {
            files.erase(find_name(files, words.at(1)));
        } else if (verb == "move") {
            auto node = files.extract(find_name(files, words.at(1)));
            node.key() = words.at(2);
            files.insert(std::move(node));
        } else {
            const std::string name = find_name(files, words.at(1));
            change(verb, name, files[name], words);
        }
    }

    void change(const std::string& verb, const std::string& name, Bytes& file,
                const std::vector<std::string>& words) {
        if (verb == "flip") {
            const std::size_t bit = std::stoull(words.at(2));
            file.at(bit / 8) = static_cast<std::uint8_t>(file[bit / 8] ^ (1U << (bit % 8)));
        } else if (verb == "set") {
            put(file, std::stoull(words.at(2)), *from_hex(words.at(3)));
        } else if (verb == "cut") {
            file.resize(std::stoull(words.at(2)));
        } else if (verb == "splice") {
            put(file, std::stoull(words.at(2)), piece(words, 3));
        } else if (verb == "grow") {
            put(file, file.size(), piece(words, 2));
        } else if (verb == "sum") {
            const std::size_t end = header_end(file) + 32;
            const auto sum = crypto::hash32({ByteView(file).first(end)});
            put(file, end, Bytes(sum.begin(), sum.end()));
        } else if (verb == "seal") {
            SealedParts parts = base.parts.at(name);
            parts.header.assign(file.begin(),
                                file.begin() + static_cast<std::ptrdiff_t>(header_end(file)));
            file = seal_parts(parts);
        } else {
            FAIL("no such edit: " << verb);
        }
    }
};

/// Number of records and the sum over their ids and texts, as a content of the vectors has it.
std::string content_of(db::Connection& database) {
    auto rows = database.prepare(
        "SELECT lower(hex(id)), ifnull(text, '') FROM entry WHERE shown = 1 AND deleted = 0 "
        "ORDER BY id");
    REQUIRE(rows.has_value());
    std::string text;
    int count = 0;
    while (true) {
        const auto row = rows->step();
        if (!row) return "does not read: " + row.error().message;
        if (!*row) break;
        text += fmt::format("{} {}\n", rows->text(0), rows->text(1));
        ++count;
    }
    return fmt::format("{} {}", count, to_hex(crypto::hash32({as_bytes(text)})));
}

/// What the four steps of opening come to.
struct Answer {
    std::string unlock = "ok";
    std::string files = "-";
    std::string reads = "-";
};

std::string files_answer(FakeHost& fake, const vault::Keys& keys, const Files& files) {
    for (const auto& [name, bytes] : files) {
        const std::string ending = ".sealed";
        if (!name.ends_with(ending)) continue;
        // Names that are none of a store are not looked at, and neither are copies.
        const std::string number = name.size() > 17 + ending.size()
                                       ? name.substr(17, name.size() - 17 - ending.size())
                                       : "";
        const bool is_number = !number.empty() && number.front() != '0' &&
                               number.find_first_not_of("0123456789") == std::string::npos;
        if (!DeviceId::from_hex(name.substr(0, 16)) || name[16] != '.' || !is_number ||
            DeviceId::from_hex(name.substr(0, 16))->hex() != name.substr(0, 16)) {
            continue;
        }
        const auto handle = fake.files.open_read("/store/" + name);
        REQUIRE(handle.has_value());
        const auto header = vault::read_header(**handle, name);
        if (header && name != fmt::format("{}.{}.sealed", header->header.device.hex(),
                                          header->header.generation))
            return "Damaged";
        const auto whole = vault::verify_generation(fake.host, "/store/" + name, keys);
        if (!whole) return name_of(whole.error().kind);
    }
    return "ok";
}

Answer answer_of(const Edited& edited, const std::string& secret, std::string& message) {
    FakeHost fake;
    const vault::Location place{"/store", "/state"};
    fake.files.folders.insert("/store");
    for (const auto& [name, bytes] : edited.files)
        fake.files.put("/store/" + name, as_text(bytes));
    Answer answer;
    const std::size_t space = secret.find(' ');
    const auto given = packed_secret(secret.substr(0, space), secret.substr(space + 1));
    const auto keys = vault::unlock(fake.host, place, given);
    if (!keys) {
        answer.unlock = name_of(keys.error().kind);
        message = keys.error().message;
        return answer;
    }
    vault::update_seen(fake.host, place, keys->store, [&](vault::Seen& seen) {
        for (const auto& [device, generation] : edited.seen)
            seen.generations[*DeviceId::from_hex(device)] = generation;
    });
    if (edited.own) {
        vault::Identity identity;
        identity.store = keys->store;
        identity.device = *edited.own;
        identity.epoch = keys->epoch;
        identity.public_key = keys->inbox.public_key;
        identity.machine = vault::machine_hash(fake.host);
        identity.device_key = keys->device_key(*edited.own);
        REQUIRE(vault::save_identity(fake.host, place, identity).has_value());
    }
    answer.files = files_answer(fake, *keys, edited.files);
    auto library = store::Library::open(fake.host, place, *keys);
    if (!library) {
        answer.reads = name_of(library.error().kind);
        message = library.error().message;
        return answer;
    }
    answer.reads = content_of(library->database());
    if (library->damage()) {
        // As a command does it: once more, past the file that turned out to be damaged.
        auto again = store::Library::open(fake.host, place, *keys, {*library->damage()});
        answer.reads = again ? content_of(again->database()) : name_of(again.error().kind);
    }
    const auto& warnings = library->warnings();
    const bool rolled_back =
        std::any_of(warnings.begin(), warnings.end(), [](const std::string& warning) {
            return warning.find("older copy of the folder") != std::string::npos ||
                   warning.find("are gone") != std::string::npos;
        });
    if (answer.files == "ok" && rolled_back) answer.files = "Rolled back";
    if (answer.files == "ok") {
        const auto check = library->check();
        if (!check || !check->problems.empty()) answer.files = "Set aside";
    }
    for (const auto& file : edited.files) {
        CHECK_MESSAGE(as_text(file.second) == fake.files.get("/store/" + file.first),
                      file.first << " was changed");
    }
    return answer;
}

}  // namespace

TEST_CASE("every known-answer vector opens, or is refused for the reason it names") {
    std::map<std::string, std::string> contents;
    int count = 0;
    for (const std::string& line : split(text_of("vectors/store.txt"), "\n")) {
        const auto parts = split(line, " | ");
        if (parts.at(0) == "content") contents[parts.at(1)] = parts.at(2) + " " + parts.at(3);
        if (parts.at(0) != "vector") continue;
        REQUIRE(parts.size() == 9);
        ++count;
        Edited edited{all_stores().at(parts[2])};
        if (!parts[4].empty()) {
            for (const std::string& edit : split(parts[4], "; "))
                edited.apply(edit);
        }
        std::string message;
        const Answer answer = answer_of(edited, parts[3], message);
        const std::string what =
            fmt::format("{} ({}: {}) {}", parts[1], parts[2], parts[4], message);
        CHECK_MESSAGE(answer.unlock == parts[5], what);
        CHECK_MESSAGE(answer.files == parts[6], what);
        const std::string or_damaged = " or Damaged";
        std::string wanted = parts[7];
        if (wanted.ends_with(or_damaged)) {
            wanted.resize(wanted.size() - or_damaged.size());
            if (answer.reads == "Damaged") continue;
        }
        const auto content = contents.find(wanted);
        CHECK_MESSAGE(answer.reads == (content == contents.end() ? wanted : content->second), what);
    }
    MESSAGE(count << " vectors");
    CHECK(count >= 300);
}
