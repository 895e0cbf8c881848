#include "report/shares.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/stats/summary.hpp"
#include "report/week_parts.hpp"
#include "report/words.hpp"

namespace attune::report {

std::vector<WordShare> word_shares(const std::vector<const DiaryEntry*>& entries,
                                   const WordsOf& words_of) {
    struct Found {
        std::map<CivilDay, long> days;
        std::vector<double> ratings;
    };
    std::map<std::string, Found> words;
    std::map<CivilDay, long> days;
    for (const DiaryEntry* entry : entries) {
        const std::vector<RatedWord> named = words_of(*entry);
        if (named.empty()) continue;
        ++days[entry->day];
        for (const RatedWord& word : named) {
            Found& found = words[word.slug];
            ++found.days[entry->day];
            if (word.intensity) found.ratings.push_back(*word.intensity);
        }
    }
    std::vector<WordShare> out;
    for (const auto& [slug, found] : words) {
        std::vector<stats::Count> counts;
        counts.reserve(days.size());
        for (const auto& day : days) {
            const auto hits = found.days.find(day.first);
            counts.push_back({hits == found.days.end() ? 0 : hits->second, day.second});
        }
        out.push_back({slug, rate_figure(counts), stats::median(found.ratings),
                       static_cast<long>(found.ratings.size())});
    }
    std::stable_sort(out.begin(), out.end(), [](const WordShare& a, const WordShare& b) {
        return a.rate.count.hits > b.rate.count.hits;
    });
    return out;
}

Bars share_bars(const std::vector<WordShare>& shares, std::size_t most, const std::string& title,
                const std::map<std::string, std::string>& labels) {
    Bars bars{.title = title, .unit = "entries", .bars = {}};
    for (std::size_t i = 0; i < std::min(most, shares.size()); ++i) {
        const WordShare& one = shares[i];
        const stats::Count& count = one.rate.count;
        Bar bar{.label = label_of(one.slug, labels), .value = static_cast<double>(count.hits)};
        bar.text = fmt::format("{} of {}", count.hits, count.of);
        if (one.rate.interval) {
            bar.value = count.share();
            bar.interval = one.rate.interval;
            bar.text +=
                fmt::format(", {}, {}", percent(count.share()), likely_between(*one.rate.interval));
            bars.full = 1;
        }
        if (one.median) {
            bar.text += fmt::format(
                "; median {}{}", shortest_number(*one.median),
                one.rated < count.hits ? fmt::format(" (n {})", one.rated) : std::string());
        }
        bars.bars.push_back(std::move(bar));
    }
    return bars;
}

Machine shares_machine(const std::vector<WordShare>& shares) {
    Machine list = Machine::list();
    for (const WordShare& one : shares) {
        list.push(Machine::members()
                      .set("slug", one.slug)
                      .set("share", rate_machine(one.rate))
                      .set("rated", one.rated)
                      .set("median", one.median));
    }
    return list;
}

}  // namespace attune::report
