#include "attune/report/share.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "attune/definition/embedded.hpp"
#include "attune/report/about.hpp"
#include "attune/store/schema.hpp"
#include "support/week_data.hpp"

using namespace attune;
using namespace attune::report;
using testing::day;

namespace {

/// Names as the program brings them, with sam also called samuel and late-reply called slow-marks.
journal::Names names_now() {
    journal::KeptName sam;
    sam.name.facet = "person";
    sam.name.spelling = "sam";
    sam.name.origin = "sam";
    sam.name.aliases = {"samuel"};
    sam.record.bytes[0] = 1;
    journal::KeptName word;
    word.name.facet = "trigger";
    word.name.spelling = "slow-marks";
    word.name.origin = "late-reply";
    word.name.aliases = {"late-reply"};
    word.name.label = "Mark is slow";
    word.record.bytes[0] = 2;
    return {definition::Vocabularies::load(definition::embedded_vocabularies()).value(),
            {sam, word}};
}

const std::vector<std::string> kKnown = {"sam", "samuel", "Kim Lee"};

DiaryEntry with(std::vector<std::string> people, std::vector<std::string> triggers) {
    DiaryEntry entry;
    entry.day = day(2026, 3, 2);
    entry.people = std::move(people);
    entry.triggers = std::move(triggers);
    return entry;
}

journal::Record boundary() {
    journal::Record record;
    record.kind = "boundary";
    record.people = {"samuel"};
    record.text = "no calls from Sam after nine";
    record.fields = {{"how", "he sulked"}, {"other", "he shouted"}};
    record.tags = {{"domain", "time"}, {"cue", "sams-look"}, {"event", "kept"}};
    record.values = {{"coping.sams-hug", "before", 7, "", 0, 10}};
    record.definition = "boundary 1 abc";
    record.source = "letters";
    return record;
}

}  // namespace

TEST_CASE("people of a shared diary are letters in the order they are met, one for each person") {
    const journal::Names names = names_now();
    ShareView view({}, kKnown, names);
    Diary diary;
    diary.entries = {with({"Kim Lee", "sam"}, {}), with({"samuel"}, {}), with({"nora"}, {})};
    view.redact(diary);
    CHECK(diary.entries[0].people == std::vector<std::string>{"person A", "person B"});
    CHECK(diary.entries[1].people == std::vector<std::string>{"person B"});
    CHECK(diary.entries[2].people == std::vector<std::string>{"person C"});
}

TEST_CASE("the letters go on behind Z") {
    const journal::Names names = names_now();
    ShareView view({}, {}, names);
    std::string last;
    for (int i = 0; i < 54; ++i)
        last = view.person("p" + std::to_string(i));
    CHECK(last == "person BB");
    CHECK(view.person("p25") == "person Z");
    CHECK(view.person("p26") == "person AA");
}

TEST_CASE("shipped words stay under the program's name, one's own are numbered") {
    const journal::Names names = names_now();
    ShareView view({}, kKnown, names);
    Diary diary;
    diary.entries = {with({}, {"slow-marks", "mothers-voice"}), with({}, {"silence"}),
                     with({}, {"his-keys", "mothers-voice"})};
    diary.labels = {{"slow-marks", "Mark is slow"}, {"mothers-voice", "Mother's voice"}};
    view.redact(diary);
    CHECK(diary.entries[0].triggers == std::vector<std::string>{"late-reply", "own trigger 1"});
    CHECK(diary.entries[1].triggers == std::vector<std::string>{"silence"});
    CHECK(diary.entries[2].triggers == std::vector<std::string>{"own trigger 2", "own trigger 1"});
    for (const auto& [slug, label] : diary.labels) {
        CHECK(label.find("Mark") == std::string::npos);
        CHECK(label.find("Mother") == std::string::npos);
    }
}

TEST_CASE("a shared record keeps times, numbers and answers, and no text") {
    const journal::Names names = names_now();
    ShareView view({}, kKnown, names);
    journal::Record record = boundary();
    view.redact(record);
    CHECK(record.text == kHeldBack);
    CHECK(record.fields.empty());
    CHECK(record.people == std::vector<std::string>{"person A"});
    CHECK(record.tags[0].slug == "time");
    CHECK(record.tags[1].slug == "own cue 1");
    CHECK(record.tags[2].slug == "kept");
    CHECK(record.values[0].key == "coping.own coping 1");
    CHECK(record.values[0].number == 7);
    CHECK(record.source.empty());
    CHECK(record.definition == "boundary 1 abc");
    journal::Record own;
    own.kind = "letters-to-sam";
    own.definition = "letters-to-sam 1 abc";
    view.redact(own);
    CHECK(own.kind == "own kind 1");
    CHECK(own.text.empty());
    CHECK(own.definition.empty());
}

