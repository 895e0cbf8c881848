#include "attune/report/queries.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "attune/base/assert.hpp"
#include "attune/report/period.hpp"

namespace attune::report {

namespace {

/// A question about one section. Parts in braces are filled in: {days} of the period, {before}
/// those it is compared with, {window} of the trend, {glance} of the small lines, {last} the last
/// day, {who} the person it is about, {whose} the person of a record or of what it follows up. `t`
/// is the view that the conditions are about.
struct Question {
    std::string_view section;
    std::string_view asks;
    std::string_view sql;
};

constexpr Question kQuestions[] = {
    {"coverage", "trigger entries, and the days that have one",
     "SELECT count(*) AS entries, count(DISTINCT t.day) AS days\n"
     "FROM trigger_entry AS t\nWHERE {days}{who}"},
    {"coverage", "records of other kinds",
     "SELECT t.kind, count(*) AS records\nFROM diary AS t\n"
     "WHERE {days}\n  AND t.kind <> 'trigger'{whose}\nGROUP BY t.kind"},
    {"coverage", "minutes of practice",
     "SELECT sum(t.minutes) AS minutes\nFROM practice_session AS t\nWHERE {days}{whose}"},
    {"listed", "what was logged",
     "SELECT t.at, t.trigger, t.intensity, t.response\nFROM trigger_entry AS t\n"
     "WHERE {days}{who}\nORDER BY t.at"},
    {"counts", "entries by trigger; one can name several",
     "SELECT c.slug, count(*) AS entries\nFROM trigger_entry AS t JOIN coded AS c USING (entry)\n"
     "WHERE {days}\n  AND c.facet = 'trigger'{who}\nGROUP BY c.slug\nORDER BY entries DESC, "
     "c.slug"},
    {"counts", "intensity",
     "SELECT count(t.intensity) AS n, median(t.intensity) AS median,\n"
     "  min(t.intensity) AS low, max(t.intensity) AS high\n"
     "FROM trigger_entry AS t\nWHERE {days}{who}"},
    {"response", "entries by response; NULL where none is recorded",
     "SELECT t.response, count(*) AS entries\nFROM trigger_entry AS t\n"
     "WHERE {days}{who}\nGROUP BY t.response"},
    {"response", "the same before",
     "SELECT t.response, count(*) AS entries\nFROM trigger_entry AS t\n"
     "WHERE {before}{who}\nGROUP BY t.response"},
    {"response", "entries by when it was caught",
     "SELECT t.caught, count(*) AS entries\nFROM trigger_entry AS t\n"
     "WHERE {days}{who}\nGROUP BY t.caught"},
    {"feelings", "feelings, with the strength they had",
     "SELECT f.name, count(*) AS entries, median(f.intensity) AS median\n"
     "FROM trigger_entry AS t JOIN feeling AS f USING (entry)\n"
     "WHERE {days}{who}\nGROUP BY f.name\nORDER BY entries DESC, f.name"},
    {"body", "places in the body, with the strength they had",
     "SELECT b.site, count(*) AS entries, median(b.intensity) AS median\n"
     "FROM trigger_entry AS t JOIN body AS b USING (entry)\n"
     "WHERE {days}{who}\nGROUP BY b.site\nORDER BY entries DESC, b.site"},
    {"glance", "entries, intensity and responses by week",
     "SELECT t.week, count(*) AS entries, median(t.intensity) AS median,\n"
     "  sum(t.response = 'reacted') AS reacted,\n"
     "  sum(t.response IN ('reacted', 'responded', 'mixed')) AS rated\n"
     "FROM trigger_entry AS t\nWHERE {weeks}{who}\nGROUP BY t.week"},
    {"glance", "entries, intensity and responses by month",
     "SELECT substr(t.day, 1, 7) AS month, count(*) AS entries,\n"
     "  median(t.intensity) AS median,\n  sum(t.response = 'reacted') AS reacted,\n"
     "  sum(t.response IN ('reacted', 'responded', 'mixed')) AS rated\n"
     "FROM trigger_entry AS t\nWHERE {months}{who}\nGROUP BY month"},
    {"trend", "the median intensity of each day",
     "SELECT t.day, median(t.intensity) AS peak\nFROM trigger_entry AS t\n"
     "WHERE {window}{who}\nGROUP BY t.day"},
    {"instability", "the median intensity of each day",
     "SELECT t.day, median(t.intensity) AS peak\nFROM trigger_entry AS t\n"
     "WHERE {window}{who}\nGROUP BY t.day"},
    {"coping", "what was tried, with medians of the moments rated at both ends",
     "SELECT c.name, count(*) AS times, count(c.after) AS pairs,\n"
     "  median(c.before) AS before, median(c.after) AS after\n"
     "FROM trigger_entry AS t JOIN coping AS c USING (entry)\n"
     "WHERE {days}{who}\nGROUP BY c.name\nORDER BY times DESC, c.name"},
    {"strategies", "urges and what was done, entry by entry",
     "SELECT t.day, c.facet, c.slug\nFROM trigger_entry AS t JOIN coded AS c USING (entry)\n"
     "WHERE {days}\n  AND c.facet IN ('urge', 'action'){who}"},
    {"people", "entries and responses by person",
     "SELECT p.person, count(*) AS entries,\n  sum(t.response = 'reacted') AS reacted,\n"
     "  sum(t.response IN ('reacted', 'responded', 'mixed')) AS rated\n"
     "FROM trigger_entry AS t JOIN with_person AS p USING (entry)\n"
     "WHERE {days}{who}\nGROUP BY p.person\nORDER BY entries DESC, p.person"},
    {"predictions", "predictions closed",
     "SELECT count(*) AS closed, avg(t.probability) AS expected,\n"
     "  sum(t.came_true) AS came_true, count(t.came_true) AS yes_or_no\n"
     "FROM experiment AS t\nWHERE {closed}{who}"},
    {"predictions", "predictions still open",
     "SELECT count(*) AS open\nFROM experiment AS t\n"
     "WHERE t.day <= {last}\n"
     "  AND (t.closed IS NULL OR t.closed > {last}){who}"},
    {"came_true", "predictions closed, by outcome",
     "SELECT t.happened, count(*) AS closed,\n  avg(t.probability) AS expected\n"
     "FROM experiment AS t\nWHERE t.closed IS NOT NULL{who}\nGROUP BY t.happened"},
    {"fit", "what was said and what came true, prediction by prediction",
     "SELECT t.closed, t.probability, t.came_true\nFROM experiment AS t\n"
     "WHERE t.probability IS NOT NULL AND t.came_true IS NOT NULL{who}\nORDER BY t.closed"},
    {"distress", "how hard it was to be, and how hard it was",
     "SELECT t.closed, t.expected, t.distress\nFROM experiment AS t\n"
     "WHERE t.expected IS NOT NULL AND t.distress IS NOT NULL{who}\n"
     "ORDER BY t.closed"},
    {"open", "predictions still open",
     "SELECT t.day, t.probability, t.prediction\nFROM experiment AS t\n"
     "WHERE t.closed IS NULL{who}\nORDER BY t.day"},
    {"with_people", "needs by how they were voiced and met",
     "SELECT t.voiced, t.met, count(*) AS needs\nFROM need AS t\n"
     "WHERE {days}{who}\nGROUP BY t.voiced, t.met"},
    {"with_people", "what became of boundaries",
     "SELECT b.text, t.event, count(*) AS times\n"
     "FROM boundary_event AS t\n  JOIN boundary AS b ON b.entry = t.boundary\n"
     "WHERE {days}{whose}\nGROUP BY b.entry, t.event"},
    {"with_people", "repairs and the days of their steps",
     "SELECT t.day, t.who, t.remorse, t.understanding, t.request,\n  t.follow_through\n"
     "FROM repair AS t\nWHERE t.day <= {last}{who}"},
    {"checkins", "check-ins, from 0 to 10",
     "SELECT count(t.named) AS n, median(t.named) AS named,\n  median(t.calm) AS calm,\n"
     "  median(t.myself) AS myself, median(t.support) AS support\n"
     "FROM checkin AS t\nWHERE {days}{who}"},
    {"win", "what went well; one of them is drawn",
     "SELECT t.day, t.text\nFROM win AS t\nWHERE t.day <= {last}{who}"},
    {"assessments", "scores of questionnaires",
     "SELECT t.day, t.questionnaire, t.person, t.scale, t.num\nFROM score AS t\n"
     "WHERE t.day <= {last}\nORDER BY t.at"},
    {"standing_1", "scores of questionnaires",
     "SELECT t.day, t.questionnaire, t.person, t.scale, t.num\nFROM score AS t\n"
     "WHERE t.day <= {last}\nORDER BY t.at"},
    {"beliefs", "old sentences, at first and as told last",
     "SELECT t.day, t.belief, t.strength, t.strength_now\nFROM belief AS t\n"
     "WHERE t.day <= {last}\nORDER BY t.day"},
    {"coverage", "entries and responses by phase",
     "SELECT CASE WHEN t.day < {begins} THEN 'before'\n"
     "    WHEN t.day > {ends} THEN 'after' ELSE 'programme' END AS phase,\n"
     "  count(*) AS entries, count(DISTINCT t.day) AS days,\n"
     "  sum(t.response = 'reacted') AS reacted,\n"
     "  sum(t.response IN ('reacted', 'responded', 'mixed')) AS rated,\n"
     "  median(t.intensity) AS peak\n"
     "FROM trigger_entry AS t\nWHERE {phases}{who}\nGROUP BY phase"},
    {"dose", "minutes of practice by week",
     "SELECT date(t.day, '-' ||\n"
     "    ((julianday(t.day) - julianday({begins})) % 7) || ' days') AS week,\n"
     "  count(*) AS sessions, sum(t.minutes) AS minutes\n"
     "FROM practice_session AS t\nWHERE {programme}{whose}\nGROUP BY week"},
};

/// A text of SQL.
std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char letter : text) {
        out += letter;
        if (letter == '\'') out += letter;
    }
    return out + "'";
}

