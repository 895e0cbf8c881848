#include "cli/option_set.hpp"

#include <utility>

#include "attune/base/assert.hpp"
#include "attune/base/text.hpp"

namespace attune::cli {

namespace {

Option make(std::string_view value, std::string_view help, std::vector<std::string> choices,
            Option::Target target) {
    return {.short_name = {},
            .long_name = {},
            .value = std::string(value),
            .help = std::string(help),
            .choices = std::move(choices),
            .target = target};
}

}  // namespace

void OptionSet::add(std::string_view names, Option option) {
    for (const std::string_view name : split(names, ',')) {
        ATTUNE_ASSERT(name.starts_with('-') && find(name) == nullptr);
        (name.starts_with("--") ? option.long_name : option.short_name) = name;
    }
    options_.push_back(std::move(option));
}

OptionSet& OptionSet::flag(bool& target, std::string_view names, std::string_view help) {
    add(names, make("", help, {}, &target));
    return *this;
}

OptionSet& OptionSet::text(std::optional<std::string>& target, std::string_view names,
                           std::string_view value, std::string_view help) {
    add(names, make(value, help, {}, &target));
    return *this;
}

OptionSet& OptionSet::texts(std::vector<std::string>& target, std::string_view names,
                            std::string_view value, std::string_view help) {
    add(names, make(value, help, {}, &target));
    return *this;
}

OptionSet& OptionSet::dates(std::vector<std::string>& target, std::string_view names,
                            std::string_view value, std::string_view help) {
    Option option = make(value, help, {}, &target);
    option.is_date = true;
    add(names, std::move(option));
    return *this;
}

OptionSet& OptionSet::number(std::optional<long long>& target, std::string_view names,
                             std::string_view value, std::string_view help) {
    add(names, make(value, help, {}, &target));
    return *this;
}

OptionSet& OptionSet::choice(std::optional<std::string>& target, std::string_view names,
                             std::vector<std::string> choices, std::string_view help) {
    const std::string value = join(choices, "|");
    add(names, make(value, help, std::move(choices), &target));
    return *this;
}

OptionSet& OptionSet::argument(std::optional<std::string>& target, std::string_view name,
                               std::string_view help) {
    arguments_.push_back({std::string(name), std::string(help), false, &target});
    return *this;
}

OptionSet& OptionSet::required_argument(std::optional<std::string>& target, std::string_view name,
                                        std::string_view help) {
    arguments_.push_back({std::string(name), std::string(help), true, &target});
    return *this;
}

OptionSet& OptionSet::arguments(std::vector<std::string>& target, std::string_view name,
                                std::string_view help) {
    arguments_.push_back({std::string(name), std::string(help), false, &target});
    return *this;
}

OptionSet& OptionSet::required_arguments(std::vector<std::string>& target, std::string_view name,
                                         std::string_view help) {
    arguments_.push_back({std::string(name), std::string(help), true, &target});
    return *this;
}

OptionSet& OptionSet::prose(std::vector<std::string>& target, std::string_view name,
                            std::string_view help) {
    prose_ = true;
    return arguments(target, name, help);
}

const Option* OptionSet::find(std::string_view name) const {
    for (const Option& option : options_) {
        if (!name.empty() && (name == option.short_name || name == option.long_name)) {
            return &option;
        }
    }
    return nullptr;
}

}  // namespace attune::cli
