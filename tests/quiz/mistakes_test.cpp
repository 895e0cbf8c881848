#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/check.hpp"
#include "support/vectors.hpp"

using namespace attune;
using definition::Problem;

namespace {

struct Mistake {
    std::string name;
    std::string file;
    std::string expected;
};

/// The cases of tests/quiz/mistakes.txt.
std::vector<Mistake> load_mistakes() {
    std::ifstream in(testing::source_dir() + "/tests/quiz/mistakes.txt");
    std::vector<Mistake> cases;
    bool in_file = false;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("== ")) {
            cases.push_back({line.substr(3), {}, {}});
            in_file = true;
        } else if (line == "--") {
            in_file = false;
        } else if (!cases.empty() && in_file) {
            cases.back().file += line + '\n';
        } else if (!cases.empty() && !line.empty()) {
            cases.back().expected += line + '\n';
        }
    }
    return cases;
}

/// What `attune quiz check` says of a file, notes left out.
std::vector<Problem> check(const std::string& text) {
    auto loaded = definition::load_questionnaire(text, "case.toml");
    std::vector<Problem> problems = std::move(loaded.problems);
    if (loaded.value) {
        for (Problem& problem : quiz::check_scoring(*loaded.value))
            problems.push_back(std::move(problem));
        definition::sort_problems(problems);
    }
    std::erase_if(problems,
                  [](const Problem& problem) { return problem.weight != Problem::Weight::Error; });
    return problems;
}

}  // namespace

TEST_CASE("every mistake is found, in its place and with what to do, and nothing else is") {
    const std::vector<Mistake> cases = load_mistakes();
    CHECK(cases.size() > 150);
    for (const Mistake& mistake : cases) {
        std::string found;
        for (const Problem& problem : check(mistake.file)) {
            found += std::to_string(problem.at.line) + ':' + std::to_string(problem.at.column) +
                     ": " + problem.message + '\n';
            if (!problem.hint.empty()) found += "    " + problem.hint + '\n';
        }
        CAPTURE(mistake.name);
        CHECK(found == mistake.expected);
        CHECK_FALSE(mistake.expected.empty());
    }
}

TEST_CASE("the mistakes are of more than a hundred kinds and nearly all of them say what to do") {
    std::set<std::string> kinds;
    std::size_t problems = 0;
    std::size_t hints = 0;
    for (const Mistake& mistake : load_mistakes()) {
        for (const Problem& problem : check(mistake.file)) {
            // Names and numbers apart, a message is a kind of mistake.
            std::string kind;
            bool quoted = false;
            for (const char c : problem.message) {
                if (c == '\'') quoted = !quoted;
                if (!quoted && !(c >= '0' && c <= '9')) kind += c;
            }
            kinds.insert(kind);
            ++problems;
            if (!problem.hint.empty()) ++hints;
        }
    }
    CHECK(kinds.size() > 100);
    CHECK(hints * 10 > problems * 8);
}
