#!/usr/bin/env python3
"""Words that were forgotten do not come back, whatever of this machine's own files turns up late.

Every byte that a key holder can make out is searched: the images of all sealed files, those put aside too, every frame
wherever it stands, and the readable beginning of frames that were cut off or spoilt. Skipped (77) without PyNaCl.
"""
import pathlib
import shutil
import sqlite3
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "vault"))

import reader_support  # noqa: E402  (picks the Python that has PyNaCl, or skips)
from hostile_frames import EVIL, entry  # noqa: E402
from reader_support import Sandbox, checked, key_of, read, sandbox, sodium  # noqa: E402
from store_bytes import FRAME_HEAD, FRAME_MAGIC, SealedFile, StoreError, blake2b, write_frame  # noqa: E402

WORD = "cormorant"


def boxes_in(data, keys):
    """What a key holder reads in the boxes that begin in these bytes, whether or not they are whole."""
    at = data.find(FRAME_MAGIC)
    while at != -1:
        sealed = data[at + FRAME_HEAD:at + FRAME_HEAD + (1 << 20)]
        if len(sealed) > 48:
            public = sealed[:32]
            nonce = blake2b(24, public + keys.inbox_public)
            shared = sodium.crypto_box_beforenm(public, keys.inbox_secret)
            stream = sodium.crypto_secretbox(bytes(len(sealed) - 48), nonce, shared)[16:]
            yield bytes(a ^ b for a, b in zip(sealed[48:], stream))
        at = data.find(FRAME_MAGIC, at + 1)


