#include "cli/log_questions.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/iso_time.hpp"
#include "attune/journal/trigger_record.hpp"
#include "attune/journal/typed_line.hpp"

namespace attune::cli {

namespace {

using definition::VocabularyWord;
using journal::GivenOption;
using journal::LogArguments;

/// Feelings that the word finder offers at once.
constexpr std::size_t kFoundMax = 24;

bool given(const LogArguments& arguments, std::string_view name) {
    return std::any_of(arguments.options.begin(), arguments.options.end(),
                       [&](const GivenOption& option) { return option.name == name; });
}

bool given_any(const LogArguments& arguments, const std::vector<std::string_view>& names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return given(arguments, name); });
}

/// What the signs in the words say already, those just typed included.
journal::TypedLine signs_of(const LogAsking& asking, const Replies& replies) {
    return journal::parse_typed_line(text_of(asking, replies), {.literal = asking.literal});
}

/// The words that were given say nothing by themselves.
bool only_signs(const LogAsking& asking) {
    return trim(journal::parse_typed_line(asking.given.text(), {.literal = asking.literal}).text)
        .empty();
}

std::vector<Choice> choices_of(const KnownWords& words, std::string_view facet) {
    std::vector<Choice> choices;
    for (const VocabularyWord& word : words.names.words(facet))
        choices.push_back({word.slug, word.label, word.aliases});
    return choices;
}

/// Single answers are flags of `log`: their words and what help says of them.
std::vector<Choice> flag_choices(const std::vector<std::string_view>& names) {
    std::vector<Choice> choices;
    for (const journal::TriggerOption& option : journal::trigger_options()) {
        if (std::find(names.begin(), names.end(), option.name) == names.end()) continue;
        choices.push_back({std::string(option.name),
                           fmt::format("{}: {}", option.name, option.help),
                           {std::string(option.name)}});
    }
    return choices;
}

const std::vector<std::string_view> kResponses{"reacted", "responded", "mixed", "unsure"};
const std::vector<std::string_view> kOutcomes{"better", "same", "worse"};

/// Where a feeling lies on the rough map of the vocabulary.
std::string region_of(const VocabularyWord& feeling) {
    if (!feeling.valence || !feeling.energy) return "other";
    return fmt::format("{}, {}", *feeling.valence < 0 ? "unpleasant" : "pleasant",
                       *feeling.energy < 0 ? "still" : "stirred");
}

/// Feelings that go with the body words, by region, the nearest region first.
std::vector<Choice> found_feelings(const KnownWords& words, const Replies& replies) {
    std::vector<std::string> cues;
    if (const auto reply = replies.find("finder"); reply != replies.end()) {
        for (const Pick& pick : reply->second.picks)
            cues.push_back(pick.word);
    }
    std::vector<std::string> slugs = words.names.vocabularies().feelings_for(cues);
    if (slugs.size() > kFoundMax) slugs.resize(kFoundMax);
    const definition::Vocabulary* feelings = words.names.vocabularies().of("feeling");
    std::vector<std::vector<Choice>> regions;
    for (const std::string& slug : slugs) {
        const VocabularyWord& word = *feelings->find(slug);
        Choice choice{word.slug, word.label, word.aliases, region_of(word)};
        const auto same = std::find_if(regions.begin(), regions.end(), [&](const auto& region) {
            return region.front().group == choice.group;
        });
        if (same == regions.end()) {
            regions.push_back({std::move(choice)});
        } else {
            same->push_back(std::move(choice));
        }
    }
    std::vector<Choice> choices;
    for (auto& region : regions)
        std::move(region.begin(), region.end(), std::back_inserter(choices));
    return choices;
}

std::string_view part_of_day(journal::Precision precision) {
    switch (precision) {
        case journal::Precision::Morning:
            return " morning";
        case journal::Precision::Afternoon:
            return " afternoon";
        case journal::Precision::Evening:
            return " evening";
        case journal::Precision::Night:
            return " night";
        case journal::Precision::Minute:
        case journal::Precision::Day:
            break;
    }
    return {};
}

/// Ids of what is only looked at: no option comes of them.
constexpr std::string_view kGivenText = "given text";
constexpr std::string_view kGivenThought = "given thought";

/// What stands above the questions from the start.
Replies given_replies(const LogAsking& asking) {
    Replies replies;
    const auto show = [&replies](std::string_view id, std::string_view text) {
        if (!trim(text).empty()) replies[std::string(id)].text = std::string(trim(text));
    };
    show(kGivenText,
         journal::parse_typed_line(asking.given.text(), {.literal = asking.literal}).text);
    for (const GivenOption& option : asking.given.options) {
        if (option.name == "thought") show(kGivenThought, option.value);
    }
    return replies;
}

const Rating kStrength{"", 0, 10, "hardly there", "as strong as it gets"};

