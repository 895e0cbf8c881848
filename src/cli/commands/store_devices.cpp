// attune store devices: who shares the store, how far each has come, and what has not arrived.

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/now.hpp"
#include "cli/repair_report.hpp"

namespace attune::cli {

namespace {

constexpr std::size_t kDeviceDigitsMin = 4;

struct DevicesOptions {
    std::vector<std::string> words;
    bool accept = false;
    bool yes = false;
};

void describe(OptionSet& options, DevicesOptions& devices) {
    options.arguments(devices.words, "retire DEVICE", "remove the files of a machine that is gone")
        .flag(devices.accept, "--accept",
              "take the devices as they stand: what went back or is gone is known from now on")
        .flag(devices.yes, "-y,--yes", "do not ask before a machine is retired");
}

journal::Moment moment_of(std::int64_t ms, const journal::Now& now) {
    const auto utc = std::chrono::floor<std::chrono::seconds>(
        std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(ms)));
    return journal::moment_at(utc, now.zone, now.day_start);
}

/// What is to be said of a device beyond its numbers, most important first.
std::vector<std::string> remarks_on(const store::DeviceReport& device) {
    std::vector<std::string> out;
    if (device.gone) {
        out.push_back(
            fmt::format("its files are gone; generation {} was seen here", device.seen_generation));
    }
    if (device.rolled_back) {
        out.push_back(
            fmt::format("went back: generation {} was seen here", device.seen_generation));
    }
    if (device.unreadable && !device.gone)
        out.push_back("its newest file is damaged or has not arrived whole");
    if (device.missing > 0) {
        out.push_back(fmt::format("{} not arrived yet",
                                  device.missing == 1
                                      ? std::string("1 of its writes has")
                                      : fmt::format("{} of its writes have", device.missing)));
    }
    if (device.waiting > 0) {
        out.push_back(fmt::format("{} for the next fold",
                                  device.waiting == 1
                                      ? std::string("1 write waits")
                                      : fmt::format("{} writes wait", device.waiting)));
    }
    if (device.unpurged && *device.unpurged > 0) {
        out.push_back(fmt::format("still holds {} to be forgotten; its next unlock drops {}",
                                  counted(*device.unpurged, "entry", "entries"),
                                  *device.unpurged == 1 ? "it" : "them"));
    }
    return out;
}

nlohmann::ordered_json as_json(const store::DeviceReport& device, const journal::Now& now) {
    nlohmann::ordered_json one{{"id", device.device.hex()},
                               {"this_machine", device.own},
                               {"generation", device.generation},
                               {"seen_generation", device.seen_generation},
                               {"bytes", device.bytes}};
    one["newest_record"] = nullptr;
    if (device.newest_ms)
        one["newest_record"] = journal::iso_time(moment_of(*device.newest_ms, now));
    one["waiting"] = device.waiting;
    one["not_arrived"] = device.missing;
    one["unreadable"] = device.unreadable;
    one["rolled_back"] = device.rolled_back;
    one["gone"] = device.gone;
    one["to_be_forgotten"] = nullptr;
    if (device.unpurged) one["to_be_forgotten"] = *device.unpurged;
    return one;
}

std::string porcelain(const store::DeviceReport& device, const journal::Now& now) {
    const std::string_view state = device.gone          ? "gone"
                                   : device.rolled_back ? "rolled-back"
                                   : device.unreadable  ? "unreadable"
                                                        : "ok";
    return fmt::format(
        "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", device.device.hex(), device.own ? "this" : "other",
        device.generation,
        device.newest_ms ? journal::iso_time(moment_of(*device.newest_ms, now)) : std::string(),
        device.waiting, device.missing,
        device.unpurged ? fmt::format("{}", *device.unpurged) : std::string(), state);
}

Status print_device(Screen& screen, const store::DeviceReport& device, const journal::Now& now) {
    const std::string newest =
        device.newest_ms
            ? fmt::format("newest record {}",
                          journal::describe_moment(moment_of(*device.newest_ms, now), now.today()))
            : std::string("no record yet");
    const std::string generation = device.generation == 0
                                       ? std::string("no generation yet")
                                       : fmt::format("generation {}", device.generation);
    const char* who = device.own ? "this machine" : "another machine";
    if (screen.accessible()) {
        ATTUNE_CHECK(screen.print(
            fmt::format("{}: {}, {}, {}\n", who, device.device.hex(), generation, newest)));
    } else {
        ATTUNE_CHECK(screen.print(fmt::format("{}  {}\n", device.device.hex(), who)));
        ATTUNE_CHECK(screen.print(fmt::format("    {}, {}\n", generation, newest)));
    }
    for (const std::string& remark : remarks_on(device))
        ATTUNE_CHECK(screen.print(fmt::format("    {}\n", remark)));
    return {};
}

/// The device whose id begins so.
Result<store::DeviceReport> device_named(const std::vector<store::DeviceReport>& list,
                                         const std::string& id) {
    std::vector<store::DeviceReport> fits;
    for (const store::DeviceReport& device : list) {
        if (id.size() >= kDeviceDigitsMin && device.device.hex().starts_with(id))
            fits.push_back(device);
    }
    if (fits.size() == 1) return fits.front();
    return fail(fits.empty() ? ErrorKind::NotFound : ErrorKind::Ambiguous,
                fmt::format("{} '{}'", fits.empty() ? "no machine is" : "more than one machine is",
                            Screen::visible(id)),
                "'attune store devices' lists them with their ids");
}

Result<ExitCode> retire(const DevicesOptions& devices, Context& context, store::Library& library) {
    if (devices.words.size() != 2 || devices.words.front() != "retire" || devices.accept) {
        return fail(ErrorKind::Usage, "'store devices' takes 'retire DEVICE' or nothing",
                    "attune store devices retire 7c1e4a2b");
    }
    Screen& screen = context.screen();
    ATTUNE_TRY(const auto list, library.devices());
    ATTUNE_TRY(const store::DeviceReport device, device_named(list, devices.words.back()));
    if (device.own) {
        return fail(ErrorKind::Refused, "this machine cannot retire itself",
                    "run it on one of the machines that stay");
    }
    if (!devices.yes) {
        screen.say("its entries stay. If it comes back, it goes on as a machine of the store;");
        screen.say("what it wrote and never sent is lost only if its own files are removed there");
        ATTUNE_TRY(const bool wanted, screen.confirm(fmt::format("remove the files of machine {}?",
                                                                 device.device.hex()),
                                                     "--yes"));
        if (!wanted) {
            screen.say("nothing is removed");
            return ExitCode::No;
        }
    }
    context.set_writing();
    ATTUNE_TRY(const vault::Keys* keys, context.unlock());
    ATTUNE_TRY(const store::RetireReport retired,
               store::retire(context.host(), context.location(), *keys, device.device));
    if (retired.repaired.files.written) ATTUNE_CHECK(print_repair(retired.repaired, screen));
    ATTUNE_CHECK(
        screen.print(fmt::format("retired {}: {} removed, everything in them is held here "
                                 "twice\n",
                                 device.device.hex(), counted(retired.files, "file", "files"))));
    const bool whole = retired.repaired.lost.empty() && retired.repaired.files.unread.empty();
    return whole ? ExitCode::Done : ExitCode::No;
}

Result<ExitCode> run(const DevicesOptions& devices, Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    if (!devices.words.empty()) return retire(devices, context, *library);
    ATTUNE_TRY(const journal::Now now, current_now(context));
    Screen& screen = context.screen();
    if (devices.accept) ATTUNE_CHECK(library->accept_devices());
    ATTUNE_TRY(const auto list, library->devices());
    if (context.global().json) {
        auto all = nlohmann::ordered_json::array();
        for (const store::DeviceReport& device : list)
            all.push_back(as_json(device, now));
        const nlohmann::ordered_json document{{"schema", 1}, {"devices", std::move(all)}};
        ATTUNE_CHECK(screen.print_json(document.dump(2) + "\n"));
        return ExitCode::Done;
    }
    bool news = false;
    for (const store::DeviceReport& device : list) {
        news = news || device.gone || device.rolled_back;
        ATTUNE_CHECK(context.global().porcelain ? screen.print_raw(porcelain(device, now))
                                                : print_device(screen, device, now));
    }
    if (news) screen.say("if that is as it is meant to be: attune store devices --accept");
    return ExitCode::Done;
}

}  // namespace

const Command kStoreDevices{
    .name = "store devices",
    .summary = "the machines that share the store, and what has not arrived",
    .group = Group::Data,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<DevicesOptions, describe, run>,
    .details =
        "A machine whose files went back to an older state or are gone is told of once and "
        "listed here until --accept. Retiring one removes its files once everything in them is "
        "held here twice; what its damaged files still give is brought in first, what could not "
        "be brought back is listed with exit code 1, and they are kept under names that end in "
        ".damaged.\n"
        "\n"
        "  attune store devices\n"
        "  attune store devices --json\n"
        "  attune store devices retire 7c1e4a2b\n"};

}  // namespace attune::cli
