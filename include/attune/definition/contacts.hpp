#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"

namespace attune::definition {

/// Somebody to turn to, as the person wrote it into the config:
///
///     [support]
///     contacts = [{name = "Dr. Lee", reach = "+49 30 1234567"}]
struct Contact {
    std::string name;
    std::string reach;  ///< a number, an address, a sentence

    friend bool operator==(const Contact&, const Contact&) = default;
};

/// The contacts of a config file, none when it names none. BadInput with the place when the file is
/// no TOML or a contact lacks its name or reach.
[[nodiscard]] Result<std::vector<Contact>> read_contacts(std::string_view toml,
                                                         const std::string& path);

}  // namespace attune::definition
