#pragma once

#include "attune/base/result.hpp"
#include "attune/db/connection.hpp"

/// Views for people who write their own SQL. Only live records; every view names its columns once
/// and keeps them:
///
///   diary(id, day, weekday, at, kind, text)                   every record; `at` is local time,
///   weekday 0 is Monday trigger_entry(id, day, weekday, hour, at, trigger, response, caught,
///   outcome, text) feeling(id, day, name, intensity)                         intensity is null
///   when none was given coping(id, day, name, before, after)                      null unless both
///   were given body(id, day, site, intensity) with_person(id, day, person) coded(id, day, facet,
///   slug)                               every coded word number(id, day, key, phase, num, unit,
///   lo, hi)            every number with its scale score(id, day, at, questionnaire, version,
///   scale, num, lo, hi)
///
/// People and words are given as they are called now, whatever was typed (journal/names.hpp); only
/// the keys of `number` stay as they were written. word_for(facet, word) is the function behind it.
///
/// `id` is the record's id as lower-case hexadecimal. A record with two triggers has one row, its
/// first trigger in it.
namespace attune::query {

/// Creates the views for this connection alone; nothing is stored. The connection stays where it
/// is as long as they are used.
[[nodiscard]] Status install_views(db::Connection& database);

}  // namespace attune::query
