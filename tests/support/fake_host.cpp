#include "support/fake_host.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "attune/base/assert.hpp"
#include "attune/base/civil_day.hpp"
#include "attune/base/text.hpp"

namespace attune::test {

void FakeClock::set(std::string_view iso_utc) {
    ATTUNE_ASSERT(iso_utc.size() == 20 && iso_utc.back() == 'Z');
    const auto day = CivilDay::parse_iso(iso_utc.substr(0, 10));
    const auto hour = parse_integer(iso_utc.substr(11, 2));
    const auto minute = parse_integer(iso_utc.substr(14, 2));
    const auto second = parse_integer(iso_utc.substr(17, 2));
    ATTUNE_ASSERT(day && hour && minute && second);
    time_ = host::Time(day->days()) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
            std::chrono::seconds(*second);
}

namespace {

tl::unexpected<Error> missing(const std::string& path) {
    return fail(ErrorKind::NotFound, "'" + path + "' is not there");
}

class MemoryFile final : public host::File {
  public:
    MemoryFile(MemoryFiles& files, std::string path, std::shared_ptr<MemoryFiles::Node> node)
        : files_(files), path_(std::move(path)), node_(std::move(node)) {}

    Result<std::uint64_t> size() override { return node_->content.size(); }

    Result<std::size_t> read_at(std::uint64_t offset, MutableByteView out) override {
        ATTUNE_CHECK(files_.look(LookStep::Read, path_));
        const Bytes& content = node_->content;
        if (offset >= content.size()) return 0;
        const std::size_t count = std::min(out.size(), content.size() - offset);
        std::memcpy(out.data(), content.data() + offset, count);
        return count;
    }

    Status write(ByteView bytes) override {
        if (auto status = files_.step(FileStep::Write, path_); !status) {
            append(bytes.first(std::min(bytes.size(), files_.torn_bytes)));
            return status;
        }
        append(bytes);
        return {};
    }

    Status truncate(std::uint64_t size) override {
        ATTUNE_CHECK(files_.step(FileStep::Truncate, path_));
        node_->content.resize(size);
        return {};
    }

    Status sync() override { return files_.step(FileStep::Sync, path_); }
    void drop_cache() override {}

  private:
    void append(ByteView bytes) {
        node_->content.insert(node_->content.end(), bytes.begin(), bytes.end());
    }
    MemoryFiles& files_;
    std::string path_;
    std::shared_ptr<MemoryFiles::Node> node_;
};

class MemoryLock final : public host::Lock {
  public:
    MemoryLock(MemoryFiles& files, std::string path) : files_(files), path_(std::move(path)) {
        files_.locked.insert(path_);
    }
    ~MemoryLock() override { files_.locked.erase(path_); }

