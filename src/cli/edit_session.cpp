#include "cli/edit_session.hpp"

#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "cli/drafts.hpp"
#include "cli/editor.hpp"
#include "cli/memory_text.hpp"

namespace attune::cli {

namespace {

/// Problems told one by one.
constexpr std::size_t kTold = 5;

journal::Record draft_of_edit(const RecordId& record, std::string words) {
    journal::Record draft;
    draft.text = to_utf8_lossy(words);
    draft.links = {{record, kDraftOf}};
    return draft;
}

/// The line of the first note on a problem; 0 when there is none.
int first_noted_line(std::string_view text) {
    int number = 0;
    for (const std::string_view line : split(text, '\n')) {
        ++number;
        if (line.starts_with("#!attune: ")) return number;
    }
    return 0;
}

Error error_of(const host::ProgramEnd& end, const Editor& editor) {
    return {.kind = ErrorKind::Refused,
            .message = end.by_signal ? fmt::format("the editor '{}' was ended by signal {}",
                                                   make_visible(editor.name), end.code)
                                     : fmt::format("the editor '{}' ended with code {}",
                                                   make_visible(editor.name), end.code),
            .hint = "the entry is as it was"};
}

class Session {
  public:
    Session(Context& context, EditJob job, Editor editor, MemoryText text)
        : context_(context),
          job_(std::move(job)),
          editor_(std::move(editor)),
          text_(std::move(text)) {
        if (job_.draft) draft_ = {job_.draft->record.id, job_.draft->leaves};
    }

    Result<ExitCode> run();

  private:
    struct Draft {
        RecordId record;
        std::vector<RevisionId> leaves;
        std::string short_id = {};
    };

    [[nodiscard]] bool is_unchanged(const std::string& words) const {
        return trim(words).empty() || trim(words) == trim(job_.original);
    }
    /// Seals the words, over the draft they came from when there is one. False when they could not
    /// be sealed; the text then stays in memory and the person is told where.
    bool seal(const std::string& words);
    void tell_kept();
    Result<ExitCode> stop(Error error, const std::string& words);
    Result<ExitCode> finish(journal::Record record, const std::string& words);
    bool wants_to_go_on();

