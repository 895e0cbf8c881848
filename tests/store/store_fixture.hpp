#pragma once

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "attune/store/library.hpp"
#include "attune/store/logbook.hpp"
#include "attune/store/schema.hpp"
#include "attune/vault/create.hpp"
#include "support/fake_host.hpp"

namespace attune::test {

/// A trigger record on a day of March 2026.
inline journal::Record trigger(const std::string& text, int day = 1) {
    journal::Record record;
    record.kind = "trigger";
    record.at.local_day = *CivilDay::make(2026, 3, static_cast<unsigned>(day));
    record.at.utc = std::chrono::sys_seconds(record.at.local_day.days()) + std::chrono::hours(20);
    record.at.offset = std::chrono::minutes(60);
    record.text = text;
    record.people = {"sam"};
    record.values = {{"feeling.hurt", "peak", 7, "", 0.0, 10.0}};
    record.tags = {{"trigger", "plans-changed"}, {"response", "reacted"}};
    record.fields = {{"thought", "He is tired of me"}};
    return record;
}

/// Texts of all live entries in an order of SQL.
inline std::vector<std::string> texts_of(store::Library& library, const std::string& order) {
    auto rows = library.database().prepare("SELECT text FROM live_entry ORDER BY " + order);
    REQUIRE(rows.has_value());
    std::vector<std::string> out;
    while (*rows->step())
        out.emplace_back(rows->text(0));
    return out;
}

/// A whole store in memory, opened by key file.
class StoreInMemory {
  public:
    FakeHost fake;
    vault::Location location{"/store", "/state"};

    [[nodiscard]] static vault::GivenSecret key() {
        return {vault::SlotType::KeyFile, crypto::Secret::copy_of(Bytes(32, 7))};
    }

    StoreInMemory() {
        std::vector<vault::NewSlot> slots;
        slots.push_back({key(), false});
        auto made = vault::create(fake.host, location, slots, store::make_schema);
        REQUIRE(made.has_value());
        keys = std::move(*made);
    }

    [[nodiscard]] store::Logbook logbook() {
        auto opened = store::Logbook::open(fake.host, location);
        REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().message));
        return std::move(*opened);
    }
    [[nodiscard]] store::Library library() {
        auto opened = store::Library::open(fake.host, location, keys);
        REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().message));
        return std::move(*opened);
    }
    /// Logs and gives the receipt.
    store::Receipt log(const journal::Record& record) {
        fake.clock.advance(std::chrono::seconds(1));
        auto book = logbook();
        auto receipt = book.add(record);
        REQUIRE(receipt.has_value());
        return *receipt;
    }
    /// Texts of all live entries, oldest first.
    [[nodiscard]] std::vector<std::string> texts() {
        auto open = library();
        return texts_of(open, "at_utc, n");
    }

    vault::Keys keys;
};

}  // namespace attune::test
