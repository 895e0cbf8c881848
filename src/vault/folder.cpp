#include "vault/folder.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::vault {

namespace {

struct ParsedName {
    DeviceId device;
    std::uint64_t number;
};

/// "<16 hex>.<decimal><ending>"; nothing for anything else.
std::optional<ParsedName> parse_name(std::string_view name, std::string_view ending) {
    if (!name.ends_with(ending) || name.size() < 18 + ending.size() || name[16] != '.')
        return std::nullopt;
    const auto device = DeviceId::from_hex(name.substr(0, 16));
    const std::string_view digits = name.substr(17, name.size() - 17 - ending.size());
    const auto number = parse_integer(digits);
    if (!device || device->hex() != name.substr(0, 16) || !number || *number < 1 ||
        digits[0] < '1') {
        return std::nullopt;
    }
    return ParsedName{*device, static_cast<std::uint64_t>(*number)};
}

}  // namespace

std::string generation_name(const DeviceId& device, std::uint64_t generation) {
    return fmt::format("{}.{}.sealed", device.hex(), generation);
}

std::string segment_name(const DeviceId& device, std::uint64_t first_sequence) {
    return fmt::format("{}.{}.inbox", device.hex(), first_sequence);
}

Result<Folder> read_folder(host::Host& host, const std::string& folder) {
    auto names = host.files.list(folder);
    if (!names && names.error().kind != ErrorKind::NotFound) return fail(std::move(names).error());
    Folder result;
    for (const std::string& name : names ? *names : std::vector<std::string>{}) {
        if (const auto sealed = parse_name(name, ".sealed")) {
            result.generations.push_back(
                {sealed->device, sealed->number, host::path_join(folder, name)});
        } else if (const auto inbox = parse_name(name, ".inbox")) {
            result.segments.push_back(
                {inbox->device, inbox->number, host::path_join(folder, name)});
        }
    }
    if (result.generations.empty()) {
        return fail(ErrorKind::NoStore, fmt::format("there is no store in '{}'", folder),
                    "'attune init' makes one; '--store DIR' or ATTUNE_STORE names another folder");
    }
    std::sort(result.generations.begin(), result.generations.end(),
              [](const auto& a, const auto& b) {
                  return std::tie(b.generation, a.device) < std::tie(a.generation, b.device);
              });
    std::sort(result.segments.begin(), result.segments.end(), [](const auto& a, const auto& b) {
        return std::tie(a.device, a.first_sequence) < std::tie(b.device, b.first_sequence);
    });
    return result;
}

Status check_place(const ParsedHeader& header, const GenerationFile& place) {
    if (header.header.device == place.device && header.header.generation == place.generation)
        return {};
    return fail(ErrorKind::Damaged,
                fmt::format("'{}' holds another generation than its name says", place.path),
                "restore the file name, or remove the copy");
}

std::vector<std::string> rollback_warnings(const Folder& folder, const Seen& seen) {
    std::vector<std::string> warnings;
    for (const auto& [device, generation] : seen.generations) {
        std::uint64_t newest = 0;
        for (const GenerationFile& file : folder.generations) {
            if (file.device == device) newest = std::max(newest, file.generation);
        }
        if (newest >= generation) continue;
        warnings.push_back(
            newest == 0
                ? fmt::format("the files of device {} are gone", device.hex())
                : fmt::format("device {} stands at generation {}, and this machine has seen {}: an "
                              "older copy of the folder was put back",
                              device.hex(), newest, generation));
    }
    return warnings;
}

Result<FoundGeneration> newest_generation(host::Host& host, const Folder& folder,
                                          const std::optional<DeviceId>& device,
                                          std::vector<Error>& problems) {
    std::optional<Error> first;
    for (const GenerationFile& place : folder.generations) {
        if (device && place.device != *device) continue;
        auto file = host.files.open_read(place.path);
        // A fold that goes on beside us may have removed an old generation.
        if (!file && file.error().kind == ErrorKind::NotFound) continue;
        auto header =
            file ? read_header(**file, place.path) : Result<ParsedHeader>(fail(file.error()));
        if (header) {
            if (auto named = check_place(*header, place); !named) header = fail(named.error());
        }
        if (header) return FoundGeneration{place, std::move(*header), std::move(*file)};
        if (!first) first = header.error();
        if (header.error().kind == ErrorKind::TooNew) return fail(header.error());
        problems.push_back(std::move(header).error());
    }
    if (first) return fail(*first);
    return fail(ErrorKind::NotFound, "this device has no generation yet");
}

}  // namespace attune::vault
