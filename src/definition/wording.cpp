#include "attune/definition/wording.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "definition/questionnaire_parts.hpp"

namespace attune::definition {

namespace parts {

namespace {

std::vector<std::string> order_names(const Questionnaire& made) {
    std::vector<std::string> names;
    for (const Order& order : made.orders)
        names.push_back(order.name);
    return names;
}

/// The index of a response by its name; "" is the plain one.
const ResponseSet* find_response(const Questionnaire& made, std::string_view name) {
    const auto found = std::find_if(made.responses.begin(), made.responses.end(),
                                    [&](const ResponseSet& set) { return set.name == name; });
    return found == made.responses.end() ? nullptr : &*found;
}

void read_labels(TableReader& table, const Questionnaire& made, Wording& wording, Report& report) {
    const std::string higher_means = table.text("higher_means");
    const Node* labels = table.find("labels");
    const auto add = [&](const std::string& name, const Node& node) {
        const ResponseSet* set = find_response(made, name);
        if (set) {
            auto list = read_label_list(node, *set, report);
            if (!list.empty()) wording.labels[name] = std::move(list);
        } else if (name.empty()) {
            report.error(node.at, "there is no plain [response] for these labels",
                         "write labels = { NAME = [...] } for [response.NAME]");
        } else {
            report.unknown(node.at, "response", name, [&] {
                std::vector<std::string> names;
                for (const ResponseSet& known : made.responses)
                    if (!known.name.empty()) names.push_back(known.name);
                return names;
            }());
        }
    };
    if (labels && labels->kind == Node::Kind::Table) {
        for (const Member& member : labels->members)
            add(member.key, member.value);
    } else if (labels) {
        add("", *labels);
    }
    const auto plain = wording.labels.find("");
    if (higher_means.empty()) return;
    if (plain == wording.labels.end()) {
        if (!labels || labels->kind == Node::Kind::Table) {
            report.error(table.at("higher_means"),
                         "'higher_means' needs 'labels' to be checked against");
        }
    } else if (plain->second.back() != higher_means) {
        report.error(
            table.at("higher_means"),
            fmt::format("'higher_means' is '{}', but the label of the highest value is '{}'",
                        make_visible(higher_means), make_visible(plain->second.back())),
            "labels stand in the order of the values, from low to high");
    }
}

}  // namespace

Wording read_wording_table(TableReader& table, const Questionnaire& made, Report& report) {
    Wording wording;
    wording.at = table.at();
    wording.title = table.text("title");
    wording.instructions = table.text("instructions");
    wording.time_frame = table.text("time_frame");
    wording.citation = table.text("citation");
    wording.order = table.text("order");
    if (!wording.order.empty() && !made.find_order(wording.order)) {
        report.unknown(table.at("order"), "order", wording.order, order_names(made));
        wording.order.clear();
    }
    read_labels(table, made, wording, report);
    for (const Item& item : made.items) {
        if (!table.has(item.id)) continue;
        std::string text = table.required_text(item.id);
        wording.texts[item.id] = std::move(text);
    }
    return wording;
}

void read_wordings(TableReader& top, Draft& draft) {
    const Node* node = top.find("wording");
    if (!node) return;
    if (node->kind == Node::Kind::String) {
        const std::string_view name = node->text;
        const std::size_t dot = name.rfind('.');
        if (dot == std::string_view::npos || name.substr(0, dot) != draft.made.id ||
            !is_language(name.substr(dot + 1))) {
            draft.report.error(node->at,
                               fmt::format("'{}' is no name of a wording", make_visible(name)),
                               fmt::format("it is the id, a dot and the language: \"{}\"",
                                           wording_name(draft.made.id, draft.made.language)));
        }
        draft.made.wording = node->text;
        return;
    }
    if (node->kind != Node::Kind::Table) {
        draft.report.error(node->at,
                           fmt::format("'wording' is {}, not a name or a table", node->kind_name()),
                           "the name of a wording file, or [wording.de] with the items below it");
        return;
    }
    for (const Member& member : node->members) {
        if (member.value.kind != Node::Kind::Table) {
            draft.report.error(
                member.at,
                fmt::format("'{}' is no [wording.LANGUAGE] table", make_visible(member.key)),
                "write [wording.de] and the items of that language below it");
            continue;
        }
        if (!is_language(member.key)) {
            draft.report.error(member.at,
                               fmt::format("'{}' is no language", make_visible(member.key)),
                               "a language is two or three small letters: de, pt-BR");
        }
        TableReader table(member.value, fmt::format("[wording.{}]", member.key), draft.report);
        Wording wording = read_wording_table(table, draft.made, draft.report);
        wording.language = member.key;
        wording.at = member.at;
        table.finish();
        if (draft.items_whole && wording.texts.size() != draft.made.items.size()) {
            draft.report.error(member.at,
                               fmt::format("[wording.{}] has a text for {} of {} items", member.key,
                                           wording.texts.size(), draft.made.items.size()),
                               "a translation has every item: ID = \"...\"");
        }
        draft.made.translations.push_back(std::move(wording));
    }
}

std::string read_doi(TableReader& table, const std::string& key, Report& report) {
    std::string doi = table.text(key);
    if (!doi.empty() && (!doi.starts_with("10.") || doi.find('/') == std::string::npos ||
                         doi.find(' ') != std::string::npos)) {
        report.error(table.at(key), fmt::format("'{}' is no doi", make_visible(doi)),
                     "a doi begins with 10. and has a slash, without an address before it");
    }
    return doi;
}

bool is_language(std::string_view text) {
    const std::size_t dash = text.find('-');
    const std::string_view first = text.substr(0, dash);
    const bool letters =
        std::all_of(first.begin(), first.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (first.size() < 2 || first.size() > 3 || !letters) return false;
    if (dash == std::string_view::npos) return true;
    const std::string_view rest = text.substr(dash + 1);
    return rest.size() >= 2 && rest.size() <= 8 &&
           std::all_of(rest.begin(), rest.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
           });
}

std::string read_language(TableReader& table, const std::string& key, Report& report) {
    std::string language = table.text(key);
    if (!language.empty() && !is_language(language)) {
        report.error(table.at(key), fmt::format("'{}' is no language", make_visible(language)),
                     "a language is two or three small letters: de, pt-BR");
    }
    return language;
}

int read_count(TableReader& table, const std::string& key, int low, int high, int fallback,
               Report& report) {
    const auto count = table.integer(key);
    if (!count) return fallback;
    if (*count < low || *count > high) {
        report.error(table.at(key), fmt::format("'{}' is not in {}..{}", key, low, high),
                     "leave it out when there is nothing to say");
        return fallback;
    }
    return static_cast<int>(*count);
}

}  // namespace parts

namespace {

/// A text as a TOML basic string.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (code < 0x20 || code == 0x7F) {
            out += fmt::format("\\u{:04X}", static_cast<unsigned>(code));
        } else {
            out += c;
        }
    }
    return out + '"';
}

