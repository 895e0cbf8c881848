#include "cli/completion.hpp"

#include <algorithm>
#include <array>

#include "attune/base/text.hpp"
#include "attune/definition/embedded.hpp"
#include "attune/definition/settings.hpp"
#include "attune/host/files.hpp"
#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/form_shelf.hpp"
#include "cli/help.hpp"

namespace attune::cli {

namespace {

using Words = std::vector<std::string>;

constexpr std::array<std::string_view, 14> kDates = {
    "now",     "today",     "yesterday", "tonight", "noon",     "midnight", "monday",
    "tuesday", "wednesday", "thursday",  "friday",  "saturday", "sunday",   "-1h"};
constexpr std::array<std::string_view, 6> kPeriods = {"week",  "last",  "this",
                                                      "month", "today", "yesterday"};
constexpr std::array<std::string_view, 5> kSpans = {"7d", "14d", "30d", "4w", "3m"};
constexpr std::array<std::string_view, 4> kDurations = {"5m", "15m", "1h", "8h"};
constexpr std::array<std::string_view, 11> kWishes = {
    "with=",     "trigger=", "kind=",  "feel=", "text=", "reacted",
    "responded", "mixed",    "unsure", "bring", "tag="};

/// What the values of an option are, by its name; empty: the option's own words decide.
std::string_view facet_of(std::string_view option) {
    struct Row {
        std::string_view option;
        std::string_view facet;
    };
    constexpr Row kRows[] = {{"--with", "person"},     {"--about", "person"},
                             {"--trigger", "trigger"}, {"--feel", "feeling"},
                             {"--body", "body"},       {"--coping", "coping"},
                             {"--urge", "urge"},       {"--did", "action"},
                             {"--need", "need"},       {"--context", "context"}};
    const auto* const row = std::find_if(std::begin(kRows), std::end(kRows),
                                         [&](const Row& r) { return r.option == option; });
    return row == std::end(kRows) ? std::string_view() : row->facet;
}

/// Only what every shell leaves alone: a name with other signs is not offered.
bool is_plain(std::string_view word) {
    return !word.empty() && word.front() != '-' &&
           std::all_of(word.begin(), word.end(), [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return byte >= 0x80 || (byte >= '0' && byte <= '9') ||
                      (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '-' ||
                      byte == '_' || byte == '.';
           });
}

class Completer {
  public:
    Completer(const OptionSet& global, host::Host& host, const FindNames& find_names)
        : global_(global), host_(host), find_names_(find_names) {}

    Candidates take() && { return std::move(out_); }

    void complete(const Words& words) {
        typed_ = words.empty() ? "" : words.back();
        const Words before(words.begin(), words.empty() ? words.end() : words.end() - 1);
        const std::size_t at = find_verb(before, global_);
        if (at >= before.size()) {
            // No verb yet; perhaps a value for the option in front.
            const OptionSet none;
            if (!offer_value(before, none)) offer_verbs();
            return;
        }
        const std::string verb = before[at];
        Words rest(before.begin() + static_cast<std::ptrdiff_t>(at) + 1, before.end());
        const Command* command = find_command(verb);
        if (!commands_below(verb).empty()) {
            const std::size_t second = find_verb(rest, global_);
            const Command* below =
                second < rest.size() ? find_command(verb + " " + rest[second]) : nullptr;
            if (below != nullptr) {
                command = below;
                rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(second));
            } else if (second >= rest.size() && !typed_.starts_with('-')) {
                for (const Command* one : commands_below(verb))
                    offer(one->name.substr(verb.size() + 1), one->summary);
            }
        }
        if (command != nullptr) complete_command(*command, rest);
    }

  private:
    void offer(std::string_view word, std::string_view about = {}) {
        if (!word.starts_with(typed_)) return;
        const bool there = std::any_of(out_.words.begin(), out_.words.end(),
                                       [&](const Candidate& one) { return one.word == word; });
        if (!there) out_.words.push_back({std::string(word), std::string(about)});
    }

    template <typename List>
    void offer_all(const List& list, const std::string& lead = {}) {
        for (const auto& word : list)
            offer(lead + std::string(word));
    }

    void offer_names(std::string_view facet, const std::string& lead, const char* tail = "") {
        for (const std::string& name : find_names_(facet)) {
            if (is_plain(name)) offer(lead + name + tail);
        }
    }

    void offer_verbs() {
        if (typed_.starts_with('-')) {
            offer_options(global_);
            return;
        }
        for (const std::string& verb : all_verbs()) {
            const Command* command = find_command(verb);
            if (command == nullptr) command = commands_below(verb).front();
            offer(verb, command->name == verb ? command->summary : std::string_view());
        }
    }

    void offer_options(const OptionSet& set) {
        for (const Option& option : set.options()) {
            offer(option.long_name.empty() ? option.short_name : option.long_name, option.help);
        }
    }

    /// The definitions of the program and those in this folder beside the config file.
    void offer_definitions(std::span<const definition::EmbeddedFile> embedded,
                           const std::string& name_of_folder) {
        for (const definition::EmbeddedFile& file : embedded)
            offer(file.id);
        const std::string folder =
            host::path_join(host::parent_folder(find_config_file(host_)), name_of_folder);
        if (!host_.files.info(folder)) return;
        const auto names = host_.files.list(folder);
        for (const std::string& name : names ? *names : Words()) {
            if (name.ends_with(".toml") && is_plain(name)) offer(name.substr(0, name.size() - 5));
        }
    }

    void offer_kinds() {
        offer("trigger");
        if (const auto shelf = FormShelf::open(host_)) offer_all(shelf->kinds());
    }

    void offer_for(const Option& option, const std::string& lead) {
        if (!option.choices.empty()) return offer_all(option.choices, lead);
        const std::string_view facet = facet_of(option.long_name);
        const std::string_view value = option.value;
        if (!facet.empty()) return offer_names(facet, lead);
        if (option.long_name == "--kind") {
            for (const char* kind : {"trigger", "entry", "follow", "assessment", "draft"})
                offer(lead + kind);
            if (const auto shelf = FormShelf::open(host_)) offer_all(shelf->kinds(), lead);
            return;
        }
        if (value.starts_with("PERSON")) return offer_names("person", lead);
        if (value == "WHEN" || value == "DAY" || value == "DATE" || option.is_date)
            return offer_all(kDates, lead);
        if (option.long_name == "--last") return offer_all(kSpans, lead);
        if (value == "TIME") return offer_all(kDurations, lead);
        if (value == "WISH") return offer_all(kWishes, lead);
        if (value == "ID") return offer(lead + "last");
        if (value.find("FILE") != std::string_view::npos || value == "DIR") {
            out_.files = true;
            return;
        }
        // A form's choices stand in its metavariable: "bed|sofa".
        if (value.find('|') != std::string_view::npos && value == lower_ascii(value))
            offer_all(split(value, '|'), lead);
    }

    /// True when a value of an option is due: behind the option, or behind its `=`.
    bool offer_value(const Words& before, const OptionSet& own) {
        const auto find = [&](std::string_view name) {
            const Option* option = own.find(name);
            return option != nullptr ? option : global_.find(name);
        };
        if (const auto equals = typed_.find('=');
            equals != std::string::npos && typed_.starts_with("--")) {
            const Option* option = find(std::string_view(typed_).substr(0, equals));
            if (option != nullptr && option->takes_value())
                offer_for(*option, typed_.substr(0, equals + 1));
            return true;
        }
        if (before.empty() || !before.back().starts_with('-')) return false;
        const Option* option = find(before.back());
        if (option == nullptr || !option->takes_value()) return false;
        offer_for(*option, "");
        return true;
    }

    /// How many words that are no options and no values stand in `before`.
    std::vector<std::string> plain_words(const Words& before, const OptionSet& own) const {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < before.size(); ++i) {
            const std::string& word = before[i];
            if (word.size() < 2 || word[0] != '-') {
                out.push_back(word);
                continue;
            }
            const Option* option = own.find(word);
            if (option == nullptr) option = global_.find(word);
            if (option != nullptr && option->takes_value()) ++i;
        }
        return out;
    }

