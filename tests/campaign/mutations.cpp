// Changes a small store in every way there is and looks whether anybody notices.
//
//   mutations [--cases N] [--minutes M] [--seed S]
//
// The store opens by key file and has two generations and a segment of three waiting frames. One
// after the other: every bit of the newest sealed file, every bit of its header with the checksum S
// made anew, every length it can be cut to, every byte taken out or doubled, chunks in each other's
// place, twice, from the other generation and from another store, pieces of headers likewise; every
// bit of the frames, every length of the segment, every byte of it taken out or doubled, frames in
// every order, twice, from another store. Then random ones, several changes at once, for as long as
// --minutes says. --cases takes every n-th, so that about that many are tried.
//
// A case is silent when the changed file verifies, or when what is then read differs from what was
// written without an error. There must be none, and none may end the program.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "attune/vault/create.hpp"
#include "attune/vault/inbox.hpp"
#include "attune/vault/session.hpp"
#include "support/fake_host.hpp"
#include "vault/format.hpp"
#include "vault/frame.hpp"
#include "vault/generation_writer.hpp"

using namespace attune;
using test::FakeHost;

namespace {

const vault::Location kPlace{"/store", "/state"};
constexpr std::size_t kHeaderBytes = vault::kHeaderFixedBytes + vault::kSlotBytes;
constexpr std::size_t kPrefixBytes = kHeaderBytes + vault::kHeaderTailBytes;
constexpr std::size_t kSealedChunk = vault::kChunkBytes + crypto::kTagBytes;

/// What is tried at the moment, for whoever finds the program dead.
char now_trying[200] = "";

void on_crash(int signal) {
    const auto say = [](const char* text) {
        std::size_t size = 0;
        while (text[size] != 0)
            ++size;
        static_cast<void>(!::write(2, text, size));
    };
    say("FAULT: the program ended in ");
    say(now_trying);
    say("\n");
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

[[noreturn]] void end_with(const std::string& text) {
    std::printf("FAULT: %s\n", text.c_str());
    std::exit(1);
}

template <typename T>
T must(Result<T> result, const char* what) {
    if (!result) end_with(fmt::format("{}: {}", what, result.error().message));
    return std::move(*result);
}

vault::GivenSecret key() {
    return {vault::SlotType::KeyFile, crypto::Secret::copy_of(Bytes(32, 7))};
}

Status make_schema(db::Connection& connection) {
    return connection.execute(
        "CREATE TABLE word(device BLOB, sequence INTEGER, text TEXT, UNIQUE(device, sequence))");
}

/// Records are plain words.
vault::Applier words_of_frames() {
    vault::Applier applier;
    applier.frame = [](db::Connection& connection,
                       const vault::InboxFrame& frame) -> Result<vault::FrameVerdict> {
        ATTUNE_TRY(auto insert, connection.prepare("INSERT INTO word VALUES(?, ?, ?)"));
        ATTUNE_CHECK(insert.bind(1, frame.device.view())
                         .bind(2, static_cast<std::int64_t>(frame.sequence))
                         .bind(3, as_text(frame.body))
                         .run());
        return vault::FrameVerdict::Applied;
    };
    applier.image = [](db::Connection&, db::Connection&) -> Result<std::uint64_t> { return 0; };
    return applier;
}

class Store {
  public:
    FakeHost fake;
    vault::Keys keys;

    explicit Store(std::uint64_t seed) {
        fake.environment.seed(seed);
        std::vector<vault::NewSlot> slots;
        slots.push_back({key(), false});
        keys = must(vault::create(fake.host, kPlace, slots, make_schema), "init");
        for (const char* word : {"harbour", "ferry", "lamp"})
            log(word);
        must(vault::fold(fake.host, kPlace, keys, {words_of_frames(), {}, {}}), "fold");
        for (const char* word : {"fog", "bell", "rope"})
            log(word);
        for (const auto& [path, node] : fake.files.nodes) {
            if (path.ends_with(".1.sealed")) old_path = path;
            if (path.ends_with(".2.sealed")) new_path = path;
            if (path.ends_with(".4.inbox")) segment_path = path;
        }
        older = content(old_path);
        newer = content(new_path);
        segment = content(segment_path);
        all_words = must(words(), "read");
        if (all_words.size() != 6) end_with("a store with other words than were logged");
    }

    void log(const std::string& word) {
        auto inbox = must(vault::Inbox::open(fake.host, kPlace), "inbox");
        must(inbox.append(
                 [&](std::uint64_t, std::uint64_t) -> Result<Bytes> {
                     const ByteView bytes = as_bytes(word);
                     return Bytes(bytes.begin(), bytes.end());
                 },
                 [](vault::Seen&) {}),
             "log");
    }
    Bytes& content(const std::string& path) { return fake.files.nodes.at(path)->content; }

    /// What a reader sees.
    Result<std::vector<std::string>> words() {
        ATTUNE_TRY(const auto opened, vault::unlock(fake.host, kPlace, key()));
        ATTUNE_TRY(auto session,
                   vault::Session::open(fake.host, kPlace, opened, words_of_frames()));
        ATTUNE_TRY(auto rows,
                   session.database().prepare("SELECT text FROM word ORDER BY sequence"));
        std::vector<std::string> out;
        while (true) {
            ATTUNE_TRY(const bool row, rows.step());
            if (!row) return out;
            out.emplace_back(rows.text(0));
        }
    }

    std::string old_path, new_path, segment_path;
    Bytes older, newer, segment;
    std::vector<std::string> all_words;
};

void flip(Bytes& bytes, std::size_t bit) {
    bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ (1U << (bit % 8)));
}

void put(Bytes& to, std::size_t at, ByteView bytes) {
    for (std::size_t i = 0; i < bytes.size() && at + i < to.size(); ++i)
        to[at + i] = bytes[i];
}

/// Makes S anew behind whatever the header says its length is.
void mend_checksum(Bytes& file) {
    if (file.size() < vault::kHeaderFixedBytes) return;
    const std::size_t end =
        vault::kHeaderFixedBytes + vault::kSlotBytes * file[vault::kHeaderFixedBytes - 1] + 32;
    if (file.size() < end + 32) return;
    put(file, end, crypto::hash32({ByteView(file).first(end)}));
}

struct Options {
    std::uint64_t cases = 0;
    double minutes = 0;
    std::uint64_t seed = 1;
};

class Campaign {
  public:
    explicit Campaign(const Options& options)
        : options_(options), store_(1), other_(2), random_(options.seed) {}

