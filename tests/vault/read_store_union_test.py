#!/usr/bin/env python3
"""Writes frames of made-up devices into a store, from docs/store_format.md alone, and compares what the independent
reader and the program make of them: edits at the same time, removals beside edits, chains over several devices.
Skipped (77) without PyNaCl.
"""
import random
import unittest

import reader_support
from reader_support import by_id, checked, key_of, listed, read

from store_bytes import write_frame

DEVICES = [bytes([first]) + bytes(range(7)) for first in (0x01, 0x7f, 0x80, 0xfe)]


class Union(unittest.TestCase):
    def setUp(self):
        self.sandbox = reader_support.sandbox()
        self.addCleanup(self.sandbox.__exit__)
        store = read(self.sandbox.store, key_of(self.sandbox))
        self.keys, self.id = store.roots[0], store.id
        self.segments = {device: [] for device in DEVICES}
        self.tags = dict.fromkeys(DEVICES, bytes(32))
        self.count = 0

    def frame(self, device, op, record, parents=(), clock=None, **more):
        """Adds one frame to the segment of a device; gives its revision."""
        self.count += 1
        rev = f"{self.count:032x}"
        clock = clock if clock is not None else 117657334097772544 + self.count
        content = {"clock": clock, "op": op, "record": record, "rev": rev, "parents": list(parents),
                   "created": 1772397600000} | more
        segment = self.segments[device]
        data = write_frame(self.keys, self.id, device, len(segment) + 1, self.tags[device], content)
        self.tags[device] = data[-36:-4]
        segment.append(data)
        return rev

    def put(self, device, record, text, parents=(), clock=None):
        entry = {"schema": 1, "id": record, "kind": "trigger", "at": "2026-03-01T21:40:00+01:00",
                 "local_day": "2026-03-01", "precision": "minute", "text": text}
        return self.frame(device, "put", record, parents, clock, entry=entry)

    def texts(self):
        """What both show, before and after a fold; they must not differ."""
        for device, frames in self.segments.items():
            if frames:
                (self.sandbox.store / f"{device.hex()}.1.inbox").write_bytes(b"".join(frames))
        seen = []
        for _ in range(2):
            store = read(self.sandbox.store, key_of(self.sandbox))
            self.assertEqual((store.problems, store.notes), ([], []))
            self.assertEqual(by_id(store.live()), listed(self.sandbox))
            self.assertEqual(checked(self.sandbox)[0], 0)
            seen.append(sorted(record["text"] for record in store.live()))
            self.sandbox.must("store", "fold")
        self.assertEqual(seen[0], seen[1])
        return seen[0]

    def test_of_two_edits_the_one_with_the_higher_clock_is_shown(self):
        a, b = DEVICES[0], DEVICES[3]
        for record, clocks in (("a" * 32, (10, 20)), ("b" * 32, (20, 10)), ("c" * 32, (20, 20))):
            first = self.put(DEVICES[1], record, "first", clock=1)
            self.put(a, record, f"{record[0]}: edit of the lower device", [first], clocks[0])
            self.put(b, record, f"{record[0]}: edit of the higher device", [first], clocks[1])
        self.assertEqual(self.texts(), ["a: edit of the higher device", "b: edit of the lower device",
                                        "c: edit of the higher device"])

    def test_clocks_beyond_what_a_double_holds_are_told_apart(self):
        clock = 117657334097772544
        first = self.put(DEVICES[1], "a" * 32, "first", clock=1)
        self.put(DEVICES[2], "a" * 32, "later", [first], clock + 1)
        self.put(DEVICES[3], "a" * 32, "earlier", [first], clock)
        self.assertEqual(self.texts(), ["later"])

    def test_a_removal_hides_what_it_follows_and_not_an_edit_beside_it(self):
        for record in ("a" * 32, "b" * 32):
            first = self.put(DEVICES[0], record, "first")
            if record[0] == "a":
                self.put(DEVICES[1], record, "an edit beside the removal", [first])
            self.frame(DEVICES[2], "remove", record, [first])
        self.assertEqual(self.texts(), ["an edit beside the removal"])

    def test_one_revision_over_two_ends_the_conflict(self):
        first = self.put(DEVICES[0], "a" * 32, "first")
        edits = [self.put(device, "a" * 32, f"edit {device[0]}", [first], 100) for device in DEVICES[1:3]]
        self.put(DEVICES[3], "a" * 32, "settled", edits, 2)
        self.assertEqual(self.texts(), ["settled"])

    def test_an_undo_is_read_alike_whichever_device_comes_first(self):
        # One device deletes or changes what the other wrote, and takes that back.
        for number, (writer, other) in enumerate(((DEVICES[0], DEVICES[3]), (DEVICES[3], DEVICES[0]))):
            record = f"{number + 1:x}" * 32
            first = self.put(writer, record, f"{number}: as written")
            removal = self.frame(other, "remove", record, [first])
            self.frame(other, "undo", record, [removal], undoes=removal)
            record = f"{number + 8:x}" * 32
            first = self.put(writer, record, f"{number + 8}: as written")
            change = self.put(other, record, "changed", [first])
            undone = self.frame(other, "undo", record, [change], undoes=change)
            record = f"{number + 4:x}" * 32
            first = self.put(writer, record, f"{number + 4}: as written")
            removal = self.frame(other, "remove", record, [first])
            undone = self.frame(other, "undo", record, [removal], undoes=removal)
            self.frame(writer, "undo", record, [undone], undoes=undone)
        self.assertEqual(self.texts(), ["0: as written", "1: as written", "8: as written", "9: as written"])

    def test_an_undo_that_arrives_before_what_it_undoes_waits_for_it(self):
        device, late = DEVICES[1], {}
        first = self.put(device, "a" * 32, "a mistake")
        self.put(device, "b" * 32, "stays")
        late[device] = b"".join(self.segments[device])
        self.frame(device, "undo", "a" * 32, [first], undoes=first)
        (self.sandbox.store / f"{device.hex()}.3.inbox").write_bytes(self.segments[device].pop())
        self.segments[device].clear()
        self.sandbox.must("store", "fold")
        (self.sandbox.store / f"{device.hex()}.1.inbox").write_bytes(late[device])
        self.assertEqual(self.texts(), ["stays"])

    def test_any_history_of_edits_and_removals_reads_alike(self):
        rng = random.Random(20260303)
        records = [f"{n:02x}" * 16 for n in range(1, 25)]
        history = {record: [] for record in records}
        for step in range(220):
            record, device = rng.choice(records), rng.choice(DEVICES)
            known = history[record]
            parents = sorted(rng.sample(known, min(len(known), rng.choice((0, 1, 1, 1, 2))))) if known else []
            clock = rng.randrange(1, 40)
            if known and rng.random() < 0.3:
                known.append(self.frame(device, "remove", record, parents, clock))
            else:
                known.append(self.put(device, record, f"step {step}", parents, clock))
        self.assertGreater(len(self.texts()), 12)


if __name__ == "__main__":
    reader_support.main()
