#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "attune/journal/edit_text.hpp"
#include "attune/store/library.hpp"
#include "cli/context.hpp"
#include "cli/exit_code.hpp"

/// Changing a record in the person's editor, so that nothing typed there is lost: not by a slip in
/// the text, an editor that crashes, or attune being killed.
namespace attune::cli {

/// The relation from a draft to the entry whose changed text it holds.
inline constexpr const char* kDraftOf = "draft-of";

/// The entry whose changed text a draft holds; nothing for a draft of other words.
[[nodiscard]] std::optional<RecordId> edited_by(const journal::Record& draft);

/// What is edited and what becomes of it.
struct EditJob {
    RecordId record;       ///< the entry, or the draft that becomes one
    std::string name;      ///< how places in the text are named: "4f2a.attune"
    std::string notes;     ///< put above the text, taken off again by `strip`
    std::string text;      ///< what the editor begins with
    std::string original;  ///< coming back with this means nothing was changed
    std::function<std::string(std::string_view)> strip;
    std::function<tl::expected<journal::Record, std::vector<journal::EditProblem>>(
        std::string_view)>
        read;
    /// Puts the changed record in its place and says so.
    std::function<Status(journal::Record)> save;
    /// The draft that the text came from, gone once the text is saved.
    std::optional<store::StoredRecord> draft;
    /// True when that draft is what becomes the entry, so that it stays.
    bool draft_becomes_record = false;
};

/// Runs the editor until its text can be read or the person stops; what cannot be read is sealed
/// as a draft first. Usage naming the flags where no question may be asked.
[[nodiscard]] Result<ExitCode> edit_in_editor(Context& context, EditJob job);

/// Reports what is wrong with a text, each with `name:line:column`.
void report_problems(Context& context, const std::string& name,
                     const std::vector<journal::EditProblem>& problems);

/// Takes up texts that an attune left behind when it was killed: changed ones become drafts, then
/// they are wiped. Does nothing when there are none; never fails the command that calls it.
void rescue_left_texts(Context& context);

}  // namespace attune::cli
