#include "attune/journal/edit_text.hpp"

#include <doctest/doctest.h>

#include "attune/journal/record_json.hpp"

namespace attune::journal {

namespace {

Now berlin() {
    Now now;
    now.utc = std::chrono::sys_days(std::chrono::year(2026) / 3 / 1) + std::chrono::hours(20);
    now.zone = *Zone::find("Europe/Berlin");
    return now;
}

Record sample() {
    Record record;
    record.id = *RecordId::from_hex("000000000000000000000000000000a1");
    record.kind = "trigger";
    record.at =
        moment_at(berlin().utc - std::chrono::minutes(90) + std::chrono::seconds(7), berlin().zone);
    record.text = "He cancelled\ndinner again";
    record.people = {"sam"};
    record.values = {{"feeling.hurt", "peak", 7, "", 0.0, 10.0},
                     {"coping.breath", "before", 7, "", 0.0, 10.0},
                     {"coping.breath", "after", 4, "", 0.0, 10.0}};
    record.tags = {{"trigger", "plans-changed"}, {"response", "reacted"}, {"coping", "breath"}};
    record.fields = {{"thought", "He is tired of me"}};
    return record;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

/// The sample after one change to its text.
Record changed(std::string_view from, std::string_view to) {
    const auto read =
        read_edit_text(replaced(edit_text(sample(), berlin()), from, to), sample(), berlin());
    REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().front().message));
    return *read;
}

/// The first problem of the sample after one change: "line:column message".
std::string problem_of(std::string_view from, std::string_view to) {
    const auto read =
        read_edit_text(replaced(edit_text(sample(), berlin()), from, to), sample(), berlin());
    REQUIRE_FALSE(read.has_value());
    const EditProblem& problem = read.error().front();
    return std::to_string(problem.line) + ":" + std::to_string(problem.column) + " " +
           problem.message;
}

void check_same(const Record& record) {
    const std::string text = edit_text(record, berlin());
    CAPTURE(text);
    const auto read = read_edit_text(text, record, berlin());
    REQUIRE(read.has_value());
    CHECK(encode_record(*read) == encode_record(record));
    CHECK(*read == record);
    // Notes, line ends of another system and blanks at the ends of lines change nothing.
    const std::string noted = edit_notes("a1", record.kind) + text;
    CHECK(*read_edit_text(noted, record, berlin()) == record);
    CHECK(without_notes(noted) == text);
}

}  // namespace

TEST_CASE("the text of an entry is its fields in the words of log") {
    CHECK(edit_text(sample(), berlin()) ==
          "at: 2026-03-01 19:30\n"
          "with: sam\n"
          "trigger: plans-changed\n"
          "response: reacted\n"
          "coping: breath=7-4\n"
          "feel: hurt=7\n"
          "\n=== text\nHe cancelled\ndinner again\n"
          "\n=== thought\nHe is tired of me\n");
}

