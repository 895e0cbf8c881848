#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/host/waiting.hpp"
#include "attune/journal/observation.hpp"
#include "attune/journal/when.hpp"
#include "attune/stats/agreement.hpp"
#include "cli/commands.hpp"
#include "cli/drafts.hpp"
#include "cli/duration.hpp"
#include "cli/now.hpp"
#include "cli/practice_guide.hpp"
#include "cli/writing.hpp"

namespace attune::cli {

namespace {

using definition::Milliseconds;
using journal::Observation;
using journal::ObservedCode;
using Json = nlohmann::ordered_json;

constexpr const char* kUsualCodes = "responsive,eye-contact,mirroring";
constexpr std::chrono::seconds kUsualInterval{15};
constexpr std::chrono::seconds kShortestInterval{5};
constexpr std::chrono::seconds kLongestInterval{600};
constexpr double kUsualMinutes = 5;
constexpr double kMostMinutes = 240;
constexpr Milliseconds kSecond{1000};

struct ObserveOptions {
    std::optional<std::string> codes;
    std::optional<std::string> interval;
    std::optional<std::string> minutes;
    std::optional<std::string> intervals;
    std::vector<std::string> with;
    std::optional<std::string> at;
    std::optional<std::string> note;
};

void describe(OptionSet& options, ObserveOptions& observe) {
    options
        .text(observe.codes, "--codes", "WORDS",
              "what to look for: responsive,eye-contact,mirroring unless you say otherwise; a key "
              "of its own with k=kind")
        .text(observe.interval, "--interval", "TIME",
              "how long each interval is, from 5s to 10m: 15s")
        .text(observe.minutes, "--minutes", "N", "how long to watch: 5")
        .text(observe.intervals, "--intervals", "LIST",
              "what was seen, an interval each: re,-,m; nothing is led then")
        .texts(observe.with, "--with", "PERSON", "who was watched")
        .text(observe.at, "--at", "WHEN", "with --intervals: when it was")
        .text(observe.note, "--note", "TEXT", "what there is to keep about it");
}

/// Watches one interval after the other, and draws what was marked.
class Watch {
  public:
    Watch(Context& context, Observation& observation, std::size_t intervals)
        : terminal_(context.host().terminal),
          screen_(context.screen()),
          observation_(observation),
          intervals_(intervals),
          draws_(!screen_.accessible() &&
                 context.host().environment.variable("TERM").value_or("dumb") != "dumb") {}

    /// True when it was ended by Ctrl-C or a terminal that is gone.
    bool run(host::Waiting& waiting) {
        for (std::size_t i = 0; i < intervals_; ++i) {
            marked_.clear();
            if (!draws_) write(fmt::format("interval {} of {}\n", i + 1, intervals_));
            const host::Woken woken = run_interval(waiting, i);
            if (draws_) write("\r\x1b[K");
            // One that was cut short counts only for what was marked in it.
            if (woken == host::Woken::Time || !marked_.empty())
                observation_.intervals.push_back(in_order());
            if (woken != host::Woken::Time) return woken == host::Woken::Interrupted;
        }
        return false;
    }

  private:
    host::Woken run_interval(host::Waiting& waiting, std::size_t index) {
        const Milliseconds length = std::chrono::seconds(observation_.interval_seconds);
        Milliseconds spent{};
        while (spent < length) {
            Milliseconds slice = length - spent;
            if (draws_) {
                draw(index, slice);
                slice = std::min(slice, kSecond - spent % kSecond);
            }
            const host::Waited waited = waiting.wait(slice);
            spent += waited.passed;
            if (waited.woken == host::Woken::Key) {
                toggle(waited.key);
            } else if (waited.woken == host::Woken::Quit ||
                       waited.woken == host::Woken::Interrupted) {
                return waited.woken;
            }
        }
        return host::Woken::Time;
    }

