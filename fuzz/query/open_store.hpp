#pragma once

#include <sqlite3.h>

#include "fuzz/store_disk.hpp"

namespace attune::fuzz {

/// The small store, open for the whole run. A statement that takes very many steps is ended, as a
/// person would with Ctrl-C: recursion without end is no find.
inline store::Library& open_store() {
    static Machine machine("A", small_store());
    static const vault::Keys keys = machine.keys();
    static store::Library library =
        must(store::Library::open(machine.fake.host, kPlace, keys), "library");
    static const bool once = [] {
        sqlite3* handle = library.database().handle();
        sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 1 << 20);
        return true;
    }();
    static_cast<void>(once);
    static int left;
    left = 200;
    sqlite3_progress_handler(
        library.database().handle(), 1000,
        [](void* count) { return --*static_cast<int*>(count) < 0 ? 1 : 0; }, &left);
    return library;
}

}  // namespace attune::fuzz
