#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "attune/base/civil_day.hpp"
#include "attune/journal/record.hpp"
#include "attune/journal/typed_line.hpp"

namespace attune::journal {

/// What a record says beside its text, on one line: triggers, feelings, body, other numbers and
/// coded words, people. Empty when there is nothing. Words of the person are made visible for a
/// terminal.
///
///     plans-changed  hurt 7, anxious 8  with sam
[[nodiscard]] std::string summary_of(const Record& record);

/// The one line after a write: what was understood, in the order when, triggers, feelings, body,
/// other numbers and coded words, people, and how to take it back. Never the text itself.
///
///     logged 4f2a  Sun 1 Mar 21:40  plans-changed  hurt 7, anxious 8  with sam   undo: attune undo
///     4f2a
///
/// `verb` is the first word ("logged", "noted"); `today` decides whether the year is shown. Words
/// of the person are made visible for a terminal.
[[nodiscard]] std::string echo_line(const Record& record, std::string_view short_id, CivilDay today,
                                    std::string_view verb = "logged");

/// The same with another summary.
[[nodiscard]] std::string echo_line(const Moment& at, std::string_view summary,
                                    std::string_view short_id, CivilDay today,
                                    std::string_view verb);

/// A line on words that missed being a sign by their number, or nothing: "'hurt=11' stayed text:
/// numbers go from 0 to 10".
[[nodiscard]] std::optional<std::string> near_miss_line(const TypedLine& line);

}  // namespace attune::journal
