#include "render/map_text.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "render/chart_text.hpp"

namespace attune::render {

using report::MapAxis;
using report::MapPoint;
using report::PlaceMap;
using report::ScoreRow;

namespace {

constexpr int kCellsMin = 26;
constexpr int kCellsMax = 48;
/// Steps in which an outline or a line is followed; finer than the dots.
constexpr int kSteps = 720;

/// Cells with dots in them, two across and four down in each, and signs in front of the dots.
class Canvas {
  public:
    Canvas(int width, int height, bool ascii)
        : width_(width),
          height_(height),
          ascii_(ascii),
          dots_(static_cast<std::size_t>(width) * static_cast<std::size_t>(height), 0),
          signs_(dots_.size()) {}

    /// `x` and `y` are shares of the plane, 0 to 1 from the lower left; what lies outside is left
    /// out. `twin` stands for the dot where there is no braille.
    void dot(double x, double y, char twin) {
        if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) return;
        const int across = static_cast<int>(std::lround(x * (2 * width_ - 1)));
        const int down = static_cast<int>(std::lround((1 - y) * (4 * height_ - 1)));
        const std::size_t cell = index(across / 2, down / 4);
        if (ascii_) {
            if (signs_[cell].empty() || twin != '.') signs_[cell].assign(1, twin);
            return;
        }
        // The dots of a braille cell, by column and row.
        static constexpr unsigned char kBits[2][4] = {{0x01, 0x02, 0x04, 0x40},
                                                      {0x08, 0x10, 0x20, 0x80}};
        dots_[cell] = static_cast<unsigned char>(dots_[cell] | kBits[across % 2][down % 4]);
    }

    /// A sign in the cell of a point; another mark there already becomes `crowded`.
    void mark(double x, double y, const std::string& sign, const std::string& crowded) {
        const auto part = [](double share, int cells) {
            return static_cast<int>(std::lround(std::clamp(share, 0.0, 1.0) * (cells - 1)));
        };
        const std::size_t cell = index(part(x, width_), height_ - 1 - part(y, height_));
        const bool taken = std::find(marked_.begin(), marked_.end(), cell) != marked_.end();
        signs_[cell] = taken && !crowded.empty() ? crowded : sign;
        marked_.push_back(cell);
    }

    /// A word at the left or right end of the first or last row.
    void corner(const std::string& word, bool right, bool top) {
        const std::string cut(cut_to_columns(word, width_ / 2 - 1));
        const int start = right ? width_ - column_width(cut) : 0;
        int at = start;
        for (std::size_t i = 0; i < cut.size();) {
            std::size_t end = i + 1;
            while (end < cut.size() && (static_cast<unsigned char>(cut[end]) & 0xC0) == 0x80)
                ++end;
            if (at < width_) signs_[index(at, top ? 0 : height_ - 1)] = cut.substr(i, end - i);
            at += std::max(1, column_width(cut.substr(i, end - i)));
            i = end;
        }
    }

    [[nodiscard]] std::string line(int row) const {
        std::string out;
        for (int column = 0; column < width_; ++column) {
            const std::size_t cell = index(column, row);
            if (!signs_[cell].empty()) {
                out += signs_[cell];
            } else if (dots_[cell] == 0) {
                out += ' ';
            } else {
                // U+2800 plus the bits, in UTF-8.
                const unsigned bits = dots_[cell];
                out += '\xE2';
                out += static_cast<char>(0xA0 + (bits >> 6));
                out += static_cast<char>(0x80 + (bits & 0x3F));
            }
        }
        return out;
    }

  private:
    [[nodiscard]] std::size_t index(int column, int row) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(width_) +
               static_cast<std::size_t>(column);
    }
    int width_;
    int height_;
    bool ascii_;
    std::vector<unsigned char> dots_;
    std::vector<std::string> signs_;
    std::vector<std::size_t> marked_;
};

double share_of(const MapAxis& axis, double value) {
    return (value - axis.low) / (axis.high - axis.low);
}

/// A straight split in every second dot, so that it looks unlike an outline; in ASCII without gaps.
void draw_split(const PlaceMap& map, double x0, double y0, double x1, double y1, int dots,
                Canvas& canvas) {
    const char twin = x0 == x1 ? '|' : '-';
    for (int step = 0; step <= dots; step += 2) {
        const double part = static_cast<double>(step) / dots;
        canvas.dot(share_of(map.right, x0 + part * (x1 - x0)),
                   share_of(map.up, y0 + part * (y1 - y0)), twin);
    }
}

void draw_borders(const PlaceMap& map, int width, int height, Canvas& canvas) {
    for (const auto& border : map.borders) {
        const auto& first = border.front();
        const auto& last = border.back();
        if (border.size() == 2 && (first.first == last.first || first.second == last.second)) {
            draw_split(map, first.first, first.second, last.first, last.second,
                       first.first == last.first ? 4 * height - 1 : 2 * width - 1, canvas);
            continue;
        }
        for (const auto& spot : border)
            canvas.dot(share_of(map.right, spot.first), share_of(map.up, spot.second), '.');
    }
}

