#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/exchange/record_writer.hpp"
#include "attune/journal/iso_time.hpp"
#include "attune/journal/lookup.hpp"
#include "exchange/csv_row.hpp"
#include "exchange/pieces.hpp"

namespace attune::exchange {

namespace {

using journal::Record;
using journal::Value;

/// A group of columns that a record may fill several times.
struct Group {
    std::string_view facet;
    /// What the numbers beside the word are called, by phase; empty for words alone.
    std::vector<std::pair<std::string_view, std::string_view>> numbers;
};

const std::vector<Group>& groups() {
    static const std::vector<Group> kGroups = {
        {"trigger", {}},
        {"feeling", {{"peak", "intensity"}}},
        {"body", {{"peak", "body_intensity"}}},
        {"belief", {{"peak", "belief_strength"}}},
        {"coping", {{"before", "coping_before"}, {"after", "coping_after"}}},
        {"urge", {}},
        {"action", {}},
        {"need", {}},
        {"context", {}}};
    return kGroups;
}

constexpr std::array<std::string_view, 2> kFields = {"thought", "other"};
constexpr std::array<std::string_view, 3> kAnswers = {"response", "caught", "outcome"};
/// Single numbers of a record: the key of the value and the name of its column.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kNumbers = {
    {{"intensity", "overall_intensity"}, {"now", "present"}, {"lead_s", "lead_s"}}};

/// "feeling.hurt" of group feeling is "hurt"; nothing for other keys.
std::optional<std::string_view> word_of(const Group& group, std::string_view key) {
    if (!key.starts_with(group.facet) || key.size() < group.facet.size() + 2 ||
        key[group.facet.size()] != '.') {
        return std::nullopt;
    }
    return key.substr(group.facet.size() + 1);
}

bool has_phase(const Group& group, std::string_view phase) {
    return std::any_of(group.numbers.begin(), group.numbers.end(),
                       [&](const auto& number) { return number.first == phase; });
}

/// The words of a group, those with numbers first, each once.
std::vector<std::string_view> words_of(const Group& group, const Record& record) {
    std::vector<std::string_view> words;
    const auto add = [&words](std::string_view word) {
        if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    };
    for (const Value& value : record.values) {
        const auto word = word_of(group, value.key);
        if (word && has_phase(group, value.phase)) add(*word);
    }
    for (const journal::Tag& tag : record.tags) {
        if (tag.facet == group.facet) add(tag.slug);
    }
    return words;
}

std::vector<std::string> slugs_of(const Record& record, std::string_view facet) {
    std::vector<std::string> slugs;
    for (const journal::Tag& tag : record.tags) {
        if (tag.facet == facet) slugs.push_back(tag.slug);
    }
    return slugs;
}

bool is_usual_facet(std::string_view facet) {
    if (std::find(kAnswers.begin(), kAnswers.end(), facet) != kAnswers.end()) return true;
    return std::any_of(groups().begin(), groups().end(),
                       [&](const Group& group) { return group.facet == facet; });
}

bool is_bring(const journal::Tag& tag) {
    return tag.facet == "mark" && tag.slug == "bring";
}

bool is_usual_number(const Value& value) {
    if (value.phase == "peak" &&
        std::any_of(kNumbers.begin(), kNumbers.end(),
                    [&](const auto& number) { return number.first == value.key; })) {
        return true;
    }
    return std::any_of(groups().begin(), groups().end(), [&](const Group& group) {
        return word_of(group, value.key) && has_phase(group, value.phase);
    });
}

class WideCsv final : public RecordWriter {
  public:
    WideCsv(OutputSink sink, const CsvStyle& style)
        : out_(std::move(sink)), style_(style), line_(style), widths_(groups().size(), 1) {}

    bool needs_survey() const override { return true; }

    void survey(const Record& record) override {
        people_ = std::max(people_, record.people.size());
        for (std::size_t i = 0; i < groups().size(); ++i)
            widths_[i] = std::max(widths_[i], words_of(groups()[i], record).size());
        std::map<std::string_view, std::size_t> facets;
        for (const journal::Tag& tag : record.tags) {
            if (!is_usual_facet(tag.facet) && !is_bring(tag)) ++facets[tag.facet];
        }
        for (const auto& [facet, count] : facets) {
            std::size_t& known = facets_[std::string(facet)];
            known = std::max(known, count);
        }
        for (const Value& value : record.values) {
            if (value.phase != "item" && !is_usual_number(value))
                numbers_.emplace(value.key, value.phase);
        }
        for (const journal::Field& field : record.fields) {
            if (std::find(kFields.begin(), kFields.end(), field.name) == kFields.end())
                fields_.insert(field.name);
        }
    }

