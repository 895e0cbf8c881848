#include "attune/journal/form_record.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/record_json.hpp"

namespace attune::journal {

namespace {

using definition::Form;
using definition::FormItem;
using definition::FormItemType;
using definition::FormStage;
using definition::Keep;

constexpr std::array<TriggerOption, 5> kNoteOptions = {{
    {"at", "WHEN", "when it was, if not now: 21:40, 'yesterday 9pm', 'last friday'"},
    {"with", "PERSON", "who was there"},
    {"trigger", "T", "what it has to do with"},
    {"context", "C", "where it belongs: home, work, family, friends, online"},
    {"bring", "", "bring it to the next session"},
}};

bool is_note_option(std::string_view name) {
    return std::any_of(kNoteOptions.begin(), kNoteOptions.end(),
                       [&](const TriggerOption& option) { return option.name == name; });
}

tl::unexpected<Error> wrong(const FormItem& item, std::string_view wanted,
                            const std::string& hint = {}) {
    return fail(ErrorKind::Usage, fmt::format("'--{}' takes {}", item.id, wanted), hint);
}

/// "-3", "2.5", "70", "70%" where a percent sign belongs.
std::optional<double> number_of(const FormItem& item, std::string_view typed) {
    typed = trim(typed);
    if (item.type == FormItemType::Percent && typed.ends_with('%'))
        typed = trim(typed.substr(0, typed.size() - 1));
    const auto number = parse_number(typed);
    if (!number || !std::isfinite(*number)) return std::nullopt;
    const bool whole = item.type != FormItemType::Number;
    if (whole && *number != std::floor(*number)) return std::nullopt;
    if (item.low && (*number < *item.low || *number > *item.high)) return std::nullopt;
    return number;
}

std::string ends_of(const FormItem& item) {
    if (!item.low) return "a number";
    return fmt::format("{} from {} to {}",
                       item.type == FormItemType::Number ? "a number" : "a whole number",
                       shortest_number(*item.low), shortest_number(*item.high));
}

std::string options_of(const FormItem& item) {
    std::vector<std::string> slugs;
    for (const definition::FormOption& option : item.options)
        slugs.push_back(option.slug);
    return "one of: " + join(slugs, ", ");
}

/// Fills a record with the answers of one stage of a form.
class Filler {
  public:
    Filler(Record& record, const Form& form, const Now& now, const FormContext& context)
        : record_(record), form_(form), now_(now), context_(context) {}

    Status take(const GivenOption& option) {
        const auto index = form_.find_item(option.name);
        if (!index) {
            return fail(ErrorKind::Usage,
                        fmt::format("'{}' has no '--{}'", form_.id, make_visible(option.name)),
                        fmt::format("'attune note {} --help' lists its flags", form_.id));
        }
        const FormItem& item = form_.items[*index];
        ATTUNE_CHECK(check_stage(item));
        if (trim(option.value).empty()) return wrong(item, "a value and got nothing");
        if (answered(item.id) && !item.several && item.keep != Keep::Text &&
            item.type != FormItemType::Text && item.type != FormItemType::Lines) {
            return fail(ErrorKind::Usage, fmt::format("'--{}' is given twice", item.id));
        }
        answers_.emplace_back(item.id, to_utf8_lossy(option.value));
        return keep(item, answers_.back().second);
    }

    Status finish() {
        if (trim(record_.text).empty()) record_.text = definition::built_sentence(form_, answers_);
        for (const std::size_t i : form_.items_of(stage())) {
            const FormItem& item = form_.items[i];
            const bool there = item.keep == Keep::Text     ? !trim(record_.text).empty()
                               : item.keep == Keep::People ? !record_.people.empty()
                                                           : answered(item.id);
            if (!item.required || there) continue;
            if (item.keep == Keep::Text) {
                return fail(ErrorKind::Usage,
                            fmt::format("'{}' needs words: {}", form_.id, item.ask),
                            fmt::format("write them behind 'attune note {}'", form_.id));
            }
            return fail(ErrorKind::Usage, fmt::format("'--{}' is missing: {}", item.id, item.ask),
                        fmt::format("'--{} {}'", item.id, item.value_name()));
        }
        const bool empty = trim(record_.text).empty() && record_.fields.empty() &&
                           record_.people.empty() && record_.values.empty() &&
                           record_.tags.empty() && record_.links.size() <= (context_.of ? 1U : 0U);
        if (empty) {
            return fail(ErrorKind::Usage, "there is nothing to keep",
                        fmt::format("'attune note {} --help' says what it takes", form_.id));
        }
        if (record_.text.size() > kTextBytesMax) {
            return fail(ErrorKind::TooLarge, "the text is longer than 1 MiB",
                        "keep it in several notes");
        }
        return {};
    }

