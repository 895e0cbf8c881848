#include "cli/help.hpp"
#include "cli/help_formats.hpp"

namespace attune::cli {

namespace {

constexpr std::string_view kDates =
    R"(Dates and times

Logging looks back; every command echoes what it understood with the weekday.

  exact       2026-03-01   2026-03-01 21:40   2026-03-01T21:40+01:00   20260301
              2026-W09-7   2026-060
  words       now  today  yesterday  day before yesterday  tonight  last night
              this morning  noon  midnight
  relative    10m ago   2h ago   1h30 ago   half an hour ago   3 days ago   -2h
  weekday     monday   last friday   friday 21:40   fri 9pm
  month, day  1 mar   mar 1   march 1st   1 march 2025   23rd
  clock       21:40   9pm   9:40 pm   9.40pm   2140
  rough       yesterday morning (08-12), afternoon (12-17), evening (17-22),
              night (22-04): kept and shown as rough
  since 1970  @1772397600
  periods     this week   last month   march   2026-02   2026   q1   past 4 weeks
              since 1 feb   until yesterday   1 feb..1 mar   30d

A date with blanks needs quotes: attune log --at "yesterday 21:40" He left.
A bare weekday is the most recent one; on that day itself an entry needs its time,
and --on monday is today. A bare 9 and 03/04/2026 mean two things each and are
refused, as is the future. A time that cannot be read is never taken for now. Periods
are for reports, --from and --to; --last takes a length: 7d, 4w, 3 months, 1y.
A day starts at 04:00, so 01:30 last night belongs to the day before, and weeks start
on Monday: 'attune config set' changes day_start, week_start and date_order (how
03/04/2026 is read). A time that the clocks skipped in spring is refused with the two
next to it; of an hour that comes twice in autumn the first is meant.
)";

constexpr std::string_view kQuoting =
    R"(What the shell does to words before attune sees them

  !   interactive bash repeats an old command: use single quotes, or 'attune log' alone
  $   is replaced by a variable's value, inside double quotes too
  *?  become file names; zsh stops when none fits
  '   opens a quote: He didn't call needs "He didn't call"
  #   behind a blank, bash and fish drop the rest of the line: write %trigger
  &;| end the command
  <>  read from or write to a file

'attune log' without words asks for one line, and the shell never sees it. So does
'attune log -' with text from a pipe or a file. Both also keep the words out of the
shell's history.
)";

constexpr std::string_view kKinds =
    R"(Kinds of records

  trigger     what 'attune log' writes: what happened, who, trigger, feelings 0-10, body,
              thought, urge, action, what helped, what came of it
  follow      what came of an entry, written later and pointing to it
  assessment  one taking of a questionnaire, with the definition it was scored by
  draft       words kept because a command could not be understood; nothing counts them
  person      somebody who was added ('attune people'); listed with --kind person alone
  word        a word of your own ('attune vocab'); listed with --kind word alone

Every kind carries text, time and precision, people, numbers with their scales, coded
words, and links to other records. A number that was not given stays not given.
'attune list --counts' says how many of each there are.

'attune note KIND' writes the others. Each is a form: 'attune note KIND --help' shows
its flags, --of ID adds to one that was noted before. A form of your own is a file
'forms/KIND.toml' beside the config file.

)";

constexpr std::string_view kExitCodes =
    R"(Exit codes

  0    done, including empty results
  1    ran, but the answer is no; part of an import was set aside
  2    usage: bad flag, date or value
  3    locked, wrong passphrase, no store yet
  4    store damaged or from a newer version
  5    not found: entry, person, questionnaire
  65   bad input file: questionnaire, config, import of another format
  70   a bug in attune
  74   input/output error: disk full, unreadable
  130  interrupted
  141  the reader closed the pipe
)";

constexpr std::string_view kPrivacy =
    R"(What is private, and what is not

