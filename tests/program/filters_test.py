#!/usr/bin/env python3
"""list, search, export and delete mean the same by the same wishes: each wish, alone and turned round by --not, finds
the same entries with every one of them, and a wish that cannot be read is an error with every one of them."""
import json
import pathlib
import re
import sys
import unittest

from sandbox import Sandbox

ATTUNE = ""
ENTRIES = [
    ("a1", "trigger", "2026-02-01T12:00:00Z", "a word about rain", {"people": ["sam"]}, "silence", 7, "reacted", False),
    ("a2", "trigger", "2026-02-10T12:00:00Z", "a word about snow", {"people": ["jo"]}, "late-reply", 3, "responded", False),
    ("a3", "trigger", "2026-02-20T12:00:00Z", "a word, waiting for rain", {}, "silence", 9, "mixed", True),
    ("a4", "entry", "2026-02-28T12:00:00Z", "one word more", {"people": ["sam", "jo"]}, None, None, "unsure", False),
]
WISHES = [
    (["--from", "2026-02-10"], "a2 a3 a4"), (["--to", "2026-02-10"], "a1 a2"),
    (["--from", "2026-02-05", "--to", "2026-02-21"], "a2 a3"), (["--on", "2026-02-20"], "a3"), (["--last", "10d"], "a3 a4"),
    (["--with", "sam"], "a1 a4"), (["--with", "@jo"], "a2 a4"), (["--with", "sam", "--with", "jo"], "a1 a2 a4"),
    (["--trigger", "silence"], "a1 a3"), (["--trigger", "%late-reply"], "a2"),
    (["--feel", "hurt"], "a1 a2 a3"), (["--feel", "hurt=7"], "a1"), (["--feel", "hurt=7+"], "a1 a3"),
    (["--feel", "hurt=3..7"], "a1 a2"), (["--feel", "hurt=..3"], "a2"), (["--feel", "hurt>=7"], "a1 a3"),
    (["--kind", "entry"], "a4"), (["--kind", "entry", "--kind", "trigger"], "a1 a2 a3 a4"),
    (["--text", "rain"], "a1 a3"), (["--text", "wait*"], "a3"), (["--text", "wait.."], "a3"),
    (["--text", '"about rain"'], "a1"), (["--reacted"], "a1"), (["--responded"], "a2"), (["--mixed"], "a3"),
    (["--unsure"], "a4"), (["--reacted", "--mixed"], "a1 a3"), (["--bring"], "a3"),
    (["--not", "with=sam"], "a2 a3"), (["--not", "trigger=silence"], "a2 a4"), (["--not", "feel=hurt=7+"], "a2 a4"),
    (["--not", "kind=entry"], "a1 a2 a3"), (["--not", "text=rain"], "a2 a4"), (["--not", "reacted"], "a2 a3 a4"),
    (["--not", "bring"], "a1 a2 a4"), (["--trigger", "silence", "--feel", "hurt=8+", "--not", "with=sam"], "a3"),
    (["--with", "nobody"], ""), (["--on", "2026-02-20", "--reacted"], ""),
]
UNREADABLE = [["--from", "soonish"], ["--to", "32 march"], ["--on", "maybe"], ["--last", "x"], ["--feel", "hurt=x"], ["--not", "moon=1"], ["--not", "with="], ["--text", '"open'],
              ["--on", "today", "--last", "7d"], ["--from", "2026-03-01", "--to", "2026-02-01"]]


def record(name, kind, at, text, more, trigger, hurt, response, bring):
    tags = [{"facet": "response", "slug": response}]
    tags += [{"facet": "trigger", "slug": trigger}] if trigger else []
    tags += [{"facet": "mark", "slug": "bring"}] if bring else []
    values = [{"key": "feeling.hurt", "num": hurt}] if hurt is not None else []
    return {"id": name.rjust(32, "0"), "kind": kind, "at": at, "text": text, "tags": tags, "values": values} | more


class FiltersTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox(ATTUNE)
        cls.sandbox.env["ATTUNE_NOW"] = "2026-03-01T21:45:00+00:00"
        cls.refill()

    @classmethod
    def refill(cls):
        lines = "".join(json.dumps(record(*entry)) + "\n" for entry in ENTRIES)
        cls.sandbox.must("import", "jsonl", "-", input=lines.encode())

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.__exit__()

    def lines(self, *words):
        found = [json.loads(line) for line in self.sandbox.must(*words).splitlines()]
        return sorted(one["id"][-2:] for one in found if one.get("type") != "header")

    def test_every_wish_finds_the_same_with_every_command(self):
        for flags, expected in WISHES:
            wanted = expected.split()
            with self.subTest(flags=flags):
                self.assertEqual(self.lines("list", "--jsonl", *flags), wanted)
                self.assertEqual(self.lines("export", "jsonl", *flags), wanted)
                self.assertEqual(self.lines("search", "word", "--jsonl", *flags), wanted)
                counts = json.loads(self.sandbox.must("list", "--counts", "--json", *flags))["counts"]
                self.assertEqual(sum(counts.values()), len(wanted))

    def test_delete_takes_what_list_shows_and_asks_before(self):
        for flags, expected in WISHES:
            wanted = expected.split()
            with self.subTest(flags=flags):
                if wanted:
                    asked = self.sandbox.run("delete", *flags)
                    self.assertEqual((asked.returncode, self.lines("list", "--jsonl")), (2, ["a1", "a2", "a3", "a4"]))
                    self.assertIn("--yes", asked.stderr)
                done = self.sandbox.run("delete", *flags, "--yes")
                self.assertEqual(done.returncode, 0, done.stderr)
                left = [entry[0] for entry in ENTRIES if entry[0] not in wanted]
                self.assertEqual(self.lines("list", "--jsonl"), left)
                for name in wanted:
                    self.sandbox.must("undo", name.rjust(32, "0"))
                self.assertEqual(self.lines("list", "--jsonl"), ["a1", "a2", "a3", "a4"])

    def test_a_wish_that_cannot_be_read_is_an_error_and_changes_nothing(self):
        for flags in UNREADABLE:
            for command in (["list"], ["search", "word"], ["export", "jsonl"], ["delete", "--yes"]):
                with self.subTest(command=command, flags=flags):
                    done = self.sandbox.run(*command, *flags)
                    self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
                    self.assertTrue(re.match(r"attune: error: .", done.stderr))
        self.assertEqual(self.lines("list", "--jsonl"), ["a1", "a2", "a3", "a4"])

    def test_nothing_found_is_said_and_is_no_error(self):
        for command in (["list"], ["search", "word"], ["export", "jsonl"], ["delete", "--yes"]):
            done = self.sandbox.run(*command, "--with", "nobody")
            self.assertEqual(done.returncode, 0, command)
            self.assertIn("no entry fits", done.stderr, command)

    def test_the_help_of_every_command_names_every_wish(self):
        names = {flag for flags, _ in WISHES for flag in flags if flag.startswith("--")}
        self.assertGreater(len(names), 12)
        for command in ("list", "search", "export", "export csv", "export md", "delete"):
            text = self.sandbox.must("help", *command.split())
            for name in names:
                self.assertRegex(text, rf"(?m)^  {name}\b", command)


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
