#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "support/vectors.hpp"

namespace attune::testing {

/// The content of tests/golden/<name>, which is what `actual` has to be. With
/// ATTUNE_UPDATE_GOLDEN=1 the file is written anew first; its diff is then reviewed like code.
/// Empty when there is no such file.
inline std::string golden(const std::string& name, const std::string& actual) {
    const std::string path = source_dir() + "/tests/golden/" + name;
    const char* update = std::getenv("ATTUNE_UPDATE_GOLDEN");
    if (update != nullptr && std::string(update) == "1") {
        std::ofstream(path, std::ios::binary) << actual;
    }
    std::ifstream in(path, std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    return content.str();
}

}  // namespace attune::testing
