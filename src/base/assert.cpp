#include "attune/base/assert.hpp"

#include <cstdio>
#include <cstdlib>

namespace attune {

void assertion_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "attune: bug: %s:%d: promise '%s' did not hold\n", file, line, condition);
    std::abort();
}

}  // namespace attune
