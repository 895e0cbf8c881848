#include <utility>

#include "attune/exchange/record_writer.hpp"
#include "attune/journal/record_json.hpp"
#include "exchange/pieces.hpp"

/// The two forms made of JSON: a line for each record, and one document.
namespace attune::exchange {

namespace {

class Lines final : public RecordWriter {
  public:
    explicit Lines(OutputSink sink) : writer_(std::move(sink)) {}
    Status begin(const ExportHead& head) override { return writer_.header(head.header); }
    Status record(const journal::Record& record) override { return writer_.record(record); }
    Status end() override { return writer_.finish(); }

  private:
    JsonlWriter writer_;
};

class Document final : public RecordWriter {
  public:
    explicit Document(OutputSink sink) : out_(std::move(sink)) {}
    Status begin(const ExportHead& head) override {
        std::string text = encode_header(head.header);
        constexpr std::string_view kType = "\"type\":\"header\"";
        const auto type = text.find(kType);
        text.replace(type, kType.size(), "\"type\":\"journal\"");
        text.pop_back();
        return out_.add(text + ",\"entries\":[");
    }
    Status record(const journal::Record& record) override {
        return out_.add((std::exchange(first_, false) ? "\n" : ",\n") +
                        journal::encode_record(record));
    }
    Status end() override {
        ATTUNE_CHECK(out_.add(first_ ? "]}\n" : "\n]}\n"));
        return out_.flush();
    }

  private:
    Pieces out_;
    bool first_ = true;
};

}  // namespace

std::unique_ptr<RecordWriter> make_jsonl_writer(OutputSink sink) {
    return std::make_unique<Lines>(std::move(sink));
}

std::unique_ptr<RecordWriter> make_json_writer(OutputSink sink) {
    return std::make_unique<Document>(std::move(sink));
}

}  // namespace attune::exchange
