#include "cli/own_files.hpp"

namespace attune::cli {

Result<std::vector<std::pair<std::string, std::string>>> load_own_files(Context& context,
                                                                        const std::string& folder,
                                                                        std::size_t limit) {
    std::vector<std::pair<std::string, std::string>> own;
    host::Files& files = context.host().files;
    if (!files.info(folder)) return own;
    ATTUNE_TRY(const auto names, files.list(folder));
    for (const std::string& name : names) {
        if (!name.ends_with(".toml") || name.starts_with('.')) continue;
        const std::string path = host::path_join(folder, name);
        ATTUNE_TRY(std::string text, context.load_input(path, limit));
        own.emplace_back(path, std::move(text));
    }
    return own;
}

std::string own_folder(const Context& context, std::string_view name) {
    return host::path_join(host::parent_folder(context.config_file()), std::string(name));
}

}  // namespace attune::cli
