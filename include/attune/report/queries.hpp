#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/report/diary.hpp"
#include "attune/report/document.hpp"

/// What a report was counted from, as SQL over the views of query/views.hpp: whoever doubts a
/// number can ask the journal the same by 'attune sql'.
namespace attune::report {

struct SectionQuery {
    std::string section;  ///< id of the section that it belongs to
    std::string asks;     ///< what it counts: "entries by response"
    std::string sql;      ///< one SELECT, in lines of at most about 70 characters, without ';'
};

struct QueryScope {
    std::optional<DayRange> days;  ///< of the period; none for a report on all there is
    CivilDay today;                ///< the trend of a period that goes on ends here
    std::string person = {};       ///< whom it is about, as they are called now; empty: everybody
};

/// The days that a document says it is about; nothing where it names none.
[[nodiscard]] std::optional<DayRange> period_of(const Document& document);

/// The queries behind the sections a document has, in their order. Sections whose numbers are drawn
/// at random or judged by a test (patterns) have none, nor has one that is only said in words.
[[nodiscard]] std::vector<SectionQuery> queries_of(const Document& document,
                                                   const QueryScope& scope);

/// Adds them to a document: a section 'queries' before its last words, each query as a command that
/// can be typed, and the member `queries` for programs.
void add_queries(Document& document, const QueryScope& scope);

}  // namespace attune::report
