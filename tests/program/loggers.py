#!/usr/bin/env python3
"""Many loggers at once, with folds and reads between them: nothing is lost and nothing is there twice."""
import concurrent.futures

from sandbox import Sandbox, fault, options, rounds


def main():
    given = options(__doc__, loggers=32, entries=6)
    total = folds = 0
    for number in rounds(given):
        with Sandbox(given.attune) as sandbox:
            acknowledged = {}

            def one_logger(logger, sandbox=sandbox, number=number):
                mine = {}
                for entry in range(given.entries):
                    text = f"round {number} logger {logger} entry {entry}"
                    done = sandbox.run("log", "--porcelain", text)
                    if done.returncode != 0:
                        fault(f"a logger ended with {done.returncode}: {done.stderr}")
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
    print(f"{given.loggers} loggers at once, {total} entries, {folds} folds between them, 0 lost, 0 double")


if __name__ == "__main__":
    main()
