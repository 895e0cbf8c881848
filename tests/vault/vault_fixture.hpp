#pragma once

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "attune/vault/create.hpp"
#include "attune/vault/inbox.hpp"
#include "attune/vault/session.hpp"
#include "support/fake_host.hpp"
#include "vault/format.hpp"

namespace attune::test {

/// A store in memory whose records are plain words: enough to see whether the vault keeps what it
/// was given. It opens by key file, so that no test waits for a passphrase to be stretched.
class WordStore {
  public:
    FakeHost fake;
    vault::Location location{"/store", "/state"};

    [[nodiscard]] host::Host& host() { return fake.host; }

    [[nodiscard]] static vault::GivenSecret key(std::uint8_t fill = 7) {
        return {vault::SlotType::KeyFile, crypto::Secret::copy_of(Bytes(32, fill))};
    }

    static Status make_schema(db::Connection& connection) {
        return connection.execute(
            "CREATE TABLE word(device BLOB, sequence INTEGER, text TEXT, UNIQUE(device, "
            "sequence))");
    }

    static vault::Applier applier() {
        return {[](db::Connection& connection,
                   const vault::InboxFrame& frame) -> Result<vault::FrameVerdict> {
                    const std::string_view text = as_text(frame.body);
                    if (text.starts_with("bad")) return vault::FrameVerdict::Refused;
                    ATTUNE_TRY(auto insert,
                               connection.prepare("INSERT OR IGNORE INTO word VALUES(?, ?, ?)"));
                    ATTUNE_CHECK(insert.bind(1, frame.device.view())
                                     .bind(2, static_cast<std::int64_t>(frame.sequence))
                                     .bind(3, text)
                                     .run());
                    return vault::FrameVerdict::Applied;
                },
                [](db::Connection& ours, db::Connection& theirs) -> Result<std::uint64_t> {
                    ATTUNE_TRY(auto from,
                               theirs.prepare("SELECT device, sequence, text FROM word"));
                    ATTUNE_TRY(auto to, ours.prepare("INSERT OR IGNORE INTO word VALUES(?, ?, ?)"));
                    std::uint64_t added = 0;
                    while (true) {
                        ATTUNE_TRY(const bool row, from.step());
                        if (!row) return added;
                        ATTUNE_CHECK(to.bind(1, from.blob(0))
                                         .bind(2, from.integer(1))
                                         .bind(3, from.text(2))
                                         .run());
                        added += static_cast<std::uint64_t>(ours.changes());
                    }
                }};
    }

    /// Makes the store; every test starts with this.
    void make() {
        std::vector<vault::NewSlot> slots;
        slots.push_back({key(), false});
        const auto keys = vault::create(host(), location, slots, make_schema);
        REQUIRE_MESSAGE(keys.has_value(), (keys ? "" : keys.error().message));
    }

    [[nodiscard]] vault::Keys keys() {
        auto opened = vault::unlock(host(), location, key());
        REQUIRE(opened.has_value());
        return std::move(*opened);
    }

    /// Appends a word without any secret.
    [[nodiscard]] Result<vault::Appended> log(const std::string& word) {
        ATTUNE_TRY(auto inbox, vault::Inbox::open(host(), location));
        return inbox.append(
            [&](std::uint64_t, std::uint64_t) -> Result<Bytes> {
                const ByteView bytes = as_bytes(word);
                return Bytes(bytes.begin(), bytes.end());
            },
            [](vault::Seen&) {});
    }

    [[nodiscard]] Result<vault::FoldResult> fold() {
        ATTUNE_TRY(const auto opened, vault::unlock(host(), location, key()));
        return vault::fold(host(), location, opened, {applier(), {}, {}});
    }

    /// Every word a reader sees, in the order of typing.
    [[nodiscard]] Result<std::vector<std::string>> words() {
        ATTUNE_TRY(const auto opened, vault::unlock(host(), location, key()));
        ATTUNE_TRY(auto session, vault::Session::open(host(), location, opened, applier()));
        ATTUNE_TRY(auto rows, session.database().prepare("SELECT text FROM word ORDER BY rowid"));
        std::vector<std::string> out;
        while (true) {
            ATTUNE_TRY(const bool row, rows.step());
            if (!row) return out;
            out.emplace_back(rows.text(0));
        }
    }

    /// Names in the store folder that end so.
    [[nodiscard]] std::vector<std::string> names(std::string_view ending) {
        std::vector<std::string> found;
        const auto all = fake.files.list(location.folder);
        REQUIRE(all.has_value());
        for (const std::string& name : *all) {
            if (name.ends_with(ending)) found.push_back(location.folder + "/" + name);
        }
        return found;
    }

    [[nodiscard]] Bytes& content(const std::string& path) {
        return fake.files.nodes.at(path)->content;
    }
};

}  // namespace attune::test
