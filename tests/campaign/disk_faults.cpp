// Fails every step of what a store does, one after the other, and cuts the power between any two of
// them.
//
//   disk_faults faults [--cases N] [--minutes M] [--seed S]
//   disk_faults looks  [--cases N] [--minutes M] [--seed S]
//   disk_faults power  [--cases N] [--minutes M] [--seed S]
//
// faults: each scenario runs with its n-th step of the file system refused (EIO, ENOSPC, EROFS,
// EINTR, a short write), once or from then on, for every n. looks: the same for its n-th opening,
// reading, listing or locking. power: the steps of each scenario are
// recorded, and disks are built as a cut may leave them: unsynced writes dropped, torn at 512 bytes
// or there, renames and new names lost unless their folder was synced. After each: what was
// acknowledged is there, the store opens, goes on, folds, and leaves nothing temporary.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>

#include <fmt/format.h>

#include "attune/store/library.hpp"
#include "attune/store/logbook.hpp"
#include "attune/store/recovery.hpp"
#include "attune/store/schema.hpp"
#include "attune/vault/create.hpp"
#include "support/fake_host.hpp"

using namespace attune;
using test::FakeHost;
using test::FileStep;

namespace {

const vault::Location kPlace{"/store", "/state"};

vault::GivenSecret key(std::uint8_t fill = 7) {
    return {vault::SlotType::KeyFile, crypto::Secret::copy_of(Bytes(32, fill))};
}

/// A disk as bytes: what a snapshot keeps and a cut gives back.
struct Disk {
    std::map<std::string, Bytes> files;
    std::set<std::string> folders;
};

Disk disk_of(const test::MemoryFiles& files) {
    Disk disk;
    for (const auto& [path, node] : files.nodes)
        disk.files[path] = node->content;
    disk.folders = files.folders;
    return disk;
}

void put_disk(FakeHost& fake, const Disk& disk) {
    fake.files.folders = disk.folders;
    for (const auto& [path, content] : disk.files)
        fake.files.put(path, as_text(content));
}

/// Random bytes of the fake repeat from the start; each life of a machine draws others. A world is
/// made in block 0, its recording takes block 1, another device block 2.
void shuffle(FakeHost& fake, std::uint64_t block) {
    Bytes drawn(block * 4096);
    fake.environment.random(drawn);
    fake.clock.advance(std::chrono::seconds(100 + 10 * block));
}

struct World {
    Disk disk;
    std::set<std::string> acknowledged;  ///< texts that were promised
};

/// What a scenario did before it ended.
struct Run {
    std::set<std::string> acknowledged;
    std::set<std::string> allowed_gone;  ///< texts it took back
    Status status;
};

Status log_text(FakeHost& fake, const std::string& text, Run& run) {
    fake.clock.advance(std::chrono::seconds(1));
    ATTUNE_TRY(auto book, store::Logbook::open(fake.host, kPlace));
    journal::Record record;
    record.kind = "trigger";
    record.text = text;
    record.at.local_day = *CivilDay::make(2026, 3, 1);
    record.at.utc = std::chrono::sys_seconds(record.at.local_day.days());
    ATTUNE_TRY([[maybe_unused]] const auto receipt, book.add(std::move(record)));
    run.acknowledged.insert(text);
    return {};
}

Result<vault::Keys> unlock(FakeHost& fake) {
    return vault::unlock(fake.host, kPlace, key());
}

Status fold(FakeHost& fake) {
    ATTUNE_TRY(const auto keys, unlock(fake));
    ATTUNE_TRY(auto library, store::Library::open(fake.host, kPlace, keys));
    ATTUNE_TRY([[maybe_unused]] const auto folded, library.fold());
    return {};
}

struct Scenario {
    const char* name;
    std::function<void(FakeHost&, Run&)> before;  ///< makes the world; never refused
    std::function<Status(FakeHost&, Run&)> run;
};

Status make_store(FakeHost& fake) {
    std::vector<vault::NewSlot> slots;
    slots.push_back({key(), false});
    ATTUNE_TRY([[maybe_unused]] const auto made,
               vault::create(fake.host, kPlace, slots, store::make_schema));
    return {};
}

[[noreturn]] void end_with(const std::string& text) {
    std::printf("FAULT: %s\n", text.c_str());
    std::exit(1);
}

void must(const Status& status, const char* what) {
    if (!status) end_with(fmt::format("{}: {}", what, status.error().message));
}

/// Two generations, three entries in each and two that wait.
void small_store(FakeHost& fake, Run& run) {
    must(make_store(fake), "init");
    for (int i = 0; i < 8; ++i) {
        must(log_text(fake, fmt::format("kept {}", i), run), "log");
        if (i == 2 || i == 5) must(fold(fake), "fold");
    }
}

std::string own_file(FakeHost& fake, std::string_view ending) {
    for (const auto& [path, node] : fake.files.nodes) {
        if (path.starts_with("/store/") && path.ends_with(ending)) return path;
    }
    end_with(fmt::format("no file ends in {}", ending));
}

/// Another machine on the same folder adds an entry and folds.
void add_device(FakeHost& fake, Run& run) {
    FakeHost other;
    shuffle(other, 2);
    Disk disk = disk_of(fake.files);
    std::erase_if(disk.files, [](const auto& file) { return !file.first.starts_with("/store/"); });
    put_disk(other, disk);
    other.environment.machine = "another machine";
    {
        auto keys = unlock(other);
        must(keys ? vault::ensure_identity(other.host, kPlace, *keys) : fail(keys.error()),
             "second device");
    }
    must(log_text(other, "from elsewhere", run), "log elsewhere");
    must(fold(other), "fold elsewhere");
    for (const auto& [path, node] : other.files.nodes) {
        if (path.starts_with("/store/")) fake.files.put(path, as_text(node->content));
    }
}

Status change_slots(FakeHost& fake, bool add) {
    ATTUNE_TRY(const auto keys, unlock(fake));
    ATTUNE_TRY(auto library, store::Library::open(fake.host, kPlace, keys));
    vault::SlotChange change;
    const auto second = key(9);
    if (add) {
        change.add = {&second};
    } else {
        ATTUNE_TRY(const auto slots, vault::list_slots(fake.host, kPlace));
        change.remove = {slots.back().id};
    }
    ATTUNE_TRY([[maybe_unused]] const auto changed, library.change_secrets(change));
    return {};
}

std::vector<Scenario> scenarios() {
    std::vector<Scenario> list;
    const auto nothing = [](FakeHost&, Run&) {};
    list.push_back({"init", nothing, [](FakeHost& fake, Run&) { return make_store(fake); }});
    list.push_back(
        {"log", small_store, [](FakeHost& fake, Run& run) { return log_text(fake, "new", run); }});
    list.push_back({"log behind a torn tail",
                    [](FakeHost& fake, Run& run) {
                        small_store(fake, run);
                        std::string newest;
                        for (const auto& [path, node] : fake.files.nodes) {
                            if (path.ends_with(".inbox") && !node->content.empty()) newest = path;
                        }
                        Bytes& bytes = fake.files.nodes.at(newest)->content;
                        bytes.insert(bytes.end(), bytes.begin(), bytes.begin() + 300);
                    },
                    [](FakeHost& fake, Run& run) { return log_text(fake, "new", run); }});
    list.push_back({"three entries", small_store, [](FakeHost& fake, Run& run) -> Status {
                        for (const char* text : {"a", "b", "c"})
                            ATTUNE_CHECK(log_text(fake, text, run));
                        return {};
                    }});
    list.push_back({"fold", small_store, [](FakeHost& fake, Run&) { return fold(fake); }});
    list.push_back({"fold with another device",
                    [](FakeHost& fake, Run& run) {
                        small_store(fake, run);
                        add_device(fake, run);
                    },
                    [](FakeHost& fake, Run&) { return fold(fake); }});
    list.push_back({"unlock on a new machine",
                    [](FakeHost& fake, Run& run) {
                        small_store(fake, run);
                        std::erase_if(fake.files.nodes, [](const auto& file) {
                            return file.first.starts_with("/state/");
                        });
                        fake.environment.machine = "a third machine";
                    },
                    [](FakeHost& fake, Run& run) -> Status {
                        ATTUNE_TRY(const auto keys, unlock(fake));
                        ATTUNE_CHECK(vault::ensure_identity(fake.host, kPlace, keys));
                        ATTUNE_CHECK(vault::remember_keys(fake.host, kPlace, keys, 60));
                        return log_text(fake, "new", run);
                    }});
    list.push_back(
        {"key add", small_store, [](FakeHost& fake, Run&) { return change_slots(fake, true); }});
    list.push_back({"key remove",
                    [](FakeHost& fake, Run& run) {
                        small_store(fake, run);
                        must(change_slots(fake, true), "key add");
                    },
                    [](FakeHost& fake, Run&) { return change_slots(fake, false); }});
    list.push_back({"backup",
                    [](FakeHost& fake, Run& run) {
                        small_store(fake, run);
                        must(fake.files.make_folder("/media"), "folder");
                    },
                    [](FakeHost& fake, Run&) -> Status {
                        ATTUNE_TRY(const auto keys, unlock(fake));
                        ATTUNE_TRY([[maybe_unused]] const auto facts,
                                   store::backup(fake.host, kPlace, keys, "/media/b", true));
                        return {};
                    }});
    list.push_back(
        {"restore",
         [](FakeHost& fake, Run& run) {
             small_store(fake, run);
             must(fold(fake), "fold");
             must(fake.files.make_folder("/media"), "folder");
             auto keys = unlock(fake);
             must(keys ? Status{} : fail(keys.error()), "unlock");
             const auto made = store::backup(fake.host, kPlace, *keys, "/media/b", true);
             must(made ? Status{} : fail(made.error()), "backup");
             std::erase_if(fake.files.nodes,
                           [](const auto& file) { return file.first.ends_with(".sealed"); });
         },
         [](FakeHost& fake, Run&) -> Status {
             ATTUNE_TRY(const auto keys, vault::unlock_files(fake.host, {"/media/b"}, key()));
             ATTUNE_TRY([[maybe_unused]] const auto report,
                        store::restore(fake.host, kPlace, keys, "/media/b"));
             return {};
         }});
    list.push_back({"repair",
                    [](FakeHost& fake, Run& run) {
                        small_store(fake, run);
                        Bytes& bytes = fake.files.nodes.at(own_file(fake, ".3.sealed"))->content;
                        bytes.resize(bytes.size() - 100);
                    },
                    [](FakeHost& fake, Run&) -> Status {
                        ATTUNE_TRY(const auto keys, unlock(fake));
                        ATTUNE_TRY([[maybe_unused]] const auto report,
                                   store::repair(fake.host, kPlace, keys));
                        return {};
                    }});
    list.push_back({"undo", small_store, [](FakeHost& fake, Run& run) -> Status {
                        ATTUNE_TRY(auto book, store::Logbook::open(fake.host, kPlace));
                        ATTUNE_TRY(const auto last, book.last_undoable());
                        run.allowed_gone.insert("kept 7");
                        ATTUNE_TRY([[maybe_unused]] const auto receipt, book.undo(last));
                        return {};
                    }});
    list.push_back({"import", small_store, [](FakeHost& fake, Run& run) -> Status {
                        ATTUNE_TRY(const auto keys, unlock(fake));
                        ATTUNE_TRY(auto library, store::Library::open(fake.host, kPlace, keys));
                        int left = 5;
                        ATTUNE_TRY([[maybe_unused]] const auto report,
                                   library.import(
                                       [&]() -> Result<std::optional<journal::Record>> {
                                           if (left == 0) return std::optional<journal::Record>();
                                           journal::Record record;
                                           record.kind = "trigger";
                                           record.text = fmt::format("imported {}", left--);
                                           record.at.local_day = *CivilDay::make(2026, 2, 1);
                                           fake.environment.random(record.id.bytes);
                                           return std::optional(record);
                                       },
                                       "old"));
                        for (int i = 1; i <= 5; ++i)
                            run.acknowledged.insert(fmt::format("imported {}", i));
                        return {};
                    }});
    return list;
}

/// Every live text; the store must open.
Result<std::multiset<std::string>> texts(FakeHost& fake) {
    ATTUNE_TRY(const auto keys, unlock(fake));
    ATTUNE_TRY(auto library, store::Library::open(fake.host, kPlace, keys));
    ATTUNE_TRY(auto rows, library.database().prepare("SELECT text FROM live_entry"));
    std::multiset<std::string> found;
    while (true) {
        ATTUNE_TRY(const bool row, rows.step());
        if (!row) return found;
        found.insert(std::string(rows.text(0)));
    }
}

/// A sentence when a promise is broken, else empty. `may_be_empty`: before a store was made.
std::string verify(FakeHost& fake, const std::set<std::string>& promised,
                   const std::set<std::string>& allowed_gone, const Scenario& scenario) {
    const bool may_be_absent = std::string_view(scenario.name) == "init";
    if (!vault::exists(fake.host, kPlace)) {
        if (may_be_absent || std::string_view(scenario.name) == "restore") {
            // The same again, on the disk as it is, comes to an end.
            Run again;
            const Status done = scenario.run(fake, again);
            if (!done) return fmt::format("cannot be done again: {}", done.error().message);
        } else {
            return "the store is gone";
        }
    }
    const auto check = [&](const char* when) -> std::string {
        const auto found = texts(fake);
        if (!found) return fmt::format("{}: does not open: {}", when, found.error().message);
        for (const std::string& text : promised) {
            if (allowed_gone.contains(text)) continue;
            if (found->count(text) != 1)
                return fmt::format("{}: '{}' is there {} times", when, text, found->count(text));
        }
        return {};
    };
    if (std::string bad = check("at once"); !bad.empty()) return bad;
    Run more;
    if (const auto keys = unlock(fake)) {
        const auto ready = vault::ensure_identity(fake.host, kPlace, *keys);
        if (!ready) return fmt::format("no identity afterwards: {}", ready.error().message);
    }
    if (const Status done = log_text(fake, "afterwards", more); !done)
        return fmt::format("logging afterwards: {}", done.error().message);
    if (Status done = fold(fake); !done) {
        const auto keys = unlock(fake);
        const auto repaired = keys && done.error().kind == ErrorKind::Damaged
                                  ? store::repair(fake.host, kPlace, *keys)
                                  : Result<store::RepairReport>(fail(done.error()));
        if (!repaired) return fmt::format("folding afterwards: {}", repaired.error().message);
    }
    if (std::string bad = check("after a fold"); !bad.empty()) return bad;
    {
        const auto found = texts(fake);
        if (!found || found->count("afterwards") != 1) return "the entry afterwards is lost";
    }
    const auto keys = unlock(fake);
    const std::string own_state = keys ? vault::state_folder(kPlace, keys->store) : "";
    for (const auto& [path, node] : fake.files.nodes) {
        // What an interrupted init made for a store that never came to be stays in its own folder.
        if (path.starts_with("/state/") && !path.starts_with(own_state)) continue;
        // So does an interrupted backup until the next one to that name.
        if (path.starts_with("/media/")) continue;
        if (path.ends_with(".tmp")) return fmt::format("'{}' is left over", path);
    }
    return {};
}

struct Options {
    std::uint64_t cases = 0;  ///< 0: all
    double minutes = 0;
    std::uint64_t seed = 1;
};

class Budget {
  public:
    explicit Budget(const Options& options)
        : options_(options), start_(std::chrono::steady_clock::now()) {}
    [[nodiscard]] bool is_spent(std::uint64_t done) const {
        const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start_;
        return (options_.cases > 0 && done >= options_.cases) ||
               (options_.minutes > 0 && passed.count() > 60 * options_.minutes);
    }

