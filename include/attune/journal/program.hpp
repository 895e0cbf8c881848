#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/journal/record.hpp"

/// A stretch of practice with a first day, so that before and after can be told apart.
namespace attune::journal {

/// The kind of its record, and its length when nobody says otherwise: twelve weeks.
inline constexpr std::string_view kProgramKind = "program";
inline constexpr int kProgramDays = 84;

/// A programme as it was set up. Kept as numbers of days from the day it was set up, so that it
/// survives a shared export: values `begins_after`, `length`, `window` and `window_after` (unit d,
/// phase item); questionnaires are tags of facet `quiz`. A follow-up with the tag `program` =
/// `stop` ends it.
struct Program {
    RecordId id;
    CivilDay set_up;
    CivilDay begins;
    int days = kProgramDays;
    /// Days that the first one was drawn from, beginning with window_first; 0 when it was chosen.
    int window = 0;
    CivilDay window_first;
    std::vector<std::string> questionnaires;  ///< ids, in the order they were named
    std::optional<CivilDay> stopped = {};     ///< the last day, when it was ended early

    /// The last day: planned, or the day it was stopped on; the day before it begins when it was
    /// stopped before.
    [[nodiscard]] CivilDay last() const;
    /// True from its first to its last day and before, unless it was stopped.
    [[nodiscard]] bool is_open(CivilDay today) const { return !stopped && today <= last(); }
};

/// The record, without id and time zone of its own: `at` is when it is set up.
[[nodiscard]] Record record_of(const Program& program, const Moment& at);

/// The programme of a record and its follow-ups; nothing when the record is none, or a number is
/// missing or makes no sense.
[[nodiscard]] std::optional<Program> program_of(const Record& record,
                                                const std::vector<Record>& later);

/// When questionnaires are due.
struct DuePoint {
    std::string_view name;  ///< "start", "middle", "end"
    CivilDay first;
    CivilDay last;
};

/// Start: from two weeks before the first day to its seventh day. Middle: a fortnight around half
/// of it. End: from the last seven days to two weeks behind it. A programme that was stopped has
/// no middle that would lie behind its last day.
[[nodiscard]] std::vector<DuePoint> due_points(const Program& program);

/// "12 weeks from Tue 10 Mar 2026", "10 days from ...".
[[nodiscard]] std::string describe_program(const Program& program);

}  // namespace attune::journal