  private:
    [[nodiscard]] FormStage stage() const {
        return context_.of ? FormStage::Later : FormStage::First;
    }

    Status check_stage(const FormItem& item) const {
        if (item.stage == FormStage::Both || item.stage == stage()) return {};
        if (context_.of) {
            return fail(ErrorKind::Usage,
                        fmt::format("'--{}' was for the beginning of this {}", item.id, form_.id),
                        fmt::format("without '--of' a new {} is written", form_.id));
        }
        return fail(
            ErrorKind::Usage, fmt::format("'--{}' is for later", item.id),
            fmt::format("name the {0} that it is about: 'attune note {0} --of ID --{1} {2}'",
                        form_.id, item.id, item.value_name()));
    }

    [[nodiscard]] bool answered(std::string_view id) const {
        return std::any_of(answers_.begin(), answers_.end(),
                           [&](const auto& answer) { return answer.first == id; });
    }

    Status keep(const FormItem& item, const std::string& typed) {
        switch (item.type) {
            case FormItemType::Text:
            case FormItemType::Lines:
                return keep_words(item, typed);
            case FormItemType::Scale:
            case FormItemType::Number:
            case FormItemType::Percent:
                return keep_number(item, typed);
            case FormItemType::Choice:
            case FormItemType::Choices:
            case FormItemType::YesNo:
                return keep_choice(item, typed);
            case FormItemType::Person:
            case FormItemType::People:
                return keep_person(item, typed);
            case FormItemType::Date: {
                ATTUNE_TRY(
                    const Moment day,
                    parse_when(typed, now_, item.future ? Direction::Plan : Direction::Past));
                add_field(item.key, day.local_day.iso());
                return {};
            }
            case FormItemType::Link:
                return keep_link(item, typed);
            case FormItemType::Scores:
                return keep_score(item, typed);
            case FormItemType::Say:
                break;
        }
        return wrong(item, "no answer");
    }

    Status keep_words(const FormItem& item, const std::string& typed) {
        if (typed.size() > kTextBytesMax)
            return fail(ErrorKind::TooLarge, "a text is longer than 1 MiB");
        if (item.keep == Keep::Text) {
            if (!record_.text.empty() && !text_from_option_) {
                return fail(ErrorKind::Usage,
                            fmt::format("the words behind 'note {}' and '--{}' are both its text",
                                        form_.id, item.id),
                            "give one of them");
            }
            text_from_option_ = true;
            record_.text += (record_.text.empty() ? "" : "\n") + typed;
        } else if (item.keep == Keep::Tag) {
            return add_slug(item, typed);
        } else {
            add_field(item.key, typed);
        }
        return {};
    }

    Status keep_number(const FormItem& item, std::string_view typed) {
        const auto number = number_of(item, typed);
        if (!number) return wrong(item, ends_of(item));
        record_.values.push_back({.key = item.key,
                                  .phase = item.phase,
                                  .number = *number,
                                  .unit = item.type == FormItemType::Percent ? "%" : item.unit,
                                  .low = item.low,
                                  .high = item.high});
        return {};
    }

    Status keep_choice(const FormItem& item, const std::string& typed) {
        if (!item.words.empty()) return add_slug(item, typed);
        const auto slug = item.option_slug(typed);
        if (!slug) {
            if (item.open) return add_slug(item, typed);
            return fail(ErrorKind::Usage, fmt::format("'--{}' does not know that value", item.id),
                        options_of(item));
        }
        add(item, *slug);
        return {};
    }

    Status add_slug(const FormItem& item, std::string_view typed) {
        const std::string slug = slug_of(typed);
        if (slug.empty() || slug.size() > kSlugBytesMax)
            return wrong(item, "a word of letters or digits");
        add(item, slug);
        return {};
    }

