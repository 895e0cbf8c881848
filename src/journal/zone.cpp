#include "attune/journal/zone.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "journal/zone_rules.hpp"

namespace attune::journal {

namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::array<const char*, 3> kFolders = {"/usr/share/zoneinfo/", "/usr/lib/zoneinfo/",
                                                 "/usr/share/lib/zoneinfo/"};
// Compiled zones take at most a few KiB.
constexpr std::size_t kFileBytesMax = std::size_t{64} << 10;

/// Parts of letters, digits, '_', '-' and '+' with single slashes between: nothing that leaves the
/// folder.
bool is_zone_name(std::string_view name) {
    if (name.empty() || name.size() > 100) return false;
    for (const std::string_view part : split(name, '/')) {
        const bool good = !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '_' || c == '-' || c == '+';
        });
        if (!good) return false;
    }
    return true;
}

std::optional<Bytes> load(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return std::nullopt;
    std::string content(kFileBytesMax, '\0');
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<std::size_t>(file.gcount()));
    const ByteView bytes = as_bytes(content);
    return Bytes(bytes.begin(), bytes.end());
}

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
    if (name.starts_with(':')) name.remove_prefix(1);
    constexpr std::string_view kFolder = "zoneinfo/";
    if (const auto at = name.rfind(kFolder); at != std::string_view::npos) {
        name.remove_prefix(at + kFolder.size());
    }
    constexpr std::array<std::string_view, 7> kUtc = {"UTC",     "Etc/UTC", "GMT",      "Etc/GMT",
                                                      "Etc/UCT", "Zulu",    "Universal"};
    if (std::find(kUtc.begin(), kUtc.end(), name) != kUtc.end()) return Zone();
    if (is_zone_name(name)) {
        for (const char* folder : kFolders) {
            const auto content = load(folder + std::string(name));
            // Lists and folders lie beside the zones.
            if (!content || !as_text(*content).starts_with("TZif")) continue;
            auto rules = ZoneRules::parse(*content);
            if (!rules) {
                return fail(ErrorKind::Io, fmt::format("cannot read time zone '{}'", name),
                            "install the package tzdata again, or set TZ=UTC");
            }
            Zone zone;
            zone.rules_ = std::make_shared<const ZoneRules>(*std::move(rules));
            zone.name_ = name;
            return zone;
        }
    }
    const bool have_database = std::any_of(
        kFolders.begin(), kFolders.end(),
        [](const char* folder) { return std::ifstream(folder + std::string("UTC")).good(); });
    if (!have_database) {
        return fail(ErrorKind::Io, "there is no time zone database",
                    "install the package tzdata, or set TZ=UTC");
    }
    return fail(ErrorKind::Usage,
                fmt::format("unknown time zone '{}'", make_visible(cut_to_columns(name, 40))),
                "zones have names such as 'Europe/Berlin' or 'UTC'");
}

Zone Zone::fixed(minutes offset) {
    Zone zone;
    zone.offset_ = offset;
    const auto size = std::abs(offset.count());
    zone.name_ = fmt::format("{}{:02}:{:02}", offset.count() < 0 ? '-' : '+', size / 60, size % 60);
    return zone;
}

minutes Zone::offset_at(sys_seconds utc) const {
    if (!rules_) return offset_;
    return std::chrono::floor<minutes>(seconds(rules_->offset_at(utc.time_since_epoch().count())));
}

std::chrono::local_seconds Zone::local(sys_seconds utc) const {
    return std::chrono::local_seconds(utc.time_since_epoch() + offset_at(utc));
}

LocalReading Zone::read(std::chrono::local_seconds local) const {
    const seconds since = local.time_since_epoch();
    // A day to each side lies behind every offset, so a change near this local time lies between
    // the two.
    const minutes before = offset_at(sys_seconds(since - std::chrono::days(1)));
    const minutes after = offset_at(sys_seconds(since + std::chrono::days(1)));
    const sys_seconds by_before(since - before);
    const sys_seconds by_after(since - after);
    const bool before_holds = offset_at(by_before) == before;
    const bool after_holds = offset_at(by_after) == after;
    LocalReading reading;
    if (before_holds && after_holds && by_before != by_after) {
        reading.kind = LocalReading::Kind::Twice;
        reading.first = std::min(by_before, by_after);
        reading.second = std::max(by_before, by_after);
    } else if (before_holds || after_holds) {
        reading.first = before_holds ? by_before : by_after;
    } else {
        reading.kind = LocalReading::Kind::Never;
        // The change is the first instant with the later offset, between the two readings.
        sys_seconds low = std::min(by_before, by_after);
        sys_seconds high = std::max(by_before, by_after);
        while (low < high) {
            const sys_seconds middle = low + (high - low) / 2;
            if (offset_at(middle) == after) {
                high = middle;
            } else {
                low = middle + seconds(1);
            }
        }
        reading.first = low;
    }
    return reading;
}

}  // namespace attune::journal
