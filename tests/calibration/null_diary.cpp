#include "calibration/null_diary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "stats/autoregression.hpp"

namespace attune::calibration {

namespace {

using report::DiaryEntry;
using stats::Random;

constexpr std::array kTriggers{"late-reply",    "criticism", "plans-changed", "silence",
                               "being-ignored", "conflict",  "jealousy",      "distance"};
constexpr std::array kPeople{"Sam", "Kim", "Alex", "Robin", "Mother"};
constexpr std::array kContexts{"home", "work", "phone", "travel"};
constexpr std::array kCopings{"three-breaths", "stepping-away", "writing", "walk"};

/// A word that stays for some days before another one takes its place.
class Favourite {
  public:
    Favourite(std::size_t count, double stay) : count_(count), stay_(stay) {}
    void next_day(Random& random) {
        if (random.unit() > stay_) now_ = random.index(count_);
    }
    std::size_t draw(Random& random) const {
        return random.unit() < 0.45 ? now_ : random.index(count_);
    }

  private:
    std::size_t count_;
    double stay_;
    std::size_t now_ = 0;
};

/// An AR(1) series of standard deviation 1.
std::vector<double> levels(const DiaryPlan& plan, Random& random) {
    auto out = stats::draw_ar1(static_cast<std::size_t>(plan.days), plan.phi, random);
    for (double& one : out)
        one *= std::sqrt(1 - plan.phi * plan.phi);
    return out;
}

double out_of_ten(double value) {
    return std::clamp(std::round(value), 0.0, 10.0);
}

int entries_of(double level, double busy, Random& random) {
    const double wanted = busy * std::exp(0.4 * level - 0.08);
    // Geometric, so that days without any and crowded ones both come.
    int count = 0;
    while (count < 60 && random.unit() < wanted / (1 + wanted))
        ++count;
    return count;
}

class Writer {
  public:
    Writer(const DiaryPlan& plan, Random& random)
        : plan_(plan),
          random_(random),
          reacting_(levels(plan, random)),
          intensity_(levels(plan, random)),
          busyness_(levels(plan, random)),
          settling_(levels(plan, random)) {}

    report::PatternInput write() {
        report::PatternInput out;
        report::DailyValues practice{"practice", {}};
        report::DailyValues mood{"mood", {}};
        const auto practised = levels(plan_, random_);
        const auto moods = levels(plan_, random_);
        for (std::size_t day = 0; day < reacting_.size(); ++day) {
            const CivilDay date = kDiaryStart + static_cast<int>(day);
            practice.days.emplace_back(date, std::max(0.0, std::round(10 + 10 * practised[day])));
            if (random_.unit() < 0.85) mood.days.emplace_back(date, out_of_ten(5 + 2 * moods[day]));
            trigger_.next_day(random_);
            person_.next_day(random_);
            context_.next_day(random_);
            const double eased = day > 0 ? plan_.practice * practised[day - 1] : 0;
            const int count = entries_of(busyness_[day], plan_.busy, random_);
            for (int i = 0; i < count; ++i)
                out.entries.push_back(entry(day, date, eased));
        }
        out.series = {practice, mood};
        return out;
    }

  private:
    DiaryEntry entry(std::size_t day, CivilDay date, double eased) {
        DiaryEntry out;
        out.day = date;
        out.minute = static_cast<int>(7 * 60 + random_.index(17 * 60 - 1));
        const std::size_t trigger = trigger_.draw(random_);
        const std::size_t person = person_.draw(random_);
        out.triggers = {kTriggers[trigger]};
        if (random_.unit() < 0.8) out.people = {kPeople[person]};
        if (random_.unit() < 0.7) out.contexts = {kContexts[context_.draw(random_)]};
        double odds = -0.4 + 0.9 * reacting_[day];
        const bool there = !out.people.empty();
        if (trigger == 0 && person == 0 && there) odds += plan_.together;
        if (person == 1 && there) odds += plan_.person;
        out.response = random_.unit() < 1 / (1 + std::exp(-odds)) ? report::Response::Reacted
                                                                  : report::Response::Responded;
        out.peak = out_of_ten(6 + intensity_[day] - eased + 1.3 * stats::draw_normal(random_));
        if (random_.unit() < 0.5) add_coping(out, day);
        return out;
    }

    void add_coping(DiaryEntry& out, std::size_t day) {
        const std::size_t coping = random_.index(kCopings.size());
        const double before = *out.peak;
        const double after = 4 + 0.5 * (before - 6) + 0.7 * settling_[day] +
                             1.2 * stats::draw_normal(random_) - (coping == 0 ? plan_.coping : 0);
        out.copings = {{kCopings[coping], report::CopingPair{before, out_of_ten(after)}}};
    }

    const DiaryPlan& plan_;
    Random& random_;
    std::vector<double> reacting_;
    std::vector<double> intensity_;
    std::vector<double> busyness_;
    std::vector<double> settling_;
    Favourite trigger_{kTriggers.size(), 0.6};
    Favourite person_{kPeople.size(), 0.9};
    Favourite context_{kContexts.size(), 0.8};
};

}  // namespace

report::PatternInput draw_diary(const DiaryPlan& plan, Random& random) {
    return Writer(plan, random).write();
}

}  // namespace attune::calibration
