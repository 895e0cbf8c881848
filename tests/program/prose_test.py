#!/usr/bin/env python3
"""What people write stays as they wrote it: every sentence of tests/journal/prose.txt, and the name of every command in
every place of a sentence, comes back from the store byte for byte and with nothing coded, whether it came as one
argument, as words, through a pipe or at the prompt.
"""
import json
import os
import pathlib
import subprocess
import sys
import time
import unittest

from sandbox import Sandbox
from terminal_session import TerminalSession

ROOT = pathlib.Path(__file__).resolve().parents[2]
ATTUNE = ""
SENTENCES = (ROOT / "tests/journal/prose.txt").read_text(encoding="utf-8").splitlines()
CODED = ("people", "values", "tags", "links", "fields")


def verbs():
    """The first word of every command."""
    text = subprocess.run([ATTUNE, "help", "all"], capture_output=True, text=True, check=True,
                          env={"HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}).stdout
    names = {line.split()[0] for line in text.split("Options for every command")[0].splitlines()
             if line.startswith("  ") and line[2] != " "}
    return sorted(names)


def with_verbs():
    """Each verb as the only, the first, an inner and the last word."""
    for verb in verbs():
        yield from (verb, f"{verb} it all again", f"I want to {verb} him", f"and then I said {verb}")


class ProseTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.sandbox = Sandbox(ATTUNE)
        self.sandbox.env["ATTUNE_NOW"] = "2026-03-02T21:45:00+00:00"
        self.typed = []

    def tearDown(self):
        kept = [json.loads(line) for line in self.sandbox.must("export", "jsonl").splitlines()]
        entries = [record for record in kept if record.get("kind") == "trigger"]
        self.sandbox.__exit__()
        self.assertEqual(sorted(record["text"] for record in entries), sorted(self.typed))
        for record in entries:
            self.assertEqual({key: record[key] for key in CODED if record.get(key)}, {}, record["text"])
            self.assertEqual(record["at"][:16], "2026-03-02T21:45", record["text"])
        self.assertGreater(len(self.typed), 60)

    def log(self, text, *arguments, **more):
        done = self.sandbox.run("log", *arguments, **more)
        self.assertEqual(done.returncode, 0, f"{arguments}: {done.stderr}")
        self.typed.append(text)

    def test_one_argument(self):
        for text in [*SENTENCES, *with_verbs()]:
            self.log(text, *(["--"] if text.startswith("-") else []), text)

    def test_words(self):
        for text in [*SENTENCES, *with_verbs()]:
            if "  " in text or any(word.startswith("-") and len(word) > 1 for word in text.split(" ")):
                continue  # the shell takes blanks away, and a word with - in front is an option
            self.log(text, *text.split(" "))

    def test_a_pipe(self):
        for text in [*SENTENCES, *with_verbs()]:
            self.log(text, "-", input=(text + "\n").encode())

    def test_the_prompt(self):
        for text in [*SENTENCES, *with_verbs()]:
            session = TerminalSession(f"exec {self.sandbox.attune} log", self.sandbox.root,
                                      self.sandbox.env | {"TERM": "xterm-256color"})
            end = time.monotonic() + 15
            while b"what happened?" not in session.raw and time.monotonic() < end and not session.ended:
                session.pump(0.05)
            os.write(session.master, text.encode() + b"\r")
            self.assertEqual(session.finish(15), 0, text)
            self.typed.append(text)


class CorpusTest(unittest.TestCase):
    def test_it_is_large_and_every_verb_is_known(self):
        self.assertGreaterEqual(len(SENTENCES), 80)
        self.assertEqual(len(SENTENCES), len(set(SENTENCES)))
        self.assertGreater(len(verbs()), 20)

    def test_what_is_coded_would_be_seen(self):
        with Sandbox(ATTUNE) as sandbox:
            sandbox.must("log", "He left", "@sam", "%silence", "hurt=7", "--thought", "again")
            record = json.loads(sandbox.must("export", "jsonl").splitlines()[-1])
        self.assertEqual([key for key in CODED if record[key]], ["people", "values", "tags", "fields"])


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
