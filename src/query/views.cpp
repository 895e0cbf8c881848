#include "attune/query/views.hpp"

namespace attune::query {

Status install_views(db::Connection& database) {
    return database.execute(R"sql(
CREATE TEMP VIEW IF NOT EXISTS diary AS
    SELECT lower(hex(id)) AS id, local_day AS day, (strftime('%w', local_day) + 6) % 7 AS weekday,
           strftime('%Y-%m-%dT%H:%M:%S', at_utc + offset_min * 60, 'unixepoch') AS at, kind, text
    FROM main.entry WHERE shown = 1 AND deleted = 0;
CREATE TEMP VIEW IF NOT EXISTS trigger_entry AS
    SELECT lower(hex(id)) AS id, local_day AS day, (strftime('%w', local_day) + 6) % 7 AS weekday,
           CAST(strftime('%H', at_utc + offset_min * 60, 'unixepoch') AS INTEGER) AS hour,
           strftime('%Y-%m-%dT%H:%M:%S', at_utc + offset_min * 60, 'unixepoch') AS at,
           (SELECT slug FROM main.tag WHERE entry = n AND facet = 'trigger' ORDER BY seq LIMIT 1) AS trigger,
           (SELECT slug FROM main.tag WHERE entry = n AND facet = 'response' ORDER BY seq LIMIT 1) AS response,
           (SELECT slug FROM main.tag WHERE entry = n AND facet = 'caught' ORDER BY seq LIMIT 1) AS caught,
           (SELECT slug FROM main.tag WHERE entry = n AND facet = 'outcome' ORDER BY seq LIMIT 1) AS outcome,
           text
    FROM main.entry WHERE shown = 1 AND deleted = 0 AND kind = 'trigger';
CREATE TEMP VIEW IF NOT EXISTS feeling AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, substr(v.key, 9) AS name, v.num AS intensity
    FROM main.entry AS e JOIN main.value AS v ON v.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND v.phase = 'peak' AND v.key GLOB 'feeling.?*'
    UNION ALL
    SELECT lower(hex(e.id)), e.local_day, t.slug, NULL
    FROM main.entry AS e JOIN main.tag AS t ON t.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND t.facet = 'feeling'
      AND NOT EXISTS (SELECT 1 FROM main.value WHERE entry = e.n AND key = 'feeling.' || t.slug AND phase = 'peak');
CREATE TEMP VIEW IF NOT EXISTS coping AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, t.slug AS name,
           (SELECT num FROM main.value WHERE entry = e.n AND key = 'coping.' || t.slug AND phase = 'before') AS before,
           (SELECT num FROM main.value WHERE entry = e.n AND key = 'coping.' || t.slug AND phase = 'after') AS after
    FROM main.entry AS e JOIN main.tag AS t ON t.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND t.facet = 'coping';
CREATE TEMP VIEW IF NOT EXISTS body AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, substr(v.key, 6) AS site, v.num AS intensity
    FROM main.entry AS e JOIN main.value AS v ON v.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND v.phase = 'peak' AND v.key GLOB 'body.?*';
CREATE TEMP VIEW IF NOT EXISTS with_person AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, t.slug AS person
    FROM main.entry AS e JOIN main.tag AS t ON t.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND t.facet = 'person';
CREATE TEMP VIEW IF NOT EXISTS coded AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, t.facet, t.slug
    FROM main.entry AS e JOIN main.tag AS t ON t.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0 AND t.facet <> 'person';
CREATE TEMP VIEW IF NOT EXISTS number AS
    SELECT lower(hex(e.id)) AS id, e.local_day AS day, v.key, v.phase, v.num, v.unit, v.lo, v.hi
    FROM main.entry AS e JOIN main.value AS v ON v.entry = e.n
    WHERE e.shown = 1 AND e.deleted = 0;
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
