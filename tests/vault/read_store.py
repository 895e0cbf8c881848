#!/usr/bin/env python3
"""Reads a store of attune without attune, from docs/store_format.md alone.

    read_store.py STORE --key-file FILE | --passphrase-file FILE | --recovery-file FILE [--entries]

Checks every sealed file (S, slot, store id, C, every chunk), joins the images, opens every inbox frame of every device
and takes the union by revision id. Prints one JSON document; with --entries one line per live record instead. Ends
with 0, 2 (usage), 3 (wrong secret, no store), 4 (damage, or a later format), 74 (unreadable); 77 without PyNaCl.
"""
import argparse
import collections
import datetime
import json
import pathlib
import re
import sqlite3
import sys

try:
    from store_bytes import TYPES, Keys, SealedFile, Secret, StoreError, blake2b, frames_of
except ImportError:
    print("read_store: PyNaCl (python3-nacl) is missing", file=sys.stderr)
    sys.exit(77)

SCHEMA = 1
SEALED_NAME = re.compile(r"([0-9a-f]{16})\.([1-9][0-9]*)\.sealed")
# Conflicted copies: something between number and ending, or a mark behind the ending.
MARK = r"(?:\.conflict[0-9]*|~[^.~]+)"
SEALED_COPY = re.compile(rf"([0-9a-f]{{16}})\.([1-9][0-9]*)(?![0-9])(?:.+\.sealed{MARK}*|\.sealed{MARK}+)", re.S)
SEGMENT_NAME = re.compile(
    rf"([0-9a-f]{{16}})\.([1-9][0-9]*)(?![0-9])(?:(?:.+)?\.inbox{MARK}*|\.inbox(?:\.[0-9]+)?\.torn)", re.S)


class Revision:
    """One state of one record. `content` is a record as an export writes it; None for a removal."""

    def __init__(self, record, rev, device, clock, parents, content):
        self.record, self.rev, self.device, self.clock = record, rev, device, clock
        self.parents, self.content = parents, content

    def rank(self):
        return self.content is not None, self.clock, self.device, self.rev


