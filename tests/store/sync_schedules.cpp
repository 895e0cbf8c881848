// Random lives of a store that two to four machines share: what each writes, and what a sync tool
// makes of it. Files arrive late, in part, out of order or as conflicted copies; folds, edits,
// removals, undos, imports, forgotten entries and changed secrets happen on any side; private state
// is lost, a machine id changes, a machine is restored from a copy of last week. At the end
// everything is delivered and every machine unlocks: all must show the same, nothing that was
// acknowledged may be missing, and no forgotten word may be left in any file.
//
//   sync_schedules --schedules 200 --seed 1     that many
//   sync_schedules --minutes 10 --seed 1        for that long
//   sync_schedules --only 4711                  one of them again, step by step
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>

#include <fmt/format.h>

#include "attune/store/library.hpp"
#include "attune/store/logbook.hpp"
#include "attune/store/recovery.hpp"
#include "attune/store/schema.hpp"
#include "attune/vault/create.hpp"
#include "attune/vault/devices.hpp"
#include "attune/vault/slots.hpp"
#include "support/fake_host.hpp"
#include "vault/frame.hpp"
#include "vault/sealed_image.hpp"

namespace {

using namespace attune;
using test::FakeHost;

constexpr int kSteps = 36;
constexpr int kRoundsMax = 10;

bool verbose = false;

vault::GivenSecret key_file(std::uint8_t fill = 7) {
    return {vault::SlotType::KeyFile, crypto::Secret::copy_of(Bytes(32, fill))};
}

struct Broken {
    std::string what;
};

/// A promise: what does not hold ends the schedule.
void require(bool holds, const std::string& what) {
    if (!holds) throw Broken{what};
}
template <typename T>
void require_ok(const Result<T>& result, const std::string& doing) {
    if (!result) throw Broken{doing + ": " + result.error().message};
}

/// One machine with a folder of its own.
struct Machine {
    std::string name;
    std::unique_ptr<FakeHost> fake = std::make_unique<FakeHost>();
    vault::Location location{"/store", "/state"};
    std::set<std::string> removed;  ///< names that were here and went away, as a sync tool knows
    std::map<std::string, Bytes> snapshot;
    std::vector<RevisionId> since_snapshot;  ///< written here after the snapshot
    std::vector<RecordId> forgotten_since;   ///< forgotten here after the snapshot
    bool has_spares = false;

    [[nodiscard]] std::map<std::string, Bytes> files(const std::string& prefix) const {
        std::map<std::string, Bytes> found;
        for (const auto& [path, node] : fake->files.nodes) {
            if (path.starts_with(prefix)) found[path] = node->content;
        }
        return found;
    }
    [[nodiscard]] std::map<std::string, Bytes> folder() const { return files("/store/"); }
};

struct Written {
    RecordId record;
    std::string canary;
};

class Schedule {
  public:
    explicit Schedule(std::uint64_t seed) : seed_(seed), random_(seed) {}

    /// What broke, or nothing.
    std::optional<std::string> run() {
        try {
            begin();
            for (step_ = 0; step_ < kSteps; ++step_)
                act();
            finish();
        } catch (const Broken& broken) {
            return fmt::format("schedule {} step {}: {}", seed_, step_, broken.what);
        }
        return std::nullopt;
    }
    [[nodiscard]] std::uint64_t writes() const { return written_.size(); }
    [[nodiscard]] std::uint64_t opens() const { return opens_; }

  private:
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    Machine& any() { return machines_[below(machines_.size())]; }
    void tell(const std::string& text) const {
        if (verbose) std::cout << fmt::format("{:3} {}\n", step_, text);
    }

    std::string new_word() {
        std::string word = "zq";
        for (int i = 0; i < 11; ++i)
            word += static_cast<char>('a' + below(26));
        return word;
    }

