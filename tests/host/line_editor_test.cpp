#include "host/line_editor.hpp"

#include <random>

#include <doctest/doctest.h>

#include "attune/base/text.hpp"

namespace attune::host {

namespace {

using State = LineEditor::State;

/// A terminal of the size of a postcard: what would stand on the screen after the bytes.
class PaperTerminal {
  public:
    PaperTerminal(int columns, int rows)
        : columns_(columns), lines_(static_cast<std::size_t>(rows)) {}

    void write(std::string_view bytes) {
        while (!bytes.empty()) {
            const std::size_t used = take(bytes);
            bytes.remove_prefix(used);
        }
    }
    /// Rows without trailing blanks, down to the last one that has anything.
    [[nodiscard]] std::vector<std::string> screen() const {
        std::vector<std::string> out;
        for (const auto& line : lines_) {
            std::string text;
            for (const std::string& cell : line)
                text += cell == kHidden ? "" : cell;
            while (text.ends_with(' '))
                text.pop_back();
            out.push_back(text);
        }
        while (!out.empty() && out.back().empty())
            out.pop_back();
        return out;
    }
    [[nodiscard]] int row() const { return row_; }
    [[nodiscard]] int column() const { return column_; }
    bool overflowed = false;  ///< a character had no room in its row

  private:
    static constexpr const char* kHidden = "\x01";

    std::size_t take(std::string_view bytes) {
        if (bytes[0] == '\r') {
            column_ = 0;
            return 1;
        }
        if (bytes[0] == '\n') {
            if (row_ + 1 == static_cast<int>(lines_.size())) {
                lines_.erase(lines_.begin());
                lines_.emplace_back();
            } else {
                ++row_;
            }
            return 1;
        }
        if (bytes[0] == '\x1b') return take_sequence(bytes);
        // One cluster: with the marks that follow it.
        std::string_view cluster =
            cut_to_columns(bytes.substr(0, bytes.find_first_of("\r\n\x1b")), 1);
        if (cluster.empty())
            cluster = cut_to_columns(bytes.substr(0, bytes.find_first_of("\r\n\x1b")), 2);
        const int width = column_width(cluster);
        if (column_ + width > columns_) overflowed = true;
        auto& line = lines_[static_cast<std::size_t>(row_)];
        line.resize(std::max(line.size(), static_cast<std::size_t>(column_ + width)), " ");
        line[static_cast<std::size_t>(column_)] = std::string(cluster);
        if (width == 2) line[static_cast<std::size_t>(column_) + 1] = kHidden;
        column_ += width;
        return cluster.size();
    }
    std::size_t take_sequence(std::string_view bytes) {
        std::size_t end = 2;
        while (bytes[end] < 0x40)
            ++end;
        const int count = static_cast<int>(parse_integer(bytes.substr(2, end - 2)).value_or(0));
        if (bytes[end] == 'A') row_ = std::max(0, row_ - count);
        if (bytes[end] == 'C') column_ += count;
        if (bytes[end] == 'J') {
            auto& line = lines_[static_cast<std::size_t>(row_)];
            line.resize(std::min(line.size(), static_cast<std::size_t>(column_)));
            for (std::size_t i = static_cast<std::size_t>(row_) + 1; i < lines_.size(); ++i)
                lines_[i].clear();
        }
        return end + 1;
    }

    int columns_;
    int row_ = 0;
    int column_ = 0;
    std::vector<std::vector<std::string>> lines_;
};

struct Session {
    PaperTerminal terminal;
    LineEditor editor;
    std::string written = {};
    State state = State::Reading;

