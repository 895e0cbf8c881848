#include "cli/practice_guide.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"

namespace attune::cli {

using definition::Milliseconds;
using definition::Practice;
using definition::PracticeBeat;
using definition::PracticeStep;

namespace {

constexpr Milliseconds kSecond{1000};
/// A step that is over before anybody has read a clock shows none.
constexpr Milliseconds kLeastTimed{3000};

/// "40 seconds", "2 minutes", "2 minutes 30 seconds", to be read aloud.
std::string spoken(Milliseconds length) {
    const auto seconds = (length + kSecond / 2) / kSecond;
    const auto minutes = seconds / 60;
    std::string out;
    if (minutes > 0) out = counted(minutes, "minute", "minutes");
    if (seconds % 60 > 0 || minutes == 0) {
        if (!out.empty()) out += ' ';
        out += counted(seconds % 60, "second", "seconds");
    }
    return out;
}

class Guide {
  public:
    Guide(Context& context, const Practice& practice, const GuideOptions& options,
          host::Waiting& waiting)
        : terminal_(context.host().terminal),
          screen_(context.screen()),
          practice_(practice),
          options_(options),
          waiting_(waiting),
          draws_(terminal_.err_is_terminal() && !screen_.accessible() &&
                 context.host().environment.variable("TERM").value_or("dumb") != "dumb") {
        for (const PracticeStep& step : practice.steps)
            for (const PracticeBeat& beat : step.pace)
                beat_width_ = std::max(beat_width_, column_width(beat.word));
    }

    Guided run() {
        for (std::size_t i = 0; i < practice_.steps.size(); ++i) {
            const host::Woken woken = run_step(i);
            clear_timer();
            if (woken == host::Woken::Interrupted || woken == host::Woken::Quit) {
                guided_.interrupted = woken == host::Woken::Interrupted;
                return guided_;
            }
        }
        guided_.finished = true;
        return guided_;
    }

  private:
    host::Woken run_step(std::size_t index) {
        const PracticeStep& step = practice_.steps[index];
        const Milliseconds length = options_.lengths[index];
        show_step(index);
        Milliseconds spent{};
        Milliseconds beat_spent{};
        std::size_t beat = 0;
        if (!step.pace.empty()) show_beat(step.pace[beat]);
        while (spent < length) {
            Milliseconds slice = length - spent;
            if (draws_ && practice_.length() >= kLeastTimed) {
                draw_timer(step, beat, beat_spent, left_behind(index) + slice);
                slice = std::min(slice, kSecond - spent % kSecond);
            }
            if (!step.pace.empty()) slice = std::min(slice, step.pace[beat].length - beat_spent);
            const host::Waited waited = waiting_.wait(slice);
            guided_.done += waited.passed;
            if (waited.woken == host::Woken::Next && options_.keys) return waited.woken;
            if (waited.woken == host::Woken::Quit || waited.woken == host::Woken::Interrupted)
                return waited.woken;
            spent += slice;
            beat_spent += slice;
            if (step.pace.empty() || beat_spent < step.pace[beat].length) continue;
            beat = (beat + 1) % step.pace.size();
            beat_spent = {};
            if (spent < length) show_beat(step.pace[beat]);
        }
        return host::Woken::Time;
    }

    /// How long the steps behind this one take.
    [[nodiscard]] Milliseconds left_behind(std::size_t index) const {
        const auto next = options_.lengths.begin() + static_cast<std::ptrdiff_t>(index) + 1;
        return std::accumulate(next, options_.lengths.end(), Milliseconds{});
    }

    void show_step(std::size_t index) {
        const PracticeStep& step = practice_.steps[index];
        std::string words = Screen::visible(step.say, true);
        // A practice of seconds is its words and nothing else.
        const bool quick = practice_.length() < std::chrono::seconds(10);
        if (!draws_ && !quick) {
            words = fmt::format("{} of {}, {}: {}", index + 1, practice_.steps.size(),
                                spoken(options_.lengths[index]), words);
        }
        std::string out = options_.bell ? "\a" : "";
        if (draws_ && !quick) out += '\n';
        for (const std::string& line : wrap(words, width()))
            out += line + '\n';
        write(out);
    }

    /// Where nothing is drawn anew, the word of a beat is a line of its own.
    void show_beat(const PracticeBeat& beat) {
        if (!draws_)
            write(fmt::format("{}, {}\n", Screen::visible(beat.word), spoken(beat.length)));
    }

    void draw_timer(const PracticeStep& step, std::size_t beat, Milliseconds beat_spent,
                    Milliseconds left) {
        std::string line = "  ";
        if (!step.pace.empty()) {
            const PracticeBeat& now = step.pace[beat];
            const auto all = std::max<Milliseconds::rep>(1, now.length / kSecond);
            const auto passed = std::min(all, beat_spent / kSecond + 1);
            line += pad_right(Screen::visible(now.word), beat_width_) + "  ";
            for (Milliseconds::rep i = 0; i < all; ++i)
                line += i < passed ? (screen_.ascii() ? "o" : "●") : (screen_.ascii() ? "." : "·");
            // As wide as the longest beat, so that the clock behind it stays where it is.
            Milliseconds::rep most = all;
            for (const PracticeBeat& other : step.pace)
                most = std::max(most, other.length / kSecond);
            line += std::string(static_cast<std::size_t>(most - all) + 3, ' ');
        }
        line += clock_of(left) + " left";
        const std::string shown(cut_to_columns(line, width() - 1));
        write("\r" + screen_.styled(shown, step.pace.empty() ? Style::Dim : Style::Plain) +
              "\x1b[K");
        timer_shown_ = true;
    }

    void clear_timer() {
        if (timer_shown_) write("\r\x1b[K");
        timer_shown_ = false;
    }

    [[nodiscard]] int width() const {
        return std::clamp(terminal_.columns().value_or(screen_.width()), 20, 100);
    }

    /// Nobody is left to tell when standard error is gone.
    void write(const std::string& text) {
        static_cast<void>(
            terminal_.write(host::Stream::Err, screen_.ascii() ? to_ascii(text) : text));
    }

    host::Terminal& terminal_;
    Screen& screen_;
    const Practice& practice_;
    const GuideOptions& options_;
    host::Waiting& waiting_;
    bool draws_;
    bool timer_shown_ = false;
    int beat_width_ = 0;
    Guided guided_;
};

}  // namespace

Guided guide_practice(Context& context, const Practice& practice, const GuideOptions& options,
                      host::Waiting& waiting) {
    return Guide(context, practice, options, waiting).run();
}

std::string clock_of(Milliseconds length) {
    const auto seconds = (length + kSecond - Milliseconds(1)) / kSecond;
    return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

}  // namespace attune::cli
