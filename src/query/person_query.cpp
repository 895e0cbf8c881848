#include "attune/query/person_query.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/db/functions.hpp"
#include "attune/store/names.hpp"

namespace attune::query {

namespace {

/// What a query may call: SQLite's functions on values, groups and windows, and ours. Left out is
/// whatever reaches outside of the statement (files, extensions), looks into SQLite itself, or
/// belongs to the full-text index.
constexpr std::string_view kFunctions[] = {
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "avg",
    "ceil",
    "ceiling",
    "char",
    "coalesce",
    "cos",
    "cosh",
    "count",
    "cume_dist",
    "current_date",
    "current_time",
    "current_timestamp",
    "date",
    "datetime",
    "degrees",
    "dense_rank",
    "exp",
    "first_value",
    "floor",
    "format",
    "glob",
    "group_concat",
    "hex",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_extract",
    "->",
    "->>",
    "json_group_array",
    "json_group_object",
    "json_insert",
    "json_object",
    "json_patch",
    "json_quote",
    "json_remove",
    "json_replace",
    "json_set",
    "json_type",
    "json_valid",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "likelihood",
    "likely",
    "ln",
    "log",
    "log10",
    "log2",
    "lower",
    "ltrim",
    "max",
    "median",
    "min",
    "mod",
    "nth_value",
    "ntile",
    "nullif",
    "percent_rank",
    "pi",
    "pow",
    "power",
    "printf",
    "quote",
    "radians",
    "random",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "sign",
    "sin",
    "sinh",
    "soundex",
    "sqrt",
    "strftime",
    "substr",
    "substring",
    "sum",
    "tan",
    "tanh",
    "time",
    "total",
    "trim",
    "trunc",
    "typeof",
    "unicode",
    "unixepoch",
    "unlikely",
    "upper",
    "word_for",
    "zeroblob",
};

/// Table-valued functions without a table behind them.
constexpr std::string_view kValueTables[] = {"json_each", "json_tree"};

db::ReadRules rules(bool views_only) {
    db::ReadRules out;
    for (const std::string_view function : kFunctions)
        out.functions.emplace(function);
    if (!views_only) return out;
    out.readable.emplace();
    for (const View& view : all_views())
        out.readable->emplace(view.name);
    for (const std::string_view table : kValueTables)
        out.readable->emplace(table);
    return out;
}

/// A database with the views' names and columns and no rows.
Result<db::Connection> make_outline() {
    ATTUNE_TRY(db::Connection outline, db::Connection::open_in_memory());
    std::string sql;
    for (const View& view : all_views()) {
        std::string values;
        sql.append("CREATE VIEW ").append(view.name);
        for (std::size_t i = 0; i < view.columns.size(); ++i) {
            sql.append(i == 0 ? "(" : ", ").append("\"").append(view.columns[i].name).append("\"");
            values.append(i == 0 ? "" : ", ").append("NULL");
        }
        sql.append(") AS SELECT ").append(values).append(";\n");
    }
    ATTUNE_CHECK(outline.execute(sql));
    ATTUNE_CHECK(outline.define(
        "word_for", [](std::string_view, std::string_view) { return Result<std::string>(""); }));
    ATTUNE_CHECK(db::define_median(outline));
    return outline;
}

/// SQLite makes such a table when it is first named, which the authoriser would take for a write.
Status make_value_tables(db::Connection& database) {
    for (const std::string_view table : kValueTables) {
        const auto named = database.prepare("SELECT 1 FROM " + std::string(table) + "('1')");
        if (!named) return fail(named.error());
    }
    return {};
}

/// "query:line:column", both from 1, the column in characters.
std::string place_of(std::string_view sql, std::size_t offset) {
    offset = std::min(offset, sql.size());
    const auto* const begin = sql.begin();
    const auto line = 1 + std::count(begin, begin + offset, '\n');
    const std::size_t newline = sql.substr(0, offset).rfind('\n');
    const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
    std::size_t column = 1;
    for (std::size_t i = start; i < offset; ++i)
        if ((static_cast<unsigned char>(sql[i]) & 0xC0U) != 0x80U) ++column;
    return fmt::format("query:{}:{}", line, column);
}

/// The name behind "no such table: NAME", or nothing.
std::string_view after(std::string_view message, std::string_view start) {
    return message.starts_with(start) ? message.substr(start.size()) : std::string_view();
}

std::string hint_for(std::string_view message) {
    static constexpr std::string_view kSchema = "'attune sql --schema' lists views and columns";
    std::vector<std::string> views;
    std::vector<std::string> columns;
    for (const View& view : all_views()) {
        views.emplace_back(view.name);
        for (const ViewColumn& column : view.columns)
            columns.emplace_back(column.name);
    }
    std::string_view table = after(message, "no such table: ");
    std::string_view column = after(message, "no such column: ");
    table = table.substr(table.rfind('.') + 1);
    column = column.substr(column.rfind('.') + 1);
    std::optional<std::string> near;
    if (!table.empty()) near = nearest_word(lower_ascii(table), views);
    if (!column.empty()) near = nearest_word(lower_ascii(column), columns);
    if (near) return fmt::format("nearest: {}; {}", *near, kSchema);
    const bool of_names =
        !table.empty() || !column.empty() || message.ends_with("none of the views");
    return of_names ? std::string(kSchema) : std::string();
}

Error as_error(const db::SqlMistake& mistake, std::string_view sql) {
    Error error{ErrorKind::Usage, mistake.message, hint_for(mistake.message)};
    if (mistake.offset) error.where = place_of(sql, *mistake.offset);
    return error;
}

void bind_typed(db::ReadStatement& statement, int index, const std::string& value) {
    if (value.size() >= 2 && value.front() == '\'' && value.back() == '\'') {
        statement.bind(index, std::string_view(value).substr(1, value.size() - 2));
    } else if (const auto whole = parse_integer(value)) {
        statement.bind(index, static_cast<std::int64_t>(*whole));
    } else if (const auto number = parse_number(value)) {
        statement.bind(index, *number);
    } else {
        statement.bind(index, std::string_view(value));
    }
}

Status bind_all(db::ReadStatement& statement,
                const std::map<std::string, std::string>& parameters) {
    std::set<std::string> used;
    for (int i = 1; i <= statement.parameters(); ++i) {
        const std::string full = statement.parameter_name(i);
        if (full.empty() || full.front() == '?') {
            return fail(ErrorKind::Usage, "a parameter without a name",
                        "write ':day' in the query and give it with '--param day=2026-03-01'");
        }
        const std::string name = full.substr(1);
        const auto found = parameters.find(name);
        if (found == parameters.end()) {
            return fail(ErrorKind::Usage, fmt::format("'{}' has no value", make_visible(full)),
                        fmt::format("'--param {}=VALUE'", make_visible(name)));
        }
        bind_typed(statement, i, found->second);
        used.insert(name);
    }
    for (const auto& parameter : parameters) {
        if (used.contains(parameter.first)) continue;
        return fail(ErrorKind::Usage,
                    fmt::format("the query has no ':{}'", make_visible(parameter.first)));
    }
    return {};
}

}  // namespace

Result<PersonQuery> PersonQuery::prepare(db::Connection& database, std::string_view sql,
                                         const std::map<std::string, std::string>& parameters) {
    if (!is_utf8(sql)) return fail(ErrorKind::Usage, "the query is not UTF-8 text");
    {
        ATTUNE_TRY(db::Connection outline, make_outline());
        ATTUNE_CHECK(make_value_tables(outline));
        ATTUNE_TRY(db::ReadGuard guard, db::ReadGuard::set(outline, rules(true)));
        const auto read = guard.prepare(sql);
        if (!read) return fail(as_error(read.error(), sql));
    }
    ATTUNE_CHECK(install_views(database));
    ATTUNE_CHECK(make_value_tables(database));
    // Names are read before the guard stands, so that nothing has to be read behind its back.
    ATTUNE_TRY(const journal::Names* names, store::names_of(database));
    static_cast<void>(names);
    ATTUNE_TRY(db::ReadGuard guard, db::ReadGuard::set(database, rules(false)));
    auto read = guard.prepare(sql);
    if (!read) return fail(as_error(read.error(), sql));
    ATTUNE_CHECK(bind_all(*read, parameters));
    return PersonQuery(std::move(guard), *std::move(read));
}

}  // namespace attune::query
