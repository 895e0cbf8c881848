#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/form_record.hpp"
#include "attune/store/assessment.hpp"
#include "cli/later_records.hpp"
#include "cli/note_writing.hpp"

/// What becomes of notes after they were typed: drafts that become notes, and answers that stand.
namespace attune::cli {

using definition::Form;
using definition::FormItem;
using definition::Keep;
using journal::GivenOption;
using journal::Record;

namespace {

constexpr std::string_view kKindField = "kind";
constexpr std::string_view kOf = "of";

bool is_option_of(const Form& form, std::string_view name) {
    if (name == kOf || form.find_item(name)) return true;
    const auto common = journal::note_options();
    return std::any_of(common.begin(), common.end(),
                       [&](const journal::TriggerOption& option) { return option.name == name; });
}

/// The option that a line of a draft spells, if the form has it.
std::optional<GivenOption> option_in(const Form& form, std::string_view line) {
    if (!line.starts_with("--")) return std::nullopt;
    const auto equals = line.find('=');
    const std::string_view name = line.substr(2, equals - 2);
    if (!is_option_of(form, name)) return std::nullopt;
    return GivenOption{std::string(name), equals == std::string_view::npos
                                              ? std::string()
                                              : std::string(line.substr(equals + 1))};
}

NoteRequest read_request(const Form& form, std::string_view text) {
    const auto lines = split(text, '\n');
    std::size_t end = lines.size();
    while (end > 0 && option_in(form, lines[end - 1]))
        --end;
    NoteRequest request;
    request.text = join({lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(end)}, "\n");
    for (std::size_t i = end; i < lines.size(); ++i)
        request.options.push_back(*option_in(form, lines[i]));
    return request;
}

/// What a record says to one item, comparable between two revisions of it.
std::string answer_of(const FormItem& item, const Record& record) {
    std::string out;
    const auto add = [&out](std::string_view part) {
        out += part;
        out += '\n';
    };
    switch (item.keep) {
        case Keep::Text:
            return record.text;
        case Keep::Value:
            for (const journal::Value& value : record.values) {
                if (value.key == item.key && value.phase == item.phase)
                    add(shortest_number(value.number));
            }
            return out;
        case Keep::Tag:
            for (const journal::Tag& tag : record.tags) {
                if (tag.facet == item.key) add(tag.slug);
            }
            return out;
        case Keep::Field:
            for (const journal::Field& field : record.fields) {
                if (field.name == item.key) add(field.text);
            }
            return out;
        case Keep::Link:
            for (const journal::Link& link : record.links) {
                if (link.relation == item.key) add(link.to.hex());
            }
            return out;
        case Keep::People:
            return join(record.people, "\n");
        case Keep::Nothing:
            break;
    }
    return out;
}

/// A later answer of the same form, or a follow-up that says how it came out.
bool answers(const Record& later, const Form& form) {
    if (later.kind != "follow") return false;
    if (store::read_definition_name(later.definition).id == form.id) return true;
    return std::any_of(later.tags.begin(), later.tags.end(),
                       [](const journal::Tag& tag) { return tag.facet == "outcome"; });
}

}  // namespace

std::string note_kind_of(const Record& draft) {
    for (const journal::Field& field : draft.fields) {
        if (field.name == kKindField) return field.text;
    }
    return {};
}

Result<DraftedNote> read_note_draft(Context& context, const Record& draft,
                                    const journal::LogArguments& given) {
    ATTUNE_TRY(const FormShelf shelf, FormShelf::open(context.host()));
    ATTUNE_TRY(FoundForm found, shelf.load(note_kind_of(draft)));
    NoteRequest request = read_request(found.form, draft.text);
    if (!given.words.empty()) request.text = given.text();
    std::erase_if(request.options, [&](const GivenOption& kept) {
        return std::any_of(given.options.begin(), given.options.end(),
                           [&](const GivenOption& now) { return now.name == kept.name; });
    });
    request.options.insert(request.options.end(), given.options.begin(), given.options.end());
    const auto is_of = [](const GivenOption& option) { return option.name == kOf; };
    const auto of = std::find_if(request.options.begin(), request.options.end(), is_of);
    if (of != request.options.end()) request.of = of->value;
    std::erase_if(request.options, is_of);
    return DraftedNote{std::move(found), std::move(request)};
}

Result<NoteOfDraft> note_of_draft(Context& context, const Record& draft,
                                  const journal::LogArguments& given) {
    ATTUNE_TRY(const DraftedNote note, read_note_draft(context, draft, given));
    const NoteRequest& request = note.request;
    const bool has_time =
        std::any_of(request.options.begin(), request.options.end(),
                    [](const GivenOption& option) { return option.name == "at"; });
    ATTUNE_TRY(Record record, note_of(context, note.form, request));
    record.id = draft.id;
    if (!has_time) record.at = draft.at;
    return NoteOfDraft{std::move(record), note.form.definition()};
}

Status keep_fixed_answers(Context& context, store::Library& library, const Record& changed) {
    FormBook forms(context);
    const auto stored = library.load(changed.id);
    const Form* form = stored ? forms.of(stored->record) : nullptr;
    if (form == nullptr || stored->record.kind != form->id) return {};
    for (const FormItem& item : form->items) {
        if (!item.fixed || answer_of(item, stored->record) == answer_of(item, changed)) continue;
        ATTUNE_TRY(const auto later, load_pointing_to(library, changed.id));
        const auto outcome = std::find_if(
            later.begin(), later.end(), [&](const Record& other) { return answers(other, *form); });
        if (outcome == later.end()) return {};
        return fail(ErrorKind::Refused,
                    fmt::format("'{}' stands as it was written: its outcome is known", item.label),
                    fmt::format("'attune undo {}' takes the outcome back first",
                                library.short_id(outcome->id)));
    }
    return {};
}

}  // namespace attune::cli
