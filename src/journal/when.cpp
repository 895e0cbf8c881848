#include "attune/journal/when.hpp"

#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "journal/when_resolve.hpp"

namespace attune::journal {

namespace {

using std::chrono::hours;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr int kFirstYear = 1900;

std::string clock_text(seconds clock) {
    return fmt::format("{:02}:{:02}", clock.count() / 3600, clock.count() / 60 % 60);
}

local_seconds at(CivilDay day, seconds clock) {
    return local_seconds(day.days().time_since_epoch() + clock);
}

/// The parts of one question: what was typed, when, and which way to look.
class Asking {
  public:
    Asking(std::string_view text, const Now& now, Direction direction)
        : text_(text),
          now_(now),
          direction_(direction),
          today_(now.today()),
          local_(now.zone.local(now.utc)) {
        calendar_ = CivilDay(std::chrono::sys_days(
            std::chrono::floor<std::chrono::days>(local_.time_since_epoch())));
        clock_ = local_.time_since_epoch() - calendar_.days().time_since_epoch();
    }

    /// `again` is set while a mended spelling is tried, so that suggestions are not looked for
    /// twice.
    Result<Moment> answer(bool again);

  private:
    bool past() const { return direction_ == Direction::Past; }

    Result<Moment> from_iso(const IsoTime& time) const;
    Result<Moment> from_epoch(std::string_view digits) const;
    Result<Moment> from_span(const Span& span, int sign) const;
    Result<Moment> from_said(Said said) const;
    Result<Moment> from_clock(const Said& said) const;
    Result<Moment> rough(CivilDay day, Precision precision) const;
    Result<Moment> exact(CivilDay day, seconds clock) const;
    Result<CivilDay> day_for(const Said& said, std::optional<seconds> clock) const;
    Result<ClockSaid> settle_clock(const Said& said) const;
    Result<Moment> judge(Moment moment) const;

    tl::unexpected<Error> refuse(std::string message, std::string hint) const {
        return fail(ErrorKind::Usage, std::move(message), std::move(hint));
    }
    tl::unexpected<Error> not_yet() const {
        return refuse(
            fmt::format("{} is still to come", quoted(text_)),
            fmt::format("the log looks back: try 'now' or '{} {}'", (today_ - 1).iso(), "21:40"));
    }
    tl::unexpected<Error> over() const {
        return refuse(
            fmt::format("{} is over", quoted(text_)),
            fmt::format("plans look forward: try 'tomorrow 9:00' or '{}'", (today_ + 1).iso()));
    }
    tl::unexpected<Error> unreadable(bool again) const;

