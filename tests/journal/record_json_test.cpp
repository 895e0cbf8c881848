#include "attune/journal/record_json.hpp"

#include <array>
#include <random>
#include <utility>

#include <doctest/doctest.h>

namespace attune::journal {

namespace {

const std::string kLine =
    R"({"schema":1,"id":"4f2a0000000000000000000000000001","kind":"trigger","at":"2026-03-01T21:40:00+01:00",)"
    R"("local_day":"2026-03-01","precision":"minute","text":"He cancelled dinner again",)"
    R"("fields":{"thought":"He is tired of me"},"people":["sam"],)"
    R"("values":[{"key":"feeling.hurt","phase":"peak","num":7,"lo":0,"hi":10}],)"
    R"("tags":[{"facet":"trigger","slug":"plans-changed"},{"facet":"response","slug":"reacted"}],)"
    R"("links":[],"source":"","source_key":""})";

Record decoded(std::string_view line, const DecodeOptions& options = {}) {
    const auto record = decode_record(line, options);
    REQUIRE_MESSAGE(record, (record ? "" : record.error().where + ": " + record.error().message));
    return *record;
}

std::string refusal(std::string_view line, const DecodeOptions& options = {}) {
    const auto record = decode_record(line, options);
    if (record) return "";
    CHECK((record.error().kind == ErrorKind::BadInput || record.error().kind == ErrorKind::TooNew));
    return record.error().where + ": " + record.error().message;
}

/// A record with one member more.
std::string with(std::string_view member) {
    return R"({"kind":"entry","at":"2026-03-01T21:40:00+01:00","text":"","x":0,)" +
           std::string(member) + "}";
}

}  // namespace

TEST_CASE("the line of the format page reads and writes as it stands") {
    const Record record = decoded(kLine);
    CHECK(record.kind == "trigger");
    CHECK(record.at.offset.count() == 60);
    CHECK(record.at.utc.time_since_epoch().count() == 1772397600);
    CHECK(record.at.local_day.iso() == "2026-03-01");
    CHECK(record.fields == std::vector<Field>{{"thought", "He is tired of me"}});
    CHECK(record.values.at(0).number == 7);
    CHECK(record.tags.at(1).slug == "reacted");
    CHECK(record.extra.empty());
    CHECK(encode_record(record) == kLine);
}

TEST_CASE("kind, at and text are enough") {
    const Record record =
        decoded(R"({"text":"a","kind":"trigger","at":"2026-03-01T01:30:00+01:00"})");
    CHECK(record.id.is_zero());
    CHECK(record.at.local_day.iso() == "2026-02-28");
    CHECK(record.at.precision == Precision::Minute);
    CHECK(
        encode_record(record) ==
        R"({"schema":1,"kind":"trigger","at":"2026-03-01T01:30:00+01:00","local_day":"2026-02-28",)"
        R"("precision":"minute","text":"a","fields":{},"people":[],"values":[],"tags":[],"links":[],)"
        R"("source":"","source_key":""})");
    CHECK(refusal(R"({"at":"2026-03-01T21:40:00Z","text":""})") == "1: kind is missing");
    CHECK(refusal(R"({"kind":"entry","text":""})") == "1: at is missing");
    CHECK(refusal(R"({"kind":"entry","at":"2026-03-01T21:40:00Z"})") == "1: text is missing");
}

TEST_CASE("a value gets the usual scale of its key unless it says otherwise") {
    const auto value = [](std::string_view json) {
        return decoded(with("\"values\":[" + std::string(json) + "]")).values.at(0);
    };
    CHECK(value(R"({"key":"feeling.sad","num":3})") == Value{"feeling.sad", "peak", 3, "", 0, 10});
    CHECK(value(R"({"key":"body.chest","num":3})").high == 10.0);
    CHECK(value(R"({"key":"coping.breath","phase":"before","num":10})") ==
          Value{"coping.breath", "before", 10, "", 0, 10});
    CHECK(value(R"({"key":"now","num":0})").low == 0.0);
    CHECK(value(R"({"key":"belief.abandonment","num":80})").high == 100.0);
    CHECK_FALSE(value(R"({"key":"lead_s","num":30,"unit":"s"})").high);
    CHECK_FALSE(value(R"({"key":"feeling.sad","num":300,"lo":null,"hi":null})").high);
    CHECK(value(R"({"key":"q1","num":4,"lo":1,"hi":7})").high == 7.0);
}

TEST_CASE("numbers off their scale are refused") {
    const auto value = [](std::string_view json) {
        return refusal(with("\"values\":[" + std::string(json) + "]"));
    };
    CHECK(value(R"({"key":"feeling.sad","num":11})").ends_with("a number outside its scale 0..10"));
    CHECK(value(R"({"key":"feeling.sad","num":-1})").ends_with("a number outside its scale 0..10"));
    CHECK(value(R"({"key":"q1","num":8,"lo":1,"hi":7})")
              .ends_with("a number outside its scale 1..7"));
    CHECK(value(R"({"key":"q1","num":8,"lo":1})").ends_with("a scale with one end"));
    CHECK(value(R"({"key":"q1","num":8,"lo":9,"hi":1})")
              .ends_with("a scale whose lo is above its hi"));
    CHECK(value(R"({"key":"q1","num":1e999})").ends_with("a number out of range"));
    CHECK(value(R"({"key":"q1","num":NaN})").ends_with("expected a number"));
    CHECK(value(R"({"key":"q1","num":null})").ends_with("expected a number"));
    CHECK(value(R"({"key":"q1"})").ends_with("a value without num"));
    CHECK(value(R"({"num":1})").ends_with("a value without key"));
    CHECK(value(R"({"key":"q1","num":1,"more":1})").ends_with("a member that values do not have"));
}

TEST_CASE("unknown members are kept as they were and stand at the end in order") {
    const std::string line = with(R"("zeta":{"b":1.50, "a":[ ]},"alpha":"\u00e9")");
    const Record record = decoded(line);
    CHECK(record.extra == "{\"alpha\":\"\u00E9\",\"x\":0,\"zeta\":{\"b\":1.50,\"a\":[]}}");
    const std::string canonical = encode_record(record);
    CHECK(canonical.ends_with(
        ",\"source_key\":\"\",\"alpha\":\"\u00E9\",\"x\":0,\"zeta\":{\"b\":1.50,\"a\":[]}}"));
    CHECK(decoded(canonical) == record);
    CHECK(encode_record(decoded(canonical)) == canonical);
}

TEST_CASE("a problem is named with its column and none of the content") {
    const std::string secret = "he is tired of me";
    const std::vector<std::pair<std::string, std::string>> rows = {
        {"{\"kind\":\"entry\",\"at\":\"" + secret + "\",\"text\":\"\"}", "22: no ISO 8601 time"},
        {"{\"kind\":\"entry\",\"text\":\"" + secret, "24: a string without its end"},
        {"{\"text\":\"\u00E9\",\"text\":\"" + secret + "\"}", "20: a member that came before"},
        {"{\"kind\":\"" + secret + "\"}", "9: expected a name without blanks"},
        {"{\"id\":\"" + secret + "\"}", "7: an id has 32 hexadecimal digits"},
        {"{\"id\":\"4f2a\"}", "7: an id has 32 hexadecimal digits"},
        {"{\"id\":\"00000000000000000000000000000000\"}", "7: an id is not zero"},
        {"{\"precision\":\"" + secret + "\"}", "14: an unknown precision"},
        {"{\"local_day\":\"2026-02-30\"}", "14: no day of the form 2026-03-01"},
        {"{\"people\":[\"a\",\" \"]}", "16: a person without a name"},
        {"{\"people\":\"sam\"}", "11: expected a list"},
        {"{\"tags\":[{\"facet\":\"trigger\"}]}", "10: a tag needs facet and slug"},
        {"{\"links\":[{\"rel\":\"about\"}]}", "11: a link needs to and rel"},
        {"{\"fields\":{\"a\":\"\",\"a\":\"\"}}", "23: a field that came before"},
        {"{\"fields\":{\"\":\"\"}}", "15: a field needs a name"},
        {"{\"schema\":2}", "11: written by a newer version of attune"},
        {"{\"schema\":0}", "11: an unknown schema"},
        {"{\"schema\":1.5}", "11: an unknown schema"},
        {"{\"text\":\"a\xFF\"}", "11: bytes that are not UTF-8"},
        {"[]", "1: expected an object"},
        {"", "1: expected an object"},
        {kLine + kLine, std::to_string(kLine.size() + 1) + ": something stands behind the end"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.first);
        const std::string found = refusal(row.first);
        CHECK(found == row.second);
        CHECK(found.find("tired") == std::string::npos);
    }
    CHECK(decode_record("{\"schema\":2}").error().kind == ErrorKind::TooNew);
}

TEST_CASE("a text has a size limit") {
    const auto sized = [](std::size_t bytes) {
        return R"({"kind":"entry","at":"2026-03-01T21:40:00Z","text":")" + std::string(bytes, 'a') +
               "\"}";
    };
    CHECK(decoded(sized(kTextBytesMax)).text.size() == kTextBytesMax);
    CHECK(refusal(sized(kTextBytesMax + 1)) == "52: a text of more than 1048576 bytes");
}

