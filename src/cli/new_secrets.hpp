#pragma once

#include <string>
#include <utility>

#include "cli/context.hpp"

namespace attune::cli {

/// A key file of 32 random bytes that is taken away again unless `keep` is called.
class NewKeyFile {
  public:
    /// Refused when something stands at `path`: an existing file is never overwritten.
    [[nodiscard]] static Result<NewKeyFile> make(host::Host& host, const std::string& path);
    NewKeyFile(NewKeyFile&& other) noexcept
        : host_(other.host_),
          path_(std::move(other.path_)),
          secret_(std::move(other.secret_)),
          keep_(std::exchange(other.keep_, true)) {}
    NewKeyFile& operator=(NewKeyFile&&) = delete;
    ~NewKeyFile();
    [[nodiscard]] vault::GivenSecret secret() const {
        return {vault::SlotType::KeyFile, secret_.clone()};
    }
    void keep() { keep_ = true; }

  private:
    NewKeyFile(host::Host& host, std::string path) : host_(host), path_(std::move(path)) {}
    host::Host& host_;
    std::string path_;
    crypto::Secret secret_;
    bool keep_ = true;
};

/// Asks twice for a new passphrase on the terminal, up to three times. Usage with `hint` when there
/// is no terminal, and when the two never agree.
[[nodiscard]] Result<vault::GivenSecret> ask_new_passphrase(Context& context,
                                                            const std::string& hint);

/// The passphrase in the first line of a file; `-` is standard input. Io when it cannot be read.
[[nodiscard]] Result<vault::GivenSecret> passphrase_in_file(Context& context,
                                                            const std::string& path);

/// Shows a recovery code where only the person sees it: on the terminal when there is one, else on
/// standard output.
[[nodiscard]] Status show_recovery_code(Context& context, const std::string& code);

}  // namespace attune::cli
