#include "cli/draw.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/crypto/primitives.hpp"
#include "attune/journal/form_record.hpp"
#include "attune/journal/record_json.hpp"
#include "attune/query/filter.hpp"
#include "attune/vault/private_state.hpp"
#include "cli/now.hpp"

namespace attune::cli {

namespace {

/// The file: a key, the mark seen last, then marks, filled up with random ones to a multiple of
/// kMarksFilled. A file of another shape counts as none.
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kMarkBytes = 8;
constexpr std::size_t kMarksFilled = 64;
constexpr std::size_t kMaxBytes = std::size_t{4} * 1024 * 1024;

using Mark = std::array<std::uint8_t, kMarkBytes>;

struct Memory {
    std::array<std::uint8_t, kKeyBytes> key{};
    Mark last{};
    std::set<Mark> seen;

    [[nodiscard]] Mark mark(const RecordId& id) const {
        const crypto::Hash32 hash = crypto::hash32({id.view()}, key);
        Mark mark;
        std::memcpy(mark.data(), hash.data(), mark.size());
        return mark;
    }
};

std::string file_of(Context& context, const StoreId& store, const definition::Form& form) {
    const crypto::Hash32 name = crypto::hash32({store.view(), as_bytes(form.id)});
    return host::path_join(vault::state_folder(context.location(), store),
                           "drawn-" + to_hex(ByteView(name).first(kMarkBytes)));
}

Memory load(host::Host& host, const std::string& path) {
    Memory memory;
    const auto bytes = host.files.load(path, kMaxBytes);
    if (!bytes || bytes->size() < kKeyBytes + kMarkBytes || bytes->size() % kMarkBytes != 0) {
        host.environment.random(memory.key);
        return memory;
    }
    std::memcpy(memory.key.data(), bytes->data(), kKeyBytes);
    std::memcpy(memory.last.data(), bytes->data() + kKeyBytes, kMarkBytes);
    for (std::size_t at = kKeyBytes + kMarkBytes; at < bytes->size(); at += kMarkBytes) {
        Mark mark;
        std::memcpy(mark.data(), bytes->data() + at, kMarkBytes);
        memory.seen.insert(mark);
    }
    return memory;
}

Status save(host::Host& host, const std::string& path, const Memory& memory) {
    std::set<Mark> marks = memory.seen;
    while (marks.empty() || marks.size() % kMarksFilled != 0) {
        Mark filler;
        host.environment.random(filler);
        marks.insert(filler);
    }
    Bytes bytes(memory.key.begin(), memory.key.end());
    bytes.insert(bytes.end(), memory.last.begin(), memory.last.end());
    for (const Mark& mark : marks)
        bytes.insert(bytes.end(), mark.begin(), mark.end());
    return host.files.replace(path, bytes, false);
}

/// The one of `ids` that the seed puts first.
RecordId first_by(const std::vector<RecordId>& ids, ByteView seed) {
    return *std::min_element(ids.begin(), ids.end(), [&](const RecordId& a, const RecordId& b) {
        return crypto::hash32({seed, a.view()}) < crypto::hash32({seed, b.view()});
    });
}

RecordId pick(Memory& memory, const std::vector<RecordId>& all, ByteView seed) {
    const auto unseen = [&] {
        std::vector<RecordId> left;
        for (const RecordId& id : all) {
            if (!memory.seen.contains(memory.mark(id))) left.push_back(id);
        }
        return left;
    };
    std::vector<RecordId> left = unseen();
    if (left.empty()) {
        memory.seen.clear();
        left = unseen();
        if (left.size() > 1)
            std::erase_if(left, [&](const RecordId& id) { return memory.mark(id) == memory.last; });
    }
    const RecordId chosen = first_by(left, seed);
    memory.last = memory.mark(chosen);
    memory.seen.insert(memory.last);
    // Marks of records that are gone, and fillers, are let go.
    std::set<Mark> kept;
    for (const RecordId& id : all) {
        if (memory.seen.contains(memory.mark(id))) kept.insert(memory.mark(id));
    }
    memory.seen = std::move(kept);
    return chosen;
}

Status print_drawn(Context& context, const definition::Form& form, const journal::Record& record,
                   const std::string& short_id) {
    Screen& screen = context.screen();
    if (context.global().porcelain) return screen.print_raw(record.id.hex() + "\n");
    if (context.global().json) {
        return screen.print_json("{\"schema\":1,\"entry\":" + journal::encode_record(record) +
                                 "}\n");
    }
    ATTUNE_TRY(const journal::Now now, current_now(context));
    for (const std::string& line : wrap(Screen::visible(record.text, true), screen.width())) {
        ATTUNE_CHECK(screen.print(line + "\n"));
    }
    const std::string summary = journal::form_summary(form, record, {.today = now.today()});
    return screen.print(fmt::format("{}{}{}  {}\n",
                                    journal::describe_moment(record.at, now.today()),
                                    summary.empty() ? "" : "  ", summary, short_id));
}

}  // namespace

Result<ExitCode> draw_note(Context& context, const definition::Form& form,
                           std::optional<long long> seed) {
    ATTUNE_TRY(const vault::Keys* keys, context.unlock());
    ATTUNE_TRY(store::Library * library, context.open_library());
    query::Filter filter;
    filter.wishes.kinds = {form.id};
    std::vector<RecordId> all;
    ATTUNE_CHECK(query::for_each_match(library->database(), filter, query::Order::OldestFirst,
                                       [&](std::int64_t row) -> Status {
                                           ATTUNE_TRY(const auto record, library->load_row(row));
                                           all.push_back(record.id);
                                           return {};
                                       }));
    if (all.empty()) {
        if (context.global().json)
            ATTUNE_CHECK(context.screen().print_raw("{\"schema\":1,\"entry\":null}\n"));
        context.screen().say(
            fmt::format("there is none yet; 'attune note {} ...' writes one", form.id));
        return ExitCode::Done;
    }
    const std::string path = file_of(context, keys->store, form);
    Memory memory = load(context.host(), path);
    std::array<std::uint8_t, 16> chance{};
    if (seed) {
        std::memcpy(chance.data(), &*seed, sizeof *seed);
    } else {
        context.host().environment.random(chance);
    }
    const RecordId chosen = pick(memory, all, chance);
    ATTUNE_TRY(const store::StoredRecord stored, library->load(chosen));
    ATTUNE_CHECK(print_drawn(context, form, stored.record, library->short_id(chosen)));
    // Where it cannot be remembered, one may come twice; that is all.
    if (const Status saved = save(context.host(), path, memory); !saved)
        context.screen().say_more("what was shown could not be remembered");
    return ExitCode::Done;
}

}  // namespace attune::cli
