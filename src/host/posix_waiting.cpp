#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <poll.h>
#include <termios.h>
#include <unistd.h>
#include <utility>

#include "attune/host/waiting.hpp"

namespace attune::host {

namespace {

using std::chrono::milliseconds;

/// Set by a signal that ends a wait, the only thing here that changes by itself.
volatile std::sig_atomic_t ended = 0;

constexpr std::array<int, 3> kSignals{SIGINT, SIGTERM, SIGHUP};

class PosixWaiting final : public Waiting {
  public:
    PosixWaiting(bool keys, std::string watched)
        : keys_(keys && ::isatty(STDIN_FILENO) == 1), watched_(std::move(watched)) {
        ended = 0;
        // The signals arrive only while ppoll waits, so that none slips in between a look at
        // `ended` and the wait.
        sigset_t blocked;
        ::sigemptyset(&blocked);
        for (const int number : kSignals)
            ::sigaddset(&blocked, number);
        ::sigprocmask(SIG_BLOCK, &blocked, &mask_before_);
        while_waiting_ = mask_before_;
        for (std::size_t i = 0; i < kSignals.size(); ++i) {
            ::sigaction(kSignals[i], nullptr, &before_[i]);
            if (before_[i].sa_handler == SIG_IGN) continue;
            ::sigdelset(&while_waiting_, kSignals[i]);
            struct sigaction note {};
            note.sa_handler = [](int) { ended = 1; };
            ::sigemptyset(&note.sa_mask);
            static_cast<void>(::sigaction(kSignals[i], &note, nullptr));
        }
        if (keys_) keys_ = ::tcgetattr(STDIN_FILENO, &saved_) == 0;
        take_keys();
    }
    PosixWaiting(const PosixWaiting&) = delete;
    PosixWaiting& operator=(const PosixWaiting&) = delete;
    ~PosixWaiting() override {
        if (keys_) static_cast<void>(::tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved_));
        for (std::size_t i = 0; i < kSignals.size(); ++i)
            static_cast<void>(::sigaction(kSignals[i], &before_[i], nullptr));
        ::sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
    }

    Waited wait(milliseconds length) override {
        const milliseconds start = now();
        const auto passed = [&] { return std::clamp(now() - start, milliseconds(0), length); };
        while (true) {
            if (ended != 0) return {Woken::Interrupted, passed()};
            const milliseconds left = length - passed();
            if (left.count() <= 0) return {Woken::Time, length};
            timespec time{};
            time.tv_sec = left.count() / 1000;
            time.tv_nsec = left.count() % 1000 * 1'000'000;
            pollfd input{STDIN_FILENO, POLLIN, 0};
            const int ready = ::ppoll(&input, keys_ ? 1 : 0, &time, &while_waiting_);
            if (ready < 0 && errno == EINTR) {
                // Stopped and brought back, perhaps by a shell that changed the terminal meanwhile.
                take_keys();
                continue;
            }
            if (ready > 0) {
                Waited waited = read_key();
                waited.passed = passed();
                if (waited.woken != Woken::Time) return waited;
            }
        }
    }

  private:
    static milliseconds now() {
        timespec time{};
        ::clock_gettime(CLOCK_MONOTONIC, &time);
        return milliseconds(static_cast<long long>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000);
    }

    void take_keys() const {
        if (!keys_) return;
        termios keys = saved_;
        keys.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON);
        keys.c_cc[VMIN] = 1;
        keys.c_cc[VTIME] = 0;
        static_cast<void>(::tcsetattr(STDIN_FILENO, TCSADRAIN, &keys));
    }

    /// Woken::Time for a key that means nothing here.
    [[nodiscard]] Waited read_key() const {
        constexpr char kEndOfInput = 4;
        char key = 0;
        const auto count = ::read(STDIN_FILENO, &key, 1);
        if (count < 0 && errno == EINTR) return {};
        if (count <= 0) return {Woken::Interrupted};  // the terminal is gone
        if (key == '\n' || key == '\r' || key == ' ') return {Woken::Next};
        if (key == 'q' || key == 'Q' || key == kEndOfInput) return {Woken::Quit};
        if (key >= 'A' && key <= 'Z') key = static_cast<char>(key - 'A' + 'a');
        if (watched_.find(key) == std::string::npos) return {};
        Waited waited{Woken::Key};
        waited.key = key;
        return waited;
    }

    bool keys_;
    std::string watched_;
    termios saved_{};
    sigset_t mask_before_{};
    sigset_t while_waiting_{};
    std::array<struct sigaction, kSignals.size()> before_{};
};

}  // namespace

std::unique_ptr<Waiting> make_posix_waiting(bool keys, std::string watched) {
    return std::make_unique<PosixWaiting>(keys, std::move(watched));
}

}  // namespace attune::host
