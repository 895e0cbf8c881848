#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/host/files.hpp"
#include "attune/host/posix.hpp"

namespace attune::host {

namespace {

/// Keeps a signal from ending us while another program has the terminal.
class Ignored {
  public:
    explicit Ignored(int signal) : signal_(signal) {
        struct sigaction ignore {};
        ignore.sa_handler = SIG_IGN;
        ::sigaction(signal_, &ignore, &before_);
    }
    Ignored(const Ignored&) = delete;
    Ignored& operator=(const Ignored&) = delete;
    ~Ignored() { ::sigaction(signal_, &before_, nullptr); }

  private:
    int signal_;
    struct sigaction before_ {};
};

bool is_program(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
           ::access(path.c_str(), X_OK) == 0;
}

std::optional<std::string> real_path(const std::string& path) {
    std::array<char, PATH_MAX> real{};
    if (!is_program(path) || ::realpath(path.c_str(), real.data()) == nullptr) return std::nullopt;
    return std::string(real.data());
}

/// What happens in the new process; never comes back. Only calls that are safe behind fork.
[[noreturn]] void become(const char* path, char* const* arguments, int report) {
    // What harden_process set for us is not for others.
    for (const int signal : {SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT})
        ::signal(signal, SIG_DFL);
    ::execv(path, arguments);
    const int code = errno;
    [[maybe_unused]] const auto told = ::write(report, &code, sizeof code);
    ::_exit(127);
}

class PosixPrograms final : public Programs {
  public:
    std::optional<std::string> find(const std::string& name) override {
        if (name.empty()) return std::nullopt;
        if (name.find('/') != std::string::npos) return real_path(name);
        const char* path = std::getenv("PATH");  // NOLINT(concurrency-mt-unsafe): one thread
        for (const std::string_view folder : split(path == nullptr ? "/usr/bin:/bin" : path, ':')) {
            // An empty part of PATH is the working folder; nobody means that for an editor.
            if (folder.empty()) continue;
            if (auto found = real_path(path_join(folder, name))) return found;
        }
        return std::nullopt;
    }

    Result<ProgramEnd> run(const std::string& path, const std::string& name,
                           const std::vector<std::string>& arguments) override {
        std::vector<std::string> words{name};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        pointers.reserve(words.size() + 1);
        for (std::string& word : words)
            pointers.push_back(word.data());
        pointers.push_back(nullptr);

        const auto not_started = [&](int code) {
            return fail(ErrorKind::Io,
                        fmt::format("could not start '{}': {}", path, std::strerror(code)));
        };
        // The pipe closes by itself when the program starts, and carries the error when not.
        std::array<int, 2> report{};
        if (::pipe2(report.data(), O_CLOEXEC) != 0) return not_started(errno);
        const Ignored interrupts(SIGINT);
        const Ignored quits(SIGQUIT);
        const pid_t child = ::fork();
        if (child == 0) become(path.c_str(), pointers.data(), report[1]);
        const int fork_error = errno;
        ::close(report[1]);
        if (child < 0) {
            ::close(report[0]);
            return not_started(fork_error);
        }
        int code = 0;
        const auto told = ::read(report[0], &code, sizeof code);
        ::close(report[0]);
        int status = 0;
        while (::waitpid(child, &status, 0) < 0) {
            if (errno != EINTR) return not_started(errno);
        }
        if (told == static_cast<ssize_t>(sizeof code)) return not_started(code);
        if (WIFSIGNALED(status)) return ProgramEnd{WTERMSIG(status), true};
        return ProgramEnd{WEXITSTATUS(status), false};
    }
};

}  // namespace

std::unique_ptr<Programs> make_posix_programs() {
    return std::make_unique<PosixPrograms>();
}

}  // namespace attune::host
