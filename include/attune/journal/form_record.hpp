#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/form.hpp"
#include "attune/journal/log_arguments.hpp"
#include "attune/journal/record.hpp"
#include "attune/journal/trigger_record.hpp"
#include "attune/journal/typed_line.hpp"
#include "attune/journal/when.hpp"

/// From words and flags to a record of a form's kind, and back to what the answers were.
namespace attune::journal {

/// The flags that every form has beside those of its items: --at, --with, --trigger, --context,
/// --bring.
[[nodiscard]] std::span<const TriggerOption> note_options();

struct FormContext {
    /// The record that a later answer is about; the result has kind "follow" and the link
    /// follows-up, and items of stage "later" are answered. Otherwise kind is the form's id.
    std::optional<RecordId> of = {};
    /// The record of a short id, for links.
    std::function<Result<RecordId>(std::string_view)> find = {};
};

/// The record without id. `options` name note_options or items of the form; several options of one
/// item are several answers, or lines of one text. The main text is that of the line, else that of
/// the text item's own option, else the form's sentence made of the answers. Signs of the line mean
/// what they mean in a trigger.
///
/// ErrorKind::Usage, naming flag and range, for an answer that cannot be; two answers where one is
/// asked for; a required item without answer; an item of the other stage; nothing to keep at all.
/// Errors of `find` come back as they are.
[[nodiscard]] Result<Record> build_form_record(const definition::Form& form, const TypedLine& line,
                                               const std::vector<GivenOption>& options,
                                               const Now& now, const FormContext& context = {});

/// One answered item as people read it.
struct FormAnswered {
    std::size_t item = 0;
    std::string words;  ///< "70 %", "kept, slipped", "Tue 3 Mar"; a text as it was typed
    std::string scale;  ///< "0-10" for a number with ends, else empty
};

/// What a record says, sorted by the form it was made with.
struct FormReading {
    std::vector<FormAnswered> answers;  ///< in the order of the form, the main text left out
    Record rest;  ///< what no item of the form accounts for: signs, people, text
};

struct ReadingOptions {
    CivilDay today = {};
    /// The day that dates with `since_start` are counted from. Left out, it is the day of a first
    /// record, and dates of a later one stand alone.
    std::optional<CivilDay> start = {};
    /// How a linked record is named; its whole id when left out.
    std::function<std::string(const RecordId&)> name = {};
    /// Every answer in form_summary, not only those marked in_summary.
    bool everything = false;
};

[[nodiscard]] FormReading read_answers(const definition::Form& form, const Record& record,
                                       const ReadingOptions& options = {});

/// What stands in the echo and in lists: answers marked in_summary, then signs and people as
/// summary_of writes them.
///
///     strength 70 %, abandonment  hurt 7  with sam
[[nodiscard]] std::string form_summary(const definition::Form& form, const Record& record,
                                       const ReadingOptions& options = {});

}  // namespace attune::journal