std::string between(std::string_view column, const DayRange& days) {
    return std::string(column) + " BETWEEN " + quoted(days.first.iso()) + " AND " +
           quoted(days.last.iso());
}

/// What the braces stand for. Without a value the question cannot be asked of this report.
struct Filling {
    std::string_view name;
    std::optional<std::string> value;
};

const std::string* text_at(const Machine* machine) {
    return machine == nullptr ? nullptr : std::get_if<std::string>(&machine->content());
}

std::optional<CivilDay> day_at(const Machine* parent, const char* name) {
    const std::string* text = parent == nullptr ? nullptr : text_at(parent->find(name));
    return text == nullptr ? std::nullopt : CivilDay::parse_iso(*text);
}

/// The day on which a list of weeks or months begins.
std::optional<CivilDay> first_of_list(const Document& document, const char* name) {
    const Machine* list = document.machine.find(name);
    const auto* rows = list == nullptr ? nullptr : std::get_if<Machine::List>(&list->content());
    if (rows == nullptr || rows->empty()) return std::nullopt;
    const std::string* first = text_at(rows->front().find("first"));
    return first == nullptr ? std::nullopt : CivilDay::parse_iso(*first);
}

/// Days before the period that it is compared with; 0 for a report that compares none.
int days_before(const Document& document) {
    const Machine* at = document.machine.find("response");
    if (at != nullptr) at = at->find("before");
    if (at != nullptr) at = at->find("days");
    const auto* days = at == nullptr ? nullptr : std::get_if<std::int64_t>(&at->content());
    return days == nullptr ? 0 : static_cast<int>(*days);
}