    void begin() {
        machines_.resize(2 + below(3));
        for (std::size_t i = 0; i < machines_.size(); ++i) {
            Machine& machine = machines_[i];
            machine.name = std::string(1, static_cast<char>('A' + i));
            machine.fake->environment.seed(seed_ * 100 + i);
            machine.fake->environment.machine = "machine " + machine.name;
            // Clocks stand up to 30 hours apart.
            const auto skew = static_cast<std::int64_t>(below(60)) - 30;
            machine.fake->clock.advance(std::chrono::hours(skew));
            require(machine.fake->files.make_folder("/store").has_value(), "a folder");
        }
        Machine& first = machines_.front();
        std::vector<vault::NewSlot> slots;
        slots.push_back({key_file(), false});
        require_ok(vault::create(first.fake->host, first.location, slots, store::make_schema),
                   "create");
        const auto made = vault::list_slots(first.fake->host, first.location);
        require_ok(made, "slots");
        first_slot_ = made->front().id;
    }

    bool has_store(Machine& machine) { return vault::exists(machine.fake->host, machine.location); }
    vault::Keys keys_of(Machine& machine) {
        auto keys = vault::unlock(machine.fake->host, machine.location, key_file());
        require_ok(keys, machine.name + " unlock");
        return std::move(*keys);
    }

