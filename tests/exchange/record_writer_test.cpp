#include "attune/exchange/record_writer.hpp"

#include <map>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "attune/base/csv.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/iso_time.hpp"
#include "attune/journal/record_json.hpp"
#include "exchange/record_builder.hpp"

namespace attune::exchange {

namespace {

using test::full_record;
using test::plain_record;

std::string written(RecordWriter& writer, const std::vector<journal::Record>& records,
                    const std::string& out) {
    for (const auto& record : records)
        writer.survey(record);
    REQUIRE(writer.begin({}).has_value());
    for (const auto& record : records)
        REQUIRE(writer.record(record).has_value());
    REQUIRE(writer.end().has_value());
    return out;
}

template <typename Make, typename... More>
std::string write_all(Make make, const std::vector<journal::Record>& records, More... more) {
    std::string out;
    const auto writer = make(
        [&out](std::string_view piece) -> Status {
            out += piece;
            return {};
        },
        more...);
    static_cast<void>(written(*writer, records, out));
    return out;
}

using Row = std::map<std::string, std::string>;

/// The rows of a table by the names of its header; every row as wide as the header.
std::vector<Row> rows_of(const std::string& csv) {
    CsvReader reader(bytes_of(csv), "test.csv");
    CsvRow cells;
    std::vector<std::string> header;
    std::vector<Row> rows;
    while (true) {
        const auto more = reader.next(cells);
        REQUIRE_MESSAGE(more.has_value(), (more ? "" : more.error().message));
        if (!*more) return rows;
        if (header.empty()) {
            for (const CsvCell& cell : cells.cells)
                header.emplace_back(cell.text);
            continue;
        }
        REQUIRE(cells.cells.size() == header.size());
        Row row;
        for (std::size_t i = 0; i < header.size(); ++i)
            row[header[i]] = cells.cells[i].text;
        REQUIRE(row.size() == header.size());  // no name twice
        rows.push_back(std::move(row));
    }
}

/// The records that a long table tells of.
std::vector<journal::Record> read_back(const std::string& csv) {
    std::vector<journal::Record> records;
    for (const Row& row : rows_of(csv)) {
        const RecordId id = *RecordId::from_hex(row.at("entry_id"));
        if (records.empty() || records.back().id != id) records.emplace_back().id = id;
        journal::Record& record = records.back();
        const std::string& key = row.at("key");
        const std::string& text = row.at("text");
        if (row.at("table") == "entry") {
            if (key == "kind") record.kind = text;
            if (key == "text") record.text = text;
            if (key == "source") record.source = text;
            if (key == "source_key") record.source_key = text;
            if (key == "definition") record.definition = text;
            if (key == "extra") record.extra = text;
            if (key == "local_day") record.at.local_day = *CivilDay::parse_iso(text);
            if (key == "precision") record.at.precision = *journal::parse_precision(text);
            if (key == "at") {
                const auto time = journal::parse_iso_time(text);
                record.at.offset = *time->offset;
                record.at.utc = std::chrono::sys_seconds(time->local().time_since_epoch() -
                                                         std::chrono::seconds(*time->offset));
            }
        } else if (row.at("table") == "field") {
            record.fields.push_back({key, text});
        } else if (row.at("table") == "person") {
            record.people.push_back(text);
        } else if (row.at("table") == "value") {
            record.values.push_back({key, row.at("phase"), *parse_number(row.at("num")),
                                     row.at("unit"), parse_number(row.at("lo")),
                                     parse_number(row.at("hi"))});
        } else if (row.at("table") == "tag") {
            record.tags.push_back({key, text});
        } else {
            CHECK(row.at("table") == "link");
            record.links.push_back({*RecordId::from_hex(text), key});
        }
    }
    return records;
}

}  // namespace

TEST_CASE("a long table gives every record back as it was") {
    const std::vector<journal::Record> records{full_record(), plain_record("\n,\"\r\n ä 日本")};
    const auto back = read_back(write_all(make_long_csv_writer, records, CsvStyle{}));
    REQUIRE(back.size() == records.size());
    for (std::size_t i = 0; i < records.size(); ++i) {
        CHECK(journal::encode_record(back[i]) == journal::encode_record(records[i]));
    }
}

TEST_CASE("a wide table puts words and their numbers side by side and leaves nothing at 0") {
    const auto rows = rows_of(
        write_all(make_wide_csv_writer, {full_record(), plain_record("a walk")}, CsvStyle{}));
    REQUIRE(rows.size() == 2);
    const Row& full = rows[0];
    CHECK(full.at("at") == "2026-03-01T21:40:00+01:00");
    CHECK(full.at("person_1") == "sam");
    CHECK(full.at("person_2") == "jo");
    CHECK(full.at("feeling_1") == "hurt");
    CHECK(full.at("intensity_1") == "7");
    CHECK(full.at("feeling_2") == "numb");
    CHECK(full.at("intensity_2").empty());
    CHECK(full.at("coping_1") == "breath");
    CHECK(full.at("coping_before_1") == "7");
    CHECK(full.at("coping_after_1") == "0");
    CHECK(full.at("lead_s") == "30");
    CHECK(full.at("response") == "reacted");
    CHECK(full.at("bring") == "yes");
    CHECK(full.at("tag_strategy_1") == "hinting");
    CHECK(full.at("number_sleep_pre") == "6.5");
    CHECK(full.at("field_quality") == "fine");
    CHECK(full.at("links") == "follows-up:000000000000000000000000000000ff");
    CHECK_FALSE(full.contains("number_q1_item"));
    const Row& plain = rows[1];
    for (const auto& [name, cell] : plain) {
        CAPTURE(name);
        const bool always = name == "id" || name == "kind" || name == "at" || name == "local_day" ||
                            name == "precision" || name == "text";
        CHECK(cell.empty() != always);
    }
}

TEST_CASE("the columns of a wide table that are always there stand without any record") {
    const std::string csv = write_all(make_wide_csv_writer, {}, CsvStyle{});
    CHECK(csv ==
          "id,kind,at,local_day,precision,text,thought,other,response,caught,outcome,bring,"
          "overall_intensity,present,lead_s,person_1,trigger_1,feeling_1,intensity_1,body_1,"
          "body_intensity_1,belief_1,belief_strength_1,coping_1,coping_before_1,coping_after_1,"
          "urge_1,action_1,need_1,context_1,links,definition,source,source_key\r\n");
}

TEST_CASE("only a table for spreadsheets has texts that begin as formulas set apart") {
    for (const char* text : {"=1+1", "+1", "-1", "@cmd", "\tx"}) {
        CAPTURE(text);
        const auto records = std::vector{plain_record(text)};
        CHECK(rows_of(write_all(make_wide_csv_writer, records, CsvStyle{}))[0].at("text") == text);
        const std::string excel = write_all(make_wide_csv_writer, records, CsvStyle{.excel = true});
        CHECK(excel.starts_with("\xEF\xBB\xBF"));
        CHECK(rows_of(excel)[0].at("text") == "'" + std::string(text));
    }
    journal::Record record = full_record();
    record.values[0].number = -7;
    record.values[0].low = -10;
    CHECK(rows_of(write_all(make_wide_csv_writer, {record}, CsvStyle{.excel = true}))[0].at(
              "intensity_1") == "-7");
}

TEST_CASE("a JSON document holds the lines of JSON Lines") {
    CHECK(write_all(make_json_writer, {}) ==
          R"({"schema":1,"type":"journal","version":"","people":[],"vocabulary":[],"definitions":[],"entries":[]})"
          "\n");
    const std::vector<journal::Record> records{full_record(), plain_record("a walk")};
    const std::string document = write_all(make_json_writer, records);
    for (const auto& record : records)
        CHECK(document.contains("\n" + journal::encode_record(record)));
    CHECK(document.ends_with("}\n]}\n"));
}

TEST_CASE("nothing in a text is taken for Markdown by the book") {
    const struct {
        const char* typed;
        const char* shown;
    } kCases[] = {
        {"# no heading", "\\# no heading"},
        {"- no list", "\\- no list"},
        {"1. no list", "1\\. no list"},
        {"12) no list", "12\\) no list"},
        {"1.5 is a number", "1\\.5 is a number"},
        {"a *b* _c_ `d`", "a \\*b\\* \\_c\\_ \\`d\\`"},
        {"[a](b) <i>", "\\[a\\](b) \\<i\\>"},
        {"===", "\\==="},
        {"one\ntwo", "one  \ntwo"},
        {"one\n\n\ntwo", "one\n\ntwo"},
        {"    no code", "no code"},
        {"\x1b[2J", "\\\\x1b\\[2J"},
    };
    for (const auto& expected : kCases) {
        CAPTURE(expected.typed);
        const std::string book = write_all(make_book_writer, {plain_record(expected.typed)});
        CHECK(book.ends_with("\n\n" + std::string(expected.shown) + "\n"));
    }
}

TEST_CASE("the book has one heading for each day and says how much it holds") {
    journal::Record next_day = plain_record("later");
    next_day.at.local_day = next_day.at.local_day + 1;
    next_day.at.precision = journal::Precision::Evening;
    const std::string book =
        write_all(make_book_writer, {full_record(), plain_record("a walk"), next_day});
    CHECK(
        book.starts_with("# Journal\n\n1 March 2026 to 2 March 2026, 3 entries.\n\n"
                         "## Sunday 1 March 2026\n\n### 21:40\n"));
    CHECK(book.contains("\n*thought:* He is tired of me\n"));
    CHECK(book.contains("\n### 21:40, entry\n"));
    CHECK(book.contains("\n## Monday 2 March 2026\n\n### Evening, entry\n"));
    CHECK(write_all(make_book_writer, {}) == "# Journal\n\nNothing is in it yet.\n");
}

TEST_CASE("an output that cannot be written stops every form") {
    const auto broken = [](std::string_view) -> Status {
        return fail(ErrorKind::Io, "the disk is full");
    };
    for (const auto& writer :
         {make_jsonl_writer(broken), make_json_writer(broken), make_wide_csv_writer(broken),
          make_long_csv_writer(broken), make_book_writer(broken)}) {
        REQUIRE(writer->begin({}).has_value());
        CHECK(writer->record(plain_record(std::string(70'000, 'x'))).error().kind == ErrorKind::Io);
    }
}

}  // namespace attune::exchange