Every entry is sealed before it reaches the disk. Hidden: text, kinds, times,
people, tags, how many entries there are, which one changed. Visible to somebody who
sees the folder: that attune is used, the number of devices, the kinds of key slots,
the rough total size, when files change. Plain text are the files of the config folder
(settings, contacts, forms and questionnaires of your own) and what you write out
yourself with 'attune export' or -o FILE.

'attune log' needs no passphrase: it seals to a public key that only your secret opens.
'attune unlock --for 15m' keeps the key in the kernel for a while; until then any
program running as you can read it. 'attune lock' ends that at once.

A lost passphrase, key file and recovery code cannot be got back by anybody.
There is no network code. Words typed on the command line may stay in the shell's
history: 'attune log' alone, or 'attune log -', keeps them out of it, and the script of
'attune completion bash' (zsh, fish) keeps every such line out.

Your words are never searched for signs of distress. Coded values are, on this machine:
three peaks of 9 or 10 within a week, five of the last ten outcomes 'worse', or an entry
with --context unsafe, and 'attune support' is mentioned, once in four weeks at most.
'attune config set gentle_line off' ends that.

Your data: 'attune doctor' names its folders. To delete everything, delete those of
store, state and config; to take it along, 'attune export jsonl -o FILE'.
)";

constexpr std::string_view kStatistics =
    R"(How numbers are to be read

Every number comes with how much it rests on. A share has a Wilson interval, a
difference of two shares a Newcombe interval. Below a stated minimum nothing is
claimed, and the page says so instead. Missing is missing and never zero. What
goes together is not thereby a cause. Questionnaire results are places on
dimensions with their uncertainty, never a type and never a diagnosis.

attune-statistics(7) says of each number what it is, from how much data on it is shown,
how it is computed and where the method is from: man attune-statistics.
)";

constexpr std::string_view kAccessibility =
    R"(Accessibility

--accessible or ATTUNE_ACCESSIBLE=1: nothing is redrawn, one label: value line each
instead of wide tables, numbers before bars. --ascii: only ASCII characters.
--color=never or NO_COLOR=1: no colours; nothing is said by colour alone.
Every question has a flag that answers it, and none runs out of time.
)";

constexpr std::string_view kStyles =
    R"(Names for places on the map of anxiety and avoidance

Two numbers say where answers lie: anxiety (am I wanted, will you stay?) and avoidance
(how near do I let you?). Names are only words for the four corners; most people lie
between them, differently with different people, and move.

  corner                   also called              what it may have been good for
  low on both              secure                   trusting that help comes when asked for
  high anxiety             anxious, preoccupied,    keeping near somebody whose attention
                           ambivalent               came and went
  high avoidance           avoidant, dismissing     getting by where closeness cost a lot
  high on both             fearful, disorganized,   staying on guard where near and danger
                           fearful-avoidant         were the same place

None of them is a fault or a diagnosis, and none is for ever. Books use the names for
different things: some for children, some for interviews, some for a form of 36
questions, and their rules draw the lines in different places. So attune says a place,
its share and its rule: "leaning to the anxious (preoccupied) side, about 8 in 10".
The two numbers say more than any name.

'attune quiz take NAME --explain' puts the rules of a file side by side;
'attune config set style_names off' leaves the names away.
)";

constexpr Topic kTopics[] = {
    {"dates", "how dates and times are written", kDates},
    {"quoting", "what the shell does to words", kQuoting},
    {"kinds", "kinds of records", kKinds},
    {"exit-codes", "what the program gives back", kExitCodes},
    {"formats", "files and machine output", kFormats},
    {"privacy", "what is sealed and what is visible", kPrivacy},
    {"statistics", "how numbers are to be read", kStatistics},
    {"styles", "the four names on the map, and what they are not", kStyles},
    {"accessibility", "screen readers, colours, plain text", kAccessibility},
};

}  // namespace

std::span<const Topic> all_topics() {
    return kTopics;
}

}  // namespace attune::cli
