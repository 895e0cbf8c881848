#include "attune/base/json_cursor.hpp"

#include <doctest/doctest.h>

namespace attune {

namespace {

/// The canonical spelling, or "column: message".
std::string canonical(std::string_view text) {
    JsonCursor cursor(text);
    std::string out;
    Status status = cursor.copy_value(out);
    if (status) status = cursor.end();
    return status ? out : status.error().where + ": " + status.error().message;
}

}  // namespace

TEST_CASE("a value is copied without blanks, its numbers and order as they were") {
    CHECK(canonical(" { \"b\" : [ 1.50 , -0, 1e5 ] ,\n \"a\":{ } , \"c\": null}") ==
          "{\"b\":[1.50,-0,1e5],\"a\":{},\"c\":null}");
    CHECK(canonical("[]") == "[]");
    CHECK(canonical("123456789012345678901234567890") == "123456789012345678901234567890");
    CHECK(canonical("\"\\u00e9\\ud83d\\ude14\\/\\u0007\\n\"") == "\"\u00E9\U0001F614/\\u0007\\n\"");
}

TEST_CASE("what is no JSON is refused with its column") {
    CHECK(canonical("") == "1: expected a value");
    CHECK(canonical("{\"a\" 1}") == "6: expected ':'");
    CHECK(canonical("[1 2]") == "4: expected ',' or ']'");
    CHECK(canonical("[1,]") == "4: expected a value");
    CHECK(canonical("{\"a\":1,}") == "8: expected the name of a member");
    CHECK(canonical("{,}") == "2: expected the name of a member");
    CHECK(canonical("01") == "1: expected a number");
    CHECK(canonical("-") == "1: expected a number");
    CHECK(canonical("1.") == "1: expected a number");
    CHECK(canonical("1e") == "1: expected a number");
    CHECK(canonical(".5") == "1: expected a value");
    CHECK(canonical("+1") == "1: expected a value");
    CHECK(canonical("NaN") == "1: expected a value");
    CHECK(canonical("nul") == "1: expected a value");
    CHECK(canonical("\"\u00E9\u00E9") == "1: a string without its end");
    CHECK(canonical("[\"\u00E9\u00E9\",x]") == "7: expected a value");
    CHECK(canonical("\"a\tb\"") == "3: a control character inside a string");
    CHECK(canonical("\"\\x\"") == "2: unknown escape");
    CHECK(canonical("\"\\ud800\"") == "2: half of a surrogate pair");
    CHECK(canonical("\"\\ud800\\u0041\"") == "2: half of a surrogate pair");
    CHECK(canonical("\"\\udc00\"") == "2: half of a surrogate pair");
    CHECK(canonical("\"\\u00g0\"") == "6: expected four hexadecimal digits");
    CHECK(canonical("\"\\") == "2: unknown escape");
    CHECK(canonical("1 2") == "3: something stands behind the end");
}

TEST_CASE("nesting has an end") {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    CHECK(canonical(nested(60)) == nested(60));
    CHECK(canonical(nested(100000)).ends_with("nested too deep"));
}

TEST_CASE("numbers are finite doubles") {
    const auto number = [](std::string_view text) { return JsonCursor(text).number(); };
    CHECK(number(" 7") == 7.0);
    CHECK(number("-2.5e-3") == -0.0025);
    CHECK_FALSE(number("1e400"));
    CHECK_FALSE(number("nan"));
    CHECK_FALSE(number("\"7\""));
}

TEST_CASE("a written string reads back") {
    std::string all;
    for (int c = 0; c < 128; ++c)
        all.push_back(static_cast<char>(c));
    all += "\u00E9\u2028\U0001F614";
    std::string json;
    append_json_string(json, all);
    const auto back = JsonCursor(json).string();
    REQUIRE(back);
    CHECK(*back == all);
    std::string mended;
    append_json_string(mended, "a\xFF");
    CHECK(mended == "\"a\uFFFD\"");
}

}  // namespace attune
