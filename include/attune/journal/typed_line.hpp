#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a typed line means. The same rule for words of the command line, a prompt and standard
/// input:
///
/// 1. A sign is a whole word (between white space or the ends of the text) of one of these forms. A
/// name is a letter of
///    any script, then letters, digits, '-' and '_'.
///        @name                 a person
///        %name  #name          a trigger
///        name=N                a feeling; N is a whole number 0..10, the name has two characters
///        or more +name  +name=B-A      coping, with the intensity before and after, each a whole
///        number 0..10
/// 2. The run of signs at the end of the text is taken off it, together with the white space before
/// the run.
/// 3. Everything before that run is prose and stays letter for letter. '@', '%' and '#' signs
/// inside it are coded as
///    well, also with quotes or brackets around them and sentence marks behind them: "(with @sam)".
///    `name=N` and `+name` inside prose mean nothing.
/// 4. Whatever looks like a sign but is none stays prose and ends the run: "100%", "C#", "#1", "@
/// 5", "sam@home.org",
///    "@sam's", "x=2", "5 +3", "hurt=11". Nothing typed is ever an error.
namespace attune::journal {

struct FeelingSign {
    std::string name;              ///< lower case
    std::optional<int> intensity;  ///< 0..10

    friend bool operator==(const FeelingSign&, const FeelingSign&) = default;
};

struct CopingSign {
    struct Intensity {
        int before;  ///< 0..10
        int after;   ///< 0..10

        friend bool operator==(const Intensity&, const Intensity&) = default;
    };
    std::string name;  ///< lower case
    std::optional<Intensity> intensity;

    friend bool operator==(const CopingSign&, const CopingSign&) = default;
};

/// Each list is in the order of typing and names nothing twice; a feeling or coping typed twice
/// keeps its last number.
struct TypedLine {
    std::string text;
    std::vector<std::string> people;    ///< as typed, without '@'; compared without regard to case
    std::vector<std::string> triggers;  ///< lower case, without the sign
    std::vector<FeelingSign> feelings;
    std::vector<CopingSign> copings;
    /// Words at the end of the prose that missed being a sign by their number alone ("hurt=11",
    /// "+breath=7"), so that the echo can say that they stayed text.
    std::vector<std::string> near_misses;

    friend bool operator==(const TypedLine&, const TypedLine&) = default;
};

struct TypedLineOptions {
    bool literal = false;  ///< the text is kept whole and nothing is coded
};

[[nodiscard]] TypedLine parse_typed_line(std::string_view text, TypedLineOptions options = {});

}  // namespace attune::journal
