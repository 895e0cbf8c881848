#include "attune/render/markdown.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/chart_words.hpp"

namespace attune::render {

namespace {

using namespace report;

/// How many characters from the start would make the line a list, a heading, a quote or a rule;
/// the last of them is to be escaped.
std::size_t start_of_markup(std::string_view line) {
    if (line.empty()) return 0;
    if (std::string_view("#+-=:").find(line.front()) != std::string_view::npos) return 1;
    std::size_t digits = 0;
    while (digits < line.size() && line[digits] >= '0' && line[digits] <= '9')
        ++digits;
    const bool numbered =
        digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
    return numbered ? digits + 1 : 0;
}

/// Words on one line with nothing in them that Markdown or HTML would act on, arrows as such. With
/// `starts_line` nothing at their beginning either.
std::string escaped(std::string_view raw, bool starts_line = false) {
    std::string visible = make_visible(raw, true);
    std::replace(visible.begin(), visible.end(), '\n', ' ');
    std::replace(visible.begin(), visible.end(), '\t', ' ');
    for (auto at = visible.find(" -> "); at != std::string::npos; at = visible.find(" -> ", at))
        visible.replace(at, 4, " \u2192 ");
    const std::string_view line = trim(visible);
    const std::size_t start = starts_line ? start_of_markup(line) : 0;
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool special =
            std::string_view("\\`*_[]<>|~&").find(line[i]) != std::string_view::npos;
        if (special || i + 1 == start) out += '\\';
        out += line[i];
    }
    return out;
}

/// Code that holds any run of backticks.
std::string fenced(std::string_view code) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : code) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    const std::string fence(std::max<std::size_t>(3, longest + 1), '`');
    return fmt::format("{}\n{}\n{}\n", fence, make_visible(code, true), fence);
}

class MarkdownWriter {
  public:
    std::string write(const Document& document) {
        paragraph("# " + escaped(document.title));
        if (!document.period.empty()) paragraph(escaped(document.period, true));
        for (const Section& section : document.sections) {
            if (section.reach == Section::Reach::TextOnly) continue;
            if (!section.heading.empty()) {
                paragraph("## " + escaped(section.heading) +
                          (section.aside.empty() ? "" : " " + escaped(section.aside)));
            }
            for (const Block& block : section.blocks)
                std::visit([this](const auto& one) { put(one); }, block);
        }
        return std::move(out_);
    }

  private:
    /// Paragraphs are parted by one empty line; a blank cannot stand at either end of one.
    void paragraph(const std::string& text) {
        if (text.empty()) return;
        if (!out_.empty()) out_ += '\n';
        out_ += text;
        if (out_.back() != '\n') out_ += '\n';
    }

    void put(const KeyValue& pair) {
        std::vector<std::string> lines;
        for (const std::string_view line : split(pair.value, '\n'))
            lines.push_back(escaped(line, !lines.empty()));
        // Two blanks at the end of a line keep the break that the builder wished.
        paragraph(fmt::format("**{}:** {}", escaped(pair.label), join(lines, "  \n")));
    }

    void put(const Note& note) { paragraph(escaped(note.text, true)); }
    void put(const report::Command& command) { paragraph(fenced(command.text)); }

    void put(const Bars& bars) {
        Table table{
            .title = bars.title,
            .columns = {{.name = bars.title}, {.name = bars.unit, .align = Column::Align::Right}},
            .rows = {}};
        const bool words = std::any_of(bars.bars.begin(), bars.bars.end(),
                                       [](const Bar& bar) { return !bar.text.empty(); });
        if (words) table.columns.back().align = Column::Align::Left;
        for (const Bar& bar : bars.bars) {
            std::string said = bar_words(bar);
            // Words do not always say the ends, which the bar on a page shows.
            if (!bar.text.empty() && bar.interval && bars.full == 1.0 &&
                said.find("between") == std::string::npos && said.find(" to ") == std::string::npos)
                said += fmt::format(" ({} to {})", percent_words(bar.interval->low),
                                    percent_words(bar.interval->high));
            table.rows.push_back({{bar.label, said}});
        }
        put(table);
    }

    void put(const ScoreRows& scores) {
        Table table{
            .title = scores.title, .columns = {{.name = scores.title}, {.name = ""}}, .rows = {}};
        for (const ScoreRow& row : scores.rows) {
            std::string words;
            for (const std::string_view line : split(row.text, '\n'))
                words += (words.empty() ? "" : "; ") + std::string(line);
            table.rows.push_back({{row.label, words}});
        }
        put(table);
    }

    void put(const Table& table) {
        if (table.columns.empty()) return;
        std::string text = "|";
        for (const Column& column : table.columns)
            text += fmt::format(" {} |", escaped(column.name));
        text += "\n|";
        for (const Column& column : table.columns)
            text += column.align == Column::Align::Right ? " ---: |" : " --- |";
        text += '\n';
        for (const Row& row : table.rows) {
            text += '|';
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                text += fmt::format(" {} |", i < row.cells.size() ? escaped(row.cells[i]) : "");
            }
            text += '\n';
        }
        paragraph(text);
    }

    /// Charts that have a twin.
    template <typename Chart>
    void put(const Chart& chart) {
        paragraph(escaped(chart.description, true));
        put(chart.twin);
    }

    std::string out_;
};

}  // namespace

std::string render_markdown(const Document& document) {
    return MarkdownWriter().write(document);
}

}  // namespace attune::render
