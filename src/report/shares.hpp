#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "attune/report/document.hpp"
#include "attune/report/entry.hpp"
#include "report/week_figures.hpp"

/// How often each word stands in the entries that name any of its kind.
namespace attune::report {

struct WordShare {
    std::string slug;
    RateFigure rate;               ///< of the entries that name any such word
    std::optional<double> median;  ///< of what it was rated, 0 to 10
    long rated = 0;
};

/// The words of an entry, with the strength each was given.
using WordsOf = std::function<std::vector<RatedWord>(const DiaryEntry&)>;

/// Most frequent first, then by word.
[[nodiscard]] std::vector<WordShare> word_shares(const std::vector<const DiaryEntry*>& entries,
                                                 const WordsOf& words_of);

/// "hurt 7 of 18, 39 %, likely between 20 % and 61 %", at most `most` of them.
[[nodiscard]] Bars share_bars(const std::vector<WordShare>& shares, std::size_t most,
                              const std::string& title,
                              const std::map<std::string, std::string>& labels);

[[nodiscard]] Machine shares_machine(const std::vector<WordShare>& shares);

}  // namespace attune::report
