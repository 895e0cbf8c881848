#include "attune/definition/vocabulary.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"
#include "attune/definition/shelf.hpp"
#include "definition/table_reader.hpp"
#include "definition/toml_reader.hpp"

namespace attune::definition {

namespace {

/// Slugs and aliases: what the signs of a typed line can spell, in lower case.
bool is_slug(std::string_view text) {
    return !text.empty() && name_length(text) == text.size() && to_lower(text) == text;
}

void check_slug(Report& report, Position at, std::string_view text) {
    if (text.empty() || is_slug(text)) return;
    report.error(at, fmt::format("'{}' is not a slug", make_visible(text)),
                 "a slug is a lower-case letter, then letters, digits, '-' and '_'");
}

std::vector<std::string> plain(const std::vector<PlacedText>& texts) {
    std::vector<std::string> out;
    out.reserve(texts.size());
    for (const PlacedText& text : texts)
        out.push_back(text.text);
    return out;
}

std::optional<double> unit_number(TableReader& table, const std::string& key, Report& report) {
    const auto number = table.number(key);
    if (number && (*number < -1 || *number > 1)) {
        report.error(table.at(key), fmt::format("'{}' goes from -1 to 1", key));
    }
    return number;
}

/// Reads the words of one file and remembers where each spelling was first.
class WordReader {
  public:
    explicit WordReader(Report& report) : report_(report) {}

    void read(const Node& node) {
        TableReader table(node, "[[word]]", report_);
        VocabularyWord word;
        word.slug = table.required_text("slug");
        word.label = table.text("label");
        word.family = table.text("family");
        word.parent = table.text("parent");
        const auto aliases = table.texts("aliases");
        word.aliases = plain(aliases);
        word.cues = plain(table.texts("cues"));
        word.valence = unit_number(table, "valence", report_);
        word.energy = unit_number(table, "energy", report_);
        if (word.valence.has_value() != word.energy.has_value()) {
            report_.error(table.at(), "valence and energy come together");
        }
        check_slug(report_, table.at("slug"), word.slug);
        claim(word.slug, table.at("slug"));
        for (const PlacedText& alias : aliases) {
            check_slug(report_, alias.at, alias.text);
            claim(alias.text, alias.at);
            aliases_.push_back(alias);
        }
        if (!word.parent.empty()) parents_.push_back({word.parent, table.at("parent")});
        table.finish();
        if (word.label.empty()) word.label = label_of_slug(word.slug);
        words_.push_back(std::move(word));
    }

    /// `extended` is what the file adds to; null for a facet of its own.
    std::vector<VocabularyWord> finish(const Vocabulary* extended) {
        std::vector<std::string> slugs;
        for (const VocabularyWord& word : words_)
            slugs.push_back(word.slug);
        if (extended != nullptr) {
            for (const VocabularyWord& word : extended->words)
                slugs.push_back(word.slug);
            for (const auto& alias : aliases_)
                check_taken(*extended, alias);
        }
        for (const PlacedText& parent : parents_) {
            if (std::find(slugs.begin(), slugs.end(), parent.text) == slugs.end()) {
                report_.unknown(parent.at, "a word of this file", parent.text, slugs);
            }
        }
        return std::move(words_);
    }

  private:
    /// An alias takes nobody's place: a word that is there stays one.
    void check_taken(const Vocabulary& extended, const PlacedText& alias) {
        const VocabularyWord* word = extended.find(alias.text);
        if (word == nullptr || word->slug != alias.text) return;
        report_.error(alias.at, fmt::format("'{}' is a word already", alias.text),
                      fmt::format("'attune vocab merge {} {} WORD' joins two words", extended.facet,
                                  alias.text));
    }

    void claim(const std::string& spelling, Position at) {
        if (spelling.empty()) return;
        const auto [first, fresh] = spellings_.emplace(spelling, at);
        if (!fresh) {
            report_.error(at, fmt::format("'{}' names two words", spelling),
                          fmt::format("the other is in line {}", first->second.line));
        }
    }

