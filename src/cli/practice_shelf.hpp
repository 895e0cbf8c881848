#pragma once

#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "attune/definition/practice.hpp"
#include "attune/definition/shelf.hpp"
#include "attune/store/logbook.hpp"
#include "cli/context.hpp"

/// How commands find practices.
namespace attune::cli {

/// A practice is a page or two; what is larger is none.
inline constexpr std::size_t kMaxPracticeBytes = std::size_t{256} * 1024;

/// A practice with the text it was read from: what a record made with it keeps beside it.
struct FoundPractice {
    definition::Practice practice;
    std::string text;

    [[nodiscard]] store::DefinitionText definition() const;
};

/// The practices of the program and the person's own, which lie in `practices` beside the config
/// file; an own one stands in front of one of the program with the same id, and says so.
[[nodiscard]] Result<definition::Shelf> open_practices(Context& context);

/// The practice that a word on the command line means: an id from the shelf, or a file when the
/// word has a '/', ends in ".toml" or is "-". NotFound with the nearest id; BadInput with the place
/// of the first mistake and how many others there are.
[[nodiscard]] Result<FoundPractice> find_practice(Context& context, const std::string& word);

/// The same from a text that is already here.
[[nodiscard]] Result<FoundPractice> read_practice_text(const std::string& text,
                                                       const std::string& path);

}  // namespace attune::cli