    int run() {
        // How many there are is counted before the first is tried, for the stride.
        counting_ = true;
        everything();
        const std::uint64_t all = total_;
        stride_ = options_.cases == 0 ? 1 : std::max<std::uint64_t>(1, all / options_.cases);
        // A stride that shares no factor with eight meets every bit of a byte.
        if (stride_ > 1) stride_ |= 1U;
        counting_ = false;
        total_ = 0;
        groups_ = std::exchange(counts_, {});
        everything();
        const auto end = start_ + std::chrono::duration<double>(60 * options_.minutes);
        while (std::chrono::steady_clock::now() < end)
            random_change();
        report();
        return 0;
    }

  private:
    using Change = std::function<void(Bytes&)>;

    void everything() {
        seen_ = 0;
        sealed_files();
        segments();
    }

    /// True when this case is one of those that are tried.
    bool is_next(const char* group) {
        // Of the groups that are few each is met more often.
        const std::uint64_t many = groups_[group];
        const std::uint64_t stride = many < 4000 ? std::min<std::uint64_t>(stride_, 5) : stride_;
        const bool chosen = counting_ || seen_ % stride == 0;
        ++seen_;
        if (!chosen) return false;
        ++total_;
        ++counts_[group];
        return !counting_;
    }

    /// One changed sealed file: it must not verify; and where `read` is set what a reader gets must
    /// be what was written, or an error.
    void try_sealed(const char* group, std::size_t number, bool read, const Change& change) {
        if (!is_next(group)) return;
        std::snprintf(now_trying, sizeof now_trying, "%s %zu", group, number);
        Bytes& file = store_.content(store_.new_path);
        change(file);
        if (file != store_.newer) {
            if (vault::verify_generation(store_.fake.host, store_.new_path, store_.keys)) {
                // A whole file that stands under the name of another.
                const auto check = vault::check_files(store_.fake.host, kPlace, store_.keys);
                if (!check || check->problems.empty())
                    end_with(fmt::format("{} verifies", now_trying));
            }
            if (read) {
                ++read_;
                // Behind a damaged generation stands an older one with the same words.
                const auto words = store_.words();
                if (words && *words != store_.all_words)
                    end_with(fmt::format("{} reads otherwise", now_trying));
                if (words) ++read_whole_;
            }
        } else {
            --total_;
            --counts_[group];
        }
        file = store_.newer;
    }

