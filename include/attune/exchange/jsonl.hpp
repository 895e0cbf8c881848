#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "attune/base/ids.hpp"
#include "attune/base/result.hpp"
#include "attune/exchange/lines.hpp"
#include "attune/journal/record.hpp"
#include "attune/journal/record_json.hpp"

/// attune's own JSON Lines, both ways: one record a line in the form of journal/record_json.hpp,
/// with an optional first line that carries what the records refer to. Exporting, importing into an
/// empty store and exporting again gives the same bytes.
namespace attune::exchange {

/// The optional first line:
/// {"schema":1,"type":"header","version":…,"people":[…],"vocabulary":[…],"definitions":[…]}.
/// People and vocabulary hold the records that keep names (journal/name.hpp), in the form of a
/// line.
struct JsonlHeader {
    /// A questionnaire or form as it was used; `toml` is its whole text.
    struct Definition {
        std::string id;
        std::string kind;
        std::string slug;
        std::string version;
        std::string sha256;
        std::string toml;
        friend bool operator==(const Definition&, const Definition&) = default;
    };
    std::string version = {};  ///< of the program that wrote it
    std::vector<journal::Record> people = {};
    std::vector<journal::Record> vocabulary = {};  ///< words of the person's own
    std::vector<Definition> definitions = {};
    std::string extra = {};  ///< unknown members as one canonical JSON object, or empty

    friend bool operator==(const JsonlHeader&, const JsonlHeader&) = default;
};

[[nodiscard]] std::string encode_header(const JsonlHeader& header);
/// BadInput with the column in `where`; TooNew for a later schema.
[[nodiscard]] Result<JsonlHeader> decode_header(std::string_view line,
                                                const journal::DecodeOptions& options = {});
/// True when the line is an object whose `type` is "header".
[[nodiscard]] bool is_header(std::string_view line);

/// A line that was not taken, and why.
struct SetAside {
    std::uint64_t line = 0;  ///< from 1
    std::string column;      ///< from 1; empty when the whole line is meant
    std::string reason;

    friend bool operator==(const SetAside&, const SetAside&) = default;
};

struct JsonlReport {
    /// Lines set aside beyond this many are only counted.
    static constexpr std::size_t kListedMax = 1000;

    std::uint64_t lines = 0;      ///< with blank ones and headers
    std::uint64_t records = 0;    ///< handed out, those of the header not among them
    std::uint64_t set_aside = 0;  ///< lines that were not taken
    std::vector<SetAside> listed;
    std::optional<JsonlHeader> header;
};

/// Reads records line by line. The id of a record without one follows from its source and
/// source_key, and when it has no source_key from its canonical line and a running number among
/// equal lines; both with the store id, so that reading a file twice gives the same ids and two
/// stores give different ones.
class JsonlReader {
  public:
    struct Options {
        StoreId store;
        journal::DecodeOptions decode = {};
    };
    JsonlReader(LineSource lines, Options options)
        : lines_(std::move(lines)), options_(std::move(options)) {}

    /// The next good record, those of the header before the others; nothing at the end. Lines that
    /// are none are set aside in the report and passed over. BadInput at the end when there was
    /// something and nothing of it was a record or a header: this is another format.
    [[nodiscard]] Result<std::optional<journal::Record>> next();

    [[nodiscard]] const JsonlReport& report() const { return report_; }

  private:
    void set_aside(const Error& error);
    void queue_names(const JsonlHeader& header);
    [[nodiscard]] RecordId make_id(const journal::Record& record);

    LineSource lines_;
    Options options_;
    JsonlReport report_;
    std::unordered_map<std::string, std::uint64_t> equal_lines_;
    std::vector<journal::Record> names_;  ///< of the header, the next one last
};

/// BLAKE2b-128 of store id, source and source_key: what an imported record is called wherever it is
/// imported.
[[nodiscard]] RecordId imported_id(const StoreId& store, std::string_view source,
                                   std::string_view source_key);

/// Writes a header and records to `sink` in large pieces. For a stable file hand the records over
/// by (at, id).
class JsonlWriter {
  public:
    using Sink = std::function<Status(std::string_view)>;
    explicit JsonlWriter(Sink sink) : sink_(std::move(sink)) {}

    [[nodiscard]] Status header(const JsonlHeader& header) { return line(encode_header(header)); }
    [[nodiscard]] Status record(const journal::Record& record);
    /// Hands over what is left; call it once at the end.
    [[nodiscard]] Status finish();

    [[nodiscard]] std::uint64_t records() const { return records_; }

  private:
    [[nodiscard]] Status line(const std::string& text);
    Sink sink_;
    std::string waiting_;
    std::uint64_t records_ = 0;
};

/// The order of an export: by instant, then by id.
[[nodiscard]] bool exports_before(const journal::Record& a, const journal::Record& b);

}  // namespace attune::exchange
