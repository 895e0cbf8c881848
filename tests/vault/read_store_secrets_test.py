#!/usr/bin/env python3
"""Opens one store with a passphrase, a key file and a recovery code, with the independent reader and with the program,
and tells wrong secrets from right ones. Skipped (77) without PyNaCl.
"""
import re
import unittest

import reader_support
from reader_support import read, script

import store_bytes
from store_bytes import Secret, Slot, StoreError


class Secrets(unittest.TestCase):
    """One store that opens in three ways."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = reader_support.sandbox(init=False)
        cls.addClassCleanup(cls.sandbox.__exit__)
        root = cls.sandbox.root
        # Typed composed here and decomposed there: the page wants normal form C.
        (root / "passphrase").write_text("correct h\u00f6rse battery\n")
        (root / "decomposed").write_text("correct ho\u0308rse battery\n")
        (root / "wrong").write_text("correct horse battery\n")
        (root / "other-key").write_bytes(bytes(range(32)))
        cls.sandbox.env.pop("ATTUNE_KEY_FILE")
        made = cls.sandbox.run("init", "--passphrase-file", str(root / "decomposed"), "--low-memory", "--key-file",
                               str(root / "key"))
        if made.returncode != 0:
            raise AssertionError(made.stderr)
        code = re.search(r"\b(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}\b", made.stdout + made.stderr)
        cls.code = code[0]
        (root / "code").write_text(cls.code + "\n")
        (root / "spoken").write_text(cls.code.lower().replace("-", " ").replace("0", "o").replace("1", "l"))
        cls.sandbox.must("log", "seen by all")

    def test_every_secret_opens_the_same_store(self):
        found = []
        for kind, name in ((1, "passphrase"), (1, "decomposed"), (2, "key"), (3, "code"), (3, "spoken")):
            store = read(self.sandbox.store, Secret.from_file(kind, self.sandbox.root / name))
            found.append([record["text"] for record in store.live()])
            self.assertEqual(store.summary()["generations"][0]["slots"],
                             {"passphrase": 1, "key file": 1, "recovery code": 1})
        self.assertEqual(found, [["seen by all"]] * 5)

    def test_the_low_memory_slot_has_the_cost_that_a_reader_accepts_at_least(self):
        store = read(self.sandbox.store, Secret.from_file(2, self.sandbox.root / "key"))
        slot = next(slot for slot in store.files[0].slots if slot.type == 1)
        self.assertEqual((slot.stretching, slot.memory_kib), (1, 65536))
        self.assertGreaterEqual(slot.passes, 3)

    def test_a_wrong_secret_is_told_from_damage_by_both(self):
        for kind, option, name in ((1, "--passphrase-file", "wrong"), (2, "--key-file", "other-key")):
            given = self.sandbox.root / name
            self.assertEqual(script(self.sandbox.store, option, given)[0], 3)
            self.assertEqual(self.sandbox.run(option, str(given), "store", "check").returncode, 3)
            with self.assertRaises(StoreError) as wrong:
                read(self.sandbox.store, Secret.from_file(kind, given))
            self.assertEqual(wrong.exception.kind, "wrong secret")

    def test_a_recovery_code_with_one_letter_wrong_is_mistyped_and_not_tried(self):
        for at in range(len(self.code)):
            if self.code[at] == "-":
                continue
            other = "2" if self.code[at] != "2" else "3"
            with self.assertRaises(StoreError) as wrong:
                store_bytes.recovery_secret(self.code[:at] + other + self.code[at + 1:])
            self.assertEqual(wrong.exception.kind, "bad secret file")

    def test_a_folder_without_a_store_is_said_to_be_none(self):
        empty = self.sandbox.root / "tmp"
        self.assertEqual(script(empty, "--key-file", self.sandbox.root / "key")[0], 3)
        self.assertEqual(self.sandbox.run("--store", str(empty), "--key-file", str(self.sandbox.root / "key"),
                                          "store", "check").returncode, 3)

    def test_stretching_beyond_the_limits_is_refused_before_it_is_tried(self):
        front = bytes([1]) + bytes(16) + bytes([1, 1])
        for passes, memory in ((2, 65536), (17, 65536), (3, 65535), (3, (1 << 20) + 1), (5, 1 << 20), (3, 0xffffffff)):
            slot = Slot.parse(front + passes.to_bytes(4, "little") + memory.to_bytes(4, "little") + bytes(140))
            with self.assertRaises(StoreError) as refused:
                slot.wrapping_key(Secret(1, b"x"))
            self.assertEqual(refused.exception.kind, "damaged slot")


if __name__ == "__main__":
    reader_support.main()
