#include "attune/exchange/jsonl.hpp"

#include <algorithm>
#include <set>

#include <doctest/doctest.h>

#include "attune/journal/name.hpp"

namespace attune::exchange {

namespace {

StoreId store_id(std::uint8_t byte) {
    StoreId id;
    id.bytes.fill(byte);
    return id;
}

struct Read {
    std::vector<journal::Record> records;
    JsonlReport report;
    std::optional<Error> error;
};

Read read(std::string text, std::uint8_t store = 1) {
    JsonlReader reader(text_lines(std::move(text)), {.store = store_id(store)});
    Read out;
    while (true) {
        auto record = reader.next();
        if (!record) out.error = record.error();
        if (!record || !*record) break;
        out.records.push_back(**std::move(record));
    }
    out.report = reader.report();
    return out;
}

std::string line(std::string_view text, std::string_view more = "") {
    return "{\"kind\":\"entry\",\"at\":\"2026-03-01T21:40:00+01:00\",\"text\":\"" +
           std::string(text) + "\"" + std::string(more) + "}\n";
}

/// A file in memory that gives back at most seven bytes at a time.
class ShortFile final : public host::File {
  public:
    explicit ShortFile(std::string text) : text_(std::move(text)) {}
    Result<std::uint64_t> size() override { return text_.size(); }
    Result<std::size_t> read_at(std::uint64_t offset, MutableByteView out) override {
        const std::size_t count = std::min({std::size_t{7}, out.size(), text_.size() - offset});
        for (std::size_t i = 0; i < count; ++i)
            out[i] = static_cast<std::uint8_t>(text_[offset + i]);
        return count;
    }
    Status write(ByteView) override { return {}; }
    Status truncate(std::uint64_t) override { return {}; }
    Status sync() override { return {}; }
    void drop_cache() override {}