    Context& context_;
    EditJob job_;
    Editor editor_;
    MemoryText text_;
    std::optional<Draft> draft_;
};

bool Session::seal(const std::string& words) {
    const auto sealed = [&]() -> bool {
        const auto logbook = context_.open_logbook();
        if (!logbook) return false;
        if (!draft_) {
            const auto receipt = seal_draft(context_, draft_of_edit(job_.record, words));
            if (receipt) draft_ = Draft{receipt->record, {receipt->revision}, receipt->short_id};
            return receipt.has_value();
        }
        journal::Record record = job_.draft ? job_.draft->record : draft_of_edit(job_.record, {});
        record.id = draft_->record;
        record.kind = kDraftKind;
        record.text = to_utf8_lossy(words);
        if (!job_.draft) record.at = draft_moment(context_);
        const auto receipt = (*logbook)->change(std::move(record), draft_->leaves);
        if (!receipt) return false;
        draft_->leaves = {receipt->revision};
        draft_->short_id = receipt->short_id;
        return true;
    }();
    if (!sealed) {
        text_.leave();
        context_.screen().say_always(
            fmt::format("the text could not be sealed and stays in memory, in '{}'",
                        Screen::visible(text_.path())));
    }
    return sealed;
}

void Session::tell_kept() {
    if (draft_ && !draft_->short_id.empty()) tell_draft(context_, draft_->short_id);
}

Result<ExitCode> Session::stop(Error error, const std::string& words) {
    const ExitCode code = exit_code(error.kind);
    context_.screen().report(error);
    if (!is_unchanged(words) && seal(words)) tell_kept();
    return code;
}

Result<ExitCode> Session::finish(journal::Record record, const std::string& words) {
    // The draft goes first, so that the change is the write that `undo` takes back. Should the
    // change not succeed, the words are sealed anew.
    if (draft_ && !job_.draft_becomes_record) {
        ATTUNE_TRY(store::Logbook * logbook, context_.open_logbook());
        const auto removed = logbook->remove(draft_->record, draft_->leaves);
        if (!removed) return stop(removed.error(), words);
        draft_.reset();
    }
    const Status saved = job_.save(std::move(record));
    if (saved || saved.error().kind == ErrorKind::ClosedPipe) return ExitCode::Done;
    return stop(saved.error(), words);
}

bool Session::wants_to_go_on() {
    const auto answer = context_.screen().ask("go on editing? [Y/n] ", "--no-input");
    const std::string word = answer ? lower_ascii(*answer) : "n";
    return word.empty() || word == "y" || word == "yes";
}

Result<ExitCode> Session::run() {
    int line = first_noted_line(job_.text);
    while (true) {
        ATTUNE_CHECK(context_.screen().flush());
        const auto end = run_editor(context_.host(), editor_, text_.path(), line);
        const auto text = text_.read();
        if (!text && text.error().kind != ErrorKind::NotFound) text_.leave();
        if (!end) return stop(end.error(), text ? job_.strip(*text) : std::string());
        if (!text) return fail(text.error());
        const std::string words = job_.strip(*text);
        if (!end->is_success()) return stop(error_of(*end, editor_), words);
        if (is_unchanged(words) && !job_.draft) {
            context_.screen().say("nothing is changed");
            return ExitCode::Done;
        }
        auto read = job_.read(*text);
        if (read) return finish(*std::move(read), words);
        report_problems(context_, job_.name, read.error());
        if (!seal(words)) return ExitCode::Usage;
        if (!wants_to_go_on()) {
            tell_kept();
            return ExitCode::Usage;
        }
        const std::string noted = journal::with_problems(*text, read.error());
        line = first_noted_line(noted);
        ATTUNE_CHECK(text_.write(noted));
    }
}

}  // namespace

std::optional<RecordId> edited_by(const journal::Record& draft) {
    if (draft.kind != kDraftKind) return std::nullopt;
    for (const journal::Link& link : draft.links) {
        if (link.relation == kDraftOf) return link.to;
    }
    return std::nullopt;
}

void report_problems(Context& context, const std::string& name,
                     const std::vector<journal::EditProblem>& problems) {
    std::size_t told = 0;
    for (const journal::EditProblem& problem : problems) {
        if (told == kTold) break;
        ++told;
        context.screen().report(
            {.kind = ErrorKind::Usage,
             .message = problem.message,
             .hint = problem.hint,
             .where = fmt::format("{}:{}:{}", name, problem.line, problem.column)});
    }
    if (problems.size() > told) {
        context.screen().say(fmt::format("and {} more", problems.size() - told));
    }
}

Result<ExitCode> edit_in_editor(Context& context, EditJob job) {
    Screen& screen = context.screen();
    if (!screen.may_ask()) {
        return fail(ErrorKind::Usage, "an editor needs a terminal",
                    "give new words, or flags of 'log' such as --feel hurt=6");
    }
    ATTUNE_TRY(Editor editor, find_editor(context.host()));
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    ATTUNE_TRY(MemoryText text, MemoryText::make(context.host(), {logbook->store(), job.record},
                                                 job.notes + job.text));
    if (!editor.writes_no_copies) {
        screen.say(
            fmt::format("attune does not know how to keep '{}' from writing copies elsewhere",
                        Screen::visible(editor.name)));
    }
    return Session(context, std::move(job), std::move(editor), std::move(text)).run();
}

void rescue_left_texts(Context& context) {
    if (!MemoryText::any_left(context.host())) return;
    const auto logbook = context.open_logbook();
    if (!logbook) return;
    MemoryText::Left left;
    while (auto text = MemoryText::find_left(context.host(), (*logbook)->store(), left)) {
        if (!left.changed) continue;
        const auto receipt = seal_draft(
            context, draft_of_edit(left.owner.record, journal::without_notes(left.text)));
        if (!receipt) {
            text->leave();
            return;
        }
        context.screen().say_always(fmt::format(
            "an edit that was cut off is kept as draft {0}: attune edit {0}", receipt->short_id));
    }
}

}  // namespace attune::cli
