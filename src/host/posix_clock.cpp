#include <array>
#include <climits>
#include <cstdlib>
#include <fstream>
#include <unistd.h>

#include "attune/base/civil_day.hpp"
#include "attune/base/text.hpp"
#include "attune/host/posix.hpp"

namespace attune::host {

namespace {

/// Reads YYYY-MM-DDTHH:MM[:SS] with Z or an offset; nothing for anything else.
std::optional<Time> parse_instant(std::string_view text) {
    if (text.size() < 17) return std::nullopt;
    const auto day = CivilDay::parse_iso(text.substr(0, 10));
    const auto hour = parse_integer(text.substr(11, 2));
    const auto minute = parse_integer(text.substr(14, 2));
    if (!day || text[10] != 'T' || text[13] != ':' || !hour || !minute || *hour > 23 ||
        *minute > 59) {
        return std::nullopt;
    }
    std::string_view rest = text.substr(16);
    long long second = 0;
    if (rest.starts_with(':') && rest.size() >= 3) {
        const auto value = parse_integer(rest.substr(1, 2));
        if (!value || *value > 59) return std::nullopt;
        second = *value;
        rest = rest.substr(3);
    }
    long long offset = 0;
    if (rest != "Z") {
        if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':') {
            return std::nullopt;
        }
        const auto hours = parse_integer(rest.substr(1, 2));
        const auto minutes = parse_integer(rest.substr(4, 2));
        if (!hours || !minutes) return std::nullopt;
        offset = (*hours * 60 + *minutes) * (rest[0] == '-' ? -1 : 1);
    }
    return Time(day->days()) + std::chrono::hours(*hour) + std::chrono::minutes(*minute - offset) +
           std::chrono::seconds(second);
}

class PosixClock final : public Clock {
  public:
    Time now() const override {
        const char* fixed = std::getenv("ATTUNE_NOW");  // NOLINT(concurrency-mt-unsafe): one thread
        if (fixed != nullptr) {
            if (const auto time = parse_instant(fixed)) return *time;
        }
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }

    std::string zone_name() const override {
        const char* variable = std::getenv("TZ");  // NOLINT(concurrency-mt-unsafe): one thread
        if (variable != nullptr && *variable != '\0') {
            return *variable == ':' ? variable + 1 : variable;
        }
        std::array<char, PATH_MAX> target{};
        const auto length = ::readlink("/etc/localtime", target.data(), target.size() - 1);
        if (length > 0) {
            const std::string_view path(target.data(), static_cast<std::size_t>(length));
            const auto at = path.find("zoneinfo/");
            if (at != std::string_view::npos) return std::string(path.substr(at + 9));
        }
        std::ifstream file("/etc/timezone");
        std::string name;
        if (file >> name) return name;
        return "UTC";
    }
};

}  // namespace

std::unique_ptr<Clock> make_posix_clock() {
    return std::make_unique<PosixClock>();
}

}  // namespace attune::host
