#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/host/posix.hpp"

namespace attune::host {

namespace {

/// A Result that names the system call's error. NotFound for a missing file, so that callers can
/// tell.
tl::unexpected<Error> system_error(std::string_view what, const std::string& path, int code) {
    const ErrorKind kind = code == ENOENT ? ErrorKind::NotFound : ErrorKind::Io;
    std::string hint;
    if (code == ENOSPC || code == EDQUOT) hint = "free some space on this disk and try again";
    if (code == EROFS) hint = "this file system is read-only; reading still works";
    if (code == EACCES || code == EPERM) hint = "check who owns the folder and its permissions";
    if (code == ELOOP) hint = "symbolic links are not followed here";
    return fail(kind, fmt::format("could not {} '{}': {}", what, path, std::strerror(code)), hint);
}

class Descriptor {
  public:
    explicit Descriptor(int value) : value_(value) {}
    Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (value_ >= 0) ::close(value_);
    }
    [[nodiscard]] int get() const { return value_; }

  private:
    int value_;
};

template <typename Call>
auto retry_interrupted(Call call) {
    decltype(call()) result{};
    do {
        result = call();
    } while (result < 0 && errno == EINTR);
    return result;
}

class PosixFile final : public File {
  public:
    PosixFile(Descriptor descriptor, std::string path)
        : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

    Result<std::uint64_t> size() override {
        struct stat status {};
        if (::fstat(descriptor_.get(), &status) != 0) return system_error("measure", path_, errno);
        return static_cast<std::uint64_t>(status.st_size);
    }

    Result<std::size_t> read_at(std::uint64_t offset, MutableByteView out) override {
        std::size_t done = 0;
        while (done < out.size()) {
            const auto count = retry_interrupted([&] {
                return ::pread(descriptor_.get(), out.data() + done, out.size() - done,
                               static_cast<off_t>(offset + done));
            });
            if (count < 0) return system_error("read", path_, errno);
            if (count == 0) break;
            done += static_cast<std::size_t>(count);
        }
        return done;
    }

    Status write(ByteView bytes) override {
        while (!bytes.empty()) {
            const auto count = retry_interrupted(
                [&] { return ::write(descriptor_.get(), bytes.data(), bytes.size()); });
            if (count < 0) return system_error("write", path_, errno);
            bytes = bytes.subspan(static_cast<std::size_t>(count));
        }
        return {};
    }

    Status truncate(std::uint64_t size) override {
        if (retry_interrupted(
                [&] { return ::ftruncate(descriptor_.get(), static_cast<off_t>(size)); }) != 0) {
            return system_error("cut", path_, errno);
        }
        return {};
    }

    Status sync() override {
        if (retry_interrupted([&] { return ::fsync(descriptor_.get()); }) != 0) {
            return system_error("write to disk", path_, errno);
        }
        return {};
    }

    void drop_cache() override {
        static_cast<void>(::posix_fadvise(descriptor_.get(), 0, 0, POSIX_FADV_DONTNEED));
    }

  private:
    Descriptor descriptor_;
    std::string path_;
};

class PosixSource final : public Source {
  public:
    PosixSource(Descriptor descriptor, std::string path)
        : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

    Result<std::size_t> read(MutableByteView out) override {
        const auto count =
            retry_interrupted([&] { return ::read(descriptor_.get(), out.data(), out.size()); });
        if (count < 0) return system_error("read", path_, errno);
        return static_cast<std::size_t>(count);
    }

  private:
    Descriptor descriptor_;
    std::string path_;
};

class FlockLock final : public Lock {
  public:
    explicit FlockLock(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

  private:
    Descriptor descriptor_;
};

std::string boot_id() {
    const Descriptor file(::open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC));
    std::array<char, 36> id{};
    if (file.get() < 0 || ::read(file.get(), id.data(), id.size()) != 36) return "unknown";
    return {id.data(), id.size()};
}

/// Stands in for flock where the file system has none: a file made with O_EXCL.
class ExclusiveFileLock final : public Lock {
  public:
    explicit ExclusiveFileLock(std::string path) : path_(std::move(path)) {}
    ~ExclusiveFileLock() override { ::unlink(path_.c_str()); }

