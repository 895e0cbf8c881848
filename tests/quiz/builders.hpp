#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <doctest/doctest.h>

#include "attune/definition/embedded.hpp"
#include "attune/definition/questionnaire.hpp"
#include "attune/quiz/answers.hpp"

namespace attune::quiz::test {

/// The questionnaire of a text that is known to be correct.
inline definition::Questionnaire loaded(std::string_view text) {
    auto checked = definition::load_questionnaire(text, "test.toml");
    for (const auto& problem : checked.problems) {
        if (problem.weight == definition::Problem::Weight::Error) {
            FAIL(problem.where() << ": " << problem.message);
        }
    }
    REQUIRE(checked.value);
    return *std::move(checked.value);
}

inline definition::Questionnaire shipped(std::string_view id) {
    for (const auto& file : definition::embedded_questionnaires()) {
        if (file.id == id) return loaded(file.text);
    }
    FAIL("no questionnaire " << id);
    return {};
}

/// A key without wording: `count` items answered 1 to 5, then whatever tables `more` holds.
inline definition::Questionnaire key(int count, const std::string& more) {
    return loaded("id = \"k\"\ntitle = \"K\"\nversion = \"1\"\nitem_count = " +
                  std::to_string(count) + "\n[response]\nrange = [1, 5]\n" + more);
}

inline constexpr std::nullopt_t kBlank = std::nullopt;

inline Answers answers(std::initializer_list<std::optional<double>> values) {
    Answers out;
    for (const auto& value : values)
        out.push_back(value ? Answer{AnswerState::Value, *value} : Answer{});
    return out;
}

inline Answers all(std::size_t count, double value) {
    return Answers(count, {AnswerState::Value, value});
}

}  // namespace attune::quiz::test
