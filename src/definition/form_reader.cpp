#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"
#include "attune/definition/form.hpp"
#include "definition/table_reader.hpp"
#include "definition/toml_reader.hpp"

/// The text of a form file into a Form. Each part reads its own tables and reports what is wrong;
/// names are looked up in what was read before.
namespace attune::definition {

namespace {

using Type = FormItemType;

constexpr double kMaxSteps = 1000;

/// Keys, facets and relations as the record format takes them.
bool is_key(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    });
}

bool is_slug(std::string_view text) {
    return !text.empty() && name_length(text) == text.size() && to_lower(text) == text;
}

bool has_options(Type type) {
    return type == Type::Choice || type == Type::Choices;
}

bool has_ends(Type type) {
    return type == Type::Scale || type == Type::Number;
}

bool is_number(Type type) {
    return has_ends(type) || type == Type::Percent;
}

std::string with_blanks(std::string text) {
    std::replace(text.begin(), text.end(), '-', ' ');
    return text;
}

const std::vector<std::pair<std::string, Keep>>& keep_words() {
    static const std::vector<std::pair<std::string, Keep>> kWords = {
        {"text", Keep::Text}, {"field", Keep::Field},   {"value", Keep::Value},
        {"tag", Keep::Tag},   {"people", Keep::People}, {"link", Keep::Link}};
    return kWords;
}

Keep usual_keep(Type type) {
    switch (type) {
        case Type::Text:
        case Type::Lines:
        case Type::Date:
            return Keep::Field;
        case Type::Scale:
        case Type::Number:
        case Type::Percent:
        case Type::Scores:
            return Keep::Value;
        case Type::Choice:
        case Type::Choices:
        case Type::YesNo:
            return Keep::Tag;
        case Type::Person:
        case Type::People:
            return Keep::People;
        case Type::Link:
            return Keep::Link;
        case Type::Say:
            return Keep::Nothing;
    }
    return Keep::Nothing;
}

/// Whether answers of this type can be kept there.
bool can_keep(Type type, Keep keep) {
    if (keep == usual_keep(type)) return true;
    const bool words = type == Type::Text || type == Type::Lines;
    if (keep == Keep::Text) return words;
    // A person may have a field of its own beside the people; words may become a coded word.
    if (keep == Keep::Field) return type == Type::Person || has_options(type);
    return keep == Keep::Tag && words;
}

class Reader {
  public:
    Reader(Form& form, Report& report) : form_(form), report_(report) {}

    void read(TableReader& top) {
        read_head(top);
        for (const Node* node : top.tables("item"))
            read_item(*node);
        if (form_.items.empty() && whole_) {
            report_.error(top.at(), "the form has no items", "add [[item]] tables");
        }
        for (const PlacedText& part : top.texts("sentence"))
            read_sentence(part);
        for (const Node* node : top.tables("remark"))
            read_remark(*node);
        top.finish();
    }

  private:
    void read_head(TableReader& top) {
        form_.id = top.required_text("id");
        form_.title = top.required_text("title");
        form_.summary = top.required_text("summary");
        form_.version = top.required_text("version");
        form_.intro = top.text("intro");
        form_.draw = top.boolean("draw").value_or(false);
        if (!form_.id.empty() && !is_id(form_.id)) {
            report_.error(top.at("id"), fmt::format("'{}' is no kind", make_visible(form_.id)),
                          "a kind is a small letter, then small letters, digits or -");
        }
        const auto& reserved = reserved_form_ids();
        if (std::find(reserved.begin(), reserved.end(), form_.id) != reserved.end()) {
            report_.error(top.at("id"), fmt::format("'{}' is a kind of attune's own", form_.id),
                          "choose another id");
        }
        if (form_.version.find_first_of(" \t\n") != std::string::npos) {
            report_.error(top.at("version"), "'version' is one word");
        }
    }

