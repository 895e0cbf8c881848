#!/usr/bin/env python3
"""That a long report goes on is told to somebody who watches, and to nobody else: on a terminal a line that is gone in
the end, for accessible reading a plain line, nothing through a pipe and under --quiet.

A crowded year takes longer than a moment to judge; where it does not, the test says 77.
"""
import pathlib
import shutil
import sys
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/web"))

import sample
from sandbox import Sandbox
from terminal_session import TerminalSession

ATTUNE = ""
SKIPPED = 77
LINE = "looking for patterns: "
ERASED = "\r\x1b[K"


class Progress(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.box = Sandbox(ATTUNE)
        cls.box.env |= {"ATTUNE_NOW": sample.NOW, "TERM": "xterm-256color"}
        cls.box.must("import", "jsonl", "-", input=sample.journal(3, 56, 4000))
        cls.kept = cls.box.root / "kept"
        shutil.copytree(cls.box.root / "data", cls.kept)
        begun = time.monotonic()
        cls.expected = cls.fresh("--color", "never").stdout
        cls.seconds = time.monotonic() - begun
        if cls.seconds < 1.5:
            print(f"a year is judged in {cls.seconds:.1f} s: too fast to be watched")
            cls.box.__exit__()
            sys.exit(SKIPPED)

    @classmethod
    def tearDownClass(cls):
        cls.box.__exit__()

    @classmethod
    def forget(cls):
        """Takes back what a report kept, so that the next one judges anew."""
        shutil.rmtree(cls.box.root / "data")
        shutil.copytree(cls.kept, cls.box.root / "data")

    @classmethod
    def fresh(cls, *words):
        done = cls.box.run("report", "week", *words)
        cls.forget()
        return done

    def watched(self, words, columns=80, **more):
        session = TerminalSession(f"exec '{ATTUNE}' report week --no-pager {words}", self.box.root, self.box.env | more,
                                  columns=columns, rows=50)
        self.assertEqual(session.finish(120), 0)
        self.forget()
        return session.raw.decode().replace("\r\n", "\n")

    def test_a_terminal_is_shown_progress_that_is_gone_in_the_end(self):
        for columns in (80, 24):
            raw = self.watched("--color never", columns)
            told, _, rest = raw.rpartition(ERASED)
            self.assertIn("\r" + LINE, told)
            self.assertNotIn(LINE, rest)
            self.assertTrue(rest.startswith("ATTUNE WEEKLY"), rest[:200])
            pieces = [piece.removesuffix("\x1b[K") for piece in told.split("\r") if piece]
            self.assertTrue(all(piece.startswith(LINE[:19]) and len(piece) < columns for piece in pieces), pieces)
            if columns == 80:
                self.assertEqual(rest, self.expected)

    def test_accessible_reading_gets_one_plain_line(self):
        raw = self.watched("--accessible")
        self.assertTrue(raw.startswith(LINE), raw[:200])
        self.assertEqual(raw.count(LINE), 1)
        self.assertNotIn("\x1b", raw)
        self.assertNotIn("\r", raw)

    def test_a_dumb_terminal_and_quiet(self):
        raw = self.watched("", TERM="dumb")
        self.assertEqual(raw.count(LINE), 1)
        self.assertNotIn("\x1b", raw)
        self.assertNotIn(LINE, self.watched("--quiet"))

    def test_a_pipe_gets_nothing_of_it(self):
        for words in ([], ["--accessible"]):
            done = self.fresh(*words)
            self.assertEqual((done.returncode, done.stderr), (0, ""), words)
            self.assertNotIn(LINE, done.stdout)

    def test_the_report_alone_reaches_a_pipe_from_a_terminal(self):
        session = TerminalSession(f"'{ATTUNE}' report week --color never > report.txt", self.box.root, self.box.env)
        self.assertEqual(session.finish(120), 0)
        self.forget()
        self.assertEqual((self.box.root / "report.txt").read_text(), self.expected)
        raw = session.raw.decode()
        self.assertIn(LINE, raw)
        self.assertTrue(raw.endswith(ERASED), raw[-80:])


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