    /// The cheap half of that: only `bytes` of the file are put back afterwards.
    void try_bit(const char* group, std::size_t bit, bool read) {
        if (!is_next(group)) return;
        std::snprintf(now_trying, sizeof now_trying, "%s %zu", group, bit);
        Bytes& file = store_.content(store_.new_path);
        flip(file, bit);
        const auto verified =
            vault::verify_generation(store_.fake.host, store_.new_path, store_.keys);
        if (verified) end_with(fmt::format("{} verifies", now_trying));
        if (read) {
            ++read_;
            const auto words = store_.words();
            if (words && *words != store_.all_words)
                end_with(fmt::format("{} reads otherwise", now_trying));
            if (words) ++read_whole_;
        }
        flip(file, bit);
    }

    void sealed_files() {
        const Bytes& whole = store_.newer;
        for (std::size_t bit = 0; bit < whole.size() * 8; ++bit)
            try_bit("bit", bit, bit < kPrefixBytes * 8 || bit % 1009 == 0);
        for (std::size_t bit = 0; bit < (kHeaderBytes + 32) * 8; ++bit) {
            try_sealed("bit with S anew", bit, true, [&](Bytes& file) {
                flip(file, bit);
                mend_checksum(file);
            });
        }
        for (std::size_t size = 0; size < whole.size(); ++size) {
            try_sealed("cut to", size, size < kPrefixBytes + 64 || size % 1009 == 0,
                       [&](Bytes& file) { file.resize(size); });
        }
        for (std::size_t at = 0; at < whole.size(); at += at < kPrefixBytes + 64 ? 1 : 61) {
            const auto place = static_cast<std::ptrdiff_t>(at);
            try_sealed("byte out", at, at % 17 == 0,
                       [&](Bytes& file) { file.erase(file.begin() + place); });
            try_sealed("byte twice", at, at % 17 == 0,
                       [&](Bytes& file) { file.insert(file.begin() + place, whole[at]); });
            try_sealed("byte 00", at, at % 17 == 0, [&](Bytes& file) { file[at] = 0; });
            try_sealed("byte ff", at, at % 17 == 0, [&](Bytes& file) { file[at] = 0xff; });
        }
        const std::size_t chunks = (whole.size() - kPrefixBytes) / kSealedChunk;
        for (std::size_t i = 0; i < chunks; ++i) {
            for (std::size_t k = 0; k < chunks; ++k) {
                const std::size_t at = kPrefixBytes + i * kSealedChunk;
                const auto chunk = [&](const Bytes& from) {
                    return ByteView(from).subspan(kPrefixBytes + k * kSealedChunk, kSealedChunk);
                };
                try_sealed("chunk in place of", i * chunks + k, true,
                           [&](Bytes& file) { put(file, at, chunk(whole)); });
                try_sealed("chunks swapped", i * chunks + k, true, [&](Bytes& file) {
                    put(file, at, chunk(whole));
                    put(file, kPrefixBytes + k * kSealedChunk,
                        ByteView(whole).subspan(at, kSealedChunk));
                });
                try_sealed("chunk of the older generation", i * chunks + k, true,
                           [&](Bytes& file) { put(file, at, chunk(store_.older)); });
                try_sealed("chunk of another store", i * chunks + k, true,
                           [&](Bytes& file) { put(file, at, chunk(other_.newer)); });
            }
            try_sealed("chunk out", i, true, [&](Bytes& file) {
                const auto at =
                    file.begin() + static_cast<std::ptrdiff_t>(kPrefixBytes + i * kSealedChunk);
                file.erase(at, at + static_cast<std::ptrdiff_t>(kSealedChunk));
            });
        }
        // Every run of header bytes that begins and ends at a border of fields, from elsewhere.
        const std::size_t borders[] = {0,   8,   10,  26,  34,  38,  46,  78,  110, 114, 115,
                                       132, 133, 134, 142, 158, 190, 214, 282, 314, 346};
        for (const std::size_t from : borders) {
            for (const std::size_t to : borders) {
                if (from >= to) continue;
                for (const bool anew : {false, true}) {
                    for (const Bytes* source : {&store_.older, &other_.newer}) {
                        try_sealed("header piece of another file", from * 1000 + to, true,
                                   [&](Bytes& file) {
                                       put(file, from, ByteView(*source).subspan(from, to - from));
                                       if (anew) mend_checksum(file);
                                   });
                    }
                }
            }
        }
        for (const Bytes* source : {&store_.older, &other_.newer, &other_.older}) {
            try_sealed("another file", 0, true, [&](Bytes& file) { file = *source; });
            try_sealed("chunks of another file", 0, true, [&](Bytes& file) {
                put(file, kPrefixBytes, ByteView(*source).subspan(kPrefixBytes));
            });
        }
    }

