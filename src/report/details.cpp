#include "report/details.hpp"

#include <fmt/format.h>

namespace attune::report {

std::string details_command(std::string_view kind, CivilDay first, CivilDay last, CivilDay today) {
    if (first <= today && today <= last) return fmt::format("attune report {} --explain", kind);
    return fmt::format("attune report {} {}..{} --explain", kind, first.iso(), last.iso());
}

}  // namespace attune::report
