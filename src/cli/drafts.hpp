#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cli/context.hpp"

/// Words are never lost: whatever was typed when a command cannot go on is sealed as a record of
/// kind "draft", or, with no key to seal it with, shown again on the terminal.
namespace attune::cli {

/// The kind of records that hold words whose command could not be understood.
inline constexpr const char* kDraftKind = "draft";

/// The time of a draft: now, in UTC when nobody knows the zone, which is no reason to lose words.
[[nodiscard]] journal::Moment draft_moment(Context& context);

/// Seals a record of this kind without a word, its time now. Nothing when it could not be sealed.
[[nodiscard]] std::optional<store::Receipt> seal_draft(Context& context, journal::Record draft);

/// How a draft is best gone on with.
enum class DraftWay {
    Flags,   ///< `kept as draft 7c1e: attune edit 7c1e`
    Guided,  ///< the same with --guided: the questions go on
};

/// Says where a draft is.
void tell_draft(Context& context, std::string_view short_id, DraftWay way = DraftWay::Flags);

/// Keeps words and says where they are. Never fails: the error that led here is what the person has
/// to hear.
void keep_draft(Context& context, const std::string& words);

/// The same for words that were meant for a note of this kind (a field `kind` of the draft).
void keep_draft(Context& context, const std::string& words, const std::string& kind,
                DraftWay way = DraftWay::Flags);

/// Keeps what stood behind --note in a call whose options could not be read (Command::rescue), as a
/// plain entry; nothing when there was none.
void keep_note_option(Context& context, const std::string& typed);

/// Shows words again on the terminal, the one place where journal text may appear beside an error.
/// Nothing happens where there is no terminal.
void repeat_words(Context& context, std::string_view words);

}  // namespace attune::cli