TEST_CASE("a text that comes back unchanged gives the same record") {
    check_same(sample());

    Record odd = sample();
    odd.text = "=== text\n\\=== x\n\n\n  two blanks, and #hash\n# a note?\n#!attune: mine\nend\n\n";
    odd.fields = {{"thought", ""}, {"other", "\n\nx\n"}, {"my own", "=="}, {"odd\nname", "kept"}};
    odd.people = {"Dr. Lee, the elder", "zo\xC3\xAB", "bad\x1bname"};
    odd.values = {{"feeling.hurt", "peak", 6.5, "", 0.0, 10.0},
                  {"feeling.hurt", "after", 2, "", 0.0, 10.0},
                  {"lead_s", "peak", 30, "s", {}, {}},
                  {"lead_s", "later", 30, "", {}, {}},
                  {"intensity", "peak", 5, "", 0.0, 10.0},
                  {"now", "peak", 5, "", 0.0, 10.0},
                  {"sleep", "pre", 6.5, "h", {}, {}},
                  {"q1", "item", 3, "", 1.0, 5.0},
                  {"fear", "predicted", 80, "", 0.0, 100.0},
                  {"coping.walk", "after", 4, "", 0.0, 10.0},
                  {"feeling.odd name", "peak", 3, "", 0.0, 10.0}};
    odd.tags = {{"feeling", "numb"},     {"mark", "bring"},   {"mark", "read"},
                {"strategy", "hinting"}, {"trigger", "A, B"}, {"response", "reacted"},
                {"response", "mixed"},   {"coping", "walk"},  {"odd\tfacet", "x"}};
    odd.links = {{*RecordId::from_hex("000000000000000000000000000000ff"), "follows-up"}};
    odd.source = "jrnl";
    odd.source_key = "7";
    odd.definition = "loop 1 abc";
    odd.extra = R"({"mood":"grey"})";
    check_same(odd);

    for (const Precision precision : {Precision::Morning, Precision::Night, Precision::Day}) {
        odd.at.precision = precision;
        check_same(odd);
    }
    odd.at.offset = std::chrono::minutes(-210);
    odd.at.precision = Precision::Minute;
    check_same(odd);

    Record empty = sample();
    empty.text.clear();
    empty.fields.clear();
    check_same(empty);
}

TEST_CASE("each kind of change arrives and leaves the rest alone") {
    CHECK(changed("dinner again", "lunch").text == "He cancelled\nlunch");
    CHECK(changed("hurt=7", "hurt=5, anxious=8").values ==
          std::vector<Value>{{"coping.breath", "before", 7, "", 0.0, 10.0},
                             {"coping.breath", "after", 4, "", 0.0, 10.0},
                             {"feeling.hurt", "peak", 5, "", 0.0, 10.0},
                             {"feeling.anxious", "peak", 8, "", 0.0, 10.0}});
    CHECK(changed("with: sam\n", "").people.empty());
    CHECK(changed("with: sam", "with: sam, jo").people == std::vector<std::string>{"sam", "jo"});
    CHECK(changed("response: reacted", "RESPONSE:mixed").tags ==
          std::vector<Tag>{
              {"trigger", "plans-changed"}, {"coping", "breath"}, {"response", "mixed"}});
    CHECK(changed("coping: breath=7-4\n", "").values ==
          std::vector<Value>{{"feeling.hurt", "peak", 7, "", 0.0, 10.0}});
    CHECK(changed("=== thought\nHe is tired of me\n", "").fields.empty());
    CHECK(changed("=== thought", "=== other").fields ==
          std::vector<Field>{{"other", "He is tired of me"}});
    CHECK(changed("with: sam", "with: sam\nbring: yes").tags.back() == Tag{"mark", "bring"});
    CHECK(changed("with: sam", "with: sam\ntag: strategy Hinting At").tags.back() ==
          Tag{"strategy", "hinting-at"});
    CHECK(changed("with: sam", "value: feeling.hurt after 0").values.back() ==
          Value{"feeling.hurt", "after", 0, "", 0.0, 10.0});
    CHECK(changed("with: sam", "value: sleep pre 6.5 h").values.back() ==
          Value{"sleep", "pre", 6.5, "h", {}, {}});
    CHECK(changed("with: sam", "link: about 000000000000000000000000000000ff").links.size() == 1);
    CHECK(changed("at: 2026-03-01 19:30\n", "").at == sample().at);
    const Record moved = changed("at: 2026-03-01 19:30", "at: yesterday evening");
    CHECK(moved.at.precision == Precision::Evening);
    CHECK(moved.at.local_day == *CivilDay::make(2026, 2, 28));
    CHECK(changed("with: sam", "with:\nneed: ").people.empty());
}