    /// Lets a machine do something and notes which of its files went away.
    template <typename Work>
    void at(Machine& machine, Work work) {
        machine.fake->clock.advance(std::chrono::milliseconds(1 + below(600'000)));
        const auto before = machine.folder();
        work();
        const auto after = machine.folder();
        for (const auto& [path, content] : before) {
            if (!after.contains(path)) machine.removed.insert(path);
        }
    }

    /// Opens the store at a machine; always works once a whole generation is there.
    template <typename Work>
    void open(Machine& machine, Work work) {
        at(machine, [&] {
            const vault::Keys keys = keys_of(machine);
            auto library = store::Library::open(machine.fake->host, machine.location, keys);
            require_ok(library, machine.name + " open");
            ++opens_;
            work(*library);
        });
    }

    void note(Machine& machine, const store::Receipt& receipt, const std::string& canary) {
        written_[receipt.revision] = {receipt.record, canary};
        machine.since_snapshot.push_back(receipt.revision);
        machine.has_spares = machine.has_spares || receipt.kept_aside;
    }

    journal::Record record_of(const std::string& canary) {
        journal::Record record;
        record.kind = below(8) == 0 ? "entry" : "trigger";
        record.at.local_day = *CivilDay::make(2026, 3, static_cast<unsigned>(1 + below(28)));
        record.at.utc =
            std::chrono::sys_seconds(record.at.local_day.days()) + std::chrono::hours(below(24));
        record.text = canary;
        if (below(2) == 0) record.people = {"sam"};
        if (below(3) == 0) record.fields = {{"thought", canary + " thought"}};
        return record;
    }

    /// A logbook, when this machine has an identity that fits.
    std::optional<store::Logbook> logbook(Machine& machine) {
        auto book = store::Logbook::open(machine.fake->host, machine.location);
        if (!book) {
            const ErrorKind kind = book.error().kind;
            require(kind == ErrorKind::Locked || kind == ErrorKind::NoStore ||
                        kind == ErrorKind::Damaged,
                    machine.name + " logbook: " + book.error().message);
            return std::nullopt;
        }
        return std::move(*book);
    }

    void log(Machine& machine, bool aside) {
        at(machine, [&] {
            auto book = logbook(machine);
            if (!book) return;
            const std::string canary = new_word();
            if (aside) {
                machine.fake->files.fault = [](test::FileStep, const std::string& path,
                                               int) -> std::optional<Error> {
                    if (path.starts_with("/store/")) return Error{ErrorKind::Io, "refused"};
                    return std::nullopt;
                };
            }
            const auto receipt = book->add(record_of(canary));
            machine.fake->files.fault = nullptr;
            require_ok(receipt, machine.name + " log");
            tell(fmt::format("{} logs {} {}{}", machine.name, receipt->record.hex().substr(0, 6),
                             canary, receipt->kept_aside ? " (kept aside)" : ""));
            note(machine, *receipt, canary);
        });
    }

    std::optional<RecordId> some_record(store::Library& library) {
        auto rows = library.database().prepare(
            "SELECT id FROM entry WHERE shown = 1 ORDER BY id LIMIT 1 OFFSET ?");
        require_ok(rows, "rows");
        const auto count =
            library.database().value_of("SELECT count(*) FROM entry WHERE shown = 1");
        if (*count == 0) return std::nullopt;
        rows->bind(1, static_cast<std::int64_t>(below(static_cast<std::uint64_t>(*count))));
        const auto row = rows->step();
        require(row && *row, "a record");
        return RecordId::from_bytes(rows->blob(0));
    }

    void change(Machine& machine, bool remove) {
        open(machine, [&](store::Library& library) {
            const auto id = some_record(library);
            auto book = logbook(machine);
            if (!id || !book) return;
            auto stored = library.load(*id);
            require_ok(stored, machine.name + " load");
            const std::string canary = new_word();
            if (remove) {
                const auto receipt = book->remove(*id, stored->leaves);
                require_ok(receipt, machine.name + " remove");
                note(machine, *receipt, {});
            } else {
                stored->record.text = canary;
                if (stored->record.kind.empty() || stored->record.kind == "removed")
                    stored->record.kind = "trigger";
                stored->record.id = *id;
                const auto receipt = book->change(stored->record, stored->leaves);
                require_ok(receipt, machine.name + " change");
                note(machine, *receipt, canary);
            }
            tell(fmt::format("{} {} {} {} over {} leaves", machine.name,
                             remove ? "removes" : "changes", id->hex().substr(0, 6), canary,
                             stored->leaves.size()));
        });
    }

    void undo(Machine& machine) {
        at(machine, [&] {
            auto book = logbook(machine);
            if (!book) return;
            const auto recent = book->recent();
            if (recent.empty()) return;
            const store::RecentWrite write = recent[below(recent.size())];
            if (write.what == store::RecentWrite::What::Imported) {
                const vault::Keys keys = keys_of(machine);
                auto library = store::Library::open(machine.fake->host, machine.location, keys);
                require_ok(library, machine.name + " open");
                const auto count = library->undo_import(write.record);
                require(count || count.error().kind == ErrorKind::Refused ||
                            count.error().kind == ErrorKind::Damaged,
                        machine.name + " undo import");
                tell(machine.name + " undoes an import");
                return;
            }
            const auto receipt = book->undo(write);
            require_ok(receipt, machine.name + " undo");
            tell(fmt::format("{} undoes {} of {}", machine.name, write.revision.hex().substr(0, 6),
                             write.record.hex().substr(0, 6)));
            // What came back may be words that stand elsewhere already.
            note(machine, *receipt, {});
        });
    }

    void import(Machine& machine) {
        open(machine, [&](store::Library& library) {
            std::vector<journal::Record> records;
            const std::uint64_t first = below(4);
            for (std::uint64_t i = first; i < first + 2; ++i) {
                journal::Record record = record_of(fmt::format("zqimport{}v{}", i, below(2)));
                record.kind = "trigger";
                record.at = {};
                record.at.local_day = *CivilDay::make(2026, 1, 1);
                record.at.utc =
                    std::chrono::sys_seconds(record.at.local_day.days()) + std::chrono::hours(9);
                record.people.clear();
                record.fields.clear();
                record.source = "diary";
                record.source_key = fmt::format("{}", i);
                record.id.bytes[0] = 0xA0;
                record.id.bytes[1] = static_cast<std::uint8_t>(i);
                records.push_back(std::move(record));
            }
            std::size_t next = 0;
            const auto report = library.import(
                [&]() -> Result<std::optional<journal::Record>> {
                    if (next == records.size()) return std::nullopt;
                    return records[next++];
                },
                "diary");
            require(report || report.error().kind == ErrorKind::Damaged,
                    machine.name + " import: " + (report ? "" : report.error().message));
            tell(fmt::format("{} imports {} and {}: {} new", machine.name, first, first + 1,
                             report ? report->added : 0));
            if (!report) return;
            for (const journal::Record& record : records)
                imported_.insert(record.id);
        });
    }

    void forget(Machine& machine) {
        open(machine, [&](store::Library& library) {
            const auto id = some_record(library);
            if (!id) return;
            const auto report = library.forget({*id});
            if (!report) {
                require(report.error().kind == ErrorKind::Damaged,
                        machine.name + " forget: " + report.error().message);
                return;
            }
            tell(fmt::format("{} forgets {}", machine.name, id->hex().substr(0, 6)));
            for (const RecordId& record : report->records) {
                forgotten_.insert(record);
                machine.forgotten_since.push_back(record);
            }
        });
    }

    void fold(Machine& machine) {
        open(machine, [&](store::Library& library) {
            const auto report = library.fold();
            require(report || report.error().kind == ErrorKind::Damaged,
                    machine.name + " fold: " + (report ? "" : report.error().message));
            tell(fmt::format("{} folds: {} frames into {}{}", machine.name,
                             report ? report->frames : 0, report ? report->generation : 0,
                             report && report->written ? "" : " (nothing)"));
        });
    }

    void look(Machine& machine) {
        open(machine, [&](store::Library& library) {
            static_cast<void>(library.fold_if_due(below(2) == 0));
            tell(machine.name + " looks");
        });
    }

    void change_slots(Machine& machine) {
        open(machine, [&](store::Library& library) {
            vault::SlotChange change;
            const auto slots = vault::list_slots(machine.fake->host, machine.location);
            require_ok(slots, "slots");
            const vault::GivenSecret more = key_file(static_cast<std::uint8_t>(20 + below(200)));
            if (slots->size() < 5) change.add.push_back(&more);
            // The first one opens everything else here and stays.
            if (slots->size() > 2 && below(2) == 0) change.remove.push_back((*slots)[1].id);
            if (!change.remove.empty() && first_slot_ && change.remove.front() == *first_slot_)
                change.remove.clear();
            if (change.add.empty() && change.remove.empty()) return;
            const auto changed = library.change_secrets(change);
            require(changed || changed.error().kind == ErrorKind::Damaged ||
                        changed.error().kind == ErrorKind::Refused ||
                        changed.error().kind == ErrorKind::NotFound,
                    machine.name + " slots: " + (changed ? "" : changed.error().message));
            tell(fmt::format("{} changes slots: {} added, {} removed", machine.name,
                             change.add.size(), change.remove.size()));
        });
    }

    // --- what happens to a machine ---

    void lose_state(Machine& machine) {
        if (machine.has_spares) return;
        auto& nodes = machine.fake->files.nodes;
        const bool all = below(2) == 0;
        std::erase_if(nodes, [&](const auto& node) {
            return node.first.starts_with("/state/") && (all || node.first.ends_with("/seen"));
        });
        tell(machine.name + (all ? " loses its private state" : " loses 'seen'"));
    }

    void change_machine_id(Machine& machine) {
        machine.fake->environment.machine += "+";
        tell(machine.name + " gets another machine id");
    }

    void take_snapshot(Machine& machine) {
        if (machine.has_spares) return;
        machine.snapshot = machine.files("/st");
        machine.since_snapshot.clear();
        machine.forgotten_since.clear();
        tell(machine.name + " is copied");
    }

    void restore(Machine& machine) {
        if (machine.snapshot.empty() || machine.has_spares) return;
        auto& nodes = machine.fake->files.nodes;
        std::erase_if(nodes, [](const auto& node) { return node.first.starts_with("/st"); });
        for (const auto& [path, content] : machine.snapshot) {
            machine.fake->files.put(path, as_text(content));
            machine.removed.erase(path);
        }
        // What no other machine has yet went with the disk; others may have it.
        for (const RevisionId& revision : machine.since_snapshot)
            maybe_.insert(revision);
        // So did the wish to forget, unless another machine has heard of it.
        for (const RecordId& record : machine.forgotten_since)
            maybe_forgotten_.insert(record);
        restored_ = true;
        tell(machine.name + " is put back to its copy");
    }

    // --- the sync tool ---

    static bool is_prefix(const Bytes& a, const Bytes& b) {
        return a.size() <= b.size() && std::equal(a.begin(), a.end(), b.begin());
    }

    static std::string conflict_name(const std::string& path, std::uint64_t number) {
        const auto dot = path.rfind('.');
        const std::string stem = path.substr(0, dot);
        const std::string ending = path.substr(dot);
        switch (number % 3) {
            case 0:
                return fmt::format("{}.sync-conflict-20260301-{:06}-ABCDEFG{}", stem,
                                   number % 1'000'000, ending);
            case 1:
                return fmt::format("{} (conflicted copy {}){}", stem, number, ending);
            default:
                return fmt::format("{}{}.conflict{}", stem, ending, number);
        }
    }

    /// Brings one file from one machine to another as a sync tool would.
    void deliver(Machine& from, Machine& to, const std::string& path, bool whole) {
        if (!path.ends_with(".sealed") && !path.ends_with(".inbox") &&
            path.find(".conflict") == std::string::npos) {
            return;
        }
        const Bytes& content = from.fake->files.nodes.at(path)->content;
        const auto there = to.fake->files.nodes.find(path);
        if (there == to.fake->files.nodes.end()) {
            if (to.removed.contains(path)) return;
            Bytes part = content;
            if (!whole && below(5) == 0) part.resize(below(part.size() + 1));
            to.fake->files.put(path, as_text(part));
            return;
        }
        Bytes& known = there->second->content;
        if (is_prefix(content, known)) return;
        if (is_prefix(known, content)) {
            known = content;
            return;
        }
        // Two machines wrote one name: the older content becomes a conflicted copy.
        const std::string copy =
            conflict_name(path, crypto::hash16({content})[0] * 256U + crypto::hash16({content})[1]);
        if (!to.removed.contains(copy) && !to.fake->files.nodes.contains(copy)) {
            to.fake->files.put(copy, as_text(content));
            tell(fmt::format("   conflict {} at {}", copy, to.name));
        }
    }

    void sync(Machine& from, Machine& to, bool whole) {
        for (const std::string& path : from.removed) {
            if (!whole && below(3) == 0) continue;
            if (from.fake->files.nodes.contains(path)) continue;
            if (to.fake->files.nodes.erase(path) > 0) to.removed.insert(path);
        }
        for (const auto& [path, content] : from.folder()) {
            if (!whole && below(3) == 0) continue;
            deliver(from, to, path, whole);
        }
    }

    void sync_some() {
        Machine& from = any();
        Machine& to = any();
        if (&from == &to) return;
        tell(fmt::format("{} -> {}", from.name, to.name));
        sync(from, to, below(3) == 0);
    }

    /// A file comes twice, the second time as a conflicted copy.
    void stray_copy() {
        Machine& machine = any();
        const auto files = machine.folder();
        if (files.empty()) return;
        auto file = files.begin();
        std::advance(file, static_cast<std::ptrdiff_t>(below(files.size())));
        if (!file->first.ends_with(".sealed") && !file->first.ends_with(".inbox")) return;
        const std::string copy = conflict_name(file->first, below(900'000));
        if (copy.size() > 200 || machine.fake->files.nodes.contains(copy)) return;
        machine.fake->files.put(copy, as_text(file->second));
        tell(fmt::format("a copy {} at {}", copy, machine.name));
    }

    void act() {
        Machine& machine = any();
        const std::uint64_t what = below(100);
        if (what < 24) return sync_some();
        if (!has_store(machine)) return sync(machines_.front(), machine, below(2) == 0);
        // A machine on which nothing has arrived whole yet can do nothing.
        if (!vault::unlock(machine.fake->host, machine.location, key_file())) return;
        if (!can_open(machine)) return;
        if (what < 50) return log(machine, false);
        if (what < 61) return change(machine, false);
        if (what < 66) return change(machine, true);
        if (what < 71) return undo(machine);
        if (what < 80) return fold(machine);
        if (what < 84) return look(machine);
        if (what < 87) return forget(machine);
        if (what < 90) return import(machine);
        if (what < 91) return log(machine, true);
        if (what < 93) return change_slots(machine);
        if (what < 94) return lose_state(machine);
        if (what < 95) return change_machine_id(machine);
        if (what < 96) return take_snapshot(machine);
        if (what < 97) return restore(machine);
        stray_copy();
    }

    /// A new machine may have nothing but files that are still on their way.
    bool can_open(Machine& machine) {
        const vault::Keys keys = keys_of(machine);
        const auto library = store::Library::open(machine.fake->host, machine.location, keys);
        if (library) return true;
        require(library.error().kind == ErrorKind::Damaged,
                machine.name + " open: " + library.error().message);
        return false;
    }

    // --- the end ---

    std::vector<std::map<std::string, Bytes>> all_folders() const {
        std::vector<std::map<std::string, Bytes>> folders;
        for (const Machine& machine : machines_)
            folders.push_back(machine.folder());
        return folders;
    }

    void sync_all() {
        for (std::size_t round = 0; round < machines_.size(); ++round) {
            for (Machine& from : machines_) {
                for (Machine& to : machines_) {
                    if (&from != &to) sync(from, to, true);
                }
            }
        }
    }

    static void tell_difference(const std::vector<std::map<std::string, Bytes>>& before,
                                const std::vector<std::map<std::string, Bytes>>& after) {
        for (std::size_t i = 0; i < before.size(); ++i) {
            for (const auto& [path, content] : after[i]) {
                if (!before[i].contains(path)) std::cout << i << " + " << path << "\n";
            }
            for (const auto& [path, content] : before[i]) {
                if (!after[i].contains(path)) std::cout << i << " - " << path << "\n";
            }
        }
        std::cout << "==\n";
    }

    /// A machine that was put back may find its own newest file cut off: others had only a part of
    /// it, and nobody has the rest. Then it is told to repair.
    void repair(Machine& machine) {
        const vault::Keys keys = keys_of(machine);
        const auto report = store::repair(machine.fake->host, machine.location, keys);
        require_ok(report, machine.name + " repairs");
        require(report->files.written, machine.name + " repairs nothing");
        tell(machine.name + " repairs");
    }

    /// Unlocks and folds everywhere until no file changes any more.
    void settle() {
        for (int round = 0;; ++round) {
            const auto before = all_folders();
            sync_all();
            for (Machine& machine : machines_) {
                bool is_cut_off = false;
                open(machine, [&](store::Library& library) {
                    const auto folded = library.fold();
                    is_cut_off = restored_ && !folded && folded.error().kind == ErrorKind::Damaged;
                    if (!is_cut_off) require_ok(folded, machine.name + " last fold");
                });
                if (is_cut_off) repair(machine);
                open(machine, [&](store::Library& library) {
                    const auto note = library.fold_if_due(true);
                    require(!note, machine.name + " last purge: " + note.value_or(""));
                });
                machine.has_spares = false;
            }
            sync_all();
            if (all_folders() == before) return;
            if (verbose) tell_difference(before, all_folders());
            require(round < kRoundsMax, "the machines go on writing without anything new");
        }
    }

    /// Devices that nobody is any more: their state was lost.
    void retire_the_dead() {
        std::set<std::string> living;
        for (Machine& machine : machines_) {
            const vault::Keys keys = keys_of(machine);
            const auto identity =
                vault::load_identity(machine.fake->host, machine.location, keys.store);
            require_ok(identity, "identity");
            living.insert(identity->device.hex());
        }
        Machine& machine = machines_.front();
        const vault::Keys keys = keys_of(machine);
        const auto states = vault::list_devices(machine.fake->host, machine.location, keys.store);
        require_ok(states, "devices");
        for (const vault::DeviceState& state : *states) {
            if (living.contains(state.device.hex()) || state.is_gone()) continue;
            open(machine, [&](store::Library&) {
                const auto retired =
                    store::retire(machine.fake->host, machine.location, keys, state.device);
                require_ok(retired, "retire " + state.device.hex());
            });
        }
    }

    std::string picture(store::Library& library) {
        std::string out;
        for (const char* sql :
             {"SELECT hex(rev) || hex(id) || hex(device) || clock || deleted || shown || text FROM "
              "entry ORDER BY rev",
              "SELECT hex(id) FROM forgotten ORDER BY id",
              "SELECT hex(id) FROM conflict ORDER BY id",
              "SELECT hex(rev) || hex(parent) FROM parent ORDER BY rev, parent",
              "SELECT hex(id) || removed FROM slot ORDER BY id",
              "SELECT hex(id) || undone FROM batch ORDER BY id"}) {
            auto rows = library.database().prepare(sql);
            require_ok(rows, sql);
            while (true) {
                const auto row = rows->step();
                require_ok(row, sql);
                if (!*row) break;
                out += std::string(rows->text(0)) + "\n";
            }
            out += "--\n";
        }
        return out;
    }

    void check_library(Machine& machine, store::Library& library) {
        const auto has = [&](const char* sql, ByteView id) {
            auto rows = library.database().prepare(sql);
            require_ok(rows, sql);
            rows->bind(1, id);
            const auto row = rows->step();
            return row && *row;
        };
        for (const auto& [revision, what] : written_) {
            const bool gone = forgotten_.contains(what.record);
            const bool here = has("SELECT 1 FROM entry WHERE rev = ?", revision.view());
            if (maybe_forgotten_.contains(what.record)) continue;  // all show the same, either way
            if (gone) {
                require(!here,
                        fmt::format("{}: {} is forgotten and here", machine.name, revision.hex()));
            } else {
                require(here || maybe_.contains(revision),
                        fmt::format("{}: {} of {} '{}' is lost", machine.name, revision.hex(),
                                    what.record.hex().substr(0, 6), what.canary));
            }
        }
        for (const RecordId& record : imported_) {
            const bool here = has("SELECT 1 FROM entry WHERE id = ?", record.view());
            require(here != forgotten_.contains(record) || restored_,
                    machine.name + ": an imported record is not what it was");
        }
        const auto aside = library.set_aside();
        require_ok(aside, "set aside");
        for (const store::SetAside& piece : *aside) {
            require(piece.sequence == 0, fmt::format("{}: frame {} is set aside: {}", machine.name,
                                                     piece.sequence, piece.reason));
        }
        const auto check = library.check();
        require_ok(check, "check");
        for (const std::string& problem : check->problems) {
            // A device that was put back or lost 'seen' has gaps in its inbox that are true.
            const bool of_files = problem.find(".inbox") != std::string::npos ||
                                  problem.find("older copy") != std::string::npos ||
                                  problem.find("are gone") != std::string::npos ||
                                  problem.find("missing from its inbox") != std::string::npos ||
                                  problem.find(".sealed") != std::string::npos;
            require(of_files, machine.name + " check: " + problem);
        }
        const auto wrong = library.database().value_of(
            "SELECT count(*) FROM conflict c WHERE (SELECT count(*) FROM entry e WHERE e.id = c.id "
            "AND NOT EXISTS (SELECT 1 FROM parent p JOIN entry d ON d.rev = p.rev WHERE p.parent = "
            "e.rev)) < 2");
        require(wrong && *wrong == 0, "a conflict that is none");
    }

    /// No forgotten word in anything that opens.
    void search_files(Machine& machine) {
        const vault::Keys keys = keys_of(machine);
        for (const auto& [path, content] : machine.files("/")) {
            std::string all;
            for (const vault::SegmentPiece& piece : vault::split_segment(content)) {
                const auto body = piece.frame ? vault::open_frame(*piece.frame, keys.inbox)
                                              : std::optional<Bytes>();
                if (body) all += std::string(as_text(*body)) + "\n";
            }
            if (path.find(".sealed") != std::string::npos) all += image_of(machine, path, keys);
            for (const auto& [revision, what] : written_) {
                if (what.canary.empty() || !forgotten_.contains(what.record) ||
                    maybe_forgotten_.contains(what.record)) {
                    continue;
                }
                // An index keeps words without the letters they share with the one before.
                require(all.find(what.canary.substr(4)) == std::string::npos,
                        fmt::format("{}: the forgotten word {} is in '{}'", machine.name,
                                    what.canary, path));
            }
        }
    }

    /// Every chunk of a sealed file that opens.
    static std::string image_of(Machine& machine, const std::string& path,
                                const vault::Keys& keys) {
        auto file = machine.fake->files.open_read(path);
        require_ok(file, path);
        auto header = vault::read_header(**file, path);
        if (!header) return {};
        auto image =
            vault::SealedImage::open(*std::move(file), *std::move(header), keys.vault_key, path);
        if (!image) return {};
        std::string all;
        Bytes chunk(vault::kChunkBytes);
        for (std::uint32_t i = 0; i < (*image)->file_chunks(); ++i) {
            if ((*image)->verify_chunk(i, chunk)) all += as_text(chunk);
        }
        return all;
    }

    void finish() {
        for (Machine& machine : machines_)
            machine.fake->files.fault = nullptr;
        settle();
        retire_the_dead();
        settle();
        std::optional<std::string> first;
        for (Machine& machine : machines_) {
            open(machine, [&](store::Library& library) {
                check_library(machine, library);
                const std::string now = picture(library);
                if (!first) first = now;
                if (verbose && *first != now) {
                    std::cout << "== first\n" << *first << "== " << machine.name << "\n" << now;
                }
                require(*first == now, machine.name + " shows something else");
                const auto devices = library.devices();
                require_ok(devices, "devices");
                for (const store::DeviceReport& device : *devices) {
                    require(device.waiting == 0, "something waits for ever");
                    require(!device.unpurged || *device.unpurged == 0 || device.gone,
                            fmt::format("{}: {} never purges {}", machine.name, device.device.hex(),
                                        device.unpurged.value_or(0)));
                }
            });
        }
        for (Machine& machine : machines_)
            search_files(machine);
    }

    std::uint64_t seed_;
    std::mt19937_64 random_;
    std::vector<Machine> machines_;
    std::map<RevisionId, Written> written_;
    std::set<RecordId> forgotten_;
    std::set<RecordId> maybe_forgotten_;
    std::set<RecordId> imported_;
    std::set<RevisionId> maybe_;
    std::optional<SlotId> first_slot_;
    bool restored_ = false;
    int step_ = 0;
    std::uint64_t opens_ = 0;
};

struct Options {
    std::uint64_t schedules = 0;
    double minutes = 0;
    std::uint64_t seed = 1;
    std::optional<std::uint64_t> only;
};

}  // namespace

int main(int argc, char** argv) {
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const std::string value = argv[i + 1];
        if (name == "--schedules") {
            options.schedules = std::strtoull(value.c_str(), nullptr, 10);
        } else if (name == "--minutes") {
            options.minutes = std::strtod(value.c_str(), nullptr);
        } else if (name == "--seed") {
            options.seed = std::strtoull(value.c_str(), nullptr, 10);
        } else if (name == "--only") {
            options.only = std::strtoull(value.c_str(), nullptr, 10);
        } else {
            std::cerr << "sync_schedules: error: unknown option '" << name << "'\n";
            return 2;
        }
    }
    verbose = options.only.has_value();
    const auto begin = std::chrono::steady_clock::now();
    const auto spent = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    std::uint64_t done = 0;
    std::uint64_t writes = 0;
    std::uint64_t opens = 0;
    std::uint64_t broken = 0;
    for (std::uint64_t i = 0;; ++i) {
        const bool more = options.only          ? i == 0
                          : options.minutes > 0 ? spent() < options.minutes * 60
                                                : i < std::max<std::uint64_t>(options.schedules, 1);
        if (!more) break;
        const std::uint64_t seed = options.only ? *options.only : options.seed * 1'000'000 + i;
        Schedule schedule(seed);
        const auto wrong = schedule.run();
        ++done;
        writes += schedule.writes();
        opens += schedule.opens();
        if (wrong) {
            ++broken;
            std::cout << "FAULT: " << *wrong << "\n" << std::flush;
        }
    }
    std::cout << fmt::format(
        "sync schedules: {} schedules, {} writes, {} openings, {} broken, {:.0f} s (seed {})\n",
        done, writes, opens, broken, spent(), options.seed);
    return broken == 0 ? 0 : 1;
}
