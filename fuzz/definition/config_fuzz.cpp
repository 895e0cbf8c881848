#include "attune/definition/settings.hpp"
#include "fuzz/property.hpp"

using namespace attune;
using fuzz::expect;

// A value set in a file is the value that is then read, everything else stays as it was, and a
// value taken out of it is gone. The first byte picks the key.
ATTUNE_FUZZ(config) {
    fuzz::Choices choices(data, size);
    const auto keys = definition::all_settings();
    const definition::Setting& setting = keys[choices.below(keys.size())];
    const std::string_view text = choices.rest();
    const auto config = definition::read_config(text, "config.toml");
    const std::string value(setting.words.empty() ? setting.fallback : setting.words.back());
    const auto kept = definition::check_value(setting, value);
    if (!config || !kept) return;
    for (const definition::GivenSetting& given : config->given) {
        const definition::Setting* known = definition::find_setting(given.key);
        expect(known != nullptr, "a key that is given is known");
        expect(definition::check_value(*known, given.value) == given.value,
               "a value is kept in its own form");
    }
    const auto changed = definition::set_in_config(text, "config.toml", setting, *kept);
    if (!changed) return;
    const auto again = definition::read_config(*changed, "config.toml");
    expect(again.has_value(), "a changed file can be read");
    expect(again->find(setting.key) != nullptr && again->find(setting.key)->value == *kept,
           "what was set is there");
    for (const definition::GivenSetting& given : config->given) {
        if (given.key == setting.key) continue;
        const auto* other = again->find(given.key);
        expect(other != nullptr && other->value == given.value, "another key stays as it was");
    }
    expect(again->notes.size() == config->notes.size(), "unknown keys stay");
    const auto without = definition::unset_in_config(*changed, "config.toml", setting.key);
    expect(without && *without, "what is set can be taken out");
    const auto rest = definition::read_config(**without, "config.toml");
    expect(rest && rest->find(setting.key) == nullptr, "what was taken out is gone");
}
