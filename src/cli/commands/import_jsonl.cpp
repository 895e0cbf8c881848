#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/exchange/jsonl.hpp"
#include "attune/journal/kinds.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/now.hpp"

namespace attune::cli {

namespace {

struct ImportOptions {
    std::optional<std::string> file;
    std::optional<std::string> zone;
    bool dry_run = false;
};

void describe(OptionSet& options, ImportOptions& import) {
    options.required_argument(import.file, "FILE", "one record a line; - is standard input")
        .text(import.zone, "--tz", "ZONE", "the zone of times without offset: Europe/Berlin")
        .flag(import.dry_run, "--dry-run", "count and judge, write nothing");
}

/// Lines set aside that are told one by one.
constexpr std::size_t kTold = 20;

Result<exchange::LineSource> open_lines(Context& context, const std::string& name) {
    if (name == "-") return exchange::input_lines(context.host().terminal);
    auto file = context.host().files.open_source(name);
    if (!file) {
        Error error = std::move(file).error();
        error.kind = ErrorKind::Io;
        return fail(std::move(error));
    }
    return exchange::source_lines(*std::move(file));
}

std::string where_of(const exchange::SetAside& line) {
    return line.column.empty() ? fmt::format("line {}", line.line)
                               : fmt::format("line {}, column {}", line.line, line.column);
}

std::vector<store::DefinitionText> definitions_of(const exchange::JsonlReport& report) {
    std::vector<store::DefinitionText> out;
    if (!report.header) return out;
    for (const auto& definition : report.header->definitions) {
        out.push_back({definition.kind, definition.slug, definition.version, definition.sha256,
                       definition.toml});
    }
    return out;
}

std::string as_json(const exchange::JsonlReport& read, const store::ImportReport& done) {
    auto list = nlohmann::ordered_json::array();
    for (const exchange::SetAside& line : read.listed) {
        list.push_back(
            {{"line", line.line}, {"column", line.column}, {"reason", to_utf8_lossy(line.reason)}});
    }
    nlohmann::ordered_json document{{"schema", 1},
                                    {"read", read.records + read.set_aside},
                                    {"new", done.added},
                                    {"already_there", done.present},
                                    {"set_aside", read.set_aside},
                                    {"names_added", done.names_added},
                                    {"lines_set_aside", std::move(list)}};
    document["batch"] = nullptr;
    if (!done.short_id.empty() && done.added + done.names_added > 0)
        document["batch"] = done.batch.hex();
    return document.dump(2) + "\n";
}

Status tell(Context& context, const exchange::JsonlReport& read, const store::ImportReport& done,
            bool dry_run) {
    Screen& screen = context.screen();
    if (context.global().json) return screen.print_json(as_json(read, done));
    if (context.global().porcelain) {
        return screen.print_raw(fmt::format("{}\t{}\t{}\t{}\n", read.records + read.set_aside,
                                            done.added, done.present, read.set_aside));
    }
    ATTUNE_CHECK(screen.print(fmt::format(
        "{}read {}, new {}, already there {}, set aside {}{}\n", dry_run ? "nothing written: " : "",
        read.records + read.set_aside, done.added, done.present, read.set_aside,
        dry_run || done.added + done.names_added == 0
            ? std::string()
            : fmt::format("   undo: attune undo {}", done.short_id))));
    if (done.names_added > 0) {
        screen.say(counted(done.names_added, "person or word of the header is new",
                           "people and words of the header are new"));
    }
    std::size_t told = 0;
    for (const exchange::SetAside& line : read.listed) {
        if (told == kTold) break;
        ++told;
        screen.say(fmt::format("set aside {}: {}", where_of(line), Screen::visible(line.reason)));
    }
    if (read.set_aside > told) {
        screen.say(fmt::format("and {} more; --json lists up to {}", read.set_aside - told,
                               exchange::JsonlReport::kListedMax));
    }
    return {};
}

Result<store::ImportReport> count_only(store::Library& library, exchange::JsonlReader& reader) {
    store::ImportReport found;
    while (true) {
        ATTUNE_TRY(const auto record, reader.next());
        if (!record) return found;
        ATTUNE_TRY(const bool there, library.holds(*record));
        if (journal::is_name_kind(record->kind)) {
            found.names_added += there ? 0 : 1;
            continue;
        }
        if (record->kind == journal::kVerdictKind) continue;
        ++(there ? found.present : found.added);
    }
}

Result<ExitCode> run(const ImportOptions& import, Context& context) {
    exchange::JsonlReader::Options options{.store = {}, .decode = {}};
    if (import.zone) {
        ATTUNE_TRY(options.decode.zone, journal::Zone::find(*import.zone));
    }
    ATTUNE_TRY(const vault::Keys* keys, context.unlock());
    options.store = keys->store;
    ATTUNE_TRY(exchange::LineSource lines, open_lines(context, *import.file));
    ATTUNE_TRY(store::Library * library, context.open_library());
    exchange::JsonlReader reader(std::move(lines), options);
    const auto done = import.dry_run
                          ? count_only(*library, reader)
                          : library->import([&] { return reader.next(); }, "jsonl",
                                            [&] { return definitions_of(reader.report()); });
    if (!done) {
        Error error = done.error();
        if (error.kind == ErrorKind::BadInput && *import.file != "-") {
            error = std::move(error).within(fmt::format("'{}'", Screen::visible(*import.file)));
        }
        // What was wrong with the first lines tells a person which format it is instead.
        for (const exchange::SetAside& line : reader.report().listed) {
            if (&line - reader.report().listed.data() >= 3) break;
            context.screen().say(
                fmt::format("set aside {}: {}", where_of(line), Screen::visible(line.reason)));
        }
        return fail(std::move(error));
    }
    ATTUNE_CHECK(tell(context, reader.report(), *done, import.dry_run));
    return reader.report().set_aside == 0 ? ExitCode::Done : ExitCode::No;
}

}  // namespace

const Command kImportJsonl{
    .name = "import jsonl",
    .summary = "take in records, one JSON object a line",
    .group = Group::Data,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<ImportOptions, describe, run>,
    .details =
        "Needs kind, at and text in every line. What is there already adds nothing, so a file can "
        "be read twice. "
        "Lines that cannot be taken are set aside with their number and the reason; the others are "
        "written together or not at all. 'attune undo' takes the whole import back.\n"};

}  // namespace attune::cli
