#!/usr/bin/env python3
"""What a closed week came to is settled once.

A journal in which one person goes with reacting is imported and read week after week: the pattern is noticed, then held
up by later entries. Reading a report again changes nothing, the verdict is no entry of any list, it survives export and
import, two machines that judge one week keep one record, and a store that cannot be written says the same.
"""
import argparse
import datetime
import json
import os
import random
import sys
import unittest

from sandbox import Sandbox

ATTUNE = ""
START = datetime.date(2026, 1, 5)  # a Monday


def journal(days):
    chance = random.Random(7)
    lines = []
    for day in range(days):
        for _ in range(2):
            person = chance.choice(["Sam", "Kim", "Alex"])
            reacted = chance.random() < (0.95 if person == "Kim" else 0.25)
            at = datetime.datetime.combine(START, datetime.time(8, 0)) + datetime.timedelta(
                days=day, minutes=chance.randrange(800))
            before, after = chance.randrange(5, 9), chance.randrange(2, 6)
            lines.append(json.dumps({
                "kind": "trigger", "at": at.isoformat() + "+00:00", "text": "words", "people": [person],
                "values": [{"key": "intensity", "num": before, "lo": 0, "hi": 10},
                           {"key": "coping.three-breaths", "phase": "before", "num": before, "lo": 0, "hi": 10},
                           {"key": "coping.three-breaths", "phase": "after", "num": after, "lo": 0, "hi": 10}],
                "tags": [{"facet": "trigger", "slug": chance.choice(["late-reply", "criticism", "silence"])},
                         {"facet": "response", "slug": "reacted" if reacted else "responded"},
                         {"facet": "coping", "slug": "three-breaths"}]}))
    return "\n".join(lines) + "\n"


class VerdictsTest(unittest.TestCase):
    def setUp(self):
        self.sandbox = Sandbox(ATTUNE)
        self.addCleanup(self.sandbox.__exit__)
        (self.sandbox.root / "journal.jsonl").write_text(journal(100))
        self.sandbox.must("import", "jsonl", "journal.jsonl")

    def on(self, day):
        """The clock stands at noon of so many days after the start."""
        when = START + datetime.timedelta(days=day)
        self.sandbox.env["ATTUNE_NOW"] = when.isoformat() + "T12:00:00+00:00"
        return self

    def patterns(self, *words):
        return json.loads(self.sandbox.must("report", "week", *words, "--json"))["patterns"]

    def verdicts(self):
        lines = self.sandbox.must("export", "jsonl", "--kind", "verdict").splitlines()
        return [record for record in map(json.loads, lines) if record.get("kind") == "verdict"]

    def test_a_pattern_is_noticed_then_held_up_and_nothing_changes_by_reading(self):
        states = []
        for week in range(2, 14):
            self.on(7 * week)
            text = self.sandbox.must("report")
            first = self.patterns()
            self.assertEqual(first, self.patterns())
            self.assertEqual(text, self.sandbox.must("report"))
            kim = [one for one in first["standing"] if one["parts"] == [{"facet": "person", "slug": "Kim"}]]
            states += [one["state"] for one in kim]
            if kim and kim[0]["state"] == "confirmed":
                self.assertIn("held up on new entries: Kim -> reacted more", " ".join(text.split()))
            if kim and kim[0]["state"] == "noticed":
                self.assertNotIn("held up on new entries: Kim", " ".join(text.split()))
            self.assertGreater(first["looked_at"], 0)
        self.assertIn("noticed", states)
        self.assertEqual("confirmed", states[-1])
        stored = self.verdicts()
        self.assertEqual(len({record["local_day"] for record in stored}), len(stored))

    def test_a_verdict_is_no_part_of_the_journal(self):
        self.on(62).sandbox.must("log", "typed by hand", "%silence")
        self.on(63)
        before = [self.sandbox.must(*words) for words in (("list", "--json"), ("show", "last"), ("search", "words"))]
        self.sandbox.must("report")
        self.assertEqual(1, len(self.verdicts()))
        after = [self.sandbox.must(*words) for words in (("list", "--json"), ("show", "last"), ("search", "words"))]
        self.assertEqual(before, after)
        self.sandbox.must("log", "one more", "%silence")
        self.on(70).sandbox.must("report")
        # The newest write of the person is the entry, not the verdict behind it.
        self.sandbox.must("undo")
        self.assertEqual([], json.loads(self.sandbox.must("search", "one more", "--json"))["entries"])
        self.assertEqual(2, len(self.verdicts()))

    def test_a_stored_verdict_outlives_later_changes_of_the_past(self):
        self.on(63)
        first = self.patterns()
        self.sandbox.must("log", "late news", "%silence", "@Kim", "--responded", "--at", START.isoformat() + " 10:00")
        self.assertEqual(first, self.patterns())

    def test_export_and_import_carry_it(self):
        self.on(63)
        before = self.patterns()
        whole = self.sandbox.must("export", "jsonl")
        self.assertEqual(1, sum(json.loads(line).get("kind") == "verdict" for line in whole.splitlines()))
        with Sandbox(ATTUNE) as other:
            (other.root / "journal.jsonl").write_text(whole)
            said = other.run("import", "jsonl", "journal.jsonl")
            self.assertEqual(0, said.returncode)
            other.env["ATTUNE_NOW"] = self.sandbox.env["ATTUNE_NOW"]
            after = json.loads(other.must("report", "week", "--json"))["patterns"]
            self.assertEqual(before, after)
            self.assertEqual(1, sum(json.loads(line).get("kind") == "verdict"
                                    for line in other.must("export", "jsonl").splitlines()))

    @unittest.skipIf(os.geteuid() == 0, "the superuser may write everywhere")
    def test_a_store_that_cannot_be_written_says_the_same(self):
        self.on(63)
        folders = [folder for folder, _, _ in os.walk(self.sandbox.store)]
        for folder in folders:
            os.chmod(folder, 0o500)
        try:
            said = self.patterns()
            self.assertEqual(said, self.patterns())
        finally:
            for folder in folders:
                os.chmod(folder, 0o700)
        self.assertEqual([], self.verdicts())
        self.assertEqual(said, self.patterns())
        self.assertEqual(1, len(self.verdicts()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--attune", required=True)
    known, rest = parser.parse_known_args()
    ATTUNE = known.attune
    unittest.main(argv=[sys.argv[0], *rest])
