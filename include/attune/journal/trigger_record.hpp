#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attune/base/result.hpp"
#include "attune/journal/log_arguments.hpp"
#include "attune/journal/record.hpp"
#include "attune/journal/typed_line.hpp"
#include "attune/journal/when.hpp"

/// From a typed line and the options of `log` and `follow` to a record of the trigger loop. The
/// mapping:
///
///     @P, --with P                    people
///     %T, --trigger T                 tag trigger
///     F=N, --feel F=N                 value feeling.F  peak  0..10;  --feel F: tag feeling
///     --body SITE=N                   value body.SITE  peak  0..10;  --body SITE: tag body
///     --intensity N                   value intensity  peak  0..10
///     --thought S, --other S          fields thought, other
///     --belief B=N                    value belief.B   peak  0..100; --belief B: tag belief
///     --urge U, --did A               tags urge, action
///     --need N, --context C           tags need, context
///     --reacted --responded --mixed --unsure        tag response
///     --caught before|during|after|later            tag caught
///     --lead 30s                      value lead_s     peak  seconds, no scale
///     --present N                     value now        peak  0..10
///     +C, --coping C                  tag coping
///     +C=B-A, --coping C=B-A          tag coping, values coping.C before and after, 0..10
///     --coping C=B-, --coping C=-A    the one number that is known
///     --before N, --after N           values coping.C before, after, of the only coping; in a
///     follow-up without
///                                     coping: value intensity of that phase
///     --better --same --worse         tag outcome
///     --bring                         tag mark: bring
///
/// All numbers are whole. Words become slugs: lower case, runs of anything but letters, digits and
/// '_' become one '-'. A feeling, site, belief or coping named twice keeps its last number, an
/// option's after a sign's.
namespace attune::journal {

/// One option as help, completion and the parser need it.
struct TriggerOption {
    std::string_view name;   ///< without dashes
    std::string_view value;  ///< "F[=0..10]", empty for none
    std::string_view help;
};

/// Every option of `log`, in the order of its help.
[[nodiscard]] std::span<const TriggerOption> trigger_options();

/// The same for split_log_arguments; `--at` is the date.
[[nodiscard]] std::vector<KnownOption> known_trigger_options();

struct TriggerContext {
    /// The record that is followed up: the result has kind "follow" and the link follows-up.
    /// Otherwise kind "trigger".
    std::optional<RecordId> follows = {};
    /// Another kind of record that takes the same signs and some of the options; then a record
    /// without anything in it is no error yet.
    std::string kind = {};
};

/// The record without id. ErrorKind::Usage, naming option and range, for values that cannot be; two
/// answers to one question ("--reacted --mixed"); nothing to keep at all. Options that
/// trigger_options does not list are passed over. Bytes of the text that are not UTF-8 are read as
/// Latin-1, so that no letter is lost.
[[nodiscard]] Result<Record> build_trigger_record(const TypedLine& line,
                                                  const std::vector<GivenOption>& options,
                                                  const Now& now,
                                                  const TriggerContext& context = {});

/// The slug of a word or phrase: "Late reply" is "late-reply". Empty when no letter or digit is in
/// it.
[[nodiscard]] std::string slug_of(std::string_view words);

}  // namespace attune::journal
