#include "attune/journal/record_json.hpp"
#include "fuzz/property.hpp"

// What is read is written in one canonical way, which reads as the same record.
ATTUNE_FUZZ(record_json) {
    using attune::fuzz::expect;
    const auto record = attune::journal::decode_record(attune::fuzz::as_text(data, size));
    if (!record) return;
    const std::string line = attune::journal::encode_record(*record);
    const auto again = attune::journal::decode_record(line);
    expect(again.has_value(), "a written record can be read");
    expect(*again == *record, "a record that was written and read is the same");
    expect(attune::journal::encode_record(*again) == line, "the canonical line is stable");
}
