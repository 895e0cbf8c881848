#pragma once

#include "attune/base/civil_day.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// Days for which the gentle line keeps quiet after it was said.
inline constexpr int kGentleQuietDays = 28;

/// Mentions 'attune support' when the coded values of the entries say that it is much
/// (query/gentle.hpp): one line on standard error, for a person at a terminal, at most once in
/// kGentleQuietDays, never with `gentle_line` off and never while the store is locked. No secret is
/// asked for and nothing is reported.
///
/// That it was said is remembered in the state folder as 32 bytes, a keyed hash of the day. They
/// are random until then and made at the first log at a terminal, so that the file tells nobody
/// anything. Without that file nothing is said, so that commands that read make no file.
void say_gently(Context& context, CivilDay today);

/// Makes the file that say_gently needs; nothing when it is there or cannot be made.
void prepare_gentle_line(Context& context);

}  // namespace attune::cli
