#include "attune/db/read_guard.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <sqlite3.h>

#include "attune/base/text.hpp"
#include "db/unreadable.hpp"

namespace attune::db {

struct ReadGuard::State {
    Connection* connection = nullptr;
    ReadRules rules;
    std::set<std::string, std::less<>> existing;  ///< tables, views and modules
    std::string refusal;  ///< of the last statement: the first thing that was not let through
    long long heap_before = 0;
    int attached_before = 0;
    bool quoted_before = false;
    bool quoted_schema_before = false;

    [[nodiscard]] bool exists(std::string_view name) const {
        return name.starts_with("sqlite_") || name.starts_with("pragma_") ||
               existing.contains(name);
    }
    [[nodiscard]] Status read_names();

    /// Called by SQLite for everything a statement would do; nothing may be thrown through it.
    static int authorise(void* user, int action, const char* first, const char* second,
                         const char* base, const char* context) noexcept;
};

namespace {

/// What an action is called in a refusal; nothing for those that need no word of their own.
const char* name_of(int action) noexcept {
    switch (action) {
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
        case SQLITE_DELETE:
            return "changing rows";
        case SQLITE_PRAGMA:
            return "a pragma";
        case SQLITE_ATTACH:
        case SQLITE_DETACH:
            return "another file";
        case SQLITE_TRANSACTION:
        case SQLITE_SAVEPOINT:
            return "a transaction";
        case SQLITE_ANALYZE:
        case SQLITE_REINDEX:
            return "maintenance";
        default:
            return "making or changing tables";
    }
}

/// What SQLite says while a statement runs without quoting a value.
constexpr std::array<std::string_view, 8> kQuoteNothing{
    "integer overflow",
    "malformed JSON",
    "string or blob too big",
    "LIKE or GLOB pattern too complex",
    "ESCAPE expression must be a single character",
    "second argument to nth_value must be a positive integer",
    "argument of ntile must be a positive integer",
    "database is locked",
};

bool quotes_nothing(std::string_view message) {
    return std::find(kQuoteNothing.begin(), kQuoteNothing.end(), message) != kQuoteNothing.end() ||
           (message.starts_with("frame ") && message.find('\'') == std::string_view::npos);
}

bool set_flag(sqlite3* handle, int flag, bool value) {
    int before = 0;
    sqlite3_db_config(handle, flag, -1, &before);
    sqlite3_db_config(handle, flag, value ? 1 : 0, nullptr);
    return before != 0;
}

}  // namespace

int ReadGuard::State::authorise(void* user, int action, const char* first, const char* second,
                                const char* /*base*/, const char* /*context*/) noexcept {
    auto* state = static_cast<State*>(user);
    try {
        const auto refuse = [&](std::string why) {
            if (state->refusal.empty()) state->refusal = std::move(why);
            return SQLITE_DENY;
        };
        switch (action) {
            case SQLITE_SELECT:
            case SQLITE_RECURSIVE:
                return SQLITE_OK;
            case SQLITE_READ: {
                const std::string table = lower_ascii(first == nullptr ? "" : first);
                if (!state->rules.readable || state->rules.readable->contains(table))
                    return SQLITE_OK;
                // Without a column it may be a name that the statement itself made by WITH.
                if (second != nullptr && *second == '\0' && !state->exists(table)) return SQLITE_OK;
                return refuse(fmt::format("'{}' is none of the views", make_visible(table)));
            }
            case SQLITE_FUNCTION: {
                const std::string function = lower_ascii(second == nullptr ? "" : second);
                if (state->rules.functions.contains(function)) return SQLITE_OK;
                return refuse(fmt::format("the function '{}' is none that a query may use",
                                          make_visible(function)));
            }
            default:
                return refuse(fmt::format("a query reads and does nothing else: no {}",
                                          std::string_view(name_of(action)).starts_with("a ")
                                              ? name_of(action) + 2
                                              : name_of(action)));
        }
    } catch (...) {
        return SQLITE_DENY;
    }
}

Status ReadGuard::State::read_names() {
    ATTUNE_TRY(Statement names,
               connection->prepare("SELECT lower(name) FROM sqlite_master UNION ALL SELECT "
                                   "lower(name) FROM temp.sqlite_master UNION ALL SELECT "
                                   "lower(name) FROM pragma_module_list"));
    while (true) {
        ATTUNE_TRY(const bool more, names.step());
        if (!more) return {};
        existing.emplace(names.text(0));
    }
}

ReadGuard::ReadGuard(std::unique_ptr<State> state) : state_(state.release()) {
}

void ReadGuard::Restore::operator()(State* state) const noexcept {
    const std::unique_ptr<State> owned(state);
    sqlite3* handle = owned->connection->handle();
    sqlite3_set_authorizer(handle, nullptr, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, owned->attached_before);
    set_flag(handle, SQLITE_DBCONFIG_DQS_DML, owned->quoted_before);
    set_flag(handle, SQLITE_DBCONFIG_DQS_DDL, owned->quoted_schema_before);
    sqlite3_hard_heap_limit64(owned->heap_before);
    sqlite3_exec(handle, "PRAGMA query_only=OFF", nullptr, nullptr, nullptr);
}

Result<ReadGuard> ReadGuard::set(Connection& connection, ReadRules rules) {
    auto state = std::make_unique<State>();
    state->connection = &connection;
    state->rules = std::move(rules);
    sqlite3* handle = connection.handle();
    ATTUNE_CHECK(state->read_names());
    ATTUNE_CHECK(connection.execute("PRAGMA query_only=ON"));
    state->attached_before = sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    state->quoted_before = set_flag(handle, SQLITE_DBCONFIG_DQS_DML, false);
    state->quoted_schema_before = set_flag(handle, SQLITE_DBCONFIG_DQS_DDL, false);
    state->heap_before = sqlite3_hard_heap_limit64(state->rules.memory_bytes);
    sqlite3_set_authorizer(handle, State::authorise, state.get());
    return ReadGuard(std::move(state));
}

tl::expected<ReadStatement, SqlMistake> ReadGuard::prepare(std::string_view sql) {
    sqlite3* handle = state_->connection->handle();
    state_->refusal.clear();
    const auto mistake = [&]() {
        const int offset = sqlite3_error_offset(handle);
        SqlMistake out;
        out.message = state_->refusal.empty() ? make_visible(sqlite3_errmsg(handle))
                                              : std::exchange(state_->refusal, {});
        if (offset >= 0) out.offset = static_cast<std::size_t>(offset);
        return out;
    };
    const auto limit = static_cast<std::size_t>(sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, -1));
    if (sql.size() > limit) return tl::unexpected(SqlMistake{"the query is too long", {}});
    // SQLite takes the text to end at a NUL.
    const std::size_t nul = sql.find('\0');
    if (nul != std::string_view::npos)
        return tl::unexpected(SqlMistake{"a NUL byte inside the query", nul});
    std::optional<ReadStatement> found;
    std::size_t at = 0;
    while (at < sql.size()) {
        sqlite3_stmt* raw = nullptr;
        const char* tail = nullptr;
        const int code = sqlite3_prepare_v2(handle, sql.data() + at,
                                            static_cast<int>(sql.size() - at), &raw, &tail);
        ReadStatement statement(raw);
        // What cannot be read behind a first statement is another statement all the same.
        if (found && (code != SQLITE_OK || raw != nullptr))
            return tl::unexpected(SqlMistake{"one statement at a time", at});
        if (code != SQLITE_OK) {
            SqlMistake out = mistake();
            if (out.offset) *out.offset += at;
            return tl::unexpected(std::move(out));
        }
        if (raw != nullptr) {
            if (sqlite3_stmt_readonly(raw) == 0)
                return tl::unexpected(SqlMistake{"a query reads and does nothing else", at});
            found = std::move(statement);
        }
        at = static_cast<std::size_t>(tail - sql.data());
    }
    if (!found) return tl::unexpected(SqlMistake{"there is no statement in it", {}});
    return *std::move(found);
}

