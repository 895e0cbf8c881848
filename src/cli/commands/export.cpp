#include <set>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/exchange/record_writer.hpp"
#include "attune/exchange/share.hpp"
#include "attune/journal/kinds.hpp"
#include "attune/query/filter.hpp"
#include "attune/query/known_names.hpp"
#include "attune/store/names.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/filter_flags.hpp"
#include "cli/help.hpp"
#include "cli/nothing_fits.hpp"
#include "cli/now.hpp"
#include "cli/output_file.hpp"

namespace attune::cli {

namespace {

struct ExportOptions {
    FilterFlags filter;
    std::optional<std::string> output;
    bool force = false;
    bool share = false;
    bool with_text = false;
    bool with_other = false;
    bool excel = false;
};

void describe(OptionSet& options, ExportOptions& given) {
    describe_wishes(options, given.filter);
    options.text(given.output, "-o,--output", "FILE", "write to FILE instead of standard output")
        .flag(given.force, "--force", "replace FILE when it is there already")
        .flag(given.share, "--share",
              "for somebody else: people become 'person 1', …, free text is left out")
        .flag(given.with_text, "--with-text",
              "with --share: keep the texts, known names in them replaced")
        .flag(given.with_other, "--with-other",
              "with --share: keep what the other person said or did");
}

void describe_csv(OptionSet& options, ExportOptions& given) {
    describe(options, given);
    options.flag(given.excel, "--csv-excel",
                 "for spreadsheet programs: mark as UTF-8, keep texts from being formulas");
}

/// The names that go into the header: all of them, or with a filter those that its records have.
Result<std::vector<journal::NameDraft>> names_for(store::Library& library,
                                                  const query::Filter& filter) {
    ATTUNE_TRY(const journal::Names* names, store::names_of(library.database()));
    if (filter.empty()) return names->kept();
    std::set<std::pair<std::string, std::string>> met;
    const auto meet = [&](std::string_view facet, std::string_view spelling) {
        met.emplace(names->owner_of(facet),
                    journal::name_key(names->owner_of(facet), names->resolve(facet, spelling)));
    };
    ATTUNE_CHECK(query::for_each_match(
        library.database(), filter, query::Order::Canonical, [&](std::int64_t row) -> Status {
            ATTUNE_TRY(const journal::Record record, library.load_row(row));
            for (const std::string& person : record.people)
                meet(journal::kPersonFacet, person);
            for (const journal::Tag& tag : record.tags)
                meet(tag.facet, tag.slug);
            for (const journal::Value& value : record.values) {
                const auto dot = value.key.find('.');
                if (dot != std::string::npos)
                    meet(value.key.substr(0, dot), value.key.substr(dot + 1));
            }
            return {};
        }));
    std::vector<journal::NameDraft> kept;
    for (const journal::NameDraft& draft : names->kept()) {
        const std::string& facet = draft.name.facet;
        if (met.contains(
                {facet, journal::name_key(facet, names->resolve(facet, draft.name.spelling))}))
            kept.push_back(draft);
    }
    return kept;
}

Result<exchange::ExportHead> head_of(store::Library& library, const query::Filter& filter,
                                     bool share) {
    exchange::ExportHead head;
    const std::string version = version_line();
    head.header.version = version.substr(0, version.size() - 1);
    // Definitions may hold wording that is the person's own copy; it is not for handing on.
    if (share) return head;
    ATTUNE_TRY(const auto kept, names_for(library, filter));
    for (const journal::NameDraft& draft : kept) {
        journal::Record record =
            journal::record_of(draft.name, draft.at ? *draft.at : journal::Moment{});
        record.id = draft.record ? *draft.record : RecordId{};
        auto& list = draft.name.is_person() ? head.header.people : head.header.vocabulary;
        list.push_back(std::move(record));
    }
    ATTUNE_TRY(const auto definitions, library.definitions());
    for (const store::DefinitionText& text : definitions) {
        head.header.definitions.push_back({.id = text.slug,
                                           .kind = text.kind,
                                           .slug = text.slug,
                                           .version = text.version,
                                           .sha256 = text.sha256,
                                           .toml = text.toml});
    }
    return head;
}

/// Hands every record that fits to `take`, as it is to leave the journal. Both passes of an export
/// begin with a Redactor of their own, so both number people alike. With `names_now` people and
/// words are called as they are today, without as they were typed.
Result<std::uint64_t> each_record(store::Library& library, const query::Filter& filter,
                                  const ExportOptions& given, const std::vector<std::string>& names,
                                  const journal::Names* names_now,
                                  const std::function<Status(const journal::Record&)>& take) {
    exchange::Redactor redactor(names, {.text = given.with_text, .other = given.with_other},
                                names_now);
    std::uint64_t count = 0;
    ATTUNE_CHECK(query::for_each_match(
        library.database(), filter, query::Order::Canonical, [&](std::int64_t row) -> Status {
            ATTUNE_TRY(journal::Record record, library.load_row(row));
            ++count;
            if (names_now != nullptr) names_now->resolve(record);
            return take(given.share ? redactor.redacted(std::move(record)) : record);
        }));
    return count;
}

using MakeWriter = std::unique_ptr<exchange::RecordWriter> (*)(exchange::OutputSink,
                                                               const ExportOptions&);

/// How a form spells people and words: `Typed` where the header says what they mean, so that the
/// file restores both.
enum class Spelling { Typed, Today };

Result<ExitCode> run_with(MakeWriter make, Spelling spelling, const ExportOptions& given,
                          Context& context) {
    if (!given.share && (given.with_text || given.with_other)) {
        return fail(ErrorKind::Usage, "'--with-text' and '--with-other' belong to '--share'",
                    "without --share everything is written");
    }
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(const query::Filter filter, filter_of(given.filter, now));
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(OutputFile output, OutputFile::open(context, given.output, given.force));
    const journal::Names* names_now = nullptr;
    if (given.share || spelling == Spelling::Today) {
        ATTUNE_TRY(names_now, store::names_of(library->database()));
    }
    std::vector<std::string> names;
    if (given.share) {
        ATTUNE_TRY(names, query::known_names(library->database()));
    }
    const auto writer =
        make([&output](std::string_view bytes) { return output.write(bytes); }, given);
    if (writer->needs_survey()) {
        ATTUNE_CHECK(each_record(*library, filter, given, names, names_now,
                                 [&](const journal::Record& record) -> Status {
                                     writer->survey(record);
                                     return {};
                                 }));
    }
    ATTUNE_TRY(const exchange::ExportHead head, head_of(*library, filter, given.share));
    ATTUNE_CHECK(writer->begin(head));
    ATTUNE_TRY(const std::uint64_t count,
               each_record(*library, filter, given, names, names_now,
                           [&](const journal::Record& record) { return writer->record(record); }));
    if (spelling == Spelling::Typed && !given.share && filter.empty()) {
        // What closed weeks came to goes with the whole journal; it counts as nothing of it.
        query::Filter verdicts;
        verdicts.wishes.kinds = {std::string(journal::kVerdictKind)};
        ATTUNE_TRY(
            const std::uint64_t kept,
            each_record(*library, verdicts, given, names, names_now,
                        [&](const journal::Record& record) { return writer->record(record); }));
        static_cast<void>(kept);
    }
    ATTUNE_CHECK(writer->end());
    ATTUNE_CHECK(output.publish());
    Screen& screen = context.screen();
    if (output.is_file()) {
        screen.say(fmt::format("wrote {} {} to '{}', plain text: keep it as safe as the journal",
                               count, count == 1 ? "record" : "records",
                               Screen::visible(*given.output)));
    }
    if (given.share && given.with_text) {
        screen.say("only names the journal knows are replaced: read it before you hand it on");
    }
    if (count == 0) ATTUNE_CHECK(tell_nothing_fits(context, filter));
    return ExitCode::Done;
}

Result<ExitCode> run_jsonl(const ExportOptions& given, Context& context) {
    return run_with([](exchange::OutputSink sink,
                       const ExportOptions&) { return exchange::make_jsonl_writer(sink); },
                    Spelling::Typed, given, context);
}
/// `export` alone; a word behind it is a form that there is not.
struct PlainOptions : ExportOptions {
    std::optional<std::string> form;
};
void describe_plain(OptionSet& options, PlainOptions& given) {
    options.argument(given.form, "FORM", "jsonl, json, csv, csv-long or md");
    describe(options, given);
}
Result<ExitCode> run_plain(const PlainOptions& given, Context& context) {
    if (!given.form) return run_jsonl(given, context);
    std::vector<std::string> forms;
    for (const Command* command : commands_below("export"))
        forms.emplace_back(command->name.substr(std::string_view("export ").size()));
    const auto near = nearest_word(*given.form, forms);
    return fail(ErrorKind::Usage,
                fmt::format("there is no form '{}' to export", Screen::visible(*given.form)),
                near ? fmt::format("the nearest one is 'attune export {}'", *near)
                     : fmt::format("one of: {}", join(forms, ", ")));
}
Result<ExitCode> run_json(const ExportOptions& given, Context& context) {
    return run_with([](exchange::OutputSink sink,
                       const ExportOptions&) { return exchange::make_json_writer(sink); },
                    Spelling::Typed, given, context);
}
Result<ExitCode> run_csv(const ExportOptions& given, Context& context) {
    return run_with(
        [](exchange::OutputSink sink, const ExportOptions& wanted) {
            return exchange::make_wide_csv_writer(sink, {.excel = wanted.excel});
        },
        Spelling::Today, given, context);
}
Result<ExitCode> run_csv_long(const ExportOptions& given, Context& context) {
    return run_with(
        [](exchange::OutputSink sink, const ExportOptions& wanted) {
            return exchange::make_long_csv_writer(sink, {.excel = wanted.excel});
        },
        Spelling::Today, given, context);
}
Result<ExitCode> run_book(const ExportOptions& given, Context& context) {
    return run_with([](exchange::OutputSink sink,
                       const ExportOptions&) { return exchange::make_book_writer(sink); },
                    Spelling::Today, given, context);
}

}  // namespace

const Command kExport{.name = "export",
                      .summary = "write records out; without a form, as 'export jsonl' does",
                      .group = Group::Data,
                      .needs = Needs::UnlockedVault,
                      .invoke = invoke<PlainOptions, describe_plain, run_plain>,
                      .details =
                          "Everything that is written out is plain text.\n"
                          "\n"
                          "  attune export --last 90d -o newest.jsonl\n"};

const Command kExportJsonl{
    .name = "export jsonl",
    .summary = "write records out, one JSON object a line, nothing left behind",
    .group = Group::Data,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<ExportOptions, describe, run_jsonl>,
    .details =
        "The same entries give the same bytes, and importing them into an empty store and "
        "exporting again "
        "gives those bytes once more. The result is plain text.\n"
        "\n"
        "  attune export jsonl -o journal.jsonl\n"
        "  attune export jsonl --last 90d --with sam\n"};

const Command kExportJson{.name = "export json",
                          .summary = "write records out as one JSON document",
                          .group = Group::Data,
                          .needs = Needs::UnlockedVault,
                          .invoke = invoke<ExportOptions, describe, run_json>,
                          .details = "Its members are listed in 'attune help formats'.\n"};

const Command kExportCsv{
    .name = "export csv",
    .summary = "write records out as a table, one record a row",
    .group = Group::Data,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<ExportOptions, describe_csv, run_csv>,
    .details =
        "For people and spreadsheets: words and their numbers side by side (feeling_1, "
        "intensity_1, …), as many columns as the fullest record needs. A cell is empty where "
        "nothing was given. Single answers of questionnaires stand in 'export csv-long'.\n"
        "\n"
        "  attune export csv --kind trigger --from march -o march.csv\n"
        "  attune export csv --share --last 4w -o for-the-session.csv\n"};

const Command kExportCsvLong{
    .name = "export csv-long",
    .summary = "write records out as a table, one fact a row",
    .group = Group::Data,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<ExportOptions, describe_csv, run_csv_long>,
    .details =
        "For programs: entry_id, table, seq, key, phase, num, unit, lo, hi, text. Holds "
        "everything a record holds.\n"};

const Command kExportMd{.name = "export md",
                        .summary = "write records out as a book to read, day by day",
                        .group = Group::Data,
                        .needs = Needs::UnlockedVault,
                        .invoke = invoke<ExportOptions, describe, run_book>,
                        .details =
                            "Markdown: a heading for each day, the texts as they were typed.\n"
                            "\n"
                            "  attune export md --from 2026-01-01 -o book.md\n"};

}  // namespace attune::cli
