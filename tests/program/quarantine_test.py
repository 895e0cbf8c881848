#!/usr/bin/env python3
"""What stands in an inbox and cannot be verified: how it is shown, what a yes makes of it, and where no yes counts.

Frames are sealed here from docs/store_format.md, as somebody who can write to the folder would do it: the public key
stands in every header, the key of a device does not. Skipped (77) without PyNaCl.
"""
import json
import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "vault"))

import reader_support  # noqa: E402  (picks the Python that has PyNaCl, or skips)
from hostile_frames import EVIL, body, entry  # noqa: E402
from reader_support import Sandbox, checked, key_of, read, sandbox  # noqa: E402
from store_bytes import write_frame  # noqa: E402


class Quarantine(unittest.TestCase):
    def setUp(self):
        self.box = sandbox()
        self.addCleanup(self.box.__exit__)
        self.learn()

    def learn(self):
        store = read(self.box.store, key_of(self.box))
        self.keys, self.id = store.newest[-1].inbox_public, store.id
        self.keys = next(keys for keys in store.roots if keys.inbox_public == self.keys)
        self.device = store.files[0].device

    def forged(self, sequence, content, device=None):
        """A frame whose box opens and whose tag nobody made."""
        frame = bytearray(write_frame(self.keys, self.id, device or self.device, sequence, bytes(32), content))
        frame[-36:-4] = bytes(32)
        return bytes(frame)

    def put(self, name, *frames):
        path = self.box.store / name
        path.write_bytes(b"".join(frames))
        path.chmod(0o600)

    def append(self, *frames):
        path = max(self.box.store.glob(f"{self.device.hex()}.*.inbox"), key=lambda p: int(p.name.split(".")[1]))
        path.write_bytes(path.read_bytes() + b"".join(frames))

    def pieces(self, box=None):
        return json.loads((box or self.box).must("store", "quarantine", "--json"))["pieces"]

    def texts(self, box=None):
        return sorted(text for _, text in (box or self.box).records())

    def machine(self, device, box=None):
        devices = json.loads((box or self.box).must("store", "devices", "--json"))["devices"]
        return next(one for one in devices if one["id"] == device.hex())

    def problems(self):
        code, report = checked(self.box)
        self.assertEqual(code, 4 if report["problems"] else 0)
        return report["problems"]

    def accept(self, *ids):
        return self.box.run("store", "quarantine", *ids, "--accept", "--yes")

    def test_a_frame_nobody_vouches_for_is_listed_and_taken_in_on_a_yes_only(self):
        self.put(f"{EVIL.hex()}.1.inbox", self.forged(1, body(), EVIL))
        for _ in range(2):
            self.assertEqual(self.texts(), [])
            (piece,) = self.pieces()
            self.assertEqual((piece["state"], piece["text"], piece["reason"]),
                             ("readable", "by another hand", "no valid tag"))
            self.assertEqual(len(self.problems()), 1)
            self.box.must("store", "fold")
        warned = self.box.run("store", "quarantine", "--accept")
        self.assertEqual(warned.returncode, 2, warned.stderr)
        self.assertIn("nothing proves", warned.stderr)
        self.assertEqual(self.texts(), [])
        self.assertEqual(self.accept(piece["id"][:6]).returncode, 0)
        self.assertEqual(self.texts(), ["by another hand"])
        self.assertEqual(self.pieces(), [])
        self.assertEqual(self.problems(), [])
        store = read(self.box.store, key_of(self.box))
        self.assertEqual([record["text"] for record in store.live()], ["by another hand"])

    def test_what_the_next_writer_moves_out_of_its_way_is_still_listed_and_goes_once_it_is_held_twice(self):
        self.box.must("log", "mine")
        self.append(self.forged(7, body()))
        self.box.must("log", "mine, too")
        self.assertEqual(len(list(self.box.store.glob("*.torn"))), 1)
        for number in range(2):
            self.assertEqual([piece["text"] for piece in self.pieces()], ["by another hand"])
            self.box.must("log", f"more {number}")
            self.box.must("store", "fold")
        self.assertEqual(list(self.box.store.glob("*.torn")), [])
        self.assertEqual(self.accept().returncode, 0)
        self.assertEqual(self.texts(), ["by another hand", "mine", "mine, too", "more 0", "more 1"])

    def test_the_number_of_a_forged_frame_leaves_no_gap(self):
        self.box.must("log", "mine")
        self.append(self.forged(7, body()))
        self.assertEqual(self.machine(self.device)["not_arrived"], 0)
        self.assertEqual(self.machine(self.device)["waiting"], 1)
        self.assertEqual(self.accept().returncode, 0)
        self.box.must("log", "mine, too")
        self.box.must("store", "fold")
        self.assertEqual(self.machine(self.device)["not_arrived"], 0)
        self.assertEqual(self.texts(), ["by another hand", "mine", "mine, too"])

    def test_a_frame_with_a_damaged_tag_closes_its_gap_once_it_is_accepted(self):
        frames = [bytearray(write_frame(self.keys, self.id, EVIL, number, bytes(32),
                                        entry(text=f"frame {number}") | {"record": f"{number:032x}",
                                                                         "rev": f"{number:032x}"}))
                  for number in (1, 2, 3)]
        frames[1][-20] ^= 1
        self.put(f"{EVIL.hex()}.1.inbox", *frames)
        self.assertEqual(self.texts(), ["frame 1", "frame 3"])
        self.assertEqual(self.machine(EVIL)["not_arrived"], 1)
        self.assertEqual(self.accept().returncode, 0)
        self.assertEqual(self.texts(), ["frame 1", "frame 2", "frame 3"])
        self.assertEqual(self.machine(EVIL)["not_arrived"], 0)
        self.assertEqual(self.problems(), [])

    def test_a_frame_that_was_spoilt_on_the_way_does_not_hide_the_whole_one(self):
        whole = write_frame(self.keys, self.id, EVIL, 1, bytes(32), body())
        for at in (100, 300, len(whole) - 60):
            with self.subTest(at=at):
                self.setUp()
                whole = write_frame(self.keys, self.id, EVIL, 1, bytes(32), body())
                spoilt = bytearray(whole)
                spoilt[at] ^= 1
                self.put(f"{EVIL.hex()}.1.inbox", bytes(spoilt))
                self.box.must("store", "fold")
                self.assertEqual((self.texts(), len(self.pieces())), ([], 1))
                self.put(f"{EVIL.hex()}.1.inbox", whole)
                self.assertEqual(self.texts(), ["by another hand"])
                self.box.must("store", "fold")
                self.assertEqual(self.texts(), ["by another hand"])

    def test_a_spoilt_copy_beside_an_own_segment_costs_nothing(self):
        for name in ("{}.1 0.inbox", "{}.1.sync-conflict-1.inbox", "{}.1.zz.inbox", "{}.1.inbox~HEAD"):
            with self.subTest(name=name):
                self.setUp()
                self.box.must("log", "one")
                self.box.must("log", "two")
                (segment,) = self.box.store.glob("*.inbox")
                spoilt = bytearray(segment.read_bytes())
                spoilt[300] ^= 1
                self.put(name.format(self.device.hex()), bytes(spoilt))
                for number in range(3):
                    self.assertEqual(self.texts(), sorted(["one", "two", *(f"round {n}" for n in range(number))]))
                    self.box.must("log", f"round {number}")
                    self.box.must("store", "fold")
                self.assertFalse(segment.exists())
                self.assertEqual(self.texts(), ["one", "round 0", "round 1", "round 2", "two"])

    def test_what_cannot_be_read_is_refused_and_stays(self):
        spoilt = bytearray(self.forged(1, body(), EVIL))
        spoilt[200] ^= 1
        self.put(f"{EVIL.hex()}.1.inbox", bytes(spoilt), b"noise", self.forged(2, body(), EVIL))
        states = {piece["state"]: piece["id"] for piece in self.pieces()}
        self.assertEqual(sorted(states), ["readable", "unreadable"])
        refused = self.accept(states["unreadable"])
        self.assertEqual(refused.returncode, 1, refused.stderr)
        self.assertIn("cannot be read", refused.stderr)
        self.assertEqual(self.texts(), [])
        self.assertEqual(self.accept().returncode, 0)
        self.assertEqual(self.texts(), ["by another hand"])
        self.assertEqual([piece["state"] for piece in self.pieces()], ["unreadable", "unreadable"])
        self.assertEqual(len(self.problems()), 2)
        self.assertIn("nothing that is set aside can be accepted", self.accept().stderr)

    def test_one_that_speaks_of_what_has_not_arrived_takes_none_of_them_in(self):
        undo = {name: value for name, value in body(op="undo", undoes="9" * 32).items() if name != "entry"}
        self.put(f"{EVIL.hex()}.1.inbox", self.forged(1, body(), EVIL),
                 self.forged(2, undo | {"record": "c" * 32, "rev": "c" * 32}, EVIL))
        refused = self.accept()
        self.assertEqual(refused.returncode, 1, refused.stderr)
        self.assertIn("has not arrived", refused.stderr)
        self.assertEqual(self.texts(), [])
        self.assertEqual(len(self.pieces()), 2)

    def test_an_accepted_removal_and_an_accepted_change_do_what_they_say(self):
        self.box.must("log", "to be removed")
        self.box.must("log", "to be changed")
        self.box.must("store", "fold")
        known = {revision.content["text"]: revision for revision in
                 read(self.box.store, key_of(self.box)).shown().values()}
        gone, changed = known["to be removed"], known["to be changed"]
        removal = {name: value for name, value in body(op="remove").items() if name != "entry"}
        self.put(f"{EVIL.hex()}.1.inbox",
                 self.forged(1, removal | {"record": gone.record, "parents": [gone.rev]}, EVIL),
                 self.forged(2, entry(text="changed") | {"record": changed.record, "parents": [changed.rev],
                                                         "rev": "c" * 32}, EVIL))
        self.assertIn(f"it deletes {gone.record[:8]}", self.box.must("store", "quarantine"))
        self.assertEqual(self.accept().returncode, 0)
        self.assertEqual(self.texts(), ["changed"])

    def test_a_rotated_key_changes_nothing_for_what_was_set_aside_before(self):
        self.put(f"{EVIL.hex()}.1.inbox", self.forged(1, body(), EVIL))
        self.box.must("store", "fold")
        self.box.must("key", "rotate", "--yes", "--no-input")
        self.assertEqual([piece["state"] for piece in self.pieces()], ["readable"])
        self.assertEqual(self.accept().returncode, 0)
        self.assertEqual(self.texts(), ["by another hand"])
        self.assertEqual(self.problems(), [])

    def test_a_frame_under_a_key_its_device_has_left_is_set_aside_even_with_a_tag_that_holds(self):
        self.box.must("log", "mine")
        self.box.must("key", "rotate", "--yes", "--no-input")
        late = write_frame(self.keys, self.id, self.device, 9, bytes(32), body())
        self.put(f"{self.device.hex()}.9.sync-conflict-1.inbox", late)
        self.assertEqual(self.texts(), ["mine"])
        (piece,) = self.pieces()
        self.assertIn("its device had left", piece["reason"])
        self.assertEqual(self.accept().returncode, 0)
        self.assertEqual(self.texts(), ["by another hand", "mine"])
        self.box.must("log", "after")
        self.box.must("store", "fold")
        self.assertEqual(self.machine(self.device)["not_arrived"], 0)

    def test_a_forgotten_entry_does_not_come_back_by_a_yes(self):
        self.put(f"{EVIL.hex()}.1.inbox", self.forged(1, body(), EVIL))
        self.assertEqual(self.accept().returncode, 0)
        (record,) = [record for record, _ in self.box.records()]
        self.box.must("store", "forget", record, "--yes")
        self.put(f"{EVIL.hex()}.2.inbox", self.forged(2, entry(text="again") | {"record": record, "rev": "c" * 32}, EVIL))
        self.assertEqual(self.texts(), [])
        refused = self.accept()
        self.assertEqual(self.texts(), [])
        if self.pieces():
            self.assertEqual(refused.returncode, 1)
            self.assertIn("forgotten", refused.stderr)

    def second_machine(self):
        """Another home on the same folder."""
        (self.box.root / "two").mkdir()
        other = Sandbox(self.box.attune, root=self.box.root / "two", init=False)
        shutil.copy(self.box.root / "key", other.root / "key")
        (other.root / "data").rmdir()
        (other.root / "data").symlink_to(self.box.root / "data")
        other.must("list")
        return other

    def test_both_machines_have_what_one_accepts_and_neither_has_it_twice(self):
        self.put(f"{EVIL.hex()}.1.inbox", self.forged(1, body(), EVIL))
        other = self.second_machine()
        other.must("log", "from the other")
        other.must("store", "fold")
        self.assertEqual(self.accept().returncode, 0)
        for box in (other, self.box):
            self.assertEqual(self.texts(box), ["by another hand", "from the other"])
        self.assertEqual([piece["state"] for piece in self.pieces(other)], ["known"])
        self.assertEqual(checked(other)[0], 0)
        other.must("store", "quarantine", "--accept", "--yes")
        self.assertEqual(self.pieces(other), [])
        for box in (other, self.box):
            box.must("store", "fold")
            self.assertEqual(self.texts(box), ["by another hand", "from the other"])

    def test_what_only_a_retired_machine_had_set_aside_stays(self):
        other = self.second_machine()
        other.must("log", "from the other")
        name = next(one for one in json.loads(other.must("store", "devices", "--json"))["devices"] if one["this_machine"])["id"]
        self.put(f"{EVIL.hex()}.1.inbox", self.forged(1, body(), EVIL))
        other.must("store", "fold")
        (self.box.store / f"{EVIL.hex()}.1.inbox").unlink()
        self.assertEqual(self.pieces(), [])
        self.box.must("store", "devices", "retire", name[:8], "--yes")
        self.assertEqual([piece["text"] for piece in self.pieces()], ["by another hand"])
        self.assertEqual(self.texts(), ["from the other"])


if __name__ == "__main__":
    reader_support.main()
