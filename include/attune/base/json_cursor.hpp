#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"

namespace attune {

/// Reads one JSON text (RFC 8259) from front to back, value by value, without building a tree: made
/// for lines that come by the million and for errors that name the place. The text must be
/// well-formed UTF-8 (is_utf8) and must outlive the cursor. Every error is ErrorKind::BadInput with
/// the column in `where` (characters from 1) and none of the content.
class JsonCursor {
  public:
    /// Values nested deeper than this are refused.
    static constexpr int kDepthMax = 64;

    explicit JsonCursor(std::string_view text) : text_(text) {}

    /// The byte where the next value starts, after blanks.
    [[nodiscard]] std::size_t position();
    /// The character the next value starts with: '{' '[' '"' 't' 'f' 'n', a digit or '-'; '\0' at
    /// the end.
    [[nodiscard]] char peek();

    /// Moves into an object or array; then next_member or next_element until it returns false.
    [[nodiscard]] Status enter_object();
    [[nodiscard]] Status enter_array();
    /// Reads the name of the next member, up to its value; false at the end of the object.
    /// `first` is set by the caller before the first call and kept by this function.
    [[nodiscard]] Result<bool> next_member(std::string& name, bool& first);
    [[nodiscard]] Result<bool> next_element(bool& first);

    [[nodiscard]] Result<std::string> string();
    /// A finite number; one too large for a double is refused.
    [[nodiscard]] Result<double> number();
    /// True when the next value is null, which is then taken.
    [[nodiscard]] bool take_null();
    /// Any value in canonical spelling: no blanks, strings as append_json_string writes them,
    /// numbers and the order of members as they are. Appended to `out`.
    [[nodiscard]] Status copy_value(std::string& out) { return copy_value(out, 0); }
    /// Nothing but blanks may be left.
    [[nodiscard]] Status end();

    /// The error `message` at a byte of the text.
    [[nodiscard]] tl::unexpected<Error> error_at(std::size_t byte, std::string message) const;
    [[nodiscard]] tl::unexpected<Error> error_here(std::string message) const {
        return error_at(at_, std::move(message));
    }

  private:
    [[nodiscard]] Status copy_value(std::string& out, int depth);
    [[nodiscard]] Result<std::string_view> number_text();
    [[nodiscard]] Result<bool> next(bool& first, char closer);
    [[nodiscard]] Status escape(std::string& out);
    [[nodiscard]] Result<unsigned> four_digits();
    void skip_blanks();

    std::string_view text_;
    std::size_t at_ = 0;
};

/// Appends `text` as a JSON string: quotes, backslashes and control characters are escaped (\n, \t
/// and the like by their short names), everything else stays. Bytes that are not UTF-8 become
/// U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace attune
