#include "cli/amend.hpp"

#include <algorithm>
#include <utility>

#include "attune/base/text.hpp"
#include "attune/journal/trigger_record.hpp"
#include "attune/journal/typed_line.hpp"

namespace attune::cli {

namespace {

using journal::GivenOption;
using journal::Record;
using journal::Tag;

/// The option that a line of a draft spells, if it is one that `log` knows.
const journal::TriggerOption* option_of(std::string_view line) {
    if (!line.starts_with("--")) return nullptr;
    const auto equals = line.find('=');
    const std::string_view name = line.substr(2, equals - 2);
    for (const journal::TriggerOption& option : journal::trigger_options()) {
        if (option.name == name && option.value.empty() == (equals == std::string_view::npos)) {
            return &option;
        }
    }
    return nullptr;
}

bool has_one_answer(std::string_view facet) {
    return facet == "response" || facet == "outcome" || facet == "caught";
}

void add_changes(Record& record, const Record& changes) {
    for (const std::string& person : changes.people) {
        const bool there =
            std::any_of(record.people.begin(), record.people.end(),
                        [&](const auto& known) { return fold_case(known) == fold_case(person); });
        if (!there) record.people.push_back(person);
    }
    for (const Tag& tag : changes.tags) {
        if (has_one_answer(tag.facet)) {
            std::erase_if(record.tags, [&](const Tag& known) { return known.facet == tag.facet; });
        }
        if (std::find(record.tags.begin(), record.tags.end(), tag) == record.tags.end()) {
            record.tags.push_back(tag);
        }
    }
    for (const journal::Value& value : changes.values) {
        std::erase_if(record.values, [&](const journal::Value& known) {
            return known.key == value.key && known.phase == value.phase;
        });
        record.values.push_back(value);
    }
    for (const journal::Field& field : changes.fields) {
        std::erase_if(record.fields,
                      [&](const journal::Field& known) { return known.name == field.name; });
        record.fields.push_back(field);
    }
}

bool names(const std::vector<GivenOption>& options, std::string_view name) {
    return std::any_of(options.begin(), options.end(),
                       [&](const GivenOption& option) { return option.name == name; });
}

}  // namespace

journal::LogArguments read_draft(std::string_view draft) {
    auto lines = split(draft, '\n');
    std::size_t end = lines.size();
    while (end > 0 && option_of(lines[end - 1]) != nullptr)
        --end;
    journal::LogArguments out;
    std::vector<std::string> text(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(end));
    out.words = {join(text, "\n")};
    for (std::size_t i = end; i < lines.size(); ++i) {
        const auto equals = lines[i].find('=');
        out.options.push_back({std::string(option_of(lines[i])->name),
                               equals == std::string_view::npos
                                   ? std::string()
                                   : std::string(lines[i].substr(equals + 1))});
    }
    return out;
}

Result<Record> entry_of_draft(const Record& draft, const journal::LogArguments& given,
                              const journal::Now& now) {
    const journal::LogArguments kept = read_draft(draft.text);
    // The draft's own time, or what its option said when it was typed.
    journal::Moment at = draft.at;
    std::vector<GivenOption> options;
    for (const GivenOption& option : kept.options) {
        if (names(given.options, option.name)) continue;
        if (option.name == "at") {
            journal::Now then = now;
            then.utc = draft.at.utc;
            ATTUNE_TRY(at, journal::parse_when(option.value, then, journal::Direction::Past));
        } else {
            options.push_back(option);
        }
    }
    options.insert(options.end(), given.options.begin(), given.options.end());
    const std::string text = given.words.empty() ? kept.text() : given.text();
    ATTUNE_TRY(Record entry,
               journal::build_trigger_record(journal::parse_typed_line(text), options, now));
    entry.id = draft.id;
    if (!names(given.options, "at")) entry.at = at;
    return entry;
}

Result<Record> amended(Record record, const journal::LogArguments& given, const journal::Now& now) {
    journal::TypedLine line;
    if (given.words.empty()) {
        line.text = record.text;
        // Something to stand on: an entry of signs alone may be given a time and nothing else.
        if (trim(line.text).empty()) line.text.assign(1, '-');
    } else {
        line = journal::parse_typed_line(given.text());
    }
    ATTUNE_TRY(const Record changes, journal::build_trigger_record(line, given.options, now));
    if (!given.words.empty()) record.text = changes.text;
    if (names(given.options, "at")) record.at = changes.at;
    add_changes(record, changes);
    return record;
}

}  // namespace attune::cli
