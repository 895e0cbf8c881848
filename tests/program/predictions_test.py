#!/usr/bin/env python3
"""A prediction never changes once its outcome is known: not by flags, not in the editor, not by taking changes back.

Experiments with random predictions get random changes, some before the outcome and some after it. After every change
behind the outcome, what the form fixes (what was feared, which step, how likely, how hard) is what it was, and a change
that would touch nothing of it goes through.
"""
import fcntl
import json
import os
import pathlib
import pty
import random
import sys
import termios
import unittest

from sandbox import Sandbox

ATTUNE = ""
SEED = int(os.environ.get("ATTUNE_SEED", "1"))
ROUNDS = int(os.environ.get("ATTUNE_ROUNDS", "12"))
FEARS = ["She will be annoyed", "They laugh", "Nobody answers\nfor days", "He leaves, again", "I cannot bear it"]
EDITOR = """#!{python}
import os, random, sys
path = sys.argv[-1]
lines = open(path, encoding="utf-8").read().split("\\n")
chance = random.Random(int(os.environ["EDIT_SEED"]))
for _ in range(chance.randint(1, 4)):
    at = chance.randrange(len(lines))
    what = chance.randrange(6)
    if what == 0:
        del lines[at]
    elif what == 1:
        lines.insert(at, chance.choice(["with: jo", "tag: step receive", "value: probability predicted 1",
                                        "value: distress predicted 1", "=== text", "=== step", "other words", ""]))
    elif what == 2:
        lines[at] = lines[at][::-1]
    elif what == 3:
        lines[at] += " and more"
    elif what == 4:
        other = chance.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    else:
        lines = lines[:at] + ["=== text", "quite another fear"]
    lines = lines or [""]
open(path, "w", encoding="utf-8").write("\\n".join(lines))
"""


class PredictionsTest(unittest.TestCase):
    def setUp(self):
        self.chance = random.Random(SEED)
        self.sandbox = Sandbox(ATTUNE)
        self.addCleanup(self.sandbox.__exit__)
        editor = self.sandbox.root / "editor"
        editor.write_text(EDITOR.format(python=sys.executable))
        editor.chmod(0o700)
        self.counts = {"taken": 0, "refused": 0, "changed before": 0}

    def entry(self, name):
        return json.loads(self.sandbox.must("show", name, "--json"))["entry"]

    def fixed(self, name):
        entry = self.entry(name)
        return (entry["text"], [tag for tag in entry["tags"] if tag["facet"] in ("step", "type")],
                sorted((value["key"], value["num"]) for value in entry["values"] if value["phase"] == "predicted"))

    def edit_on_terminal(self, name, seed):
        """`edit` with the editor above; a text that cannot be read is kept as a draft and left."""
        env = self.sandbox.env | {"EDITOR": str(self.sandbox.root / "editor"), "EDIT_SEED": seed}
        master, terminal = pty.openpty()
        process = self.sandbox.start("edit", name, env=env, stdin=terminal, stdout=terminal, stderr=terminal,
                                     preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))
        os.close(terminal)
        os.write(master, b"n\n")
        shown = b""
        while True:
            try:
                some = os.read(master, 65536)
            except OSError:  # nobody holds the other end any more
                break
            if not some:
                break
            shown += some
        os.close(master)
        return process.wait(timeout=60), shown.decode(errors="replace")

    def change(self, name):
        """One random change of a record; the exit code, and what was done."""
        kind = self.chance.randrange(4)
        if kind == 0:
            flags = self.chance.choice([["--with", "mira"], ["--bring"], ["--context", "work"],
                                        ["--feel", f"hurt={self.chance.randrange(11)}"], ["--thought", "hm"],
                                        ["--intensity", str(self.chance.randrange(11))], ["--at", "1h ago"]])
            words = [self.chance.choice(FEARS)] if self.chance.random() < 0.5 else []
            command = ["edit", name, *words, *flags]
        elif kind == 1:
            command = ["edit", name, self.chance.choice(FEARS)]
        elif kind == 2:
            command = ["undo", name]
        else:
            seed = str(self.chance.randrange(10 ** 6))
            code, shown = self.edit_on_terminal(name, seed)
            return code, f"editor, seed {seed}: {shown}"
        done = self.sandbox.run(*command)
        return done.returncode, f"{command}: {done.stdout}{done.stderr}"

    def expect_untouched(self, name, fixed, done):
        stored = json.loads(self.sandbox.must("show", name, "--json"))
        if stored["removed"]:
            self.sandbox.must("undo", name)
        self.assertEqual(self.fixed(name), fixed, f"seed {SEED}: {done}")

    def test_no_change_touches_a_prediction_whose_outcome_is_known(self):
        for _ in range(ROUNDS):
            flags = ["--probability", str(self.chance.randrange(101)), "--fear", str(self.chance.randrange(11)),
                     "--type", self.chance.choice(["disclose", "receive", "exposure"])]
            name = self.sandbox.must("note", "experiment", self.chance.choice(FEARS), *flags, "--porcelain").strip()
            made = self.fixed(name)
            self.assertEqual(len(made[2]), 2)
            for _ in range(self.chance.randrange(3)):
                self.change(name)
                if json.loads(self.sandbox.must("show", name, "--json"))["removed"]:
                    self.sandbox.must("undo", name)
                self.counts["changed before"] += self.fixed(name) != made
            fixed = self.fixed(name)
            if self.chance.random() < 0.5:
                self.sandbox.must("note", "experiment", "--of", name, "--happened", "no", "--outcome", "She said yes")
            else:
                self.sandbox.must("follow", name, "--better", "She said yes")
            for _ in range(6):
                code, done = self.change(name)
                self.counts["taken" if code == 0 else "refused"] += 1
                self.assertIn(code, (0, 1, 2), done)
                self.expect_untouched(name, fixed, done)
        # A test in which nothing was tried, or nothing refused, has shown nothing.
        for what, count in self.counts.items():
            self.assertGreater(count, 0, (what, self.counts))

    def test_taking_a_change_back_is_refused_too_and_says_how_to_go_on(self):
        name = self.sandbox.must("note", "experiment", "She will be annoyed", "--porcelain").strip()
        self.sandbox.must("edit", name, "She will sigh")
        outcome = self.sandbox.must("note", "experiment", "--of", name, "--happened", "no", "--porcelain").strip()
        done = self.sandbox.run("undo", name)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done.stderr)
        self.assertIn("stands as it was written: its outcome is known", done.stderr)
        self.assertEqual(self.entry(name)["text"], "She will sigh")
        self.sandbox.must("undo", outcome)
        self.sandbox.must("undo", name)
        self.assertEqual(self.entry(name)["text"], "She will be annoyed")


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
