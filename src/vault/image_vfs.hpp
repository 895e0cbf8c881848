#pragma once

#include <memory>
#include <string>

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "vault/sealed_image.hpp"

struct sqlite3_vfs;

namespace attune::vault {

/// Serves one sealed image to SQLite under a name of its own. It opens nothing but that image, has
/// no journal, lock or temporary files, and is unregistered when destroyed; connections through it
/// must be gone before.
class ImageVfs {
  public:
    explicit ImageVfs(SealedImage& image);
    ImageVfs(const ImageVfs&) = delete;
    ImageVfs& operator=(const ImageVfs&) = delete;
    ~ImageVfs();
    /// Opens the image as a database.
    [[nodiscard]] Result<db::Connection> connect(bool create);

  private:
    std::string name_;
    std::unique_ptr<sqlite3_vfs> vfs_;
};

/// What is wrong with an image that SQLite cannot make sense of: what the image knows of a chunk
/// that could not be read, else Damaged.
[[nodiscard]] Error disorder(const SealedImage& image);

/// True when SQLite finds all of a database in order. Reads all of it.
[[nodiscard]] bool is_sound(db::Connection& connection);

}  // namespace attune::vault
