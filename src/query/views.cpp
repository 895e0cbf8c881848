#include "attune/query/views.hpp"

#include "attune/store/names.hpp"
#include "attune/store/schema.hpp"

namespace attune::query {

Status install_views(db::Connection& database) {
    ATTUNE_CHECK(database.define(
        "word_for",
        [&database](std::string_view facet, std::string_view slug) -> Result<std::string> {
            ATTUNE_TRY(const journal::Names* names, store::names_of(database));
            // A facet without words of its own takes any word as it is.
            if (facet != journal::kPersonFacet && !names->is_coded(facet)) return std::string(slug);
            return names->resolve(facet, slug);
        }));
    return database.execute(R"sql(
CREATE TEMP VIEW IF NOT EXISTS diary AS
    SELECT lower(hex(id)) AS id, local_day AS day, (strftime('%w', local_day) + 6) % 7 AS weekday,
           strftime('%Y-%m-%dT%H:%M:%S', at_utc + offset_min * 60, 'unixepoch') AS at, kind, text
    FROM main.entry WHERE shown = 1 AND deleted = 0 AND kind NOT IN )sql" ATTUNE_ASIDE_KINDS R"sql(;
CREATE TEMP VIEW IF NOT EXISTS trigger_entry AS
    SELECT lower(hex(id)) AS id, local_day AS day, (strftime('%w', local_day) + 6) % 7 AS weekday,
           CAST(strftime('%H', at_utc + offset_min * 60, 'unixepoch') AS INTEGER) AS hour,
           strftime('%Y-%m-%dT%H:%M:%S', at_utc + offset_min * 60, 'unixepoch') AS at,
           (SELECT word_for('trigger', slug) FROM main.tag WHERE entry = n AND facet = 'trigger' ORDER BY seq LIMIT 1) AS trigger,
           (SELECT word_for('response', slug) FROM main.tag WHERE entry = n AND facet = 'response' ORDER BY seq LIMIT 1) AS response,
           (SELECT word_for('caught', slug) FROM main.tag WHERE entry = n AND facet = 'caught' ORDER BY seq LIMIT 1) AS caught,
           (SELECT word_for('outcome', slug) FROM main.tag WHERE entry = n AND facet = 'outcome' ORDER BY seq LIMIT 1) AS outcome,
           text
    FROM main.entry WHERE shown = 1 AND deleted = 0 AND kind = 'trigger';
CREATE TEMP VIEW IF NOT EXISTS feeling AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, f.name, max(f.intensity) AS intensity
    FROM main.entry AS e JOIN (
        SELECT entry, word_for('feeling', substr(key, 9)) AS name, num AS intensity
        FROM main.value WHERE phase = 'peak' AND key GLOB 'feeling.?*'
        UNION ALL
        SELECT entry, word_for('feeling', slug), NULL FROM main.tag WHERE facet = 'feeling'
    ) AS f ON f.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 GROUP BY e.n, f.name;
CREATE TEMP VIEW IF NOT EXISTS coping AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, word_for('coping', t.slug) AS name,
           (SELECT num FROM main.value WHERE entry = e.n AND key = 'coping.' || t.slug AND phase = 'before') AS before,
           (SELECT num FROM main.value WHERE entry = e.n AND key = 'coping.' || t.slug AND phase = 'after') AS after
    FROM main.entry AS e JOIN main.tag AS t ON t.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND t.facet = 'coping';
CREATE TEMP VIEW IF NOT EXISTS body AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, word_for('body', substr(v.key, 6)) AS site,
           max(v.num) AS intensity
    FROM main.entry AS e JOIN main.value AS v ON v.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND v.phase = 'peak' AND v.key GLOB 'body.?*' GROUP BY e.n, site;
CREATE TEMP VIEW IF NOT EXISTS with_person AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, word_for('person', t.slug) AS person
    FROM main.entry AS e JOIN main.tag AS t ON t.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND t.facet = 'person' GROUP BY e.n, person;
CREATE TEMP VIEW IF NOT EXISTS coded AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, t.facet, word_for(t.facet, t.slug) AS slug
    FROM main.entry AS e JOIN main.tag AS t ON t.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND t.facet <> 'person' GROUP BY e.n, t.facet, word_for(t.facet, t.slug);
CREATE TEMP VIEW IF NOT EXISTS number AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, v.key, v.phase, v.num, v.unit, v.lo, v.hi
    FROM main.entry AS e JOIN main.value AS v ON v.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND e.kind NOT IN )sql" ATTUNE_ASIDE_KINDS R"sql(;
CREATE TEMP VIEW IF NOT EXISTS score AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day,
           strftime('%Y-%m-%dT%H:%M:%S', e.at_utc + e.offset_min * 60, 'unixepoch') AS at,
           substr(e.definition, 1, instr(e.definition, ' ') - 1) AS questionnaire,
           substr(substr(e.definition, instr(e.definition, ' ') + 1), 1,
                  instr(substr(e.definition, instr(e.definition, ' ') + 1) || ' ', ' ') - 1) AS version,
           v.key AS scale, v.num, v.lo, v.hi
    FROM main.entry AS e JOIN main.value AS v ON v.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND e.kind = 'assessment' AND v.phase = 'score';
)sql");
}

}  // namespace attune::query
