#!/usr/bin/env python3
"""Many loggers at once, with folds and reads between them and kills at random moments: nothing is lost and nothing is there
twice. An entry that had to wait beside the store, because the others held it for too long, was acknowledged as well and has
to be there in the end; one whose logger was killed may be there, once.
"""
import collections
import concurrent.futures
import random
import threading

from sandbox import Sandbox, fault, kill_after, options, rounds

KILLED_ONE_IN = 25
READS = (["list", "--json"], ["report", "week"], ["list", "--counts"], ["store", "devices"])


def one_logger(sandbox, name, entries, rng, counts):
    """(text to id of what was acknowledged, how many were started)"""
    mine = {}
    for entry in range(entries):
        text = f"{name} entry {entry}"
        if rng.randrange(KILLED_ONE_IN) == 0:
            killed, out = kill_after(sandbox.start("log", "--porcelain", text), rng.uniform(0, 0.02))
            counts["kills"] += killed
            if out.endswith("\n"):
                mine[text] = out.strip()
            continue
        done = sandbox.run("log", "--porcelain", text)
        waits = done.returncode == 74 and "waits sealed" in done.stderr
        if done.returncode != 0 and not waits:
            fault(f"a logger ended with {done.returncode}: {done.stderr}")
        counts["aside"] += waits
        mine[text] = done.stdout.strip()
    return mine


def others(sandbox, rng, done, counts):
    """Folds, of which every other one is killed, and reads, for as long as the loggers go on."""
    while True:
        if rng.randrange(2):
            killed, _ = kill_after(sandbox.start("store", "fold"), rng.uniform(0, 0.1))
            counts["kills"] += killed
            counts["folds"] += not killed
        else:
            ended = sandbox.run("store", "fold")
            if ended.returncode != 0:
                fault(f"attune store fold between loggers ended with {ended.returncode}: {ended.stderr}")
            counts["folds"] += 1
        ended = sandbox.run(*rng.choice(READS))
        counts["reads"] += 1
        if ended.returncode != 0:
            fault(f"attune {' '.join(ended.args)} between loggers ended with {ended.returncode}: {ended.stderr}")
        if done.wait(rng.uniform(0, 0.3)):
            return


def main():
    given = options(__doc__, loggers=32, entries=6)
    counts = collections.Counter()
    for number in rounds(given):
        with Sandbox(given.attune) as sandbox, concurrent.futures.ThreadPoolExecutor(given.loggers + 1) as pool:
            done = threading.Event()
            beside = pool.submit(others, sandbox, random.Random(given.rng.random()), done, counts)
            loggers = [pool.submit(one_logger, sandbox, f"round {number} logger {logger}", given.entries,
                                   random.Random(given.rng.random()), counts) for logger in range(given.loggers)]
            acknowledged = {}
            try:
                for logger in loggers:
                    acknowledged |= logger.result()
            finally:
                done.set()
            beside.result()
            stored = sandbox.expect_intact(acknowledged)
            if not len(acknowledged) <= stored <= given.loggers * given.entries:
                fault(f"{len(acknowledged)} entries acknowledged, {stored} stored")
            counts["entries"] += given.loggers * given.entries
            counts["acknowledged"] += len(acknowledged)
            counts["rounds"] += 1
    print(f"{given.loggers} loggers at once, {counts['entries']} entries in {counts['rounds']} rounds, {counts['acknowledged']} "
          f"acknowledged, {counts['folds']} folds and {counts['reads']} reads between them, {counts['kills']} kills, "
          f"{counts['aside']} waited aside, 0 lost, 0 double")


if __name__ == "__main__":
    main()
