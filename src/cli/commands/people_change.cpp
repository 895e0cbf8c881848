#include <algorithm>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/name_access.hpp"

namespace attune::cli {

namespace {

using journal::kPersonFacet;
using journal::Name;

struct PersonOptions {
    std::optional<std::string> name;
    std::optional<std::string> role, since, until, safe, note;
    std::vector<std::string> aliases;
    std::vector<std::string> dropped;
};

void describe_person(OptionSet& options, PersonOptions& person) {
    options.text(person.role, "--role", "ROLE", "partner, mother, friend, ...")
        .texts(person.aliases, "--alias", "NAME", "another spelling of the same person")
        .text(person.since, "--since", "DAY", "2024, 2024-05 or 2024-05-17")
        .text(person.until, "--until", "DAY", "the same, for what is over")
        .choice(person.safe, "--safe", {"yes", "no", "not-sure"},
                "may you say no to them without fear; with no and not-sure nothing for two is "
                "suggested")
        .text(person.note, "--note", "TEXT", "anything worth remembering");
}

void describe_add(OptionSet& options, PersonOptions& person) {
    options.required_argument(person.name, "NAME", "as it is typed behind '@' or --with");
    describe_person(options, person);
}

void describe_edit(OptionSet& options, PersonOptions& person) {
    options.required_argument(person.name, "NAME", "who, under any of their names");
    describe_person(options, person);
    options.texts(person.dropped, "--drop-alias", "NAME",
                  "a spelling that is not this person after all");
}

/// A name that can be typed, shown on one line and told from others.
Result<std::string> checked_name(std::string_view typed) {
    const std::string name(trim(typed));
    const bool plain = !name.empty() && is_utf8(name) && make_visible(name) == name &&
                       name.find_first_of("\n\t,") == std::string::npos;
    if (!plain) {
        return fail(ErrorKind::Usage, fmt::format("'{}' cannot be a name", make_visible(name)),
                    "a name stands on one line and has no comma");
    }
    return name;
}

Result<std::string> checked_day(std::string_view flag, const std::string& typed) {
    if (typed.empty() || journal::is_partial_day(typed)) return typed;
    return fail(ErrorKind::Usage, fmt::format("'{}' is no day for {}", make_visible(typed), flag),
                "write 2024, 2024-05 or 2024-05-17; \"\" takes it off");
}

/// Puts what was given into the person. Aliases that are somebody else are refused.
Status apply(const PersonOptions& given, const journal::Names& names, Name& person) {
    if (given.role) person.role = trim(*given.role);
    if (given.note) person.note = trim(*given.note);
    if (given.since) {
        ATTUNE_TRY(person.since, checked_day("--since", *given.since));
    }
    if (given.until) {
        ATTUNE_TRY(person.until, checked_day("--until", *given.until));
    }
    if (!person.since.empty() && !person.until.empty() &&
        person.until.substr(0, person.since.size()) < person.since.substr(0, person.until.size())) {
        return fail(ErrorKind::Usage, "--until lies before --since");
    }
    if (given.safe) person.safety = journal::safety_named(*given.safe).value_or(person.safety);
    const std::string own = journal::name_key(kPersonFacet, person.spelling);
    for (const std::string& typed : given.aliases) {
        ATTUNE_TRY(const std::string alias, checked_name(typed));
        const std::string key = journal::name_key(kPersonFacet, alias);
        const std::string now = names.resolve(kPersonFacet, alias);
        if (names.knows(kPersonFacet, alias) && journal::name_key(kPersonFacet, now) != own) {
            return fail(
                ErrorKind::Refused,
                fmt::format("'{}' is {} already", Screen::visible(alias), Screen::visible(now)),
                "'attune people merge' makes two people one");
        }
        const bool there =
            key == own ||
            std::any_of(person.aliases.begin(), person.aliases.end(), [&](const auto& other) {
                return journal::name_key(kPersonFacet, other) == key;
            });
        if (!there) person.aliases.push_back(alias);
    }
    for (const std::string& alias : given.dropped) {
        const std::string key = journal::name_key(kPersonFacet, alias);
        const auto dropped = std::erase_if(person.aliases, [&](const std::string& other) {
            return journal::name_key(kPersonFacet, other) == key;
        });
        if (dropped == 0 || key == journal::name_key(kPersonFacet, person.origin)) {
            return fail(
                ErrorKind::Refused,
                fmt::format("'{}' is no alias that can be taken off", Screen::visible(alias)),
                "the name somebody had first stays theirs");
        }
    }
    return {};
}

Result<ExitCode> add_person(const PersonOptions& given, Context& context) {
    ATTUNE_TRY(const std::string name, checked_name(*given.name));
    ATTUNE_TRY(const journal::Names* names, open_names(context));
    if (names->knows(kPersonFacet, name)) {
        const std::string known = names->resolve(kPersonFacet, name);
        return fail(ErrorKind::Refused,
                    fmt::format("'{}' is there already{}", Screen::visible(name),
                                known == name ? std::string()
                                              : fmt::format(" as {}", Screen::visible(known))),
                    "'attune people edit' changes what is known of somebody");
    }
    journal::NameDraft draft;
    draft.name.facet = kPersonFacet;
    draft.name.spelling = draft.name.origin = name;
    ATTUNE_CHECK(apply(given, *names, draft.name));
    return write_name(context, draft, fmt::format("added {}", name));
}

/// NotFound, with the nearest name, unless somebody was added or named in an entry.
Status require_person(const journal::Names& names, const std::vector<store::NameUse>& uses,
                      const std::string& name) {
    if (names.knows(kPersonFacet, name) || use_of(uses, kPersonFacet, name) != nullptr) return {};
    std::vector<std::string> known;
    for (const store::NameUse& use : uses)
        known.push_back(use.name);
    auto near = nearest_word(name, known);
    if (!near) near = names.nearest(kPersonFacet, name);
    return fail(ErrorKind::NotFound,
                fmt::format("there is nobody called '{}'", Screen::visible(name)),
                near ? fmt::format("the nearest is '{}'", Screen::visible(*near))
                     : "'attune people list' shows everybody");
}

Result<std::vector<store::NameUse>> all_uses(Context& context) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    return store::used_names(library->database(), kPersonFacet);
}

Result<ExitCode> edit_person(const PersonOptions& given, Context& context) {
    ATTUNE_TRY(const journal::Names* names, open_names(context));
    ATTUNE_TRY(const auto uses, all_uses(context));
    ATTUNE_CHECK(require_person(*names, uses, *given.name));
    const bool nothing = !given.role && !given.since && !given.until && !given.safe &&
                         !given.note && given.aliases.empty() && given.dropped.empty();
    if (nothing) {
        return fail(ErrorKind::Usage, "there is nothing to change",
                    "give --role, --alias, --since, --until, --safe or --note");
    }
    journal::NameDraft draft = names->draft_of(kPersonFacet, *given.name);
    ATTUNE_CHECK(apply(given, *names, draft.name));
    return write_name(context, draft, fmt::format("changed {}", draft.name.spelling));
}

struct TwoPeople {
    std::vector<std::string> words;
};

void describe_rename(OptionSet& options, TwoPeople& two) {
    options.required_arguments(two.words, "OLD NEW", "the name now, and the one from now on");
}
void describe_merge(OptionSet& options, TwoPeople& two) {
    options.required_arguments(two.words, "FROM INTO",
                               "two names of one person; the second one is kept");
}

/// The two names, with or without `between` written out.
Result<std::pair<std::string, std::string>> two_names(const TwoPeople& two,
                                                      std::string_view between) {
    std::vector<std::string> words = two.words;
    if (words.size() == 3 && words[1] == between) words.erase(words.begin() + 1);
    if (words.size() != 2) {
        return fail(ErrorKind::Usage, "two names are needed",
                    "put a name of several words into quotes");
    }
    return std::pair{words[0], words[1]};
}

std::int64_t entries_of(const journal::Names& names, const std::vector<store::NameUse>& uses,
                        const std::string& name) {
    const store::NameUse* use = use_of(uses, kPersonFacet, names.resolve(kPersonFacet, name));
    return use == nullptr ? 0 : use->entries;
}

std::string entries(std::int64_t count) {
    return counted(count, "entry", "entries");
}

Result<ExitCode> rename_person(const TwoPeople& two, Context& context) {
    ATTUNE_TRY(const auto given, two_names(two, "to"));
    ATTUNE_TRY(const std::string to, checked_name(given.second));
    ATTUNE_TRY(const journal::Names* names, open_names(context));
    ATTUNE_TRY(const auto uses, all_uses(context));
    ATTUNE_CHECK(require_person(*names, uses, given.first));
    const std::string from = names->resolve(kPersonFacet, given.first);
    const bool same = journal::name_key(kPersonFacet, from) == journal::name_key(kPersonFacet, to);
    const store::NameUse* taken = use_of(uses, kPersonFacet, to);
    if (!same && taken != nullptr && !names->knows(kPersonFacet, to)) {
        return fail(ErrorKind::Refused,
                    fmt::format("'{}' is in the journal already", Screen::visible(to)),
                    "'attune people merge' makes two people one");
    }
    ATTUNE_TRY(const journal::NameDraft draft, names->renamed(kPersonFacet, from, to));
    return write_name(
        context, draft,
        fmt::format("renamed {} to {}, {}", from, to, entries(entries_of(*names, uses, from))));
}

Result<ExitCode> merge_people(const TwoPeople& two, Context& context) {
    ATTUNE_TRY(const auto given, two_names(two, "into"));
    ATTUNE_TRY(const journal::Names* names, open_names(context));
    ATTUNE_TRY(const auto uses, all_uses(context));
    ATTUNE_CHECK(require_person(*names, uses, given.first));
    ATTUNE_CHECK(require_person(*names, uses, given.second));
    ATTUNE_TRY(const journal::NameDraft draft,
               names->merged(kPersonFacet, given.first, given.second));
    return write_name(
        context, draft,
        fmt::format("merged {} into {}, {}", names->resolve(kPersonFacet, given.first),
                    draft.name.spelling, entries(entries_of(*names, uses, given.first))));
}

}  // namespace

