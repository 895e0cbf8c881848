#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

#include "attune/host/posix.hpp"

namespace attune::host {

namespace {

tl::unexpected<Error> stream_error(int code) {
    if (code == EPIPE) return fail(ErrorKind::ClosedPipe, "the reader closed the pipe");
    return fail(ErrorKind::Io, std::string("could not write the output: ") + std::strerror(code),
                code == ENOSPC ? "free some space on this disk and try again" : "");
}

Status write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return stream_error(errno);
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

/// /dev/tty, opened for one question.
class ControllingTerminal {
  public:
    ControllingTerminal() : descriptor_(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)) {}
    ControllingTerminal(const ControllingTerminal&) = delete;
    ControllingTerminal& operator=(const ControllingTerminal&) = delete;
    ~ControllingTerminal() {
        if (changed_) ::tcsetattr(descriptor_, TCSAFLUSH, &saved_);
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    [[nodiscard]] int get() const { return descriptor_; }

    /// Turns echo off, and signals into characters, so that Ctrl-C comes back as an error and the
    /// destructor runs.
    void hide_typing(bool echo) {
        if (::tcgetattr(descriptor_, &saved_) != 0) return;
        termios quiet = saved_;
        if (!echo) quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        quiet.c_lflag &= ~static_cast<tcflag_t>(ISIG);
        quiet.c_cc[VEOL] = 3;  // Ctrl-C ends the line
        changed_ = ::tcsetattr(descriptor_, TCSAFLUSH, &quiet) == 0;
    }

  private:
    int descriptor_;
    termios saved_{};
    bool changed_ = false;
};

Result<Answer> ask(std::string_view prompt, bool echo) {
    ControllingTerminal terminal;
    if (!terminal.is_open()) {
        return fail(ErrorKind::Usage, "a question needs a terminal, and there is none");
    }
    terminal.hide_typing(echo);
    ATTUNE_CHECK(write_all(terminal.get(), prompt));
    Answer answer;
    while (true) {
        char c = 0;
        const auto count = ::read(terminal.get(), &c, 1);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0 || c == 3) {
            static_cast<void>(write_all(terminal.get(), "\n"));
            answer.interrupted = true;
            return answer;
        }
        if (c == '\n') break;
        answer.text += c;
    }
    if (!echo) ATTUNE_CHECK(write_all(terminal.get(), "\n"));
    return answer;
}

Result<std::string> ask_whole(std::string_view prompt, bool echo) {
    ATTUNE_TRY(Answer answer, ask(prompt, echo));
    if (answer.interrupted) return fail(ErrorKind::Interrupted, "interrupted");
    return std::move(answer.text);
}

class PosixTerminal final : public Terminal {
  public:
    Status write(Stream stream, std::string_view text) override {
        return write_all(stream == Stream::Out ? STDOUT_FILENO : STDERR_FILENO, text);
    }

    Result<std::string> read_input(std::size_t limit) override {
        std::string out = buffer_.substr(start_);
        while (true) {
            clear_buffer();
            ATTUNE_TRY(const bool more, fill());
            out += buffer_;
            if (out.size() > limit) {
                return fail(ErrorKind::TooLarge, "standard input holds more than is allowed");
            }
            if (!more) return out;
        }
    }

    Result<std::size_t> read_some(MutableByteView out) override {
        if (start_ == buffer_.size()) {
            clear_buffer();
            ATTUNE_TRY(const bool more, fill());
            if (!more) return std::size_t{0};
        }
        const std::size_t count = std::min(out.size(), buffer_.size() - start_);
        std::memcpy(out.data(), buffer_.data() + start_, count);
        start_ += count;
        return count;
    }

    Result<std::optional<std::string>> read_line() override {
        std::size_t searched = start_;
        while (true) {
            const auto end = buffer_.find('\n', searched);
            if (end != std::string::npos) {
                std::string line = buffer_.substr(start_, end - start_);
                start_ = end + 1;
                return line;
            }
            // Lines that were handed out leave the buffer only here, so that each byte moves once.
            buffer_.erase(0, start_);
            start_ = 0;
            searched = buffer_.size();
            ATTUNE_TRY(const bool more, fill());
            if (!more) {
                if (buffer_.empty()) return std::nullopt;
                return std::exchange(buffer_, {});
            }
        }
    }

    bool in_is_terminal() const override { return ::isatty(STDIN_FILENO) == 1; }
    bool out_is_terminal() const override { return ::isatty(STDOUT_FILENO) == 1; }
    bool err_is_terminal() const override { return ::isatty(STDERR_FILENO) == 1; }

    std::optional<int> columns() const override {
        winsize size{};
        if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
        return size.ws_col;
    }
    std::optional<int> rows() const override {
        winsize size{};
        if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row == 0) return std::nullopt;
        return size.ws_row;
    }

    bool has_controlling_terminal() const override { return ControllingTerminal().is_open(); }
    Result<std::string> read_secret(std::string_view prompt) override {
        return ask_whole(prompt, false);
    }
    Result<std::string> read_answer(std::string_view prompt) override {
        return ask_whole(prompt, true);
    }
    Result<Answer> read_words(std::string_view prompt) override { return ask(prompt, true); }
    Status tell(std::string_view text) override {
        const ControllingTerminal terminal;
        if (!terminal.is_open()) return fail(ErrorKind::Io, "there is no terminal to write to");
        return write_all(terminal.get(), text);
    }

  private:
    /// Reads more of standard input; false at its end.
    Result<bool> fill() {
        std::array<char, 65536> chunk{};
        while (true) {
            const auto count = ::read(STDIN_FILENO, chunk.data(), chunk.size());
            if (count < 0 && errno == EINTR) continue;
            if (count < 0) {
                return fail(ErrorKind::Io,
                            std::string("could not read standard input: ") + std::strerror(errno));
            }
            buffer_.append(chunk.data(), static_cast<std::size_t>(count));
            return count > 0;
        }
    }
    void clear_buffer() {
        buffer_.clear();
        start_ = 0;
    }
    std::string buffer_;
    std::size_t start_ = 0;  ///< what stands before was handed out
};

}  // namespace

std::unique_ptr<Terminal> make_posix_terminal() {
    return std::make_unique<PosixTerminal>();
}

}  // namespace attune::host
