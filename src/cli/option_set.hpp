#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace attune::cli {

/// One option of a command, and where its value goes.
struct Option {
    /// A flag, a text, a text that may be given several times, a whole number.
    using Target = std::variant<bool*, std::optional<std::string>*, std::vector<std::string>*,
                                std::optional<long long>*>;
    std::string short_name;  ///< "-o", or empty
    std::string long_name;   ///< "--output", or empty
    std::string value;       ///< what it takes, as help shows it: "FILE"; empty for a flag
    std::string help;
    std::vector<std::string> choices;  ///< the only values allowed; empty allows every one
    Target target;
    bool is_date = false;  ///< in prose, words behind it that would lengthen the date are refused

    [[nodiscard]] bool takes_value() const { return !std::holds_alternative<bool*>(target); }
};

/// One word (or all remaining words) behind the options.
struct Argument {
    std::string name;  ///< "FILE"
    std::string help;
    bool required = false;
    std::variant<std::optional<std::string>*, std::vector<std::string>*> target;
};

/// What a command understands. Parser, help, completion and the check of the man pages read these
/// records; no command knows the library that does the parsing.
///
/// Names are written "-o,--output", "--output" or "-o".
class OptionSet {
  public:
    OptionSet& flag(bool& target, std::string_view names, std::string_view help);
    OptionSet& text(std::optional<std::string>& target, std::string_view names,
                    std::string_view value, std::string_view help);
    /// May be given several times; each occurrence takes one value.
    OptionSet& texts(std::vector<std::string>& target, std::string_view names,
                     std::string_view value, std::string_view help);
    /// The same for dates: words of prose behind one are never taken into it in silence.
    OptionSet& dates(std::vector<std::string>& target, std::string_view names,
                     std::string_view value, std::string_view help);
    OptionSet& number(std::optional<long long>& target, std::string_view names,
                      std::string_view value, std::string_view help);
    OptionSet& choice(std::optional<std::string>& target, std::string_view names,
                      std::vector<std::string> choices, std::string_view help);

    /// One word that may be left out.
    OptionSet& argument(std::optional<std::string>& target, std::string_view name,
                        std::string_view help);
    OptionSet& required_argument(std::optional<std::string>& target, std::string_view name,
                                 std::string_view help);
    /// All remaining words, perhaps none.
    OptionSet& arguments(std::vector<std::string>& target, std::string_view name,
                         std::string_view help);
    OptionSet& required_arguments(std::vector<std::string>& target, std::string_view name,
                                  std::string_view help);
    /// All remaining words are prose: an unknown `-word` among them is text.
    OptionSet& prose(std::vector<std::string>& target, std::string_view name,
                     std::string_view help);

    [[nodiscard]] const std::vector<Option>& options() const { return options_; }
    [[nodiscard]] const std::vector<Argument>& positional() const { return arguments_; }
    [[nodiscard]] bool is_prose() const { return prose_; }

    /// The option with this name ("-o" or "--output"), or nullptr.
    [[nodiscard]] const Option* find(std::string_view name) const;

  private:
    void add(std::string_view names, Option option);
    std::vector<Option> options_;
    std::vector<Argument> arguments_;
    bool prose_ = false;
};

}  // namespace attune::cli
