#include "host/memory_limit.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>

#include <doctest/doctest.h>

#include "attune/host/private_memory.hpp"

using namespace attune::host;

namespace {

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;

/// A /proc and a /sys/fs/cgroup as a test writes them, gone when it is over.
class Machine {
  public:
    Machine() {
        std::string pattern =
            (std::filesystem::temp_directory_path() / "attune-memory-XXXXXX").string();
        REQUIRE(::mkdtemp(pattern.data()) != nullptr);
        root_ = pattern;
        put("proc/meminfo", "MemTotal: 8192000 kB\nMemFree: 100 kB\nMemAvailable: 1048576 kB\n");
    }
    ~Machine() { std::filesystem::remove_all(root_); }
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;
    void put(const std::string& name, const std::string& text) const {
        std::filesystem::create_directories((root_ / name).parent_path());
        std::ofstream(root_ / name) << text;
    }
    [[nodiscard]] std::uint64_t available() const {
        return available_memory_by((root_ / "proc").string(), (root_ / "group").string());
    }

  private:
    std::filesystem::path root_;
};

}  // namespace

TEST_CASE("what the machine has available counts where no group limits") {
    const Machine machine;
    CHECK(machine.available() == 1024 * kMebibyte);
    machine.put("proc/self/cgroup", "0::/user.slice\n");
    machine.put("group/user.slice/memory.max", "max\n");
    machine.put("group/user.slice/memory.current", "1000\n");
    CHECK(machine.available() == 1024 * kMebibyte);
}

TEST_CASE("the tightest group of those around the process limits, without its idle page cache") {
    const Machine machine;
    machine.put("proc/self/cgroup", "0::/user.slice/one.scope\n");
    machine.put("group/user.slice/memory.max", std::to_string(300 * kMebibyte));
    machine.put("group/user.slice/memory.current", std::to_string(250 * kMebibyte));
    machine.put("group/user.slice/memory.stat",
                "anon 1\ninactive_file " + std::to_string(150 * kMebibyte) + "\nactive_file 5\n");
    machine.put("group/user.slice/one.scope/memory.max", std::to_string(500 * kMebibyte));
    machine.put("group/user.slice/one.scope/memory.current", std::to_string(10 * kMebibyte));
    CHECK(machine.available() == 200 * kMebibyte);
    machine.put("group/user.slice/one.scope/memory.max", std::to_string(90 * kMebibyte));
    CHECK(machine.available() == 80 * kMebibyte);
    machine.put("group/user.slice/one.scope/memory.max", std::to_string(5 * kMebibyte));
    CHECK(machine.available() == 0);
}

TEST_CASE("a limit of the first version of control groups is seen") {
    const Machine machine;
    machine.put("proc/self/cgroup", "5:devices:/\n4:cpu,memory:/box/one\n0::/\n");
    machine.put("group/memory/box/memory.limit_in_bytes", std::to_string(128 * kMebibyte));
    machine.put("group/memory/box/memory.usage_in_bytes", std::to_string(28 * kMebibyte));
    CHECK(machine.available() == 100 * kMebibyte);
}

TEST_CASE("blocks for decrypted bytes are left out of core files and come back as zeros") {
    PrivateBlocks blocks(16384);
    std::uint8_t* block = blocks.take();
    block[0] = 1;
    block[16383] = 2;
    // The mapping that holds the block carries "dd", do not dump.
    std::ifstream maps("/proc/self/smaps");
    bool inside = false;
    bool found = false;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t first = 0;
        std::uintptr_t last = 0;
        if (std::sscanf(line.c_str(), "%lx-%lx ", &first, &last) == 2) {
            const auto at = reinterpret_cast<std::uintptr_t>(block);
            inside = at >= first && at < last;
        } else if (inside && line.rfind("VmFlags:", 0) == 0) {
            found = (line + " ").find(" dd ") != std::string::npos;
        }
    }
    CHECK(found);
    blocks.give_back(block);
    std::uint8_t* again = blocks.take();
    CHECK(again == block);
    CHECK(again[0] == 0);
    CHECK(again[16383] == 0);
}
