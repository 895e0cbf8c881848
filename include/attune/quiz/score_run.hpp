#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/base/csv.hpp"
#include "attune/base/result.hpp"
#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/answers.hpp"
#include "attune/quiz/score.hpp"
#include "attune/stats/reliability.hpp"

namespace attune::quiz {

struct ScoreRunOptions {
    /// Name of an [[order]]: columns are then numbered by it, and item ids in the header mean
    /// nothing.
    std::string order = {};
    /// The column whose text names each respondent; empty for none.
    std::string id_column = {};
    /// Cells that mean "missing": compared as text and, when both are numbers, as numbers.
    std::vector<std::string> missing = {};
    /// Whole numbers low..high in place of the key's own response values.
    std::optional<std::pair<double, double>> range = {};
    /// Without them the summary lacks alpha, lambda-6 and what it says of single items, and a row
    /// costs less.
    bool item_statistics = true;
};

/// What the cells of one item were.
struct CellCounts {
    std::uint64_t answered = 0;
    std::uint64_t blank = 0;
    std::uint64_t out_of_range = 0;
    std::uint64_t not_a_value = 0;
};

struct ItemSummary {
    std::size_t item = 0;
    bool reversed = false;
    CellCounts cells;
    std::optional<double> mean;  ///< of the keyed answers
    std::optional<double> sd;
    std::optional<double>
        item_rest;  ///< correlation with the sum of the other items, from pairwise covariances
};

struct ScaleSummary {
    std::size_t scale = 0;
    std::uint64_t scored = 0;
    std::uint64_t prorated = 0;  ///< of the scored
    std::uint64_t unscored = 0;
    std::optional<double> mean;
    std::optional<double> sd;
    std::optional<double> alpha;    ///< pairwise-complete covariances
    std::optional<double> lambda6;  ///< of the same
    std::optional<double> alpha_listwise;
    std::uint64_t listwise = 0;  ///< people behind alpha_listwise
    CellCounts cells;            ///< over all its items
    std::vector<ItemSummary> items;
};

struct CompositeSummary {
    std::size_t composite = 0;
    std::uint64_t scored = 0;
    std::uint64_t unscored = 0;
    std::optional<double> mean;
    std::optional<double> sd;
};

struct Summary {
    std::uint64_t respondents = 0;
    std::vector<ScaleSummary> scales;
    std::vector<CompositeSummary> composites;
};

/// Scores respondents one row at a time and keeps only sums, so memory does not depend on their
/// number.
class ScoreRun {
  public:
    /// Matches the columns of a header. An item's column is the one with its id (any case, blanks
    /// around it ignored); with an order, the n-th item of the order is column n of the one family
    /// of columns numbered 1 to k (Q1 ... Q36, "1" ... "36"), or the n-th column when there are
    /// exactly as many columns as items beside the id column. ErrorKind::BadInput when items have
    /// no column or two; Usage for an unknown order or id column.
    [[nodiscard]] static Result<ScoreRun> open(const definition::Questionnaire& questionnaire,
                                               const CsvRow& header, const std::string& path,
                                               ScoreRunOptions options);

    /// Scores one row. BadInput with its place when it is longer or shorter than the header;
    /// nothing is counted then.
    [[nodiscard]] Status add(const CsvRow& row);
    /// Passes over a row that could not be read, so that the running numbers stay those of the
    /// file.
    void pass_over() { ++rows_; }

    /// The scores of the row just added.
    [[nodiscard]] const Scored& scored() const { return scored_; }
    /// Its id cell, or without an id column its number in the file: the row behind the header is 1,
    /// and rows that are set aside count.
    [[nodiscard]] const std::string& id() const { return id_; }

    /// Rows added so far.
    [[nodiscard]] std::uint64_t respondents() const { return respondents_; }
    [[nodiscard]] Summary summary() const;
    /// The questionnaire with the response range that was used.
    [[nodiscard]] const definition::Questionnaire& questionnaire() const { return questionnaire_; }
    [[nodiscard]] const ScoreRunOptions& options() const { return options_; }

  private:
    /// Where an item's cell stands, and what the commonest cells of it mean, worked out once: a
    /// digit, and nothing.
    struct Cell {
        std::optional<std::size_t> column;
        std::array<Answer, 10> digits;
        Answer empty;
    };
    /// One item of a scale with the ends of its response at hand.
    struct Key {
        std::size_t item = 0;
        bool reversed = false;
        double low = 0;
        double high = 0;
    };
    struct ScaleState {
        stats::CovarianceSums covariances;
        stats::RunningMoments scores;
        std::uint64_t prorated = 0;
        std::uint64_t unscored = 0;
        std::vector<Key> keys;
        std::vector<double> values;  ///< of the current row
        std::vector<std::uint8_t> answered;
    };

    ScoreRun(definition::Questionnaire questionnaire, ScoreRunOptions options);
    [[nodiscard]] Answer read_cell(std::string_view cell, std::size_t item) const;
    void place_cells(const std::vector<std::optional<std::size_t>>& columns);
    /// Scores scale `s` on the answers of the current row and adds them to its sums.
    [[nodiscard]] ScaleScore add_to_scale(std::size_t s);

    definition::Questionnaire questionnaire_;
    ScoreRunOptions options_;
    std::vector<std::string> missing_texts_;
    std::vector<double> missing_numbers_;
    std::string path_;
    std::size_t header_cells_ = 0;
    std::vector<Cell> placed_;  ///< per item
    std::optional<std::size_t> id_column_;
    std::uint64_t rows_ = 0;
    std::uint64_t respondents_ = 0;
    Answers answers_;
    Scored scored_;
    std::string id_;
    bool any_conditions_ = false;
    std::vector<std::array<std::uint64_t, 5>> cells_;  ///< per item, by AnswerState
    std::vector<ScaleState> scales_;
    std::vector<stats::RunningMoments> composites_;
    std::vector<std::uint64_t> composites_unscored_;
};

}  // namespace attune::quiz
