#include "vault/folder.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::vault {

namespace {

/// Above this no number is counted on: one more must still be a number that can be read.
constexpr std::int64_t kNumberMax = std::int64_t{1} << 62;

struct ParsedName {
    DeviceId device;
    std::uint64_t number = 0;
    bool is_copy = false;
};

/// What sync tools put behind the ending of a copy: ".conflict" and digits, or what git leaves of
/// two branches, "~" and a name; a bare ~ is an editor's backup. A copy of a copy has several.
bool is_copy_mark(std::string_view mark) {
    constexpr std::string_view kDigits = "0123456789";
    constexpr std::string_view kNumbered = ".conflict";
    while (!mark.empty()) {
        const bool numbered = mark.starts_with(kNumbered);
        if (!numbered && mark[0] != '~') return false;
        const std::size_t start = numbered ? kNumbered.size() : 1;
        const std::size_t end = std::min(
            numbered ? mark.find_first_not_of(kDigits, start) : mark.find_first_of(".~", start),
            mark.size());
        if (!numbered && end == start) return false;
        mark.remove_prefix(end);
    }
    return true;
}

/// "<16 hex>.<decimal><ending>", or a conflicted copy of such a file; nothing for anything else.
std::optional<ParsedName> parse_name(std::string_view name, std::string_view ending) {
    constexpr std::string_view kDigits = "0123456789";
    if (name.size() < 18 || name[16] != '.') return std::nullopt;
    const auto device = DeviceId::from_hex(name.substr(0, 16));
    const std::string_view rest = name.substr(17);
    const std::size_t digits = std::min(rest.find_first_not_of(kDigits), rest.size());
    const auto number = parse_integer(rest.substr(0, digits));
    if (!device || device->hex() != name.substr(0, 16) || !number || *number < 1 ||
        *number > kNumberMax || rest[0] == '0') {
        return std::nullopt;
    }
    const std::string_view tail = rest.substr(digits);
    const std::size_t at = tail.rfind(ending);
    if (at == std::string_view::npos || !is_copy_mark(tail.substr(at + ending.size())))
        return std::nullopt;
    return ParsedName{*device, static_cast<std::uint64_t>(*number), tail != ending};
}

/// The device whose segment a torn tail comes from.
std::optional<DeviceId> torn_device(std::string_view name) {
    if (name.size() < 18 || name[16] != '.' || !name.ends_with(".torn")) return std::nullopt;
    return DeviceId::from_hex(name.substr(0, 16));
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
        const std::string path = host::path_join(folder, name);
        if (const auto sealed = parse_name(name, ".sealed")) {
            (sealed->is_copy ? result.copies : result.generations)
                .push_back({sealed->device, sealed->number, path});
        } else if (const auto inbox = parse_name(name, ".inbox")) {
            result.segments.push_back({inbox->device, inbox->number, path, inbox->is_copy});
        } else if (name.ends_with(".damaged")) {
            // "D.7.sealed.2.damaged": only device and number are looked at.
            const std::size_t digits =
                std::min(name.find_first_not_of("0123456789", 17), name.size());
            if (const auto number = parse_name(name.substr(0, digits), ""))
                result.damaged.push_back({number->device, number->number, path});
        } else if (const auto torn = torn_device(name)) {
            result.torn.push_back({*torn, 0, path, true});
        }
    }
    if (result.generations.empty() && !result.copies.empty()) {
        return fail(ErrorKind::Damaged,
                    fmt::format("there are only conflicted copies of a store in '{}'", folder),
                    "rename the newest one to what stood there before: its name without the part "
                    "that the sync program put in");
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

std::uint64_t newest_number(const Folder& folder, const DeviceId& device) {
    std::uint64_t newest = 0;
    for (const GenerationFile& file : folder.generations) {
        if (file.device == device) newest = std::max(newest, file.generation);
    }
    return newest;
}

std::vector<Rollback> find_rollbacks(const Folder& folder, const Seen& seen) {
    std::vector<Rollback> found;
    for (const auto& [device, generation] : seen.generations) {
        const std::uint64_t newest = newest_number(folder, device);
        if (newest >= generation) continue;
        const Told told{device, Told::What::OlderGeneration, newest};
        const bool known = std::find(seen.told.begin(), seen.told.end(), told) != seen.told.end();
        found.push_back({device, newest, generation, known});
    }
    return found;
}

std::string Rollback::text() const {
    return newest == 0 ? fmt::format("the files of device {} are gone", device.hex())
                       : fmt::format(
                             "device {} stands at generation {}, and this machine has seen {}: an "
                             "older copy of the folder was put back",
                             device.hex(), newest, seen);
}

Result<FoundGeneration> newest_generation(host::Host& host, const Folder& folder,
                                          const std::optional<DeviceId>& device,
                                          std::vector<Error>& problems) {
    std::optional<Error> first;
    std::optional<Error> too_new;
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
        if (header.error().kind == ErrorKind::TooNew) {
            if (device) return fail(header.error());
            if (!too_new) too_new = header.error();
        }
        problems.push_back(std::move(header).error());
    }
    if (too_new) return fail(*too_new);
    if (first) return fail(*first);
    return fail(ErrorKind::NotFound, "this device has no generation yet");
}

}  // namespace attune::vault
