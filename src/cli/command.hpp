#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/host/host.hpp"
#include "cli/exit_code.hpp"
#include "cli/option_set.hpp"

namespace attune::cli {

class Context;
struct Command;

/// What must be there before a command runs. A command that needs the open store asks for its
/// secret before anything else is asked.
enum class Needs { Nothing, Vault, UnlockedVault };

/// Where `help all` lists a command.
enum class Group { Write, Look, Assess, Practise, Data, Keys, More };

/// One call of a command: holds its options while they are parsed and the command runs.
class Invocation {
  public:
    virtual ~Invocation() = default;
    /// Looks at what was typed before the options are described, for a command whose options follow
    /// from one of its words. An error ends the command as one of its options would.
    [[nodiscard]] virtual Status prepare(host::Host& host,
                                         const std::vector<std::string>& arguments,
                                         const OptionSet& global) {
        static_cast<void>(host);
        static_cast<void>(arguments);
        static_cast<void>(global);
        return {};
    }
    virtual void describe(OptionSet& options) = 0;
    virtual Result<ExitCode> run(Context& context) = 0;
    /// The command as its help shows it, when `prepare` found that it is a narrower one.
    [[nodiscard]] virtual std::optional<Command> shown_as() const;
};

/// A command as its file defines it:
///
///     struct LockOptions {};
///     void describe(OptionSet&, LockOptions&) {}
///     Result<ExitCode> run(const LockOptions&, Context& context) { ... }
///     ...
///     const Command kLock{.name = "lock",
///                         .summary = "forget the key at once",
///                         .group = Group::Keys,
///                         .needs = Needs::Vault,
///                         .invoke = invoke<LockOptions, describe, run>};
///
/// and one line in commands.hpp and commands.cpp.
struct Command {
    std::string_view name;  ///< "log", or two words: "quiz take"
    std::string_view summary;
    Group group = Group::More;
    Needs needs = Needs::Nothing;
    std::unique_ptr<Invocation> (*invoke)() = nullptr;
    std::string_view details = {};  ///< what --help adds: paragraphs and examples
    /// Called with everything that was typed when a command with prose cannot be parsed, so that no
    /// words are lost.
    void (*rescue)(Context& context, const std::string& typed) = nullptr;
};

inline std::optional<Command> Invocation::shown_as() const {
    return std::nullopt;
}

template <typename Options, void (*Describe)(OptionSet&, Options&),
          Result<ExitCode> (*Run)(const Options&, Context&)>
std::unique_ptr<Invocation> invoke() {
    class Bound final : public Invocation {
      public:
        void describe(OptionSet& options) override { Describe(options, options_); }
        Result<ExitCode> run(Context& context) override { return Run(options_, context); }

      private:
        Options options_{};
    };
    return std::make_unique<Bound>();
}

}  // namespace attune::cli