TEST_CASE("a time without offset needs a zone, and one that was skipped is refused") {
    const auto line = [](std::string_view at) {
        return R"({"kind":"entry","at":")" + std::string(at) + R"(","text":""})";
    };
    CHECK(refusal(line("2026-03-01T21:40:00")) == "22: a time without offset needs a time zone");
    const auto berlin = Zone::find("Europe/Berlin");
    REQUIRE(berlin);
    const DecodeOptions options{.zone = *berlin};
    CHECK(iso_time(decoded(line("2026-03-01T21:40:00"), options).at) ==
          "2026-03-01T21:40:00+01:00");
    CHECK(iso_time(decoded(line("2026-10-25 02:30"), options).at) == "2026-10-25T02:30:00+02:00");
    CHECK(refusal(line("2026-03-29T02:30:00"), options) ==
          "22: a local time that the clocks skipped");
    const Moment day = decoded(line("2026-03-01"), options).at;
    CHECK(day.precision == Precision::Day);
    CHECK(iso_time(day) == "2026-03-01T12:00:00+01:00");
    CHECK(iso_time(decoded(line("2026-03-01T20:40:00.999Z")).at) == "2026-03-01T20:40:00+00:00");
}

TEST_CASE("local_day may be a neighbour of the day of at and no other") {
    const auto line = [](std::string_view day) {
        return with(R"("local_day":")" + std::string(day) + "\"");
    };
    CHECK(decoded(line("2026-02-28")).at.local_day.iso() == "2026-02-28");
    CHECK(decoded(line("2026-03-02")).at.local_day.iso() == "2026-03-02");
    CHECK(refusal(line("2026-03-03")).ends_with("a local_day that is not the day of at"));
}