    /// One changed segment: a reader sees the words of the generation, and of those in the segment
    /// some, never another one and none twice.
    void try_segment(const char* group, std::size_t number, const Change& change,
                     std::size_t words_least = 3) {
        if (!is_next(group)) return;
        std::snprintf(now_trying, sizeof now_trying, "segment: %s %zu", group, number);
        Bytes& file = store_.content(store_.segment_path);
        change(file);
        const auto words = store_.words();
        if (!words)
            end_with(fmt::format("{} cannot be read: {}", now_trying, words.error().message));
        if (!std::includes(store_.all_words.begin(), store_.all_words.end(), words->begin(),
                           words->end(), [&](const std::string& a, const std::string& b) {
                               return place_of(a) < place_of(b);
                           })) {
            end_with(fmt::format("{} reads otherwise", now_trying));
        }
        if (words->size() < words_least)
            end_with(fmt::format("{} takes more than it touches", now_trying));
        ++read_;
        if (words->size() == store_.all_words.size()) ++read_whole_;
        file = store_.segment;
    }

    std::ptrdiff_t place_of(const std::string& word) const {
        return std::find(store_.all_words.begin(), store_.all_words.end(), word) -
               store_.all_words.begin();
    }

    void segments() {
        const Bytes& whole = store_.segment;
        const std::size_t frame = vault::frame_bytes(0);
        // A changed frame takes none of its neighbours along.
        for (std::size_t bit = 0; bit < whole.size() * 8; ++bit)
            try_segment(
                "frame bit", bit, [&](Bytes& file) { flip(file, bit); }, 5);
        for (std::size_t size = 0; size < whole.size(); ++size)
            try_segment(
                "frames cut to", size, [&](Bytes& file) { file.resize(size); }, 3 + size / frame);
        for (std::size_t at = 0; at < whole.size(); ++at) {
            const auto place = static_cast<std::ptrdiff_t>(at);
            try_segment(
                "frame byte out", at, [&](Bytes& file) { file.erase(file.begin() + place); }, 5);
            try_segment(
                "frame byte twice", at,
                [&](Bytes& file) { file.insert(file.begin() + place, whole[at]); }, 5);
            try_segment(
                "frame bytes from here on of another store", at,
                [&](Bytes& file) { put(file, at, ByteView(other_.segment).subspan(at)); },
                3 + at / frame);
        }
        std::size_t number = 0;
        std::vector<std::size_t> order = {0, 1, 2, 3, 4, 5};
        do {
            // Three frames of this store and three of another, in every order.
            try_segment(
                "frames of two stores in order", number++,
                [&](Bytes& file) {
                    file.clear();
                    for (const std::size_t i : order) {
                        const Bytes& from = i < 3 ? whole : other_.segment;
                        const ByteView one = ByteView(from).subspan(i % 3 * frame, frame);
                        file.insert(file.end(), one.begin(), one.end());
                    }
                },
                6);
        } while (std::next_permutation(order.begin(), order.end()));
        for (std::size_t times = 2; times <= 20; ++times) {
            try_segment(
                "frames again", times,
                [&](Bytes& file) {
                    for (std::size_t i = 1; i < times; ++i)
                        file.insert(file.end(), whole.begin(), whole.end());
                },
                6);
        }
    }

