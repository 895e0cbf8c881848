#include "cli/quiz_shelf.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/crypto/primitives.hpp"
#include "cli/own_files.hpp"
#include "cli/quiz_wording.hpp"

namespace attune::cli {

using definition::Problem;
using definition::Questionnaire;
using definition::Shelf;

std::string own_questionnaire_folder(const Context& context) {
    return own_folder(context, "questionnaires");
}

Result<Shelf> open_shelf(Context& context) {
    ATTUNE_TRY(const auto own,
               load_own_files(context, own_questionnaire_folder(context), kMaxDefinitionBytes));
    Shelf shelf(definition::embedded_questionnaires(), own);
    for (const std::string& note : shelf.notes())
        context.screen().say(Screen::visible(note));
    return shelf;
}

bool names_a_file(std::string_view word) {
    return word == "-" || word.ends_with(".toml") || word.find('/') != std::string_view::npos;
}

Error as_error(const Problem& problem) {
    return {ErrorKind::BadInput, problem.message, problem.hint, Screen::visible(problem.where())};
}

Result<Questionnaire> read_questionnaire(Context& context, const std::string& text,
                                         const std::string& path) {
    auto checked = definition::load_questionnaire(text, path);
    if (!checked.value) {
        // All but the last error are reported here; the last one travels up and decides the exit
        // code.
        std::vector<Problem> errors;
        for (Problem& problem : checked.problems) {
            if (problem.weight == Problem::Weight::Error) errors.push_back(std::move(problem));
        }
        for (std::size_t i = 0; i + 1 < errors.size(); ++i)
            context.screen().report(as_error(errors[i]));
        return fail(as_error(errors.back()));
    }
    checked.value->digest = to_hex(crypto::sha256(as_bytes(text)));
    return *std::move(checked.value);
}

Result<FoundQuestionnaire> find_key(Context& context, const std::string& word) {
    if (names_a_file(word)) {
        ATTUNE_TRY(std::string text, context.load_input(word, kMaxDefinitionBytes));
        ATTUNE_TRY(Questionnaire questionnaire, read_questionnaire(context, text, word));
        return FoundQuestionnaire{std::move(questionnaire), std::move(text)};
    }
    ATTUNE_TRY(const Shelf shelf, open_shelf(context));
    ATTUNE_TRY(const definition::ShelvedFile* file, shelf.file(word));
    ATTUNE_TRY(Questionnaire questionnaire, read_questionnaire(context, file->text, file->path));
    if (questionnaire.id != file->id) {
        return fail(ErrorKind::BadInput,
                    fmt::format("the id in this file is '{}', but the file is called '{}'",
                                questionnaire.id, Screen::visible(file->id)),
                    "rename the file, or change the id", Screen::visible(file->path));
    }
    return FoundQuestionnaire{std::move(questionnaire), file->text};
}

Result<FoundQuestionnaire> find_questionnaire(Context& context, const std::string& word) {
    ATTUNE_TRY(FoundQuestionnaire found, find_key(context, word));
    ATTUNE_CHECK(lay_wording(context, found.questionnaire));
    return found;
}

}  // namespace attune::cli
