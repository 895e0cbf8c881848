#include "attune/query/views.hpp"

#include "attune/journal/name.hpp"
#include "store/store_fixture.hpp"

namespace attune::query {

TEST_CASE("views speak of names as they are now") {
    test::StoreInMemory store;
    journal::Record record = test::trigger("met");
    record.people = {"sam", "Sammy"};
    record.tags = {{"trigger", "no-reply"}};
    record.values = {{"feeling.wounded", "peak", 4, "", 0.0, 10.0},
                     {"feeling.hurt", "peak", 6, "", 0.0, 10.0}};
    record.tags.push_back({"feeling", "stung"});
    store.log(record);
    journal::Name sam{.facet = "person", .spelling = "Sam", .origin = "sam"};
    sam.aliases = {"sammy"};
    store.log(journal::record_of(sam, {}));
    auto library = store.library();
    REQUIRE(query::install_views(library.database()));
    const auto text_of = [&](const char* sql) {
        auto row = library.database().prepare(sql);
        REQUIRE_MESSAGE(row.has_value(), (row ? "" : row.error().message));
        std::string out;
        while (true) {
            const auto more = row->step();
            REQUIRE_MESSAGE(more.has_value(), (more ? "" : more.error().message));
            if (!*more) return out;
            for (int i = 0; i < row->columns(); ++i)
                out += std::string(row->text(i)) + (i + 1 < row->columns() ? " " : ";");
        }
    };
    CHECK(text_of("SELECT text FROM diary") == "met;");
    CHECK(text_of("SELECT person FROM with_person") == "Sam;");
    CHECK(text_of("SELECT trigger FROM trigger_entry") == "late-reply;");
    CHECK(text_of("SELECT name, intensity FROM feeling") == "hurt 6.0;");
    CHECK(text_of("SELECT facet, slug FROM coded ORDER BY facet") ==
          "feeling hurt;trigger late-reply;");
}

}  // namespace attune::query
