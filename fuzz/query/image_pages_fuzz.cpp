// The pages inside a sealed file say anything at all, sealed with the right key: whoever holds that
// key can write them, and so can memory that fails. Every question ends with an answer or with an
// error that says something, a fold that does not work changes no file, and nothing ends the
// program. When the file is another machine's, this one opens and folds all the same.

#include "attune/query/filter.hpp"
#include "attune/query/person_query.hpp"
#include "fuzz/edits.hpp"
#include "fuzz/store_disk.hpp"
#include "vault/packed_store.hpp"

using namespace attune;
using namespace attune::fuzz;

namespace {

/// A machine whose store holds one file that is taken apart.
struct Opened {
    std::string name;
    Disk disk;
    std::string path;
    test::SealedParts parts;

    Opened(std::string machine_name, Disk files, std::string sealed)
        : name(std::move(machine_name)), disk(std::move(files)), path(std::move(sealed)) {
        Machine machine(name, disk);
        parts = test::open_parts(must(machine.fake.files.open_read(path), "open"), path,
                                 machine.keys());
    }
};

std::string newest_sealed(const Disk& disk) {
    std::string newest;
    for (const auto& [path, content] : disk) {
        if (path.ends_with(".sealed")) newest = std::max(newest, path);
    }
    return newest;
}

void fold(Machine& machine) {
    const vault::Keys keys = machine.keys();
    must(must(store::Library::open(machine.fake.host, kPlace, keys), "library").fold(), "fold");
}

/// The newest file is the machine's own.
const Opened& own() {
    static const Opened all("A", small_store(), newest_sealed(small_store()));
    return all;
}

/// The file is new here and another machine's.
const Opened& others() {
    static const Opened all = [] {
        Machine first("A", small_store());
        Machine second("B", first.store_files());
        fold(second);
        must(first.book().add(record_of("not there yet")), "log");
        fold(first);
        const std::string path = newest_sealed(first.store_files());
        Disk disk = disk_of(second.fake, "/");
        disk[path] = first.store_files().at(path);
        return Opened("B", disk, path);
    }();
    return all;
}

template <typename T>
void judge(const Result<T>& result) {
    expect(result || !result.error().message.empty(), "an error says something");
}

/// One of the views, and everything else.
void ask(store::Library& library, std::size_t number) {
    const auto views = query::all_views();
    const query::View& view = views[number % views.size()];
    auto query = query::PersonQuery::prepare(
        library.database(), "SELECT * FROM " + std::string(view.name) + " LIMIT 30");
    judge(query);
    for (int i = 0; query && i < 40; ++i) {
        const auto row = query->step();
        judge(row);
        if (!row || !*row) break;
    }
    query::Filter filter;
    auto words = query::parse_text_query("rain wall..");
    if (words) filter.wishes.text = *words;
    judge(query::for_each_match(library.database(), filter, query::Order::NewestFirst,
                                [&](std::int64_t row) -> Status {
                                    judge(library.load_row(row));
                                    return {};
                                }));
    judge(query::count_kinds(library.database(), {}));
    for (const char* name : {"last", "last-2", "0000"}) {
        const auto id = library.find(name);
        judge(id);
        if (!id) continue;
        judge(library.load(*id));
        judge(library.history(*id));
    }
    judge(library.definitions());
    judge(library.devices());
    judge(library.set_aside());
    judge(library.check());
}

}  // namespace

ATTUNE_FUZZ(image_pages) {
    Choices choices(data, size);
    const std::size_t view = choices.byte();
    const bool is_own = view < 192;
    const Opened& opened = is_own ? own() : others();
    test::SealedParts parts = opened.parts;
    const auto length = parts.image.size();
    apply_edits(parts.image, choices, 12);
    parts.image.resize(length);  // the header counts the chunks
    Machine machine(opened.name, opened.disk);
    machine.fake.files.put(opened.path, as_text(test::seal_parts(parts)));
    static const vault::Keys keys = machine.keys();
    auto library = store::Library::open(machine.fake.host, kPlace, keys);
    judge(library);
    expect(is_own || library, library ? "" : library.error().message.c_str());
    if (!library) return;
    ask(*library, view);
    const Disk before = machine.store_files();
    const auto folded = library->fold();
    judge(folded);
    expect(is_own || folded, folded ? "" : folded.error().message.c_str());
    if (!folded) {
        expect(is_unchanged(machine, before), "a fold that does not work changes no file");
    }
}
