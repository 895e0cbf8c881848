#include "attune/journal/edit_text.hpp"

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/scale.hpp"
#include "attune/journal/trigger_record.hpp"
#include "attune/journal/typed_line.hpp"
#include "journal/edit_lines.hpp"

namespace attune::journal {

namespace {

constexpr std::string_view kMark = "===";
/// Begins a note on a problem; such a line is never part of a text.
constexpr std::string_view kProblemMark = "#!attune: ";

/// Keys that stand for an option of `log` with a value.
constexpr std::array<std::string_view, 14> kOptionKeys = {
    "with", "trigger", "feel", "body",   "intensity", "belief", "urge",
    "did",  "caught",  "lead", "coping", "present",   "need",   "context"};
constexpr std::array<std::string_view, 9> kSeveral = {"with", "trigger", "feel", "body",   "urge",
                                                      "did",  "coping",  "need", "context"};

template <typename Items, typename Item>
bool holds(const Items& items, const Item& item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

/// A line of a text that would read as a mark has one backslash more than typed.
bool is_masked_mark(std::string_view line) {
    const auto start = line.find_first_not_of('\\');
    return start != std::string_view::npos &&
           (line.substr(start).starts_with(kMark) || line.substr(start).starts_with(kProblemMark));
}

std::string section(std::string_view name, std::string_view text) {
    std::string out = fmt::format("\n{} {}\n", kMark, name);
    for (const std::string_view line : split(text, '\n')) {
        if (is_masked_mark(line)) out += '\\';
        out += line;
        out += '\n';
    }
    return out;
}

std::string_view without_end_blanks(std::string_view text) {
    const auto last = text.find_last_not_of(" \t\r\n");
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// A message of an option of `log` in the words of the text: '--feel hurt=7' is 'feel: hurt=7'.
std::string as_key(std::string text, std::string_view key) {
    const std::string option = fmt::format("--{}", key);
    for (auto at = text.find(option); at != std::string::npos; at = text.find(option, at)) {
        const std::size_t end = at + option.size();
        const bool with_value = end < text.size() && text[end] == ' ';
        text.replace(at, option.size(), with_value ? fmt::format("{}:", key) : std::string(key));
    }
    return text;
}

class Reader {
  public:
    Reader(const Record& original, const Now& now)
        : original_(original), now_(now), known_(head_lines(original)), used_(known_.size()) {
        record_ = original;
        record_.text.clear();
        record_.fields.clear();
        record_.people.clear();
        record_.values.clear();
        record_.tags.clear();
        record_.links.clear();
        keep_what_is_not_shown();
    }

    tl::expected<Record, std::vector<EditProblem>> read(std::string_view text);

  private:
    void keep_what_is_not_shown();
    void head(std::string_view line);
    void changed_line(std::string_view line);
    void time(std::string_view line, std::string_view value);
    void option(std::string_view key, std::string_view value);
    void answer(std::string_view key, std::string_view value);
    void bring(std::string_view value);
    void tag(std::string_view value);
    void number(std::string_view value);
    void link(std::string_view value);
    void take(const HeadLine& line);
    void keep(const HeadLine& line);
    void changed_lines();
    void restore_order();
    void begin_section(std::string_view line);
    void end_section();
    void problem(std::string message, std::string hint = {});
    /// The place of a part of the current line.
    void point_at(std::string_view part);

    const Record& original_;
    const Now& now_;
    std::vector<HeadLine> known_;
    std::vector<bool> used_;
    std::vector<std::pair<int, std::string_view>> changed_;  ///< head lines that are new
    Record record_;
    std::vector<EditProblem> problems_;
    int line_number_ = 0;
    std::string_view line_;
    int column_ = 1;
    bool have_time_ = false;
    bool in_section_ = false;
    std::string section_;
    std::string content_;
    std::vector<std::string> sections_;
};

void Reader::keep_what_is_not_shown() {
    for (const std::string& person : original_.people) {
        if (!is_showable(person)) record_.people.push_back(person);
    }
    for (const Tag& tag : original_.tags) {
        if (!is_showable(tag.facet) || !is_showable(tag.slug)) record_.tags.push_back(tag);
    }
    for (const Value& value : original_.values) {
        if (is_fixed(value)) record_.values.push_back(value);
    }
    for (const Link& link : original_.links) {
        if (!is_showable(link.relation)) record_.links.push_back(link);
    }
    for (const Field& field : original_.fields) {
        if (!is_showable(field.name)) record_.fields.push_back(field);
    }
}

void Reader::problem(std::string message, std::string hint) {
    problems_.push_back({line_number_, column_, std::move(message), std::move(hint)});
}

void Reader::point_at(std::string_view part) {
    const auto bytes = static_cast<std::size_t>(part.data() - line_.data());
    int column = 1;
    for (const char c : line_.substr(0, bytes)) {
        if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) ++column;
    }
    column_ = column;
}

/// What stands unchanged needs no judging.
void Reader::keep(const HeadLine& line) {
    record_.people.insert(record_.people.end(), line.people.begin(), line.people.end());
    record_.tags.insert(record_.tags.end(), line.tags.begin(), line.tags.end());
    record_.values.insert(record_.values.end(), line.values.begin(), line.values.end());
    record_.links.insert(record_.links.end(), line.links.begin(), line.links.end());
}

void Reader::take(const HeadLine& line) {
    for (const std::string& person : line.people) {
        const bool there =
            std::any_of(record_.people.begin(), record_.people.end(),
                        [&](const auto& other) { return fold_case(other) == fold_case(person); });
        if (!there) record_.people.push_back(person);
    }
    for (const Tag& tag : line.tags) {
        const bool one_answer =
            tag.facet == "response" || tag.facet == "outcome" || tag.facet == "caught";
        const auto other =
            std::find_if(record_.tags.begin(), record_.tags.end(), [&](const Tag& known) {
                return known == tag || (one_answer && known.facet == tag.facet);
            });
        if (other == record_.tags.end()) {
            record_.tags.push_back(tag);
        } else if (*other != tag) {
            problem(fmt::format("'{}' is answered twice", tag.facet), "keep one of the lines");
        }
    }
    for (const Value& value : line.values) {
        const bool twice =
            std::any_of(record_.values.begin(), record_.values.end(), [&](const Value& other) {
                return other.key == value.key && other.phase == value.phase;
            });
        if (twice) {
            problem("this number is given twice", "keep one of the lines");
        } else {
            record_.values.push_back(value);
        }
    }
    for (const Link& link : line.links) {
        if (!holds(record_.links, link)) record_.links.push_back(link);
    }
}

void Reader::time(std::string_view line, std::string_view value) {
    if (std::exchange(have_time_, true)) return problem("'at' is given twice");
    if (line == at_line(original_.at, now_)) return;
    const bool ahead = original_.at.utc > now_.utc;
    const auto at = parse_when(value, now_, ahead ? Direction::Plan : Direction::Past);
    if (!at) return problem(at.error().message, at.error().hint);
    record_.at = *at;
}

void Reader::option(std::string_view key, std::string_view value) {
    const auto parts = holds(kSeveral, key) ? split(value, ',') : std::vector{value};
    TypedLine nothing;
    nothing.text = "-";
    for (const std::string_view part : parts) {
        point_at(trim(part).empty() ? value : trim(part));
        const auto read =
            build_trigger_record(nothing, {{std::string(key), std::string(trim(part))}}, now_);
        if (!read) {
            problem(as_key(read.error().message, key), as_key(read.error().hint, key));
            continue;
        }
        HeadLine line;
        line.people = read->people;
        line.tags = read->tags;
        line.values = read->values;
        take(line);
    }
}

void Reader::answer(std::string_view key, std::string_view value) {
    const bool response = key == "response";
    constexpr std::array<std::string_view, 4> kResponses = {"reacted", "responded", "mixed",
                                                            "unsure"};
    constexpr std::array<std::string_view, 3> kOutcomes = {"better", "same", "worse"};
    if (response ? !holds(kResponses, value) : !holds(kOutcomes, value)) {
        return problem(fmt::format(
            "'{}' takes {}", key,
            response ? "reacted, responded, mixed or unsure" : "better, same or worse"));
    }
    HeadLine line;
    line.tags = {{std::string(key), std::string(value)}};
    take(line);
}

void Reader::bring(std::string_view value) {
    if (value == "no") return;
    if (value != "yes") return problem("'bring' takes yes or no");
    HeadLine line;
    line.tags = {{"mark", "bring"}};
    take(line);
}

void Reader::tag(std::string_view value) {
    const auto blank = value.find(' ');
    const std::string slug =
        blank == std::string_view::npos ? std::string() : slug_of(value.substr(blank));
    const std::string facet = slug_of(value.substr(0, blank));
    if (facet.empty() || slug.empty()) {
        return problem("'tag' takes a facet and a word", "for example 'tag: strategy hinting'");
    }
    HeadLine line;
    line.tags = {{facet, slug}};
    take(line);
}

void Reader::number(std::string_view value) {
    std::vector<std::string_view> words;
    for (const std::string_view word : split(value, ' ')) {
        if (!word.empty()) words.push_back(word);
    }
    const auto read = words.size() < 3 ? std::nullopt : parse_number(words[2]);
    if (!read || words.size() > 4) {
        return problem("'value' takes a key, a phase, a number and perhaps a unit",
                       "for example 'value: feeling.hurt after 3'");
    }
    Value made{.key = std::string(words[0]), .phase = std::string(words[1]), .number = *read};
    if (words.size() == 4) made.unit = words[3];
    if (is_fixed(made)) {
        return problem("answers, scores and predictions are not changed here");
    }
    // The scale is that of the number it replaces, else the usual one.
    const auto before = std::find_if(
        original_.values.begin(), original_.values.end(),
        [&](const Value& other) { return other.key == made.key && other.phase == made.phase; });
    if (before != original_.values.end()) {
        made.low = before->low;
        made.high = before->high;
    } else if (const auto scale = usual_scale(made.key)) {
        made.low = scale->low;
        made.high = scale->high;
    }
    if ((made.low && made.number < *made.low) || (made.high && made.number > *made.high)) {
        point_at(words[2]);
        return problem(fmt::format("this number goes from {} to {}", shortest_number(*made.low),
                                   shortest_number(*made.high)));
    }
    HeadLine line;
    line.values = {std::move(made)};
    take(line);
}

void Reader::link(std::string_view value) {
    const auto blank = value.find(' ');
    const auto to = blank == std::string_view::npos ? std::nullopt
                                                    : RecordId::from_hex(trim(value.substr(blank)));
    if (!to) {
        return problem("'link' takes a relation and the whole id of an entry",
                       "'attune show' prints whole ids");
    }
    HeadLine line;
    line.links = {{*to, std::string(value.substr(0, blank))}};
    take(line);
}

void Reader::head(std::string_view line) {
    line = without_end_blanks(line);
    if (trim(line).empty() || line.starts_with('#')) return;
    for (std::size_t i = 0; i < known_.size(); ++i) {
        if (used_[i] || known_[i].text != line) continue;
        used_[i] = true;
        return keep(known_[i]);
    }
    changed_.emplace_back(line_number_, line);
}

void Reader::changed_lines() {
    for (const auto& [number, line] : changed_) {
        line_number_ = number;
        line_ = line;
        column_ = 1;
        changed_line(line);
    }
}

void Reader::changed_line(std::string_view line) {
    const auto colon = line.find(':');
    const std::string key = lower_ascii(trim(line.substr(0, colon)));
    if (colon == std::string_view::npos) {
        return problem("a line before the texts is 'key: value'", "words belong below '=== text'");
    }
    const std::string_view value = trim(line.substr(colon + 1));
    if (value.empty()) return;
    point_at(value);
    if (key == "at") return time(line, value);
    if (holds(kOptionKeys, key)) return option(key, value);
    if (key == "response" || key == "outcome") return answer(key, value);
    if (key == "bring") return bring(value);
    if (key == "tag") return tag(value);
    if (key == "value") return number(value);
    if (key == "link") return link(value);
    column_ = 1;
    std::vector<std::string> keys(kOptionKeys.begin(), kOptionKeys.end());
    keys.insert(keys.end(), {"at", "response", "outcome", "bring", "tag", "value", "link"});
    const auto near = nearest_word(key, keys);
    problem(fmt::format("there is no key '{}'", make_visible(key)),
            near ? fmt::format("the nearest one is '{}'", *near)
                 : "words belong below '=== text'; 'thought' and 'other' are texts of their own");
}

void Reader::begin_section(std::string_view line) {
    in_section_ = true;
    section_ = trim(line.substr(kMark.size()));
    content_.clear();
    if (section_.empty()) {
        problem("'===' needs the name of a text", "for example '=== text' or '=== thought'");
    } else if (holds(sections_, section_)) {
        problem(fmt::format("the text '{}' is there twice", make_visible(section_)));
    }
    sections_.push_back(section_);
}

void Reader::end_section() {
    if (!in_section_) return;
    const auto same = [this](const std::string& before) {
        return without_end_blanks(before) == without_end_blanks(content_);
    };
    if (section_ == "text") {
        record_.text =
            same(original_.text) ? original_.text : std::string(without_end_blanks(content_));
        return;
    }
    const auto before = std::find_if(original_.fields.begin(), original_.fields.end(),
                                     [this](const Field& field) { return field.name == section_; });
    if (before != original_.fields.end() && same(before->text)) {
        record_.fields.push_back(*before);
    } else if (!trim(content_).empty()) {
        record_.fields.push_back({section_, std::string(without_end_blanks(content_))});
    }
}

/// What was there before stands where it stood, what is new behind it.
void Reader::restore_order() {
    const auto sort = [](auto& items, const auto& before) {
        using Items = std::remove_reference_t<decltype(items)>;
        std::stable_sort(
            items.begin(), items.end(),
            [&](const typename Items::value_type& a, const typename Items::value_type& b) {
                return std::find(before.begin(), before.end(), a) <
                       std::find(before.begin(), before.end(), b);
            });
    };
    sort(record_.people, original_.people);
    sort(record_.tags, original_.tags);
    sort(record_.values, original_.values);
    sort(record_.links, original_.links);
    // A field is found by its name: its text may be another one now.
    const auto place = [this](const Field& field) {
        return std::find_if(original_.fields.begin(), original_.fields.end(),
                            [&](const Field& other) { return other.name == field.name; });
    };
    std::stable_sort(record_.fields.begin(), record_.fields.end(),
                     [&](const Field& a, const Field& b) { return place(a) < place(b); });
}

tl::expected<Record, std::vector<EditProblem>> Reader::read(std::string_view text) {
    auto lines = split(text, '\n');
    const bool carriage_returns =
        lines.size() > 1 && std::all_of(lines.begin(), lines.end() - 1,
                                        [](std::string_view line) { return line.ends_with('\r'); });
    for (std::string_view line : lines) {
        ++line_number_;
        column_ = 1;
        if (carriage_returns && line.ends_with('\r')) line.remove_suffix(1);
        line_ = line;
        if (!is_utf8(line)) {
            problem("these bytes are not UTF-8", "save the text as UTF-8");
        } else if (line.starts_with(kProblemMark)) {
            continue;
        } else if (line.starts_with(kMark)) {
            end_section();
            begin_section(line);
        } else if (in_section_) {
            if (is_masked_mark(line)) line.remove_prefix(1);
            content_ += line;
            content_ += '\n';
        } else {
            head(line);
        }
    }
    end_section();
    changed_lines();
    restore_order();
    if (problems_.empty() && trim(record_.text).empty() && record_.fields.empty() &&
        record_.people.empty() && record_.values.empty() && record_.tags.empty()) {
        line_number_ = column_ = 1;
        problem("nothing is left of the entry", "'attune delete' takes an entry away");
    }
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const EditProblem& a, const EditProblem& b) { return a.line < b.line; });
    if (!problems_.empty()) return tl::unexpected<std::vector<EditProblem>>(std::move(problems_));
    return std::move(record_);
}

}  // namespace

