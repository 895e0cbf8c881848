#include "cli/screen.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/host/pager.hpp"
#include "attune/render/json.hpp"

namespace attune::cli {

namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} * 1024;

/// More than anybody pages through; what is longer goes straight to the terminal.
constexpr std::size_t kPagedBytesMax = std::size_t{64} << 20;

bool is_set(host::Host& host, const char* variable) {
    const auto value = host.environment.variable(variable);
    return value && !value->empty();
}

bool wants_colour(host::Host& host, const GlobalOptions& global) {
    if (global.color == "never") return false;
    if (global.color == "always") return true;
    return host.terminal.out_is_terminal() && host.environment.variable("TERM") != "dumb";
}

}  // namespace

Screen::Screen(host::Host& host, const GlobalOptions& global)
    : host_(host),
      accessible_(global.accessible),
      ascii_(global.ascii || !host.environment.utf8_locale()),
      colour_(wants_colour(host, global)),
      quiet_(global.quiet),
      verbose_(global.verbose),
      no_input_(global.no_input) {
    if (host.terminal.out_is_terminal()) {
        width_ = std::clamp(host.terminal.columns().value_or(80), 20, 100);
    }
}

Status Screen::print(std::string_view text) {
    return ascii_ ? print_raw(to_ascii(text)) : print_raw(text);
}

Status Screen::print_raw(std::string_view bytes) {
    if (out_error_) return fail(*out_error_);
    pending_ += bytes;
    return pending_.size() < (pager_.empty() ? kPieceBytes : kPagedBytesMax) ? Status{} : flush();
}

Status Screen::print_json(std::string_view json) {
    return print_raw(render::escape_hidden(json));
}

Status Screen::flush() {
    if (out_error_) return fail(*out_error_);
    if (pending_.empty()) return {};
    committed_ = true;
    Status written = write_out(std::exchange(pending_, {}));
    if (!written) out_error_ = written.error();
    if (!messages_.empty()) {
        static_cast<void>(host_.terminal.write(host::Stream::Err, std::exchange(messages_, {})));
    }
    return written;
}

bool Screen::take_back() {
    if (committed_) return false;
    pending_.clear();
    return true;
}

void Screen::use_pager(const std::string& pager) {
    const bool dumb = host_.environment.variable("TERM").value_or("dumb") == "dumb";
    if (host_.terminal.out_is_terminal() && !accessible_ && !dumb) pager_ = pager;
}

bool Screen::is_longer_than_screen(std::string_view text) const {
    const int rows = host_.terminal.rows().value_or(0);
    const int columns = std::max(1, host_.terminal.columns().value_or(80));
    if (rows <= 0) return false;
    int lines = 0;
    for (const std::string_view line : split(text, '\n')) {
        lines += 1 + std::max(0, column_width(line) - 1) / columns;
        // The line behind the last break is where the prompt of the shell stands.
        if (lines > rows) return true;
    }
    return false;
}

Status Screen::write_out(const std::string& text) {
    const std::string pager = std::exchange(pager_, {});
    if (!pager.empty() && text.size() < kPagedBytesMax && is_longer_than_screen(text)) {
        std::vector<std::pair<std::string, std::string>> variables{{"LESSHISTFILE", "-"},
                                                                   {"LESSSECURE", "1"}};
        if (!is_set(host_, "LESS")) variables.emplace_back("LESS", "FRX");
        ATTUNE_TRY(const bool shown, host::feed_pager(pager, variables, text));
        if (shown) return {};
    }
    return host_.terminal.write(host::Stream::Out, text);
}

void Screen::write_error_line(std::string_view text) {
    const bool waits = !pager_.empty() && !pending_.empty();
    if (!waits)
        static_cast<void>(flush());  // its error comes back from every later print and flush
    std::string line = ascii_ ? to_ascii(text) : std::string(text);
    line += '\n';
    if (waits) {
        messages_ += line;
        return;
    }
    // Nobody is left to tell when standard error is gone.
    static_cast<void>(host_.terminal.write(host::Stream::Err, line));
}

void Screen::say(std::string_view line) {
    if (!quiet_) write_error_line(line);
}

void Screen::say_always(std::string_view line) {
    write_error_line(line);
}

void Screen::say_more(std::string_view line) {
    if (verbose_) write_error_line(line);
}

void Screen::warn(std::string_view line) {
    // Messages name files, and whoever can write to a folder chooses their names.
    write_error_line(fmt::format("attune: warning: {}", visible(line, true)));
}

void Screen::report(const Error& error) {
    if (error.kind == ErrorKind::ClosedPipe) return;
    const bool bug = error.kind == ErrorKind::Bug;
    write_error_line(fmt::format(
        "attune: error: {}{}{}{}", visible(error.where, true), error.where.empty() ? "" : ": ",
        bug ? "this is a bug in attune: " : "", visible(error.message, true)));
    if (!error.hint.empty())
        write_error_line(fmt::format("attune: hint: {}", visible(error.hint, true)));
}

std::string Screen::styled(std::string_view text, Style style) const {
    if (!colour_ || style == Style::Plain || text.empty()) return std::string(text);
    const char* code = style == Style::Bold ? "1" : style == Style::Dim ? "2" : "36";
    return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string Screen::visible(std::string_view text, bool keep_lines) {
    return make_visible(text, keep_lines);
}

bool Screen::may_ask() const {
    return !no_input_ && !is_set(host_, "CI") && host_.terminal.in_is_terminal() &&
           host_.terminal.err_is_terminal();
}

Result<std::string> Screen::ask(std::string_view question, std::string_view flag) {
    if (!may_ask()) {
        return fail(ErrorKind::Usage, "a question cannot be asked here",
                    fmt::format("give the answer with {}", flag));
    }
    ATTUNE_CHECK(flush());
    committed_ = true;
    ATTUNE_CHECK(host_.terminal.write(host::Stream::Err,
                                      ascii_ ? to_ascii(question) : std::string(question)));
    ATTUNE_TRY(const std::optional<std::string> line, host_.terminal.read_line());
    if (!line) return fail(ErrorKind::Interrupted, "the input ended before an answer");
    return std::string(trim(*line));
}

bool Screen::may_ask_secret() const {
    return !no_input_ && host_.terminal.has_controlling_terminal();
}

Result<std::string> Screen::ask_secret(std::string_view prompt) {
    if (!may_ask_secret()) {
        return fail(ErrorKind::Locked, "the store is locked and no secret can be asked for here",
                    "give --key-file, --passphrase-file or --passphrase-fd, or run 'attune unlock' "
                    "on a terminal");
    }
    ATTUNE_CHECK(flush());
    return host_.terminal.read_secret(prompt);
}

Result<bool> Screen::confirm(std::string_view question, std::string_view flag) {
    if (!may_ask_secret()) {
        return fail(ErrorKind::Usage, "a yes is needed and cannot be asked for here",
                    fmt::format("give {} to say yes", flag));
    }
    ATTUNE_CHECK(flush());
    committed_ = true;
    ATTUNE_TRY(const std::string answer,
               host_.terminal.read_answer(fmt::format("{} [y/N] ", question)));
    const std::string word = lower_ascii(trim(answer));
    return word == "y" || word == "yes";
}

}  // namespace attune::cli