class ForgottenWords(unittest.TestCase):
    def setUp(self):
        self.box = sandbox()
        self.addCleanup(self.box.__exit__)
        self.box.must("log", "stays")
        store = read(self.box.store, key_of(self.box))
        self.keys, self.id, self.device = store.roots[0], store.id, store.files[0].device

    def places(self):
        """Files in which the word can be read."""
        found = []
        for path in sorted([*self.box.store.iterdir(), *(self.box.root / "state").rglob("*")]):
            if not path.is_file():
                continue
            data = path.read_bytes()
            texts = [data, *boxes_in(data, self.keys)]
            if ".sealed" in path.name:
                texts += self.image_texts(data, path.name)
            if any(WORD.encode() in text for text in texts):
                found.append(path.name)
        return found

    def image_texts(self, data, name):
        file = SealedFile(data, name)
        file.open(self.keys)
        pieces = []
        for number in range(file.chunks):
            try:
                pieces.append(file.chunk(number))
            except StoreError:
                pieces.append(b"")
        image = b"".join(pieces)
        texts = [image]
        try:
            database = sqlite3.connect(":memory:")
            database.deserialize(file.image())
            for (kept,) in database.execute("SELECT bytes FROM quarantine"):
                texts += boxes_in(kept, self.keys)
        except (StoreError, sqlite3.DatabaseError):
            pass
        return texts

    def logged(self, text=f"the {WORD} on the wall"):
        return self.box.must("log", text).split()[1]

    def inbox(self):
        return max((path for path in self.box.store.glob(f"{self.device.hex()}.*.inbox") if path.stat().st_size),
                   key=lambda path: int(path.name.split(".")[1]))

    def forget(self, record):
        done = self.box.run("store", "forget", record, "--yes")
        self.assertEqual(done.returncode, 0, done.stderr)
        return done

    def kept_texts(self):
        return sorted(text for _, text in self.box.records())

    def gone(self):
        """No word anywhere, and what was not forgotten is there."""
        self.assertEqual(self.places(), [])
        self.assertIn("stays", self.kept_texts())
        self.assertFalse(any(WORD in text for text in self.kept_texts()))
        self.assertEqual(checked(self.box)[0], 0)

    def test_the_search_finds_what_is_there(self):
        self.logged()
        self.assertEqual(len(self.places()), 1)
        self.inbox().write_bytes(self.inbox().read_bytes()[:-300])
        self.assertEqual(len(self.places()), 1)
        record = self.logged()
        self.box.must("store", "fold")
        self.assertGreaterEqual(len(self.places()), 2)
        self.forget(record)
        self.gone()

    def test_an_own_segment_that_comes_back_late_is_dropped_at_the_next_reading(self):
        record = self.logged()
        late = self.inbox()
        kept = late.read_bytes()
        self.forget(record)
        self.gone()
        late.write_bytes(kept)
        late.chmod(0o600)
        self.assertEqual(self.places(), [late.name])
        self.box.must("list")
        self.gone()
        generations = {path.name for path in self.box.store.glob("*.sealed")}
        self.box.must("list")
        self.assertEqual({path.name for path in self.box.store.glob("*.sealed")}, generations)

    def test_an_own_generation_that_comes_back_late_is_dropped_at_the_next_reading(self):
        record = self.logged()
        self.box.must("store", "fold")
        kept = {path: path.read_bytes() for path in self.box.store.glob("*.sealed")}
        self.forget(record)
        for path, data in kept.items():
            path.write_bytes(data)
            path.chmod(0o600)
        self.box.must("list")
        self.gone()

    def test_a_write_that_was_cut_off_goes_with_the_words_it_may_hold(self):
        self.logged()
        cut = self.inbox()
        cut.write_bytes(cut.read_bytes()[:-90])
        record = self.logged()
        self.assertEqual(len(list(self.box.store.glob("*.torn"))), 1)
        self.box.must("store", "fold")
        self.forget(record)
        self.gone()
        self.assertEqual(list(self.box.store.glob("*.torn")), [])

    def test_a_damaged_frame_that_was_set_aside_goes_with_the_words_it_holds(self):
        record = self.logged()
        self.box.must("log", "behind it")
        spoilt = bytearray(self.inbox().read_bytes())
        spoilt[len(spoilt) // 3 + 150] ^= 1  # in the box of the second frame
        whole = self.inbox().read_bytes()
        self.inbox().write_bytes(bytes(spoilt))
        self.box.must("store", "fold")
        copy = self.box.store / f"{self.device.hex()}.1.sync-conflict-1.inbox"
        copy.write_bytes(whole)
        copy.chmod(0o600)
        self.box.must("store", "fold")
        self.assertIn("cannot be read", self.box.must("store", "quarantine"))
        self.forget(record)
        self.gone()

    def test_a_frame_nobody_vouches_for_that_speaks_of_it_is_not_kept(self):
        record = self.logged()
        whole = next(one for one, text in self.box.records() if one.startswith(record))
        forged = bytearray(write_frame(self.keys, self.id, EVIL, 1, bytes(32),
                                       entry(text=f"another {WORD}") | {"record": whole, "rev": "c" * 32}))
        forged[-36:-4] = bytes(32)
        path = self.box.store / f"{EVIL.hex()}.1.inbox"
        path.write_bytes(bytes(forged))
        path.chmod(0o600)
        self.box.must("store", "fold")
        self.forget(record)
        self.assertEqual(self.places(), [path.name])
        path.rename(path.with_name(f"{EVIL.hex()}.2.inbox"))
        self.box.must("store", "fold")
        self.assertEqual(self.places(), [f"{EVIL.hex()}.2.inbox"])
        self.assertNotIn("another", self.box.must("store", "quarantine"))

    def test_what_a_repair_put_aside_goes_with_them(self):
        record = self.logged()
        self.box.must("store", "fold")
        self.box.must("log", "later")
        self.box.must("store", "fold")
        newest = max(self.box.store.glob("*.sealed"), key=lambda path: int(path.name.split(".")[1]))
        data = bytearray(newest.read_bytes())
        data[-40:-8] = bytes(32)
        newest.write_bytes(bytes(data))
        self.box.must("store", "repair")
        aside = list(self.box.store.glob("*.damaged"))
        self.assertEqual(len(aside), 1)
        asked = self.box.run("store", "forget", record)
        self.assertEqual(asked.returncode, 2)
        self.assertIn(str(aside[0]), asked.stderr)
        self.assertIn(aside[0].name, self.places())
        self.forget(record)
        self.gone()
        self.assertEqual(list(self.box.store.glob("*.damaged")), [])
        # One that comes back late goes, too.
        aside[0].write_bytes(bytes(data))
        aside[0].chmod(0o600)
        self.box.must("list")
        self.gone()

    def test_the_other_machine_drops_what_it_had_set_aside_of_it(self):
        record = self.logged()
        (self.box.root / "two").mkdir()
        other = Sandbox(self.box.attune, root=self.box.root / "two", init=False)
        shutil.copy(self.box.root / "key", other.root / "key")
        (other.root / "data").rmdir()
        (other.root / "data").symlink_to(self.box.root / "data")
        whole = next(one for one, _ in other.records() if one.startswith(record))
        forged = bytearray(write_frame(self.keys, self.id, EVIL, 1, bytes(32),
                                       entry(text=f"another {WORD}") | {"record": whole, "rev": "c" * 32}))
        forged[-36:-4] = bytes(32)
        path = self.box.store / f"{EVIL.hex()}.1.inbox"
        path.write_bytes(bytes(forged))
        path.chmod(0o600)
        other.must("store", "fold")
        path.unlink()
        self.forget(record)
        self.assertNotEqual(self.places(), [])
        other.must("list")
        self.assertEqual(self.places(), [])
        self.gone()


if __name__ == "__main__":
    reader_support.main()
