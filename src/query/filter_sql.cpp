#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/journal/kinds.hpp"
#include "attune/query/filter.hpp"
#include "attune/store/names.hpp"
#include "attune/store/schema.hpp"

/// The filter as SQL. Two shapes, chosen by hand because a sealed image holds no statistics for
/// SQLite to choose by:
///
/// 1. With days, or with nothing else to go by, index entry_day leads and every other wish is asked
/// of the rows it
///    gives: the cost follows the days, not the size of the past.
/// 2. Without days, words and names lead through their own indexes.
namespace attune::query {

namespace {

using Parameter = std::variant<std::string, double, std::int64_t>;

struct Sql {
    std::string text;
    std::vector<Parameter> parameters;

    void bind(Parameter value) { parameters.push_back(std::move(value)); }
};

std::string places(std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i)
        out += i == 0 ? "?" : ",?";
    return out;
}

/// Every spelling in the tags that stands for one of the people. Steps from one slug to the next
/// through the index, so it costs one look per different slug, not one per tag.
Result<std::vector<std::string>> spellings_of_people(db::Connection& database,
                                                     const journal::Names& names,
                                                     const std::vector<std::string>& people) {
    const auto key = [&names](std::string_view person) {
        return journal::name_key(journal::kPersonFacet,
                                 names.resolve(journal::kPersonFacet, person));
    };
    std::vector<std::string> wanted;
    for (const std::string& person : people)
        wanted.push_back(key(person));
    ATTUNE_TRY(auto next,
               database.prepare("SELECT min(slug) FROM tag WHERE facet = 'person' AND slug > ?"));
    std::vector<std::string> found;
    std::string slug;
    while (true) {
        next.reset();
        next.bind(1, std::string_view(slug));
        ATTUNE_TRY(const bool row, next.step());
        if (!row || next.is_null(0)) return found;
        slug = next.text(0);
        if (std::find(wanted.begin(), wanted.end(), key(slug)) != wanted.end())
            found.push_back(slug);
    }
}

/// Every spelling that stands for one of the words: there are few, and none has to be looked for.
std::vector<std::string> spellings_of_words(const journal::Names& names, std::string_view facet,
                                            const std::vector<std::string>& words) {
    std::vector<std::string> found;
    for (const std::string& word : words) {
        for (std::string& spelling : names.spellings(facet, word))
            found.push_back(std::move(spelling));
    }
    return found;
}

enum class Lead { Days, Names };

/// Builds conditions on `e`, a row of entry.
class Builder {
  public:
    Builder(db::Connection& database, Lead lead) : database_(database), lead_(lead) {}

    Status add_wishes(Sql& sql, const Wishes& wishes, std::string_view joint) {
        const auto condition = [&](const Sql& part) {
            sql.text += fmt::format("{} {}", joint, part.text);
            sql.parameters.insert(sql.parameters.end(), part.parameters.begin(),
                                  part.parameters.end());
        };
        // A filter without names leaves the names alone.
        const bool named =
            !wishes.people.empty() || !wishes.triggers.empty() || !wishes.feelings.empty();
        const journal::Names* names = nullptr;
        if (named) {
            ATTUNE_TRY(names, store::names_of(database_));
        }
        if (!wishes.people.empty()) {
            ATTUNE_TRY(const auto slugs, spellings_of_people(database_, *names, wishes.people));
            condition(tagged("person", slugs));
        }
        if (!wishes.triggers.empty())
            condition(tagged("trigger", spellings_of_words(*names, "trigger", wishes.triggers)));
        if (!wishes.responses.empty()) condition(tagged("response", wishes.responses));
        if (wishes.bring) condition(tagged("mark", {"bring"}));
        if (wishes.conflict) condition({"e.id IN (SELECT id FROM conflict)", {}});
        if (!wishes.feelings.empty()) condition(felt(*names, wishes.feelings));
        if (!wishes.kinds.empty()) {
            Sql part{fmt::format("e.kind IN ({})", places(wishes.kinds.size())), {}};
            for (const std::string& kind : wishes.kinds)
                part.bind(kind);
            condition(part);
        }
        if (wishes.text) condition(worded(*wishes.text));
        return {};
    }

