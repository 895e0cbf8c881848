#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "attune/vault/session.hpp"

/// The devices that share a store folder, as their files and this machine's memory show them.
namespace attune::vault {

/// New devices are refused beyond this many; those that are there go on.
inline constexpr std::size_t kDevicesMax = 64;

struct DeviceState {
    DeviceId device;
    bool own = false;              ///< this machine
    std::uint64_t generation = 0;  ///< newest one whose header holds; 0 when there is none
    std::uint64_t newest_file =
        0;                   ///< higher than `generation` when that file is damaged or not whole
    std::uint64_t seen = 0;  ///< highest this machine has seen of it
    std::uint64_t oldest_file = 0;
    std::uint64_t generations = 0;  ///< files
    std::uint64_t segments = 0;     ///< files, conflicted copies included
    std::uint64_t bytes = 0;        ///< of all its files

    /// Its files went back to an older state than one this machine has seen.
    [[nodiscard]] bool is_rolled_back() const { return newest_file != 0 && newest_file < seen; }
    /// This machine has seen generations of it, and none is there.
    [[nodiscard]] bool is_gone() const { return newest_file == 0 && seen != 0; }
};

/// Every device that has files in the folder or was seen there before, by id.
[[nodiscard]] Result<std::vector<DeviceState>> list_devices(host::Host& host,
                                                            const Location& location,
                                                            const StoreId& store);

/// Takes the folder as it stands for the one to compare with: devices that went back or are gone
/// are no news any more, and what was warned of may be warned of again.
[[nodiscard]] Status accept_devices(host::Host& host, const Location& location,
                                    const StoreId& store);

/// Numbers of the generation files of this machine, newest first; empty when it has none.
[[nodiscard]] Result<std::vector<std::uint64_t>> own_generations(host::Host& host,
                                                                 const Location& location,
                                                                 const StoreId& store);

/// True when a conflicted copy of a file or segment of this machine is in the image of `connection`
/// and still in the folder.
[[nodiscard]] Result<bool> has_own_copies(host::Host& host, const Location& location,
                                          const StoreId& store, db::Connection& connection);

/// Files in the folder that hold sealed words and are no part of the store: torn tails, damaged
/// generations that were moved aside.
[[nodiscard]] Result<std::vector<std::string>> unread_files(host::Host& host,
                                                            const Location& location);

/// Opens the newest generation of a device that can be opened, alone, and hands it to `look`.
/// NotFound when there is none.
[[nodiscard]] Status look_into(host::Host& host, const Location& location, const Keys& keys,
                               const DeviceId& device,
                               const std::function<Status(db::Connection&)>& look);

/// What an unlocked look at the store found that this machine keeps in `seen`.
struct Sight {
    std::uint64_t clock = 0;         ///< highest clock of another device that may be adopted
    std::uint64_t own_sequence = 0;  ///< highest sequence of this device in any image
    std::vector<Told> told;          ///< warnings given now
};

/// Keeps what was seen: generations of other devices whose header is authentic, clocks, warnings.
/// Writes only when something is new; that it cannot write is no error.
void remember_sight(host::Host& host, const Location& location, const Keys& keys,
                    const Sight& sight);

}  // namespace attune::vault
