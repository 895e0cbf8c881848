#include "vault/image_vfs.hpp"

#include <atomic>
#include <cstring>

#include <sqlite3.h>

#include "attune/base/assert.hpp"
#include "attune/db/connection.hpp"

namespace attune::vault {

namespace {

constexpr const char* kImageName = "image";

/// What SQLite holds of the image; `base` comes first, as SQLite requires.
struct ImageFile {
    sqlite3_file base;
    SealedImage* image;
};

SealedImage& image_of(sqlite3_file* file) {
    return *reinterpret_cast<ImageFile*>(file)->image;
}

extern "C" {

int image_close(sqlite3_file*) noexcept {
    return SQLITE_OK;
}

int image_read(sqlite3_file* file, void* out, int count, sqlite3_int64 offset) noexcept {
    SealedImage& image = image_of(file);
    const auto begin = static_cast<std::uint64_t>(offset);
    const MutableByteView target(static_cast<std::uint8_t*>(out), static_cast<std::size_t>(count));
    if (!image.read(begin, target)) return SQLITE_IOERR_CORRUPTFS;
    return begin + target.size() > image.size() ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

int image_write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) noexcept {
    const ByteView source(static_cast<const std::uint8_t*>(bytes), static_cast<std::size_t>(count));
    return image_of(file).write(static_cast<std::uint64_t>(offset), source)
               ? SQLITE_OK
               : SQLITE_IOERR_CORRUPTFS;
}

int image_truncate(sqlite3_file* file, sqlite3_int64 size) noexcept {
    image_of(file).truncate(static_cast<std::uint64_t>(size));
    return SQLITE_OK;
}

int image_sync(sqlite3_file*, int) noexcept {
    return SQLITE_OK;
}

int image_size(sqlite3_file* file, sqlite3_int64* size) noexcept {
    *size = static_cast<sqlite3_int64>(image_of(file).size());
    return SQLITE_OK;
}

int image_lock(sqlite3_file*, int) noexcept {
    return SQLITE_OK;
}
int image_unlock(sqlite3_file*, int) noexcept {
    return SQLITE_OK;
}
int image_reserved(sqlite3_file*, int* held) noexcept {
    *held = 0;
    return SQLITE_OK;
}
int image_control(sqlite3_file* file, int what, void* argument) noexcept {
    if (what != db::kWhyUnreadable) return SQLITE_NOTFOUND;
    SealedImage& image = image_of(file);
    // Every page was given, and SQLite made no sense of one.
    if (!image.is_damaged()) image.note_disorder();
    *static_cast<std::optional<Error>*>(argument) = image.damage();
    return SQLITE_OK;
}
int image_sector(sqlite3_file*) noexcept {
    return static_cast<int>(kPageBytes);
}
int image_traits(sqlite3_file*) noexcept {
    return 0;
}

int vfs_open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags,
             int* out_flags) noexcept {
    file->pMethods = nullptr;
    const bool main = (flags & SQLITE_OPEN_MAIN_DB) != 0;
    if (!main || name == nullptr || std::strcmp(name, kImageName) != 0) return SQLITE_CANTOPEN;
    static constexpr sqlite3_io_methods kMethods = {1,
                                                    image_close,
                                                    image_read,
                                                    image_write,
                                                    image_truncate,
                                                    image_sync,
                                                    image_size,
                                                    image_lock,
                                                    image_unlock,
                                                    image_reserved,
                                                    image_control,
                                                    image_sector,
                                                    image_traits,
                                                    nullptr,
                                                    nullptr,
                                                    nullptr,
                                                    nullptr,
                                                    nullptr,
                                                    nullptr};
    auto* opened = reinterpret_cast<ImageFile*>(file);
    opened->image = static_cast<SealedImage*>(vfs->pAppData);
    opened->base.pMethods = &kMethods;
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs*, const char*, int) noexcept {
    return SQLITE_OK;
}
int vfs_access(sqlite3_vfs*, const char*, int, int* found) noexcept {
    *found = 0;
    return SQLITE_OK;
}
int vfs_full_path(sqlite3_vfs*, const char* name, int size, char* out) noexcept {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}
int vfs_randomness(sqlite3_vfs*, int size, char* out) noexcept {
    sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
    return system->xRandomness(system, size, out);
}
int vfs_sleep(sqlite3_vfs*, int) noexcept {
    return 0;
}
int vfs_time(sqlite3_vfs*, double* out) noexcept {
    // No query of attune asks SQLite for the time; the clock is an argument.
    *out = 0;
    return SQLITE_OK;
}
int vfs_last_error(sqlite3_vfs*, int, char*) noexcept {
    return 0;
}

}  // extern "C"

std::string next_name() {
    static std::atomic<unsigned> count{0};
    return "attune-image-" + std::to_string(++count);
}

}  // namespace

ImageVfs::ImageVfs(SealedImage& image) : name_(next_name()), vfs_(std::make_unique<sqlite3_vfs>()) {
    *vfs_ = sqlite3_vfs{};
    vfs_->iVersion = 1;
    vfs_->szOsFile = sizeof(ImageFile);
    vfs_->mxPathname = 64;
    vfs_->zName = name_.c_str();
    vfs_->pAppData = &image;
    vfs_->xOpen = vfs_open;
    vfs_->xDelete = vfs_delete;
    vfs_->xAccess = vfs_access;
    vfs_->xFullPathname = vfs_full_path;
    vfs_->xRandomness = vfs_randomness;
    vfs_->xSleep = vfs_sleep;
    vfs_->xCurrentTime = vfs_time;
    vfs_->xGetLastError = vfs_last_error;
    ATTUNE_ASSERT(sqlite3_vfs_register(vfs_.get(), 0) == SQLITE_OK);
}

ImageVfs::~ImageVfs() {
    sqlite3_vfs_unregister(vfs_.get());
}

Result<db::Connection> ImageVfs::connect(bool create) {
    return db::Connection::open(kImageName, name_.c_str(), create);
}

bool is_in_order(db::Connection& connection, Depth depth) {
    auto check = connection.prepare(depth == Depth::Pages ? "PRAGMA quick_check(1)"
                                                          : "PRAGMA integrity_check(1)");
    if (!check) return false;
    const auto row = check->step();
    return row && *row && check->text(0) == "ok";
}

Status check_database(db::Connection& connection, SealedImage& image, Depth depth) {
    if (is_in_order(connection, depth)) return {};
    if (!image.is_damaged()) image.note_disorder();
    return fail(image.damage());
}

}  // namespace attune::vault
