#pragma once

#include <string>
#include <string_view>

#include "attune/report/document.hpp"

namespace attune::render {

/// The columns of a report as CSV. They never change; a column that comes later stands at the end.
inline constexpr std::string_view kReportCsvHeader =
    "report,section,item,name,value,text,n,low,high,level,method";

/// Everything `machine` of the document holds, as long as it is wide: one row for each number, word
/// or gap, as RFC 4180 has it, lines ending in CRLF.
///
/// - `report` is the kind of the document, `section` the member of the document it is under (empty
///   for its own members), `item` what lies between, joined by "/": members by their name, elements
///   of a list by their slug, id, name, label, key, day, first or date, else by their place from 1.
/// - `value` is a number, `text` a word, a date, true or false; both are empty where nothing is
///   known.
/// - `n`, `low`, `high`, `level` and `method` of a figure stand in the row of its estimate (the
///   first of share, estimate, median, mean, value, score, slope, difference, effect, skill, hits)
///   and not in rows of their own; a figure without an estimate has a row with an empty `value`. A
///   low and high without `level` are the ends of what was seen, not an interval.
/// - What was left out for want of data has the section `suppressed` and its rule as `text`.
///
/// Numbers in the shortest form that reads back the same; controls in words are made visible. With
/// `spreadsheet` the text begins with the mark of UTF-8, and words that a spreadsheet program would
/// take for a formula have a ' in front.
[[nodiscard]] std::string render_csv(const report::Document& document, bool spreadsheet = false);

}  // namespace attune::render
