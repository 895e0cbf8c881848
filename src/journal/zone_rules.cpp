#include "journal/zone_rules.hpp"

#include <algorithm>
#include <cstddef>

namespace attune::journal {

namespace {

constexpr std::int64_t kDaySeconds = 86400;

std::int64_t day_seconds(int year, unsigned month, unsigned day) {
    const std::chrono::sys_days days(std::chrono::year_month_day{
        std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)});
    return days.time_since_epoch().count() * kDaySeconds;
}

int year_of(std::int64_t seconds) {
    const auto day = std::chrono::floor<std::chrono::days>(
        std::chrono::sys_seconds(std::chrono::seconds(seconds)));
    return static_cast<int>(std::chrono::year_month_day(day).year());
}

/// Reads the parts of a POSIX TZ text from the front; each gives nothing when the text goes another
/// way.
class RuleReader {
  public:
    explicit RuleReader(std::string_view text) : text_(text) {}

    std::optional<YearRule> read() {
        YearRule rule;
        if (!name()) return std::nullopt;
        const auto standard = offset();
        if (!standard) return std::nullopt;
        rule.standard = -*standard;
        if (text_.empty()) return rule;
        if (!name()) return std::nullopt;
        rule.summer = rule.standard + 3600;
        if (!text_.starts_with(',')) {
            const auto summer = offset();
            if (!summer) return std::nullopt;
            rule.summer = -*summer;
        }
        if (!take(',') || !change(rule.to_summer) || !take(',') || !change(rule.to_standard) ||
            !text_.empty()) {
            return std::nullopt;
        }
        return rule;
    }

  private:
    bool take(char c) {
        if (!text_.starts_with(c)) return false;
        text_.remove_prefix(1);
        return true;
    }

    /// "CET" or "<+0330>".
    bool name() {
        if (take('<')) {
            const auto end = text_.find('>');
            if (end == std::string_view::npos) return false;
            text_.remove_prefix(end + 1);
            return true;
        }
        std::size_t letters = 0;
        while (letters < text_.size() && ((text_[letters] >= 'a' && text_[letters] <= 'z') ||
                                          (text_[letters] >= 'A' && text_[letters] <= 'Z'))) {
            ++letters;
        }
        text_.remove_prefix(letters);
        return letters >= 3;
    }

    std::optional<int> number(int max) {
        std::size_t digits = 0;
        int value = 0;
        while (digits < text_.size() && digits < 3 && text_[digits] >= '0' &&
               text_[digits] <= '9') {
            value = value * 10 + (text_[digits++] - '0');
        }
        if (digits == 0 || value > max) return std::nullopt;
        text_.remove_prefix(digits);
        return value;
    }

    /// [+-]hh[:mm[:ss]] in seconds.
    std::optional<std::int64_t> offset() {
        const bool negative = take('-');
        if (!negative) static_cast<void>(take('+'));
        const auto hours = number(167);
        if (!hours) return std::nullopt;
        std::int64_t seconds = std::int64_t{*hours} * 3600;
        for (const int unit : {60, 1}) {
            if (!take(':')) break;
            const auto part = number(59);
            if (!part) return std::nullopt;
            seconds += std::int64_t{*part} * unit;
        }
        return negative ? -seconds : seconds;
    }

    bool change(ChangeDay& day) {
        if (take('M')) {
            const auto month = number(12);
            if (!month || *month < 1 || !take('.')) return false;
            const auto week = number(5);
            if (!week || *week < 1 || !take('.')) return false;
            const auto weekday = number(6);
            if (!weekday) return false;
            day.month = *month;
            day.week = *week;
            day.weekday = *weekday;
        } else {
            const bool leapless = take('J');
            const auto number_of_day = number(365);
            if (!number_of_day || (leapless && *number_of_day < 1)) return false;
            day.kind = leapless ? ChangeDay::Kind::LeaplessDay : ChangeDay::Kind::Day;
            day.day = *number_of_day;
        }
        if (!take('/')) return true;
        const auto clock = offset();
        if (!clock) return false;
        day.clock = *clock;
        return true;
    }

    std::string_view text_;
};

/// Big-endian integers of a zone file.
class BigEndian {
  public:
    explicit BigEndian(ByteView bytes) : bytes_(bytes) {}
    [[nodiscard]] std::uint64_t take(std::size_t count) {
        if (count > bytes_.size()) {
            overrun_ = true;
            return 0;
        }
        std::uint64_t value = 0;
        for (const std::uint8_t byte : bytes_.first(count))
            value = value << 8 | byte;
        bytes_ = bytes_.subspan(count);
        return value;
    }
    void skip(std::size_t count) {
        overrun_ = overrun_ || count > bytes_.size();
        bytes_ = bytes_.subspan(std::min(count, bytes_.size()));
    }
    [[nodiscard]] ByteView rest() const { return bytes_; }
    [[nodiscard]] bool overrun() const { return overrun_; }

