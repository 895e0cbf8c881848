// Nothing that is typed to find words is ever syntax of the index or of SQL: what is understood can
// be looked for.

#include "attune/query/filter.hpp"
#include "attune/query/text_query.hpp"
#include "fuzz/query/open_store.hpp"

using namespace attune;
using namespace attune::fuzz;

ATTUNE_FUZZ(search) {
    const std::string_view typed = as_text(data, size);
    query::Filter filter;
    if (auto words = query::parse_text_query(typed)) filter.wishes.text = *words;
    if (auto feeling = query::parse_feeling_wish(typed)) {
        if (feeling->intensity && feeling->intensity->low && feeling->intensity->high) {
            expect(*feeling->intensity->low <= *feeling->intensity->high, "no range is empty");
        }
        filter.unwanted.feelings = {*feeling};
    }
    filter.wishes.people = {std::string(typed)};
    filter.unwanted.triggers = {std::string(typed)};
    db::Connection& database = open_store().database();
    for (const bool with_people : {true, false}) {
        if (!with_people) filter.wishes.people.clear();
        const auto count = query::count_matches(database, filter);
        expect(count.has_value(), "what is understood can be looked for");
        std::int64_t seen = 0;
        expect(query::for_each_match(database, filter, query::Order::OldestFirst,
                                     [&](std::int64_t) -> Status {
                                         ++seen;
                                         return {};
                                     })
                   .has_value(),
               "what is counted can be listed");
        expect(seen == *count, "as many are listed as are counted");
    }
}
