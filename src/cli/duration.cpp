#include "cli/duration.hpp"

#include <optional>

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::cli {

namespace {

std::optional<long long> seconds_in(std::string_view unit) {
    for (const std::string_view name : {"s", "sec", "secs", "second", "seconds"}) {
        if (unit == name) return 1;
    }
    for (const std::string_view name : {"m", "min", "mins", "minute", "minutes"}) {
        if (unit == name) return 60;
    }
    for (const std::string_view name : {"h", "hour", "hours"}) {
        if (unit == name) return 3600;
    }
    for (const std::string_view name : {"d", "day", "days"}) {
        if (unit == name) return 86400;
    }
    return std::nullopt;
}

std::string_view take_while(std::string_view& text, bool (*fits)(char)) {
    std::size_t length = 0;
    while (length < text.size() && fits(text[length]))
        ++length;
    const std::string_view taken = text.substr(0, length);
    text.remove_prefix(length);
    return taken;
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_lower(char c) {
    return c >= 'a' && c <= 'z';
}

constexpr long long kLongest = 366LL * 86400;

}  // namespace

Result<std::chrono::seconds> parse_duration(std::string_view text) {
    const auto refused = [&] {
        return fail(ErrorKind::Usage,
                    fmt::format("'{}' is no length of time", make_visible(trim(text))),
                    "write 30s, 15m, 2h or 1h30");
    };
    const std::string lower = lower_ascii(trim(text));
    std::string_view rest = lower;
    if (rest.empty()) return refused();
    long long total = 0;
    long long last_unit = 0;
    while (!rest.empty()) {
        const auto number = parse_integer(take_while(rest, is_digit));
        if (!number || *number > kLongest) return refused();
        rest = trim(rest);
        const std::string_view name = take_while(rest, is_lower);
        auto unit = seconds_in(name);
        // "1h30" means minutes behind hours.
        if (name.empty() && last_unit == 3600 && rest.empty()) unit = 60;
        if (!unit || (last_unit != 0 && *unit >= last_unit)) return refused();
        total += *number * *unit;
        if (total > kLongest) return refused();
        last_unit = *unit;
        rest = trim(rest);
    }
    return std::chrono::seconds(total);
}

}  // namespace attune::cli
