#include <fmt/format.h>

#include "report/week_parts.hpp"

namespace attune::report {

namespace {

Machine interval_machine(const stats::Interval& interval, const char* method) {
    Machine out = Machine::members();
    out.set("low", interval.low)
        .set("high", interval.high)
        .set("level", stats::kUsualLevel)
        .set("method", method);
    return out;
}

Machine days_machine(const std::vector<CivilDay>& days) {
    Machine out = Machine::list();
    for (const CivilDay day : days)
        out.push(day.iso());
    return out;
}

Machine coverage_machine(const WeekData& data, const WeekFigures& figures) {
    Machine out = Machine::members();
    out.set("trigger_entries", figures.entries)
        .set("days_elapsed", figures.days_elapsed)
        .set("days_with_entries", static_cast<long>(figures.days_with.size()))
        .set("days_left_out", days_machine(figures.days_without))
        .set("diary_entries", data.diary_entries)
        .set("checkins", data.checkins)
        .set("practice_minutes", data.practice_minutes);
    return out;
}

Machine triggers_machine(const WeekFigures& figures) {
    Machine out = Machine::list();
    for (const TriggerFigure& trigger : figures.triggers) {
        out.push(Machine::members().set("slug", trigger.slug).set("entries", trigger.entries));
    }
    return out;
}

Machine peak_machine(const WeekFigures& figures) {
    if (!figures.peak) return {};
    Machine out = Machine::members();
    out.set("n", figures.peak->n)
        .set("median", figures.peak->median)
        .set("low", figures.peak->low)
        .set("high", figures.peak->high)
        .set("scale_low", 0)
        .set("scale_high", 10);
    return out;
}

Machine response_machine(const WeekData& data, const WeekFigures& figures) {
    Machine before = Machine::members();
    before.set("days", data.before_days)
        .set("days_reached", figures.before_reach)
        .set("reacted", rate_machine(figures.reacted_before))
        .set("responded", rate_machine(figures.responded_before));
    Machine difference;
    if (figures.difference) {
        difference =
            interval_machine(figures.difference->interval, "newcombe, n effective within days");
        difference.set("difference", figures.difference->difference)
            .set("could_be_luck", figures.difference->interval.contains(0));
    }
    Machine out = Machine::members();
    out.set("reacted", rate_machine(figures.reacted))
        .set("responded", rate_machine(figures.responded))
        .set("mixed", figures.mixed)
        .set("unsure", figures.unsure)
        .set("not_recorded", figures.unrecorded)
        .set("before", std::move(before))
        .set("reacted_difference", std::move(difference));
    return out;
}

Machine caught_machine(const CaughtFigures& caught) {
    const stats::Count in_time = caught.in_time();
    Machine out = Machine::members();
    out.set("before", caught.before)
        .set("during", caught.during)
        .set("after", caught.after)
        .set("later", caught.later)
        .set("not_recorded", caught.unrecorded)
        .set("before_or_during", Machine::members().set("hits", in_time.hits).set("n", in_time.of));
    return out;
}

Machine coping_machine(const WeekFigures& figures) {
    Machine out = Machine::list();
    for (const CopingFigure& coping : figures.copings) {
        Machine one = Machine::members();
        one.set("slug", coping.slug)
            .set("times", coping.times)
            .set("pairs", coping.pairs)
            .set("before_median", coping.before)
            .set("after_median", coping.after);
        out.push(std::move(one));
    }
    return out;
}

}  // namespace

Machine rate_machine(const RateFigure& rate) {
    Machine out = Machine::members();
    out.set("hits", rate.count.hits).set("n", rate.count.of);
    if (rate.count.of == 0) {
        out.set("share", Machine());
    } else {
        out.set("share", rate.count.share());
    }
    out.set("n_effective", rate.design.n_effective)
        .set("intra_day_correlation", rate.design.correlation);
    out.set("interval", rate.interval
                            ? interval_machine(*rate.interval, "wilson, n effective within days")
                            : Machine());
    return out;
}

Machine week_machine(const WeekData& data, const WeekFigures& figures) {
    const CivilDay last = data.first + (data.days - 1);
    Machine period = Machine::members();
    period.set("first", data.first.iso())
        .set("last", last.iso())
        .set("days", data.days)
        .set("so_far", data.today < last);
    Machine out = Machine::members();
    out.set("period", std::move(period))
        .set("coverage", coverage_machine(data, figures))
        .set("triggers", triggers_machine(figures))
        .set("entries_without_trigger", figures.entries_without_trigger)
        .set("peak_intensity", peak_machine(figures))
        .set("response", response_machine(data, figures))
        .set("caught", caught_machine(figures.caught))
        .set("coping", coping_machine(figures));
    return out;
}

}  // namespace attune::report
