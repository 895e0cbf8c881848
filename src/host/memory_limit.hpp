#pragma once

#include <cstdint>
#include <string>

namespace attune::host {

/// Bytes of memory this process may still take: the smallest of MemAvailable in `proc`/meminfo and
/// of what the limit of its control group, and of every group around that, leaves. Groups of both
/// versions count (`cgroup_root`/GROUP/memory.max,
/// `cgroup_root`/memory/GROUP/memory.limit_in_bytes); page cache that a group would give up is not
/// in use. What cannot be read does not limit.
[[nodiscard]] std::uint64_t available_memory_by(const std::string& proc,
                                                const std::string& cgroup_root);

}  // namespace attune::host
