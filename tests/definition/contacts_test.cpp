#include "attune/definition/contacts.hpp"

#include <doctest/doctest.h>

namespace attune::definition {

TEST_CASE("contacts come in the order of the file and other settings are left alone") {
    const auto contacts = read_contacts(
        "day_start = 4\n[support]\ncontacts = [{name = \"Dr. Lee\", reach = \"+49 30\"},\n"
        "  {reach = \"ring twice\", name = \"Jo\"}]\n",
        "config.toml");
    REQUIRE(contacts);
    CHECK(*contacts == std::vector<Contact>{{"Dr. Lee", "+49 30"}, {"Jo", "ring twice"}});
    CHECK(read_contacts("", "config.toml")->empty());
    CHECK(read_contacts("[support]\n", "config.toml")->empty());
}

TEST_CASE("a contact without a number is pointed at") {
    for (const char* toml : {"[support]\ncontacts = [{name = \"Jo\"}]", "[support]\ncontacts = [7]",
                             "[support]\ncontacts = \"Jo\"", "[support\n"}) {
        CAPTURE(toml);
        const auto contacts = read_contacts(toml, "config.toml");
        REQUIRE_FALSE(contacts);
        CHECK(contacts.error().kind == ErrorKind::BadInput);
        CHECK(contacts.error().where.starts_with("config.toml:"));
    }
}

}  // namespace attune::definition