  private:
    const Options& options_;
    std::chrono::steady_clock::time_point start_;
};

struct Kind {
    const char* name;
    const char* message;
    bool short_write;
};
constexpr Kind kKinds[] = {{"EIO", "Input/output error", false},
                           {"ENOSPC", "No space left on device", true},
                           {"EROFS", "Read-only file system", false},
                           {"EINTR", "Interrupted system call", false},
                           {"short write", "No space left on device", true}};

World make_world(const Scenario& scenario) {
    FakeHost fake;
    Run run;
    scenario.before(fake, run);
    return {disk_of(fake.files), run.acknowledged};
}

/// A machine in its next life on that disk.
void wake(FakeHost& fake, const Scenario& scenario, const Disk& disk, std::uint64_t life) {
    shuffle(fake, life == 1 ? 1 : 3 + life % 97);
    if (std::string_view(scenario.name) == "unlock on a new machine")
        fake.environment.machine = "a third machine";
    put_disk(fake, disk);
}

/// `looks`: steps that only look are refused, not those that change the disk.
int run_faults(const Options& options, bool looks) {
    const auto list = scenarios();
    std::vector<World> worlds;
    std::vector<int> steps;
    struct Case {
        std::size_t scenario;
        int step;
        std::size_t kind;
        bool sticky;
        int second;  ///< a step of the recovery that is refused too; 0 for none
    };
    std::vector<Case> cases;
    for (std::size_t s = 0; s < list.size(); ++s) {
        worlds.push_back(make_world(list[s]));
        FakeHost fake;
        wake(fake, list[s], worlds[s].disk, 1);
        fake.files.reset_steps();
        Run run;
        must(list[s].run(fake, run), list[s].name);
        steps.push_back(looks ? fake.files.looks() : fake.files.steps());
        for (int n = 1; n <= steps[s]; ++n) {
            for (std::size_t kind = 0; kind < (looks ? 1 : std::size(kKinds)); ++kind) {
                for (const bool sticky : {false, true}) {
                    for (const int second : {0, 1, 2, 3, 5, 8, 13})
                        cases.push_back({s, n, kind, sticky, second});
                }
            }
        }
    }
    std::mt19937_64 random(options.seed);
    std::shuffle(cases.begin(), cases.end(), random);
    const Budget budget(options);
    std::uint64_t done = 0;
    std::uint64_t refused = 0;
    for (const Case& one : cases) {
        if (budget.is_spent(done)) break;
        const Scenario& scenario = list[one.scenario];
        FakeHost fake;
        wake(fake, scenario, worlds[one.scenario].disk, 1 + done);
        const auto arm = [&](int step, bool sticky) {
            fake.files.reset_steps();
            fake.files.torn_bytes = kKinds[one.kind].short_write ? 777 : 0;
            const auto refuse = [&, step, sticky](auto, const std::string&,
                                                  int number) -> std::optional<Error> {
                if (number == step || (sticky && number > step))
                    return Error{ErrorKind::Io, kKinds[one.kind].message};
                return std::nullopt;
            };
            if (looks) {
                fake.files.look_fault = refuse;
            } else {
                fake.files.fault = refuse;
            }
        };
        arm(one.step, one.sticky);
        Run run;
        const Status status = scenario.run(fake, run);
        const auto where = fmt::format("{}, step {} of {}, {}{}, then {} (seed {})", scenario.name,
                                       one.step, steps[one.scenario], kKinds[one.kind].name,
                                       one.sticky ? " from then on" : "", one.second, options.seed);
        if (!status) {
            ++refused;
            if (status.error().kind != ErrorKind::Io)
                end_with(fmt::format("{}: says '{}'", where, status.error().message));
        }
        if (one.second > 0) {
            // A fault during what comes next, which may well refuse, too.
            arm(one.second, false);
            Run next;
            static_cast<void>(fold(fake));
            static_cast<void>(log_text(fake, "during recovery", next));
            run.acknowledged.insert(next.acknowledged.begin(), next.acknowledged.end());
        }
        fake.files.fault = nullptr;
        fake.files.look_fault = nullptr;
        auto promised = worlds[one.scenario].acknowledged;
        promised.insert(run.acknowledged.begin(), run.acknowledged.end());
        const std::string bad = verify(fake, promised, run.allowed_gone, scenario);
        if (!bad.empty()) end_with(fmt::format("{}: {}", where, bad));
        ++done;
    }
    std::printf("%llu of %zu faults in %zu scenarios, %llu ended with an error, 0 lost\n",
                static_cast<unsigned long long>(done), cases.size(), list.size(),
                static_cast<unsigned long long>(refused));
    return 0;
}

/// The disk before one step, and what had been promised by then.
struct Moment {
    FileStep step = FileStep::Write;
    std::string path;
    std::map<std::string, std::shared_ptr<test::MemoryFiles::Node>> names;
    std::map<const void*, Bytes> contents;
    std::set<std::string> folders;
    std::set<std::string> acknowledged;
};

/// What a cut may leave: names and contents that are surely on the disk, and what is on its way.
class Platter {
  public:
    explicit Platter(const Moment& start) : names_(start.names), contents_(start.contents) {}

