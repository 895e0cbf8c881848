#include "attune/journal/names.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::journal {

namespace {

using definition::Vocabulary;
using definition::VocabularyWord;

bool is_newer(const KeptName& a, const KeptName& b) {
    return std::tie(a.clock, a.device, a.revision) > std::tie(b.clock, b.device, b.revision);
}

/// Adds spellings that are neither there nor the name's own.
void add_aliases(Name& name, const std::vector<std::string>& spellings) {
    std::vector<std::string> keys{name_key(name.facet, name.spelling)};
    for (const std::string& alias : name.aliases)
        keys.push_back(name_key(name.facet, alias));
    for (const std::string& spelling : spellings) {
        std::string key = name_key(name.facet, spelling);
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        keys.push_back(std::move(key));
        name.aliases.push_back(spelling);
    }
}

std::vector<std::string> all_spellings(const Name& name) {
    std::vector<std::string> spellings{name.origin, name.spelling};
    spellings.insert(spellings.end(), name.aliases.begin(), name.aliases.end());
    return spellings;
}

/// What the kept name says about a word, over what its vocabulary says.
void overlay(VocabularyWord& word, const Name& name) {
    word.slug = name.spelling;
    if (!name.label.empty() || word.label.empty())
        word.label = name.label.empty() ? definition::label_of_slug(name.spelling) : name.label;
    if (!name.family.empty()) word.family = name.family;
    if (!name.parent.empty()) word.parent = name.parent;
    if (!name.cues.empty()) word.cues = name.cues;
    if (name.valence) word.valence = name.valence;
    if (name.energy) word.energy = name.energy;
}

}  // namespace

Names::Names(definition::Vocabularies vocabularies, const std::vector<KeptName>& kept)
    : vocabularies_(std::move(vocabularies)) {
    // One group for each facet and origin, newest first.
    std::map<std::pair<std::string, std::string>, std::vector<KeptName>> groups;
    for (const KeptName& one : kept) {
        KeptName name = one;
        name.name.facet = owner_of(name.name.facet);
        const std::string key = name_key(name.name.facet, name.name.origin);
        groups[{name.name.facet, key}].push_back(std::move(name));
    }
    struct Spoken {
        const KeptName* name;
        const std::string* target;
    };
    std::vector<Spoken> spoken;
    for (auto& group : groups) {
        auto& claims = group.second;
        std::sort(claims.begin(), claims.end(), is_newer);
        NameDraft draft{claims.front().name, claims.front().record, {}, claims.front().at};
        for (const KeptName& claim : claims) {
            if (claim.record == draft.record) draft.parents.push_back(claim.revision);
            add_aliases(draft.name, all_spellings(claim.name));
            spoken.push_back({&claim, &claims.front().name.spelling});
        }
        standing_.push_back(std::move(draft));
    }
    std::sort(spoken.begin(), spoken.end(),
              [](const Spoken& a, const Spoken& b) { return is_newer(*a.name, *b.name); });
    for (const Spoken& one : spoken) {
        const Name& name = one.name->name;
        Facet& facet = facets_[name.facet];
        for (const std::string& spelling : all_spellings(name))
            add_alias(name.facet, facet, spelling, *one.target);
    }
    for (std::size_t i = 0; i < standing_.size(); ++i) {
        const Name& name = standing_[i].name;
        facets_[name.facet].names.emplace(name_key(name.facet, name.spelling), i);
    }
    for (const Vocabulary& vocabulary : vocabularies_.all()) {
        Facet& facet = facets_[vocabulary.facet];
        for (const VocabularyWord& word : vocabulary.words) {
            for (const std::string& alias : word.aliases) {
                // A word that was kept under this spelling stands for itself.
                if (!facet.names.contains(name_key(vocabulary.facet, alias)))
                    add_alias(vocabulary.facet, facet, alias, word.slug);
            }
        }
    }
}

void Names::add_alias(std::string_view owner, Facet& facet, const std::string& spelling,
                      const std::string& target) const {
    const std::string key = name_key(owner, spelling);
    if (facet.aliases.contains(key)) return;
    std::string end = name_key(owner, target);
    if (end == key) return;
    for (auto next = facet.aliases.find(end); next != facet.aliases.end();
         next = facet.aliases.find(end)) {
        end = name_key(owner, next->second.target);
        if (end == key) return;
    }
    facet.aliases.emplace(key, Alias{spelling, target});
}

const Names::Facet* Names::facet_at(std::string_view owner) const {
    const auto found = facets_.find(owner);
    return found == facets_.end() ? nullptr : &found->second;
}

const NameDraft* Names::standing(std::string_view owner, const std::string& key) const {
    const Facet* facet = facet_at(owner);
    if (facet == nullptr) return nullptr;
    const auto found = facet->names.find(key);
    return found == facet->names.end() ? nullptr : &standing_[found->second];
}

std::string Names::owner_of(std::string_view facet) const {
    if (facet == kPersonFacet) return std::string(facet);
    const Vocabulary* vocabulary = vocabularies_.of(facet);
    return vocabulary == nullptr ? std::string(facet) : vocabulary->facet;
}

