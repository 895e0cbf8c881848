#include "attune/report/week_data.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>

#include "attune/stats/summary.hpp"
#include "attune/store/names.hpp"
#include "report/week_queries.hpp"

namespace attune::report {

namespace {

/// The days of both ends as parameters 1 and 2; entries through the index on days, so that SQLite
/// never begins elsewhere. CROSS JOIN and the unary + keep it from turning the join round.
constexpr const char* kEntries =
    "SELECT n, kind, local_day, (at_utc + offset_min * 60) / 60 % 1440, precision, "
    "date(at_utc + offset_min * 60, 'unixepoch') > local_day "
    "FROM entry INDEXED BY entry_day "
    "WHERE shown = 1 AND deleted = 0 AND local_day BETWEEN ?1 AND ?2 "
    "AND kind NOT IN ('person', 'word') ORDER BY local_day, at_utc, n";
constexpr const char* kTags =
    "SELECT t.entry, t.facet, t.slug FROM entry AS e INDEXED BY entry_day CROSS JOIN tag AS t "
    "WHERE e.shown = 1 AND e.deleted = 0 AND e.local_day BETWEEN ?1 AND ?2 AND e.kind = 'trigger' "
    "AND t.entry = e.n AND +t.facet IN ('trigger', 'response', 'caught', 'coping') "
    "ORDER BY e.local_day, e.at_utc, e.n, t.seq";
constexpr const char* kValues =
    "SELECT v.entry, v.key, v.phase, v.num, v.lo, v.hi "
    "FROM entry AS e INDEXED BY entry_day CROSS JOIN value AS v "
    "WHERE e.shown = 1 AND e.deleted = 0 AND e.local_day BETWEEN ?1 AND ?2 "
    "AND e.kind IN ('trigger', 'practice') AND v.entry = e.n "
    "AND (v.key IN ('intensity', 'minutes') OR v.key GLOB 'feeling.*' OR v.key GLOB 'coping.*') "
    "ORDER BY e.local_day, e.at_utc, e.n, v.seq";
constexpr const char* kAnything =
    "SELECT EXISTS(SELECT 1 FROM entry INDEXED BY entry_day WHERE shown = 1 AND deleted = 0 AND "
    "local_day >= '' AND kind NOT IN ('person', 'word'))";

/// A number with the scale it was given on.
struct Given {
    double number = 0;
    std::optional<double> low;
    std::optional<double> high;

    [[nodiscard]] double out_of_ten() const {
        if (!low || !high || *high <= *low) return number;
        return (number - *low) / (*high - *low) * 10;
    }
    [[nodiscard]] bool same_scale(const Given& other) const {
        return low == other.low && high == other.high;
    }
};

/// An entry while its tags and numbers come in.
struct Draft {
    WeekEntry entry;
    std::optional<double> intensity;
    std::optional<double> strongest_feeling;
    std::map<std::string, Given> before;
    std::map<std::string, Given> after;
};

journal::Precision precision_of(std::string_view word) {
    using journal::Precision;
    if (word == "morning") return Precision::Morning;
    if (word == "afternoon") return Precision::Afternoon;
    if (word == "evening") return Precision::Evening;
    if (word == "night") return Precision::Night;
    if (word == "day") return Precision::Day;
    return Precision::Minute;
}

std::optional<Response> response_of(std::string_view slug) {
    if (slug == "reacted") return Response::Reacted;
    if (slug == "responded") return Response::Responded;
    if (slug == "mixed") return Response::Mixed;
    if (slug == "unsure") return Response::Unsure;
    return std::nullopt;
}

std::optional<Caught> caught_of(std::string_view slug) {
    if (slug == "before") return Caught::Before;
    if (slug == "during") return Caught::During;
    if (slug == "after") return Caught::After;
    if (slug == "later") return Caught::Later;
    return std::nullopt;
}

class Loader {
  public:
    Loader(db::Connection& database, const WeekRange& range) : database_(database), range_(range) {
        data_.first = range.first;
        data_.days = range.days;
        data_.today = range.today;
    }

    Result<WeekData> load() {
        ATTUNE_CHECK(read_entries());
        ATTUNE_CHECK(read_tags());
        ATTUNE_CHECK(read_values());
        finish();
        if (order_.empty() && !other_records_) {
            ATTUNE_TRY(const std::int64_t any, database_.value_of(kAnything));
            data_.journal_empty = any == 0;
        }
        return std::move(data_);
    }

  private:
    Result<db::Statement> prepare(const char* sql) {
        ATTUNE_TRY(db::Statement statement, database_.prepare(sql));
        statement.bind(1, (range_.first - range_.days_before).iso());
        statement.bind(2, (range_.first + (range_.days - 1)).iso());
        return statement;
    }

    Status read_entries() {
        ATTUNE_TRY(db::Statement rows, prepare(kEntries));
        while (true) {
            ATTUNE_TRY(const bool more, rows.step());
            if (!more) return {};
            const auto day = CivilDay::parse_iso(rows.text(2));
            if (!day) return fail(ErrorKind::Damaged, "an entry has no readable day");
            read_entry(rows, *day);
        }
    }

    void read_entry(const db::Statement& row, CivilDay day) {
        const std::string_view kind = row.text(1);
        if (kind == "trigger") {
            Draft draft;
            draft.entry.day = day;
            draft.entry.minute = static_cast<int>(row.integer(3));
            draft.entry.precision = precision_of(row.text(4));
            draft.entry.after_midnight = row.integer(5) != 0;
            order_.push_back(row.integer(0));
            drafts_.emplace(row.integer(0), std::move(draft));
            return;
        }
        other_records_ = true;
        if (day < range_.first) return;
        if (data_.days_otherwise.empty() || data_.days_otherwise.back() != day) {
            data_.days_otherwise.push_back(day);
        }
        if (kind == "entry") ++data_.diary_entries;
        if (kind == "checkin") ++data_.checkins;
        if (kind == "practice") practices_.insert(row.integer(0));
    }