    /// True once the file is ours; false when a living process holds it.
    static Result<bool> take(const std::string& path) {
        const std::string mine = fmt::format("{} {}\n", ::getpid(), boot_id());
        const Descriptor file(
            ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (file.get() >= 0) {
            if (::write(file.get(), mine.data(), mine.size()) !=
                static_cast<ssize_t>(mine.size())) {
                const int code = errno;
                ::unlink(path.c_str());
                return system_error("lock", path, code);
            }
            return true;
        }
        if (errno != EEXIST) return system_error("lock", path, errno);
        if (is_stale(path)) ::unlink(path.c_str());
        return false;
    }

  private:
    static bool is_stale(const std::string& path) {
        const Descriptor file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
        std::array<char, 96> buffer{};
        const auto count = file.get() < 0 ? 0 : ::read(file.get(), buffer.data(), buffer.size());
        const std::string_view text =
            trim({buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(0, count))});
        const auto blank = text.find(' ');
        if (blank == std::string_view::npos) return false;
        if (text.substr(blank + 1) != boot_id()) return true;
        const auto process = parse_integer(text.substr(0, blank));
        return process && ::kill(static_cast<pid_t>(*process), 0) != 0 && errno == ESRCH;
    }
    std::string path_;
};

class PosixFiles final : public Files {
  public:
    Result<std::unique_ptr<File>> open_read(const std::string& path) override {
        return open(path, O_RDONLY);
    }
    Result<std::unique_ptr<Source>> open_source(const std::string& path) override {
        Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
        if (file.get() < 0) return system_error("open", path, errno);
        return std::make_unique<PosixSource>(std::move(file), path);
    }
    Result<std::unique_ptr<File>> open_append(const std::string& path) override {
        return open(path, O_RDWR | O_APPEND);
    }
    Result<std::unique_ptr<File>> create(const std::string& path) override {
        return open(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL);
    }

