#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/problem.hpp"

/// A form: one kind of record that `attune note` writes, as a TOML file describes it. Flags, the
/// guided questions, the echo, `list` and `show` all follow from the form.
///
///     id = "sleep"                        the kind: a small letter, then small letters, digits,
///     '-' title = "A night" summary = "how a night was"         one line for 'attune help kinds'
///     version = "1"
///     draw = true                         'attune note sleep --draw' shows one of those written
///     intro = "Nothing here is judged."   shown before the guided questions, may be left out
///     sentence = ["I feel {feeling}", " about {about}", "."]    builds the text from the answers
///                                         when no text was typed; a part stands only when its
///                                         item was answered, and a part without item only when
///                                         another one stands
///     [[item]]
///     id = "rest"                         also the flag: --rest
///     ask = "How rested were you?"
///     help = "0 not at all, 10 wholly"    one line, for '?' and --help
///     label = "rested"                    for show; the id with blanks when left out
///     type = "scale"                      see FormItemType
///     keep = "value:rest"                 see Keep; by default the id, as the type keeps it
///     phase = "actual"                    of the value: peak when left out
///     lo = 0, hi = 10                     the ends of a scale or number
///     low_word = "worn out"               words for the two ends
///     high_word = "fresh"
///     unit = "h"                          of a number
///     options = ["bed", "sofa"]           of choice and choices, as slugs
///     labels = ["in bed", "on the sofa"]  for reading, one an option
///     words = "context"                   instead of options: the words of a vocabulary facet
///     open = true                         words beside the options are kept as well
///     direction = "future"                of a date: past (when left out) or future
///     several = true                      of a link: may point to several records
///     required = true
///     show_if = "place = bed and rest <= 3"     asked only then; also "place" alone: was answered
///     in_summary = true                   stands in the echo and in lists
///     stage = "later"                     see FormStage
///     fixed = true                        cannot be changed once a later record answers this one
///     since_start = true                  of a date: show says how long after the record it is
///     [[remark]]
///     phrases = ["you always"]            when one stands in what was typed ...
///     say = "..."                         ... this is said after it was kept
namespace attune::definition {

enum class FormItemType {
    Text,     ///< one line
    Lines,    ///< several lines
    Scale,    ///< a whole number lo..hi
    Number,   ///< any number, perhaps with unit, perhaps with ends
    Percent,  ///< a whole number 0..100, '%' behind it allowed
    Choice,   ///< one of the options or words
    Choices,  ///< any of them
    YesNo,    ///< yes or no, kept as the slugs "yes" and "no"
    Person,   ///< one person; always joins the people of the record
    People,   ///< any number of them
    Date,     ///< a day, kept as YYYY-MM-DD
    Link,     ///< another record, by short id
    Scores,   ///< NAME=NUMBER or NAME=NUMBER/LO-HI, each a value of phase score
    Say,      ///< nothing is asked: `ask` is shown in the guided questions
};

/// Where an answer goes. Written "text", "field:NAME", "value:KEY", "tag:FACET", "people" or
/// "link:RELATION".
enum class Keep { Nothing, Text, Field, Value, Tag, People, Link };

/// Which record an item belongs to: the first one, or a later one that `note KIND --of ID` links to
/// it by follows-up (kind "follow", with this form as its definition).
enum class FormStage { First, Later, Both };

struct FormOption {
    std::string slug;
    std::string label;
};

/// One comparison of `show_if`; all must hold.
struct FormCondition {
    enum class Op { Answered, Equal, NotEqual, AtLeast, AtMost };
    std::size_t item = 0;
    Op op = Op::Answered;
    std::string word;   ///< Equal, NotEqual: a slug or a number as written
    double number = 0;  ///< AtLeast, AtMost
};

struct FormItem {
    std::string id;
    std::string ask;
    std::string help;
    std::string label;
    FormItemType type = FormItemType::Text;
    Keep keep = Keep::Field;
    std::string key;  ///< NAME, KEY, FACET or RELATION of `keep`
    std::string phase = "peak";
    std::optional<double> low;  ///< Scale and Percent always have both
    std::optional<double> high;
    std::string low_word;
    std::string high_word;
    std::string unit;
    std::vector<FormOption> options;
    std::string words;  ///< vocabulary facet, empty when `options` count
    bool open = false;
    bool future = false;
    bool several = false;  ///< more than one answer: choices, people, scores, some links
    bool required = false;
    bool in_summary = false;
    bool fixed = false;
    bool since_start = false;
    FormStage stage = FormStage::First;
    std::vector<FormCondition> show_if;
    Position at;

    /// What a flag of this item takes, for help: "0..10", "yes|no", "PERSON", "WHEN", "ID".
    [[nodiscard]] std::string value_name() const;
    /// The slug of an option typed as slug, label or an unmistakable start of a slug; nothing when
    /// it is none. Not for `words`.
    [[nodiscard]] std::optional<std::string> option_slug(std::string_view typed) const;
    [[nodiscard]] std::string option_label(std::string_view slug) const;
};

struct FormRemark {
    std::vector<std::string> phrases;  ///< lower case
    std::string say;
};

/// A part of `sentence`: "{feeling}" stands for the answer to that item.
struct SentencePart {
    std::string before;
    std::optional<std::size_t> item;
    std::string after;
};

struct Form {
    std::string id;
    std::string title;
    std::string summary;
    std::string version;
    std::string intro;
    bool draw = false;
    std::vector<FormItem> items;
    std::vector<SentencePart> sentence;
    std::vector<FormRemark> remarks;
    std::string path;    ///< where it was read from, for messages
    std::string digest;  ///< of the file's bytes; filled in by the caller

    [[nodiscard]] std::optional<std::size_t> find_item(std::string_view item_id) const;
    /// The item that the main text answers; null when the form has none.
    [[nodiscard]] const FormItem* text_item() const;
    /// True when some item belongs to a later record, so that `--of ID` exists.
    [[nodiscard]] bool has_later() const;
    /// The items of one stage, by index, in the order of the file; Say items too.
    [[nodiscard]] std::vector<std::size_t> items_of(FormStage stage) const;
    /// "id version digest", as a record names its form.
    [[nodiscard]] std::string definition_name() const;
};

/// Answers as typed, (item id, words), in the order of typing; a choice may be a slug or a label.
using FormAnswers = std::vector<std::pair<std::string, std::string>>;

/// True when the conditions of an item hold for the answers so far. Flags are taken whatever this
/// says; it is for the guided questions.
[[nodiscard]] bool is_shown(const Form& form, std::size_t item, const FormAnswers& answers);

/// The text that `sentence` makes of the answers; empty when nothing it names was answered.
[[nodiscard]] std::string built_sentence(const Form& form, const FormAnswers& answers);

/// What the remarks say about words as typed, each once.
[[nodiscard]] std::vector<std::string> remarks_on(const Form& form, std::string_view words);

/// Reads and checks one file; every problem with its place, at once, in the order of the file.
[[nodiscard]] Checked<Form> read_form(std::string_view text, const std::string& path);

/// Kinds that are no forms: a form cannot take their names.
[[nodiscard]] const std::vector<std::string>& reserved_form_ids();

/// Flags that `note` has of itself or that every command has: an item cannot take their names.
[[nodiscard]] const std::vector<std::string>& reserved_form_item_ids();

}  // namespace attune::definition
