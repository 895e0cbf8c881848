#include "cli/settings.hpp"

#include <doctest/doctest.h>

#include "attune/definition/settings.hpp"
#include "support/fake_host.hpp"

namespace attune::cli {

namespace {

constexpr const char* kFile = "/home/ana/.config/attune/config.toml";

struct Desk {
    test::FakeHost fake;
    GlobalOptions global;

    [[nodiscard]] Result<Settings> load() { return Settings::load(fake.host, global, kFile); }
    [[nodiscard]] Held held(const char* key) { return load()->held(key); }
};

}  // namespace

TEST_CASE(
    "a flag goes before a variable, a variable before the file, the file before the default") {
    Desk desk;
    CHECK(desk.held("color").value == "auto");
    CHECK(desk.held("color").where == "default");
    desk.fake.files.put(kFile, "\ncolor = \"always\"\n");
    CHECK(desk.held("color").value == "always");
    CHECK(desk.held("color").where == std::string(kFile) + ":2");
    desk.fake.environment.variables["NO_COLOR"] = "1";
    CHECK(desk.held("color").value == "never");
    CHECK(desk.held("color").where == "NO_COLOR");
    desk.fake.environment.variables["ATTUNE_COLOR"] = "always";
    CHECK(desk.held("color").where == "ATTUNE_COLOR");
    desk.global.color = "auto";
    CHECK(desk.held("color").value == "auto");
    CHECK(desk.held("color").origin == Origin::Flag);
}

TEST_CASE("the pager of other programs stands behind the person's own") {
    Desk desk;
    desk.fake.environment.variables["PAGER"] = "most";
    CHECK(desk.held("pager").value == "most");
    desk.fake.files.put(kFile, "pager = \"less\"\n");
    CHECK(desk.held("pager").value == "less");
    desk.fake.environment.variables["ATTUNE_PAGER"] = "";
    CHECK(desk.held("pager").value.empty());
    CHECK(desk.held("pager").where == "ATTUNE_PAGER");
}

TEST_CASE("a switch in a variable is on unless it says no, and an empty variable says nothing") {
    Desk desk;
    for (const char* yes : {"1", "yes", "please"}) {
        desk.fake.environment.variables["ATTUNE_ACCESSIBLE"] = yes;
        CHECK(desk.load()->is_on("accessible"));
    }
    for (const char* no : {"0", "off", "no", "false", ""}) {
        desk.fake.environment.variables["ATTUNE_ACCESSIBLE"] = no;
        CHECK_FALSE(desk.load()->is_on("accessible"));
    }
}

TEST_CASE("what is set reaches dates and the screen") {
    Desk desk;
    desk.fake.files.put(kFile,
                        "day_start = \"05:30\"\nweek_start = \"sunday\"\ndate_order = "
                        "\"month-day\"\nunlock_minutes = 90\nascii = true\ncolor = \"never\"\n");
    const auto settings = desk.load();
    REQUIRE(settings);
    CHECK(settings->day_start() == std::chrono::minutes(330));
    CHECK(settings->week_start() == 6);
    CHECK(settings->date_order() == journal::DateOrder::MonthDay);
    CHECK(settings->unlock_time() == std::chrono::minutes(90));
    settings->apply_to(desk.global);
    CHECK(desk.global.ascii);
    CHECK_FALSE(desk.global.accessible);
    CHECK(desk.global.color == "never");
    CHECK(Settings().week_start() == 0);
    CHECK(Settings().day_start() == std::chrono::hours(4));
    CHECK(Settings().date_order() == journal::DateOrder::Unset);
}

TEST_CASE("values that are not allowed are refused with their place") {
    Desk desk;
    desk.fake.environment.variables["ATTUNE_DAY_START"] = "noon";
    CHECK(desk.load().error().kind == ErrorKind::Usage);
    CHECK(desk.load().error().message.starts_with("ATTUNE_DAY_START: "));
    desk.fake.environment.variables.erase("ATTUNE_DAY_START");
    desk.fake.files.put(kFile, "ascii = 1\n");
    CHECK(desk.load().error().kind == ErrorKind::BadInput);
    CHECK(desk.load().error().where == std::string(kFile) + ":1:9");
}

TEST_CASE("reading the settings makes nothing") {
    Desk desk;
    CHECK(desk.load());
    CHECK(desk.fake.files.steps() == 0);
    CHECK(variable_of("day_start") == "ATTUNE_DAY_START");
}

}  // namespace attune::cli