TEST_CASE("texts that are shared have names covered, and never what the other did") {
    const journal::Names names = names_now();
    ShareView view({.names = false, .text = true}, kKnown, names);
    journal::Record record = boundary();
    view.redact(record);
    CHECK(record.text == "no calls from person A after nine");
    REQUIRE(record.fields.size() == 1);
    CHECK(record.fields[0].text == "he sulked");
    CHECK(record.tags[1].slug == "sams-look");
    ShareView open({.names = true, .text = true}, kKnown, names);
    record = boundary();
    open.redact(record);
    CHECK(record.text == "no calls from Sam after nine");
    CHECK(record.people == std::vector<std::string>{"samuel"});
    CHECK(record.fields.size() == 1);
}

TEST_CASE("a questionnaire of one's own is shared without its words") {
    const journal::Names names = names_now();
    ShareView view({}, kKnown, names);
    auto own = std::make_shared<definition::Questionnaire>();
    own->id = "talks-with-sam";
    own->title = "Talks with Sam";
    own->scales.resize(1);
    own->scales[0].title = "Sam listens";
    own->scales[0].low_word = "Sam away";
    const auto shown = view.questionnaire(own);
    CHECK(shown->title == "own questionnaire 1");
    CHECK(shown->scales[0].title == "scale 1");
    CHECK(shown->scales[0].low_word.empty());
    CHECK(view.questionnaire(own) == shown);
    auto shipped = std::make_shared<definition::Questionnaire>();
    shipped->id = "attachment";
    shipped->title = "Attachment";
    CHECK(view.questionnaire(shipped)->title == "Attachment");
}

TEST_CASE("a diary about one person holds what was with them, and counts the rest") {
    auto database = db::Connection::open_in_memory().value();
    REQUIRE(store::make_schema(database));
    REQUIRE(database.execute(R"sql(
INSERT INTO entry(n, id, rev, device, sequence, clock, kind, at_utc, offset_min, local_day, precision, text, created_ms)
VALUES (1, x'01010101010101010101010101010101', x'01', x'00', 1, 1, 'trigger', 1772400000, 60, '2026-03-01', 'minute', '', 0),
       (2, x'02020202020202020202020202020202', x'02', x'00', 2, 2, 'trigger', 1772490000, 60, '2026-03-02', 'minute', '', 0),
       (3, x'03030303030303030303030303030303', x'03', x'00', 3, 3, 'trigger', 1772490000, 60, '2026-03-02', 'minute', '', 0),
       (4, x'04040404040404040404040404040404', x'04', x'00', 4, 4, 'boundary', 1772491000, 60, '2026-03-02', 'minute', '', 0),
       (5, x'05050505050505050505050505050505', x'05', x'00', 5, 5, 'follow', 1772492000, 60, '2026-03-02', 'minute', '', 0),
       (6, x'06060606060606060606060606060606', x'06', x'00', 6, 6, 'practice', 1772493000, 60, '2026-03-02', 'minute', '', 0);
INSERT INTO tag VALUES (2, 1, 'person', 'Sam'), (3, 1, 'person', 'kim'), (4, 1, 'person', 'sam');
INSERT INTO link VALUES (5, 1, x'04040404040404040404040404040404', 'follows-up');
)sql"));
    const DayRange range{day(2026, 3, 1), day(2026, 3, 2)};
    Diary diary = load_diary(database, range).value();
    const LeftOut out =
        keep_about(database, "sam", {day(2026, 3, 2), day(2026, 3, 2)}, diary).value();
    REQUIRE(diary.entries.size() == 1);
    CHECK(diary.entries[0].people == std::vector<std::string>{"Sam"});
    CHECK(out.entries == 1);  // the one of 1 March lies outside the period
    REQUIRE(diary.others.size() == 2);
    CHECK(diary.others[0].kind == "boundary");
    CHECK(diary.others[1].kind == "follow");
    CHECK(find_person(database, "SAM").value() == "Sam");
    const auto nobody = find_person(database, "kimm");
    REQUIRE_FALSE(nobody);
    CHECK(nobody.error().kind == ErrorKind::NotFound);
    CHECK(nobody.error().hint == "did you mean 'kim'?");
}

TEST_CASE("a document says that it is shared and whom it is about, also to programs") {
    Document document;
    document.period = "March";
    document.sections = {{.id = "coverage"}, {.id = "counts"}};
    say_about(document, "person A", {3});
    say_shared(document, {});
    CHECK(document.period == "March, with person A");
    REQUIRE(document.sections.size() == 4);
    CHECK(document.sections[0].id == "shared");
    CHECK(document.sections[2].id == "about");
    CHECK(document.machine.find("shared") != nullptr);
    CHECK(document.machine.find("about") != nullptr);
}
