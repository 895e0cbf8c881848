#!/usr/bin/env python3
"""Kills `attune log` and `attune store fold` at their first, second, … n-th system call, each in turn, until a run gets
through: no moment that matters is left to chance. Needs strace; skipped where processes may not be traced.
"""
import shutil
import subprocess
import sys

from sandbox import Sandbox, fault, options, rounds

# Calls that touch files; everything between two of them is memory, which a kill takes away whole. strace counts each
# kind of call on its own.
CALLS = ("openat", "write", "pwrite64", "pread64", "ftruncate", "fsync", "fdatasync", "rename", "renameat", "renameat2",
         "unlink", "unlinkat", "flock", "mkdir", "mkdirat", "close", "fadvise64")


def killed_at(sandbox, call, step, *arguments):
    """Runs with a kill at the `step`-th call of that kind; (was it killed, what it had printed)."""
    traced = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={step}",
              sandbox.attune, *arguments]
    done = subprocess.run(traced, env=sandbox.env, cwd=sandbox.root, stdin=subprocess.DEVNULL, capture_output=True,
                          timeout=120, check=False)
    return done.returncode in (-9, 137), done.stdout.decode()


def every_call(given, sandbox, name, command, call, acknowledged):
    """Kills one command at every call of one kind; how many kills that took."""
    for step in range(1, given.most):
        text = f"{name} {call} {step}"
        if name == "fold":
            acknowledged[text] = sandbox.must("log", "--porcelain", text).strip()
        killed, out = killed_at(sandbox, call, step, *command, *([text] if name == "log" else []))
        if name == "log" and out.endswith("\n"):
            acknowledged[text] = out.strip()
        if not killed:
            return step - 1
        if step % 5 == 0:
            sandbox.expect_intact(acknowledged)
            # Every fold that was killed leaves a segment more to open: without one that comes to its end now and then
            # the calls of the next grow as fast as their number here.
            sandbox.must("store", "fold")
    fault(f"{name} still runs after {given.most} calls of {call}")


def main():
    given = options(__doc__, most=2000)
    if shutil.which("strace") is None or subprocess.run(
            ["strace", "-o", "/dev/null", "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        print("skipped: nothing can be traced here")
        sys.exit(77)
    kills = {"log": 0, "fold": 0}
    for _ in rounds(given):
        for name, command in (("log", ["log", "--porcelain"]), ("fold", ["store", "fold"])):
            for call in CALLS:
                with Sandbox(given.attune) as sandbox:
                    acknowledged = {}
                    kills[name] += every_call(given, sandbox, name, command, call, acknowledged)
                    sandbox.expect_intact(acknowledged)
    print(", ".join(f"{count} kills in {name}" for name, count in kills.items()) + ", one at every call, 0 lost")


if __name__ == "__main__":
    main()