    void complete_command(const Command& command, const Words& before) {
        const auto invocation = command.invoke();
        Words all = before;
        all.push_back(typed_);
        // A mistake in a form is told when the command runs.
        static_cast<void>(invocation->prepare(host_, before, global_));
        OptionSet own;
        invocation->describe(own);
        const bool ended = std::find(before.begin(), before.end(), "--") != before.end();
        if (!ended && offer_value(before, own)) return;
        if (!ended && typed_.starts_with('-')) {
            offer_options(own);
            offer_options(global_);
            return;
        }
        const std::vector<std::string> given = plain_words(before, own);
        if (own.is_prose()) {
            offer_prose(command, own, given);
            return;
        }
        std::size_t next = given.size();
        const auto& arguments = own.positional();
        if (arguments.empty()) return;
        const bool many =
            std::holds_alternative<std::vector<std::string>*>(arguments.back().target);
        if (next >= arguments.size()) {
            if (!many) return;
            next = arguments.size() - 1;
        }
        offer_argument(command, arguments[next].name, given);
    }

    void offer_prose(const Command& command, const OptionSet& own, const Words& given) {
        if (given.empty() && command.name == "note") return offer_kinds();
        const bool needs_id = !own.positional().empty() && own.positional().front().name == "ID";
        if (given.empty() && needs_id) return offer("last");
        const char sign = typed_.empty() ? '\0' : typed_.front();
        if (sign == '@') return offer_names("person", "@");
        if (sign == '%') return offer_names("trigger", "%");
        if (sign == '+') return offer_names("coping", "+");
        // A feeling with its number; a single letter is rather the start of a word.
        if (typed_.size() >= 2) offer_names("feeling", "", "=");
    }

