#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

#include "attune/base/csv.hpp"
#include "attune/base/json_cursor.hpp"
#include "attune/base/text.hpp"
#include "attune/query/person_query.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/record_text.hpp"
#include "cli/result_table.hpp"

namespace attune::cli {

namespace {

constexpr std::size_t kQueryBytesMax = 1'000'000;

struct SqlOptions {
    std::optional<std::string> query;
    std::vector<std::string> parameters;
    bool schema = false;
    bool jsonl = false;
    bool csv = false;
};

void describe(OptionSet& options, SqlOptions& sql) {
    options
        .argument(sql.query, "QUERY",
                  "one SELECT; '-' or nothing reads it from standard input. With --schema, a view")
        .texts(sql.parameters, "--param", "NAME=VALUE",
               "the value of :NAME in the query: a number when it reads as one, else a text")
        .flag(sql.schema, "--schema", "the views and what their columns mean")
        .flag(sql.jsonl, "--jsonl", "one JSON object a row, as they are found")
        .flag(sql.csv, "--csv", "RFC 4180, the names of the columns first");
}

Status check_forms(const SqlOptions& sql, const Context& context) {
    const GlobalOptions& global = context.global();
    if (global.json + global.porcelain + sql.jsonl + sql.csv > 1) {
        return fail(ErrorKind::Usage,
                    "'--json', '--jsonl', '--csv' and '--porcelain' exclude each other");
    }
    return {};
}

Result<std::string> find_query(const SqlOptions& sql, Context& context) {
    if (sql.query && *sql.query != "-") return *sql.query;
    if (!sql.query && context.host().terminal.in_is_terminal()) {
        return fail(ErrorKind::Usage, "there is no query",
                    "attune sql \"SELECT day, trigger FROM trigger_entry\"; 'attune sql --schema' "
                    "lists the views");
    }
    return context.load_kept_input(kQueryBytesMax);
}

Result<std::map<std::string, std::string>> parameters_of(const SqlOptions& sql) {
    std::map<std::string, std::string> out;
    for (const std::string& given : sql.parameters) {
        const std::size_t equals = given.find('=');
        std::string name = given.substr(0, equals);
        if (!name.empty() && std::string_view(":@$").find(name.front()) != std::string_view::npos)
            name.erase(0, 1);
        if (equals == std::string::npos || name.empty()) {
            return fail(ErrorKind::Usage, "'--param' takes NAME=VALUE",
                        "'--param day=2026-03-01' is the value of :day");
        }
        if (!out.emplace(std::move(name), given.substr(equals + 1)).second)
            return fail(ErrorKind::Usage, "one parameter is given twice");
    }
    return out;
}

// -- rows --------------------------------------------------------------------

using Type = db::ReadStatement::Type;

std::string number_text(const db::ReadStatement& row, int column) {
    if (row.type(column) == Type::Integer) return fmt::format("{}", row.integer(column));
    const double number = row.number(column);
    // Infinity has no spelling of its own in JSON; this one reads back as it.
    if (std::isinf(number)) return number > 0 ? "1e999" : "-1e999";
    return shortest_number(number);
}

/// A value as text: numbers as short as they read back, bytes as hexadecimal.
std::string cell_text(const db::ReadStatement& row, int column) {
    switch (row.type(column)) {
        case Type::Null:
            return {};
        case Type::Integer:
        case Type::Float:
            return number_text(row, column);
        case Type::Blob: {
            std::string out;
            for (const std::uint8_t byte : row.blob(column))
                out += fmt::format("{:02x}", byte);
            return out;
        }
        case Type::Text:
            break;
    }
    return std::string(row.text(column));
}

bool is_number(Type type) {
    return type == Type::Integer || type == Type::Float;
}

/// Names for members: the second column of one name is NAME_2.
std::vector<std::string> member_names(const query::PersonQuery& query) {
    std::vector<std::string> names;
    std::set<std::string> taken;
    for (int i = 0; i < query.columns(); ++i) {
        const std::string name = to_utf8_lossy(query.column_name(i));
        std::string unique = name;
        for (int n = 2; !taken.insert(unique).second; ++n)
            unique = fmt::format("{}_{}", name, n);
        names.push_back(std::move(unique));
    }
    return names;
}

std::string json_row(const db::ReadStatement& row, const std::vector<std::string>& names) {
    std::string out = "{";
    for (int i = 0; i < row.columns(); ++i) {
        if (i > 0) out += ',';
        append_json_string(out, names[static_cast<std::size_t>(i)]);
        out += ':';
        const Type type = row.type(i);
        if (type == Type::Null) {
            out += "null";
        } else if (is_number(type)) {
            out += number_text(row, i);
        } else {
            append_json_string(out, cell_text(row, i));
        }
    }
    return out + "}";
}

std::string json_names(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        out += out.empty() ? "" : ",";
        append_json_string(out, name);
    }
    return out;
}

/// An empty text is "" and what is missing is nothing at all, so that they can be told apart.
void append_csv(std::string& line, const db::ReadStatement& row, int column) {
    const std::string text = cell_text(row, column);
    const bool alone = row.columns() == 1;  // a line of nothing would be no row
    if (text.empty() && (alone || row.type(column) != Type::Null)) {
        line += "\"\"";
    } else {
        append_csv_cell(line, text);
    }
}

using TakeRow = std::function<Status(const db::ReadStatement&)>;

Result<std::int64_t> each_row(query::PersonQuery& query, const TakeRow& take) {
    std::int64_t count = 0;
    while (true) {
        ATTUNE_TRY(const bool more, query.step());
        if (!more) return count;
        ++count;
        ATTUNE_CHECK(take(query.row()));
    }
}

Result<std::int64_t> print_json(query::PersonQuery& query, Screen& screen, bool lines) {
    const std::vector<std::string> names = member_names(query);
    bool first = true;
    if (!lines) {
        ATTUNE_CHECK(screen.print_json(
            fmt::format("{{\"schema\":1,\"columns\":[{}],\"rows\":[", json_names(names))));
    }
    ATTUNE_TRY(const std::int64_t count, each_row(query, [&](const db::ReadStatement& row) {
                   const char* between = lines ? "" : first ? "\n" : ",\n";
                   first = false;
                   return screen.print_json(between + json_row(row, names) + (lines ? "\n" : ""));
               }));
    if (!lines) ATTUNE_CHECK(screen.print_raw(count == 0 ? "]}\n" : "\n]}\n"));
    return count;
}

Result<std::int64_t> print_csv(query::PersonQuery& query, Screen& screen) {
    std::string line;
    for (int i = 0; i < query.columns(); ++i) {
        if (i > 0) line += ',';
        append_csv_cell(line, query.column_name(i));
    }
    ATTUNE_CHECK(screen.print_raw(line + "\r\n"));
    return each_row(query, [&](const db::ReadStatement& row) {
        line.clear();
        for (int i = 0; i < row.columns(); ++i) {
            if (i > 0) line += ',';
            append_csv(line, row, i);
        }
        return screen.print_raw(line + "\r\n");
    });
}

Result<std::int64_t> print_porcelain(query::PersonQuery& query, Screen& screen) {
    return each_row(query, [&](const db::ReadStatement& row) {
        std::string line;
        for (int i = 0; i < row.columns(); ++i)
            line += (i == 0 ? "" : "\t") + escape_cell(cell_text(row, i));
        return screen.print_raw(line + "\n");
    });
}

Result<std::int64_t> print_text(query::PersonQuery& query, Screen& screen) {
    std::vector<std::string> names;
    for (int i = 0; i < query.columns(); ++i)
        names.push_back(query.column_name(i));
    ResultTable table(screen, names);
    ATTUNE_TRY(const std::int64_t count, each_row(query, [&](const db::ReadStatement& row) {
                   ResultRow cells;
                   for (int i = 0; i < row.columns(); ++i) {
                       const Type type = row.type(i);
                       cells.push_back({cell_text(row, i), is_number(type), type == Type::Null});
                   }
                   return table.add(std::move(cells));
               }));
    ATTUNE_CHECK(table.finish());
    return count;
}

// -- the views ---------------------------------------------------------------

Result<std::vector<query::View>> wanted_views(const std::optional<std::string>& name) {
    std::vector<query::View> out;
    std::vector<std::string> names;
    for (const query::View& view : query::all_views()) {
        names.emplace_back(view.name);
        if (!name || lower_ascii(*name) == view.name) out.push_back(view);
    }
    if (!out.empty()) return out;
    const auto near = nearest_word(lower_ascii(*name), names);
    return fail(ErrorKind::Usage, fmt::format("there is no view '{}'", make_visible(*name)),
                near ? fmt::format("nearest: {}", *near) : "'attune sql --schema' lists all");
}

std::string schema_json(const std::vector<query::View>& views) {
    std::string out = "{\"schema\":1,\"views\":[";
    for (const query::View& view : views) {
        out += fmt::format("{}\n{{\"name\":\"{}\",\"meaning\":", out.back() == '[' ? "" : ",",
                           view.name);
        append_json_string(out, view.meaning);
        out += ",\"columns\":[";
        for (const query::ViewColumn& column : view.columns) {
            out += fmt::format("{}{{\"name\":\"{}\",\"type\":\"{}\",\"meaning\":",
                               out.back() == '[' ? "" : ",", column.name, column.type);
            append_json_string(out, column.meaning);
            out += "}";
        }
        out += "]}";
    }
    return out + "\n]}\n";
}

Status print_view(const query::View& view, Screen& screen) {
    std::string text;
    for (const std::string& line :
         wrap(fmt::format("{}  {}", view.name, view.meaning), screen.width()))
        text += text.empty() ? line : "\n" + line;
    text.replace(0, view.name.size(), screen.styled(view.name, Style::Bold));
    ATTUNE_CHECK(screen.print(text + "\n"));
    constexpr int kNameColumns = 18;
    constexpr int kTypeColumns = 9;
    for (const query::ViewColumn& column : view.columns) {
        if (screen.accessible()) {
            ATTUNE_CHECK(screen.print(
                fmt::format("{}, {}: {}\n", column.name, column.type, column.meaning)));
            continue;
        }
        std::string head =
            "  " + pad_right(column.name, kNameColumns) + pad_right(column.type, kTypeColumns);
        for (const std::string& line :
             wrap(column.meaning, screen.width() - 2 - kNameColumns - kTypeColumns)) {
            ATTUNE_CHECK(screen.print(head + line + "\n"));
            head = std::string(2 + kNameColumns + kTypeColumns, ' ');
        }
    }
    return {};
}

Result<ExitCode> print_schema(const SqlOptions& sql, Context& context) {
    Screen& screen = context.screen();
    if (sql.csv || sql.jsonl) {
        return fail(ErrorKind::Usage, "'--schema' goes with '--json' or '--porcelain' alone");
    }
    ATTUNE_TRY(const auto views, wanted_views(sql.query));
    if (context.global().json) {
        ATTUNE_CHECK(screen.print_json(schema_json(views)));
        return ExitCode::Done;
    }
    bool first = true;
    for (const query::View& view : views) {
        if (context.global().porcelain) {
            for (const query::ViewColumn& column : view.columns) {
                ATTUNE_CHECK(screen.print_raw(fmt::format(
                    "{}\t{}\t{}\t{}\n", view.name, column.name, column.type, column.meaning)));
            }
            continue;
        }
        if (!std::exchange(first, false)) ATTUNE_CHECK(screen.print("\n"));
        ATTUNE_CHECK(print_view(view, screen));
    }
    return ExitCode::Done;
}

Result<ExitCode> run(const SqlOptions& sql, Context& context) {
    ATTUNE_CHECK(check_forms(sql, context));
    if (sql.schema) return print_schema(sql, context);
    ATTUNE_TRY(const auto parameters, parameters_of(sql));
    ATTUNE_CHECK(context.require_store());
    ATTUNE_TRY(const std::string text, find_query(sql, context));
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(query::PersonQuery query,
               query::PersonQuery::prepare(library->database(), text, parameters));
    Screen& screen = context.screen();
    ATTUNE_TRY(const std::int64_t count, context.global().json ? print_json(query, screen, false)
                                         : sql.jsonl           ? print_json(query, screen, true)
                                         : sql.csv             ? print_csv(query, screen)
                                         : context.global().porcelain
                                             ? print_porcelain(query, screen)
                                             : print_text(query, screen));
    if (count == 0) screen.say("no row fits");
    return ExitCode::Done;
}

}  // namespace

const Command kSql{
    .name = "sql",
    .summary = "ask the journal in SQL, reading only",
    .group = Group::Look,
    .needs = Needs::Nothing,
    .invoke = invoke<SqlOptions, describe, run>,
    .details =
        "One SELECT of SQLite over views that stay what they are, with WITH, joins, window "
        "functions and median(x). Nothing can be written, nor any file reached. A NULL is shown "
        "as '-'. attune-sql(7) explains the views.\n"
        "\n"
        "  attune sql --schema trigger_entry\n"
        "  attune sql \"SELECT trigger, count(*) AS n FROM trigger_entry GROUP BY trigger\"\n"
        "  attune sql \"SELECT day, intensity_median FROM day WHERE day >= :from\" --param "
        "from=2026-01-01 --csv\n"};

}  // namespace attune::cli