/// "7. text", "7) text", "7: text" or "7<tab>text": the number and what follows; else the line.
std::pair<std::optional<long long>, std::string_view> cut_number(std::string_view line) {
    std::size_t digits = 0;
    while (digits < line.size() && line[digits] >= '0' && line[digits] <= '9')
        ++digits;
    if (digits == 0 || digits > 4 || digits == line.size()) return {std::nullopt, line};
    if (std::string_view(".):\t").find(line[digits]) == std::string_view::npos)
        return {std::nullopt, line};
    return {parse_integer(line.substr(0, digits)), trim(line.substr(digits + 1))};
}

}  // namespace

const std::vector<std::string>& wording_keys() {
    static const std::vector<std::string> kKeys = {"title",        "instructions",  "time_frame",
                                                   "citation",     "order",         "labels",
                                                   "higher_means", "questionnaire", "language"};
    return kKeys;
}

std::string wording_name(std::string_view questionnaire, std::string_view language) {
    return fmt::format("{}.{}", questionnaire, language);
}

Checked<Wording> load_wording(std::string_view text, const std::string& path,
                              const Questionnaire& questionnaire) {
    Checked<Node> tree = read_toml(text, path);
    Checked<Wording> result;
    if (!tree.value) {
        result.problems = std::move(tree.problems);
        return result;
    }
    Report report(path);
    TableReader table(*tree.value, "the file", report);
    const std::string of = table.required_text("questionnaire");
    if (!of.empty() && of != questionnaire.id) {
        report.error(table.at("questionnaire"),
                     fmt::format("this is the wording of '{}', not of '{}'", make_visible(of),
                                 questionnaire.id));
    }
    static_cast<void>(table.required_text("language"));
    std::string language = parts::read_language(table, "language", report);
    Wording wording = parts::read_wording_table(table, questionnaire, report);
    wording.language = std::move(language);
    table.finish();
    if (wording.texts.size() != questionnaire.items.size()) {
        std::string absent;
        for (const Item& item : questionnaire.items) {
            if (!wording.texts.contains(item.id)) absent += (absent.empty() ? "" : ", ") + item.id;
        }
        report.error({1, 1},
                     fmt::format("the file has a text for {} of {} items", wording.texts.size(),
                                 questionnaire.items.size()),
                     fmt::format("missing: {}", absent));
    }
    result.problems = std::move(report).take();
    if (!has_errors(result.problems)) result.value = std::move(wording);
    return result;
}

