#include "cli/result_table.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::cli {

namespace {

/// So many rows tell how wide the columns have to be.
constexpr std::size_t kRowsLookedAt = 200;
constexpr int kGap = 2;
/// Text in a narrower column cannot be read any more.
constexpr int kNarrowest = 12;

std::string shown(const ResultCell& cell) {
    return cell.missing ? "-" : Screen::visible(cell.text, true);
}

/// wrap, with words that are too long cut as well.
std::vector<std::string> wrap_hard(std::string_view text, int columns) {
    std::vector<std::string> out;
    for (const std::string& line : wrap(text, columns)) {
        std::string_view rest = line;
        while (column_width(rest) > columns) {
            std::string_view piece = cut_to_columns(rest, columns);
            if (piece.empty()) break;  // a cluster wider than the column
            out.emplace_back(piece);
            rest.remove_prefix(piece.size());
        }
        out.emplace_back(rest);
    }
    return out;
}

int widest_line(std::string_view text) {
    int widest = 0;
    for (const std::string_view line : split(text, '\n'))
        widest = std::max(widest, column_width(line));
    return widest;
}

}  // namespace

ResultTable::ResultTable(Screen& screen, std::vector<std::string> names) : screen_(screen) {
    for (const std::string& name : names)
        names_.push_back(Screen::visible(name));
}

Status ResultTable::add(ResultRow row) {
    if (decided_) return widths_.empty() ? print_paragraph(row) : print_row(row);
    waiting_.push_back(std::move(row));
    return waiting_.size() < kRowsLookedAt ? Status{} : print_waiting();
}

Status ResultTable::finish() {
    return decided_ ? Status{} : print_waiting();
}

void ResultTable::decide() {
    decided_ = true;
    numbers_.assign(names_.size(), true);
    if (screen_.accessible()) return;
    std::vector<int> natural;
    for (std::size_t i = 0; i < names_.size(); ++i) {
        int width = column_width(names_[i]);
        for (const ResultRow& row : waiting_) {
            width = std::max(width, widest_line(shown(row[i])));
            if (!row[i].missing && !row[i].number) numbers_[i] = false;
        }
        natural.push_back(width);
    }
    // The widest columns of text give way until everything fits.
    const int room = screen_.width() - kGap * (static_cast<int>(names_.size()) - 1);
    std::vector<int> widths = natural;
    const auto fits = [&] { return std::accumulate(widths.begin(), widths.end(), 0) <= room; };
    for (int cap = screen_.width(); cap >= kNarrowest && !fits(); --cap) {
        for (std::size_t i = 0; i < widths.size(); ++i)
            if (!numbers_[i])
                widths[i] = std::max(column_width(names_[i]), std::min(natural[i], cap));
    }
    if (fits()) widths_ = std::move(widths);
}

Status ResultTable::print_waiting() {
    decide();
    if (!widths_.empty() && !waiting_.empty()) {
        std::string head;
        std::string rule;
        for (std::size_t i = 0; i < names_.size(); ++i) {
            const std::string gap = i == 0 ? "" : std::string(kGap, ' ');
            const bool last = i + 1 == names_.size();
            head += gap + (numbers_[i] ? pad_left(names_[i], widths_[i])
                           : last      ? names_[i]
                                       : pad_right(names_[i], widths_[i]));
            rule += gap + std::string(static_cast<std::size_t>(widths_[i]), '-');
        }
        ATTUNE_CHECK(screen_.print(screen_.styled(head, Style::Bold) + "\n" + rule + "\n"));
    }
    for (const ResultRow& row : std::exchange(waiting_, {}))
        ATTUNE_CHECK(widths_.empty() ? print_paragraph(row) : print_row(row));
    return {};
}

Status ResultTable::print_row(const ResultRow& row) {
    std::vector<std::vector<std::string>> cells;
    std::size_t lines = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
        cells.push_back(wrap_hard(shown(row[i]), std::max(1, widths_[i])));
        lines = std::max(lines, cells.back().size());
    }
    for (std::size_t line = 0; line < lines; ++line) {
        std::string text;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string part = line < cells[i].size() ? cells[i][line] : "";
            text += (i == 0 ? "" : std::string(kGap, ' ')) +
                    (numbers_[i] ? pad_left(part, widths_[i]) : pad_right(part, widths_[i]));
        }
        while (text.ends_with(' '))
            text.pop_back();
        ATTUNE_CHECK(screen_.print(text + "\n"));
    }
    return {};
}

Status ResultTable::print_paragraph(const ResultRow& row) {
    if (!std::exchange(first_, false)) ATTUNE_CHECK(screen_.print("\n"));
    for (std::size_t i = 0; i < row.size(); ++i) {
        std::string head;
        const std::string text = names_[i] + ": " + shown(row[i]);
        // In accessible mode a line is as long as its value.
        const std::vector<std::string> lines =
            screen_.accessible() ? std::vector<std::string>{text}
                                 : wrap_hard(text, std::max(1, screen_.width() - kGap));
        for (const std::string& line : lines) {
            ATTUNE_CHECK(screen_.print(head + line + "\n"));
            head = std::string(kGap, ' ');
        }
    }
    return {};
}

}  // namespace attune::cli