/// Adds the questions in their order.
class Builder {
  public:
    Builder(const LogAsking& asking, const KnownWords& words) : asking_(asking), words_(words) {}
    std::vector<Question> build();
    std::vector<Question> build_more();

  private:
    Question& add(Question question) { return questions_.emplace_back(std::move(question)); }
    Question& add_words(std::string id, std::string text, std::string explanation,
                        std::string_view facet) {
        return add({.id = std::move(id),
                    .text = std::move(text),
                    .explanation = std::move(explanation),
                    .answering = Answering::Several,
                    .choices = choices_of(words_, facet)});
    }
    /// Not asked when the option is there, or what `said` looks for among the signs.
    void unless(Question& question, std::string_view option,
                std::function<bool(const journal::TypedLine&)> said = {}) const;
    /// What was given stays in sight like what is said.
    void add_given(std::string_view id);
    void add_what();
    void add_when();
    void add_who();
    void add_trigger();
    void add_feelings();
    void add_thought_and_deed();
    void add_more();
    void add_context();
    void add_bring();
    void insert_menu(std::size_t place);
    void extra(Question& question, std::string_view option, std::string label);

    const LogAsking& asking_;
    const KnownWords& words_;
    std::vector<Question> questions_;
    std::vector<Choice> menu_;
};

void Builder::unless(Question& question, std::string_view option,
                     std::function<bool(const journal::TypedLine&)> said) const {
    if (given(asking_.given, option)) {
        question.when = [](const Replies&) { return false; };
    } else if (said) {
        question.when = [asking = asking_, said = std::move(said)](const Replies& replies) {
            return !said(signs_of(asking, replies));
        };
    }
}

void Builder::add_given(std::string_view id) {
    add({.id = std::string(id),
         .text = {},
         .explanation = {},
         .counted = false,
         .recalled = true,
         .when = [](const Replies&) { return false; }});
}

void Builder::add_what() {
    add_given(kGivenText);
    add_given(kGivenThought);
    if (only_signs(asking_)) {
        add({.id = "what",
             .text = "what happened?",
             .explanation = "In your own words. Signs at the end count: @sam a person, %silence a "
                            "trigger, hurt=7 a feeling, +breath=7-4 what you tried.",
             .recalled = true});
    }
}

void Builder::add_when() {
    Question& when = add({.id = "at",
                          .text = "when was it? (Enter: now)",
                          .explanation = "21:40, yesterday 9pm, last friday, 10 min ago, this "
                                         "morning; 'attune help dates' has all forms.",
                          .answering = Answering::Date});
    when.check = [now = asking_.now](const std::string& text) -> Result<std::string> {
        ATTUNE_TRY(const journal::Moment at,
                   journal::parse_when(text, now, journal::Direction::Past));
        return written_out(at);
    };
    when.remark = [now = asking_.now](const Reply& reply) -> std::string {
        const auto at = journal::parse_when(reply.text, now, journal::Direction::Past);
        return at ? journal::describe_moment(*at, now.today()) : reply.text;
    };
    when.prepare = [](Question& question, const Replies& replies) {
        question.text = replies.contains("at") ? "when was it?" : "when was it? (Enter: now)";
    };
    unless(when, "at");
}

void Builder::add_who() {
    Question& who = add({.id = "with",
                         .text = "who was there, or who is it about?",
                         .explanation = "Names as you like to write them, several with commas "
                                        "between: sam, my sister.",
                         .answering = Answering::Several,
                         .choices = people_of(words_),
                         .own_names = true});
    unless(who, "with", [](const journal::TypedLine& line) { return !line.people.empty(); });
}

void Builder::add_trigger() {
    Question& trigger = add_words("trigger", "what set it off?",
                                  "What a camera would have seen or heard.", "trigger");
    unless(trigger, "trigger",
           [](const journal::TypedLine& line) { return !line.triggers.empty(); });
}

void Builder::add_feelings() {
    const auto none = [](const journal::TypedLine& line) { return !line.feelings.empty(); };
    Question& feel = add_words("feel", "what did you feel?",
                               "Any number of feelings, each with its strength from 0 to 10. No "
                               "word for it? Type unknown, and the next question looks for one "
                               "from the body; numb counts as well.",
                               "feeling");
    feel.ratings = {kStrength};
    unless(feel, "feel", none);
    Question& finder = add_words("finder",
                                 "no word yet: where is it in the body, and what is it "
                                 "like there?",
                                 "Places and sensations together, such as: chest tight. Feelings "
                                 "that often come along with them are shown next.",
                                 "body");
    finder.group = "body";
    finder.when = [](const Replies& replies) { return picked(replies, "feel", "unknown"); };
    Question& found = add({.id = "found",
                           .text = "does one of these fit? (Enter: still unknown)",
                           .explanation = "Feelings that people often name with these body words; "
                                          "another word of your own is as good.",
                           .answering = Answering::Several,
                           .ratings = {kStrength},
                           .group = "body"});
    found.prepare = [this_words = &words_](Question& question, const Replies& replies) {
        question.choices = found_feelings(*this_words, replies);
    };
    found.when = [words = &words_](const Replies& replies) {
        return picked(replies, "feel", "unknown") && !found_feelings(*words, replies).empty();
    };
    Question& body = add_words("body", "where in the body, and what was it like there?",
                               "Places and sensations, each with a strength if you like.", "body");
    body.ratings = {kStrength};
    body.group = "body";
    unless(body, "body");
    if (!body.when) {
        body.when = [](const Replies& replies) { return !replies.contains("finder"); };
    }
}