  private:
    std::string text_;
};

}  // namespace

TEST_CASE("lines are read whatever their ends") {
    const auto found = read("\xEF\xBB\xBF" + line("a") + "\r\n\n" + line("b") +
                            "  \n{\"kind\":\"entry\","
                            "\"at\":\"2026-03-01T21:40:00Z\",\"text\":\"c\"}");
    CHECK_FALSE(found.error);
    REQUIRE(found.records.size() == 3);
    CHECK(found.records[2].text == "c");
    CHECK(found.report.lines == 6);
    CHECK(found.report.set_aside == 0);
    CHECK(read("").records.empty());
    CHECK_FALSE(read("").error);
    CHECK_FALSE(read("\n\n").error);
}

TEST_CASE("a file is cut into the same lines in small pieces") {
    JsonlReader reader(
        file_lines(std::make_shared<ShortFile>("\xEF\xBB\xBF" + line("one") + line("two"))),
        {.store = store_id(1)});
    const auto first = reader.next();
    REQUIRE(first);
    REQUIRE(*first);
    CHECK((*first)->text == "one");
    const auto second = reader.next();
    REQUIRE(second);
    REQUIRE(*second);
    CHECK((*second)->text == "two");
    const auto end = reader.next();
    REQUIRE(end);
    CHECK_FALSE(*end);
}

TEST_CASE("what is no record is set aside with line, column and reason") {
    const auto found = read(line("a") + "not json\n" +
                            line("b", ",\"values\":[{\"key\":\"feeling.sad\",\"num\":11}]") +
                            "{\"schema\":2}\n" + line("c"));
    CHECK_FALSE(found.error);
    CHECK(found.records.size() == 2);
    CHECK(found.report.records == 2);
    CHECK(found.report.set_aside == 3);
    CHECK(found.report.listed ==
          std::vector<SetAside>{{2, "1", "expected an object"},
                                {3, "98", "a number outside its scale 0..10"},
                                {4, "11", "written by a newer version of attune"}});
}

TEST_CASE("a long list of bad lines is counted and not kept") {
    std::string text = line("a");
    for (int i = 0; i < 3000; ++i)
        text += "x\n";
    const auto found = read(text);
    CHECK(found.report.set_aside == 3000);
    CHECK(found.report.listed.size() == JsonlReport::kListedMax);
}

TEST_CASE("another format is an error and not an empty import") {
    const auto found = read("[2020-01-01 09:00] A diary of another program\nwith a body\n");
    REQUIRE(found.error);
    CHECK(found.error->kind == ErrorKind::BadInput);
    CHECK(found.error->where == "1:1");
    CHECK(found.error->message.find("diary") == std::string::npos);
}

TEST_CASE("a line beyond all measure is set aside and the next one read") {
    const auto found = read(line("a") + std::string(kLineBytesMax + 1, 'x') + "\n" + line("b"));
    CHECK(found.records.size() == 2);
    CHECK(found.report.listed == std::vector<SetAside>{{2, "", "a line of more than 8 MiB"}});
}

TEST_CASE("ids come from the file, else from the source, else from the line") {
    const std::string with_id = line("a", ",\"id\":\"4f2a0000000000000000000000000001\"");
    CHECK(read(with_id).records.at(0).id.hex() == "4f2a0000000000000000000000000001");
    const std::string with_source = line("a", ",\"source\":\"daylio\",\"source_key\":\"7\"");
    CHECK(read(with_source).records.at(0).id == imported_id(store_id(1), "daylio", "7"));
    // The text may have changed: the row is the same.
    CHECK(read(line("b", ",\"source\":\"daylio\",\"source_key\":\"7\"")).records.at(0).id ==
          read(with_source).records.at(0).id);
    CHECK(imported_id(store_id(1), "ab", "c") != imported_id(store_id(1), "a", "bc"));
    CHECK(read(line("a")).records.at(0).id == read(" " + line("a")).records.at(0).id);
    CHECK(read(line("a")).records.at(0).id != read(line("b")).records.at(0).id);
    CHECK(read(line("a"), 1).records.at(0).id != read(line("a"), 2).records.at(0).id);
}

TEST_CASE("equal lines are different moments, and the same ones the next time") {
    const std::string text = line("a") + line("a") + line("b") + line("a");
    const auto once = read(text);
    const auto twice = read(text);
    std::set<RecordId> ids;
    for (const auto& record : once.records)
        ids.insert(record.id);
    CHECK(ids.size() == 4);
    CHECK(once.records == twice.records);
}

TEST_CASE("a header is understood, kept and not a record") {
    journal::Name sam{.facet = "person", .spelling = "zo\u00EB", .origin = "sam"};
    sam.role = "partner";
    const journal::Name rain{.facet = "trigger", .spelling = "rain", .origin = "rain"};
    const JsonlHeader header{
        .version = "0.1.0",
        .people = {journal::record_of(sam, {})},
        .vocabulary = {journal::record_of(rain, {})},
        .definitions = {{"maas", "questionnaire", "maas", "1", "abc", "title = \"x\"\n"}},
        .extra = R"({"mood":[1,2]})"};
    const std::string text = encode_header(header);
    CHECK(is_header(text));
    const auto back = decode_header(text);
    REQUIRE(back);
    CHECK(*back == header);
    CHECK(encode_header(*back) == text);
    const auto found = read(text + "\n" + line("a"));
    // The names of a header come before the records and are not counted among them.
    REQUIRE(found.records.size() == 3);
    CHECK(found.records[0].text == "rain");
    CHECK_FALSE(found.records[0].id.is_zero());
    CHECK(found.records[1].kind == "person");
    CHECK(found.report.records == 1);
    CHECK_FALSE(decode_header(R"({"type":"header","people":[{"kind":"entry"}]})"));
    REQUIRE(found.report.header);
    CHECK(*found.report.header == header);
    CHECK_FALSE(is_header(line("a \\\"header\\\"")));
    CHECK_FALSE(is_header(line("a", ",\"type\":\"x\",\"y\":\"header\"")));
    CHECK(is_header("{\"type\":\"header\"}"));
    CHECK_FALSE(read("{\"type\":\"header\"}\n").error);
    CHECK(read("{\"type\":\"header\",\"schema\":2}\n" + line("a")).report.set_aside == 1);
}

TEST_CASE("what is written reads back, and writing it again gives the same bytes") {
    auto records =
        read(line("b") + line("a") + line("a", ",\"people\":[\"sam\"],\"mood\":{\"z\":1}")).records;
    std::sort(records.begin(), records.end(), exports_before);
    const auto written = [](const std::vector<journal::Record>& all) {
        std::string out;
        JsonlWriter writer([&out](std::string_view piece) -> Status {
            out += piece;
            return {};
        });
        REQUIRE(writer.header({.version = "0.1.0"}));
        for (const auto& record : all)
            REQUIRE(writer.record(record));
        REQUIRE(writer.finish());
        CHECK(writer.records() == all.size());
        return out;
    };
    const std::string first = written(records);
    auto again = read(first, 2).records;
    std::sort(again.begin(), again.end(), exports_before);
    CHECK(again == records);
    CHECK(written(again) == first);
}

TEST_CASE("a sink that is full stops the export") {
    JsonlWriter writer([](std::string_view) -> Status { return fail(ErrorKind::Io, "disk full"); });
    journal::Record record;
    record.kind = "entry";
    record.text = std::string(100000, 'a');
    CHECK_FALSE(writer.record(record));
    CHECK(writer.records() == 0);
}

}  // namespace attune::exchange
