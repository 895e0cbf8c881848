#include "attune/query/filter.hpp"

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::query {

namespace {

tl::unexpected<Error> bad_range(std::string_view text) {
    return fail(ErrorKind::Usage,
                fmt::format("'{}' is no number or range of numbers", make_visible(text)),
                "write =7, =7+, =3..6 or =..3");
}

Result<std::optional<double>> end_of_range(std::string_view text, std::string_view whole) {
    if (text.empty()) return std::nullopt;
    const auto number = parse_number(text);
    if (!number) return bad_range(whole);
    return number;
}

}  // namespace

Result<NumberRange> parse_number_range(std::string_view text) {
    NumberRange range;
    if (text.starts_with(">=") || text.starts_with("<=")) {
        const auto number = parse_number(text.substr(2));
        if (!number) return bad_range(text);
        (text.front() == '>' ? range.low : range.high) = *number;
        return range;
    }
    if (text.ends_with('+')) {
        range.low = parse_number(text.substr(0, text.size() - 1));
        if (!range.low) return bad_range(text);
        return range;
    }
    const auto dots = text.find("..");
    if (dots == std::string_view::npos) {
        range.low = range.high = parse_number(text);
        if (!range.low) return bad_range(text);
        return range;
    }
    ATTUNE_TRY(range.low, end_of_range(text.substr(0, dots), text));
    ATTUNE_TRY(range.high, end_of_range(text.substr(dots + 2), text));
    if (!range.low && !range.high) return bad_range(text);
    if (range.low && range.high && *range.low > *range.high) {
        return fail(ErrorKind::Usage, fmt::format("the range '{}' is empty", make_visible(text)),
                    "write the smaller number first");
    }
    return range;
}

Result<FeelingWish> parse_feeling_wish(std::string_view text) {
    const auto sign = text.find_first_of("=<>");
    FeelingWish wish{lower_ascii(trim(text.substr(0, sign))), std::nullopt};
    if (wish.name.empty()) {
        return fail(ErrorKind::Usage, fmt::format("'{}' names no feeling", make_visible(text)),
                    "write --feel anxious or --feel anxious=7+");
    }
    if (sign != std::string_view::npos) {
        const std::size_t start = text[sign] == '=' ? sign + 1 : sign;
        ATTUNE_TRY(wish.intensity, parse_number_range(text.substr(start)));
    }
    return wish;
}

bool Wishes::empty() const {
    return people.empty() && triggers.empty() && feelings.empty() && responses.empty() &&
           kinds.empty() && !text && !bring && !conflict;
}

bool Filter::empty() const {
    return !first_day && !last_day && wishes.empty() && unwanted.empty() && !limit;
}

}  // namespace attune::query