    Status rename(const std::string& from, const std::string& to) override {
        if (::rename(from.c_str(), to.c_str()) != 0) return system_error("rename", from, errno);
        return {};
    }
    Status unlink(const std::string& path) override {
        if (::unlink(path.c_str()) != 0) return system_error("remove", path, errno);
        return {};
    }
    Status make_folder(const std::string& path) override {
        if (::mkdir(path.c_str(), 0700) == 0) return {};
        if (errno == ENOENT && parent_folder(path) != path) {
            ATTUNE_CHECK(make_folder(parent_folder(path)));
            if (::mkdir(path.c_str(), 0700) == 0) return {};
        }
        const int code = errno;
        struct stat status {};
        if (code == EEXIST && ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
            return {};
        }
        return system_error("make folder", path, code);
    }
    Status make_new_folder(const std::string& path) override {
        if (::mkdir(path.c_str(), 0700) != 0) return system_error("make folder", path, errno);
        return {};
    }
    Status remove_folder(const std::string& path) override {
        if (::rmdir(path.c_str()) != 0) return system_error("remove folder", path, errno);
        return {};
    }
    Status wipe(const std::string& path) override {
        {
            const Descriptor file(
                ::open(path.c_str(), O_WRONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
            struct stat status {};
            if (file.get() < 0 || ::fstat(file.get(), &status) != 0) {
                return system_error("wipe", path, errno);
            }
            constexpr std::array<char, 4096> kZeros{};
            for (off_t at = 0; S_ISREG(status.st_mode) && at < status.st_size;) {
                const auto count = retry_interrupted([&] {
                    const auto left = static_cast<std::size_t>(status.st_size - at);
                    return ::pwrite(file.get(), kZeros.data(), std::min(kZeros.size(), left), at);
                });
                if (count < 0) return system_error("wipe", path, errno);
                at += count;
            }
        }
        return unlink(path);
    }
    bool in_memory(const std::string& path) override {
        struct statfs status {};
        if (::statfs(path.c_str(), &status) != 0) return false;
        return status.f_type == TMPFS_MAGIC || status.f_type == RAMFS_MAGIC;
    }
    Status sync_folder(const std::string& path) override {
        const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (folder.get() < 0) return system_error("open folder", path, errno);
        // Some network file systems cannot sync a folder; their rename is already durable or never
        // is.
        if (retry_interrupted([&] { return ::fsync(folder.get()); }) != 0 && errno != EINVAL) {
            return system_error("write to disk", path, errno);
        }
        return {};
    }
    Result<std::vector<std::string>> list(const std::string& path) override {
        const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
        if (!folder) return system_error("list", path, errno);
        std::vector<std::string> names;
        errno = 0;
        while (const dirent* entry = ::readdir(folder.get())) {
            const std::string name = entry->d_name;
            if (name != "." && name != "..") names.push_back(name);
        }
        if (errno != 0) return system_error("list", path, errno);
        std::sort(names.begin(), names.end());
        return names;
    }
    std::optional<FileInfo> info(const std::string& path) override {
        struct stat status {};
        if (::lstat(path.c_str(), &status) != 0) return std::nullopt;
        FileInfo info;
        info.type = S_ISREG(status.st_mode)   ? FileType::Regular
                    : S_ISDIR(status.st_mode) ? FileType::Directory
                                              : FileType::Other;
        info.size = static_cast<std::uint64_t>(status.st_size);
        info.owned_by_me = status.st_uid == ::geteuid();
        info.mode = status.st_mode & 07777U;
        return info;
    }
    Result<std::uint64_t> free_bytes(const std::string& path) override {
        struct statvfs status {};
        if (::statvfs(path.c_str(), &status) != 0) return system_error("measure", path, errno);
        return std::uint64_t{status.f_bavail} * status.f_frsize;
    }

    Result<std::unique_ptr<Lock>> lock(const std::string& path, int wait_ms) override {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(wait_ms);
        Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (file.get() < 0) return system_error("lock", path, errno);
        auto pause = std::chrono::microseconds(200);
        while (true) {
            if (::flock(file.get(), LOCK_EX | LOCK_NB) == 0) {
                return std::make_unique<FlockLock>(std::move(file));
            }
            const int code = errno;
            if (code == ENOTSUP || code == ENOLCK || code == ENOSYS) {
                const std::string held = path + ".held";
                ATTUNE_TRY(const bool taken, ExclusiveFileLock::take(held));
                if (taken) return std::make_unique<ExclusiveFileLock>(held);
            } else if (code != EWOULDBLOCK && code != EINTR) {
                return system_error("lock", path, code);
            }
            if (std::chrono::steady_clock::now() >= deadline) {
                return fail(ErrorKind::Io, fmt::format("'{}' is held by another attune", path),
                            "wait for it to finish and try again");
            }
            std::this_thread::sleep_for(pause);
            // Who looks seldom is overtaken by newcomers: of many writers at once one would wait
            // for all the others.
            pause = std::min(pause * 2, std::chrono::microseconds(3000));
        }
    }

  private:
    static Result<std::unique_ptr<File>> open(const std::string& path, int flags) {
        // O_NONBLOCK keeps a fifo in place of a file from stopping the program.
        Descriptor descriptor(retry_interrupted([&] {
            return ::open(path.c_str(), flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0600);
        }));
        if (descriptor.get() < 0) return system_error("open", path, errno);
        struct stat status {};
        if (::fstat(descriptor.get(), &status) != 0) return system_error("open", path, errno);
        if (!S_ISREG(status.st_mode)) {
            return fail(ErrorKind::Io, fmt::format("'{}' is not a regular file", path));
        }
        if (status.st_uid != ::geteuid() && ::geteuid() != 0) {
            return fail(ErrorKind::Io, fmt::format("'{}' belongs to another user", path));
        }
        return std::make_unique<PosixFile>(std::move(descriptor), path);
    }
};

}  // namespace

std::unique_ptr<Files> make_posix_files() {
    return std::make_unique<PosixFiles>();
}

}  // namespace attune::host
