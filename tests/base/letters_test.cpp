#include "attune/base/letters.hpp"

#include <doctest/doctest.h>

namespace attune {

TEST_CASE("letters of every script count as letters, digits and emoji do not") {
    for (const char32_t code : {U'a', U'Z', U'\u00E9', U'\u0416', U'\u4E2D', U'\u05D0'})
        CHECK(is_letter(code));
    for (const char32_t code : {U'0', U'_', U' ', U'\u20AC', U'\U0001F600', kNoCharacter})
        CHECK_FALSE(is_letter(code));
}

TEST_CASE("a name starts with a letter and ends before the first foreign character") {
    CHECK(name_length("plans-changed=3") == 13);
    CHECK(name_length("a_1.b") == 3);
    CHECK(name_length("\u00FCbel!") == 5);
    CHECK(name_length("e\u0301t") == 4);
    CHECK(name_length("1a") == 0);
    CHECK(name_length("-a") == 0);
    CHECK(name_length("") == 0);
    CHECK(name_length("a\xFF") == 1);
}

TEST_CASE("lower case keeps the letters of other scripts and composes accents") {
    CHECK(to_lower("STRA\u00DFE") == "stra\u00DFe");
    CHECK(to_lower("E\u0301") == "\u00E9");
    CHECK(to_lower("\xFF A") == "\xFF A");
}

}  // namespace attune
