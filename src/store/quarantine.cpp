#include "attune/vault/quarantine.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/store/library.hpp"
#include "attune/vault/session.hpp"
#include "store/apply.hpp"
#include "store/body.hpp"
#include "store/library_state.hpp"

namespace attune::store {

namespace {

/// What the piece says, when it says what its frame says.
std::optional<Body> body_of(const vault::SetAside& piece, const StoreId& store) {
    if (!piece.frame) return std::nullopt;
    auto body = decode_body(piece.frame->body);
    const bool fits = body && body->store == store && body->device == piece.device &&
                      body->sequence == piece.sequence;
    return fits ? std::optional(*std::move(body)) : std::nullopt;
}

}  // namespace

Result<std::vector<SetAside>> Library::set_aside() {
    ATTUNE_TRY(const auto pieces, vault::load_quarantine(database(), state_->keys));
    std::vector<SetAside> list;
    for (const vault::SetAside& piece : pieces) {
        SetAside one;
        one.id = to_hex(piece.hash).substr(0, 32);
        one.device = piece.device;
        one.sequence = piece.sequence;
        one.reason = piece.reason;
        one.bytes = piece.bytes;
        if (const auto body = body_of(piece, state_->keys.store)) {
            one.can_be_accepted = true;
            one.record_id = body->record;
            one.removes = body->op == Body::Op::Remove;
            one.undoes = body->op == Body::Op::Undo;
            one.record = body->entry;
            ATTUNE_TRY(const auto row, state_->rows.find_revision(body->revision));
            one.is_known = row.has_value();
        }
        list.push_back(std::move(one));
    }
    return list;
}

Result<std::uint64_t> Library::accept_set_aside(const std::vector<std::string>& ids) {
    std::uint64_t accepted = 0;
    const auto change = [&](db::Connection& database) -> Result<bool> {
        ATTUNE_TRY(const auto pieces, vault::load_quarantine(database, state_->keys));
        for (const std::string& id : ids) {
            const auto piece = std::find_if(pieces.begin(), pieces.end(), [&](const auto& one) {
                return to_hex(one.hash).starts_with(id);
            });
            if (piece == pieces.end())
                return fail(ErrorKind::NotFound, fmt::format("nothing set aside is '{}'", id));
            const std::string name = id.substr(0, 8);
            if (!body_of(*piece, state_->keys.store)) {
                return fail(ErrorKind::Refused,
                            fmt::format("'{}' holds nothing that can be read", name),
                            "it stays where it is");
            }
            ATTUNE_TRY(const vault::FrameVerdict verdict,
                       accept_frame(database, state_->keys.store, *piece->frame, piece->hash));
            if (verdict == vault::FrameVerdict::Waits) {
                return fail(ErrorKind::Refused,
                            fmt::format("'{}' speaks of an entry that has not arrived", name),
                            "accept it once that is here");
            }
            if (verdict == vault::FrameVerdict::Refused) {
                return fail(ErrorKind::Refused,
                            fmt::format("'{}' speaks of an entry that was forgotten", name));
            }
            ATTUNE_CHECK(vault::release_quarantined(database, piece->hash));
            ++accepted;
        }
        return accepted > 0;
    };
    ATTUNE_CHECK(vault::fold(state_->host, state_->location, state_->keys,
                             {.applier = make_applier(state_->keys), .change = change}));
    return accepted;
}

}  // namespace attune::store