void Builder::add_thought_and_deed() {
    Question& thought = add({.id = "thought",
                             .text = "which thought came?",
                             .explanation = "The sentence in your head, as it was. It is kept as "
                                            "you type it.",
                             .recalled = true});
    thought.remark = [](const Reply& reply) {
        return "to read once, if you like: I am having the thought that: " + reply.text;
    };
    unless(thought, "thought");
    Question& urge = add_words("urge", "what did you want to do?",
                               "The urge, whether or not you followed it.", "urge");
    urge.group = "deed";
    unless(urge, "urge");
    Question& deed = add_words("did", "and what did you do?",
                               "What came of the urge, or what you did in its place.", "action");
    deed.group = "deed";
    unless(deed, "did");
    Question& response = add({.id = "response",
                              .text = "did it run by itself, or did you choose?",
                              .explanation = "Both happen to everybody; Enter leaves it open.",
                              .answering = Answering::One,
                              .choices = flag_choices(kResponses),
                              .own_words = false});
    if (given_any(asking_.given, kResponses)) response.when = [](const Replies&) { return false; };
}

/// A question behind the menu, unless its option is there.
void Builder::extra(Question& question, std::string_view option, std::string label) {
    question.extra = true;
    const std::string id = question.id;
    if (given(asking_.given, option)) {
        question.when = [](const Replies&) { return false; };
        return;
    }
    auto before = std::move(question.when);
    question.when = [id, before](const Replies& replies) {
        const bool wanted = picked(replies, "more", id) || picked(replies, "more", "all");
        return wanted && (!before || before(replies));
    };
    if (!before || before({})) menu_.push_back({id, std::move(label)});
}

void Builder::add_more() {
    Question& belief = add_words("belief", "which belief did it touch, and how true did it feel?",
                                 "A sentence about yourself, others or the world, and 0 to 100 "
                                 "for how true it felt in that moment.",
                                 "belief");
    belief.ratings = {{"how true", 0, 100, "not at all", "wholly"}};
    extra(belief, "belief", "a belief and how true it felt");
    Question& present = add({.id = "present",
                             .text = "how much of it was about now?",
                             .explanation = "0 is all old, 10 is all about what happened now.",
                             .answering = Answering::Scale,
                             .low = 0,
                             .high = 10,
                             .low_word = "all old",
                             .high_word = "all about now"});
    extra(present, "present", "present or old");
    Question& caught = add({.id = "caught",
                            .text = "when did you notice?",
                            .explanation = "Before you acted, while it ran, right after, or later.",
                            .answering = Answering::One,
                            .choices = choices_of(words_, "caught"),
                            .own_words = false,
                            .group = "caught"});
    extra(caught, "caught", "when you noticed");
    Question& lead = add({.id = "lead",
                          .text = "how long before you acted?",
                          .explanation = "30s, 2m, 1m30s.",
                          .group = "caught"});
    lead.check = [now = asking_.now](const std::string& text) -> Result<std::string> {
        const auto built = journal::build_trigger_record({}, {{"lead", text}}, now);
        if (!built) return fail(ErrorKind::Usage, "a time such as 30s or 2m, at most a day");
        return text;
    };
    lead.extra = true;
    const bool lead_given = given(asking_.given, "lead");
    lead.when = [lead_given](const Replies& replies) {
        return !lead_given && picked(replies, "caught", "before");
    };
    Question& coping = add_words("coping", "what did you try, and did it move anything?",
                                 "With the strength before and after, 0 to 10: breath=7-4. Things "
                                 "that numb count like the others.",
                                 "coping");
    coping.ratings = {{"before", 0, 10, "calm", "as strong as it gets"},
                      {"after", 0, 10, "calm", "as strong as it gets"}};
    coping.when = [asking = asking_](const Replies& replies) {
        return signs_of(asking, replies).copings.empty();
    };
    extra(coping, "coping", "what you tried");
    Question& need =
        add_words("need", "what did you need?", "Under the urge there is mostly one.", "need");
    extra(need, "need", "what you needed");
    Question& other = add({.id = "other",
                           .text = "what did the other person say or do?",
                           .explanation = "What a camera would have seen or heard. Shared exports "
                                          "leave it out."});
    extra(other, "other", "what the other person did");
    add_context();
    Question& outcome = add({.id = "outcome",
                             .text = "how did it come out?",
                             .explanation = "It can be said days later too: attune follow last "
                                            "--better",
                             .answering = Answering::One,
                             .choices = flag_choices(kOutcomes),
                             .own_words = false});
    if (given_any(asking_.given, kOutcomes)) outcome.when = [](const Replies&) { return false; };
    extra(outcome, "outcome", "how it came out");
    add_bring();
}

