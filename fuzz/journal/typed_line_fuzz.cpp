#include <string>

#include "attune/journal/typed_line.hpp"
#include "fuzz/property.hpp"

namespace {

/// The line as it could have been typed: the prose, then every sign.
std::string typed(const attune::journal::TypedLine& line) {
    std::string out = line.text;
    for (const std::string& person : line.people)
        out += " @" + person;
    for (const std::string& trigger : line.triggers)
        out += " %" + trigger;
    for (const auto& feeling : line.feelings)
        out += " " + feeling.name + "=" + std::to_string(feeling.intensity.value_or(0));
    for (const auto& coping : line.copings) {
        out += " +" + coping.name;
        if (coping.intensity) {
            out += "=" + std::to_string(coping.intensity->before) + "-" +
                   std::to_string(coping.intensity->after);
        }
    }
    return out;
}

}  // namespace

// Prose stays letter for letter, once the trailing signs are off none is left to take off, and a
// line that is typed again from what it meant means the same.
ATTUNE_FUZZ(typed_line) {
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

    const auto whole = attune::journal::parse_typed_line(typed(line));
    expect(whole.people == line.people && whole.triggers == line.triggers &&
               whole.feelings == line.feelings && whole.copings == line.copings,
           "signs that are typed again are the same");
    expect(line.text.starts_with(whole.text) &&
               attune::journal::parse_typed_line(line.text.substr(whole.text.size()) + " %x")
                   .text.empty(),
           "prose that is typed again is the same but for blanks at its end");

    const auto literal = attune::journal::parse_typed_line(text, {.literal = true});
    expect(literal.text == text && literal.people.empty() && literal.triggers.empty(),
           "literal text is kept whole");
}
