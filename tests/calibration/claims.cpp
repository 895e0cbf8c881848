// How often each claim a report can make is made of diaries that hold nothing, and how often of
// diaries that hold it. A nominal 5 % has to stay between 2 % and 8 % at every carry-over (phi) and
// length; the whole chain of weekly reports confirms something in at most 5 % of half-years.
//
//   claims [--diaries N] [--minutes M] [--seed S] [CLAIM...]
//
// One line a claim; exit 1 when one is outside its bounds by more than chance (three standard
// errors of N diaries) explains. After M minutes the claims that are left are told as not looked
// at.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "attune/report/patterns.hpp"
#include "attune/stats/course.hpp"
#include "attune/stats/factors.hpp"
#include "attune/stats/interrupted.hpp"
#include "attune/stats/lagged.hpp"
#include "attune/stats/matched.hpp"
#include "attune/stats/permutation.hpp"
#include "attune/stats/subgroups.hpp"
#include "calibration/null_diary.hpp"
#include "stats/autoregression.hpp"

using namespace attune;
using calibration::DiaryPlan;
using calibration::draw_diary;
using stats::Random;

namespace {

constexpr int kReplicates = 199;

struct Setting {
    int days = 84;
    double phi = 0.3;
    double effect = 0;  ///< what is planted; 0 for nothing
};

/// Claims made and chances to make them, in one diary.
struct Made {
    long claims = 0;
    long chances = 0;
    void note(bool claimed) {
        claims += claimed ? 1 : 0;
        ++chances;
    }
};

using Look = std::function<void(const Setting&, Random&, Made&)>;

struct Claim {
    std::string name;
    Look look;
    double planted = 0;    ///< effect of the power line; 0 for none
    double power_min = 0;  ///< share that has to find it at phi 0.3
    double low = 0.02;     ///< bounds of the false alarms
    double high = 0.08;
    int planted_days = 84;
};

std::vector<std::optional<double>> series(const Setting& setting, Random& random) {
    const auto drawn = stats::draw_ar1(static_cast<std::size_t>(setting.days), setting.phi, random);
    std::vector<std::optional<double>> out;
    for (const double one : drawn)
        out.emplace_back(one * std::sqrt(1 - setting.phi * setting.phi));
    return out;
}

void add(std::vector<std::optional<double>>& days, const std::function<double(double)>& shape) {
    const auto n = static_cast<double>(days.size());
    for (std::size_t i = 0; i < days.size(); ++i)
        *days[i] += shape(static_cast<double>(i) / n);
}

report::PatternInput diary(const Setting& setting, DiaryPlan plan, Random& random) {
    plan.days = setting.days;
    plan.phi = setting.phi;
    return draw_diary(plan, random);
}

int day_of(const report::DiaryEntry& entry) {
    return entry.day - calibration::kDiaryStart;
}

/// Entries under the conditions that a report looks at; condition 0 is person Kim.
std::vector<stats::Occasion> occasions(const report::PatternInput& input,
                                       std::vector<std::uint32_t>& kinds) {
    std::vector<std::string> words{"person Kim"};
    kinds = {1};
    const auto number = [&](const std::string& word, std::uint32_t kind) {
        const auto found = std::find(words.begin(), words.end(), word);
        if (found != words.end()) return static_cast<std::uint32_t>(found - words.begin());
        words.push_back(word);
        kinds.push_back(kind);
        return static_cast<std::uint32_t>(words.size() - 1);
    };
    std::vector<stats::Occasion> out;
    for (const report::DiaryEntry& entry : input.entries) {
        stats::Occasion one{day_of(entry), entry.response == report::Response::Reacted, {}};
        one.words.push_back(number("trigger " + entry.triggers.at(0), 0));
        for (const std::string& person : entry.people)
            one.words.push_back(number("person " + person, 1));
        one.words.push_back(number("time " + report::time_of_day(entry), 2));
        for (const std::string& context : entry.contexts)
            one.words.push_back(number("context " + context, 3));
        out.push_back(std::move(one));
    }
    return out;
}

void look_at_trend(const Setting& setting, Random& random, Made& made) {
    auto days = series(setting, random);
    add(days, [&](double at) { return -setting.effect * at; });
    const auto trend = stats::weekly_trend(days, random.next(), kReplicates);
    if (trend) made.note(trend->claimed());
}

void look_at_change(const Setting& setting, Random& random, Made& made) {
    auto days = series(setting, random);
    add(days, [&](double at) { return at < 0.5 ? 0 : setting.effect; });
    const auto change = stats::level_change(days, random.next(), kReplicates);
    if (change) made.note(change->day.has_value());
}

void look_at_factors(const Setting& setting, Random& random, Made& made, bool within) {
    DiaryPlan plan;
    plan.person = setting.effect;
    if (!within) plan.busy = 0.8;
    std::vector<std::uint32_t> kinds;
    const auto entries = occasions(diary(setting, plan, random), kinds);
    for (const auto& test : stats::factor_tests(entries, random.next(), kReplicates)) {
        const bool is_within = test.shuffle == stats::Shuffle::Within;
        if (is_within != within || (setting.effect != 0 && test.word != 0)) continue;
        made.note(test.p <= stats::kClaimLevel);
    }
}

void look_at_combinations(const Setting& setting, Random& random, Made& made) {
    DiaryPlan plan;
    plan.together = setting.effect;
    if (setting.effect != 0) plan.busy = 5;
    std::vector<std::uint32_t> kinds;
    const auto entries = occasions(diary(setting, plan, random), kinds);
    const auto search = stats::search_subgroups(entries, kinds, random.next(), kReplicates);
    if (search && !search->found.empty()) made.note(search->found.front().p <= stats::kClaimLevel);
}

void look_at_lag(const Setting& setting, Random& random, Made& made) {
    const auto before = series(setting, random);
    auto after = series(setting, random);
    for (std::size_t i = 1; i < after.size(); ++i)
        *after[i] -= setting.effect * *before[i - 1];
    const auto found = stats::lagged_association(before, after);
    if (found) made.note(found->lags[1].p <= stats::kClaimLevel);
}

void look_within_days(const Setting& setting, Random& random, Made& made) {
    std::vector<stats::TimedMoment> moments;
    std::size_t day = 0;
    for (const auto& level : series(setting, random)) {
        double last = 0;
        for (int i = 0; i < 3; ++i) {
            const double own = stats::draw_normal(random);
            moments.push_back({day, 120.0 * i, *level + own,
                               *level + stats::draw_normal(random) + setting.effect * last});
            last = own;
        }
        ++day;
    }
    const auto found = stats::within_day_lag(moments, random.next(), kReplicates);
    if (found) made.note(found->p <= stats::kClaimLevel);
}

void look_at_coping(const Setting& setting, Random& random, Made& made) {
    DiaryPlan plan;
    plan.coping = setting.effect;
    const auto input = diary(setting, plan, random);
    std::vector<stats::RatedMoment> moments;
    for (const report::DiaryEntry& entry : input.entries) {
        if (entry.copings.empty()) continue;
        const auto& use = entry.copings.front();
        const auto trigger =
            static_cast<std::uint32_t>(std::hash<std::string>()(entry.triggers[0]) % 1000);
        moments.push_back({day_of(entry),
                           use.slug == "three-breaths",
                           use.pair->before,
                           use.pair->after,
                           {trigger},
                           {}});
    }
    const auto found = stats::matched_comparison(moments, random.next(), kReplicates);
    if (found) made.note(found->p <= stats::kClaimLevel);
}

void look_at_program(const Setting& setting, Random& random, Made& made) {
    auto days = series(setting, random);
    for (std::size_t i = 28; i < days.size(); ++i)
        *days[i] -= setting.effect;
    const auto test = stats::interrupted_test(days, 28, random.next(), 99);
    if (test) made.note(test->jump.p <= stats::kClaimLevel);
}

void look_at_random_start(const Setting& setting, Random& random, Made& made) {
    auto days = series(setting, random);
    const std::size_t start = 14 + random.index(21);
    for (std::size_t i = start; i < days.size(); ++i)
        *days[i] -= setting.effect;
    const auto test = stats::random_start_test(days, start, 14, 21);
    if (test) made.note(test->p <= stats::kClaimLevel);
}

/// Half a year of weekly verdicts: is anything ever confirmed?
void look_at_reports(const Setting& setting, Random& random, Made& made, bool noticed) {
    DiaryPlan plan;
    plan.person = setting.effect;
    Setting half_year = setting;
    half_year.days = 182;
    const report::PatternJudge judge(diary(half_year, plan, random));
    report::Verdict verdict;
    bool any = false;
    for (int end = 7; end <= half_year.days; end += 7) {
        verdict = judge.judge({calibration::kDiaryStart + (end - 1), random.next()},
                              end == 7 ? nullptr : &verdict);
        any = any || std::any_of(verdict.standings.begin(), verdict.standings.end(),
                                 [&](const report::Standing& one) {
                                     return noticed || one.state == report::PatternState::Confirmed;
                                 });
    }
    made.note(any);
}

std::vector<Claim> all_claims() {
    const auto factors = [](bool within) {
        return [within](const Setting& setting, Random& random, Made& made) {
            look_at_factors(setting, random, made, within);
        };
    };
    const auto reports = [](bool noticed) {
        return [noticed](const Setting& setting, Random& random, Made& made) {
            look_at_reports(setting, random, made, noticed);
        };
    };
    return {
        {"trend", look_at_trend, 2, 0.8},
        {"change", look_at_change, 2, 0.6},
        {"factor-within-days", factors(true), 2, 0.5},
        {"factor-by-days", factors(false), 2.5, 0.2},
        {"combination", look_at_combinations, 5, 0.3, 0.02, 0.08, 182},
        {"lagged", look_at_lag, 0.5, 0.8},
        {"within-day-lag", look_within_days, 0.6, 0.8},
        {"coping", look_at_coping, 2, 0.5},
        {"program-jump", look_at_program, 3, 0.5},
        {"random-start", look_at_random_start, 3, 0.3},
        {"report-confirmed", reports(false), 2, 0.3, 0, 0.05},
        {"report-noticed", reports(true), 0, 0, 0, 1},
    };
}

struct Wishes {
    int diaries = 1000;
    double minutes = 1e9;
    std::uint64_t seed = 2026;
    std::vector<std::string> claims;

