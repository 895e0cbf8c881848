#include "attune/exchange/lines.hpp"

#include <string_view>
#include <utility>

#include "attune/base/bytes.hpp"

namespace attune::exchange {

namespace {

constexpr std::size_t kBlockBytes = std::size_t{64} << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Hands out the next block of bytes; an empty one at the end.
using BlockSource = std::function<Result<std::string_view>()>;

class Splitter {
  public:
    explicit Splitter(BlockSource blocks) : blocks_(std::move(blocks)) {}

    Result<std::optional<Line>> next() {
        Line line;
        bool any = false;
        while (true) {
            if (rest_.empty()) {
                ATTUNE_TRY(rest_, blocks_());
                if (rest_.empty()) {
                    if (!any) return std::nullopt;
                    return finish(std::move(line));
                }
            }
            any = true;
            const auto end = rest_.find('\n');
            take(line, rest_.substr(0, end));
            if (end == std::string_view::npos) {
                rest_ = {};
                continue;
            }
            rest_.remove_prefix(end + 1);
            return finish(std::move(line));
        }
    }

  private:
    static void take(Line& line, std::string_view part) {
        if (line.too_long) return;
        if (line.text.size() + part.size() > kLineBytesMax) {
            line.too_long = true;
            line.text = {};
            return;
        }
        line.text += part;
    }

    std::optional<Line> finish(Line line) {
        if (std::exchange(first_, false) && line.text.starts_with(kByteOrderMark)) {
            line.text.erase(0, kByteOrderMark.size());
        }
        if (line.text.ends_with('\r')) line.text.pop_back();
        return line;
    }

    BlockSource blocks_;
    std::string_view rest_;
    bool first_ = true;
};

LineSource split_blocks(BlockSource blocks) {
    return [splitter = std::make_shared<Splitter>(std::move(blocks))] { return splitter->next(); };
}

}  // namespace

LineSource file_lines(std::shared_ptr<host::File> file) {
    struct State {
        std::shared_ptr<host::File> file;
        std::uint64_t offset = 0;
        Bytes block = Bytes(kBlockBytes);
    };
    auto state = std::make_shared<State>();
    state->file = std::move(file);
    return split_blocks([state]() -> Result<std::string_view> {
        ATTUNE_TRY(const std::size_t count, state->file->read_at(state->offset, state->block));
        state->offset += count;
        return as_text(ByteView(state->block).first(count));
    });
}

LineSource source_lines(std::shared_ptr<host::Source> source) {
    auto block = std::make_shared<Bytes>(kBlockBytes);
    return split_blocks([source = std::move(source), block]() -> Result<std::string_view> {
        ATTUNE_TRY(const std::size_t count, source->read(*block));
        return as_text(ByteView(*block).first(count));
    });
}

LineSource input_lines(host::Terminal& terminal) {
    return [&terminal, first = true]() mutable -> Result<std::optional<Line>> {
        ATTUNE_TRY(auto text, terminal.read_line());
        if (!text) return std::nullopt;
        Line line{std::move(*text)};
        if (std::exchange(first, false) && line.text.starts_with(kByteOrderMark)) {
            line.text.erase(0, kByteOrderMark.size());
        }
        if (line.text.ends_with('\r')) line.text.pop_back();
        if (line.text.size() > kLineBytesMax) line = Line{{}, true};
        return line;
    };
}

LineSource text_lines(std::string text) {
    auto whole = std::make_shared<std::string>(std::move(text));
    return split_blocks([whole, given = false]() mutable -> Result<std::string_view> {
        return std::exchange(given, true) ? std::string_view() : std::string_view(*whole);
    });
}

}  // namespace attune::exchange