TEST_CASE("texts under one field name are joined") {
    Record record = decoded(kLine);
    record.fields.push_back({"thought", "and of dinner"});
    CHECK(decoded(encode_record(record)).fields ==
          std::vector<Field>{{"thought", "He is tired of me\nand of dinner"}});
}

TEST_CASE("every record comes back from its line, and every canonical line from its record") {
    std::mt19937 random(20260301);
    const std::array<std::string, 8> words = {"a",
                                              "two words",
                                              "\u00E9\u4E2D",
                                              "\"quoted\" \\",
                                              "line\nbreak\ttab",
                                              std::string("\0\x1f\x7f", 3),
                                              "\U0001F614",
                                              ""};
    const auto word = [&] { return words.at(random() % words.size()); };
    const std::array<double, 7> numbers = {0, 7, 2.5, 0.1, 1e-9, 9.999999999999998, 10};
    for (int round = 0; round < 2000; ++round) {
        Record record;
        for (auto& byte : record.id.bytes)
            byte = static_cast<std::uint8_t>(random() % 256);
        record.kind = round % 2 == 0 ? "trigger" : "assessment";
        const std::chrono::sys_seconds utc(std::chrono::seconds(random() % 2000000000U));
        record.at = moment_at(
            utc, Zone::fixed(std::chrono::minutes(static_cast<int>(random() % 1560) - 720)));
        record.at.precision = static_cast<Precision>(random() % 6);
        record.text = word() + word();
        for (std::size_t i = random() % 3; i > 0; --i)
            record.fields.push_back({"f" + std::to_string(i), word()});
        for (std::size_t i = random() % 3; i > 0; --i)
            record.people.push_back("p" + word());
        for (std::size_t i = random() % 4; i > 0; --i) {
            Value value{.key = i % 2 == 0 ? "feeling.x" : "q1",
                        .number = numbers.at(random() % numbers.size())};
            value.phase = i % 2 == 0 ? "peak" : "item";
            if (random() % 2 == 0) {
                value.low = 0;
                value.high = 10;
            }
            if (random() % 3 == 0) value.unit = "s";
            record.values.push_back(value);
        }
        for (std::size_t i = random() % 3; i > 0; --i)
            record.tags.push_back({"trigger", "s" + std::to_string(i)});
        if (random() % 3 == 0) record.links.push_back({record.id, "follows-up"});
        if (random() % 3 == 0) record.definition = "maas 1 abc";
        if (random() % 3 == 0) record.extra = R"({"a":1,"b":{"c":[null,true]}})";
        record.source = word();
        const std::string line = encode_record(record);
        const auto back = decode_record(line);
        REQUIRE_MESSAGE(back, line);
        REQUIRE(*back == record);
        REQUIRE(encode_record(*back) == line);
    }
}

TEST_CASE("damaged lines are refused or read, never worse") {
    std::mt19937 random(3);
    for (int round = 0; round < 20000; ++round) {
        std::string line = kLine;
        for (std::size_t i = 1 + random() % 3; i > 0; --i) {
            const std::size_t at = random() % line.size();
            switch (random() % 3) {
                case 0:
                    line[at] = static_cast<char>(random() % 256);
                    break;
                case 1:
                    line.erase(at, 1 + random() % 4);
                    break;
                default:
                    line.insert(at, 1, "{}[]\",:0\\"[random() % 9]);
                    break;
            }
        }
        const auto record = decode_record(line);
        if (!record) continue;
        const auto again = decode_record(encode_record(*record));
        REQUIRE(again);
        REQUIRE(*again == *record);
    }
}

}  // namespace attune::journal
