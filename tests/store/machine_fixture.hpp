#pragma once

#include <deque>
#include <string>
#include <vector>

#include "attune/vault/inbox.hpp"
#include "store/store_fixture.hpp"

namespace attune::test {

/// One of several machines on one folder.
struct Machine {
    StoreInMemory& disk;
    vault::Location location;

    Machine(StoreInMemory& shared, const std::string& state)
        : disk(shared), location{shared.location.folder, state} {
        static_cast<void>(keys());
    }

    /// A library refers to its keys, so they stay.
    mutable std::deque<vault::Keys> opened_with;

    [[nodiscard]] const vault::Keys& keys() const {
        auto opened = vault::unlock(disk.fake.host, location, StoreInMemory::key());
        REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().message));
        REQUIRE(vault::ensure_identity(disk.fake.host, location, *opened).has_value());
        return opened_with.emplace_back(std::move(*opened));
    }
    [[nodiscard]] store::Library library() const {
        auto opened = store::Library::open(disk.fake.host, location, keys());
        REQUIRE_MESSAGE(opened.has_value(), (opened ? "" : opened.error().message));
        return std::move(*opened);
    }
    store::Receipt log(const std::string& text) const {
        disk.fake.clock.advance(std::chrono::seconds(1));
        auto book = store::Logbook::open(disk.fake.host, location);
        REQUIRE_MESSAGE(book.has_value(), (book ? "" : book.error().message));
        auto receipt = book->add(trigger(text));
        REQUIRE(receipt.has_value());
        return *receipt;
    }
    void fold() const { REQUIRE(library().fold().has_value()); }
    [[nodiscard]] DeviceId device() const {
        return vault::load_identity(disk.fake.host, location, keys().store)->device;
    }
    [[nodiscard]] std::vector<std::string> files(const std::string& ending) const {
        std::vector<std::string> found;
        for (const auto& [path, node] : disk.fake.files.nodes) {
            if (path.starts_with("/store/" + device().hex()) && path.ends_with(ending))
                found.push_back(path);
        }
        return found;
    }
    [[nodiscard]] std::vector<std::string> texts() const {
        auto open = library();
        return texts_of(open, "text");
    }
    [[nodiscard]] bool warns_of(const std::string& words) const {
        const store::Library open = library();
        for (const std::string& warning : open.warnings()) {
            if (warning.find(words) != std::string::npos) return true;
        }
        return false;
    }
};

}  // namespace attune::test
