#include "attune/report/diary.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "attune/store/names.hpp"
#include "attune/store/schema.hpp"

namespace attune::report {

namespace {

/// The days of both ends as parameters 1 and 2; entries through the index on days, so that SQLite
/// never begins elsewhere. CROSS JOIN and the unary + keep it from turning the join round. All
/// three come in one order, so that they are read side by side.
constexpr const char* kEntries =
    "SELECT n, kind, local_day, (at_utc + offset_min * 60) / 60 % 1440, precision, "
    "date(at_utc + offset_min * 60, 'unixepoch') > local_day, at_utc, id "
    "FROM entry INDEXED BY entry_day "
    "WHERE shown = 1 AND deleted = 0 AND local_day BETWEEN ?1 AND ?2 "
    "AND kind NOT IN " ATTUNE_ASIDE_KINDS " ORDER BY local_day, at_utc, n";
constexpr const char* kTags =
    "SELECT t.entry, t.facet, t.slug FROM entry AS e INDEXED BY entry_day CROSS JOIN tag AS t "
    "WHERE e.shown = 1 AND e.deleted = 0 AND e.local_day BETWEEN ?1 AND ?2 AND e.kind = 'trigger' "
    "AND t.entry = e.n ORDER BY e.local_day, e.at_utc, e.n, t.seq";
constexpr const char* kValues =
    "SELECT v.entry, v.key, v.phase, v.num, v.lo, v.hi "
    "FROM entry AS e INDEXED BY entry_day CROSS JOIN value AS v "
    "WHERE e.shown = 1 AND e.deleted = 0 AND e.local_day BETWEEN ?1 AND ?2 "
    "AND e.kind IN ('trigger', 'practice') AND v.entry = e.n "
    "AND v.phase IN ('peak', 'before', 'after', 'item') "
    "ORDER BY e.local_day, e.at_utc, e.n, v.seq";
constexpr const char* kAnything =
    "SELECT EXISTS(SELECT 1 FROM entry INDEXED BY entry_day WHERE shown = 1 AND deleted = 0 AND "
    "local_day >= '' AND kind NOT IN " ATTUNE_ASIDE_KINDS ")";
constexpr const char* kFirst =
    "SELECT local_day FROM entry INDEXED BY entry_day WHERE shown = 1 AND deleted = 0 AND "
    "local_day >= '' AND kind = 'trigger' ORDER BY local_day, at_utc LIMIT 1";
constexpr const char* kLast =
    "SELECT local_day FROM entry INDEXED BY entry_day WHERE shown = 1 AND deleted = 0 AND "
    "local_day >= '' AND kind = 'trigger' ORDER BY local_day DESC, at_utc DESC LIMIT 1";

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
    std::int64_t row = 0;
    DiaryEntry entry;
    std::optional<double> intensity;
    std::vector<std::pair<std::string, Given>> before;
    std::vector<std::pair<std::string, Given>> after;
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

std::optional<Outcome> outcome_of(std::string_view slug) {
    if (slug == "better") return Outcome::Better;
    if (slug == "same") return Outcome::Same;
    if (slug == "worse") return Outcome::Worse;
    if (slug == "unknown") return Outcome::Unknown;
    return std::nullopt;
}

void add_once(std::vector<std::string>& words, const std::string& word) {
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
}

/// A word given twice counts once, with the higher of its strengths.
void add_rated(std::vector<RatedWord>& words, const std::string& word,
               std::optional<double> intensity) {
    const auto known = std::find_if(words.begin(), words.end(),
                                    [&](const RatedWord& other) { return other.slug == word; });
    if (known == words.end()) {
        words.push_back({word, intensity});
    } else if (intensity) {
        known->intensity = std::max(known->intensity.value_or(*intensity), *intensity);
    }
}

void set_once(std::vector<std::pair<std::string, Given>>& list, const std::string& word,
              const Given& given) {
    for (auto& known : list) {
        if (known.first == word) {
            known.second = given;
            return;
        }
    }
    list.emplace_back(word, given);
}

const Given* find_word(const std::vector<std::pair<std::string, Given>>& list,
                       const std::string& word) {
    for (const auto& known : list)
        if (known.first == word) return &known.second;
    return nullptr;
}

class Loader {
  public:
    Loader(db::Connection& database, const DayRange& range) : database_(database) {
        diary_.range = range;
    }

