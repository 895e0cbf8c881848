#pragma once

#include <string_view>

#include "attune/journal/name.hpp"

/// Kinds of records that stand beside the journal: names the person keeps, and what weeks came to.
/// They are stored, synced and exported as every other record, and are no part of a list, a count,
/// a search or a report unless `--kind` asks for them. The SQL twin is ATTUNE_ASIDE_KINDS in
/// store/schema.hpp.
namespace attune::journal {

/// The verdict on the patterns of one closed week (report/verdict.hpp).
inline constexpr std::string_view kVerdictKind = "verdict";

/// True for people, words and verdicts.
[[nodiscard]] inline bool is_aside_kind(std::string_view kind) {
    return is_name_kind(kind) || kind == kVerdictKind;
}

}  // namespace attune::journal
