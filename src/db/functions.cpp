#include "attune/db/functions.hpp"

#include <algorithm>
#include <new>
#include <vector>

#include <sqlite3.h>

namespace attune::db {

namespace {

void add_number(sqlite3_context* context, int /*count*/, sqlite3_value** values) noexcept {
    const int type = sqlite3_value_type(values[0]);
    if (type != SQLITE_INTEGER && type != SQLITE_FLOAT) return;
    // SQLite keeps one pointer for each group, null at first.
    auto* place = static_cast<std::vector<double>**>(
        sqlite3_aggregate_context(context, sizeof(std::vector<double>*)));
    try {
        if (place == nullptr) throw std::bad_alloc();
        if (*place == nullptr) *place = new std::vector<double>;  // ends in finish_median
        (*place)->push_back(sqlite3_value_double(values[0]));
    } catch (const std::bad_alloc&) {
        sqlite3_result_error_nomem(context);
    }
}

void finish_median(sqlite3_context* context) noexcept {
    auto* place = static_cast<std::vector<double>**>(sqlite3_aggregate_context(context, 0));
    if (place == nullptr || *place == nullptr) return;
    std::vector<double>& numbers = **place;
    const auto middle = numbers.begin() + static_cast<std::ptrdiff_t>(numbers.size() / 2);
    std::nth_element(numbers.begin(), middle, numbers.end());
    double median = *middle;
    if (numbers.size() % 2 == 0) median = (median + *std::max_element(numbers.begin(), middle)) / 2;
    sqlite3_result_double(context, median);
    delete *place;
    *place = nullptr;
}

}  // namespace

Status define_median(Connection& connection) {
    constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    if (sqlite3_create_function_v2(connection.handle(), "median", 1, kFlags, nullptr, nullptr,
                                   add_number, finish_median, nullptr) != SQLITE_OK) {
        return fail(ErrorKind::Bug, "database: median is not there");
    }
    return {};
}

}  // namespace attune::db
