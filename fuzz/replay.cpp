// Every harness without a fuzzer: its seeds as they are, then seeds changed at random, so that the
// harnesses keep compiling everywhere and an input that was once a find stays a test.
//
//   fuzz_replay NAME FILE|FOLDER...      seeds, then 4000 changed ones or as many as fit into 4 s
//       --cases N --seconds S --seed K   other numbers
//       --case N                         one of the changed ones again
//
// A case depends on the seeds, K and its number alone. When one ends the program, the number and
// the input are left in `find-NAME` of the current folder.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <unistd.h>
#include <vector>

#include "fuzz/property.hpp"

namespace {

std::map<std::string, attune::fuzz::Harness>& harnesses() {
    static std::map<std::string, attune::fuzz::Harness> all;
    return all;
}

std::string now_running;  ///< the input that is tried
std::string now_named;    ///< what it is, for whoever finds the program dead
std::string find_path;

void on_crash(int signal) {
    const int file = ::open(find_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    static_cast<void>(!::write(file, now_running.data(), now_running.size()));
    ::close(file);
    static_cast<void>(!::write(2, now_named.data(), now_named.size()));
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

struct Options {
    std::string name;
    std::vector<std::filesystem::path> places;
    std::uint64_t cases = 4000;
    double seconds = 4;
    std::uint64_t seed = 1;
    std::uint64_t only = 0;
};

constexpr std::size_t kSeedBytesMax = 64 << 10;

std::vector<std::string> load_seeds(const Options& options) {
    std::vector<std::filesystem::path> files;
    for (const auto& place : options.places) {
        if (!std::filesystem::is_directory(place)) {
            files.push_back(place);
            continue;
        }
        for (const auto& entry : std::filesystem::directory_iterator(place)) {
            if (entry.is_regular_file()) files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    std::vector<std::string> seeds;
    for (const auto& file : files) {
        std::ifstream in(file, std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(in), {}};
        if (bytes.size() <= kSeedBytesMax) seeds.push_back(std::move(bytes));
    }
    return seeds;
}

/// One change: a bit, a byte, a piece taken out, doubled, or taken from another seed.
void change(std::string& text, const std::vector<std::string>& seeds, std::mt19937_64& random) {
    const auto below = [&](std::size_t end) { return random() % end; };
    if (text.empty()) text.push_back(static_cast<char>(below(256)));
    const std::size_t at = below(text.size());
    const std::size_t room = text.size() - at;
    switch (below(7)) {
        case 0:
            text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
            break;
        case 1:
            text[at] = static_cast<char>(below(256));
            break;
        case 2:
            text.insert(at, 1, static_cast<char>(below(256)));
            break;
        case 3:
            text.erase(at, 1 + below(std::min<std::size_t>(room, 16)));
            break;
        case 4:
            text.insert(at, text.substr(at, 1 + below(std::min<std::size_t>(room, 32))));
            break;
        case 5: {
            using namespace std::string_view_literals;
            constexpr auto kSigns = "\0\n\t \"'\\{}[](),;:=-+.*#@%09\x7f\xff"sv;
            text.insert(at, 1, kSigns[below(kSigns.size())]);
            break;
        }
        default: {
            const std::string& other = seeds[below(seeds.size())];
            if (other.empty()) break;
            text.insert(at, other.substr(below(other.size()), 1 + below(64)));
            break;
        }
    }
}

std::string changed_seed(const std::vector<std::string>& seeds, std::uint64_t seed,
                         std::uint64_t number) {
    std::mt19937_64 random(seed * 1'000'003 + number);
    std::string text = seeds[random() % seeds.size()];
    for (std::uint64_t left = 1 + random() % 8; left > 0; --left)
        change(text, seeds, random);
    return text;
}

int replay(const Options& options) {
    const auto harness = harnesses().find(options.name);
    if (harness == harnesses().end()) {
        std::fprintf(stderr, "there is no harness '%s'; there are:", options.name.c_str());
        for (const auto& each : harnesses())
            std::fprintf(stderr, " %s", each.first.c_str());
        std::fprintf(stderr, "\n");
        return 2;
    }
    std::vector<std::string> seeds = load_seeds(options);
    const auto files = seeds.size();
    if (files == 0) {
        std::fprintf(stderr, "'%s' has no seeds\n", options.name.c_str());
        return 2;
    }
    find_path = "find-" + options.name;
    for (const int signal : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL})
        std::signal(signal, on_crash);
    const auto run = [&](std::string input, const std::string& name) {
        now_running = std::move(input);
        now_named = options.name + ": " + name + ", kept in " + find_path + "\n";
        harness->second(reinterpret_cast<const std::uint8_t*>(now_running.data()),
                        now_running.size());
    };
    if (options.only > 0) {
        run(changed_seed(seeds, options.seed, options.only), std::to_string(options.only));
        return 0;
    }
    const auto start = std::chrono::steady_clock::now();
    run({}, "the empty input");
    for (std::size_t i = 0; i < files; ++i)
        run(seeds[i], "seed " + std::to_string(i));
    std::uint64_t done = 0;
    while (done < options.cases && std::chrono::steady_clock::now() - start <
                                       std::chrono::duration<double>(options.seconds)) {
        ++done;
        run(changed_seed(seeds, options.seed, done),
            "--seed " + std::to_string(options.seed) + " --case " + std::to_string(done));
    }
    std::printf("%s: %zu seeds, %llu changed ones\n", options.name.c_str(), files,
                static_cast<unsigned long long>(done));
    return 0;
}

}  // namespace

attune::fuzz::Registered::Registered(const char* name, Harness run) {
    harnesses().emplace(name, run);
}

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const std::string value = i + 1 < argc ? argv[i + 1] : "";
        if (word.starts_with("--")) ++i;
        if (word == "--cases") {
            options.cases = std::stoull(value);
        } else if (word == "--seconds") {
            options.seconds = std::stod(value);
        } else if (word == "--seed") {
            options.seed = std::stoull(value);
        } else if (word == "--case") {
            options.only = std::stoull(value);
        } else if (options.name.empty()) {
            options.name = word;
        } else {
            options.places.emplace_back(word);
        }
    }
    return replay(options);
}
