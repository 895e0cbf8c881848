#include "cli/record_text.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/echo.hpp"
#include "attune/journal/iso_time.hpp"
#include "attune/journal/measure.hpp"
#include "attune/journal/observation.hpp"
#include "attune/journal/practice.hpp"
#include "attune/journal/when.hpp"
#include "cli/drafts.hpp"

namespace attune::cli {

namespace {

/// The words of a record's own field; empty when it has none.
std::string field_of(const journal::Record& record, std::string_view name) {
    for (const journal::Field& field : record.fields) {
        if (field.name == name) return field.text;
    }
    return {};
}

/// The questionnaire of an assessment, else the kind; nothing for the usual kind.
std::string heading_of(const journal::Record& record, const definition::Form* form) {
    if (record.kind == "trigger") return {};
    if (form != nullptr && record.kind != form->id)
        return fmt::format("{} ({})", Screen::visible(record.kind), form->id);
    if (const std::string kind = field_of(record, "kind"); record.kind == "draft" && !kind.empty())
        return fmt::format("draft ({})", Screen::visible(kind));
    if (!record.definition.empty() && record.kind != kDraftKind) {
        return Screen::visible(record.definition.substr(0, record.definition.find(' ')));
    }
    return Screen::visible(record.kind);
}

/// Scores of an assessment: "anxiety 3.4, avoidance 2.1".
std::string scores_of(const journal::Record& record) {
    std::vector<std::string> scores;
    for (const journal::Value& value : record.values) {
        if (value.phase != "score" || record.kind != "assessment") continue;
        scores.push_back(fmt::format("{} {:.1f}", Screen::visible(value.key), value.number));
    }
    return join(scores, ", ");
}

std::string one_line(std::string_view text) {
    std::string line;
    for (const char c : text)
        line += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    return Screen::visible(trim(line));
}

std::string cut(std::string_view text, int columns) {
    if (column_width(text) <= columns) return std::string(text);
    return std::string(cut_to_columns(text, columns - 1)) + "…";
}

std::string with_scale(const journal::Value& value) {
    std::string out = shortest_number(value.number);
    if (!value.unit.empty()) out += " " + value.unit;
    if (value.low && value.high) {
        out += fmt::format(" ({}-{})", shortest_number(*value.low), shortest_number(*value.high));
    }
    return out;
}

/// How many cells stand before the first match at most.
int lead_columns(int columns) {
    return columns / 3;
}

/// The start of a piece of text whose last part takes at most `columns` cells.
std::size_t start_of_tail(std::string_view text, int columns) {
    std::size_t start = text.size();
    while (start > 0) {
        std::size_t before = start - 1;
        while (before > 0 && (static_cast<unsigned char>(text[before]) & 0xC0U) == 0x80U)
            --before;
        if (column_width(one_line(text.substr(before))) > columns) break;
        start = before;
    }
    return start;
}

}  // namespace

std::string snippet_line(const Screen& screen, const query::Snippet& snippet, int columns) {
    // Brackets say what bold says, for eyes and ears that have no bold.
    const bool bold = screen.colour() && !screen.accessible();
    const std::string_view text = snippet.text;
    std::string out = snippet.field.empty() ? std::string() : Screen::visible(snippet.field) + ": ";
    int room = columns - column_width(out);
    std::size_t at = 0;
    if (!snippet.matches.empty()) {
        const std::string_view before = text.substr(0, snippet.matches.front().first);
        at = start_of_tail(before, lead_columns(room));
        if (at > 0) {
            out += "…";
            --room;
        }
    }
    const auto add = [&](std::string_view piece, bool match) {
        if (room <= 0 || piece.empty()) return;
        // Blanks at the borders of a piece part it from its neighbours.
        std::string shown;
        for (const char c : piece)
            shown += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
        shown = Screen::visible(shown);
        const int marks = match && !bold ? 2 : 0;
        if (column_width(shown) + marks > room) {
            shown = std::string(cut_to_columns(shown, std::max(0, room - marks - 1))) + "…";
        }
        room -= column_width(shown) + marks;
        out += !match ? shown : bold ? screen.styled(shown, Style::Bold) : "[" + shown + "]";
    };
    for (const auto& [from, to] : snippet.matches) {
        add(text.substr(at, from - at), false);
        add(text.substr(from, to - from), true);
        at = to;
    }
    add(text.substr(at), false);
    return out;
}

std::string escape_cell(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\t') {
            out += "\\t";
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\r') {
            out += "\\r";
        } else if (c == '\\') {
            out += "\\\\";
        } else {
            out += c;
        }
    }
    return out;
}

