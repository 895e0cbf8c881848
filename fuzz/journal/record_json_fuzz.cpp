#include "attune/journal/record_json.hpp"
#include "property.hpp"

// What is read is written in one canonical way, which reads as the same record.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using attune::fuzz::expect;
    const auto record = attune::journal::decode_record(attune::fuzz::as_text(data, size));
    if (!record) return 0;
    const std::string line = attune::journal::encode_record(*record);
    const auto again = attune::journal::decode_record(line);
    expect(again.has_value(), "a written record can be read");
    expect(*again == *record, "a record that was written and read is the same");
    expect(attune::journal::encode_record(*again) == line, "the canonical line is stable");
    return 0;
}