    /// The step of `before` was taken; `after` is the disk behind it.
    void follow(const Moment& before, const Moment& after) {
        const auto node_at = [](const Moment& moment, const std::string& path) {
            const auto found = moment.names.find(path);
            return found == moment.names.end() ? nullptr : found->second;
        };
        switch (before.step) {
            case FileStep::Create:
                if (const auto node = node_at(after, before.path)) {
                    pending_.push_back({{}, before.path, node});
                    contents_.emplace(node.get(), Bytes());
                }
                break;
            case FileStep::Rename: {
                const auto node = node_at(before, before.path);
                for (const auto& [path, other] : after.names) {
                    if (other == node && node_at(before, path) != node)
                        pending_.push_back({before.path, path, node});
                }
                break;
            }
            case FileStep::Unlink:
                pending_.push_back({before.path, {}, nullptr});
                break;
            case FileStep::Sync:
                if (const auto node = node_at(after, before.path))
                    contents_[node.get()] = after.contents.at(node.get());
                break;
            case FileStep::SyncFolder:
                for (auto one = pending_.begin(); one != pending_.end();) {
                    const std::string& path = one->to.empty() ? one->from : one->to;
                    if (host::parent_folder(path) != before.path) {
                        ++one;
                        continue;
                    }
                    apply(*one, names_);
                    one = pending_.erase(one);
                }
                break;
            case FileStep::Write:
            case FileStep::Truncate:
            case FileStep::MakeFolder:
                break;
        }
    }

