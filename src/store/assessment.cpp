#include "attune/store/assessment.hpp"

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::store {

using definition::Composite;
using definition::Item;
using definition::ItemType;
using definition::Questionnaire;
using definition::ResponseSet;
using definition::Scale;
using journal::Record;
using journal::Value;

namespace {

constexpr std::string_view kItemPhase = "item";
constexpr std::string_view kScorePhase = "score";
constexpr std::string_view kTimePhase = "time";
constexpr std::string_view kOrderPhase = "order";
constexpr const char* kOrderField = "order";
constexpr const char* kSeedKey = "order_seed";
/// Before the id of an item, so that no id is mistaken for a facet or field of the journal.
constexpr std::string_view kItemPrefix = "item.";

Value value_of(const std::string& key, std::string_view phase, double number, double low,
               double high) {
    Value value;
    value.key = key;
    value.phase = phase;
    value.number = number;
    if (low < high) {
        value.low = low;
        value.high = high;
    }
    return value;
}

void add_answers(const Questionnaire& questionnaire, const quiz::Answers& answers, Record& record) {
    for (std::size_t i = 0; i < questionnaire.items.size(); ++i) {
        if (answers[i].state != quiz::AnswerState::Value) continue;
        const Item& item = questionnaire.items[i];
        const ResponseSet& response = questionnaire.response_of(item);
        record.values.push_back(
            value_of(item.id, kItemPhase, answers[i].value, response.low, response.high));
    }
}

void add_unscored(const Questionnaire& questionnaire, const quiz::UnscoredAnswers& unscored,
                  Record& record) {
    for (std::size_t i = 0; i < unscored.size(); ++i) {
        const std::string name = std::string(kItemPrefix) + questionnaire.items[i].id;
        if (!unscored[i].words.empty()) record.fields.push_back({name, unscored[i].words});
        for (const double value : unscored[i].chosen)
            record.tags.push_back({name, shortest_number(value)});
    }
}

/// The item of the wanted type that a field or facet is named after.
std::optional<std::size_t> item_named(const Questionnaire& questionnaire, std::string_view name,
                                      ItemType type) {
    if (!name.starts_with(kItemPrefix)) return std::nullopt;
    const auto item = questionnaire.find_item(name.substr(kItemPrefix.size()));
    return item && questionnaire.items[*item].type == type ? item : std::nullopt;
}

quiz::UnscoredAnswers unscored_from(const Questionnaire& questionnaire, const Record& record) {
    quiz::UnscoredAnswers out;
    for (const journal::Field& field : record.fields) {
        const auto item = item_named(questionnaire, field.name, ItemType::Text);
        if (!item) continue;
        out.resize(questionnaire.items.size());
        out[*item].words = field.text;
    }
    std::vector<std::string> chosen(questionnaire.items.size());
    for (const journal::Tag& tag : record.tags) {
        const auto item = item_named(questionnaire, tag.facet, ItemType::Choices);
        if (!item) continue;
        const Item& known = questionnaire.items[*item];
        const ResponseSet& response = questionnaire.response_of(known);
        if (!quiz::read_unscored(tag.slug, known, response)) continue;
        chosen[*item] += tag.slug + ' ';
        out.resize(questionnaire.items.size());
        out[*item] = *quiz::read_unscored(chosen[*item], known, response);
    }
    return out;
}

void add_administration(const Questionnaire& questionnaire, const Administration& administration,
                        Record& record) {
    for (std::size_t i = 0; i < administration.seconds.size(); ++i) {
        if (!administration.seconds[i]) continue;
        Value seconds =
            value_of(questionnaire.items[i].id, kTimePhase, *administration.seconds[i], 0, 0);
        seconds.unit = "s";
        record.values.push_back(std::move(seconds));
    }
    if (!administration.order.empty()) {
        std::vector<std::string> ids;
        for (const std::size_t item : administration.order)
            ids.push_back(questionnaire.items[item].id);
        record.fields.push_back({kOrderField, join(ids, " ")});
    }
    add_unscored(questionnaire, administration.unscored, record);
    if (administration.seed)
        record.values.push_back(value_of(kSeedKey, kOrderPhase, *administration.seed, 0, 0));
}

Result<std::vector<std::int64_t>> find_rows(db::Connection& database, std::string_view kind,
                                            std::string_view questionnaire,
                                            std::optional<std::string_view> about, int limit) {
    // What is no trigger is said so that the partial index entry_kind answers it.
    ATTUNE_TRY(auto statement, database.prepare(R"sql(
SELECT n FROM entry
WHERE kind = ?4 AND kind <> 'trigger' AND shown = 1 AND deleted = 0
  AND substr(definition, 1, length(?1)) = ?1
  AND CASE WHEN ?2 IS NULL THEN 1
           WHEN ?2 = ''
           THEN NOT EXISTS (SELECT 1 FROM tag WHERE tag.entry = entry.n AND facet = 'person')
           ELSE EXISTS (SELECT 1 FROM tag WHERE tag.entry = entry.n AND facet = 'person' AND slug = ?2 COLLATE NOCASE)
      END
ORDER BY at_utc DESC, n DESC LIMIT ?3)sql"));
    statement.bind(1, std::string(questionnaire) + ' ').bind(3, std::int64_t{limit}).bind(4, kind);
    if (about) statement.bind(2, *about);
    std::vector<std::int64_t> rows;
    for (;;) {
        ATTUNE_TRY(const bool more, statement.step());
        if (!more) return rows;
        rows.push_back(statement.integer(0));
    }
}

}  // namespace

Record record_from_draft(const Questionnaire& questionnaire, const quiz::Answers& answers,
                         const journal::Moment& at, const std::string& about,
                         const Administration& administration, const std::string& text) {
    Record record;
    record.kind = "draft";
    record.at = at;
    record.text = text;
    if (!about.empty()) record.people.push_back(about);
    record.definition =
        fmt::format("{} {} {}", questionnaire.id, questionnaire.version, questionnaire.digest);
    if (!questionnaire.wording_digest.empty())
        record.definition += ' ' + questionnaire.wording_digest;
    add_answers(questionnaire, answers, record);
    add_administration(questionnaire, administration, record);
    return record;
}

Record record_from_taking(const Questionnaire& questionnaire, const quiz::Answers& answers,
                          const quiz::Scored& scored, const journal::Moment& at,
                          const std::string& about, const Administration& administration) {
    Record record;
    record.kind = "assessment";
    record.at = at;
    record.text = questionnaire.title;
    if (!about.empty()) record.people.push_back(about);
    record.definition =
        fmt::format("{} {} {}", questionnaire.id, questionnaire.version, questionnaire.digest);
    if (!questionnaire.wording_digest.empty())
        record.definition += ' ' + questionnaire.wording_digest;
    add_answers(questionnaire, answers, record);
    for (std::size_t i = 0; i < questionnaire.scales.size(); ++i) {
        const Scale& scale = questionnaire.scales[i];
        if (const auto score = scored.scales[i].score) {
            record.values.push_back(value_of(scale.id, kScorePhase, *score, scale.low, scale.high));
        }
    }
    for (std::size_t i = 0; i < questionnaire.composites.size(); ++i) {
        const Composite& composite = questionnaire.composites[i];
        if (const auto score = scored.composites[i]) {
            record.values.push_back(
                value_of(composite.id, kScorePhase, *score, composite.low, composite.high));
        }
    }
    add_administration(questionnaire, administration, record);
    return record;
}

Administration administration_from_record(const Questionnaire& questionnaire,
                                          const Record& record) {
    Administration out;
    out.unscored = unscored_from(questionnaire, record);
    for (const Value& value : record.values) {
        if (value.key == kSeedKey && value.phase == kOrderPhase && value.number >= 0 &&
            value.number <= UINT32_MAX)
            out.seed = static_cast<std::uint32_t>(value.number);
        if (value.phase != kTimePhase) continue;
        const auto item = questionnaire.find_item(value.key);
        if (!item) continue;
        out.seconds.resize(questionnaire.items.size());
        out.seconds[*item] = value.number;
    }
    for (const journal::Field& field : record.fields) {
        if (field.name != kOrderField) continue;
        for (const std::string_view id : split(field.text, ' ')) {
            if (const auto item = questionnaire.find_item(id)) out.order.push_back(*item);
        }
    }
    return out;
}

DefinitionName read_definition_name(std::string_view definition) {
    const auto words = split(definition, ' ');
    DefinitionName name;
    name.id = words[0];
    if (words.size() > 1) name.version = words[1];
    if (words.size() > 2) name.digest = words[2];
    if (words.size() > 3) name.wording = words[3];
    return name;
}

Result<quiz::Answers> answers_from_record(const Questionnaire& questionnaire,
                                          const Record& record) {
    const std::string taken = read_definition_name(record.definition).id;
    // A short form keeps the ids of its long form, so it can read the long form's answers.
    const bool fits =
        taken == questionnaire.id || (!taken.empty() && taken == questionnaire.derived_from);
    if ((record.kind != "assessment" && record.kind != "draft") || !fits) {
        return fail(ErrorKind::Refused,
                    fmt::format("this record is no taking of '{}'", questionnaire.id));
    }
    quiz::Answers answers(questionnaire.items.size());
    for (const Value& value : record.values) {
        if (value.phase != kItemPhase) continue;
        const auto item = questionnaire.find_item(value.key);
        if (!item) continue;
        answers[*item] =
            quiz::judge_answer(value.number, questionnaire.response_of(questionnaire.items[*item]));
    }
    quiz::hide_unasked(questionnaire, answers);
    return answers;
}

quiz::KeptTaking kept_taking(const Record& record) {
    quiz::KeptTaking kept;
    if (record.kind != "assessment") return kept;
    for (const Value& value : record.values) {
        if (value.phase == kItemPhase) kept.answers.emplace_back(value.key, value.number);
        if (value.phase == kScorePhase) kept.scores.emplace_back(value.key, value.number);
    }
    return kept;
}

Result<std::vector<std::int64_t>> find_takings(db::Connection& database,
                                               std::string_view questionnaire,
                                               std::optional<std::string_view> about, int limit) {
    return find_rows(database, "assessment", questionnaire, about, limit);
}

Result<std::vector<std::int64_t>> find_taking_drafts(db::Connection& database,
                                                     std::string_view questionnaire,
                                                     std::string_view about, int limit) {
    return find_rows(database, "draft", questionnaire, about, limit);
}

}  // namespace attune::store
