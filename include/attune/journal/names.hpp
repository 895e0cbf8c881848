#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/vocabulary.hpp"
#include "attune/journal/name.hpp"

/// What every typed spelling means now. The journal keeps words as they were typed; reading goes
/// through here, so a rename or a merge changes one record, keeps the history and all counts, and
/// can be taken back.
///
///   1. A spelling stands for itself unless a name that was kept, or a vocabulary, has it as an
///      alias. A name that was kept goes before a vocabulary, the newer one before the older.
///   2. Aliases of aliases are followed to the end. An alias that would lead back to its own start
///      does not count: of a ring the oldest link is left out.
///   3. Names that were kept under one origin are one name; the newest says how it is shown, and
///      every spelling that any of them has leads to it.
///   4. The outcome depends on the records alone, never on the order in which they arrived.
namespace attune::journal {

/// A name as the store keeps it: one leaf revision of its record.
struct KeptName {
    Name name;
    RecordId record;
    RevisionId revision;
    DeviceId device;
    std::uint64_t clock = 0;
    Moment at;
};

/// A name that is about to be written: over `parents` of `record`, or as a new record when there is
/// none.
struct NameDraft {
    Name name;
    std::optional<RecordId> record = {};
    std::vector<RevisionId> parents = {};
    std::optional<Moment> at = {};
};

class Names {
  public:
    Names() = default;
    Names(definition::Vocabularies vocabularies, const std::vector<KeptName>& kept);

    [[nodiscard]] const definition::Vocabularies& vocabularies() const { return vocabularies_; }
    /// The facet that owns the words of this one: "urge" uses those of "strategy".
    [[nodiscard]] std::string owner_of(std::string_view facet) const;
    /// True when the facet has words to choose from; the others take any word.
    [[nodiscard]] bool is_coded(std::string_view facet) const;
    /// The owning facets that have words, those of the vocabularies first; without people.
    [[nodiscard]] std::vector<std::string> facets() const;

    /// What a spelling stands for. An unknown person comes back as typed.
    [[nodiscard]] std::string resolve(std::string_view facet, std::string_view spelling) const;
    /// The record with people, tags, feelings, body sites and copings resolved. What becomes equal
    /// is kept once; of two peaks of one feeling the higher one.
    void resolve(Record& record) const;
    /// Every spelling that leads to the same name, the one that is shown first, the others sorted.
    [[nodiscard]] std::vector<std::string> spellings(std::string_view facet,
                                                     std::string_view spelling) const;
    /// True when a vocabulary or a name that was kept has the spelling.
    [[nodiscard]] bool knows(std::string_view facet, std::string_view spelling) const;
    /// True when a name that was kept has the spelling as an alias.
    [[nodiscard]] bool is_kept_alias(std::string_view facet, std::string_view spelling) const;
    /// The known name nearest to a slip of the hand.
    [[nodiscard]] std::optional<std::string> nearest(std::string_view facet,
                                                     std::string_view spelling) const;

    /// The words of a facet in the order of its vocabulary, then those of the person's own; aliases
    /// are all that lead to them.
    [[nodiscard]] std::vector<definition::VocabularyWord> words(std::string_view facet) const;
    /// What to show for a word: its label; an unknown word is its own.
    [[nodiscard]] std::string label(std::string_view facet, std::string_view spelling) const;
    /// The people that were added, by name.
    [[nodiscard]] std::vector<Name> people() const;
    /// Every name that was kept, one for each origin, by facet and origin: what an export carries.
    [[nodiscard]] const std::vector<NameDraft>& kept() const { return standing_; }

    /// The name behind a spelling, ready to be changed: as it was kept, else as its vocabulary has
    /// it, else new.
    [[nodiscard]] NameDraft draft_of(std::string_view facet, std::string_view spelling) const;
    /// The change that gives a name another spelling; the old one stays an alias. Refused when
    /// `to` is another name already.
    [[nodiscard]] Result<NameDraft> renamed(std::string_view facet, std::string_view from,
                                            std::string_view to) const;
    /// The change that makes `from` another spelling of `into`. Refused when they are one already.
    [[nodiscard]] Result<NameDraft> merged(std::string_view facet, std::string_view from,
                                           std::string_view into) const;

  private:
    struct Alias {
        std::string spelling;
        std::string target;
    };
    struct Facet {
        std::unordered_map<std::string, Alias> aliases;      ///< by key
        std::unordered_map<std::string, std::size_t> names;  ///< key of what is shown → standing_
    };

    [[nodiscard]] const Facet* facet_at(std::string_view owner) const;
    void add_alias(std::string_view owner, Facet& facet, const std::string& spelling,
                   const std::string& target) const;
    [[nodiscard]] const NameDraft* standing(std::string_view owner, const std::string& key) const;

    definition::Vocabularies vocabularies_;
    std::map<std::string, Facet, std::less<>> facets_;
    std::vector<NameDraft> standing_;
};

}  // namespace attune::journal
