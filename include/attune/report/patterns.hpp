#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attune/base/civil_day.hpp"
#include "attune/report/entry.hpp"
#include "attune/stats/interval.hpp"
#include "attune/stats/rates.hpp"

/// Patterns that are looked for in a diary, week after week, and what became of them.
///
///   1. A week is judged once, when it is over, from what was logged in the 26 weeks up to its end.
///      Everything that was looked at is counted.
///   2. What stands out among all of that is noticed. From then on it is looked at only in entries
///      of later days, so the data that suggested it are never taken to prove it.
///   3. A noticed pattern is confirmed when later entries alone say the same, or fades: when they
///      say otherwise, or nothing clear for eight weeks. What faded is left alone until the entries
///      that suggested it are out of sight.
///   4. The same entries give the same verdict, in any order, on every machine of the store.
namespace attune::report {

enum class PatternFamily {
    Factor,    ///< a trigger, a person, a time of day, a context: reacted more or less often
    Subgroup,  ///< two or three of them together
    Lagged,    ///< one daily series a few days before another
    Coping,    ///< a coping beside similar moments without it
};

/// One condition or series: {"trigger", "late-reply"}, {"person", "Sam"}, {"time", "late"},
/// {"context", "work"}, {"coping", "three-breaths"}, {"series", "peak"}.
struct PatternPart {
    std::string facet;
    std::string slug;
    friend auto operator<=>(const PatternPart&, const PatternPart&) = default;
};

/// What is asked. Two patterns are one when they are equal.
struct Pattern {
    PatternFamily family = PatternFamily::Factor;
    /// A factor or coping: one part. A subgroup: two or three, rising. Lagged: what comes before,
    /// then what comes after.
    std::vector<PatternPart> parts;
    int lag = 0;  ///< lagged: days between them, 1 to 3
    friend auto operator<=>(const Pattern&, const Pattern&) = default;
};

/// What some entries say about a pattern.
struct Evidence {
    long n = 0;            ///< entries, pairs of days or matched sets it rests on
    stats::Count with;     ///< factors, subgroups: reacted among entries with it
    stats::Count without;  ///< and without it
    /// Difference of shares; correlation of ranks; points of drop beyond similar moments. More than
    /// 0: more reacted, rising together, further down. Missing while there is too little.
    std::optional<double> effect;
    stats::Interval interval;
    double p = 1;
    std::string method = {};   ///< how it was tested; empty while there is too little
    std::string too_few = {};  ///< the rule that is not met yet; empty otherwise
};

/// One question of a week.
struct TriedPattern {
    Pattern pattern;
    Evidence evidence;
    double q = 1;  ///< p, allowing for everything that was looked at in its family
};

enum class PatternState { Noticed, Confirmed, Faded };

/// A pattern that stood out, and what later entries said.
struct Standing {
    Pattern pattern;
    PatternState state = PatternState::Noticed;
    CivilDay noticed;     ///< last day of the week that noticed it
    CivilDay changed;     ///< last day of the week that gave it its state
    double effect = 0;    ///< when it was noticed
    Evidence then = {};   ///< when it was noticed
    Evidence since = {};  ///< entries after `noticed` alone
};

struct FamilyCount {
    PatternFamily family = PatternFamily::Factor;
    long tried = 0;
};

/// What one closed week came to.
struct Verdict {
    CivilDay last;  ///< the week's last day
    std::vector<FamilyCount> families;
    /// With copings that have too little to be compared (no effect, not counted);
    std::vector<TriedPattern> tried;  ///< of combinations only the 20 farthest from nothing
    std::vector<Standing> standings;  ///< oldest first
    std::vector<std::pair<std::string, std::string>> suppressed;  ///< name and rule

    [[nodiscard]] long looked_at() const;
    /// How many of them would be expected to stand out (p below 0.05; of all combinations together
    /// one in ten) if there were nothing to find.
    [[nodiscard]] double expected_by_luck() const;
};

/// A daily series beside those that are made from the entries (peak, reacted).
struct DailyValues {
    std::string slug;  ///< "practice", "mood"
    std::vector<std::pair<CivilDay, double>> days;
};

/// All that patterns are looked for in; days outside those needed are passed over.
struct PatternInput {
    std::vector<DiaryEntry> entries;
    std::vector<DailyValues> series = {};
};

/// Days up to its end that a week is judged from, and weeks a noticed pattern is given.
inline constexpr int kPatternDays = 182;
inline constexpr int kPatternPatienceDays = 56;
/// Weeks without a stored verdict that are judged once more, at most.
inline constexpr int kPatternReplayWeeks = 52;
/// Entries of one window that are looked at, the newest whole days; a diary has a tenth of that.
inline constexpr std::size_t kPatternEntriesMax = 10000;

struct WeekToJudge {
    CivilDay last;
    std::uint64_t seed = 0;
};

struct PreparedDiary;

/// Judges weeks of one diary, which is prepared once.
class PatternJudge {
  public:
    explicit PatternJudge(const PatternInput& input);

    /// The verdict of a week after `before`, the one of the latest judged week before it (nothing:
    /// the first). Numbers are rounded to six decimals, so that a verdict is the same before and
    /// after it was stored.
    [[nodiscard]] Verdict judge(const WeekToJudge& week, const Verdict* before) const;

    /// The same week on the way to a later one: the standings alone, exactly those of `judge`, for
    /// less work.
    [[nodiscard]] Verdict pass(const WeekToJudge& week, const Verdict* before) const;

  private:
    std::shared_ptr<const PreparedDiary> diary_;
};

/// "morning", "afternoon", "evening" or "late" (from 21:00); empty for an entry whose time of day
/// is not known.
[[nodiscard]] std::string time_of_day(const DiaryEntry& entry);

}  // namespace attune::report
