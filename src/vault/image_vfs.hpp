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

/// How far a database is looked at. Either reads all of it.
enum class Depth {
    Pages,   ///< every page and cell is where it belongs
    Indexes  ///< and every index says what its table says, at several times the cost
};

/// True when SQLite finds a database in order.
[[nodiscard]] bool is_in_order(db::Connection& connection, Depth depth);

/// The same of the database of an image, as an error: the damage of the image, which knows from
/// then on that it is not in order.
[[nodiscard]] Status check_database(db::Connection& connection, SealedImage& image, Depth depth);

}  // namespace attune::vault
