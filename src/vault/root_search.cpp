#include "vault/root_search.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "vault/image_vfs.hpp"
#include "vault/slot_table.hpp"

namespace attune::vault {

namespace {

/// Reads and checks one header; nothing when it does not hold.
std::optional<ParsedHeader> header_of(host::Host& host, const GenerationFile& place) {
    const auto file = host.files.open_read(place.path);
    if (!file) return std::nullopt;
    auto header = read_header(**file, place.path);
    if (!header || !check_place(*header, place)) return std::nullopt;
    return std::move(*header);
}

/// The roots in the image of a generation, as far as the root it is sealed under vouches for them.
Result<Keys> roots_in(host::Host& host, const KeyHeader& place, const Keys& keys) {
    ATTUNE_TRY(const Keys* root, root_of(keys, place.header, place.place.path));
    ATTUNE_TRY(auto file, host.files.open_read(place.place.path));
    ATTUNE_TRY(auto image,
               SealedImage::open(std::move(file), place.header, root->vault_key, place.place.path));
    ImageVfs vfs(*image);
    ATTUNE_TRY(auto connection, vfs.connect(false));
    ATTUNE_TRY(Keys found, load_roots(connection, keys.store));
    // A younger root than the one it is sealed under would be an invention.
    Keys vouched = root->clone();
    vouched.others.clear();
    std::vector<Keys> all = std::move(found.others);
    found.others.clear();
    all.push_back(std::move(found));
    for (Keys& one : all) {
        if (!one.is_newer_than(*root)) vouched.add(std::move(one));
    }
    return vouched;
}

}  // namespace

Result<std::vector<KeyHeader>> newest_headers(host::Host& host, const Folder& folder,
                                              std::vector<Error>& problems) {
    std::vector<KeyHeader> headers;
    std::set<DeviceId> devices;
    ATTUNE_TRY(FoundGeneration first, newest_generation(host, folder, std::nullopt, problems));
    devices.insert(first.place.device);
    headers.push_back({first.place, std::move(first.header)});
    for (const GenerationFile& file : folder.generations) {
        if (!devices.insert(file.device).second) continue;
        auto found = newest_generation(host, folder, file.device, problems);
        if (found) headers.push_back({found->place, std::move(found->header)});
    }
    std::stable_sort(headers.begin(), headers.end(), [](const KeyHeader& a, const KeyHeader& b) {
        return std::tie(a.header.header.epoch, a.place.generation) >
               std::tie(b.header.header.epoch, b.place.generation);
    });
    std::vector<KeyHeader> newest;
    for (KeyHeader& header : headers) {
        const bool known = std::any_of(newest.begin(), newest.end(), [&](const KeyHeader& other) {
            return other.header.header.public_key == header.header.header.public_key;
        });
        if (!known) newest.push_back(std::move(header));
    }
    return newest;
}

std::vector<KeyHeader> copied_headers(host::Host& host, const Folder& folder,
                                      const KeyHeader& newest) {
    const auto rank = [](const KeyHeader& header) {
        return std::tuple(header.header.header.epoch, header.place.generation);
    };
    std::vector<KeyHeader> headers;
    for (const GenerationFile& copy : folder.copies) {
        auto header = header_of(host, copy);
        if (!header || header->header.store != newest.header.header.store) continue;
        KeyHeader found{copy, std::move(*header)};
        if (rank(found) >= rank(newest)) headers.push_back(std::move(found));
    }
    std::stable_sort(headers.begin(), headers.end(),
                     [&](const KeyHeader& a, const KeyHeader& b) { return rank(a) > rank(b); });
    return headers;
}

Status check_own_format(host::Host& host, const Location& location, const Folder& folder,
                        const StoreId& store) {
    const auto identity = load_identity(host, location, store);
    if (!identity) return {};
    std::vector<Error> problems;
    const auto newest = newest_generation(host, folder, identity->device, problems);
    if (!newest && newest.error().kind == ErrorKind::TooNew) return fail(newest.error());
    return {};
}

void order_by_epoch(host::Host& host, Folder& folder) {
    std::map<std::string, std::uint32_t> epochs;
    bool more_than_one = false;
    for (const GenerationFile& place : folder.generations) {
        const auto header = header_of(host, place);
        if (!header) continue;
        more_than_one = more_than_one || header->header.epoch != 1;
        epochs[place.path] = header->header.epoch;
    }
    if (!more_than_one) return;
    for (auto device = folder.generations.begin(); device != folder.generations.end(); ++device) {
        if (epochs.contains(device->path)) continue;
        // Highest number first: what follows of this device is older.
        std::uint32_t epoch = 0;
        for (auto older = device; older != folder.generations.end(); ++older) {
            const auto known = epochs.find(older->path);
            if (older->device == device->device && known != epochs.end())
                epoch = std::max(epoch, known->second);
        }
        epochs[device->path] = epoch;
    }
    std::map<DeviceId, std::vector<GenerationFile>> sorted;
    for (const GenerationFile& place : folder.generations)
        sorted[place.device].push_back(place);
    for (auto& [device, files] : sorted) {
        std::stable_sort(files.begin(), files.end(),
                         [&](const GenerationFile& a, const GenerationFile& b) {
                             return epochs[a.path] > epochs[b.path];
                         });
        std::reverse(files.begin(), files.end());
    }
    for (GenerationFile& place : folder.generations) {
        auto& files = sorted[place.device];
        place = files.back();
        files.pop_back();
    }
}

void find_other_roots(host::Host& host, const Folder& folder, Keys& keys,
                      const TryHeader& try_header) {
    std::vector<KeyHeader> headers;
    bool all_known = true;
    for (const GenerationFile& place : folder.generations) {
        auto header = header_of(host, place);
        if (!header || header->header.store != keys.store) continue;
        all_known = all_known && keys.under(header->header.public_key) != nullptr;
        headers.push_back({place, std::move(*header)});
    }
    // The first root of a store has none before it.
    if (all_known && keys.epoch == 1 && keys.others.empty()) return;
    // An image holds the roots from before it was written; newest first, one that can be read is
    // enough for each root, and what is found may open further ones.
    std::set<std::string> looked;
    std::set<RootId> answered;
    bool more = true;
    while (more) {
        more = false;
        for (const KeyHeader& header : headers) {
            const Keys* root = keys.under(header.header.header.public_key);
            if (root == nullptr || answered.contains(root->root_id()) ||
                !looked.insert(header.place.path).second) {
                continue;
            }
            const RootId id = root->root_id();
            auto found = roots_in(host, header, keys);
            if (!found) continue;
            answered.insert(id);
            keys.add(std::move(*found));
            more = true;
        }
        if (more || !try_header) continue;
        for (const KeyHeader& header : headers) {
            if (keys.under(header.header.header.public_key) != nullptr) continue;
            auto found = try_header(header.header);
            if (!found || found->store != keys.store) continue;
            keys.add(std::move(*found));
            more = true;
            break;
        }
    }
}

}  // namespace attune::vault
