#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/journal/record.hpp"

/// People, and the words of the person's own. Both are kept as records of their own kind, so that
/// revisions, undo, sync and import are those of every other record; they are no part of the
/// journal and stand in a list, a count, a search or an export only where `--kind` asks for them.
namespace attune::journal {

inline constexpr std::string_view kPersonKind = "person";
inline constexpr std::string_view kWordKind = "word";
/// The facet that people have among the coded words.
inline constexpr std::string_view kPersonFacet = "person";

/// True for the two kinds above.
[[nodiscard]] bool is_name_kind(std::string_view kind);

/// Whether the person may say no to this one without fear: asked once, before something for two is
/// suggested.
enum class Safety { Unasked, Yes, No, NotSure };

/// "yes", "no", "not-sure"; "" for Unasked.
[[nodiscard]] std::string_view safety_name(Safety safety);
/// Also "unsure" and "not sure"; nothing for anything else.
[[nodiscard]] std::optional<Safety> safety_named(std::string_view name);

/// A person, or a word of a facet.
struct Name {
    std::string facet;     ///< kPersonFacet, or the facet that owns the word: "trigger"
    std::string spelling;  ///< how it is shown; of a word its slug
    /// The spelling it had first. It never changes: two devices that rename one name differently
    /// still speak of the same one.
    std::string origin = {};
    std::vector<std::string> aliases = {};

    // People.
    std::string role = {};
    std::string since = {};  ///< YYYY, YYYY-MM or YYYY-MM-DD
    std::string until = {};  ///< the same
    Safety safety = Safety::Unasked;
    std::string note = {};

    // Words; as in definition/vocabulary.hpp.
    std::string label = {};  ///< empty: the slug with blanks
    std::string family = {};
    std::string parent = {};
    std::vector<std::string> cues = {};
    std::optional<double> valence = {};
    std::optional<double> energy = {};

    [[nodiscard]] bool is_person() const { return facet == kPersonFacet; }
    friend bool operator==(const Name&, const Name&) = default;
};

/// The record that keeps a name. Its text is the spelling; what is empty is left out.
[[nodiscard]] Record record_of(const Name& name, const Moment& at);
/// The name that a record keeps; nothing for other kinds, and where facet or spelling is missing.
[[nodiscard]] std::optional<Name> name_of(const Record& record);

/// What two spellings of one name have in common: for people case and form are set aside, for words
/// case.
[[nodiscard]] std::string name_key(std::string_view facet, std::string_view spelling);

/// True for YYYY, YYYY-MM and YYYY-MM-DD of a day that exists.
[[nodiscard]] bool is_partial_day(std::string_view text);

}  // namespace attune::journal
