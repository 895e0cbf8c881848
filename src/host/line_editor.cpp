#include "host/line_editor.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::host {

namespace {

constexpr char kEscape = '\x1b';
constexpr const char* kPasteOn = "\x1b[?2004h";
constexpr const char* kPasteOff = "\x1b[?2004l";
constexpr std::string_view kPasteEnd = "\x1b[201~";
/// Longer sequences are no keys of a keyboard.
constexpr std::size_t kEscapeBytesMax = 32;
constexpr int kColumnsMin = 4;

constexpr char control(char letter) {
    return static_cast<char>(letter & 0x1F);
}

/// The bytes of a UTF-8 character by its first one; 1 for a byte that starts none.
std::size_t character_bytes(char first) {
    const auto byte = static_cast<unsigned char>(first);
    if (byte >= 0xF0 && byte <= 0xF4) return 4;
    if (byte >= 0xE0 && byte <= 0xEF) return 3;
    if (byte >= 0xC2 && byte <= 0xDF) return 2;
    return 1;
}

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// The first character as it is seen; never across a line break.
std::string_view first_cluster(std::string_view text) {
    const bool alone = text.front() == '\n' || text.front() == '\t';
    std::string_view cluster = alone ? text.substr(0, 1) : cut_to_columns(text, 1);
    if (cluster.empty()) cluster = cut_to_columns(text, 2);
    if (cluster.empty()) return text.substr(0, 1);
    // What has no width stands with the character before it, but for line breaks and tabs.
    return cluster.substr(0, cluster.find_first_of("\n\t", 1));
}

std::string move_up(int rows) {
    return rows > 0 ? fmt::format("\x1b[{}A", rows) : std::string();
}

std::string to_column(int column) {
    return column > 0 ? fmt::format("\r\x1b[{}C", column) : std::string("\r");
}

}  // namespace

LineEditor::LineEditor(std::string_view prompt, int columns, int rows)
    : prompt_(prompt), columns_(std::max(columns, kColumnsMin)), rows_(std::max(rows, 2)) {
    prompt_width_ = column_width(prompt_);
}

std::string LineEditor::begin() {
    std::string out = kPasteOn + prompt_;
    // A prompt that fills its row leaves the text the next one.
    if (prompt_width_ >= columns_) {
        out += "\r\n";
        prompt_.clear();
        prompt_width_ = 0;
    }
    lay_out();
    return out;
}

void LineEditor::resize(int columns, int rows) {
    columns_ = std::max(columns, kColumnsMin);
    rows_ = std::max(rows, 2);
    if (prompt_width_ >= columns_) {
        prompt_.clear();
        prompt_width_ = 0;
    }
}

LineEditor::State LineEditor::feed(std::string_view& bytes, std::string& out) {
    const std::size_t old_cells = cells_.size();
    const std::size_t old_end = old_cells == 0 ? 0 : cells_.back().end;
    const std::size_t old_cursor = cursor_;
    const int old_row = end_row_;
    const bool at_end = cursor_ == text_.size();
    changed_ = false;
    only_added_ = at_end;
    State state = State::Reading;
    while (!bytes.empty() && state == State::Reading) {
        const char byte = bytes.front();
        bytes.remove_prefix(1);
        state = take_byte(byte);
    }
    if (!changed_ && cursor_ == old_cursor) return state;
    if (changed_) lay_out();
    // Same cells as before, in the same rows, and new ones behind them.
    const bool grown = changed_ && only_added_ && cursor_ == text_.size() && end_row_ == old_row &&
                       cells_.size() > old_cells &&
                       (old_cells == 0 || cells_[old_cells - 1].end == old_end);
    if (grown) {
        for (std::size_t i = old_cells; i < cells_.size(); ++i)
            out += cells_[i].shown;
    } else {
        draw(out);
    }
    return state;
}

std::string LineEditor::end() {
    std::string out;
    if (cursor_ != text_.size()) {
        cursor_ = text_.size();
        draw(out);
    }
    return out + kPasteOff + "\r\n";
}

