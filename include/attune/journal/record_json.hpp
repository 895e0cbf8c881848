#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "attune/journal/iso_time.hpp"
#include "attune/journal/record.hpp"
#include "attune/journal/zone.hpp"

/// A record as one line of JSON: the form of export, import and the sealed inbox.
///
///     {"schema":1,"id":"32 hex
///     digits","kind":"trigger","at":"2026-03-01T21:40:00+01:00","local_day":"2026-03-01",
///      "precision":"minute","text":"…","fields":{"thought":"…"},"people":["sam"],
///      "values":[{"key":"feeling.hurt","phase":"peak","num":7,"lo":0,"hi":10}],
///      "tags":[{"facet":"trigger","slug":"silence"}],"links":[{"to":"32 hex
///      digits","rel":"follows-up"}], "source":"","source_key":""}
///
/// 1. A canonical line has exactly these members in this order, no blanks, numbers in their
/// shortest spelling and only
///    necessary escapes. `id` is left out while it is zero, `unit` stands behind `num` when there
///    is one, `definition` behind `source_key`; `lo` and `hi` are left out when there is no scale,
///    and null where usual_scale would supply one.
/// 2. Reading needs `kind`, `at` and `text`. Left out: schema is 1, local_day and precision follow
/// from `at`, phase is
///    "peak", lo and hi are those of usual_scale, lists are empty, id is zero (the importer makes
///    one).
/// 3. Unknown members of the record are kept in `extra` and written back behind the known ones,
/// sorted by name. Unknown
///    members of a value, tag or link are refused.
/// 4. decode(encode(r)) == r for every record whose texts are UTF-8 and whose field names differ
/// (encode joins texts of
///    one name by a line break); encode(decode(line)) == line for every canonical line.
namespace attune::journal {

inline constexpr int kRecordSchema = 1;
inline constexpr std::size_t kTextBytesMax = std::size_t{1}
                                             << 20;  ///< of text and of each field: 1 MiB

[[nodiscard]] std::string encode_record(const Record& record);

struct DecodeOptions {
    /// For times without offset; without it they are refused.
    std::optional<Zone> zone = {};
    std::chrono::minutes day_start = kDayStart;
};

/// ErrorKind::BadInput, with the column (characters from 1) in `where`, for anything that breaks
/// the format: bad JSON or UTF-8, a member twice, a number outside its scale, a local time that was
/// skipped. ErrorKind::TooNew for a later schema.
[[nodiscard]] Result<Record> decode_record(std::string_view line,
                                           const DecodeOptions& options = {});

}  // namespace attune::journal