    Status begin(const ExportHead& /*head*/) override {
        for (const char* name : {"id", "kind", "at", "local_day", "precision", "text"})
            line_.text(name);
        for (const std::string_view name : kFields)
            line_.text(name);
        for (const std::string_view name : kAnswers)
            line_.text(name);
        line_.text("bring");
        for (const auto& number : kNumbers)
            line_.text(number.second);
        for (std::size_t n = 1; n <= people_; ++n)
            line_.text(fmt::format("person_{}", n));
        for (std::size_t i = 0; i < groups().size(); ++i) {
            for (std::size_t n = 1; n <= widths_[i]; ++n) {
                line_.text(fmt::format("{}_{}", groups()[i].facet, n));
                for (const auto& number : groups()[i].numbers)
                    line_.text(fmt::format("{}_{}", number.second, n));
            }
        }
        for (const auto& facet : facets_) {
            for (std::size_t n = 1; n <= facet.second; ++n)
                line_.text(fmt::format("tag_{}_{}", facet.first, n));
        }
        for (const auto& [key, phase] : numbers_)
            line_.text(phase == "peak" ? "number_" + key : fmt::format("number_{}_{}", key, phase));
        for (const std::string& field : fields_)
            line_.text("field_" + field);
        for (const char* name : {"links", "definition", "source", "source_key"})
            line_.text(name);
        ATTUNE_CHECK(out_.add(csv_start(style_)));
        return out_.add(line_.take());
    }

    Status record(const Record& record) override {
        line_.text(record.id.hex());
        line_.text(record.kind);
        line_.text(journal::iso_time(record.at));
        line_.text(record.at.local_day.iso());
        line_.text(journal::precision_name(record.at.precision));
        line_.text(record.text);
        for (const std::string_view name : kFields)
            field(record, name);
        for (const std::string_view facet : kAnswers)
            line_.text(join(slugs_of(record, facet), " "));
        line_.text(std::any_of(record.tags.begin(), record.tags.end(), is_bring) ? "yes" : "");
        for (const auto& number : kNumbers)
            value(find_value(record, number.first, "peak"));
        for (std::size_t n = 0; n < people_; ++n)
            line_.text(n < record.people.size() ? record.people[n] : "");
        for (std::size_t i = 0; i < groups().size(); ++i)
            group(record, groups()[i], widths_[i]);
        for (const auto& facet : facets_) {
            std::vector<std::string> slugs = slugs_of(record, facet.first);
            if (facet.first == "mark") std::erase(slugs, "bring");
            for (std::size_t n = 0; n < facet.second; ++n)
                line_.text(n < slugs.size() ? slugs[n] : "");
        }
        for (const auto& [key, phase] : numbers_)
            value(find_value(record, key, phase));
        for (const std::string& name : fields_)
            field(record, name);
        std::vector<std::string> links;
        for (const journal::Link& link : record.links)
            links.push_back(link.relation + ":" + link.to.hex());
        line_.text(join(links, " "));
        line_.text(record.definition);
        line_.text(record.source);
        line_.text(record.source_key);
        return out_.add(line_.take());
    }

    Status end() override { return out_.flush(); }

  private:
    void value(const Value* found) {
        if (found == nullptr) {
            line_.empty();
        } else {
            line_.number(found->number);
        }
    }
    void field(const Record& record, std::string_view name) {
        const auto found =
            std::find_if(record.fields.begin(), record.fields.end(),
                         [&](const journal::Field& field) { return field.name == name; });
        line_.text(found == record.fields.end() ? std::string_view() : found->text);
    }
    void group(const Record& record, const Group& group, std::size_t width) {
        const auto words = words_of(group, record);
        for (std::size_t n = 0; n < width; ++n) {
            const bool there = n < words.size();
            line_.text(there ? words[n] : std::string_view());
            for (const auto& number : group.numbers) {
                value(there ? find_value(record, fmt::format("{}.{}", group.facet, words[n]),
                                         number.first)
                            : nullptr);
            }
        }
    }

    Pieces out_;
    CsvStyle style_;
    CsvLine line_;
    std::size_t people_ = 1;
    std::vector<std::size_t> widths_;
    std::map<std::string, std::size_t> facets_;
    std::set<std::pair<std::string, std::string>> numbers_;  ///< key and phase
    std::set<std::string> fields_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_wide_csv_writer(OutputSink sink, const CsvStyle& style) {
    return std::make_unique<WideCsv>(std::move(sink), style);
}

}  // namespace attune::exchange