std::string edit_text(const Record& record, const Now& now) {
    std::string out = at_line(record.at, now) + "\n";
    for (const HeadLine& line : head_lines(record))
        out += line.text + "\n";
    out += section("text", record.text);
    for (const Field& field : record.fields) {
        if (is_showable(field.name)) out += section(field.name, field.text);
    }
    return out;
}

std::string edit_notes(std::string_view short_id, std::string_view kind) {
    return fmt::format(
        "# {} {}: change what you like, save and leave the editor. Lines with '#' before the\n"
        "# texts are notes and vanish. Nothing changed leaves everything as it was.\n"
        "# Keys: at with trigger feel body intensity belief urge did caught lead coping present\n"
        "# need context response outcome bring. Texts: === text, === thought, === other.\n",
        make_visible(kind), short_id);
}

tl::expected<Record, std::vector<EditProblem>> read_edit_text(std::string_view text,
                                                              const Record& original,
                                                              const Now& now) {
    return Reader(original, now).read(text);
}

std::string without_notes(std::string_view text) {
    std::string out;
    bool in_section = false;
    for (const std::string_view line : split(text, '\n')) {
        in_section = in_section || line.starts_with(kMark);
        if (line.starts_with(kProblemMark) || (!in_section && line.starts_with('#'))) continue;
        out += line;
        out += '\n';
    }
    out.pop_back();  // split gives one piece more than there are line ends
    return out;
}

std::string with_problems(std::string_view text, const std::vector<EditProblem>& problems) {
    std::string out;
    int number = 0;
    for (const std::string_view line : split(text, '\n')) {
        ++number;
        if (line.starts_with(kProblemMark)) continue;
        for (const EditProblem& problem : problems) {
            if (problem.line != number) continue;
            out += fmt::format("{}{}{}{}\n", kProblemMark, problem.message,
                               problem.hint.empty() ? "" : "; ", problem.hint);
        }
        out += line;
        out += '\n';
    }
    out.pop_back();
    return out;
}

}  // namespace attune::journal