  private:
    ByteView bytes_;
    bool overrun_ = false;
};

struct Counts {
    std::size_t universal;
    std::size_t standard;
    std::size_t leaps;
    std::size_t times;
    std::size_t types;
    std::size_t letters;
};

std::optional<Counts> take_header(BigEndian& reader) {
    constexpr std::uint64_t kMagic = 0x545A6966;  // "TZif"
    if (reader.take(4) != kMagic) return std::nullopt;
    // Version 1 ends before the 64-bit times.
    if (reader.take(1) < '2') return std::nullopt;
    reader.skip(15);
    const auto count = [&reader] { return reader.take(4); };
    Counts counts{};
    counts.universal = count();
    counts.standard = count();
    counts.leaps = count();
    counts.times = count();
    counts.types = count();
    counts.letters = count();
    constexpr std::size_t kCountMax = 100000;
    const bool sane = counts.universal < kCountMax && counts.standard < kCountMax &&
                      counts.leaps < kCountMax && counts.times < kCountMax &&
                      counts.types < kCountMax && counts.letters < kCountMax;
    if (reader.overrun() || !sane || counts.types == 0) return std::nullopt;
    return counts;
}

}  // namespace

std::int64_t ChangeDay::local_seconds(int year) const {
    const bool leap = std::chrono::year(year).is_leap();
    if (kind == Kind::Day) return day_seconds(year, 1, 1) + day * kDaySeconds + clock;
    if (kind == Kind::LeaplessDay) {
        const int index = day - 1 + (leap && day >= 60 ? 1 : 0);
        return day_seconds(year, 1, 1) + index * kDaySeconds + clock;
    }
    const auto in_month =
        std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month));
    const std::chrono::weekday wanted(static_cast<unsigned>(weekday));
    const std::chrono::sys_days day_of_change =
        week == 5 ? std::chrono::sys_days(in_month / wanted[std::chrono::last])
                  : std::chrono::sys_days(in_month / wanted[static_cast<unsigned>(week)]);
    return day_of_change.time_since_epoch().count() * kDaySeconds + clock;
}

std::int64_t YearRule::offset_at(std::int64_t utc) const {
    if (!summer) return standard;
    // The year by standard time; changes near New Year reach over by hours at most, and none are
    // there.
    const int year = year_of(utc + standard);
    const std::int64_t summer_starts = to_summer.local_seconds(year) - standard;
    const std::int64_t summer_ends = to_standard.local_seconds(year) - *summer;
    const bool in_summer = summer_starts < summer_ends ? utc >= summer_starts && utc < summer_ends
                                                       : utc >= summer_starts || utc < summer_ends;
    return in_summer ? *summer : standard;
}

std::optional<YearRule> parse_year_rule(std::string_view text) {
    return RuleReader(text).read();
}

std::optional<ZoneRules> ZoneRules::parse(ByteView file) {
    BigEndian reader(file);
    const auto old = take_header(reader);
    if (!old) return std::nullopt;
    reader.skip(old->times * 5 + old->types * 6 + old->letters + old->leaps * 8 + old->standard +
                old->universal);
    const auto counts = take_header(reader);
    // Zones that count leap seconds have another clock than the rest of the world.
    if (!counts || counts->leaps > 0) return std::nullopt;

    ZoneRules rules;
    rules.changes_.resize(counts->times);
    for (Change& change : rules.changes_)
        change.utc = static_cast<std::int64_t>(reader.take(8));
    std::vector<std::size_t> types(counts->times);
    for (std::size_t& type : types)
        type = reader.take(1);
    std::vector<std::int64_t> offsets(counts->types);
    for (std::int64_t& offset : offsets) {
        offset = static_cast<std::int32_t>(static_cast<std::uint32_t>(reader.take(4)));
        if (offset <= -kDaySeconds || offset >= kDaySeconds) return std::nullopt;
        reader.skip(2);
    }
    reader.skip(counts->letters + counts->leaps * 12 + counts->standard + counts->universal);
    if (reader.overrun()) return std::nullopt;

    rules.before_ = offsets[0];
    for (std::size_t i = 0; i < types.size(); ++i) {
        if (types[i] >= offsets.size()) return std::nullopt;
        if (i > 0 && rules.changes_[i].utc <= rules.changes_[i - 1].utc) return std::nullopt;
        rules.changes_[i].offset = offsets[types[i]];
    }
    std::string_view footer = as_text(reader.rest());
    if (footer.size() < 2 || footer.front() != '\n') return std::nullopt;
    footer.remove_prefix(1);
    footer = footer.substr(0, footer.find('\n'));
    if (!footer.empty()) {
        rules.rule_ = parse_year_rule(footer);
        if (!rules.rule_) return std::nullopt;
    }
    return rules;
}

std::int64_t ZoneRules::offset_at(std::int64_t utc) const {
    const auto next =
        std::upper_bound(changes_.begin(), changes_.end(), utc,
                         [](std::int64_t time, const Change& change) { return time < change.utc; });
    if (next == changes_.end() && rule_) return rule_->offset_at(utc);
    return next == changes_.begin() ? before_ : std::prev(next)->offset;
}

}  // namespace attune::journal
