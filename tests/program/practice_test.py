#!/usr/bin/env python3
"""A practice on a terminal: led to its end, ended by keys and by signals, for a few seconds and as it is meant to be."""
import os
import pathlib
import signal
import subprocess
import sys
import termios
import time
import unittest

from sandbox import Sandbox
from terminal_session import TerminalSession

ATTUNE = ""
ROOT = pathlib.Path(__file__).resolve().parents[2]
OWN = """id = "window"
title = "At the window"
summary = "look out"
version = "1"
intro = "Sit down."
caution = "Mind the ledge."
closing = "That was it."
[[rating]]
id = "tense"
ask = "How tense?"
low_word = "calm"
high_word = "very tense"
[[step]]
say = "Look at the farthest thing."
seconds = 2
[[step]]
say = "Breathe with it."
seconds = 60
pace = ["in 0.6", "out 0.6"]
[[step]]
say = "Look around."
seconds = 1
"""


class PracticeTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = Sandbox(ATTUNE)
        self.sandbox.env["TERM"] = "xterm-256color"
        self.sandbox.env.pop("CI", None)
        (self.sandbox.root / "window.toml").write_text(OWN)

    def tearDown(self):
        self.sandbox.__exit__()

    def session(self, *words, columns=80):
        # The shell waits behind it, so that the terminal stays and can be looked at.
        command = " ".join([self.sandbox.attune, *words]) + "; echo ended $?"
        session = TerminalSession(command, self.sandbox.root, self.sandbox.env, columns=columns)
        return session

    def wait_for(self, session, text, seconds=15):
        end = time.monotonic() + seconds
        while text.encode() not in session.raw:
            self.assertLess(time.monotonic(), end, f"'{text}' was never shown, but {session.raw!r}")
            self.assertFalse(session.ended, f"ended before '{text}': {session.raw!r}")
            session.pump(0.05)

    def answer(self, session, text, typed):
        self.wait_for(session, text)
        session.raw = b""
        os.write(session.master, typed)

    def minutes(self):
        lines = self.sandbox.must("sql", "SELECT minutes, before, after, text FROM practice_session", "--csv")
        return [line.split(",") for line in lines.replace("\r", "").splitlines()[1:]]

    def test_to_its_end(self):
        session = self.session("practice", "./window.toml")
        self.answer(session, "very tense >", b"6\n")
        self.wait_for(session, "1:02 left")
        self.wait_for(session, "Breathe with it.")
        self.assertNotIn(b"Look around", session.raw)
        os.write(session.master, b"\n")  # on to the last step
        self.wait_for(session, "That was it.")
        self.answer(session, "very tense >", b"3\n")
        self.answer(session, "Enter skips", b"A heron flew by\n")
        self.wait_for(session, "ended 0")
        self.assertIn(b"window", session.raw)
        session.finish(5)
        (minutes, before, after, text), = self.minutes()
        self.assertEqual((before, after, text), ("6", "3", "A heron flew by"))
        self.assertTrue(0.03 <= float(minutes) <= 0.2, minutes)

    def test_ctrl_c_keeps_what_was_done(self):
        session = self.session("practice", "./window.toml", columns=40)
        self.answer(session, "very tense >", b"6\n")
        self.wait_for(session, "1:01 left")
        os.write(session.master, b"\x03")
        self.wait_for(session, "undo: attune undo")
        session.finish(5)
        (minutes, before, after, _), = self.minutes()
        # The pair is not whole, so neither half is in the view.
        self.assertEqual((before, after), ("", ""))
        self.assertTrue(0.01 <= float(minutes) <= 0.1, minutes)
        shown = self.sandbox.must("list", "--kind", "practice")
        self.assertIn("tense before 6", shown)

    def test_q_asks_what_is_asked_behind_it_and_a_second_ctrl_c_loses_nothing(self):
        session = self.session("practice", "./window.toml", "--accessible")
        self.answer(session, "very tense >", b"\n")
        self.answer(session, "1 of 3, 2 seconds: Look", b"q")
        self.answer(session, "very tense >", b"2\n")
        self.answer(session, "Enter skips", b"half a line\x03")
        self.wait_for(session, "undo: attune undo")
        session.finish(5)
        self.assertIn("half a line", self.sandbox.must("list", "--kind", "practice"))

    def test_nothing_is_written_when_it_did_not_begin(self):
        session = self.session("practice", "./window.toml")
        self.answer(session, "very tense >", b"q\n")
        self.wait_for(session, "nothing written")
        self.wait_for(session, "ended 0")
        session.finish(5)
        self.assertEqual(self.minutes(), [])

    def hang_up(self, how):
        command = f"exec {self.sandbox.attune} practice ./window.toml"
        session = TerminalSession(command, self.sandbox.root, self.sandbox.env)
        self.answer(session, "very tense >", b"6\n")
        self.wait_for(session, "1:01 left")
        how(session)
        return session

    def test_a_closed_terminal_and_a_signal_to_end_keep_what_was_done(self):
        session = self.hang_up(lambda session: os.close(session.master))
        session.process.wait(15)
        self.assertEqual(len(self.minutes()), 1)
        session = self.hang_up(lambda session: session.process.send_signal(signal.SIGTERM))
        self.assertEqual(session.finish(15), 130)
        self.assertEqual(len(self.minutes()), 2)

    def test_a_kill_leaves_a_sound_store(self):
        self.sandbox.must("practice", "pause", "--done")
        session = self.hang_up(lambda session: session.process.send_signal(signal.SIGKILL))
        session.finish(15)
        self.sandbox.must("store", "check")
        self.assertEqual(len(self.minutes()), 1)

    def test_the_terminal_is_put_back(self):
        session = self.session("practice", "./window.toml")
        self.answer(session, "very tense >", b"\n")
        self.wait_for(session, "1:01 left")
        during = termios.tcgetattr(session.master)
        self.assertFalse(during[3] & termios.ECHO)
        os.write(session.master, b"xq")
        self.answer(session, "very tense >", b"q\n")
        self.wait_for(session, "ended 0")
        # A new terminal has both; by now the first question may have changed them already.
        both = termios.ECHO | termios.ICANON
        self.assertEqual(termios.tcgetattr(session.master)[3] & both, both)
        session.finish(5)

    def test_a_stop_in_between_is_no_practice(self):
        session = self.hang_up(lambda session: session.process.send_signal(signal.SIGSTOP))
        time.sleep(2.5)
        session.process.send_signal(signal.SIGCONT)
        time.sleep(0.3)
        session.process.send_signal(signal.SIGINT)
        self.assertEqual(session.finish(15), 130)
        (minutes, *_), = self.minutes()
        self.assertLess(float(minutes), 0.06)

    def test_what_is_for_two_asks_once_and_takes_no_for_an_answer(self):
        session = self.session("practice", "joint-movement")
        self.answer(session, "With whom?", b"sam\n")
        self.answer(session, "without fear?", b"not sure\n")
        self.wait_for(session, "nothing for two with sam")
        self.wait_for(session, "ended 1")
        session.finish(5)
        session = self.session("practice", "joint-movement", "--with", "sam")
        self.wait_for(session, "ended 1")
        self.assertNotIn(b"without fear?", session.raw)
        session.finish(5)
        self.assertEqual(self.minutes(), [])

    def test_what_is_demanding_begins_after_a_yes(self):
        self.sandbox.must("people", "add", "sam", "--safe", "yes")
        session = self.session("practice", "partner-compassion", "--with", "sam")
        self.wait_for(session, "Before you begin: Only where there is no fear")
        self.answer(session, "Begin? [y/N]", b"\n")
        self.wait_for(session, "ended 1")
        session.finish(5)
        session = self.session("practice")
        self.wait_for(session, "which one?")
        self.assertNotIn(b"partner-compassion", session.raw)
        self.assertIn(b"body-scan", session.raw)
        os.write(session.master, b"99\n")
        self.wait_for(session, "ended 2")
        session.finish(5)

    def test_the_pause_takes_less_than_seven_seconds_and_no_input(self):
        start = time.monotonic()
        run = subprocess.run([self.sandbox.attune, "pause"], env=self.sandbox.env, cwd=self.sandbox.root,
                             stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
        self.assertTrue(5 < time.monotonic() - start < 7)
        self.assertEqual(len(run.stderr.splitlines()), 5)
        self.assertIn("pause  6 s", run.stdout)

    def test_observing_marks_by_keys_until_it_is_ended(self):
        session = self.session("observe", "--interval", "5s", "--minutes", "1", "--with", "sam")
        self.wait_for(session, "1 of 12   - - -   0:05")
        os.write(session.master, b"RemM")
        self.wait_for(session, "1 of 12   r e -")
        self.wait_for(session, "2 of 12   - - -   0:04", 8)
        os.write(session.master, b"e")
        self.wait_for(session, "2 of 12   - e -")
        os.write(session.master, b"\x03")
        self.wait_for(session, "2 intervals of 5 s: responsive 1, eye-contact 2, mirroring 0  with sam")
        session.finish(5)

    def test_the_example_of_the_page_is_in_order(self):
        page = (ROOT / "man" / "attune-practice.5").read_text()
        example = page.split(".Bd -literal -offset indent\n")[1].split(".Ed\n")[0]
        (self.sandbox.root / "example.toml").write_text(example)
        self.assertIn("in order: 2 steps", self.sandbox.must("practice", "check", "example.toml"))
        items = {word for line in page.splitlines() if line.startswith(".It Ic ")
                 for word in line[7:].replace(",", " ").split()}
        header = (ROOT / "src" / "definition" / "practice.cpp").read_text()
        for key in items:
            self.assertIn(f'"{key}"', header)


if __name__ == "__main__":
    at = sys.argv.index("--attune")
    ATTUNE = str(pathlib.Path(sys.argv[at + 1]).resolve())
    del sys.argv[at:at + 2]
    unittest.main()
