#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/definition/questionnaire.hpp"
#include "definition/table_reader.hpp"

/// The parts that load_questionnaire is made of. Each reads its own tables of the file into
/// `draft`, looks up names in what was read before, and reports what is wrong; a part that is wrong
/// is left out, so later parts still run.
namespace attune::definition::parts {

struct Draft {
    Questionnaire made;
    Report report;
    /// False once an item could not be read: names that are missing then are not reported twice.
    bool items_whole = true;
};

void read_head(TableReader& top, Draft& draft);
void read_responses(TableReader& top, Draft& draft);
void read_items(TableReader& top, Draft& draft);
void read_orders(TableReader& top, Draft& draft);
void read_scales(TableReader& top, Draft& draft);
void read_composites(TableReader& top, Draft& draft);
void read_classifications(TableReader& top, Draft& draft);
void read_norms(TableReader& top, Draft& draft);
void read_reliabilities(TableReader& top, Draft& draft);
void read_bands(TableReader& top, Draft& draft);
void read_checks(TableReader& top, Draft& draft);
void read_wordings(TableReader& top, Draft& draft);
/// What shows only once every item is known: responses nobody uses, texts that came twice.
void judge_items(Draft& draft);

/// `[a-z][a-z0-9_]*`, with '-' too when `hyphens` is set.
[[nodiscard]] bool is_name(std::string_view text, bool hyphens);
[[nodiscard]] std::vector<std::string> item_ids(const Questionnaire& made);
[[nodiscard]] std::vector<std::string> scale_ids(const Questionnaire& made);
/// The scale that the text under `key` names; reported when it is missing or unknown.
[[nodiscard]] std::optional<std::size_t> named_scale(TableReader& table, const std::string& key,
                                                     Draft& draft);
/// The words of one language from its table, whose items are those of `made`.
[[nodiscard]] Wording read_wording_table(TableReader& table, const Questionnaire& made,
                                         Report& report);
/// The labels in `node`, one per value of `set`; what is wrong is reported and gives none.
[[nodiscard]] std::vector<std::string> read_label_list(const Node& node, const ResponseSet& set,
                                                       Report& report);
/// A doi as it is written in references, without the address before it; reported otherwise.
[[nodiscard]] std::string read_doi(TableReader& table, const std::string& key, Report& report);
/// A language such as "de" or "pt-BR"; reported otherwise.
[[nodiscard]] std::string read_language(TableReader& table, const std::string& key, Report& report);
[[nodiscard]] bool is_language(std::string_view text);
/// A whole number of `low..high` under `key`; reported and `fallback` otherwise.
[[nodiscard]] int read_count(TableReader& table, const std::string& key, int low, int high,
                             int fallback, Report& report);
/// The score metric under `key`, required.
[[nodiscard]] std::optional<Metric> named_metric(TableReader& table, const std::string& key);
[[nodiscard]] std::string_view metric_name(Metric metric);
/// `show_if` text into conditions over items that come before `before`.
[[nodiscard]] std::vector<Condition> read_condition(const std::string& text, Position at,
                                                    std::size_t before, Draft& draft);

}  // namespace attune::definition::parts
