#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// The entries that tests on many conditions look at.
namespace attune::stats {

/// One entry: on which day, yes or no, and the conditions that held.
struct Occasion {
    int day = 0;  ///< a count of calendar days
    bool hit = false;
    std::vector<std::uint32_t> words;  ///< numbers of conditions, each once
};

class OccasionWindow;

/// Entries in one canonical order (by day, then by conditions and outcome), with an index of who
/// has which condition. Made once for a diary, so that each of its weeks can be looked at through a
/// window of days without copying or sorting anything again. The order of the entries given changes
/// nothing. Memory grows with the highest number of a condition: number them from 0.
class Occasions {
  public:
    struct Day {
        int day = 0;
        std::uint32_t begin = 0;  ///< its first entry
        std::uint32_t entries = 0;
        std::uint32_t hits = 0;
    };

    explicit Occasions(std::span<const Occasion> entries = {});

    /// All days, or those from `first` to `last`, both included. It looks at this table, which has
    /// to live longer and not to move.
    [[nodiscard]] OccasionWindow all() const;
    [[nodiscard]] OccasionWindow between(int first, int last) const;

    [[nodiscard]] bool hit(std::uint32_t entry) const { return hits_[entry] != 0; }
    /// Rising.
    [[nodiscard]] std::span<const std::uint32_t> words_of(std::uint32_t entry) const {
        return std::span(words_).subspan(word_begin_[entry],
                                         word_begin_[entry + 1] - word_begin_[entry]);
    }
    /// The day of an entry, as an index.
    [[nodiscard]] std::uint32_t day_of(std::uint32_t entry) const { return day_of_[entry]; }
    /// Entries with a condition, rising; empty for a number that none has.
    [[nodiscard]] std::span<const std::uint32_t> holders(std::uint32_t word) const;
    /// One more than the highest number of a condition.
    [[nodiscard]] std::uint32_t words_end() const {
        return static_cast<std::uint32_t>(holder_begin_.size() - 1);
    }

  private:
    std::vector<Day> days_;
    std::vector<char> hits_;
    std::vector<std::uint32_t> day_of_;
    std::vector<std::uint32_t> word_begin_;
    std::vector<std::uint32_t> words_;
    std::vector<std::uint32_t> holder_begin_;
    std::vector<std::uint32_t> holders_;
};

/// Some days of a table. Entries and days keep their numbers of the table.
class OccasionWindow {
  public:
    OccasionWindow(const Occasions& table, std::span<const Occasions::Day> days,
                   std::uint32_t first_day);

    [[nodiscard]] const Occasions& table() const { return *table_; }
    [[nodiscard]] std::span<const Occasions::Day> days() const { return days_; }
    [[nodiscard]] std::uint32_t begin() const { return begin_; }
    [[nodiscard]] std::uint32_t end() const { return end_; }
    [[nodiscard]] long entries() const {
        return static_cast<long>(end_) - static_cast<long>(begin_);
    }
    [[nodiscard]] long hits() const { return hits_; }
    /// Hits among all entries; there is at least one.
    [[nodiscard]] double share() const {
        return static_cast<double>(hits_) / static_cast<double>(entries());
    }
    /// Which of days() an entry belongs to.
    [[nodiscard]] std::uint32_t day_of(std::uint32_t entry) const {
        return table_->day_of(entry) - first_day_;
    }
    /// Entries of these days with a condition, rising.
    [[nodiscard]] std::span<const std::uint32_t> holders(std::uint32_t word) const;

  private:
    const Occasions* table_;
    std::span<const Occasions::Day> days_;
    std::uint32_t first_day_;
    std::uint32_t begin_ = 0;
    std::uint32_t end_ = 0;
    long hits_ = 0;
};

}  // namespace attune::stats