    void read_item(const Node& node) {
        TableReader table(node, "[[item]]", report_);
        FormItem item;
        item.at = node.at;
        item.id = table.required_text("id");
        item.ask = table.required_text("ask");
        item.help = table.text("help");
        item.label = table.text("label");
        item.type = table.word<Type>("type", {{"text", Type::Text},
                                              {"lines", Type::Lines},
                                              {"scale", Type::Scale},
                                              {"number", Type::Number},
                                              {"percent", Type::Percent},
                                              {"choice", Type::Choice},
                                              {"choices", Type::Choices},
                                              {"yes_no", Type::YesNo},
                                              {"person", Type::Person},
                                              {"people", Type::People},
                                              {"date", Type::Date},
                                              {"link", Type::Link},
                                              {"scores", Type::Scores},
                                              {"say", Type::Say}});
        item.stage = table.word<FormStage>(
            "stage",
            {{"first", FormStage::First}, {"later", FormStage::Later}, {"both", FormStage::Both}});
        item.required = table.boolean("required").value_or(false);
        item.in_summary = table.boolean("in_summary").value_or(false);
        item.fixed = table.boolean("fixed").value_or(false);
        read_numbers(table, item);
        read_options(table, item);
        read_date(table, item);
        read_keep(table, item);
        if (table.has("phase")) {
            item.phase = table.text("phase");
            if (!is_number(item.type) || !is_key(item.phase)) {
                report_.error(table.at("phase"), "'phase' belongs to a number and is one word",
                              "item, score, before, peak, after, later, predicted, actual, pre, "
                              "post or target");
            }
        }
        const bool several = table.boolean("several").value_or(false);
        if (table.has("several") && item.type != Type::Link) {
            report_.error(table.at("several"), "'several' belongs to items of type \"link\"");
        }
        item.several = several || item.type == Type::Choices || item.type == Type::People ||
                       item.type == Type::Scores;
        if (item.required && item.type == Type::Say) {
            report_.error(table.at("required"), "nothing is asked, so nothing can be required");
        }
        if (table.has("show_if")) {
            item.show_if = read_condition(table.text("show_if"), table.at("show_if"));
        }
        const Position id_at = table.at("id");
        table.finish();
        if (item.label.empty()) item.label = with_blanks(item.id);
        accept(std::move(item), id_at);
    }

    void accept(FormItem item, Position id_at) {
        const auto& reserved = reserved_form_item_ids();
        if (item.id.empty()) {
            whole_ = false;
        } else if (!is_id(item.id)) {
            report_.error(id_at, fmt::format("'{}' is no item id", make_visible(item.id)),
                          "an id is a small letter, then small letters, digits or -");
            whole_ = false;
        } else if (std::find(reserved.begin(), reserved.end(), item.id) != reserved.end()) {
            report_.error(id_at, fmt::format("'--{}' is a flag of every note", item.id),
                          "choose another id");
            whole_ = false;
        } else if (form_.find_item(item.id)) {
            report_.error(id_at, fmt::format("item '{}' is declared twice", item.id));
        } else {
            if (item.keep == Keep::Text && form_.text_item() != nullptr) {
                report_.error(item.at, "a form has one text, and another item is it already",
                              "leave 'keep' out, and the words become a field");
            }
            form_.items.push_back(std::move(item));
        }
    }

    void read_numbers(TableReader& table, FormItem& item) {
        item.low = table.number("lo");
        item.high = table.number("hi");
        item.low_word = table.text("low_word");
        item.high_word = table.text("high_word");
        item.unit = table.text("unit");
        if (item.type == Type::Percent) {
            item.low = 0;
            item.high = 100;
        }
        for (const char* key : {"lo", "hi"}) {
            if (table.has(key) && !has_ends(item.type)) {
                report_.error(table.at(key),
                              fmt::format("'{}' belongs to a scale or a number", key));
            }
        }
        for (const char* key : {"low_word", "high_word", "unit"}) {
            if (table.has(key) && !is_number(item.type)) {
                report_.error(table.at(key), fmt::format("'{}' belongs to numbers", key));
            }
        }
        if (!has_ends(item.type)) return;
        if (item.type == Type::Scale && !item.low && !item.high) {
            item.low = 0;
            item.high = 10;
        }
        if (item.low.has_value() != item.high.has_value()) {
            report_.error(table.at(), "'lo' and 'hi' come together");
            return;
        }
        if (!item.low) return;
        if (*item.low >= *item.high) {
            report_.error(table.at("hi"), "'hi' is not above 'lo'");
        } else if (item.type == Type::Scale &&
                   (*item.low != static_cast<double>(static_cast<long long>(*item.low)) ||
                    *item.high != static_cast<double>(static_cast<long long>(*item.high)) ||
                    *item.high - *item.low > kMaxSteps)) {
            report_.error(table.at("hi"), "the ends of a scale are whole numbers",
                          "type = \"number\" takes any");
        }
    }

