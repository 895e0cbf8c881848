#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/definition/problem.hpp"

/// What a questionnaire is made of once its TOML file has been read and checked.
/// attune-questionnaire(5) describes the file; here every name has been looked up, so scales hold
/// item numbers instead of ids.
///
/// What a loaded Questionnaire promises, cited as "invariant N of questionnaire.hpp":
///   1. Item, scale, composite and order names are unique; every item number is below items.size().
///   2. A scale, composite or classification refers only to what exists and to answers that are
///   numbers.
///   3. Every response set has its values in ascending order with as many labels as values, or no
///   labels.
///   4. 1 <= min_answered <= number of items of the scale.
namespace attune::definition {

enum class ItemType { Scale, Choice, Choices, Number, Text, YesNo };
enum class Metric { Mean, Sum };
enum class WhenMissing {
    Blank,    ///< one missing answer leaves the scale without a score
    Prorate,  ///< the mean of what was answered stands for the rest, from min_answered answers on
};

/// The answers an item may have.
struct ResponseSet {
    std::string name;            ///< empty for the plain [response]
    std::vector<double> values;  ///< ascending; empty for open numbers
    std::vector<std::string> labels;
    double low = 0;
    double high = 0;
    std::string higher_means = {};  ///< what the file says of the highest value, checked
    Position at = {};
};

/// One comparison of `show_if`; all of an item's conditions must hold for it to be shown.
struct Condition {
    enum class Op { Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual };
    std::size_t item = 0;
    Op op = Op::Equal;
    double value = 0;
};

struct Item {
    std::string id;
    std::string text;       ///< empty for a key without wording
    std::string construct;  ///< what the item is meant to catch
    ItemType type = ItemType::Scale;
    std::size_t response = 0;  ///< index into Questionnaire::responses; unused for Text
    bool optional = false;     ///< may be skipped without a word
    std::vector<Condition> show_if;
    std::string safety_message;  ///< shown when the answer is at least safety_from
    std::optional<double> safety_from;
    Position at;
};

/// An item inside a scale; the sign belongs to the scale, so one item may be plain here and
/// reversed there.
struct KeyedItem {
    std::size_t item = 0;
    bool reversed = false;

    friend bool operator==(const KeyedItem&, const KeyedItem&) = default;
};

struct Scale {
    std::string id;
    std::string title;
    std::string summary;   ///< one line on what a high score means
    std::string low_word;  ///< words for the two ends of the range, may be empty
    std::string high_word;
    std::vector<KeyedItem> items;
    Metric metric = Metric::Mean;
    double factor = 1;  ///< `transform = "x4"`
    std::size_t min_answered = 0;
    WhenMissing when_missing = WhenMissing::Blank;
    double low = 0;  ///< the smallest and largest possible score, factor included
    double high = 0;
    Position at;

    /// "all 12 answered", "at least 10 of 12 answered, prorated": the rule for missing answers in
    /// words.
    [[nodiscard]] std::string missing_rule() const;
};

/// A score made of scales or of their items.
struct Composite {
    enum class Formula {
        MeanOfItems,   ///< mean over all answered items of the named scales, each item once per
                       ///< scale
        MeanOfScales,  ///< unweighted mean of the scale scores
        SumOfScales,
        Difference,  ///< sum of the plus scales minus sum of the minus scales
    };
    struct Part {
        std::size_t scale = 0;
        bool reversed = false;  ///< low + high - score (MeanOfItems: each item reversed)
    };
    std::string id;
    std::string title;
    Formula formula = Formula::MeanOfScales;
    std::vector<Part> parts;
    std::vector<std::size_t> minus;  ///< Difference only
    double low = 0;
    double high = 0;
    Position at;
};

/// A rule that names a place on the map of two (or more) scales.
struct Classification {
    enum class Rule {
        Midpoint,  ///< each axis is split in the middle of its range
        Cut,       ///< each axis is split at a stated score
        Linear,    ///< the region with the largest linear function of the scores
    };
    struct Region {
        std::string name;
        std::vector<bool> high;       ///< Midpoint, Cut: per axis, above the split or below it
        std::vector<double> weights;  ///< Linear: per axis
        double constant = 0;
    };
    std::string id;
    std::string title;
    Rule rule = Rule::Midpoint;
    std::vector<std::size_t> axes;  ///< scales
    std::vector<double> splits;     ///< Midpoint, Cut: per axis
    std::vector<Region> regions;
    std::string source;  ///< "our choice" or a citation
    std::string caution;
    Position at;

