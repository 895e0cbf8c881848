#!/usr/bin/env python3
"""Every vector of tests/vectors/store.txt through the independent reader, and a spread of them through the program: what
opens reads alike in both, and whatever else is named. Skipped (77) without PyNaCl.
"""
import collections
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import reader_support

import packed_store
import read_store
import vectors

# How the program ends, and what it says, by the kind of error.
SAYS = {"WrongSecret": (3, r"wrong|no (key file|passphrase|recovery code) opens this store"),
        "ForeignKey": (3, "another store"), "DamagedSlot": (4, "slot"), "AlteredHeader": (4, "header .*altered"),
        "Damaged": (4, "damaged|does not begin|holds another generation"), "TooNew": (4, "format|newer|schema"),
        "NoStore": (3, "there is no store")}
STRIDE = 5


class Vectors(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.contents, cls.vectors = vectors.load()
        cls.stores = packed_store.unpack()

    def placed(self, vector):
        """A folder with the store of the vector as it was left, and what machines have seen."""
        folder = pathlib.Path(tempfile.mkdtemp(prefix="attune-vector-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        edits = vectors.Edits(self.stores, vector.base)
        edits.apply(vector.edits)
        packed_store.Packed("", files=edits.files).write(folder / "store")
        return folder, edits

    def test_the_vectors_are_what_their_program_writes(self):
        script = pathlib.Path(__file__).with_name("make_vectors.py")
        done = subprocess.run([sys.executable, "-B", str(script), "--check"], check=False, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_there_are_enough_of_every_group(self):
        kinds = collections.Counter(vector.unlock if vector.unlock != "ok" else vector.files for vector in self.vectors)
        self.assertGreaterEqual(len(self.vectors), 300)
        for kind in ("ok", "WrongSecret", "DamagedSlot", "ForeignKey", "AlteredHeader", "Damaged", "TooNew", "Rolled back",
                     "Set aside"):
            self.assertGreaterEqual(kinds[kind], 7, kind)

    def test_the_independent_reader_agrees_on_every_vector(self):
        agreed = collections.Counter()
        for vector in self.vectors:
            with self.subTest(vector.name, base=vector.base, edits=vector.edits):
                folder, _ = self.placed(vector)
                try:
                    store = read_store.Store(folder / "store", packed_store.secret_of(*vector.secret_words()))
                    found = "frames" if store.problems else "ok"
                except read_store.StoreError as error:
                    found, store = error.kind, None
                shutil.rmtree(folder)
                self.assertEqual(found, "ok" if vector.reader in self.contents else vector.reader)
                if store is not None:
                    self.assertEqual(vectors.digest(store.live()), self.contents[vector.reads])
                agreed[found] += 1
        print(f"{sum(agreed.values())} vectors read: {dict(agreed)}", file=sys.stderr)

    def run_program(self, folder, vector, *words):
        box = reader_support.sandbox(root=folder, init=False)
        box.env.pop("ATTUNE_KEY_FILE")
        secret = packed_store.secret_arguments(*vector.secret_words(), folder)
        return box.run("--store", str(folder / "store"), *secret, *words)

    def test_the_program_ends_and_says_what_a_spread_of_vectors_wants(self):
        # A recovery code is typed, and never read from a file; what a machine remembers stands outside the folder.
        chosen = [v for i, v in enumerate(self.vectors) if i % STRIDE == 0 or "TooNew" in (v.unlock, v.reads)]
        chosen = [v for v in chosen if not v.secret.startswith("recovery ") and "own " not in v.edits]
        for vector in chosen:
            with self.subTest(vector.name, base=vector.base, edits=vector.edits):
                folder, edits = self.placed(vector)
                before = dict(edits.files)
                done = self.run_program(folder, vector, "export", "jsonl")
                wanted = vector.unlock if vector.unlock != "ok" else vector.reads
                if wanted.endswith(" or Damaged"):
                    wanted = "Damaged" if done.returncode else wanted.removesuffix(" or Damaged")
                if wanted in self.contents:
                    self.assertEqual(done.returncode, 0, done.stderr)
                    rows = [json.loads(line) for line in done.stdout.splitlines()]
                    rows = [row for row in rows if row.get("type") != "header"]
                    self.assertEqual(vectors.digest(rows), self.contents[wanted])
                    if vector.reader in self.contents:
                        store = read_store.Store(folder / "store", packed_store.secret_of(*vector.secret_words()))
                        self.assertEqual({row["id"]: read_store.tidy(row) for row in rows},
                                         {row["id"]: row for row in store.live()})
                else:
                    code, words = SAYS[wanted]
                    self.assertEqual(done.returncode, code, done.stderr)
                    self.assertEqual(done.stdout, "")
                    self.assertTrue(re.search(words, done.stderr), done.stderr)
                # Unlocking makes this machine a device, and nothing more: a segment without a frame.
                left = {path.name: path.read_bytes() for path in (folder / "store").iterdir()}
                self.assertTrue(before.items() <= left.items(), "reading changed a file")
                self.assertEqual({data for name, data in left.items() if name not in before} - {b""}, set())
                shutil.rmtree(folder)


if __name__ == "__main__":
    reader_support.main()