    void toggle(char key) {
        const std::size_t at = marked_.find(key);
        if (at == std::string::npos) {
            marked_ += key;
        } else {
            marked_.erase(at, 1);
        }
        if (draws_) return;
        const auto code =
            std::find_if(observation_.codes.begin(), observation_.codes.end(),
                         [key](const ObservedCode& known) { return known.key == key; });
        write(fmt::format("{}{}\n", code->word, at == std::string::npos ? "" : ", taken back"));
    }

    [[nodiscard]] std::string in_order() const {
        std::string keys;
        for (const ObservedCode& code : observation_.codes)
            if (marked_.contains(code.key)) keys += code.key;
        return keys;
    }

    void draw(std::size_t index, Milliseconds left) {
        std::string marks;
        for (const ObservedCode& code : observation_.codes)
            marks += fmt::format(" {}", marked_.contains(code.key) ? code.key : '-');
        const std::string line =
            fmt::format("  {} of {}  {}   {}", index + 1, intervals_, marks, clock_of(left));
        const int width = std::clamp(terminal_.columns().value_or(80), 20, 100);
        write("\r" + std::string(cut_to_columns(line, width - 1)) + "\x1b[K");
    }

    /// Nobody is left to tell when standard error is gone.
    void write(const std::string& text) {
        static_cast<void>(terminal_.write(host::Stream::Err, text));
    }