  private:
    [[nodiscard]] Sql tagged(std::string_view facet, const std::vector<std::string>& slugs) const {
        Sql part;
        const std::string in = places(slugs.size());
        part.text = lead_ == Lead::Days
                        ? fmt::format(
                              "EXISTS (SELECT 1 FROM tag AS t WHERE t.entry = e.n AND t.facet = "
                              "'{}' AND t.slug IN ({}))",
                              facet, in)
                        : fmt::format(
                              "e.n IN (SELECT t.entry FROM tag AS t WHERE t.facet = '{}' AND "
                              "t.slug IN ({}))",
                              facet, in);
        for (const std::string& slug : slugs)
            part.bind(slug);
        return part;
    }

    static Sql felt(const journal::Names& names, const std::vector<FeelingWish>& feelings) {
        Sql part{"(", {}};
        for (const FeelingWish& wish : feelings) {
            if (part.text.size() > 1) part.text += " OR ";
            const auto words = spellings_of_words(names, "feeling", {wish.name});
            part.text += fmt::format(
                "EXISTS (SELECT 1 FROM value AS v WHERE v.entry = e.n AND v.key IN ({}) AND "
                "v.phase = 'peak'",
                places(words.size()));
            for (const std::string& word : words)
                part.bind("feeling." + word);
            if (wish.intensity && wish.intensity->low) {
                part.text += " AND v.num >= ?";
                part.bind(*wish.intensity->low);
            }
            if (wish.intensity && wish.intensity->high) {
                part.text += " AND v.num <= ?";
                part.bind(*wish.intensity->high);
            }
            part.text += ")";
            if (!wish.intensity) {
                part.text += fmt::format(
                    " OR EXISTS (SELECT 1 FROM tag AS t WHERE t.entry = e.n AND t.facet = "
                    "'feeling' AND t.slug IN ({}))",
                    places(words.size()));
                for (const std::string& word : words)
                    part.bind(word);
            }
        }
        part.text += ")";
        return part;
    }

    static Sql worded(const TextQuery& text) {
        Sql part{"(1", {}};
        if (!text.match.empty()) {
            part.text += " AND e.n IN (SELECT rowid FROM entry_text WHERE entry_text MATCH ?)";
            part.bind(text.match);
        }
        for (const std::string& piece : text.pieces) {
            part.text +=
                " AND (instr(e.text, ?) > 0 OR EXISTS (SELECT 1 FROM field AS f WHERE f.entry = "
                "e.n "
                "AND instr(f.text, ?) > 0))";
            part.bind(piece);
            part.bind(piece);
        }
        part.text += ")";
        return part;
    }

