#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

/// The numbers of format 1. They reach the disk and may never change; a different number is a
/// different format. docs/store_format.md describes the same bytes in words.
namespace attune::vault {

inline constexpr std::uint16_t kFormat = 1;

/// A first byte above 127 and a line feed, so that a transfer as text is noticed.
inline constexpr std::array<std::uint8_t, 8> kSealedMagic = {0x89, 'a', 't', 't',
                                                             'u',  'n', 'e', 0x0A};
inline constexpr std::array<std::uint8_t, 4> kFrameMagic = {0x89, 'a', 't', 'f'};

inline constexpr std::size_t kChunkBytes = 16384;
inline constexpr std::size_t kPageBytes = 4096;
inline constexpr std::uint64_t kImageBytesMin = 65536;

inline constexpr std::size_t kSlotsMax = 16;        ///< the format's limit
inline constexpr std::size_t kSlotsMaxCommand = 8;  ///< where commands stop
inline constexpr std::size_t kSlotBytes = 167;
inline constexpr std::size_t kHeaderFixedBytes = 115;  ///< header up to the slots
inline constexpr std::size_t kHeaderTailBytes = 64;    ///< commitment and checksum behind the slots

inline constexpr std::size_t kFrameHeaderBytes = 80;
inline constexpr std::size_t kFrameTagBytes = 32;
inline constexpr std::uint16_t kFrameClasses =
    12;  ///< class k pads to 512 << k bytes: 512 B to 1 MiB

/// What a reader accepts from a passphrase slot before it allocates anything.
inline constexpr std::uint64_t kArgonMemoryMin = std::uint64_t{64} << 20;
inline constexpr std::uint64_t kArgonMemoryMax = std::uint64_t{1} << 30;
inline constexpr std::uint32_t kArgonPassesMin = 3;
inline constexpr std::uint32_t kArgonPassesMax = 16;
inline constexpr std::uint64_t kArgonWorkMax = std::uint64_t{4} << 30;  ///< passes times memory
/// What new slots take.
inline constexpr std::uint32_t kArgonPasses = 3;
inline constexpr std::uint64_t kArgonMemory = std::uint64_t{256} << 20;
inline constexpr std::uint64_t kArgonMemoryLow = std::uint64_t{64} << 20;

inline constexpr std::uint64_t kSubkeyVault = 1;
inline constexpr std::uint64_t kSubkeyInbox = 2;
inline constexpr std::uint64_t kSubkeyDevice = 3;

}  // namespace attune::vault
