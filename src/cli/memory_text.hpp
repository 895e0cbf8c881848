#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "attune/base/ids.hpp"
#include "attune/base/result.hpp"
#include "attune/host/host.hpp"

/// The text that an editor works on. Invariants:
///
///   1. It lies in a folder that is in memory only (tmpfs or ramfs), new, 0700, under a random
///      name: $XDG_RUNTIME_DIR, else /dev/shm. Nowhere else, ever.
///   2. While attune lives it holds a lock beside the text, so that another attune can tell a text
///      that is being edited from one that was left.
///   3. It is wiped with everything an editor put beside it, by the destructor or, after a crash,
///      by the next run that finds it: and then only when its words are sealed or were never
///      changed.
namespace attune::cli {

/// What a text that was left behind belongs to.
struct TextOwner {
    StoreId store;
    RecordId record;  ///< the entry that is changed
};

class MemoryText {
  public:
    /// Writes a text. Usage, naming the flags, when there is no folder in memory.
    [[nodiscard]] static Result<MemoryText> make(host::Host& host, const TextOwner& owner,
                                                 std::string_view text);
    MemoryText(MemoryText&&) noexcept;
    MemoryText& operator=(MemoryText&&) = delete;
    ~MemoryText();

    [[nodiscard]] const std::string& path() const { return path_; }
    /// Replaces the text in its place.
    [[nodiscard]] Status write(std::string_view text);
    /// What stands there now. NotFound when the editor took it away; TooLarge above 8 MiB.
    [[nodiscard]] Result<std::string> read();
    /// Leaves it where it is, for the next run: its words could not be sealed.
    void leave();

    /// A text that was left behind by an attune that is gone.
    struct Left {
        TextOwner owner;
        std::string text;
        bool changed = false;  ///< it is not what attune wrote
    };
    /// The next text that was left behind and belongs to `store`, now held by us and wiped with the
    /// object that is given back; nothing when there is none.
    [[nodiscard]] static std::optional<MemoryText> find_left(host::Host& host, const StoreId& store,
                                                             Left& left);
    /// True when some text may have been left: cheap, and needs no store.
    [[nodiscard]] static bool any_left(host::Host& host);

  private:
    MemoryText(host::Host& host, std::string folder);

    host::Host* host_;
    std::string folder_;
    std::string path_;
    std::unique_ptr<host::Lock> lock_;
    bool wipe_ = true;
};

}  // namespace attune::cli
