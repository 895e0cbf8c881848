#!/usr/bin/env python3
"""What this machine says of others that it cannot follow: a newer program there, a key rotated there, and one too many.

None of that keeps anybody from writing down what happens now, and nothing is said at every command. Skipped (77)
without PyNaCl.
"""
import json
import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "vault"))

import reader_support  # noqa: E402  (picks the Python that has PyNaCl, or skips)
from reader_support import Sandbox, checked, key_of, read, sandbox  # noqa: E402
from store_bytes import HEAD, SLOT, blake2b  # noqa: E402

DEVICES_MAX = 64


class OtherMachines(unittest.TestCase):
    def setUp(self):
        self.box = sandbox()
        self.addCleanup(self.box.__exit__)
        self.box.must("log", "from here")
        (self.box.root / "two").mkdir()
        self.other = Sandbox(self.box.attune, root=self.box.root / "two", init=False)
        shutil.copy(self.box.root / "key", self.other.root / "key")
        (self.other.root / "data").rmdir()
        (self.other.root / "data").symlink_to(self.box.root / "data")

    def texts(self, box):
        return sorted(text for _, text in box.records())

    def test_a_file_of_a_later_format_is_told_of_once_and_named_by_the_check(self):
        self.other.must("list")
        self.other.must("log", "from the other")
        self.box.must("list")
        own = {path.name for path in self.box.store.glob("*.sealed")}
        self.other.must("store", "fold")
        for path in self.box.store.glob("*.sealed"):
            if path.name in own:
                continue
            data = bytearray(path.read_bytes())
            data[8:10] = b"\x02\x00"
            end = HEAD + SLOT * data[HEAD - 1]
            data[end + 32:end + 64] = blake2b(32, bytes(data[:end + 32]))
            path.write_bytes(bytes(data))
        self.assertEqual(self.box.run("list").stderr.count("has format 2"), 1)
        self.assertEqual(self.box.run("list").stderr, "")
        self.assertEqual(self.box.run("log", "goes on").stderr, "")
        self.assertEqual(self.texts(self.box), ["from here", "from the other", "goes on"])
        code, report = checked(self.box)
        self.assertEqual((code, report["problems"]), (0, []))
        self.assertEqual(len([note for note in report["notes"] if "has format 2" in note]), 1)
        self.box.must("store", "devices", "--accept")
        self.assertEqual(self.box.run("list").stderr.count("has format 2"), 1)

    def test_a_locked_machine_says_that_the_key_was_changed_and_writes_on(self):
        self.other.must("list")
        self.assertEqual(self.box.run("log", "before").stderr, "")
        self.other.must("key", "rotate", "--yes", "--no-input")
        del self.box.env["ATTUNE_KEY_FILE"]
        for number in range(2):
            done = self.box.run("log", f"behind it {number}")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertIn("names another key", done.stderr)
        self.box.env["ATTUNE_KEY_FILE"] = str(self.box.root / "key")
        everything = ["before", "behind it 0", "behind it 1", "from here"]
        self.assertEqual(self.texts(self.box), everything)
        self.assertEqual(self.box.run("log", "under the new one").stderr, "")
        self.assertEqual(self.texts(self.other), sorted([*everything, "under the new one"]))
        self.assertEqual([len(json.loads(box.must("store", "quarantine", "--json"))["pieces"])
                          for box in (self.box, self.other)], [0, 0])

    def test_an_altered_header_is_told_of_and_seals_nothing_to_the_key_in_it(self):
        path = max(self.box.store.glob("*.sealed"))
        whole = path.read_bytes()
        data = bytearray(whole)
        data[78:110] = bytes(range(32))
        end = HEAD + SLOT * data[HEAD - 1]
        data[end + 32:end + 64] = blake2b(32, bytes(data[:end + 32]))
        path.write_bytes(bytes(data))
        done = self.box.run("log", "still mine")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("names another key", done.stderr)
        path.write_bytes(whole)
        self.assertEqual(self.texts(self.box), ["from here", "still mine"])
        self.assertEqual(read(self.box.store, key_of(self.box)).problems, [])

    def test_the_machine_beyond_the_last_one_reads_and_is_told_how_to_make_room(self):
        for number in range(1, DEVICES_MAX):
            path = self.box.store / f"{number:016x}.1.inbox"
            path.touch(mode=0o600)
        self.assertEqual(self.texts(self.other), ["from here"])
        for words in (("log", "words"), ("edit", "last", "other words")):
            refused = self.other.run(*words)
            self.assertEqual(refused.returncode, 3)
            self.assertIn(f"{DEVICES_MAX} share it already", refused.stderr)
            self.assertIn("store devices retire", refused.stderr)
        refused = self.other.run("store", "fold")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("store devices retire", refused.stderr)
        self.assertEqual(list(self.other.root.glob("state/attune/*/identity")), [])
        # Those that are there go on, and one of them makes room.
        self.box.must("log", "goes on")
        self.box.must("store", "fold")
        self.box.must("store", "devices", "retire", f"{1:016x}", "--yes")
        self.other.must("list")
        self.other.must("log", "from the other")
        for box in (self.box, self.other):
            self.assertEqual(self.texts(box), ["from here", "from the other", "goes on"])


if __name__ == "__main__":
    reader_support.main()
