#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/embedded.hpp"
#include "attune/definition/problem.hpp"

/// The coded words of the journal, one file a facet:
///
///     facet = "feeling"            what the words code; `also` lists facets that use the same
///     words
///     [[word]]
///     slug = "hurt"                lower-case letters, digits, '-' and '_'; never changes once it
///     was used label = "hurt"               for reading; the slug with blanks when left out family
///     = "sadness"           a group inside the facet parent = "sad"               the slug of a
///     wider word of the same file aliases = ["wounded"]        other spellings, as slugs cues =
///     ["chest"]             feelings: body words that often come along valence = -0.7 -1
///     unpleasant .. 1 pleasant energy = 0.1                 -1 still .. 1 stirred; both or neither
namespace attune::definition {

struct VocabularyWord {
    std::string slug;
    std::string label;
    std::string family;
    std::string parent;
    std::vector<std::string> aliases;
    std::vector<std::string> cues;
    std::optional<double> valence;
    std::optional<double> energy;
};

struct Vocabulary {
    std::string facet;
    std::vector<std::string> also;
    std::vector<VocabularyWord> words;  ///< in the order of the file

    /// The word of a slug or alias; null when there is none.
    [[nodiscard]] const VocabularyWord* find(std::string_view word) const;
};

/// The label of a word that has none of its own: the slug with blanks in place of '-'.
[[nodiscard]] std::string label_of_slug(std::string_view slug);

/// Reads and checks one file. A slug or alias that names two words, a parent that is none, a number
/// outside -1..1 and an unknown key are errors with their place.
///
/// A parent may also be a word of one of the `others`: the vocabularies that the file extends.
[[nodiscard]] Checked<Vocabulary> read_vocabulary(std::string_view text, const std::string& path,
                                                  std::span<const Vocabulary> others = {});

/// The vocabularies of all facets.
class Vocabularies {
  public:
    /// Reads files in order; of two for one facet the later stands. BadInput with the first problem
    /// and its place.
    [[nodiscard]] static Result<Vocabularies> load(std::span<const EmbeddedFile> files);

    /// Adds a file of the person's own: new words and new facets, and for a word that is there its
    /// attributes, over what was said before; the aliases of both stand. A spelling that was an
    /// alias belongs to the own file from now on. Nothing is added when the file has an error; the
    /// problems come back, notes included.
    [[nodiscard]] std::vector<Problem> extend(std::string_view text, const std::string& path);

    [[nodiscard]] const std::vector<Vocabulary>& all() const { return all_; }
    /// The words of a facet, also through `also`; null when the facet is free.
    [[nodiscard]] const Vocabulary* of(std::string_view facet) const;
    /// The slug that a slug or alias stands for; nothing when the word is unknown.
    [[nodiscard]] std::optional<std::string> slug(std::string_view facet,
                                                  std::string_view word) const;
    /// The slug of the known word nearest to a slip of the hand.
    [[nodiscard]] std::optional<std::string> nearest(std::string_view facet,
                                                     std::string_view word) const;
    /// What to show for a slug: its label, or the slug itself when it is unknown.
    [[nodiscard]] std::string label(std::string_view facet, std::string_view slug) const;
    /// Feelings that go with body words, most shared cues first, ties in the order of the file.
    [[nodiscard]] std::vector<std::string> feelings_for(const std::vector<std::string>& cues) const;

  private:
    std::vector<Vocabulary> all_;
};

}  // namespace attune::definition