    void add(const FormItem& item, const std::string& slug) {
        if (item.keep == Keep::Field) {
            add_field(item.key, slug);
            return;
        }
        const Tag tag{item.key, slug};
        if (std::find(record_.tags.begin(), record_.tags.end(), tag) == record_.tags.end())
            record_.tags.push_back(tag);
    }

    Status keep_person(const FormItem& item, std::string_view typed) {
        std::string_view name = trim(typed);
        if (name.starts_with('@')) name.remove_prefix(1);
        if (name.empty() || name.size() > kSlugBytesMax ||
            name.find_first_of("\n\r\t") != std::string_view::npos) {
            return wrong(item, "the name of one person");
        }
        const bool there = std::any_of(
            record_.people.begin(), record_.people.end(),
            [&](const std::string& other) { return fold_case(other) == fold_case(name); });
        if (!there) record_.people.emplace_back(name);
        if (item.keep == Keep::Field) add_field(item.key, std::string(name));
        return {};
    }

    Status keep_link(const FormItem& item, std::string_view typed) {
        ATTUNE_TRY(const RecordId to, context_.find ? context_.find(trim(typed))
                                                    : Result<RecordId>(wrong(item, "a short id")));
        const Link link{to, item.key};
        if (std::find(record_.links.begin(), record_.links.end(), link) == record_.links.end())
            record_.links.push_back(link);
        return {};
    }

    /// NAME=NUMBER, NAME=NUMBER/LO-HI
    Status keep_score(const FormItem& item, std::string_view typed) {
        const auto refused = [&item] {
            return wrong(
                item, "a name, '=' and a number, with its range if it has one",
                fmt::format("for example '--{0} phq=7' or '--{0} coherence=6/1-9'", item.id));
        };
        const auto equals = typed.find('=');
        const std::string name = slug_of(typed.substr(0, equals));
        if (equals == std::string_view::npos || name.empty() || name.size() > kSlugBytesMax)
            return refused();
        const std::string_view rest = typed.substr(equals + 1);
        const auto slash = rest.find('/');
        const auto number = parse_number(trim(rest.substr(0, slash)));
        Value value{.key = item.key + "." + name, .phase = "score", .number = number.value_or(0)};
        if (slash != std::string_view::npos) {
            const std::string_view range = rest.substr(slash + 1);
            const auto dash = range.find('-', 1);
            value.low = parse_number(trim(range.substr(0, dash)));
            value.high = dash == std::string_view::npos
                             ? std::nullopt
                             : parse_number(trim(range.substr(dash + 1)));
            if (!value.low || !value.high || *value.low > *value.high) return refused();
        }
        if (!number || (value.low && (*number < *value.low || *number > *value.high)))
            return refused();
        record_.values.push_back(std::move(value));
        return {};
    }

    void add_field(const std::string& name, const std::string& text) {
        for (Field& field : record_.fields) {
            if (field.name == name) {
                field.text += "\n" + text;
                return;
            }
        }
        record_.fields.push_back({name, text});
    }

    static constexpr std::size_t kSlugBytesMax = 128;

    Record& record_;
    const Form& form_;
    const Now& now_;
    const FormContext& context_;
    definition::FormAnswers answers_;
    bool text_from_option_ = false;
};

}  // namespace

std::span<const TriggerOption> note_options() {
    return kNoteOptions;
}

Result<Record> build_form_record(const Form& form, const TypedLine& line,
                                 const std::vector<GivenOption>& options, const Now& now,
                                 const FormContext& context) {
    std::vector<GivenOption> common;
    std::vector<GivenOption> own;
    for (const GivenOption& option : options)
        (is_note_option(option.name) ? common : own).push_back(option);
    ATTUNE_TRY(Record record, build_trigger_record(line, common, now, {.kind = form.id}));
    record.definition = form.definition_name();
    if (context.of) {
        record.kind = "follow";
        record.links.push_back({*context.of, "follows-up"});
    }
    Filler filler(record, form, now, context);
    for (const GivenOption& option : own)
        ATTUNE_CHECK(filler.take(option));
    ATTUNE_CHECK(filler.finish());
    return record;
}

}  // namespace attune::journal
