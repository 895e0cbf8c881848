#include "report/pattern_evidence.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "attune/stats/lagged.hpp"
#include "attune/stats/random.hpp"
#include "attune/stats/summary.hpp"

namespace attune::report {

namespace {

constexpr const char* kPeakSeries = "peak";
constexpr const char* kReactedSeries = "reacted";
/// Rated moments a coping is judged from.
constexpr std::size_t kMomentsMax = 1000;
/// Shuffles of a whole search, enough to tell 0.10.
constexpr int kSearchReplicates = 499;
constexpr int kMorningEnd = 12 * 60;
constexpr int kAfternoonEnd = 17 * 60;
constexpr int kEveningEnd = 21 * 60;
constexpr int kNightEnd = 4 * 60;

bool answered(const DiaryEntry& entry) {
    return entry.response && *entry.response != Response::Unsure;
}

/// Each question has draws of its own, that do not depend on what else is asked.
std::uint64_t seed_for(std::uint64_t seed, const std::string& question) {
    return seed ^ stats::seed_from(question.data(), question.size());
}

constexpr std::uint32_t kTriggerKind = 0;
constexpr std::uint32_t kPersonKind = 1;
constexpr std::uint32_t kTimeKind = 2;
constexpr std::uint32_t kContextKind = 3;

std::uint32_t kind_of(const std::string& facet) {
    if (facet == "trigger") return kTriggerKind;
    if (facet == "person") return kPersonKind;
    return facet == "time" ? kTimeKind : kContextKind;
}

std::vector<PatternPart> conditions_of(const DiaryEntry& entry) {
    std::set<PatternPart> parts;
    for (const std::string& slug : entry.triggers)
        parts.insert({"trigger", slug});
    for (const std::string& name : entry.people)
        parts.insert({"person", name});
    for (const std::string& slug : entry.contexts)
        parts.insert({"context", slug});
    const std::string time = time_of_day(entry);
    if (!time.empty()) parts.insert({"time", time});
    return {parts.begin(), parts.end()};
}

void take(const stats::LagAssociation& lag, Evidence& out) {
    out.n = static_cast<long>(lag.pairs);
    out.effect = lag.correlation;
    out.interval = lag.interval;
    out.p = lag.p;
    out.method = "circular shifts of prewhitened ranks";
}

void take(const stats::FactorTest& test, Evidence& out) {
    out.effect = test.difference;
    out.interval = test.interval;
    out.p = test.p;
    out.method = method_of(test.shuffle);
    if (test.days_dropped > 0)
        out.method += fmt::format(", {} days of one kind left out", test.days_dropped);
}

template <typename T>
std::uint32_t number_in(const std::vector<T>& sorted, const T& value) {
    return static_cast<std::uint32_t>(std::lower_bound(sorted.begin(), sorted.end(), value) -
                                      sorted.begin());
}

}  // namespace

std::string method_of(stats::Shuffle shuffle) {
    switch (shuffle) {
        case stats::Shuffle::Within:
            return "all orders within days";
        case stats::Shuffle::Days:
            return "shuffled by days";
        case stats::Shuffle::Blocks:
            return "shuffled by weeks";
    }
    return {};
}

std::string time_of_day(const DiaryEntry& entry) {
    switch (entry.precision) {
        case journal::Precision::Day:
            return {};
        case journal::Precision::Morning:
            return "morning";
        case journal::Precision::Afternoon:
            return "afternoon";
        case journal::Precision::Evening:
            return "evening";
        case journal::Precision::Night:
            return "late";
        case journal::Precision::Minute:
            break;
    }
    if (entry.after_midnight || entry.minute < kNightEnd || entry.minute >= kEveningEnd)
        return "late";
    if (entry.minute < kMorningEnd) return "morning";
    return entry.minute < kAfternoonEnd ? "afternoon" : "evening";
}

int day_number(CivilDay day) {
    return static_cast<int>(day.days().time_since_epoch().count());
}

PreparedDiary::PreparedDiary(const PatternInput& input) : series(input.series) {
    // Numbers follow from the names, so that the order of the entries changes nothing.
    std::vector<std::vector<PatternPart>> conditions;
    std::set<PatternPart> all;
    std::set<std::string> all_copings;
    for (const DiaryEntry& entry : input.entries) {
        conditions.push_back(conditions_of(entry));
        all.insert(conditions.back().begin(), conditions.back().end());
        for (const CopingUse& use : entry.copings)
            all_copings.insert(use.slug);
    }
    parts.assign(all.begin(), all.end());
    copings.assign(all_copings.begin(), all_copings.end());
    for (const PatternPart& part : parts)
        kinds.push_back(kind_of(part.facet));
    for (std::size_t i = 0; i < input.entries.size(); ++i) {
        const DiaryEntry& entry = input.entries[i];
        Moment moment;
        moment.day = day_number(entry.day);
        moment.answered = answered(entry);
        moment.reacted = entry.response == Response::Reacted;
        moment.peak = entry.peak;
        for (const PatternPart& part : conditions[i])
            moment.words.push_back(number_in(parts, part));
        for (const CopingUse& use : entry.copings) {
            const std::uint32_t number = number_in(copings, use.slug);
            moment.copings.push_back(number);
            if (use.pair) moment.rated.push_back({number, *use.pair});
        }
        moments.push_back(std::move(moment));
    }
    std::stable_sort(moments.begin(), moments.end(),
                     [](const Moment& a, const Moment& b) { return a.day < b.day; });
    std::vector<stats::Occasion> occasions;
    for (const Moment& moment : moments) {
        if (moment.answered) occasions.push_back({moment.day, moment.reacted, moment.words});
    }
    answers = stats::Occasions(occasions);
}

PatternView::PatternView(const PreparedDiary& diary, int first, int last)
    : diary_(diary), first_(first), last_(last) {
    const auto before = [](const PreparedDiary::Moment& moment, int day) {
        return moment.day < day;
    };
    const auto& all = diary.moments;
    auto begin = std::lower_bound(all.begin(), all.end(), first, before);
    const auto end = std::lower_bound(begin, all.end(), last + 1, before);
    if (static_cast<std::size_t>(end - begin) > kPatternEntriesMax) {
        const int cut = (end - static_cast<std::ptrdiff_t>(kPatternEntriesMax))->day;
        begin = std::lower_bound(begin, end, cut + 1, before);
    }
    moments_ = {begin, end};
}

stats::OccasionWindow PatternView::answers() const {
    // Beyond the entries a window may have, its first days are left out.
    return diary_.answers.between(moments_.empty() ? last_ + 1 : moments_.front().day, last_);
}

std::vector<TriedPattern> PatternView::try_factors(std::uint64_t seed) const {
    std::vector<TriedPattern> out;
    for (const stats::FactorTest& test : stats::factor_tests(answers(), seed_for(seed, "factor"))) {
        TriedPattern one{{PatternFamily::Factor, {diary_.parts[test.word]}, 0}, {}, 1};
        one.evidence.n = test.with.of + test.without.of;
        one.evidence.with = test.with;
        one.evidence.without = test.without;
        take(test, one.evidence);
        out.push_back(std::move(one));
    }
    return out;
}

stats::SubgroupSearch PatternView::search_combinations(std::uint64_t seed,
                                                       stats::SubgroupDraws draws,
                                                       std::string& rule) const {
    auto search = stats::search_subgroups(answers(), diary_.kinds, seed_for(seed, "combinations"),
                                          kSearchReplicates, draws);
    if (search) return std::move(*search);
    rule = search.error().message;
    return {};
}

Pattern PatternView::pattern_of(const stats::Subgroup& subgroup) const {
    Pattern pattern{PatternFamily::Subgroup, {}, 0};
    for (const std::uint32_t word : subgroup.words)
        pattern.parts.push_back(diary_.parts[word]);
    return pattern;
}

stats::DaySeries PatternView::series_named(const std::string& slug) const {
    stats::DaySeries out(static_cast<std::size_t>(std::max(0, last_ - first_ + 1)));
    const auto at = [&](int day) { return static_cast<std::size_t>(day - first_); };
    if (slug == kPeakSeries) {
        std::map<int, std::vector<double>> peaks;
        for (const PreparedDiary::Moment& moment : moments_) {
            if (moment.peak) peaks[moment.day].push_back(*moment.peak);
        }
        for (const auto& day : peaks)
            out[at(day.first)] = stats::median(day.second);
        return out;
    }
    if (slug == kReactedSeries) {
        std::map<int, stats::Count> counts;
        for (const PreparedDiary::Moment& moment : moments_) {
            if (!moment.answered) continue;
            counts[moment.day].hits += moment.reacted ? 1 : 0;
            ++counts[moment.day].of;
        }
        for (const auto& day : counts)
            out[at(day.first)] = day.second.share();
        return out;
    }
    for (const DailyValues& series : diary_.series) {
        if (series.slug != slug) continue;
        for (const auto& day : series.days) {
            const int number = day_number(day.first);
            if (first_ <= number && number <= last_) out[at(number)] = day.second;
        }
    }
    return out;
}

std::vector<TriedPattern> PatternView::try_lagged() const {
    std::set<std::string> slugs{kPeakSeries, kReactedSeries};
    for (const DailyValues& series : diary_.series)
        slugs.insert(series.slug);
    std::vector<TriedPattern> out;
    for (const char* after : {kPeakSeries, kReactedSeries}) {
        const stats::DaySeries second = series_named(after);
        for (const std::string& before : slugs) {
            if (before == after) continue;
            const auto found = stats::lagged_association(series_named(before), second);
            if (!found) continue;
            for (std::size_t lag = 1; lag <= stats::kLagDaysMax; ++lag) {
                TriedPattern one{{PatternFamily::Lagged,
                                  {{"series", before}, {"series", after}},
                                  static_cast<int>(lag)},
                                 {},
                                 1};
                take(found->lags[lag], one.evidence);
                out.push_back(std::move(one));
            }
        }
    }
    return out;
}

std::span<const stats::RatedMoment> PatternView::moments_of(std::uint32_t coping) const {
    // Matching looks at all pairs; the newest whole days are enough. What a coping before this one
    // left in the list is written over, so that its words need no new memory.
    std::size_t count = 0;
    int cut = 0;
    for (auto moment = moments_.rbegin(); moment != moments_.rend(); ++moment) {
        if (moment->rated.empty()) continue;
        const bool with = std::find(moment->copings.begin(), moment->copings.end(), coping) !=
                          moment->copings.end();
        auto rated = moment->rated.begin();
        if (with) {
            rated = std::find_if(rated, moment->rated.end(),
                                 [&](const auto& one) { return one.coping == coping; });
            if (rated == moment->rated.end()) continue;
        }
        if (count == kMomentsMax) {
            while (count > 0 && rated_[count - 1].day <= cut)
                --count;
            break;
        }
        if (count == rated_.size()) rated_.emplace_back();
        stats::RatedMoment& one = rated_[count++];
        one.day = moment->day;
        one.used = with;
        one.before = rated->pair.before;
        one.after = rated->pair.after;
        one.triggers.clear();
        one.contexts.clear();
        for (const std::uint32_t word : moment->words) {
            if (diary_.kinds[word] == kTriggerKind) one.triggers.push_back(word);
            if (diary_.kinds[word] == kContextKind) one.contexts.push_back(word);
        }
        cut = moment->day;
    }
    return std::span(rated_).first(count);
}

Evidence PatternView::coping_evidence(const std::string& coping, std::uint64_t seed,
                                      bool interval) const {
    Evidence out;
    const std::uint32_t number = number_in(diary_.copings, coping);
    const bool known = number < diary_.copings.size() && diary_.copings[number] == coping;
    const auto moments = known ? moments_of(number) : std::span<const stats::RatedMoment>();
    const auto compared = stats::matched_comparison(
        moments, seed_for(seed, "coping " + coping), stats::kReplicates,
        interval ? stats::MatchedWants::Everything : stats::MatchedWants::NoInterval);
    if (!compared) {
        out.too_few = compared.error().message;
        out.n = static_cast<long>(stats::count_matched_sets(moments));
        return out;
    }
    out.n = static_cast<long>(compared->sets);
    out.effect = compared->effect;
    out.interval = compared->interval;
    out.p = compared->p;
    out.method = "permuted within matched sets";
    return out;
}

std::vector<TriedPattern> PatternView::try_copings(std::uint64_t seed, bool intervals) const {
    std::set<std::uint32_t> used;
    for (const PreparedDiary::Moment& moment : moments_) {
        for (const auto& rated : moment.rated)
            used.insert(rated.coping);
    }
    std::vector<TriedPattern> out;
    for (const std::uint32_t number : used) {
        const std::string& slug = diary_.copings[number];
        TriedPattern one{{PatternFamily::Coping, {{"coping", slug}}, 0}, {}, 1};
        one.evidence = coping_evidence(slug, seed, intervals);
        out.push_back(std::move(one));
    }
    return out;
}

Evidence PatternView::conditions_evidence(const Pattern& pattern, std::uint64_t seed) const {
    std::vector<std::uint32_t> asked;
    std::string question = "conditions";
    for (const PatternPart& part : pattern.parts) {
        const std::uint32_t number = number_in(diary_.parts, part);
        const bool known = number < diary_.parts.size() && diary_.parts[number] == part;
        asked.push_back(known ? number : static_cast<std::uint32_t>(diary_.parts.size()));
        question += " " + part.facet + "=" + part.slug;
    }
    std::sort(asked.begin(), asked.end());
    Evidence out;
    const auto judged = stats::joint_factor_test(answers(), asked, seed_for(seed, question));
    const stats::FactorTest& test = judged.test;
    out.with = test.with;
    out.without = test.without;
    out.n = test.with.of + test.without.of;
    if (judged.enough) {
        take(test, out);
        return out;
    }
    const bool few_with = !stats::enough_on_side(test.with.of, test.days_with);
    const stats::Count& side = few_with ? test.with : test.without;
    const std::size_t days = few_with ? test.days_with : test.days_without;
    out.too_few =
        fmt::format("{} entries {} it on {} days needed, {} on {} present", stats::kSideEntriesMin,
                    few_with ? "with" : "without", stats::kSideDaysMin, side.of, days);
    return out;
}

Evidence PatternView::lagged_evidence(const Pattern& pattern) const {
    Evidence out;
    const auto found = stats::lagged_association(series_named(pattern.parts.at(0).slug),
                                                 series_named(pattern.parts.at(1).slug));
    if (!found) {
        out.n = std::max(0, last_ - first_ + 1);
        out.too_few = found.error().message;
        return out;
    }
    take(found->lags.at(static_cast<std::size_t>(pattern.lag)), out);
    return out;
}

Evidence PatternView::evidence_of(const Pattern& pattern, std::uint64_t seed) const {
    switch (pattern.family) {
        case PatternFamily::Factor:
        case PatternFamily::Subgroup:
            return conditions_evidence(pattern, seed);
        case PatternFamily::Lagged:
            return lagged_evidence(pattern);
        case PatternFamily::Coping:
            return coping_evidence(pattern.parts.at(0).slug, seed, true);
    }
    return {};
}

}  // namespace attune::report
