#!/usr/bin/env python3
"""Kills `attune key add`, `key remove`, `key change` and `key rotate` at their system calls, each in turn, and looks whether
some secret that the person knows still opens the store, shows every entry and lets another one be logged. Needs strace;
skipped where processes may not be traced. With --stride N only every N-th call of a kind.
"""
import shutil
import subprocess
import sys

from sandbox import Sandbox, fault, options, rounds

# Calls that change files or wait for others; everything between two of them is memory, which a kill takes away whole.
CALLS = ("openat", "write", "ftruncate", "fsync", "rename", "unlink", "flock", "mkdir")
TEXTS = ("in the image", "in the inbox")


class Change:
    """One command; `known` are the files with the secrets of which one must open the store at every step."""

    def __init__(self, name, arguments, known, before=()):
        self.name, self.arguments, self.known, self.before = name, arguments, known, before


class Keyed(Sandbox):
    """A store that opens with the key files `key` and `second` and the passphrase in `words`."""

    def __init__(self, attune):
        super().__init__(attune)
        (self.root / "words").write_text("first words\n", encoding="utf-8")
        (self.root / "others").write_text("other words\n", encoding="utf-8")
        self.must("key", "add", "--new-passphrase-file", "words", "--low-memory")
        self.must("key", "add", "--new-key-file", "second")
        self.must("log", TEXTS[0])
        self.must("store", "fold")
        self.must("log", TEXTS[1])
        self.kept = {}

    def slot(self, kind, which=0):
        rows = [line.split("\t") for line in self.must("key", "list", "--porcelain").splitlines()]
        return [row[0] for row in rows if row[1] == kind][which]

    def keep(self, name):
        """Takes down the state as it is, to come back to it."""
        self.kept[name] = self.root / f"kept-{name}"
        self.kept[name].mkdir()
        for folder in ("data", "state"):
            shutil.copytree(self.root / folder, self.kept[name] / folder)

    def back(self, name):
        for folder in ("data", "state"):
            shutil.rmtree(self.root / folder)
            shutil.copytree(self.kept[name] / folder, self.root / folder)
        (self.root / "third").unlink(missing_ok=True)

    def opens(self, secret):
        """The texts that this secret shows; None when it does not open the store."""
        how = ["--passphrase-file", secret] if secret in ("words", "others") else ["--key-file", secret]
        env = {name: value for name, value in self.env.items() if name != "ATTUNE_KEY_FILE"}
        done = self.run(*how, "list", "--porcelain", env=env)
        if done.returncode == 3:
            return None
        if done.returncode != 0:
            fault(f"'list' with {secret} ended with {done.returncode}: {done.stderr}")
        return done.stdout


def killed(box, call, step, arguments):
    traced = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=KILL:when={step}",
              box.attune, *arguments]
    done = subprocess.run(traced, env=box.env, cwd=box.root, stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                          check=False)
    if done.returncode not in (0, -9, 137):
        fault(f"{' '.join(arguments)} ended with {done.returncode}: {done.stderr.decode()}")
    return done.returncode != 0


def expect_open(box, change, where):
    box.must("log", "logged afterwards")
    seen = next((text for text in map(box.opens, change.known) if text is not None), None)
    if seen is None:
        fault(f"{where}: none of {', '.join(change.known)} opens the store")
    for text in (*TEXTS, "logged afterwards"):
        if text not in seen:
            fault(f"{where}: '{text}' is lost")


def changes(box):
    rotate = ["key", "rotate", "--no-input", "--yes"]
    yield Change("add", ["key", "add", "--new-key-file", "third"], ["key"])
    yield Change("remove", ["key", "remove", box.slot("key_file", 1)], ["key"])
    yield Change("change", ["key", "change", "--new-passphrase-file", "others", "--low-memory"], ["others", "words"])
    yield Change("rotate", [*rotate, "--keep-key-file", "second"], ["key", "second"])
    yield Change("rotate again", rotate, ["key"], [[*rotate, "--keep-key-file", "second"]])


def main():
    given = options(__doc__, stride=1, most=2000)
    if shutil.which("strace") is None or subprocess.run(
            ["strace", "-o", "/dev/null", "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
        print("skipped: nothing can be traced here")
        sys.exit(77)
    kills = {}
    for number in rounds(given):
        with Keyed(given.attune) as box:
            for change in changes(box):
                for before in change.before:
                    box.must(*before)
                box.keep(change.name)
                for call in CALLS:
                    first = 1 + (number + given.rng.randrange(given.stride)) % given.stride
                    for step in range(first, given.most, given.stride):
                        box.back(change.name)
                        if not killed(box, call, step, change.arguments):
                            break
                        kills[change.name] = kills.get(change.name, 0) + 1
                        expect_open(box, change, f"{change.name}, killed at {call} {step}")
                box.back(change.name)
    print(", ".join(f"{count} in {name}" for name, count in kills.items()) + " killed, some secret opens after each")


if __name__ == "__main__":
    main()
