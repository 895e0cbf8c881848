#!/usr/bin/env python3
"""A report made with --share holds nobody's name and nothing that was written, in no form of output.

Canary words stand everywhere a person can put words: names, aliases, texts and fields of every kind, words of their own
in every facet, labels, beliefs, boundaries, wins, predictions, a questionnaire, a form and a practice of their own.
Every report is printed in every form, and no canary may be in it. So that the search can find something, the same
reports without --share hold canaries.
"""
import json
import pathlib
import re
import subprocess
import sys
import unittest

from sandbox import Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
ATTUNE = ""
NOW = "2026-03-01T21:45:00+00:00"
# One syllable that no word of the program has.
CANARY = "qyzx"

QUESTIONNAIRE = f"""
id = "talks-{CANARY}quiz"
title = "Talks {CANARY}title"
version = "1"
status = "own"
[response]
values = [1, 2, 3, 4, 5]
labels = ["no", "", "", "", "yes"]
higher_means = "yes"
[[item]]
id = "q1"
text = "{CANARY}item one"
[[item]]
id = "q2"
text = "{CANARY}item two"
[[scale]]
id = "near"
title = "{CANARY}scale"
items = ["q1", "-q2"]
score = "mean"
"""

FORM = f"""
id = "letter-{CANARY}form"
title = "A letter {CANARY}"
summary = "a letter"
version = "1"
[[item]]
id = "text"
ask = "What?"
type = "lines"
keep = "text"
required = true
"""

PRACTICE = f"""
id = "calm-{CANARY}practice"
title = "Calm {CANARY}practicetitle"
summary = "{CANARY}summary"
version = "1"
intro = "{CANARY}intro"
closing = "{CANARY}closing"
[[rating]]
id = "{CANARY}rating"
ask = "{CANARY}ask?"
low_word = "{CANARY}low"
high_word = "{CANARY}high"
[[step]]
say = "{CANARY}say"
seconds = 60
"""


def days(count):
    return [f"2026-02-{28 - i % 28:02d}" if i < 28 else f"2026-01-{31 - i % 28:02d}" for i in range(count)]


def fill_every_field(sandbox, person):
    """Whatever a shipped form takes words for gets some, at once and with --of; the help says what there is."""
    fields = 0
    for form in sorted((ROOT / "forms").glob("*.toml")):
        kind = form.stem
        shown = re.sub(r"\n {6,}", " ", sandbox.must("note", kind, "--help").split("Options for every", 1)[0])
        flags = {False: [], True: []}
        for name, what, rest in re.findall(r"^  --(\S+) (TEXT|WORD|PERSON|[a-z]\S*\|\S+) +(.*)$", shown, re.MULTILINE):
            later = "[with --of]" in rest
            if "|" not in what:
                flags[later] += ["--" + name, person if what == "PERSON" else f"{CANARY}{kind}{name}"]
                fields += 1
            elif later:
                flags[True] += ["--" + name, what.split("|")[0]]  # often needed
        sandbox.must("note", kind, f"{CANARY}{kind}", *flags[False], "--at", "2026-02-27 10:30")
        if flags[True]:
            sandbox.must("note", kind, "--of", "last", *flags[True], "--at", "2026-02-27 11:30")
    assert fields > 40, fields