    Session(int columns, int rows, std::string_view prompt = "> ")
        : terminal(columns, rows), editor(prompt, columns, rows) {
        terminal.write(editor.begin());
    }
    void type(std::string_view keys) {
        written.clear();
        state = editor.feed(keys, written);
        terminal.write(written);
    }
};

std::string typed(std::string_view keys) {
    Session session(40, 10);
    session.type(keys);
    return session.editor.text();
}

}  // namespace

TEST_CASE("keys move and erase by what is seen as one character") {
    const std::pair<const char*, const char*> cases[] = {
        {"hello", "hello"},
        {"helo\x1b[Dl", "hello"},
        {"ello\x01h", "hello"},
        {"ello\x1b[Hh\x1b[Fo", "helloo"},
        {"hellp\x7fo", "hello"},
        {"hellpp\b\bo", "hello"},
        {"a👩‍👩‍👧\x7f"
         "b",
         "ab"},
        {"e\u0301\x7fx", "x"},
        {"晚饭\x1b[D\x7f", "饭"},
        {"🏳️‍🌈\x1b[Da", "a🏳️‍🌈"},
        {"one two three\x17", "one two "},
        {"one two\x15three", "three"},
        {"one two\x15\x19", "one two"},
        {"one two\x01\x1b[3~\x04", "e two"},
        {"one two\x01\x1b"
         "f!",
         "one! two"},
        {"one two\x1b[1;5D!", "one !two"},
        {"one two\x01\x0b"
         "x",
         "x"},
        {"\x7f\x1b[D\x1b[C\x17\x15\x0b", ""},
        {"a\x1b[12;7Rb\x1b[99~c", "abc"},
        {"a\x1bOHb\x1bOFc", "bac"},
        {"Zo\xeb left", "Zo\xeb left"},
        {"first\x1b\rsecond", "first\nsecond"},
    };
    for (const auto& [keys, text] : cases) {
        CAPTURE(keys);
        CHECK(typed(keys) == text);
    }
}

TEST_CASE("a line ends with Enter, Ctrl-C, and Ctrl-D where nothing stands") {
    Session enter(40, 5);
    std::string out;
    std::string_view keys = "one\rtwo";
    CHECK(enter.editor.feed(keys, out) == State::Done);
    CHECK(enter.editor.text() == "one");
    CHECK(keys == "two");
    Session interrupted(40, 5);
    interrupted.type("half\x03");
    CHECK(interrupted.state == State::Interrupted);
    CHECK(interrupted.editor.text() == "half");
    Session empty(40, 5);
    empty.type("\x04");
    CHECK(empty.state == State::Interrupted);
}

TEST_CASE("pasted line breaks and control characters are text and end nothing") {
    Session session(40, 10);
    session.type("\x1b[200~one\rtwo\x03\x15\x1b[Athree\x1b[201~");
    CHECK(session.state == State::Reading);
    CHECK(session.editor.text() == "one\ntwo\x03\x15\x1b[Athree");
    CHECK(session.terminal.screen() ==
          std::vector<std::string>{"> one", "two\\x03\\x15\\x1b[Athree"});
    session.type("\r");
    CHECK(session.state == State::Done);
    CHECK(typed("\x1b[200~one\r\ntwo\r\rthree\n\x1b[201~") == "one\ntwo\n\nthree\n");
}

TEST_CASE("what is typed at the end is written as it is") {
    Session session(40, 5);
    session.type("hel");
    CHECK(session.written == "hel");
    session.type("👍");
    CHECK(session.written == "👍");
    session.type("\xe6");
    CHECK(session.written.empty());
    session.type("\x99\x9a");
    CHECK(session.written == "晚");
}

TEST_CASE("words are kept by the byte, whatever pieces they come in") {
    const std::string text = "Zoë 👩‍👩‍👧 晚饭 e\u0301 \xff end";
    Session whole(20, 10);
    whole.type(text);
    Session pieces(20, 10);
    for (const char byte : text)
        pieces.type({&byte, 1});
    CHECK(whole.editor.text() == text);
    CHECK(pieces.editor.text() == text);
    CHECK(pieces.terminal.screen() == whole.terminal.screen());
}

TEST_CASE("whatever keys are pressed, the screen shows the text and the cursor") {
    const std::vector<std::string> keys{"a",
                                        "word ",
                                        "晚",
                                        "👩‍👩‍👧",
                                        "e\u0301",
                                        " ",
                                        "\x1b[D",
                                        "\x1b[C",
                                        "\x7f",
                                        "\x1b[H",
                                        "\x1b[F",
                                        "\x17",
                                        "\x1b[3~",
                                        "\x19",
                                        "\x1b\r",
                                        "longer words in a row ",
                                        "\x1b[1;5D",
                                        "\x1b"
                                        "f",
                                        "\x02",
                                        "\x06"};
    std::mt19937 random(20260301);
    for (const int columns : {9, 20, 40, 80}) {
        for (int round = 0; round < 60; ++round) {
            Session session(columns, 60);
            for (int i = 0; i < 60; ++i) {
                session.type(keys[random() % keys.size()]);
                // Drawn from nothing, the same text looks the same.
                Session fresh(columns, 60);
                std::string text = "\x1b[200~" + session.editor.text() + "\x1b[201~";
                fresh.type(text);
                REQUIRE(session.terminal.screen() == fresh.terminal.screen());
                REQUIRE_FALSE(session.terminal.overflowed);
                std::string shown;
                for (const std::string& line : session.terminal.screen())
                    shown += line;
                std::erase(shown, ' ');
                std::string expected = ">" + session.editor.text();
                std::erase(expected, ' ');
                std::erase(expected, '\n');
                REQUIRE(shown == expected);
            }
        }
    }
}

TEST_CASE("a text longer than the screen shows the rows around the cursor and comes back whole") {
    Session session(20, 6);
    std::string text;
    for (int i = 0; i < 40; ++i)
        text += "line " + std::to_string(i) + "\n";
    session.type("\x1b[200~" + text + "\x1b[201~");
    CHECK(session.editor.text() == text);
    CHECK(session.terminal.screen().back() == "line 39");
    session.type("\x1b[H");
    CHECK(session.terminal.screen().front() == "> line 0");
    CHECK(session.terminal.row() == 0);
    CHECK(session.terminal.column() == 2);
    session.type("\x1b[F");
    CHECK(session.terminal.screen().back() == "line 39");
}

TEST_CASE("a hundred thousand pasted bytes are taken in one go") {
    Session session(80, 24);
    session.type("\x1b[200~" + std::string(100'000, 'x') + "\x1b[201~");
    CHECK(session.editor.text().size() == 100'000);
}

TEST_CASE("a prompt as wide as the row leaves the text the next one") {
    Session session(10, 5, "what happened? ");
    session.type("He left");
    CHECK(session.editor.text() == "He left");
    session.type("\x01X");
    CHECK(session.editor.text() == "XHe left");
}

}  // namespace attune::host
