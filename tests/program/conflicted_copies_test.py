#!/usr/bin/env python3
"""Conflicted copies that sync programs leave: of segments, of generations and of the slot lists in them.

They come about when the private state of a machine was copied, so that two machines write the same names. Here a twin
of the machine writes on, and its files come back under the names that Syncthing, Dropbox, Nextcloud, rclone and git
give them. What the program makes of them, the independent reader makes of them too. Skipped (77) without PyNaCl.
"""
import pathlib
import re
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "vault"))

import reader_support  # noqa: E402  (picks the Python that has PyNaCl, or skips)
from reader_support import Sandbox, by_id, checked, key_of, listed, read, sandbox  # noqa: E402
from store_bytes import Secret  # noqa: E402

NAMES = ("{stem}.sync-conflict-20260301-214500-ABCDEFG{ending}", "{stem} (mara's conflicted copy 2026-03-01){ending}",
         "{stem} (conflicted copy 2026-03-01 214500){ending}", "{stem}-DESKTOP{ending}", "{stem}{ending}.conflict1",
         "{stem} (1){ending}", "{stem}{ending}~HEAD", "{stem}{ending}~origin_main",
         "{stem} (conflicted copy 7){ending}.conflict12", "{stem}{ending}.conflict3~HEAD")


class Copies(unittest.TestCase):
    def setUp(self):
        self.box = sandbox()
        self.addCleanup(self.box.__exit__)
        self.box.must("log", "before")
        self.box.must("store", "fold")

    def clone(self):
        """The same machine once more: its state and its folder were copied."""
        place = self.box.root / "twin"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        for name in ("data", "state", "key"):
            path = self.box.root / name
            (shutil.copytree if path.is_dir() else shutil.copy2)(path, place / name)
        return Sandbox(self.box.attune, root=place, init=False)

    def give(self, folder, pattern, ending):
        """The newest such file of a twin's folder arrives as a copy; gives its path."""
        path = max((path for path in folder.iterdir() if re.fullmatch(rf"[0-9a-f]+\.[0-9]+\{ending}", path.name)),
                   key=lambda path: int(path.name.split(".")[1]))
        copy = self.box.store / pattern.format(stem=path.name[: -len(ending)], ending=ending)
        shutil.copy2(path, copy)
        return copy

    def texts(self, key=None):
        """What the program lists; the reader has to list the same."""
        shown = listed(self.box)
        secret = Secret.from_file(2, self.box.root / key) if key else key_of(self.box)
        self.assertEqual(by_id(read(self.box.store, secret).live()), shown)
        return sorted(record["text"] for record in shown.values())

    def folded_away(self, *copies):
        """After two more generations the copies are gone and everything is there."""
        before = self.texts()
        for number in range(2):
            self.box.must("log", f"round {number}")
            self.box.must("store", "fold")
        self.assertEqual([copy.name for copy in copies if copy.exists()], [])
        self.assertEqual([text for text in self.texts() if not text.startswith("round")],
                         [text for text in before if not text.startswith("round")])
        self.assertEqual(checked(self.box)[0], 0)

    def test_copies_by_every_engine_are_read_and_go_once_they_are_held_twice(self):
        for ending in (".inbox", ".sealed"):
            with self.subTest(ending=ending):
                self.setUp()
                for number in range(len(NAMES)):
                    twin = self.clone()
                    twin.must("log", f"there {number}")
                    if ending == ".sealed":
                        twin.must("store", "fold")
                    shutil.move(twin.store, self.box.root / f"twin {number}")
                self.box.must("log", "here")
                copies = [self.give(self.box.root / f"twin {number}", pattern, ending)
                          for number, pattern in enumerate(NAMES)]
                self.assertEqual(self.box.run("list").stderr, "")
                self.assertEqual(self.texts(), ["before", "here", *(f"there {n}" for n in range(len(NAMES)))])
                self.folded_away(*copies)

    def test_a_secret_that_only_a_copy_has_opens_the_store_and_its_new_files(self):
        twin = self.clone()
        twin.must("key", "add", "--new-key-file", str(self.box.root / "second"))
        self.box.must("log", "meanwhile")
        self.box.must("store", "fold")
        copy = self.give(twin.store, NAMES[0], ".sealed")
        opened = self.box.run("list", "--key-file", str(self.box.root / "second"))
        self.assertEqual(opened.returncode, 0, opened.stderr)
        self.folded_away(copy)
        self.assertEqual(self.box.run("list", "--key-file", str(self.box.root / "second")).returncode, 0)
        self.assertEqual(self.texts("second"), self.texts())

    def test_a_secret_that_a_copy_takes_away_stays_away(self):
        self.box.must("key", "add", "--new-key-file", str(self.box.root / "second"))
        slots = {line.split("\t")[0] for line in self.box.must("key", "list", "--porcelain").splitlines()}
        twin = self.clone()
        twin.env["ATTUNE_KEY_FILE"] = str(self.box.root / "second")
        first = self.slot_of(slots)
        twin.must("key", "remove", first)
        self.box.must("log", "meanwhile")
        self.box.must("store", "fold")
        copy = self.give(twin.store, NAMES[1], ".sealed")
        self.box.env["ATTUNE_KEY_FILE"] = str(self.box.root / "second")
        self.box.must("list")
        refused = self.box.run("list", "--key-file", str(self.box.root / "key"))
        self.assertEqual(refused.returncode, 3, refused.stderr)
        for number in range(2):
            self.box.must("log", f"round {number}")
            self.box.must("store", "fold")
        self.assertFalse(copy.exists())
        self.assertEqual(len(self.box.must("key", "list", "--porcelain").splitlines()), 1)

    def slot_of(self, slots):
        """The slot that the first key file opens: it was there before the second one."""
        first, second = sorted(slots, key=lambda slot: self.box.must("key", "list", "--porcelain").index(slot))
        self.assertNotEqual(first, second)
        return first

    def test_a_root_that_only_a_copy_has_is_found_by_its_secret(self):
        self.box.must("key", "add", "--new-key-file", str(self.box.root / "second"))
        twin = self.clone()
        twin.env["ATTUNE_KEY_FILE"] = str(self.box.root / "second")
        twin.must("log", "in the copy only")
        twin.must("key", "rotate", "--keep-key-file", str(self.box.root / "second"), "--yes", "--no-input")
        self.box.must("log", "meanwhile")
        self.box.must("store", "fold")
        copy = self.give(twin.store, NAMES[3], ".sealed")
        told = self.box.run("list")
        self.assertEqual(told.returncode, 0)
        self.assertIn("conflicted copy is passed over", told.stderr)
        self.assertEqual(self.box.run("list").stderr, "")
        self.box.env["ATTUNE_KEY_FILE"] = str(self.box.root / "second")
        self.assertEqual(sorted(text for _, text in self.box.records()), ["before", "in the copy only", "meanwhile"])
        self.assertEqual(self.texts("second"), ["before", "in the copy only", "meanwhile"])
        for number in range(2):
            self.box.must("log", f"round {number}")
            self.box.must("store", "fold")
        self.assertFalse(copy.exists())
        refused = self.box.run("list", "--key-file", str(self.box.root / "key"))
        self.assertEqual(refused.returncode, 3, refused.stderr)
        self.assertEqual(checked(self.box)[0], 0)

    def test_a_truncated_copy_of_a_generation_is_said_once_and_put_aside_by_a_repair(self):
        twin = self.clone()
        twin.must("log", "in the copy only")
        twin.must("store", "fold")
        self.box.must("log", "meanwhile")
        copy = self.give(twin.store, NAMES[0], ".sealed")
        # The end of a generation is padding, so that everything is left of what was written.
        copy.write_bytes(copy.read_bytes()[:-20000])
        told = self.box.run("list")
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertEqual(told.stderr.count("passed over"), 1, told.stderr)
        self.assertEqual(self.box.run("list").stderr, "")
        self.box.must("store", "fold")
        self.assertEqual(self.box.run("list").stderr, "")
        code, report = checked(self.box)
        self.assertEqual((code, len(report["problems"])), (4, 1), report)
        self.assertTrue(copy.exists())
        repaired = self.box.run("store", "repair")
        self.assertEqual(repaired.returncode, 0, repaired.stdout + repaired.stderr)
        self.assertFalse(copy.exists())
        self.assertTrue(copy.with_name(copy.name + ".damaged").exists())
        self.assertEqual(self.texts(), ["before", "in the copy only", "meanwhile"])
        self.assertEqual(checked(self.box)[0], 0)
        self.assertIn("nothing was changed", self.box.must("store", "repair"))

    def test_a_copy_of_another_machine_that_is_cut_off_is_a_note_and_nothing_else(self):
        twin = self.clone()
        shutil.rmtree(twin.root / "state")
        (twin.root / "state").mkdir(mode=0o700)
        twin.must("list")
        twin.must("log", "from another machine")
        twin.must("store", "fold")
        for path in twin.store.iterdir():
            if not (self.box.store / path.name).exists():
                shutil.copy2(path, self.box.store / path.name)
        twin.must("log", "later")
        twin.must("store", "fold")
        copy = self.give(twin.store, NAMES[2], ".sealed")
        copy.write_bytes(copy.read_bytes()[:-20000])
        self.assertEqual(self.box.run("list").stderr.count("passed over"), 1)
        self.assertEqual(sorted(text for _, text in self.box.records()), ["before", "from another machine"])
        code, report = checked(self.box)
        self.assertEqual((code, report["problems"]), (0, []))
        self.assertEqual(len([note for note in report["notes"] if "conflicted copy" in note]), 1)
        self.box.must("store", "repair")
        self.assertTrue(copy.exists())

    def test_a_truncated_copy_of_a_segment_gives_its_whole_frames_and_goes(self):
        for cut in (1, 40, 600):
            with self.subTest(cut=cut):
                twin = self.clone()
                twin.must("log", f"whole {cut}")
                twin.must("log", f"cut off {cut}")
                self.box.must("log", f"here {cut}")
                copy = self.give(twin.store, NAMES[4], ".inbox")
                copy.write_bytes(copy.read_bytes()[:-cut])
                self.assertEqual(self.box.run("list").stderr, "")
                self.assertIn(f"whole {cut}", self.texts())
                self.assertNotIn(f"cut off {cut}", self.texts())
                self.folded_away(copy)
        self.assertEqual(self.box.must("store", "quarantine").count("a write that was cut off"), 3)

    def test_where_nothing_but_copies_is_left_the_message_says_so(self):
        for path in list(self.box.store.glob("*.sealed")):
            path.rename(path.with_name(path.name + "~HEAD"))
        refused = self.box.run("list")
        self.assertEqual(refused.returncode, 4)
        self.assertIn("only conflicted copies", refused.stderr)


if __name__ == "__main__":
    reader_support.main()