    host::Terminal& terminal_;
    Screen& screen_;
    Observation& observation_;
    std::size_t intervals_;
    bool draws_;
    std::string marked_;
};

Result<double> read_minutes(const ObserveOptions& options) {
    if (!options.minutes) return kUsualMinutes;
    const auto minutes = parse_number(trim(*options.minutes));
    if (minutes && *minutes > 0 && *minutes <= kMostMinutes) return *minutes;
    return fail(ErrorKind::Usage, "'--minutes' takes a number of minutes",
                "for example 5, at most four hours");
}

Result<Observation> read_observation(const ObserveOptions& options) {
    Observation observation;
    ATTUNE_TRY(observation.codes, journal::read_codes(options.codes.value_or(kUsualCodes)));
    std::chrono::seconds interval = kUsualInterval;
    if (options.interval) {
        ATTUNE_TRY(interval, parse_duration(*options.interval));
    }
    if (interval < kShortestInterval || interval > kLongestInterval)
        return fail(ErrorKind::Usage, "'--interval' lasts from 5 seconds to 10 minutes",
                    "for example 15s");
    observation.interval_seconds = static_cast<int>(interval.count());
    if (options.intervals) {
        ATTUNE_TRY(observation.intervals,
                   journal::read_intervals(*options.intervals, observation.codes));
    }
    for (const std::string& typed : options.with) {
        std::string_view name = trim(typed);
        if (name.starts_with('@')) name.remove_prefix(1);
        if (name.empty() || name.find_first_of("\n\r\t") != std::string_view::npos)
            return fail(ErrorKind::Usage, "'--with' takes the name of one person",
                        "for example --with sam");
        observation.people.emplace_back(name);
    }
    observation.text = std::string(trim(options.note.value_or("")));
    return observation;
}

/// Leads through the intervals on the terminal; true when it was ended by Ctrl-C.
Result<bool> watch(const ObserveOptions& options, Observation& observation, Context& context) {
    Screen& screen = context.screen();
    if (!screen.may_ask() || !screen.may_ask_secret()) {
        return fail(ErrorKind::Usage, "there is no terminal to mark anything on",
                    "'--intervals re,-,m' keeps what was seen");
    }
    ATTUNE_TRY(const double minutes, read_minutes(options));
    ATTUNE_CHECK(open_for_writing(context).map([](store::Logbook*) {}));
    const auto intervals = std::max(1L, std::lround(minutes * 60 / observation.interval_seconds));
    std::vector<std::string> keys;
    std::string watched;
    for (const ObservedCode& code : observation.codes) {
        keys.push_back(fmt::format("{} {}", code.key, code.word));
        watched += code.key;
    }
    for (const std::string& line : wrap(
             fmt::format("{} of {} s. A key marks what is seen in this one, again takes it back; q "
                         "or Ctrl-C ends it and keeps the rest.",
                         counted(intervals, "interval", "intervals"), observation.interval_seconds),
             screen.width()))
        screen.say_always(line);
    screen.say_always(join(keys, ", "));
    ATTUNE_CHECK(screen.flush());
    const auto waiting = host::make_posix_waiting(true, watched);
    return Watch(context, observation, static_cast<std::size_t>(intervals)).run(*waiting);
}

Result<ExitCode> keep(const ObserveOptions& options, Context& context) {
    ATTUNE_TRY(const journal::Now now, current_now(context));
    ATTUNE_TRY(const journal::Moment at,
               journal::parse_when(options.at.value_or("now"), now, journal::Direction::Past));
    ATTUNE_TRY(Observation observation, read_observation(options));
    bool interrupted = false;
    if (!options.intervals) {
        if (options.at)
            return fail(ErrorKind::Usage, "'--at' goes with '--intervals'",
                        "what is watched now is watched now");
        ATTUNE_TRY(interrupted, watch(options, observation, context));
    }
    if (observation.intervals.empty()) {
        context.screen().say("nothing written");
        return interrupted ? ExitCode::Interrupted : ExitCode::Done;
    }
    ATTUNE_TRY(const ExitCode code,
               write_new(context, journal::record_of(observation, at), now.today(), "observed"));
    return interrupted && code == ExitCode::Done ? ExitCode::Interrupted : code;
}

Result<ExitCode> run(const ObserveOptions& options, Context& context) {
    auto code = keep(options, context);
    const std::string note(trim(options.note.value_or("")));
    if (code || note.empty() || code.error().kind == ErrorKind::ClosedPipe) return code;
    const ErrorKind kind = code.error().kind;
    context.screen().report(code.error());
    keep_draft(context, note, "entry");
    return exit_code(kind);
}

// ---- compare ----

struct CompareOptions {
    std::optional<std::string> first;
    std::optional<std::string> second;
};

void describe_compare(OptionSet& options, CompareOptions& compare) {
    options.required_argument(compare.first, "ID", "what one person saw")
        .required_argument(compare.second, "ID2", "what the other one saw");
}

Result<Observation> load_observation(Context& context, const std::string& id) {
    ATTUNE_TRY(store::Library * library, context.open_library());
    ATTUNE_TRY(const RecordId record, library->find(id));
    ATTUNE_TRY(const auto stored, library->load(record));
    if (stored.record.kind != journal::kObservationKind) {
        return fail(ErrorKind::Refused,
                    fmt::format("'{}' is of kind {}, not observation", library->short_id(record),
                                Screen::visible(stored.record.kind)),
                    "'attune list --kind observation' shows what there is");
    }
    return journal::observation_of(stored.record);
}

/// What both say about one code.
struct Compared {
    std::string word;
    std::size_t first = 0;
    std::size_t second = 0;
    std::size_t agreed = 0;
    Result<stats::Kappa> kappa;
};

Compared compare_code(const Observation& one, const Observation& other, const ObservedCode& mine,
                      char other_key) {
    std::vector<bool> first;
    std::vector<bool> second;
    std::size_t agreed = 0;
    for (std::size_t i = 0; i < one.intervals.size(); ++i) {
        first.push_back(one.intervals[i].contains(mine.key));
        second.push_back(other.intervals[i].contains(other_key));
        agreed += first.back() == second.back() ? 1U : 0U;
    }
    return {mine.word, journal::count_of(one, mine.key), journal::count_of(other, other_key),
            agreed, stats::cohen_kappa(stats::agreement_of(first, second))};
}

Json as_json(const Compared& compared, std::size_t n) {
    Json kappa;
    if (compared.kappa) {
        kappa = {{"kappa", compared.kappa->kappa},
                 {"low", compared.kappa->low},
                 {"high", compared.kappa->high},
                 {"level", 0.95},
                 {"by_chance", compared.kappa->expected}};
    }
    return {{"word", compared.word},     {"n", n},
            {"first", compared.first},   {"second", compared.second},
            {"agreed", compared.agreed}, {"kappa", std::move(kappa)}};
}

std::string in_words(const Compared& compared, std::size_t n) {
    std::string line = fmt::format("{}: seen in {} and {} of {}, agreed in {}", compared.word,
                                   compared.first, compared.second, n, compared.agreed);
    if (compared.kappa) {
        return line + fmt::format("; kappa {:.2f} ({:.2f} to {:.2f})", compared.kappa->kappa,
                                  std::max(-1.0, compared.kappa->low),
                                  std::min(1.0, compared.kappa->high));
    }
    return line + (n < stats::kAgreementMin
                       ? fmt::format("; kappa from {} intervals on", stats::kAgreementMin)
                       : "; both said the same throughout, so kappa says nothing");
}

Result<ExitCode> run_compare(const CompareOptions& compare, Context& context) {
    ATTUNE_TRY(const Observation one, load_observation(context, *compare.first));
    ATTUNE_TRY(const Observation other, load_observation(context, *compare.second));
    const std::size_t n = one.intervals.size();
    if (n != other.intervals.size() || one.interval_seconds != other.interval_seconds) {
        return fail(ErrorKind::Refused,
                    fmt::format("{} of {} s and {} of {} s are not the same intervals",
                                counted(n, "interval", "intervals"), one.interval_seconds,
                                counted(other.intervals.size(), "interval", "intervals"),
                                other.interval_seconds),
                    "agreement is about the same intervals, seen by two people");
    }
    std::vector<Compared> all;
    for (const ObservedCode& code : one.codes) {
        const auto same =
            std::find_if(other.codes.begin(), other.codes.end(),
                         [&](const ObservedCode& theirs) { return theirs.word == code.word; });
        if (same != other.codes.end()) all.push_back(compare_code(one, other, code, same->key));
    }
    if (all.empty())
        return fail(ErrorKind::Refused, "the two looked for different things",
                    "'attune show ID' has the codes of each");
    Screen& screen = context.screen();
    if (context.global().json) {
        auto codes = Json::array();
        for (const Compared& compared : all)
            codes.push_back(as_json(compared, n));
        const Json document{
            {"schema", 1}, {"interval_s", one.interval_seconds}, {"codes", std::move(codes)}};
        ATTUNE_CHECK(screen.print_json(document.dump(2) + "\n"));
        return ExitCode::Done;
    }
    for (const Compared& compared : all)
        for (const std::string& line : wrap(in_words(compared, n), screen.width()))
            ATTUNE_CHECK(screen.print(line + "\n"));
    return ExitCode::Done;
}

}  // namespace

const Command kObserve{
    .name = "observe",
    .summary = "watch an interaction in intervals, and mark by keys what is seen",
    .group = Group::Practise,
    .needs = Needs::Nothing,
    .invoke = invoke<ObserveOptions, describe, run>,
    .details =
        "A key marks what is seen in the interval that runs, however often; again takes it back. q "
        "or Ctrl-C ends it: an interval that was cut short counts only when something was marked "
        "in it. Kept are the rows and how many intervals had each; no passphrase is needed. Two "
        "people who watch the same can compare: 'attune observe compare ID ID2'.\n"
        "\n"
        "  attune observe --minutes 10 --with sam\n"
        "  attune observe --codes responsive,l=laughs --intervals r,rl,-,l\n",
    .rescue = keep_note_option};

const Command kObserveCompare{
    .name = "observe compare",
    .summary = "how well two people agree who watched the same intervals",
    .group = Group::Practise,
    .needs = Needs::UnlockedVault,
    .invoke = invoke<CompareOptions, describe_compare, run_compare>,
    .details =
        "Cohen's kappa with a 95 % interval for each code, from 20 intervals on: 1 is full "
        "agreement, 0 what chance alone would give.\n"};

}  // namespace attune::cli
