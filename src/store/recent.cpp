#include "store/recent.hpp"

namespace attune::store {

namespace {

constexpr std::uint8_t kWhatMask = 0x0F;
constexpr std::uint8_t kUndone = 0x40;
constexpr std::uint8_t kIsUndo = 0x80;
constexpr std::size_t kWritesKept = 20;

}  // namespace

std::vector<RecentWrite> recent_writes(const vault::Seen& seen) {
    std::vector<RecentWrite> writes;
    for (const vault::SeenWrite& write : seen.writes) {
        writes.push_back({write.record, write.revision,
                          host::Time(std::chrono::milliseconds(write.time_ms)),
                          static_cast<RecentWrite::What>(write.what & kWhatMask),
                          (write.what & kIsUndo) != 0, (write.what & kUndone) != 0});
    }
    return writes;
}

void remember_write(vault::Seen& seen, const RecentWrite& write) {
    const unsigned what = static_cast<unsigned>(write.what) | (write.is_undo ? kIsUndo : 0U) |
                          (write.undone ? kUndone : 0U);
    seen.writes.insert(seen.writes.begin(),
                       {write.record, write.revision,
                        static_cast<std::uint64_t>(write.time.time_since_epoch().count()),
                        static_cast<std::uint8_t>(what)});
    if (seen.writes.size() > kWritesKept) seen.writes.resize(kWritesKept);
}

void mark_undone(vault::Seen& seen, const RevisionId& revision) {
    for (vault::SeenWrite& write : seen.writes) {
        if (write.revision == revision)
            write.what = static_cast<std::uint8_t>(write.what | kUndone);
    }
}

void mark_undone(vault::Seen& seen, const RecordId& batch) {
    for (vault::SeenWrite& write : seen.writes) {
        if (write.record == batch) write.what = static_cast<std::uint8_t>(write.what | kUndone);
    }
}

}  // namespace attune::store
