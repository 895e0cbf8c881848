#!/usr/bin/env python3
"""Writes a made-up journal as JSONL, for tests, benchmarks and the demo. The same options give the same bytes.

    make_journal.py --seed 7 --weeks 12 --entries 400 --end 2026-03-01 > journal.jsonl

It resembles a real one: quiet days and crowded ones, evenings and nights, a few people with their own triggers, several
feelings at once, copings with before and after, gaps where nothing was noted, and a person who responds a little more
often as the weeks go by. Entries come in the order of time, one line each, written as they are made, so a million lines
need no memory. On the last day nothing is later than 20:00.
"""
import argparse
import bisect
import datetime
import itertools
import math
import random
import sys
import zoneinfo

import sample_words as words

DAY_START_MINUTES = 4 * 60
EVENING_END_MINUTES = 20 * 60


class Choice:
    """Weighted choice among fixed values with one random number."""

    def __init__(self, weights):
        self.values = list(weights)
        total = sum(weights.values())
        self.bounds = list(itertools.accumulate(weight / total for weight in weights.values()))
        self.bounds[-1] = 1.0

    def pick(self, at):
        return self.values[bisect.bisect_right(self.bounds, at)]


class Writer:
    def __init__(self, seed, zone):
        self.rng = random.Random(seed)
        self.zone = zone
        self.person = Choice({alias: share for alias, (_, _, share) in words.PEOPLE.items()})
        # Each person brings the triggers in their own mixture.
        self.trigger = {
            alias: Choice({slug: row[0] * self.rng.uniform(0.4, 1.6) for slug, row in words.TRIGGERS.items()})
            for alias in words.PEOPLE}
        self.coping = Choice({slug: share for slug, (share, _) in words.COPINGS.items()})
        self.hour = Choice({7: 4, 8: 6, 9: 5, 10: 4, 11: 3, 12: 5, 13: 5, 14: 3, 15: 4, 16: 5, 17: 8, 18: 11, 19: 12,
                            20: 14, 21: 15, 22: 11, 23: 6, 24: 4, 25: 2, 26: 1, 27: 1})

    def of(self, values):
        return values[int(self.rng.random() * len(values))]

    def day_counts(self, days, entries):
        """How many entries each day gets, `entries` in all: some days none, some many."""
        weights = [0.0 if self.rng.random() < 0.28 else self.rng.expovariate(1.0) + 0.2 for _ in range(days)]
        weights[-1] = weights[-1] or 1.0
        total, so_far, given = sum(weights), 0.0, 0
        for weight in weights:
            so_far += weight
            upto = min(entries, round(entries * so_far / total))
            yield upto - given
            given = upto

    def offset_minutes(self, day):
        noon = datetime.datetime.combine(day, datetime.time(12), self.zone)
        return int(noon.utcoffset().total_seconds() // 60)

    def day_lines(self, day, count, last, progress):
        following = day + datetime.timedelta(days=1)
        offset = self.offset_minutes(day)
        # In the night a clock changes nothing is noted after 02:00, so every time exists exactly once.
        latest = 26 * 60 if self.offset_minutes(following) != offset else 28 * 60
        latest = EVENING_END_MINUTES if last else latest
        sign, hours, minutes = "-" if offset < 0 else "+", abs(offset) // 60, abs(offset) % 60
        zone = f"{sign}{hours:02}:{minutes:02}"
        today, tomorrow = day.isoformat(), following.isoformat()
        times = sorted(min(self.hour.pick(self.rng.random()) * 60 + int(self.rng.random() * 60), latest - 1)
                       for _ in range(count))
        for minute in times:
            date, clock = (today, minute) if minute < 1440 else (tomorrow, minute - 1440)
            at = f"{date}T{clock // 60:02}:{clock % 60:02}:00{zone}"
            if self.rng.random() < 0.12:
                yield self.plain_line(at, today)
            else:
                yield self.trigger_line(at, today, minute, progress)

    def head(self, kind, at, local_day, text):
        return (f'{{"schema":1,"id":"{self.rng.getrandbits(128):032x}","kind":"{kind}","at":"{at}",'
                f'"local_day":"{local_day}","precision":"minute","text":"{text}"')

    def plain_line(self, at, local_day):
        alias = self.person.pick(self.rng.random())
        text = self.of(words.PLAIN)
        named = "{p}" in text and alias
        text = text.replace("{p}", words.PEOPLE[alias][0])
        people = f'"{alias}"' if named else ""
        return (self.head("entry", at, local_day, text) +
                f',"fields":{{}},"people":[{people}],"values":[],"tags":[],"links":[],"source":"","source_key":""}}\n')

    def trigger_line(self, at, local_day, minute, progress):
        rnd = self.rng.random
        alias = self.person.pick(rnd())
        name, context, _ = words.PEOPLE[alias]
        slug = self.trigger[alias].pick(rnd())
        _, base, feelings, sentences, thoughts, urges = words.TRIGGERS[slug]
        night = minute >= 23 * 60
        peak = max(1, min(10, round(self.rng.gauss(base + (0.9 if night else 0.0) - 0.6 * progress, 1.7))))

        text = self.of(sentences).replace("{p}", name).replace("{d}", self.of(words.DETAILS))
        if rnd() < 0.35:
            text += ". " + self.of(words.AFTERTHOUGHTS)
        fields = f'"thought":"{self.of(thoughts)}"' if rnd() < 0.4 else ""

        values, tags = [], [f'{{"facet":"trigger","slug":"{slug}"}}']

        def value(key, number, phase="peak", scale=',"lo":0,"hi":10'):
            values.append(f'{{"key":"{key}","phase":"{phase}","num":{number}{scale}}}')

        def tag(facet, word):
            tags.append(f'{{"facet":"{facet}","slug":"{word}"}}')

        felt = 1 + (rnd() < 0.55) + (rnd() < 0.2)
        for rank, feeling in enumerate(self.rng.sample(feelings, min(felt, len(feelings)))):
            value(f"feeling.{feeling}", max(0, peak - rank * int(1 + rnd() * 3)))
        if rnd() < 0.3:
            value(f"body.{self.of(words.BODY)}", max(1, min(10, peak + int(rnd() * 3) - 1)))
        if rnd() < 0.1:
            value(f"belief.{self.of(words.BELIEFS)}", 5 * int(rnd() * 21), scale=',"lo":0,"hi":100')
        if rnd() < 0.25:
            value("now", int(rnd() * 11))

        used = self.coping.pick(rnd()) if rnd() < 0.55 else ""
        if used:
            tag("coping", used)
            if rnd() < 0.8:
                drop = max(0, round(self.rng.gauss(words.COPINGS[used][1] + 0.5 * progress, 1.2)))
                value(f"coping.{used}", peak, "before")
                value(f"coping.{used}", max(0, peak - drop), "after")

        calm = -0.2 + 1.1 * progress - 0.28 * (peak - 6) + (0.5 if used else 0.0) - (0.6 if night else 0.0)
        sort = rnd()
        if sort < 0.06:
            tag("response", "unsure")
        elif sort < 0.15:
            tag("response", "mixed")
        elif sort < 0.95:
            tag("response", "responded" if rnd() < 1 / (1 + math.exp(-calm)) else "reacted")
        if rnd() < 0.7:
            early = 0.3 + 0.3 * progress
            when = rnd()
            caught = ("before" if when < early / 4 else "during" if when < early
                      else "after" if when < early + 0.4 else "later")
            tag("caught", caught)
            if caught == "before" and rnd() < 0.6:
                value("lead_s", 5 * int(1 + rnd() * 60), scale="")
        if rnd() < 0.3:
            tag("urge", self.of(urges))
        if rnd() < 0.25:
            tag("need", self.of(words.NEEDS))
        if rnd() < 0.6:
            tag("context", context)
        if rnd() < 0.3:
            tag("outcome", "better" if rnd() < 0.45 + 0.2 * progress else "same" if rnd() < 0.7 else "worse")

        people = f'"{alias}"' if alias else ""
        return (self.head("trigger", at, local_day, text) +
                f',"fields":{{{fields}}},"people":[{people}],"values":[{",".join(values)}],"tags":[{",".join(tags)}],'
                '"links":[],"source":"","source_key":""}\n')


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--weeks", type=int, default=12)
    options.add_argument("--entries", type=int, default=400)
    options.add_argument("--end", type=datetime.date.fromisoformat, default=datetime.date(2026, 3, 1),
                         help="the last day, YYYY-MM-DD")
    options.add_argument("--zone", type=zoneinfo.ZoneInfo, default=zoneinfo.ZoneInfo("Europe/Berlin"))
    given = options.parse_args()
    if given.weeks < 1 or given.entries < 0:
        options.error("--weeks is at least 1 and --entries at least 0")

    writer = Writer(given.seed, given.zone)
    days = given.weeks * 7
    first = given.end - datetime.timedelta(days=days - 1)
    out = sys.stdout
    out.reconfigure(encoding="utf-8")
    out.write('{"schema":1,"type":"header","note":"sample made by a generator, tests/support/make_journal.py; '
              f'no person wrote it","seed":{given.seed},"weeks":{given.weeks},"entries":{given.entries}}}\n')
    for number, count in enumerate(writer.day_counts(days, given.entries)):
        if count:
            out.writelines(writer.day_lines(first + datetime.timedelta(days=number), count, number == days - 1,
                                            number / days))


if __name__ == "__main__":
    main()
