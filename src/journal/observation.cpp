#include "attune/journal/observation.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/journal/lookup.hpp"
#include "attune/journal/measure.hpp"

namespace attune::journal {

namespace {

constexpr std::size_t kMostCodes = 9;
constexpr std::size_t kMostIntervals = 100'000;
constexpr int kMostSeconds = 3600;
constexpr char kEndKey = 'q';
constexpr std::string_view kLengthKey = "interval_s";
constexpr const char* kCodesField = "codes";
constexpr const char* kIntervalsField = "intervals";

bool is_small_letter(char c) {
    return c >= 'a' && c <= 'z';
}

bool is_word(std::string_view word) {
    return !word.empty() && word.size() <= 48 && is_small_letter(word.front()) &&
           word != kLengthKey && std::all_of(word.begin(), word.end(), [](char c) {
               return is_small_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

}  // namespace

Result<std::vector<ObservedCode>> read_codes(std::string_view typed) {
    std::vector<ObservedCode> codes;
    for (const std::string_view part : split(typed, ',')) {
        const std::string text = lower_ascii(trim(part));
        const bool named = text.size() > 2 && text[1] == '=';
        const std::string word = named ? text.substr(2) : text;
        if (!is_word(word) || !is_small_letter(text.front())) {
            return fail(ErrorKind::Usage,
                        fmt::format("'{}' is nothing to look for", make_visible(part)),
                        "words with commas between, perhaps with their key: "
                        "responsive,eye-contact,k=kind");
        }
        const char key = text.front();
        if (key == kEndKey)
            return fail(ErrorKind::Usage, fmt::format("'{}' has the key q, which ends", word),
                        fmt::format("give it another one: x={}", word));
        for (const ObservedCode& other : codes) {
            if (other.key != key && other.word != word) continue;
            return fail(ErrorKind::Usage,
                        other.word == word
                            ? fmt::format("'{}' stands there twice", word)
                            : fmt::format("'{}' and '{}' have one key", other.word, word),
                        fmt::format("give one of them another key: x={}", word));
        }
        codes.push_back({key, word});
    }
    if (codes.size() > kMostCodes)
        return fail(ErrorKind::Usage, "nobody can look for more than nine things at once");
    return codes;
}

Result<std::vector<std::string>> read_intervals(std::string_view typed,
                                                const std::vector<ObservedCode>& codes) {
    std::vector<std::string> intervals;
    for (const std::string_view part : split(typed, ',')) {
        const std::string text = lower_ascii(trim(part));
        std::string keys;
        for (const ObservedCode& code : codes)
            if (text.contains(code.key)) keys += code.key;
        const bool known =
            std::all_of(text.begin(), text.end(), [&](char c) { return keys.contains(c); });
        if (text.empty() || (text != "-" && !known)) {
            std::vector<std::string> all;
            for (const ObservedCode& code : codes)
                all.push_back(fmt::format("{} {}", code.key, code.word));
            return fail(ErrorKind::Usage,
                        fmt::format("interval {} cannot be read: '{}'", intervals.size() + 1,
                                    make_visible(part)),
                        fmt::format("'-' for nothing, or of: {}", join(all, ", ")));
        }
        intervals.push_back(std::move(keys));
        if (intervals.size() > kMostIntervals)
            return fail(ErrorKind::Usage, "so many intervals fit into no day");
    }
    return intervals;
}

std::size_t count_of(const Observation& observation, char key) {
    return static_cast<std::size_t>(
        std::count_if(observation.intervals.begin(), observation.intervals.end(),
                      [key](const std::string& keys) { return keys.contains(key); }));
}

Record record_of(const Observation& observation, const Moment& at) {
    Record record;
    record.kind = kObservationKind;
    record.at = at;
    record.text = observation.text;
    record.people = observation.people;
    std::vector<std::string> codes;
    for (const ObservedCode& code : observation.codes)
        codes.push_back(fmt::format("{}={}", code.key, code.word));
    std::vector<std::string> intervals;
    for (const std::string& keys : observation.intervals)
        intervals.push_back(keys.empty() ? "-" : keys);
    record.fields.push_back({kCodesField, join(codes, ",")});
    record.fields.push_back({kIntervalsField, join(intervals, ",")});
    const std::string phase(kPlainPhase);
    for (const ObservedCode& code : observation.codes) {
        record.values.push_back({code.word, phase,
                                 static_cast<double>(count_of(observation, code.key)), "", 0.0,
                                 static_cast<double>(observation.intervals.size())});
    }
    record.values.push_back(
        {std::string(kLengthKey), phase, static_cast<double>(observation.interval_seconds), "s"});
    return record;
}

Result<Observation> observation_of(const Record& record) {
    const std::string* codes = find_field(record, kCodesField);
    const std::string* intervals = find_field(record, kIntervalsField);
    const Value* length = find_value(record, kLengthKey, kPlainPhase);
    const bool whole = codes != nullptr && intervals != nullptr && length != nullptr &&
                       length->number >= 1 && length->number <= kMostSeconds;
    const Error unreadable{.kind = ErrorKind::BadInput,
                           .message = "the rows of this observation cannot be read"};
    if (!whole || record.kind != kObservationKind) return fail(unreadable);
    Observation out;
    auto read = read_codes(*codes);
    if (!read) return fail(unreadable);
    out.codes = *std::move(read);
    auto rows = read_intervals(*intervals, out.codes);
    if (!rows) return fail(unreadable);
    out.intervals = *std::move(rows);
    out.interval_seconds = static_cast<int>(length->number);
    out.people = record.people;
    out.text = record.text;
    return out;
}

Result<Record> counted_again(Record changed, const Record& before) {
    const auto same = [&](std::string_view name) {
        const std::string* now = find_field(changed, name);
        const std::string* then = find_field(before, name);
        return now == nullptr || then == nullptr ? now == then : *now == *then;
    };
    if (changed.kind != kObservationKind || (same(kCodesField) && same(kIntervalsField)))
        return changed;
    const std::string* codes = find_field(changed, kCodesField);
    const std::string* intervals = find_field(changed, kIntervalsField);
    if (codes == nullptr || intervals == nullptr) {
        return fail(ErrorKind::Usage, "an observation needs its codes and its intervals",
                    "'attune delete' takes all of it away");
    }
    Observation read;
    ATTUNE_TRY(read.codes, read_codes(*codes));
    ATTUNE_TRY(read.intervals, read_intervals(*intervals, read.codes));
    const Record made = record_of(read, changed.at);
    std::vector<std::string> words;
    if (const auto old = read_codes(find_field(before, kCodesField) == nullptr
                                        ? std::string_view()
                                        : *find_field(before, kCodesField))) {
        for (const ObservedCode& code : *old)
            words.push_back(code.word);
    }
    for (const ObservedCode& code : read.codes)
        words.push_back(code.word);
    const auto is_count = [&](const Value& value) {
        return value.phase == kPlainPhase &&
               std::find(words.begin(), words.end(), value.key) != words.end();
    };
    std::erase_if(changed.values, is_count);
    std::vector<Value> counts;
    std::copy_if(made.values.begin(), made.values.end(), std::back_inserter(counts), is_count);
    changed.values.insert(changed.values.begin(), counts.begin(), counts.end());
    for (const Field& field : made.fields) {
        for (Field& own : changed.fields) {
            if (own.name == field.name) own.text = field.text;
        }
    }
    return changed;
}

std::string describe_observation(const Record& record) {
    std::string out;
    std::vector<std::string> parts;
    for (const Value& one : record.values) {
        if (one.phase != kPlainPhase || one.key == kLengthKey) continue;
        if (out.empty() && one.high)
            out = counted(static_cast<long long>(std::clamp(*one.high, 0.0, 1e9)), "interval",
                          "intervals");
        parts.push_back(fmt::format("{} {}", make_visible(one.key), shortest_number(one.number)));
    }
    if (const Value* length = find_value(record, kLengthKey, kPlainPhase))
        out += fmt::format(" of {} s", shortest_number(length->number));
    return parts.empty() ? out : out + ": " + join(parts, ", ");
}

}  // namespace attune::journal