    Result<Diary> load() {
        ATTUNE_CHECK(read_entries());
        if (!drafts_.empty()) ATTUNE_CHECK(read_tags());
        if (!drafts_.empty() || !practices_.empty()) ATTUNE_CHECK(read_values());
        for (Draft& draft : drafts_)
            finish(draft);
        if (diary_.entries.empty() && diary_.others.empty()) {
            ATTUNE_TRY(const std::int64_t any, database_.value_of(kAnything));
            diary_.journal_empty = any == 0;
        }
        return std::move(diary_);
    }

  private:
    Result<db::Statement> prepare(const char* sql) {
        ATTUNE_TRY(db::Statement statement, database_.prepare(sql));
        statement.bind(1, diary_.range.first.iso());
        statement.bind(2, diary_.range.last.iso());
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
        if (kind == "practice") practices_.emplace(row.integer(0), diary_.others.size());
        if (kind != "trigger") {
            diary_.others.push_back({row.integer(0), std::string(kind), day, 0});
            return;
        }
        Draft& draft = drafts_.emplace_back();
        draft.row = row.integer(0);
        draft.entry.day = day;
        draft.entry.minute = static_cast<int>(row.integer(3));
        draft.entry.precision = precision_of(row.text(4));
        draft.entry.after_midnight = row.integer(5) != 0;
        draft.entry.utc = row.integer(6);
        draft.entry.id = RecordId::from_bytes(row.blob(7)).value_or(RecordId{});
    }

    /// The draft of this row; rows come in the order of the drafts. nullptr for another kind.
    Draft* draft_at(std::size_t& place, std::int64_t row) {
        std::size_t at = place;
        while (at < drafts_.size() && drafts_[at].row != row)
            ++at;
        if (at == drafts_.size()) return nullptr;
        place = at;
        return &drafts_[at];
    }

    Status read_tags() {
        ATTUNE_TRY(db::Statement rows, prepare(kTags));
        std::size_t place = 0;
        while (true) {
            ATTUNE_TRY(const bool more, rows.step());
            if (!more) return {};
            Draft* draft = draft_at(place, rows.integer(0));
            if (draft != nullptr) ATTUNE_CHECK(note_tag(draft->entry, rows.text(1), rows.text(2)));
        }
    }

    Status note_tag(DiaryEntry& entry, std::string_view facet, std::string_view slug) {
        // Of two answers the first one typed counts.
        if (facet == "response") {
            if (!entry.response) entry.response = response_of(slug);
        } else if (facet == "caught") {
            if (!entry.caught) entry.caught = caught_of(slug);
        } else if (facet == "outcome") {
            if (!entry.outcome) entry.outcome = outcome_of(slug);
        } else if (facet == "mark") {
            entry.bring = entry.bring || slug == "bring";
        } else if (facet == "trigger" || facet == "person" || facet == "context" ||
                   facet == "need" || facet == "urge" || facet == "action") {
            ATTUNE_TRY(const std::string* word, word_for(facet, slug));
            add_once(list_for(entry, facet), *word);
            if (facet == "urge") add_once(entry.urges, *word);
            if (facet == "action") add_once(entry.actions, *word);
        } else if (facet == "feeling" || facet == "body") {
            ATTUNE_TRY(const std::string* word, word_for(facet, slug));
            add_rated(facet == "feeling" ? entry.feelings : entry.body, *word, std::nullopt);
        } else if (facet == "coping") {
            ATTUNE_TRY(const std::string* word, word_for(facet, slug));
            const bool there = std::any_of(entry.copings.begin(), entry.copings.end(),
                                           [&](const CopingUse& use) { return use.slug == *word; });
            if (!there) entry.copings.push_back({*word, {}});
        }
        return {};
    }

    static std::vector<std::string>& list_for(DiaryEntry& entry, std::string_view facet) {
        if (facet == "trigger") return entry.triggers;
        if (facet == "person") return entry.people;
        if (facet == "context") return entry.contexts;
        if (facet == "need") return entry.needs;
        return entry.strategies;
    }

