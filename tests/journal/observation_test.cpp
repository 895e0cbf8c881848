#include "attune/journal/observation.hpp"

#include <doctest/doctest.h>

using namespace attune;
using namespace attune::journal;

TEST_CASE("codes have the first letter as their key, or the one that is named") {
    const auto codes = read_codes("responsive, Eye-contact,k=kind").value();
    CHECK(codes ==
          std::vector<ObservedCode>{{'r', "responsive"}, {'e', "eye-contact"}, {'k', "kind"}});
    for (const char* wrong : {"", "a,,b", "responsive,rough", "a=one,b=one", "quiet", "7up", "a b",
                              "q=kind", "interval_s", "a,b,c,d,e,f,g,h,i,j", "größe"}) {
        CAPTURE(wrong);
        REQUIRE(!read_codes(wrong).has_value());
        CHECK(read_codes(wrong).error().kind == ErrorKind::Usage);
    }
    CHECK(read_codes("x=quiet").value()[0].key == 'x');
}

TEST_CASE("an interval has the keys of codes, each once, in their order") {
    const auto codes = read_codes("responsive,eye-contact").value();
    CHECK(read_intervals("re,-,ER,e,rr", codes).value() ==
          std::vector<std::string>{"re", "", "re", "e", "r"});
    for (const char* wrong : {"", "r,,e", "x", "r-", "--", "r e"}) {
        CAPTURE(wrong);
        CHECK(!read_intervals(wrong, codes).has_value());
    }
    CHECK(read_intervals("r,x", codes).error().message.starts_with("interval 2"));
}

TEST_CASE("an observation comes back from its record, and a damaged one does not") {
    Observation made;
    made.codes = read_codes("responsive,eye-contact,k=kind").value();
    made.intervals = read_intervals("re,-,k,r", made.codes).value();
    made.interval_seconds = 20;
    made.people = {"sam"};
    made.text = "at breakfast";
    const Record record = record_of(made, Moment{});
    REQUIRE(record.values.size() == 4);
    CHECK(record.values[0].number == 2);
    CHECK(record.values[0].low == 0);
    CHECK(record.values[0].high == 4);
    CHECK(describe_observation(record) ==
          "4 intervals of 20 s: responsive 2, eye-contact 1, kind 1");
    const Observation back = observation_of(record).value();
    CHECK(back.codes == made.codes);
    CHECK(back.intervals == made.intervals);
    CHECK(back.interval_seconds == 20);
    CHECK(back.people == made.people);
    CHECK(back.text == made.text);
    Record damaged = record;
    damaged.fields[1].text = "re,?";
    CHECK(observation_of(damaged).error().kind == ErrorKind::BadInput);
    damaged = record;
    damaged.fields.clear();
    CHECK(!observation_of(damaged).has_value());
    damaged = record;
    damaged.values.clear();
    CHECK(!observation_of(damaged).has_value());
    CHECK(describe_observation(damaged).empty());
}

TEST_CASE("intervals that were changed are counted again") {
    Observation made;
    made.codes = read_codes("responsive,eye-contact").value();
    made.intervals = read_intervals("re,-,r", made.codes).value();
    Record before = record_of(made, Moment{});
    before.values.push_back({"calm", "after", 4, "", 0.0, 10.0});
    CHECK(counted_again(before, before).value() == before);

    Record changed = before;
    changed.fields[1].text = "re,r,r,e";
    const Record counted = counted_again(changed, before).value();
    REQUIRE(counted.values.size() == 4);
    CHECK(counted.values[0].number == 3);
    CHECK(counted.values[1].number == 2);
    CHECK(counted.values[1].high == 4);
    CHECK(observation_of(counted).value().interval_seconds == 15);
    CHECK(counted.values[3].key == "calm");
    CHECK(describe_observation(counted) == "4 intervals of 15 s: responsive 3, eye-contact 2");

    changed = before;
    changed.fields[0].text = "r=responsive,m=mirroring";
    changed.fields[1].text = "rm,-,r";
    CHECK(counted_again(changed, before).value().values[1].key == "mirroring");
    changed.fields[1].text = "re,-,r";
    CHECK(counted_again(changed, before).error().kind == ErrorKind::Usage);
    changed.fields.pop_back();
    CHECK_FALSE(counted_again(changed, before).has_value());

    // Another kind may call its fields as it likes.
    changed.kind = "entry";
    CHECK(counted_again(changed, before).value() == changed);
}