    [[nodiscard]] bool wants(const std::string& name) const {
        return claims.empty() || std::find(claims.begin(), claims.end(), name) != claims.end();
    }
};

bool read_wishes(int argc, char** argv, Wishes& wishes) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (!word.starts_with("--")) {
            wishes.claims.emplace_back(word);
            continue;
        }
        if (++i == argc) return false;
        if (word == "--diaries") {
            wishes.diaries = std::atoi(argv[i]);
        } else if (word == "--minutes") {
            wishes.minutes = std::atof(argv[i]);
        } else if (word == "--seed") {
            wishes.seed = std::strtoull(argv[i], nullptr, 10);
        } else {
            return false;
        }
    }
    return wishes.diaries > 0;
}

constexpr long kEnough = 1000;
constexpr double kRare = 0.001;

/// P(at most `hits` of `n`) when each comes with probability `p`.
double up_to(long hits, long n, double p) {
    if (hits < 0) return 0;
    if (hits >= n || p <= 0) return 1;
    if (p >= 1) return 0;
    const auto all = static_cast<double>(n);
    double sum = 0;
    for (long i = 0; i <= hits; ++i) {
        const auto k = static_cast<double>(i);
        const double ways = std::lgamma(all + 1) - std::lgamma(k + 1) - std::lgamma(all - k + 1);
        sum += std::exp(ways + k * std::log(p) + (all - k) * std::log1p(-p));
    }
    return std::min(sum, 1.0);
}