TEST_CASE("what cannot be understood is named with its line and column") {
    CHECK(problem_of("hurt=7", "hurt=99") ==
          "6:7 'feel' takes a whole number from 0 to 10 behind '='");
    CHECK(problem_of("with: sam", "with: zo\xC3\xAB, a\nfeel: ok=1, hurt=x").starts_with("3:13 "));
    CHECK(problem_of("at: 2026-03-01 19:30", "at: sometime").starts_with("1:5 "));
    CHECK(problem_of("at: 2026-03-01 19:30", "at: 2026-03-05 10:00").starts_with("1:5 "));
    CHECK(problem_of("with: sam", "fell: hurt=7") == "2:1 there is no key 'fell'");
    CHECK(problem_of("with: sam", "He left") == "2:1 a line before the texts is 'key: value'");
    CHECK(problem_of("response: reacted", "response: angrily") ==
          "4:11 'response' takes reacted, responded, mixed or unsure");
    CHECK(problem_of("with: sam", "response: mixed") == "2:11 'response' is answered twice");
    CHECK(problem_of("with: sam", "value: feeling.hurt peak 11") ==
          "2:26 this number goes from 0 to 10");
    CHECK(problem_of("with: sam", "value: feeling.hurt peak 3") ==
          "2:8 this number is given twice");
    CHECK(problem_of("with: sam", "value: q1 item 3") ==
          "2:8 answers, scores and predictions are not changed here");
    CHECK(problem_of("with: sam", "value: three") ==
          "2:8 'value' takes a key, a phase, a number and perhaps a unit");
    CHECK(problem_of("with: sam", "link: about 4f2a") ==
          "2:7 'link' takes a relation and the whole id of an entry");
    CHECK(problem_of("with: sam", "tag: strategy") == "2:6 'tag' takes a facet and a word");
    CHECK(problem_of("with: sam", "bring: maybe") == "2:8 'bring' takes yes or no");
    CHECK(problem_of("=== thought", "=== text") == "12:1 the text 'text' is there twice");
    CHECK(problem_of("=== thought", "===") == "12:1 '===' needs the name of a text");
    CHECK(problem_of("dinner", "\xFF") == "10:1 these bytes are not UTF-8");
    CHECK(problem_of("at: 2026-03-01 19:30", "at: today 10:00\nat: today 11:00") ==
          "2:5 'at' is given twice");
    const auto nothing = read_edit_text("# all gone\n", sample(), berlin());
    REQUIRE_FALSE(nothing.has_value());
    CHECK(nothing.error().front().message == "nothing is left of the entry");
}

TEST_CASE("hints speak of the text, not of the command line") {
    const auto read = read_edit_text("feel: hurt=99\n", sample(), berlin());
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().front().hint == "for example 'feel: hurt=7'");
}

TEST_CASE("every problem is found, and each is noted above its line once") {
    const std::string text = "with: sam\nfeel: hurt=99\n=== text\nHe left\n=== text\nagain\n";
    const auto read = read_edit_text(text, sample(), berlin());
    REQUIRE_FALSE(read.has_value());
    REQUIRE(read.error().size() == 2);
    const std::string noted = with_problems(text, read.error());
    CHECK(noted ==
          "with: sam\n"
          "#!attune: 'feel' takes a whole number from 0 to 10 behind '='; for example 'feel: "
          "hurt=7'\n"
          "feel: hurt=99\n"
          "=== text\nHe left\n"
          "#!attune: the text 'text' is there twice\n"
          "=== text\nagain\n");
    // The notes are no part of what is read, and go when the text is looked at again.
    const auto again = read_edit_text(noted, sample(), berlin());
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().size() == 2);
    CHECK(with_problems(noted, {}) == text);
    CHECK(without_notes(noted) == text);
}

TEST_CASE("lines that end as on Windows are read") {
    std::string text;
    for (const char c : edit_text(sample(), berlin()))
        text += c == '\n' ? std::string("\r\n") : std::string(1, c);
    CHECK(*read_edit_text(text, sample(), berlin()) == sample());
}

}  // namespace attune::journal
