#include "attune/definition/starter.hpp"

#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"
#include "attune/quiz/check.hpp"
#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz::test;

TEST_CASE("the starter is in order as it is, without a note") {
    const auto text = definition::starter_questionnaire("my-evenings");
    REQUIRE(text);
    const auto checked = definition::load_questionnaire(*text, "my-evenings.toml");
    REQUIRE(checked.value);
    CHECK(checked.problems.empty());
    CHECK(checked.value->id == "my-evenings");
    CHECK(quiz::check_scoring(*checked.value).empty());
}

TEST_CASE("what the starter has commented out is in order too") {
    const std::string text = definition::starter_questionnaire("evenings").value();
    std::string all;
    for (std::string_view line : split(text, '\n')) {
        // "# key = ..." and "# [table]" are there to be uncommented; sentences are not.
        const std::string_view words =
            line.substr(0, 2) == "# " ? line.substr(2) : std::string_view{};
        const std::size_t sign = words.find(" = ");
        const bool key = sign != std::string_view::npos &&
                         words.substr(0, sign).find_first_not_of("abcdefghijklmnopqrstuvwxyz_") ==
                             std::string_view::npos;
        all += std::string(key || words.starts_with("[") ? words : line) + '\n';
    }
    CHECK(all.find("\n[[norm]]") != std::string::npos);
    CHECK(all.find("\nrandom_order = true") != std::string::npos);
    const auto checked = definition::load_questionnaire(all, "all.toml");
    for (const auto& problem : checked.problems) {
        CHECK_MESSAGE(problem.weight == definition::Problem::Weight::Note,
                      problem.where() << ": " << problem.message);
    }
    REQUIRE(checked.value);
    CHECK(checked.value->norms.size() == 1);
    CHECK(checked.value->reliabilities.size() == 1);
    CHECK(checked.value->bands.size() == 1);
    CHECK_FALSE(checked.value->may_skip);
}

TEST_CASE("a starter needs an id that can be one") {
    for (const char* id : {"", "Evening", "take", "new", "a b", "7days", "\x1b[31m"}) {
        const auto text = definition::starter_questionnaire(id);
        REQUIRE_FALSE(text);
        CHECK(text.error().kind == ErrorKind::Usage);
        CHECK_FALSE(text.error().hint.empty());
    }
}
