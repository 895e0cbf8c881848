#include "cli/listing.hpp"

#include <fmt/format.h>

#include "attune/base/json_cursor.hpp"
#include "attune/exchange/record_writer.hpp"
#include "attune/journal/record_json.hpp"
#include "attune/query/snippet.hpp"
#include "cli/form_shelf.hpp"
#include "cli/name_access.hpp"
#include "cli/nothing_fits.hpp"
#include "cli/now.hpp"
#include "cli/record_text.hpp"

namespace attune::cli {

namespace {

constexpr std::int64_t kFew = 20;

enum class Form { Text, Json, Lines, Csv, Porcelain };

Result<Form> form_of(const Context& context, const ListForms& forms) {
    const bool json = context.global().json;
    const bool porcelain = context.global().porcelain;
    if (json + porcelain + forms.jsonl + forms.csv > 1) {
        return fail(ErrorKind::Usage,
                    "'--json', '--jsonl', '--csv' and '--porcelain' exclude each other");
    }
    return json          ? Form::Json
           : porcelain   ? Form::Porcelain
           : forms.jsonl ? Form::Lines
           : forms.csv   ? Form::Csv
                         : Form::Text;
}

/// Where a record fits, as a member of the JSON document.
std::string match_json(const journal::Record& record, const query::Snippet& snippet) {
    std::string out = "{\"id\":\"" + record.id.hex() + "\",\"field\":";
    append_json_string(out, snippet.field.empty() ? "text" : snippet.field);
    out += ",\"matches\":[";
    for (const auto& [from, to] : snippet.matches) {
        if (out.back() != '[') out += ',';
        append_json_string(out, std::string_view(snippet.text).substr(from, to - from));
    }
    return out + "]}";
}

/// Hands every record that fits to `take`, people under the names they have now.
Result<std::int64_t> each_match(
    Context& context, const query::Filter& filter, query::Order order,
    const std::function<Status(std::int64_t row, const journal::Record&)>& take) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const journal::Names* names, open_names(context));
    std::int64_t count = 0;
    ATTUNE_CHECK(
        query::for_each_match(library->database(), filter, order, [&](std::int64_t row) -> Status {
            ++count;
            ATTUNE_TRY(journal::Record record, library->load_row(row));
            names->resolve(record);
            return take(row, record);
        }));
    return count;
}

Result<std::int64_t> print_csv(Context& context, const query::Filter& filter, query::Order order) {
    const auto writer = exchange::make_wide_csv_writer(
        [&](std::string_view bytes) { return context.screen().print_raw(bytes); });
    ATTUNE_CHECK(each_match(context, filter, order,
                            [&](std::int64_t /*row*/, const journal::Record& record) -> Status {
                                writer->survey(record);
                                return {};
                            }));
    ATTUNE_CHECK(writer->begin({}));
    ATTUNE_TRY(const std::int64_t count,
               each_match(context, filter, order,
                          [&](std::int64_t /*row*/, const journal::Record& record) {
                              return writer->record(record);
                          }));
    ATTUNE_CHECK(writer->end());
    return count;
}

}  // namespace

void describe(OptionSet& options, ListForms& forms) {
    options.flag(forms.jsonl, "--jsonl", "one JSON object a line, as they are found")
        .flag(forms.csv, "--csv", "a table as 'export csv' writes it");
}

Status print_matches(Context& context, query::Filter filter, query::Order order,
                     const ListForms& forms) {
    ATTUNE_TRY(const Form form, form_of(context, forms));
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(store::Library * library, context.open_library());
    Screen& screen = context.screen();
    const bool everything = filter.empty();
    // One more than is shown tells whether there are more.
    const bool only_few = everything && form == Form::Text;
    if (only_few) filter.limit = kFew + 1;

    FormBook book(context);
    const auto name = [&](const RecordId& id) { return library->short_id(id); };
    std::int64_t count = 0;
    std::string matches;
    const auto show = [&](std::int64_t row, const journal::Record& record) -> Status {
        ++count;
        if (only_few && count > kFew) return {};
        if (form == Form::Porcelain) return screen.print_raw(porcelain_line(record));
        if (form == Form::Lines) return screen.print_json(journal::encode_record(record) + "\n");
        std::optional<query::Snippet> snippet;
        if (filter.wishes.text) {
            ATTUNE_TRY(snippet,
                       query::find_snippet(library->database(), row, record, *filter.wishes.text));
        }
        if (form == Form::Json) {
            if (snippet) matches += (matches.empty() ? "\n" : ",\n") + match_json(record, *snippet);
            return screen.print_json((count == 1 ? "\n" : ",\n") + journal::encode_record(record));
        }
        const FormView view{book.of(record), {.today = now.today(), .name = name}};
        const std::string id = library->short_id(record.id);
        ATTUNE_CHECK(print_listed(screen, record, id, now.today(), view, snippet));
        ATTUNE_TRY(const bool apart, library->is_in_conflict(record.id));
        if (!apart) return {};
        return screen.print(
            fmt::format("      other versions were written apart: attune show {}\n", id));
    };
    if (form == Form::Csv) {
        ATTUNE_TRY(count, print_csv(context, filter, order));
    } else {
        if (form == Form::Json) ATTUNE_CHECK(screen.print_raw("{\"schema\":1,\"entries\":["));
        ATTUNE_CHECK(each_match(context, filter, order, show));
    }
    if (form == Form::Json) {
        ATTUNE_CHECK(screen.print_raw(count == 0 ? "]" : "\n]"));
        if (filter.wishes.text) {
            ATTUNE_CHECK(
                screen.print_json(",\"matches\":[" + matches + (matches.empty() ? "]" : "\n]")));
        }
        ATTUNE_CHECK(screen.print_raw("}\n"));
    }
    if (count == 0) {
        if (only_few) filter.limit.reset();
        ATTUNE_CHECK(tell_nothing_fits(context, filter));
    } else if (only_few && count > kFew) {
        screen.say(fmt::format("the newest {}; --limit N or --last 30d shows others", kFew));
    }
    return {};
}

}  // namespace attune::cli
