// The views of 'attune sql' as statements for another SQLite: bench/run asks both the same.
#include <cstdio>
#include <string>

#include "attune/query/views.hpp"
#include "query/view_bodies.hpp"

int main() {
    for (const attune::query::View& view : attune::query::all_views()) {
        std::string sql = "CREATE TEMP VIEW " + std::string(view.name);
        for (const attune::query::ViewColumn& column : view.columns)
            sql.append(&column == view.columns.data() ? "(" : ", ").append(column.name);
        sql.append(") AS ").append(attune::query::body_of_view(view.name)).append(";");
        std::puts(sql.c_str());
    }
}