class Store:
    """Everything in one folder. Opening raises StoreError for what makes the store unreadable; what is wrong with
    single frames is gathered in `problems`."""

    def __init__(self, folder, secret):
        self.problems, self.notes = [], []
        folder = pathlib.Path(folder)
        names = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
        self.files = [self.sealed_file(folder / name) for name in names if SEALED_NAME.fullmatch(name)]
        if not self.files:
            raise StoreError("no store", f"there is no store in '{folder}'")
        self.files.sort(key=lambda f: (f.device, f.epoch, f.generation))
        self.newest = list({f.device: f for f in self.files}.values())
        self.read_copies(folder, [name for name in names if SEALED_COPY.fullmatch(name)])
        self.open_files(secret)
        self.read_frames(folder, [name for name in names if SEGMENT_NAME.fullmatch(name)])
        self.unite()

    @staticmethod
    def sealed_file(path):
        file = SealedFile(path.read_bytes(), path.name)
        if path.name != f"{file.device.hex()}.{file.generation}.sealed":
            raise StoreError("misplaced", f"{path.name} is {file.device.hex()}.{file.generation} by its header")
        return file

    def read_copies(self, folder, names):
        """Conflicted copies of generations are one more input each; one that cannot be read keeps nothing else back."""
        self.copies = []
        for name in names:
            try:
                file = SealedFile((folder / name).read_bytes(), name)
                if file.store != self.files[0].store:
                    raise StoreError("misplaced", f"{name} belongs to another store")
                self.copies.append(file)
            except StoreError as error:
                self.problems.append(f"conflicted copy: {error}")

    def open_copy(self, file, roots):
        try:
            return self.open_file(file, roots)
        except (StoreError, sqlite3.DatabaseError) as error:
            self.problems.append(f"conflicted copy: {error}")
            return False

    def open_files(self, secret):
        """Opens every generation; a root that an image keeps opens generations that the secret itself does not."""
        roots, refusal = {}, None
        for file in [*self.copies, *reversed(self.files)]:
            try:
                keys = Keys(file.root_under(secret))
                roots[keys.inbox_public] = keys
                self.id = file.store
            except StoreError as error:
                if error.kind != "wrong secret" and file not in self.copies:
                    raise
                refusal = error
        first = max(self.newest, key=lambda f: (f.epoch, f.generation))
        elsewhere = [f for f in [*self.newest, *self.copies]
                     if f.inbox_public != first.inbox_public and f.inbox_public in roots]
        if first.inbox_public not in roots and not elsewhere:
            raise refusal or StoreError("altered header", f"{first.name} names an inbox key of nobody")
        for file in self.files:
            if file.store != self.id:
                raise StoreError("misplaced", f"{file.name} belongs to another store")
        self.images, waiting = {}, [*self.files, *self.copies]
        while waiting:
            file = next((f for f in waiting if f.inbox_public in roots), None)
            if file is None:
                # The headers left name inbox keys that no root gives: their roots are not here.
                for file in waiting:
                    self.problems.append(f"{file.name} is sealed under a key that this secret does not open")
                break
            (self.open_copy if file in self.copies else self.open_file)(file, roots)
            waiting.remove(file)
        self.newest = [file for file in self.newest if file.name in self.images]
        self.newest += [file for file in self.copies if file.name in self.images]
        self.roots = list(roots.values())

    def open_file(self, file, roots):
        file.open(roots[file.inbox_public])
        own = (file.epoch, roots[file.inbox_public].root_id)
        image = sqlite3.connect(":memory:")
        image.deserialize(file.image())
        if image.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise StoreError("damaged image", f"the database in {file.name} is damaged")
        (schema_min,) = image.execute("SELECT value FROM meta WHERE key = 'schema_min'").fetchone()
        if schema_min > SCHEMA:
            raise StoreError("too new", f"the tables in {file.name} need a reader of schema {schema_min}")
        for epoch, root in image.execute("SELECT epoch, root FROM root ORDER BY epoch DESC"):
            keys = Keys(root)
            if (epoch, keys.root_id) <= own:
                roots.setdefault(keys.inbox_public, keys)
        self.images[file.name] = image
        return True

    # --- frames ---

    def left_roots(self):
        """{(device, fingerprint): the last sequence number the device wrote under that root}."""
        left = {}
        for file in self.newest:
            image = self.images[file.name]
            if image.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'left_root'").fetchone()[0]:
                for device, fingerprint, last in image.execute("SELECT device, fingerprint, sequence FROM left_root"):
                    # A device says so in an image under the root it passed to, or a newer one.
                    if fingerprint != blake2b(32, file.inbox_public)[:8]:
                        left[device, fingerprint] = min(last, left.get((device, fingerprint), last))
        return left

    def read_frames(self, folder, names):
        self.frames = []
        left = self.left_roots()
        for name in names:
            device, first = SEGMENT_NAME.fullmatch(name).groups()
            is_torn = name.endswith(".torn")
            frames, gaps = frames_of((folder / name).read_bytes(), name)
            for frame in frames:
                frame.open(self.roots, self.id)
                if not frame.problem and frame.device.hex() != device:
                    frame.problem = "it stands in the segment of another device"
                if not frame.problem and frame.sequence > left.get((frame.device, frame.inbox), frame.sequence):
                    frame.problem = "its device had left the root it is under"
                if frame.problem:
                    (self.notes if frame.waits else self.problems).append(
                        f"frame at {frame.offset} of {name}: {frame.problem}")
            if not is_torn and frames and frames[0].offset == 0 and frames[0].sequence != int(first):
                self.notes.append(f"{name} begins with sequence number {frames[0].sequence}")
            size = (folder / name).stat().st_size
            for offset, length in gaps:
                text = f"{length} bytes at {offset} of {name} are no frame"
                (self.notes if offset + length == size else self.problems).append(text)
            self.frames += frames
        self.check_chain()

    def check_chain(self):
        """Each frame names the tag of the frame before it; what does not is worth a note, since each stands for itself."""
        tags = collections.defaultdict(dict)
        for file in self.newest:
            for device, sequence, tag in self.images[file.name].execute("SELECT device, sequence, tag FROM folded"):
                tags[device].setdefault(sequence, tag)
        place = {}
        for frame in self.good_frames():
            where = f"frame {frame.sequence} of device {frame.device.hex()}"
            if tags[frame.device].setdefault(frame.sequence, frame.tag) != frame.tag:
                self.notes.append(f"{where} is there twice, and the two differ")
            if place.setdefault(frame.segment, frame.sequence) > frame.sequence:
                self.notes.append(f"{where} stands behind a later one")
            place[frame.segment] = frame.sequence
        for frame in self.good_frames():
            known = tags[frame.device]
            earlier = [sequence for sequence in known if sequence < frame.sequence]
            if frame.before != (known[max(earlier)] if earlier else bytes(32)):
                self.notes.append(f"frame {frame.sequence} of device {frame.device.hex()} does not follow the one before")

    def good_frames(self):
        return [frame for frame in self.frames if not frame.problem]

    # --- the union ---

    def unite(self):
        self.revisions = {}
        forgotten = set()
        for file in self.newest:
            image = self.images[file.name]
            if image.execute("SELECT 1 FROM sqlite_schema WHERE name = 'forgotten'").fetchone():
                forgotten |= {bytes(row[0]).hex() for row in image.execute("SELECT id FROM forgotten")}
        for file in self.newest:
            for revision in revisions_of(self.images[file.name]):
                if revision.record not in forgotten:
                    self.revisions.setdefault(revision.rev, revision)
        self.in_images = len(self.revisions)
        undos = []
        for frame in self.good_frames():
            body = frame.content
            if body["rev"] in self.revisions or body["record"] in forgotten:
                continue
            if not body["record"].strip("0") or not body["rev"].strip("0"):
                self.problems.append(f"frame at {frame.offset} of {frame.segment}: an id of zeros")
                continue
            if body["op"] == "put" and body["entry"].get("schema", 1) > SCHEMA:
                self.notes.append(f"frame at {frame.offset} of {frame.segment} needs a later reader")
                continue
            revision = Revision(body["record"], body["rev"], body["device"], body["clock"], body["parents"], None)
            if body["op"] == "put":
                revision.content = tidy(body["entry"] | {"id": body["record"]})
            elif body["op"] == "undo":
                undos.append((revision, body["undoes"]))
                continue
            elif body["op"] != "remove":
                self.problems.append(f"frame at {frame.offset} of {frame.segment}: unknown op '{body['op']}'")
                continue
            self.revisions[revision.rev] = revision
        progress = True
        while progress:
            waiting, progress = undos, False
            undos = []
            for revision, undone in waiting:
                before = self.revisions[undone].parents if undone in self.revisions else [undone]
                if all(parent in self.revisions for parent in before):
                    parents = [self.revisions[parent] for parent in before]
                    revision.content = max(parents, key=Revision.rank).content if parents else None
                    self.revisions[revision.rev] = revision
                    progress = True
                else:
                    undos.append((revision, undone))
        self.notes += [f"revision {revision.rev} waits for {undone} or what was before it" for revision, undone in undos]

    def shown(self):
        """Of each record the revision that is shown, by record id."""
        followed = {parent for revision in self.revisions.values() for parent in revision.parents}
        records = {}
        for revision in self.revisions.values():
            if revision.rev not in followed:
                other = records.get(revision.record)
                if other is None or revision.rank() > other.rank():
                    records[revision.record] = revision
        return records

    def live(self):
        """The records that are there, by time."""
        records = [r.content for r in self.shown().values() if r.content is not None]
        return sorted(records, key=lambda r: (datetime.datetime.fromisoformat(r["at"]), r["id"]))

    def summary(self):
        devices = {f.device.hex() for f in self.files} | {f.device.hex() for f in self.good_frames()}
        return {
            "store": self.id.hex(),
            "devices": sorted(devices),
            "generations": [{"file": f.name, "device": f.device.hex(), "generation": f.generation, "epoch": f.epoch,
                             "chunks": f.chunks, "newest": f in self.newest,
                             "slots": dict(collections.Counter(TYPES.get(s.type, str(s.type)) for s in f.slots))}
                            for f in self.files],
            "frames": [{"segment": f.segment, "offset": f.offset, "device": f.device.hex(), "sequence": f.sequence,
                        "op": f.content.get("op"), "problem": f.problem or None} for f in self.frames],
            "revisions": {"in images": self.in_images, "in frames only": len(self.revisions) - self.in_images},
            "live": len(self.live()),
            "removed": sum(r.content is None for r in self.shown().values()),
            "problems": self.problems,
            "notes": self.notes,
        }


