#include "report/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "report/score_words.hpp"

namespace attune::report {

std::string label_of(const std::string& slug, const std::map<std::string, std::string>& labels) {
    const auto known = labels.find(slug);
    if (known != labels.end()) return known->second;
    std::string out = slug;
    std::replace_if(
        out.begin(), out.end(), [](char c) { return c == '-' || c == '_'; }, ' ');
    return out;
}

std::string listing(const std::vector<std::string>& names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) out += i + 1 == names.size() ? " and " : ", ";
        out += names[i];
    }
    return out;
}

std::string percent(double share) {
    return fmt::format("{} %", std::lround(100 * share));
}

std::string likely_between(const stats::Interval& shares) {
    return fmt::format("likely between {} and {}", percent(shares.low), percent(shares.high));
}

std::string points(double difference) {
    const long rounded = std::lround(100 * difference);
    return rounded == 0 ? "0" : fmt::format("{:+d}", rounded);
}

std::string points_words(double difference) {
    const std::string number = points(difference);
    return number + (number == "+1" || number == "-1" ? " point" : " points");
}

std::string between_points(const stats::Interval& differences) {
    const auto end = [&](double value) {
        std::string text = points(value);
        for (int digits = 1; text == "0" && !differences.contains(0) && digits <= 3; ++digits) {
            const std::string longer = fmt::format("{:+.{}f}", 100 * value, digits);
            if (longer.find_first_of("123456789") != std::string::npos) text = longer;
        }
        return text;
    };
    return fmt::format("between {} and {}", end(differences.low), end(differences.high));
}

std::string matched_effect_words(double effect, std::size_t sets, const stats::Interval& interval) {
    const auto end = [&](double value) {
        return interval.contains(0) ? shown_signed(value) : shown_beside_zero(value);
    };
    return fmt::format("vs similar moments without: {} points {} (n={}), likely between {} and {}",
                       shown(std::abs(effect)), effect < 0 ? "less" : "more", sets,
                       end(interval.low), end(interval.high));
}

std::string_view long_weekday(CivilDay day) {
    static constexpr std::array<std::string_view, 7> kNames = {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
    return kNames[static_cast<std::size_t>(day.weekday())];
}

std::string short_date(CivilDay day) {
    return fmt::format("{} {} {}", day.weekday_name(), static_cast<unsigned>(day.ymd().day()),
                       day.month_name());
}

std::string date_beside(CivilDay day, CivilDay beside) {
    if (day.ymd().year() == beside.ymd().year()) return short_date(day);
    return fmt::format("{} {}", short_date(day), static_cast<int>(day.ymd().year()));
}

std::string shortened(const std::string& text, int cells) {
    const std::string line(trim(text.substr(0, text.find('\n'))));
    const std::string cut(cut_to_columns(line, cells));
    return cut.size() < line.size() ? cut + "..." : cut;
}

std::string period_label(CivilDay first, CivilDay last) {
    const int year = static_cast<int>(first.ymd().year());
    const int last_year = static_cast<int>(last.ymd().year());
    if (first == last) return fmt::format("{} {}", short_date(first), year);
    if (year != last_year) {
        return fmt::format("{} {} - {} {}", short_date(first), year, short_date(last), last_year);
    }
    return fmt::format("{} - {} {}", short_date(first), short_date(last), last_year);
}

}  // namespace attune::report
