#include "attune/journal/trigger_record.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/record_json.hpp"
#include "attune/journal/scale.hpp"

namespace attune::journal {

namespace {

constexpr std::array<TriggerOption, 27> kOptions = {{
    {"at", "WHEN", "when it happened, if not now: 21:40, 'yesterday 9pm', 'last friday'"},
    {"with", "PERSON", "who was there"},
    {"trigger", "T", "what set it off"},
    {"feel", "F[=0..10]", "a feeling and its strength"},
    {"body", "SITE[=0..10]", "where in the body"},
    {"intensity", "0..10", "how strong it was altogether"},
    {"thought", "TEXT", "the thought that came"},
    {"belief", "B[=0..100]", "a belief and how true it felt"},
    {"urge", "U", "what you wanted to do"},
    {"did", "A", "what you did"},
    {"reacted", "", "it ran by itself"},
    {"responded", "", "you chose"},
    {"mixed", "", "some of both"},
    {"unsure", "", "hard to say"},
    {"caught", "before|during|after|later", "when you noticed"},
    {"lead", "TIME", "how long before you acted you noticed: 30s, 2m"},
    {"present", "0..10", "how much of it was about now"},
    {"coping", "C[=BEFORE-AFTER]", "what you tried, with the strength before and after"},
    {"before", "0..10", "the strength before the coping"},
    {"after", "0..10", "the strength after the coping"},
    {"need", "N", "what you needed"},
    {"other", "TEXT", "what the other person said or did"},
    {"context", "C", "where it belongs: home, work, family, friends, online"},
    {"better", "", "it came out better"},
    {"same", "", "it came out the same"},
    {"worse", "", "it came out worse"},
    {"bring", "", "bring it to the next session"},
}};

constexpr long kLeadSecondsMax = 86400;
constexpr std::size_t kSlugBytesMax = 128;

/// Invalid bytes as the Latin-1 letters they most likely are.
std::string keep_as_utf8(std::string_view text) {
    if (is_utf8(text)) return std::string(text);
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const Character next = first_character(text.substr(at));
        if (next.code == kNoCharacter) {
            const auto byte = static_cast<unsigned char>(text[at]);
            out.push_back(static_cast<char>(0xC0U | static_cast<unsigned>(byte >> 6)));
            out.push_back(static_cast<char>(0x80U | (byte & 0x3FU)));
        } else {
            out += text.substr(at, next.length);
        }
        at += next.length;
    }
    return out;
}

/// A whole number 0..max, written with digits alone.
std::optional<int> whole_number(std::string_view text, int max) {
    if (text.empty() || text.size() > 3) return std::nullopt;
    int number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number <= max ? std::optional<int>(number) : std::nullopt;
}

/// Seconds of "30s", "30", "2m", "1m30s", "1h".
std::optional<long> lead_seconds(std::string_view text) {
    long total = 0;
    long last_unit = 86400;
    if (text.empty()) return std::nullopt;
    while (!text.empty()) {
        std::size_t digits = 0;
        while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
            ++digits;
        if (digits == 0 || digits > 5) return std::nullopt;
        const auto number = parse_integer(text.substr(0, digits));
        text.remove_prefix(digits);
        std::size_t letters = 0;
        while (letters < text.size() && text[letters] >= 'a' && text[letters] <= 'z')
            ++letters;
        const std::string_view unit = text.substr(0, letters);
        text = trim(text.substr(letters));
        const long seconds = unit == "h"                                    ? 3600
                             : unit == "m" || unit == "min"                 ? 60
                             : unit.empty() || unit == "s" || unit == "sec" ? 1
                                                                            : 0;
        // Units come in falling order, each once.
        if (!number || seconds == 0 || seconds >= last_unit) return std::nullopt;
        last_unit = seconds;
        total += static_cast<long>(*number) * seconds;
    }
    return total <= kLeadSecondsMax ? std::optional<long>(total) : std::nullopt;
}

tl::unexpected<Error> wrong(std::string_view option, std::string_view wanted, std::string example) {
    return fail(ErrorKind::Usage, fmt::format("'--{}' takes {}", option, wanted),
                "for example " + std::move(example));
}

class Builder {
  public:
    Builder(Record& record, const Now& now, const TriggerContext& context)
        : record_(record),
          now_(now),
          follow_up_(context.follows.has_value()),
          may_be_empty_(!context.kind.empty()) {}

