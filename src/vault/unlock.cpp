#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "attune/vault/keys.hpp"
#include "vault/root_search.hpp"

namespace attune::vault {

namespace {

constexpr std::size_t kCostlyTries = 2;

std::string_view type_name(SlotType type) {
    switch (type) {
        case SlotType::Passphrase:
            return "passphrase";
        case SlotType::KeyFile:
            return "key file";
        case SlotType::Recovery:
            return "recovery code";
    }
    return "secret";
}

SlotInfo info_of(const Slot& slot) {
    return {slot.id, slot.type, std::uint64_t{slot.memory_kib} * 1024, slot.passes};
}

std::uint64_t cost_of(const Slot& slot) {
    return std::uint64_t{slot.memory_kib} * slot.passes;
}

/// One secret and the slots it was tried on.
class SlotSearch {
  public:
    SlotSearch(host::Host& host, const GivenSecret& secret, const UnlockTries& tries)
        : host_(host), secret_(secret), tries_(tries) {}

    /// The root that a slot of this header opens, and which slot. A secret that fits none of them
    /// is WrongSecret; other obstacles are told when no slot opens.
    Result<OpenedBy> open(const ParsedHeader& header) {
        std::optional<Error> obstacle;
        auto slots = slots_to_try(header);
        for (std::size_t i = 0; i < slots.size(); ++i) {
            const Slot& slot = slots[i];
            const bool costly = slot.kdf == Kdf::Argon2id;
            if (costly && costly_ >= kCostlyTries && !may_go_on(slots.size() - i)) break;
            auto opened = open_slot(slot, secret_, host_.environment.available_memory());
            if (!opened) {
                if (opened.error().kind != ErrorKind::WrongSecret) {
                    if (!obstacle) obstacle = opened.error();
                    continue;
                }
                tried_.insert(slot.id);
                if (costly) ++costly_;
                continue;
            }
            ATTUNE_TRY(Keys keys, keys_in(*std::move(opened), header));
            return OpenedBy{std::move(keys), info_of(slot)};
        }
        if (obstacle) return fail(*obstacle);
        return fail(ErrorKind::WrongSecret, fmt::format("wrong {}", type_name(secret_.type)),
                    "'attune key list' shows which secrets can open it");
    }

  private:
    /// Asks once.
    bool may_go_on(std::size_t left) {
        if (!goes_on_) goes_on_ = !tries_.go_on || tries_.go_on(left);
        return *goes_on_;
    }

    /// The slots of its kind that were not tried before, cheapest first.
    [[nodiscard]] std::vector<Slot> slots_to_try(const ParsedHeader& header) const {
        std::vector<Slot> slots;
        for (const Slot& slot : header.header.slots) {
            const bool known = slot.kdf == Kdf::Argon2id || slot.kdf == Kdf::Keyed;
            if (slot.version == 1 && known && slot.type == secret_.type &&
                !tried_.contains(slot.id))
                slots.push_back(slot);
        }
        std::stable_sort(slots.begin(), slots.end(),
                         [](const Slot& a, const Slot& b) { return cost_of(a) < cost_of(b); });
        return slots;
    }

    Result<Keys> keys_in(OpenedSlot opened, const ParsedHeader& header) {
        if (opened.store != header.header.store) {
            return fail(ErrorKind::ForeignKey,
                        fmt::format("this {} belongs to another store", type_name(secret_.type)),
                        "'--store DIR' names the folder it opens");
        }
        Keys keys = Keys::from_root(opened.store, opened.epoch, std::move(opened.root));
        const bool fits = opened.epoch == header.header.epoch &&
                          crypto::equal(generation_key(keys.vault_key, header.bytes).commitment,
                                        header.commitment);
        if (!fits) {
            return fail(ErrorKind::AlteredHeader,
                        "the secret is right, but the header of the store was altered",
                        "restore the newest .sealed file from a copy, or move it away to read the "
                        "one before it");
        }
        return keys;
    }

    host::Host& host_;
    const GivenSecret& secret_;
    const UnlockTries& tries_;
    std::set<SlotId> tried_;
    std::size_t costly_ = 0;
    std::optional<bool> goes_on_;
};

}  // namespace

Result<std::vector<SlotInfo>> list_slots(host::Host& host, const Location& location) {
    ATTUNE_TRY(const Folder folder, read_folder(host, location.folder));
    std::vector<Error> problems;
    ATTUNE_TRY(const auto headers, newest_headers(host, folder, problems));
    for (const Error& problem : problems) {
        if (problem.kind == ErrorKind::Io) return fail(problem);
    }
    ATTUNE_CHECK(check_own_format(host, location, folder, headers.front().header.header.store));
    std::vector<SlotInfo> slots;
    for (const Slot& slot : headers.front().header.header.slots)
        slots.push_back(info_of(slot));
    return slots;
}

Result<OpenedBy> unlock_slot(host::Host& host, const Location& location, const GivenSecret& secret,
                             const UnlockTries& tries) {
    ATTUNE_TRY(Folder folder, read_folder(host, location.folder));
    order_by_epoch(host, folder);
    std::vector<Error> problems;
    ATTUNE_TRY(const auto headers, newest_headers(host, folder, problems));
    ATTUNE_CHECK(check_own_format(host, location, folder, headers.front().header.header.store));
    const auto copies = copied_headers(host, folder, headers.front());
    const auto fits = [&](const KeyHeader& header) {
        const auto& slots = header.header.header.slots;
        return std::any_of(slots.begin(), slots.end(), [&](const Slot& slot) {
            return slot.version == 1 && slot.type == secret.type;
        });
    };
    if (std::none_of(headers.begin(), headers.end(), fits) &&
        std::none_of(copies.begin(), copies.end(), fits)) {
        return fail(ErrorKind::WrongSecret,
                    fmt::format("no {} opens this store", type_name(secret.type)),
                    "'attune key list' shows which secrets can open it");
    }
    SlotSearch search(host, secret, tries);
    auto opened = search.open(headers.front().header);
    for (std::size_t i = 1; i < headers.size(); ++i) {
        if (opened || opened.error().kind != ErrorKind::WrongSecret) break;
        opened = search.open(headers[i].header);
    }
    for (std::size_t i = 0; i < copies.size(); ++i) {
        if (opened || opened.error().kind != ErrorKind::WrongSecret) break;
        opened = search.open(copies[i].header);
    }
    if (!opened) return opened;
    // A copy may hold a root that stands nowhere else.
    folder.generations.insert(folder.generations.end(), folder.copies.begin(), folder.copies.end());
    find_other_roots(host, folder, opened->keys, [&](const ParsedHeader& header) -> Result<Keys> {
        ATTUNE_TRY(OpenedBy other, search.open(header));
        return std::move(other.keys);
    });
    return opened;
}

Result<Keys> unlock(host::Host& host, const Location& location, const GivenSecret& secret,
                    const UnlockTries& tries) {
    ATTUNE_TRY(OpenedBy opened, unlock_slot(host, location, secret, tries));
    return std::move(opened.keys);
}

}  // namespace attune::vault
