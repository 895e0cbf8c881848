#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/definition/embedded.hpp"
#include "attune/definition/questionnaire.hpp"

namespace attune::definition {

/// A questionnaire file that can be taken from the shelf. Its id is the file's name without folder
/// and ending.
struct ShelvedFile {
    std::string id;
    std::string path;
    std::string text;
    bool own = false;  ///< from the person's own folder
};

/// All questionnaire files there are, sorted by id: those of the program and the person's own. An
/// own file stands in front of one of the program with the same id.
class Shelf {
  public:
    /// `own` are (path, text) pairs; of two with one id the later counts.
    Shelf(std::span<const EmbeddedFile> embedded,
          const std::vector<std::pair<std::string, std::string>>& own);

    [[nodiscard]] const std::vector<ShelvedFile>& files() const { return files_; }
    /// Sentences for stderr: which own file stands in front of which.
    [[nodiscard]] const std::vector<std::string>& notes() const { return notes_; }
    [[nodiscard]] const ShelvedFile* find(std::string_view id) const;
    [[nodiscard]] std::vector<std::string> ids() const;
    /// The file with this id; NotFound with the nearest id as its hint.
    [[nodiscard]] Result<const ShelvedFile*> file(std::string_view id) const;

  private:
    std::vector<ShelvedFile> files_;
    std::vector<std::string> notes_;
};

/// The first error of a list as an Error (BadInput, with its place), with the number of others in
/// the message.
[[nodiscard]] Error as_error(const std::vector<Problem>& problems);

}  // namespace attune::definition
