#include "cli/note_writing.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/echo.hpp"
#include "attune/journal/form_record.hpp"
#include "attune/store/assessment.hpp"
#include "cli/drafts.hpp"
#include "cli/find_written.hpp"
#include "cli/now.hpp"
#include "cli/writing.hpp"

namespace attune::cli {

using definition::Form;

namespace {

/// Follow-ups of follow-ups go no deeper than anybody types.
constexpr int kMaxSteps = 100;

/// The record that a later answer is about: what was named, or what that one follows up itself. It
/// has to be of this form; seen only where the store opens without a question, because a note needs
/// no secret.
Result<RecordId> find_target(Context& context, const Form& form, const std::string& name) {
    ATTUNE_TRY(RecordId of, find_written(context, name));
    if (!context.can_unlock_silently()) return of;
    ATTUNE_TRY(store::Library * library, context.open_library());
    std::string kind;
    for (int step = 0; step < kMaxSteps; ++step) {
        const auto stored = library->load(of);
        // What another machine wrote a moment ago may not be here yet.
        if (!stored || stored->record.kind == form.id) return of;
        kind = stored->record.kind;
        const auto& links = stored->record.links;
        const auto up = std::find_if(links.begin(), links.end(), [](const journal::Link& link) {
            return link.relation == "follows-up";
        });
        if (kind != "follow" || up == links.end()) break;
        of = up->to;
    }
    return fail(ErrorKind::Refused,
                fmt::format("'{}' is of kind {}, not {}", library->short_id(of),
                            Screen::visible(kind), form.id),
                fmt::format("'attune list --kind {}' shows what it can be about", form.id));
}

/// Everything a person typed, for remarks on it.
std::string words_of(const journal::Record& record) {
    std::string words = record.text;
    for (const journal::Field& field : record.fields)
        words += "\n" + field.text;
    return words;
}

Result<journal::Record> build(Context& context, const FoundForm& found, const NoteRequest& request,
                              const journal::TypedLine& line) {
    const Form& form = found.form;
    journal::FormContext lookup;
    lookup.find = [&context](std::string_view id) {
        return find_written(context, std::string(id));
    };
    if (request.of) {
        if (!form.has_later()) {
            return fail(ErrorKind::Usage, fmt::format("'{}' has nothing to add later", form.id),
                        fmt::format("'attune follow {}' says what came of it", *request.of));
        }
        ATTUNE_TRY(lookup.of, find_target(context, form, *request.of));
    }
    ATTUNE_TRY(const journal::Now now, current_now(context));
    return journal::build_form_record(form, line, request.options, now, lookup);
}

}  // namespace

Result<journal::Record> note_of(Context& context, const FoundForm& form,
                                const NoteRequest& request) {
    return build(context, form, request,
                 journal::parse_typed_line(request.text, {.literal = request.literal}));
}

Result<ExitCode> write_note(Context& context, const FoundForm& form, const NoteRequest& request) {
    const auto line = journal::parse_typed_line(request.text, {.literal = request.literal});
    ATTUNE_TRY(journal::Record record, build(context, form, request, line));
    ATTUNE_TRY(const journal::Now now, current_now(context));
    const std::string kind = form.form.id;
    const std::string summary = journal::form_summary(form.form, record, {.today = now.today()});
    const auto remarks = definition::remarks_on(form.form, words_of(record));
    const bool built = trim(line.text).empty() && !form.form.sentence.empty();
    const std::string text = built ? record.text : std::string();
    ATTUNE_TRY(const ExitCode code,
               write_new(context, std::move(record), now.today(), request.of ? "added" : "noted",
                         {.definition = form.definition(),
                          .summary = summary.empty() ? kind : kind + "  " + summary}));
    Screen& screen = context.screen();
    if (!trim(text).empty() && !context.global().porcelain) {
        ATTUNE_CHECK(screen.print(Screen::visible(text, true) + "\n"));
    }
    for (const std::string& remark : remarks)
        screen.say(remark);
    if (const auto missed = journal::near_miss_line(line)) screen.say(*missed);
    return code;
}

std::string note_draft_text(const NoteRequest& request) {
    journal::LogArguments typed;
    typed.words = {request.text};
    typed.options = request.options;
    if (request.of) typed.options.insert(typed.options.begin(), {"of", *request.of});
    return journal::draft_of(typed);
}

void keep_note_draft(Context& context, const std::string& kind, const NoteRequest& request,
                     DraftWay way) {
    keep_draft(context, note_draft_text(request), kind, way);
}

}  // namespace attune::cli
