#include "attune/report/labels.hpp"

#include "attune/definition/vocabulary.hpp"

namespace attune::report {

namespace {

constexpr std::string_view kTriggerFile = "triggers";
constexpr std::string_view kCopingFile = "coping";

std::vector<definition::EmbeddedFile> files_for(bool triggers, bool copings) {
    std::vector<definition::EmbeddedFile> files;
    for (const definition::EmbeddedFile& file : definition::embedded_vocabularies()) {
        if ((triggers && file.id == kTriggerFile) || (copings && file.id == kCopingFile)) {
            files.push_back(file);
        }
    }
    return files;
}

}  // namespace

Status add_labels(WeekData& data) {
    bool triggers = false;
    bool copings = false;
    for (const WeekEntry& entry : data.entries) {
        triggers = triggers || !entry.triggers.empty();
        copings = copings || !entry.copings.empty();
    }
    const auto files = files_for(triggers, copings);
    if (files.empty()) return {};
    ATTUNE_TRY(const auto words, definition::Vocabularies::load(files));
    const auto add = [&](std::string_view facet, const std::string& slug) {
        const definition::Vocabulary* known = words.of(facet);
        if (known == nullptr) return;
        const definition::VocabularyWord* word = known->find(slug);
        if (word != nullptr && word->slug == slug) data.labels.emplace(slug, word->label);
    };
    for (const WeekEntry& entry : data.entries) {
        for (const std::string& slug : entry.triggers)
            add("trigger", slug);
        for (const CopingUse& use : entry.copings)
            add("coping", use.slug);
    }
    return {};
}

}  // namespace attune::report
