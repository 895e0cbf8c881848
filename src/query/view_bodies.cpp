#include "query/view_bodies.hpp"

#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "attune/store/schema.hpp"

namespace attune::query {

namespace {

/// The live entries, the only door to them: the index entry_day holds exactly these.
constexpr std::string_view kLive = "e.shown = 1 AND e.deleted = 0";
/// Without people, words and verdicts, which are records too and no part of the journal.
constexpr std::string_view kJournal =
    "e.shown = 1 AND e.deleted = 0 AND e.kind NOT IN " ATTUNE_ASIDE_KINDS;

std::string weekday_of(std::string_view day) {
    return fmt::format("CAST(julianday({}) + 0.5 AS INTEGER) % 7", day);  // day 0 was a Monday
}

std::string monday_of(std::string_view day) {
    return fmt::format("date({0}, '-6 days', 'weekday 1')", day);
}

constexpr std::string_view kLocalTime =
    "strftime('%Y-%m-%dT%H:%M:%S', e.at_utc + e.offset_min * 60, 'unixepoch')";

/// A number of alias `v` on 0 to `most`.
std::string scaled(std::string_view alias, int most = 10) {
    return fmt::format(
        "CASE WHEN {0}.hi > {0}.lo THEN ({0}.num - {0}.lo) * {1} / ({0}.hi - {0}.lo) ELSE {0}.num "
        "END",
        alias, most);
}

/// The first word of the record in a facet.
std::string word(std::string_view facet) {
    return fmt::format(
        "(SELECT word_for('{0}', t.slug) FROM main.tag AS t WHERE t.entry = e.n AND t.facet = "
        "'{0}' ORDER BY t.seq LIMIT 1)",
        facet);
}

std::string field(std::string_view name) {
    return fmt::format(
        "(SELECT f.text FROM main.field AS f WHERE f.entry = e.n AND f.name = '{}' ORDER BY f.seq "
        "LIMIT 1)",
        name);
}

std::string number(std::string_view key, std::string_view phase, int most = 10) {
    return fmt::format(
        "(SELECT {} FROM main.value AS v WHERE v.entry = e.n AND v.key = '{}' AND v.phase = '{}' "
        "ORDER BY v.seq LIMIT 1)",
        scaled("v", most), key, phase);
}

/// What was told last about the record: by itself or by a record that follows it up, also by way of
/// another one. `what` is a term over `row` and `condition` chooses it. Most records are followed
/// by none, and for these the walk is not begun.
std::string latest(std::string_view what, std::string_view table, std::string_view condition) {
    return fmt::format(
        "CASE WHEN EXISTS (SELECT 1 FROM main.link AS l WHERE l.target = e.id AND l.rel = "
        "'follows-up') THEN (WITH RECURSIVE thread(id) AS (SELECT e.id UNION SELECT f.id FROM "
        "thread CROSS JOIN main.link AS l ON l.target = thread.id AND l.rel = 'follows-up' CROSS "
        "JOIN main.entry AS f ON f.n = l.entry AND f.shown = 1 AND f.deleted = 0) "
        "SELECT {0} FROM thread CROSS JOIN main.entry AS later ON later.id = thread.id AND "
        "later.shown = 1 AND later.deleted = 0 CROSS JOIN main.{1} AS row ON row.entry = later.n "
        "WHERE {2} ORDER BY later.at_utc DESC, later.id DESC, row.seq LIMIT 1) "
        "ELSE (SELECT {3} FROM main.{1} AS row WHERE row.entry = e.n AND {2} ORDER BY row.seq "
        "LIMIT 1) END",
        what, table, condition, what == "later.local_day" ? "e.local_day" : what);
}
std::string latest_word(std::string_view facet) {
    return latest(fmt::format("word_for('{}', row.slug)", facet), "tag",
                  fmt::format("+row.facet = '{}'", facet));
}
std::string latest_field(std::string_view name) {
    return latest("row.text", "field", fmt::format("row.name = '{}'", name));
}
std::string latest_number(std::string_view key, std::string_view phase, int most = 10) {
    return latest(scaled("row", most), "value",
                  fmt::format("row.key = '{}' AND row.phase = '{}'", key, phase));
}

/// The records of one kind; its columns behind entry, id, day and at.
std::string of_kind(std::string_view kind, const std::vector<std::string>& columns) {
    std::string sql = fmt::format("SELECT e.n, lower(hex(e.id)), e.local_day, {}", kLocalTime);
    for (const std::string& column : columns)
        sql += ", " + column;
    return fmt::format("{} FROM main.entry AS e WHERE {} AND e.kind = '{}' AND e.kind <> 'trigger'",
                       sql, kLive, kind);
}

constexpr std::string_view kHead = "SELECT e.n, lower(hex(e.id)), e.local_day";

/// Words that may carry a strength: from their numbers, and from tags whose word has no number.
/// Two small branches inside one FROM, because SQLite cannot look through a UNION when the view is
/// joined. Of two spellings of one word the stronger counts, of equals the first.
std::string rated(std::string_view facet) {
    const std::string of_value =
        fmt::format("word_for('{0}', substr({{0}}.key, {1}))", facet, facet.size() + 2);
    const auto value_word = [&](std::string_view alias) {
        return fmt::format(fmt::runtime(of_value), alias);
    };
    const std::string peak = fmt::format("{{0}}.phase = 'peak' AND {{0}}.key GLOB '{}.?*'", facet);
    const auto is_peak = [&](std::string_view alias) {
        return fmt::format(fmt::runtime(peak), alias);
    };
    const std::string tag_word = fmt::format("word_for('{}', t.slug)", facet);
    return fmt::format(
        "{head}, CASE branch.n WHEN 0 THEN {value_word} ELSE {tag_word} END, {scaled} "
        "FROM main.entry AS e CROSS JOIN (SELECT 0 AS n UNION ALL SELECT 1) AS branch "
        "LEFT JOIN main.value AS v ON v.entry = CASE branch.n WHEN 0 THEN e.n END AND {is_peak} "
        "LEFT JOIN main.tag AS t ON t.entry = CASE branch.n WHEN 1 THEN e.n END AND +t.facet = "
        "'{facet}' "
        "WHERE {live} AND (v.seq IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.value AS o WHERE "
        "o.entry = e.n AND o.seq <> v.seq AND {o_peak} AND ({o_scaled} > {scaled} OR {o_scaled} = "
        "{scaled} AND o.seq < v.seq) AND {o_word} = {value_word}) "
        "OR t.seq IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.value AS o WHERE o.entry = e.n "
        "AND {o_peak} AND {o_word} = {tag_word}) AND NOT EXISTS (SELECT 1 FROM main.tag AS o WHERE "
        "o.entry = e.n AND o.seq < t.seq AND +o.facet = '{facet}' AND word_for('{facet}', o.slug) "
        "= "
        "{tag_word}))",
        fmt::arg("head", kHead), fmt::arg("value_word", value_word("v")),
        fmt::arg("tag_word", tag_word), fmt::arg("scaled", scaled("v")),
        fmt::arg("is_peak", is_peak("v")), fmt::arg("facet", facet), fmt::arg("live", kJournal),
        fmt::arg("o_peak", is_peak("o")), fmt::arg("o_scaled", scaled("o")),
        fmt::arg("o_word", value_word("o")));
}

/// Tags of a facet, each word once.
std::string tagged(std::string_view condition, std::string_view columns) {
    return fmt::format(
        "{}, {} FROM main.entry AS e CROSS JOIN main.tag AS t ON t.entry = e.n WHERE {} AND {} AND "
        "NOT EXISTS (SELECT 1 FROM main.tag AS o WHERE o.entry = e.n AND o.seq < t.seq AND "
        "+o.facet "
        "= t.facet AND word_for(o.facet, o.slug) = word_for(t.facet, t.slug))",
        kHead, columns, kJournal, condition);
}

std::string coping() {
    const auto end = [](std::string_view phase) {
        return fmt::format(
            "(SELECT {} FROM main.value AS b CROSS JOIN main.value AS a ON a.entry = b.entry AND "
            "a.key = b.key AND a.lo IS b.lo AND a.hi IS b.hi WHERE b.entry = e.n AND b.key = "
            "'coping.' || t.slug AND b.phase = 'before' AND a.phase = 'after' LIMIT 1)",
            scaled(phase == "before" ? "b" : "a"));
    };
    return tagged("+t.facet = 'coping'",
                  fmt::format("word_for('coping', t.slug), {}, {}", end("before"), end("after")));
}

constexpr std::string_view kDefinition = "substr(e.definition, 1, instr(e.definition, ' ') - 1)";
constexpr std::string_view kVersion =
    "substr(substr(e.definition, instr(e.definition, ' ') + 1), 1, instr(substr(e.definition, "
    "instr(e.definition, ' ') + 1) || ' ', ' ') - 1)";

/// Numbers of questionnaires.
std::string numbers(std::string_view phase, bool with_time) {
    return fmt::format(
        "{}{}{}, {}, {}, {}, v.key, v.num, v.lo, v.hi FROM main.entry AS e CROSS JOIN main.value "
        "AS v ON v.entry = e.n WHERE {} AND e.kind = 'assessment' AND e.kind <> 'trigger' AND "
        "v.phase = '{}'",
        kHead, with_time ? ", " : "", with_time ? kLocalTime : "", kDefinition, kVersion,
        word("person"), kLive, phase);
}

/// What follows up a boundary, once for each word of what became of it.
std::string boundary_event() {
    return fmt::format(
        "{}, {}, b.n, t.slug, {} FROM main.entry AS e CROSS JOIN main.link AS l ON l.entry = e.n "
        "AND l.rel = 'follows-up' CROSS JOIN main.entry AS b ON b.id = l.target AND b.shown = 1 "
        "AND b.deleted = 0 AND b.kind = 'boundary' CROSS JOIN main.tag AS t ON t.entry = e.n AND "
        "t.facet = 'event' WHERE {} AND e.kind = 'follow' AND e.kind <> 'trigger'",
        kHead, kLocalTime, field("how"), kLive);
}

/// A session with one rating of each end on one scale.
std::string practice_session() {
    const auto end = [](std::string_view phase) {
        return fmt::format(
            "(SELECT {} FROM main.value AS b CROSS JOIN main.value AS a ON a.entry = b.entry AND "
            "a.key = b.key AND a.lo IS b.lo AND a.hi IS b.hi WHERE b.entry = e.n AND b.phase = "
            "'before' AND a.phase = 'after' ORDER BY b.seq LIMIT 1)",
            scaled(phase == "before" ? "b" : "a"));
    };
    return of_kind("practice",
                   {std::string(kDefinition),
                    "(SELECT sum(v.num) FROM main.value AS v WHERE v.entry = e.n AND v.key = "
                    "'minutes')",
                    end("before"), end("after"), "e.text"});
}

std::string measure() {
    return fmt::format(
        "{}, {}, v.key, v.phase, v.num, nullif(v.unit, '') FROM main.entry AS e CROSS JOIN "
        "main.value AS v ON v.entry = e.n WHERE {} AND e.kind = 'measure' AND e.kind <> 'trigger'",
        kHead, kLocalTime, kLive);
}

/// Each thing looked for counts intervals out of all of them, so it has ends; the length of an
/// interval has none.
std::string observed() {
    return fmt::format(
        "{}, {}, {}, v.key, CAST(v.num AS INTEGER), CAST(v.hi AS INTEGER), (SELECT s.num FROM "
        "main.value AS s WHERE s.entry = e.n AND s.key = 'interval_s' LIMIT 1) FROM main.entry AS "
        "e CROSS JOIN main.value AS v ON v.entry = e.n WHERE {} AND e.kind = 'observation' AND "
        "e.kind <> 'trigger' AND v.hi IS NOT NULL",
        kHead, kLocalTime, word("person"), kLive);
}

/// Of several records of one person the newest speaks, as in journal/names.hpp.
std::string people() {
    return fmt::format(
        "SELECT word_for('person', e.text), {}, {}, {}, {} FROM main.entry AS e WHERE {} AND "
        "e.kind = 'person' AND e.kind <> 'trigger' AND NOT EXISTS (SELECT 1 FROM main.entry AS o "
        "WHERE o.kind = 'person' AND o.kind <> 'trigger' AND o.shown = 1 AND o.deleted = 0 AND "
        "(o.clock, o.device, o.rev) > (e.clock, e.device, e.rev) AND word_for('person', o.text) = "
        "word_for('person', e.text))",
        field("role"), field("since"), field("until"), field("note"), kLive);
}

constexpr std::string_view kIntensity =
    "(SELECT coalesce(max(CASE WHEN v.key = 'intensity' THEN {0} END), max(CASE WHEN v.key GLOB "
    "'feeling.?*' THEN {0} END)) FROM main.value AS v WHERE v.entry = e.n AND v.phase = 'peak')";
std::string intensity() {
    return fmt::format(fmt::runtime(kIntensity), scaled("v"));
}

std::string dated_head() {
    return fmt::format("{}, {}, {}, {}", kHead, weekday_of("e.local_day"), monday_of("e.local_day"),
                       kLocalTime);
}

std::string diary() {
    return fmt::format("{}, e.precision, e.kind, e.text FROM main.entry AS e WHERE {}",
                       dated_head(), kJournal);
}

std::string trigger_entry() {
    return fmt::format(
        "{}, CASE e.precision WHEN 'minute' THEN (e.at_utc + e.offset_min * 60) / 3600 % 24 END, "
        "{}, {}, {}, {}, (SELECT v.num FROM main.value AS v WHERE v.entry = e.n AND v.key = "
        "'lead_s' "
        "ORDER BY v.seq LIMIT 1), {}, {}, {}, {}, EXISTS (SELECT 1 FROM main.tag AS t WHERE "
        "t.entry = e.n AND t.facet = 'mark' AND t.slug = 'bring'), e.text FROM main.entry AS e "
        "WHERE {} AND e.kind = 'trigger'",
        dated_head(), word("trigger"), intensity(), word("response"), word("caught"),
        latest_word("outcome"), number("now", "peak"), field("thought"), field("other"), kLive);
}

/// The response is joined, since SQLite would look for a subquery once in each column that uses it.
std::string day() {
    const auto responses = [&](std::string_view slug) {
        return fmt::format("sum(r.slug IS '{}')", slug);
    };
    const std::string strength = fmt::format("CASE e.kind WHEN 'trigger' THEN {} END", intensity());
    return fmt::format(
        "SELECT e.local_day, {}, {}, count(*), sum(e.kind = 'trigger'), {}, {}, {}, avg({}), "
        "median({}), max({}), sum(e.kind = 'checkin'), sum(CASE e.kind WHEN 'practice' THEN "
        "(SELECT sum(v.num) FROM main.value AS v WHERE v.entry = e.n AND v.key = 'minutes') END) "
        "FROM main.entry AS e LEFT JOIN main.tag AS r ON r.entry = CASE e.kind WHEN 'trigger' THEN "
        "e.n END AND +r.facet = 'response' AND NOT EXISTS (SELECT 1 FROM main.tag AS o WHERE "
        "o.entry = e.n AND o.seq < r.seq AND +o.facet = 'response') WHERE {} GROUP BY e.local_day",
        weekday_of("e.local_day"), monday_of("e.local_day"), responses("reacted"),
        responses("responded"), responses("mixed"), strength, strength, strength, kJournal);
}

const std::map<std::string_view, std::string>& bodies() {
    static const std::map<std::string_view, std::string> made{
        {"diary", diary()},
        {"trigger_entry", trigger_entry()},
        {"feeling", rated("feeling")},
        {"body", rated("body")},
        {"coping", coping()},
        {"with_person", tagged("+t.facet = 'person'", "word_for('person', t.slug)")},
        {"coded", tagged("+t.facet <> 'person'", "t.facet, word_for(t.facet, t.slug)")},
        {"number",
         fmt::format("{}, v.key, v.phase, v.num, v.unit, v.lo, v.hi FROM main.entry AS e CROSS "
                     "JOIN main.value AS v ON v.entry = e.n WHERE {}",
                     kHead, kJournal)},
        {"linked",
         fmt::format("{}, l.rel, (SELECT o.n FROM main.entry AS o WHERE o.id = l.target AND "
                     "o.shown = 1 AND o.deleted = 0), lower(hex(l.target)) FROM main.entry "
                     "AS e CROSS JOIN main.link AS l ON l.entry = e.n WHERE {}",
                     kHead, kJournal)},
        {"day", day()},
        {"checkin",
         of_kind("checkin", {number("named", "peak"), number("calm", "peak"),
                             number("myself", "peak"), number("support", "peak"), field("ahead-of"),
                             field("worry"), field("smile"), "e.text"})},
        {"need", of_kind("need", {word("need"), word("person"), latest_word("voiced"),
                                  latest_word("met"), field("about"), field("ask"), "e.text"})},
        {"boundary", of_kind("boundary", {word("domain"), word("person"), word("cue"), "e.text"})},
        {"boundary_event", boundary_event()},
        {"repair",
         of_kind("repair", {word("person"), word("who"), field("own-part"), latest_field("remorse"),
                            latest_field("understanding"), latest_field("request"),
                            latest_field("follow-through"), "e.text"})},
        {"experiment",
         of_kind("experiment", {word("type"), word("person"), number("probability", "predicted", 1),
                                number("distress", "predicted"), latest_word("happened"),
                                fmt::format("CASE {} WHEN 'yes' THEN 1 WHEN 'no' THEN 0 END",
                                            latest_word("happened")),
                                latest("later.local_day", "tag", "+row.facet = 'happened'"),
                                latest_number("distress", "actual"), latest_field("outcome"),
                                latest_field("learned"), "e.text"})},
        {"belief",
         of_kind("belief",
                 {word("belief"), word("target"), number("strength", "peak", 100),
                  latest_number("strength", "peak", 100), latest_field("instead"), "e.text"})},
        {"win", of_kind("win", {word("type"), field("part"), "e.text"})},
        {"plan", of_kind("plan", {word("trigger"), word("person"), field("when"), field("then"),
                                  field("pause"), latest_word("status"), "e.text"})},
        {"therapy", of_kind("therapy", {word("person"), field("insight"), field("homework"),
                                        field("result"), field("next"), "e.text"})},
        {"practice_session", practice_session()},
        {"measure", measure()},
        {"observed", observed()},
        {"assessment", of_kind("assessment", {std::string(kDefinition), std::string(kVersion),
                                              word("person"), "e.text"})},
        {"score", numbers("score", true)},
        {"answer", numbers("item", false)},
        {"people", people()},
    };
    return made;
}

}  // namespace

std::string_view body_of_view(std::string_view name) {
    const auto found = bodies().find(name);
    return found == bodies().end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace attune::query
