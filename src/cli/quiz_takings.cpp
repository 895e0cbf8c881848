#include "cli/quiz_takings.hpp"

#include "attune/store/assessment.hpp"

namespace attune::cli {

using report::Taking;

namespace {

/// The answers and scores of a record by name.
quiz::KeptTaking kept_in(const journal::Record& record) {
    quiz::KeptTaking kept;
    for (const journal::Value& value : record.values) {
        if (value.phase == "item") kept.answers.emplace_back(value.key, value.number);
        if (value.phase == "score") kept.scores.emplace_back(value.key, value.number);
    }
    return kept;
}

}  // namespace

Result<SharedKey> TakingReader::key_of(const std::string& digest) {
    const auto known = keys_.find(digest);
    if (known != keys_.end()) return known->second;
    if (!texts_) {
        ATTUNE_TRY(auto definitions, library_.definitions());
        texts_.emplace();
        for (store::DefinitionText& text : definitions)
            texts_->emplace(std::move(text.sha256), std::move(text.toml));
    }
    SharedKey key;
    const auto text = texts_->find(digest);
    if (text != texts_->end()) {
        auto checked = definition::load_questionnaire(text->second, "store:" + digest);
        if (checked.value) {
            checked.value->digest = digest;
            key = std::make_shared<const definition::Questionnaire>(*std::move(checked.value));
        } else {
            context_.screen().say_more(
                "a key that was used earlier can no longer be read; today's stands for it");
        }
    }
    keys_.emplace(digest, key);
    return key;
}

Result<Taking> TakingReader::read(const SharedKey& today, const journal::Record& record) {
    Taking taking;
    const store::DefinitionName name = store::read_definition_name(record.definition);
    taking.record_id = record.id.hex();
    taking.short_id = library_.short_id(record.id);
    taking.at = record.at;
    if (!record.people.empty()) taking.about = record.people.front();
    taking.version = name.version;
    taking.key = today;
    if (name.digest != today->digest) {
        ATTUNE_TRY(SharedKey own, key_of(name.digest));
        if (own && own->id == today->id) {
            taking.key = std::move(own);
            taking.rescored = quiz::rescore(*today, kept_in(record));
        }
    }
    ATTUNE_TRY(taking.answers, store::answers_from_record(*taking.key, record));
    ATTUNE_TRY(taking.answers_today, store::answers_from_record(*today, record));
    taking.scored = quiz::score_answers(*taking.key, taking.answers);
    store::Administration how = store::administration_from_record(*taking.key, record);
    taking.unscored = std::move(how.unscored);
    taking.seconds = std::move(how.seconds);
    taking.order = std::move(how.order);
    return taking;
}

Result<std::vector<Taking>> TakingReader::newest(const SharedKey& today,
                                                 std::optional<std::string_view> about, int limit,
                                                 std::string_view of) {
    ATTUNE_TRY(const auto rows,
               store::find_takings(library_.database(),
                                   of.empty() ? std::string_view(today->id) : of, about, limit));
    std::vector<Taking> takings;
    for (const std::int64_t row : rows) {
        ATTUNE_TRY(const journal::Record record, library_.load_row(row));
        ATTUNE_TRY(Taking taking, read(today, record));
        takings.push_back(std::move(taking));
    }
    return takings;
}

void read_with_today(const SharedKey& today, Taking& taking) {
    taking.key = today;
    taking.rescored.reset();
    taking.answers = taking.answers_today;
    taking.scored = quiz::score_answers(*today, taking.answers);
    // What stands beside the numbers speaks of the items of the other key.
    taking.unscored.clear();
    taking.seconds.clear();
    taking.order.clear();
}

}  // namespace attune::cli
