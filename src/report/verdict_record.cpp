#include <array>
#include <chrono>

#include <fmt/format.h>

#include "attune/base/json_cursor.hpp"
#include "attune/crypto/primitives.hpp"
#include "attune/journal/kinds.hpp"
#include "attune/report/verdict.hpp"
#include "attune/stats/random.hpp"

namespace attune::report {

namespace {

/// Values that reach the store and may never change their meaning.
constexpr int kFormat = 1;
constexpr std::array<const char*, 4> kFamilies{"factor", "combination", "lagged", "coping"};
constexpr std::array<const char*, 3> kStates{"noticed", "confirmed", "faded"};

// ---- writing ----

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

const char* name_of(PatternFamily family) {
    return kFamilies.at(static_cast<std::size_t>(family));
}

std::string text_of(const Pattern& pattern) {
    std::string parts;
    for (const PatternPart& part : pattern.parts) {
        parts += fmt::format("{}[{},{}]", parts.empty() ? "" : ",", quoted(part.facet),
                             quoted(part.slug));
    }
    return fmt::format(R"({{"family":"{}","parts":[{}],"lag":{}}})", name_of(pattern.family), parts,
                       pattern.lag);
}

std::string text_of(const Evidence& evidence) {
    return fmt::format(
        R"({{"n":{},"with":[{},{}],"without":[{},{}],"effect":{},"interval":[{},{}],"p":{},"method":{},"too_few":{}}})",
        evidence.n, evidence.with.hits, evidence.with.of, evidence.without.hits,
        evidence.without.of, evidence.effect ? fmt::format("{}", *evidence.effect) : "null",
        evidence.interval.low, evidence.interval.high, evidence.p, quoted(evidence.method),
        quoted(evidence.too_few));
}

/// The elements, each by `text`, with commas between them.
template <typename T, typename Text>
std::string listed(const std::vector<T>& list, Text text) {
    std::string out;
    for (const T& one : list) {
        if (!out.empty()) out += ",";
        out += text(one);
    }
    return out;
}

std::string text_of(const Verdict& verdict) {
    const auto family = [](const FamilyCount& one) {
        return fmt::format("[\"{}\",{}]", name_of(one.family), one.tried);
    };
    const auto tried = [](const TriedPattern& one) {
        return fmt::format(R"({{"pattern":{},"evidence":{},"q":{}}})", text_of(one.pattern),
                           text_of(one.evidence), one.q);
    };
    const auto standing = [](const Standing& one) {
        return fmt::format(
            R"({{"pattern":{},"state":"{}","noticed":"{}","changed":"{}","effect":{},"then":{},"since":{}}})",
            text_of(one.pattern), kStates.at(static_cast<std::size_t>(one.state)),
            one.noticed.iso(), one.changed.iso(), one.effect, text_of(one.then),
            text_of(one.since));
    };
    const auto rule = [](const std::pair<std::string, std::string>& one) {
        return fmt::format("[{},{}]", quoted(one.first), quoted(one.second));
    };
    return fmt::format(
        R"({{"verdict":{{"format":{},"last":"{}","families":[{}],"tried":[{}],"standings":[{}],"suppressed":[{}]}}}})",
        kFormat, verdict.last.iso(), listed(verdict.families, family), listed(verdict.tried, tried),
        listed(verdict.standings, standing), listed(verdict.suppressed, rule));
}

// ---- reading ----

tl::unexpected<Error> unreadable() {
    return fail(ErrorKind::BadInput, "the verdict of a week cannot be read");
}

/// Reads members by name; unknown ones are passed over.
template <typename Member>
Status read_object(JsonCursor& json, Member member) {
    ATTUNE_CHECK(json.enter_object());
    bool first = true;
    std::string name;
    while (true) {
        ATTUNE_TRY(const bool more, json.next_member(name, first));
        if (!more) return {};
        ATTUNE_TRY(const bool known, member(name));
        if (known) continue;
        std::string passed_over;
        ATTUNE_CHECK(json.copy_value(passed_over));
    }
}

template <typename Element>
Status read_array(JsonCursor& json, Element element) {
    ATTUNE_CHECK(json.enter_array());
    bool first = true;
    while (true) {
        ATTUNE_TRY(const bool more, json.next_element(first));
        if (!more) return {};
        ATTUNE_CHECK(element());
    }
}

Status read_into(JsonCursor& json, double& out) {
    ATTUNE_TRY(out, json.number());
    return {};
}
Status read_into(JsonCursor& json, long& out) {
    ATTUNE_TRY(const double number, json.number());
    out = static_cast<long>(number);
    return {};
}
Status read_into(JsonCursor& json, std::string& out) {
    ATTUNE_TRY(out, json.string());
    return {};
}
Status read_into(JsonCursor& json, CivilDay& out) {
    ATTUNE_TRY(const std::string text, json.string());
    const auto day = CivilDay::parse_iso(text);
    if (!day) return unreadable();
    out = *day;
    return {};
}
// The compiler looks for these from inside the templates below.
Status read_into(JsonCursor& json, PatternFamily& out);
Status read_into(JsonCursor& json, PatternState& out);
Status read_into(JsonCursor& json, Pattern& out);
Status read_into(JsonCursor& json, Evidence& out);
Status read_into(JsonCursor& json, TriedPattern& out);
Status read_into(JsonCursor& json, Standing& out);
Status read_into(JsonCursor& json, FamilyCount& out);
Status read_into(JsonCursor& json, std::pair<std::string, std::string>& out);

/// Two values in one array.
template <typename A, typename B>
Status read_pair(JsonCursor& json, A& a, B& b) {
    int at = 0;
    ATTUNE_CHECK(read_array(json, [&]() -> Status {
        ++at;
        if (at == 1) return read_into(json, a);
        return at == 2 ? read_into(json, b) : Status(unreadable());
    }));
    return at == 2 ? Status() : unreadable();
}
template <std::size_t N>
Result<std::size_t> index_in(const std::array<const char*, N>& names, const std::string& name) {
    for (std::size_t i = 0; i < N; ++i) {
        if (name == names[i]) return i;
    }
    return unreadable();
}
Status read_into(JsonCursor& json, PatternFamily& out) {
    ATTUNE_TRY(const std::string name, json.string());
    ATTUNE_TRY(const std::size_t index, index_in(kFamilies, name));
    out = static_cast<PatternFamily>(index);
    return {};
}
Status read_into(JsonCursor& json, PatternState& out) {
    ATTUNE_TRY(const std::string name, json.string());
    ATTUNE_TRY(const std::size_t index, index_in(kStates, name));
    out = static_cast<PatternState>(index);
    return {};
}

/// Reads what a member stands for, and says that it was known.
template <typename T>
Result<bool> known(JsonCursor& json, T& out) {
    ATTUNE_CHECK(read_into(json, out));
    return true;
}
template <typename A, typename B>
Result<bool> known_pair(JsonCursor& json, A& a, B& b) {
    ATTUNE_CHECK(read_pair(json, a, b));
    return true;
}

Status read_into(JsonCursor& json, Pattern& out) {
    return read_object(json, [&](const std::string& name) -> Result<bool> {
        if (name == "family") return known(json, out.family);
        if (name == "parts") {
            ATTUNE_CHECK(read_array(json, [&]() -> Status {
                out.parts.emplace_back();
                return read_pair(json, out.parts.back().facet, out.parts.back().slug);
            }));
            return true;
        }
        if (name != "lag") return false;
        ATTUNE_TRY(const double lag, json.number());
        if (lag < 0 || lag > 3) return unreadable();
        out.lag = static_cast<int>(lag);
        return true;
    });
}

Status read_into(JsonCursor& json, Evidence& out) {
    return read_object(json, [&](const std::string& name) -> Result<bool> {
        if (name == "n") return known(json, out.n);
        if (name == "with") return known_pair(json, out.with.hits, out.with.of);
        if (name == "without") return known_pair(json, out.without.hits, out.without.of);
        if (name == "interval") return known_pair(json, out.interval.low, out.interval.high);
        if (name == "p") return known(json, out.p);
        if (name == "method") return known(json, out.method);
        if (name == "too_few") return known(json, out.too_few);
        if (name != "effect") return false;
        if (json.take_null()) return true;
        ATTUNE_TRY(out.effect, json.number());
        return true;
    });
}

Status read_into(JsonCursor& json, TriedPattern& out) {
    return read_object(json, [&](const std::string& name) -> Result<bool> {
        if (name == "pattern") return known(json, out.pattern);
        if (name == "evidence") return known(json, out.evidence);
        if (name == "q") return known(json, out.q);
        return false;
    });
}

Status read_into(JsonCursor& json, Standing& out) {
    return read_object(json, [&](const std::string& name) -> Result<bool> {
        if (name == "pattern") return known(json, out.pattern);
        if (name == "state") return known(json, out.state);
        if (name == "noticed") return known(json, out.noticed);
        if (name == "changed") return known(json, out.changed);
        if (name == "effect") return known(json, out.effect);
        if (name == "then") return known(json, out.then);
        if (name == "since") return known(json, out.since);
        return false;
    });
}

template <typename T>
Result<bool> known_list(JsonCursor& json, std::vector<T>& out) {
    ATTUNE_CHECK(read_array(json, [&]() -> Status {
        out.emplace_back();
        return read_into(json, out.back());
    }));
    return true;
}

Status read_into(JsonCursor& json, FamilyCount& out) {
    return read_pair(json, out.family, out.tried);
}
Status read_into(JsonCursor& json, std::pair<std::string, std::string>& out) {
    return read_pair(json, out.first, out.second);
}

Result<Verdict> read_content(JsonCursor& json) {
    Verdict out;
    long format = 0;
    ATTUNE_CHECK(read_object(json, [&](const std::string& name) -> Result<bool> {
        if (name == "format") return known(json, format);
        if (name == "last") return known(json, out.last);
        if (name == "families") return known_list(json, out.families);
        if (name == "tried") return known_list(json, out.tried);
        if (name == "standings") return known_list(json, out.standings);
        if (name == "suppressed") return known_list(json, out.suppressed);
        return false;
    }));
    if (format > kFormat) {
        return fail(ErrorKind::TooNew, "the verdict of a week was written by a newer attune");
    }
    if (format != kFormat || out.last == CivilDay()) return unreadable();
    return out;
}

}  // namespace

std::uint64_t verdict_seed(const StoreId& store, CivilDay last) {
    const std::string text = store.hex() + " " + last.iso();
    return stats::seed_from(text.data(), text.size());
}

journal::Record verdict_record(const StoreId& store, const Verdict& verdict) {
    const std::string week = "attune verdict " + verdict.last.iso();
    journal::Record record;
    record.id.bytes = crypto::hash16({as_bytes(week), store.view()});
    record.kind = journal::kVerdictKind;
    // Noon of the last day, wherever that is: the record belongs to the week, not to a moment.
    record.at.utc = std::chrono::sys_seconds(verdict.last.days()) + std::chrono::hours(12);
    record.at.local_day = verdict.last;
    record.at.precision = journal::Precision::Day;
    record.extra = text_of(verdict);
    return record;
}

Result<Verdict> read_verdict(const journal::Record& record) {
    if (record.kind != journal::kVerdictKind || record.extra.empty()) return unreadable();
    JsonCursor json(record.extra);
    std::optional<Verdict> out;
    ATTUNE_CHECK(read_object(json, [&](const std::string& name) -> Result<bool> {
        if (name != "verdict") return false;
        ATTUNE_TRY(out, read_content(json));
        return true;
    }));
    if (!out) return unreadable();
    return *std::move(out);
}

}  // namespace attune::report