    void offer_argument(const Command& command, std::string_view name, const Words& given) {
        if (name == "ID") return offer("last");
        if (name == "SHELL") return offer_all(std::array{"bash", "zsh", "fish"});
        if (name == "FILE" || name == "CSV") {
            out_.files = true;
            return;
        }
        if (name == "TOPIC") {
            if (!given.empty()) {
                for (const Command* one : commands_below(given.front()))
                    offer(one->name.substr(given.front().size() + 1), one->summary);
                return;
            }
            offer("all", "every command");
            for (const Topic& topic : all_topics())
                offer(topic.name, topic.summary);
            return offer_verbs();
        }
        if (name == "KEY") {
            for (const definition::Setting& setting : definition::all_settings())
                offer(setting.key, setting.help);
            return;
        }
        if (name == "VALUE" && !given.empty()) {
            const definition::Setting* setting = definition::find_setting(given.front());
            if (setting == nullptr) return;
            if (setting->kind == definition::SettingKind::Switch)
                return offer_all(std::array{"on", "off"});
            return offer_all(setting->words);
        }
        if (name == "PERIOD") return offer_all(kPeriods);
        if (command.name.starts_with("people")) return offer_names("person", "");
        if (name == "NAME" || name == "FORM") {
            const bool quiz = command.name.starts_with("quiz");
            const bool practice = command.name.starts_with("practice");
            if (quiz) offer_definitions(definition::embedded_questionnaires(), "questionnaires");
            if (practice) offer_definitions(definition::embedded_practices(), "practices");
            if (quiz || practice) out_.files = true;
        }
    }

    const OptionSet& global_;
    host::Host& host_;
    const FindNames& find_names_;
    std::string typed_;
    Candidates out_;
};

}  // namespace

Candidates complete_words(const std::vector<std::string>& words, const OptionSet& global,
                          host::Host& host, const FindNames& find_names) {
    Completer completer(global, host, find_names);
    completer.complete(words);
    return std::move(completer).take();
}

}  // namespace attune::cli
