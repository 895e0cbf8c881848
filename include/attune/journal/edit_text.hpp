#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "attune/journal/record.hpp"
#include "attune/journal/when.hpp"

/// A record as a text that a person changes in an editor, and back:
///
///     # notes
///     at: 2026-03-01 21:40
///     with: sam
///     trigger: plans-changed
///     feel: hurt=7
///
///     === text
///     He cancelled dinner again
///
///     === thought
///     He is tired of me
///
/// 1. The head is lines of `key: value`, one thing each. Keys are the options of `log` without
///    dashes, with `response`, `outcome` and `caught` for the answers and `bring: yes`; what they
///    cannot say stands as `tag: FACET SLUG`, `value: KEY PHASE NUMBER [UNIT]` and
///    `link: RELATION ID`. `with`, `trigger`, `feel`, `body`, `urge`, `did`, `coping`, `need` and
///    `context` take several, parted by commas. Lines that start with '#' mean nothing.
/// 2. A line `=== NAME` begins a text: `text`, or a field. It goes to the next such line, letter
///    for letter, without blank lines at its end. A line of a text that begins with `===` has a
///    backslash put before it. A text that is empty or whose mark is taken out is gone.
/// 3. A head line that stands as it stood keeps what it stood for exactly, seconds and scales
///    included: reading a text back unchanged gives the same record.
/// 4. Answers and scores of questionnaires and predictions (phases item, score, predicted) are not
///    shown and never change here, nor do id, kind, source, definition and unknown members; names
///    with control characters are not shown and stay.
namespace attune::journal {

/// The text of a record, without notes.
[[nodiscard]] std::string edit_text(const Record& record, const Now& now);

/// Notes for the top of such a text: how to go on, and what may stand in it.
[[nodiscard]] std::string edit_notes(std::string_view short_id, std::string_view kind);

/// Something that cannot be understood, and where; both from 1, the column counts characters.
struct EditProblem {
    int line = 0;
    int column = 0;
    std::string message;
    std::string hint;
};

/// The record that a changed text describes. All problems are found before any is reported.
[[nodiscard]] tl::expected<Record, std::vector<EditProblem>> read_edit_text(std::string_view text,
                                                                            const Record& original,
                                                                            const Now& now);

/// The text without its notes.
[[nodiscard]] std::string without_notes(std::string_view text);

/// The text with a note above each line that has a problem; earlier ones are taken out.
[[nodiscard]] std::string with_problems(std::string_view text,
                                        const std::vector<EditProblem>& problems);

}  // namespace attune::journal
