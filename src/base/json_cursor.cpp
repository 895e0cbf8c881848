#include "attune/base/json_cursor.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune {

namespace {

constexpr unsigned kFirstSurrogate = 0xD800;
constexpr unsigned kLowSurrogate = 0xDC00;
constexpr unsigned kLastSurrogate = 0xDFFF;

void append_utf8(std::string& out, unsigned code) {
    const auto put = [&out](unsigned byte) {
        out.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
    };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | code >> 6);
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
/// Continuation bytes of UTF-8 are no characters of their own.
bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

void JsonCursor::skip_blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
        ++at_;
    }
}

std::size_t JsonCursor::position() {
    skip_blanks();
    return at_;
}

char JsonCursor::peek() {
    skip_blanks();
    return at_ < text_.size() ? text_[at_] : '\0';
}

tl::unexpected<Error> JsonCursor::error_at(std::size_t byte, std::string message) const {
    const std::string_view before = text_.substr(0, std::min(byte, text_.size()));
    const auto column = std::count_if(before.begin(), before.end(), starts_character) + 1;
    return fail(ErrorKind::BadInput, std::move(message), {}, fmt::format("{}", column));
}

Status JsonCursor::enter_object() {
    if (peek() != '{') return error_here("expected an object");
    ++at_;
    return {};
}

Status JsonCursor::enter_array() {
    if (peek() != '[') return error_here("expected a list");
    ++at_;
    return {};
}

Result<bool> JsonCursor::next(bool& first, char closer) {
    const char c = peek();
    if (c == closer) {
        ++at_;
        return false;
    }
    if (std::exchange(first, false)) return true;
    if (c != ',') return error_here(fmt::format("expected ',' or '{}'", closer));
    ++at_;
    return true;
}

Result<bool> JsonCursor::next_member(std::string& name, bool& first) {
    ATTUNE_TRY(const bool more, next(first, '}'));
    if (!more) return false;
    if (peek() != '"') return error_here("expected the name of a member");
    ATTUNE_TRY(name, string());
    if (peek() != ':') return error_here("expected ':'");
    ++at_;
    return true;
}

Result<bool> JsonCursor::next_element(bool& first) {
    return next(first, ']');
}

Result<unsigned> JsonCursor::four_digits() {
    unsigned code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
        const char c = at_ < text_.size() ? text_[at_] : '\0';
        const unsigned digit = is_digit(c)            ? static_cast<unsigned>(c - '0')
                               : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a') + 10U
                               : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A') + 10U
                                                      : 16U;
        if (digit > 15) return error_here("expected four hexadecimal digits");
        code = code * 16 + digit;
    }
    return code;
}

/// The cursor stands behind a backslash.
Status JsonCursor::escape(std::string& out) {
    const std::size_t start = at_ - 1;
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    ++at_;
    switch (c) {
        case '"':
        case '\\':
        case '/':
            out.push_back(c);
            return {};
        case 'b':
            out.push_back('\b');
            return {};
        case 'f':
            out.push_back('\f');
            return {};
        case 'n':
            out.push_back('\n');
            return {};
        case 'r':
            out.push_back('\r');
            return {};
        case 't':
            out.push_back('\t');
            return {};
        case 'u':
            break;
        default:
            return error_at(start, "unknown escape");
    }
    ATTUNE_TRY(unsigned code, four_digits());
    if (code >= kLowSurrogate && code <= kLastSurrogate)
        return error_at(start, "half of a surrogate pair");
    if (code >= kFirstSurrogate && code < kLowSurrogate) {
        if (text_.substr(at_, 2) != "\\u") return error_at(start, "half of a surrogate pair");
        at_ += 2;
        ATTUNE_TRY(const unsigned low, four_digits());
        if (low < kLowSurrogate || low > kLastSurrogate)
            return error_at(start, "half of a surrogate pair");
        code = 0x10000 + ((code - kFirstSurrogate) << 10) + (low - kLowSurrogate);
    }
    append_utf8(out, code);
    return {};
}

