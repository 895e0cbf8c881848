#include "attune/store/schema.hpp"

#include <string>
#include <string_view>

namespace attune::store {

namespace {

/// Tables that stores made by earlier programs do not have.
constexpr std::string_view kLaterTables = R"sql(
CREATE TABLE IF NOT EXISTS forgotten(id BLOB PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passed(device BLOB NOT NULL, sequence INTEGER NOT NULL,
    PRIMARY KEY(device, sequence)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS conflict(id BLOB PRIMARY KEY) WITHOUT ROWID;
)sql";

/// Whoever counts entries by day and kind finds all of it here, the two conditions among it, since
/// SQLite looks for every column that a query names. n stands third so that entries still come out
/// of it in the order of moments and rows.
constexpr std::string_view kDayIndex =
    "CREATE INDEX entry_day ON entry(local_day, at_utc, n, kind, shown, deleted) WHERE shown = 1 "
    "AND deleted = 0";

}  // namespace

Status make_schema(db::Connection& connection) {
    return connection.execute(std::string(R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value) WITHOUT ROWID;
INSERT INTO meta VALUES('schema', 1), ('schema_min', 1);

CREATE TABLE entry(
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL,
    rev BLOB NOT NULL UNIQUE,
    device BLOB NOT NULL,
    sequence INTEGER NOT NULL,
    clock INTEGER NOT NULL,
    kind TEXT NOT NULL,
    at_utc INTEGER NOT NULL,
    offset_min INTEGER NOT NULL,
    local_day TEXT NOT NULL,
    precision TEXT NOT NULL,
    text TEXT NOT NULL,
    source TEXT,
    source_key TEXT,
    definition TEXT,
    extra TEXT,
    batch BLOB,
    created_ms INTEGER NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0,
    shown INTEGER NOT NULL DEFAULT 1);
CREATE INDEX entry_id ON entry(id);
CREATE INDEX entry_kind ON entry(kind, local_day) WHERE shown = 1 AND deleted = 0 AND kind <> 'trigger';
CREATE INDEX entry_origin ON entry(device, sequence);
CREATE INDEX entry_clock ON entry(clock, device) WHERE shown = 1 AND deleted = 0 AND batch IS NULL;
CREATE INDEX entry_source ON entry(source, source_key) WHERE source IS NOT NULL;
CREATE INDEX entry_batch ON entry(batch) WHERE batch IS NOT NULL;

CREATE TABLE parent(rev BLOB NOT NULL, parent BLOB NOT NULL, PRIMARY KEY(rev, parent)) WITHOUT ROWID;
CREATE INDEX parent_of ON parent(parent);

CREATE TABLE field(entry INTEGER NOT NULL REFERENCES entry(n), seq INTEGER NOT NULL, name TEXT NOT NULL,
    text TEXT NOT NULL, PRIMARY KEY(entry, seq)) WITHOUT ROWID;
CREATE TABLE value(entry INTEGER NOT NULL REFERENCES entry(n), seq INTEGER NOT NULL, key TEXT NOT NULL,
    phase TEXT NOT NULL, num REAL NOT NULL, unit TEXT, lo REAL, hi REAL, PRIMARY KEY(entry, seq)) WITHOUT ROWID;
CREATE TABLE tag(entry INTEGER NOT NULL REFERENCES entry(n), seq INTEGER NOT NULL, facet TEXT NOT NULL,
    slug TEXT NOT NULL, PRIMARY KEY(entry, seq)) WITHOUT ROWID;
CREATE INDEX tag_slug ON tag(facet, slug, entry);
CREATE TABLE link(entry INTEGER NOT NULL REFERENCES entry(n), seq INTEGER NOT NULL, target BLOB NOT NULL,
    rel TEXT NOT NULL, PRIMARY KEY(entry, seq)) WITHOUT ROWID;
CREATE INDEX link_target ON link(target);

CREATE TABLE origin(device BLOB PRIMARY KEY, upto INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE batch(id BLOB PRIMARY KEY, source TEXT NOT NULL, time_ms INTEGER NOT NULL, count INTEGER NOT NULL,
    undone INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE person(id INTEGER PRIMARY KEY, alias TEXT NOT NULL UNIQUE, role TEXT, since TEXT, until TEXT,
    safety TEXT, note TEXT);
CREATE TABLE definition(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, slug TEXT NOT NULL, version TEXT NOT NULL,
    sha256 TEXT NOT NULL UNIQUE, toml TEXT NOT NULL);

CREATE VIEW live_entry AS SELECT * FROM entry WHERE shown = 1 AND deleted = 0;
CREATE VIEW entry_words AS
    SELECT n, text || ifnull((SELECT char(10) || group_concat(text, char(10)) FROM field WHERE entry = n), '') AS words
    FROM entry;
CREATE VIRTUAL TABLE entry_text USING fts5(words, content = 'entry_words', content_rowid = 'n',
    tokenize = "unicode61 remove_diacritics 2");
)sql") + std::string(kLaterTables) +
                              std::string(kDayIndex));
}

Status add_later_tables(db::Connection& connection) {
    ATTUNE_TRY(const std::int64_t known,
               connection.value_of("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND "
                                   "name IN ('forgotten', 'passed', 'conflict')"));
    if (known == 3) return {};
    ATTUNE_CHECK(connection.execute(std::string(kLaterTables)));
    return connection.execute(
        "INSERT OR IGNORE INTO conflict SELECT e.id FROM entry e WHERE NOT EXISTS (SELECT 1 FROM "
        "parent p JOIN entry c ON c.rev = p.rev WHERE p.parent = e.rev) GROUP BY e.id "
        "HAVING count(*) > 1 AND min(e.deleted) = 0");
}

Status renew_indexes(db::Connection& connection) {
    ATTUNE_TRY(auto known, connection.prepare("SELECT sql = ? FROM sqlite_schema WHERE type = "
                                              "'index' AND name = 'entry_day'"));
    ATTUNE_TRY(const bool there, known.bind(1, kDayIndex).step());
    if (there && known.integer(0) == 1) return {};
    known.reset();
    return connection.execute("DROP INDEX IF EXISTS entry_day; " + std::string(kDayIndex));
}

}  // namespace attune::store
