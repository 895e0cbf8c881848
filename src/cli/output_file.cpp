#include "cli/output_file.hpp"

#include <fmt/format.h>

namespace attune::cli {

namespace {

/// A folder that is not there is a file that cannot be written, not an entry that cannot be found.
template <typename T>
Result<T> as_output(Result<T> result) {
    if (!result && result.error().kind == ErrorKind::NotFound) result.error().kind = ErrorKind::Io;
    return result;
}

}  // namespace

Result<OutputFile> OutputFile::open(Context& context, const std::optional<std::string>& name,
                                    bool replace) {
    OutputFile output(context);
    if (!name || *name == "-") return output;
    host::Files& files = context.host().files;
    const std::string shown = Screen::visible(*name);
    const auto there = files.info(*name);
    if (there && there->type != host::FileType::Regular) {
        return fail(ErrorKind::Usage, fmt::format("'{}' is there and is no file", shown),
                    "'-o -' writes to standard output, which a shell can lead anywhere");
    }
    if (there && !replace) {
        Screen& screen = context.screen();
        const bool wanted =
            screen.may_ask() &&
            screen.confirm(fmt::format("'{}' is there already; replace it?", shown), "--force")
                .value_or(false);
        if (!wanted) {
            return fail(ErrorKind::Usage, fmt::format("'{}' is there already", shown),
                        "--force replaces it, another name keeps both");
        }
    }
    output.path_ = *name;
    const std::string temporary = output.temporary();
    if (files.info(temporary)) ATTUNE_CHECK(files.unlink(temporary));
    ATTUNE_TRY(output.file_, as_output(files.create(temporary)));
    return output;
}

OutputFile::~OutputFile() {
    if (file_) static_cast<void>(context_->host().files.unlink(temporary()));
}

Status OutputFile::write(std::string_view bytes) {
    if (!file_) return context_->screen().print_raw(bytes);
    return file_->write(as_bytes(bytes));
}

Status OutputFile::publish() {
    if (!file_) return {};
    host::Files& files = context_->host().files;
    ATTUNE_CHECK(file_->sync());
    ATTUNE_CHECK(files.rename(temporary(), path_));
    file_.reset();
    return files.sync_folder(host::parent_folder(path_));
}

}  // namespace attune::cli
