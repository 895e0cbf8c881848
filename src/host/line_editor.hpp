#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// One line that a person types on a terminal that can move its cursor. Knows no file descriptor:
/// bytes typed go in, bytes to show come out.
///
/// 1. The text is what was typed, byte for byte; moving and erasing go by whole characters as they
///    are seen, however many bytes or code points those have.
/// 2. What was typed at the end and fits the row is written as it is, without drawing anything
///    anew.
/// 3. Pasted line breaks, and Alt-Enter, are part of the text. A pasted text never ends the line.
/// 4. Nothing is remembered once the editor is gone: there is no history.
namespace attune::host {

class LineEditor {
  public:
    enum class State {
        Reading,
        Done,
        Interrupted,  ///< Ctrl-C, or Ctrl-D on an empty line
    };

    /// `prompt` stands before the text and has no line break.
    LineEditor(std::string_view prompt, int columns, int rows);

    /// The prompt, and what turns bracketed paste on.
    [[nodiscard]] std::string begin();
    /// Takes typed bytes as far as the line goes and cuts them off `bytes`; adds what is to be
    /// written to `out`.
    [[nodiscard]] State feed(std::string_view& bytes, std::string& out);
    /// What puts the terminal in order: the cursor behind the text, on a new line.
    [[nodiscard]] std::string end();
    /// The size of the terminal, where it has changed.
    void resize(int columns, int rows);

    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    /// What stands in one place of the screen.
    struct Cell {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::string shown;
        int width = 0;
        bool breaks = false;
        int row = 0;
        int column = 0;
    };

    State take_byte(char byte);
    void take_escape(char byte);
    void run_sequence();
    void run_control(char byte);
    void insert(std::string_view bytes);
    void erase(std::size_t begin, std::size_t end, bool keep);
    [[nodiscard]] std::size_t before(std::size_t at) const;
    [[nodiscard]] std::size_t after(std::size_t at) const;
    [[nodiscard]] std::size_t word_before(std::size_t at) const;
    [[nodiscard]] std::size_t word_after(std::size_t at) const;

    void lay_out();
    void draw(std::string& out);
    [[nodiscard]] const Cell* cell_at(std::size_t at) const;

    std::string prompt_;
    int prompt_width_ = 0;
    int columns_;
    int rows_;
    std::string text_;
    std::size_t cursor_ = 0;  ///< a byte offset at a cell's border
    std::string killed_;      ///< erased by a word or more, for Ctrl-Y
    std::string escape_;      ///< an escape sequence on its way
    std::string letter_;      ///< a UTF-8 character on its way
    bool pasting_ = false;
    bool after_return_ = false;
    bool changed_ = false;     ///< by the bytes that are being taken
    bool only_added_ = false;  ///< and at its end alone

    std::vector<Cell> cells_;  ///< of text_, as last laid out
    int end_row_ = 0;
    int end_column_ = 0;
    int first_row_ = 0;  ///< the first row that is shown
    int drawn_row_ = 0;  ///< the row of the cursor on the screen, counted from the first shown
};

}  // namespace attune::host
