#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "attune/base/csv.hpp"
#include "attune/base/result.hpp"
#include "attune/definition/questionnaire.hpp"

namespace attune::quiz {

/// Which column holds which item. See ScoreRun::open for the rules.
struct Columns {
    std::vector<std::optional<std::size_t>>
        items;  ///< per item; nothing for one that no scale needs
    std::optional<std::size_t> id;
};

[[nodiscard]] Result<Columns> match_columns(const definition::Questionnaire& questionnaire,
                                            const CsvRow& header, const std::string& path,
                                            const std::string& order, const std::string& id_column);

}  // namespace attune::quiz
