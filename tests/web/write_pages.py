#!/usr/bin/env python3
"""Writes every page the program has, from a made-up journal of fourteen months in a throw-away store.

    write_pages.py --attune build/release/src/attune --into build/web/pages [--seed 7]

The journal is that of tests/support/make_journal.py; besides there are takings of a questionnaire about two people over
the months, and predictions that were closed, so that every chart has something to draw. One page
comes from an empty store, one from a week of three entries, one from words that try to become markup.
"""
import argparse
import pathlib
import random
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/program"))
from sandbox import Sandbox  # noqa: E402

NOW = "2026-03-01T21:45:00+00:00"
HOSTILE = "</script><b>\"x\" & 'y' <!-- ]]> {{z}} \u202e \x1b[31m"


def journal(seed, weeks, entries):
    return subprocess.run([sys.executable, "-B", str(ROOT / "tests/support/make_journal.py"), "--seed", str(seed),
                           "--weeks", str(weeks), "--entries", str(entries), "--zone", "UTC"],
                          check=True, stdout=subprocess.PIPE).stdout


def take_questionnaires(box, chance):
    for about, start in (("sam", 5.0), ("mother", 5.6)):
        for month, now in enumerate(("2025-06-01", "2025-08-31", "2025-11-30", "2026-02-22")):
            level = start - 0.5 * month
            answers = " ".join(str(min(7, max(1, round(chance.gauss(level if item % 3 else 8 - level, 1.2)))))
                               for item in range(24))
            answers_file = box.root / "answers.txt"
            answers_file.write_text(answers)
            box.env["ATTUNE_NOW"] = f"{now}T19:00:00+00:00"
            box.must("quiz", "take", "attachment", "--about", about, "--answers", str(answers_file))
    box.env["ATTUNE_NOW"] = NOW


def close_predictions(box, chance):
    """Forty predictions over ten weeks, most of them closed, fewer come true than expected."""
    for number in range(40):
        week, day = divmod(number, 4)
        month, date = divmod(week * 7 + day + 62, 31)
        probability = chance.choice((10, 20, 30, 45, 60, 70, 80, 90))
        year, month = divmod(9 + month, 12)
        when = f"{2025 + year}-{month + 1:02}-{date % 28 + 1:02} 12:00"
        made = box.must("note", "experiment", "If I ask there will be trouble", "--type", "disclose", "--probability",
                        str(probability), "--at", when, "--porcelain").strip()
        if number % 8 == 7:
            continue
        happened = "yes" if chance.random() < probability / 170 else "no"
        box.must("note", "experiment", "--of", made, "--happened", happened, "--at", when.replace("12:00", "19:00"))


def write(box, into, pages):
    for name, words in pages.items():
        # The first report settles the patterns of all weeks, which takes a while on a busy machine.
        box.must(*words, "-o", str(into / f"{name}.html"), timeout=600)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attune", required=True)
    parser.add_argument("--into", required=True, type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    into = options.into.resolve()
    into.mkdir(parents=True, exist_ok=True)
    for old in into.glob("*.html"):
        old.unlink()
    chance = random.Random(options.seed)

    with Sandbox(options.attune) as box:
        box.env["ATTUNE_NOW"] = NOW
        write(box, into, {"first_run": ["report"]})
        box.must("import", "jsonl", "-", input=journal(options.seed, 60, 1500))
        take_questionnaires(box, chance)
        close_predictions(box, chance)
        write(box, into, {
            "week": ["report", "week"],
            "week_explained": ["report", "week", "--explain"],
            "month": ["report", "month", "2026-02"],
            "quarter": ["report", "quarter", "2025-12-01..2026-02-28"],
            "year": ["report", "year", "2025-03-01..2026-02-28"],
            "history": ["quiz", "history", "attachment"],
            "compare": ["quiz", "compare", "attachment"],
        })
    with Sandbox(options.attune) as box:
        box.env["ATTUNE_NOW"] = NOW
        for hour in (9, 13, 20):
            box.must("log", HOSTILE, "--at", f"2026-02-27 {hour:02}:00", "--with", "<b>sam</b> & \"co\"", "--trigger",
                     "<i>x</i>", "--feel", "hurt=7", "--coping", "a&b=7-4", "--reacted")
        write(box, into, {"quiet": ["report", "week"]})
        for hour in range(10, 18):
            box.must("log", HOSTILE, "--at", f"2026-02-28 {hour:02}:00", "--with", "<b>sam</b> & \"co\"", "--trigger",
                     "</title><script>alert(1)</script>", "--feel", "hurt=7", "--coping", "a&b=7-4", "--reacted")
        write(box, into, {"hostile": ["report", "week"], "hostile_month": ["report", "month", "2026-02"]})
    for page in sorted(into.glob("*.html")):
        print(f"{page.name}: {page.stat().st_size} bytes")


if __name__ == "__main__":
    main()
