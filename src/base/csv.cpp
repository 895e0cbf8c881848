#include "attune/base/csv.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace attune {

namespace {

constexpr std::size_t kBufferBytes = 64 * 1024;
/// No honest row comes near this; a file without line ends must not fill the memory.
constexpr std::size_t kMaxRowBytes = 4 * 1024 * 1024;

/// The most frequent separator outside quotes on the first line.
char detect_separator(std::string_view start) {
    static constexpr std::array<char, 3> kCandidates = {',', '\t', ';'};
    std::array<int, 3> counts{};
    bool quoted = false;
    for (const char c : start) {
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n' || c == '\r') break;
        for (std::size_t i = 0; i < kCandidates.size(); ++i) {
            if (c == kCandidates[i]) ++counts[i];
        }
    }
    const auto best = std::max_element(counts.begin(), counts.end());
    return kCandidates[static_cast<std::size_t>(best - counts.begin())];
}

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

ByteSource bytes_of(std::string_view text) {
    return [text](char* out, std::size_t room) mutable -> Result<std::size_t> {
        const std::size_t count = std::min(room, text.size());
        std::memcpy(out, text.data(), count);
        text.remove_prefix(count);
        return count;
    };
}

CsvReader::CsvReader(ByteSource source, std::string path, CsvOptions options)
    : source_(std::move(source)),
      path_(std::move(path)),
      separator_(options.separator),
      buffer_(kBufferBytes) {
}

Status CsvReader::refill() {
    if (ended_) return {};
    at_ = 0;
    filled_ = 0;
    ATTUNE_TRY(const std::size_t count, source_(buffer_.data(), buffer_.size()));
    filled_ = count;
    ended_ = count == 0;
    return {};
}

Result<int> CsvReader::peek() {
    if (at_ == filled_) ATTUNE_CHECK(refill());
    if (at_ == filled_) return -1;
    return static_cast<unsigned char>(buffer_[at_]);
}

/// Steps over one byte, keeping the place. A bare CR and a CRLF both end one line: the CR counts,
/// the LF behind it does not come here (take_line_end and take_quoted see to that).
void CsvReader::take() {
    const char c = buffer_[at_++];
    if (c == '\n') {
        ++line_;
        column_ = 1;
    } else if (starts_character(c)) {
        ++column_;
    }
}

Status CsvReader::start() {
    started_ = true;
    // A source may hand out little at a time, and both the byte order mark and the first line want
    // looking ahead.
    bool quoted = false;
    bool whole_line = false;
    while (filled_ < buffer_.size() && !ended_) {
        ATTUNE_TRY(const std::size_t count,
                   source_(buffer_.data() + filled_, buffer_.size() - filled_));
        ended_ = count == 0;
        for (const char c : std::string_view(buffer_.data() + filled_, count)) {
            if (c == '"') quoted = !quoted;
            if (!quoted && (c == '\n' || c == '\r')) whole_line = true;
        }
        filled_ += count;
        if (filled_ > 3 && whole_line) break;
    }
    ended_ = false;
    if (std::string_view(buffer_.data(), filled_).starts_with("\xEF\xBB\xBF")) at_ = 3;
    if (separator_ == 0) separator_ = detect_separator({buffer_.data() + at_, filled_ - at_});
    return {};
}

tl::unexpected<Error> CsvReader::problem(std::string message, std::uint64_t line,
                                         std::uint64_t column, std::string hint) {
    skip_line();
    return fail(ErrorKind::BadInput, std::move(message), std::move(hint),
                fmt::format("{}:{}:{}", path_, line, column));
}

void CsvReader::skip_line() {
    for (;;) {
        const auto next = peek();
        if (!next || *next < 0) return;
        if (*next == '\n' || *next == '\r') {
            static_cast<void>(take_line_end());
            return;
        }
        take();
    }
}

/// Takes CRLF, LF or CR when one stands here.
bool CsvReader::take_line_end() {
    const auto first = peek();
    if (!first || (*first != '\n' && *first != '\r')) return false;
    ++at_;
    if (*first == '\r') {
        const auto second = peek();
        if (second && *second == '\n') ++at_;
    }
    ++line_;
    column_ = 1;
    return true;
}

Status CsvReader::take_plain() {
    for (;;) {
        // The hot loop: a run of ordinary bytes is copied at once.
        const std::size_t begin = at_;
        std::size_t characters = 0;
        int stop = -1;
        while (at_ < filled_) {
            const char c = buffer_[at_];
            if (c == separator_ || c == '\n' || c == '\r' || c == '"' || c == '\0') {
                stop = static_cast<unsigned char>(c);
                break;
            }
            characters += starts_character(c) ? 1U : 0U;
            ++at_;
        }
        text_.append(buffer_.data() + begin, at_ - begin);
        column_ += characters;
        if (text_.size() > kMaxRowBytes) {
            return problem("a row is larger than 4 MiB", line_, column_, "is this a CSV file?");
        }
        if (stop == '"') {
            const std::uint64_t column = column_;
            return problem("a quote stands inside a cell that does not start with one", line_,
                           column, "put the whole cell in quotes and double the quotes inside it");
        }
        if (stop == 0) {
            const std::uint64_t column = column_;
            return problem("a NUL byte", line_, column, "save the file as UTF-8 text");
        }
        if (stop > 0) return {};
        ATTUNE_TRY(const int next, peek());
        if (next < 0) return {};
    }
}

Status CsvReader::take_quoted() {
    const std::uint64_t line = line_;
    const std::uint64_t column = column_;
    take();
    for (;;) {
        ATTUNE_TRY(const int next, peek());
        if (next < 0) {
            return problem("this quote is never closed", line, column,
                           "close the cell with a quote; double the quotes inside it");
        }
        if (text_.size() > kMaxRowBytes) {
            return problem("a row is larger than 4 MiB", line, column,
                           "is a closing quote missing?");
        }
        if (next == '"') {
            take();
            ATTUNE_TRY(const int behind, peek());
            if (behind == '"') {
                text_ += '"';
                take();
                continue;
            }
            if (behind < 0 || behind == '\n' || behind == '\r' ||
                behind == static_cast<unsigned char>(separator_)) {
                return {};
            }
            const std::uint64_t bad_line = line_;
            const std::uint64_t bad_column = column_;
            return problem("text stands behind a closing quote", bad_line, bad_column,
                           "double the quotes inside a cell");
        }
        if (next == '\r') {
            // Kept as it is; a CRLF is one line end, a bare CR another.
            text_ += '\r';
            ++at_;
            ATTUNE_TRY(const int behind, peek());
            if (behind == '\n') {
                text_ += '\n';
                ++at_;
            }
            ++line_;
            column_ = 1;
            continue;
        }
        text_ += static_cast<char>(next);
        take();
    }
}

/// Takes a row that stands whole in the buffer and is plain ASCII without quotes, bare CR and NUL:
/// its cells look into the buffer and nothing is copied. False, with nothing taken, for every other
/// row. Nearly every row of a file of answers is one of these.
Result<bool> CsvReader::take_simple_row(CsvRow& row) {
    const void* found = std::memchr(buffer_.data() + at_, '\n', filled_ - at_);
    if (found == nullptr && at_ > 0 && !ended_) {
        std::memmove(buffer_.data(), buffer_.data() + at_, filled_ - at_);
        filled_ -= at_;
        at_ = 0;
        ATTUNE_TRY(const std::size_t count,
                   source_(buffer_.data() + filled_, buffer_.size() - filled_));
        filled_ += count;
        ended_ = count == 0;
        found = std::memchr(buffer_.data(), '\n', filled_);
    }
    if (found == nullptr) return false;
    const char* const begin = buffer_.data() + at_;
    const char* const line_feed = static_cast<const char*>(found);
    const char* const end = line_feed != begin && line_feed[-1] == '\r' ? line_feed - 1 : line_feed;
    const char* cell = begin;
    const auto add_cell = [&](const char* cell_end) {
        row.cells.push_back({std::string_view(cell, static_cast<std::size_t>(cell_end - cell)),
                             line_, column_ + static_cast<std::uint64_t>(cell - begin), false});
    };
    for (const char* at = begin; at != end; ++at) {
        const char c = *at;
        if (c == separator_) {
            add_cell(at);
            cell = at + 1;
        } else if (c == '"' || c == '\r' || static_cast<signed char>(c) <= 0) {
            row.cells.clear();
            return false;
        }
    }
    add_cell(end);
    at_ = static_cast<std::size_t>(line_feed + 1 - buffer_.data());
    row.line = line_;
    ++line_;
    column_ = 1;
    return true;
}

Result<bool> CsvReader::next(CsvRow& row) {
    if (!started_) ATTUNE_CHECK(start());
    row.cells.clear();
    while (take_line_end()) {
    }
    ATTUNE_TRY(const int first, peek());
    if (first < 0) return false;
    ATTUNE_TRY(const bool simple, take_simple_row(row));
    if (simple) return true;
    text_.clear();
    marks_.clear();
    row.line = line_;
    for (;;) {
        Mark mark{text_.size(), 0, line_, column_, false};
        if (at_ == filled_) ATTUNE_CHECK(refill());
        if (at_ < filled_ && buffer_[at_] == '"') {
            mark.quoted = true;
            ATTUNE_CHECK(take_quoted());
        } else if (at_ < filled_) {
            ATTUNE_CHECK(take_plain());
        }
        mark.end = text_.size();
        marks_.push_back(mark);
        if (at_ == filled_) ATTUNE_CHECK(refill());
        if (at_ == filled_) break;
        if (buffer_[at_] == separator_) {
            ++at_;
            ++column_;
            continue;
        }
        static_cast<void>(take_line_end());
        break;
    }
    const std::string_view all(text_);
    for (const Mark& mark : marks_) {
        row.cells.push_back(
            {all.substr(mark.begin, mark.end - mark.begin), mark.line, mark.column, mark.quoted});
    }
    return true;
}

std::string cell_place(std::string_view path, const CsvCell& cell) {
    return fmt::format("{}:{}:{}", path, cell.line, cell.column);
}

Status check_width(const CsvRow& row, std::size_t header_cells, std::string_view path) {
    if (row.cells.size() == header_cells) return {};
    const bool short_row = row.cells.size() < header_cells;
    const CsvCell& where = short_row ? row.cells.back() : row.cells[header_cells];
    return fail(ErrorKind::BadInput,
                fmt::format("this row has {} cell{}, the header has {}", row.cells.size(),
                            row.cells.size() == 1 ? "" : "s", header_cells),
                short_row ? "leave a cell empty for a missing answer, but keep its separator"
                          : "a cell that holds the separator needs quotes",
                cell_place(path, where));
}

void append_csv_cell(std::string& out, std::string_view cell) {
    const auto special = std::string_view(",\"\r\n\0", 5);
    if (cell.find_first_of(special) == std::string_view::npos) {
        out += cell;
        return;
    }
    out += '"';
    for (const char c : cell) {
        if (c == '"') out += '"';
        if (c == '\0') {
            out += "\uFFFD";
        } else {
            out += c;
        }
    }
    out += '"';
}

std::string spreadsheet_words(std::string_view cell) {
    const bool formula =
        !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
    return formula ? "'" + std::string(cell) : std::string(cell);
}

}  // namespace attune
