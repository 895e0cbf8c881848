#include "attune/render/html.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/chart_words.hpp"
#include "render/markup.hpp"
#include "render/page_style.hpp"
#include "render/svg.hpp"

namespace attune::render {

namespace {

using namespace report;

class PageWriter {
  public:
    std::string write(const Document& document) {
        const std::string title = escape_markup(document.title);
        const std::string period = page_period(document.period);
        out_ = fmt::format(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
            "style-src 'unsafe-inline'\">\n"
            "<title>{}: {}</title>\n<style>\n{}</style>\n</head>\n<body>\n"
            "<header>\n<h1>{}</h1>\n<p>{}</p>\n</header>\n<main>\n",
            title, period, kPageStyle, title, period);
        for (const Section& section : document.sections)
            if (section.reach != Section::Reach::TextOnly) put(section);
        out_ +=
            "</main>\n<footer><p>Made by attune on your own machine. This page loads nothing "
            "from anywhere.</p></footer>\n</body>\n</html>\n";
        return std::move(out_);
    }

  private:
    /// The hyphen between two dates as a dash.
    static std::string page_period(std::string_view period) {
        std::string out = page_text(period);
        const auto at = out.find(" - ");
        if (at != std::string::npos) out.replace(at, 3, " \u2013 ");
        return out;
    }

    void put(const Section& section) {
        const std::string id = escape_markup(section.id);
        if (section.heading.empty()) {
            out_ += fmt::format("<div class=\"part\" id=\"{}\">\n", id);
        } else {
            out_ += fmt::format("<section id=\"{}\" aria-labelledby=\"{}-h\">\n<h2 id=\"{}-h\">{}",
                                id, id, id, page_text(section.heading));
            if (!section.aside.empty()) {
                out_ += fmt::format(" <small>{}</small>", page_text(section.aside));
            }
            out_ += "</h2>\n";
        }
        section_id_ = id;
        chart_ = 0;
        for (std::size_t i = 0; i < section.blocks.size(); ++i) {
            const auto* pair = std::get_if<KeyValue>(&section.blocks[i]);
            if (pair == nullptr) {
                std::visit([this](const auto& one) { put(one); }, section.blocks[i]);
                continue;
            }
            // Pairs that follow each other are one list, so that their values line up.
            out_ += "<dl>";
            for (; pair != nullptr; pair = next_pair(section, i))
                put(*pair);
            out_ += "</dl>\n";
        }
        out_ += section.heading.empty() ? "</div>\n" : "</section>\n";
    }

    static const KeyValue* next_pair(const Section& section, std::size_t& at) {
        if (at + 1 == section.blocks.size()) return nullptr;
        const auto* pair = std::get_if<KeyValue>(&section.blocks[at + 1]);
        if (pair != nullptr) ++at;
        return pair;
    }

    void put(const KeyValue& pair) {
        out_ += fmt::format("<dt>{}</dt>", page_text(pair.label));
        for (const std::string_view line : split(pair.value, '\n')) {
            out_ += fmt::format("<dd>{}</dd>", page_text(line));
        }
    }

    /// Words of a cell; its lines stay lines, which the style shows.
    static std::string cell_text(std::string_view text) {
        std::string words;
        for (const std::string_view line : split(text, '\n')) {
            words += (words.empty() ? "" : "\n") + page_text(line);
        }
        return words;
    }

    void put(const Note& note) { out_ += fmt::format("<p>{}</p>\n", page_text(note.text)); }

    void put(const report::Command& command) {
        out_ += fmt::format("<pre><code>{}</code></pre>\n", escape_markup(command.text));
    }

    void put(const Bars& bars) {
        const double full = bars_full(bars);
        const auto part = [&](double amount) { return full > 0 ? amount / full : 0; };
        const bool words = std::any_of(bars.bars.begin(), bars.bars.end(), [](const Bar& bar) {
            return !bar.text.empty() || bar.interval;
        });
        out_ += fmt::format("<table class=\"bars{}\"><caption>{}, in {}</caption>\n<tbody>\n",
                            words ? " told" : "", page_text(bars.title), page_text(bars.unit));
        for (const Bar& bar : bars.bars) {
            std::optional<stats::Interval> whisker;
            if (bar.interval) whisker = {part(bar.interval->low), part(bar.interval->high)};
            const std::string drawing = bar_svg(part(bar.value), whisker);
            const std::string said = page_text(bar_words(bar));
            out_ += fmt::format("<tr><th scope=\"row\">{}</th>", page_text(bar.label));
            out_ += words
                        ? fmt::format("<td><div><span>{}</span>{}</div></td></tr>\n", said, drawing)
                        : fmt::format("<td class=\"num\">{}</td><td>{}</td></tr>\n", said, drawing);
        }
        out_ += "</tbody></table>\n";
    }

