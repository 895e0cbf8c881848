#include "cli/taken_up.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/lookup.hpp"
#include "attune/journal/trigger_record.hpp"
#include "attune/journal/typed_line.hpp"
#include "cli/amend.hpp"
#include "cli/drafts.hpp"
#include "cli/form_questions.hpp"
#include "cli/log_questions.hpp"

namespace attune::cli {

namespace {

using definition::FormItem;
using definition::FormItemType;
using journal::GivenOption;
using journal::LogArguments;
using journal::Record;

/// An option whose words are picked, and how many numbers each can have.
struct WordOption {
    std::string_view option;
    std::size_t numbers;
    bool extra;  ///< asked behind the menu
};

constexpr std::array<WordOption, 10> kWordOptions = {{{"with", 0, false},
                                                      {"trigger", 0, false},
                                                      {"feel", 1, false},
                                                      {"body", 1, false},
                                                      {"urge", 0, false},
                                                      {"did", 0, false},
                                                      {"belief", 1, true},
                                                      {"coping", 2, true},
                                                      {"need", 0, true},
                                                      {"context", 0, true}}};

/// A flag of `log` and the question it answers.
struct FlagOption {
    std::string_view option;
    std::string_view question;
};

constexpr std::array<FlagOption, 7> kFlagOptions = {{{"reacted", "response"},
                                                     {"responded", "response"},
                                                     {"mixed", "response"},
                                                     {"unsure", "response"},
                                                     {"better", "outcome"},
                                                     {"same", "outcome"},
                                                     {"worse", "outcome"}}};

bool is_extra(std::string_view question) {
    return question == "outcome" || question == "present" || question == "caught" ||
           question == "other";
}

/// Reads options back, one after another.
class Taker {
  public:
    Taker(const journal::Now& then, bool menu_alone) : then_(then), menu_alone_(menu_alone) {}

    /// False when the option is no answer to a question, or cannot be read as one.
    bool take(const GivenOption& option);
    [[nodiscard]] Replies replies() { return std::move(replies_); }

  private:
    bool take_pick(const WordOption& kind, std::string_view value);
    bool take_date(std::string_view value);
    bool take_single(std::string_view question, std::string_view word);
    void add_line(std::string_view question, std::string_view line);
    /// Questions behind the menu are asked again because their place in it is kept.
    void choose(std::string_view question);