/// The days of the programme a document is about, and of its phases.
void add_programme(const Document& document, CivilDay today, std::vector<Filling>& out) {
    const Machine* program = document.machine.find("program");
    const auto begins = day_at(program, "begins");
    const auto last = day_at(program, "last");
    const Machine* list = document.machine.find("phases");
    const auto* phases = list == nullptr ? nullptr : std::get_if<Machine::List>(&list->content());
    std::optional<std::string> all;
    if (phases != nullptr && !phases->empty()) {
        const auto first = day_at(&phases->front(), "first");
        const auto end = day_at(&phases->back(), "last");
        if (first && end) all = between("t.day", {*first, *end});
    }
    const bool known = begins && last;
    const auto given = [&](const std::string& text) {
        return known ? std::optional(text) : std::nullopt;
    };
    out.push_back({"{phases}", known ? all : std::nullopt});
    out.push_back({"{begins}", given(known ? quoted(begins->iso()) : "")});
    out.push_back({"{ends}", given(known ? quoted(last->iso()) : "")});
    out.push_back(
        {"{programme}", given(known ? between("t.day", {*begins, std::min(*last, today)}) : "")});
}

std::vector<Filling> fillings_of(const Document& document, const QueryScope& scope) {
    std::string who;
    std::string whose;
    if (!scope.person.empty()) {
        const std::string person = quoted(scope.person);
        who =
            "\n  AND EXISTS (SELECT 1 FROM with_person AS w\n    WHERE w.entry = t.entry AND "
            "w.person = " +
            person + ")";
        whose = "\n  AND EXISTS (SELECT 1 FROM with_person AS w\n    WHERE w.person = " + person +
                " AND (w.entry = t.entry\n      OR w.entry IN (SELECT l.target FROM linked AS l\n"
                "        WHERE l.entry = t.entry AND l.rel = 'follows-up')))";
    }
    std::vector<Filling> out{{"{who}", who}, {"{whose}", whose}};
    add_programme(document, scope.today, out);
    if (!scope.days) {
        for (const char* name :
             {"{days}", "{closed}", "{window}", "{before}", "{weeks}", "{months}", "{last}"})
            out.push_back({name, {}});
        return out;
    }
    const DayRange& days = *scope.days;
    const CivilDay end = std::min(days.last, scope.today);
    const DayRange window{std::min(days.first, end - (kWindowDays - 1)), end};
    std::optional<std::string> before;
    if (const int count = days_before(document); count > 0)
        before = between("t.day", {days.first - count, days.first - 1});
    // The views know weeks that begin on a Monday, and no others.
    std::optional<std::string> weeks;
    const auto first_week = first_of_list(document, "weeks");
    if (first_week && first_week->weekday() == 0) weeks = between("t.day", {*first_week, end});
    std::optional<std::string> months;
    if (const auto first = first_of_list(document, "months"))
        months = between("t.day", {*first, end});
    out.insert(out.begin(), {{"{days}", between("t.day", days)},
                             {"{closed}", between("t.closed", days)},
                             {"{window}", between("t.day", window)},
                             {"{before}", before},
                             {"{weeks}", weeks},
                             {"{months}", months},
                             {"{last}", quoted(days.last.iso())}});
    return out;
}