    enum class Content { Synced, Written, Torn, Reordered };

    /// One disk: the names on their way that `mask` selects are there, contents as `content` says.
    [[nodiscard]] Disk build(const Moment& now, std::uint64_t mask, Content content,
                             std::mt19937_64& random) const {
        auto names = names_;
        for (std::size_t i = 0; i < pending_.size(); ++i) {
            if ((mask >> i & 1U) != 0) apply(pending_[i], names);
        }
        Disk disk;
        disk.folders = now.folders;
        for (const auto& [path, node] : names) {
            const auto synced = contents_.find(node.get());
            const auto written = now.contents.find(node.get());
            const Bytes& sure = synced == contents_.end() ? written->second : synced->second;
            Bytes bytes = written == now.contents.end() || content == Content::Synced
                              ? sure
                              : written->second;
            const std::size_t common = std::min(sure.size(), bytes.size());
            if (content == Content::Torn && bytes.size() > sure.size()) {
                const std::size_t sectors = (bytes.size() - common + 511) / 512;
                bytes.resize(std::min(bytes.size(), common + 512 * (random() % (sectors + 1))));
            } else if (content == Content::Reordered && bytes.size() > sure.size()) {
                const std::size_t sectors = (bytes.size() - common + 511) / 512;
                const std::size_t at = common + 512 * (random() % sectors);
                std::fill(
                    bytes.begin() + static_cast<std::ptrdiff_t>(at),
                    bytes.begin() + static_cast<std::ptrdiff_t>(std::min(bytes.size(), at + 512)),
                    std::uint8_t{0});
            }
            disk.files[path] = std::move(bytes);
        }
        return disk;
    }
    [[nodiscard]] std::size_t pending() const { return pending_.size(); }

