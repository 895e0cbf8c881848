#include <cstring>
#include <new>
#include <sys/mman.h>

#include "attune/base/assert.hpp"
#include "attune/host/private_memory.hpp"

namespace attune::host {

namespace {

constexpr std::size_t kRegionBytes = std::size_t{1} << 20;

}  // namespace

PrivateBlocks::PrivateBlocks(std::size_t block_bytes) : block_bytes_(block_bytes) {
    ATTUNE_ASSERT(block_bytes > 0 && kRegionBytes % block_bytes == 0);
}

PrivateBlocks::~PrivateBlocks() {
    for (std::uint8_t* region : regions_) {
        ::explicit_bzero(region, kRegionBytes);
        ::munmap(region, kRegionBytes);
    }
}

std::uint8_t* PrivateBlocks::take() {
    if (free_.empty()) {
        void* region = ::mmap(nullptr, kRegionBytes, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (region == MAP_FAILED) throw std::bad_alloc();
        // A kernel without it leaves what harden_process does against core files.
        static_cast<void>(::madvise(region, kRegionBytes, MADV_DONTDUMP));
        regions_.push_back(static_cast<std::uint8_t*>(region));
        for (std::size_t at = kRegionBytes; at > 0; at -= block_bytes_)
            free_.push_back(regions_.back() + at - block_bytes_);
    }
    std::uint8_t* block = free_.back();
    free_.pop_back();
    return block;
}

void PrivateBlocks::give_back(std::uint8_t* block) {
    ::explicit_bzero(block, block_bytes_);
    free_.push_back(block);
}

}  // namespace attune::host