    void read_options(TableReader& table, FormItem& item) {
        const auto options = table.texts("options");
        const auto labels = table.texts("labels");
        item.words = table.text("words");
        item.open = table.boolean("open").value_or(false);
        if (!has_options(item.type)) {
            for (const char* key : {"options", "labels", "words", "open"}) {
                if (table.has(key)) {
                    report_.error(table.at(key),
                                  fmt::format("'{}' belongs to a choice or choices", key));
                }
            }
            if (item.type == Type::YesNo) item.options = {{"yes", "yes"}, {"no", "no"}};
            return;
        }
        if (table.has("words") == table.has("options")) {
            report_.error(table.at(), "a choice has either 'options' or 'words'",
                          "options = [\"kept\", \"slipped\"], or words = \"context\"");
            return;
        }
        if (!item.words.empty() && !is_key(item.words)) {
            report_.error(table.at("words"), "'words' names a facet such as \"context\"");
        }
        if (table.has("labels") && labels.size() != options.size()) {
            report_.error(table.at("labels"),
                          fmt::format("{} labels for {} options", labels.size(), options.size()),
                          "give one label an option");
        }
        std::set<std::string> seen;
        for (std::size_t i = 0; i < options.size(); ++i) {
            const PlacedText& option = options[i];
            if (!is_slug(option.text)) {
                report_.error(option.at,
                              fmt::format("'{}' is not a slug", make_visible(option.text)),
                              "a slug is a lower-case letter, then letters, digits, '-' and '_'");
            } else if (!seen.insert(option.text).second) {
                report_.error(option.at, fmt::format("'{}' is listed twice", option.text));
            }
            const bool labelled = i < labels.size() && !trim(labels[i].text).empty();
            item.options.push_back(
                {option.text, labelled ? labels[i].text : with_blanks(option.text)});
        }
        if (table.has("options") && options.empty()) {
            report_.error(table.at("options"), "a choice without options");
        }
    }

    void read_date(TableReader& table, FormItem& item) {
        item.future = table.word<bool>("direction", {{"past", false}, {"future", true}});
        item.since_start = table.boolean("since_start").value_or(false);
        for (const char* key : {"direction", "since_start"}) {
            if (table.has(key) && item.type != Type::Date) {
                report_.error(table.at(key), fmt::format("'{}' belongs to a date", key));
            }
        }
    }

    void read_keep(TableReader& table, FormItem& item) {
        item.keep = usual_keep(item.type);
        item.key = item.id;
        if (item.keep == Keep::Value) std::replace(item.key.begin(), item.key.end(), '-', '_');
        if (item.keep == Keep::People || item.keep == Keep::Nothing) item.key.clear();
        if (!table.has("keep")) return;
        const std::string text = table.text("keep");
        const auto colon = text.find(':');
        const std::string word = text.substr(0, colon);
        std::vector<std::string> known;
        const auto& words = keep_words();
        const auto found = std::find_if(words.begin(), words.end(),
                                        [&](const auto& pair) { return pair.first == word; });
        if (found == words.end()) {
            for (const auto& pair : words)
                known.push_back(pair.first);
            report_.unknown(table.at("keep"), "place", word, known);
            return;
        }
        item.keep = found->second;
        const bool bare = item.keep == Keep::Text || item.keep == Keep::People;
        item.key = colon == std::string::npos ? "" : text.substr(colon + 1);
        if (bare ? colon != std::string::npos : !is_key(item.key)) {
            report_.error(table.at("keep"),
                          bare ? fmt::format("'{}' takes no name", word)
                               : fmt::format("'{0}' needs a name: \"{0}:{1}\"", word, item.id));
        } else if (!can_keep(item.type, item.keep)) {
            report_.error(table.at("keep"), "answers of this type cannot be kept there",
                          "leave 'keep' out for the usual place");
        }
    }