    /// Several changes at once, somewhere.
    void random_change() {
        const auto below = [&](std::size_t n) { return std::size_t{random_() % n}; };
        const std::uint64_t seed = random_();
        std::mt19937_64 here(seed);
        const auto pick = [&](std::size_t n) {
            return std::size_t{here() % std::max<std::size_t>(n, 1)};
        };
        const auto change = [&](Bytes& file) {
            const std::size_t several = 1 + pick(6);
            for (std::size_t i = 0; i < several && !file.empty(); ++i) {
                const std::size_t at = pick(2) == 0 ? pick(std::min<std::size_t>(file.size(), 400))
                                                    : pick(file.size());
                const Bytes* sources[] = {&store_.newer, &store_.older, &other_.newer,
                                          &store_.segment};
                const Bytes& from = *sources[pick(4)];
                const std::size_t start = pick(from.size());
                const std::size_t size =
                    std::min(from.size() - start, pick(pick(2) == 0 ? 64 : 40000));
                switch (pick(4)) {
                    case 0:
                        flip(file, at * 8 + pick(8));
                        break;
                    case 1:
                        file.resize(at);
                        break;
                    case 2:
                        put(file, at, ByteView(from).subspan(start, size));
                        break;
                    default:
                        file.insert(file.begin() + static_cast<std::ptrdiff_t>(at),
                                    from.begin() + static_cast<std::ptrdiff_t>(start),
                                    from.begin() + static_cast<std::ptrdiff_t>(start + size));
                }
            }
            if (pick(2) == 0) mend_checksum(file);
        };
        stride_ = 1;
        if (below(3) == 0) {
            try_segment("random", seed, change);
        } else {
            try_sealed("random", seed, below(50) == 0, change);
        }
    }

    void report() const {
        std::printf("%llu changes: ", static_cast<unsigned long long>(total_));
        for (const auto& [group, count] : counts_)
            std::printf("%s %llu, ", group.c_str(), static_cast<unsigned long long>(count));
        std::printf("read through %llu (%llu whole); ", static_cast<unsigned long long>(read_),
                    static_cast<unsigned long long>(read_whole_));
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start_;
        std::printf("0 silent, 0 crashes, %.0f s\n", passed.count());
    }

    Options options_;
    Store store_;
    Store other_;
    std::mt19937_64 random_;
    bool counting_ = false;
    std::uint64_t stride_ = 1;
    std::uint64_t seen_ = 0;
    std::uint64_t total_ = 0;
    std::uint64_t read_ = 0;
    std::uint64_t read_whole_ = 0;
    std::map<std::string, std::uint64_t> groups_;  ///< how many there are of each
    std::map<std::string, std::uint64_t> counts_;  ///< how many of them were tried
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Options read_options(int count, char** words) {
    Options options;
    for (int i = 1; i + 1 < count; i += 2) {
        const std::string_view name = words[i];
        if (name == "--cases") options.cases = std::strtoull(words[i + 1], nullptr, 10);
        if (name == "--minutes") options.minutes = std::strtod(words[i + 1], nullptr);
        if (name == "--seed") options.seed = std::strtoull(words[i + 1], nullptr, 10);
    }
    return options;
}

}  // namespace

int main(int count, char** words) {
    for (const int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL})
        std::signal(signal, on_crash);
    return Campaign(read_options(count, words)).run();
}
