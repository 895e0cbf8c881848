#pragma once

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"

/// The tables inside the sealed image (domain.md, "Tables"). All times are UTC seconds, days are
/// text YYYY-MM-DD.
///
///   entry(n INTEGER PRIMARY KEY, id BLOB 16, rev BLOB 16 UNIQUE, device BLOB 8, sequence, clock,
///   kind, at_utc,
///         offset_min, local_day, precision, text, source, source_key, definition, extra, batch,
///         created_ms, deleted 0|1, shown 0|1)
///       one row per revision; exactly one revision per record has shown = 1, and it counts when
///       deleted = 0. precision: minute, morning, afternoon, evening, night, day.
///   parent(rev, parent)
///   field(entry, seq, name, text)
///   value(entry, seq, key, phase, num, unit, lo, hi)
///   tag(entry, seq, facet, slug)         facet 'person' holds the people, as aliases
///   link(entry, seq, target BLOB 16, rel)
///   origin(device, upto)                 per origin, the highest sequence contained without a gap
///   batch(id, source, time_ms, count, undone)   one row per import; entry.batch names it
///   person(id, alias, role, since, until, safety, note)   empty: people are records of kind
///       'person', words of the person's own of kind 'word' (journal/name.hpp); neither is a part
///       of the journal
///   definition(id, kind, slug, version, sha256, toml)
///   forgotten(id, generation)            records that are gone for ever: whatever comes with the
///   id
///       is dropped; the generation of this device since which no word of it is there
///   passed(device, sequence)             numbers that stand for no row: forgotten, set aside
///   conflict(id)                         live records with several versions written apart
///   entry_text                            FTS5 over text and fields of shown entries (rowid =
///   entry.n) meta(key, value)
///
/// `entry`, `field`, ... are joined on entry.n. Only rows of `entry` with shown = 1 AND deleted = 0
/// are the journal; the view `live_entry` is exactly those. The index entry_day holds the live rows
/// alone, with their kind: a query that names days costs the same whatever the size of the past,
/// and one that counts by day and kind opens no piece of the table.
namespace attune::store {

/// The kinds of records that are no part of the journal (journal/kinds.hpp), as SQL, to stand
/// behind `kind NOT IN`. A macro, so that statements stay one literal.
#define ATTUNE_ASIDE_KINDS "('person', 'word', 'verdict')"

/// The newest schema this program writes.
inline constexpr int kSchemaVersion = 1;

/// Creates every table in an empty image.
[[nodiscard]] Status make_schema(db::Connection& connection);

/// Adds what images of earlier programs do not have; costs one look when nothing is missing.
[[nodiscard]] Status add_later_tables(db::Connection& connection);

/// Makes the indexes of an image of an earlier program what they are now; costs one look when they
/// are. Nothing that reads needs it, and it takes a second a million entries: for an image that is
/// about to be written.
[[nodiscard]] Status renew_indexes(db::Connection& connection);

}  // namespace attune::store