    /// "split at midpoint 4.0, our choice"
    [[nodiscard]] std::string rule_in_words() const;
};

/// A population a score can be compared with.
struct Norm {
    std::string id;
    std::size_t scale = 0;
    std::string population;
    std::string describes;  ///< `for`: which people it is about
    std::optional<long long> n;
    double mean = 0;
    double sd = 0;
    Metric metric = Metric::Mean;
    int year = 0;
    std::string country;
    std::string language;
    std::string doi;
    std::string source;  ///< a citation, where there is no doi
    bool verified = true;
    std::vector<std::pair<double, double>> lookup;  ///< raw score to T, ascending
    Position at;
};

struct Reliability {
    enum class Kind { Alpha, Omega, Retest };
    std::size_t scale = 0;
    Kind kind = Kind::Alpha;
    double value = 0;
    std::optional<long long> n;
    std::optional<int> interval_days;  ///< Retest
    std::string describes;             ///< `for`: which people or relationship it is about
    std::string source;                ///< doi or citation
    Position at;
};

/// A named stretch of a scale.
struct Band {
    enum class Kind { Published, AuthorGuide, Own };
    std::size_t scale = 0;
    double from = 0;
    double to = 0;
    std::string label;
    Kind kind = Kind::Own;
    std::string source;
    Position at;
};

/// A published order of the items, possibly of one language.
struct Order {
    std::string name;
    std::vector<std::size_t> items;
    std::string language;
    std::string source;
    Position at;
};

/// A case that the file brings along: these answers must give these scores.
struct Check {
    std::string name;
    /// One per item, in the order of the items: a number, or nothing for a blank.
    std::vector<std::optional<double>> answers;
    struct Expected {
        std::string score;            ///< id of a scale or composite
        std::optional<double> value;  ///< nothing: no score may come out
        Position at;
    };
    std::vector<Expected> scores;
    Position at;
};

/// The words of a questionnaire in one language: `[wording.de]`, or a file of the person's own.
struct Wording {
    std::string language;
    std::map<std::string, std::string> texts;  ///< item id to text
    /// Response name (empty for the plain one) to labels, as many as it has values.
    std::map<std::string, std::vector<std::string>> labels;
    std::string title;
    std::string instructions;
    std::string time_frame;
    std::string citation;
    std::string order;   ///< name of the order in which this language prints the items, or empty
    std::string digest;  ///< of the bytes of its own file; the caller fills it in
    Position at;
};

struct Questionnaire {
    std::string id;
    std::string title;
    std::string summary;
    std::string version;
    std::string status;  ///< "house, not validated", "published key", ...
    std::string language = "en";
    std::string licence;
    std::string citation;
    std::string doi;
    std::string instructions;
    std::string time_frame;
    std::string note;
    int minutes = 0;            ///< expected, 0 when not said
    int min_gap_days = 0;       ///< between two takings, 0 when not said
    bool verified = true;       ///< false: the key could not be checked against its source
    bool random_order = false;  ///< items are asked in an order drawn anew for every taking
    bool item_times = true;     ///< the seconds each answer took are kept
    bool may_skip = true;       ///< items that are not `optional` may be skipped, too
    std::string wording;  ///< name of the person's own wording file, empty when the texts are in
                          ///< here or nowhere
    std::string repeat_over;              ///< "relationship" or empty
    std::vector<std::string> repeat_for;  ///< people that repeat_over proposes
    std::string derived_from;             ///< id of the long form, see derivation.hpp
    std::vector<std::string> omit;        ///< items of the long form that are left out
    Position omit_at;
    std::vector<std::size_t> unused;  ///< items that no scale scores, on purpose

    std::vector<ResponseSet> responses;
    std::vector<Item> items;
    std::vector<Scale> scales;
    std::vector<Composite> composites;
    std::vector<Classification> classifications;
    std::vector<Norm> norms;
    std::vector<Reliability> reliabilities;
    std::vector<Band> bands;
    std::vector<Order> orders;
    std::vector<Check> checks;
    std::vector<Wording> translations;

    std::string asked_in;  ///< name of the order in which items are asked; empty: as they stand
    std::string wording_digest;  ///< of the wording laid over it; empty without one

    std::string path;  ///< where it was read from, for messages
    std::string
        digest;  ///< of the file's bytes; this room has no cryptography, so the caller fills it in

    [[nodiscard]] std::optional<std::size_t> find_item(std::string_view item_id) const;
    [[nodiscard]] std::optional<std::size_t> find_scale(std::string_view scale_id) const;
    [[nodiscard]] const Order* find_order(std::string_view name) const;
    [[nodiscard]] const ResponseSet& response_of(const Item& item) const {
        return responses[item.response];
    }
    /// True when the file has orders that put the items differently, so that "item 7" or a column
    /// "Q7" can mean two items until one of them is named.
    [[nodiscard]] bool has_rival_orders() const;
    /// The items in the order in which they are asked, before anything is drawn at random.
    [[nodiscard]] std::vector<std::size_t> asking_order() const;
    /// True when every item that is shown has a text.
    [[nodiscard]] bool has_wording() const;
};

/// Reads and checks a questionnaire file. Every problem is found at once, in the order of the file,
/// except that a file that is no TOML stops at its first mistake. `path` is for the messages alone.
///
/// What only scoring can tell (the [[check]] cases, items that move no scale) is for
/// quiz::check_scoring.
[[nodiscard]] Checked<Questionnaire> load_questionnaire(std::string_view text, std::string path);

/// Words that no questionnaire may have as its id, because they are words after `attune quiz`.
[[nodiscard]] const std::vector<std::string>& reserved_questionnaire_ids();

}  // namespace attune::definition
