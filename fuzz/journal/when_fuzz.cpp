#include "attune/journal/when.hpp"
#include "property.hpp"

// No text is ever a moment in the future when logging, and every moment that is understood can be
// described.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using attune::fuzz::expect;
    using namespace attune::journal;
    static const Zone zone = Zone::find("Europe/Berlin").value_or(Zone());
    // The two-hundred-and-eighty-eighth second after a change of the clock, and an ordinary
    // evening.
    for (const std::int64_t seconds : {1774746288LL, 1772397900LL}) {
        const Now now{.utc = std::chrono::sys_seconds(std::chrono::seconds(seconds)), .zone = zone};
        const auto text = attune::fuzz::as_text(data, size);
        if (const auto moment = parse_when(text, now, Direction::Past)) {
            expect(moment->utc <= now.utc, "logging looks back");
            expect(!describe_moment(*moment, now.today()).empty(), "a moment has a description");
            const auto written = iso_time(*moment);
            const auto read = parse_when(written, now, Direction::Past);
            expect(read && read->utc == moment->utc, "a moment written in ISO 8601 is read back");
        }
        if (const auto range = parse_period(text, now); range && range->first) {
            expect(*range->first <= range->last, "a period does not run backwards");
        }
        static_cast<void>(parse_day(text, now));
    }
    return 0;
}
