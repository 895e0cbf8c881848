#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/vault/create.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/name_access.hpp"
#include "cli/record_text.hpp"

namespace attune::cli {

namespace {

using definition::VocabularyWord;
using Json = nlohmann::ordered_json;

struct VocabListOptions {
    std::optional<std::string> facet;
    bool unknown = false;
};

void describe(OptionSet& options, VocabListOptions& list) {
    options.argument(list.facet, "FACET", "trigger, feeling, body, coping, strategy, need, ...")
        .flag(list.unknown, "--unknown", "words of entries that no vocabulary has");
}

struct ListedWord {
    VocabularyWord word;
    bool known = true;
    std::int64_t entries = 0;
    std::string last_day;
    std::string nearest;  ///< of an unknown word
};

struct ListedFacet {
    std::string facet;
    std::vector<std::string> also;
    std::vector<ListedWord> words;  ///< known ones in their order, then unknown ones by use

    [[nodiscard]] std::int64_t count(bool known) const {
        return std::count_if(words.begin(), words.end(),
                             [known](const ListedWord& word) { return word.known == known; });
    }
};

ListedFacet listed(const journal::Names& names, const std::string& facet,
                   const std::vector<store::NameUse>& uses) {
    ListedFacet out{facet, {}, {}};
    if (const auto* vocabulary = names.vocabularies().of(facet)) out.also = vocabulary->also;
    for (VocabularyWord& word : names.words(facet)) {
        const store::NameUse* use = use_of(uses, facet, word.slug);
        ListedWord one{std::move(word), true, 0, {}, {}};
        if (use != nullptr) {
            one.entries = use->entries;
            one.last_day = use->last_day;
        }
        out.words.push_back(std::move(one));
    }
    std::vector<ListedWord> unknown;
    for (const store::NameUse& use : uses) {
        if (names.knows(facet, use.name)) continue;
        ListedWord one{{}, false, use.entries, use.last_day, {}};
        one.word.slug = use.name;
        one.nearest = names.nearest(facet, use.name).value_or("");
        unknown.push_back(std::move(one));
    }
    std::stable_sort(unknown.begin(), unknown.end(), [](const ListedWord& a, const ListedWord& b) {
        return a.entries > b.entries;
    });
    for (ListedWord& one : unknown)
        out.words.push_back(std::move(one));
    return out;
}

Json or_null(const std::string& text) {
    return text.empty() ? Json() : Json(to_utf8_lossy(text));
}

Json as_json(const ListedWord& listed) {
    Json json{{"slug", to_utf8_lossy(listed.word.slug)}, {"known", listed.known}};
    json["label"] = or_null(listed.word.label);
    json["family"] = or_null(listed.word.family);
    json["parent"] = or_null(listed.word.parent);
    json["aliases"] = listed.word.aliases;
    json["cues"] = listed.word.cues;
    json["valence"] = listed.word.valence ? Json(*listed.word.valence) : Json();
    json["energy"] = listed.word.energy ? Json(*listed.word.energy) : Json();
    json["entries"] = listed.entries;
    json["last_day"] = or_null(listed.last_day);
    json["nearest"] = or_null(listed.nearest);
    return json;
}

std::string as_json(const std::vector<ListedFacet>& facets) {
    Json list = Json::array();
    for (const ListedFacet& facet : facets) {
        Json words = Json::array();
        for (const ListedWord& word : facet.words)
            words.push_back(as_json(word));
        list.push_back({{"facet", facet.facet}, {"also", facet.also}, {"words", std::move(words)}});
    }
    return Json{{"schema", 1}, {"facets", std::move(list)}}.dump(2) + "\n";
}

std::string porcelain(const ListedFacet& facet, const ListedWord& one) {
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", facet.facet,
                       escape_cell(one.word.slug), one.known ? "known" : "unknown", one.entries,
                       one.last_day, escape_cell(one.word.family), escape_cell(one.word.label),
                       escape_cell(join(one.word.aliases, ",")), one.nearest);
}

/// What stands behind a word: "distance, 3 entries, last 2026-02-27; also waiting".
std::string remarks_of(const ListedFacet& facet, const ListedWord& one) {
    std::vector<std::string> parts;
    if (one.known && one.word.label != definition::label_of_slug(one.word.slug))
        parts.push_back("'" + one.word.label + "'");
    if (!one.word.family.empty()) parts.push_back(one.word.family);
    if (one.entries > 0) {
        parts.push_back(counted(one.entries, "entry", "entries"));
        parts.push_back("last " + one.last_day);
    }
    std::string text = join(parts, ", ");
    if (!one.word.aliases.empty()) {
        text += fmt::format("{}also {}", text.empty() ? "" : "; ", join(one.word.aliases, ", "));
    }
    if (!one.nearest.empty()) {
        text +=
            fmt::format("; attune vocab merge {} {} {}", facet.facet, one.word.slug, one.nearest);
    }
    return Screen::visible(text);
}

Status print_words(Screen& screen, const ListedFacet& facet, bool several) {
    if (several) {
        ATTUNE_CHECK(screen.print(screen.styled(facet.facet, Style::Bold) + "\n"));
    }
    if (screen.accessible()) {
        for (const ListedWord& one : facet.words) {
            ATTUNE_CHECK(
                screen.print(fmt::format("{}word: {}\n{}\n\n", one.known ? "" : "unknown ",
                                         Screen::visible(one.word.slug), remarks_of(facet, one))));
        }
        return {};
    }
    int columns = 0;
    for (const ListedWord& one : facet.words)
        columns = std::max(columns, column_width(Screen::visible(one.word.slug)));
    columns = std::min(columns, screen.width() / 3);
    for (const ListedWord& one : facet.words) {
        std::string head = pad_right(Screen::visible(one.word.slug), columns) + "  ";
        for (const std::string& line : wrap(remarks_of(facet, one), screen.width() - columns - 2)) {
            std::string text = head + line;
            while (text.ends_with(' '))
                text.pop_back();
            ATTUNE_CHECK(screen.print(text + "\n"));
            head = std::string(static_cast<std::size_t>(columns) + 2, ' ');
        }
    }
    return {};
}

Status print_overview(Screen& screen, const std::vector<ListedFacet>& facets) {
    for (const ListedFacet& facet : facets) {
        std::string line = fmt::format("{}  {}", pad_right(facet.facet, 10),
                                       counted(facet.count(true), "word", "words"));
        if (facet.count(false) > 0) line += fmt::format(", {} unknown", facet.count(false));
        if (!facet.also.empty()) line += fmt::format("  (also {})", join(facet.also, ", "));
        ATTUNE_CHECK(screen.print(line + "\n"));
    }
    return screen.print(
        "\nattune vocab list FACET shows the words, --unknown those of yours that "
        "are new\n");
}

/// The names, and how often each facet's words stand in the journal; without a store nothing does.
Result<std::vector<ListedFacet>> load_facets(Context& context,
                                             const std::optional<std::string>& wanted) {
    journal::Names without_store;
    const journal::Names* names = &without_store;
    db::Connection* database = nullptr;
    if (vault::exists(context.host(), context.location())) {
        ATTUNE_TRY(names, open_names(context));
        ATTUNE_TRY(store::Library * library, context.open_library());
        database = &library->database();
    } else {
        ATTUNE_TRY(auto vocabularies, load_vocabularies(context));
        without_store = journal::Names(std::move(vocabularies), {});
    }
    std::vector<std::string> facets = names->facets();
    if (wanted) {
        ATTUNE_TRY(const std::string facet, require_facet(*names, *wanted));
        facets = {facet};
    }
    std::vector<ListedFacet> out;
    for (const std::string& facet : facets) {
        std::vector<store::NameUse> uses;
        if (database != nullptr) {
            ATTUNE_TRY(uses, store::used_names(*database, facet));
        }
        out.push_back(listed(*names, facet, uses));
    }
    return out;
}

Result<ExitCode> run(const VocabListOptions& list, Context& context) {
    ATTUNE_TRY(auto facets, load_facets(context, list.facet));
    if (list.unknown) {
        for (ListedFacet& facet : facets)
            std::erase_if(facet.words, [](const ListedWord& word) { return word.known; });
        std::erase_if(facets, [](const ListedFacet& facet) { return facet.words.empty(); });
    }
    Screen& screen = context.screen();
    if (context.global().json) {
        ATTUNE_CHECK(screen.print_json(as_json(facets)));
        return ExitCode::Done;
    }
    if (context.global().porcelain) {
        for (const ListedFacet& facet : facets) {
            for (const ListedWord& word : facet.words)
                ATTUNE_CHECK(screen.print_raw(porcelain(facet, word)));
        }
        return ExitCode::Done;
    }
    if (!list.facet && !list.unknown) {
        ATTUNE_CHECK(print_overview(screen, facets));
        return ExitCode::Done;
    }
    for (const ListedFacet& facet : facets)
        ATTUNE_CHECK(print_words(screen, facet, !list.facet));
    if (facets.empty()) screen.say("every word of the journal is known");
    return ExitCode::Done;
}

}  // namespace

const Command kVocabList{
    .name = "vocab list",
    .summary = "the words there are, and how often you used them",
    .group = Group::More,
    .needs = Needs::Nothing,
    .invoke = invoke<VocabListOptions, describe, run>,
    .details =
        "The words of the program, of your own files (vocabularies/*.toml beside the config file) "
        "and those you added. --unknown lists the other words of your entries, each with the "
        "nearest one known.\n"
        "\n"
        "--porcelain: facet, word, known or unknown, entries, last day, family, label, aliases "
        "(with commas between), nearest.\n"
        "--json: {\"schema\":1,\"facets\":[{\"facet\",\"also\",\"words\":[{\"slug\",\"known\","
        "\"label\",\"family\",\"parent\",\"aliases\",\"cues\",\"valence\",\"energy\",\"entries\","
        "\"last_day\",\"nearest\"}]}]}.\n"};

}  // namespace attune::cli