    const journal::Now& then_;
    bool menu_alone_;  ///< every question stands behind the menu
    Replies replies_;
};

void Taker::choose(std::string_view question) {
    auto& picks = replies_["more"].picks;
    const bool there = std::any_of(picks.begin(), picks.end(),
                                   [&](const Pick& pick) { return pick.word == question; });
    if (!there) picks.push_back({std::string(question)});
}

void Taker::add_line(std::string_view question, std::string_view line) {
    std::string& text = replies_[std::string(question)].text;
    if (!text.empty()) text += '\n';
    text += line;
}

bool Taker::take_date(std::string_view value) {
    if (replies_.contains("at")) return false;
    const auto at = journal::parse_when(value, then_, journal::Direction::Past);
    if (!at) return false;
    replies_["at"].text = written_out(*at);
    if (menu_alone_) choose("at");
    return true;
}

bool Taker::take_single(std::string_view question, std::string_view word) {
    if (replies_.contains(question)) return false;
    replies_[std::string(question)].picks.push_back({std::string(word)});
    if (is_extra(question)) choose(question);
    return true;
}

bool Taker::take_pick(const WordOption& kind, std::string_view value) {
    const auto equals = kind.numbers == 0 ? std::string_view::npos : value.find('=');
    Pick pick;
    std::string_view word = trim(value.substr(0, equals));
    if (kind.option == "with" && word.starts_with('@')) word.remove_prefix(1);
    if (kind.option == "trigger" && (word.starts_with('%') || word.starts_with('#')))
        word.remove_prefix(1);
    pick.word = kind.option == "with" ? std::string(word) : journal::slug_of(word);
    pick.numbers.resize(kind.numbers);
    if (pick.word.empty()) return false;
    if (equals != std::string_view::npos) {
        const int most = kind.option == "belief" ? 100 : 10;
        const auto parts = split(value.substr(equals + 1), '-');
        if (parts.size() > kind.numbers) return false;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            if (parts[i].empty()) continue;
            const auto number = parse_integer(parts[i]);
            if (!number || *number < 0 || *number > most) return false;
            pick.numbers[i] = static_cast<int>(*number);
        }
    }
    auto& picks = replies_[std::string(kind.option)].picks;
    const auto same = std::find_if(picks.begin(), picks.end(),
                                   [&](const Pick& other) { return other.word == pick.word; });
    if (same == picks.end()) {
        picks.push_back(std::move(pick));
    } else if (equals != std::string_view::npos) {
        *same = std::move(pick);
    }
    if (kind.extra || menu_alone_) choose(kind.option);
    return true;
}

bool Taker::take(const GivenOption& option) {
    const std::string_view name = option.name;
    if (name == "at") return take_date(option.value);
    for (const WordOption& kind : kWordOptions) {
        if (name == kind.option) return take_pick(kind, option.value);
    }
    for (const FlagOption& flag : kFlagOptions) {
        if (name == flag.option) return take_single(flag.question, flag.option);
    }
    if (name == "bring") {
        choose("bring");
        return true;
    }
    if (name == "caught") return take_single("caught", journal::slug_of(option.value));
    if (name == "thought" || name == "other") {
        add_line(name, option.value);
        if (is_extra(name)) choose(name);
        return true;
    }
    if (name == "lead") {
        if (replies_.contains("lead")) return false;
        add_line("lead", option.value);
        return true;
    }
    if (name == "present") {
        const auto number = parse_integer(option.value);
        if (!number || *number < 0 || *number > 10) return false;
        replies_["present"].number = static_cast<double>(*number);
        choose("present");
        return true;
    }
    return false;
}

/// Keeps of `options` what `taker` cannot read.
void take_options(Taker& taker, std::vector<GivenOption>& options) {
    std::vector<GivenOption> rest;
    for (GivenOption& option : options) {
        if (!taker.take(option)) rest.push_back(std::move(option));
    }
    options = std::move(rest);
}

/// One more answer to an item; false when it cannot be read as one.
bool take_answer(const FormItem& item, Reply& reply, const std::string& value) {
    switch (item.type) {
        case FormItemType::Scale:
        case FormItemType::Number:
        case FormItemType::Percent: {
            const auto number = parse_number(value);
            const bool fits = number && (!item.low || *number >= *item.low) &&
                              (!item.high || *number <= *item.high);
            if (!fits || reply.number) return false;
            reply.number = number;
            return true;
        }
        case FormItemType::YesNo:
            if (reply.number || (value != "yes" && value != "no")) return false;
            reply.number = value == "yes" ? 1 : 0;
            return true;
        case FormItemType::Choice:
        case FormItemType::Choices:
        case FormItemType::People: {
            if (item.type == FormItemType::Choice && !reply.picks.empty()) return false;
            const bool name = item.type == FormItemType::People;
            Pick pick{name ? value : journal::slug_of(value)};
            if (pick.word.empty()) return false;
            reply.picks.push_back(std::move(pick));
            return true;
        }
        case FormItemType::Text:
        case FormItemType::Person:
        case FormItemType::Date:
            if (!reply.text.empty()) return false;
            reply.text = value;
            return true;
        case FormItemType::Lines:
        case FormItemType::Link:
        case FormItemType::Scores: {
            const char* between = item.type == FormItemType::Lines  ? "\n"
                                  : item.type == FormItemType::Link ? " "
                                                                    : ", ";
            reply.text += (reply.text.empty() ? "" : between) + value;
            return true;
        }
        case FormItemType::Say:
            break;
    }
    return false;
}

/// Options given now stand in place of those of the same name.
void replace(std::vector<GivenOption>& kept, const std::vector<GivenOption>& given) {
    std::erase_if(kept, [&](const GivenOption& old) {
        return std::any_of(given.begin(), given.end(),
                           [&](const GivenOption& option) { return option.name == old.name; });
    });
}

void add(LogArguments& to, std::string_view name, std::string value = {}) {
    to.options.push_back({std::string(name), std::move(value)});
}

void add_tag(LogArguments& out, const Record& entry, const journal::Tag& tag) {
    if (tag.facet == "feeling") return add(out, "feel", tag.slug);
    if (tag.facet == "action") return add(out, "did", tag.slug);
    if (tag.facet == "response" || tag.facet == "outcome") return add(out, tag.slug);
    if (tag.facet == "mark" && tag.slug == "bring") return add(out, "bring");
    if (tag.facet == "coping") {
        const auto* before = journal::find_value(entry, "coping." + tag.slug, "before");
        const auto* after = journal::find_value(entry, "coping." + tag.slug, "after");
        std::string value = tag.slug;
        if (before != nullptr || after != nullptr) {
            value += fmt::format("={}-{}", before != nullptr ? shortest_number(before->number) : "",
                                 after != nullptr ? shortest_number(after->number) : "");
        }
        return add(out, "coping", std::move(value));
    }
    for (const std::string_view facet :
         {"trigger", "body", "belief", "urge", "need", "context", "caught"}) {
        if (tag.facet == facet) add(out, facet, tag.slug);
    }
}

void add_value(LogArguments& out, const journal::Value& value) {
    if (value.phase != "peak") return;
    const std::string number = shortest_number(value.number);
    for (const auto& [family, option] : {std::pair("feeling.", "feel"), std::pair("body.", "body"),
                                         std::pair("belief.", "belief")}) {
        const std::string_view key = value.key;
        if (key.starts_with(family)) {
            const std::string_view word = key.substr(std::string_view(family).size());
            add(out, option, fmt::format("{}={}", word, number));
        }
    }
    if (value.key == "now") add(out, "present", number);
    if (value.key == "lead_s") add(out, "lead", number + "s");
}

/// What `after` says otherwise than `before`, done to `list`.
template <typename Item>
void move_changes(std::vector<Item>& list, const std::vector<Item>& before,
                  const std::vector<Item>& after) {
    const auto has = [](const std::vector<Item>& items, const Item& item) {
        return std::find(items.begin(), items.end(), item) != items.end();
    };
    std::erase_if(list, [&](const Item& item) { return has(before, item) && !has(after, item); });
    for (const Item& item : after) {
        if (!has(before, item) && !has(list, item)) list.push_back(item);
    }
}

}  // namespace

