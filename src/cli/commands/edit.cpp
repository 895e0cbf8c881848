#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/echo.hpp"
#include "attune/journal/observation.hpp"
#include "attune/store/assessment.hpp"
#include "cli/amend.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/drafts.hpp"
#include "cli/edit_session.hpp"
#include "cli/form_shelf.hpp"
#include "cli/note_writing.hpp"
#include "cli/now.hpp"
#include "cli/record_text.hpp"
#include "cli/taken_up.hpp"
#include "cli/trigger_flags.hpp"

namespace attune::cli {

namespace {

struct EditOptions {
    std::optional<std::string> id;
    std::vector<std::string> words;
    TriggerFlags flags;
    bool guided = false;
    std::optional<std::string> choose;
};

void describe(OptionSet& options, EditOptions& edit) {
    options.required_argument(edit.id, "ID", "which entry or draft")
        .prose(edit.words, "TEXT", "new words in place of the old ones");
    edit.flags.describe(options);
    options.flag(edit.guided, "--guided", "the questions of 'log' or 'note' go on")
        .text(edit.choose, "--choose", "VERSION",
              "of versions written apart this one stands (show ID names them)");
}

/// The record of an id, which has to be there.
Result<store::StoredRecord> load_standing(store::Library& library, const RecordId& id) {
    ATTUNE_TRY(store::StoredRecord stored, library.load(id));
    if (!stored.removed) return stored;
    return fail(ErrorKind::NotFound, fmt::format("entry '{}' is removed", library.short_id(id)),
                fmt::format("'attune undo {}' brings it back", library.short_id(id)));
}

/// Writes a changed record over the revisions it came from and says what it is now.
Status save_change(Context& context, journal::Record record, const std::vector<RevisionId>& leaves,
                   CivilDay today, const std::optional<store::DefinitionText>& definition = {}) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_CHECK(keep_fixed_answers(context, *library, record));
    FormBook forms(context);
    const std::string summary = headline_of(record, {forms.of(record), {.today = today}});
    const journal::Moment at = record.at;
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    ATTUNE_TRY(const store::Receipt receipt,
               logbook->change(std::move(record), leaves, definition));
    return context.global().porcelain
               ? context.screen().print_raw(receipt.record.hex() + "\n")
               : context.screen().print(
                     journal::echo_line(at, summary, receipt.short_id, today, "changed") + "\n");
}

/// What a draft becomes, and the text of the form it needs.
struct FinishedDraft {
    journal::Record record;
    std::optional<store::DefinitionText> definition;
};

Result<FinishedDraft> record_of_draft(Context& context, const journal::Record& draft,
                                      const journal::LogArguments& given, const journal::Now& now) {
    if (note_kind_of(draft).empty()) {
        ATTUNE_TRY(journal::Record entry, entry_of_draft(draft, given, now));
        return FinishedDraft{std::move(entry), {}};
    }
    ATTUNE_TRY(NoteOfDraft note, note_of_draft(context, draft, given));
    return FinishedDraft{std::move(note.record), std::move(note.definition)};
}

using ReadText = tl::expected<journal::Record, std::vector<journal::EditProblem>>;

/// The record that a changed text of an entry stands for, with what is counted of it counted again.
ReadText read_changed(std::string_view text, const journal::Record& before,
                      const journal::Now& now) {
    auto read = journal::read_edit_text(text, before, now);
    if (!read) return read;
    auto counted = journal::counted_again(*std::move(read), before);
    if (counted) return *std::move(counted);
    return tl::unexpected<std::vector<journal::EditProblem>>(
        {{1, 1, counted.error().message, counted.error().hint}});
}

/// An entry in the editor; `draft` holds a changed text of it that could not be read earlier.
EditJob job_of_entry(Context& context, store::Library& library, const store::StoredRecord& stored,
                     std::optional<store::StoredRecord> draft, const journal::Now& now) {
    EditJob job;
    const std::string id = library.short_id(stored.record.id);
    job.record = stored.record.id;
    job.name = id + ".attune";
    job.notes = journal::edit_notes(id, stored.record.kind);
    job.original = journal::edit_text(stored.record, now);
    job.text = draft ? draft->record.text : job.original;
    if (draft) {
        const auto known = read_changed(job.text, stored.record, now);
        if (!known) job.text = journal::with_problems(job.text, known.error());
    }
    job.strip = [](std::string_view text) { return journal::without_notes(text); };
    job.read = [record = stored.record, now](std::string_view text) {
        return read_changed(text, record, now);
    };
    job.save = [&context, leaves = stored.leaves, before = stored.record,
                now](journal::Record record) -> Status {
        if (record == before && leaves.size() < 2) {
            context.screen().say("nothing is changed");
            return {};
        }
        return save_change(context, std::move(record), leaves, now.today());
    };
    job.draft = std::move(draft);
    return job;
}

/// The text of the form that a record names, when it is the one of today.
std::optional<store::DefinitionText> definition_of(Context& context,
                                                   const journal::Record& record) {
    const auto shelf = FormShelf::open(context.host());
    const auto name = store::read_definition_name(record.definition);
    const auto found = shelf ? shelf->load(name.id) : Result<FoundForm>(fail(shelf.error()));
    if (!found || found->form.digest != name.digest) return std::nullopt;
    return found->definition();
}

/// A draft of words for `log` or `note` in the editor: its text, then options on lines of their
/// own.
EditJob job_of_words(Context& context, store::Library& library, const store::StoredRecord& stored,
                     const Error& error, const journal::Now& now) {
    EditJob job;
    job.record = stored.record.id;
    job.name = library.short_id(stored.record.id) + ".attune";
    job.original = stored.record.text;
    const auto problem_of = [](const Error& wrong) {
        return std::vector<journal::EditProblem>{{1, 1, wrong.message, wrong.hint}};
    };
    job.text = journal::with_problems(stored.record.text, problem_of(error));
    job.strip = [](std::string_view text) { return journal::with_problems(text, {}); };
    job.read = [&context, draft = stored.record, now,
                problem_of](std::string_view text) -> ReadText {
        journal::Record changed = draft;
        changed.text = journal::with_problems(text, {});
        while (changed.text.ends_with('\n'))
            changed.text.pop_back();
        auto finished = record_of_draft(context, changed, {}, now);
        if (!finished)
            return tl::unexpected<std::vector<journal::EditProblem>>(problem_of(finished.error()));
        return std::move(finished->record);
    };
    job.save = [&context, leaves = stored.leaves, now](journal::Record record) -> Status {
        const auto definition = definition_of(context, record);
        return save_change(context, std::move(record), leaves, now.today(), definition);
    };
    job.draft = stored;
    job.draft_becomes_record = true;
    return job;
}

/// A draft of words becomes an entry; what cannot be understood goes to the editor when somebody
/// sits at a terminal.
Result<ExitCode> finish_words(Context& context, store::Library& library,
                              const store::StoredRecord& stored, const journal::LogArguments& given,
                              const journal::Now& now) {
    auto entry = record_of_draft(context, stored.record, given, now);
    if (entry) {
        ATTUNE_CHECK(save_change(context, std::move(entry->record), stored.leaves, now.today(),
                                 entry->definition));
        return ExitCode::Done;
    }
    const bool as_it_stands = given.words.empty() && given.options.empty();
    if (!as_it_stands || !context.screen().may_ask()) return fail(std::move(entry).error());
    return edit_in_editor(context, job_of_words(context, library, stored, entry.error(), now));
}

/// A draft that holds the changed text of an entry.
Result<ExitCode> finish_edit(Context& context, store::Library& library, store::StoredRecord draft,
                             const RecordId& id, const journal::LogArguments& given,
                             const journal::Now& now) {
    ATTUNE_TRY(const store::StoredRecord stored, load_standing(library, id));
    const bool as_it_stands = given.words.empty() && given.options.empty();
    if (as_it_stands && context.screen().may_ask()) {
        return edit_in_editor(context,
                              job_of_entry(context, library, stored, std::move(draft), now));
    }
    auto read = read_changed(draft.record.text, stored.record, now);
    if (!read) {
        report_problems(context, library.short_id(draft.record.id) + ".attune", read.error());
        return ExitCode::Usage;
    }
    journal::Record changed = *std::move(read);
    if (!as_it_stands) {
        ATTUNE_TRY(changed, amended(std::move(changed), given, now));
    }
    ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
    ATTUNE_CHECK(logbook->remove(draft.record.id, draft.leaves));
    ATTUNE_CHECK(save_change(context, std::move(changed), stored.leaves, now.today()));
    return ExitCode::Done;
}

/// Seals what was said so far over the draft, and says where it is.
Status keep_taken_up(Context& context, const TakenUp& taken, const store::StoredRecord& stored) {
    std::string short_id;
    if (taken.changed) {
        ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
        const auto receipt = logbook->change(taken.record, stored.leaves);
        if (!receipt) {
            repeat_words(context, taken.record.text);
            return fail(receipt.error());
        }
        short_id = receipt->short_id;
    } else {
        ATTUNE_TRY(store::Library * library, context.open_library());
        short_id = library->short_id(stored.record.id);
    }
    tell_draft(context, short_id, DraftWay::Guided);
    return {};
}

/// The questions go on for a draft of words.
Result<ExitCode> ask_on_words(Context& context, store::StoredRecord stored,
                              const journal::LogArguments& given, const journal::Now& now) {
    ATTUNE_TRY(const TakenUp taken, take_up_draft(context, stored.record, given, now));
    if (taken.finished) {
        auto entry = record_of_draft(context, taken.record, {}, now);
        if (entry) {
            ATTUNE_CHECK(save_change(context, std::move(entry->record), stored.leaves, now.today(),
                                     entry->definition));
            return ExitCode::Done;
        }
        context.screen().report(entry.error());
        ATTUNE_CHECK(keep_taken_up(context, taken, stored));
        return exit_code(entry.error().kind);
    }
    ATTUNE_CHECK(keep_taken_up(context, taken, stored));
    if (taken.interrupted) return fail(ErrorKind::Interrupted, "interrupted");
    return ExitCode::Done;
}

/// The questions about an entry; left before the end, its changed text is a draft.
Result<ExitCode> ask_on_entry(Context& context, store::StoredRecord stored,
                              const journal::LogArguments& given, const journal::Now& now) {
    if (stored.record.kind != "trigger") {
        return fail(ErrorKind::Refused, "the questions are about entries of 'log' and drafts",
                    "give the changes with flags, or leave --guided away for the editor");
    }
    ATTUNE_TRY(TakenUp taken, take_up_entry(context, stored.record, given, now));
    if (!taken.finished && taken.changed) {
        journal::Record draft;
        draft.text = journal::edit_text(taken.record, now);
        draft.links = {{stored.record.id, kDraftOf}};
        const std::string words = draft.text;
        if (const auto receipt = seal_draft(context, std::move(draft))) {
            tell_draft(context, receipt->short_id);
        } else {
            repeat_words(context, words);
        }
    }
    if (taken.interrupted) return fail(ErrorKind::Interrupted, "interrupted");
    if (!taken.changed) context.screen().say("nothing is changed");
    if (!taken.finished || !taken.changed) return ExitCode::Done;
    ATTUNE_CHECK(save_change(context, std::move(taken.record), stored.leaves, now.today()));
    return ExitCode::Done;
}

/// Writes one of the versions that were written apart over all of them.
Result<ExitCode> choose_version(const EditOptions& edit, Context& context, store::Library& library,
                                const store::StoredRecord& stored, const journal::Now& now) {
    if (!edit.words.empty() || !edit.flags.given().empty() || edit.guided)
        return fail(ErrorKind::Usage, "'--choose' takes a version as it stands",
                    "choose first, then edit");
    ATTUNE_TRY(auto steps, library.history(stored.record.id));
    store::HistoryStep* found = nullptr;
    for (store::HistoryStep& step : steps) {
        if (!(step.shown || step.conflict) || !step.revision.hex().starts_with(*edit.choose))
            continue;
        if (found != nullptr) {
            return fail(ErrorKind::Ambiguous,
                        fmt::format("'{}' fits several versions", Screen::visible(*edit.choose)),
                        "give more digits");
        }
        found = &step;
    }
    if (edit.choose->empty() || found == nullptr) {
        return fail(
            ErrorKind::NotFound,
            fmt::format("no version '{}' that could be chosen", Screen::visible(*edit.choose)),
            "'attune show ID' names the versions that were written apart");
    }
    if (stored.leaves.size() < 2) {
        context.screen().say("there is one version only; nothing is changed");
        return ExitCode::Done;
    }
    if (found->removed) {
        ATTUNE_TRY(store::Logbook * logbook, context.open_logbook());
        ATTUNE_TRY(const store::Receipt receipt, logbook->remove(stored.record.id, stored.leaves));
        ATTUNE_CHECK(context.screen().print(
            fmt::format("deleted {0}   undo: attune undo {0}\n", receipt.short_id)));
        return ExitCode::Done;
    }
    ATTUNE_CHECK(save_change(context, std::move(found->record), stored.leaves, now.today()));
    return ExitCode::Done;
}

Result<ExitCode> write_change(const EditOptions& edit, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const RecordId id, library->find(*edit.id));
    ATTUNE_TRY(store::StoredRecord stored, load_standing(*library, id));
    if (edit.choose) return choose_version(edit, context, *library, stored, now);
    journal::LogArguments given;
    given.words = edit.words;
    given.options = edit.flags.given();
    if (stored.record.kind == kDraftKind && stored.record.text.starts_with("attune quiz take ")) {
        return fail(ErrorKind::Refused, "this draft holds answers to a questionnaire, not an entry",
                    "'attune quiz take NAME' goes on with it");
    }
    if (const auto edited = edited_by(stored.record)) {
        ATTUNE_TRY(const store::StoredRecord target, load_standing(*library, *edited));
        if (target.record.kind != kDraftKind) {
            if (edit.guided) {
                return fail(ErrorKind::Refused, "this draft is the changed text of an entry",
                            fmt::format("'attune edit {}' goes on with it in the editor",
                                        library->short_id(id)));
            }
            return finish_edit(context, *library, std::move(stored), *edited, given, now);
        }
        stored.record.links.clear();  // words for `log` that were edited already
    }
    if (stored.record.kind == kDraftKind) {
        if (edit.guided) return ask_on_words(context, std::move(stored), given, now);
        return finish_words(context, *library, stored, given, now);
    }
    if (edit.guided) return ask_on_entry(context, std::move(stored), given, now);
    if (given.words.empty() && given.options.empty()) {
        return edit_in_editor(context, job_of_entry(context, *library, stored, {}, now));
    }
    const std::vector<RevisionId> leaves = stored.leaves;
    ATTUNE_TRY(journal::Record changed, amended(std::move(stored.record), given, now));
    ATTUNE_CHECK(save_change(context, std::move(changed), leaves, now.today()));
    return ExitCode::Done;
}

