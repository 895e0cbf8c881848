#!/usr/bin/env python3
"""Puts a store into the hands of somebody who wishes its owner ill, and looks what the program makes of it.

    hostile.py --attune BINARY [--stride N] [--first N] [--seed S] [--minutes M]

Each case is a store with folded and waiting entries in which files were replaced, altered with sums that fit, or added:
by somebody who can write to the folder, and by somebody who once had the keys. Then the program reads it, checks it, logs
an entry and folds, each within seconds and within 768 MiB of address space. It must end by itself, with an exit code that
the case allows, and show no control characters; and what was there before is there afterwards, with the entry that was
acknowledged. Skipped (77) without PyNaCl.
"""
import json
import os
import pathlib
import random
import resource
import shutil
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "vault"))

import reader_support  # noqa: E402  (picks the Python that has PyNaCl, or skips)
import hostile_files  # noqa: E402
import hostile_frames  # noqa: E402
import read_store  # noqa: E402
from sandbox import Sandbox, fault, options, rounds  # noqa: E402
from store_bytes import Secret  # noqa: E402

SECONDS = 60
MEMORY = 768 << 20
# Ends that the program chooses; 70 would be a bug, and a signal a crash.
CALM = {0, 1, 3, 4, 5, 65, 74}


def small():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class Victim:
    """A store whose owner comes back to it after somebody else was there."""

    def __init__(self, attune):
        # In memory where that can be had: thousands of folds wait for a disk otherwise.
        place = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="attune-hostile-", dir=place))
        self.whole = self.root / "whole"
        self.whole.mkdir()
        (self.whole / "words").write_text("ten herons over the canal\n")
        box = Sandbox(attune, root=self.whole, init=False)
        box.must("init", "--key-file", str(self.whole / "key"), "--passphrase-file", str(self.whole / "words"),
                 "--low-memory", "--no-recovery")
        for number in range(3):
            box.must("log", f"folded {number}", "@mara", "hurt=5")
            box.must("store", "fold")
        for number in range(3):
            box.must("log", f"waits {number}")
        self.texts = {text for _, text in box.records()}
        store = read_store.Store(box.store, Secret.from_file(2, self.whole / "key"))
        self.keys, self.id = store.roots[0], store.id
        self.device = store.files[0].device
        self.attune = attune

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)

    def fresh(self):
        """A copy of all of it, to be spoilt."""
        place = self.root / "now"
        if place.exists():
            for path in (place, *place.rglob("*")):
                if path.is_dir() and not path.is_symlink():
                    path.chmod(0o700)
            shutil.rmtree(place)
        shutil.copytree(self.whole, place, symlinks=True)
        box = Sandbox(self.attune, root=place, init=False)
        box.device, box.keys, box.id = self.device, self.keys, self.id
        return box

    def run(self, box, case, *words):
        if words[0] == "--passphrase-file":
            box.env.pop("ATTUNE_KEY_FILE", None)
        done = box.run(*words, timeout=SECONDS, preexec_fn=small)
        box.env["ATTUNE_KEY_FILE"] = str(box.root / "key")
        where = f"{case.name}: attune {' '.join(words)}"
        if done.returncode < 0 or done.returncode not in CALM:
            fault(f"{where} ended with {done.returncode}\n{done.stderr[-2000:]}")
        # JSON is for programs: in it the text stands as it is, and only what JSON itself forbids is escaped.
        shown = (done.stderr,) if "--json" in words or words[0] == "export" else (done.stderr, done.stdout)
        for stream in shown:
            bad = [c for c in stream if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160]
            if bad:
                fault(f"{where} shows control characters: {bad[:5]} in {stream[:500]!r}")
        return done

    def play(self, case):
        box = self.fresh()
        before = {path.name: path.read_bytes() for path in box.store.iterdir()}
        case.spoil(box)
        commands = case.commands or (["list", "--json"], ["store", "check"], ["log", "typed meanwhile"], ["store", "fold"],
                                     ["list"])
        race = threading.Thread(target=case.meanwhile, args=(box,)) if case.meanwhile else None
        if race:
            race.start()
        logged = False
        for words in commands:
            done = self.run(box, case, *words)
            if case.codes and done.returncode not in case.codes.get(words[0], case.codes.get("", CALM)):
                fault(f"{case.name}: attune {' '.join(words)} ended with {done.returncode}\n{done.stderr}")
            if words[0] == "log":
                logged = done.returncode == 0
        if race:
            race.join()
        self.look_afterwards(box, case, before, logged)

    @staticmethod
    def put_back(box, case, before):
        """The files of the store as they were; what was written behind a segment meanwhile stays behind it."""
        for name in case.added:
            remove(box.store / name.format(device=box.device.hex()))
        for name, data in before.items():
            path = box.store / name
            now = path.read_bytes() if path.is_file() and not path.is_symlink() and path.stat().st_size < 1 << 24 else b""
            if now == data or (name.endswith(".inbox") and now.startswith(data)):
                path.chmod(0o600)
                continue
            remove(path)
            path.write_bytes(data + (now if name.endswith(".inbox") else b""))
            path.chmod(0o600)

    def look_afterwards(self, box, case, before, logged):
        """Once the owner has put back what was spoilt, everything is there that ever was."""
        if not case.stays:
            self.put_back(box, case, before)
        done = self.run(box, case, "list", "--json", "--limit", "100000")
        if done.returncode != 0:
            fault(f"{case.name}: afterwards the store does not read: {done.stderr}")
        listed = json.loads(done.stdout)["entries"]
        if not all({"id", "text"} <= row.keys() for row in listed):
            fault(f"{case.name}: a listed record without id or text: {[row for row in listed if 'id' not in row][:1]}")
        texts = [row["text"] for row in listed]
        lost = (self.texts | ({"typed meanwhile"} if logged else set())) - set(texts)
        if lost:
            fault(f"{case.name}: {len(lost)} entries are lost: {sorted(lost)}")
        for text in self.texts:
            if texts.count(text) != 1:
                fault(f"{case.name}: '{text}' is there {texts.count(text)} times")


def main():
    given = options(__doc__, stride=1, first=0)
    victim = Victim(given.attune)
    count, faults, kinds = 0, 0, {}
    try:
        for number in rounds(given):
            random_source = random.Random(given.seed + number)
            cases = [*hostile_files.cases(random_source), *hostile_frames.cases(random_source)]
            for case in cases[given.first + given.seed % given.stride::given.stride]:
                try:
                    victim.play(case)
                except SystemExit:
                    faults += 1  # all of them are worth knowing
                count += 1
                kinds[case.kind] = kinds.get(case.kind, 0) + 1
    finally:
        victim.close()
    if faults:
        print(f"{faults} of {count} hostile stores at fault")
        sys.exit(1)
    print(f"{count} hostile stores ({', '.join(f'{name} {n}' for name, n in kinds.items())}), 0 lost, 0 crashes, 0 hangs")


if __name__ == "__main__":
    main()