LineEditor::State LineEditor::take_byte(char byte) {
    if (!escape_.empty()) {
        if (escape_.size() == 1 && !pasting_ && (byte == '\r' || byte == '\n')) {
            escape_.clear();
            insert("\n");
            return State::Reading;
        }
        take_escape(byte);
        return State::Reading;
    }
    if (!letter_.empty()) {
        if (continues(byte)) {
            letter_ += byte;
            if (letter_.size() == character_bytes(letter_.front()))
                insert(std::exchange(letter_, {}));
            return State::Reading;
        }
        insert(std::exchange(letter_, {}));  // cut short: kept as it came
    }
    if (byte == kEscape) {
        escape_ = byte;
        return State::Reading;
    }
    if (pasting_) {
        // One line break, however it is spelt.
        const bool second = byte == '\n' && after_return_;
        after_return_ = byte == '\r';
        if (second) return State::Reading;
        if (byte == '\r') byte = '\n';
    } else {
        if (byte == '\r' || byte == '\n') return State::Done;
        if (byte == control('C')) return State::Interrupted;
        if (byte == control('D') && text_.empty()) return State::Interrupted;
        if (static_cast<unsigned char>(byte) < 0x20 || byte == '\x7f') {
            run_control(byte);
            return State::Reading;
        }
    }
    if (character_bytes(byte) > 1) {
        letter_ = byte;
    } else {
        insert({&byte, 1});
    }
    return State::Reading;
}

void LineEditor::take_escape(char byte) {
    escape_ += byte;
    if (pasting_) {
        // Anything but the end of the paste is pasted text.
        if (kPasteEnd.starts_with(escape_)) {
            if (escape_ == kPasteEnd) {
                pasting_ = false;
                escape_.clear();
            }
            return;
        }
        const std::string pasted = std::exchange(escape_, {});
        insert(pasted.substr(0, pasted.size() - 1));
        static_cast<void>(take_byte(byte));
        return;
    }
    const bool open = escape_.size() == 2 && (byte == '[' || byte == 'O');
    const bool inside = escape_.size() > 2 && (static_cast<unsigned char>(byte) < 0x40);
    if ((open || inside) && escape_.size() < kEscapeBytesMax) return;
    run_sequence();
    escape_.clear();
}

void LineEditor::run_sequence() {
    const std::string_view keys = std::string_view(escape_).substr(1);
    const auto is = [&keys](std::initializer_list<std::string_view> forms) {
        return std::find(forms.begin(), forms.end(), keys) != forms.end();
    };
    if (is({"[200~"})) {
        pasting_ = true;
    } else if (is({"[D", "OD"})) {
        cursor_ = before(cursor_);
    } else if (is({"[C", "OC"})) {
        cursor_ = after(cursor_);
    } else if (is({"[H", "OH", "[1~", "[7~"})) {
        cursor_ = 0;
    } else if (is({"[F", "OF", "[4~", "[8~"})) {
        cursor_ = text_.size();
    } else if (is({"[3~"})) {
        erase(cursor_, after(cursor_), false);
    } else if (is({"b", "[1;5D", "[1;3D"})) {
        cursor_ = word_before(cursor_);
    } else if (is({"f", "[1;5C", "[1;3C"})) {
        cursor_ = word_after(cursor_);
    } else if (is({"d"})) {
        erase(cursor_, word_after(cursor_), true);
    } else if (is({"\x7f", "\b"})) {
        erase(word_before(cursor_), cursor_, true);
    }
}

void LineEditor::run_control(char byte) {
    switch (byte) {
        case control('A'):
            cursor_ = 0;
            break;
        case control('E'):
            cursor_ = text_.size();
            break;
        case control('B'):
            cursor_ = before(cursor_);
            break;
        case control('F'):
            cursor_ = after(cursor_);
            break;
        case control('D'):
            erase(cursor_, after(cursor_), false);
            break;
        case control('H'):
        case '\x7f':
            erase(before(cursor_), cursor_, false);
            break;
        case control('K'):
            erase(cursor_, text_.size(), true);
            break;
        case control('U'):
            erase(0, cursor_, true);
            break;
        case control('W'):
            erase(word_before(cursor_), cursor_, true);
            break;
        case control('Y'):
            insert(killed_);
            break;
        default:
            break;
    }
}

