// SQL that somebody typed ends with rows or with an error, writes nothing, and no error tells what
// stands in the journal or in an entry that was removed.

#include "attune/query/person_query.hpp"
#include "fuzz/query/open_store.hpp"

using namespace attune;
using namespace attune::fuzz;

namespace {

void judge(const Error& error, std::string_view sql) {
    expect(!error.message.empty(), "an error says something");
    for (const std::string_view word :
         {"zqsecretword", "the tide does not ask", "rain on the wall"}) {
        const bool quoted = sql.find(word) != std::string_view::npos;
        expect(quoted || (error.message + error.hint).find(word) == std::string::npos,
               "an error tells nothing of the journal");
    }
}

}  // namespace

ATTUNE_FUZZ(sql) {
    const std::string_view text = as_text(data, size);
    store::Library& library = open_store();
    db::Connection& database = library.database();
    static const std::int64_t rows = must(database.value_of("SELECT count(*) FROM entry"), "count");
    const int before = sqlite3_total_changes(database.handle());
    {
        std::map<std::string, std::string> parameters;
        if (text.find(":day") != std::string_view::npos) parameters = {{"day", "2026-03-01"}};
        auto query = query::PersonQuery::prepare(database, text, parameters);
        if (!query) {
            judge(query.error(), text);
        } else {
            for (int i = 0; i < 200; ++i) {
                const auto more = query->step();
                if (!more) judge(more.error(), text);
                if (!more || !*more) break;
                for (int column = 0; column < query->columns(); ++column) {
                    expect(query->row().text(column).find("zqsecretword") == std::string::npos ||
                               text.find("zq") != std::string_view::npos,
                           "a removed entry is in no row");
                }
            }
        }
    }
    expect(sqlite3_total_changes(database.handle()) == before, "nothing was written");
    open_store();  // the steps are counted anew
    expect(must(database.value_of("SELECT count(*) FROM entry"), "count") == rows,
           "the journal is as it was");
}