Result<std::string> JsonCursor::string() {
    if (peek() != '"') return error_here("expected a string");
    const std::size_t start = at_;
    ++at_;
    std::string out;
    while (at_ < text_.size()) {
        std::size_t end = at_;
        while (end < text_.size() && text_[end] != '"' && text_[end] != '\\' &&
               static_cast<unsigned char>(text_[end]) >= 0x20) {
            ++end;
        }
        out.append(text_.substr(at_, end - at_));
        at_ = end;
        if (at_ == text_.size()) break;
        if (text_[at_] == '"') {
            ++at_;
            return out;
        }
        if (text_[at_] != '\\') return error_here("a control character inside a string");
        ++at_;
        ATTUNE_CHECK(escape(out));
    }
    return error_at(start, "a string without its end");
}

Result<std::string_view> JsonCursor::number_text() {
    const std::size_t start = position();
    const auto digits = [this] {
        const std::size_t before = at_;
        while (at_ < text_.size() && is_digit(text_[at_]))
            ++at_;
        return at_ - before;
    };
    const auto at = [this](char c) { return at_ < text_.size() && text_[at_] == c; };
    if (at('-')) ++at_;
    const std::size_t whole = at_;
    const std::size_t count = digits();
    bool good = count > 0 && (count == 1 || text_[whole] != '0');
    if (good && at('.')) {
        ++at_;
        good = digits() > 0;
    }
    if (good && (at('e') || at('E'))) {
        ++at_;
        if (at('+') || at('-')) ++at_;
        good = digits() > 0;
    }
    if (!good) return error_at(start, "expected a number");
    return text_.substr(start, at_ - start);
}

Result<double> JsonCursor::number() {
    const std::size_t start = position();
    ATTUNE_TRY(const std::string_view text, number_text());
    double value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
        return error_at(start, "a number out of range");
    }
    return value;
}

bool JsonCursor::take_null() {
    skip_blanks();
    if (!text_.substr(at_).starts_with("null")) return false;
    at_ += 4;
    return true;
}

Status JsonCursor::copy_value(std::string& out, int depth) {
    if (depth > kDepthMax) return error_here("nested too deep");
    const char c = peek();
    if (c == '"') {
        ATTUNE_TRY(const std::string text, string());
        append_json_string(out, text);
        return {};
    }
    if (c == '{' || c == '[') {
        ++at_;
        out.push_back(c);
        std::string name;
        for (bool first = true;;) {
            const bool leading = first;
            ATTUNE_TRY(const bool more, c == '{' ? next_member(name, first) : next_element(first));
            if (!more) break;
            if (!leading) out.push_back(',');
            if (c == '{') {
                append_json_string(out, name);
                out.push_back(':');
            }
            ATTUNE_CHECK(copy_value(out, depth + 1));
        }
        out.push_back(c == '{' ? '}' : ']');
        return {};
    }
    for (const std::string_view word : {"true", "false", "null"}) {
        if (text_.substr(at_).starts_with(word)) {
            at_ += word.size();
            out += word;
            return {};
        }
    }
    if (c != '-' && !is_digit(c)) return error_here("expected a value");
    ATTUNE_TRY(const std::string_view text, number_text());
    out += text;
    return {};
}

Status JsonCursor::end() {
    if (peek() != '\0' || at_ < text_.size()) return error_here("something stands behind the end");
    return {};
}

void append_json_string(std::string& out, std::string_view text) {
    std::string mended;
    if (!is_utf8(text)) {
        mended = to_utf8_lossy(text);
        text = mended;
    }
    out.push_back('"');
    std::size_t start = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text.substr(start, i - start));
        start = i + 1;
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            default:
                out +=
                    fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        }
    }
    out.append(text.substr(start));
    out.push_back('"');
}

}  // namespace attune
