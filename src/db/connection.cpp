#include "attune/db/connection.hpp"

#include <utility>

#include <sqlite3.h>

#include "db/unreadable.hpp"

namespace attune::db {

namespace {

tl::unexpected<Error> sqlite_error(sqlite3* handle) {
    const int code = sqlite3_errcode(handle);
    // SQLite's messages name tables and syntax; values are always bound, so no journal text is in
    // them.
    std::string message = std::string("database: ") + sqlite3_errmsg(handle);
    if (code != SQLITE_CORRUPT && code != SQLITE_NOTADB && code != SQLITE_IOERR)
        return fail(ErrorKind::Bug, std::move(message));
    return fail(unreadable(handle, std::move(message)));
}

}  // namespace

Error unreadable(sqlite3* handle, std::string message) {
    std::optional<Error> why;
    if (sqlite3_file_control(handle, "main", kWhyUnreadable, &why) == SQLITE_OK && why) return *why;
    return {.kind = ErrorKind::Damaged, .message = std::move(message)};
}

void Statement::Finalise::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

Statement& Statement::bind(int index, std::int64_t value) {
    sqlite3_bind_int64(statement_.get(), index, value);
    return *this;
}
Statement& Statement::bind(int index, double value) {
    sqlite3_bind_double(statement_.get(), index, value);
    return *this;
}
Statement& Statement::bind(int index, std::string_view value) {
    sqlite3_bind_text64(statement_.get(), index, value.data() == nullptr ? "" : value.data(),
                        value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);  // NOLINT: SQLite's own cast
    return *this;
}
Statement& Statement::bind(int index, ByteView value) {
    sqlite3_bind_blob64(statement_.get(), index,
                        value.empty() ? static_cast<const void*>("") : value.data(), value.size(),
                        SQLITE_TRANSIENT);  // NOLINT: SQLite's own cast
    return *this;
}
Statement& Statement::bind_null(int index) {
    sqlite3_bind_null(statement_.get(), index);
    return *this;
}

Result<bool> Statement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    auto error = sqlite_error(sqlite3_db_handle(statement_.get()));
    sqlite3_reset(statement_.get());
    return error;
}

Status Statement::run() {
    const auto row = step();
    reset();
    if (!row) return fail(row.error());
    return {};
}

void Statement::reset() {
    sqlite3_reset(statement_.get());
}

int Statement::columns() const {
    return sqlite3_column_count(statement_.get());
}
std::string Statement::column_name(int column) const {
    return sqlite3_column_name(statement_.get(), column);
}
bool Statement::is_null(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}
Statement::Type Statement::type(int column) const {
    switch (sqlite3_column_type(statement_.get(), column)) {
        case SQLITE_INTEGER:
            return Type::Integer;
        case SQLITE_FLOAT:
            return Type::Float;
        case SQLITE_TEXT:
            return Type::Text;
        case SQLITE_BLOB:
            return Type::Blob;
        default:
            return Type::Null;
    }
}
std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}
double Statement::number(int column) const {
    return sqlite3_column_double(statement_.get(), column);
}
std::string_view Statement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}
ByteView Statement::blob(int column) const {
    const auto* data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void Connection::Close::operator()(sqlite3* handle) const noexcept {
    sqlite3_close_v2(handle);
}

Result<Connection> Connection::open(const std::string& name, const char* vfs, bool create) {
    sqlite3* raw = nullptr;
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (create ? SQLITE_OPEN_CREATE : 0);
    const int code = sqlite3_open_v2(name.c_str(), &raw, flags, vfs);
    Connection connection(raw);
    if (code != SQLITE_OK) return sqlite_error(raw);
    sqlite3_extended_result_codes(raw, 0);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    ATTUNE_CHECK(
        connection.execute("PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=MEMORY;"
                           "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;"
                           "PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON"));
    return connection;
}

Result<Connection> Connection::open_in_memory() {
    return open(":memory:", nullptr, true);
}

Result<Statement> Connection::prepare(std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &raw,
                           nullptr) != SQLITE_OK) {
        return sqlite_error(handle_.get());
    }
    return Statement(raw);
}

Result<Statement*> Connection::prepared(const char* sql) {
    auto found = prepared_.find(sql);
    if (found == prepared_.end()) {
        ATTUNE_TRY(Statement statement, prepare(sql));
        found = prepared_.emplace(sql, std::move(statement)).first;
    }
    found->second.reset();
    return &found->second;
}

Status Connection::execute(const std::string& sql) {
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return sqlite_error(handle_.get());
    }
    return {};
}

std::int64_t Connection::last_row_id() const {
    return sqlite3_last_insert_rowid(handle_.get());
}
std::int64_t Connection::changes() const {
    return sqlite3_changes64(handle_.get());
}

Result<std::int64_t> Connection::value_of(std::string_view sql) {
    ATTUNE_TRY(auto statement, prepare(sql));
    ATTUNE_TRY(const bool row, statement.step());
    if (!row) return fail(ErrorKind::NotFound, "no row");
    return statement.integer(0);
}

namespace {

std::string_view text_argument(sqlite3_value* value) noexcept {
    const auto* data = reinterpret_cast<const char*>(sqlite3_value_text(value));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

/// Called by SQLite; nothing may be thrown through it.
void call_text_function(sqlite3_context* context, int /*count*/, sqlite3_value** values) noexcept {
    if (sqlite3_value_type(values[0]) == SQLITE_NULL ||
        sqlite3_value_type(values[1]) == SQLITE_NULL) {
        sqlite3_result_null(context);
        return;
    }
    const auto* function = static_cast<const Connection::TextFunction*>(sqlite3_user_data(context));
    try {
        const auto result = (*function)(text_argument(values[0]), text_argument(values[1]));
        if (!result) {
            sqlite3_result_error(context, result.error().message.c_str(), -1);
            return;
        }
        sqlite3_result_text64(context, result->data(), result->size(), SQLITE_TRANSIENT,
                              SQLITE_UTF8);  // NOLINT: SQLite's own cast
    } catch (...) {
        sqlite3_result_error_nomem(context);
    }
}

void delete_text_function(void* function) noexcept {
    delete static_cast<Connection::TextFunction*>(function);
}

}  // namespace

Status Connection::define(const char* name, TextFunction function) {
    auto owned = std::make_unique<TextFunction>(std::move(function));
    // SQLite calls the destructor itself when it refuses.
    constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    if (sqlite3_create_function_v2(handle_.get(), name, 2, kFlags, owned.release(),
                                   call_text_function, nullptr, nullptr,
                                   delete_text_function) != SQLITE_OK) {
        return sqlite_error(handle_.get());
    }
    return {};
}

Result<Transaction> Transaction::begin(Connection& connection) {
    ATTUNE_CHECK(connection.execute("BEGIN IMMEDIATE"));
    return Transaction(connection);
}
Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {
}
Transaction::~Transaction() {
    if (connection_ != nullptr) static_cast<void>(connection_->execute("ROLLBACK"));
}
Status Transaction::commit() {
    ATTUNE_CHECK(connection_->execute("COMMIT"));
    connection_ = nullptr;
    return {};
}

}  // namespace attune::db
