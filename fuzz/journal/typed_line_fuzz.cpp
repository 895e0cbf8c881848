#include "attune/journal/typed_line.hpp"
#include "property.hpp"

// Prose stays letter for letter, and once the trailing signs are off, none is left to take off.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using attune::fuzz::expect;
    const auto text = attune::fuzz::as_text(data, size);
    const auto line = attune::journal::parse_typed_line(text);
    expect(text.find(line.text) != std::string_view::npos, "the prose is a part of what was typed");
    for (const auto& feeling : line.feelings) {
        expect(!feeling.intensity || (*feeling.intensity >= 0 && *feeling.intensity <= 10),
               "a feeling lies between 0 and 10");
    }
    const auto again = attune::journal::parse_typed_line(line.text);
    expect(again.text == line.text, "prose without trailing signs stays whole");
    expect(again.feelings.empty() && again.copings.empty(), "prose holds no feelings or copings");

    const auto literal = attune::journal::parse_typed_line(text, {.literal = true});
    expect(literal.text == text && literal.people.empty() && literal.triggers.empty(),
           "literal text is kept whole");
    return 0;
}
