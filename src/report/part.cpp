#include "report/part.hpp"

#include <iterator>

#include "attune/base/text.hpp"

namespace attune::report {

void take(Part part, Document& document, Section& explanation) {
    std::move(part.sections.begin(), part.sections.end(), std::back_inserter(document.sections));
    for (auto& member : part.members)
        document.machine.set(member.first, std::move(member.second));
    std::move(part.suppressed.begin(), part.suppressed.end(),
              std::back_inserter(document.suppressed));
    std::move(part.explained.begin(), part.explained.end(), std::back_inserter(explanation.blocks));
}

void explain_suppressed(const Document& document, Section& explanation) {
    std::vector<std::string> rules;
    for (const Suppressed& one : document.suppressed)
        rules.push_back(one.name + ": " + one.rule);
    if (!rules.empty()) explanation.blocks.emplace_back(KeyValue{"Left out", join(rules, "\n")});
}

}  // namespace attune::report
