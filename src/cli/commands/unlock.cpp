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
    ATTUNE_CHECK(vault::ensure_identity(context.host(), context.location(), *keys));
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
    return ExitCode::Done;
}

}  // namespace

const Command kUnlock{.name = "unlock",
                      .summary = "keep the key in the kernel for a while, so that nothing asks",
                      .group = Group::Keys,
                      .needs = Needs::Vault,
                      .invoke = invoke<UnlockOptions, describe, run>};

}  // namespace attune::cli
