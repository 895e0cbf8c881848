#include "attune/journal/zone.hpp"

#include <array>
#include <cstdlib>
#include <exception>

#include <date/tz.h>
#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::journal {

namespace {

using std::chrono::floor;
using std::chrono::minutes;
using std::chrono::seconds;

const date::time_zone* locate(std::string_view name) {
    try {
        return date::locate_zone(name);
    } catch (const std::exception&) {
        return nullptr;
    }
}

/// True when the folder of the database could be listed.
bool have_database() {
    try {
        return !date::get_tzdb().zones.empty();
    } catch (const std::exception&) {
        return false;
    }
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
    for (const std::string_view utc : kUtc) {
        if (name == utc) return Zone();
    }
    if (!have_database()) {
        return fail(ErrorKind::Io, "there is no time zone database",
                    "install the package tzdata, or set TZ=UTC");
    }
    const date::time_zone* rules = locate(name);
    if (rules == nullptr) {
        return fail(ErrorKind::Usage,
                    fmt::format("unknown time zone '{}'", make_visible(cut_to_columns(name, 40))),
                    "zones have names such as 'Europe/Berlin' or 'UTC'");
    }
    Zone zone;
    try {
        // The rules are loaded here, once, so that a damaged file is an error and not an exception
        // later on.
        static_cast<void>(rules->get_info(date::sys_seconds{}));
    } catch (const std::exception&) {
        return fail(ErrorKind::Io, fmt::format("cannot read time zone '{}'", name),
                    "install the package tzdata again, or set TZ=UTC");
    }
    zone.rules_ = rules;
    zone.name_ = rules->name();
    return zone;
}

Zone Zone::fixed(minutes offset) {
    Zone zone;
    zone.offset_ = offset;
    const auto size = std::abs(offset.count());
    zone.name_ = fmt::format("{}{:02}:{:02}", offset.count() < 0 ? '-' : '+', size / 60, size % 60);
    return zone;
}

minutes Zone::offset_at(std::chrono::sys_seconds utc) const {
    if (rules_ == nullptr) return offset_;
    return floor<minutes>(rules_->get_info(utc).offset);
}

std::chrono::local_seconds Zone::local(std::chrono::sys_seconds utc) const {
    return std::chrono::local_seconds(utc.time_since_epoch() + offset_at(utc));
}

LocalReading Zone::read(std::chrono::local_seconds local) const {
    const seconds since = local.time_since_epoch();
    LocalReading reading;
    if (rules_ == nullptr) {
        reading.first = std::chrono::sys_seconds(since - offset_);
        return reading;
    }
    const date::local_info info = rules_->get_info(date::local_seconds(since));
    reading.first = std::chrono::sys_seconds(since - floor<minutes>(info.first.offset));
    if (info.result == date::local_info::nonexistent) {
        reading.kind = LocalReading::Kind::Never;
        reading.first = info.second.begin;
    } else if (info.result == date::local_info::ambiguous) {
        reading.kind = LocalReading::Kind::Twice;
        reading.second = std::chrono::sys_seconds(since - floor<minutes>(info.second.offset));
    }
    return reading;
}

}  // namespace attune::journal
