#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/bytes.hpp"
#include "attune/base/result.hpp"

namespace attune::host {

/// One open file. Closed when destroyed. Every error is ErrorKind::Io and names the path, never the
/// content.
class File {
  public:
    virtual ~File() = default;
    /// Bytes in the file now.
    [[nodiscard]] virtual Result<std::uint64_t> size() = 0;
    /// Fills `out` from `offset`, retrying interrupted and short reads. Fewer bytes than asked (end
    /// of file) are reported by the count that comes back.
    [[nodiscard]] virtual Result<std::size_t> read_at(std::uint64_t offset,
                                                      MutableByteView out) = 0;
    /// Writes all bytes at the end of what was written so far (opened for append: at the end of the
    /// file).
    [[nodiscard]] virtual Status write(ByteView bytes) = 0;
    /// Cuts the file to `size` bytes.
    [[nodiscard]] virtual Status truncate(std::uint64_t size) = 0;
    /// fsync: returns when the content and size are on the disk.
    [[nodiscard]] virtual Status sync() = 0;
    /// Tells the kernel that the pages of the file will not be needed from its cache; never fails.
    virtual void drop_cache() = 0;
};

/// A file of somebody's, read once from its start to its end. Errors are ErrorKind::Io and name the
/// path.
class Source {
  public:
    virtual ~Source() = default;
    /// Puts the next bytes into `out` and says how many; 0 at the end. `out` is not empty.
    [[nodiscard]] virtual Result<std::size_t> read(MutableByteView out) = 0;
};

/// A held lock; released when destroyed.
class Lock {
  public:
    virtual ~Lock() = default;
};

enum class FileType { Regular, Directory, Other };

struct FileInfo {
    FileType type = FileType::Other;
    std::uint64_t size = 0;
    bool owned_by_me = true;
    unsigned mode = 0;  ///< permission bits only
};

/// The file system. Files are opened without following a symbolic link in the last place; created
/// files are 0600, created folders 0700. A missing file is ErrorKind::NotFound, everything else
/// ErrorKind::Io.
class Files {
  public:
    virtual ~Files() = default;
    /// Opens a regular file of this user for reading; fifos, devices, links and foreign files are
    /// refused as Io.
    [[nodiscard]] virtual Result<std::unique_ptr<File>> open_read(const std::string& path) = 0;
    /// Opens a file that a person named as input. Unlike open_read it follows links and takes what
    /// others own, and also pipes, as a shell would; a folder is ErrorKind::Io.
    [[nodiscard]] virtual Result<std::unique_ptr<Source>> open_source(const std::string& path);
    /// Opens an existing regular file for reading and appending.
    [[nodiscard]] virtual Result<std::unique_ptr<File>> open_append(const std::string& path) = 0;
    /// Creates a file that must not exist yet.
    [[nodiscard]] virtual Result<std::unique_ptr<File>> create(const std::string& path) = 0;
    [[nodiscard]] virtual Status rename(const std::string& from, const std::string& to) = 0;
    [[nodiscard]] virtual Status unlink(const std::string& path) = 0;
    /// Makes a folder and its missing parents; an existing folder is fine.
    [[nodiscard]] virtual Status make_folder(const std::string& path) = 0;
    /// Makes a folder that must not exist yet; its parent must.
    [[nodiscard]] virtual Status make_new_folder(const std::string& path) = 0;
    /// Removes an empty folder.
    [[nodiscard]] virtual Status remove_folder(const std::string& path) = 0;
    /// Overwrites a file of this user with zeros where it stands, then removes it. Worth its name
    /// only where in_memory holds: disks and their file systems keep copies.
    [[nodiscard]] virtual Status wipe(const std::string& path) = 0;
    /// True when the file system that holds `path` keeps its files in memory and nowhere else
    /// (tmpfs, ramfs).
    [[nodiscard]] virtual bool in_memory(const std::string& path) = 0;
    /// fsync of a folder: returns when its names are on the disk.
    [[nodiscard]] virtual Status sync_folder(const std::string& path) = 0;
    /// Names (not paths) in a folder, sorted; without "." and "..".
    [[nodiscard]] virtual Result<std::vector<std::string>> list(const std::string& path) = 0;
    /// What stands at a path, without following a link; nothing when there is none.
    [[nodiscard]] virtual std::optional<FileInfo> info(const std::string& path) = 0;
    /// Bytes that may still be written to the file system that holds `path`.
    [[nodiscard]] virtual Result<std::uint64_t> free_bytes(const std::string& path) = 0;
    /// Takes an exclusive lock on the file `path` (created when missing), waiting up to `wait_ms`
    /// milliseconds; ErrorKind::Io when it is still held then. Where the file system has no locks,
    /// a file `path.held` with the process number and the boot id stands in.
    [[nodiscard]] virtual Result<std::unique_ptr<Lock>> lock(const std::string& path,
                                                             int wait_ms) = 0;

    /// The whole content of an input (see open_source) of at most `limit` bytes; a larger one is
    /// ErrorKind::TooLarge.
    [[nodiscard]] Result<Bytes> load_source(const std::string& path, std::uint64_t limit);
    /// The whole content of a file of at most `limit` bytes; a larger one is ErrorKind::TooLarge.
    [[nodiscard]] Result<Bytes> load(const std::string& path, std::uint64_t limit);
    /// Replaces a file so that a crash leaves the old or the new content: temporary file beside it,
    /// fsync when `durable`, rename, fsync of the folder when `durable`.
    [[nodiscard]] Status replace(const std::string& path, ByteView content, bool durable);
};

/// `folder` + "/" + `name`.
[[nodiscard]] std::string path_join(std::string_view folder, std::string_view name);
/// Everything before the last '/', or "." when there is none.
[[nodiscard]] std::string parent_folder(std::string_view path);

}  // namespace attune::host
