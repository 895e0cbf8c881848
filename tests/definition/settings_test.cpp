#include "attune/definition/settings.hpp"

#include <doctest/doctest.h>

namespace attune::definition {

TEST_CASE("every setting's own fallback is allowed and its help says something") {
    for (const Setting& setting : all_settings()) {
        CAPTURE(setting.key);
        CHECK(check_value(setting, setting.fallback) == std::string(setting.fallback));
        CHECK_FALSE(setting.help.empty());
        CHECK_FALSE(setting.wanted().empty());
        CHECK(find_setting(setting.key) == &setting);
    }
    CHECK(find_setting("colour") == nullptr);
}

TEST_CASE("values are kept in one spelling") {
    CHECK(check_value(*find_setting("day_start"), "4:00") == std::string("04:00"));
    CHECK(check_value(*find_setting("day_start"), "12:00") == std::string("12:00"));
    CHECK(check_value(*find_setting("ascii"), "Yes") == std::string("true"));
    CHECK(check_value(*find_setting("ascii"), "0") == std::string("false"));
    CHECK(check_value(*find_setting("week_start"), " Sunday ") == std::string("sunday"));
    CHECK(check_value(*find_setting("unlock_minutes"), "090") == std::string("90"));
    CHECK(check_value(*find_setting("pager"), "") == std::string());
}

TEST_CASE("a value that does not fit is refused with what is wanted") {
    struct Row {
        const char* key;
        const char* value;
    };
    for (const Row& row :
         {Row{"day_start", "12:01"}, Row{"day_start", "4"}, Row{"day_start", "4:5"},
          Row{"day_start", "-1:00"}, Row{"week_start", "mon"}, Row{"date_order", "dmy"},
          Row{"color", "red"}, Row{"ascii", "perhaps"}, Row{"unlock_minutes", "0"},
          Row{"unlock_minutes", "1441"}, Row{"unlock_minutes", "1h"}, Row{"pager", "less\n-R"}}) {
        CAPTURE(row.key);
        CAPTURE(row.value);
        const auto value = check_value(*find_setting(row.key), row.value);
        REQUIRE_FALSE(value);
        CHECK(value.error().kind == ErrorKind::Usage);
        CHECK(value.error().hint.starts_with("it is "));
    }
}

TEST_CASE("a config gives what it sets, with its line") {
    const auto config = read_config(
        "# mine\nday_start = \"5:30\"\nascii = true\n[support]\ncontacts = []\n", "c.toml");
    REQUIRE(config);
    REQUIRE(config->given.size() == 2);
    CHECK(config->find("day_start")->value == "05:30");
    CHECK(config->find("day_start")->at.line == 2);
    CHECK(config->find("ascii")->value == "true");
    CHECK(config->find("color") == nullptr);
    CHECK(config->notes.empty());
}

TEST_CASE("an unknown key is a note with the nearest one, not an error") {
    const auto config =
        read_config("day_strat = \"05:00\"\nzebra = 1\n[support]\ncontact = []\n", "c.toml");
    REQUIRE(config);
    CHECK(config->given.empty());
    REQUIRE(config->notes.size() == 3);
    CHECK(config->notes[0].where() == "c.toml:1:1");
    CHECK(config->notes[0].message == "unknown key 'day_strat'");
    CHECK(config->notes[0].hint == "the nearest one is 'day_start'");
    CHECK(config->notes[1].hint == "'attune config list' shows the keys");
    CHECK(config->notes[2].hint == "the nearest one is 'support.contacts'");
}

TEST_CASE("a value of the wrong type is an error with its place") {
    struct Row {
        const char* toml;
        const char* message;
    };
    for (const Row& row : {Row{"\nday_start = 4\n", "day_start is a whole number"},
                           Row{"\nascii = \"true\"\n", "ascii is text"},
                           Row{"\ncolor = \"red\"\n", "color is 'red'"},
                           Row{"\nunlock_minutes = \"15\"\n", "unlock_minutes is text"},
                           Row{"\npager = [\"less\"]\n", "pager is a list"},
                           Row{"\n[color]\n", "color is a table"}}) {
        CAPTURE(row.toml);
        const auto config = read_config(row.toml, "c.toml");
        REQUIRE_FALSE(config);
        CHECK(config.error().kind == ErrorKind::BadInput);
        CHECK(config.error().message == row.message);
        CHECK(config.error().where.starts_with("c.toml:2:"));
    }
    CHECK(read_config("color = \n", "c.toml").error().where.starts_with("c.toml:1:"));
}

TEST_CASE("setting a key changes its value and nothing else") {
    const std::string before =
        "# top\ncolor  =  'auto'   # why\n\nascii = true\n# people\n[support]\ncontacts = []\n";
    const auto after = set_in_config(before, "c.toml", *find_setting("color"), "never");
    REQUIRE(after);
    CHECK(*after ==
          "# top\ncolor  =  \"never\"   # why\n\nascii = true\n# people\n[support]\ncontacts = "
          "[]\n");
}

TEST_CASE("a new key goes behind the others and in front of tables") {
    const Setting& color = *find_setting("color");
    struct Row {
        const char* before;
        const char* after;
    };
    for (const Row& row : {
             Row{"", "color = \"never\"\n"},
             Row{"ascii = true", "ascii = true\ncolor = \"never\"\n"},
             Row{"ascii = true\n[support]\ncontacts = []\n",
                 "ascii = true\ncolor = \"never\"\n[support]\ncontacts = []\n"},
             Row{"# mine\n\n# people\n[support]\n",
                 "# mine\n\ncolor = \"never\"\n# people\n[support]\n"},
             Row{"# only a comment\n", "# only a comment\ncolor = \"never\"\n"},
         }) {
        CAPTURE(row.before);
        const auto after = set_in_config(row.before, "c.toml", color, "never");
        REQUIRE(after);
        CHECK(*after == row.after);
        CHECK(read_config(*after, "c.toml")->find("color")->value == "never");
    }
}

TEST_CASE("a key that holds an equals sign is no value, and a list of lists no table") {
    const Setting& setting = *find_setting("color");
    const std::string quoted = "\"a = \" = 3\n[ab]\nc = 1\n";
    CHECK(set_in_config(quoted, "c", setting, "never").value() ==
          "\"a = \" = 3\ncolor = \"never\"\n[ab]\nc = 1\n");
    const std::string list = "# mine\nb = [\n[1],\n[2]]\n";
    CHECK(set_in_config(list, "c", setting, "never").value() == "color = \"never\"\n" + list);
}

TEST_CASE("every kind of quoted value is replaced whole") {
    const Setting& pager = *find_setting("pager");
    for (const char* old : {"\"less \\\"x\\\" # y\"", "'less # y'", "\"\"\"less # \"y\"\"\"\"",
                            "'''less'''", "7", "\"\""}) {
        CAPTURE(old);
        const auto after = set_in_config("pager = " + std::string(old) + " # keep\nascii = true\n",
                                         "c.toml", pager, "more \"-s\" \\x");
        REQUIRE(after);
        CHECK(*after == "pager = \"more \\\"-s\\\" \\\\x\" # keep\nascii = true\n");
        CHECK(read_config(*after, "c.toml")->find("pager")->value == "more \"-s\" \\x");
    }
}

TEST_CASE("unsetting takes the line away, and nothing when there is none") {
    const auto after =
        unset_in_config("a = 1\ncolor = \"auto\" # x\nascii = true\n", "c.toml", "color");
    REQUIRE(after);
    CHECK(*after == std::string("a = 1\nascii = true\n"));
    CHECK(*unset_in_config("a = 1\n", "c.toml", "color") == std::nullopt);
    CHECK(*unset_in_config("a = 1", "c.toml", "a") == std::string());
    CHECK(unset_in_config("a = \n", "c.toml", "a").error().kind == ErrorKind::BadInput);
}

}  // namespace attune::definition
