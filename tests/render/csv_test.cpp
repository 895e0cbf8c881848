#include "attune/render/csv.hpp"

#include <doctest/doctest.h>

#include "attune/base/csv.hpp"
#include "attune/base/text.hpp"
#include "attune/report/week.hpp"
#include "support/golden.hpp"
#include "support/week_data.hpp"

using namespace attune;
using render::render_csv;
using report::Machine;
using testing::golden;

namespace {

report::Document holding(Machine machine) {
    report::Document document;
    document.kind = "test";
    document.machine = std::move(machine);
    return document;
}

/// The rows behind the header, without line ends.
std::vector<std::string> rows(const report::Document& document) {
    std::vector<std::string> out;
    const std::string text = render_csv(document);
    for (const auto line : split(text, '\n')) {
        if (!line.empty()) out.emplace_back(line.substr(0, line.size() - 1));
    }
    REQUIRE(out.front() == render::kReportCsvHeader);
    out.erase(out.begin());
    return out;
}

Machine interval(double low, double high) {
    return Machine::members()
        .set("low", low)
        .set("high", high)
        .set("level", 0.95)
        .set("method", "wilson");
}

}  // namespace

TEST_CASE("a full week as CSV is its golden file, equally wide in every row") {
    const std::string text = render_csv(report::build_week(testing::example_week()));
    CHECK(text == golden("week_full.csv", text));
    CsvReader reader(bytes_of(text), "week.csv");
    CsvRow row;
    std::size_t count = 0;
    while (true) {
        const auto more = reader.next(row);
        REQUIRE(more);
        if (!*more) break;
        CHECK(row.cells.size() == 11);
        ++count;
    }
    CHECK(count > 60);
}

TEST_CASE("the estimate of a figure carries n, interval and method; the rest have rows") {
    Machine figure = Machine::members();
    figure.set("hits", 7).set("n", 18).set("share", 0.5).set("interval", interval(0.25, 0.75));
    const auto lines = rows(holding(Machine::members().set("response", std::move(figure))));
    REQUIRE(lines.size() == 2);
    CHECK(lines[0] == "test,response,,hits,7,,,,,,");
    CHECK(lines[1] == "test,response,,share,0.5,,18,0.25,0.75,0.95,wilson");
}

TEST_CASE("hits are the estimate where nothing else is: k of n") {
    const auto lines = rows(
        holding(Machine::members().set("caught", Machine::members().set("hits", 12).set("n", 18))));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0] == "test,caught,,hits,12,,18,,,,");
}

TEST_CASE("an interval alone has a row of its own, a number and a gap as well") {
    Machine machine = Machine::members();
    machine.set("difference", interval(-0.5, 0.25))
        .set("minutes", 64)
        .set("median", std::optional<double>())
        .set("so_far", false);
    const auto lines = rows(holding(std::move(machine)));
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] == "test,,,difference,,,,-0.5,0.25,0.95,wilson");
    CHECK(lines[1] == "test,,,minutes,64,,,,,,");
    CHECK(lines[2] == "test,,,median,,,,,,,");
    CHECK(lines[3] == "test,,,so_far,,false,,,,,");
}

TEST_CASE("a figure with too little data keeps its n beside an empty interval") {
    Machine figure = Machine::members();
    figure.set("n", 3).set("share", Machine()).set("interval", Machine());
    const auto lines = rows(holding(Machine::members().set("rate", std::move(figure))));
    REQUIRE(lines.size() == 1);
    CHECK(lines[0] == "test,rate,,share,,,3,,,,");
}

TEST_CASE("elements of lists are named by what names them, else by their place") {
    Machine list = Machine::list();
    list.push(Machine::members().set("slug", "late-reply").set("entries", 7));
    list.push(Machine::members().set("entries", 5));
    list.push("2026-03-05");
    const auto lines = rows(holding(Machine::members().set("triggers", std::move(list))));
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] == "test,triggers,late-reply,slug,,late-reply,,,,,");
    CHECK(lines[1] == "test,triggers,late-reply,entries,7,,,,,,");
    CHECK(lines[2] == "test,triggers,2,entries,5,,,,,,");
    CHECK(lines[3] == "test,triggers,,3,,2026-03-05,,,,,");
}

TEST_CASE("words are quoted as RFC 4180 has it and reach no terminal as codes") {
    report::Document document = holding(Machine::members().set("said", "a,\"b\"\n\x1b[31m"));
    document.suppressed.push_back({"trend", "56 days needed, 31 present"});
    const std::string text = render_csv(document);
    CHECK(text.find("test,,,said,,\"a,\"\"b\"\"\n\\x1b[31m\",,,,,\r\n") != std::string::npos);
    CHECK(text.find("test,suppressed,,trend,,\"56 days needed, 31 present\",,,,,\r\n") !=
          std::string::npos);
    CHECK(render_csv(report::build_week(testing::hostile_week())).find('\x1b') ==
          std::string::npos);
}

TEST_CASE("for a spreadsheet no word is a formula, and numbers stay numbers") {
    Machine list = Machine::list();
    list.push(Machine::members().set("name", "=1+1").set("share", -0.25));
    const report::Document document = holding(Machine::members().set("people", std::move(list)));
    const std::string plain = render_csv(document);
    CHECK(plain.find("test,people,=1+1,share,-0.25,,,,,,\r\n") != std::string::npos);
    const std::string text = render_csv(document, true);
    CHECK(text.starts_with("\xEF\xBB\xBF"));
    CHECK(text.find("test,people,'=1+1,name,,'=1+1,,,,,\r\n") != std::string::npos);
    CHECK(text.find("test,people,'=1+1,share,-0.25,,,,,,\r\n") != std::string::npos);
}
