#!/usr/bin/env python3
"""Stores of format 1 open for ever: each of tests/fixtures/format1 is read, written to and folded by the program, and what
it exports is what stands beside it. What a later program wrote into format 1 is carried through unchanged, and a later
format is refused and left as it is. Skipped (77) without PyNaCl.
"""
import hashlib
import json
import os
import pathlib
import shlex
import shutil
import struct
import tempfile
import unittest

import reader_support
from reader_support import key_of, read

import packed_store
import read_store
import store_bytes
from terminal_session import TerminalSession

EXPECTED = packed_store.STORES.parent / "expected"


def rows_of(export):
    """The lines of an export, the header without the version of the program that wrote it."""
    lines = [json.loads(line) for line in export.splitlines()]
    for line in lines:
        line.pop("version", None)
    return lines


class Fixtures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stores = packed_store.unpack()

    def machine(self, name):
        """A machine that never saw the store before, with a copy of its folder."""
        root = pathlib.Path(tempfile.mkdtemp(prefix="attune-format1-"))
        self.addCleanup(shutil.rmtree, root, ignore_errors=True)
        box = reader_support.sandbox(root=root, init=False)
        box.env.pop("ATTUNE_KEY_FILE")
        self.stores[name].write(box.store)
        return box

    def exported(self, box, secret):
        if secret[0] != "recovery":
            words = packed_store.secret_arguments(*secret, box.root)
            return rows_of(box.must(*words, "export", "jsonl"))
        # A recovery code is typed.
        out = box.root / "export"
        session = TerminalSession(f"{shlex.quote(box.attune)} export jsonl > {out}", box.root, box.env)
        session.wait_for(lambda lines: any("passphrase or recovery code" in line for line in lines), 20)
        session.type("secret", secret[1].lower())
        self.assertEqual(session.finish(60), 0, session.raw)
        return rows_of(out.read_text(encoding="utf-8"))

    def test_each_opens_with_each_secret_and_exports_what_it_always_did(self):
        for name, store in self.stores.items():
            for secret in store.secrets:
                with self.subTest(name, secret=secret[0]):
                    path = EXPECTED / f"{name}.jsonl"
                    rows = self.exported(self.machine(name), secret)
                    if os.environ.get("ATTUNE_UPDATE_GOLDEN") and not path.exists():
                        path.parent.mkdir(exist_ok=True)
                        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows),
                                        encoding="utf-8")
                    self.assertEqual(rows, rows_of(path.read_text(encoding="utf-8")))

    def test_each_takes_one_more_entry_and_a_fold(self):
        for name, store in self.stores.items():
            if store.secrets[-1][0] == "recovery":
                continue
            with self.subTest(name):
                box = self.machine(name)
                words = packed_store.secret_arguments(*store.secrets[-1], box.root)
                before = rows_of(box.must(*words, "export", "jsonl"))
                box.must("log", "one more, in the dark")
                for fold in (False, True):
                    if fold:
                        box.must(*words, "store", "fold")
                    after = rows_of(box.must(*words, "export", "jsonl"))
                    new = [row for row in after if row not in before]
                    self.assertEqual([row["text"] for row in new], ["one more, in the dark"])
                    self.assertEqual([row for row in after if row not in new], before)
                for file, data in store.files.items():
                    self.assertEqual((box.store / file).read_bytes(), data, f"{file} was changed")
                if name != "newer-tables":
                    found = read_store.Store(box.store, packed_store.secret_of(*store.secrets[-1]))
                    count = len([row for row in after if row.get("type") != "header"])
                    self.assertEqual(len(found.live()), count + len(after[0]["people"]))

    def test_there_is_one_of_every_shape(self):
        self.assertEqual(sorted(self.stores), sorted(path.stem for path in EXPECTED.iterdir()))
        self.assertGreaterEqual(len(self.stores), 16)