void LineEditor::insert(std::string_view bytes) {
    if (bytes.empty()) return;
    only_added_ = only_added_ && cursor_ == text_.size();
    changed_ = true;
    text_.insert(cursor_, bytes);
    cursor_ += bytes.size();
}

void LineEditor::erase(std::size_t begin, std::size_t end, bool keep) {
    if (begin == end) return;
    if (keep) killed_ = text_.substr(begin, end - begin);
    text_.erase(begin, end - begin);
    cursor_ = begin;
    changed_ = true;
    only_added_ = false;
}

std::size_t LineEditor::after(std::size_t at) const {
    if (at >= text_.size()) return text_.size();
    return at + first_cluster(std::string_view(text_).substr(at)).size();
}

std::size_t LineEditor::before(std::size_t at) const {
    std::size_t last = 0;
    for (std::size_t next = 0; next < at; next = after(next))
        last = next;
    return last;
}

std::size_t LineEditor::word_before(std::size_t at) const {
    const auto is_gap = [this](std::size_t i) { return text_[i] == ' ' || text_[i] == '\n'; };
    while (at > 0 && is_gap(at - 1))
        --at;
    while (at > 0 && !is_gap(at - 1))
        --at;
    return at;
}

std::size_t LineEditor::word_after(std::size_t at) const {
    const auto is_gap = [this](std::size_t i) { return text_[i] == ' ' || text_[i] == '\n'; };
    while (at < text_.size() && is_gap(at))
        ++at;
    while (at < text_.size() && !is_gap(at))
        ++at;
    return at;
}

/// Places every character; rows are wrapped here and not by the terminal.
void LineEditor::lay_out() {
    cells_.clear();
    int row = 0;
    int column = prompt_width_;
    for (std::size_t at = 0; at < text_.size();) {
        const std::string_view cluster = first_cluster(std::string_view(text_).substr(at));
        Cell cell{.begin = at, .end = at + cluster.size(), .shown = {}};
        at = cell.end;
        cell.breaks = cluster == "\n";
        if (!cell.breaks) {
            cell.shown = cluster == "\t" ? std::string(" ") : make_visible(cluster);
            cell.width = column_width(cell.shown);
            if (column + cell.width > columns_) {
                ++row;
                column = 0;
            }
        }
        cell.row = row;
        cell.column = column;
        column += cell.width;
        if (cell.breaks) {
            ++row;
            column = 0;
        }
        cells_.push_back(std::move(cell));
    }
    if (column >= columns_) {
        ++row;
        column = 0;
    }
    end_row_ = row;
    end_column_ = column;
}

const LineEditor::Cell* LineEditor::cell_at(std::size_t at) const {
    const auto found =
        std::lower_bound(cells_.begin(), cells_.end(), at,
                         [](const Cell& cell, std::size_t offset) { return cell.end <= offset; });
    return found == cells_.end() ? nullptr : &*found;
}

/// Draws prompt and text anew; of a text with more rows than the screen those around the cursor.
void LineEditor::draw(std::string& out) {
    const Cell* under = cell_at(cursor_);
    // Between two cells the cursor stands on the later one, and that may be wrapped.
    const int cursor_row = under != nullptr ? under->row : end_row_;
    const int cursor_column = under != nullptr ? under->column : end_column_;
    const int room = rows_ - 1;
    if (end_row_ < room) first_row_ = 0;
    first_row_ = std::min(first_row_, cursor_row);
    first_row_ = std::max(first_row_, cursor_row - room + 1);
    const int last_row = std::min(end_row_, first_row_ + room - 1);

    out += move_up(drawn_row_) + "\r\x1b[J";
    if (first_row_ == 0) out += prompt_;
    int row = first_row_;
    for (const Cell& cell : cells_) {
        if (cell.row < first_row_ || cell.row > last_row) continue;
        for (; row < cell.row; ++row)
            out += "\r\n";
        out += cell.shown;
    }
    for (; row < last_row; ++row)
        out += "\r\n";
    out += move_up(row - cursor_row) + to_column(std::min(cursor_column, columns_ - 1));
    drawn_row_ = cursor_row - first_row_;
}

}  // namespace attune::host
