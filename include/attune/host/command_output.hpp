#pragma once

#include <cstddef>
#include <string>

#include "attune/base/bytes.hpp"
#include "attune/base/result.hpp"

namespace attune::host {

/// Runs `command` by the shell and returns what it writes to its standard output, at most `limit`
/// bytes (TooLarge above). Its standard input and error stay ours, so that it can ask on the
/// terminal. Refused, with its exit code, when it ends with anything but success; Io when it cannot
/// be started. The caller wipes what it got.
[[nodiscard]] Result<Bytes> read_command(const std::string& command, std::size_t limit);

}  // namespace attune::host