    Report& report_;
    std::vector<VocabularyWord> words_;
    std::vector<PlacedText> parents_;
    std::vector<PlacedText> aliases_;
    std::map<std::string, Position> spellings_;
};

/// Puts a word of the person's own among those of the program.
void add_own_word(Vocabulary& vocabulary, VocabularyWord own) {
    for (VocabularyWord& word : vocabulary.words) {
        std::erase_if(word.aliases, [&](const std::string& alias) {
            return alias == own.slug ||
                   std::find(own.aliases.begin(), own.aliases.end(), alias) != own.aliases.end();
        });
    }
    const auto same =
        std::find_if(vocabulary.words.begin(), vocabulary.words.end(),
                     [&own](const VocabularyWord& word) { return word.slug == own.slug; });
    if (same == vocabulary.words.end()) {
        vocabulary.words.push_back(std::move(own));
        return;
    }
    if (own.label != label_of_slug(own.slug)) same->label = std::move(own.label);
    if (!own.family.empty()) same->family = std::move(own.family);
    if (!own.parent.empty()) same->parent = std::move(own.parent);
    if (!own.cues.empty()) same->cues = std::move(own.cues);
    if (own.valence) same->valence = own.valence;
    if (own.energy) same->energy = own.energy;
    same->aliases.insert(same->aliases.end(), own.aliases.begin(), own.aliases.end());
}

}  // namespace

std::string label_of_slug(std::string_view slug) {
    std::string label(slug);
    std::replace(label.begin(), label.end(), '-', ' ');
    return label;
}

const VocabularyWord* Vocabulary::find(std::string_view word) const {
    for (const VocabularyWord& candidate : words) {
        if (candidate.slug == word || std::find(candidate.aliases.begin(), candidate.aliases.end(),
                                                word) != candidate.aliases.end()) {
            return &candidate;
        }
    }
    return nullptr;
}

Checked<Vocabulary> read_vocabulary(std::string_view text, const std::string& path,
                                    std::span<const Vocabulary> others) {
    Checked<Node> tree = read_toml(text, path);
    if (!tree.value) return {std::nullopt, std::move(tree.problems)};
    Report report(path);
    TableReader top(*tree.value, "the file", report);
    Vocabulary vocabulary;
    vocabulary.facet = top.required_text("facet");
    check_slug(report, top.at("facet"), vocabulary.facet);
    for (const PlacedText& facet : top.texts("also")) {
        check_slug(report, facet.at, facet.text);
        vocabulary.also.push_back(facet.text);
    }
    WordReader words(report);
    const auto tables = top.tables("word");
    for (const Node* table : tables)
        words.read(*table);
    if (tables.empty())
        report.error(top.at(), "a vocabulary without words", "add a table [[word]] with a slug");
    const auto extended = std::find_if(
        others.begin(), others.end(),
        [&vocabulary](const Vocabulary& other) { return other.facet == vocabulary.facet; });
    vocabulary.words = words.finish(extended == others.end() ? nullptr : &*extended);
    top.finish();
    Checked<Vocabulary> checked{std::nullopt, std::move(report).take()};
    sort_problems(checked.problems);
    if (!has_errors(checked.problems)) checked.value = std::move(vocabulary);
    return checked;
}

Result<Vocabularies> Vocabularies::load(std::span<const EmbeddedFile> files) {
    Vocabularies vocabularies;
    for (const EmbeddedFile& file : files) {
        Checked<Vocabulary> checked = read_vocabulary(file.text, std::string(file.path));
        if (!checked.value) return fail(as_error(checked.problems));
        const auto same = std::find_if(
            vocabularies.all_.begin(), vocabularies.all_.end(),
            [&checked](const Vocabulary& other) { return other.facet == checked.value->facet; });
        if (same == vocabularies.all_.end()) {
            vocabularies.all_.push_back(*std::move(checked.value));
        } else {
            *same = *std::move(checked.value);
        }
    }
    return vocabularies;
}

std::vector<Problem> Vocabularies::extend(std::string_view text, const std::string& path) {
    Checked<Vocabulary> checked = read_vocabulary(text, path, all_);
    if (!checked.value) return std::move(checked.problems);
    const auto same = std::find_if(all_.begin(), all_.end(), [&checked](const Vocabulary& other) {
        return other.facet == checked.value->facet;
    });
    if (same == all_.end()) {
        all_.push_back(*std::move(checked.value));
        return std::move(checked.problems);
    }
    for (const std::string& facet : checked.value->also) {
        if (std::find(same->also.begin(), same->also.end(), facet) == same->also.end())
            same->also.push_back(facet);
    }
    for (VocabularyWord& word : checked.value->words)
        add_own_word(*same, std::move(word));
    return std::move(checked.problems);
}

const Vocabulary* Vocabularies::of(std::string_view facet) const {
    const Vocabulary* shared = nullptr;
    for (const Vocabulary& vocabulary : all_) {
        if (vocabulary.facet == facet) return &vocabulary;
        if (std::find(vocabulary.also.begin(), vocabulary.also.end(), facet) !=
            vocabulary.also.end()) {
            shared = &vocabulary;
        }
    }
    return shared;
}

std::optional<std::string> Vocabularies::slug(std::string_view facet, std::string_view word) const {
    const Vocabulary* vocabulary = of(facet);
    const VocabularyWord* found = vocabulary == nullptr ? nullptr : vocabulary->find(word);
    return found == nullptr ? std::nullopt : std::optional(found->slug);
}

std::optional<std::string> Vocabularies::nearest(std::string_view facet,
                                                 std::string_view word) const {
    const Vocabulary* vocabulary = of(facet);
    if (vocabulary == nullptr) return std::nullopt;
    std::vector<std::string> spellings;
    for (const VocabularyWord& known : vocabulary->words) {
        spellings.push_back(known.slug);
        spellings.insert(spellings.end(), known.aliases.begin(), known.aliases.end());
    }
    const auto spelling = nearest_word(word, spellings);
    return spelling ? slug(facet, *spelling) : std::nullopt;
}

std::string Vocabularies::label(std::string_view facet, std::string_view slug) const {
    const Vocabulary* vocabulary = of(facet);
    const VocabularyWord* found = vocabulary == nullptr ? nullptr : vocabulary->find(slug);
    return found == nullptr ? std::string(slug) : found->label;
}

std::vector<std::string> Vocabularies::feelings_for(const std::vector<std::string>& cues) const {
    const Vocabulary* feelings = of("feeling");
    if (feelings == nullptr) return {};
    std::vector<std::pair<long, std::string>> found;
    for (const VocabularyWord& feeling : feelings->words) {
        const auto shared =
            std::count_if(feeling.cues.begin(), feeling.cues.end(), [&](const std::string& cue) {
                return std::any_of(cues.begin(), cues.end(), [&](const std::string& said) {
                    return slug("body", said).value_or(said) == cue;
                });
            });
        if (shared > 0) found.emplace_back(shared, feeling.slug);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::string> slugs;
    slugs.reserve(found.size());
    for (const auto& entry : found)
        slugs.push_back(entry.second);
    return slugs;
}

}  // namespace attune::definition
