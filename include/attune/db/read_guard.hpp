#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"

/// A connection that, for a while, can do nothing but read: what stands between SQL that somebody
/// typed and the journal.
///
///   1. The authoriser lets SELECT, reading and the named functions through, and nothing else: no
///      write, no temporary object, no pragma, no ATTACH, no transaction.
///   2. Beside it the connection itself is set to query_only, so that a hole in the first rule
///      still writes nothing.
///   3. A name in double quotes is a name, never a text in disguise.
///   4. Whatever a statement asks for, SQLite takes no more than memory_bytes; sorting and
///      recursion happen in memory, since nothing of a journal may reach a disk.
namespace attune::db {

struct ReadRules {
    /// What may be read from, in lower case; nothing stands for everything.
    std::optional<std::set<std::string, std::less<>>> readable;
    /// Functions that may be called, in lower case.
    std::set<std::string, std::less<>> functions;
    /// SQLite's own memory, in this process, while the guard stands.
    long long memory_bytes = 1LL << 30;
};

/// Why SQL that somebody typed was not taken. `message` is made of the SQL alone and never of what
/// stands in the journal.
struct SqlMistake {
    std::string message;
    std::optional<std::size_t> offset = {};  ///< the byte that it is about
};

/// A statement that somebody typed. It is stepped by its guard and has no other way to run.
/// Parameters are numbered from 1, columns from 0.
class ReadStatement {
  public:
    using Type = Statement::Type;

    [[nodiscard]] int parameters() const;
    /// With its sign (":day"); empty for a bare "?".
    [[nodiscard]] std::string parameter_name(int index) const;
    void bind(int index, std::int64_t value);
    void bind(int index, double value);
    void bind(int index, std::string_view value);

    [[nodiscard]] int columns() const;
    [[nodiscard]] std::string column_name(int column) const;
    [[nodiscard]] Type type(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double number(int column) const;
    /// Valid until the next step.
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] ByteView blob(int column) const;

  private:
    friend class ReadGuard;
    struct Finalise {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    explicit ReadStatement(sqlite3_stmt* statement) : statement_(statement) {}
    std::unique_ptr<sqlite3_stmt, Finalise> statement_;
};

class ReadGuard {
  public:
    /// Sets the rules above until the guard is gone. One guard at a time.
    [[nodiscard]] static Result<ReadGuard> set(Connection& connection, ReadRules rules);
    ReadGuard(ReadGuard&&) noexcept = default;
    ReadGuard& operator=(ReadGuard&&) = delete;
    ~ReadGuard() = default;

    /// One statement; blanks, comments and semicolons may stand around it.
    [[nodiscard]] tl::expected<ReadStatement, SqlMistake> prepare(std::string_view sql);

    /// Moves to the next row of a statement of `prepare`: true on a row, false at the end. What
    /// SQLite says about a value while it runs may quote the value, so only messages known to quote
    /// nothing come through; every other one becomes a sentence of ours. Usage for what the query
    /// did, TooLarge beyond memory_bytes, Damaged as ever.
    [[nodiscard]] Result<bool> step(ReadStatement& statement);

  private:
    struct State;
    explicit ReadGuard(std::unique_ptr<State> state);
    struct Restore {
        void operator()(State* state) const noexcept;
    };
    std::unique_ptr<State, Restore> state_;
};

}  // namespace attune::db
