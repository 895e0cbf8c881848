#include "cli/trigger_flags.hpp"

#include "attune/journal/trigger_record.hpp"

namespace attune::cli {

void TriggerFlags::describe(OptionSet& options) {
    for (const journal::TriggerOption& option : journal::trigger_options()) {
        Flag& flag = flags_.emplace_back(Flag{.name = std::string(option.name)});
        const std::string name = "--" + flag.name;
        if (option.value.empty()) {
            options.flag(flag.set, name, option.help);
        } else if (flag.name == "at") {
            options.dates(flag.values, name, option.value, option.help);
        } else {
            options.texts(flag.values, name, option.value, option.help);
        }
    }
}

std::vector<journal::GivenOption> TriggerFlags::given() const {
    std::vector<journal::GivenOption> out;
    for (const Flag& flag : flags_) {
        if (flag.set) out.push_back({flag.name, {}});
        for (const std::string& value : flag.values)
            out.push_back({flag.name, value});
    }
    return out;
}

}  // namespace attune::cli
