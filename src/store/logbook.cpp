#include "attune/store/logbook.hpp"

#include <fmt/format.h>

#include "attune/base/assert.hpp"
#include "attune/journal/name.hpp"
#include "attune/vault/inbox.hpp"
#include "store/body.hpp"
#include "store/recent.hpp"
#include "store/short_id.hpp"

namespace attune::store {

struct Logbook::State {
    host::Host& host;
    vault::Inbox inbox;
};

namespace {

constexpr std::size_t kMinPrefix = 2;

/// A fresh random id.
template <typename AnyId>
AnyId random_id(host::Host& host) {
    AnyId id;
    host.environment.random(id.bytes);
    return id;
}

}  // namespace

Logbook::Logbook(std::unique_ptr<State> state) : state_(std::move(state)) {
}
Logbook::Logbook(Logbook&&) noexcept = default;
Logbook& Logbook::operator=(Logbook&&) noexcept = default;
Logbook::~Logbook() = default;

Result<Logbook> Logbook::open(host::Host& host, const vault::Location& location) {
    ATTUNE_TRY(auto inbox, vault::Inbox::open(host, location));
    return Logbook(std::make_unique<State>(State{host, std::move(inbox)}));
}

/// Completes the body, seals it, and remembers the write.
static Result<Receipt> write(host::Host& host, vault::Inbox& inbox, Body body,
                             std::optional<RecentWrite> write, const RevisionId* undone) {
    body.store = inbox.identity().store;
    body.device = inbox.identity().device;
    body.revision = random_id<RevisionId>(host);
    body.created_ms = host.clock.now().time_since_epoch().count();
    if (write) {
        write->record = body.record;
        write->revision = body.revision;
        write->time = host.clock.now();
    }
    ATTUNE_TRY(const vault::Appended appended,
               inbox.append(
                   [&](std::uint64_t sequence, std::uint64_t clock) -> Result<Bytes> {
                       body.sequence = sequence;
                       body.clock = clock;
                       return encode_body(body);
                   },
                   [&](vault::Seen& seen) {
                       if (undone != nullptr) mark_undone(seen, *undone);
                       if (!write) return;
                       remember_write(seen, *write);
                       if (write->what == RecentWrite::What::Added) ++seen.entry_count;
                   },
                   write ? vault::Unwritable::KeepAside : vault::Unwritable::Refuse));
    Receipt receipt{body.record, body.revision, {}, appended.kept_aside};
    receipt.short_id = body.record.hex().substr(
        0, static_cast<std::size_t>(short_id_digits(inbox.seen().entry_count)));
    return receipt;
}

Result<Receipt> Logbook::add(journal::Record record,
                             const std::optional<DefinitionText>& definition) {
    if (record.id.is_zero()) record.id = random_id<RecordId>(state_->host);
    Body body;
    body.op = Body::Op::Put;
    body.record = record.id;
    body.entry = std::move(record);
    body.definition = definition;
    const auto what = journal::is_name_kind(body.entry->kind) ? RecentWrite::What::Named
                                                              : RecentWrite::What::Added;
    return write(state_->host, state_->inbox, std::move(body), RecentWrite{.what = what}, nullptr);
}

Status Logbook::keep(journal::Record record) {
    ATTUNE_ASSERT(!record.id.is_zero());
    Body body;
    body.op = Body::Op::Put;
    body.record = record.id;
    body.entry = std::move(record);
    ATTUNE_TRY(const Receipt receipt,
               write(state_->host, state_->inbox, std::move(body), {}, nullptr));
    static_cast<void>(receipt);
    return {};
}

Result<Receipt> Logbook::change(journal::Record record, const std::vector<RevisionId>& parents,
                                const std::optional<DefinitionText>& definition) {
    Body body;
    body.op = Body::Op::Put;
    body.record = record.id;
    body.parents = parents;
    body.entry = std::move(record);
    body.definition = definition;
    const auto what = journal::is_name_kind(body.entry->kind) ? RecentWrite::What::Named
                                                              : RecentWrite::What::Changed;
    return write(state_->host, state_->inbox, std::move(body), RecentWrite{.what = what}, nullptr);
}

Result<Receipt> Logbook::remove(const RecordId& record, const std::vector<RevisionId>& parents) {
    Body body;
    body.op = Body::Op::Remove;
    body.record = record;
    body.parents = parents;
    return write(state_->host, state_->inbox, std::move(body),
                 RecentWrite{.what = RecentWrite::What::Removed}, nullptr);
}

Result<Receipt> Logbook::undo(const RecentWrite& recent) {
    if (recent.what == RecentWrite::What::Imported) {
        return fail(ErrorKind::Locked, "taking an import back needs the store unlocked",
                    "'attune unlock' first, then 'attune undo' again");
    }
    Body body;
    body.op = Body::Op::Undo;
    body.record = recent.record;
    body.parents = {recent.revision};
    // What stands now is what is followed, also when it is a later write than the one taken back:
    // otherwise both would stand beside each other, and a tombstone would hide nothing.
    for (const RecentWrite& write : this->recent()) {
        if (write.record != recent.record) continue;
        if (write.revision != recent.revision) {
            body.parents.insert(body.parents.begin(), write.revision);
        }
        break;
    }
    body.undoes = recent.revision;
    RecentWrite done;
    switch (recent.what) {
        case RecentWrite::What::Added:
        case RecentWrite::What::Restored:
            done.what = RecentWrite::What::Removed;
            break;
        case RecentWrite::What::Removed:
            done.what = RecentWrite::What::Restored;
            break;
        case RecentWrite::What::Changed:
        case RecentWrite::What::Imported:
            done.what = RecentWrite::What::Changed;
            break;
        case RecentWrite::What::Named:
            done.what = RecentWrite::What::Named;
            break;
    }
    done.is_undo = true;
    return write(state_->host, state_->inbox, std::move(body), done, &recent.revision);
}

const StoreId& Logbook::store() const {
    return state_->inbox.identity().store;
}

std::vector<RecentWrite> Logbook::recent() const {
    return recent_writes(state_->inbox.seen());
}

Result<RecentWrite> Logbook::last_undoable() const {
    for (const RecentWrite& write : recent()) {
        if (!write.is_undo && !write.undone) return write;
    }
    if (const auto& unread = state_->inbox.seen().unread) return fail(*unread);
    return fail(ErrorKind::NotFound, "there is nothing to undo on this machine",
                "'attune undo ID' takes back a certain entry");
}

Result<RecentWrite> Logbook::find_recent(std::string_view short_id) const {
    // A record may have been written several times; its newest write stands for it.
    std::vector<RecentWrite> newest;
    for (const RecentWrite& write : recent()) {
        bool seen_before = false;
        for (const RecentWrite& other : newest)
            seen_before = seen_before || other.record == write.record;
        if (!seen_before) newest.push_back(write);
    }
    const auto not_found = [&]() -> tl::unexpected<Error> {
        if (const auto& unread = state_->inbox.seen().unread) return fail(*unread);
        return fail(ErrorKind::NotFound,
                    fmt::format("no entry '{}' among the last ones of this machine", short_id),
                    "'attune unlock' makes older entries reachable");
    };
    if (const auto back = parse_last(short_id)) {
        std::vector<RecentWrite> present;
        for (const RecentWrite& write : newest) {
            const bool is_entry = write.what != RecentWrite::What::Removed &&
                                  write.what != RecentWrite::What::Imported &&
                                  write.what != RecentWrite::What::Named;
            if (is_entry) present.push_back(write);
        }
        if (*back >= present.size()) return not_found();
        return present[*back];
    }
    const auto range = short_id.size() >= kMinPrefix ? parse_id_prefix(short_id) : std::nullopt;
    if (!range) return not_found();
    std::vector<RecentWrite> matches;
    for (const RecentWrite& write : newest) {
        if (write.record >= range->first && write.record <= range->last) matches.push_back(write);
    }
    if (matches.empty()) return not_found();
    if (matches.size() > 1) {
        std::string candidates;
        for (const RecentWrite& match : matches)
            candidates += " " + match.record.hex().substr(0, 10);
        return fail(ErrorKind::Ambiguous, fmt::format("'{}' fits several entries", short_id),
                    "give more digits of one of:" + candidates);
    }
    return matches.front();
}

}  // namespace attune::store
