// Two machines that share a folder do what the input says, and files between them arrive whole,
// damaged or late; frames with any body at all are among them. Whatever happened, each machine can
// always open its store, and once everything has arrived both show the same and nothing that was
// acknowledged is missing.

#include <algorithm>
#include <array>
#include <vector>

#include "attune/vault/inbox.hpp"
#include "fuzz/edits.hpp"
#include "fuzz/store_disk.hpp"
#include "store/apply.hpp"

using namespace attune;
using namespace attune::fuzz;

namespace {

constexpr int kStepsMax = 10;

/// The disks of two machines that have both opened the store before.
const std::array<Disk, 2>& two_disks() {
    static const std::array<Disk, 2> disks = [] {
        Machine first("A", small_store());
        Machine second("B", first.store_files());
        const vault::Keys keys = second.keys();
        auto library = must(store::Library::open(second.fake.host, kPlace, keys), "library");
        must(library.fold(), "fold");
        return std::array<Disk, 2>{disk_of(first.fake, "/"), disk_of(second.fake, "/")};
    }();
    return disks;
}

/// No secret changes here, so both machines have the same keys in every run.
const vault::Keys& shared_keys() {
    static const vault::Keys keys = Machine("A", two_disks()[0]).keys();
    return keys;
}

class Pair {
  public:
    void run(Choices& choices) {
        // A reader unites what has arrived, so one exchange is enough; more may change nothing.
        const int rounds = choices.byte() % 8 == 7 ? 3 : 1;
        for (int i = 0; i < kStepsMax && !choices.empty(); ++i)
            step(choices);
        for (int round = 0; round < rounds; ++round) {
            for (const std::size_t to : {std::size_t{1}, std::size_t{0}}) {
                deliver(to, nullptr);
                fold(to);
            }
        }
        deliver(0, nullptr);
        deliver(1, nullptr);
        const std::string shown = picture(0);
        expect(picture(1) == shown, "both machines show the same");
    }

  private:
    void step(Choices& choices) {
        const std::uint8_t kind = choices.byte();
        const std::size_t who = kind / 16 % 2;
        Machine& machine = machines_[who];
        switch (kind % 16) {
            case 0:
            case 1:
            case 2:
                acknowledge(machine.book().add(record_of("entry " + std::to_string(kind))));
                break;
            case 3:
            case 4:
                append(machine, choices.text(1 + choices.below(400)));
                break;
            case 5:
            case 6:
                fold(who);
                break;
            case 7:
            case 8:
                deliver(who, nullptr);
                break;
            case 9:
            case 10:
            case 11:
                deliver(who, &choices);
                break;
            case 12: {
                if (receipts_.empty()) break;
                const auto& receipt = receipts_[choices.below(receipts_.size())];
                auto record = record_of("changed");
                record.id = receipt.record;
                acknowledge(machine.book().change(record, {receipt.revision}));
                break;
            }
            case 13: {
                if (receipts_.empty()) break;
                const auto& receipt = receipts_[choices.below(receipts_.size())];
                acknowledge(machine.book().remove(receipt.record, {receipt.revision}));
                break;
            }
            default: {
                auto book = machine.book();
                const auto last = book.last_undoable();
                if (last) acknowledge(book.undo(*last));
                break;
            }
        }
    }

    void acknowledge(const Result<store::Receipt>& receipt) {
        expect(receipt.has_value(), "writing works while the disk does");
        receipts_.push_back(*receipt);
    }

    /// A frame that verifies and says anything at all behind what it repeats of its outside.
    static void append(Machine& machine, std::string_view text) {
        auto inbox = must(vault::Inbox::open(machine.fake.host, kPlace), "inbox");
        must(inbox.append(
                 [&](std::uint64_t sequence, std::uint64_t clock) -> Result<Bytes> {
                     std::string body = "{\"v\":1,\"store\":\"" + inbox.identity().store.hex() +
                                        "\",\"device\":\"" + inbox.identity().device.hex() +
                                        "\",\"seq\":" + std::to_string(sequence) +
                                        ",\"clock\":" + std::to_string(clock) + ",";
                     body += text;
                     const ByteView bytes = as_bytes(body);
                     return Bytes(bytes.begin(), bytes.end());
                 },
                 [](vault::Seen&) {}),
             "append");
    }

    void fold(std::size_t who) {
        Machine& machine = machines_[who];
        machine.fake.clock.advance(std::chrono::minutes(1));
        vault::FoldRequest request;
        request.applier = store::make_applier(keys_);
        must(vault::fold(machine.fake.host, kPlace, keys_, request), "fold");
    }

    /// What the other machine wrote arrives; with `edits` one of its files not as it was.
    void deliver(std::size_t who, Choices* edits) {
        Machine& to = machines_[who];
        Machine& from = machines_[1 - who];
        const std::string device =
            "/store/" +
            must(vault::Inbox::open(from.fake.host, kPlace), "inbox").identity().device.hex();
        auto& theirs = from.fake.files.nodes;
        auto& ours = to.fake.files.nodes;
        const auto is_theirs = [&](const auto& node) { return node.first.starts_with(device); };
        std::erase_if(ours, [&](const auto& node) {
            return is_theirs(node) && !theirs.contains(node.first);
        });
        std::size_t left = 0;
        if (edits != nullptr) {
            const auto count = std::count_if(theirs.begin(), theirs.end(), is_theirs);
            left = edits->below(static_cast<std::size_t>(count));
        }
        for (const auto& [path, node] : theirs) {
            if (!path.starts_with(device)) continue;
            Bytes spoilt;
            const bool is_spoilt = edits != nullptr && left-- == 0;
            if (is_spoilt) {
                spoilt = node->content;
                apply_edits(spoilt, *edits, 3);
            }
            const Bytes& content = is_spoilt ? spoilt : node->content;
            const auto here = ours.find(path);
            if (here != ours.end() && as_text(here->second->content) == as_text(content)) continue;
            to.fake.files.put(path, as_text(content));
        }
    }

    std::string picture(std::size_t who) {
        Machine& machine = machines_[who];
        auto library = must(store::Library::open(machine.fake.host, kPlace, keys_), "library");
        for (const store::Receipt& receipt : receipts_) {
            auto row = must(library.database().prepare("SELECT 1 FROM entry WHERE rev = ?"), "row");
            row.bind(1, receipt.revision.view());
            expect(must(row.step(), "step"), "what was acknowledged is there");
        }
        auto rows = must(library.database().prepare(
                             "SELECT hex(id), hex(rev), deleted, text FROM entry WHERE shown = 1 "
                             "ORDER BY id"),
                         "rows");
        std::string out;
        while (must(rows.step(), "step")) {
            for (int i = 0; i < 4; ++i)
                out += std::string(rows.text(i)) + "\t";
            out += "\n";
        }
        return out;
    }

    std::array<Machine, 2> machines_{Machine("A", two_disks()[0]), Machine("B", two_disks()[1])};
    const vault::Keys& keys_ = shared_keys();
    std::vector<store::Receipt> receipts_;
};

}  // namespace

ATTUNE_FUZZ(merge) {
    Choices choices(data, size);
    Pair().run(choices);
}