# --- rows of an image as records -------------------------------------------------------------------------------------

def revisions_of(image):
    """Every revision in an image, and a check that `shown` is what the page says it is."""
    image.row_factory = sqlite3.Row
    parents = collections.defaultdict(list)
    for row in image.execute("SELECT rev, parent FROM parent"):
        parents[row["rev"]].append(row["parent"].hex())
    parts = {}
    for table in ("field", "value", "tag", "link"):
        parts[table] = collections.defaultdict(list)
        for row in image.execute(f"SELECT * FROM {table} ORDER BY entry, seq"):
            parts[table][row["entry"]].append(row)
    for row in image.execute("SELECT * FROM entry").fetchall():
        of = {table: rows[row["n"]] for table, rows in parts.items()}
        yield Revision(row["id"].hex(), row["rev"].hex(), row["device"].hex(), row["clock"], parents[row["rev"]],
                       None if row["deleted"] else record_of(row, of))


def record_of(row, of):
    fields = {}
    for part in of["field"]:
        fields[part["name"]] = fields[part["name"]] + "\n" + part["text"] if part["name"] in fields else part["text"]
    zone = datetime.timezone(datetime.timedelta(minutes=row["offset_min"]))
    return tidy({
        "id": row["id"].hex(), "kind": row["kind"],
        "at": datetime.datetime.fromtimestamp(row["at_utc"], zone).isoformat(),
        "local_day": row["local_day"], "precision": row["precision"], "text": row["text"], "fields": fields,
        "people": [tag["slug"] for tag in of["tag"] if tag["facet"] == "person"],
        "values": [{"key": v["key"], "phase": v["phase"], "num": v["num"], "unit": v["unit"], "lo": v["lo"],
                    "hi": v["hi"]} for v in of["value"]],
        "tags": [{"facet": tag["facet"], "slug": tag["slug"]} for tag in of["tag"] if tag["facet"] != "person"],
        "links": [{"to": link["target"].hex(), "rel": link["rel"]} for link in of["link"]],
        "source": row["source"], "source_key": row["source_key"], "definition": row["definition"],
    } | json.loads(row["extra"] or "{}"))


