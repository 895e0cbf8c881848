#include "attune/report/machine.hpp"

#include "attune/base/assert.hpp"

namespace attune::report {

Machine& Machine::set(const std::string& name, Machine value) {
    auto* all = std::get_if<Members>(&content_);
    ATTUNE_ASSERT(all != nullptr);
    for (auto& [known, old] : *all) {
        if (known == name) {
            old = std::move(value);
            return *this;
        }
    }
    all->emplace_back(name, std::move(value));
    return *this;
}

Machine& Machine::push(Machine value) {
    auto* all = std::get_if<List>(&content_);
    ATTUNE_ASSERT(all != nullptr);
    all->push_back(std::move(value));
    return *this;
}

const Machine* Machine::find(const std::string& name) const {
    const auto* all = std::get_if<Members>(&content_);
    if (all == nullptr) return nullptr;
    for (const auto& [known, value] : *all) {
        if (known == name) return &value;
    }
    return nullptr;
}

}  // namespace attune::report
