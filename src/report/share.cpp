#include "attune/report/share.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/definition/embedded.hpp"
#include "attune/definition/form.hpp"
#include "attune/store/assessment.hpp"

namespace attune::report {

using definition::Questionnaire;

namespace {

/// Kinds that are no forms.
constexpr const char* kPlainKinds[] = {"trigger", "follow",   "assessment", "draft",
                                       "program", "practice", "measure",    "verdict"};
/// Facets whose words the program alone writes.
constexpr const char* kOwnFacets[] = {"mark", "program"};

bool is_shipped_questionnaire(std::string_view id) {
    const auto all = definition::embedded_questionnaires();
    return std::any_of(all.begin(), all.end(),
                       [&](const definition::EmbeddedFile& file) { return file.id == id; });
}

}  // namespace

ShareView::ShareView(const ShareOptions& options, const std::vector<std::string>& known,
                     const journal::Names& names)
    : options_(options), names_(names), cover_(known, journal::NameCover::Style::Letters, &names) {
    auto shipped = definition::Vocabularies::load(definition::embedded_vocabularies());
    if (shipped) shipped_ = *std::move(shipped);
    for (const char* kind : kPlainKinds)
        kinds_.insert(kind);
    for (const definition::EmbeddedFile& file : definition::embedded_forms()) {
        kinds_.insert(std::string(file.id));
        const auto form = definition::read_form(file.text, std::string(file.path));
        if (!form.value) continue;
        for (const definition::FormItem& item : form.value->items)
            for (const definition::FormOption& option : item.options)
                answers_.emplace(item.key, option.slug);
    }
}

std::string ShareView::person(std::string_view name) {
    return options_.names ? std::string(name) : cover_.cover(name);
}

std::string ShareView::text(std::string_view words) {
    if (trim(words).empty()) return {};
    if (!options_.text) return kHeldBack;
    return options_.names ? std::string(words) : cover_.without_names(words);
}

bool ShareView::is_answer(std::string_view facet, std::string_view slug) const {
    const bool plain = std::any_of(std::begin(kOwnFacets), std::end(kOwnFacets),
                                   [&](const char* one) { return facet == one; });
    if (plain || (facet == "quiz" && is_shipped_questionnaire(slug))) return true;
    return answers_.contains(std::pair(std::string(facet), std::string(slug)));
}

std::string ShareView::own(const std::string& what, std::string_view slug) {
    const auto key = std::pair(what, std::string(slug));
    const auto known = own_.find(key);
    if (known != own_.end()) return known->second;
    const std::string name = fmt::format("own {} {}", what, ++own_counts_[what]);
    own_.emplace(key, name);
    return name;
}

std::string ShareView::word(std::string_view facet, std::string_view slug) {
    if (is_answer(facet, slug)) return std::string(slug);
    if (const auto shipped = shipped_.slug(facet, slug)) return *shipped;
    const std::string owner = names_.owner_of(facet);
    for (const std::string& spelling : names_.spellings(owner, slug)) {
        if (const auto shipped = shipped_.slug(facet, spelling)) return *shipped;
    }
    if (!options_.text) return own(owner, names_.resolve(owner, slug));
    return options_.names ? std::string(slug) : cover_.without_names(slug);
}

std::string ShareView::kind(std::string_view kind) {
    return kinds_.contains(kind) ? std::string(kind) : own("kind", kind);
}

void ShareView::keep_label(std::string_view facet, const std::string& word, Diary& diary) const {
    const std::string label = shipped_.slug(facet, word) ? shipped_.label(facet, word) : word;
    if (label != word) diary.labels.emplace(word, label);
}

void ShareView::redact_words(std::string_view facet, std::vector<std::string>& slugs,
                             Diary& diary) {
    for (std::string& slug : slugs) {
        slug = word(facet, slug);
        keep_label(facet, slug, diary);
    }
}

void ShareView::redact(Diary& diary) {
    // Labels that the person gave go with the words they belong to.
    const auto labels = std::exchange(diary.labels, {});
    for (DiaryEntry& entry : diary.entries) {
        for (std::string& name : entry.people)
            name = person(name);
        redact_words("trigger", entry.triggers, diary);
        redact_words("context", entry.contexts, diary);
        redact_words("strategy", entry.strategies, diary);
        redact_words("need", entry.needs, diary);
        for (auto* rated : {&entry.feelings, &entry.body}) {
            const char* facet = rated == &entry.feelings ? "feeling" : "body";
            for (RatedWord& one : *rated) {
                one.slug = word(facet, one.slug);
                keep_label(facet, one.slug, diary);
            }
        }
        for (CopingUse& use : entry.copings) {
            use.slug = word("coping", use.slug);
            keep_label("coping", use.slug, diary);
        }
    }
    if (options_.text) {
        for (const auto& [slug, label] : labels)
            diary.labels.emplace(word("", slug), text(label));
    }
    for (OtherRecord& other : diary.others)
        other.kind = kind(other.kind);
    if (!diary.about.empty()) diary.about = person(diary.about);
}

void ShareView::redact(journal::Record& record) {
    record.kind = kind(record.kind);
    for (std::string& name : record.people)
        name = person(name);
    record.text = text(record.text);
    auto fields = std::exchange(record.fields, {});
    for (journal::Field& field : fields) {
        if (!options_.text || field.name == "other") continue;
        field.text = text(field.text);
        record.fields.push_back(std::move(field));
    }
    for (journal::Tag& tag : record.tags)
        tag.slug =
            tag.facet == journal::kPersonFacet ? person(tag.slug) : word(tag.facet, tag.slug);
    for (journal::Value& value : record.values) {
        const auto dot = value.key.find('.');
        if (dot == std::string::npos) continue;
        const std::string facet = value.key.substr(0, dot);
        value.key = facet + "." + word(facet, value.key.substr(dot + 1));
    }
    const std::string id = store::read_definition_name(record.definition).id;
    if (!kinds_.contains(id) && !is_shipped_questionnaire(id)) record.definition.clear();
    record.source.clear();
    record.source_key.clear();
    record.extra.clear();
}

void ShareView::redact(Thread& thread) {
    redact(thread.first);
    for (journal::Record& later : thread.later)
        redact(later);
}

void ShareView::redact(Steps& steps) {
    for (Experiment& one : steps.closed) {
        one.prediction = text(one.prediction);
        for (std::string& name : one.people)
            name = person(name);
    }
    for (auto* threads : {&steps.needs, &steps.boundaries, &steps.repairs}) {
        for (Thread& thread : *threads)
            redact(thread);
    }
    if (steps.win) steps.win->text = text(steps.win->text);
}

void ShareView::redact(Series& series) {
    if (!series.about.empty()) series.about = person(series.about);
    series.today = questionnaire(series.today);
    if (!series.from.empty() && !is_shipped_questionnaire(series.from))
        series.from = own("questionnaire", series.from);
    for (Taking& taking : series.takings) {
        if (!taking.about.empty()) taking.about = person(taking.about);
        if (taking.key) taking.key = questionnaire(taking.key);
        if (!options_.text) taking.unscored.clear();
    }
}

void ShareView::redact(Pattern& pattern) {
    for (PatternPart& part : pattern.parts) {
        if (part.facet == "time" || part.facet == "series") continue;
        part.slug =
            part.facet == journal::kPersonFacet ? person(part.slug) : word(part.facet, part.slug);
    }
}

void ShareView::redact(Verdict& verdict) {
    for (TriedPattern& tried : verdict.tried)
        redact(tried.pattern);
    for (Standing& standing : verdict.standings)
        redact(standing.pattern);
}

std::shared_ptr<const Questionnaire> ShareView::questionnaire(
    const std::shared_ptr<const Questionnaire>& key) {
    if (is_shipped_questionnaire(key->id)) return key;
    auto& known = questionnaires_[key->id + " " + key->digest];
    if (known) return known;
    auto copy = std::make_shared<Questionnaire>(*key);
    copy->title = own("questionnaire", key->id);
    copy->id = copy->title;
    copy->summary.clear();
    for (std::size_t i = 0; i < copy->scales.size(); ++i) {
        copy->scales[i].title = fmt::format("scale {}", i + 1);
        copy->scales[i].low_word.clear();
        copy->scales[i].high_word.clear();
    }
    for (std::size_t i = 0; i < copy->composites.size(); ++i)
        copy->composites[i].title = fmt::format("composite {}", i + 1);
    // Names of regions and norms are the file's own words.
    copy->classifications.clear();
    copy->norms.clear();
    copy->bands.clear();
    known = std::move(copy);
    return known;
}

void say_shared(Document& document, const ShareOptions& options) {
    std::string words = "Shared version: ";
    if (options.names && options.text) {
        words += "names and texts are in it; what others did is left out.";
    } else if (options.names) {
        words += "free text and words of one's own are left out.";
    } else if (options.text) {
        words +=
            "people are letters. Texts are in it, known names in them covered: read it before "
            "you hand it on.";
    } else {
        words += "people are letters, free text and words of one's own are left out.";
    }
    Section section{.id = "shared"};
    section.blocks.emplace_back(Note{words});
    document.sections.insert(document.sections.begin(), std::move(section));
    document.machine.set("shared",
                         Machine::members().set("names", options.names).set("text", options.text));
}

}  // namespace attune::report
