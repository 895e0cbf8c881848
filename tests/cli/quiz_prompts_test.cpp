#include "cli/quiz_prompts.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "quiz/builders.hpp"

using namespace attune;
using namespace attune::quiz::test;
using cli::order_of_asking;

namespace {

definition::Questionnaire many(bool random, const std::string& condition = {}) {
    std::string text = "id = \"m\"\ntitle = \"M\"\nversion = \"1\"\n";
    if (random) text += "random_order = true\n";
    text += "[response]\nrange = [1, 5]\n";
    for (int i = 1; i <= 12; ++i) {
        text += "[[item]]\nid = \"q" + std::to_string(i) + "\"\ntext = \"item " +
                std::to_string(i) + "\"\n";
        if (i == 5 && !condition.empty()) text += "show_if = \"" + condition + "\"\n";
    }
    return loaded(text);
}

std::vector<std::size_t> sorted(std::vector<std::size_t> order) {
    std::sort(order.begin(), order.end());
    return order;
}

}  // namespace

TEST_CASE("only a file that asks for it is shuffled, and a seed always the same way") {
    const auto plain = order_of_asking(many(false), 7);
    CHECK(plain == sorted(plain));
    const auto q = many(true);
    const auto once = order_of_asking(q, 7);
    CHECK(once == order_of_asking(q, 7));
    CHECK(once != order_of_asking(q, 8));
    CHECK(once != plain);
    CHECK(sorted(once) == plain);
    CHECK(order_of_asking(q, {}) == plain);
}

TEST_CASE("items that hang on each other keep their places") {
    const auto q = many(true, "q2 >= 3");
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
        const auto order = order_of_asking(q, seed);
        CHECK(order[1] == 1);
        CHECK(order[4] == 4);
    }
}
