#!/usr/bin/env python3
"""Walks through the worked example of docs/store_format.md with the independent reader, step by step. The same lines are
held against the program by format_example_test.cpp. Skipped (77) without PyNaCl.
"""
import re
import unittest

import reader_support
from reader_support import HERE, sodium

import store_bytes
from store_bytes import Keys, SealedFile, Secret, StoreError, blake2b

PAGE = HERE.parent.parent / "docs" / "store_format.md"


def example_of_page():
    """The lines of the worked example: name -> value, with runs such as 07*32 written out."""
    block = PAGE.read_text().split("## Worked example")[1].split("```")[1]
    values, name = {}, None
    for line in block.strip("\n").splitlines():
        name = line[:18].strip() or name
        values[name] = values.get(name, "") + line[18:].strip()
    for name, value in values.items():
        run = re.fullmatch(r"([0-9a-f]{2})\*(\d+)", value)
        if run:
            values[name] = run[1] * int(run[2])
    return values


class WorkedExample(unittest.TestCase):
    """Every step of the page's example, computed by other code than the program's."""

    @classmethod
    def setUpClass(cls):
        cls.page = example_of_page()

    def of(self, name):
        return bytes.fromhex(self.page[name])

    def header(self):
        """H, its only slot, and the keys."""
        keys = Keys(self.of("root"))
        both = blake2b(64, b"attune-slot-1" + self.of("slot salt"), self.of("key file"))
        self.assertEqual(both[32:], self.of("commitment"))
        front = (bytes([1]) + self.of("slot id") + bytes([2, 2]) + bytes(8) + self.of("slot salt") + both[32:]
                 + self.of("slot nonce"))
        inside = self.of("root") + self.of("store id") + int(self.page["epoch"]).to_bytes(4, "little")
        sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(inside, front, self.of("slot nonce"), both[:32])
        self.assertEqual(sealed, self.of("sealed root"))
        H = (store_bytes.MAGIC + (1).to_bytes(2, "little") + self.of("store id") + self.of("device id")
             + int(self.page["epoch"]).to_bytes(4, "little") + int(self.page["generation"]).to_bytes(8, "little")
             + self.of("salt") + keys.inbox_public + int(self.page["chunks"]).to_bytes(4, "little") + bytes([1])
             + front + sealed)
        return H, keys

    def test_keys_follow_from_the_root(self):
        keys = Keys(self.of("root"))
        self.assertEqual(keys.vault, self.of("vault key"))
        self.assertEqual(keys.inbox_public, self.of("inbox public key"))
        self.assertEqual(keys.device(self.of("device id")), self.of("device key"))

    def test_the_header_gives_K_C_and_S(self):
        H, keys = self.header()
        self.assertEqual(len(H), 282)
        self.assertEqual(blake2b(32, H), self.of("H, 282 bytes"))
        both = blake2b(64, b"attune-gen-1" + H, keys.vault)
        self.assertEqual((both[:32], both[32:]), (self.of("K"), self.of("C")))
        self.assertEqual(blake2b(32, H + both[32:]), self.of("S"))

    def test_the_key_file_of_the_example_opens_its_header(self):
        H, keys = self.header()
        file = SealedFile(H + self.of("C") + self.of("S"), "example")
        self.assertEqual(file.root_under(Secret(2, self.of("key file"))), keys.root)
        file.open(keys)
        self.assertEqual(file.key, self.of("K"))
        with self.assertRaises(StoreError) as wrong:
            file.root_under(Secret(2, bytes(32)))
        self.assertEqual(wrong.exception.kind, "wrong secret")

    def test_the_last_chunk_is_sealed_as_the_example_says(self):
        nonce = store_bytes.chunk_nonce(3, True)
        self.assertEqual(nonce, self.of("chunk 3 nonce"))
        sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(bytes(16384), self.of("S"), nonce, self.of("K"))
        self.assertEqual(sealed[:16], self.of("chunk 3, 00*16384"))
        self.assertEqual(sealed[-16:], self.of("chunk 3 tag"))

    def test_the_frame_of_the_example_holds_and_opens(self):
        data, keys = self.of("frame"), Keys(self.of("root"))
        frames, gaps = store_bytes.frames_of(data, "example")
        self.assertEqual((len(frames), gaps), (1, []))
        frame = frames[0]
        self.assertEqual((frame.version, frame.size_class, frame.sequence, frame.before), (1, 0, 7, bytes(32)))
        self.assertEqual((frame.device, frame.store), (self.of("device id"), self.of("store id")))
        self.assertEqual(frame.inbox, blake2b(32, keys.inbox_public)[:8])
        self.assertEqual(frame.tag, blake2b(32, data[:-36], keys.device(frame.device)))
        text = sodium.crypto_box_seal_open(frame.box, keys.inbox_public, keys.inbox_secret)
        self.assertEqual(text, self.page["frame body"].encode().ljust(512, b"\0"))
        # Its body says nothing of device and number, so a reader sets it aside.
        frame.open([keys], frame.store)
        self.assertNotEqual(frame.problem, "")

    def test_padme_lengths(self):
        for length, padded in ((1, 65536), (65536, 65536), (65537, 67584), (131072, 131072), (139264, 139264),
                               (1000000, 1015808), (704643072, 704643072), (704643073, 721420288)):
            self.assertEqual(store_bytes.padded_length(length), padded, length)


if __name__ == "__main__":
    reader_support.main()