    Status read_values() {
        ATTUNE_TRY(db::Statement rows, prepare(kValues));
        std::size_t place = 0;
        while (true) {
            ATTUNE_TRY(const bool more, rows.step());
            if (!more) return {};
            const Given given{rows.number(3),
                              rows.is_null(4) ? std::nullopt : std::optional(rows.number(4)),
                              rows.is_null(5) ? std::nullopt : std::optional(rows.number(5))};
            const auto practice = practices_.find(rows.integer(0));
            if (practice != practices_.end()) {
                if (rows.text(1) == "minutes")
                    diary_.others[practice->second].minutes += given.number;
                continue;
            }
            Draft* draft = draft_at(place, rows.integer(0));
            if (draft != nullptr)
                ATTUNE_CHECK(note_value(*draft, rows.text(1), rows.text(2), given));
        }
    }

    Status note_value(Draft& draft, std::string_view key, std::string_view phase,
                      const Given& given) {
        const auto dot = key.find('.');
        const std::string_view family = key.substr(0, dot);
        if (dot == std::string_view::npos) {
            if (phase != "peak") return {};
            if (key == "intensity") draft.intensity = given.out_of_ten();
            if (key == "now") draft.entry.present = given.out_of_ten();
            return {};
        }
        if (family == "coping" && (phase == "before" || phase == "after")) {
            ATTUNE_TRY(const std::string* word, word_for(family, key.substr(dot + 1)));
            set_once(phase == "before" ? draft.before : draft.after, *word, given);
        }
        if (phase == "peak" && (family == "feeling" || family == "body")) {
            ATTUNE_TRY(const std::string* word, word_for(family, key.substr(dot + 1)));
            add_rated(family == "feeling" ? draft.entry.feelings : draft.entry.body, *word,
                      given.out_of_ten());
        }
        return {};
    }

    /// What a word is called now, and its label where a person gave it one or the vocabulary has.
    Result<const std::string*> word_for(std::string_view facet, std::string_view slug) {
        key_.assign(facet).append(1, ' ').append(slug);
        const auto known = words_.find(key_);
        if (known != words_.end()) return &known->second;
        if (names_ == nullptr) {
            ATTUNE_TRY(names_, store::names_of(database_));
        }
        std::string word = names_->resolve(facet, slug);
        if (facet != "person") {
            const std::string label = names_->label(facet, word);
            if (label != word) diary_.labels.emplace(word, label);
        }
        return &words_.emplace(key_, std::move(word)).first->second;
    }

    void finish(Draft& draft) {
        DiaryEntry& entry = draft.entry;
        entry.peak = draft.intensity;
        if (!entry.peak) {
            for (const RatedWord& feeling : entry.feelings) {
                if (feeling.intensity)
                    entry.peak = std::max(entry.peak.value_or(0), *feeling.intensity);
            }
        }
        for (CopingUse& use : entry.copings) {
            const Given* before = find_word(draft.before, use.slug);
            const Given* after = find_word(draft.after, use.slug);
            if (before == nullptr || after == nullptr || !before->same_scale(*after)) continue;
            use.pair = CopingPair{before->out_of_ten(), after->out_of_ten()};
        }
        diary_.entries.push_back(std::move(entry));
    }

    db::Connection& database_;
    Diary diary_;
    std::vector<Draft> drafts_;
    std::unordered_map<std::int64_t, std::size_t> practices_;  ///< row → place in others
    std::unordered_map<std::string, std::string> words_;       ///< "facet slug" → word
    std::string key_;
    const journal::Names* names_ = nullptr;  ///< once a word was met
};

Result<std::optional<CivilDay>> day_of(db::Connection& database, const char* sql) {
    ATTUNE_TRY(db::Statement row, database.prepare(sql));
    ATTUNE_TRY(const bool there, row.step());
    if (!there) return std::optional<CivilDay>();
    const auto day = CivilDay::parse_iso(row.text(0));
    if (!day) return fail(ErrorKind::Damaged, "an entry has no readable day");
    return std::optional(*day);
}

}  // namespace

std::vector<std::string> diary_queries() {
    return {kEntries, kTags, kValues};
}

Result<Diary> load_diary(db::Connection& database, const DayRange& range) {
    return Loader(database, range).load();
}

Result<std::optional<DayRange>> diary_reach(db::Connection& database) {
    ATTUNE_TRY(const std::optional<CivilDay> first, day_of(database, kFirst));
    ATTUNE_TRY(const std::optional<CivilDay> last, day_of(database, kLast));
    if (!first || !last) return std::optional<DayRange>();
    return std::optional(DayRange{*first, *last});
}

}  // namespace attune::report
