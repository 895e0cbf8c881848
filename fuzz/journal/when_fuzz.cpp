#include "attune/base/text.hpp"
#include "attune/journal/when.hpp"
#include "fuzz/property.hpp"

// No text is ever a moment in the future when logging, and every moment that is understood can be
// described.
ATTUNE_FUZZ(when) {
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
            const auto again = parse_period(range->first->iso() + ".." + range->last.iso(), now);
            expect(again == *range, "a period written as two days is read back");
        }
        if (const auto day = parse_day(text, now)) {
            expect(parse_day(day->iso(), now) == *day, "a day written in ISO 8601 is read back");
            expect(!describe_day(*day, now.today()).empty(), "a day has a description");
        }
        if (const auto plan = parse_when(text, now, Direction::Plan)) {
            // Seconds are for --at alone: in front of prose "@" begins a name.
            expect(is_date_form(text) || attune::trim(text).starts_with('@'),
                   "what is a moment has the form of one");
            const auto read = parse_when(iso_time(*plan), now, Direction::Plan);
            expect(plan->precision != Precision::Minute || (read && read->utc == plan->utc),
                   "a plan written in ISO 8601 is read back");
        }
    }
}
