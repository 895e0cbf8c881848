#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "cli/exit_code.hpp"
#include "cli/option_set.hpp"

namespace attune::cli {

class Context;

/// What must be there before a command runs. A command that needs the open store asks for its
/// secret before anything else is asked.
enum class Needs { Nothing, Vault, UnlockedVault };

/// Where `help all` lists a command.
enum class Group { Write, Look, Assess, Practise, Data, Keys, More };

/// One call of a command: holds its options while they are parsed and the command runs.
class Invocation {
  public:
    virtual ~Invocation() = default;
    virtual void describe(OptionSet& options) = 0;
    virtual Result<ExitCode> run(Context& context) = 0;
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