std::string headline_of(const journal::Record& record, const FormView& view) {
    std::string summary;
    if (view.form != nullptr) {
        summary = journal::form_summary(*view.form, record, view.reading);
    } else if (record.kind != "draft") {
        summary = journal::summary_of(record);
    }
    std::vector<std::string> parts;
    for (std::string part : {heading_of(record, view.form), scores_of(record), summary}) {
        if (!part.empty()) parts.push_back(std::move(part));
    }
    return join(parts, "  ");
}

Status print_listed(Screen& screen, const journal::Record& record, std::string_view short_id,
                    CivilDay today, const FormView& view,
                    const std::optional<query::Snippet>& snippet) {
    const std::string when = journal::describe_moment(record.at, today);
    const std::string summary = headline_of(record, view);
    const std::string text = one_line(record.text);
    if (screen.accessible()) {
        ATTUNE_CHECK(screen.print(fmt::format("entry: {}\nwhen: {}\n", short_id, when)));
        if (!summary.empty()) ATTUNE_CHECK(screen.print(fmt::format("coded: {}\n", summary)));
        if (snippet) {
            ATTUNE_CHECK(screen.print(
                fmt::format("found: {}\n", snippet_line(screen, *snippet, screen.width() - 7))));
        } else if (!text.empty()) {
            ATTUNE_CHECK(screen.print(fmt::format("text: {}\n", text)));
        }
        return screen.print("\n");
    }
    const std::string id = screen.styled(short_id, Style::Accent);
    const std::string lead(short_id.size() + 2, ' ');
    const int room = screen.width() - static_cast<int>(lead.size());
    const std::string head = fmt::format("{}{}{}", when, summary.empty() ? "" : "  ", summary);
    ATTUNE_CHECK(screen.print(fmt::format("{}  {}\n", id, cut(head, room))));
    if (snippet) {
        return screen.print(fmt::format("{}{}\n", lead, snippet_line(screen, *snippet, room)));
    }
    if (text.empty()) return {};
    return screen.print(fmt::format("{}{}\n", lead, cut(text, room)));
}

std::vector<std::pair<std::string, std::string>> facts_of(const journal::Record& whole,
                                                          const FormView& view) {
    std::vector<std::pair<std::string, std::string>> facts;
    const auto add = [&](std::string_view label, std::string value) {
        if (!value.empty()) facts.emplace_back(label, std::move(value));
    };
    journal::FormReading reading{{}, whole};
    const definition::FormItem* main = nullptr;
    if (view.form != nullptr) {
        reading = journal::read_answers(*view.form, whole, view.reading);
        if (whole.kind == view.form->id) main = view.form->text_item();
    }
    const journal::Record& record = reading.rest;
    // Nothing was asked for these numbers, so no phase stands beside them.
    const bool of_own_kind = whole.kind == journal::kMeasureKind ||
                             whole.kind == journal::kPracticeKind ||
                             whole.kind == journal::kObservationKind;
    add("kind", view.form != nullptr && whole.kind != view.form->id
                    ? fmt::format("{} ({})", whole.kind, view.form->id)
                    : whole.kind);
    add(main == nullptr ? "text" : main->label, record.text);
    for (const journal::FormAnswered& answer : reading.answers) {
        add(view.form->items[answer.item].label,
            answer.scale.empty() ? answer.words
                                 : fmt::format("{} ({})", answer.words, answer.scale));
    }
    for (const journal::Field& field : record.fields)
        add(field.name, field.text);
    add("people", join(record.people, ", "));
    // One line for each facet, in the order of their first word.
    std::vector<std::string> facets;
    std::map<std::string, std::vector<std::string>> slugs;
    for (const journal::Tag& tag : record.tags) {
        auto& words = slugs[tag.facet];
        if (words.empty()) facets.push_back(tag.facet);
        words.push_back(tag.slug);
    }
    for (const std::string& facet : facets)
        add(facet, join(slugs[facet], ", "));
    for (const journal::Value& value : record.values) {
        const bool plain = value.phase == "peak" || (of_own_kind && value.phase == "item");
        add(plain ? value.key : fmt::format("{} {}", value.key, value.phase), with_scale(value));
    }
    for (const journal::Link& link : record.links)
        add(link.relation, view.reading.name ? view.reading.name(link.to) : link.to.hex());
    add(view.form != nullptr                   ? "form"
        : whole.kind == journal::kPracticeKind ? journal::kPracticeKind
                                               : "questionnaire",
        record.definition);
    add("source", record.source);
    add("source key", record.source_key);
    return facts;
}

std::string porcelain_line(const journal::Record& record) {
    std::vector<std::string> triggers;
    for (const journal::Tag& tag : record.tags) {
        if (tag.facet == "trigger") triggers.push_back(tag.slug);
    }
    return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", record.id.hex(),
                       journal::iso_time(record.at), record.at.local_day.iso(),
                       escape_cell(record.kind), escape_cell(join(triggers, ",")),
                       escape_cell(join(record.people, ",")), escape_cell(record.text));
}

}  // namespace attune::cli
