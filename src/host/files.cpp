#include "attune/host/files.hpp"

#include <new>
#include <utility>

#include <fmt/format.h>

namespace attune::host {

namespace {

/// A regular file read front to back: what open_source is where there are no links and pipes.
class FileSource final : public Source {
  public:
    explicit FileSource(std::unique_ptr<File> file) : file_(std::move(file)) {}
    Result<std::size_t> read(MutableByteView out) override {
        ATTUNE_TRY(const std::size_t count, file_->read_at(at_, out));
        at_ += count;
        return count;
    }

  private:
    std::unique_ptr<File> file_;
    std::uint64_t at_ = 0;
};

tl::unexpected<Error> too_large(const std::string& path, std::uint64_t limit) {
    return fail(ErrorKind::TooLarge,
                fmt::format("'{}' holds more than the {} bytes allowed", path, limit));
}

}  // namespace

Result<std::unique_ptr<Source>> Files::open_source(const std::string& path) {
    ATTUNE_TRY(auto file, open_read(path));
    return std::make_unique<FileSource>(std::move(file));
}

Result<Bytes> Files::load_source(const std::string& path, std::uint64_t limit) {
    constexpr std::size_t kStep = 64 * 1024;
    ATTUNE_TRY(const auto source, open_source(path));
    Bytes content;
    for (;;) {
        const std::size_t before = content.size();
        content.resize(before + kStep);
        ATTUNE_TRY(const std::size_t count, source->read(MutableByteView(content).subspan(before)));
        content.resize(before + count);
        if (content.size() > limit) return too_large(path, limit);
        if (count == 0) return content;
    }
}

Result<Bytes> Files::load(const std::string& path, std::uint64_t limit) {
    ATTUNE_TRY(const auto file, open_read(path));
    ATTUNE_TRY(const std::uint64_t size, file->size());
    if (size > limit) {
        return fail(
            ErrorKind::TooLarge,
            fmt::format("'{}' holds {} bytes, more than the {} allowed", path, size, limit));
    }
    Bytes content;
    try {
        content.resize(size);
    } catch (const std::bad_alloc&) {
        return fail(ErrorKind::TooLarge,
                    fmt::format("'{}' holds {} bytes, more than there is memory for", path, size),
                    "close other programs and try again");
    }
    ATTUNE_TRY(const std::size_t count, file->read_at(0, content));
    content.resize(count);
    return content;
}

Status Files::replace(const std::string& path, ByteView content, bool durable) {
    const std::string temporary = path + ".tmp";
    if (info(temporary)) ATTUNE_CHECK(unlink(temporary));
    const auto written = [&]() -> Status {
        ATTUNE_TRY(const auto file, create(temporary));
        ATTUNE_CHECK(file->write(content));
        if (durable) ATTUNE_CHECK(file->sync());
        return {};
    }();
    if (!written) {
        static_cast<void>(unlink(temporary));
        return written;
    }
    if (Status renamed = rename(temporary, path); !renamed) {
        static_cast<void>(unlink(temporary));
        return renamed;
    }
    if (durable) ATTUNE_CHECK(sync_folder(parent_folder(path)));
    return {};
}

std::string path_join(std::string_view folder, std::string_view name) {
    std::string out(folder);
    if (!out.empty() && out.back() != '/') out += '/';
    out += name;
    return out;
}

std::string parent_folder(std::string_view path) {
    const auto slash = path.rfind('/');
    if (slash == std::string_view::npos) return ".";
    if (slash == 0) return "/";
    return std::string(path.substr(0, slash));
}

}  // namespace attune::host