    Status read_tags() {
        ATTUNE_TRY(db::Statement rows, prepare(kTags));
        while (true) {
            ATTUNE_TRY(const bool more, rows.step());
            if (!more) return {};
            const auto found = drafts_.find(rows.integer(0));
            if (found == drafts_.end()) continue;
            WeekEntry& entry = found->second.entry;
            const std::string_view facet = rows.text(1);
            const std::string slug(rows.text(2));
            if (facet == "trigger") ATTUNE_CHECK(add_word(entry.triggers, facet, slug));
            if (facet == "coping") ATTUNE_CHECK(add_coping(entry.copings, slug));
            // Of two answers the first one typed counts.
            if (facet == "response" && !entry.response) entry.response = response_of(slug);
            if (facet == "caught" && !entry.caught) entry.caught = caught_of(slug);
        }
    }

    /// What a word is called now, and its label where it is one of the person's own.
    Result<std::string> word_for(std::string_view facet, const std::string& slug) {
        if (names_ == nullptr) {
            ATTUNE_TRY(names_, store::names_of(database_));
        }
        std::string word = names_->resolve(facet, slug);
        if (!names_->vocabularies().slug(facet, word)) {
            const std::string label = names_->label(facet, word);
            if (label != word) data_.labels.emplace(word, label);
        }
        return word;
    }

    Status add_word(std::vector<std::string>& words, std::string_view facet,
                    const std::string& slug) {
        ATTUNE_TRY(std::string word, word_for(facet, slug));
        if (std::find(words.begin(), words.end(), word) == words.end())
            words.push_back(std::move(word));
        return {};
    }

    Status add_coping(std::vector<CopingUse>& copings, const std::string& slug) {
        ATTUNE_TRY(const std::string word, word_for("coping", slug));
        const bool there = std::any_of(copings.begin(), copings.end(),
                                       [&](const CopingUse& use) { return use.slug == word; });
        if (!there) copings.push_back({word, {}});
        return {};
    }

    Status read_values() {
        ATTUNE_TRY(db::Statement rows, prepare(kValues));
        while (true) {
            ATTUNE_TRY(const bool more, rows.step());
            if (!more) return {};
            const std::string key(rows.text(1));
            const Given given{rows.number(3),
                              rows.is_null(4) ? std::nullopt : std::optional(rows.number(4)),
                              rows.is_null(5) ? std::nullopt : std::optional(rows.number(5))};
            if (practices_.contains(rows.integer(0))) {
                if (key == "minutes") data_.practice_minutes += given.number;
                continue;
            }
            const auto found = drafts_.find(rows.integer(0));
            if (found == drafts_.end()) continue;
            ATTUNE_CHECK(note(found->second, key, rows.text(2), given));
        }
    }

    Status note(Draft& draft, const std::string& key, std::string_view phase, const Given& given) {
        static constexpr std::string_view kCoping = "coping.";
        if (key.starts_with(kCoping)) {
            ATTUNE_TRY(const std::string slug, word_for("coping", key.substr(kCoping.size())));
            if (phase == "before") draft.before.insert_or_assign(slug, given);
            if (phase == "after") draft.after.insert_or_assign(slug, given);
            return {};
        }
        if (phase != "peak") return {};
        const double value = given.out_of_ten();
        if (key == "intensity") {
            draft.intensity = value;
        } else if (key.starts_with("feeling.")) {
            draft.strongest_feeling = std::max(draft.strongest_feeling.value_or(value), value);
        }
        return {};
    }

    void finish() {
        std::map<CivilDay, PastDay> past;
        std::map<CivilDay, std::vector<double>> peaks;
        for (const std::int64_t n : order_) {
            Draft& draft = drafts_.at(n);
            WeekEntry& entry = draft.entry;
            entry.peak = draft.intensity ? draft.intensity : draft.strongest_feeling;
            if (entry.day >= range_.first) {
                for (CopingUse& use : entry.copings)
                    use.pair = pair_of(draft, use.slug);
                data_.entries.push_back(std::move(entry));
                continue;
            }
            PastDay& day = past[entry.day];
            day.day = entry.day;
            ++day.entries;
            day.reacted += entry.response == Response::Reacted ? 1 : 0;
            day.responded += entry.response == Response::Responded ? 1 : 0;
            day.mixed += entry.response == Response::Mixed ? 1 : 0;
            if (entry.peak) peaks[entry.day].push_back(*entry.peak);
        }
        for (auto& day : past) {
            day.second.peak = stats::median(peaks[day.first]);
            data_.past.push_back(day.second);
        }
    }

    static std::optional<CopingPair> pair_of(const Draft& draft, const std::string& slug) {
        const auto before = draft.before.find(slug);
        const auto after = draft.after.find(slug);
        if (before == draft.before.end() || after == draft.after.end()) return std::nullopt;
        if (!before->second.same_scale(after->second)) return std::nullopt;
        return CopingPair{before->second.out_of_ten(), after->second.out_of_ten()};
    }

    db::Connection& database_;
    WeekRange range_;
    WeekData data_;
    std::vector<std::int64_t> order_;
    std::map<std::int64_t, Draft> drafts_;
    std::set<std::int64_t> practices_;
    bool other_records_ = false;
    const journal::Names* names_ = nullptr;  ///< once a word was met
};

}  // namespace

std::vector<std::string> week_queries() {
    return {kEntries, kTags, kValues};
}

Result<WeekData> load_week_data(db::Connection& database, const WeekRange& range) {
    return Loader(database, range).load();
}

}  // namespace attune::report