def fill(sandbox):
    sandbox.env["ATTUNE_NOW"] = NOW
    must = lambda *words: sandbox.must(*words)
    config = sandbox.root / "config/attune"
    for folder, name, text in (("questionnaires", f"talks-{CANARY}quiz", QUESTIONNAIRE),
                               ("forms", f"letter-{CANARY}form", FORM),
                               ("practices", f"calm-{CANARY}practice", PRACTICE)):
        (config / folder).mkdir(parents=True, exist_ok=True)
        (config / folder / f"{name}.toml").write_text(text)
    sam, kim = f"{CANARY}sam", f"{CANARY}kim"
    must("people", "add", sam, "--alias", f"{CANARY}alias", "--role", f"{CANARY}role", "--note", f"{CANARY}known")
    must("vocab", "add", "trigger", f"{CANARY}trigger", "--label", f"{CANARY} label")
    must("vocab", "rename", "trigger", "late-reply", f"{CANARY}renamed")
    for i, day in enumerate(days(40)):
        who = (sam, kim, f"{CANARY}alias")[i % 3]
        must("log", f"{CANARY}text of {sam}", "--with", who, "--at", f"{day} {8 + i % 12:02d}:10",
             "--trigger", (f"{CANARY}trigger", "late-reply", "silence")[i % 3], "--feel", f"{CANARY}feeling=6",
             "--feel", "hurt=5", "--body", f"{CANARY}site=4", "--thought", f"{CANARY}thought",
             "--other", f"{CANARY}other", "--belief", f"{CANARY}belief=50", "--urge", f"{CANARY}urge",
             "--did", "asking", "--need", f"{CANARY}need", "--context", f"{CANARY}context",
             "--coping", f"{CANARY}coping=7-4", ("--reacted", "--responded")[i % 2], "--bring")
    for day in days(7):
        must("note", "experiment", f"{CANARY}prediction", "--probability", "70", "--fear", "6", "--with", sam,
             "--step", f"{CANARY}step", "--at", f"{day} 09:00")
        must("note", "experiment", "--of", "last", "--happened", "no", "--distress", "3",
             "--outcome", f"{CANARY}outcome", "--at", f"{day} 10:00")
    must("note", "experiment", f"{CANARY}open", "--probability", "40", "--with", kim)
    for day in days(6):
        must("note", "belief", f"{CANARY}statement", "--strength", "70", "--schema", f"{CANARY}schema", "--with", sam,
             "--at", f"{day} 09:20")
        must("note", "belief", "--of", "last", "--strength", "40", "--instead", f"{CANARY}instead")
        must("note", "boundary", f"{CANARY}wording", "--domain", "time", "--cue", f"{CANARY}cue", "--with", kim,
             "--at", f"{day} 09:30")
        must("note", "boundary", "--of", "last", "--event", "kept", "--how", f"{CANARY}how")
        must("note", "need", f"{CANARY}sentence", "--need", f"{CANARY}need", "--voiced", "said", "--met", "partly",
             "--with", sam, "--at", f"{day} 09:40")
        must("note", "repair", f"{CANARY}hurt", "--who", "me", "--with", sam, "--own-part", f"{CANARY}part",
             "--remorse", day, "--at", f"{day} 09:45")
        must("note", "win", f"{CANARY}win", "--part", f"{CANARY}mine", "--with", sam, "--at", f"{day} 09:50")
        must("note", "plan", "--when", f"{CANARY}when", "--then", f"{CANARY}then", "--with", sam,
             "--at", f"{day} 09:55")
        must("note", "checkin", f"{CANARY}day", "--worry", f"{CANARY}worry", "--smile", f"{CANARY}smile", "--named",
             "5", "--with", sam, "--at", f"{day} 09:56")
        must("note", f"letter-{CANARY}form", f"{CANARY}letter", "--at", f"{day} 09:57")
        must("note", f"{CANARY}entry", "--at", f"{day} 09:58")
        must("practice", f"calm-{CANARY}practice", "--minutes", "5", "--with", sam, "--at", f"{day} 07:00", "--note",
             f"{CANARY}practicenote", "--rate", f"{CANARY}rating=3-6")
        must("measure", f"{CANARY}measure", f"7{CANARY}unit", "--at", f"{day} 07:30")
        must("observe", "--codes", f"x={CANARY}code", "--intervals", "x,-", "--with", kim, "--note",
             f"{CANARY}seen", "--at", f"{day} 07:40")
    fill_every_field(sandbox, sam)
    must("note", "therapy", f"{CANARY}session", "--with", f"{CANARY}therapist", "--score", f"{CANARY}test=7", "--at",
         "2026-02-01")
    sandbox.env["ATTUNE_NOW"] = "2026-01-20T12:00:00+00:00"
    must("program", "start", "--quiz", f"talks-{CANARY}quiz", "--quiz", "attachment", "--random-window", "3d")
    for moment, answer in (("2026-01-21", 4), ("2026-02-20", 3), ("2026-03-01", 2)):
        sandbox.env["ATTUNE_NOW"] = moment + "T12:00:00+00:00"
        for about in ((), ("--about", sam), ("--about", kim)):
            must("quiz", "take", "attachment", "--answers", ",".join([str(answer)] * 24), *about)
            must("quiz", "take", f"talks-{CANARY}quiz", "--answers", f"{answer},2", *about)
    sandbox.env["ATTUNE_NOW"] = NOW