    void put(const Table& table) {
        out_ += fmt::format("<table><caption>{}</caption>\n<thead><tr>", page_text(table.title));
        for (const Column& column : table.columns) {
            out_ += fmt::format("<th scope=\"col\"{}>{}</th>", number_class(column),
                                page_text(column.name));
        }
        out_ += "</tr></thead>\n<tbody>\n";
        for (const Row& row : table.rows)
            put_row(table, row);
        out_ += "</tbody></table>\n";
    }

    void put_row(const Table& table, const Row& row) {
        out_ += "<tr>";
        for (std::size_t i = 0; i < row.cells.size(); ++i) {
            const bool runs_on = i + 1 == row.cells.size() && i + 1 < table.columns.size();
            const std::string attributes =
                runs_on ? fmt::format(" colspan=\"{}\"", table.columns.size() - i)
                        : std::string(number_class(table.columns[i]));
            const char* element = i == 0 ? "th" : "td";
            out_ += fmt::format("<{}{}{}>{}</{}>", element, i == 0 ? " scope=\"row\"" : "",
                                attributes, cell_text(row.cells[i]), element);
        }
        out_ += "</tr>\n";
    }

    static std::string_view number_class(const Column& column) {
        return column.align == Column::Align::Right ? " class=\"num\"" : "";
    }

    void put(const HeatStrip& strip) { chart(strip, heat_svg(strip, next_id())); }
    void put(const ShareLine& line) { chart(line, share_svg(line, next_id())); }
    void put(const LevelLine& line) { chart(line, level_svg(line, next_id())); }
    void put(const TimeGrid& grid) { chart(grid, times_svg(grid, next_id())); }
    void put(const SlopePairs& pairs) { chart(pairs, slopes_svg(pairs, next_id())); }
    void put(const CalibrationPlot& plot) { chart(plot, calibration_svg(plot, next_id())); }
    void put(const ScoreHistory& history) { chart(history, history_svg(history, next_id())); }
    void put(const WeekBars& bars) { chart(bars, weeks_svg(bars, next_id())); }
    void put(const PlaceMap& map) { chart(map, map_svg(map, next_id())); }

    void put(const SparkTable& table) {
        std::string drawn = fmt::format(
            "<table class=\"sparks\"><caption>{}, {}</caption>\n"
            "<thead><tr><td></td><th scope=\"col\">{}</th><th scope=\"col\" class=\"num\">last</th>"
            "<th scope=\"col\" class=\"num\">n</th></tr></thead>\n<tbody>\n",
            page_text(table.title), page_text(table.span), page_text(table.span));
        for (const SparkRow& row : table.rows) {
            drawn += fmt::format(
                "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"num\">{}</td>"
                "<td class=\"num\">{}</td></tr>\n",
                page_text(row.label), spark_svg(row), page_text(row.last), row.count);
        }
        out_ += drawn + "</tbody></table>\n";
        out_ += fmt::format("<p class=\"under\">{}</p>\n", page_text(table.description));
        twin_of(table.twin);
    }

    void put(const ScoreRows& scores) {
        out_ += fmt::format("<table class=\"scores\"><caption>{}</caption>\n<tbody>\n",
                            page_text(scores.title));
        for (const ScoreRow& row : scores.rows) {
            out_ += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                                page_text(row.label), cell_text(row.text), strip_svg(row));
        }
        out_ += "</tbody></table>\n";
    }

    std::string next_id() { return fmt::format("{}-{}", section_id_, ++chart_); }

    template <typename Chart>
    void chart(const Chart& drawn, const std::string& drawing) {
        out_ += fmt::format("<figure>\n{}<figcaption>{}</figcaption>\n</figure>\n", drawing,
                            page_text(drawn.description));
        twin_of(drawn.twin);
    }

    void twin_of(const Table& twin) {
        out_ += fmt::format(
            "<details><summary>The same in numbers<span class=\"hidden\">: {}</span></summary>\n"
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}, as a table\">\n",
            page_text(twin.title), escape_markup(twin.title));
        put(twin);
        out_ += "</div></details>\n";
    }

    std::string out_;
    std::string section_id_;
    int chart_ = 0;
};

}  // namespace

std::string render_html(const Document& document) {
    return PageWriter().write(document);
}

}  // namespace attune::render
