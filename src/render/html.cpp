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
            put(section);
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
            out_ += fmt::format("<section id=\"{}\">\n", id);
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
        for (const Block& block : section.blocks) {
            std::visit([this](const auto& one) { put(one); }, block);
        }
        out_ += "</section>\n";
    }

    void put(const KeyValue& pair) {
        out_ += fmt::format("<dl><dt>{}</dt>", page_text(pair.label));
        for (const std::string_view line : split(pair.value, '\n')) {
            out_ += fmt::format("<dd>{}</dd>", page_text(line));
        }
        out_ += "</dl>\n";
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
            out_ += fmt::format("<tr><th scope=\"row\">{}</th><td{}>{}</td><td>{}</td></tr>\n",
                                page_text(bar.label), words ? "" : " class=\"num\"",
                                page_text(bar_words(bar)), bar_svg(part(bar.value), whisker));
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
                                attributes, page_text(row.cells[i]), element);
        }
        out_ += "</tr>\n";
    }

    static std::string_view number_class(const Column& column) {
        return column.align == Column::Align::Right ? " class=\"num\"" : "";
    }

    /// Charts that have a twin: what they say in words, then the numbers.
    template <typename Chart>
    void put(const Chart& drawn) {
        chart(drawn.description, {}, drawn.twin);
    }

    void put(const HeatStrip& strip) {
        chart(strip.description, heat_svg(strip, next_id()), strip.twin);
    }
    void put(const ShareLine& line) {
        chart(line.description, share_svg(line, next_id()), line.twin);
    }

    void put(const PlaceMap& map) { chart(map.description, map_svg(map, next_id()), map.twin); }

    void put(const ScoreRows& scores) {
        out_ += fmt::format("<table class=\"scores\"><caption>{}</caption>\n<tbody>\n",
                            page_text(scores.title));
        for (const ScoreRow& row : scores.rows) {
            std::string words;
            for (const std::string_view line : split(row.text, '\n')) {
                words += (words.empty() ? "" : "\n") + page_text(line);
            }
            out_ += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                                page_text(row.label), words, strip_svg(row));
        }
        out_ += "</tbody></table>\n";
    }

    std::string next_id() { return fmt::format("{}-{}", section_id_, ++chart_); }

    void chart(const std::string& description, const std::string& drawing, const Table& twin) {
        out_ += fmt::format("<figure>\n{}<figcaption>{}</figcaption>\n</figure>\n", drawing,
                            page_text(description));
        out_ +=
            "<details><summary>The same in numbers</summary>\n<div class=\"scroll\" tabindex=\"0\" "
            "role=\"region\" aria-label=\"";
        out_ += escape_markup(twin.title);
        out_ += "\">\n";
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
