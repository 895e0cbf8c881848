#include "cli/key_text.hpp"

#include <fmt/format.h>

namespace attune::cli {

std::string_view slot_type_name(vault::SlotType type) {
    switch (type) {
        case vault::SlotType::Passphrase:
            return "passphrase";
        case vault::SlotType::KeyFile:
            return "key file";
        case vault::SlotType::Recovery:
            break;
    }
    return "recovery code";
}

std::string slot_name(const vault::SlotInfo& slot) {
    return fmt::format("{} {}", slot_type_name(slot.type), slot.id.hex().substr(0, kSlotDigits));
}

void tell_still_open(Context& context, const std::vector<std::string>& paths,
                     std::string_view what) {
    if (paths.empty()) return;
    context.screen().say(
        fmt::format("older files still open with {} until newer ones replace them:", what));
    for (const std::string& path : paths)
        context.screen().say("  " + Screen::visible(path));
}

}  // namespace attune::cli
