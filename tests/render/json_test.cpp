#include "attune/render/json.hpp"

#include <limits>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "attune/report/week.hpp"
#include "support/golden.hpp"
#include "support/week_data.hpp"

using namespace attune;
using render::render_json;
using report::Machine;
using testing::golden;

TEST_CASE("every week reads back as the JSON of its golden file") {
    const auto check = [](const report::WeekData& data, const std::string& name) {
        const std::string text = render_json(report::build_week(data));
        CHECK(text == golden(name, text));
        CHECK(nlohmann::json::accept(text));
    };
    check(testing::example_week(), "week_full.json");
    check(testing::quiet_week(), "week_quiet.json");
    check(testing::first_run(), "week_first_run.json");
}

TEST_CASE("all weeks have the same members, whatever they hold") {
    const auto names = [](const report::WeekData& data) {
        std::vector<std::string> out;
        const auto read = nlohmann::json::parse(render_json(report::build_week(data)));
        for (const auto& member : read.items()) {
            out.push_back(member.key());
        }
        return out;
    };
    CHECK(names(testing::example_week()) == names(testing::quiet_week()));
    CHECK(names(testing::example_week()) == names(testing::first_run()));
}

TEST_CASE("JSON keeps the words of the person and escapes what could disturb") {
    const std::string text = render_json(report::build_week(testing::hostile_week()));
    const auto read = nlohmann::json::parse(text);
    CHECK(read["triggers"][0]["slug"] == "<b>\"x\"&'\x1b[31m\xe2\x80\xae\xef\xbf\xbd");
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("\xe2\x80\xae") == std::string::npos);
}

TEST_CASE("scalars are written as JSON knows them") {
    CHECK(render_json(Machine()) == "null");
    CHECK(render_json(Machine(true)) == "true");
    CHECK(render_json(Machine(-3)) == "-3");
    CHECK(render_json(Machine(0.1)) == "0.1");
    CHECK(render_json(Machine(std::numeric_limits<double>::quiet_NaN())) == "null");
    CHECK(render_json(Machine("a\"b\\c\nd\te")) == R"("a\"b\\c\nd\u0009e")");
    CHECK(render_json(Machine::list()) == "[]");
    CHECK(render_json(Machine::members()) == "{}");
    CHECK(render_json(Machine(std::optional<double>())) == "null");
    CHECK(render_json(Machine::list().push(1).push(2.5)) == "[\n  1,\n  2.5\n]");
}

TEST_CASE("a number written and read again is the same number") {
    for (const double number : {1.0 / 3, 0.20305246572163627, 1e300, -2.5e-9, 61.380958397762087}) {
        CHECK(nlohmann::json::parse(render_json(Machine(number))).get<double>() == number);
    }
}

TEST_CASE("JSON of others that a terminal may see is the same document") {
    const nlohmann::ordered_json document = {{"about", "a\x1b[31m\u009b \u202e\x7f\u2028\n\"b\\"},
                                             {"n", 3}};
    for (const std::string& raw : {document.dump(2), document.dump()}) {
        const std::string text = render::escape_hidden(raw);
        CHECK(nlohmann::ordered_json::parse(text) == document);
        CHECK(text.find("\\u009b \\u202e\\u007f\\u2028\\n") != std::string::npos);
        CHECK(text.find('\x7f') == std::string::npos);
    }
}
