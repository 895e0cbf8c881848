#include "attune/host/files.hpp"

#include <fmt/format.h>

namespace attune::host {

Result<Bytes> Files::load(const std::string& path, std::uint64_t limit) {
    ATTUNE_TRY(const auto file, open_read(path));
    ATTUNE_TRY(const std::uint64_t size, file->size());
    if (size > limit) {
        return fail(
            ErrorKind::TooLarge,
            fmt::format("'{}' holds {} bytes, more than the {} allowed", path, size, limit));
    }
    Bytes content(size);
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
    ATTUNE_CHECK(rename(temporary, path));
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
