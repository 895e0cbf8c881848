#!/usr/bin/env python3
"""Breaks a store in one way after another: the independent reader and `attune store check` must both say so, and must
agree on what is left. Skipped (77) without PyNaCl.
"""
import base64
import os
import random
import shutil
import unittest

import reader_support
from reader_support import checked, key_of, read, sodium

import store_bytes
from store_bytes import StoreError, blake2b

CHUNK = store_bytes.CHUNK + store_bytes.SEAL


class Damage(unittest.TestCase):
    """A store with two generations and a waiting segment, broken in one way after another; both must say so."""

    @classmethod
    def setUpClass(cls):
        cls.sandbox = reader_support.sandbox()
        cls.addClassCleanup(cls.sandbox.__exit__)
        for number in range(12):
            cls.sandbox.must("log", f"folded {number} " + base64.b64encode(os.urandom(600)).decode())
        cls.sandbox.must("store", "fold")
        for number in range(5):
            cls.sandbox.must("log", f"waiting {number}")
        cls.whole = cls.sandbox.root / "whole"
        shutil.copytree(cls.sandbox.store, cls.whole)
        cls.key = key_of(cls.sandbox)
        store = read(cls.whole, cls.key)
        cls.newest = max(store.files, key=lambda file: file.generation)
        cls.older = min(store.files, key=lambda file: file.generation)
        cls.waiting = [frame for frame in store.frames if frame.content["rev"] not in cls.folded_revisions(store)]
        cls.live = len(store.live())
        cls.rng = random.Random(20260301)

    @staticmethod
    def folded_revisions(store):
        return {rev.hex() for image in store.images.values() for (rev,) in image.execute("SELECT rev FROM entry")}

    def restore(self):
        shutil.rmtree(self.sandbox.store)
        shutil.copytree(self.whole, self.sandbox.store)

    def finding(self):
        """What the reader says of the store as it now is: ('ok', store) or (kind, error)."""
        try:
            store = read(self.sandbox.store, self.key)
        except StoreError as error:
            return error.kind, error
        return ("frames" if store.problems else "ok"), store

    def both_notice(self, name, data, kinds, codes=(4,), **more):
        """Writes `data` over a file, and wants one of `kinds` from the reader and one of `codes` from the program; what
        both then still read has the same number of records. Gives the reader's store or error, and the report."""
        self.restore()
        (self.sandbox.store / name).write_bytes(data)
        kind, found = self.finding()
        self.assertIn(kind, kinds)
        for part, value in more.items():
            self.assertEqual(found.more.get(part), value)
        code, report = checked(self.sandbox)
        self.assertIn(code, codes, report)
        if kind in ("ok", "frames"):
            self.assertEqual(len(found.live()), report["records"])
        return found, report

    def flipped(self, data, at):
        return data[:at] + bytes([data[at] ^ 1 << self.rng.randrange(8)]) + data[at + 1:]

    def test_the_whole_store_is_in_order(self):
        self.restore()
        kind, store = self.finding()
        self.assertEqual((kind, store.notes, len(store.live())), ("ok", [], 17))
        code, report = checked(self.sandbox)
        self.assertEqual((code, report["records"], report["notes"]), (0, 17, []))

    def test_a_flipped_bit_in_the_header_is_noticed_by_both_whatever_it_hits(self):
        file = self.newest
        for at in [*range(0, 115, 3), *range(115, file.body, 13)]:
            with self.subTest(at=at):
                kinds = ("too new", "damaged header") if at in (8, 9) else ("damaged header", "truncated")
                self.both_notice(file.name, self.flipped(file.data, at), kinds)

    def test_a_flipped_bit_in_a_chunk_is_noticed_by_both_in_every_chunk(self):
        for file in (self.newest, self.older):
            for i in range(file.chunks):
                end = min(file.body + (i + 1) * CHUNK, len(file.data))
                with self.subTest(file=file.name, chunk=i):
                    at = self.rng.randrange(file.body + i * CHUNK, end)
                    self.both_notice(file.name, self.flipped(file.data, at), ("damaged chunk",), chunk=i)

    def test_a_file_that_was_cut_or_grew_is_noticed_by_both(self):
        file = self.newest
        for length in (0, 7, 60, 115, file.body - 1, file.body, file.body + 5, file.body + CHUNK, len(file.data) - CHUNK,
                       len(file.data) - 17, len(file.data) - 1):
            with self.subTest(length=length):
                self.both_notice(file.name, file.data[:length], ("truncated", "damaged chunk"))
        for extra in (1, 16, CHUNK):
            with self.subTest(extra=extra):
                self.both_notice(file.name, file.data + bytes(extra), ("damaged chunk",))

    def test_chunks_in_another_order_or_twice_are_noticed_by_both(self):
        file = self.newest
        chunks = [file.data[file.body + i * CHUNK:file.body + (i + 1) * CHUNK] for i in range(file.chunks)]
        for i, j in ((0, 1), (2, 5), (1, file.chunks - 2)):
            with self.subTest(swapped=(i, j)):
                other = list(chunks)
                other[i], other[j] = other[j], other[i]
                self.both_notice(file.name, file.data[:file.body] + b"".join(other), ("damaged chunk",), chunk=i)
        with self.subTest("twice"):
            other = chunks[:3] + [chunks[2]] + chunks[4:]
            self.both_notice(file.name, file.data[:file.body] + b"".join(other), ("damaged chunk",), chunk=3)

    def test_chunks_and_headers_of_another_generation_are_noticed_by_both(self):
        new, old = self.newest, self.older
        self.assertEqual(new.body, old.body)
        for i in range(min(new.chunks, old.chunks) - 1):
            at = new.body + i * CHUNK
            with self.subTest(chunk=i):
                data = new.data[:at] + old.data[at:at + CHUNK] + new.data[at + CHUNK:]
                self.both_notice(new.name, data, ("damaged chunk",), chunk=i)
        with self.subTest("body"):
            self.both_notice(new.name, new.data[:new.body] + old.data[old.body:], ("damaged chunk", "truncated"))
        with self.subTest("C and S"):
            data = new.data[:new.body - 64] + old.data[old.body - 64:old.body] + new.data[new.body:]
            self.both_notice(new.name, data, ("damaged header",))

    def altered(self, at, value):
        """The newest generation with other bytes in H and an S that fits: what someone without a secret can make."""
        file = self.newest
        H = file.H[:at] + value + file.H[at + len(value):]
        return H + file.C + blake2b(32, H + file.C) + file.data[file.body:]

    def test_an_altered_header_with_a_fitting_checksum_is_noticed_by_both(self):
        for name, at, size in (("epoch", 34, 4), ("salt", 46, 32), ("inbox public key", 78, 32), ("slot id", 116, 16),
                               ("slot nonce", 190, 24), ("sealed root", 214, 68)):
            with self.subTest(name):
                old = self.newest.H[at:at + size]
                self.both_notice(self.newest.name, self.altered(at, bytes(b ^ 1 for b in old)),
                                 ("altered header", "damaged slot"))

    def test_an_inbox_key_of_someone_else_in_every_header_is_noticed_by_both(self):
        self.restore()
        foreign, _ = sodium.crypto_box_seed_keypair(bytes(32))
        for file in (self.newest, self.older):
            H = file.H[:78] + foreign + file.H[110:]
            (self.sandbox.store / file.name).write_bytes(H + file.C + blake2b(32, H + file.C) + file.data[file.body:])
        self.assertEqual(self.finding()[0], "altered header")
        self.assertEqual(self.sandbox.run("store", "check").returncode, 4)

    def test_a_store_id_of_another_store_is_told_from_a_wrong_secret(self):
        self.restore()
        for file in (self.newest, self.older):
            H = file.H[:10] + bytes(16) + file.H[26:]
            (self.sandbox.store / file.name).write_bytes(H + file.C + blake2b(32, H + file.C) + file.data[file.body:])
        self.assertEqual(self.finding()[0], "another store's secret")
        done = self.sandbox.run("store", "check")
        self.assertEqual(done.returncode, 3)
        self.assertIn("another store", done.stderr)

    def test_a_later_format_is_refused_by_both_and_left_alone(self):
        data = self.altered(8, (2).to_bytes(2, "little"))
        self.both_notice(self.newest.name, data, ("too new",))
        self.assertEqual((self.sandbox.store / self.newest.name).read_bytes(), data)

    # --- frames ---

    def segment(self):
        name = self.waiting[0].segment
        return name, (self.whole / name).read_bytes()

    def test_a_flipped_bit_in_a_waiting_frame_sets_it_aside_in_both(self):
        name, data = self.segment()
        frame = self.waiting[2]
        length = len(frame.bytes)
        for part in [*range(0, 40, 5), *range(50, 80, 5), 80, 300, length - 37, length - 36, length - 5, length - 4, length - 1]:
            with self.subTest(at=part):
                store, _ = self.both_notice(name, self.flipped(data, frame.offset + part), ("frames",))
                self.assertEqual(len(store.live()), self.live - 1)

    def test_a_flipped_bit_in_the_name_of_its_root_makes_a_frame_wait_in_both(self):
        name, data = self.segment()
        frame = self.waiting[2]
        for part in (40, 45, 47):
            with self.subTest(at=part):
                store, report = self.both_notice(name, self.flipped(data, frame.offset + part), ("ok",))
                self.assertEqual(len(store.live()), self.live - 1)
                self.assertTrue(any(f"frame at {frame.offset} of" in note for note in store.notes), store.notes)
                self.assertTrue(any("not known here" in problem for problem in report["problems"]), report)

    def test_a_frame_of_another_device_key_is_set_aside_in_both(self):
        name, data = self.segment()
        frame = self.waiting[-1]
        forged = frame.bytes[:-36] + blake2b(32, frame.bytes[:-36], bytes(32)) + frame.bytes[-4:]
        self.both_notice(name, data[:frame.offset] + forged, ("frames",))

    def test_bytes_behind_the_last_frame_are_no_damage_but_are_told_by_both(self):
        name, data = self.segment()
        for torn in (data[:-1], data[:-400], data + b"\x89", data + data[:100]):
            with self.subTest(length=len(torn)):
                # This machine remembers how far it had come, so that a record that is gone is a problem.
                codes = (4,) if len(torn) < len(data) else (0,)
                store, report = self.both_notice(name, torn, ("ok",), codes)
                self.assertIn("no frame", " ".join(store.notes))
                self.assertIn("no frame", " ".join(report["notes"]))

    def test_a_frame_taken_out_of_the_middle_is_told_by_both(self):
        name, data = self.segment()
        frame = self.waiting[2]
        without = data[:frame.offset] + data[frame.offset + len(frame.bytes):]
        store, report = self.both_notice(name, without, ("ok",), (4,))
        self.assertIn("does not follow", " ".join(store.notes))
        self.assertIn("is missing", " ".join(report["problems"]))

    def test_frames_in_another_order_or_twice_change_no_record(self):
        name, data = self.segment()
        frames = [frame.bytes for frame in self.waiting]
        self.assertEqual(data, b"".join(frames))
        for other in (frames[::-1], frames + frames[1:3], frames[2:] + frames[:2]):
            store, report = self.both_notice(name, b"".join(other), ("ok",), (0, 1, 4))
            self.assertEqual(len(store.live()), self.live)
            self.assertIn("behind a later one", " ".join(store.notes))
            self.assertIn("behind a later one", " ".join(report["notes"] + report["problems"]))


if __name__ == "__main__":
    reader_support.main()
