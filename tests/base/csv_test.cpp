#include "attune/base/csv.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace attune;

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Hands out a text in pieces of `piece` bytes, so that every border falls inside something sooner
/// or later.
ByteSource dripping(std::string text, std::size_t piece) {
    return [text = std::move(text), piece, at = std::size_t{0}](
               char* out, std::size_t room) mutable -> Result<std::size_t> {
        const std::size_t count = std::min({piece, room, text.size() - at});
        std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(at), count, out);
        at += count;
        return count;
    };
}

Rows read_all(std::string_view text, std::size_t piece = 1000) {
    CsvReader reader(dripping(std::string(text), piece), "x.csv");
    Rows rows;
    CsvRow row;
    for (;;) {
        const auto more = reader.next(row);
        REQUIRE(more.has_value());
        if (!*more) return rows;
        std::vector<std::string> cells;
        for (const CsvCell& cell : row.cells)
            cells.emplace_back(cell.text);
        rows.push_back(std::move(cells));
    }
}

Error first_error(std::string_view text) {
    CsvReader reader(bytes_of(text), "x.csv");
    CsvRow row;
    for (;;) {
        const auto more = reader.next(row);
        if (!more) return more.error();
        REQUIRE(*more);
    }
}

}  // namespace

TEST_CASE("every kind of line end gives the same rows, whatever the size of the pieces") {
    const Rows expected = {{"a", "b"}, {"1", ""}, {"", "2"}};
    for (const std::size_t piece : {1U, 2U, 3U, 7U, 1000U}) {
        CAPTURE(piece);
        CHECK(read_all("a,b\n1,\n,2\n", piece) == expected);
        CHECK(read_all("a,b\r\n1,\r\n,2\r\n", piece) == expected);
        CHECK(read_all("a,b\r1,\r,2", piece) == expected);
        CHECK(read_all("\xEF\xBB\xBF"
                       "a,b\n1,\n,2",
                       piece) == expected);
        CHECK(read_all("\n\na,b\n\r\n1,\n,2\n\n", piece) == expected);
    }
}

TEST_CASE("a quoted cell keeps separators, line ends and doubled quotes") {
    for (const std::size_t piece : {1U, 5U, 1000U}) {
        const Rows rows = read_all("\"a,\"\"b\"\"\",\"line\r\nbreak\"\r\n\"\",x\r\n", piece);
        CHECK(rows == Rows{{"a,\"b\"", "line\r\nbreak"}, {"", "x"}});
    }
}

TEST_CASE("an empty text and a text of line ends alone have no rows") {
    CHECK(read_all("").empty());
    CHECK(read_all("\r\n\n\r").empty());
    CHECK(read_all("\xEF\xBB\xBF").empty());
}

TEST_CASE("cells know their line and column, counted in characters and over embedded line ends") {
    const std::string text = "a,\"x\ny\",c\n\xC3\xA9\xC3\xA9,b,d\n";
    CsvReader reader(bytes_of(text), "x.csv");
    CsvRow row;
    REQUIRE(reader.next(row).value());
    CHECK(row.cells[2].line == 2);
    CHECK(row.cells[2].column == 4);
    REQUIRE(reader.next(row).value());
    CHECK(row.line == 3);
    CHECK(row.cells[1].column == 4);
    CHECK(cell_place("x.csv", row.cells[1]) == "x.csv:3:4");
}

TEST_CASE("a line break in a quoted header does not cut the search for the separator short") {
    for (const std::size_t piece : {1U, 5U, 1000U}) {
        CAPTURE(piece);
        CHECK(read_all("\"when,\nexactly\";mood;note\n1;2;3\n", piece) ==
              Rows{{"when,\nexactly", "mood", "note"}, {"1", "2", "3"}});
    }
}

TEST_CASE(
    "cells of long plain rows have the same text and place, whatever the size of the pieces") {
    std::string text = "name,a,b,c\r\n";
    for (int i = 0; i < 3000; ++i) {
        // Plain rows, and now and then one that wants care: letters beyond ASCII, a quote.
        const std::string number = std::to_string(i);
        text += i % 97 == 0 ? "\"q, " + number + "\"" : i % 89 == 0 ? "é" + number : "row" + number;
        text += "," + std::string(static_cast<std::size_t>(i % 41), 'x') + ",,7";
        text += i % 3 == 0 ? "\r\n" : "\n";
    }
    const auto places = [&](std::size_t piece) {
        CsvReader reader(dripping(text, piece), "x.csv");
        CsvRow row;
        std::vector<std::string> out;
        while (reader.next(row).value()) {
            for (const CsvCell& cell : row.cells)
                out.push_back(cell_place("x", cell) + "=" + std::string(cell.text));
        }
        return out;
    };
    const auto whole = places(text.size());
    REQUIRE(whole.size() == 4 * 3001);
    CHECK(whole[4 * 4 + 1] == "x:5:6=" + std::string(3, 'x'));
    CHECK(whole[4 * 90 + 1] == "x:91:5=" + std::string(7, 'x'));
    // One byte at a time no row ever stands whole in what was read.
    CHECK(places(1) == whole);
    CHECK(places(1000) == whole);
    CHECK(places(65536) == whole);
}

