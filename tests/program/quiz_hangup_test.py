#!/usr/bin/env python3
"""A questionnaire whose terminal is closed, or that is told to end, keeps its answers sealed and goes on with them."""
import os
import signal
import sys
import time
import unittest

from sandbox import Sandbox
from terminal_session import TerminalSession

ATTUNE = ""


class QuizHangupTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = Sandbox(ATTUNE)

    def tearDown(self):
        self.sandbox.__exit__()

    def session(self, *words):
        command = " ".join(["exec", self.sandbox.attune, "quiz", *words])
        return TerminalSession(command, self.sandbox.root, self.sandbox.env)

    def wait_for(self, session, text):
        end = time.monotonic() + 15
        while text.encode() not in session.raw:
            self.assertLess(time.monotonic(), end, f"'{text}' was never shown, but {session.raw!r}")
            self.assertFalse(session.ended, f"ended before '{text}': {session.raw!r}")
            session.pump(0.05)

    def answer_two(self):
        session = self.session("attachment", "--about", "sam")
        for shown, typed in (("1 of 24", "7"), ("2 of 24", "6")):
            self.wait_for(session, shown)
            session.raw = b""
            os.write(session.master, typed.encode() + b"\n")
        self.wait_for(session, "3 of 24")
        return session

    def check_resumed(self):
        self.assertIn("7 6 - -", self.sandbox.must("list", "--kind", "draft"))
        session = self.session("attachment", "--about", "sam", "--resume")
        self.wait_for(session, "3 of 24")
        self.assertNotIn(b"2 of 24", session.raw)
        os.write(session.master, b"5\n")
        self.wait_for(session, "4 of 24")
        os.write(session.master, b"q\n")
        self.assertEqual(session.finish(15), 0)
        drafts = self.sandbox.must("list", "--kind", "draft")
        self.assertIn("7 6 5 -", drafts)
        self.assertNotIn("7 6 - -", drafts)

    def test_a_closed_terminal(self):
        session = self.answer_two()
        os.close(session.master)
        self.assertEqual(session.process.wait(15), 130)
        self.check_resumed()

    def test_a_signal_to_end(self):
        session = self.answer_two()
        session.process.send_signal(signal.SIGTERM)
        self.assertEqual(session.finish(15), 130)
        self.check_resumed()


if __name__ == "__main__":
    at = sys.argv.index("--attune")
    ATTUNE = sys.argv[at + 1]
    del sys.argv[at:at + 2]
    unittest.main()
