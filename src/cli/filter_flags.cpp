#include "cli/filter_flags.hpp"

#include <fmt/format.h>

#include "attune/base/text.hpp"

namespace attune::cli {

namespace {

/// Adds `name=value` of --not to what is unwanted.
Status add_unwanted(std::string_view text, query::Wishes& unwanted) {
    const auto equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    for (const char* response : {"reacted", "responded", "mixed", "unsure"}) {
        if (text == response) {
            unwanted.responses.emplace_back(response);
            return {};
        }
    }
    if (text == "bring") {
        unwanted.bring = true;
        return {};
    }
    if (equals != std::string_view::npos && equals + 1 < text.size()) {
        const std::string_view value = text.substr(equals + 1);
        if (name == "with") {
            unwanted.people.emplace_back(value);
            return {};
        }
        if (name == "trigger") {
            unwanted.triggers.emplace_back(value);
            return {};
        }
        if (name == "kind") {
            unwanted.kinds.emplace_back(value);
            return {};
        }
        if (name == "feel") {
            ATTUNE_TRY(query::FeelingWish wish, query::parse_feeling_wish(value));
            unwanted.feelings.push_back(std::move(wish));
            return {};
        }
        if (name == "text") {
            ATTUNE_TRY(unwanted.text, query::parse_text_query(value));
            return {};
        }
    }
    return fail(ErrorKind::Usage, fmt::format("'--not' does not know '{}'", make_visible(text)),
                "write --not with=sam, trigger=, kind=, feel=, text=, reacted, responded or bring");
}

Error named(Error error, const char* flag) {
    return std::move(error).within(fmt::format("'{}'", flag));
}

Status set_days(const FilterFlags& flags, const journal::Now& now, query::Filter& filter) {
    const int ways = (flags.from || flags.to ? 1 : 0) + (flags.on ? 1 : 0) + (flags.last ? 1 : 0);
    if (ways > 1) {
        return fail(ErrorKind::Usage,
                    "'--on', '--last' and '--from' with '--to' exclude each other");
    }
    if (flags.on) {
        const auto day = journal::parse_day(*flags.on, now);
        if (!day) return fail(named(day.error(), "--on"));
        filter.first_day = filter.last_day = *day;
    }
    if (flags.last) {
        const std::string_view text = trim(*flags.last);
        const bool counted = !text.empty() && text[0] >= '0' && text[0] <= '9';
        const auto range = journal::parse_period(text, now);
        if (!counted || !range || !range->first || range->last != now.today()) {
            return fail(ErrorKind::Usage,
                        fmt::format("'--last' does not know '{}'", make_visible(text)),
                        "write --last 7d, 4w, 3 months or 1y");
        }
        filter.first_day = range->first;
        filter.last_day = range->last;
    }
    if (flags.from) {
        const auto range = journal::parse_period(*flags.from, now);
        if (!range) return fail(named(range.error(), "--from"));
        filter.first_day = range->first;
    }
    if (flags.to) {
        const auto range = journal::parse_period(*flags.to, now);
        if (!range) return fail(named(range.error(), "--to"));
        filter.last_day = range->last;
    }
    if (filter.first_day && filter.last_day && *filter.first_day > *filter.last_day) {
        return fail(ErrorKind::Usage, fmt::format("there is no day from {} to {}",
                                                  filter.first_day->iso(), filter.last_day->iso()));
    }
    return {};
}

}  // namespace

bool FilterFlags::empty() const {
    return !from && !to && !on && !last && with.empty() && triggers.empty() && feelings.empty() &&
           kinds.empty() && unwanted.empty() && text.empty() && !reacted && !responded && !mixed &&
           !unsure && !bring && !conflicts;
}

void describe_wishes(OptionSet& options, FilterFlags& flags) {
    options.text(flags.from, "--from", "WHEN", "the first day, or the first of a month or week")
        .text(flags.to, "--to", "WHEN", "the last day, included")
        .text(flags.on, "--on", "DAY", "one day: today, monday, 2026-03-01")
        .text(flags.last, "--last", "TIME", "the days up to today: 7d, 4w, 3 months, 1y")
        .texts(flags.with, "--with", "PERSON", "with this person; several times: with any of them")
        .texts(flags.triggers, "--trigger", "WORD", "with this trigger")
        .texts(flags.feelings, "--feel", "F[=RANGE]",
               "with this feeling: anxious, anxious=7+, anxious=3..6")
        .texts(flags.kinds, "--kind", "KIND",
               "of this kind: trigger, entry, assessment, draft (help kinds)")
        .texts(flags.text, "--text", "WORDS",
               "with these words, wait* or wait.. or '\"exact phrase\"'")
        .flag(flags.reacted, "--reacted", "where it ran by itself")
        .flag(flags.responded, "--responded", "where you chose")
        .flag(flags.mixed, "--mixed", "where it was some of both")
        .flag(flags.unsure, "--unsure", "where it was hard to say")
        .flag(flags.bring, "--bring", "marked for the next session")
        .flag(flags.conflicts, "--conflicts", "changed on two machines apart, not settled yet")
        .texts(flags.unwanted, "--not", "WISH",
               "without: with=sam, trigger=silence, kind=entry, reacted, …");
}

void describe(OptionSet& options, FilterFlags& flags) {
    describe_wishes(options, flags);
    options.number(flags.limit, "--limit", "N", "at most N")
        .flag(flags.reverse, "--reverse", "the other way round");
}

Result<query::Filter> filter_of(const FilterFlags& flags, const journal::Now& now) {
    query::Filter filter;
    ATTUNE_CHECK(set_days(flags, now, filter));
    query::Wishes& wishes = filter.wishes;
    for (const std::string& person : flags.with) {
        wishes.people.push_back(person.starts_with('@') ? person.substr(1) : person);
    }
    for (const std::string& trigger : flags.triggers) {
        wishes.triggers.push_back(
            trigger.starts_with('%') || trigger.starts_with('#') ? trigger.substr(1) : trigger);
    }
    for (const std::string& text : flags.feelings) {
        auto wish = query::parse_feeling_wish(text);
        if (!wish) return fail(named(std::move(wish).error(), "--feel"));
        wishes.feelings.push_back(*std::move(wish));
    }
    wishes.kinds = flags.kinds;
    if (flags.reacted) wishes.responses.emplace_back("reacted");
    if (flags.responded) wishes.responses.emplace_back("responded");
    if (flags.mixed) wishes.responses.emplace_back("mixed");
    if (flags.unsure) wishes.responses.emplace_back("unsure");
    wishes.bring = flags.bring;
    wishes.conflict = flags.conflicts;
    if (!flags.text.empty()) {
        ATTUNE_TRY(wishes.text, query::parse_text_query(join(flags.text, " ")));
    }
    for (const std::string& text : flags.unwanted) {
        ATTUNE_CHECK(add_unwanted(text, filter.unwanted));
    }
    if (flags.limit) {
        if (*flags.limit < 0) return fail(ErrorKind::Usage, "'--limit' takes 0 or more");
        filter.limit = *flags.limit;
    }
    return filter;
}

}  // namespace attune::cli
