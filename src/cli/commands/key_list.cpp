#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/key_text.hpp"

namespace attune::cli {

namespace {

struct KeyListOptions {};

void describe(OptionSet& /*options*/, KeyListOptions& /*list*/) {
}

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;

std::string_view type_slug(vault::SlotType type) {
    switch (type) {
        case vault::SlotType::Passphrase:
            return "passphrase";
        case vault::SlotType::KeyFile:
            return "key_file";
        case vault::SlotType::Recovery:
            break;
    }
    return "recovery";
}

std::string as_json(const std::vector<vault::SlotInfo>& slots) {
    auto list = nlohmann::ordered_json::array();
    for (const vault::SlotInfo& slot : slots) {
        nlohmann::ordered_json one{{"id", slot.id.hex()}, {"type", type_slug(slot.type)}};
        one["memory_bytes"] = nullptr;
        one["passes"] = nullptr;
        if (slot.type == vault::SlotType::Passphrase) {
            one["memory_bytes"] = slot.memory_bytes;
            one["passes"] = slot.passes;
        }
        list.push_back(std::move(one));
    }
    const nlohmann::ordered_json document{{"schema", 1}, {"slots", std::move(list)}};
    return document.dump(2) + "\n";
}

Result<ExitCode> run(const KeyListOptions& /*list*/, Context& context) {
    ATTUNE_TRY(const auto slots, vault::list_slots(context.host(), context.location()));
    Screen& screen = context.screen();
    if (context.global().json) {
        ATTUNE_CHECK(screen.print_json(as_json(slots)));
        return ExitCode::Done;
    }
    for (const vault::SlotInfo& slot : slots) {
        if (context.global().porcelain) {
            ATTUNE_CHECK(screen.print_raw(fmt::format("{}\t{}\t{}\t{}\n", slot.id.hex(),
                                                      type_slug(slot.type), slot.memory_bytes,
                                                      slot.passes)));
            continue;
        }
        const std::string cost =
            slot.type == vault::SlotType::Passphrase
                ? fmt::format("{} MiB, {} passes", slot.memory_bytes / kMebibyte, slot.passes)
                : "opens at once";
        ATTUNE_CHECK(screen.print(fmt::format("{}  {}  {}\n", slot.id.hex().substr(0, kSlotDigits),
                                              pad_right(slot_type_name(slot.type), 13), cost)));
    }
    return ExitCode::Done;
}

}  // namespace

const Command kKeyList{.name = "key list",
                       .summary = "which kinds of secrets open the store",
                       .group = Group::Keys,
                       .needs = Needs::Vault,
                       .invoke = invoke<KeyListOptions, describe, run>};

}  // namespace attune::cli