Checked<Wording> read_plain_wording(std::string_view text, const std::string& path,
                                    const Questionnaire& questionnaire,
                                    const PlainWordingOptions& options) {
    Checked<Wording> result;
    Report report(path);
    Wording wording;
    wording.language = options.language;
    wording.order = options.order;
    const Order* order = questionnaire.find_order(options.order);
    if (!options.order.empty() && !order) {
        report.error({1, 1}, fmt::format("'{}' has no order '{}'", questionnaire.id,
                                         make_visible(options.order)));
    }
    if (!is_utf8(text)) {
        report.error({1, 1}, "the file is not UTF-8 text", "save it with the encoding UTF-8");
        text = {};
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    std::size_t count = 0;
    int number = 0;
    for (const std::string_view raw : split(text, '\n')) {
        ++number;
        const std::string_view line = trim(raw);
        if (line.empty()) continue;
        const auto [said, words] = cut_number(line);
        ++count;
        if (said && *said != static_cast<long long>(count)) {
            report.error(
                {number, 1},
                fmt::format("this line says it is item {}, but it is the {}. line with words",
                            *said, count),
                "one item a line, in their order");
        }
        if (words.empty()) report.error({number, 1}, fmt::format("item {} has no words", count));
        if (count > questionnaire.items.size()) continue;
        const std::size_t item = order ? order->items[count - 1] : count - 1;
        wording.texts[questionnaire.items[item].id] = std::string(words);
    }
    if (count != questionnaire.items.size()) {
        report.error({std::max(number, 1), 1},
                     fmt::format("{} lines with words for the {} items of '{}'", count,
                                 questionnaire.items.size(), questionnaire.id),
                     "one item a line, nothing else");
    }
    result.problems = std::move(report).take();
    if (!has_errors(result.problems)) result.value = std::move(wording);
    return result;
}

std::string write_wording(const Questionnaire& questionnaire, const Wording& wording) {
    std::string out = fmt::format("questionnaire = {}\nlanguage = {}\n", quoted(questionnaire.id),
                                  quoted(wording.language));
    const auto line = [&](std::string_view key, const std::string& text) {
        if (!text.empty()) out += fmt::format("{} = {}\n", key, quoted(text));
    };
    line("title", wording.title);
    line("citation", wording.citation);
    line("order", wording.order);
    line("time_frame", wording.time_frame);
    line("instructions", wording.instructions);
    const auto list = [](const std::vector<std::string>& labels) {
        std::vector<std::string> parts;
        for (const std::string& label : labels)
            parts.push_back(quoted(label));
        return "[" + join(parts, ", ") + "]";
    };
    if (wording.labels.size() == 1 && wording.labels.begin()->first.empty()) {
        out += fmt::format("labels = {}\n", list(wording.labels.begin()->second));
    } else if (!wording.labels.empty()) {
        std::vector<std::string> parts;
        for (const auto& [name, labels] : wording.labels)
            parts.push_back(fmt::format("{} = {}", name.empty() ? "\"\"" : name, list(labels)));
        out += fmt::format("labels = {{ {} }}\n", join(parts, ", "));
    }
    out += '\n';
    for (const Item& item : questionnaire.items) {
        const auto text = wording.texts.find(item.id);
        if (text != wording.texts.end())
            out += fmt::format("{} = {}\n", item.id, quoted(text->second));
    }
    return out;
}

void apply_wording(Questionnaire& questionnaire, const Wording& wording) {
    const auto lay = [](std::string& place, const std::string& words) {
        if (!words.empty()) place = words;
    };
    for (Item& item : questionnaire.items) {
        const auto text = wording.texts.find(item.id);
        if (text != wording.texts.end()) item.text = text->second;
    }
    for (ResponseSet& set : questionnaire.responses) {
        const auto labels = wording.labels.find(set.name);
        if (labels != wording.labels.end()) set.labels = labels->second;
    }
    lay(questionnaire.title, wording.title);
    lay(questionnaire.instructions, wording.instructions);
    lay(questionnaire.time_frame, wording.time_frame);
    lay(questionnaire.language, wording.language);
    lay(questionnaire.asked_in, wording.order);
    lay(questionnaire.wording_digest, wording.digest);
}

}  // namespace attune::definition
