#include "attune/report/session.hpp"

#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/store/schema.hpp"
#include "report/words.hpp"

namespace attune::report {

namespace {

constexpr const char* kLastSession =
    "SELECT local_day, at_utc FROM entry INDEXED BY entry_kind WHERE shown = 1 AND deleted = 0 AND "
    "kind <> 'trigger' AND kind = 'therapy' AND local_day <= ?1 "
    "ORDER BY local_day DESC, at_utc DESC LIMIT 1";
constexpr const char* kBrought =
    "SELECT e.n, e.kind, e.local_day, e.text FROM entry AS e INDEXED BY entry_day "
    "CROSS JOIN tag AS t WHERE e.shown = 1 AND e.deleted = 0 AND e.local_day BETWEEN ?1 AND ?2 "
    "AND e.at_utc >= ?3 AND e.kind NOT IN " ATTUNE_ASIDE_KINDS
    " AND t.entry = e.n "
    "AND t.facet = 'mark' AND t.slug = 'bring' ORDER BY e.local_day, e.at_utc, e.n";
/// Cells of a text that a line has room for; the rest is behind its id.
constexpr int kTextCells = 200;

tl::unexpected<Error> no_day() {
    return fail(ErrorKind::Damaged, "a record has no readable day");
}

std::string words_of(const Brought& item) {
    std::string text(trim(item.text));
    if (text.empty()) return fmt::format("({}, without words)", item.kind);
    const std::string cut(cut_to_columns(text, kTextCells));
    return cut.size() < text.size() ? cut + " ..." : text;
}

}  // namespace

Result<std::optional<Session>> find_last_session(db::Connection& database, CivilDay today) {
    ATTUNE_TRY(db::Statement row, database.prepare(kLastSession));
    row.bind(1, today.iso());
    ATTUNE_TRY(const bool there, row.step());
    if (!there) return std::optional<Session>();
    const auto day = CivilDay::parse_iso(row.text(0));
    if (!day) return no_day();
    return std::optional(Session{*day, row.integer(1)});
}

Result<std::vector<Brought>> find_brought(db::Connection& database, const Session& session,
                                          CivilDay today) {
    ATTUNE_TRY(db::Statement rows, database.prepare(kBrought));
    rows.bind(1, session.day.iso());
    rows.bind(2, today.iso());
    rows.bind(3, session.utc);
    std::vector<Brought> found;
    while (true) {
        ATTUNE_TRY(const bool more, rows.step());
        if (!more) return found;
        const auto day = CivilDay::parse_iso(rows.text(2));
        if (!day) return no_day();
        found.push_back(
            {rows.integer(0), std::string(rows.text(1)), *day, std::string(rows.text(3))});
    }
}

void open_with_session(Document& document, const Session& session,
                       const std::vector<Brought>& brought) {
    Section section{
        .id = "brought", .heading = "Marked for the session", .aside = {}, .blocks = {}};
    Machine list = Machine::list();
    if (brought.empty()) {
        section.blocks.emplace_back(Note{.text = "Nothing was marked with --bring since then.",
                                         .place = Note::Place::Under});
    } else {
        Table table{.title = section.heading,
                    .columns = {{.name = "When", .gap = 2}, {.name = "What"}},
                    .rows = {}};
        for (const Brought& item : brought) {
            const std::string id = item.id.empty() ? std::string() : " (" + item.id + ")";
            table.rows.push_back({{short_date(item.day), words_of(item) + id}});
            list.push(Machine::members()
                          .set("day", item.day.iso())
                          .set("kind", item.kind)
                          .set("id", item.id)
                          .set("text", item.text));
        }
        section.blocks.emplace_back(std::move(table));
    }
    document.title = "Attune since the session";
    document.machine.set("since_session", session.day.iso()).set("brought", std::move(list));
    document.sections.insert(document.sections.begin(), std::move(section));
}

}  // namespace attune::report
