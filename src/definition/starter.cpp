#include "attune/definition/starter.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "attune/definition/questionnaire.hpp"
#include "definition/questionnaire_parts.hpp"

namespace attune::definition {

namespace {

/// Everything after the id. Lines that begin with "#" and a key are there to be uncommented.
constexpr std::string_view kRest = R"toml(
title = "Evenings"                     # what a person sees
summary = "how I come to rest at the end of a day"
version = "1.0"                        # change it whenever the items or the key change
language = "en"
# status = "my own, not validated"
# licence = "0BSD"
# citation = "where it comes from"
# doi = "10.1000/example"
time_frame = "the past week"
minutes = 1                            # how long it takes
min_gap_days = 7                       # how many days to let pass between two takings
# random_order = true                  # ask in an order drawn anew each time
# may_skip = false                     # every item needs an answer
# item_times = false                   # do not keep how long an answer took
# repeat_over = "relationship"         # one set of answers for each person
unused = ["awake"]                     # items that no scale scores, on purpose
instructions = """
How often was it like this in the past week?"""

# Every answer is a number. Labels stand in the same order, "" for a step without words, and
# higher_means says once more which way is up, so that labels turned round are noticed.
[response]
values = [0, 1, 2, 3, 4]
labels = ["never", "", "sometimes", "", "always"]
higher_means = "always"

# Another set of answers has a name, and items ask for it with: response = "much"
# [response.much]
# values = [1, 2, 3]
# labels = ["a little", "", "a lot"]
# higher_means = "a lot"

# Items go by id, never by position. The types are scale (nothing said), choice, choices, number,
# text and yes-no.
[[item]]
id = "rest"
text = "In the evening I came to rest."
construct = "ease at the end of the day"

[[item]]
id = "screen"
text = "I looked at a screen until I went to bed."
construct = "ease, reversed"

[[item]]
id = "tired"
text = "I was tired at a good hour."
construct = "ease at the end of the day"

[[item]]
id = "awake"
type = "yes-no"
text = "One night I lay awake for long."

[[item]]
id = "thoughts"
text = "I lay awake because of my thoughts."
show_if = "awake = 1"                  # asked only after a yes; hidden, it counts for nothing

# A scale owns its key: the minus reverses an item here and nowhere else.
[[scale]]
id = "ease"
title = "Evening ease"
summary = "evenings come to rest by themselves"
low = "restless"
high = "at rest"
score = "mean"                         # or "sum"
items = ["rest", "-screen", "tired"]
when_missing = "prorate"               # "blank": one missing answer and there is no score
min_answered = 2                       # of three; 0.8 would be a share
range = [0, 4]                         # not needed; checked when it is there

[[scale]]
id = "worry"
title = "Thoughts at night"
score = "mean"
items = ["thoughts"]

# Figures of other people need a source. Without them a score is compared with your own.
# [[norm]]
# id = "students"
# scale = "ease"
# population = "students, 2021"
# metric = "mean"                      # a norm of sums says nothing about means
# n = 300
# mean = 2.4
# sd = 0.8
# doi = "10.1000/example"
#
# [[reliability]]
# scale = "ease"
# kind = "retest"                      # or "alpha", "omega"
# value = 0.8
# interval_days = 28
# doi = "10.1000/example"
#
# [[band]]
# scale = "ease"
# from = 0
# to = 1
# label = "few restful evenings"
# kind = "own"

# Answers whose scores you worked out by hand: the key's own test.
[[check]]
name = "four, nothing turned round, four: (4 + 4 + 4) / 3"
answers = { rest = 4, screen = 0, tired = 4, awake = 0 }
scores = { ease = 4, worry = "none" }

[[check]]
name = "one answer missing is prorated: (3 + 1) / 2"
answers = { rest = 3, screen = 3, awake = 1, thoughts = 2 }
scores = { ease = 2, worry = 2 }
)toml";

}  // namespace

Result<std::string> starter_questionnaire(std::string_view id) {
    const auto& reserved = reserved_questionnaire_ids();
    if (std::find(reserved.begin(), reserved.end(), id) != reserved.end()) {
        return fail(ErrorKind::Usage, fmt::format("'{}' is a command of 'attune quiz'", id),
                    "choose another name");
    }
    if (!parts::is_name(id, true)) {
        return fail(ErrorKind::Usage, fmt::format("'{}' is no questionnaire id", make_visible(id)),
                    "an id is a small letter, then small letters, digits or -");
    }
    return fmt::format(
        "# A questionnaire for attune. Lines that begin with # are comments; "
        "attune-questionnaire(5)\n"
        "# explains every key. 'attune quiz check {0}.toml' finds mistakes with their line and "
        "column,\n"
        "# 'attune quiz ./{0}.toml' takes it, and a file in ~/.config/attune/questionnaires is "
        "listed\n"
        "# by 'attune quiz list'.\n\n"
        "id = \"{0}\"{1}# a small letter, then small letters, digits or -{2}",
        id, std::string(id.size() < 32 ? 32 - id.size() : 1, ' '), kRest);
}

}  // namespace attune::definition
