#!/usr/bin/env python3
"""Rotates the root of a store, with devices that were away or rotated at the same time, and compares what the independent
reader and the program make of it. Skipped (77) without PyNaCl.
"""
import shutil
import unittest

import reader_support
from reader_support import by_id, checked, key_of, listed, read

from store_bytes import Secret, StoreError, write_frame


class Rotate(unittest.TestCase):
    def setUp(self):
        self.box = reader_support.sandbox()
        self.addCleanup(self.box.__exit__)
        self.key = self.box.root / "key"
        self.second = self.box.root / "second"
        self.box.must("key", "add", "--new-key-file", str(self.second))
        self.box.must("log", "before, folded")
        self.box.must("store", "fold")
        self.box.must("log", "before, waiting")

    def rotate(self, *keep, **more):
        return self.box.must("key", "rotate", "--no-input", "--yes", *keep, **more)

    def away(self):
        """Settings under which the program is another machine on the same folder."""
        folder = self.box.root / "away"
        folder.mkdir(exist_ok=True)
        return {"env": self.box.env | {"XDG_STATE_HOME": str(folder)}}

    def texts(self, key=None):
        """What both show; they must not differ, and nothing may be wrong."""
        store = read(self.box.store, Secret.from_file(2, key or self.key))
        self.assertEqual(store.problems, [])
        self.assertEqual(by_id(store.live()), listed(self.box))
        self.assertEqual(checked(self.box)[0], 0)
        return sorted(record["text"] for record in store.live())

    def test_files_and_frames_of_both_epochs_are_read(self):
        self.rotate()
        self.box.must("log", "after")
        store = read(self.box.store, key_of(self.box))
        self.assertEqual({file.epoch for file in store.files}, {1, 2})
        self.assertEqual(len(store.roots), 2)
        self.assertEqual(self.texts(), ["after", "before, folded", "before, waiting"])
        self.rotate()
        self.box.must("log", "third")
        self.assertEqual(self.texts(), ["after", "before, folded", "before, waiting", "third"])
        self.assertEqual(max(file.epoch for file in read(self.box.store, key_of(self.box)).files), 3)

    def test_a_secret_that_was_not_kept_opens_the_store_no_more(self):
        self.rotate()
        with self.assertRaises(StoreError) as wrong:
            read(self.box.store, Secret.from_file(2, self.second))
        self.assertEqual(wrong.exception.kind, "wrong secret")
        done = self.box.run("--key-file", str(self.second), "list")
        self.assertEqual(done.returncode, 3, done.stderr)
        self.rotate("--keep-key-file", str(self.key))
        self.assertEqual(self.texts(), ["before, folded", "before, waiting"])

    def test_a_device_that_was_away_goes_on_under_the_old_root(self):
        self.box.must("list", **self.away())
        self.box.must("log", "away, before", **self.away())
        self.rotate()
        self.box.must("log", "away, locked", **self.away())
        self.assertEqual(self.texts(), ["away, before", "away, locked", "before, folded", "before, waiting"])
        self.box.must("list", **self.away())
        self.box.must("log", "away, unlocked", **self.away())
        self.box.must("store", "fold", **self.away())
        store = read(self.box.store, key_of(self.box))
        self.assertEqual({file.epoch for file in store.newest}, {2})
        self.assertEqual(self.texts(),
                         ["away, before", "away, locked", "away, unlocked", "before, folded", "before, waiting"])

    def test_a_frame_under_a_root_that_its_device_had_left_is_set_aside_in_both(self):
        old = read(self.box.store, key_of(self.box))
        self.rotate()
        self.box.must("log", "after")
        new = read(self.box.store, key_of(self.box))
        last = max(new.good_frames(), key=lambda frame: frame.sequence)
        entry = {"schema": 1, "id": "aa" * 16, "kind": "entry", "at": "2026-03-01T21:40:00+01:00",
                 "local_day": "2026-03-01", "precision": "minute", "text": "forged"}
        forged = write_frame(old.roots[0], old.id, last.device, last.sequence + 1, last.tag,
                             {"clock": 1 << 60, "op": "put", "record": "aa" * 16, "rev": "bb" * 16, "parents": [],
                              "created": 1772397600000, "entry": entry})
        with open(self.box.store / last.segment, "ab") as segment:
            segment.write(forged)
        after = read(self.box.store, key_of(self.box))
        self.assertEqual(len(after.problems), 1)
        self.assertIn("had left the root", after.problems[0])
        self.assertNotIn("forged", [record["text"] for record in after.live()])
        self.assertNotIn("forged", self.box.must("list"))

    def test_two_rotations_at_once_end_with_one_root(self):
        self.box.must("list", **self.away())
        self.box.must("log", "away", **self.away())
        self.box.must("store", "fold", **self.away())
        copy = self.box.root / "copy"
        shutil.copytree(self.box.store, copy)
        self.rotate()
        self.box.must("--store", str(copy), "key", "rotate", "--no-input", "--yes", **self.away())
        for path in copy.iterdir():
            if not (self.box.store / path.name).exists():
                shutil.copy2(path, self.box.store / path.name)
        names = ["away", "before, folded", "before, waiting"]
        self.assertEqual(self.texts(), names)
        for _ in range(2):
            self.box.must("store", "fold")
            self.box.must("store", "fold", **self.away())
        store = read(self.box.store, key_of(self.box))
        self.assertEqual(len({file.inbox_public for file in store.newest}), 1)
        self.assertEqual(len(store.roots), 3)
        self.assertEqual(self.texts(), names)


if __name__ == "__main__":
    reader_support.main()
