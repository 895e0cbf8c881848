#!/usr/bin/env python3
"""Words that were typed are never lost: whatever goes wrong in log, follow and note after words were read, they are
sealed as a draft, or shown again where nothing can seal them, and no message and no file says them in plaintext.

What a full disk and a missing folder do is in full_disk.transcript; what a terminal sees in no_store.transcript.
"""
import json
import pathlib
import re
import subprocess
import sys
import unittest

from sandbox import Sandbox

ATTUNE = ""
WORDS = "He left early and said nothing"
NUMBER = re.compile(r"kept as draft ([0-9a-f]+): attune edit \1$", re.MULTILINE)

# What makes a command of each verb wrong; every one is said behind the words, and in front of them.
WRONG_ANYWHERE = [
    ["--at", "32 march"], ["--at", "03/04/2026"], ["--at", "tomorrow"], ["--at", "2026-02-30 10:00"], ["--at", ""],
    ["--no-such-flag"], ["--wihtt", "sam"], ["--with"],
]
WRONG_LOOP = WRONG_ANYWHERE + [
    ["--feel", "hurt=99"], ["--feel", "hurt=x"], ["--intensity", "eleven"], ["--intensity", "-1"], ["--body", "chest=11"],
    ["--belief", "abandonment=101"], ["--present", "10.5.1"], ["--lead", "soon"], ["--caught", "never"],
    ["--coping", "breath=99-1"], ["--after", "3", "--before", "x"], ["--reacted", "--responded"],
    ["--better", "--worse"],
]
WRONG_NOTE = WRONG_ANYWHERE + [["--probability", "140"], ["--probability", "likely"], ["--fear", "-1"],
                               ["--type", "moon"], ["--tests", "nothing"], ["--probability", "1", "--probability", "2"],
                               ["--happened", "yes"], ["--of", "last-99999"]]


class KeptWordsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox(ATTUNE)
        cls.sandbox.env["ATTUNE_NOW"] = "2026-03-01T21:45:00+00:00"
        cls.sandbox.must("log", "before")
        cls.sandbox.must("note", "experiment", "If I ask", "--fear", "3")
        twins = "".join(json.dumps({"id": f"abcdef{n:026x}", "kind": "experiment", "at": "2026-02-01T10:00:00Z",
                                    "text": "twin"}) + "\n" for n in (1, 2))
        cls.sandbox.must("import", "jsonl", "-", input=twins.encode())

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.__exit__()

    def drafts(self):
        listed = json.loads(self.sandbox.must("list", "--kind", "draft", "--json", "--limit", "9999"))
        return {entry["id"]: entry["text"] for entry in listed["entries"]}

    def expect_draft(self, *command, words=WORDS, code=2, **more):
        before = self.drafts()
        done = self.sandbox.run(*command, **more)
        said = " ".join(command)[:200]
        self.assertEqual(done.returncode, code, (said, done.stderr[:500]))
        self.assertEqual(done.stdout, "", said)
        kept = {name: text for name, text in self.drafts().items() if name not in before}
        self.assertEqual(len(kept), 1, (said, done.stderr[:500]))
        (name, text), = kept.items()
        self.assertIn(words, text, said)
        told = NUMBER.search(done.stderr)
        self.assertTrue(told and name.startswith(told.group(1)), (said, done.stderr[:500]))
        self.assertNotIn(words, done.stderr, said)
        return name, text

    def test_a_wrong_flag_keeps_the_words_of_every_verb(self):
        for verb, wrong in ((["log"], WRONG_LOOP), (["follow", "last"], WRONG_LOOP),
                            (["note", "experiment"], WRONG_NOTE), (["note", "entry"], WRONG_ANYWHERE)):
            for flags in wrong:
                with self.subTest(verb=verb, flags=flags):
                    code = 5 if flags in (["--tests", "nothing"], ["--of", "last-99999"]) else 2
                    self.expect_draft(*verb, WORDS, *flags, code=code)
                    if flags != ["--with"]:
                        self.expect_draft(*verb, *flags, WORDS, code=code)

    def test_words_of_flags_alone_are_kept_as_well(self):
        for verb in (["log"], ["follow", "last"]):
            self.expect_draft(*verb, "--thought", WORDS, "--at", "someday")
        self.expect_draft("note", "experiment", "--step", WORDS, "--fear", "99")

    def test_words_from_a_pipe_are_kept(self):
        lines = f"{WORDS}\nand a second line ✓\n"
        for verb in (["log"], ["note", "experiment"]):
            _, text = self.expect_draft(*verb, "-", "--at", "someday", input=lines.encode())
            self.assertIn("and a second line ✓", text)

    def test_more_than_an_entry_holds_is_kept_or_refused_with_nothing_half_written(self):
        words = "He left early. " * 100_000
        before = self.sandbox.records()
        for verb in ("log", "note"):
            done = self.sandbox.run(verb, "-", input=words.encode())
            self.assertNotEqual(done.returncode, 0)
            self.assertNotIn("He left", done.stderr)
            self.assertRegex(done.stderr, r"kept as draft|bytes|MiB|KiB")
        after = self.sandbox.records()
        for name, text in after:
            if (name, text) not in before:
                self.assertGreaterEqual(len(text), 65_000)

    def test_an_id_that_means_several_entries_keeps_what_came_of_it(self):
        _, text = self.expect_draft("follow", "abcdef", WORDS, "--better")
        self.assertIn("--better", text)
        for verb in (["follow", "ffffffffffff"], ["follow", "last-99999"]):
            self.expect_draft(*verb, WORDS, code=5)
        self.expect_draft("note", "experiment", "--of", "abcdef", "--happened", "no", "--outcome", WORDS)

    def test_the_draft_becomes_an_entry_with_what_was_typed(self):
        name, _ = self.expect_draft("log", WORDS, "@sam", "%silence", "hurt=6", "--at", "someday")
        self.sandbox.must("edit", name, "--at", "yesterday 21:40")
        entry = json.loads(self.sandbox.must("show", name, "--json"))["entry"]
        self.assertEqual((entry["kind"], entry["text"], entry["people"]), ("trigger", WORDS, ["sam"]))
        self.assertEqual(entry["at"], "2026-02-28T21:40:00+00:00")
        self.assertEqual([(value["key"], value["num"]) for value in entry["values"]], [("feeling.hurt", 6)])
        self.assertIn({"facet": "trigger", "slug": "silence"}, entry["tags"])

    def test_locked_the_draft_is_sealed_all_the_same(self):
        locked = {name: value for name, value in self.sandbox.env.items() if name != "ATTUNE_KEY_FILE"}
        for verb in (["log"], ["follow", "last"], ["note", "experiment"]):
            self.expect_draft(*verb, WORDS, "--at", "someday", env=locked)

    def test_without_a_store_the_words_come_back_on_a_terminal_and_only_there(self):
        with Sandbox(ATTUNE, init=False) as sandbox:
            for verb in ("log", "follow last", "note experiment"):
                command = f"{ATTUNE} {verb} '{WORDS}' --no-input"
                done = subprocess.run(["bash", "-c", command], env=sandbox.env, capture_output=True, text=True,
                                      stdin=subprocess.DEVNULL, start_new_session=True, check=False)
                self.assertEqual(done.returncode, 3, (verb, done.stderr))
                self.assertNotIn("He left", done.stdout + done.stderr)
                shown = subprocess.run(["script", "-qec", command, "/dev/null"], env=sandbox.env | {"SHELL": "/bin/sh"},
                                       capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
                self.assertIn(WORDS, shown.stdout, verb)

    def test_no_file_holds_a_word_of_all_this(self):
        for folder in ("data", "state", "run", "tmp", "config", "cache", "home"):
            for path in (self.sandbox.root / folder).rglob("*"):
                if path.is_file():
                    self.assertNotIn(b"left early", path.read_bytes(), path)


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
