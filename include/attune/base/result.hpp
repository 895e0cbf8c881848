#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "attune/base/error.hpp"

namespace attune {

/// A value or an Error. Functions of attune that can fail return this and throw nothing.
template <typename T>
using Result = tl::expected<T, Error>;

/// Success without a value, or an Error.
using Status = Result<void>;

/// A failed Result of any type: `return fail(ErrorKind::NotFound, "no entry '4f2a'");`
[[nodiscard]] inline tl::unexpected<Error> fail(ErrorKind kind, std::string message,
                                                std::string hint = {}, std::string where = {}) {
    return tl::unexpected<Error>(
        Error{kind, std::move(message), std::move(hint), std::move(where)});
}

/// Passes the error of a failed result on.
[[nodiscard]] inline tl::unexpected<Error> fail(Error error) {
    return tl::unexpected<Error>(std::move(error));
}

}  // namespace attune

#define ATTUNE_JOIN_(a, b) a##b
#define ATTUNE_JOIN(a, b) ATTUNE_JOIN_(a, b)
#define ATTUNE_TRY_(result, declaration, expression)                                  \
    auto result = (expression);                                                       \
    if (!result) return ::tl::unexpected<::attune::Error>(std::move(result).error()); \
    declaration = *std::move(result)

/// `ATTUNE_TRY(auto rows, load_rows(day));` declares `rows` from a Result or returns its error.
#define ATTUNE_TRY(declaration, expression) \
    ATTUNE_TRY_(ATTUNE_JOIN(attune_result_, __LINE__), declaration, expression)

/// `ATTUNE_CHECK(file.write(bytes));` returns the error of a Status, if it has one.
#define ATTUNE_CHECK(expression)                                                         \
    do {                                                                                 \
        if (auto attune_status_ = (expression); !attune_status_)                         \
            return ::tl::unexpected<::attune::Error>(std::move(attune_status_).error()); \
    } while (false)
