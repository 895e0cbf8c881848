#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/civil_day.hpp"
#include "attune/base/text.hpp"
#include "attune/db/connection.hpp"
#include "attune/vault/create.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/help.hpp"

namespace attune::cli {

namespace {

struct DoctorOptions {};

void describe(OptionSet& /*options*/, DoctorOptions& /*doctor*/) {
}

/// One thing looked at. `fine` is false for what is worth changing.
struct Finding {
    std::string name;
    std::string value;
    bool fine = true;
    std::string advice = {};
};

std::string mode_text(unsigned mode) {
    return fmt::format("{:04o}", mode);
}

Finding folder_finding(host::Host& host, std::string name, const std::string& path) {
    const auto info = host.files.info(path);
    if (!info) return {std::move(name), fmt::format("{} (not there)", path)};
    Finding finding{std::move(name), fmt::format("{} mode {}", path, mode_text(info->mode))};
    if (info->type != host::FileType::Directory) {
        finding.fine = false;
        finding.advice = "this is no folder";
    } else if (!info->owned_by_me) {
        finding.fine = false;
        finding.advice = "it belongs to somebody else";
    } else if ((info->mode & 0077U) != 0) {
        finding.fine = false;
        finding.advice = "others may look into it: chmod 700";
    }
    return finding;
}

Finding clock_finding(host::Host& host) {
    const auto now = host.clock.now();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
    const CivilDay day(std::chrono::floor<std::chrono::days>(seconds));
    const std::chrono::hh_mm_ss time(seconds - day.days());
    Finding finding{"clock",
                    fmt::format("{} {:02}:{:02} UTC, zone {}", day.iso(), time.hours().count(),
                                time.minutes().count(), host.clock.zone_name())};
    if (day.ymd().year() < std::chrono::year(2024)) {
        finding.fine = false;
        finding.advice = "the clock is far behind; entries would get wrong days";
    }
    return finding;
}

Finding keyring_finding(host::Host& host) {
    constexpr std::uint8_t kProbe[] = {0};
    const auto serial = host.keyring.put("attune:doctor", kProbe, 1);
    if (!serial) {
        return {"kernel keyring", "not usable here", false,
                "'attune unlock' cannot keep the key; each reading command asks"};
    }
    static_cast<void>(host.keyring.revoke(*serial));
    return {"kernel keyring", "usable"};
}

Finding memory_finding(host::Host& host) {
    constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;
    const std::uint64_t available = host.environment.available_memory() / kMebibyte;
    Finding finding{"memory", fmt::format("{} MiB available", available)};
    if (available < 320) {
        finding.fine = false;
        finding.advice = "a passphrase needs 256 MiB to open; 'init --low-memory' needs 64";
    }
    return finding;
}

Finding swap_finding(host::Host& host) {
    const auto swap = host.environment.swap_in_use();
    if (!swap) return {"swap", "unknown"};
    if (!*swap) return {"swap", "none"};
    return {"swap", "in use", true,
            "keys are locked in memory, but the opened image may be swapped out; an encrypted swap "
            "area, or none, keeps it off the disk"};
}

std::string sqlite_version() {
    auto database = db::Connection::open_in_memory();
    if (!database) return "unknown";
    auto statement = database->prepare("SELECT sqlite_version()");
    if (!statement) return "unknown";
    const auto row = statement->step();
    return row && *row ? std::string(statement->text(0)) : "unknown";
}

std::vector<Finding> look(Context& context) {
    host::Host& host = context.host();
    const vault::Location& location = context.location();
    std::vector<Finding> findings;
    findings.push_back(
        {"version", std::string(trim(version_line())) + ", SQLite " + sqlite_version()});
    findings.push_back(folder_finding(host, "store", location.folder));
    findings.push_back({"store made", vault::exists(host, location) ? "yes" : "no"});
    findings.push_back(folder_finding(host, "state", location.state_root));
    findings.push_back({"config", context.host().files.info(context.config_file())
                                      ? context.config_file()
                                      : context.config_file() + " (not there)"});
    if (const auto free = host.files.free_bytes(location.folder)) {
        findings.push_back(
            {"free space", fmt::format("{} MiB", *free >> 20U), *free >> 20U >= 64,
             *free >> 20U >= 64 ? "" : "little is left; a fold needs room for a second image"});
    }
    findings.push_back(clock_finding(host));
    findings.push_back(
        {"locale", host.environment.utf8_locale() ? "UTF-8" : "not UTF-8, output is ASCII"});
    findings.push_back(memory_finding(host));
    findings.push_back(swap_finding(host));
    findings.push_back(keyring_finding(host));
    findings.push_back(
        {"runtime folder", host.environment.variable("XDG_RUNTIME_DIR").value_or("not set")});
    return findings;
}

Result<ExitCode> run(const DoctorOptions& /*doctor*/, Context& context) {
    const std::vector<Finding> findings = look(context);
    Screen& screen = context.screen();
    if (context.global().json) {
        auto list = nlohmann::ordered_json::array();
        for (const Finding& finding : findings) {
            list.push_back({{"name", finding.name},
                            {"value", to_utf8_lossy(finding.value)},
                            {"fine", finding.fine},
                            {"advice", finding.advice}});
        }
        const nlohmann::ordered_json document{{"schema", 1}, {"findings", std::move(list)}};
        ATTUNE_CHECK(screen.print_json(document.dump(2) + "\n"));
    } else {
        for (const Finding& finding : findings) {
            ATTUNE_CHECK(screen.print(fmt::format("{}{}\n", pad_right(finding.name, 16),
                                                  Screen::visible(finding.value))));
            if (!finding.advice.empty()) {
                ATTUNE_CHECK(
                    screen.print(fmt::format("{}{} {}\n", pad_right("", 16),
                                             finding.fine ? "note:" : "look:", finding.advice)));
            }
        }
    }
    for (const Finding& finding : findings) {
        if (!finding.fine) return ExitCode::No;
    }
    return ExitCode::Done;
}

}  // namespace

const Command kDoctor{
    .name = "doctor",
    .summary = "look at folders, clock, memory and keyring; no content, safe to paste",
    .group = Group::More,
    .needs = Needs::Nothing,
    .invoke = invoke<DoctorOptions, describe, run>};

}  // namespace attune::cli
