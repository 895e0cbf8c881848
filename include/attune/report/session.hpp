#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/report/document.hpp"

/// Sessions with a therapist, and what was marked to bring to the next one.
namespace attune::report {

/// A record of kind therapy.
struct Session {
    CivilDay day;
    std::int64_t utc = 0;  ///< seconds since 1970
};

/// The newest session up to a day. Nothing when there is none.
[[nodiscard]] Result<std::optional<Session>> find_last_session(db::Connection& database,
                                                               CivilDay today);

/// A record that was marked with --bring.
struct Brought {
    std::int64_t row = 0;  ///< for Library::load_row
    std::string kind;
    CivilDay day;
    std::string text;     ///< as it was typed; may be empty
    std::string id = {};  ///< short id
};

/// What happened after a session and carries the mark, in order of time.
[[nodiscard]] Result<std::vector<Brought>> find_brought(db::Connection& database,
                                                        const Session& session, CivilDay today);

/// Makes a report one that looks back to a session: its title says so, and it opens with what was
/// marked.
void open_with_session(Document& document, const Session& session,
                       const std::vector<Brought>& brought);

}  // namespace attune::report
