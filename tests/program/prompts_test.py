#!/usr/bin/env python3
"""Questions on a pseudo-terminal that end in every way there is: Enter, q, Ctrl-C, Ctrl-D, a closed terminal, SIGTERM.

Each way on terminals that edit a line themselves and on those where attune does it. Whatever was typed is in the store
afterwards, and in no other byte that was written (as canaries.py searches).
"""
import os
import random
import signal
import sys
import time
import unittest

from canaries import Canaries, everything_written, hits
from sandbox import Sandbox
from terminal_session import TerminalSession

ATTUNE = ""
TERMS = ("dumb", "xterm-256color", "vt52", "")
CONTROL_C, CONTROL_D, ENTER = b"\x03", b"\x04", {"dumb": b"\n", "vt52": b"\n", "": b"\n"}


class PromptsTest(unittest.TestCase):
    def setUp(self):
        self.since = time.time() - 1
        self.sandbox = Sandbox(ATTUNE)
        self.canaries = Canaries(random.Random(self.id()))

    def tearDown(self):
        kept = "\n".join(self.sandbox.must("show", record) for record, _ in self.sandbox.records())
        missing = [word for word in self.canaries.words if word not in kept]
        leaks = [str(path) for path, content in everything_written(self.sandbox.root, self.since)
                 if hits(self.canaries.words, content)]
        self.sandbox.__exit__()
        self.assertFalse(missing, f"{len(missing)} of {len(self.canaries.words)} typed words are lost")
        self.assertFalse(leaks, "typed words stand in files")
        self.assertTrue(self.canaries.words)

    def session(self, term, *words, columns=80):
        env = self.sandbox.env | {"TERM": term, "ATTUNE_NOW": "2026-03-01T21:45:00+00:00"}
        command = " ".join(["exec", self.sandbox.attune, *words])
        return TerminalSession(command, self.sandbox.root, env, columns=columns)

    def wait_for(self, session, text):
        end = time.monotonic() + 15
        while text.encode() not in session.raw:
            self.assertLess(time.monotonic(), end, f"'{text}' was never shown, but {session.raw!r}")
            self.assertFalse(session.ended, f"ended before '{text}': {session.raw!r}")
            session.pump(0.05)

    def answer(self, session, term, shown, keys):
        """Types once the question is there."""
        self.wait_for(session, shown)
        session.raw = b""
        os.write(session.master, keys.encode() + ENTER.get(term, b"\r"))

    def guided(self, term, **more):
        """An interview up to its fourth question, with a word on each."""
        say = self.canaries.word
        session = self.session(term, "log", "--guided", **more)
        self.answer(session, term, "what happened?", f"He said {say()} and left")
        self.answer(session, term, "when was it?", "yesterday 21:40")
        self.answer(session, term, "who was there", say())
        self.answer(session, term, "what set it off?", f"silence, {say()}")
        self.wait_for(session, "what did you feel?")
        return session

    def test_ctrl_c_ctrl_d_and_q_keep_what_was_said(self):
        for term in TERMS:
            for keys, code in ((CONTROL_C, 130), (CONTROL_D, 130), (b"q" + ENTER.get(term, b"\r"), 0)):
                with self.subTest(term=term, keys=keys):
                    session = self.guided(term)
                    os.write(session.master, keys)
                    self.assertEqual(session.finish(15), code)
                    self.assertIn(b"kept as draft", session.raw)

    def test_a_closed_terminal_keeps_what_was_said(self):
        for term in TERMS:
            with self.subTest(term=term):
                session = self.guided(term)
                os.close(session.master)
                self.assertEqual(session.process.wait(15), 130)

    def test_a_closed_terminal_keeps_the_line_that_was_being_edited(self):
        session = self.guided("xterm-256color")
        half = self.canaries.word()
        os.write(session.master, half.encode())
        self.wait_for(session, half)
        os.close(session.master)
        self.assertEqual(session.process.wait(15), 130)

    def test_a_signal_to_end_keeps_what_was_said(self):
        for term in TERMS:
            with self.subTest(term=term):
                session = self.guided(term)
                session.process.send_signal(signal.SIGTERM)
                self.assertEqual(session.finish(15), 130)

    def test_one_line_survives_the_same(self):
        for term in TERMS:
            for end in (CONTROL_C, "close"):
                if end == "close" and term != "xterm-256color":
                    continue  # a line that the kernel edits is gone with its terminal
                with self.subTest(term=term, end=end):
                    session = self.session(term, "log")
                    self.wait_for(session, "what happened?")
                    half = self.canaries.word()
                    os.write(session.master, half.encode())
                    self.wait_for(session, half)
                    if end == "close":
                        os.close(session.master)
                        self.assertEqual(session.process.wait(15), 130)
                    else:
                        os.write(session.master, end)
                        self.assertEqual(session.finish(15), 130)

    def test_a_pasted_text_is_one_answer(self):
        lines = [self.canaries.word() for _ in range(3)]
        session = self.session("xterm-256color", "log")
        self.wait_for(session, "what happened?")
        os.write(session.master, b"\x1b[200~" + "\r".join(lines).encode() + b"\x1b[201~")
        self.wait_for(session, lines[2])
        os.write(session.master, b"\r")
        self.assertEqual(session.finish(15), 0)
        self.assertIn("\n".join(lines), [text for _, text in self.sandbox.records()])

    def test_a_line_longer_than_the_kernel_takes_is_kept_whole(self):
        words = " ".join(self.canaries.word() for _ in range(600))
        session = self.session("xterm-256color", "log")
        self.wait_for(session, "what happened?")
        for start in range(0, len(words), 1000):
            os.write(session.master, words[start:start + 1000].encode())
            session.pump(0.05)
        self.wait_for(session, words[-14:])
        os.write(session.master, b"\r")
        self.assertEqual(session.finish(15), 0)
        self.assertIn(words, [text for _, text in self.sandbox.records()])

    def test_what_is_typed_ahead_answers_the_questions_to_come(self):
        for term in ("dumb", "xterm-256color"):
            with self.subTest(term=term):
                enter = ENTER.get(term, b"\r")
                said, who = self.canaries.word(), self.canaries.word()
                session = self.session(term, "log", "--guided")
                self.wait_for(session, "what happened?")
                os.write(session.master, said.encode() + enter + enter + who.encode() + enter)
                self.wait_for(session, "what set it off?")
                os.write(session.master, b"q" + enter)
                self.assertEqual(session.finish(15), 0)

    def test_narrow_terminals_lose_nothing(self):
        for columns in (20, 40):
            with self.subTest(columns=columns):
                say = self.canaries.word
                session = self.session("xterm-256color", "log", "--guided", columns=columns)
                self.answer(session, "xterm-256color", "happened?", " ".join(say() for _ in range(9)))
                self.wait_for(session, "was it?")
                os.write(session.master, b"q\r")
                self.assertEqual(session.finish(15), 0)

    def test_the_terminal_is_as_before_afterwards(self):
        for term in TERMS:
            with self.subTest(term=term):
                word = self.canaries.word()
                env = self.sandbox.env | {"TERM": term}
                session = TerminalSession(
                    f"stty -a > before; {self.sandbox.attune} log; stty -a > after; cmp before after && echo same",
                    self.sandbox.root, env)
                self.wait_for(session, "what happened?")
                os.write(session.master, word.encode() + ENTER.get(term, b"\r"))
                self.assertEqual(session.finish(15), 0)
                self.assertIn(b"same", session.raw)
                if term == "xterm-256color":
                    self.assertIn(b"\x1b[?2004l", session.raw)
                else:
                    self.assertNotIn(b"\x1b", session.raw)


if __name__ == "__main__":
    at = sys.argv.index("--attune")
    ATTUNE = sys.argv[at + 1]
    del sys.argv[at:at + 2]
    unittest.main()