TEST_CASE("a NUL byte, a stray quote and a bare CR in a plain row are seen") {
    CHECK(first_error(std::string("a,b\n1,2\n3,\0x\n", 14)).where == "x.csv:3:3");
    CHECK(first_error("a,b\n1,2\n3,x\"y\n").where == "x.csv:3:4");
    CHECK(read_all("a,b\r1,2\n3,4\n") == Rows{{"a", "b"}, {"1", "2"}, {"3", "4"}});
}

TEST_CASE("the separator is found on the first line, outside quotes") {
    CHECK(read_all("a\tb\n1\t2\n") == Rows{{"a", "b"}, {"1", "2"}});
    CHECK(read_all("a;b\n1,5;2\n") == Rows{{"a", "b"}, {"1,5", "2"}});
    CHECK(read_all("\"x;y;z\",b\n1,2\n") == Rows{{"x;y;z", "b"}, {"1", "2"}});
}

TEST_CASE("damaged quoting is an error with its place") {
    CHECK(first_error("a,b\n1,\"2\n3,4\n").where == "x.csv:2:3");
    CHECK(first_error("a,b\n1,\"2\n3,4\n").message == "this quote is never closed");
    CHECK(first_error("a,b\n\"1\"x,2\n").where == "x.csv:2:4");
    CHECK(first_error("a,b\n1,2\"\n").where == "x.csv:2:4");
    CHECK(first_error(std::string("a,b\n1,\0\n", 8)).where == "x.csv:2:3");
    CHECK(first_error("a,b\n1,2\"\n").kind == ErrorKind::BadInput);
}

TEST_CASE("after a damaged line the reader goes on with the next one") {
    CsvReader reader(bytes_of("a,b\n\"1\"x,2\n3,4\n"), "x.csv");
    CsvRow row;
    REQUIRE(reader.next(row).value());
    CHECK_FALSE(reader.next(row).has_value());
    REQUIRE(reader.next(row).value());
    CHECK(row.cells[0].text == "3");
    CHECK(row.line == 3);
    CHECK_FALSE(reader.next(row).value());
}

TEST_CASE("a row without end does not fill the memory") {
    std::size_t handed_out = 0;
    CsvReader reader(
        [&](char* out, std::size_t room) -> Result<std::size_t> {
            // Endless digits until the reader has had enough, then a line end.
            if (handed_out > 64U * 1024U * 1024U) return std::size_t{0};
            std::fill_n(out, room, '7');
            handed_out += room;
            if (handed_out > 5U * 1024U * 1024U) out[0] = '\n';
            return room;
        },
        "x.csv");
    CsvRow row;
    const auto result = reader.next(row);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().message == "a row is larger than 4 MiB");
}

TEST_CASE("a short row is reported where it ends, a long one where it goes on too long") {
    CsvReader reader(bytes_of("a,b,c\n1,2\n1,2,3,4\n"), "x.csv");
    CsvRow row;
    REQUIRE(reader.next(row).value());
    REQUIRE(check_width(row, 3, "x.csv"));
    REQUIRE(reader.next(row).value());
    const Status short_row = check_width(row, 3, "x.csv");
    REQUIRE_FALSE(short_row);
    CHECK(short_row.error().where == "x.csv:2:3");
    CHECK(short_row.error().message == "this row has 2 cells, the header has 3");
    REQUIRE(reader.next(row).value());
    const Status long_row = check_width(row, 3, "x.csv");
    REQUIRE_FALSE(long_row);
    CHECK(long_row.error().where == "x.csv:3:7");
}

TEST_CASE("a NUL in a name does not make a table that nobody can read") {
    std::string text;
    append_csv_cell(text, std::string_view("th\0ought", 8));
    text += "\n";
    CsvReader reader(bytes_of(text), "out.csv");
    CsvRow row;
    REQUIRE(reader.next(row).value());
    CHECK(row.cells.front().text == "th\uFFFDought");
}

TEST_CASE("what is written as cells reads back as the same cells") {
    const std::vector<std::string> cells = {"plain",        "",       "a,b", "say \"hi\"",
                                            "two\r\nlines", " blank "};
    std::string text;
    for (const std::string& cell : cells) {
        if (&cell != &cells.front()) text += ',';
        append_csv_cell(text, cell);
    }
    CHECK(read_all(text + "\r\n") == Rows{cells});
}
