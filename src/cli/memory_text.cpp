#include "cli/memory_text.hpp"

#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/base/bytes.hpp"
#include "attune/base/text.hpp"
#include "attune/crypto/primitives.hpp"

namespace attune::cli {

namespace {

constexpr std::string_view kPrefix = "attune-edit-";
constexpr const char* kTextFile = "entry.attune";
constexpr const char* kAboutFile = "about";
constexpr const char* kLockFile = "lock";
constexpr std::uint64_t kTextBytesMax = std::uint64_t{8} << 20;
constexpr std::uint64_t kAboutBytesMax = 512;
/// Folders that an editor made beside the text, one in the other.
constexpr int kDepthMax = 4;

/// Where a text may lie, in the order of preference.
std::vector<std::string> places(host::Host& host) {
    std::vector<std::string> folders;
    const auto runtime = host.environment.variable("XDG_RUNTIME_DIR");
    if (runtime && runtime->starts_with('/')) folders.push_back(*runtime);
    folders.emplace_back("/dev/shm");
    return folders;
}

/// The folders of texts at one place that are ours.
std::vector<std::string> folders_at(host::Host& host, const std::string& place) {
    std::vector<std::string> found;
    const auto names = host.files.list(place);
    if (!names) return found;
    for (const std::string& name : *names) {
        if (!name.starts_with(kPrefix)) continue;
        const std::string folder = host::path_join(place, name);
        const auto info = host.files.info(folder);
        const bool ours = info && info->type == host::FileType::Directory && info->owned_by_me &&
                          info->mode == 0700;
        if (ours && host.files.in_memory(folder)) found.push_back(folder);
    }
    return found;
}

/// Which text it was, without holding it.
std::string digest_of(std::string_view text) {
    const auto hash = crypto::hash16({as_bytes("attune edit"), as_bytes(text)});
    return to_hex(hash);
}

void wipe_folder(host::Files& files, const std::string& folder, int depth) {
    const auto names = files.list(folder);
    if (!names || depth > kDepthMax) return;
    for (const std::string& name : *names) {
        const std::string path = host::path_join(folder, name);
        const auto info = files.info(path);
        if (!info) continue;
        if (info->type == host::FileType::Directory) {
            wipe_folder(files, path, depth + 1);
        } else if (info->type != host::FileType::Regular || !files.wipe(path)) {
            static_cast<void>(files.unlink(path));
        }
    }
    static_cast<void>(files.remove_folder(folder));
}

struct About {
    TextOwner owner;
    std::string digest;
};

std::optional<About> read_about(host::Files& files, const std::string& folder) {
    const auto bytes = files.load(host::path_join(folder, kAboutFile), kAboutBytesMax);
    if (!bytes) return std::nullopt;
    const auto words = split(as_text(*bytes), ' ');
    if (words.size() != 3) return std::nullopt;
    const auto store = StoreId::from_hex(words[0]);
    const auto record = RecordId::from_hex(words[1]);
    if (!store || !record) return std::nullopt;
    return About{{*store, *record}, std::string(words[2])};
}

}  // namespace

MemoryText::MemoryText(host::Host& host, std::string folder)
    : host_(&host), folder_(std::move(folder)), path_(host::path_join(folder_, kTextFile)) {
}

MemoryText::MemoryText(MemoryText&& other) noexcept
    : host_(other.host_),
      folder_(std::exchange(other.folder_, {})),
      path_(std::move(other.path_)),
      lock_(std::move(other.lock_)),
      wipe_(other.wipe_) {
}

MemoryText::~MemoryText() {
    if (!folder_.empty() && wipe_) wipe_folder(host_->files, folder_, 0);
}

void MemoryText::leave() {
    wipe_ = false;
}

Result<MemoryText> MemoryText::make(host::Host& host, const TextOwner& owner,
                                    std::string_view text) {
    for (const std::string& place : places(host)) {
        const auto info = host.files.info(place);
        if (!info || info->type != host::FileType::Directory || !host.files.in_memory(place)) {
            continue;
        }
        std::array<std::uint8_t, 8> random{};
        host.environment.random(random);
        const std::string folder = host::path_join(place, std::string(kPrefix) + to_hex(random));
        if (!host.files.make_new_folder(folder)) continue;
        MemoryText made(host, folder);
        const auto prepared = [&]() -> Status {
            ATTUNE_TRY(made.lock_, host.files.lock(host::path_join(folder, kLockFile), 0));
            ATTUNE_TRY(const auto about, host.files.create(host::path_join(folder, kAboutFile)));
            ATTUNE_CHECK(about->write(as_bytes(
                fmt::format("{} {} {}", owner.store.hex(), owner.record.hex(), digest_of(text)))));
            ATTUNE_TRY(const auto file, host.files.create(made.path_));
            return file->write(as_bytes(text));
        }();
        if (prepared) return made;
    }
    return fail(ErrorKind::Usage,
                "there is no folder in memory where an editor could have the text",
                "give the changes with flags: attune edit ID --feel hurt=6, or new words");
}

Status MemoryText::write(std::string_view text) {
    // An editor may have put another file in its place, so it is made anew.
    if (host_->files.info(path_)) ATTUNE_CHECK(host_->files.wipe(path_));
    ATTUNE_TRY(const auto file, host_->files.create(path_));
    return file->write(as_bytes(text));
}

Result<std::string> MemoryText::read() {
    ATTUNE_TRY(const Bytes bytes, host_->files.load(path_, kTextBytesMax));
    return std::string(as_text(bytes));
}

bool MemoryText::any_left(host::Host& host) {
    for (const std::string& place : places(host)) {
        if (!folders_at(host, place).empty()) return true;
    }
    return false;
}

std::optional<MemoryText> MemoryText::find_left(host::Host& host, const StoreId& store,
                                                Left& left) {
    for (const std::string& place : places(host)) {
        for (const std::string& folder : folders_at(host, place)) {
            MemoryText text(host, folder);
            text.leave();
            auto lock = host.files.lock(host::path_join(folder, kLockFile), 0);
            if (!lock) continue;  // somebody is editing it
            text.lock_ = *std::move(lock);
            const auto about = read_about(host.files, folder);
            if (about && about->owner.store != store) continue;
            const auto words = text.read();
            text.wipe_ = true;
            // One that ended before there was a text to lose.
            if (!about || (!words && words.error().kind == ErrorKind::NotFound)) continue;
            if (!words) {
                text.leave();
                continue;
            }
            left = {about->owner, *words, digest_of(*words) != about->digest};
            return text;
        }
    }
    return std::nullopt;
}

}  // namespace attune::cli