    void take_line(const TypedLine& line);
    Status take(const GivenOption& option);
    Status finish();

  private:
    Status numbered(const GivenOption& option, std::string_view family, int max);
    Status coping(const GivenOption& option);
    Status single_tag(const GivenOption& option, std::string_view facet);
    Status answer(std::string_view facet, std::string_view slug);
    Status scale_number(const GivenOption& option, std::string_view key);
    Status field(const GivenOption& option);
    Status person(const GivenOption& option);
    Result<std::string> slug(const GivenOption& option, std::string_view word) const;

    void set_value(std::string_view key, std::string_view phase, double number);
    void add_tag(std::string_view facet, std::string_view slug);
    void add_person(std::string person);
    std::vector<std::string> copings() const;

    Record& record_;
    const Now& now_;
    bool follow_up_;
    bool may_be_empty_;
    std::optional<int> before_;
    std::optional<int> after_;
    bool have_time_ = false;
};

void Builder::set_value(std::string_view key, std::string_view phase, double number) {
    for (Value& value : record_.values) {
        if (value.key == key && value.phase == phase) {
            value.number = number;
            return;
        }
    }
    Value value{.key = std::string(key), .phase = std::string(phase), .number = number};
    if (const auto scale = usual_scale(key)) {
        value.low = scale->low;
        value.high = scale->high;
    }
    record_.values.push_back(std::move(value));
}

void Builder::add_tag(std::string_view facet, std::string_view slug) {
    Tag tag{std::string(facet), std::string(slug)};
    if (std::find(record_.tags.begin(), record_.tags.end(), tag) == record_.tags.end()) {
        record_.tags.push_back(std::move(tag));
    }
}

void Builder::add_person(std::string person) {
    const std::string folded = fold_case(person);
    const bool known =
        std::any_of(record_.people.begin(), record_.people.end(),
                    [&folded](const std::string& other) { return fold_case(other) == folded; });
    if (!known) record_.people.push_back(std::move(person));
}

void Builder::take_line(const TypedLine& line) {
    record_.text = keep_as_utf8(line.text);
    for (const std::string& person : line.people)
        add_person(person);
    for (const std::string& trigger : line.triggers)
        add_tag("trigger", trigger);
    for (const FeelingSign& feeling : line.feelings) {
        if (feeling.intensity) {
            set_value("feeling." + feeling.name, "peak", *feeling.intensity);
        } else {
            add_tag("feeling", feeling.name);
        }
    }
    for (const CopingSign& sign : line.copings) {
        add_tag("coping", sign.name);
        if (!sign.intensity) continue;
        set_value("coping." + sign.name, "before", sign.intensity->before);
        set_value("coping." + sign.name, "after", sign.intensity->after);
    }
}

Result<std::string> Builder::slug(const GivenOption& option, std::string_view word) const {
    std::string slug = slug_of(word);
    if (slug.empty() || slug.size() > kSlugBytesMax) {
        return fail(ErrorKind::Usage,
                    fmt::format("'--{}' needs a word of letters or digits", option.name));
    }
    return slug;
}

/// F, F=N: a tag without number, a value with one.
Status Builder::numbered(const GivenOption& option, std::string_view family, int max) {
    const auto equals = option.value.find('=');
    const std::string_view word = std::string_view(option.value).substr(0, equals);
    const std::string example = fmt::format("'--{0} {1}={2}'", option.name,
                                            family == "feeling" ? "hurt"
                                            : family == "body"  ? "chest"
                                                                : "abandonment",
                                            max == 10 ? 7 : 60);
    if (word.find_first_of(",;:/+@%#") != std::string_view::npos) {
        return wrong(option.name, "one word at a time, given once for each", example);
    }
    ATTUNE_TRY(const std::string name, slug(option, word));
    if (equals == std::string::npos) {
        const std::string key = fmt::format("{}.{}", family, name);
        const bool has_number =
            std::any_of(record_.values.begin(), record_.values.end(),
                        [&key](const Value& value) { return value.key == key; });
        if (!has_number) add_tag(family, name);
        return {};
    }
    const auto number = whole_number(std::string_view(option.value).substr(equals + 1), max);
    if (!number) {
        return wrong(option.name, fmt::format("a whole number from 0 to {} behind '='", max),
                     example);
    }
    std::erase(record_.tags, Tag{std::string(family), name});
    set_value(fmt::format("{}.{}", family, name), "peak", *number);
    return {};
}

Status Builder::coping(const GivenOption& option) {
    const auto equals = option.value.find('=');
    ATTUNE_TRY(const std::string name,
               slug(option, std::string_view(option.value).substr(0, equals)));
    add_tag("coping", name);
    if (equals == std::string::npos) return {};
    const std::string_view pair = std::string_view(option.value).substr(equals + 1);
    const auto dash = pair.find('-');
    const bool alone = dash == std::string_view::npos || pair.size() == 1;
    const std::string_view sides[] = {pair.substr(0, dash),
                                      alone ? std::string_view() : pair.substr(dash + 1)};
    std::optional<int> numbers[2];
    bool read = !alone;
    for (std::size_t side = 0; side < 2; ++side) {
        if (sides[side].empty()) continue;
        numbers[side] = whole_number(sides[side], 10);
        read = read && numbers[side];
    }
    if (!read) {
        return wrong(option.name, "two whole numbers from 0 to 10 behind '=', before and after",
                     "'--coping breath=7-4'");
    }
    if (numbers[0]) set_value("coping." + name, "before", *numbers[0]);
    if (numbers[1]) set_value("coping." + name, "after", *numbers[1]);
    return {};
}

Status Builder::single_tag(const GivenOption& option, std::string_view facet) {
    ATTUNE_TRY(const std::string name, slug(option, option.value));
    add_tag(facet, name);
    return {};
}

/// One answer to one question.
Status Builder::answer(std::string_view facet, std::string_view slug) {
    for (const Tag& tag : record_.tags) {
        if (tag.facet == facet && tag.slug != slug) {
            return fail(
                ErrorKind::Usage,
                fmt::format("'{}' and '{}' answer the same question", tag.slug, slug),
                facet == "response" ? "choose one; '--mixed' says some of both" : "choose one");
        }
    }
    add_tag(facet, slug);
    return {};
}

Status Builder::scale_number(const GivenOption& option, std::string_view key) {
    const auto number = whole_number(option.value, 10);
    if (!number) {
        return wrong(option.name, "a whole number from 0 to 10",
                     fmt::format("'--{} 6'", option.name));
    }
    set_value(key, "peak", *number);
    return {};
}

Status Builder::field(const GivenOption& option) {
    const std::string text = keep_as_utf8(option.value);
    if (trim(text).empty())
        return fail(ErrorKind::Usage, fmt::format("'--{}' needs a text", option.name));
    for (Field& field : record_.fields) {
        if (field.name == option.name) {
            field.text += "\n" + text;
            return {};
        }
    }
    record_.fields.push_back({option.name, text});
    return {};
}

Status Builder::person(const GivenOption& option) {
    std::string_view name = trim(option.value);
    if (name.starts_with('@')) name.remove_prefix(1);
    if (name.empty() || name.size() > kSlugBytesMax ||
        name.find_first_of("\n\r\t") != std::string_view::npos) {
        return wrong(option.name, "the name of one person", "'--with sam'");
    }
    add_person(keep_as_utf8(name));
    return {};
}

Status Builder::take(const GivenOption& option) {
    const std::string_view name = option.name;
    if (name == "at") {
        if (std::exchange(have_time_, true)) return fail(ErrorKind::Usage, "'--at' is given twice");
        ATTUNE_TRY(record_.at, parse_when(option.value, now_, Direction::Past));
        return {};
    }
    if (name == "with") return person(option);
    if (name == "trigger") {
        const std::string_view word = option.value;
        const bool signed_word = word.starts_with('%') || word.starts_with('#');
        return single_tag({option.name, std::string(word.substr(signed_word ? 1 : 0))}, "trigger");
    }
    if (name == "feel") return numbered(option, "feeling", 10);
    if (name == "body") return numbered(option, "body", 10);
    if (name == "belief") return numbered(option, "belief", 100);
    if (name == "intensity") return scale_number(option, "intensity");
    if (name == "present") return scale_number(option, "now");
    if (name == "thought" || name == "other") return field(option);
    if (name == "urge" || name == "need" || name == "context") return single_tag(option, name);
    if (name == "did") return single_tag(option, "action");
    if (name == "coping") return coping(option);
    if (name == "reacted" || name == "responded" || name == "mixed" || name == "unsure")
        return answer("response", name);
    if (name == "better" || name == "same" || name == "worse") return answer("outcome", name);
    if (name == "bring") {
        add_tag("mark", "bring");
        return {};
    }
    if (name == "caught") {
        const std::string when = lower_ascii(option.value);
        if (when != "before" && when != "during" && when != "after" && when != "later") {
            return wrong(name, "before, during, after or later", "'--caught during'");
        }
        return answer("caught", when);
    }
    if (name == "lead") {
        const auto seconds = lead_seconds(lower_ascii(trim(option.value)));
        if (!seconds) return wrong(name, "a time of at most a day", "'--lead 30s' or '--lead 2m'");
        set_value("lead_s", "peak", static_cast<double>(*seconds));
        for (Value& value : record_.values) {
            if (value.key == "lead_s") value.unit = "s";
        }
        return {};
    }
    if (name == "before" || name == "after") {
        const auto number = whole_number(option.value, 10);
        if (!number)
            return wrong(name, "a whole number from 0 to 10", fmt::format("'--{} 4'", name));
        (name == "before" ? before_ : after_) = number;
    }
    return {};
}

std::vector<std::string> Builder::copings() const {
    std::vector<std::string> slugs;
    for (const Tag& tag : record_.tags) {
        if (tag.facet == "coping") slugs.push_back(tag.slug);
    }
    return slugs;
}

Status Builder::finish() {
    if (before_ || after_) {
        const auto used = copings();
        if (used.size() != 1 && !(follow_up_ && used.empty())) {
            return fail(ErrorKind::Usage, "'--before' and '--after' belong to exactly one coping",
                        used.empty() ? "name it: '--coping breath --before 7 --after 4'"
                                     : "write the numbers with each: '--coping breath=7-4'");
        }
        const std::string key = used.empty() ? "intensity" : "coping." + used[0];
        if (before_) set_value(key, "before", *before_);
        if (after_) set_value(key, "after", *after_);
    }
    const bool empty = trim(record_.text).empty() && record_.fields.empty() &&
                       record_.people.empty() && record_.values.empty() && record_.tags.empty();
    if (empty && !may_be_empty_) {
        return fail(
            ErrorKind::Usage, "there is nothing to keep",
            "write what happened, for example: attune log \"He cancelled dinner\" @sam hurt=7");
    }
    if (record_.text.size() > kTextBytesMax) {
        return fail(ErrorKind::TooLarge, "the text is longer than 1 MiB",
                    "keep it in several entries");
    }
    return {};
}

}  // namespace

