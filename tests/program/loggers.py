#!/usr/bin/env python3
"""Many loggers at once, with folds and reads between them: nothing is lost and nothing is there twice. An entry that had to
wait beside the store, because the others held it for too long, was acknowledged as well and has to be there in the end.
"""
import concurrent.futures

from sandbox import Sandbox, fault, options, rounds


def main():
    given = options(__doc__, loggers=32, entries=6)
    total = folds = aside = 0
    for number in rounds(given):
        with Sandbox(given.attune) as sandbox:
            acknowledged, waiting = {}, [0]

            def one_logger(logger, sandbox=sandbox, number=number, waiting=waiting):
                mine = {}
                for entry in range(given.entries):
                    text = f"round {number} logger {logger} entry {entry}"
                    done = sandbox.run("log", "--porcelain", text)
                    waits = done.returncode == 74 and "waits sealed" in done.stderr
                    if done.returncode != 0 and not waits:
                        fault(f"a logger ended with {done.returncode}: {done.stderr}")
                    waiting[0] += waits
                    mine[text] = done.stdout.strip()
                return mine

            with concurrent.futures.ThreadPoolExecutor(given.loggers + 2) as pool:
                others = [pool.submit(sandbox.run, *command) for command in
                          (["store", "fold"], ["list", "--json"], ["store", "fold"], ["report", "week"])]
                for mine in pool.map(one_logger, range(given.loggers)):
                    acknowledged |= mine
                for other in others:
                    done = other.result()
                    if done.returncode != 0:
                        fault(f"attune {' '.join(done.args)} between loggers ended with {done.returncode}: {done.stderr}")
                folds += 2
            stored = sandbox.expect_intact(acknowledged)
            if not stored == len(acknowledged) == given.loggers * given.entries:
                fault(f"{len(acknowledged)} entries acknowledged, {stored} stored")
            total += stored
            aside += waiting[0]
    print(f"{given.loggers} loggers at once, {total} entries, {folds} folds between them, {aside} waited aside, 0 lost, 0 double")


if __name__ == "__main__":
    main()
