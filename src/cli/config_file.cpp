#include "cli/config_file.hpp"

#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/text.hpp"

namespace attune::cli {

Result<std::string> load_config_text(Context& context) {
    if (!context.host().files.info(context.config_file())) return std::string();
    return context.load_input(context.config_file(), kMaxConfigBytes);
}

Status save_config_text(Context& context, const std::string& text) {
    host::Files& files = context.host().files;
    const std::string& path = context.config_file();
    const auto info = files.info(path);
    if (info && info->type != host::FileType::Regular) {
        return fail(ErrorKind::Refused, fmt::format("'{}' is no plain file", Screen::visible(path)),
                    "when it is a link, change the file that it points to");
    }
    ATTUNE_CHECK(files.make_folder(host::parent_folder(path)));
    return files.replace(path, as_bytes(text), true);
}

Result<const definition::Setting*> known_setting(const std::string& key) {
    if (const definition::Setting* setting = definition::find_setting(key)) return setting;
    if (key == definition::kContactsKey) {
        return fail(ErrorKind::Usage, fmt::format("{} is a list", key),
                    "write it into the file: 'attune config path' says which one, 'attune support' "
                    "shows how");
    }
    std::vector<std::string> known;
    for (const definition::Setting& setting : definition::all_settings())
        known.emplace_back(setting.key);
    const auto near = nearest_word(key, known);
    return fail(ErrorKind::Usage, fmt::format("there is no setting '{}'", Screen::visible(key)),
                near ? fmt::format("the nearest one is '{}'", *near)
                     : "'attune config list' shows the settings");
}

std::string_view origin_name(Origin origin) {
    constexpr std::string_view kNames[] = {"default", "config", "environment", "flag"};
    return kNames[static_cast<std::size_t>(origin)];
}

nlohmann::ordered_json setting_json(const definition::Setting& setting, const Held& held) {
    return {{"key", std::string(setting.key)},
            {"value", to_utf8_lossy(held.value)},
            {"origin", std::string(origin_name(held.origin))},
            {"where", to_utf8_lossy(held.where)},
            {"default", std::string(setting.fallback)}};
}

}  // namespace attune::cli