bool Names::is_coded(std::string_view facet) const {
    return facet != kPersonFacet && facet_at(owner_of(facet)) != nullptr;
}

std::vector<std::string> Names::facets() const {
    std::vector<std::string> facets;
    for (const Vocabulary& vocabulary : vocabularies_.all())
        facets.push_back(vocabulary.facet);
    for (const auto& facet : facets_) {
        const bool listed = std::find(facets.begin(), facets.end(), facet.first) != facets.end();
        if (!listed && facet.first != kPersonFacet) facets.push_back(facet.first);
    }
    return facets;
}

std::string Names::resolve(std::string_view facet, std::string_view spelling) const {
    const std::string owner = owner_of(facet);
    const Facet* known = facet_at(owner);
    std::string key = name_key(owner, spelling);
    if (known == nullptr) return owner == kPersonFacet ? std::string(spelling) : key;
    std::string shown = owner == kPersonFacet ? std::string(spelling) : key;
    for (auto next = known->aliases.find(key); next != known->aliases.end();
         next = known->aliases.find(key)) {
        shown = next->second.target;
        key = name_key(owner, shown);
    }
    const NameDraft* name = standing(owner, key);
    return name == nullptr ? shown : name->name.spelling;
}

void Names::resolve(Record& record) const {
    if (is_name_kind(record.kind)) return;
    std::vector<std::string> people;
    std::vector<std::string> keys;
    for (const std::string& person : record.people) {
        std::string shown = resolve(kPersonFacet, person);
        std::string key = name_key(kPersonFacet, shown);
        if (std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
        keys.push_back(std::move(key));
        people.push_back(std::move(shown));
    }
    record.people = std::move(people);
    std::vector<Tag> tags;
    for (const Tag& tag : record.tags) {
        Tag shown{tag.facet, is_coded(tag.facet) ? resolve(tag.facet, tag.slug) : tag.slug};
        if (std::find(tags.begin(), tags.end(), shown) == tags.end())
            tags.push_back(std::move(shown));
    }
    record.tags = std::move(tags);
    std::vector<Value> values;
    for (Value& value : record.values) {
        const auto dot = value.key.find('.');
        if (dot != std::string::npos && is_coded(value.key.substr(0, dot))) {
            value.key = value.key.substr(0, dot + 1) +
                        resolve(value.key.substr(0, dot), value.key.substr(dot + 1));
            const auto same = std::find_if(values.begin(), values.end(), [&](const Value& other) {
                return other.key == value.key && other.phase == value.phase;
            });
            if (same != values.end()) {
                if (value.phase == "peak") same->number = std::max(same->number, value.number);
                continue;
            }
        }
        values.push_back(std::move(value));
    }
    record.values = std::move(values);
}

std::vector<std::string> Names::spellings(std::string_view facet, std::string_view spelling) const {
    const std::string owner = owner_of(facet);
    const std::string shown = resolve(owner, spelling);
    std::vector<std::string> found{shown};
    const Facet* known = facet_at(owner);
    if (known == nullptr) return found;
    const std::string key = name_key(owner, shown);
    for (const auto& alias : known->aliases) {
        if (name_key(owner, resolve(owner, alias.second.spelling)) == key)
            found.push_back(alias.second.spelling);
    }
    std::sort(found.begin() + 1, found.end());
    return found;
}

bool Names::knows(std::string_view facet, std::string_view spelling) const {
    const std::string owner = owner_of(facet);
    const std::string key = name_key(owner, spelling);
    const Facet* known = facet_at(owner);
    if (known != nullptr && (known->aliases.contains(key) || known->names.contains(key)))
        return true;
    const Vocabulary* vocabulary = vocabularies_.of(owner);
    return vocabulary != nullptr && vocabulary->find(key) != nullptr;
}

bool Names::is_kept_alias(std::string_view facet, std::string_view spelling) const {
    const std::string owner = owner_of(facet);
    const std::string key = name_key(owner, spelling);
    return std::any_of(standing_.begin(), standing_.end(), [&](const NameDraft& draft) {
        return draft.name.facet == owner &&
               std::any_of(draft.name.aliases.begin(), draft.name.aliases.end(),
                           [&](const auto& alias) { return name_key(owner, alias) == key; });
    });
}

std::optional<std::string> Names::nearest(std::string_view facet, std::string_view spelling) const {
    const std::string owner = owner_of(facet);
    std::vector<std::string> candidates;
    if (const Facet* known = facet_at(owner)) {
        for (const auto& alias : known->aliases)
            candidates.push_back(alias.first);
        for (const auto& name : known->names)
            candidates.push_back(name.first);
    }
    if (const Vocabulary* vocabulary = vocabularies_.of(owner)) {
        for (const VocabularyWord& word : vocabulary->words)
            candidates.push_back(word.slug);
    }
    // The maps have no order of their own.
    std::sort(candidates.begin(), candidates.end());
    const auto near = nearest_word(name_key(owner, spelling), candidates);
    return near ? std::optional(resolve(owner, *near)) : std::nullopt;
}

std::vector<VocabularyWord> Names::words(std::string_view facet) const {
    const std::string owner = owner_of(facet);
    const Facet* known = facet_at(owner);
    std::vector<VocabularyWord> words;
    if (known == nullptr || owner == kPersonFacet) return words;
    std::unordered_map<std::string, std::vector<std::string>> aliases;
    for (const auto& alias : known->aliases)
        aliases[name_key(owner, resolve(owner, alias.second.spelling))].push_back(
            alias.second.spelling);
    const auto add = [&](VocabularyWord word, const NameDraft* name) {
        if (name != nullptr) overlay(word, name->name);
        word.aliases = aliases[name_key(owner, word.slug)];
        std::sort(word.aliases.begin(), word.aliases.end());
        words.push_back(std::move(word));
    };
    if (const Vocabulary* vocabulary = vocabularies_.of(owner)) {
        for (const VocabularyWord& word : vocabulary->words) {
            if (!known->aliases.contains(word.slug)) add(word, standing(owner, word.slug));
        }
    }
    for (const NameDraft& draft : standing_) {
        if (draft.name.facet != owner) continue;
        const std::string key = name_key(owner, draft.name.spelling);
        const bool listed = std::any_of(words.begin(), words.end(), [&](const auto& word) {
            return name_key(owner, word.slug) == key;
        });
        if (!listed && !known->aliases.contains(key)) add({}, &draft);
    }
    return words;
}

std::string Names::label(std::string_view facet, std::string_view spelling) const {
    const std::string owner = owner_of(facet);
    const std::string slug = resolve(owner, spelling);
    if (const NameDraft* name = standing(owner, name_key(owner, slug))) {
        if (!name->name.label.empty()) return name->name.label;
        if (!vocabularies_.slug(owner, slug)) return definition::label_of_slug(slug);
    }
    return vocabularies_.label(owner, slug);
}

std::vector<Name> Names::people() const {
    std::vector<Name> people;
    const Facet* known = facet_at(kPersonFacet);
    if (known == nullptr) return people;
    for (const auto& entry : known->names) {
        if (known->aliases.contains(entry.first)) continue;
        Name person = standing_[entry.second].name;
        person.aliases = spellings(kPersonFacet, person.spelling);
        person.aliases.erase(person.aliases.begin());
        people.push_back(std::move(person));
    }
    std::sort(people.begin(), people.end(), [](const Name& a, const Name& b) {
        return name_key(kPersonFacet, a.spelling) < name_key(kPersonFacet, b.spelling);
    });
    return people;
}

NameDraft Names::draft_of(std::string_view facet, std::string_view spelling) const {
    const std::string owner = owner_of(facet);
    const std::string shown = resolve(owner, spelling);
    if (const NameDraft* kept = standing(owner, name_key(owner, shown))) return *kept;
    NameDraft draft;
    draft.name.facet = owner;
    draft.name.spelling = shown;
    draft.name.origin = shown;
    return draft;
}

Result<NameDraft> Names::renamed(std::string_view facet, std::string_view from,
                                 std::string_view to) const {
    NameDraft draft = draft_of(facet, from);
    Name& name = draft.name;
    const std::string old = name.spelling;
    const std::string key = name_key(name.facet, to);
    const bool another =
        knows(facet, to) && name_key(name.facet, resolve(facet, to)) != name_key(name.facet, old);
    if (another) {
        return fail(ErrorKind::Refused, fmt::format("'{}' is there already", make_visible(to)),
                    fmt::format("merge '{}' into it instead", make_visible(old)));
    }
    if (!draft.record) {
        // What the vocabulary says about the word goes on to be true of it.
        const Vocabulary* vocabulary = vocabularies_.of(name.facet);
        const VocabularyWord* word = vocabulary == nullptr ? nullptr : vocabulary->find(old);
        if (word != nullptr) {
            name.family = word->family;
            name.parent = word->parent;
            name.cues = word->cues;
            name.valence = word->valence;
            name.energy = word->energy;
        }
    }
    name.spelling = name.is_person() ? std::string(trim(to)) : key;
    name.label.clear();
    std::erase_if(name.aliases,
                  [&](const std::string& alias) { return name_key(name.facet, alias) == key; });
    add_aliases(name, {old});
    return draft;
}

Result<NameDraft> Names::merged(std::string_view facet, std::string_view from,
                                std::string_view into) const {
    NameDraft draft = draft_of(facet, into);
    Name& name = draft.name;
    const std::string gone = resolve(facet, from);
    if (name_key(name.facet, gone) == name_key(name.facet, name.spelling)) {
        return fail(ErrorKind::Refused, fmt::format("'{}' and '{}' are one already",
                                                    make_visible(from), make_visible(into)));
    }
    std::vector<std::string> spellings{gone};
    if (name_key(name.facet, from) != name_key(name.facet, gone)) spellings.emplace_back(from);
    add_aliases(name, spellings);
    return draft;
}

}  // namespace attune::journal
