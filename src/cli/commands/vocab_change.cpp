#include <algorithm>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/trigger_record.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/name_access.hpp"

namespace attune::cli {

namespace {

using journal::Name;

struct AddOptions {
    std::optional<std::string> facet, word;
    std::optional<std::string> label, family, parent, valence, energy;
    std::vector<std::string> aliases, cues;
};

void describe_add(OptionSet& options, AddOptions& add) {
    options.required_argument(add.facet, "FACET", "trigger, feeling, body, coping, ...")
        .required_argument(add.word, "WORD", "as it is typed")
        .text(add.label, "--label", "TEXT", "for reading, when it is not the word itself")
        .text(add.family, "--family", "NAME", "a group inside the facet")
        .text(add.parent, "--parent", "WORD", "a wider word of the facet")
        .texts(add.aliases, "--alias", "WORD", "another spelling")
        .text(add.valence, "--valence", "-1..1", "feelings: unpleasant to pleasant")
        .text(add.energy, "--energy", "-1..1", "feelings: still to stirred")
        .texts(add.cues, "--cue", "WORD", "feelings: a body word that often comes along");
}

/// A word as the signs of a line can spell it.
Result<std::string> checked_word(std::string_view typed) {
    const std::string slug = journal::slug_of(typed);
    if (!slug.empty() && name_length(slug) == slug.size()) return slug;
    return fail(ErrorKind::Usage, fmt::format("'{}' cannot be a word", make_visible(typed)),
                "a word begins with a letter, then letters, digits, '-' and '_'");
}

Result<std::optional<double>> checked_number(std::string_view flag,
                                             const std::optional<std::string>& typed) {
    if (!typed) return std::nullopt;
    const auto number = parse_number(*typed);
    if (number && *number >= -1 && *number <= 1) return number;
    return fail(ErrorKind::Usage,
                fmt::format("'{}' is no number for {}", make_visible(*typed), flag),
                "it goes from -1 to 1");
}

/// A word of the facet that the text means; NotFound with the nearest one.
Result<std::string> known_word(const journal::Names& names, const std::string& facet,
                               std::string_view typed) {
    ATTUNE_TRY(const std::string slug, checked_word(typed));
    if (names.knows(facet, slug)) return names.resolve(facet, slug);
    const auto near = names.nearest(facet, slug);
    return fail(ErrorKind::NotFound, fmt::format("there is no {} word '{}'", facet, slug),
                near ? fmt::format("the nearest is '{}'", *near)
                     : fmt::format("'attune vocab list {}' shows them", facet));
}

Status apply(const AddOptions& add, const journal::Names& names, Name& word) {
    if (add.label) word.label = trim(*add.label);
    if (add.family) word.family = trim(*add.family);
    if (add.parent) {
        ATTUNE_TRY(word.parent, known_word(names, word.facet, *add.parent));
    }
    ATTUNE_TRY(const auto valence, checked_number("--valence", add.valence));
    ATTUNE_TRY(const auto energy, checked_number("--energy", add.energy));
    if (valence.has_value() != energy.has_value())
        return fail(ErrorKind::Usage, "--valence and --energy come together");
    if (valence) {
        word.valence = valence;
        word.energy = energy;
    }
    for (const std::string& typed : add.cues) {
        ATTUNE_TRY(std::string cue, known_word(names, "body", typed));
        if (std::find(word.cues.begin(), word.cues.end(), cue) == word.cues.end())
            word.cues.push_back(std::move(cue));
    }
    for (const std::string& typed : add.aliases) {
        ATTUNE_TRY(std::string alias, checked_word(typed));
        if (names.knows(word.facet, alias) && names.resolve(word.facet, alias) != word.spelling) {
            return fail(ErrorKind::Refused,
                        fmt::format("'{}' is {} already", alias, names.resolve(word.facet, alias)),
                        fmt::format("'attune vocab merge {} {} {}' makes them one", word.facet,
                                    alias, word.spelling));
        }
        const bool there =
            alias == word.spelling ||
            std::find(word.aliases.begin(), word.aliases.end(), alias) != word.aliases.end();
        if (!there) word.aliases.push_back(std::move(alias));
    }
    return {};
}

Result<ExitCode> add_word(const AddOptions& add, Context& context) {
    ATTUNE_TRY(const journal::Names* names, open_names(context));
    ATTUNE_TRY(const std::string facet, require_facet(*names, *add.facet));
    ATTUNE_TRY(const std::string slug, checked_word(*add.word));
    const bool says_more = add.label || add.family || add.parent || add.valence || add.energy ||
                           !add.aliases.empty() || !add.cues.empty();
    // An alias of the program's words may become a word of its own; what is kept stays as it is.
    const bool known = names->knows(facet, slug);
    const bool is_word = known && names->resolve(facet, slug) == slug;
    const bool alias_of_program = known && !is_word && !names->is_kept_alias(facet, slug) &&
                                  names->vocabularies().slug(facet, slug) != slug;
    if (known && !is_word && !alias_of_program) {
        return fail(ErrorKind::Refused,
                    fmt::format("'{}' is {} already", slug, names->resolve(facet, slug)),
                    "'attune undo' with the id of that change parts them");
    }
    if (is_word && !says_more) {
        return fail(ErrorKind::Refused, fmt::format("'{}' is there already", slug),
                    "--label, --alias and the other flags say more about it");
    }
    journal::NameDraft draft;
    if (is_word) {
        draft = names->draft_of(facet, slug);
    } else {
        draft.name.facet = facet;
        draft.name.spelling = draft.name.origin = slug;
    }
    ATTUNE_CHECK(apply(add, *names, draft.name));
    return write_name(context, draft,
                      fmt::format("{} {} {}", is_word ? "changed" : "added", facet, slug));
}

struct TwoWords {
    std::vector<std::string> words;
};

void describe_rename(OptionSet& options, TwoWords& two) {
    options.required_arguments(two.words, "FACET OLD NEW", "which words, the one now, the new one");
}
void describe_merge(OptionSet& options, TwoWords& two) {
    options.required_arguments(two.words, "FACET FROM INTO",
                               "which words, the one that goes, the one that stays");
}

/// Facet and two words, and how often the first of them is used.
struct Change {
    const journal::Names* names = nullptr;
    std::string facet;
    std::string first;
    std::string second;
    std::int64_t entries = 0;
    bool first_there = false;   ///< known, or used in an entry
    bool second_there = false;  ///< the same
};

Result<Change> read_change(const TwoWords& two, std::string_view between, Context& context) {
    std::vector<std::string> words = two.words;
    if (words.size() == 4 && words[2] == between) words.erase(words.begin() + 2);
    if (words.size() != 3) {
        return fail(ErrorKind::Usage, "a facet and two words are needed",
                    fmt::format("for example: trigger late-reply {} slow-reply", between));
    }
    Change change;
    ATTUNE_TRY(change.names, open_names(context));
    ATTUNE_TRY(change.facet, require_facet(*change.names, words[0]));
    ATTUNE_TRY(change.first, checked_word(words[1]));
    ATTUNE_TRY(change.second, checked_word(words[2]));
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const auto uses, store::used_names(library->database(), change.facet));
    const auto use = [&](const std::string& word) {
        return use_of(uses, change.facet, change.names->resolve(change.facet, word));
    };
    const store::NameUse* first = use(change.first);
    change.entries = first == nullptr ? 0 : first->entries;
    change.first_there = first != nullptr || change.names->knows(change.facet, change.first);
    change.second_there =
        use(change.second) != nullptr || change.names->knows(change.facet, change.second);
    if (!change.first_there) {
        ATTUNE_CHECK(known_word(*change.names, change.facet, change.first));
    }
    return change;
}

Result<ExitCode> rename_word(const TwoWords& two, Context& context) {
    ATTUNE_TRY(const Change change, read_change(two, "to", context));
    const std::string from = change.names->resolve(change.facet, change.first);
    const std::string to = change.names->resolve(change.facet, change.second);
    if (change.second_there && to != from) {
        return fail(
            ErrorKind::Refused, fmt::format("'{}' is there already", to),
            fmt::format("'attune vocab merge {} {} {}' makes them one", change.facet, from, to));
    }
    ATTUNE_TRY(const auto draft, change.names->renamed(change.facet, from, change.second));
    return write_name(context, draft,
                      fmt::format("renamed {} to {}, {}", from, draft.name.spelling,
                                  counted(change.entries, "entry", "entries")));
}

Result<ExitCode> merge_words(const TwoWords& two, Context& context) {
    ATTUNE_TRY(const Change change, read_change(two, "into", context));
    if (!change.second_there) {
        ATTUNE_CHECK(known_word(*change.names, change.facet, change.second));
    }
    ATTUNE_TRY(const auto draft, change.names->merged(change.facet, change.first, change.second));
    return write_name(
        context, draft,
        fmt::format("merged {} into {}, {}", change.names->resolve(change.facet, change.first),
                    draft.name.spelling, counted(change.entries, "entry", "entries")));
}

}  // namespace

const Command kVocabAdd{
    .name = "vocab add",
    .summary = "add a word of your own, or say more about one",
    .group = Group::More,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<AddOptions, describe_add, add_word>,
    .details =
        "Any word may be logged without being added; a word that was added is offered, has "
        "a place in its family, and is no longer called unknown.\n"
        "\n"
        "  attune vocab add trigger door-slammed --family conflict\n"
        "  attune vocab add feeling prickly --valence -0.3 --energy 0.4 --cue skin\n"};

const Command kVocabRename{
    .name = "vocab rename",
    .summary = "call a word by another one, past entries too",
    .group = Group::More,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<TwoWords, describe_rename, rename_word>,
    .details =
        "No entry is written anew: the old word goes on to be understood, and 'attune undo' "
        "takes the new one back.\n"
        "\n"
        "  attune vocab rename trigger late-reply slow-reply\n"};

const Command kVocabMerge{
    .name = "vocab merge",
    .summary = "make two words one, with all entries",
    .group = Group::More,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<TwoWords, describe_merge, merge_words>,
    .details =
        "Entries of both count for the second from now on; 'attune undo' parts them "
        "again.\n"
        "\n"
        "  attune vocab merge trigger plans-chnaged plans-changed\n"};

}  // namespace attune::cli
