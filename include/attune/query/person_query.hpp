#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/db/read_guard.hpp"
#include "attune/query/views.hpp"

namespace attune::query {

/// One SELECT that a person typed, over the views of views.hpp.
///
/// It is read twice: first in an empty database that has nothing but these views, so that the
/// tables behind them have no name a query could say (under whatever alias), and then in the
/// journal under a db::ReadGuard. While it lives, the connection is read-only.
class PersonQuery {
  public:
    /// `parameters` are values for ":name", "@name" or "$name" under the bare name; one that reads
    /// as a number is a number, one in single quotes the text inside them, all others are texts.
    ///
    /// Usage with `where` = "query:line:column" for SQL that cannot be read or is not let through,
    /// for a parameter without a value and for a value without a parameter. Installs the views.
    [[nodiscard]] static Result<PersonQuery> prepare(
        db::Connection& database, std::string_view sql,
        const std::map<std::string, std::string>& parameters = {});

    [[nodiscard]] int columns() const { return statement_.columns(); }
    [[nodiscard]] std::string column_name(int column) const {
        return statement_.column_name(column);
    }
    /// Moves to the next row: true on a row. What a value of the journal was is never part of an
    /// error; see db::ReadGuard::step.
    [[nodiscard]] Result<bool> step() { return guard_.step(statement_); }
    /// The row stepped to.
    [[nodiscard]] const db::ReadStatement& row() const { return statement_; }

  private:
    PersonQuery(db::ReadGuard guard, db::ReadStatement statement)
        : guard_(std::move(guard)), statement_(std::move(statement)) {}
    db::ReadGuard guard_;
    db::ReadStatement statement_;  ///< behind the guard: gone before it
};

}  // namespace attune::query