std::span<const TriggerOption> trigger_options() {
    return kOptions;
}

std::vector<KnownOption> known_trigger_options() {
    std::vector<KnownOption> known;
    known.reserve(kOptions.size());
    for (const TriggerOption& option : kOptions) {
        known.push_back({.name = std::string(option.name),
                         .takes_value = !option.value.empty(),
                         .is_date = option.name == "at"});
    }
    return known;
}

std::string slug_of(std::string_view words) {
    const std::string lower = to_lower(keep_as_utf8(words));
    std::string slug;
    for (std::size_t at = 0; at < lower.size();) {
        const Character next = first_character(std::string_view(lower).substr(at));
        const bool kept = is_letter(next.code) || is_mark(next.code) || next.code == '_' ||
                          (next.code >= '0' && next.code <= '9');
        // An apostrophe joins: "don't" is "dont".
        const bool joins = next.code == '\'' || next.code == 0x2019;
        if (kept) {
            slug.append(lower, at, next.length);
        } else if (!joins && !slug.empty() && slug.back() != '-') {
            slug.push_back('-');
        }
        at += next.length;
    }
    while (slug.ends_with('-'))
        slug.pop_back();
    return slug;
}

Result<Record> build_trigger_record(const TypedLine& line, const std::vector<GivenOption>& options,
                                    const Now& now, const TriggerContext& context) {
    Record record;
    record.kind = context.follows ? "follow" : context.kind.empty() ? "trigger" : context.kind;
    record.at = moment_at(now.utc, now.zone, now.day_start);
    Builder builder(record, now, context);
    builder.take_line(line);
    for (const GivenOption& option : options)
        ATTUNE_CHECK(builder.take(option));
    ATTUNE_CHECK(builder.finish());
    if (context.follows) record.links.push_back({*context.follows, "follows-up"});
    return record;
}

}  // namespace attune::journal
