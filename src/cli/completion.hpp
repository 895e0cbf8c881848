#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/host/host.hpp"
#include "cli/option_set.hpp"

/// What the shells offer when Tab is pressed. The shells' scripts (completion_scripts.hpp) hand
/// over the words and show what comes back, so that there is one engine, fed by the records of the
/// parser.
namespace attune::cli {

/// One word that would fit. It is followed by a blank unless it ends in '='.
struct Candidate {
    std::string word;
    std::string about;  ///< a few words of explanation, may be empty
};

struct Candidates {
    std::vector<Candidate> words;
    bool files = false;  ///< names of files fit as well
};

/// Names that are the person's own: "person" or a facet of the vocabulary. Empty while the store is
/// locked.
using FindNames = std::function<std::vector<std::string>(std::string_view facet)>;

/// What fits in place of the last of `words`, which stand behind `attune`. Forms and questionnaires
/// are looked up through `host`; nothing is ever written, asked or reported.
[[nodiscard]] Candidates complete_words(const std::vector<std::string>& words,
                                        const OptionSet& global, host::Host& host,
                                        const FindNames& find_names);

/// The verb of the hidden call the scripts make: `attune __complete WORDS`.
inline constexpr std::string_view kCompleteVerb = "__complete";

/// That call: prints `words` or `files`, then a line for each candidate, word and explanation with
/// a tab between. Names are there only when the store opens without asking. Never an error.
void print_candidates(const std::vector<std::string>& words, host::Host& host);

}  // namespace attune::cli
