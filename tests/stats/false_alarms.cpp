// Counts how often each test of the stats room finds something in diaries that hold nothing: days
// that carry over from one to the next (phi) and never change. A nominal 5 % has to stay within 2 %
// and 8 % (statistics page, section 3).
//
//   false_alarms [DIARIES]     1000 unless given; prints one line a test and exits 1 when one is
//   outside

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "attune/stats/change_point.hpp"
#include "attune/stats/permutation.hpp"
#include "attune/stats/series.hpp"
#include "attune/stats/trend.hpp"
#include "stats/autoregression.hpp"

using namespace attune::stats;

namespace {

constexpr int kReplicatesHere = 99;
constexpr double kNominal = 0.05;
constexpr double kLow = 0.02;
constexpr double kHigh = 0.08;

struct Diary {
    std::size_t days;
    double phi;
};

using Alarm = std::function<bool(const Diary& diary, Random& random)>;

bool trend_alarm(const Diary& diary, Random& random) {
    const auto days = complete_series(draw_ar1(diary.days, diary.phi, random));
    return ar1_trend_test(days, random.next(), kReplicatesHere)->p <= kNominal;
}

bool shift_alarm(const Diary& diary, Random& random) {
    const auto first = draw_ar1(diary.days, diary.phi, random);
    const auto second = draw_ar1(diary.days, diary.phi, random);
    return circular_shift_p(first, second).value() <= kNominal;
}

bool change_alarm(const Diary& diary, Random& random) {
    const auto days = draw_ar1(diary.days, diary.phi, random);
    return cusum_p_ar1(days, random.next(), kReplicatesHere).value() <= kNominal;
}

bool label_alarm(const Diary& diary, Random& random) {
    std::vector<LabelledDay> days;
    for (const double value : draw_ar1(diary.days, diary.phi, random)) {
        days.push_back({value, random.unit() < 0.4});
    }
    return day_label_test(days, random.next(), kReplicatesHere)->p <= kNominal;
}

bool within_alarm(const Diary& diary, Random& random) {
    std::vector<LabelledEntry> entries;
    std::size_t number = 0;
    for (const double level : draw_ar1(diary.days, diary.phi, random)) {
        for (int i = 0; i < 3; ++i) {
            entries.push_back({number, level + draw_normal(random), random.unit() < 0.4});
        }
        ++number;
    }
    return within_day_label_test(entries, random.next(), kReplicatesHere)->p <= kNominal;
}

}  // namespace

int main(int argc, char** argv) {
    const int diaries = argc > 1 ? std::atoi(argv[1]) : 1000;
    if (diaries < 1) return 2;
    const std::vector<std::pair<std::string, Alarm>> tests = {{"trend", trend_alarm},
                                                              {"shift", shift_alarm},
                                                              {"change", change_alarm},
                                                              {"day label", label_alarm},
                                                              {"within day", within_alarm}};
    int outside = 0;
    for (const auto& test : tests) {
        for (const Diary diary : {Diary{56, 0}, Diary{56, 0.3}, Diary{56, 0.6}, Diary{84, 0},
                                  Diary{84, 0.3}, Diary{84, 0.6}}) {
            Random random(56 + diary.days);
            int alarms = 0;
            for (int i = 0; i < diaries; ++i)
                alarms += test.second(diary, random) ? 1 : 0;
            const double rate = static_cast<double>(alarms) / diaries;
            const bool fits = rate >= kLow && rate <= kHigh;
            outside += fits ? 0 : 1;
            std::printf("%-10s %zu days, phi %.1f: %4.1f %%%s\n", test.first.c_str(), diary.days,
                        diary.phi, 100 * rate, fits ? "" : "   outside");
        }
    }
    return outside == 0 ? 0 : 1;
}
