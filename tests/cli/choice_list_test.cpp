#include "cli/choice_list.hpp"

#include <doctest/doctest.h>

#include "attune/base/text.hpp"

namespace attune::cli {

namespace {

const std::vector<Choice> kList{{"hurt", "hurt", {"wounded"}},
                                {"late-reply", "late reply", {"no-answer"}},
                                {"to-be-heard", "to be heard", {}},
                                {"sad", "sad", {}}};

std::string words_of(const Picked& picked) {
    std::string out;
    for (const PickedWord& word : picked.words) {
        if (!out.empty()) out += ' ';
        out +=
            (word.known ? "" : "*") + word.word + (word.numbers.empty() ? "" : "=" + word.numbers);
    }
    return picked.problem.empty() ? out : "! " + picked.problem;
}

}  // namespace

TEST_CASE("a line picks by number, slug, label and alias, and keeps words of one's own") {
    const std::pair<const char*, const char*> cases[] = {
        {"1 4", "hurt sad"},
        {"1,4", "hurt sad"},
        {"4 1 4", "sad hurt"},
        {"hurt=7 4=2", "hurt=7 sad=2"},
        {"1 hurt=7", "hurt=7"},
        {"HURT", "hurt"},
        {"late-reply", "late-reply"},
        {"late reply", "late-reply"},
        {"Late Reply sad", "late-reply sad"},
        {"no-answer", "late-reply"},
        {"no answer 4", "late-reply sad"},
        {"to be heard", "to-be-heard"},
        {"wounded=3", "hurt=3"},
        {"he never asks", "*he never asks"},
        {"1 he never asks, out of the blue", "hurt *he never asks *out of the blue"},
        {"foggy=4 hurt", "*foggy=4 hurt"},
        {"foggy hurt", "*foggy hurt"},
        {"late", "*late"},
        {"hurt=7-4", "hurt=7-4"},
        {"  1\t4 ", "hurt sad"},
        {"hurt\nsad", "hurt sad"},
        {"9", "! there is no 9 in the list of 4"},
        {"0", "! there is no 0 in the list of 4"},
        {"99999999999999999999", "! there is no 99999999999999999999 in the list of 4"},
        {"", ""},
        {" , ", ""},
    };
    for (const auto& [typed, expected] : cases) {
        CAPTURE(typed);
        CHECK(words_of(read_choices(kList, typed)) == expected);
    }
}

TEST_CASE("without a list the words between two commas are one, and numbers are words") {
    CHECK(words_of(read_choices({}, "sam, my sister ,李雷")) == "*sam *my sister *李雷");
    CHECK(words_of(read_choices({}, "1 3")) == "*1 3");
}

TEST_CASE("a list never grows wider than the screen and numbers every word") {
    std::vector<Choice> choices;
    for (int i = 1; i <= 33; ++i) {
        const std::string word(static_cast<std::size_t>(3 + i % 17), 'a');
        choices.push_back({word, i % 5 == 0 ? "晚饭 " + word : word});
    }
    for (const int columns : {20, 40, 80, 100}) {
        CAPTURE(columns);
        const std::string shown = choice_lines(choices, {.columns = columns});
        for (const std::string_view line : split(shown, '\n'))
            CHECK(column_width(line) <= columns);
        for (int i = 1; i <= 33; ++i)
            CHECK(shown.contains(std::to_string(i) + " "));
    }
}

TEST_CASE("a filter keeps the numbers of the whole list and looks at other names too") {
    CHECK(choice_lines(kList, {}, "re") == "  2 late reply\n");
    CHECK(choice_lines(kList, {}, "WOUND") == "  1 hurt\n");
    CHECK(choice_lines(kList, {}, "no such").empty());
}

TEST_CASE("a list that is longer than its room says how to see the rest") {
    const std::string shown = choice_lines(kList, {.rows = 2, .accessible = true});
    CHECK(shown == "1. hurt\n  (more: / shows all, /word finds)\n");
    CHECK_FALSE(choice_lines(kList, {.rows = 4, .accessible = true}).contains("more:"));
}

TEST_CASE("headings stand above their words") {
    const std::vector<Choice> grouped{{"a", "a", {}, "still"}, {"b", "b", {}, "stirred"}};
    CHECK(choice_lines(grouped, {}) == "still:\n  1 a\nstirred:\n  2 b\n");
    CHECK(choice_lines(grouped, {}, "stirred") == "stirred:\n  2 b\n");
}

TEST_CASE("a name is meant only as it is written, but for case") {
    const std::vector<Choice> people{{"Zoë 🦊", "Zoë 🦊", {}, {}, true},
                                     {"🐢", "🐢", {}, {}, true},
                                     {"robin", "robin", {"rob"}, {}, true}};
    CHECK(read_choices(people, "Zoë").words == std::vector<PickedWord>{{"Zoë", false, {}}});
    CHECK(read_choices(people, "🦊").words == std::vector<PickedWord>{{"🦊", false, {}}});
    CHECK(read_choices(people, "zoë 🦊, ROB").words ==
          std::vector<PickedWord>{{"Zoë 🦊", true, {}}, {"robin", true, {}}});
}

}  // namespace attune::cli
