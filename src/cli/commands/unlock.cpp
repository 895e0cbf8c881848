#include <fmt/format.h>

#include "attune/vault/session.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/duration.hpp"

namespace attune::cli {

namespace {

struct UnlockOptions {
    std::optional<std::string> duration;
};

void describe(OptionSet& options, UnlockOptions& unlock) {
    options.text(unlock.duration, "--for", "TIME",
                 "how long: 15m (unless configured), 90s, 2h, at most 24h");
}

constexpr auto kLongest = std::chrono::hours(24);

std::string in_words(std::chrono::seconds time) {
    const auto seconds = time.count();
    if (seconds % 3600 == 0) return fmt::format("{} h", seconds / 3600);
    if (seconds % 60 == 0) return fmt::format("{} min", seconds / 60);
    return fmt::format("{} s", seconds);
}

Result<ExitCode> run(const UnlockOptions& unlock, Context& context) {
    std::chrono::seconds time = context.settings().unlock_time();
    if (unlock.duration) {
        ATTUNE_TRY(time, parse_duration(*unlock.duration));
        if (time.count() < 1 || time > kLongest) {
            return fail(ErrorKind::Usage, "'--for' takes from one second to 24 hours");
        }
    }
    ATTUNE_TRY(const vault::Keys* keys, context.unlock());
    // A disk that takes nothing keeps nobody from reading; logging says itself what it lacks.
    if (const auto known = vault::ensure_identity(context.host(), context.location(), *keys);
        !known) {
        context.screen().warn("this machine cannot log to the store yet: " + known.error().message);
        if (!known.error().hint.empty()) context.screen().say(known.error().hint);
    }
    if (auto kept = vault::remember_keys(context.host(), context.location(), *keys,
                                         static_cast<unsigned>(time.count()));
        !kept) {
        Error error = std::move(kept).error();
        if (error.kind == ErrorKind::Refused) {
            error.hint = "the secret is right; each command that reads will ask for it";
        }
        return fail(std::move(error));
    }
    ATTUNE_CHECK(context.screen().print(
        fmt::format("unlocked for {}; until then every program running as you can read the key\n",
                    in_words(time))));
    context.screen().say("'attune lock' ends it at once");
    if (context.host().environment.swap_in_use().value_or(false)) {
        context.screen().say_more(
            "this machine swaps: keys are locked in memory, but the opened image may be swapped "
            "out; an encrypted swap area, or none, keeps it off the disk");
    }
    return ExitCode::Done;
}

}  // namespace

const Command kUnlock{.name = "unlock",
                      .summary = "keep the key in the kernel for a while, so that nothing asks",
                      .group = Group::Keys,
                      .needs = Needs::Vault,
                      .invoke = invoke<UnlockOptions, describe, run>};

}  // namespace attune::cli
