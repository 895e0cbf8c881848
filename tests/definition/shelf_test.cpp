#include "attune/definition/shelf.hpp"

#include <array>

#include <doctest/doctest.h>

using namespace attune;
using namespace attune::definition;

namespace {

constexpr std::array<EmbeddedFile, 2> kFiles = {
    {{"attachment", "questionnaires/attachment.toml", "a"},
     {"maas", "questionnaires/maas.toml", "m"}}};

}  // namespace

TEST_CASE("an own file stands in front of the program's with the same id, and says so") {
    const Shelf shelf(kFiles, {{"/home/me/maas.toml", "mine"}, {"/home/me/zeal.toml", "z"}});
    CHECK(shelf.ids() == std::vector<std::string>{"attachment", "maas", "zeal"});
    REQUIRE(shelf.find("maas"));
    CHECK(shelf.find("maas")->text == "mine");
    CHECK(shelf.find("maas")->own);
    CHECK(shelf.notes() ==
          std::vector<std::string>{
              "'maas' is read from /home/me/maas.toml instead of questionnaires/maas.toml"});
}

TEST_CASE("an unknown questionnaire is not found, with the nearest one as the hint") {
    const Shelf shelf(kFiles, {});
    const auto missing = shelf.file("attachmnt");
    REQUIRE_FALSE(missing);
    CHECK(missing.error().kind == ErrorKind::NotFound);
    CHECK(missing.error().hint == "did you mean 'attachment'?");
    CHECK(shelf.file("xyz").error().hint == "'attune quiz list' shows what there is");
    CHECK(shelf.file("maas").value()->id == "maas");
}

TEST_CASE("every questionnaire of the program loads without an error and under its file name") {
    REQUIRE(embedded_questionnaires().size() >= 3);
    for (const EmbeddedFile& file : embedded_questionnaires()) {
        const auto checked = load_questionnaire(file.text, std::string(file.path));
        for (const Problem& problem : checked.problems) {
            if (problem.weight == Problem::Weight::Error)
                FAIL_CHECK(problem.where() << ": " << problem.message);
        }
        REQUIRE(checked.value);
        CHECK(checked.value->id == file.id);
    }
}

TEST_CASE("several problems become one error that counts the others") {
    const std::vector<Problem> problems = {
        {"m.toml", {1, 2}, "a note", "", Problem::Weight::Note},
        {"m.toml", {3, 4}, "first", "", Problem::Weight::Error},
        {"m.toml", {5, 6}, "second", "", Problem::Weight::Error}};
    const Error error = as_error(problems);
    CHECK(error.kind == ErrorKind::BadInput);
    CHECK(error.where == "m.toml:3:4");
    CHECK(error.message == "first (and 1 more problem)");
}
