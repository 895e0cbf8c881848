#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "attune/base/letters.hpp"
#include "attune/base/text.hpp"
#include "attune/exchange/record_writer.hpp"
#include "attune/journal/echo.hpp"
#include "exchange/pieces.hpp"

namespace attune::exchange {

namespace {

using journal::Precision;
using journal::Record;

constexpr std::array<std::string_view, 7> kWeekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

std::string long_date(CivilDay day) {
    const auto ymd = day.ymd();
    return fmt::format("{} {} {}", unsigned{ymd.day()}, kMonths[unsigned{ymd.month()} - 1],
                       int{ymd.year()});
}

std::string time_of(const journal::Moment& at) {
    switch (at.precision) {
        case Precision::Morning:
            return "Morning";
        case Precision::Afternoon:
            return "Afternoon";
        case Precision::Evening:
            return "Evening";
        case Precision::Night:
            return "Night";
        case Precision::Day:
            return "Some time that day";
        case Precision::Minute:
            break;
    }
    const auto local = at.utc.time_since_epoch() + at.offset;
    const auto minutes = std::chrono::floor<std::chrono::minutes>(local) -
                         std::chrono::floor<std::chrono::days>(local);
    return fmt::format("{:02}:{:02}", minutes.count() / 60, minutes.count() % 60);
}

/// True when a line that starts with this would be a list, a heading or a rule.
bool needs_escape_at_start(std::string_view line) {
    if (line.empty()) return false;
    if (std::string_view("+-=:").find(line.front()) != std::string_view::npos) return true;
    std::size_t digits = 0;
    while (digits < line.size() && line[digits] >= '0' && line[digits] <= '9')
        ++digits;
    return digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')');
}

/// One line of somebody's words with nothing in it that Markdown would act on.
std::string escaped(std::string_view line) {
    std::string out;
    std::string_view rest = trim(line);
    if (needs_escape_at_start(rest)) {
        std::size_t digits = 0;
        while (rest[digits] >= '0' && rest[digits] <= '9')
            ++digits;
        out += rest.substr(0, digits);
        out += '\\';
        out += rest[digits];
        rest.remove_prefix(digits + 1);
    }
    for (const char c : make_visible(rest)) {
        if (std::string_view("\\`*_{}[]<>#|~&!$").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

/// Text with its line breaks kept (two blanks at the end of a line) and its paragraphs apart.
std::string paragraphs(std::string_view text) {
    std::string out;
    bool open = false;
    for (const std::string_view line : split(text, '\n')) {
        if (trim(line).empty()) {
            if (open) out += "\n";
            open = false;
            continue;
        }
        if (open) out += "  ";
        if (!out.empty()) out += '\n';
        out += escaped(line);
        open = true;
    }
    return out;
}

class Book final : public RecordWriter {
  public:
    explicit Book(OutputSink sink) : out_(std::move(sink)) {}

    bool needs_survey() const override { return true; }
    void survey(const Record& record) override {
        ++count_;
        const CivilDay day = record.at.local_day;
        if (!first_ || day < *first_) first_ = day;
        if (!last_ || day > *last_) last_ = day;
    }

    Status begin(const ExportHead& /*head*/) override {
        ATTUNE_CHECK(out_.add("# Journal\n"));
        if (count_ == 0) return out_.add("\nNothing is in it yet.\n");
        const std::string days =
            *first_ == *last_ ? long_date(*first_)
                              : fmt::format("{} to {}", long_date(*first_), long_date(*last_));
        return out_.add(
            fmt::format("\n{}, {} {}.\n", days, count_, count_ == 1 ? "entry" : "entries"));
    }

    Status record(const Record& record) override {
        std::string text;
        if (day_ != record.at.local_day) {
            day_ = record.at.local_day;
            text +=
                fmt::format("\n## {} {}\n", kWeekdays[static_cast<std::size_t>(day_->weekday())],
                            long_date(*day_));
        }
        text += fmt::format("\n### {}{}\n", time_of(record.at), title_of(record));
        if (!trim(record.text).empty()) text += "\n" + paragraphs(record.text) + "\n";
        for (const journal::Field& field : record.fields) {
            text += fmt::format("\n*{}:* {}\n", escaped(field.name), paragraphs(field.text));
        }
        const std::string summary = summary_without_fields(record);
        if (!summary.empty()) text += "\n" + escaped(summary) + "\n";
        std::string scores;
        for (const journal::Value& value : record.values) {
            if (value.phase == "score") scores += score_line(value);
        }
        if (!scores.empty()) text += "\n" + scores;
        return out_.add(text);
    }

    Status end() override { return out_.flush(); }

  private:
    static std::string title_of(const Record& record) {
        if (record.kind == "trigger") return {};
        if (record.definition.empty()) return ", " + escaped(record.kind);
        return ", " + escaped(record.definition.substr(0, record.definition.find(' ')));
    }
    /// The fields stand in full above, so the line of what was coded does not name them.
    static std::string summary_without_fields(Record record) {
        record.fields.clear();
        return journal::summary_of(record);
    }
    static std::string score_line(const journal::Value& value) {
        std::string line = fmt::format("- {} {:.2f}", escaped(value.key), value.number);
        if (value.low && value.high) {
            line += fmt::format(" of {} to {}", shortest_number(*value.low),
                                shortest_number(*value.high));
        }
        return line + "\n";
    }

    Pieces out_;
    std::uint64_t count_ = 0;
    std::optional<CivilDay> first_;
    std::optional<CivilDay> last_;
    std::optional<CivilDay> day_;
};

}  // namespace

std::unique_ptr<RecordWriter> make_book_writer(OutputSink sink) {
    return std::make_unique<Book>(std::move(sink));
}

}  // namespace attune::exchange
