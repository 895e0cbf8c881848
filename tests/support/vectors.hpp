#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace attune::testing {

/// The top of the source tree, as ctest hands it over; "." when a test binary is started by hand
/// there.
inline std::string source_dir() {
    const char* folder = std::getenv("ATTUNE_SOURCE_DIR");
    return folder != nullptr ? folder : ".";
}

/// One line of a vector file: a name and the numbers behind it.
struct Vector {
    std::string name;
    std::vector<double> numbers;
};

/// The lines of tests/vectors/<file> without comments and blank lines. Empty when there is no such
/// file, so callers require a count.
inline std::vector<Vector> load_vectors(const std::string& file) {
    std::ifstream in(source_dir() + "/tests/vectors/" + file);
    std::vector<Vector> out;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#') continue;
        std::istringstream words(line);
        Vector vector;
        words >> vector.name;
        for (std::string word; words >> word;)
            vector.numbers.push_back(std::stod(word));
        out.push_back(std::move(vector));
    }
    return out;
}

/// The numbers of the first line of that name; empty when there is none.
inline std::vector<double> vector_named(const std::string& file, const std::string& name) {
    for (Vector& vector : load_vectors(file)) {
        if (vector.name == name) return std::move(vector.numbers);
    }
    return {};
}

}  // namespace attune::testing