    std::vector<FormCondition> read_condition(const std::string& text, Position at) {
        static const std::vector<std::pair<std::string_view, FormCondition::Op>> kOps = {
            {">=", FormCondition::Op::AtLeast},
            {"<=", FormCondition::Op::AtMost},
            {"!=", FormCondition::Op::NotEqual},
            {"=", FormCondition::Op::Equal}};
        std::vector<FormCondition> out;
        std::string_view rest = text;
        for (;;) {
            const std::size_t joint = rest.find(" and ");
            const std::string_view part = trim(rest.substr(0, joint));
            const std::size_t sign = part.find_first_of("<>=!");
            const std::string_view id = trim(part.substr(0, sign));
            FormCondition condition;
            bool understood = !id.empty();
            if (sign != std::string_view::npos) {
                const std::string_view tail = part.substr(sign);
                const auto op = std::find_if(kOps.begin(), kOps.end(), [&](const auto& known) {
                    return tail.starts_with(known.first);
                });
                understood = understood && op != kOps.end();
                if (understood) {
                    condition.op = op->second;
                    condition.word = to_lower(trim(tail.substr(op->first.size())));
                    const auto number = parse_number(condition.word);
                    const bool compares = condition.op == FormCondition::Op::AtLeast ||
                                          condition.op == FormCondition::Op::AtMost;
                    understood = !condition.word.empty() && (!compares || number.has_value());
                    condition.number = number.value_or(0);
                }
            }
            const auto item = form_.find_item(id);
            if (!understood) {
                report_.error(at, fmt::format("'{}' is no condition", make_visible(part)),
                              "for example show_if = \"place = bed and rest <= 3\"");
                return out;
            }
            if (!item) {
                std::vector<std::string> ids;
                for (const FormItem& known : form_.items)
                    ids.push_back(known.id);
                report_.unknown(at, "earlier item", id, ids);
            } else {
                condition.item = *item;
                check_word(condition, at);
                out.push_back(condition);
            }
            if (joint == std::string_view::npos) return out;
            rest.remove_prefix(joint + 5);
        }
    }

    /// A word that the item can never be is a slip of the hand.
    void check_word(const FormCondition& condition, Position at) {
        const FormItem& item = form_.items[condition.item];
        const bool compares =
            condition.op == FormCondition::Op::Equal || condition.op == FormCondition::Op::NotEqual;
        if (!compares || item.options.empty() || item.open) return;
        std::vector<std::string> slugs;
        for (const FormOption& option : item.options)
            slugs.push_back(option.slug);
        if (std::find(slugs.begin(), slugs.end(), condition.word) == slugs.end()) {
            report_.unknown(at, fmt::format("option of '{}'", item.id), condition.word, slugs);
        }
    }

    void read_sentence(const PlacedText& part) {
        SentencePart made;
        const std::size_t open = part.text.find('{');
        const std::size_t close = part.text.find('}');
        made.before = part.text.substr(0, open);
        if (open == std::string::npos && close == std::string::npos) {
            form_.sentence.push_back(std::move(made));
            return;
        }
        if (open == std::string::npos || close == std::string::npos || close < open ||
            part.text.find('{', open + 1) != std::string::npos) {
            report_.error(part.at, "a part of 'sentence' names one item in braces",
                          "for example \" about {about}\"");
            return;
        }
        const std::string id = part.text.substr(open + 1, close - open - 1);
        made.after = part.text.substr(close + 1);
        made.item = form_.find_item(id);
        if (!made.item) {
            std::vector<std::string> ids;
            for (const FormItem& known : form_.items)
                ids.push_back(known.id);
            if (whole_) report_.unknown(part.at, "item", id, ids);
            return;
        }
        form_.sentence.push_back(std::move(made));
    }

    void read_remark(const Node& node) {
        TableReader table(node, "[[remark]]", report_);
        FormRemark remark;
        for (const PlacedText& phrase : table.texts("phrases")) {
            if (trim(phrase.text).empty()) {
                report_.error(phrase.at, "a phrase without words");
                continue;
            }
            remark.phrases.push_back(to_lower(trim(phrase.text)));
        }
        if (!table.has("phrases")) table.missing("phrases");
        remark.say = table.required_text("say");
        table.finish();
        form_.remarks.push_back(std::move(remark));
    }

    Form& form_;
    Report& report_;
    bool whole_ = true;  ///< false once an item was left out: its name is not reported again
};

}  // namespace

Checked<Form> read_form(std::string_view text, const std::string& path) {
    Checked<Node> tree = read_toml(text, path);
    if (!tree.value) return {std::nullopt, std::move(tree.problems)};
    Report report(path);
    TableReader top(*tree.value, "the file", report);
    Form form;
    form.path = path;
    Reader(form, report).read(top);
    Checked<Form> checked{std::nullopt, std::move(report).take()};
    if (!has_errors(checked.problems)) checked.value = std::move(form);
    return checked;
}

}  // namespace attune::definition
