#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

#include "attune/host/posix.hpp"
#include "host/line_editor.hpp"

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
        if (changed_) ::tcsetattr(descriptor_, restore_, &saved_);
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }
    [[nodiscard]] int get() const { return descriptor_; }

    /// For a secret: echo off, and what was typed ahead is not taken for it.
    void hide_typing() { change(ECHO, TCSAFLUSH); }
    /// For words: what was typed ahead is kept.
    void keep_typing() { change(0, TCSADRAIN); }
    /// For the line editor: each key as it is pressed.
    [[nodiscard]] bool take_keys() {
        if (::tcgetattr(descriptor_, &saved_) != 0) return false;
        termios keys = saved_;
        keys.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | IEXTEN | ISIG);
        keys.c_iflag &= ~static_cast<tcflag_t>(ICRNL | INLCR | IGNCR | IXON | ISTRIP);
        keys.c_cc[VMIN] = 1;
        keys.c_cc[VTIME] = 0;
        changed_ = ::tcsetattr(descriptor_, TCSADRAIN, &keys) == 0;
        return changed_;
    }
    [[nodiscard]] winsize size() const {
        winsize size{};
        if (::ioctl(descriptor_, TIOCGWINSZ, &size) != 0) size = {};
        if (size.ws_col == 0) size.ws_col = 80;
        if (size.ws_row == 0) size.ws_row = 24;
        return size;
    }

  private:
    /// Turns signals into characters, so that Ctrl-C comes back as an error and the destructor
    /// runs.
    void change(tcflag_t without, int when) {
        if (::tcgetattr(descriptor_, &saved_) != 0) return;
        termios line = saved_;
        line.c_lflag &= ~(ISIG | without);
        line.c_cc[VEOL] = 3;  // Ctrl-C ends the line
        changed_ = ::tcsetattr(descriptor_, when, &line) == 0;
        restore_ = when;
    }

    int descriptor_;
    termios saved_{};
    bool changed_ = false;
    int restore_ = TCSADRAIN;  ///< TCSAFLUSH drops what was typed and not read
};

/// Set by a hang-up, the only thing here that changes by itself: a signal reaches nothing else.
volatile std::sig_atomic_t hung_up = 0;

/// From the first question that asks for words to the end of the program a hang-up ends the
/// question and not the program, so that what was said can be sealed.
void survive_hangups() {
    for (const int number : {SIGHUP, SIGTERM}) {
        struct sigaction known {};
        if (::sigaction(number, nullptr, &known) != 0 || known.sa_handler == SIG_IGN) continue;
        struct sigaction note {};
        note.sa_handler = [](int) { hung_up = 1; };
        ::sigemptyset(&note.sa_mask);
        static_cast<void>(::sigaction(number, &note, nullptr));
    }
}

/// Bytes that were typed; 0 when nothing will come any more.
std::size_t read_typed(const ControllingTerminal& terminal, char* out, std::size_t room) {
    while (hung_up == 0) {
        const auto count = ::read(terminal.get(), out, room);
        if (count < 0 && errno == EINTR) continue;
        return count < 0 ? 0 : static_cast<std::size_t>(count);
    }
    return 0;
}

/// One line as the terminal itself edits it.
Result<Answer> ask(std::string_view prompt, bool echo) {
    ControllingTerminal terminal;
    if (!terminal.is_open()) {
        return fail(ErrorKind::Usage, "a question needs a terminal, and there is none");
    }
    if (echo) {
        terminal.keep_typing();
    } else {
        terminal.hide_typing();
    }
    ATTUNE_CHECK(write_all(terminal.get(), prompt));
    Answer answer;
    while (true) {
        char c = 0;
        if (read_typed(terminal, &c, 1) == 0 || c == 3) {
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

/// True for terminals that are known to move their cursor as an ANSI terminal does. The line of any
/// other is edited by the terminal itself.
bool moves_cursor() {
    const char* variable = std::getenv("TERM");  // NOLINT(concurrency-mt-unsafe): one thread
    const std::string_view name = variable == nullptr ? "" : variable;
    constexpr std::array<std::string_view, 14> kKnown{
        "xterm", "screen", "tmux",  "rxvt",    "linux", "vt1",   "vt2",
        "st-",   "foot",   "kitty", "wezterm", "putty", "gnome", "konsole"};
    return name.contains("color") || name == "alacritty" || name == "st" ||
           std::any_of(kKnown.begin(), kKnown.end(),
                       [&name](std::string_view known) { return name.starts_with(known); });
}

bool shows_utf8() {
    return std::strcmp(::nl_langinfo(CODESET), "UTF-8") == 0;
}

Result<std::string> ask_whole(std::string_view prompt, bool echo) {
    ATTUNE_TRY(Answer answer, ask(prompt, echo));
    if (answer.interrupted) return fail(ErrorKind::Interrupted, "interrupted");
    return std::move(answer.text);
}

class PosixTerminal final : public Terminal {
  public:
    explicit PosixTerminal(bool plain_lines) : plain_lines_(plain_lines) {}

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
    Result<Answer> read_words(std::string_view prompt) override {
        survive_hangups();
        if (plain_lines_ || !moves_cursor() || !shows_utf8()) return ask(prompt, true);
        return edit_words(prompt);
    }
    Status tell(std::string_view text) override {
        const ControllingTerminal terminal;
        if (!terminal.is_open()) return fail(ErrorKind::Io, "there is no terminal to write to");
        return write_all(terminal.get(), text);
    }

  private:
    /// One line with the line editor. What was typed behind it waits for the next.
    Result<Answer> edit_words(std::string_view prompt) {
        ControllingTerminal terminal;
        if (!terminal.is_open() || !terminal.take_keys()) return ask(prompt, true);
        const auto last_line = prompt.rfind('\n') + 1;  // npos + 1 is the start
        winsize size = terminal.size();
        LineEditor editor(prompt.substr(last_line), size.ws_col, size.ws_row);
        ATTUNE_CHECK(
            write_all(terminal.get(), std::string(prompt.substr(0, last_line)) + editor.begin()));
        LineEditor::State state = LineEditor::State::Reading;
        while (state == LineEditor::State::Reading) {
            if (typed_ahead_.empty()) {
                std::array<char, 4096> chunk{};
                const std::size_t count = read_typed(terminal, chunk.data(), chunk.size());
                if (count == 0) {
                    state = LineEditor::State::Interrupted;
                    break;
                }
                typed_ahead_.assign(chunk.data(), count);
            }
            size = terminal.size();
            editor.resize(size.ws_col, size.ws_row);
            std::string_view bytes = typed_ahead_;
            std::string out;
            state = editor.feed(bytes, out);
            typed_ahead_ = std::string(bytes);
            // A terminal that shows nothing any more is noticed by the next read.
            static_cast<void>(write_all(terminal.get(), out));
        }
        static_cast<void>(write_all(terminal.get(), editor.end()));
        return Answer{editor.text(), state == LineEditor::State::Interrupted};
    }

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
    bool plain_lines_;
    std::string typed_ahead_;
    std::string buffer_;
    std::size_t start_ = 0;  ///< what stands before was handed out
};

}  // namespace

std::unique_ptr<Terminal> make_posix_terminal(bool plain_lines) {
    return std::make_unique<PosixTerminal>(plain_lines);
}

}  // namespace attune::host
