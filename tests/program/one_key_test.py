#!/usr/bin/env python3
"""The tmux recipes of docs/one_key.md, run in a tmux server of their own: the key opens the question, Enter keeps the words."""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import unittest

import sandbox
from terminal_session import TerminalSession

ATTUNE = None
PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/one_key.md"


class OneKeyTest(unittest.TestCase):
    def run_recipe(self, recipe, words):
        """Presses the key in a tmux with this binding, types the words, and gives the texts in the store then."""
        with sandbox.Sandbox(ATTUNE) as box:
            (box.root / "bin").mkdir()
            (box.root / "bin/attune").symlink_to(box.attune)
            env = box.env | {"PATH": f"{box.root}/bin:/usr/bin:/bin", "TERM": "xterm", "TMUX_TMPDIR": str(box.root / "run"),
                             "SHELL": "/bin/sh"}
            (box.root / "tmux.conf").write_text(recipe + "\n")
            session = TerminalSession(f"exec tmux -f {box.root}/tmux.conf new-session -x 100 -y 30", box.root, env, columns=100,
                                      rows=30)
            try:
                session.wait_for(lambda lines: any("[0]" in line for line in lines), 10)
                while session.pump(1):
                    pass
                session.raw = b""
                os.write(session.master, b"\x02j")
                asked = session.wait_for(lambda lines: any("what happened?" in line for line in lines), 10)
                self.assertTrue(asked, session.raw.decode("utf-8", "replace"))
                os.write(session.master, words.encode() + b"\r")
                end = time.monotonic() + 10
                while time.monotonic() < end:
                    session.pump(0.2)
                    kept = [text for _, text in box.records()]
                    if kept:
                        return kept
                return []
            finally:
                subprocess.run(["tmux", "kill-server"], env=env, check=False, stderr=subprocess.DEVNULL)
                session.finish(5)

    def recipes(self):
        found = re.findall(r"^    (bind-key j .*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
        self.assertEqual(len(found), 3)
        return found

    def test_every_recipe_for_tmux_keeps_what_was_typed(self):
        for recipe in self.recipes():
            with self.subTest(recipe=recipe):
                self.assertEqual(self.run_recipe(recipe, "pressed one key"), ["pressed one key"])

    def test_enter_alone_keeps_nothing(self):
        self.assertEqual(self.run_recipe(self.recipes()[0], ""), [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--attune", required=True)
    given, rest = parser.parse_known_args()
    if shutil.which("tmux") is None:
        print("tmux is not installed")
        sys.exit(77)
    ATTUNE = str(pathlib.Path(given.attune).resolve())
    unittest.main(argv=[sys.argv[0], *rest])
