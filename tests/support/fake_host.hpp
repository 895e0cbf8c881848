#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/bytes.hpp"
#include "attune/host/host.hpp"

/// The outside world in memory, so that tests decide what the clock says, what a person types and
/// which step of the file system is refused.
namespace attune::test {

/// Stands still until told otherwise.
class FakeClock final : public host::Clock {
  public:
    [[nodiscard]] host::Time now() const override { return time_; }
    [[nodiscard]] std::string zone_name() const override { return zone; }
    /// "2026-03-01T21:40:00Z"; aborts on anything else.
    void set(std::string_view iso_utc);
    void advance(std::chrono::milliseconds by) { time_ += by; }

    std::string zone = "UTC";

  private:
    host::Time time_{std::chrono::milliseconds(1'772'397'600'000)};  // Sunday 2026-03-01 20:40 UTC
};

/// The steps that change the disk, in the order they are asked for.
enum class FileStep { Create, Write, Truncate, Sync, Rename, Unlink, MakeFolder, SyncFolder };

/// The steps that only look, in the order they are asked for.
enum class LookStep { Open, Read, List, Lock };

/// Files and folders in memory. Every changing step first asks `fault`, every other one
/// `look_fault`; what it gives back is the error of that step.
class MemoryFiles final : public host::Files {
  public:
    struct Node {
        Bytes content;
        unsigned mode = 0600;
        bool owned_by_me = true;
    };
    /// Asked before each changing step, numbered from 1; an error refuses the step. A refused write
    /// may leave a part: `torn_bytes` of it are kept.
    std::function<std::optional<Error>(FileStep step, const std::string& path, int number)> fault;
    std::size_t torn_bytes = 0;
    /// Asked before each looking step at something that is there, numbered from 1.
    std::function<std::optional<Error>(LookStep step, const std::string& path, int number)>
        look_fault;
    std::uint64_t free_space = std::uint64_t{1} << 40;

    std::map<std::string, std::shared_ptr<Node>> nodes;
    std::set<std::string> folders{"/"};
    std::set<std::string> locked;
    std::set<std::string> memory_folders;  ///< what stands below these is on a tmpfs

    /// Puts a file there, with its folders.
    void put(const std::string& path, std::string_view content);
    /// The content of a file; aborts when there is none.
    [[nodiscard]] std::string get(const std::string& path) const;
    [[nodiscard]] int steps() const { return steps_; }
    [[nodiscard]] int looks() const { return looks_; }
    /// Starts the numbering of both kinds of steps anew.
    void reset_steps() { steps_ = looks_ = 0; }
    [[nodiscard]] Status step(FileStep step, const std::string& path);
    [[nodiscard]] Status look(LookStep step, const std::string& path);

    [[nodiscard]] Result<std::unique_ptr<host::File>> open_read(const std::string& path) override;
    [[nodiscard]] Result<std::unique_ptr<host::File>> open_append(const std::string& path) override;
    [[nodiscard]] Result<std::unique_ptr<host::File>> create(const std::string& path) override;
    [[nodiscard]] Status rename(const std::string& from, const std::string& to) override;
    [[nodiscard]] Status unlink(const std::string& path) override;
    [[nodiscard]] Status make_folder(const std::string& path) override;
    [[nodiscard]] Status make_new_folder(const std::string& path) override;
    [[nodiscard]] Status remove_folder(const std::string& path) override;
    [[nodiscard]] Status wipe(const std::string& path) override;
    [[nodiscard]] bool in_memory(const std::string& path) override;
    [[nodiscard]] Status sync_folder(const std::string& path) override;
    [[nodiscard]] Result<std::vector<std::string>> list(const std::string& path) override;
    [[nodiscard]] std::optional<host::FileInfo> info(const std::string& path) override;
    [[nodiscard]] Result<std::uint64_t> free_bytes(const std::string& path) override;
    [[nodiscard]] Result<std::unique_ptr<host::Lock>> lock(const std::string& path,
                                                           int wait_ms) override;

