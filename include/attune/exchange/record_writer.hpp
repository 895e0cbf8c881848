#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "attune/base/result.hpp"
#include "attune/exchange/jsonl.hpp"
#include "attune/journal/record.hpp"

/// Records out of the journal in the forms other programs and people read. One record at a time, in
/// memory that does not grow with their number.
namespace attune::exchange {

/// Takes the next piece of the output.
using OutputSink = std::function<Status(std::string_view)>;

/// What an export begins with, whatever its form.
struct ExportHead {
    JsonlHeader header;  ///< program, people, definitions: for the forms that can carry them
};

/// One form of output. Calls come in this order: `survey` for every record when needs_survey(),
/// then `begin` once, `record` for every record in the same order, `end` once.
class RecordWriter {
  public:
    virtual ~RecordWriter() = default;
    /// True for a form whose first lines depend on the records to come.
    [[nodiscard]] virtual bool needs_survey() const { return false; }
    virtual void survey(const journal::Record& /*record*/) {}
    [[nodiscard]] virtual Status begin(const ExportHead& head) = 0;
    [[nodiscard]] virtual Status record(const journal::Record& record) = 0;
    [[nodiscard]] virtual Status end() = 0;
};

/// A header line, then one record a line in the form of journal/record_json.hpp: carries everything
/// and is what `import jsonl` reads.
[[nodiscard]] std::unique_ptr<RecordWriter> make_jsonl_writer(OutputSink sink);

/// One JSON document: the members of the header, with `type` "journal", and `entries`, each in the
/// form of journal/record_json.hpp on a line of its own.
[[nodiscard]] std::unique_ptr<RecordWriter> make_json_writer(OutputSink sink);

struct CsvStyle {
    /// For spreadsheet programs: a byte order mark, and an apostrophe before every text that they
    /// would take for a formula (one that starts with = + - @, a tab or a carriage return).
    bool excel = false;
};

/// RFC 4180 with a header row, one record a row, for people and spreadsheets.
///
/// 1. Always there, in this order: id, kind, at (ISO 8601 with offset), local_day, precision, text,
///    thought, other, response, caught, outcome, bring (yes or empty), overall_intensity, present,
///    lead_s, then groups numbered from 1: person_N; trigger_N; feeling_N, intensity_N; body_N,
///    body_intensity_N; belief_N, belief_strength_N; coping_N, coping_before_N, coping_after_N;
///    urge_N; action_N; need_N; context_N.
/// 2. Then what these records hold beyond that, each name sorted: tag_FACET_N, number_KEY (with
///    _PHASE unless it is the peak), field_NAME; then links ("relation:id", parted by a blank),
///    definition, source, source_key.
/// 3. A group goes as far as the record with the most of it, and is there once in any case.
/// 4. Missing is an empty cell, never 0. Single answers of questionnaires (values of phase item)
///    stand in the long form alone.
[[nodiscard]] std::unique_ptr<RecordWriter> make_wide_csv_writer(OutputSink sink,
                                                                 const CsvStyle& style = {});

/// RFC 4180, one fact a row, for programs: entry_id, table, seq, key, phase, num, unit, lo, hi,
/// text. Carries everything a record holds. Tables: entry (key names the member: kind, at,
/// local_day, precision, text, source, source_key, definition, extra; those that are empty are left
/// out), field, person, value, tag (key is the facet, text the slug), link (key is the relation,
/// text the id it points to). `seq` counts the rows of a table within an entry from 0.
[[nodiscard]] std::unique_ptr<RecordWriter> make_long_csv_writer(OutputSink sink,
                                                                 const CsvStyle& style = {});

/// A readable book in Markdown: a heading for each day, one for each record, the text with its own
/// line breaks, then what was coded. Nothing in a text is taken for Markdown.
[[nodiscard]] std::unique_ptr<RecordWriter> make_book_writer(OutputSink sink);

}  // namespace attune::exchange
