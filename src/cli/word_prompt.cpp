#include "cli/word_prompt.hpp"

#include "attune/base/text.hpp"
#include "attune/journal/record_json.hpp"
#include "cli/drafts.hpp"

namespace attune::cli {

Result<std::optional<std::string>> ask_for_words(Context& context, const std::string& question,
                                                 std::string_view explanation) {
    host::Terminal& terminal = context.host().terminal;
    while (true) {
        ATTUNE_CHECK(context.screen().flush());
        ATTUNE_TRY(const host::Answer answer, terminal.read_words(question));
        const std::string_view word = trim(answer.text);
        if (answer.interrupted) {
            keep_draft(context, answer.text);
            return fail(ErrorKind::Interrupted, "interrupted");
        }
        if (word.empty() || word == "q") return std::nullopt;
        if (word == "\\q" || word == "\\?") return std::string(word.substr(1));
        if (word != "?") return answer.text;
        ATTUNE_CHECK(terminal.tell(explanation));
    }
}

Result<std::string> read_words(Context& context) {
    auto read = context.host().terminal.read_input(journal::kTextBytesMax);
    if (!read && read.error().kind == ErrorKind::TooLarge) {
        return fail(ErrorKind::TooLarge, "standard input holds more than the 1 MiB of an entry",
                    "nothing was taken from it; give it in several parts");
    }
    if (!read) return fail(std::move(read).error());
    std::string text = *std::move(read);
    while (text.ends_with('\n') || text.ends_with('\r'))
        text.pop_back();
    return text;
}

}  // namespace attune::cli
