#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "attune/host/host.hpp"
#include "cli/global_options.hpp"

namespace attune::cli {

enum class Style { Plain, Bold, Dim, Accent };

/// Everything a person sees. Results go to standard output, messages to standard error, secrets and
/// confirmations to the terminal itself.
class Screen {
  public:
    Screen(host::Host& host, const GlobalOptions& global);

    /// Adds text for people to standard output; only ASCII where the terminal or --ascii asks for
    /// it. Written in large pieces, so an error may belong to earlier text: ClosedPipe or Io.
    [[nodiscard]] Status print(std::string_view text);
    /// Adds bytes to standard output as they are (CSV, porcelain).
    [[nodiscard]] Status print_raw(std::string_view bytes);
    /// Adds a piece of JSON that ends between two characters; what could change how a terminal
    /// shows it is escaped, so that the strings are the same.
    [[nodiscard]] Status print_json(std::string_view json);
    /// From here on what is printed is held back until `flush`, and goes through the command
    /// `pager` when it is longer than the screen; messages wait behind it. Nothing changes where
    /// standard output is no terminal, in accessible mode, on a dumb terminal and for an empty
    /// command.
    void use_pager(const std::string& pager);
    /// Hands everything printed so far to the reader.
    [[nodiscard]] Status flush();

    /// Drops what was printed and not yet handed over. False, and nothing is dropped, once some of
    /// it is out or a question was asked.
    [[nodiscard]] bool take_back();

    /// One line on standard error; nothing under --quiet. What is printed so far is flushed first.
    void say(std::string_view line);
    /// One line on standard error, also under --quiet.
    void say_always(std::string_view line);
    /// One line on standard error, only under --verbose.
    void say_more(std::string_view line);
    /// `attune: warning: line` on standard error, also under --quiet.
    void warn(std::string_view line);
    /// `attune: error: …` and `attune: hint: …`. Nothing for ClosedPipe.
    void report(const Error& error);

    /// Columns for text: 80 when standard output is no terminal, else its width, at most 100 and at
    /// least 20.
    [[nodiscard]] int width() const { return width_; }
    [[nodiscard]] bool accessible() const { return accessible_; }
    [[nodiscard]] bool ascii() const { return ascii_; }
    [[nodiscard]] bool colour() const { return colour_; }
    /// The text in a style, or as it is where colours are off. Pad first, colour after.
    [[nodiscard]] std::string styled(std::string_view text, Style style) const;
    /// A person's own text made safe for a terminal; on one line unless `keep_lines`.
    [[nodiscard]] static std::string visible(std::string_view text, bool keep_lines = false);

    /// True when questions may be asked: standard input and error are terminals, and neither
    /// --no-input nor CI is set.
    [[nodiscard]] bool may_ask() const;
    /// Asks one question on standard error and reads the answer from standard input, without white
    /// space around it. Usage naming `flag` when no question may be asked; Interrupted at the end
    /// of input.
    [[nodiscard]] Result<std::string> ask(std::string_view question, std::string_view flag);

    /// True when secrets and confirmations may be asked: there is a terminal, and --no-input is not
    /// set.
    [[nodiscard]] bool may_ask_secret() const;
    /// Reads a secret without echo. Locked naming the flags when it may not be asked.
    [[nodiscard]] Result<std::string> ask_secret(std::string_view prompt);
    /// Asks for a yes on the terminal; anything else is no. Usage naming `flag` when it may not be
    /// asked.
    [[nodiscard]] Result<bool> confirm(std::string_view question, std::string_view flag);

  private:
    void write_error_line(std::string_view text);
    [[nodiscard]] bool is_longer_than_screen(std::string_view text) const;
    [[nodiscard]] Status write_out(const std::string& text);
    host::Host& host_;
    std::string pending_;
    std::string pager_;               ///< empty: none
    std::string messages_;            ///< for standard error, behind what the pager shows
    std::optional<Error> out_error_;  ///< once output is lost, it stays lost
    bool committed_ = false;          ///< output or a question has reached the person
    int width_ = 80;
    bool accessible_ = false;
    bool ascii_ = false;
    bool colour_ = false;
    bool quiet_ = false;
    bool verbose_ = false;
    bool no_input_ = false;
};

}  // namespace attune::cli