void Builder::add_context() {
    Question& context =
        add_words("context", "where does it belong?", "Home, work, friends ...", "context");
    extra(context, "context", "where it belongs");
}

void Builder::add_bring() {
    Question& bring = add({.id = "bring",
                           .text = "bring it to the next session?",
                           .explanation = "'attune list --bring' shows what is marked.",
                           .answering = Answering::YesNo});
    // Picked from the menu it is a yes already.
    bring.when = [](const Replies& replies) { return !picked(replies, "more", "bring"); };
    extra(bring, "bring", "bring it to the next session");
}

/// Puts the menu of the extra questions before the first of them.
void Builder::insert_menu(std::size_t place) {
    if (menu_.empty()) return;
    menu_.push_back({"all", "all of these"});
    Question menu{.id = "more",
                  .text = "more, if you like? (Enter: done)",
                  .explanation = "Whatever you pick is asked next; everything else stays open.",
                  .answering = Answering::Several,
                  .choices = menu_,
                  .own_words = false,
                  .counted = false};
    questions_.insert(questions_.begin() + static_cast<std::ptrdiff_t>(place), std::move(menu));
}

std::vector<Question> Builder::build() {
    // Questions are referred to while they are added, and the menu is known only behind them.
    questions_.reserve(32);
    add_what();
    add_when();
    add_who();
    add_trigger();
    add_feelings();
    add_thought_and_deed();
    const std::size_t place = questions_.size();
    add_more();
    insert_menu(place);
    return std::move(questions_);
}

std::vector<Question> Builder::build_more() {
    questions_.reserve(8);
    add_when();
    extra(questions_.back(), "at", "when it was");
    add_who();
    extra(questions_.back(), "with", "who was there");
    add_trigger();
    extra(questions_.back(), "trigger", "what set it off");
    add_context();
    add_bring();
    insert_menu(0);
    return std::move(questions_);
}

}  // namespace

std::string text_of(const LogAsking& asking, const Replies& replies) {
    const auto reply = replies.find("what");
    const std::string given = asking.given.text();
    if (reply == replies.end()) return given;
    return given.empty() ? reply->second.text : reply->second.text + " " + given;
}

bool picked(const Replies& replies, std::string_view id, std::string_view word) {
    const auto reply = replies.find(id);
    if (reply == replies.end()) return false;
    const auto& picks = reply->second.picks;
    return std::any_of(picks.begin(), picks.end(),
                       [&](const Pick& pick) { return pick.word == word; });
}

std::vector<Choice> people_of(const KnownWords& words) {
    std::vector<Choice> choices;
    for (const std::string& person : words.people) {
        auto called = words.names.spellings(journal::kPersonFacet, person);
        if (!called.empty()) called.erase(called.begin());
        choices.push_back({person, person, std::move(called), {}, true});
    }
    return choices;
}

std::string written_out(const journal::Moment& at) {
    if (at.precision == journal::Precision::Minute) return journal::iso_time(at);
    return at.local_day.iso() + std::string(part_of_day(at.precision));
}

std::vector<Question> log_questions(const LogAsking& asking, const KnownWords& words) {
    return Builder(asking, words).build();
}

std::vector<Question> more_questions(const LogAsking& asking, const KnownWords& words) {
    return Builder(asking, words).build_more();
}

Result<GuidedLog> ask_log_questions(Context& context, const LogAsking& asking, Replies earlier) {
    for (auto& [id, reply] : given_replies(asking))
        earlier.insert_or_assign(id, std::move(reply));
    ATTUNE_TRY(const KnownWords words, load_known_words(context));
    ATTUNE_TRY(const Interviewed asked,
               interview(context, log_questions(asking, words), std::move(earlier),
                         "give the answers as flags; 'attune log --help' lists them"));
    GuidedLog out{.arguments = with_replies(asking, asked.replies),
                  .finished = asked.finished,
                  .interrupted = asked.interrupted};
    if (!asked.unfinished.empty()) {
        std::string text = out.arguments.text();
        out.arguments.words = {text.empty() ? asked.unfinished : text + "\n" + asked.unfinished};
    }
    return out;
}

}  // namespace attune::cli
