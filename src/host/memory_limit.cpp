#include "host/memory_limit.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>

#include "attune/base/text.hpp"

namespace attune::host {

namespace {

/// How the two versions of control groups call the same things.
struct GroupFiles {
    const char* limit;
    const char* used;
    const char* idle;  ///< in memory.stat
};
constexpr GroupFiles kVersion2{"/memory.max", "/memory.current", "inactive_file"};
constexpr GroupFiles kVersion1{"/memory.limit_in_bytes", "/memory.usage_in_bytes",
                               "total_inactive_file"};

std::optional<std::uint64_t> as_number(const std::string& word) {
    const auto number = parse_integer(word);
    if (!number || *number < 0) return std::nullopt;
    return static_cast<std::uint64_t>(*number);
}

std::optional<std::uint64_t> read_number(const std::string& path) {
    std::ifstream file(path);
    std::string word;
    if (!(file >> word)) return std::nullopt;  // "max" is no number either
    return as_number(word);
}

/// The number behind a name in a file of "name number" lines.
std::optional<std::uint64_t> read_member(const std::string& path, const std::string& name) {
    std::ifstream file(path);
    for (std::string key; file >> key;) {
        std::string word;
        if (key == name && file >> word) return as_number(word);
        file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return std::nullopt;
}

/// What the group at `path` and those above it, up to `root`, leave.
std::uint64_t left_in_groups(const std::string& root, std::string path, const GroupFiles& names) {
    std::uint64_t left = std::numeric_limits<std::uint64_t>::max();
    while (true) {
        const std::string folder = root + path;
        const auto limit = read_number(folder + names.limit);
        const auto used = read_number(folder + names.used);
        if (limit && used) {
            const std::uint64_t idle =
                std::min(*used, read_member(folder + "/memory.stat", names.idle).value_or(0));
            const std::uint64_t busy = *used - idle;
            left = std::min(left, *limit > busy ? *limit - busy : 0);
        }
        if (path.empty()) return left;
        path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
    }
}

}  // namespace

std::uint64_t available_memory_by(const std::string& proc, const std::string& cgroup_root) {
    std::uint64_t available = std::numeric_limits<std::uint64_t>::max();
    if (const auto kibibytes = read_member(proc + "/meminfo", "MemAvailable:"))
        available = *kibibytes * 1024;
    // "0::/user.slice/one.scope" is of version 2, "4:memory:/one" of version 1.
    std::ifstream groups(proc + "/self/cgroup");
    for (std::string line; std::getline(groups, line);) {
        const auto first = line.find(':');
        const auto second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) continue;
        const std::string kinds = "," + line.substr(first + 1, second - first - 1) + ",";
        std::string path = line.substr(second + 1);
        if (path == "/") path.clear();
        if (kinds == ",,") {
            available = std::min(available, left_in_groups(cgroup_root, path, kVersion2));
        } else if (kinds.find(",memory,") != std::string::npos) {
            available =
                std::min(available, left_in_groups(cgroup_root + "/memory", path, kVersion1));
        }
    }
    return available;
}

}  // namespace attune::host
