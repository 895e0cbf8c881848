#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/store/assessment.hpp"
#include "cli/commands.hpp"
#include "cli/now.hpp"
#include "cli/quiz_result.hpp"
#include "cli/quiz_shelf.hpp"
#include "cli/quiz_takings.hpp"

namespace attune::cli {

namespace {

using report::Taking;

constexpr int kMostTakings = 4000;

struct QuizCompareOptions {
    std::optional<std::string> name;
    std::vector<std::string> which;
    std::optional<std::string> norm;
    ResultOutput output;
    bool explain = false;
};

void describe(OptionSet& options, QuizCompareOptions& compare) {
    options.required_argument(compare.name, "NAME", "an id from 'attune quiz list'")
        .arguments(compare.which, "WHO|ID", "people, or ids of takings; all people without any")
        .text(compare.norm, "--norm", "ID", "judge by the figures of this norm")
        .flag(compare.explain, "--explain", "name the corners of the map in any case");
    describe_output(options, compare.output, false);
}

/// The newest taking about each person, those about nobody first.
std::vector<Taking> newest_of_each(std::vector<Taking> newest_first) {
    std::vector<Taking> out;
    for (Taking& taking : newest_first) {
        const std::string folded = fold_case(taking.about);
        const bool there = std::any_of(out.begin(), out.end(), [&](const Taking& one) {
            return fold_case(one.about) == folded;
        });
        if (!there) out.push_back(std::move(taking));
    }
    std::stable_sort(out.begin(), out.end(), [](const Taking& a, const Taking& b) {
        return a.about.empty() && !b.about.empty();
    });
    return out;
}

/// What a word means: a person somebody answered about, or the id of a taking.
Result<Taking> find_taking(store::Library& library, TakingReader& reader, const SharedKey& key,
                           const std::string& word) {
    ATTUNE_TRY(auto takings, reader.newest(key, trim(word), 1));
    if (!takings.empty()) return std::move(takings.front());
    const auto id = library.find(word);
    if (!id) {
        if (id.error().kind == ErrorKind::Ambiguous) return fail(id.error());
        return fail(ErrorKind::NotFound,
                    fmt::format("no taking of '{}' is about '{}' or has that id", key->id,
                                Screen::visible(word)),
                    fmt::format("'attune quiz history {}' shows them", key->id));
    }
    ATTUNE_TRY(const store::StoredRecord stored, library.load(*id));
    return reader.read(key, stored.record);
}

Result<ExitCode> run(const QuizCompareOptions& compare, Context& context) {
    ATTUNE_TRY(const std::string format, output_format(compare.output, context));
    ATTUNE_TRY(FoundQuestionnaire found, find_questionnaire(context, *compare.name));
    const auto key =
        std::make_shared<const definition::Questionnaire>(std::move(found.questionnaire));
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(store::Library * library, context.open_library());
    TakingReader reader(context, *library);
    std::vector<Taking> takings;
    if (compare.which.empty()) {
        ATTUNE_TRY(auto all, reader.newest(key, std::nullopt, kMostTakings));
        takings = newest_of_each(std::move(all));
    }
    for (const std::string& word : compare.which) {
        ATTUNE_TRY(Taking taking, find_taking(*library, reader, key, word));
        takings.push_back(std::move(taking));
    }
    if (takings.size() == 1 && compare.which.empty()) {
        return fail(ErrorKind::NotFound,
                    fmt::format("all takings of '{}' are about the same person", key->id),
                    fmt::format("'attune quiz history {}' shows what changed, and two ids from it "
                                "can stand side by side",
                                key->id));
    }
    if (takings.size() < 2) {
        return fail(ErrorKind::NotFound,
                    fmt::format("there are no two takings of '{}' to put side by side", key->id),
                    fmt::format("name two people or ids: 'attune quiz history {}' shows them; over "
                                "time it also shows the changes",
                                key->id));
    }
    for (Taking& taking : takings)
        read_with_today(key, taking);
    const report::TakingOptions options{
        .norm = compare.norm.value_or(""),
        .explain = compare.explain,
        .style_names = context.settings().held("style_names").value != "off",
        .today = now.today()};
    if (format == "json") {
        std::vector<report::Series> series;
        for (Taking& taking : takings) {
            const std::string about = taking.about;
            series.push_back({key, about, {}});
            series.back().takings.push_back(std::move(taking));
        }
        ATTUNE_CHECK(write_bytes(history_json(series, options), compare.output, context));
        return ExitCode::Done;
    }
    ATTUNE_CHECK(write_document(report::build_comparison(takings, options), format, compare.output,
                                context));
    return ExitCode::Done;
}

}  // namespace

const Command kQuizCompare{
    .name = "quiz compare",
    .summary = "takings about several people, or of several days, side by side",
    .group = Group::Assess,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<QuizCompareOptions, describe, run>,
    .details =
        "Each taking is compared with the first one named, item by item where the file "
        "cites no error of measurement. All are read with today's key.\n\n"
        "  attune quiz compare attachment\n"
        "  attune quiz compare attachment sam kim\n"
        "  attune quiz compare attachment 4f2a 7c1e\n"};

}  // namespace attune::cli
