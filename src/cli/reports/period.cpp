#include "cli/reports/period.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "attune/base/text.hpp"
#include "cli/quiz_shelf.hpp"
#include "cli/quiz_takings.hpp"
#include "cli/report_lens.hpp"

namespace attune::cli {

namespace {

/// More takings of one questionnaire than one a week in ten years.
constexpr int kMostTakings = 520;

constexpr const char* kTaken =
    "SELECT DISTINCT substr(definition, 1, instr(definition || ' ', ' ') - 1) FROM entry INDEXED "
    "BY entry_kind WHERE kind = 'assessment' AND kind <> 'trigger' AND shown = 1 AND deleted = 0 "
    "AND local_day BETWEEN ?1 AND ?2 ORDER BY 1";

/// Takings up to the end of the period, by person, of those with one in the period; oldest first.
std::vector<report::Series> by_person(const SharedKey& key, std::vector<report::Taking> takings,
                                      const report::PeriodRange& range) {
    std::vector<report::Series> all;
    std::reverse(takings.begin(), takings.end());
    for (report::Taking& taking : takings) {
        if (taking.at.local_day > range.last()) continue;
        const std::string folded = fold_case(taking.about);
        auto place = std::find_if(all.begin(), all.end(), [&](const report::Series& one) {
            return fold_case(one.about) == folded;
        });
        if (place == all.end()) place = all.insert(all.end(), {key, taking.about, {}});
        place->takings.push_back(std::move(taking));
    }
    std::erase_if(all, [&](const report::Series& one) {
        return one.takings.back().at.local_day < range.first;
    });
    std::stable_sort(all.begin(), all.end(), [](const report::Series& a, const report::Series& b) {
        return a.about.empty() && !b.about.empty();
    });
    return all;
}

Result<std::vector<report::Series>> assessments_of(Context& context, store::Library& library,
                                                   const report::PeriodRange& range) {
    std::vector<std::string> names;
    {
        ATTUNE_TRY(db::Statement rows, library.database().prepare(kTaken));
        rows.bind(1, range.first.iso());
        rows.bind(2, range.last().iso());
        while (true) {
            ATTUNE_TRY(const bool more, rows.step());
            if (!more) break;
            names.emplace_back(rows.text(0));
        }
    }
    std::vector<report::Series> all;
    TakingReader reader(context, library);
    for (const std::string& name : names) {
        auto found = find_questionnaire(context, name);
        if (!found) {
            context.screen().say_more("left out: the questionnaire '" + name + "' is not here");
            continue;
        }
        const auto key =
            std::make_shared<const definition::Questionnaire>(std::move(found->questionnaire));
        ATTUNE_TRY(auto takings, reader.newest(key, std::nullopt, kMostTakings));
        auto series = by_person(key, std::move(takings), range);
        std::move(series.begin(), series.end(), std::back_inserter(all));
    }
    return all;
}

/// What is known of words, under the names that a shared report gives them.
template <typename Value>
std::map<std::string, Value> renamed(const std::map<std::string, Value>& words, const char* facet,
                                     report::ShareView& share) {
    std::map<std::string, Value> out;
    for (const auto& [word, value] : words)
        out.emplace(share.word(facet, word), value);
    return out;
}

}  // namespace

Result<report::PeriodData> load_period_data(const ReportRequest& request, Context& context,
                                            const report::PeriodRange& range) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const std::uint64_t seed, report_seed(context, range.last()));
    ATTUNE_TRY(report::PeriodData data,
               report::load_period(library->database(), row_reader(*library), range, seed));
    ATTUNE_TRY(data.assessments, assessments_of(context, *library, range));
    ATTUNE_CHECK(request.lens.look(data.diary, {range.first, range.last()}));
    ATTUNE_CHECK(request.lens.look(data.steps, {range.first, range.last()}, seed));
    ATTUNE_CHECK(request.lens.look(data.assessments));
    if (report::ShareView* share = request.lens.share(); share != nullptr) {
        data.families = renamed(data.families, "strategy", *share);
        data.valences = renamed(data.valences, "feeling", *share);
    }
    return data;
}

Result<report::Document> build_period_report(const ReportRequest& request, Context& context) {
    const report::PeriodRange range{.kind = request.choice.report,
                                    .first = request.choice.first,
                                    .days = request.choice.days,
                                    .today = request.now.today(),
                                    .week_start = request.now.week_start};
    ATTUNE_TRY(report::PeriodData data, load_period_data(request, context, range));
    // Patterns are looked for among everything; a report about one person says nothing of them.
    if (request.lens.person().empty()) {
        ATTUNE_TRY(data.patterns, verdict_for(request, context, range.last()));
        if (request.lens.share() != nullptr) request.lens.share()->redact(*data.patterns);
    }
    return report::build_period(data, {.explain = request.options.explain});
}

}  // namespace attune::cli
