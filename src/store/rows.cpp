#include "store/rows.hpp"

#include <algorithm>
#include <array>

namespace attune::store {

namespace {

constexpr std::string_view kPersonFacet = "person";

constexpr std::array<std::pair<journal::Precision, std::string_view>, 6> kPrecisions = {{
    {journal::Precision::Minute, "minute"},
    {journal::Precision::Morning, "morning"},
    {journal::Precision::Afternoon, "afternoon"},
    {journal::Precision::Evening, "evening"},
    {journal::Precision::Night, "night"},
    {journal::Precision::Day, "day"},
}};

std::optional<std::string_view> unless_empty(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return std::string_view(text);
}

template <typename AnyId>
AnyId id_of(const db::Statement& row, int column) {
    return AnyId::from_bytes(row.blob(column)).value_or(AnyId{});
}

}  // namespace

std::string_view precision_name(journal::Precision precision) {
    for (const auto& [value, name] : kPrecisions) {
        if (value == precision) return name;
    }
    return "minute";
}

std::optional<journal::Precision> precision_named(std::string_view name) {
    for (const auto& [value, text] : kPrecisions) {
        if (text == name) return value;
    }
    return std::nullopt;
}

Result<bool> Rows::insert(const Revision& revision) {
    static constexpr const char* kInsert =
        "INSERT OR IGNORE INTO entry(id, rev, device, sequence, clock, kind, at_utc, offset_min, "
        "local_day, precision, "
        "text, source, source_key, definition, extra, batch, created_ms, deleted, shown) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)";
    ATTUNE_TRY(const bool forgotten, is_forgotten(revision.record));
    if (forgotten) {
        // The numbers of imports are not counted: a batch is no device that something waits for.
        if (!revision.batch) ATTUNE_CHECK(pass(revision.device, revision.sequence));
        return false;
    }
    const journal::Record& content = revision.content;
    ATTUNE_TRY(const auto shown_before, shown_row(revision.record));
    ATTUNE_TRY(db::Statement * insert, connection_.prepared(kInsert));
    const std::string day = revision.removed ? std::string() : content.at.local_day.iso();
    insert->bind(1, revision.record.view())
        .bind(2, revision.id.view())
        .bind(3, revision.device.view())
        .bind(4, static_cast<std::int64_t>(revision.sequence))
        .bind(5, static_cast<std::int64_t>(revision.clock))
        .bind(6, content.kind)
        .bind(7, std::int64_t{content.at.utc.time_since_epoch().count()})
        .bind(8, std::int64_t{content.at.offset.count()})
        .bind(9, day)
        .bind(10, precision_name(content.at.precision))
        .bind(11, content.text)
        .bind(12, unless_empty(content.source))
        .bind(13, unless_empty(content.source_key))
        .bind(14, unless_empty(content.definition))
        .bind(15, unless_empty(content.extra))
        .bind(17, revision.created_ms)
        .bind(18, std::int64_t{revision.removed ? 1 : 0});
    if (revision.batch) {
        insert->bind(16, revision.batch->view());
    } else {
        insert->bind_null(16);
    }
    ATTUNE_CHECK(insert->run());
    const bool is_new = connection_.changes() > 0;
    const std::int64_t n = connection_.last_row_id();
    ATTUNE_CHECK(note_sequence(revision.device, revision.sequence));
    if (!is_new) {
        ATTUNE_CHECK(take_earlier_origin(revision));
        return false;
    }
    static constexpr const char* kParent = "INSERT OR IGNORE INTO parent VALUES(?, ?)";
    for (const RevisionId& parent : revision.parents) {
        ATTUNE_TRY(db::Statement * add, connection_.prepared(kParent));
        ATTUNE_CHECK(add->bind(1, revision.id.view()).bind(2, parent.view()).run());
    }
    ATTUNE_CHECK(insert_parts(n, content));
    ATTUNE_CHECK(choose_shown(revision.record, n, !shown_before));
    return true;
}

Status Rows::take_earlier_origin(const Revision& revision) {
    // Only imports give one revision several origins; what is shown goes by clock and origin, so
    // every device has to name the same.
    if (!revision.batch) return {};
    static constexpr const char* kTake =
        "UPDATE entry SET device = ?1, sequence = ?2, clock = ?3, batch = ?4, created_ms = ?5 "
        "WHERE rev = ?6 AND batch IS NOT NULL AND (clock > ?3 OR (clock = ?3 AND device > ?1))";
    ATTUNE_TRY(db::Statement * take, connection_.prepared(kTake));
    ATTUNE_CHECK(take->bind(1, revision.device.view())
                     .bind(2, static_cast<std::int64_t>(revision.sequence))
                     .bind(3, static_cast<std::int64_t>(revision.clock))
                     .bind(4, revision.batch->view())
                     .bind(5, revision.created_ms)
                     .bind(6, revision.id.view())
                     .run());
    if (connection_.changes() == 0) return {};
    ATTUNE_TRY(const auto row, find_revision(revision.id));
    return row ? choose_shown(revision.record, *row, false) : Status{};
}

Result<bool> Rows::is_forgotten(const RecordId& id) {
    static constexpr const char* kFind = "SELECT 1 FROM forgotten WHERE id = ?";
    ATTUNE_TRY(db::Statement * find, connection_.prepared(kFind));
    find->bind(1, id.view());
    auto row = find->step();
    find->reset();
    return row;
}

Status Rows::pass(const DeviceId& device, std::uint64_t sequence) {
    static constexpr const char* kPass = "INSERT OR IGNORE INTO passed VALUES(?, ?)";
    ATTUNE_TRY(db::Statement * add, connection_.prepared(kPass));
    ATTUNE_CHECK(add->bind(1, device.view()).bind(2, static_cast<std::int64_t>(sequence)).run());
    return note_sequence(device, sequence);
}

Status Rows::pass_unless_taken(const DeviceId& device, std::uint64_t sequence) {
    static constexpr const char* kTaken = "SELECT 1 FROM entry WHERE device = ? AND sequence = ?";
    ATTUNE_TRY(db::Statement * find, connection_.prepared(kTaken));
    find->bind(1, device.view()).bind(2, static_cast<std::int64_t>(sequence));
    ATTUNE_TRY(const bool taken, find->step());
    find->reset();
    return taken ? Status{} : pass(device, sequence);
}

Result<bool> Rows::has_later(const DeviceId& device, std::uint64_t sequence) {
    static constexpr const char* kLater =
        "SELECT 1 FROM entry WHERE device = ? AND sequence > ? LIMIT 1";
    ATTUNE_TRY(db::Statement * find, connection_.prepared(kLater));
    find->bind(1, device.view()).bind(2, static_cast<std::int64_t>(sequence));
    ATTUNE_TRY(const bool later, find->step());
    find->reset();
    return later;
}

Result<bool> Rows::forget(const RecordId& id) {
    ATTUNE_TRY(const bool before, is_forgotten(id));
    if (before) return false;
    struct Row {
        std::int64_t n = 0;
        Bytes revision;
        DeviceId device;
        std::uint64_t sequence = 0;
        bool imported = false;
    };
    std::vector<Row> rows;
    {
        static constexpr const char* kRows =
            "SELECT n, rev, device, sequence, batch IS NOT NULL FROM entry WHERE id = ?";
        ATTUNE_TRY(db::Statement * find, connection_.prepared(kRows));
        find->bind(1, id.view());
        while (true) {
            ATTUNE_TRY(const bool row, find->step());
            if (!row) break;
            const ByteView rev = find->blob(1);
            rows.push_back({find->integer(0), Bytes(rev.begin(), rev.end()),
                            id_of<DeviceId>(*find, 2), static_cast<std::uint64_t>(find->integer(3)),
                            find->integer(4) != 0});
        }
        find->reset();
    }
    ATTUNE_TRY(const auto shown, shown_row(id));
    if (shown) ATTUNE_CHECK(index_words(*shown, false));
    static constexpr std::array<const char*, 5> kDrop = {
        "DELETE FROM field WHERE entry = ?", "DELETE FROM value WHERE entry = ?",
        "DELETE FROM tag WHERE entry = ?", "DELETE FROM link WHERE entry = ?",
        "DELETE FROM entry WHERE n = ?"};
    static constexpr const char* kParents = "DELETE FROM parent WHERE rev = ?";
    for (const Row& row : rows) {
        for (const char* sql : kDrop) {
            ATTUNE_TRY(db::Statement * drop, connection_.prepared(sql));
            ATTUNE_CHECK(drop->bind(1, row.n).run());
        }
        ATTUNE_TRY(db::Statement * drop, connection_.prepared(kParents));
        ATTUNE_CHECK(drop->bind(1, ByteView(row.revision)).run());
        if (!row.imported) ATTUNE_CHECK(pass(row.device, row.sequence));
    }
    ATTUNE_CHECK(mark_conflict(id, false));
    static constexpr const char* kMark = "INSERT OR IGNORE INTO forgotten VALUES(?, 0)";
    ATTUNE_TRY(db::Statement * mark, connection_.prepared(kMark));
    ATTUNE_CHECK(mark->bind(1, id.view()).run());
    return true;
}

Status Rows::insert_parts(std::int64_t n, const journal::Record& record) {
    std::int64_t seq = 0;
    static constexpr const char* kField = "INSERT INTO field VALUES(?, ?, ?, ?)";
    for (const journal::Field& field : record.fields) {
        ATTUNE_TRY(db::Statement * add, connection_.prepared(kField));
        ATTUNE_CHECK(add->bind(1, n).bind(2, seq++).bind(3, field.name).bind(4, field.text).run());
    }
    seq = 0;
    static constexpr const char* kValue = "INSERT INTO value VALUES(?, ?, ?, ?, ?, ?, ?, ?)";
    for (const journal::Value& value : record.values) {
        ATTUNE_TRY(db::Statement * add, connection_.prepared(kValue));
        ATTUNE_CHECK(add->bind(1, n)
                         .bind(2, seq++)
                         .bind(3, value.key)
                         .bind(4, value.phase)
                         .bind(5, value.number)
                         .bind(6, unless_empty(value.unit))
                         .bind(7, value.low)
                         .bind(8, value.high)
                         .run());
    }
    seq = 0;
    static constexpr const char* kTag = "INSERT INTO tag VALUES(?, ?, ?, ?)";
    const auto add_tag = [&](std::string_view facet, std::string_view slug) -> Status {
        ATTUNE_TRY(db::Statement * add, connection_.prepared(kTag));
        return add->bind(1, n).bind(2, seq++).bind(3, facet).bind(4, slug).run();
    };
    for (const std::string& person : record.people)
        ATTUNE_CHECK(add_tag(kPersonFacet, person));
    for (const journal::Tag& tag : record.tags)
        ATTUNE_CHECK(add_tag(tag.facet, tag.slug));
    seq = 0;
    static constexpr const char* kLink = "INSERT INTO link VALUES(?, ?, ?, ?)";
    for (const journal::Link& link : record.links) {
        ATTUNE_TRY(db::Statement * add, connection_.prepared(kLink));
        ATTUNE_CHECK(
            add->bind(1, n).bind(2, seq++).bind(3, link.to.view()).bind(4, link.relation).run());
    }
    return {};
}

Status Rows::choose_shown(const RecordId& id, std::int64_t added, bool is_only_one) {
    if (is_only_one) return set_shown(added, true);
    ATTUNE_TRY(const auto before, shown_row(id));
    ATTUNE_TRY(const auto rows, leaves(id));
    const std::int64_t now = rows.empty() ? added : rows.front();
    ATTUNE_CHECK(mark_conflict(id, rows.size() > 1));
    if (before && *before == now) return {};
    if (before) ATTUNE_CHECK(set_shown(*before, false));
    return set_shown(now, true);
}

Status Rows::mark_conflict(const RecordId& id, bool conflict) {
    // Removals written apart leave nothing to choose; they come last among the leaves.
    static constexpr const char* kAdd =
        "INSERT OR IGNORE INTO conflict SELECT ?1 WHERE EXISTS (SELECT 1 FROM entry e WHERE e.id = "
        "?1 AND e.deleted = 0 AND NOT EXISTS (SELECT 1 FROM parent p JOIN entry c ON c.rev = p.rev "
        "WHERE p.parent = e.rev))";
    static constexpr const char* kDrop = "DELETE FROM conflict WHERE id = ?1";
    ATTUNE_TRY(db::Statement * drop, connection_.prepared(kDrop));
    ATTUNE_CHECK(drop->bind(1, id.view()).run());
    if (!conflict) return {};
    ATTUNE_TRY(db::Statement * add, connection_.prepared(kAdd));
    return add->bind(1, id.view()).run();
}

Status Rows::set_shown(std::int64_t n, bool shown) {
    static constexpr const char* kShow = "UPDATE entry SET shown = ? WHERE n = ?";
    ATTUNE_TRY(db::Statement * show, connection_.prepared(kShow));
    ATTUNE_CHECK(show->bind(1, std::int64_t{shown ? 1 : 0}).bind(2, n).run());
    return index_words(n, shown);
}

Status Rows::index_words(std::int64_t n, bool add) {
    static constexpr const char* kAdd =
        "INSERT INTO entry_text(rowid, words) SELECT w.n, w.words FROM entry_words w JOIN entry e "
        "ON e.n = w.n "
        "WHERE w.n = ? AND e.deleted = 0";
    static constexpr const char* kDrop =
        "INSERT INTO entry_text(entry_text, rowid, words) SELECT 'delete', w.n, w.words FROM "
        "entry_words w "
        "JOIN entry e ON e.n = w.n WHERE w.n = ? AND e.deleted = 0";
    ATTUNE_TRY(db::Statement * change, connection_.prepared(add ? kAdd : kDrop));
    return change->bind(1, n).run();
}

Status Rows::note_sequence(const DeviceId& device, std::uint64_t sequence) {
    // A frame leaves one row, so the numbers of an origin have no gaps once everything has arrived.
    auto known = upto_.find(device);
    if (known == upto_.end()) {
        static constexpr const char* kFind = "SELECT upto FROM origin WHERE device = ?";
        ATTUNE_TRY(db::Statement * find, connection_.prepared(kFind));
        find->bind(1, device.view());
        ATTUNE_TRY(const bool row, find->step());
        known = upto_.emplace(device, row ? static_cast<std::uint64_t>(find->integer(0)) : 0).first;
        find->reset();
    }
    if (sequence != known->second + 1) return {};
    static constexpr const char* kNext =
        "SELECT 1 FROM entry WHERE device = ?1 AND sequence = ?2 UNION ALL "
        "SELECT 1 FROM passed WHERE device = ?1 AND sequence = ?2";
    std::uint64_t upto = sequence;
    while (true) {
        ATTUNE_TRY(db::Statement * next, connection_.prepared(kNext));
        next->bind(1, device.view()).bind(2, static_cast<std::int64_t>(upto + 1));
        ATTUNE_TRY(const bool row, next->step());
        next->reset();
        if (!row) break;
        ++upto;
    }
    known->second = upto;
    static constexpr const char* kSave =
        "INSERT INTO origin VALUES(?, ?) ON CONFLICT(device) DO UPDATE SET upto = excluded.upto";
    ATTUNE_TRY(db::Statement * save, connection_.prepared(kSave));
    return save->bind(1, device.view()).bind(2, static_cast<std::int64_t>(upto)).run();
}

Status Rows::insert_definition(const DefinitionText& definition) {
    static constexpr const char* kInsert =
        "INSERT OR IGNORE INTO definition(kind, slug, version, sha256, toml) VALUES(?, ?, ?, ?, ?)";
    ATTUNE_TRY(db::Statement * insert, connection_.prepared(kInsert));
    return insert->bind(1, definition.kind)
        .bind(2, definition.slug)
        .bind(3, definition.version)
        .bind(4, definition.sha256)
        .bind(5, definition.toml)
        .run();
}

Result<std::optional<std::int64_t>> Rows::find_revision(const RevisionId& id) {
    static constexpr const char* kFind = "SELECT n FROM entry WHERE rev = ?";
    ATTUNE_TRY(db::Statement * find, connection_.prepared(kFind));
    find->bind(1, id.view());
    ATTUNE_TRY(const bool row, find->step());
    const auto n = row ? std::optional(find->integer(0)) : std::nullopt;
    find->reset();
    return n;
}

Result<std::vector<RevisionId>> Rows::parents_of(const RevisionId& id) {
    static constexpr const char* kFind = "SELECT parent FROM parent WHERE rev = ? ORDER BY parent";
    ATTUNE_TRY(db::Statement * find, connection_.prepared(kFind));
    find->bind(1, id.view());
    std::vector<RevisionId> parents;
    while (true) {
        ATTUNE_TRY(const bool row, find->step());
        if (!row) break;
        parents.push_back(id_of<RevisionId>(*find, 0));
    }
    find->reset();
    return parents;
}

Result<Revision> Rows::load(std::int64_t n) {
    static constexpr const char* kEntry =
        "SELECT id, rev, device, sequence, clock, kind, at_utc, offset_min, local_day, precision, "
        "text, source, "
        "source_key, definition, extra, batch, created_ms, deleted FROM entry WHERE n = ?";
    Revision revision;
    journal::Record& record = revision.content;
    {
        ATTUNE_TRY(db::Statement * entry, connection_.prepared(kEntry));
        entry->bind(1, n);
        ATTUNE_TRY(const bool row, entry->step());
        if (!row) return fail(ErrorKind::NotFound, "no such entry");
        revision.record = id_of<RecordId>(*entry, 0);
        revision.id = id_of<RevisionId>(*entry, 1);
        revision.device = id_of<DeviceId>(*entry, 2);
        revision.sequence = static_cast<std::uint64_t>(entry->integer(3));
        revision.clock = static_cast<std::uint64_t>(entry->integer(4));
        record.id = revision.record;
        record.kind = entry->text(5);
        record.at.utc = std::chrono::sys_seconds(std::chrono::seconds(entry->integer(6)));
        record.at.offset = std::chrono::minutes(entry->integer(7));
        record.at.local_day = CivilDay::parse_iso(entry->text(8)).value_or(CivilDay{});
        record.at.precision = precision_named(entry->text(9)).value_or(journal::Precision::Minute);
        record.text = entry->text(10);
        record.source = entry->text(11);
        record.source_key = entry->text(12);
        record.definition = entry->text(13);
        record.extra = entry->text(14);
        if (!entry->is_null(15)) revision.batch = id_of<RecordId>(*entry, 15);
        revision.created_ms = entry->integer(16);
        revision.removed = entry->integer(17) != 0;
        entry->reset();
    }
    static constexpr const char* kFields =
        "SELECT name, text FROM field WHERE entry = ? ORDER BY seq";
    static constexpr const char* kValues =
        "SELECT key, phase, num, unit, lo, hi FROM value WHERE entry = ? ORDER BY seq";
    static constexpr const char* kTags = "SELECT facet, slug FROM tag WHERE entry = ? ORDER BY seq";
    static constexpr const char* kLinks =
        "SELECT target, rel FROM link WHERE entry = ? ORDER BY seq";
    const auto each = [&](const char* sql, const auto& take) -> Status {
        ATTUNE_TRY(db::Statement * rows, connection_.prepared(sql));
        rows->bind(1, n);
        while (true) {
            ATTUNE_TRY(const bool row, rows->step());
            if (!row) break;
            take(*rows);
        }
        rows->reset();
        return {};
    };
    const auto number_or_none = [](const db::Statement& row, int column) {
        return row.is_null(column) ? std::nullopt : std::optional(row.number(column));
    };
    ATTUNE_CHECK(each(kFields, [&](const db::Statement& row) {
        record.fields.push_back({std::string(row.text(0)), std::string(row.text(1))});
    }));
    ATTUNE_CHECK(each(kValues, [&](const db::Statement& row) {
        record.values.push_back({std::string(row.text(0)), std::string(row.text(1)), row.number(2),
                                 std::string(row.text(3)), number_or_none(row, 4),
                                 number_or_none(row, 5)});
    }));
    ATTUNE_CHECK(each(kTags, [&](const db::Statement& row) {
        if (row.text(0) == kPersonFacet) {
            record.people.emplace_back(row.text(1));
        } else {
            record.tags.push_back({std::string(row.text(0)), std::string(row.text(1))});
        }
    }));
    ATTUNE_CHECK(each(kLinks, [&](const db::Statement& row) {
        record.links.push_back({id_of<RecordId>(row, 0), std::string(row.text(1))});
    }));
    ATTUNE_TRY(revision.parents, parents_of(revision.id));
    return revision;
}

Result<std::vector<std::int64_t>> Rows::leaves(const RecordId& id) {
    static constexpr const char* kLeaves =
        "SELECT n FROM entry e WHERE id = ? AND NOT EXISTS (SELECT 1 FROM parent p JOIN entry c ON "
        "c.rev = p.rev "
        "WHERE p.parent = e.rev) ORDER BY deleted, clock DESC, device DESC, rev DESC";
    ATTUNE_TRY(db::Statement * find, connection_.prepared(kLeaves));
    find->bind(1, id.view());
    std::vector<std::int64_t> rows;
    while (true) {
        ATTUNE_TRY(const bool row, find->step());
        if (!row) break;
        rows.push_back(find->integer(0));
    }
    find->reset();
    return rows;
}

Result<std::optional<std::int64_t>> Rows::find_source(const std::string& source,
                                                      const std::string& key) {
    static constexpr const char* kFind =
        "SELECT n FROM entry WHERE source = ? AND source_key = ? AND source IS NOT NULL AND shown "
        "= 1";
    ATTUNE_TRY(db::Statement * find, connection_.prepared(kFind));
    find->bind(1, source).bind(2, key);
    ATTUNE_TRY(const bool row, find->step());
    const auto n = row ? std::optional(find->integer(0)) : std::nullopt;
    find->reset();
    return n;
}

Result<std::optional<std::int64_t>> Rows::shown_row(const RecordId& id) {
    static constexpr const char* kFind = "SELECT n FROM entry WHERE id = ? AND shown = 1";
    ATTUNE_TRY(db::Statement * find, connection_.prepared(kFind));
    find->bind(1, id.view());
    ATTUNE_TRY(const bool row, find->step());
    const auto n = row ? std::optional(find->integer(0)) : std::nullopt;
    find->reset();
    return n;
}

}  // namespace attune::store
