#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"
#include "attune/definition/questionnaire.hpp"
#include "attune/journal/record.hpp"
#include "attune/quiz/answers.hpp"
#include "attune/quiz/quality.hpp"
#include "attune/quiz/rescore.hpp"
#include "attune/quiz/score.hpp"
#include "attune/quiz/unscored.hpp"

/// A questionnaire taking as a record: kind "assessment", `definition` = "id version digest", with
/// the digest of the person's own wording behind it where one was read, each answer a value of
/// phase "item" under the item's id, each score one of phase "score" under the scale's id, both
/// with the ends of their range. A blank answer and a scale without a score have no value: missing
/// is never 0.
namespace attune::store {

/// What a taking keeps beside its numbers. Seconds are values of phase "time" in s, the order is
/// the field "order" with the ids of the items, and its seed the value "order_seed". Words are the
/// field "item.ID"; each choice of several is a tag of facet "item.ID" with its value as the slug.
struct Administration {
    quiz::Seconds seconds;           ///< empty, or one per item
    std::vector<std::size_t> order;  ///< item numbers; empty when they stood as in the file
    std::optional<std::uint32_t> seed;
    quiz::UnscoredAnswers unscored;  ///< to text and choices items; empty, or one per item
};

/// The record of a taking, without an id. `about` is the person it was answered about, or empty.
/// Its text is the title of the questionnaire.
[[nodiscard]] journal::Record record_from_taking(const definition::Questionnaire& questionnaire,
                                                 const quiz::Answers& answers,
                                                 const quiz::Scored& scored,
                                                 const journal::Moment& at,
                                                 const std::string& about,
                                                 const Administration& administration = {});

/// What a stored taking kept beside its numbers; empty parts where nothing was kept. Choices that
/// are none of the questionnaire's values are left out.
[[nodiscard]] Administration administration_from_record(
    const definition::Questionnaire& questionnaire, const journal::Record& record);

/// What `definition` of such a record says.
struct DefinitionName {
    std::string id;
    std::string version;
    std::string digest;
    std::string wording;  ///< digest of the person's own wording, empty when none was used
};
[[nodiscard]] DefinitionName read_definition_name(std::string_view definition);

/// A taking that was left before its end, as a record of kind "draft": like record_from_taking, but
/// without scores, and with `text` as its words.
[[nodiscard]] journal::Record record_from_draft(const definition::Questionnaire& questionnaire,
                                                const quiz::Answers& answers,
                                                const journal::Moment& at, const std::string& about,
                                                const Administration& administration,
                                                const std::string& text);

/// The answers of a stored taking or of its draft, read with a questionnaire (today's key, when
/// scores are computed again). Items that the record does not name are blank; hidden ones are
/// hidden. A taking of the long form that the questionnaire is derived from will do. Refused when
/// the record is a taking of something else.
[[nodiscard]] Result<quiz::Answers> answers_from_record(
    const definition::Questionnaire& questionnaire, const journal::Record& record);

/// The answers and scores of a stored taking by name, for quiz::rescore. A record that is no taking
/// gives an empty one.
[[nodiscard]] quiz::KeptTaking kept_taking(const journal::Record& record);

/// The rows (entry.n) of the live takings of a questionnaire, newest first, at most `limit`; only
/// those about this person, only those about nobody when `about` is an empty text, and all of them
/// without one. Names are compared without regard to case.
[[nodiscard]] Result<std::vector<std::int64_t>> find_takings(db::Connection& database,
                                                             std::string_view questionnaire,
                                                             std::optional<std::string_view> about,
                                                             int limit);

/// The same for takings that were left before their end.
[[nodiscard]] Result<std::vector<std::int64_t>> find_taking_drafts(db::Connection& database,
                                                                   std::string_view questionnaire,
                                                                   std::string_view about,
                                                                   int limit);

}  // namespace attune::store