class Share(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sandbox = Sandbox(ATTUNE)
        fill(cls.sandbox)
        help_text = cls.sandbox.run("report", "--help").stdout
        listed = re.search(r"^  --format (\S+)", help_text, re.MULTILINE).group(1)
        cls.forms = listed.split("|")
        cls.reports = [["week", "2026-W09"], ["month", "2026-02"], ["quarter", "q1"], ["year", "2026"],
                       ["since", "last", "session"], ["calibration"], ["profile"]]
        cls.reports += [[name] for name in ("program",) if cls.sandbox.run("report", name).returncode == 0]

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.__exit__()

    def print(self, *words):
        done = self.sandbox.run("report", *words)
        self.assertEqual(done.returncode, 0, (words, done.stderr))
        return done.stdout

    def every(self, *more):
        for report in self.reports:
            for form in self.forms:
                # Explained a report says all that it says without, and more.
                words = [*report, "--format", form, "--explain", *more]
                yield words, self.print(*words)

    def test_no_canary_is_in_a_shared_report(self):
        count = 0
        for words, text in self.every("--share"):
            self.assertNotIn(CANARY, text.lower(), (words, self.place(text)))
            count += 1
        self.assertEqual(count, len(self.reports) * len(self.forms))
        self.assertGreaterEqual(len(self.forms), 5)

    def test_no_canary_is_in_a_shared_report_about_somebody(self):
        for words, text in self.every("--share", "--about", f"{CANARY}alias"):
            self.assertNotIn(CANARY, text.lower(), (words, self.place(text)))
            if words[words.index("--format") + 1] in ("text", "html", "md"):
                self.assertIn("person A", text, words)

    def test_the_search_would_find_them(self):
        for report in self.reports:
            self.assertIn(CANARY, self.print(*report, "--json"), report)

    def test_every_shared_form_says_that_it_is_one(self):
        for report in self.reports:
            self.assertIn("Shared version", self.print(*report, "--share"))
            self.assertIn("Shared version", self.print(*report, "--share", "--format", "html"))
            self.assertEqual(json.loads(self.print(*report, "--share", "--json"))["shared"],
                             {"names": False, "text": False})

    def test_texts_that_are_shared_name_nobody(self):
        for report in self.reports:
            text = self.print(*report, "--share", "--with-text", "--json")
            for name in ("sam", "kim", "alias", "other"):
                self.assertNotIn(CANARY + name, text, report)
        self.assertIn(f"{CANARY}open", self.print("calibration", "--share", "--with-text"))

    def test_the_same_letters_come_again(self):
        for report in self.reports:
            self.assertEqual(self.print(*report, "--share"), self.print(*report, "--share"))

    @staticmethod
    def place(text):
        at = text.lower().find(CANARY)
        return text[max(0, at - 80):at + 40]


if __name__ == "__main__":
    ATTUNE = sys.argv.pop(sys.argv.index("--attune") + 1)
    sys.argv.remove("--attune")
    unittest.main()
