#include "cli/practice_shelf.hpp"

#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/crypto/primitives.hpp"
#include "cli/own_files.hpp"
#include "cli/quiz_shelf.hpp"

namespace attune::cli {

using definition::Practice;
using definition::Shelf;

store::DefinitionText FoundPractice::definition() const {
    return {"practice", practice.id, practice.version, practice.digest, text};
}

Result<Shelf> open_practices(Context& context) {
    ATTUNE_TRY(const auto own,
               load_own_files(context, own_folder(context, "practices"), kMaxPracticeBytes));
    Shelf shelf(definition::embedded_practices(), own);
    for (const std::string& note : shelf.notes())
        context.screen().say(Screen::visible(note));
    return shelf;
}

Result<FoundPractice> read_practice_text(const std::string& text, const std::string& path) {
    auto checked = definition::read_practice(text, path);
    if (!checked.value) {
        Error error = definition::as_error(checked.problems);
        error.where = Screen::visible(error.where);
        return fail(std::move(error));
    }
    checked.value->digest = to_hex(crypto::sha256(as_bytes(text)));
    return FoundPractice{*std::move(checked.value), text};
}

Result<FoundPractice> find_practice(Context& context, const std::string& word) {
    if (names_a_file(word)) {
        ATTUNE_TRY(const std::string text, context.load_input(word, kMaxPracticeBytes));
        return read_practice_text(text, word);
    }
    ATTUNE_TRY(const Shelf shelf, open_practices(context));
    const definition::ShelvedFile* file = shelf.find(word);
    if (file == nullptr) {
        const auto nearest = nearest_word(word, shelf.ids());
        return fail(ErrorKind::NotFound, fmt::format("no practice '{}'", make_visible(word)),
                    nearest ? fmt::format("did you mean '{}'?", *nearest)
                            : "'attune practice list' shows them");
    }
    ATTUNE_TRY(FoundPractice found, read_practice_text(file->text, file->path));
    if (found.practice.id != file->id) {
        return fail(ErrorKind::BadInput,
                    fmt::format("the id in this file is '{}', but the file is called '{}'",
                                found.practice.id, Screen::visible(file->id)),
                    "rename the file, or change the id", Screen::visible(file->path));
    }
    return found;
}

}  // namespace attune::cli