  private:
    MemoryFiles& files_;
    std::string path_;
};

}  // namespace

Status MemoryFiles::step(FileStep step, const std::string& path) {
    ++steps_;
    if (fault) {
        if (auto error = fault(step, path, steps_)) return fail(*std::move(error));
    }
    return {};
}

Status MemoryFiles::look(LookStep step, const std::string& path) {
    ++looks_;
    if (look_fault) {
        if (auto error = look_fault(step, path, looks_)) return fail(*std::move(error));
    }
    return {};
}

void MemoryFiles::put(const std::string& path, std::string_view content) {
    for (std::string folder = host::parent_folder(path); folders.insert(folder).second;) {
        folder = host::parent_folder(folder);
    }
    const ByteView bytes = as_bytes(content);
    auto node = std::make_shared<Node>();
    node->content.assign(bytes.begin(), bytes.end());
    nodes[path] = std::move(node);
}

std::string MemoryFiles::get(const std::string& path) const {
    const auto found = nodes.find(path);
    ATTUNE_ASSERT(found != nodes.end());
    return std::string(as_text(found->second->content));
}

Result<std::unique_ptr<host::File>> MemoryFiles::open_read(const std::string& path) {
    const auto found = nodes.find(path);
    if (found == nodes.end()) return missing(path);
    ATTUNE_CHECK(look(LookStep::Open, path));
    return std::make_unique<MemoryFile>(*this, path, found->second);
}

Result<std::unique_ptr<host::File>> MemoryFiles::open_append(const std::string& path) {
    return open_read(path);
}

Result<std::unique_ptr<host::File>> MemoryFiles::create(const std::string& path) {
    if (!folders.contains(host::parent_folder(path))) return missing(path);
    if (nodes.contains(path)) return fail(ErrorKind::Io, "'" + path + "' is there already");
    ATTUNE_CHECK(step(FileStep::Create, path));
    auto node = std::make_shared<Node>();
    nodes[path] = node;
    return std::make_unique<MemoryFile>(*this, path, std::move(node));
}

Status MemoryFiles::rename(const std::string& from, const std::string& to) {
    const auto found = nodes.find(from);
    if (found == nodes.end()) return missing(from);
    ATTUNE_CHECK(step(FileStep::Rename, from));
    auto node = found->second;
    nodes.erase(found);
    nodes[to] = std::move(node);
    return {};
}

Status MemoryFiles::unlink(const std::string& path) {
    if (!nodes.contains(path)) return missing(path);
    ATTUNE_CHECK(step(FileStep::Unlink, path));
    nodes.erase(path);
    return {};
}

Status MemoryFiles::make_folder(const std::string& path) {
    if (folders.contains(path)) return {};
    ATTUNE_CHECK(step(FileStep::MakeFolder, path));
    for (std::string folder = path; folders.insert(folder).second;) {
        folder = host::parent_folder(folder);
    }
    return {};
}

Status MemoryFiles::make_new_folder(const std::string& path) {
    if (folders.contains(path) || nodes.contains(path)) {
        return fail(ErrorKind::Io, "'" + path + "' is there already");
    }
    if (!folders.contains(host::parent_folder(path))) return missing(host::parent_folder(path));
    return make_folder(path);
}

Status MemoryFiles::remove_folder(const std::string& path) {
    if (!folders.contains(path)) return missing(path);
    ATTUNE_TRY(const auto names, list(path));
    if (!names.empty()) return fail(ErrorKind::Io, "'" + path + "' is not empty");
    ATTUNE_CHECK(step(FileStep::Unlink, path));
    folders.erase(path);
    return {};
}

Status MemoryFiles::wipe(const std::string& path) {
    const auto found = nodes.find(path);
    if (found == nodes.end()) return missing(path);
    ATTUNE_CHECK(step(FileStep::Write, path));
    std::fill(found->second->content.begin(), found->second->content.end(), std::uint8_t{0});
    return unlink(path);
}

bool MemoryFiles::in_memory(const std::string& path) {
    return std::any_of(memory_folders.begin(), memory_folders.end(),
                       [&](const std::string& folder) { return path.starts_with(folder); });
}

Status MemoryFiles::sync_folder(const std::string& path) {
    if (!folders.contains(path)) return missing(path);
    return step(FileStep::SyncFolder, path);
}

Result<std::vector<std::string>> MemoryFiles::list(const std::string& path) {
    if (!folders.contains(path)) return missing(path);
    ATTUNE_CHECK(look(LookStep::List, path));
    std::set<std::string> names;
    const auto consider = [&](const std::string& entry) {
        if (entry != path && host::parent_folder(entry) == path) {
            names.insert(entry.substr(entry.rfind('/') + 1));
        }
    };
    for (const auto& node : nodes)
        consider(node.first);
    for (const std::string& folder : folders)
        consider(folder);
    return std::vector<std::string>(names.begin(), names.end());
}

std::optional<host::FileInfo> MemoryFiles::info(const std::string& path) {
    if (folders.contains(path)) {
        return host::FileInfo{host::FileType::Directory, 0, true, 0700};
    }
    const auto found = nodes.find(path);
    if (found == nodes.end()) return std::nullopt;
    return host::FileInfo{host::FileType::Regular, found->second->content.size(),
                          found->second->owned_by_me, found->second->mode};
}

Result<std::uint64_t> MemoryFiles::free_bytes(const std::string& /*path*/) {
    return free_space;
}

Result<std::unique_ptr<host::Lock>> MemoryFiles::lock(const std::string& path, int /*wait_ms*/) {
    if (locked.contains(path)) return fail(ErrorKind::Io, "'" + path + "' is held");
    ATTUNE_CHECK(look(LookStep::Lock, path));
    return std::make_unique<MemoryLock>(*this, path);
}

Status ScriptedTerminal::write(host::Stream stream, std::string_view text) {
    if (stream == host::Stream::Out && out_error) return fail(*out_error);
    (stream == host::Stream::Out ? out : err) += text;
    return {};
}

Result<std::string> ScriptedTerminal::read_input(std::size_t limit) {
    if (input.size() > limit) {
        return fail(ErrorKind::TooLarge, "standard input holds more than is allowed");
    }
    return std::exchange(input, {});
}

Result<std::size_t> ScriptedTerminal::read_some(MutableByteView room) {
    const std::size_t count = std::min(room.size(), input.size());
    std::copy_n(input.begin(), count, room.begin());
    input.erase(0, count);
    return count;
}

Result<std::optional<std::string>> ScriptedTerminal::read_line() {
    if (input.empty()) return std::nullopt;
    const auto end = input.find('\n');
    std::string line = input.substr(0, end);
    input.erase(0, end == std::string::npos ? end : end + 1);
    return line;
}

Result<std::string> ScriptedTerminal::read_secret(std::string_view prompt) {
    return read_answer(prompt);
}

Result<std::string> ScriptedTerminal::read_answer(std::string_view prompt) {
    if (!controlling_terminal) {
        return fail(ErrorKind::Usage, "a question needs a terminal, and there is none");
    }
    told += prompt;
    if (answers.empty()) return fail(ErrorKind::Interrupted, "interrupted");
    std::string answer = std::move(answers.front());
    answers.pop_front();
    return answer;
}

Result<host::Answer> ScriptedTerminal::read_words(std::string_view prompt) {
    constexpr std::string_view kInterrupt = "\x03";
    if (!controlling_terminal) {
        return fail(ErrorKind::Usage, "a question needs a terminal, and there is none");
    }
    if (answers.empty()) return host::Answer{{}, true};
    ATTUNE_TRY(std::string text, read_answer(prompt));
    if (!text.ends_with(kInterrupt)) return host::Answer{std::move(text), false};
    text.pop_back();
    return host::Answer{std::move(text), true};
}

Status ScriptedTerminal::tell(std::string_view text) {
    if (!controlling_terminal) return fail(ErrorKind::Io, "there is no terminal to write to");
    told += text;
    return {};
}

std::optional<std::string> FakeEnvironment::variable(const std::string& name) const {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
}

void FakeEnvironment::random(MutableByteView out) {
    for (std::uint8_t& byte : out)
        byte = static_cast<std::uint8_t>(generator_());
}

Result<Bytes> FakeEnvironment::read_descriptor(int descriptor, std::size_t limit) {
    const auto found = descriptors.find(descriptor);
    if (found == descriptors.end()) {
        return fail(ErrorKind::Io, "could not read file descriptor " + std::to_string(descriptor));
    }
    const ByteView bytes = as_bytes(found->second);
    if (bytes.size() > limit) return fail(ErrorKind::TooLarge, "too many bytes");
    return Bytes(bytes.begin(), bytes.end());
}

Result<std::int32_t> FakeKeyring::put(const std::string& description, ByteView secret,
                                      unsigned seconds) {
    if (forbidden) return fail(ErrorKind::Refused, "the keyring is forbidden here");
    kept[++next_] = {description, Bytes(secret.begin(), secret.end()), seconds};
    return next_;
}

Result<Bytes> FakeKeyring::get(std::int32_t serial, const std::string& description) {
    if (forbidden) return fail(ErrorKind::Refused, "the keyring is forbidden here");
    const auto found = kept.find(serial);
    if (found == kept.end() || found->second.description != description) {
        return fail(ErrorKind::NotFound, "no such key");
    }
    return found->second.secret;
}

Status FakeKeyring::revoke(std::int32_t serial) {
    if (forbidden) return fail(ErrorKind::Refused, "the keyring is forbidden here");
    kept.erase(serial);
    return {};
}

std::optional<std::string> ScriptedPrograms::find(const std::string& name) {
    const auto at = found.find(name);
    if (at == found.end()) return std::nullopt;
    return at->second;
}

Result<host::ProgramEnd> ScriptedPrograms::run(const std::string& path, const std::string& name,
                                               const std::vector<std::string>& arguments) {
    calls.push_back({path, name, arguments});
    if (!body) return fail(ErrorKind::Io, "could not start '" + path + "'");
    return body(calls.back());
}

}  // namespace attune::test