/// Filled in from left to right, so that braces in somebody's name stay what they are.
std::optional<std::string> filled(std::string_view sql, const std::vector<Filling>& fillings) {
    std::string out;
    while (!sql.empty()) {
        const auto brace = sql.find('{');
        out += sql.substr(0, brace);
        if (brace == std::string_view::npos) break;
        sql.remove_prefix(brace);
        const auto one =
            std::find_if(fillings.begin(), fillings.end(),
                         [&](const Filling& filling) { return sql.starts_with(filling.name); });
        ATTUNE_ASSERT(one != fillings.end());
        if (!one->value) return std::nullopt;
        out += *one->value;
        sql.remove_prefix(one->name.size());
    }
    return out;
}

/// As an argument of a shell, over several lines. Nothing in it is a command of the shell, nor a
/// look into its history.
std::string as_command(std::string_view sql) {
    std::string out = "attune sql \"\n  ";
    for (const char letter : sql) {
        if (letter == '!') {
            out += "\"'!'\"";
            continue;
        }
        if (letter == '"' || letter == '\\' || letter == '$' || letter == '`') out += '\\';
        out += letter;
        if (letter == '\n') out += "  ";
    }
    return out + "\"";
}

}  // namespace

std::optional<DayRange> period_of(const Document& document) {
    const auto first = day_at(document.machine.find("period"), "first");
    const auto last = day_at(document.machine.find("period"), "last");
    if (!first || !last) return std::nullopt;
    return DayRange{*first, *last};
}

std::vector<SectionQuery> queries_of(const Document& document, const QueryScope& scope) {
    const std::vector<Filling> fillings = fillings_of(document, scope);
    std::vector<SectionQuery> out;
    for (const Section& section : document.sections) {
        for (const Question& question : kQuestions) {
            if (question.section != section.id) continue;
            if (auto sql = filled(question.sql, fillings))
                out.push_back({section.id, std::string(question.asks), *std::move(sql)});
        }
    }
    return out;
}

void add_queries(Document& document, const QueryScope& scope) {
    const std::vector<SectionQuery> queries = queries_of(document, scope);
    Machine list = Machine::list();
    Section section{.id = "queries", .heading = "The same by SQL"};
    section.blocks.emplace_back(
        Note{"Each answers from the journal as it is now; attune-sql(7) explains the views. What "
             "is drawn or tested rests on these numbers and has no query of its own."});
    for (const SectionQuery& query : queries) {
        list.push(Machine::members()
                      .set("section", query.section)
                      .set("asks", query.asks)
                      .set("sql", query.sql));
        section.blocks.emplace_back(Note{query.asks + ":"});
        section.blocks.emplace_back(Command{as_command(query.sql)});
    }
    document.machine.set("queries", std::move(list));
    if (queries.empty()) return;
    auto place = document.sections.end();
    if (!document.sections.empty() && document.sections.back().id == "limits") --place;
    document.sections.insert(place, std::move(section));
}

}  // namespace attune::report
