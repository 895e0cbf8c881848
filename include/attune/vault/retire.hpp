#pragma once

#include "attune/vault/repair.hpp"

/// Ending a machine that is gone for good.
namespace attune::vault {

struct Retired {
    std::uint64_t files = 0;  ///< that were removed
    /// What came of files that could not be read whole; `renamed` names where they are kept.
    RepairResult repaired;
};

/// Removes the files of another device once the two newest generations of this machine, verified
/// from the disk, hold all of them; writes those generations first where they are missing. What
/// damaged files of that device still give is brought in, and they are put aside, not removed.
/// Refused for this machine itself and while something cannot be taken in, NotFound when the
/// device has no files here. `request.lost` is set here.
[[nodiscard]] Result<Retired> retire_device(host::Host& host, const Location& location,
                                            const Keys& keys, const RepairRequest& request,
                                            const DeviceId& device);

}  // namespace attune::vault
