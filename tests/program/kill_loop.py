#!/usr/bin/env python3
"""Kills `attune log` and `attune store fold` at random moments and shows that nothing acknowledged is ever lost.

An entry counts as acknowledged when its id came out of the program. After the kills every acknowledged entry is there
exactly once under its id, and `store check` finds the store in order.
"""
import statistics
import time

from sandbox import Sandbox, fault, kill_after, options, rounds


def usual_seconds(sandbox, acknowledged, *arguments, text=None):
    """Median duration of a few undisturbed runs: the moments to kill at are spread over a little more than that."""
    seconds = []
    for number in range(5):
        words = [f"{text} {number}"] if text else []
        start = time.monotonic()
        out = sandbox.must(*arguments, *words)
        seconds.append(time.monotonic() - start)
        if words:
            acknowledged[words[0]] = out.strip()
    return statistics.median(seconds)


def campaign(given, sandbox, number, totals):
    acknowledged = {}
    log_seconds = usual_seconds(sandbox, acknowledged, "log", "--porcelain", text=f"undisturbed {number}")
    fold_seconds = usual_seconds(sandbox, acknowledged, "store", "fold")
    kills = folds = tries = 0
    while kills < given.kills:
        tries += 1
        if tries > 20 * given.kills:
            fault(f"only {kills} of {tries} processes could be killed in time")
        text = f"entry {number} {tries}"
        killed, out = kill_after(sandbox.start("log", "--porcelain", text), given.rng.uniform(0, 1.3 * log_seconds))
        kills += killed
        if out.endswith("\n"):
            acknowledged[text] = out.strip()
            totals["acknowledged"] += 1
        if tries % 3 == 0:
            killed, _ = kill_after(sandbox.start("store", "fold"), given.rng.uniform(0, 1.3 * fold_seconds))
            kills += killed
            folds += killed
        if tries % 100 == 0:
            sandbox.expect_intact(acknowledged)
    stored = sandbox.expect_intact(acknowledged)
    totals["kills"] += kills
    totals["in fold"] += folds
    totals["stored"] += stored
    sandbox.must("store", "fold")
    sandbox.expect_intact(acknowledged)


def main():
    given = options(__doc__, kills=330)
    totals = dict.fromkeys(["kills", "in fold", "acknowledged", "stored"], 0)
    for number in rounds(given):
        with Sandbox(given.attune) as sandbox:
            campaign(given, sandbox, number, totals)
    print(", ".join(f"{count} {name}" for name, count in totals.items()) + ", 0 lost")


if __name__ == "__main__":
    main()
