// The pages inside a sealed file say anything at all, sealed with the right key: whoever holds that
// key can write them, and so can memory that fails. Every question ends with an answer or with an
// error that says something, a fold that does not work changes no file, and nothing ends the
// program.

#include "attune/query/filter.hpp"
#include "attune/query/person_query.hpp"
#include "fuzz/edits.hpp"
#include "fuzz/store_disk.hpp"
#include "vault/packed_store.hpp"
#include "vault/sealed_image.hpp"

using namespace attune;
using namespace attune::fuzz;

namespace {

struct Opened {
    std::string path;  ///< of the newest generation
    test::SealedParts parts;
};

const Opened& opened() {
    static const Opened all = [] {
        Machine machine("A", small_store());
        const vault::Keys keys = machine.keys();
        Opened out;
        for (const auto& [path, content] : machine.store_files()) {
            if (path.ends_with(".sealed")) out.path = std::max(out.path, path);
        }
        auto file = must(machine.fake.files.open_read(out.path), "open");
        auto header = must(vault::read_header(*file, out.path), "header");
        out.parts.header = header.bytes;
        const ByteView root = keys.root.view();
        out.parts.root.assign(root.begin(), root.end());
        auto image = must(
            vault::SealedImage::open(std::move(file), std::move(header), keys.vault_key, out.path),
            "image");
        out.parts.image.resize(image->size());
        expect(image->read(0, out.parts.image), "the image reads");
        return out;
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
    test::SealedParts parts = opened().parts;
    const auto length = parts.image.size();
    apply_edits(parts.image, choices, 12);
    parts.image.resize(length);  // the header counts the chunks
    Machine machine("A", small_store());
    machine.fake.files.put(opened().path, as_text(test::seal_parts(parts)));
    static const vault::Keys keys = machine.keys();
    auto library = store::Library::open(machine.fake.host, kPlace, keys);
    judge(library);
    if (!library) return;
    ask(*library, view);
    const Disk before = machine.store_files();
    const auto folded = library->fold();
    judge(folded);
    if (!folded) {
        expect(is_unchanged(machine, before), "a fold that does not work changes no file");
    }
}
