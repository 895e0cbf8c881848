#!/usr/bin/env python3
"""Whoever asks for a week pays for a week: two stores with the same last thirty weeks (patterns look at 26), one of them with twenty thousand
entries before, and how many pieces of the sealed file each command opens in either.
"""
import pathlib
import shutil
import subprocess
import sys
import unittest

from sandbox import Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
ATTUNE = ""
RECENT = ("--seed", "1", "--weeks", "30", "--entries", "900", "--end", "2026-03-01")
PAST = ("--seed", "2", "--weeks", "520", "--entries", "20000", "--end", "2025-08-03")
COMMANDS = (
    ("list", "--last", "7d"),
    ("list", "--last", "7d", "--reacted", "--feel", "hurt"),
    ("show", "last"),
    ("report", "week"),
    ("report", "week", "--explain"),
    ("sql", "SELECT 1"),
    ("sql", "SELECT trigger, count(*) FROM trigger_entry WHERE day > '2026-02-22' GROUP BY 1"),
    ("log", "He left", "--feel", "hurt=7"),
    ("store", "devices"),
)


@unittest.skipIf(shutil.which("strace") is None, "needs strace")
class SameCostTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.small, cls.large = Sandbox(ATTUNE), Sandbox(ATTUNE)
        for box, journals in ((cls.small, [RECENT]), (cls.large, [RECENT, PAST])):
            box.env["ATTUNE_NOW"] = "2026-03-01T21:45:00+01:00"
            # The leak checker of a sanitized build does not work while its process is traced.
            box.env["ASAN_OPTIONS"] = f"{box.env.get('ASAN_OPTIONS', '')}:detect_leaks=0".lstrip(":")
            for options in journals:
                lines = subprocess.run([sys.executable, "-B", ROOT / "tests/support/make_journal.py", *options],
                                       capture_output=True, check=True).stdout
                box.must("import", "jsonl", "-", input=lines)
            box.must("log", "A first one")
            box.must("store", "fold")

    @classmethod
    def tearDownClass(cls):
        cls.small.__exit__()
        cls.large.__exit__()

    def pieces(self, box, words):
        trace = box.root / "trace"
        done = subprocess.run(["strace", "-f", "-o", str(trace), "-e", "trace=pread64", box.attune, *words], env=box.env,
                              cwd=box.root, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if not trace.exists() or "pread64" not in trace.read_text(encoding="utf-8", errors="replace"):
            self.skipTest("nothing can be traced here")
        self.assertEqual(done.returncode, 0, f"{words}\n{done.stderr}")
        return trace.read_text(encoding="utf-8", errors="replace").count("pread64(")

    def test_no_command_that_asks_for_a_week_reads_the_past(self):
        for words in COMMANDS:
            small, large = (self.pieces(box, words) for box in (self.small, self.large))
            # Each tree of the larger image is a step or two deeper.
            self.assertLessEqual(large, 2 * small + 20, f"attune {' '.join(words)}: {small} and {large} pieces")


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    result = unittest.main(exit=False).result
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)
