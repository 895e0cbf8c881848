// Whatever was read of a file can be written in every form; JSON Lines that are written are read as
// the same records, and a wide table has one row a record, each as long as its header.

#include <vector>

#include "attune/base/csv.hpp"
#include "attune/exchange/jsonl.hpp"
#include "attune/exchange/record_writer.hpp"
#include "fuzz/property.hpp"

using namespace attune;
using fuzz::expect;

namespace {

using Records = std::vector<journal::Record>;

/// All records of a text, and what was set aside.
Records read_all(const std::string& text, exchange::JsonlReport& report) {
    exchange::JsonlReader reader(exchange::text_lines(text), {.store = {}, .decode = {}});
    Records records;
    while (true) {
        auto record = reader.next();
        if (!record || !*record) break;
        records.push_back(std::move(**record));
    }
    report = reader.report();
    expect(report.set_aside == 0 || !report.listed.empty(), "a line is set aside with a reason");
    return records;
}

std::string written(std::unique_ptr<exchange::RecordWriter> (*make)(exchange::OutputSink),
                    const exchange::JsonlHeader& header, const Records& records) {
    std::string out;
    const auto writer = make([&](std::string_view piece) -> Status {
        out += piece;
        return {};
    });
    if (writer->needs_survey()) {
        for (const journal::Record& record : records)
            writer->survey(record);
    }
    expect(writer->begin({header}).has_value(), "a form begins");
    for (const journal::Record& record : records)
        expect(writer->record(record).has_value(), "a record can be written");
    expect(writer->end().has_value(), "a form ends");
    return out;
}

std::unique_ptr<exchange::RecordWriter> make_wide(exchange::OutputSink sink) {
    return exchange::make_wide_csv_writer(std::move(sink));
}
std::unique_ptr<exchange::RecordWriter> make_long(exchange::OutputSink sink) {
    return exchange::make_long_csv_writer(std::move(sink), {.excel = true});
}

void read_table(const std::string& text, std::size_t rows_wanted, bool exact) {
    CsvReader reader(bytes_of(text), "out.csv");
    CsvRow row;
    std::size_t rows = 0;
    std::size_t cells = 0;
    while (true) {
        const auto more = reader.next(row);
        expect(more.has_value(), "a table that was written can be read");
        if (!*more) break;
        if (rows == 0) cells = row.cells.size();
        expect(row.cells.size() == cells, "every row is as long as the header");
        ++rows;
    }
    expect(exact ? rows == rows_wanted + 1 : rows > rows_wanted, "every record has a row");
}

}  // namespace

ATTUNE_FUZZ(jsonl) {
    exchange::JsonlReport report;
    const Records records = read_all(std::string(fuzz::as_text(data, size)), report);
    Records plain;  // without those of the header, which it carries itself
    const std::size_t of_header =
        report.header ? report.header->people.size() + report.header->vocabulary.size() : 0;
    if (records.size() == report.records) {
        plain = records;
    } else {
        expect(records.size() <= report.records + of_header, "records are counted");
    }
    const exchange::JsonlHeader header = report.header.value_or(exchange::JsonlHeader{});
    const std::string lines = written(exchange::make_jsonl_writer, header, plain);
    exchange::JsonlReport again_report;
    const Records again = read_all(lines, again_report);
    expect(again_report.set_aside == 0, "nothing that was written is set aside");
    expect(again_report.records == plain.size(), "as many are read as were written");
    expect(again_report.header && *again_report.header == header, "the header is the same");
    if (of_header == 0) expect(again == plain, "the records are the same");

    read_table(written(make_wide, header, plain), plain.size(), true);
    read_table(written(make_long, header, plain), plain.size(), false);
    static_cast<void>(written(exchange::make_json_writer, header, plain));
    static_cast<void>(written(exchange::make_book_writer, header, plain));
}