class Future(unittest.TestCase):
    """What a program that is not written yet put into a store of this format."""

    ENTRY = {"schema": 1, "kind": "constellation", "at": "2026-03-01T21:40:00+01:00", "local_day": "2026-03-01",
             "precision": "minute", "text": "seen from the pier", "fields": {"lens": "the old one"}, "people": ["mara"],
             "values": [{"key": "brightness.north", "phase": "azimuth", "num": 2.5, "unit": "mag", "lo": -5, "hi": 12}],
             "tags": [{"facet": "sky", "slug": "clear"}], "links": [], "source": "", "source_key": "",
             "aura": {"colours": ["ochre", "teal"], "depth": 3, "nested": {"a": [1, 2.5, None, True]}},
             "second_member": "\u00e4 \u65e5\u672c", "third": [], "number": 12345678901234567}
    KEPT = ("aura", "second_member", "number")

    def setUp(self):
        self.box = reader_support.sandbox()
        self.addCleanup(self.box.__exit__)
        self.box.must("log", "from today")
        store = read(self.box.store, key_of(self.box))
        self.keys, self.id = store.roots[0], store.id
        self.device = bytes.fromhex("00ffeeddccbbaa99")
        self.record = "5" * 32
        self.tag = bytes(32)
        self.sequence = 0

    def write(self, **content):
        """A frame of the later program, behind those that it wrote before."""
        self.sequence += 1
        body = {"clock": (1772397600000 + self.sequence) << 16, "record": self.record, "rev": f"{self.sequence:032x}",
                "parents": [], "created": 1772397600000} | content
        frame = store_bytes.write_frame(self.keys, self.id, self.device, self.sequence, self.tag, body)
        self.tag = frame[-36:-4]
        path = self.box.store / f"{self.device.hex()}.1.inbox"
        path.write_bytes((path.read_bytes() if path.exists() else b"") + frame)
        path.chmod(0o600)

    def exported(self, box=None):
        rows = rows_of((box or self.box).must("export", "jsonl"))
        return {row["id"]: row for row in rows if "id" in row}

    def assert_kept(self, row, **changed):
        for name, value in (self.ENTRY | changed).items():
            self.assertEqual(row.get(name, [] if value == [] else None), value, name)

    def test_unknown_kinds_and_members_stay_through_fold_edit_merge_export_and_import(self):
        self.write(op="put", entry=self.ENTRY)
        self.assert_kept(self.exported()[self.record])
        self.box.must("store", "fold")
        self.assert_kept(self.exported()[self.record])
        self.box.must("edit", self.record, "seen from the other pier")
        self.assert_kept(self.exported()[self.record], text="seen from the other pier")
        self.box.must("store", "fold")
        self.assert_kept(self.exported()[self.record], text="seen from the other pier")

        other = reader_support.sandbox(root=self.box.root / "tmp", init=False)
        other.env["ATTUNE_KEY_FILE"] = self.box.env["ATTUNE_KEY_FILE"]
        other.env["ATTUNE_STORE"] = str(self.box.store)
        other.must("store", "fold")
        self.assert_kept(self.exported(other)[self.record], text="seen from the other pier")
        self.box.must("undo")
        self.assert_kept(self.exported(other)[self.record])
        self.box.must("delete", self.record)
        self.assertNotIn(self.record, self.exported(other))
        self.box.must("undo")
        self.assert_kept(self.exported(other)[self.record])

        (self.box.root / "lines.jsonl").write_text(self.box.must("export", "jsonl"), encoding="utf-8")
        fresh = reader_support.sandbox()
        self.addCleanup(fresh.__exit__)
        fresh.must("import", "jsonl", str(self.box.root / "lines.jsonl"))
        (row,) = [row for row in self.exported(fresh).values() if row["kind"] == "constellation"]
        self.assert_kept(row)

    def test_an_operation_that_nobody_knows_is_set_aside_and_not_lost(self):
        self.write(op="put", entry=self.ENTRY)
        self.write(op="transmute", entry=self.ENTRY, rev="e" * 32, parents=["1".zfill(32)])
        for _ in range(2):
            self.assert_kept(self.exported()[self.record])
            store = read(self.box.store, key_of(self.box))
            self.assertEqual(len(store.problems), 1)
            self.box.must("store", "fold")
        self.assertIn("set aside", self.box.must("store", "check"))
        images = read(self.box.store, key_of(self.box)).images.values()
        pieces = [row for i in images for row in i.execute("SELECT bytes FROM quarantine")]
        self.assertTrue(pieces and all(b"\x89atf" == bytes(row[0])[:4] for row in pieces))

    def test_a_frame_of_a_later_version_is_set_aside_whole(self):
        self.write(op="put", entry=self.ENTRY)
        path = self.box.store / f"{self.device.hex()}.1.inbox"
        later = bytearray(path.read_bytes())
        later[4:6] = struct.pack("<H", 2)
        first = bytes(later)
        self.write(op="put", entry=self.ENTRY, record="6" * 32)
        whole = path.read_bytes()
        path.write_bytes(first + whole[len(first):])
        self.assertIn("6" * 32, self.exported())
        self.box.must("store", "fold")
        self.assertIn("6" * 32, self.exported())
        images = read(self.box.store, key_of(self.box)).images.values()
        self.assertIn((first,), [(bytes(row[0]),) for i in images for row in i.execute("SELECT bytes FROM quarantine")])


class LaterFormat(unittest.TestCase):
    """A store of a format that this program does not know."""

    COMMANDS = (["list"], ["export", "jsonl"], ["store", "fold"], ["store", "check"], ["store", "repair"], ["search", "pier"],
                ["show", "last"], ["edit", "last", "other words"], ["key", "list"], ["key", "remove", "0123abcd"],
                ["store", "backup", "copy"], ["store", "devices"], ["report", "week"], ["sql", "SELECT 1"])

    def hashes(self, folder):
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}

    def test_it_is_refused_with_4_and_every_byte_stays(self):
        for number in (2, 513, 0xffff):
            with reader_support.sandbox() as box:
                for text in ("one", "two"):
                    box.must("log", text)
                    box.must("store", "fold")
                for path in box.store.glob("*.sealed"):
                    data = bytearray(path.read_bytes())
                    data[8:10] = struct.pack("<H", number)
                    path.write_bytes(data)
                before = self.hashes(box.store)
                for command in self.COMMANDS if number == 2 else self.COMMANDS[:1]:
                    with self.subTest(command, format=number):
                        done = box.run(*command)
                        self.assertEqual(done.returncode, 4, done.stderr)
                        self.assertEqual(done.stdout, "")
                        self.assertIn(f"format {number}", done.stderr)
                        self.assertEqual(self.hashes(box.store), before)
                # Words are kept all the same: they go to the inbox, and the sealed files stay as they are.
                done = box.run("log", "typed meanwhile")
                after = self.hashes(box.store)
                self.assertEqual({name: after.get(name) for name in before if name.endswith(".sealed")},
                                 {name: total for name, total in before.items() if name.endswith(".sealed")})
                self.assertIn(done.returncode, (0, 4), done.stderr)


if __name__ == "__main__":
    reader_support.main()
