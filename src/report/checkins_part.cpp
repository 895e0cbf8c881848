#include <array>

#include <fmt/format.h>

#include "attune/base/counted.hpp"
#include "attune/base/text.hpp"
#include "attune/stats/minimums.hpp"
#include "attune/stats/summary.hpp"
#include "report/steps_parts.hpp"

namespace attune::report {

namespace {

struct Item {
    const char* name;
    const char* words;
};
constexpr std::array<Item, 4> kItems = {{{"named", "could name what I felt"},
                                         {"calm", "could answer calmly"},
                                         {"myself", "felt like myself"},
                                         {"support", "felt supported"}}};

}  // namespace

Part checkins_part(const Steps& steps) {
    Part part;
    Section section{.id = "checkins", .heading = "Check-ins", .aside = "(0 to 10)", .blocks = {}};
    Table table{.title = "Check-ins",
                .columns = {{.name = "Question"},
                            {.name = "Median", .align = Column::Align::Right},
                            {.name = "Middle half"},
                            {.name = "Rests on"}},
                .rows = {}};
    Machine machine = Machine::members();
    for (const Item& item : kItems) {
        std::vector<double> values;
        for (const CheckinAnswer& answer : steps.checkins)
            if (answer.item == item.name) values.push_back(answer.value);
        const auto n = static_cast<long>(values.size());
        const auto median = stats::median(values);
        machine.set(item.name, Machine::members()
                                   .set("n", n)
                                   .set("median", median)
                                   .set("quartile_low", stats::quantile(values, 0.25))
                                   .set("quartile_high", stats::quantile(values, 0.75)));
        if (!median) continue;
        // The middle half of fewer says nothing that the median does not.
        const std::string half = n >= stats::kRateEntriesMin
                                     ? fmt::format("middle half {} to {}",
                                                   shortest_number(*stats::quantile(values, 0.25)),
                                                   shortest_number(*stats::quantile(values, 0.75)))
                                     : std::string("-");
        table.rows.push_back(
            {{item.words, shortest_number(*median), half, counted(n, "check-in", "check-ins")}});
    }
    part.members.emplace_back("checkins", std::move(machine));
    if (table.rows.empty()) return part;
    section.blocks.emplace_back(std::move(table));
    part.sections.push_back(std::move(section));
    part.explained.push_back(
        {"Check-ins", "Medians of what was rated; what was skipped is missing, not 0."});
    return part;
}

}  // namespace attune::report