    db::Connection& database_;
    Lead lead_;
};

Result<Sql> build(db::Connection& database, const Filter& filter, std::string_view columns,
                  std::optional<Order> order) {
    const bool days = filter.first_day || filter.last_day;
    const Wishes& wishes = filter.wishes;
    const bool names = !wishes.people.empty() || !wishes.triggers.empty() ||
                       !wishes.responses.empty() || wishes.bring || wishes.text || wishes.conflict;
    const bool rare_kind =
        !wishes.kinds.empty() &&
        std::find(wishes.kinds.begin(), wishes.kinds.end(), "trigger") == wishes.kinds.end();
    const Lead lead = days || (!names && !rare_kind) ? Lead::Days : Lead::Names;
    Sql sql;
    sql.text = fmt::format("SELECT {} FROM entry AS e {} WHERE e.shown = 1 AND e.deleted = 0",
                           columns, lead == Lead::Days ? "INDEXED BY entry_day" : "");
    // People, words and verdicts are records too, and no part of the journal unless they are asked
    // for.
    const bool aside_wanted =
        std::any_of(wishes.kinds.begin(), wishes.kinds.end(), journal::is_aside_kind);
    if (!aside_wanted) sql.text += " AND e.kind NOT IN " ATTUNE_ASIDE_KINDS;
    // The index of the rarer kinds is usable only where the query repeats its condition.
    if (lead == Lead::Names && rare_kind) sql.text += " AND e.kind <> 'trigger'";
    if (filter.first_day) {
        sql.text += " AND e.local_day >= ?";
        sql.bind(filter.first_day->iso());
    }
    if (filter.last_day) {
        sql.text += " AND e.local_day <= ?";
        sql.bind(filter.last_day->iso());
    }
    Builder builder(database, lead);
    ATTUNE_CHECK(builder.add_wishes(sql, wishes, " AND"));
    ATTUNE_CHECK(builder.add_wishes(sql, filter.unwanted, " AND NOT"));
    if (order == Order::Canonical) {
        sql.text += " ORDER BY e.at_utc, e.id";
    } else if (order) {
        const char* direction = *order == Order::NewestFirst ? "DESC" : "ASC";
        sql.text += fmt::format(" ORDER BY e.local_day {0}, e.at_utc {0}, e.n {0}", direction);
    }
    if (order && filter.limit) {
        sql.text += " LIMIT ?";
        sql.bind(*filter.limit);
    }
    return sql;
}

void bind_all(db::Statement& statement, const Sql& sql) {
    int index = 0;
    for (const Parameter& parameter : sql.parameters) {
        ++index;
        if (const auto* text = std::get_if<std::string>(&parameter)) {
            statement.bind(index, std::string_view(*text));
        } else if (const auto* number = std::get_if<double>(&parameter)) {
            statement.bind(index, *number);
        } else {
            statement.bind(index, std::get<std::int64_t>(parameter));
        }
    }
}

}  // namespace

Status for_each_match(db::Connection& database, const Filter& filter, Order order,
                      const std::function<Status(std::int64_t row)>& visit) {
    ATTUNE_TRY(const Sql sql, build(database, filter, "e.n", order));
    ATTUNE_TRY(auto statement, database.prepare(sql.text));
    bind_all(statement, sql);
    while (true) {
        ATTUNE_TRY(const bool row, statement.step());
        if (!row) return {};
        ATTUNE_CHECK(visit(statement.integer(0)));
    }
}

Result<std::int64_t> count_matches(db::Connection& database, const Filter& filter) {
    ATTUNE_TRY(const Sql sql, build(database, filter, "count(*)", std::nullopt));
    ATTUNE_TRY(auto statement, database.prepare(sql.text));
    bind_all(statement, sql);
    ATTUNE_TRY([[maybe_unused]] const bool row, statement.step());
    return statement.integer(0);
}

Result<std::vector<std::pair<std::string, std::int64_t>>> count_kinds(db::Connection& database,
                                                                      const Filter& filter) {
    ATTUNE_TRY(Sql sql, build(database, filter, "e.kind, count(*)", std::nullopt));
    sql.text += " GROUP BY e.kind ORDER BY count(*) DESC, e.kind";
    ATTUNE_TRY(auto statement, database.prepare(sql.text));
    bind_all(statement, sql);
    std::vector<std::pair<std::string, std::int64_t>> counts;
    while (true) {
        ATTUNE_TRY(const bool row, statement.step());
        if (!row) return counts;
        counts.emplace_back(statement.text(0), statement.integer(1));
    }
}

Result<std::string> explain_matches(db::Connection& database, const Filter& filter, Order order) {
    ATTUNE_TRY(const Sql sql, build(database, filter, "e.n", order));
    ATTUNE_TRY(auto statement, database.prepare("EXPLAIN QUERY PLAN " + sql.text));
    bind_all(statement, sql);
    std::string plan;
    while (true) {
        ATTUNE_TRY(const bool row, statement.step());
        if (!row) return plan;
        plan += statement.text(3);
        plan += '\n';
    }
}

}  // namespace attune::query
