#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/text.hpp"
#include "cli/commands.hpp"
#include "cli/context.hpp"
#include "cli/quiz_shelf.hpp"

namespace attune::cli {

namespace {

using definition::Questionnaire;

struct QuizListOptions {};

void describe(OptionSet& /*options*/, QuizListOptions& /*list*/) {
}

nlohmann::ordered_json as_json(const Questionnaire& questionnaire, bool own) {
    auto scales = nlohmann::ordered_json::array();
    for (const definition::Scale& scale : questionnaire.scales)
        scales.push_back(scale.id);
    return {{"id", questionnaire.id},
            {"title", questionnaire.title},
            {"summary", questionnaire.summary},
            {"version", questionnaire.version},
            {"status", questionnaire.status},
            {"verified", questionnaire.verified},
            {"items", questionnaire.items.size()},
            {"minutes", questionnaire.minutes == 0 ? nlohmann::ordered_json()
                                                   : nlohmann::ordered_json(questionnaire.minutes)},
            {"wording", questionnaire.has_wording()},
            {"scales", std::move(scales)},
            {"own", own},
            {"path", questionnaire.path},
            {"digest", questionnaire.digest}};
}

/// The groups of the list, in their order.
enum class Kind { Own, House, Key, UnverifiedKey };

constexpr std::array<std::pair<Kind, std::string_view>, 4> kHeadings = {{
    {Kind::Own, "Your own"},
    {Kind::House, "Of attune's own words (not validated)"},
    {Kind::Key, "Keys of published questionnaires (answer from your own copy, by number)"},
    {Kind::UnverifiedKey, "Keys that could not be checked against their source"},
}};

Kind kind_of(const Questionnaire& questionnaire, bool own) {
    if (own) return Kind::Own;
    if (questionnaire.has_wording()) return Kind::House;
    return questionnaire.verified ? Kind::Key : Kind::UnverifiedKey;
}

constexpr int kMargin = 6;

Status print_entry(Screen& screen, const Questionnaire& questionnaire) {
    const std::string minutes =
        questionnaire.minutes == 0 ? std::string() : fmt::format(", {} min", questionnaire.minutes);
    ATTUNE_CHECK(screen.print(
        fmt::format("  {}  {} items{}\n", questionnaire.id, questionnaire.items.size(), minutes)));
    for (const std::string& line :
         wrap(Screen::visible(questionnaire.summary), screen.width() - kMargin)) {
        ATTUNE_CHECK(screen.print(std::string(kMargin, ' ') + line + "\n"));
    }
    return {};
}

Result<ExitCode> run(const QuizListOptions& /*list*/, Context& context) {
    ATTUNE_TRY(const definition::Shelf shelf, open_shelf(context));
    Screen& screen = context.screen();
    auto list = nlohmann::ordered_json::array();
    bool all_good = true;
    std::vector<std::pair<Kind, Questionnaire>> entries;
    for (const definition::ShelvedFile& file : shelf.files()) {
        const auto questionnaire = read_questionnaire(context, file.text, file.path);
        if (!questionnaire) {
            screen.report(questionnaire.error());
            all_good = false;
            continue;
        }
        if (context.global().json) {
            list.push_back(as_json(*questionnaire, file.own));
        } else if (context.global().porcelain) {
            ATTUNE_CHECK(screen.print_raw(
                fmt::format("{}\t{}\t{}\t{}\n", questionnaire->id, questionnaire->version,
                            questionnaire->items.size(), questionnaire->status)));
        } else {
            entries.emplace_back(kind_of(*questionnaire, file.own), *questionnaire);
        }
    }
    if (context.global().json) {
        const nlohmann::ordered_json document{{"schema", 1}, {"questionnaires", std::move(list)}};
        ATTUNE_CHECK(screen.print_json(document.dump(2) + "\n"));
    } else if (!context.global().porcelain) {
        bool any = false;
        for (const auto& [kind, heading] : kHeadings) {
            bool headed = false;
            for (const auto& [of, questionnaire] : entries) {
                if (of != kind) continue;
                if (!headed) {
                    for (const std::string& line : wrap(heading, screen.width())) {
                        ATTUNE_CHECK(screen.print((any && !headed ? "\n" : "") +
                                                  screen.styled(line, Style::Bold) + "\n"));
                        headed = true;
                    }
                }
                any = true;
                ATTUNE_CHECK(print_entry(screen, questionnaire));
            }
        }
        ATTUNE_CHECK(screen.print(
            "\nattune quiz take NAME starts one; attune quiz show NAME lists its items and key\n"));
    }
    return all_good ? ExitCode::Done : ExitCode::BadInput;
}

}  // namespace

const Command kQuizList{
    .name = "quiz list",
    .summary = "the questionnaires there are",
    .group = Group::Assess,
    .needs = Needs::Nothing,
    .invoke = invoke<QuizListOptions, describe, run>,
    .details =
        "Your own files, NAME.toml in the folder 'questionnaires' beside the config file, "
        "stand in front of those of the program."};

}  // namespace attune::cli