    std::string_view text_;
    const Now& now_;
    Direction direction_;
    CivilDay today_;  // by day_start
    local_seconds local_;
    CivilDay calendar_;  // by midnight
    seconds clock_{};    // since midnight
};

/// The last check of every answer: on the right side of now.
Result<Moment> Asking::judge(Moment moment) const {
    const bool day_alone = moment.precision == Precision::Day;
    if (past()) {
        if (day_alone ? moment.local_day > today_ : moment.utc > now_.utc) return not_yet();
        const auto year = static_cast<int>(moment.local_day.ymd().year());
        if (year < kFirstYear) {
            return refuse(fmt::format("{} is before {}", quoted(text_), kFirstYear),
                          fmt::format("try '{}' or 'yesterday 21:40'", (today_ - 1).iso()));
        }
        return moment;
    }
    if (day_alone ? moment.local_day < today_ : moment.utc < now_.utc) return over();
    return moment;
}

Result<Moment> Asking::exact(CivilDay day, seconds clock) const {
    const local_seconds local = at(day, clock);
    const LocalReading reading = now_.zone.read(local);
    if (reading.kind == LocalReading::Kind::Never) {
        const seconds after =
            now_.zone.local(reading.first).time_since_epoch() - day.days().time_since_epoch();
        const seconds before = now_.zone.local(reading.first - minutes(1)).time_since_epoch() -
                               day.days().time_since_epoch();
        // A gap at midnight has its earlier neighbour on the day before.
        const CivilDay before_day = before < seconds(0) ? day - 1 : day;
        const seconds before_clock = before < seconds(0) ? before + hours(24) : before;
        return refuse(fmt::format("the clocks of {} skipped {} {}", now_.zone.name(), day.iso(),
                                  clock_text(clock)),
                      fmt::format("the times next to it are '{} {}' and '{} {}'", before_day.iso(),
                                  clock_text(before_clock), day.iso(), clock_text(after)));
    }
    return judge(moment_at(reading.first, now_.zone, now_.day_start));
}

Result<Moment> Asking::rough(CivilDay day, Precision precision) const {
    sys_seconds utc = now_.zone.read(at(day, part_start(precision))).first;
    if (precision == Precision::Day && day == today_ && utc > now_.utc && past()) utc = now_.utc;
    Moment moment = moment_at(utc, now_.zone, now_.day_start);
    moment.local_day = day;
    moment.precision = precision;
    return judge(moment);
}

Result<Moment> Asking::from_iso(const IsoTime& time) const {
    if (!time.clock) return rough(time.day, Precision::Day);
    if (!time.offset) return exact(time.day, *time.clock);
    const sys_seconds utc(time.local().time_since_epoch() - *time.offset);
    // "Z" tells the instant alone; a written offset is the clock the person had before them.
    return judge(moment_at(utc, time.zulu ? now_.zone : Zone::fixed(*time.offset), now_.day_start));
}

Result<Moment> Asking::from_epoch(std::string_view digits) const {
    const auto number = parse_integer(digits);
    constexpr long long kYear9999 = 253402300799;
    if (!number || *number < 0 || *number > kYear9999) {
        return refuse(
            fmt::format("{} is no time in seconds since 1970", quoted(text_)),
            fmt::format("try '@{}' or 'yesterday 21:40'", now_.utc.time_since_epoch().count()));
    }
    return judge(moment_at(sys_seconds(seconds(*number)), now_.zone, now_.day_start));
}

Result<Moment> Asking::from_span(const Span& span, int sign) const {
    if (!span.exact) return rough(today_ + sign * static_cast<int>(span.days), Precision::Day);
    const auto length = minutes(span.minutes) + std::chrono::days(span.days);
    return judge(moment_at(now_.utc + sign * length, now_.zone, now_.day_start));
}

/// A bare or written hour made to fit the part of the day that was said.
Result<ClockSaid> Asking::settle_clock(const Said& said) const {
    ClockSaid clock = *said.clock;
    const auto bare = [&clock](int hour) {
        return clock_text(hours(hour) + minutes(clock.minute));
    };
    if (!said.part) {
        if (!clock.bare_hour) return clock;
        const bool twelve = clock.hour <= 12;
        const int evening = clock.hour % 12 + 12;
        return refuse(fmt::format("{} is not a clear time", quoted(text_)),
                      twelve ? fmt::format("say '{}' or '{}'", bare(clock.hour % 12), bare(evening))
                             : fmt::format("say '{}' or '{}'", bare(clock.hour), "9pm"));
    }
    if (clock.midnight) {
        if (*said.part == Precision::Night) return clock;
        return refuse(fmt::format("{} names two times", quoted(text_)),
                      "say 'yesterday 21:40' or 'last night 00:00'");
    }
    // Wider than the spans of the rough precisions: people say "9 at night" and "4 in the morning".
    struct Window {
        int from;
        int to;  // hours from 24 on are those of the next morning
    };
    const auto window = [part = *said.part]() -> Window {
        switch (part) {
            case Precision::Morning:
                return {2, 13};
            case Precision::Afternoon:
                return {12, 19};
            case Precision::Evening:
                return {16, 24};
            case Precision::Night:
            case Precision::Minute:
            case Precision::Day:
                break;
        }
        return {17, 30};
    }();
    const auto fits = [&window](int hour) {
        return (hour >= window.from && hour < window.to) ||
               (hour + 24 >= window.from && hour + 24 < window.to);
    };
    const bool twelve_hours = !clock.half_day && clock.hour <= 12;
    const int other = (clock.hour + 12) % 24;
    const bool as_written = fits(clock.hour);
    const bool shifted = twelve_hours && fits(other);
    if (as_written == shifted) {
        return refuse(fmt::format("{} is not a clear time", quoted(text_)),
                      fmt::format("say '{}' or '{}'", bare(clock.hour), bare(other)));
    }
    if (shifted) clock.hour = other;
    clock.bare_hour = false;
    clock.half_day = true;
    return clock;
}

Result<CivilDay> Asking::day_for(const Said& said, std::optional<seconds> clock) const {
    // Rule 6: a clock in the small hours belongs to the calendar's day.
    const bool small_hours = clock && *clock < now_.day_start && !said.part;
    const CivilDay reference = small_hours ? calendar_ : today_;
    auto day = day_from(*said.day, reference, direction_, now_.week_start);
    if (!day) {
        return refuse(fmt::format("there is no {}", impossible_day(*said.day)),
                      fmt::format("try '{}' or 'yesterday 21:40'", today_.iso()));
    }
    const bool bare_today = said.day->kind == DaySaid::Kind::Weekday &&
                            said.day->which == DaySaid::Which::Bare && *day == reference;
    if (!bare_today) return *day;
    if (!clock && !said.part) {
        if (!past()) return *day + 7;
        return refuse(fmt::format("today is {} itself", day->weekday_name()),
                      fmt::format("say 'today' or 'last {}', or add the time",
                                  lower_ascii(day->weekday_name())));
    }
    // A weekday that is today means today only when its time has passed (a plan: when it is still
    // to come).
    const seconds time = clock ? *clock : seconds(part_start(*said.part));
    const bool before_now = at(*day, time) <= local_;
    if (past()) return before_now ? *day : *day - 7;
    return before_now ? *day + 7 : *day;
}

Result<Moment> Asking::from_clock(const Said& said) const {
    ATTUNE_TRY(const ClockSaid clock, settle_clock(said));
    const seconds time = hours(clock.hour) + minutes(clock.minute) + seconds(clock.second);
    const bool next_morning = said.part == Precision::Night && time < hours(6);
    if (!said.day) {
        const bool before_now = time <= clock_;
        if (past()) return exact(before_now ? calendar_ : calendar_ - 1, time);
        return exact(before_now ? calendar_ + 1 : calendar_, time);
    }
    if (clock.midnight && !said.part) {
        ATTUNE_TRY(const CivilDay day, day_for(said, hours(23)));
        return refuse(fmt::format("{} can be the start or the end of the day", quoted(text_)),
                      fmt::format("say '{} 00:00' or '{} 00:00'", day.iso(), (day + 1).iso()));
    }
    ATTUNE_TRY(const CivilDay day, day_for(said, time));
    return exact(next_morning ? day + 1 : day, time);
}

Result<Moment> Asking::from_said(Said said) const {
    if (said.last_night && clock_ < now_.day_start) {
        return refuse(
            fmt::format("before {} 'last night' can be two nights", clock_text(now_.day_start)),
            "say 'tonight 23:00' or 'yesterday 23:00'");
    }
    if (said.clock) return from_clock(said);
    Precision precision = said.part.value_or(Precision::Day);
    if (said.tonight) {
        // Tonight starts with the evening.
        if (now_.utc < now_.zone.read(at(today_, part_start(Precision::Night))).first)
            precision = Precision::Evening;
    }
    if (said.day) {
        ATTUNE_TRY(const CivilDay day, day_for(said, std::nullopt));
        return rough(day, precision);
    }
    const bool begun = at(today_, part_start(precision)) <= local_;
    if (past()) return rough(begun ? today_ : today_ - 1, precision);
    return rough(begun ? today_ + 1 : today_, precision);
}

tl::unexpected<Error> Asking::unreadable(bool again) const {
    const std::string message = fmt::format("{} is no date or time I know", quoted(text_));
    const std::string fallback = fmt::format("{} 21:40", (past() ? today_ - 1 : today_ + 1).iso());
    const std::string usual = past() ? "yesterday 21:40" : "tomorrow 21:40";
    if (!again) {
        if (const auto other = mended(text_)) {
            const auto moment = Asking(*other, now_, direction_).answer(true);
            if (moment) return refuse(message, fmt::format("try '{}' or '{}'", *other, fallback));
        }
    }
    return refuse(message, fmt::format("try '{}' or '{}'", usual, fallback));
}

Result<Moment> Asking::answer(bool again) {
    const std::string_view text = trim(text_);
    if (const auto time = parse_iso_time(text)) return from_iso(*time);
    if (text.starts_with('@')) return from_epoch(text.substr(1));
    std::vector<std::string> words = date_words(text);
    if (words.size() == 1 && words[0] == "now")
        return judge(moment_at(now_.utc, now_.zone, now_.day_start));
    for (std::string& word : words) {
        const auto numeric = numeric_date(word);
        if (!numeric) continue;
        ATTUNE_TRY(const CivilDay day, read_numeric_date(word, *numeric, now_.date_order));
        word = day.iso();
    }
    const std::string plain = join(words, " ");
    if (plain.starts_with('-')) {
        if (const auto span = parse_span(plain.substr(1))) return from_span(*span, -1);
    }
    if (plain.ends_with(" ago")) {
        if (const auto span = parse_span(plain.substr(0, plain.size() - 4)))
            return from_span(*span, -1);
    }
    if (plain.starts_with("in ")) {
        if (const auto span = parse_span(plain.substr(3))) return from_span(*span, 1);
    }
    if (const auto said = parse_said(words)) return from_said(*said);
    return unreadable(again);
}

}  // namespace

bool is_date_form(std::string_view text) {
    text = trim(text);
    if (parse_iso_time(text)) return true;
    std::vector<std::string> words = date_words(text);
    if (words.size() == 1 && words[0] == "now") return true;
    for (std::string& word : words) {
        if (numeric_date(word)) word = "today";
    }
    const std::string plain = join(words, " ");
    if (plain.starts_with('-') && parse_span(plain.substr(1))) return true;
    if (plain.ends_with(" ago") && parse_span(plain.substr(0, plain.size() - 4))) return true;
    if (plain.starts_with("in ") && parse_span(plain.substr(3))) return true;
    return parse_said(words).has_value();
}

Result<Moment> parse_when(std::string_view text, const Now& now, Direction direction) {
    return Asking(text, now, direction).answer(false);
}

std::string describe_day(CivilDay day, CivilDay today) {
    const auto date = day.ymd();
    std::string out = fmt::format("{} {} {}", day.weekday_name(), static_cast<unsigned>(date.day()),
                                  day.month_name());
    if (date.year() != today.ymd().year()) out += fmt::format(" {}", static_cast<int>(date.year()));
    return out;
}

std::string describe_moment(const Moment& moment, CivilDay today) {
    if (moment.precision == Precision::Day) return describe_day(moment.local_day, today);
    if (moment.precision != Precision::Minute) {
        return fmt::format("{}, {}", describe_day(moment.local_day, today),
                           precision_name(moment.precision));
    }
    const seconds local = moment.utc.time_since_epoch() + moment.offset;
    const auto day = std::chrono::floor<std::chrono::days>(local);
    return fmt::format("{} {}", describe_day(CivilDay(std::chrono::sys_days(day)), today),
                       clock_text(local - day));
}

}  // namespace attune::journal
