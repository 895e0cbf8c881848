#include <utility>

#include "attune/exchange/record_writer.hpp"
#include "attune/journal/iso_time.hpp"
#include "exchange/csv_row.hpp"
#include "exchange/pieces.hpp"

namespace attune::exchange {

namespace {

class LongCsv final : public RecordWriter {
  public:
    LongCsv(OutputSink sink, const CsvStyle& style)
        : out_(std::move(sink)), style_(style), line_(style) {}

    Status begin(const ExportHead& /*head*/) override {
        ATTUNE_CHECK(out_.add(csv_start(style_)));
        return out_.add("entry_id,table,seq,key,phase,num,unit,lo,hi,text\r\n");
    }

    Status record(const journal::Record& record) override {
        start(record, "entry");
        for (const auto& [key, text] :
             {std::pair<std::string_view, std::string>{"kind", record.kind},
              {"at", journal::iso_time(record.at)},
              {"local_day", record.at.local_day.iso()},
              {"precision", std::string(journal::precision_name(record.at.precision))},
              {"text", record.text},
              {"source", record.source},
              {"source_key", record.source_key},
              {"definition", record.definition},
              {"extra", record.extra}}) {
            if (!text.empty()) ATTUNE_CHECK(words(key, text));
        }
        start(record, "field");
        for (const journal::Field& field : record.fields)
            ATTUNE_CHECK(words(field.name, field.text));
        start(record, "person");
        for (const std::string& person : record.people)
            ATTUNE_CHECK(words({}, person));
        start(record, "value");
        for (const journal::Value& value : record.values)
            ATTUNE_CHECK(number(value));
        start(record, "tag");
        for (const journal::Tag& tag : record.tags)
            ATTUNE_CHECK(words(tag.facet, tag.slug));
        start(record, "link");
        for (const journal::Link& link : record.links)
            ATTUNE_CHECK(words(link.relation, link.to.hex()));
        return {};
    }

    Status end() override { return out_.flush(); }

  private:
    void start(const journal::Record& record, std::string_view table) {
        id_ = record.id.hex();
        table_ = table;
        seq_ = 0;
    }
    void head(std::string_view key) {
        line_.text(id_);
        line_.text(table_);
        line_.number(static_cast<double>(seq_++));
        line_.text(key);
    }
    Status words(std::string_view key, std::string_view text) {
        head(key);
        for (int i = 0; i < 5; ++i)
            line_.empty();
        line_.text(text);
        return out_.add(line_.take());
    }
    Status number(const journal::Value& value) {
        head(value.key);
        line_.text(value.phase);
        line_.number(value.number);
        line_.text(value.unit);
        line_.number(value.low);
        line_.number(value.high);
        line_.empty();
        return out_.add(line_.take());
    }

    Pieces out_;
    CsvStyle style_;
    CsvLine line_;
    std::string id_;
    std::string_view table_;
    int seq_ = 0;
};

}  // namespace

std::unique_ptr<RecordWriter> make_long_csv_writer(OutputSink sink, const CsvStyle& style) {
    return std::make_unique<LongCsv>(std::move(sink), style);
}

}  // namespace attune::exchange