def tidy(record):
    """One spelling for what may be written in several: members that are empty, null or the schema are left out."""
    record = {name: value for name, value in record.items() if name != "schema" and value not in (None, "", [], {})}
    record.setdefault("text", "")
    record["at"] = datetime.datetime.fromisoformat(record["at"].replace("Z", "+00:00")).isoformat()
    if "values" in record:
        record["values"] = [{name: float(part) if name in ("num", "lo", "hi") else part
                             for name, part in value.items() if part not in (None, "")} for value in record["values"]]
    return record


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store")
    secrets = parser.add_mutually_exclusive_group(required=True)
    for type_, name in ((1, "passphrase"), (2, "key"), (3, "recovery")):
        secrets.add_argument(f"--{name}-file", type=lambda path, t=type_: (t, path), dest="secret", metavar="FILE")
    parser.add_argument("--entries", action="store_true", help="one JSON line per live record")
    given = parser.parse_args()
    try:
        store = Store(given.store, Secret.from_file(*given.secret))
    except StoreError as error:
        print(json.dumps({"error": error.kind, "message": str(error)} | error.more))
        sys.exit(error.EXIT[error.kind])
    except OSError as error:
        print(json.dumps({"error": "unreadable", "message": str(error)}))
        sys.exit(74)
    if given.entries:
        for record in store.live():
            print(json.dumps(record, ensure_ascii=False, sort_keys=True))
    else:
        print(json.dumps(store.summary(), indent=1))
    for problem in store.problems:
        print(f"read_store: {problem}", file=sys.stderr)
    sys.exit(4 if store.problems else 0)


if __name__ == "__main__":
    main()
