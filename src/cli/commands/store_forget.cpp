// attune store forget: an entry and every version of it leave the store for ever.

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/echo.hpp"
#include "attune/vault/remains.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/now.hpp"
#include "cli/record_text.hpp"

namespace attune::cli {

namespace {

constexpr int kDeviceDigits = 8;

struct ForgetOptions {
    std::vector<std::string> ids;
    bool yes = false;
};

void describe(OptionSet& options, ForgetOptions& forget) {
    options.required_arguments(forget.ids, "ID", "which entries")
        .flag(forget.yes, "-y,--yes", "do not ask");
}

/// What this cannot reach, said before the question and again behind it.
void tell_limits(Screen& screen) {
    screen.say("this cannot be undone, and it cannot reach:");
    screen.say("  backups and exports, and what a sync tool or git keeps of older files");
    screen.say("  other machines that share the store, until each has unlocked it once");
}

Status tell_report(Screen& screen, const store::ForgetReport& report, std::size_t asked) {
    ATTUNE_CHECK(screen.print(fmt::format("forgot {}\n", counted(asked, "entry", "entries"))));
    if (const std::size_t drafts = report.records.size() - asked; drafts > 0) {
        ATTUNE_CHECK(screen.print(fmt::format("and {} with words of {}\n",
                                              counted(drafts, "draft", "drafts"),
                                              asked == 1 ? "it" : "them")));
    }
    if (report.own_files_clean) {
        ATTUNE_CHECK(screen.print("no file of this machine holds the words any more\n"));
    } else {
        screen.warn(
            "older files of this machine still hold the words; the next unlock that can "
            "write replaces them" +
            (report.left_for_later.empty() ? std::string() : ": " + report.left_for_later));
    }
    for (const DeviceId& device : report.others) {
        screen.say(fmt::format("machine {} holds the words until its next unlock",
                               device.hex().substr(0, kDeviceDigits)));
    }
    if (!report.others.empty()) screen.say("'attune store devices' says which have not yet");
    for (const std::string& path : report.unread_files)
        screen.say(fmt::format("not looked into: {}", Screen::visible(path)));
    return {};
}

Result<ExitCode> run(const ForgetOptions& forget, Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const journal::Now now, current_now(context));
    Screen& screen = context.screen();
    std::vector<RecordId> ids;
    for (const std::string& text : forget.ids) {
        ATTUNE_TRY(const RecordId id, library->find(text));
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    if (!forget.yes) {
        for (const RecordId& id : ids) {
            ATTUNE_TRY(const store::StoredRecord stored, library->load(id));
            ATTUNE_TRY(const auto steps, library->history(id));
            screen.say(fmt::format("{}  {}  {}, {}", library->short_id(id),
                                   journal::describe_moment(stored.record.at, now.today()),
                                   Screen::visible(stored.record.kind),
                                   counted(steps.size(), "version", "versions")));
        }
        tell_limits(screen);
        ATTUNE_TRY(const vault::Keys* keys, context.unlock());
        ATTUNE_TRY(const auto aside,
                   vault::put_aside_files(context.host(), context.location(), keys->store));
        if (!aside.empty()) screen.say("what repairs put aside may hold the words and goes too:");
        for (const std::string& path : aside)
            screen.say("  " + Screen::visible(path));
        ATTUNE_TRY(const bool wanted,
                   screen.confirm(fmt::format("forget {} for ever?",
                                              ids.size() == 1 ? std::string("it")
                                                              : fmt::format("all {}", ids.size())),
                                  "--yes"));
        if (!wanted) {
            screen.say("nothing is forgotten");
            return ExitCode::No;
        }
    }
    context.set_writing();
    ATTUNE_TRY(const store::ForgetReport report, library->forget(ids));
    ATTUNE_CHECK(tell_report(screen, report, ids.size()));
    if (forget.yes) tell_limits(screen);
    return ExitCode::Done;
}

}  // namespace

const Command kStoreForget{
    .name = "store forget",
    .summary = "remove an entry and all its versions for ever",
    .group = Group::Data,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<ForgetOptions, describe, run>,
    .details =
        "'attune delete' hides an entry and 'undo' brings it back. This leaves nothing but the "
        "id, so that no other machine brings the entry back. The files of this machine are "
        "written anew at once, twice, so that the older ones can go. What was written about the "
        "entry later stays and can be forgotten by its own id. An import does not bring it back "
        "either. What is set aside or was put aside by a repair and may hold the words goes too.\n"
        "\n"
        "It cannot reach backups, exports, the history of a sync tool or of git, nor other "
        "machines until they unlock; 'attune store devices' says which have not.\n"
        "\n"
        "  attune store forget 7c1e\n"};

}  // namespace attune::cli
