#include "attune/store/library.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/store/schema.hpp"
#include "attune/vault/devices.hpp"
#include "attune/vault/inbox.hpp"
#include "attune/vault/session.hpp"
#include "store/apply.hpp"
#include "store/library_state.hpp"
#include "store/short_id.hpp"
#include "store/sight.hpp"

namespace attune::store {

namespace {

constexpr std::size_t kMinPrefix = 4;
constexpr std::uint64_t kLargeImageBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kFrameBytesDue = std::uint64_t{4} << 20;
constexpr std::uint64_t kFramesDue = 64;

/// The content of a revision, or of the newest one before it that is no tombstone: what a removed
/// record would be if it came back. Empty when all of it is gone.
Result<journal::Record> content_before_removal(Rows& rows, Revision revision) {
    while (revision.removed && !revision.parents.empty()) {
        ATTUNE_TRY(const auto parent, rows.find_revision(revision.parents.front()));
        if (!parent) break;
        ATTUNE_TRY(revision, rows.load(*parent));
    }
    return std::move(revision.content);
}

}  // namespace

Library::Library(std::unique_ptr<State> state) : state_(std::move(state)) {
}
Library::Library(Library&&) noexcept = default;
Library& Library::operator=(Library&&) noexcept = default;
Library::~Library() = default;

Result<Library> Library::open(host::Host& host, const vault::Location& location,
                              const vault::Keys& keys,
                              const std::vector<vault::DamagedGeneration>& passed_over) {
    // Without a private state (a read-only disk, for example) reading works all the same.
    static_cast<void>(vault::ensure_identity(host, location, keys));
    std::vector<vault::DamagedGeneration> damaged = passed_over;
    while (true) {
        ATTUNE_TRY(auto session,
                   vault::Session::open(host, location, keys, make_applier(keys), damaged));
        auto sight = sight_of(host, location, keys, session);
        if (sight) {
            db::Connection& database = session.database();
            std::vector<std::string> warnings = session.facts().warnings;
            for (const vault::Told& told : sight->told) {
                if (told.what == vault::Told::What::ClockAhead)
                    warnings.push_back(clock_warning(told));
            }
            vault::remember_sight(host, location, keys, *sight);
            return Library(std::make_unique<State>(State{host, location, keys, std::move(session),
                                                         Rows(database), std::move(warnings)}));
        }
        auto damage = session.damage();
        if (!damage) return fail(std::move(sight).error());
        damaged.push_back(*std::move(damage));
    }
}

db::Connection& Library::database() {
    return state_->session.database();
}
const std::vector<std::string>& Library::warnings() const {
    return state_->warnings;
}

std::optional<vault::DamagedGeneration> Library::damage() const {
    return state_->session.damage();
}

int Library::short_id_digits() {
    // Row numbers only grow, so the highest bounds the count without counting.
    const auto rows = database().value_of("SELECT ifnull(max(n), 0) FROM entry");
    return store::short_id_digits(rows ? static_cast<std::uint64_t>(*rows) : 0);
}

std::string Library::short_id(const RecordId& id) {
    return id.hex().substr(0, static_cast<std::size_t>(short_id_digits()));
}

Result<RecordId> Library::find(std::string_view short_id) {
    const auto not_found = [&] {
        return fail(ErrorKind::NotFound, fmt::format("no entry '{}'", short_id),
                    "'attune list' shows the newest entries with their ids");
    };
    if (const auto back = parse_last(short_id)) {
        ATTUNE_TRY(
            auto newest,
            database().prepare(
                "SELECT id FROM entry WHERE shown = 1 AND deleted = 0 AND batch IS NULL "
                "AND kind NOT IN " ATTUNE_ASIDE_KINDS " ORDER BY clock DESC, device DESC LIMIT "
                "1 OFFSET ?"));
        newest.bind(1, static_cast<std::int64_t>(*back));
        ATTUNE_TRY(const bool row, newest.step());
        if (!row) return not_found();
        return RecordId::from_bytes(newest.blob(0)).value_or(RecordId{});
    }
    const auto range = short_id.size() >= kMinPrefix ? parse_id_prefix(short_id) : std::nullopt;
    if (!range) return not_found();
    ATTUNE_TRY(auto matches, database().prepare(
                                 "SELECT DISTINCT id FROM entry WHERE id BETWEEN ? AND ? LIMIT 6"));
    matches.bind(1, range->first.view()).bind(2, range->last.view());
    std::vector<RecordId> found;
    while (true) {
        ATTUNE_TRY(const bool row, matches.step());
        if (!row) break;
        found.push_back(RecordId::from_bytes(matches.blob(0)).value_or(RecordId{}));
    }
    if (found.empty()) return not_found();
    if (found.size() > 1) {
        std::string candidates;
        for (const RecordId& id : found)
            candidates += " " + id.hex().substr(0, 10);
        return fail(ErrorKind::Ambiguous, fmt::format("'{}' fits several entries", short_id),
                    "give more digits of one of:" + candidates);
    }
    return found.front();
}

Result<StoredRecord> Library::load(const RecordId& id) {
    ATTUNE_TRY(const auto leaves, state_->rows.leaves(id));
    if (leaves.empty())
        return fail(ErrorKind::NotFound, fmt::format("no entry '{}'", id.hex().substr(0, 10)));
    StoredRecord stored;
    for (const std::int64_t n : leaves) {
        ATTUNE_TRY(Revision revision, state_->rows.load(n));
        stored.leaves.push_back(revision.id);
        if (n == leaves.front()) {
            stored.removed = revision.removed;
            ATTUNE_TRY(stored.record, content_before_removal(state_->rows, std::move(revision)));
        }
    }
    return stored;
}

Result<journal::Record> Library::load_row(std::int64_t n) {
    ATTUNE_TRY(Revision revision, state_->rows.load(n));
    return std::move(revision.content);
}

Result<FoldReport> Library::fold() {
    ATTUNE_TRY(const vault::FoldResult result,
               vault::fold(state_->host, state_->location, state_->keys,
                           {make_applier(state_->keys), {}, {}}));
    return FoldReport{result.written, result.generation, result.frames, result.image_bytes};
}

std::optional<std::string> Library::fold_if_due(bool writing_command) {
    const vault::SessionFacts& facts = state_->session.facts();
    const std::uint64_t image_mib = facts.image_bytes >> 20;
    const bool due = facts.frames_waiting > std::max(kFramesDue, image_mib) ||
                     facts.frame_bytes_waiting > kFrameBytesDue;
    if (state_->is_rotated) return std::nullopt;
    // What opens the store is not left waiting, however large the image is.
    if (!facts.keys_waiting && !writing_command && facts.image_bytes >= kLargeImageBytes)
        return std::nullopt;
    // Folding never falls back; that the newest generation is damaged has been said.
    if (facts.fell_back) return std::nullopt;
    const auto forgotten = purge_is_due();
    if (forgotten && *forgotten) {
        const auto purged = purge();
        if (purged) return std::nullopt;
        return "forgotten entries leave the files of this machine later: " + purged.error().message;
    }
    if (!due && !facts.keys_waiting) return std::nullopt;
    const auto folded = fold();
    if (folded) return std::nullopt;
    return "folding the inbox is left for later: " + folded.error().message;
}

Result<vault::SlotsChanged> Library::change_secrets(const vault::SlotChange& change) {
    return vault::change_slots(state_->host, state_->location, state_->keys,
                               make_applier(state_->keys), change);
}

Result<vault::Rotated> Library::rotate_root(const std::vector<vault::KeptSecret>& kept) {
    ATTUNE_TRY(vault::Rotated rotated,
               vault::rotate_root(state_->host, state_->location, state_->keys,
                                  make_applier(state_->keys), kept));
    state_->is_rotated = true;
    return rotated;
}

Result<CheckReport> Library::check() {
    CheckReport report;
    ATTUNE_TRY(const auto aside, set_aside());
    ATTUNE_TRY(auto folded,
               database().prepare(
                   "SELECT 1 FROM folded WHERE device = ? AND sequence = ? AND tag IN (?, ?)"));
    const auto is_settled = [&](const vault::CheckedPiece& piece) {
        const std::string id = to_hex(piece.hash).substr(0, 32);
        const auto found = std::find_if(aside.begin(), aside.end(),
                                        [&](const SetAside& one) { return one.id == id; });
        if (found != aside.end()) return found->is_known;
        // Taken in, and not set aside any more.
        folded.reset();
        folded.bind(1, piece.device.view())
            .bind(2, static_cast<std::int64_t>(piece.sequence))
            .bind(3, ByteView(piece.tag))
            .bind(4, ByteView(piece.hash));
        const auto row = folded.step();
        return row && *row;
    };
    ATTUNE_TRY(const vault::VaultCheck files,
               vault::check_files(state_->host, state_->location, state_->keys, is_settled));
    report.generations = files.generations;
    report.chunks = files.chunks;
    report.frames = files.frames;
    report.waiting = state_->session.facts().frames_waiting;
    report.problems = files.problems;
    report.notes = files.notes;
    for (const std::string& warning : warnings())
        report.notes.push_back(warning);
    // What a newer program wrote is warned of once, and stands here as long as it does.
    const vault::Applier applier = make_applier(state_->keys);
    ATTUNE_TRY(const auto states,
               vault::list_devices(state_->host, state_->location, state_->keys.store));
    for (const vault::DeviceState& state : states) {
        if (state.own) continue;
        const Status fits = vault::look_into(state_->host, state_->location, state_->keys,
                                             state.device, applier.readable);
        if (fits || fits.error().kind != ErrorKind::TooNew) continue;
        const bool is_named =
            std::any_of(report.notes.begin(), report.notes.end(), [&](const std::string& note) {
                return note.find(fits.error().message) != std::string::npos;
            });
        if (!is_named) {
            report.notes.push_back(fmt::format("the newest file of machine {}: {}",
                                               state.device.hex(), fits.error().message));
        }
    }
    ATTUNE_TRY(auto integrity, database().prepare("PRAGMA integrity_check(20)"));
    while (true) {
        const auto row = integrity.step();
        if (!row) {
            report.problems.push_back(row.error().message);
            break;
        }
        if (!*row) break;
        if (integrity.text(0) == "ok") continue;
        for (const std::string_view line : split(integrity.text(0), '\n')) {
            // The first line only says which database it is about.
            if (!line.starts_with("***"))
                report.problems.push_back(fmt::format("database: {}", line));
        }
    }
    const auto count = [&](const char* sql, const char* problem) -> Result<std::uint64_t> {
        ATTUNE_TRY(const std::int64_t number, database().value_of(sql));
        if (problem != nullptr && number != 0)
            report.problems.push_back(fmt::format("{} {}", number, problem));
        return static_cast<std::uint64_t>(number);
    };
    const auto counted = [&]() -> Status {
        ATTUNE_TRY(report.records,
                   count("SELECT count(*) FROM live_entry WHERE kind NOT IN " ATTUNE_ASIDE_KINDS,
                         nullptr));
        ATTUNE_TRY(report.removed,
                   count("SELECT count(*) FROM entry WHERE shown = 1 AND deleted = 1", nullptr));
        ATTUNE_TRY(
            const auto unshown,
            count("SELECT count(*) FROM (SELECT id FROM entry GROUP BY id HAVING sum(shown) <> 1)",
                  "records do not show exactly one revision"));
        if (!aside.empty())
            report.notes.push_back(
                fmt::format("{} of inboxes {} set aside; 'attune store quarantine' lists {}",
                            attune::counted(aside.size(), "piece", "pieces"),
                            aside.size() == 1 ? "is" : "are", aside.size() == 1 ? "it" : "them"));
        static_cast<void>(unshown);
        // FTS5 compares its index with the texts it was made from.
        const auto words =
            database().execute("INSERT INTO entry_text(entry_text) VALUES('integrity-check')");
        if (!words) report.problems.push_back("the full-text index does not hold together");
        ATTUNE_TRY([[maybe_unused]] const auto unindexed,
                   count("SELECT count(*) FROM live_entry WHERE n NOT IN "
                         "(SELECT id FROM entry_text_docsize)",
                         "records are not in the full-text index"));
        ATTUNE_TRY([[maybe_unused]] const auto stale,
                   count("SELECT count(*) FROM entry_text_docsize WHERE id NOT IN "
                         "(SELECT n FROM live_entry)",
                         "records in the full-text index are not there"));
        return {};
    }();
    if (!counted) report.problems.push_back(counted.error().message);
    // A chunk that does not open is met by several of these questions.
    std::set<std::string> told;
    std::erase_if(report.problems,
                  [&](const std::string& problem) { return !told.insert(problem).second; });
    return report;
}

}  // namespace attune::store