Replies take_log_replies(LogArguments& arguments, const journal::Now& then) {
    Taker taker(then, false);
    take_options(taker, arguments.options);
    Replies replies = taker.replies();
    if (!trim(arguments.text()).empty()) replies["what"].text = arguments.text();
    arguments.words.clear();
    return replies;
}

Replies take_form_replies(const definition::Form& form, NoteRequest& request,
                          const journal::Now& then) {
    Replies replies;
    std::vector<GivenOption> rest;
    for (GivenOption& option : request.options) {
        const auto at = form.find_item(option.name);
        const FormItem* item = at ? &form.items[*at] : nullptr;
        const std::string id = "item " + option.name;
        Reply reply = replies.contains(id) ? replies[id] : Reply();
        if (item != nullptr && take_answer(*item, reply, option.value)) {
            replies[id] = std::move(reply);
        } else {
            rest.push_back(std::move(option));
        }
    }
    Taker taker(then, true);
    take_options(taker, rest);
    request.options = std::move(rest);
    for (auto& [id, reply] : taker.replies())
        replies[id] = std::move(reply);
    if (const FormItem* text = form.text_item(); text != nullptr && !trim(request.text).empty()) {
        replies["item " + text->id].text = std::move(request.text);
        request.text.clear();
    }
    return replies;
}

LogArguments arguments_of(const Record& entry) {
    LogArguments out;
    out.words = {entry.text};
    add(out, "at", written_out(entry.at));
    for (const std::string& person : entry.people)
        add(out, "with", person);
    for (const journal::Tag& tag : entry.tags)
        add_tag(out, entry, tag);
    for (const journal::Value& value : entry.values)
        add_value(out, value);
    for (const journal::Field& field : entry.fields) {
        if (field.name != "thought" && field.name != "other") continue;
        for (const std::string_view line : split(field.text, '\n'))
            add(out, field.name, std::string(line));
    }
    return out;
}

