#!/usr/bin/env python3
"""Writes every page the program has, from a made-up journal of fourteen months in a throw-away store.

    write_pages.py --attune build/release/src/attune --into build/web/pages [--seed 7]

The journal is that of tests/support/make_journal.py, with what sample.py adds to it, so that every chart has something
to draw. Pages whose name begins with 'first' come from an empty store, those with 'few' from a week of three entries,
those with 'hostile' from words that try to become markup.
"""
import argparse
import pathlib
import random
import sys

import sample

sys.path.insert(0, str(sample.ROOT / "tests/program"))
from sandbox import Sandbox  # noqa: E402

HOSTILE = "</script><b>\"x\" & 'y' <!-- ]]> {{z}} | \u202e \x1b[31m"
ALL_TIME = ("profile", "calibration", "program")
MONTH = ["report", "month", "2026-02"]


def write(box, into, pages):
    for name, words in pages.items():
        # The first report settles the patterns of all weeks, which takes a while on a busy machine.
        box.must(*words, "-o", str(into / f"{name}.html"), timeout=600)


def periods(name):
    """A page of each kind, from a store that has little to say."""
    pages = {f"{name}_week": ["report", "week"], f"{name}_month": MONTH}
    return pages | {f"{name}_{kind}": ["report", kind] for kind in ALL_TIME}


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
        box.env["ATTUNE_NOW"] = sample.NOW
        write(box, into, periods("first"))
        sample.start_program(box)
        box.must("import", "jsonl", "-", input=sample.journal(options.seed, 60, 1500))
        box.must("import", "jsonl", "-", input=sample.practice(chance))
        sample.take_questionnaires(box, chance)
        sample.close_predictions(box, chance)
        sample.write_steps(box, chance)
        write(box, into, {
            "week": ["report", "week"],
            "week_explained": ["report", "week", "--explain"],
            "month": MONTH,
            "month_explained": [*MONTH, "--explain"],
            "month_about": [*MONTH, "--about", "sam"],
            "month_shared": [*MONTH, "--share"],
            "session": ["report", "since", "last", "session"],
            "quarter": ["report", "quarter", "2025-12-01..2026-02-28"],
            "year": ["report", "year", "2025-03-01..2026-02-28"],
            "profile_about": ["report", "profile", "--about", "sam"],
            "profile_shared": ["report", "profile", "--share"],
            "history": ["quiz", "history", "attachment"],
            "compare": ["quiz", "compare", "attachment"],
        } | {kind: ["report", kind] for kind in ALL_TIME})
    with Sandbox(options.attune) as box:
        box.env["ATTUNE_NOW"] = sample.NOW
        for hour in (9, 13, 20):
            box.must("log", "He cancelled dinner again", "--at", f"2026-02-27 {hour:02}:00", "--with", "sam",
                     "--trigger", "plans-changed", "--feel", "hurt=7", "--coping", "breath=7-4", "--reacted")
        box.must("note", "experiment", "If I ask she will be annoyed", "--probability", "80", "--at",
                 "2026-02-27 10:00")
        box.must("note", "experiment", "--of", "last", "--happened", "no", "--at", "2026-02-27 18:00")
        box.must("quiz", "take", "attachment", "--answers", ",".join("4" * 24))
        box.must("program", "start", "--quiz", "attachment")
        write(box, into, periods("few"))
    with Sandbox(options.attune) as box:
        box.env["ATTUNE_NOW"] = sample.NOW
        for hour in range(10, 21):
            box.must("log", HOSTILE, "--at", f"2026-02-28 {hour:02}:00", "--with", "<b>sam</b> & \"co\"", "--trigger",
                     "</title><script>alert(1)</script>", "--feel", "hurt=7", "--coping", "a&b=7-4", "--reacted")
        box.must("note", "experiment", HOSTILE, "--probability", "80", "--at", "2026-02-28 10:00")
        box.must("note", "experiment", "--of", "last", "--happened", "no", "--at", "2026-02-28 18:00")
        box.must("note", "belief", HOSTILE, "--strength", "80", "--at", "2026-02-28 10:00")
        box.must("note", "boundary", HOSTILE, "--domain", "time", "--at", "2026-02-28 10:00")
        box.must("note", "boundary", "--of", "last", "--event", "kept", "--at", "2026-02-28 11:00")
        box.must("note", "win", HOSTILE, "--at", "2026-02-28 10:00")
        write(box, into, periods("hostile"))
    for page in sorted(into.glob("*.html")):
        print(f"{page.name}: {page.stat().st_size} bytes")


if __name__ == "__main__":
    main()
