#include "attune/vault/devices.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "attune/vault/inbox.hpp"
#include "vault/open_base.hpp"

namespace attune::vault {

namespace {

bool apply_sight(Seen& seen, const Sight& sight,
                 const std::map<DeviceId, std::uint64_t>& generations) {
    bool changed = false;
    for (const auto& [device, generation] : generations) {
        std::uint64_t& known = seen.generations[device];
        changed = changed || generation > known;
        known = std::max(known, generation);
    }
    changed = changed || sight.clock > seen.clock || sight.own_sequence > seen.sequence;
    seen.clock = std::max(seen.clock, sight.clock);
    seen.sequence = std::max(seen.sequence, sight.own_sequence);
    for (const Told& told : sight.told) {
        const auto same = [&](const Told& other) {
            return other.device == told.device && other.what == told.what;
        };
        seen.told.erase(std::remove_if(seen.told.begin(), seen.told.end(), same), seen.told.end());
        seen.told.push_back(told);
        changed = true;
    }
    return changed;
}

}  // namespace

Result<std::vector<DeviceState>> list_devices(host::Host& host, const Location& location,
                                              const StoreId& store) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    const Seen seen = load_seen(host, location, store);
    const auto identity = load_identity(host, location, store);
    std::map<DeviceId, DeviceState> states;
    const auto add_bytes = [&](DeviceState& state, const std::string& path) {
        if (const auto info = host.files.info(path)) state.bytes += info->size;
    };
    for (const GenerationFile& file : folder.generations) {
        DeviceState& state = states[file.device];
        state.newest_file = std::max(state.newest_file, file.generation);
        state.oldest_file = file.generation;  // newest first
        ++state.generations;
        add_bytes(state, file.path);
    }
    for (const SegmentFile& file : folder.segments) {
        DeviceState& state = states[file.device];
        ++state.segments;
        add_bytes(state, file.path);
    }
    for (const auto& [device, generation] : seen.generations)
        states[device].seen = generation;
    if (identity) states[identity->device].own = true;
    std::vector<DeviceState> list;
    for (auto& [device, state] : states) {
        state.device = device;
        std::vector<Error> problems;
        const auto newest = newest_generation(host, folder, device, problems);
        if (newest) state.generation = newest->place.generation;
        list.push_back(state);
    }
    return list;
}

Status accept_devices(host::Host& host, const Location& location, const StoreId& store) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    ATTUNE_TRY(const auto lock, lock_log(host, location, store));
    Seen seen = load_seen(host, location, store);
    seen.told.clear();
    for (auto known = seen.generations.begin(); known != seen.generations.end();) {
        const std::uint64_t newest = newest_number(folder, known->first);
        seen.highest_generation = std::max(seen.highest_generation, known->second);
        known->second = std::min(known->second, newest);
        known = newest == 0 ? seen.generations.erase(known) : std::next(known);
    }
    return save_seen(host, location, store, seen);
}

Result<std::vector<std::uint64_t>> own_generations(host::Host& host, const Location& location,
                                                   const StoreId& store) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    const auto identity = load_identity(host, location, store);
    std::vector<std::uint64_t> numbers;
    for (const GenerationFile& file : folder.generations) {
        if (identity && file.device == identity->device) numbers.push_back(file.generation);
    }
    return numbers;
}

Result<bool> has_own_copies(host::Host& host, const Location& location, const StoreId& store,
                            db::Connection& connection) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    const auto identity = load_identity(host, location, store);
    for (const GenerationFile& copy : folder.copies) {
        if (!identity || copy.device != identity->device) continue;
        const auto file = host.files.open_read(copy.path);
        if (!file) continue;
        const auto header = read_header(**file, copy.path);
        if (!header) continue;
        ATTUNE_TRY(auto find, connection.prepare("SELECT 1 FROM copied WHERE checksum = ?"));
        find.bind(1, ByteView(header->checksum));
        ATTUNE_TRY(const bool known, find.step());
        if (known) return true;
    }
    Folder copies;
    for (const SegmentFile& file : folder.segments) {
        if (identity && file.is_copy && file.device == identity->device)
            copies.segments.push_back(file);
    }
    ATTUNE_TRY(const auto segments, load_segments(host, copies));
    for (const LoadedSegment& segment : segments) {
        constexpr std::uint64_t kAnyGeneration = std::numeric_limits<std::int64_t>::max();
        ATTUNE_TRY(const bool known, segment_is_in(connection, segment, kAnyGeneration));
        if (known) return true;
    }
    return false;
}

Result<std::vector<std::string>> unread_files(host::Host& host, const Location& location) {
    ATTUNE_TRY(const auto names, host.files.list(location.folder));
    std::vector<std::string> found;
    for (const std::string& name : names) {
        if (name.ends_with(".torn") || name.ends_with(".damaged"))
            found.push_back(host::path_join(location.folder, name));
    }
    return found;
}

Status look_into(host::Host& host, const Location& location, const Keys& keys,
                 const DeviceId& device, const std::function<Status(db::Connection&)>& look) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    std::optional<Error> first;
    for (const GenerationFile& file : folder.generations) {
        if (file.device != device) continue;
        auto base = open_generation(host, file, keys);
        if (base) return look(*base->connection);
        if (!first) first = base.error();
    }
    if (first) return fail(*first);
    return fail(ErrorKind::NotFound, "this device has no generation here");
}

void remember_sight(host::Host& host, const Location& location, const Keys& keys,
                    const Sight& sight) {
    const auto folder = read_folder(host, location.folder);
    if (!folder) return;
    Seen seen = load_seen(host, location, keys.store);
    std::map<DeviceId, std::uint64_t> news;
    for (const GenerationFile& file : folder->generations) {
        const auto known = seen.generations.find(file.device);
        if (known != seen.generations.end() && known->second >= file.generation) continue;
        if (news.contains(file.device) || !is_authentic(host, file, keys)) continue;
        news[file.device] = file.generation;
    }
    if (!apply_sight(seen, sight, news)) return;
    update_seen(host, location, keys.store,
                [&](Seen& current) { static_cast<void>(apply_sight(current, sight, news)); });
}

}  // namespace attune::vault
