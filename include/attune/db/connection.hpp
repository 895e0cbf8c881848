#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "attune/base/bytes.hpp"
#include "attune/base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace attune::db {

/// A prepared statement. Parameters are numbered from 1, columns from 0. Text and blobs are copied
/// when bound.
class Statement {
  public:
    Statement(Statement&&) noexcept = default;
    Statement& operator=(Statement&&) noexcept = default;

    Statement& bind(int index, std::int64_t value);
    Statement& bind(int index, double value);
    Statement& bind(int index, std::string_view value);
    Statement& bind(int index, const char* value) { return bind(index, std::string_view(value)); }
    Statement& bind(int index, ByteView value);
    Statement& bind_null(int index);
    template <typename T>
    Statement& bind(int index, const std::optional<T>& value) {
        return value ? bind(index, *value) : bind_null(index);
    }

    /// Moves to the next row: true on a row, false at the end. Damaged when the image could not be
    /// read.
    [[nodiscard]] Result<bool> step();
    /// Runs a statement that gives no rows and makes it ready for new parameters.
    [[nodiscard]] Status run();
    /// Ready to be stepped again; bindings stay.
    void reset();

    [[nodiscard]] int columns() const;
    [[nodiscard]] std::string column_name(int column) const;
    [[nodiscard]] bool is_null(int column) const;
    enum class Type { Integer, Float, Text, Blob, Null };
    [[nodiscard]] Type type(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] double number(int column) const;
    /// Valid until the next step.
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] ByteView blob(int column) const;

  private:
    friend class Connection;
    struct Finalise {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };
    explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
    std::unique_ptr<sqlite3_stmt, Finalise> statement_;
};

/// What a file of a virtual file system is asked (sqlite3_file_control) when SQLite could not read
/// it: it may put the reason into the `std::optional<Error>` behind the argument. That error is
/// then the one of the statement.
inline constexpr int kWhyUnreadable = 0x61747475;

/// One open database. Statements must be gone before it is.
class Connection {
  public:
    Connection(Connection&&) noexcept = default;
    Connection& operator=(Connection&&) noexcept = default;

    /// Opens `name` through the registered VFS `vfs`, with every leak closed before the first
    /// statement: exclusive locking, journal and temporary tables in memory, no mmap, no
    /// extensions, foreign keys on.
    [[nodiscard]] static Result<Connection> open(const std::string& name, const char* vfs,
                                                 bool create);
    /// A private database in memory, for tests and exchange.
    [[nodiscard]] static Result<Connection> open_in_memory();

    [[nodiscard]] Result<Statement> prepare(std::string_view sql);
    /// A statement that stays with the connection, so that only its first use costs parsing; ready
    /// for new parameters. `sql` is a literal, known by its address. Whoever has it must be through
    /// with its rows before anybody asks for it again.
    [[nodiscard]] Result<Statement*> prepared(const char* sql);
    /// Runs one or more statements without rows.
    [[nodiscard]] Status execute(const std::string& sql);
    [[nodiscard]] std::int64_t last_row_id() const;
    /// Rows changed by the last statement.
    [[nodiscard]] std::int64_t changes() const;
    /// The first column of the first row; NotFound when there is no row.
    [[nodiscard]] Result<std::int64_t> value_of(std::string_view sql);
    /// Makes a function of two texts for this connection's SQL; it gives NULL when one of them is
    /// NULL. The same texts always give the same result. An error of `function` ends the statement.
    using TextFunction = std::function<Result<std::string>(std::string_view, std::string_view)>;
    [[nodiscard]] Status define(const char* name, TextFunction function);
    /// A place for what another room keeps with the connection as long as it is open; empty at
    /// first.
    [[nodiscard]] std::shared_ptr<void>& companion() { return companion_; }
    /// For the rooms that need SQLite itself (authoriser, VFS): the raw handle stays owned here.
    [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* handle) const noexcept;
    };
    explicit Connection(sqlite3* handle) : handle_(handle) {}
    std::shared_ptr<void> companion_;
    std::unique_ptr<sqlite3, Close> handle_;
    std::map<const char*, Statement> prepared_;  ///< behind the handle: gone before it
};

/// Rolls back when destroyed, unless committed.
class Transaction {
  public:
    [[nodiscard]] static Result<Transaction> begin(Connection& connection);
    Transaction(Transaction&& other) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();
    [[nodiscard]] Status commit();

  private:
    explicit Transaction(Connection& connection) : connection_(&connection) {}
    Connection* connection_;
};

}  // namespace attune::db
