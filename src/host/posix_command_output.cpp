#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

#include "attune/host/command_output.hpp"

namespace attune::host {

namespace {

constexpr int kNotFound = 127;

/// What happens in the new process; never comes back.
[[noreturn]] void become(const std::string& command, int output) {
    for (const int signal : {SIGPIPE, SIGXFSZ})
        ::signal(signal, SIG_DFL);
    if (::dup2(output, STDOUT_FILENO) < 0) ::_exit(kNotFound);
    ::execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
    ::_exit(kNotFound);
}

/// Reads to the end; what goes beyond the limit is read and dropped, so that the writer ends by
/// itself. True when it stayed within.
bool read_all(int input, std::size_t limit, Bytes& out) {
    std::array<std::uint8_t, 4096> buffer{};
    std::size_t total = 0;
    while (true) {
        const auto count = ::read(input, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        total += static_cast<std::size_t>(count);
        if (total <= limit) out.insert(out.end(), buffer.begin(), buffer.begin() + count);
    }
    ::explicit_bzero(buffer.data(), buffer.size());
    return total <= limit;
}

}  // namespace

Result<Bytes> read_command(const std::string& command, std::size_t limit) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        return fail(ErrorKind::Io, std::string("could not make a pipe: ") + std::strerror(errno));
    }
    const pid_t child = ::fork();
    if (child == 0) become(command, pipe[1]);
    const int fork_error = errno;
    ::close(pipe[1]);
    Bytes out;
    // Room for all of it at once: what grows is copied, and copies are not wiped.
    out.reserve(limit);
    const bool fits = child < 0 || read_all(pipe[0], limit, out);
    ::close(pipe[0]);
    int status = 0;
    while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (child < 0) {
        return fail(ErrorKind::Io,
                    std::string("could not start a command: ") + std::strerror(fork_error));
    }
    const bool done = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (done && fits) return out;
    ::explicit_bzero(out.data(), out.size());
    if (!done) {
        const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return fail(ErrorKind::Refused, "the command ended with " + std::to_string(code));
    }
    return fail(ErrorKind::TooLarge, "the command wrote more than is allowed");
}

}  // namespace attune::host
