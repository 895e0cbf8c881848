#include <fmt/format.h>

#include "attune/exchange/jsonl.hpp"
#include "attune/query/filter.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/filter_flags.hpp"
#include "cli/help.hpp"
#include "cli/now.hpp"

namespace attune::cli {

namespace {

struct ExportOptions {
    FilterFlags filter;
    std::optional<std::string> output;
};

void describe(OptionSet& options, ExportOptions& given) {
    describe_wishes(options, given.filter);
    options.text(given.output, "-o,--output", "FILE", "write to FILE instead of standard output");
}

/// A file that takes its name only when it is whole.
class NewFile {
  public:
    [[nodiscard]] static Result<NewFile> make(host::Files& files, const std::string& path) {
        NewFile file(files, path);
        const std::string temporary = file.temporary();
        if (files.info(temporary)) ATTUNE_CHECK(files.unlink(temporary));
        ATTUNE_TRY(file.handle_, files.create(temporary));
        return file;
    }
    NewFile(NewFile&&) noexcept = default;
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile() {
        if (handle_) static_cast<void>(files_->unlink(temporary()));
    }
    [[nodiscard]] Status write(std::string_view bytes) { return handle_->write(as_bytes(bytes)); }
    [[nodiscard]] Status publish() {
        ATTUNE_CHECK(handle_->sync());
        ATTUNE_CHECK(files_->rename(temporary(), path_));
        handle_.reset();
        return files_->sync_folder(host::parent_folder(path_));
    }

  private:
    NewFile(host::Files& files, std::string path) : files_(&files), path_(std::move(path)) {}
    [[nodiscard]] std::string temporary() const { return path_ + ".part"; }
    host::Files* files_;
    std::string path_;
    std::unique_ptr<host::File> handle_;
};

Result<exchange::JsonlHeader> header_of(store::Library& library) {
    exchange::JsonlHeader header;
    const std::string version = version_line();
    header.version = version.substr(0, version.size() - 1);
    ATTUNE_TRY(const auto definitions, library.definitions());
    for (const store::DefinitionText& text : definitions) {
        header.definitions.push_back({.id = text.slug,
                                      .kind = text.kind,
                                      .slug = text.slug,
                                      .version = text.version,
                                      .sha256 = text.sha256,
                                      .toml = text.toml});
    }
    return header;
}

Result<std::uint64_t> write_records(store::Library& library, const query::Filter& filter,
                                    exchange::JsonlWriter::Sink sink) {
    exchange::JsonlWriter writer(std::move(sink));
    ATTUNE_TRY(const exchange::JsonlHeader header, header_of(library));
    ATTUNE_CHECK(writer.header(header));
    ATTUNE_CHECK(query::for_each_match(
        library.database(), filter, query::Order::Canonical, [&](std::int64_t row) -> Status {
            ATTUNE_TRY(const journal::Record record, library.load_row(row));
            return writer.record(record);
        }));
    ATTUNE_CHECK(writer.finish());
    return writer.records();
}

Result<ExitCode> run(const ExportOptions& given, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context.host()));
    ATTUNE_TRY(const query::Filter filter, filter_of(given.filter, now));
    ATTUNE_TRY(store::Library * library, context.open_library());
    Screen& screen = context.screen();
    std::uint64_t count = 0;
    if (given.output && *given.output != "-") {
        ATTUNE_TRY(NewFile file, NewFile::make(context.host().files, *given.output));
        ATTUNE_TRY(count, write_records(*library, filter,
                                        [&](std::string_view bytes) { return file.write(bytes); }));
        ATTUNE_CHECK(file.publish());
        screen.say(fmt::format("wrote {} {} to '{}', plain text: keep it as safe as the journal",
                               count, count == 1 ? "record" : "records",
                               Screen::visible(*given.output)));
    } else {
        ATTUNE_TRY(count, write_records(*library, filter, [&](std::string_view bytes) {
                       return screen.print_raw(bytes);
                   }));
    }
    if (count == 0) screen.say(filter.empty() ? "there is no entry yet" : "no entry fits");
    return ExitCode::Done;
}

}  // namespace

const Command kExportJsonl{
    .name = "export jsonl",
    .summary = "write records out, one JSON object a line, nothing left behind",
    .group = Group::Data,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<ExportOptions, describe, run>,
    .details =
        "The same entries give the same bytes, and importing them into an empty store and "
        "exporting again "
        "gives those bytes once more. The result is plain text.\n"
        "\n"
        "  attune export jsonl -o journal.jsonl\n"
        "  attune export jsonl --last 3 months --with sam\n"};

}  // namespace attune::cli
