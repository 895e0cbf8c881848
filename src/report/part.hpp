#pragma once

#include <string>
#include <utility>
#include <vector>

#include "attune/report/document.hpp"

namespace attune::report {

/// One subject of a report: it computes its numbers and says them in sections, as members for
/// programs, as rules that left something out, and in words on how the numbers are made.
struct Part {
    std::vector<Section> sections = {};
    std::vector<std::pair<std::string, Machine>> members = {};
    std::vector<Suppressed> suppressed = {};
    std::vector<KeyValue> explained = {};
};

/// Adds a subject to a document; what it explains goes to the end of `explanation`.
void take(Part part, Document& document, Section& explanation);

/// What was left out and by which rule, as a line of --explain; nothing when nothing was.
void explain_suppressed(const Document& document, Section& explanation);

}  // namespace attune::report