namespace {

Result<TakenUp> take_up_log(Context& context, const Record& draft, const LogArguments& given,
                            const journal::Now& now) {
    LogArguments kept = read_draft(draft.text);
    journal::Now then = now;
    then.utc = draft.at.utc;
    replace(kept.options, given.options);
    Replies earlier = take_log_replies(kept, then);
    const bool timed =
        earlier.contains("at") || std::any_of(kept.options.begin(), kept.options.end(),
                                              [](const auto& o) { return o.name == "at"; });
    const bool given_time = std::any_of(given.options.begin(), given.options.end(),
                                        [](const auto& option) { return option.name == "at"; });
    // What was typed without a time happened when it was typed.
    if (!timed && !given_time) earlier["at"].text = written_out(draft.at);
    if (!given.words.empty()) earlier.erase("what");
    kept.words = given.words;
    kept.options.insert(kept.options.end(), given.options.begin(), given.options.end());
    ATTUNE_TRY(GuidedLog asked,
               ask_log_questions(context, {.given = kept, .now = now}, std::move(earlier)));
    TakenUp out{.record = draft, .finished = asked.finished, .interrupted = asked.interrupted};
    out.record.text = journal::draft_of(asked.arguments);
    return out;
}

Result<TakenUp> take_up_note(Context& context, const Record& draft, const LogArguments& given,
                             const journal::Now& now) {
    ATTUNE_TRY(DraftedNote note, read_note_draft(context, draft, {}));
    journal::Now then = now;
    then.utc = draft.at.utc;
    replace(note.request.options, given.options);
    Replies earlier = take_form_replies(note.form.form, note.request, then);
    if (!given.words.empty()) {
        note.request.text = given.text();
        if (const FormItem* text = note.form.form.text_item()) earlier.erase("item " + text->id);
    }
    auto& options = note.request.options;
    options.insert(options.end(), given.options.begin(), given.options.end());
    ATTUNE_TRY(const GuidedNote asked,
               ask_note_questions(context, note.form, note.request, std::move(earlier)));
    TakenUp out{.record = draft, .finished = asked.finished, .interrupted = asked.interrupted};
    out.record.text = note_draft_text(asked.request);
    return out;
}

}  // namespace

Result<TakenUp> take_up_draft(Context& context, const Record& draft, const LogArguments& given,
                              const journal::Now& now) {
    ATTUNE_TRY(TakenUp out, note_kind_of(draft).empty() ? take_up_log(context, draft, given, now)
                                                        : take_up_note(context, draft, given, now));
    out.changed = out.record.text != draft.text;
    return out;
}

Result<TakenUp> take_up_entry(Context& context, const Record& entry, const LogArguments& given,
                              const journal::Now& now) {
    const LogArguments before = arguments_of(entry);
    ATTUNE_TRY(const Record was, journal::build_trigger_record(
                                     journal::parse_typed_line(before.text(), {.literal = true}),
                                     before.options, now, {.follows = {}, .kind = entry.kind}));
    LogArguments kept = before;
    replace(kept.options, given.options);
    Replies earlier = take_log_replies(kept, now);
    if (!given.words.empty()) earlier.erase("what");
    kept.words = given.words;
    kept.options.insert(kept.options.end(), given.options.begin(), given.options.end());
    ATTUNE_TRY(const GuidedLog asked,
               ask_log_questions(context, {.given = kept, .literal = true, .now = now},
                                 std::move(earlier)));
    // Signs in words that are as they were mean no more than they did.
    const bool same_words = asked.arguments.text() == before.text();
    const auto line = journal::parse_typed_line(asked.arguments.text(), {.literal = same_words});
    auto built = journal::build_trigger_record(line, asked.arguments.options, now,
                                               {.follows = {}, .kind = entry.kind});
    if (!built) {
        keep_draft(context, journal::draft_of(asked.arguments));
        return fail(std::move(built).error());
    }
    const Record& is = *built;
    TakenUp out{.record = entry, .finished = asked.finished, .interrupted = asked.interrupted};
    move_changes(out.record.people, was.people, is.people);
    move_changes(out.record.tags, was.tags, is.tags);
    move_changes(out.record.values, was.values, is.values);
    move_changes(out.record.fields, was.fields, is.fields);
    if (!same_words) out.record.text = is.text;
    if (is.at != was.at) out.record.at = is.at;
    out.changed = !(out.record == entry);
    return out;
}

}  // namespace attune::cli
