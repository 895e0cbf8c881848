#!/usr/bin/env python3
"""The sample journal keeps what its description says."""
import collections
import datetime
import json
import pathlib
import subprocess
import sys
import unittest

MAKER = pathlib.Path(__file__).resolve().parent / "make_journal.py"


def lines(*options):
    done = subprocess.run([sys.executable, "-B", MAKER, *options], capture_output=True, text=True, check=True)
    header, *entries = [json.loads(line) for line in done.stdout.splitlines()]
    assert header["type"] == "header"
    return entries


class MakeJournalTest(unittest.TestCase):
    def test_the_same_seed_gives_the_same_journal_and_another_seed_another(self):
        self.assertEqual(lines("--seed", "3"), lines("--seed", "3"))
        self.assertNotEqual(lines("--seed", "3"), lines("--seed", "4"))

    def test_there_are_exactly_as_many_entries_as_asked_for_with_ids_of_their_own(self):
        for count in (0, 1, 7, 1234):
            entries = lines("--entries", str(count), "--weeks", "5")
            self.assertEqual(len(entries), count)
            self.assertEqual(len({entry["id"] for entry in entries}), count)

    def test_times_go_forward_and_a_day_starts_at_four(self):
        # Both changes of the clock lie in this year.
        entries = lines("--entries", "6000", "--weeks", "52", "--end", "2025-12-28")
        before = None
        for entry in entries:
            at = datetime.datetime.fromisoformat(entry["at"])
            self.assertTrue(before is None or before <= at, entry["at"])
            self.assertEqual((at - datetime.timedelta(hours=4)).date().isoformat(), entry["local_day"])
            before = at
        self.assertGreater(sum("T01:" in entry["at"] for entry in entries), 20)
        self.assertEqual({entry["at"][-6:] for entry in entries}, {"+01:00", "+02:00"})

    def test_some_days_are_quiet_and_some_are_full(self):
        per_day = collections.Counter(entry["local_day"] for entry in lines())
        self.assertLess(len(per_day), 75)
        self.assertGreater(max(per_day.values()), 10)

    def test_numbers_stay_on_their_scales(self):
        for entry in lines("--entries", "3000"):
            for value in entry["values"]:
                if "lo" in value:
                    self.assertTrue(value["lo"] <= value["num"] <= value["hi"], value)
            self.assertEqual(len({(value["key"], value["phase"]) for value in entry["values"]}), len(entry["values"]))


if __name__ == "__main__":
    unittest.main()
