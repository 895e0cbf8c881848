#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/log_questions.hpp"

/// The way back: from what was said in the interview to the words and options of `log`.
namespace attune::cli {

namespace {

using journal::GivenOption;
using journal::LogArguments;

/// Replies as options, in the order in which help lists them.
class Options {
  public:
    explicit Options(const Replies& replies) : replies_(replies) {}

    void text(std::string_view id);
    void words(std::string_view id, std::string_view option);
    void flag(std::string_view id);
    std::vector<GivenOption> take() { return std::move(out_); }
    void add(std::string_view name, std::string value) {
        out_.push_back({std::string(name), std::move(value)});
    }
    [[nodiscard]] const Reply* find(std::string_view id) const {
        const auto reply = replies_.find(id);
        return reply == replies_.end() ? nullptr : &reply->second;
    }

  private:
    const Replies& replies_;
    std::vector<GivenOption> out_;
};

/// Each line for itself: an option of a draft has one line.
void Options::text(std::string_view id) {
    if (const Reply* reply = find(id)) {
        for (const std::string_view line : split(reply->text, '\n')) {
            if (!trim(line).empty()) add(id, std::string(line));
        }
    }
}

void Options::words(std::string_view id, std::string_view option) {
    const Reply* reply = find(id);
    if (reply == nullptr) return;
    for (const Pick& pick : reply->picks) {
        std::string numbers;
        for (std::size_t i = 0; i < pick.numbers.size(); ++i) {
            if (i > 0) numbers += '-';
            if (pick.numbers[i]) numbers += fmt::format("{}", *pick.numbers[i]);
        }
        const bool any = numbers.find_first_not_of('-') != std::string::npos;
        add(option, any ? fmt::format("{}={}", pick.word, numbers) : pick.word);
    }
}

void Options::flag(std::string_view id) {
    if (const Reply* reply = find(id)) add(reply->picks.front().word, {});
}

/// A word was found: the feeling is not unknown any more, and its strength goes with the word.
Replies with_found_word(Replies replies) {
    const auto found = replies.find("found");
    const auto feel = replies.find("feel");
    if (found == replies.end() || feel == replies.end()) return replies;
    auto& feelings = feel->second.picks;
    const auto unknown = std::find_if(feelings.begin(), feelings.end(),
                                      [](const Pick& pick) { return pick.word == "unknown"; });
    if (unknown == feelings.end()) return replies;
    Pick& word = found->second.picks.front();
    if (!word.numbers.front()) word.numbers = unknown->numbers;
    feelings.erase(unknown);
    return replies;
}

}  // namespace

LogArguments with_replies(const LogAsking& asking, const Replies& replies) {
    Options options(replies);
    options.text("at");
    options.words("with", "with");
    options.words("trigger", "trigger");
    const Replies feelings = with_found_word(replies);
    Options felt(feelings);
    felt.words("feel", "feel");
    felt.words("found", "feel");
    felt.words("finder", "body");
    for (GivenOption& option : felt.take())
        options.add(option.name, std::move(option.value));
    options.words("body", "body");
    options.text("thought");
    options.words("belief", "belief");
    options.words("urge", "urge");
    options.words("did", "did");
    options.flag("response");
    if (const Reply* caught = options.find("caught")) options.add("caught", caught->picks[0].word);
    options.text("lead");
    if (const Reply* present = options.find("present"))
        options.add("present", shortest_number(*present->number));
    options.words("coping", "coping");
    options.words("need", "need");
    options.text("other");
    options.words("context", "context");
    options.flag("outcome");
    const Reply* bring = options.find("bring");
    if (picked(replies, "more", "bring") || (bring != nullptr && *bring->number > 0))
        options.add("bring", {});

    LogArguments out = asking.given;
    if (options.find("what") != nullptr) out.words = {text_of(asking, replies)};
    for (GivenOption& option : options.take())
        out.options.push_back(std::move(option));
    return out;
}

}  // namespace attune::cli
