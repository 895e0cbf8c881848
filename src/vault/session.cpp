#include "attune/vault/session.hpp"

#include <fmt/format.h>

#include "attune/vault/private_state.hpp"
#include "vault/bookkeeping.hpp"
#include "vault/copies.hpp"
#include "vault/left_roots.hpp"
#include "vault/open_base.hpp"
#include "vault/root_search.hpp"

namespace attune::vault {

namespace {

/// True when the merged slots or the newest root are not those the file was written with.
Result<bool> keys_differ(const OpenBase& base, db::Connection& database, const StoreId& store) {
    ATTUNE_TRY(const Keys roots, load_roots(database, store));
    ATTUNE_TRY(const std::vector<Slot> slots, load_slots(database));
    return roots.inbox.public_key != base.root || slots != base.slots;
}

}  // namespace

struct Session::State {
    OpenBase base;
    SessionFacts facts;
};

Session::Session(std::unique_ptr<State> state) : state_(std::move(state)) {
}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

db::Connection& Session::database() {
    return *state_->base.connection;
}
const SessionFacts& Session::facts() const {
    return state_->facts;
}
std::uint64_t Session::chunks_opened() const {
    return state_->base.image->opened_count();
}

std::optional<DamagedGeneration> Session::damage() const {
    const SealedImage& image = *state_->base.image;
    if (!image.is_damaged()) return std::nullopt;
    return DamagedGeneration{image.name(), image.damage()};
}

Result<Session> Session::open(host::Host& host, const Location& location, const Keys& keys,
                              const Applier& applier,
                              const std::vector<DamagedGeneration>& passed_over) {
    std::vector<DamagedGeneration> damaged = passed_over;
    while (true) {
        const std::size_t known = damaged.size();
        auto state = try_open(host, location, keys, applier, damaged);
        if (state) return Session(std::move(*state));
        if (damaged.size() == known) return fail(std::move(state).error());
    }
}

Result<std::unique_ptr<Session::State>> Session::try_open(host::Host& host,
                                                          const Location& location,
                                                          const Keys& keys, const Applier& applier,
                                                          std::vector<DamagedGeneration>& damaged) {
    ATTUNE_TRY(const Folder before, read_folder(host, location.folder));
    std::vector<Error> unread;
    auto segments = load_readable_segments(host, before, unread);
    const auto identity = load_identity(host, location, keys.store);
    load_torn_tails(host, before, identity ? std::optional(identity->device) : std::nullopt,
                    segments, unread);
    ATTUNE_CHECK(load_spares(host, location, keys.store, segments));
    // The list of generations is taken after the segments were read: a fold in between only moves
    // frames from the one to the other.
    ATTUNE_TRY(Folder folder, read_folder(host, location.folder));
    order_by_epoch(host, folder);
    auto state = std::make_unique<State>();
    SessionFacts& facts = state->facts;
    for (const Error& error : unread)
        facts.warnings.push_back(error.message + "; what waits in it is not read");
    ATTUNE_TRY(state->base, open_base(host, folder, keys,
                                      identity ? std::optional(identity->device) : std::nullopt,
                                      true, damaged, applier.readable, facts.warnings));
    const Seen seen = load_seen(host, location, keys.store);
    for (const Rollback& rollback : find_rollbacks(folder, seen)) {
        if (rollback.told) continue;
        facts.warnings.push_back(rollback.text());
        facts.told.push_back({rollback.device, Told::What::OlderGeneration, rollback.newest});
    }
    db::Connection& database = *state->base.connection;
    facts.base_device = state->base.place.device;
    facts.base_generation = state->base.place.generation;
    facts.image_bytes = state->base.image->size();
    facts.base_chunks = state->base.image->file_chunks();
    facts.fell_back = state->base.fell_back;

    std::vector<UnreadFile> passed_over;
    const auto apply_all = [&]() -> Result<AppliedFrames> {
        ATTUNE_CHECK(database.execute("BEGIN"));
        if (applier.prepare) ATTUNE_CHECK(applier.prepare(database));
        // Images before frames: a frame may take back what only another device's image still holds.
        ATTUNE_TRY([[maybe_unused]] const std::uint64_t merged,
                   merge_others(host, folder, keys, database, facts.base_device, applier.image,
                                facts.warnings, passed_over));
        // Copies exist where two machines wrote under one name, and so under one row of numbers.
        ATTUNE_TRY([[maybe_unused]] const std::uint64_t copied,
                   merge_copies(host, folder, keys, database,
                                applier.whole_image ? applier.whole_image : applier.image, 0,
                                facts.warnings, passed_over));
        auto left = identity ? record_left_roots(database, *identity) : Result<bool>(false);
        if (!left) return fail(std::move(left).error());
        ATTUNE_TRY(const AppliedFrames all, apply_segments(database, segments, keys, applier, 0));
        ATTUNE_CHECK(database.execute("COMMIT"));
        if (identity && facts.base_device == identity->device) {
            ATTUNE_TRY(facts.keys_waiting, keys_differ(state->base, database, keys.store));
            facts.keys_waiting = facts.keys_waiting || *left;
        }
        return all;
    };
    auto applied = apply_all();
    if (!applied) {
        const SealedImage& image = *state->base.image;
        if (image.is_damaged()) damaged.push_back({image.name(), image.damage()});
        return fail(std::move(applied).error());
    }
    for (std::string& warning : tell_unread(passed_over, seen, facts.told))
        facts.warnings.push_back(std::move(warning));
    facts.frames_total = applied->total;
    facts.frames_waiting = applied->fresh;
    facts.frame_bytes_waiting = applied->fresh_bytes;
    facts.frames_set_aside = applied->set_aside;
    if (applied->set_aside > 0) {
        facts.warnings.push_back(fmt::format(
            "{} inbox {} could not be verified and {} set aside; 'attune store quarantine' shows "
            "{}",
            applied->set_aside, applied->set_aside == 1 ? "frame" : "frames",
            applied->set_aside == 1 ? "is" : "are", applied->set_aside == 1 ? "it" : "them"));
    }
    if (applied->too_new > 0) {
        facts.warnings.push_back(
            fmt::format("{} inbox {} written by a newer attune; a newer one here reads {}",
                        applied->too_new, applied->too_new == 1 ? "frame was" : "frames were",
                        applied->too_new == 1 ? "it" : "them"));
    }
    if (applied->unknown_root > 0) {
        facts.warnings.push_back(fmt::format(
            "{} inbox {} sealed under a key that is not known here; {} read once its file arrives "
            "or a secret opens it",
            applied->unknown_root, applied->unknown_root == 1 ? "frame is" : "frames are",
            applied->unknown_root == 1 ? "it is" : "they are"));
    }
    return state;
}

}  // namespace attune::vault
