#!/usr/bin/env python3
"""Ways to the key besides flags: the kernel keyring from another terminal, after `lock`, after its time and where the kernel
refuses it; passphrase_command of the config; several passphrases."""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import time
import unittest

from sandbox import Sandbox
from terminal_session import TerminalSession

ATTUNE = None
PASSPHRASE = "first words of mine"


class Ways(unittest.TestCase):
    def setUp(self):
        self.box = Sandbox(ATTUNE, init=False)
        self.addCleanup(self.box.__exit__)
        self.box.env.pop("ATTUNE_KEY_FILE")
        self.words = self.box.root / "words"
        self.words.write_text(PASSPHRASE + "\nnotes behind it\n", encoding="utf-8")
        self.box.must("--passphrase-file", str(self.words), "init", "--low-memory", "--no-recovery")
        self.box.must("log", "the first entry")

    def config(self, text):
        folder = self.box.root / "config/attune"
        folder.mkdir(exist_ok=True)
        (folder / "config.toml").write_text(text, encoding="utf-8")

    def reads(self, **more):
        done = self.box.run("list", "--porcelain", **more)
        return done.returncode == 0 and "the first entry" in done.stdout

    def on_terminal(self, command, answers):
        """Types the answers on a terminal of their own; gives what was shown and the exit code."""
        session = TerminalSession(f"exec {self.box.attune} {command}", self.box.root, self.box.env | {"TERM": "xterm"})
        try:
            for wanted, typed in answers:
                shown = session.wait_for(lambda lines, text=wanted: any(text in line for line in lines), 20)
                self.assertTrue(shown, session.raw.decode("utf-8", "replace"))
                session.raw = b""
                os.write(session.master, typed.encode() + b"\r")
            session.wait_for(lambda _: session.ended, 60)
            return session.raw.decode("utf-8", "replace")
        finally:
            session.finish(10)

    def unlocked(self, *more):
        done = self.box.run("--passphrase-file", str(self.words), "unlock", *more)
        if done.returncode != 0 and "keyring" in done.stderr:
            self.skipTest("the kernel keyring is refused here")
        self.assertEqual(done.returncode, 0, done.stderr)

    # --- the keyring ---

    def test_what_is_unlocked_opens_in_another_session_and_not_after_lock(self):
        self.assertFalse(self.reads())
        self.unlocked()
        # Every command of the sandbox runs in a session of its own, as in another terminal.
        self.assertTrue(self.reads())
        self.assertIn("the first entry", self.on_terminal("list", []))
        self.box.must("lock")
        self.assertFalse(self.reads())

    def test_the_key_is_gone_after_its_time(self):
        self.unlocked("--for", "2s")
        self.assertTrue(self.reads())
        time.sleep(3)
        self.assertFalse(self.reads())

    def test_a_rotation_replaces_what_the_keyring_holds(self):
        self.unlocked()
        self.box.must("--passphrase-file", str(self.words), "key", "rotate", "--no-input", "--yes")
        self.assertTrue(self.reads())
        self.box.must("lock")
        self.assertFalse(self.reads())

    @unittest.skipIf(shutil.which("strace") is None, "needs strace")
    def test_where_the_kernel_refuses_the_keyring_it_says_so_and_asks(self):
        for call in ("add_key", "keyctl"):
            traced = ["strace", "-f", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:error=EPERM",
                      self.box.attune]
            done = subprocess.run([*traced, "--passphrase-file", str(self.words), "unlock"], env=self.box.env,
                                  cwd=self.box.root, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
            if "ptrace" in done.stderr.lower():
                self.skipTest("nothing can be traced here")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("the kernel keyring: Operation not permitted", done.stderr)
            self.assertIn("each command that reads will ask for it", done.stderr)
            reading = subprocess.run([*traced, "--passphrase-file", str(self.words), "list"], env=self.box.env,
                                     cwd=self.box.root, capture_output=True, text=True, check=False,
                                     stdin=subprocess.DEVNULL)
            self.assertEqual(reading.returncode, 0, reading.stderr)
            self.assertIn("the first entry", reading.stdout)

    # --- the command of the config ---

    def test_the_command_gives_the_passphrase_when_nothing_else_does(self):
        self.config(f'passphrase_command = "cat {self.words}"\n')
        self.assertTrue(self.reads())
        self.assertTrue(self.reads(env=self.box.env | {"ATTUNE_PASSPHRASE_COMMAND": f"head -1 {self.words}"}))
        # A flag goes before it.
        wrong = self.box.root / "wrong"
        wrong.write_text("other words", encoding="utf-8")
        self.assertEqual(self.box.run("--passphrase-file", str(wrong), "list").returncode, 3)

    def test_logging_never_runs_the_command(self):
        self.config(f'passphrase_command = "touch {self.box.root}/was-run"\n')
        self.box.must("log", "said quickly")
        self.assertFalse((self.box.root / "was-run").exists())

    def test_a_command_that_ends_badly_or_prints_something_else_is_said(self):
        for command, said in (("false", "passphrase_command: the command ended with 1"),
                              ("kill -9 $$", "passphrase_command: the command ended with 137"),
                              ("echo other words", "passphrase_command: wrong passphrase"),
                              ("true", "passphrase_command: the passphrase is empty"),
                              ("yes | head -c 100000", "passphrase_command: the command wrote more than is allowed")):
            with self.subTest(command=command):
                self.config(f'passphrase_command = "{command}"\n')
                done = self.box.run("list")
                self.assertEqual(done.returncode, 3, done.stderr)
                self.assertIn(said, done.stderr)
                self.assertNotIn("other words", done.stderr)

    def test_on_a_terminal_a_wrong_command_leads_to_the_question(self):
        self.config('passphrase_command = "echo other words"\n')
        shown = self.on_terminal("list", [("passphrase:", PASSPHRASE)])
        self.assertIn("the first entry", shown)

    # --- several passphrases ---

    def test_after_two_costly_slots_it_asks_before_the_next(self):
        for number in range(3):
            more = self.box.root / f"more{number}"
            more.write_text(f"passphrase number {number}", encoding="utf-8")
            self.box.must("--passphrase-file", str(self.words), "key", "add", "--new-passphrase-file", str(more),
                          "--low-memory")
        asked = "it opens none of the first two passphrase slots; try the other 2?"
        shown = self.on_terminal("list", [("passphrase:", "passphrase number 2"), (asked, "y")])
        self.assertIn("the first entry", shown)
        # Without a terminal nobody can be asked, and all are tried.
        last = self.box.root / "more2"
        done = self.box.run("--passphrase-file", str(last), "--no-input", "list")
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--attune", required=True)
    given, rest = parser.parse_known_args()
    ATTUNE = str(pathlib.Path(given.attune).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
