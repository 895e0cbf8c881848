// A file is taken in whole, and taking it in a second time adds nothing; one that is refused
// changes no file of the store.

#include "attune/exchange/jsonl.hpp"
#include "fuzz/store_disk.hpp"

using namespace attune;
using namespace attune::fuzz;

namespace {

Result<store::ImportReport> import(Machine& machine, const vault::Keys& keys, std::string text) {
    auto library = must(store::Library::open(machine.fake.host, kPlace, keys), "library");
    exchange::JsonlReader reader(exchange::text_lines(std::move(text)),
                                 {.store = keys.store, .decode = {}});
    return library.import([&] { return reader.next(); }, "jsonl");
}

std::int64_t count(Machine& machine, const vault::Keys& keys) {
    auto library = must(store::Library::open(machine.fake.host, kPlace, keys), "library");
    return must(library.database().value_of("SELECT count(*) FROM entry WHERE batch IS NOT NULL"),
                "count");
}

}  // namespace

ATTUNE_FUZZ(import) {
    const std::string text(as_text(data, size));
    Machine machine("A", small_store());
    const vault::Keys keys = machine.keys();
    const Disk before = machine.store_files();
    const auto done = import(machine, keys, text);
    if (!done) {
        expect(!done.error().message.empty(), "a refusal says why");
        expect(is_unchanged(machine, before), "what is refused changes no file");
        return;
    }
    const auto there = count(machine, keys);
    expect(there == static_cast<std::int64_t>(done->added + done->names_added),
           "every new record is in the store");
    const auto again = import(machine, keys, text);
    expect(again.has_value(), "what was taken once is taken again");
    expect(again->added == 0 && again->names_added == 0, "a second time adds nothing");
    expect(count(machine, keys) == there, "a second time leaves the store as it is");
}
