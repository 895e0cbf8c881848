#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/definition/form.hpp"
#include "attune/journal/form_record.hpp"
#include "attune/journal/record.hpp"
#include "attune/query/snippet.hpp"
#include "cli/screen.hpp"

/// Records as a person reads them in lists and one at a time, and as scripts do.
namespace attune::cli {

/// How a record that a form describes is read. Without a form nothing here is looked at.
struct FormView {
    const definition::Form* form = nullptr;
    journal::ReadingOptions reading = {};
};

/// One record of a list: id, time, kind unless it is a trigger, summary; the text on a line below,
/// cut to the width. In accessible mode label: value lines instead.
/// With a snippet, the place that fits the search stands there instead of the text, named when it
/// is a field, each match bold, or in [brackets] where nothing can be bold.
[[nodiscard]] Status print_listed(Screen& screen, const journal::Record& record,
                                  std::string_view short_id, CivilDay today,
                                  const FormView& view = {},
                                  const std::optional<query::Snippet>& snippet = {});

/// A snippet on one line of at most `columns` cells around its first match.
[[nodiscard]] std::string snippet_line(const Screen& screen, const query::Snippet& snippet,
                                       int columns);

/// Everything a record holds, as label and value in a fixed order, the answers of a form under
/// their own labels; empty parts are left out.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> facts_of(
    const journal::Record& record, const FormView& view = {});

/// What a record says beside its text, on one line: kind or questionnaire, scores, summary.
[[nodiscard]] std::string headline_of(const journal::Record& record, const FormView& view = {});

/// Text for one cell of a porcelain line: \t, \n, \r and \\ stand for those characters.
[[nodiscard]] std::string escape_cell(std::string_view text);

/// id, at, local day, kind, triggers, people, text: tab-separated, with \t, \n, \r and \\ for those
/// characters. This line never changes shape.
[[nodiscard]] std::string porcelain_line(const journal::Record& record);

}  // namespace attune::cli
