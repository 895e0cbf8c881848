#include "cli/walk.hpp"

#include <utility>
#include <vector>

#include "attune/base/text.hpp"

namespace attune::cli {

namespace {

/// `\q` and its like as the letter that is meant.
std::string_view without_escape(std::string_view word) {
    const bool escaped = word == "\\q" || word == "\\b" || word == "\\?";
    return escaped ? word.substr(1) : word;
}

}  // namespace

Walked walk(Context& context, Stops& stops) {
    host::Terminal& terminal = context.host().terminal;
    std::vector<std::size_t> way;  // the stops answered so far, for going back
    std::size_t stop = 0;
    bool again = false;
    while (stop < stops.count()) {
        if (!stops.is_asked(stop)) {
            ++stop;
            continue;
        }
        const auto typed = terminal.read_words(stops.question(stop, again));
        if (!typed) return {.interrupted = true, .stop = stop};
        const std::string_view word = trim(typed->text);
        if (typed->interrupted) {
            return {.interrupted = true, .stop = stop, .unfinished = std::string(word)};
        }
        if (word == "q") return {.stop = stop};
        again = true;
        if (word == "?") {
            static_cast<void>(terminal.tell(stops.explanation(stop)));
            continue;
        }
        if (word == "b") {
            if (!stops.step_back(stop) && !way.empty()) {
                stop = way.back();
                way.pop_back();
                again = false;
            }
            continue;
        }
        const Heard heard = stops.take(stop, without_escape(word));
        // Who cannot be told any more is told by the next question that nobody answers.
        if (!heard.say.empty()) static_cast<void>(terminal.tell(heard.say));
        if (!heard.done) continue;
        way.push_back(stop);
        ++stop;
        again = false;
    }
    return {.finished = true};
}

}  // namespace attune::cli
