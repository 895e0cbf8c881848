#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "attune/host/pager.hpp"

namespace attune::host {

namespace {

/// What a shell says of a command that it does not find.
constexpr int kNotFound = 127;

using Variables = std::vector<std::pair<std::string, std::string>>;

/// What happens in the new process; never comes back.
[[noreturn]] void become(const std::string& command, const Variables& variables, int input) {
    for (const int signal : {SIGPIPE, SIGXFSZ, SIGINT, SIGQUIT})
        ::signal(signal, SIG_DFL);
    // NOLINTBEGIN(concurrency-mt-unsafe): one thread
    for (const auto& [name, value] : variables)
        ::setenv(name.c_str(), value.c_str(), 1);
    // NOLINTEND(concurrency-mt-unsafe)
    if (::dup2(input, STDIN_FILENO) < 0) ::_exit(kNotFound);
    ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
    ::_exit(kNotFound);
}

/// Writes until the reader has enough.
void write_text(int output, std::string_view text) {
    while (!text.empty()) {
        const auto count = ::write(output, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

}  // namespace

Result<bool> feed_pager(const std::string& command, const Variables& variables,
                        std::string_view text) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        return fail(ErrorKind::Io, std::string("could not make a pipe: ") + std::strerror(errno));
    }
    // Ctrl-C and Ctrl-\ belong to the pager while it has the terminal.
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    struct sigaction interrupt {};
    struct sigaction quit {};
    ::sigaction(SIGINT, &ignore, &interrupt);
    ::sigaction(SIGQUIT, &ignore, &quit);
    const pid_t child = ::fork();
    if (child == 0) become(command, variables, pipe[0]);
    const int fork_error = errno;
    ::close(pipe[0]);
    if (child > 0) write_text(pipe[1], text);
    ::close(pipe[1]);
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    ::sigaction(SIGINT, &interrupt, nullptr);
    ::sigaction(SIGQUIT, &quit, nullptr);
    if (child < 0) {
        return fail(ErrorKind::Io,
                    std::string("could not start a pager: ") + std::strerror(fork_error));
    }
    return !(WIFEXITED(status) && WEXITSTATUS(status) == kNotFound);
}

}  // namespace attune::host