Result<bool> ReadGuard::step(ReadStatement& statement) {
    sqlite3* handle = state_->connection->handle();
    state_->refusal.clear();
    const int code = sqlite3_step(statement.statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    const std::string message = sqlite3_errmsg(handle);
    sqlite3_reset(statement.statement_.get());
    switch (code & 0xff) {
        case SQLITE_NOMEM:
            return fail(ErrorKind::TooLarge,
                        fmt::format("the query needs more than {} MiB of memory",
                                    state_->rules.memory_bytes >> 20),
                        "ask for fewer days, or for counts instead of rows");
        case SQLITE_TOOBIG:
            return fail(ErrorKind::TooLarge, "a text of the result is too long");
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_IOERR:
            return fail(unreadable(handle, "database: the image could not be read"));
        default:
            break;
    }
    if (!state_->refusal.empty()) return fail(ErrorKind::Usage, state_->refusal);
    return fail(ErrorKind::Usage, quotes_nothing(message)
                                      ? message
                                      : "the query met a value that a function in it cannot use");
}

void ReadStatement::Finalise::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

int ReadStatement::parameters() const {
    return sqlite3_bind_parameter_count(statement_.get());
}
std::string ReadStatement::parameter_name(int index) const {
    const char* name = sqlite3_bind_parameter_name(statement_.get(), index);
    return name == nullptr ? std::string() : std::string(name);
}
void ReadStatement::bind(int index, std::int64_t value) {
    sqlite3_bind_int64(statement_.get(), index, value);
}
void ReadStatement::bind(int index, double value) {
    sqlite3_bind_double(statement_.get(), index, value);
}
void ReadStatement::bind(int index, std::string_view value) {
    sqlite3_bind_text64(statement_.get(), index, value.data() == nullptr ? "" : value.data(),
                        value.size(), SQLITE_TRANSIENT, SQLITE_UTF8);  // NOLINT: SQLite's own cast
}

int ReadStatement::columns() const {
    return sqlite3_column_count(statement_.get());
}
std::string ReadStatement::column_name(int column) const {
    return sqlite3_column_name(statement_.get(), column);
}
ReadStatement::Type ReadStatement::type(int column) const {
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
std::int64_t ReadStatement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}
double ReadStatement::number(int column) const {
    return sqlite3_column_double(statement_.get(), column);
}
std::string_view ReadStatement::text(int column) const {
    const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}
ByteView ReadStatement::blob(int column) const {
    const auto* data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    if (data == nullptr) return {};
    return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

}  // namespace attune::db