class Campaign {
  public:
    explicit Campaign(const Wishes& wishes) : wishes_(wishes) {}

    int run() {
        for (const Claim& claim : all_claims()) {
            if (!wishes_.wants(claim.name)) continue;
            const bool report = claim.name.starts_with("report");
            for (const int days : {56, 84}) {
                if (report && days == 56) continue;
                for (const double phi : {0.0, 0.3, 0.6})
                    alarms(claim, {report ? 182 : days, phi, 0}, report);
            }
            if (claim.planted != 0)
                power(claim, {report ? 182 : claim.planted_days, 0.3, claim.planted}, report);
        }
        return outside_ == 0 ? 0 : 1;
    }

  private:
    [[nodiscard]] bool late() const {
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin_;
        return spent.count() > 60 * wishes_.minutes;
    }

    Made look(const Claim& claim, const Setting& setting, bool report) {
        // Half a year of verdicts costs as much as many single looks.
        const int diaries = report ? std::max(1, wishes_.diaries / 2) : wishes_.diaries;
        Random random(wishes_.seed + static_cast<std::uint64_t>(setting.days) +
                      static_cast<std::uint64_t>(100 * setting.phi));
        Made made;
        for (int i = 0; i < diaries && !late(); ++i)
            claim.look(setting, random, made);
        return made;
    }

    void alarms(const Claim& claim, const Setting& setting, bool report) {
        const Made made = look(claim, setting, report);
        tell(claim, setting, made, claim.low, claim.high, "");
    }

    void power(const Claim& claim, const Setting& setting, bool report) {
        const Made made = look(claim, setting, report);
        tell(claim, setting, made, claim.power_min, 1, " planted");
    }

    void tell(const Claim& claim, const Setting& setting, const Made& made, double low, double high,
              const char* note) {
        if (made.chances == 0) {
            std::printf("%-19s %3d days phi %.1f%s: not looked at\n", claim.name.c_str(),
                        setting.days, setting.phi, note);
            return;
        }
        const double rate = static_cast<double>(made.claims) / static_cast<double>(made.chances);
        // The bounds are for the rate itself, which fewer diaries show only roughly.
        const bool fits = made.chances >= kEnough
                              ? rate >= low && rate <= high
                              : up_to(made.claims, made.chances, low) > kRare &&
                                    1 - up_to(made.claims - 1, made.chances, high) > kRare;
        outside_ += fits ? 0 : 1;
        std::printf("%-19s %3d days phi %.1f%s: %5.1f %% of %ld%s\n", claim.name.c_str(),
                    setting.days, setting.phi, note, 100 * rate, made.chances,
                    fits ? "" : "   outside");
        std::fflush(stdout);
    }

    const Wishes& wishes_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    int outside_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    Wishes wishes;
    if (!read_wishes(argc, argv, wishes)) {
        std::fprintf(stderr, "usage: claims [--diaries N] [--minutes M] [--seed S] [CLAIM...]\n");
        return 2;
    }
    return Campaign(wishes).run();
}