  private:
    struct NameChange {
        std::string from;  ///< empty: a new name
        std::string to;    ///< empty: the name goes
        std::shared_ptr<test::MemoryFiles::Node> node;
    };
    using Names = std::map<std::string, std::shared_ptr<test::MemoryFiles::Node>>;
    static void apply(const NameChange& change, Names& names) {
        if (!change.from.empty()) names.erase(change.from);
        if (!change.to.empty()) names[change.to] = change.node;
    }
    Names names_;
    std::map<const void*, Bytes> contents_;
    std::vector<NameChange> pending_;
};

/// Runs a scenario and keeps the disk as it was before each step, and at the end.
std::vector<Moment> record(const Scenario& scenario, const World& world) {
    FakeHost fake;
    wake(fake, scenario, world.disk, 1);
    std::vector<Moment> moments;
    Run run;
    const auto keep = [&](FileStep step, const std::string& path) {
        Moment moment;
        moment.step = step;
        moment.path = path;
        moment.names = fake.files.nodes;
        for (const auto& [name, node] : fake.files.nodes)
            moment.contents[node.get()] = node->content;
        moment.folders = fake.files.folders;
        moment.acknowledged = run.acknowledged;
        moments.push_back(std::move(moment));
    };
    fake.files.fault = [&](FileStep step, const std::string& path, int) -> std::optional<Error> {
        keep(step, path);
        return std::nullopt;
    };
    must(scenario.run(fake, run), scenario.name);
    fake.files.fault = nullptr;
    keep(FileStep::Write, {});
    return moments;
}

/// A number that tells disks apart.
std::size_t fingerprint(const Disk& disk) {
    std::string all;
    for (const auto& [path, bytes] : disk.files)
        all += path + fmt::format(":{}:", bytes.size()) + std::string(as_text(bytes));
    return std::hash<std::string>()(all);
}

int run_power(const Options& options) {
    const auto list = scenarios();
    std::mt19937_64 random(options.seed);
    const Budget budget(options);
    std::uint64_t done = 0;
    std::uint64_t cuts = 0;
    std::uint64_t round = 0;
    std::set<std::size_t> known;
    do {
        const std::uint64_t before_round = done;
        // A limited run takes its states from all over, so cuts are visited in a random order.
        struct Cut {
            std::size_t scenario;
            std::size_t moment;
        };
        std::vector<World> worlds;
        std::vector<std::vector<Moment>> traces;
        std::vector<Cut> order;
        for (std::size_t s = 0; s < list.size(); ++s) {
            worlds.push_back(make_world(list[s]));
            traces.push_back(record(list[s], worlds.back()));
            for (std::size_t k = 0; k < traces.back().size(); ++k)
                order.push_back({s, k});
        }
        std::shuffle(order.begin(), order.end(), random);
        for (const Cut& cut : order) {
            if (budget.is_spent(done)) break;
            const Scenario& scenario = list[cut.scenario];
            const auto& trace = traces[cut.scenario];
            Platter platter(trace.front());
            for (std::size_t k = 0; k < cut.moment; ++k)
                platter.follow(trace[k], trace[k + 1]);
            ++cuts;
            const Moment& now = trace[cut.moment];
            const std::uint64_t all =
                (std::uint64_t{1} << std::min<std::size_t>(platter.pending(), 63)) - 1;
            std::vector<std::uint64_t> masks{0, all};
            for (int i = 0; i < 10 && all > 1; ++i)
                masks.push_back(random() & all);
            for (const std::uint64_t mask : masks) {
                using Content = Platter::Content;
                for (const Content content :
                     {Content::Synced, Content::Written, Content::Torn, Content::Torn,
                      Content::Torn, Content::Reordered, Content::Reordered}) {
                    if (budget.is_spent(done)) break;
                    const Disk disk = platter.build(now, mask, content, random);
                    if (!known.insert(fingerprint(disk) ^ (cut.scenario << 7U)).second) continue;
                    FakeHost fake;
                    wake(fake, scenario, disk, 10 + done);
                    auto promised = worlds[cut.scenario].acknowledged;
                    promised.insert(now.acknowledged.begin(), now.acknowledged.end());
                    const std::string bad = verify(fake, promised,
                                                   std::string_view(scenario.name) == "undo"
                                                       ? std::set<std::string>{"kept 7"}
                                                       : std::set<std::string>{},
                                                   scenario);
                    if (!bad.empty()) {
                        end_with(fmt::format(
                            "{}: cut before step {} of {}, names {:b} of {}, contents {}: {} (seed "
                            "{})",
                            scenario.name, cut.moment + 1, trace.size(), mask, platter.pending(),
                            static_cast<int>(content), bad, options.seed));
                    }
                    ++done;
                }
            }
        }
        ++round;
        if (done == before_round) break;
    } while (!budget.is_spent(done) && (options.cases > 0 || options.minutes > 0) && round < 1000);
    std::printf("%llu disks after %llu cuts in %zu scenarios, 0 lost\n",
                static_cast<unsigned long long>(done), static_cast<unsigned long long>(cuts),
                list.size());
    return 0;
}

}  // namespace

int main(int count, char** words) {
    Options options;
    const std::string what = count > 1 ? words[1] : "";
    for (int i = 2; i + 1 < count; i += 2) {
        const std::string name = words[i];
        if (name == "--cases") options.cases = std::strtoull(words[i + 1], nullptr, 10);
        if (name == "--minutes") options.minutes = std::strtod(words[i + 1], nullptr);
        if (name == "--seed") options.seed = std::strtoull(words[i + 1], nullptr, 10);
    }
    if (what == "faults" || what == "looks") return run_faults(options, what == "looks");
    if (what == "power") return run_power(options);
    std::fprintf(stderr,
                 "usage: disk_faults faults|looks|power [--cases N] [--minutes M] [--seed S]\n");
    return 2;
}
