#include "attune/render/json.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::render {

namespace {

using report::Machine;

/// The character of well-formed UTF-8 at `at`; its length is put into `length`.
unsigned decode(std::string_view text, std::size_t at, std::size_t& length) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned first = byte(0);
    length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 1) return first;
    unsigned code = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        code = code << 6 | (byte(i) & 0x3FU);
    return code;
}

/// Characters that could change how a terminal or an editor shows the document.
bool is_hidden(unsigned code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x061C || code == 0x200E ||
           code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
           (code >= 0x2066 && code <= 0x2069);
}

std::string quoted(std::string_view raw) {
    const std::string text = to_utf8_lossy(raw);
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 1;
        const unsigned code = decode(text, at, length);
        if (code == '"' || code == '\\') {
            out += '\\';
            out += static_cast<char>(code);
        } else if (code == '\n') {
            out += "\\n";
        } else if (is_hidden(code)) {
            out += fmt::format("\\u{:04x}", code);
        } else {
            out.append(text, at, length);
        }
        at += length;
    }
    return out + '"';
}

class Writer {
  public:
    void write(const Machine& value, int depth) {
        const auto& content = value.content();
        if (const auto* list = std::get_if<Machine::List>(&content)) {
            out_ += '[';
            for (const Machine& element : *list) {
                next(depth + 1, &element == &list->front());
                write(element, depth + 1);
            }
            close(']', depth, list->empty());
        } else if (const auto* members = std::get_if<Machine::Members>(&content)) {
            out_ += '{';
            for (const auto& member : *members) {
                next(depth + 1, &member == &members->front());
                out_ += quoted(member.first) + ": ";
                write(member.second, depth + 1);
            }
            close('}', depth, members->empty());
        } else {
            out_ += scalar(content);
        }
    }

    [[nodiscard]] std::string take() && { return std::move(out_); }

  private:
    static std::string scalar(const Machine::Content& content) {
        if (const auto* truth = std::get_if<bool>(&content)) return *truth ? "true" : "false";
        if (const auto* whole = std::get_if<std::int64_t>(&content)) return std::to_string(*whole);
        if (const auto* number = std::get_if<double>(&content)) {
            return std::isfinite(*number) ? shortest_number(*number) : "null";
        }
        if (const auto* text = std::get_if<std::string>(&content)) return quoted(*text);
        return "null";
    }

    void next(int depth, bool first) {
        if (!first) out_ += ',';
        line(depth);
    }
    void close(char bracket, int depth, bool empty) {
        if (!empty) line(depth);
        out_ += bracket;
    }
    void line(int depth) {
        out_ += '\n';
        out_.append(2 * static_cast<std::size_t>(depth), ' ');
    }

    std::string out_;
};

}  // namespace

std::string escape_hidden(std::string_view json) {
    const auto is_plain = [](char c) { return c == '\n' || (c >= 0x20 && c < 0x7F); };
    if (std::all_of(json.begin(), json.end(), is_plain)) return std::string(json);
    const std::string text = to_utf8_lossy(json);
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        std::size_t length = 1;
        const unsigned code = decode(text, at, length);
        // What lays the document out stands between strings: in them JSON has it escaped already.
        if (code != '\n' && is_hidden(code)) {
            out += fmt::format("\\u{:04x}", code);
        } else {
            out.append(text, at, length);
        }
        at += length;
    }
    return out;
}

std::string render_json(const Machine& value) {
    Writer writer;
    writer.write(value, 0);
    return std::move(writer).take();
}

std::string render_json(const report::Document& document) {
    Machine whole = Machine::members();
    whole.set("schema", kJsonSchema).set("report", document.kind);
    if (const auto* members = std::get_if<Machine::Members>(&document.machine.content())) {
        for (const auto& member : *members)
            whole.set(member.first, member.second);
    }
    Machine suppressed = Machine::members();
    for (const report::Suppressed& one : document.suppressed)
        suppressed.set(one.name, one.rule);
    whole.set("suppressed", std::move(suppressed));
    return render_json(whole) + "\n";
}

}  // namespace attune::render
