#include <fmt/format.h>

#include "report/week_parts.hpp"

namespace attune::report {

namespace {

std::string clustering_text(const WeekData& data, const WeekFigures& figures) {
    const stats::DesignEffect& design = figures.reacted.design;
    std::string text =
        "Entries of one day resemble each other, so they count for less than their number: the "
        "interval uses an effective n, the printed n is the number of entries.";
    if (design.n > 0) {
        text += fmt::format(" This {}: n {:.0f}, effective n {:.1f}.", data.noun, design.n,
                            design.n_effective);
    }
    return text;
}

}  // namespace

Section week_explanation(const WeekData& data, const WeekFigures& figures) {
    Section section{
        .id = "explanation", .heading = "How these numbers are made", .aside = {}, .blocks = {}};
    const auto say = [&](const char* label, std::string text) {
        section.blocks.emplace_back(KeyValue{label, std::move(text)});
    };
    say("Rate",
        "Entries marked reacted, out of those marked reacted, responded or mixed. Unsure "
        "and unmarked entries stand beside it, never inside.");
    say("Likely",
        "95 % intervals: Wilson's for a rate, Newcombe's for a difference of two rates. "
        "From 5 entries on.");
    say("Days", clustering_text(data, figures));
    say("Difference",
        fmt::format("This {} minus the {} days before. Needs 10 entries now and 20 before, "
                    "reaching back 14 days. \"Could be luck\" means that no difference at all is "
                    "inside the interval.",
                    data.noun, data.before_days));
    say("Peak",
        "The intensity of an entry at its highest, or its strongest feeling when no "
        "intensity was given. Missing ratings stay missing.");
    say("Coping",
        "Counts, and medians over moments rated both before and after on the same scale. "
        "A drop is no proof: moments worth logging are the hard ones, and hard moments "
        "settle on their own.");
    return section;
}

}  // namespace attune::report