  private:
    int steps_ = 0;
    int looks_ = 0;
};

/// A terminal that types what it was given and remembers what it was shown.
class ScriptedTerminal final : public host::Terminal {
  public:
    std::string out;
    std::string err;
    std::string told;   ///< prompts and text straight to the controlling terminal
    std::string input;  ///< standard input
    std::deque<std::string>
        answers;  ///< typed at the controlling terminal; "\x03" ends one by Ctrl-C
    bool in_terminal = false;
    bool out_terminal = false;
    bool err_terminal = false;
    bool controlling_terminal = false;
    std::optional<int> column_count;
    std::optional<Error> out_error;  ///< every write to standard output comes to this

    [[nodiscard]] Status write(host::Stream stream, std::string_view text) override;
    [[nodiscard]] Result<std::string> read_input(std::size_t limit) override;
    [[nodiscard]] Result<std::size_t> read_some(MutableByteView room) override;
    [[nodiscard]] Result<std::optional<std::string>> read_line() override;
    [[nodiscard]] bool in_is_terminal() const override { return in_terminal; }
    [[nodiscard]] bool out_is_terminal() const override { return out_terminal; }
    [[nodiscard]] bool err_is_terminal() const override { return err_terminal; }
    [[nodiscard]] std::optional<int> columns() const override { return column_count; }
    [[nodiscard]] std::optional<int> rows() const override { return std::nullopt; }
    [[nodiscard]] bool has_controlling_terminal() const override { return controlling_terminal; }
    [[nodiscard]] Result<std::string> read_secret(std::string_view prompt) override;
    [[nodiscard]] Result<std::string> read_answer(std::string_view prompt) override;
    [[nodiscard]] Result<host::Answer> read_words(std::string_view prompt) override;
    [[nodiscard]] Status tell(std::string_view text) override;
};

/// Variables, memory and descriptors as a test sets them; random bytes repeat from run to run.
class FakeEnvironment final : public host::Environment {
  public:
    std::map<std::string, std::string> variables{{"HOME", "/home/ana"}};
    std::map<int, std::string> descriptors;
    bool utf8 = true;
    std::string machine = "0123456789abcdef0123456789abcdef";
    std::uint64_t memory = std::uint64_t{8} << 30;

    [[nodiscard]] std::optional<std::string> variable(const std::string& name) const override;
    [[nodiscard]] bool utf8_locale() const override { return utf8; }
    [[nodiscard]] std::string machine_id() const override { return machine; }
    [[nodiscard]] std::uint64_t available_memory() const override { return memory; }
    std::optional<bool> swap = false;
    [[nodiscard]] std::optional<bool> swap_in_use() const override { return swap; }
    void random(MutableByteView out) override;
    /// Another machine draws other numbers.
    void seed(std::uint64_t number) { generator_.seed(number); }
    [[nodiscard]] Result<Bytes> read_descriptor(int descriptor, std::size_t limit) override;

  private:
    std::mt19937_64 generator_{20260301};
};

class FakeKeyring final : public host::Keyring {
  public:
    struct Kept {
        std::string description;
        Bytes secret;
        unsigned seconds;
    };
    std::map<std::int32_t, Kept> kept;
    bool forbidden = false;

    [[nodiscard]] Result<std::int32_t> put(const std::string& description, ByteView secret,
                                           unsigned seconds) override;
    [[nodiscard]] Result<Bytes> get(std::int32_t serial, const std::string& description) override;
    [[nodiscard]] Status revoke(std::int32_t serial) override;

  private:
    std::int32_t next_ = 100;
};

/// Programs that are only a function of the test.
class ScriptedPrograms final : public host::Programs {
  public:
    struct Call {
        std::string path;
        std::string name;
        std::vector<std::string> arguments;
    };
    std::map<std::string, std::string> found;  ///< name to path
    std::function<host::ProgramEnd(const Call&)> body;
    std::vector<Call> calls;

    [[nodiscard]] std::optional<std::string> find(const std::string& name) override;
    [[nodiscard]] Result<host::ProgramEnd> run(const std::string& path, const std::string& name,
                                               const std::vector<std::string>& arguments) override;
};

/// All of it together.
struct FakeHost {
    FakeClock clock;
    MemoryFiles files;
    ScriptedTerminal terminal;
    FakeEnvironment environment;
    FakeKeyring keyring;
    ScriptedPrograms programs;
    host::Host host{clock, files, terminal, environment, keyring, programs};
};

}  // namespace attune::test
