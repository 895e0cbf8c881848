#pragma once

#include <span>
#include <string_view>

namespace attune::definition {

/// A TOML file that was compiled into the program.
struct EmbeddedFile {
    std::string_view id;    ///< file name without its ending
    std::string_view path;  ///< for messages: "questionnaires/maas.toml"
    std::string_view text;
};

/// Everything in questionnaires/, sorted by id.
[[nodiscard]] std::span<const EmbeddedFile> embedded_questionnaires();

/// Everything in vocabularies/, sorted by id.
[[nodiscard]] std::span<const EmbeddedFile> embedded_vocabularies();

/// Everything in forms/, sorted by id.
[[nodiscard]] std::span<const EmbeddedFile> embedded_forms();

/// Everything in practices/, sorted by id.
[[nodiscard]] std::span<const EmbeddedFile> embedded_practices();

}  // namespace attune::definition
