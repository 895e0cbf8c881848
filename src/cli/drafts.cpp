#include "cli/drafts.hpp"

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/iso_time.hpp"
#include "cli/now.hpp"

namespace attune::cli {

void repeat_words(Context& context, std::string_view words) {
    host::Terminal& terminal = context.host().terminal;
    const std::string text =
        fmt::format("your words, which could not be kept:\n\n{}\n\n", Screen::visible(words, true));
    if (terminal.has_controlling_terminal()) {
        static_cast<void>(terminal.tell(text));
    } else if (terminal.err_is_terminal()) {
        static_cast<void>(terminal.write(host::Stream::Err, text));
    }
}

journal::Moment draft_moment(Context& context) {
    const auto now = current_now(context);
    const auto utc = std::chrono::floor<std::chrono::seconds>(context.host().clock.now());
    return journal::moment_at(utc, now ? now->zone : journal::Zone{});
}

std::optional<store::Receipt> seal_draft(Context& context, journal::Record draft) {
    draft.kind = kDraftKind;
    draft.at = draft_moment(context);
    const auto logbook = context.open_logbook();
    if (!logbook) return std::nullopt;
    auto receipt = (*logbook)->add(std::move(draft));
    if (!receipt) return std::nullopt;
    return *std::move(receipt);
}

void tell_draft(Context& context, std::string_view short_id, DraftWay way) {
    context.screen().say_always(fmt::format("kept as draft {0}: attune edit {0}{1}", short_id,
                                            way == DraftWay::Guided ? " --guided" : ""));
}

void keep_draft(Context& context, const std::string& words) {
    keep_draft(context, words, {});
}

void keep_draft(Context& context, const std::string& words, const std::string& kind, DraftWay way) {
    if (trim(words).empty()) return;
    journal::Record draft;
    draft.text = to_utf8_lossy(words);
    if (!kind.empty()) draft.fields.push_back({"kind", kind});
    const auto receipt = seal_draft(context, std::move(draft));
    if (receipt) {
        tell_draft(context, receipt->short_id, way);
    } else {
        repeat_words(context, words);
    }
}

void keep_note_option(Context& context, const std::string& typed) {
    constexpr std::string_view kNote = "\n--note=";
    const std::string lines = "\n" + typed;
    const std::size_t at = lines.find(kNote);
    if (at == std::string::npos) return;
    const std::size_t from = at + kNote.size();
    keep_draft(context, lines.substr(from, lines.find("\n--", from) - from), "entry");
}

}  // namespace attune::cli