Result<ExitCode> run(const EditOptions& edit, Context& context) {
    auto code = write_change(edit, context);
    if (code || code.error().kind == ErrorKind::ClosedPipe || edit.words.empty()) return code;
    context.screen().report(code.error());
    std::vector<std::string> typed{*edit.id};
    typed.insert(typed.end(), edit.words.begin(), edit.words.end());
    keep_draft(context, journal::draft_of({.words = typed, .options = edit.flags.given()}));
    return exit_code(code.error().kind);
}

}  // namespace

const Command kEdit{
    .name = "edit",
    .summary = "change an entry, or make an entry of a draft",
    .group = Group::Write,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<EditOptions, describe, run>,
    .details =
        "Without words and flags the entry opens in the editor of VISUAL or EDITOR, as a text in "
        "memory that no disk sees. What cannot be understood is kept as a draft, and nothing is "
        "lost when the editor crashes.\n"
        "\n"
        "In an entry new words replace the text, people and words are added, numbers and single "
        "answers are replaced. A draft becomes an entry as it stands, with what the flags put "
        "right; 'attune list --kind draft' shows the drafts. With --guided the questions go on: "
        "Enter "
        "keeps what was said, - takes it away, q leaves and keeps a draft.\n"
        "\n"
        "  attune edit last\n"
        "  attune edit 7c1e --guided\n"
        "  attune edit last --feel hurt=6 --with alex\n"
        "  attune edit last --at \"yesterday 21:40\"\n",
    .rescue = keep_draft};

}  // namespace attune::cli
