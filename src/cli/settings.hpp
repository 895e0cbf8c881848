#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/problem.hpp"
#include "attune/host/host.hpp"
#include "attune/journal/when.hpp"
#include "cli/global_options.hpp"

namespace attune::cli {

/// Who decided a setting; each stands in front of those before it.
enum class Origin { Default, File, Variable, Flag };

/// What holds for one setting.
struct Held {
    std::string value;
    Origin origin = Origin::Default;
    /// "config.toml:3", "ATTUNE_COLOR", "--color"; "default".
    std::string where = "default";
};

/// `ATTUNE_` and the key in capitals: what sets it for one call.
[[nodiscard]] std::string variable_of(std::string_view key);

/// What holds for this call: flag > variable > config file > default.
class Settings {
  public:
    /// Only the defaults.
    Settings();

    /// BadInput with its place for a config file that cannot be read as one; Usage for a variable
    /// whose value is not allowed. NO_COLOR counts as a variable of color; PAGER stands behind the
    /// config file. A missing file is an empty one.
    [[nodiscard]] static Result<Settings> load(host::Host& host, const GlobalOptions& global,
                                               const std::string& config_file);

    /// What holds for a known key.
    [[nodiscard]] const Held& held(std::string_view key) const;
    /// Keys of the file that nobody knows.
    [[nodiscard]] const std::vector<definition::Problem>& notes() const { return notes_; }

    [[nodiscard]] bool is_on(std::string_view key) const { return held(key).value == "true"; }
    [[nodiscard]] std::chrono::minutes day_start() const;
    [[nodiscard]] int week_start() const;  ///< 0 Monday .. 6 Sunday
    [[nodiscard]] journal::DateOrder date_order() const;
    [[nodiscard]] std::chrono::minutes unlock_time() const;
    /// Nothing when the terminal is asked.
    [[nodiscard]] std::optional<std::string> passphrase_command() const;

    /// Puts what holds for colours and plain text where the screen looks for it.
    void apply_to(GlobalOptions& global) const;

  private:
    std::map<std::string, Held, std::less<>> held_;
    std::vector<definition::Problem> notes_;
};

/// The largest config file that is read.
inline constexpr std::size_t kMaxConfigBytes = std::size_t{1} << 20;

}  // namespace attune::cli