void draw_region(const PlaceMap& map, const MapPoint& point, Canvas& canvas) {
    if (!point.x_half || !point.y_half) return;
    for (int step = 0; step < kSteps; ++step) {
        const double angle = 2 * std::numbers::pi * step / kSteps;
        canvas.dot(share_of(map.right, point.x + *point.x_half * std::cos(angle)),
                   share_of(map.up, point.y + *point.y_half * std::sin(angle)), '.');
    }
}

void draw_way(const PlaceMap& map, const MapPoint& from, const MapPoint& to, Canvas& canvas) {
    constexpr int kWaySteps = 90;
    for (int step = 0; step <= kWaySteps; ++step) {
        const double part = static_cast<double>(step) / kWaySteps;
        canvas.dot(share_of(map.right, from.x + part * (to.x - from.x)),
                   share_of(map.up, from.y + part * (to.y - from.y)), ':');
    }
}

std::string letter_of(std::size_t index) {
    return index < 26 ? std::string(1, static_cast<char>('a' + index)) : std::string("+");
}

/// "1 at ease       Anxiety      on alert 7", with fewer words where there is less room.
std::string foot(const MapAxis& axis, int columns) {
    const auto end = [](double number, const std::string& word, bool first) {
        const std::string shown = shortest_number(number);
        if (word.empty()) return shown;
        return first ? shown + " " + word : word + " " + shown;
    };
    for (const bool words : {true, false}) {
        const std::string low = end(axis.low, words ? axis.low_word : "", true);
        const std::string high = end(axis.high, words ? axis.high_word : "", false);
        const int room = columns - column_width(low) - column_width(high);
        const int title = column_width(axis.title);
        if (room < title + 2) continue;
        const int before = (room - title) / 2;
        return low + std::string(static_cast<std::size_t>(before), ' ') +
               pad_right(axis.title, room - before) + high;
    }
    return axis.title;
}

std::vector<std::string> legend(const PlaceMap& map, bool ascii) {
    std::vector<std::string> lines;
    const bool region = std::any_of(map.points.begin(), map.points.end(),
                                    [](const MapPoint& point) { return point.x_half.has_value(); });
    if (map.path) {
        std::string line = ascii ? "x now" : "● now";
        if (map.points.size() > 1) line += ascii ? ", o before" : ", ○ before";
        lines.push_back(line);
    } else {
        for (std::size_t i = 0; i < map.points.size(); ++i)
            lines.push_back(letter_of(i) + ": " + map.points[i].label);
    }
    if (region) lines.emplace_back("ring: where 95 in 100 redraws of the answers lie");
    return lines;
}

}  // namespace

std::vector<std::string> draw_map(const PlaceMap& map, int columns, bool ascii) {
    const int width = std::clamp(columns - 4, kCellsMin, kCellsMax);
    const int height = width / 4;
    Canvas canvas(width, height, ascii);
    draw_borders(map, width, height, canvas);
    for (std::size_t i = 0; map.path && i + 1 < map.points.size(); ++i)
        draw_way(map, map.points[i], map.points[i + 1], canvas);
    if (map.path && !map.points.empty()) draw_region(map, map.points.back(), canvas);
    for (std::size_t i = 0; !map.path && i < map.points.size(); ++i)
        draw_region(map, map.points[i], canvas);
    canvas.corner(map.corners[0], false, false);
    canvas.corner(map.corners[1], false, true);
    canvas.corner(map.corners[2], true, true);
    canvas.corner(map.corners[3], true, false);
    for (std::size_t i = 0; i < map.points.size(); ++i) {
        const MapPoint& point = map.points[i];
        const bool now = i + 1 == map.points.size();
        const std::string sign = !map.path ? letter_of(i)
                                 : now     ? (ascii ? "x" : "●")
                                           : (ascii ? "o" : "○");
        canvas.mark(share_of(map.right, point.x), share_of(map.up, point.y), sign,
                    map.path ? "" : "*");
    }
    std::vector<std::string> lines;
    const std::string up_word = map.up.high_word.empty() ? "" : ", " + map.up.high_word;
    lines.push_back(fmt::format("{} {}{}", map.up.title, shortest_number(map.up.high), up_word));
    std::string rule;
    for (int i = 0; i < width; ++i)
        rule += ascii ? "-" : "─";
    lines.push_back(ascii ? "+" + rule + "+" : "┌" + rule + "┐");
    const std::string side = ascii ? "|" : "│";
    for (int row = 0; row < height; ++row)
        lines.push_back(side + canvas.line(row) + side);
    lines.push_back(ascii ? "+" + rule + "+" : "└" + rule + "┘");
    lines.push_back(foot(map.right, width + 2));
    for (const std::string& entry : legend(map, ascii)) {
        for (std::string& line : wrap(entry, width + 2))
            lines.push_back(std::move(line));
    }
    return lines;
}

std::string draw_strip(const ScoreRow& row, int cells, bool ascii) {
    Strip strip(row.low, row.high, cells, ascii);
    if (row.range) strip.range(*row.range);
    if (row.score) strip.score(*row.score);
    return fmt::format("{} {} {}", shortest_number(row.low), strip.line(),
                       shortest_number(row.high));
}

}  // namespace attune::render
