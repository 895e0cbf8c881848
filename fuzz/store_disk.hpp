#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "attune/store/library.hpp"
#include "attune/store/logbook.hpp"
#include "attune/store/schema.hpp"
#include "attune/vault/create.hpp"
#include "fuzz/property.hpp"
#include "support/fake_host.hpp"

/// A small store in memory that every run of a harness starts from.
namespace attune::fuzz {

inline const vault::Location kPlace{"/store", "/state"};

using Disk = std::map<std::string, Bytes>;

template <typename T>
T must(Result<T> result, const char* what) {
    expect(result.has_value(), result ? what : result.error().message.c_str());
    return std::move(*result);
}

inline vault::GivenSecret key() {
    return {vault::SlotType::KeyFile, crypto::Secret::copy_of(Bytes(32, 7))};
}

/// The files below a folder.
inline Disk disk_of(const test::FakeHost& fake, const std::string& folder) {
    Disk disk;
    for (const auto& [path, node] : fake.files.nodes) {
        if (path.starts_with(folder)) disk[path] = node->content;
    }
    return disk;
}

inline journal::Record record_of(std::string text) {
    journal::Record record;
    record.kind = "trigger";
    record.at.local_day = *CivilDay::make(2026, 3, 1);
    record.at.utc = std::chrono::sys_seconds(record.at.local_day.days()) + std::chrono::hours(20);
    record.at.offset = std::chrono::minutes(60);
    record.text = std::move(text);
    record.people = {"sam"};
    record.values = {{"feeling.hurt", "peak", 7, "", 0.0, 10.0}, {"lead_s", "peak", 90}};
    record.tags = {{"trigger", "plans-changed"}, {"response", "reacted"}};
    record.fields = {{"thought", "the tide does not ask"}};
    return record;
}

/// One machine with a disk of its own.
class Machine {
  public:
    explicit Machine(const std::string& name) {
        fake.environment.machine = "machine " + name;
        fake.environment.seed(static_cast<std::uint64_t>(name.front()));
    }
    Machine(const std::string& name, const Disk& disk) : Machine(name) {
        for (const auto& [path, content] : disk)
            fake.files.put(path, attune::as_text(content));
    }

    /// Everything but the parts that the harness is about always works.
    [[nodiscard]] vault::Keys keys() {
        vault::Keys opened = must(vault::unlock(fake.host, kPlace, key()), "unlock");
        expect(vault::ensure_identity(fake.host, kPlace, opened).has_value(), "identity");
        return opened;
    }
    [[nodiscard]] store::Logbook book() {
        fake.clock.advance(std::chrono::seconds(1));
        return must(store::Logbook::open(fake.host, kPlace), "logbook");
    }
    [[nodiscard]] Disk store_files() const { return disk_of(fake, "/store/"); }

    test::FakeHost fake;
};

/// True when every file is as it was before. Beside them may stand an empty segment, which is made
/// for what is written from now on before anything else happens.
inline bool is_unchanged(const Machine& machine, const Disk& before) {
    Disk now = machine.store_files();
    for (const auto& [path, content] : before) {
        const auto same = now.find(path);
        if (same == now.end() || same->second != content) {
            std::fprintf(stderr, "%s is changed\n", path.c_str());
            return false;
        }
        now.erase(same);
    }
    for (const auto& [path, content] : now) {
        if (!content.empty()) std::fprintf(stderr, "%s is new\n", path.c_str());
        if (!content.empty()) return false;
    }
    return true;
}

/// What one machine left after six entries, a change, a removal, a fold and one entry more.
inline const Disk& small_store() {
    static const Disk disk = [] {
        Machine machine("A");
        std::vector<vault::NewSlot> slots;
        slots.push_back({key(), false});
        must(vault::create(machine.fake.host, kPlace, slots, store::make_schema), "create");
        const vault::Keys keys = machine.keys();
        store::Receipt last;
        for (const char* text : {"rain on the wall", "Gr\u00fc\u00dfe \u65e5\u672c \U0001f30a",
                                 "silence at the table", "\"quoted\", with commas", "so it went"}) {
            last = must(machine.book().add(record_of(text)), "log");
        }
        must(machine.book().change(
                 [&] {
                     auto record = record_of("so it went, in the end");
                     record.id = last.record;
                     return record;
                 }(),
                 {last.revision}),
             "change");
        last = must(machine.book().add(record_of("zqsecretword")), "log");
        must(machine.book().remove(last.record, {last.revision}), "remove");
        auto library = must(store::Library::open(machine.fake.host, kPlace, keys), "library");
        must(library.fold(), "fold");
        must(machine.book().add(record_of("behind the fold")), "log");
        return disk_of(machine.fake, "/");
    }();
    return disk;
}

}  // namespace attune::fuzz
