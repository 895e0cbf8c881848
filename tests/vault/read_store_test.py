#!/usr/bin/env python3
"""Holds the independent reader and the program against each other: stores are made by the real binary, and what the
reader finds in them must be what the program lists and exports. Skipped (77) without PyNaCl.
"""
import hashlib
import json
import random
import unittest

import reader_support
from reader_support import by_id, exported, key_of, listed, read, script

ENTRIES = (
    ["He cancelled dinner again", "@sam", "%plans-changed", "hurt=7", "anxious=8", "+breath=7-4", "--reacted"],
    ["Grüße, “quoted” and 日本語 🌊\nsecond line\ttab", "--at", "2026-02-03 01:30", "--thought", "a thought"],
    ["--literal", "as typed %this @that {\"json\": [1]}"],
    ["a long one " + "lorem " * 900, "--need", "rest", "--context", "home"],
    ["plain", "--with", "kim", "--trigger", "silence", "--feel", "sad=0", "--intensity", "10", "--belief", "left-behind=80"],
)


class RealStores(unittest.TestCase):
    def setUp(self):
        self.sandbox = reader_support.sandbox()
        self.addCleanup(self.sandbox.__exit__)

    def log_all(self):
        for words in ENTRIES:
            self.sandbox.must("log", "--porcelain", *words)

    def agree(self, count):
        """Reader and program have the same `count` records; gives the reader's view."""
        store = read(self.sandbox.store, key_of(self.sandbox))
        self.assertEqual(store.problems, [])
        self.assertEqual(store.notes, [])
        self.assertEqual(by_id(store.live()), listed(self.sandbox))
        self.assertEqual(len(store.live()), count)
        self.assertEqual(self.sandbox.run("store", "check").returncode, 0)
        return store

    def test_an_empty_store_has_no_records(self):
        self.agree(0)

    def test_every_record_reads_as_it_is_listed_before_and_after_a_fold(self):
        self.log_all()
        waiting = self.agree(len(ENTRIES))
        self.assertEqual(waiting.in_images, 0)
        self.assertEqual([frame.sequence for frame in waiting.frames], list(range(1, len(ENTRIES) + 1)))
        self.sandbox.must("store", "fold")
        folded = self.agree(len(ENTRIES))
        self.assertEqual(folded.in_images, len(ENTRIES))
        self.assertEqual(by_id(folded.live()), by_id(waiting.live()))
        self.log_all()
        both = self.agree(2 * len(ENTRIES))
        self.assertEqual((both.in_images, len(both.revisions)), (len(ENTRIES), 2 * len(ENTRIES)))

    def test_an_export_has_the_same_records(self):
        self.log_all()
        store = read(self.sandbox.store, key_of(self.sandbox))
        self.assertEqual(by_id(store.live()), exported(self.sandbox))

    def test_what_was_taken_back_is_gone_and_comes_back_when_that_is_taken_back(self):
        self.log_all()
        for fold in (False, True):
            with self.subTest(fold=fold):
                before = self.agree(len(ENTRIES)).live()
                self.sandbox.must("log", "a mistake")
                self.sandbox.must("undo")
                if fold:
                    self.sandbox.must("store", "fold")
                self.assertEqual(self.agree(len(ENTRIES)).live(), before)
                self.sandbox.must("delete", "last")
                self.agree(len(ENTRIES) - 1)
                if fold:
                    self.sandbox.must("store", "fold")
                self.sandbox.must("undo")
                self.assertEqual(self.agree(len(ENTRIES)).live(), before)

    def test_a_questionnaire_taking_reads_as_it_is_listed_and_carries_its_questionnaire(self):
        answers = ",".join(str(1 + n % 7) for n in range(24))
        self.sandbox.must("quiz", "take", "attachment", "--about", "sam", "--answers", answers)
        store = self.agree(1)
        waiting = store.live()
        definition = store.frames[0].content["definition"]
        self.assertEqual(hashlib.sha256(definition["toml"].encode()).hexdigest(), definition["sha256"])
        self.assertEqual(waiting[0]["definition"], f"attachment {definition['version']} {definition['sha256']}")
        self.assertEqual([value["num"] for value in waiting[0]["values"] if value["phase"] == "item"],
                         [1 + n % 7 for n in range(24)])
        self.sandbox.must("store", "fold")
        folded = self.agree(1)
        self.assertEqual(folded.live(), waiting)
        image = folded.images[max(folded.files, key=lambda file: file.generation).name]
        self.assertEqual([tuple(row) for row in image.execute("SELECT sha256, toml FROM definition")],
                         [(definition["sha256"], definition["toml"])])

    def second_machine(self):
        """Another machine with its own private state and the same folder and key."""
        other = reader_support.sandbox(root=self.sandbox.root / "tmp", init=False)
        other.env["ATTUNE_KEY_FILE"] = self.sandbox.env["ATTUNE_KEY_FILE"]
        other.env["ATTUNE_STORE"] = str(self.sandbox.store)
        return other

    def test_two_devices_make_one_journal(self):
        self.log_all()
        other = self.second_machine()
        other.must("store", "fold")
        other.must("log", "from the second device")
        store = self.agree(len(ENTRIES) + 1)
        self.assertEqual(len(store.summary()["devices"]), 2)
        self.sandbox.must("log", "from the first again")
        for machine in (other, self.sandbox, other):
            machine.must("store", "fold")
            self.agree(len(ENTRIES) + 2)
        self.assertEqual(listed(self.sandbox), listed(other))

    def test_any_mix_of_writes_on_two_machines_reads_alike(self):
        rng = random.Random(20260302)
        machines = [self.sandbox, self.second_machine()]
        machines[1].must("store", "fold")
        written = {machine.env["HOME"]: [] for machine in machines}
        for step in range(60):
            machine = rng.choice(machines)
            own = written[machine.env["HOME"]]
            verb = rng.choice(("log", "log", "log", "undo", "delete", "fold"))
            if verb == "log":
                own.append(machine.must("log", "--porcelain", f"step {step}").strip())
            elif verb == "undo":
                machine.run("undo")
            elif verb == "delete" and own:
                machine.run("delete", rng.choice(own))
            else:
                machine.must("store", "fold")
            store = read(self.sandbox.store, key_of(self.sandbox))
            for reader in machines:
                self.assertEqual(by_id(store.live()), listed(reader), f"after step {step}, {verb}")
        self.assertGreater(len(store.live()), 5)
        self.assertGreater(store.summary()["removed"], 5)
        self.assertEqual((store.problems, store.notes), ([], []))

    def test_many_folds_leave_a_store_that_reads(self):
        for number in range(6):
            self.sandbox.must("log", f"entry {number}")
            self.sandbox.must("store", "fold")
        store = self.agree(6)
        self.assertGreater(max(file.generation for file in store.files), 6)

    def test_the_reader_as_a_program_prints_the_same(self):
        self.log_all()
        code, out = script(self.sandbox.store, "--key-file", self.sandbox.root / "key", "--entries")
        self.assertEqual(code, 0)
        self.assertEqual(by_id(map(json.loads, out.splitlines())), listed(self.sandbox))
        code, out = script(self.sandbox.store, "--key-file", self.sandbox.root / "key")
        summary = json.loads(out)
        self.assertEqual((code, summary["live"], summary["problems"]), (0, len(ENTRIES), []))
        self.assertEqual(summary["generations"][0]["slots"], {"key file": 1})
        self.assertEqual([frame["op"] for frame in summary["frames"]], ["put"] * len(ENTRIES))


if __name__ == "__main__":
    reader_support.main()
