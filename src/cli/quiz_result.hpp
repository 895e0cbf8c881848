#pragma once

#include <optional>
#include <string>
#include <vector>

#include "attune/report/taking.hpp"
#include "cli/context.hpp"
#include "cli/option_set.hpp"

/// How results of questionnaires reach the person, and the same for programs.
namespace attune::cli {

/// The form of a result and where it goes.
struct ResultOutput {
    std::optional<std::string> format;
    std::optional<std::string> file;
};

/// --format text|md|html|json (and csv with `csv`) and -o.
void describe_output(OptionSet& options, ResultOutput& output, bool csv);

/// The form asked for by --format, --json or the name of the file. Usage when two are asked for.
[[nodiscard]] Result<std::string> output_format(const ResultOutput& output, Context& context);

/// Writes a document as text, as Markdown or as a page, and says that a file is not sealed.
[[nodiscard]] Status write_document(const report::Document& document, const std::string& format,
                                    const ResultOutput& output, Context& context);
/// Writes what is already in its form, JSON or CSV.
[[nodiscard]] Status write_bytes(const std::string& bytes, const ResultOutput& output,
                                 Context& context);

/// The result of one taking. `earlier` newest first.
[[nodiscard]] std::string result_json(const report::Taking& now,
                                      const std::vector<report::Taking>& earlier,
                                      const report::TakingOptions& options);
/// All takings of all series; each has its change since the one before it.
[[nodiscard]] std::string history_json(const std::vector<report::Series>& series,
                                       const report::TakingOptions& options);
/// One line per taking and score.
[[nodiscard]] std::string history_csv(const std::vector<report::Series>& series,
                                      const report::TakingOptions& options);

}  // namespace attune::cli
