#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/echo.hpp"
#include "attune/journal/form_record.hpp"

namespace attune::journal {

namespace {

using definition::Form;
using definition::FormItem;
using definition::FormItemType;
using definition::Keep;

std::string number_words(const Value& value) {
    std::string words = shortest_number(value.number);
    if (!value.unit.empty()) words += " " + value.unit;
    return words;
}

std::string ends(const Value& value) {
    if (!value.low || !value.high || value.unit == "%") return {};
    return fmt::format("{}-{}", shortest_number(*value.low), shortest_number(*value.high));
}

/// "Tue 3 Mar", "Tue 3 Mar (2 days later)"
std::string date_words(const FormItem& item, const std::string& text, const ReadingOptions& options,
                       std::optional<CivilDay> start) {
    const auto day = CivilDay::parse_iso(text);
    if (!day) return text;
    std::string words = describe_day(*day, options.today);
    if (!item.since_start || !start) return words;
    const auto days = *day - *start;
    if (days == 0) return words + " (the same day)";
    return words + fmt::format(" ({} {} {})", days < 0 ? -days : days,
                               days == 1 || days == -1 ? "day" : "days",
                               days < 0 ? "before" : "later");
}

/// Takes what one item accounts for out of `rest`.
class Taker {
  public:
    Taker(Record& rest, const ReadingOptions& options, std::optional<CivilDay> start)
        : rest_(rest), options_(options), start_(start) {}

    FormAnswered take(const FormItem& item, std::size_t index) {
        FormAnswered answer{index, {}, {}};
        switch (item.keep) {
            case Keep::Value:
                take_values(item, answer);
                break;
            case Keep::Tag:
                take_tags(item, answer);
                break;
            case Keep::Field:
                take_field(item, answer);
                break;
            case Keep::Link:
                take_links(item, answer);
                break;
            case Keep::Text:
            case Keep::People:
            case Keep::Nothing:
                break;
        }
        return answer;
    }

  private:
    void take_values(const FormItem& item, FormAnswered& answer) {
        const bool scores = item.type == FormItemType::Scores;
        std::vector<std::string> words;
        std::erase_if(rest_.values, [&](const Value& value) {
            const bool ours = scores ? value.key.starts_with(item.key + ".")
                                     : value.key == item.key && value.phase == item.phase;
            if (!ours) return false;
            if (scores) {
                const std::string range = ends(value);
                words.push_back(fmt::format("{} {}{}", value.key.substr(item.key.size() + 1),
                                            number_words(value),
                                            range.empty() ? "" : fmt::format(" ({})", range)));
            } else {
                words.push_back(number_words(value));
                answer.scale = ends(value);
            }
            return true;
        });
        answer.words = join(words, ", ");
    }

    void take_tags(const FormItem& item, FormAnswered& answer) {
        std::vector<std::string> words;
        std::erase_if(rest_.tags, [&](const Tag& tag) {
            if (tag.facet != item.key) return false;
            words.push_back(item.option_label(tag.slug));
            return true;
        });
        answer.words = join(words, ", ");
    }

    void take_field(const FormItem& item, FormAnswered& answer) {
        std::erase_if(rest_.fields, [&](const Field& field) {
            if (field.name != item.key) return false;
            answer.words = item.type == FormItemType::Date
                               ? date_words(item, field.text, options_, start_)
                           : item.options.empty() ? field.text
                                                  : item.option_label(field.text);
            return true;
        });
    }

    void take_links(const FormItem& item, FormAnswered& answer) {
        std::vector<std::string> words;
        std::erase_if(rest_.links, [&](const Link& link) {
            if (link.relation != item.key) return false;
            words.push_back(options_.name ? options_.name(link.to) : link.to.hex());
            return true;
        });
        answer.words = join(words, ", ");
    }

    Record& rest_;
    const ReadingOptions& options_;
    std::optional<CivilDay> start_;
};

/// "strength 70 %"; a word alone says what it is.
std::string in_summary(const FormItem& item, const FormAnswered& answer) {
    const bool bare = item.keep == Keep::Tag && item.type != FormItemType::YesNo;
    return bare ? answer.words : fmt::format("{} {}", item.label, answer.words);
}

}  // namespace

FormReading read_answers(const Form& form, const Record& record, const ReadingOptions& options) {
    FormReading reading{{}, record};
    // A later record has a time of its own; how long after the first it is, only the first can say.
    std::optional<CivilDay> start = options.start;
    if (!start && record.kind == form.id) start = record.at.local_day;
    Taker taker(reading.rest, options, start);
    for (std::size_t i = 0; i < form.items.size(); ++i) {
        FormAnswered answer = taker.take(form.items[i], i);
        if (!answer.words.empty()) reading.answers.push_back(std::move(answer));
    }
    return reading;
}

std::string form_summary(const Form& form, const Record& record, const ReadingOptions& options) {
    FormReading reading = read_answers(form, record, options);
    std::vector<std::string> parts;
    for (const FormAnswered& answer : reading.answers) {
        const FormItem& item = form.items[answer.item];
        if (item.in_summary || options.everything)
            parts.push_back(make_visible(in_summary(item, answer)));
    }
    std::string line = join(parts, ", ");
    const std::string rest = summary_of(reading.rest);
    if (!line.empty() && !rest.empty()) line += "  ";
    return line + rest;
}

}  // namespace attune::journal
