#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace attune::host {

/// Blocks of memory for what was decrypted: left out of core files, and wiped before they are used
/// again or given back to the system. Not locked: an opened image may be larger than what a process
/// may lock, so a machine that swaps may write it to its swap area.
class PrivateBlocks {
  public:
    /// `block_bytes` is a divisor of 1 MiB.
    explicit PrivateBlocks(std::size_t block_bytes);
    PrivateBlocks(const PrivateBlocks&) = delete;
    PrivateBlocks& operator=(const PrivateBlocks&) = delete;
    ~PrivateBlocks();

    /// A block of zeros. Throws std::bad_alloc where there is no memory, as every container does.
    [[nodiscard]] std::uint8_t* take();
    /// Wipes a block and keeps it for the next `take`.
    void give_back(std::uint8_t* block);

  private:
    std::size_t block_bytes_;
    std::vector<std::uint8_t*> regions_;
    std::vector<std::uint8_t*> free_;
};

}  // namespace attune::host