const Command kPeopleAdd{
    .name = "people add",
    .summary = "say who somebody is",
    .group = Group::More,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<PersonOptions, describe_add, add_person>,
    .details =
        "An entry may name anybody; nobody has to be added first.\n"
        "\n"
        "  attune people add sam --role partner --alias sammy --since 2024-05\n"};

const Command kPeopleEdit{
    .name = "people edit",
    .summary = "change what is known of somebody",
    .group = Group::More,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<PersonOptions, describe_edit, edit_person>,
    .details =
        "An empty value takes it off: --until \"\".\n"
        "\n"
        "  attune people edit sam --until 2026-02 --note \"moved to Hamburg\"\n"};

const Command kPeopleRename{
    .name = "people rename",
    .summary = "call somebody by another name, past entries too",
    .group = Group::More,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<TwoPeople, describe_rename, rename_person>,
    .details =
        "No entry is written anew: the old name goes on to be understood, and 'attune undo' "
        "takes the new one back.\n"
        "\n"
        "  attune people rename sam alex\n"};

const Command kPeopleMerge{
    .name = "people merge",
    .summary = "make two names one person, with all entries",
    .group = Group::More,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<TwoPeople, describe_merge, merge_people>,
    .details =
        "Entries of both count for the second from now on; 'attune undo' parts them "
        "again.\n"
        "\n"
        "  attune people merge samuel into sam\n"};

}  // namespace attune::cli
