#include "attune/definition/shelf.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"

namespace attune::definition {

namespace {

std::string stem(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    if (slash != std::string_view::npos) path.remove_prefix(slash + 1);
    return std::string(path.substr(0, path.rfind('.')));
}

}  // namespace

Shelf::Shelf(std::span<const EmbeddedFile> embedded,
             const std::vector<std::pair<std::string, std::string>>& own) {
    for (const EmbeddedFile& file : embedded) {
        files_.push_back(
            {std::string(file.id), std::string(file.path), std::string(file.text), false});
    }
    for (const auto& [path, text] : own) {
        ShelvedFile mine{stem(path), path, text, true};
        const auto known = std::find_if(files_.begin(), files_.end(), [&](const ShelvedFile& file) {
            return file.id == mine.id;
        });
        if (known == files_.end()) {
            files_.push_back(std::move(mine));
            continue;
        }
        notes_.push_back(
            fmt::format("'{}' is read from {} instead of {}", mine.id, path, known->path));
        *known = std::move(mine);
    }
    std::sort(files_.begin(), files_.end(),
              [](const ShelvedFile& a, const ShelvedFile& b) { return a.id < b.id; });
}

const ShelvedFile* Shelf::find(std::string_view id) const {
    const auto found = std::find_if(files_.begin(), files_.end(),
                                    [&](const ShelvedFile& file) { return file.id == id; });
    return found == files_.end() ? nullptr : &*found;
}

std::vector<std::string> Shelf::ids() const {
    std::vector<std::string> ids;
    for (const ShelvedFile& file : files_)
        ids.push_back(file.id);
    return ids;
}

Result<const ShelvedFile*> Shelf::file(std::string_view id) const {
    if (const ShelvedFile* found = find(id)) return found;
    const auto nearest = nearest_word(id, ids());
    return fail(ErrorKind::NotFound, fmt::format("no questionnaire '{}'", make_visible(id)),
                nearest ? fmt::format("did you mean '{}'?", *nearest)
                        : "'attune quiz list' shows what there is");
}

Error as_error(const std::vector<Problem>& problems) {
    Error error{ErrorKind::BadInput, "the questionnaire has no problem", {}, {}};
    std::size_t others = 0;
    bool first = true;
    for (const Problem& problem : problems) {
        if (problem.weight != Problem::Weight::Error) continue;
        if (first) {
            error.message = problem.message;
            error.hint = problem.hint;
            error.where = problem.where();
            first = false;
        } else {
            ++others;
        }
    }
    if (others > 0) {
        error.message += fmt::format(" (and {})", counted(others, "more problem", "more problems"));
        if (error.hint.empty()) error.hint = "'attune quiz check FILE' shows all of them";
    }
    return error;
}

}  // namespace attune::definition
