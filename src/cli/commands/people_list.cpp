#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/name_access.hpp"
#include "cli/record_text.hpp"

namespace attune::cli {

namespace {

struct PeopleListOptions {};

void describe(OptionSet& /*options*/, PeopleListOptions& /*list*/) {
}

/// A person who was added, named in an entry, or both.
struct Listed {
    journal::Name person;
    bool added = false;
    std::int64_t entries = 0;
    std::string last_day;
};

std::vector<Listed> everybody(const journal::Names& names,
                              const std::vector<store::NameUse>& uses) {
    std::vector<Listed> list;
    for (const journal::Name& person : names.people())
        list.push_back({person, true, 0, {}});
    for (const store::NameUse& use : uses) {
        const std::string key = journal::name_key(journal::kPersonFacet, use.name);
        auto found = std::find_if(list.begin(), list.end(), [&](const Listed& listed) {
            return journal::name_key(journal::kPersonFacet, listed.person.spelling) == key;
        });
        if (found == list.end()) {
            list.push_back({names.draft_of(journal::kPersonFacet, use.name).name, false, 0, {}});
            found = list.end() - 1;
        }
        found->entries = use.entries;
        found->last_day = use.last_day;
    }
    // Who is met most stands first.
    std::stable_sort(list.begin(), list.end(),
                     [](const Listed& a, const Listed& b) { return a.entries > b.entries; });
    return list;
}

nlohmann::ordered_json or_null(const std::string& text) {
    return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(to_utf8_lossy(text));
}

std::string as_json(const std::vector<Listed>& people) {
    auto list = nlohmann::ordered_json::array();
    for (const Listed& one : people) {
        const journal::Name& person = one.person;
        auto aliases = nlohmann::ordered_json::array();
        for (const std::string& alias : person.aliases)
            aliases.push_back(to_utf8_lossy(alias));
        list.push_back({{"name", to_utf8_lossy(person.spelling)},
                        {"added", one.added},
                        {"aliases", std::move(aliases)},
                        {"role", or_null(person.role)},
                        {"since", or_null(person.since)},
                        {"until", or_null(person.until)},
                        {"safety", or_null(std::string(journal::safety_name(person.safety)))},
                        {"note", or_null(person.note)},
                        {"entries", one.entries},
                        {"last_day", or_null(one.last_day)}});
    }
    const nlohmann::ordered_json document{{"schema", 1}, {"people", std::move(list)}};
    return document.dump(2) + "\n";
}

std::string porcelain(const Listed& one) {
    const journal::Name& person = one.person;
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", escape_cell(person.spelling),
                       one.entries, one.last_day, escape_cell(person.role), person.since,
                       person.until, journal::safety_name(person.safety),
                       escape_cell(join(person.aliases, ",")));
}

/// What stands behind name, role and counts: "since 2024-05, also sammy".
std::string remarks_of(const journal::Name& person) {
    std::vector<std::string> remarks;
    if (!person.since.empty()) remarks.push_back("since " + person.since);
    if (!person.until.empty()) remarks.push_back("until " + person.until);
    if (!person.aliases.empty()) remarks.push_back("also " + join(person.aliases, ", "));
    if (!person.note.empty()) remarks.push_back(person.note);
    return Screen::visible(join(remarks, "; "));
}

Status print_accessible(Screen& screen, const Listed& one) {
    const journal::Name& person = one.person;
    std::string text = fmt::format("person: {}\n", Screen::visible(person.spelling));
    const auto add = [&text](std::string_view label, std::string_view value) {
        if (!value.empty()) text += fmt::format("{}: {}\n", label, Screen::visible(value));
    };
    add("role", person.role);
    add("entries", std::to_string(one.entries));
    add("last", one.last_day);
    add("since", person.since);
    add("until", person.until);
    add("safe", journal::safety_name(person.safety));
    add("also", join(person.aliases, ", "));
    add("note", person.note);
    return screen.print(text + "\n");
}

Status print_text(Screen& screen, const std::vector<Listed>& people) {
    int columns = 0;
    for (const Listed& one : people)
        columns = std::max(columns, column_width(Screen::visible(one.person.spelling)));
    columns = std::min(columns, screen.width() / 3);
    for (const Listed& one : people) {
        if (screen.accessible()) {
            ATTUNE_CHECK(print_accessible(screen, one));
            continue;
        }
        std::vector<std::string> parts;
        if (!one.person.role.empty()) parts.push_back(Screen::visible(one.person.role));
        parts.push_back(counted(one.entries, "entry", "entries"));
        if (!one.last_day.empty()) parts.push_back("last " + one.last_day);
        const std::string remarks = remarks_of(one.person);
        if (!remarks.empty()) parts.push_back(remarks);
        const auto lines = wrap(join(parts, ", "), screen.width() - columns - 2);
        std::string head = pad_right(Screen::visible(one.person.spelling), columns) + "  ";
        for (const std::string& line : lines) {
            ATTUNE_CHECK(screen.print(head + line + "\n"));
            head = std::string(static_cast<std::size_t>(columns) + 2, ' ');
        }
    }
    return {};
}

Result<ExitCode> run(const PeopleListOptions& /*list*/, Context& context) {
    ATTUNE_TRY(const journal::Names* names, open_names(context));
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const auto uses, store::used_names(library->database(), journal::kPersonFacet));
    const auto people = everybody(*names, uses);
    Screen& screen = context.screen();
    if (context.global().json) {
        ATTUNE_CHECK(screen.print_json(as_json(people)));
    } else if (context.global().porcelain) {
        for (const Listed& one : people)
            ATTUNE_CHECK(screen.print_raw(porcelain(one)));
    } else {
        ATTUNE_CHECK(print_text(screen, people));
    }
    if (people.empty())
        screen.say("there is nobody yet; 'attune people add NAME' or '@name' in an entry");
    return ExitCode::Done;
}

}  // namespace

const Command kPeopleList{
    .name = "people list",
    .summary = "who is in the journal, how often, and when last",
    .group = Group::More,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<PeopleListOptions, describe, run>,
    .details =
        "Everybody who was added or is named in an entry. An entry counts once for a person, under "
        "whatever name.\n"
        "\n"
        "--porcelain: name, entries, last day, role, since, until, safe, aliases (with commas "
        "between).\n"
        "--json: {\"schema\":1,\"people\":[{\"name\",\"added\",\"aliases\",\"role\",\"since\","
        "\"until\",\"safety\",\"note\",\"entries\",\"last_day\"}]}.\n"};

}  // namespace attune::cli
