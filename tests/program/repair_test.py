#!/usr/bin/env python3
"""What a repair brings back: the secrets that open the store as they were last, and rows around pages that are lost.

Sealed files are damaged in chunks that the independent reader picks. Skipped (77) without PyNaCl.
"""
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "vault"))

import reader_support  # noqa: E402  (picks the Python that has PyNaCl, or skips)
from reader_support import checked, key_of, read, sandbox  # noqa: E402
from store_bytes import CHUNK, PAGE, SEAL, SealedFile, Secret  # noqa: E402


class Repair(unittest.TestCase):
    def setUp(self):
        self.box = sandbox()
        self.addCleanup(self.box.__exit__)
        self.box.must("log", "before")
        self.box.must("store", "fold")

    def newest(self):
        return max(self.box.store.glob("*.sealed"), key=lambda path: int(path.name.split(".")[1]))

    def damage(self, *chunks):
        """Spoils chunks of the newest generation; all of them when none is named."""
        path = self.newest()
        data = bytearray(path.read_bytes())
        file = SealedFile(bytes(data), path.name)
        for number in chunks or range(file.chunks):
            at = file.body + number * (CHUNK + SEAL)
            data[at:at + 64] = bytes(64)
        path.write_bytes(bytes(data))

    def use(self, key):
        self.box.env["ATTUNE_KEY_FILE"] = str(self.box.root / key)

    def opens(self, key):
        return self.box.run("list", "--key-file", str(self.box.root / key)).returncode == 0

    def repair(self, code=0):
        done = self.box.run("store", "repair")
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertIn("wrote generation", done.stdout)
        return done.stdout

    def texts(self):
        return sorted(text for _, text in self.box.records())

    def test_a_secret_that_was_added_last_opens_the_store_after_a_repair(self):
        for chunks in ((5,), (0, 1, 2, 3), ()):
            with self.subTest(chunks=chunks):
                self.setUp()
                self.box.must("key", "add", "--new-key-file", str(self.box.root / "second"))
                self.damage(*chunks)
                self.use("second")
                self.repair()
                self.assertTrue(self.opens("key"))
                self.assertTrue(self.opens("second"))
                self.assertEqual(self.texts(), ["before"])
                self.assertEqual(checked(self.box)[0], 0)

    def test_a_secret_that_was_taken_away_last_opens_nothing_after_a_repair(self):
        for chunks in ((5,), (0, 1, 2, 3), ()):
            with self.subTest(chunks=chunks):
                self.setUp()
                self.box.must("key", "add", "--new-key-file", str(self.box.root / "second"))
                first = self.box.must("key", "list", "--porcelain").split("\t")[0]
                self.use("second")
                self.box.must("key", "remove", first)
                self.assertFalse(self.opens("key"))
                self.damage(*chunks)
                self.repair()
                self.assertTrue(self.opens("second"))
                self.assertFalse(self.opens("key"))
                self.box.must("store", "fold")
                self.box.must("log", "after")
                self.box.must("store", "fold")
                self.assertFalse(self.opens("key"))

    def test_a_root_that_was_made_last_seals_what_a_repair_writes(self):
        for chunks in ((5,), (0, 1, 2, 3), ()):
            with self.subTest(chunks=chunks):
                self.setUp()
                self.box.must("key", "add", "--new-key-file", str(self.box.root / "second"))
                self.use("second")
                self.box.must("key", "rotate", "--keep-key-file", str(self.box.root / "second"), "--yes", "--no-input")
                self.damage(*chunks)
                self.repair()
                self.assertTrue(self.opens("second"))
                self.assertFalse(self.opens("key"))
                self.assertEqual(self.texts(), ["before"])
                header = SealedFile(self.newest().read_bytes(), self.newest().name)
                self.assertEqual(header.epoch, 2)

    def test_rows_before_and_behind_a_lost_inner_page_come_back_and_the_others_are_listed(self):
        lines = [json.dumps({"kind": "trigger", "at": f"2026-01-{1 + n % 28:02}T{n % 24:02}:{n % 60:02}:00+00:00",
                             "text": f"row {n} " + "word " * 30}) for n in range(20000)]
        (self.box.root / "many.jsonl").write_text("\n".join(lines) + "\n")
        self.box.must("import", "jsonl", "many.jsonl")
        for path in self.box.store.glob("*.sealed"):
            if path != self.newest():
                path.unlink()
        path = self.newest()
        store = read(self.box.store, key_of(self.box))
        image = store.newest[-1].image()
        (root,) = store.images[path.name].execute("SELECT rootpage FROM sqlite_schema WHERE name = 'entry'").fetchone()
        inner = self.children(image, root)
        self.assertEqual({image[(page - 1) * PAGE] for page in inner}, {5}, "the tree has two inner levels")
        # Which pages share a chunk differs from store to store: one that lies by itself is lost.
        chunks = [(page - 1) * PAGE // CHUNK for page in (root, *inner)]
        alone = [page for page in inner if chunks.count((page - 1) * PAGE // CHUNK) == 1]
        lost = (alone or inner)[-1]
        self.damage((lost - 1) * PAGE // CHUNK)
        said = self.repair(code=1)
        kept = len(self.texts())
        listed = int(said.split(" could not be brought back")[0].split()[-4]) if "could not" in said else 0
        print(f"of 20001 records {kept} came back, {listed} are listed")
        self.assertEqual(kept + listed, 20001)
        if alone:
            self.assertGreater(kept, 8000)

    @staticmethod
    def children(image, page):
        """The pages below an inner page of a table."""
        at = (page - 1) * PAGE
        cells = int.from_bytes(image[at + 3:at + 5], "big")
        offsets = [int.from_bytes(image[at + 12 + 2 * n:at + 14 + 2 * n], "big") for n in range(cells)]
        below = [int.from_bytes(image[at + offset:at + offset + 4], "big") for offset in offsets]
        return below + [int.from_bytes(image[at + 8:at + 12], "big")]


if __name__ == "__main__":
    reader_support.main()
