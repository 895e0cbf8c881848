#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "attune/host/host.hpp"
#include "attune/store/library.hpp"
#include "attune/store/logbook.hpp"
#include "attune/vault/keys.hpp"
#include "attune/vault/location.hpp"
#include "cli/global_options.hpp"
#include "cli/screen.hpp"
#include "cli/settings.hpp"

namespace attune::cli {

/// `$XDG_CONFIG_HOME/attune/config.toml`; the person's own definitions lie beside it.
[[nodiscard]] std::string find_config_file(host::Host& host);

/// What a command works with: the outside world, the screen, and the store, which is opened once,
/// when first asked for.
class Context {
  public:
    Context(host::Host& host, GlobalOptions global, Settings settings = {});

    [[nodiscard]] host::Host& host() { return host_; }
    [[nodiscard]] const GlobalOptions& global() const { return global_; }
    [[nodiscard]] const Settings& settings() const { return settings_; }
    [[nodiscard]] Screen& screen() { return screen_; }

    /// The folder of the store (--store, ATTUNE_STORE, else below XDG_DATA_HOME) and the private
    /// state.
    [[nodiscard]] const vault::Location& location() const { return location_; }
    /// `$XDG_CONFIG_HOME/attune/config.toml`.
    [[nodiscard]] const std::string& config_file() const { return config_file_; }

    /// A file named on the command line; `-` is standard input. TooLarge above `limit` bytes; Io
    /// and NotFound of the file system come back as Io, so that a script can tell a missing file
    /// from a missing entry.
    [[nodiscard]] Result<std::string> load_input(const std::string& name, std::size_t limit);
    /// Standard input for a command that may begin again past damage (decision 42): the first call
    /// reads it, every other one gives the same. Not for secrets.
    [[nodiscard]] Result<std::string> load_kept_input(std::size_t limit);
    /// Writes a result to the file of -o; `-` or nothing is standard output. An existing file is
    /// replaced whole.
    [[nodiscard]] Status save_output(const std::optional<std::string>& name,
                                     std::string_view bytes);

    /// NoStore, with what to type, when there is none.
    [[nodiscard]] Status require_store();
    /// The door that needs no secret.
    [[nodiscard]] Result<store::Logbook*> open_logbook();
    /// The keys of the store, from the first of: --key-file or ATTUNE_KEY_FILE, --passphrase-file,
    /// --passphrase-fd, the kernel keyring, passphrase_command of the config, a question on the
    /// terminal. Says where a kept key came from under --verbose. Locked, naming the flags, when
    /// none is there.
    [[nodiscard]] Result<const vault::Keys*> unlock();
    /// The keys in sealed files that are not, or no longer, a store, from the same places but for
    /// the keyring.
    [[nodiscard]] Result<vault::Keys> unlock_files(const std::vector<std::string>& paths);
    /// True when a key is at hand without asking anybody.
    [[nodiscard]] bool can_unlock_silently();
    /// The whole store, unlocked. Its warnings are printed once.
    [[nodiscard]] Result<store::Library*> open_library();
    /// For a command that came upon damage: what was wrong with the generation it read; nothing
    /// when that was not it.
    [[nodiscard]] std::optional<Error> library_damage() const;
    /// Lets a command that only reads begin again on an older generation. False, and nothing
    /// changes, when the store is not damaged or when some of the command's output is out.
    [[nodiscard]] bool begin_again();
    /// Says that this command writes, so that a large image may be folded at its end too.
    void set_writing() { writing_ = true; }
    /// Hands over the output and then folds waiting entries into the image when enough wait. Called
    /// once, at the end.
    [[nodiscard]] Status finish();

    /// The passphrase in the first line of --passphrase-file or --passphrase-fd; nothing when
    /// neither was given.
    [[nodiscard]] Result<std::optional<crypto::Secret>> given_passphrase();

    /// The secret of the flags that open the store (--key-file and its variable, --passphrase-file,
    /// --passphrase-fd); nothing when none was given.
    [[nodiscard]] Result<std::optional<vault::GivenSecret>> given_secret();
    /// What passphrase_command of the config printed; nothing when there is no such command.
    /// Locked, naming it, when it does not end well.
    [[nodiscard]] Result<std::optional<vault::GivenSecret>> secret_by_command();
    /// Asks on the terminal before a third costly slot is tried, where it may ask.
    [[nodiscard]] vault::UnlockTries tries();
    /// Goes on with these keys instead of asking for any.
    void use_keys(vault::Keys keys) { keys_ = std::make_shared<vault::Keys>(std::move(keys)); }

  private:
    [[nodiscard]] Result<vault::Keys> find_keys();
    [[nodiscard]] Result<vault::Keys> ask_for_keys();
    [[nodiscard]] Status make_ready(store::Library& library);

    host::Host& host_;
    GlobalOptions global_;
    Settings settings_;
    Screen screen_;
    vault::Location location_;
    std::string config_file_;
    bool writing_ = false;
    std::optional<std::string> kept_input_;
    std::vector<vault::DamagedGeneration> passed_over_;
    std::shared_ptr<vault::Keys> keys_;
    std::shared_ptr<store::Logbook> logbook_;
    std::shared_ptr<store::Library> library_;
};

}  // namespace attune::cli
