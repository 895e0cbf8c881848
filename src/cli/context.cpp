#include "cli/context.hpp"

#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::cli {

namespace {

/// The value of an XDG variable when it is an absolute path, else `fallback` below the home folder.
std::string base_folder(host::Host& host, const char* variable, const char* fallback) {
    const auto value = host.environment.variable(variable);
    if (value && value->starts_with('/')) return *value;
    return host::path_join(host.environment.variable("HOME").value_or("/"), fallback);
}

vault::Location find_location(host::Host& host, const GlobalOptions& global) {
    vault::Location location;
    location.state_root =
        host::path_join(base_folder(host, "XDG_STATE_HOME", ".local/state"), "attune");
    if (global.store) {
        location.folder = *global.store;
        return location;
    }
    const auto variable = host.environment.variable("ATTUNE_STORE");
    location.folder =
        variable && !variable->empty()
            ? *variable
            : host::path_join(base_folder(host, "XDG_DATA_HOME", ".local/share"), "attune");
    return location;
}

}  // namespace

std::string find_config_file(host::Host& host) {
    return host::path_join(base_folder(host, "XDG_CONFIG_HOME", ".config"), "attune/config.toml");
}

Context::Context(host::Host& host, GlobalOptions global, Settings settings)
    : host_(host),
      global_(std::move(global)),
      settings_(std::move(settings)),
      screen_(host, global_),
      location_(find_location(host, global_)),
      config_file_(find_config_file(host)) {
}

Result<std::string> Context::load_input(const std::string& name, std::size_t limit) {
    if (name == "-") return host_.terminal.read_input(limit);
    auto content = host_.files.load_source(name, limit);
    if (!content) {
        Error error = std::move(content).error();
        if (error.kind == ErrorKind::NotFound) error.kind = ErrorKind::Io;
        return fail(std::move(error));
    }
    return std::string(as_text(*content));
}

Result<std::string> Context::load_kept_input(std::size_t limit) {
    if (!kept_input_) {
        ATTUNE_TRY(kept_input_, load_input("-", limit));
    }
    return *kept_input_;
}

Status Context::save_output(const std::optional<std::string>& name, std::string_view bytes) {
    if (!name || *name == "-") return screen_.print_raw(bytes);
    auto saved = host_.files.replace(*name, as_bytes(bytes), true);
    if (saved) return {};
    // A folder that is not there is a file that cannot be written, not an entry that cannot be
    // found.
    Error error = std::move(saved).error();
    if (error.kind == ErrorKind::NotFound) error.kind = ErrorKind::Io;
    return fail(std::move(error));
}

}  // namespace attune::cli
