"""The vectors of tests/vectors/store.txt, and what they do to a store."""
import pathlib
from dataclasses import dataclass

from store_bytes import HEAD, SLOT, blake2b

import packed_store

FILE = pathlib.Path(__file__).resolve().parent.parent / "vectors" / "store.txt"


@dataclass
class Vector:
    name: str
    base: str
    secret: str
    edits: str
    unlock: str
    files: str
    reads: str
    reader: str

    def secret_words(self):
        return self.secret.split(" ", 1)


def load():
    """(contents by name as (count, digest), vectors in order)."""
    contents, vectors = {}, []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        word, *rest = line.split(" | ")
        if word == "content":
            contents[rest[0]] = (int(rest[1]), rest[2])
        elif word == "vector":
            vectors.append(Vector(*rest))
    return contents, vectors


def digest(records):
    """What a content is compared by: the number of records, and a sum over their ids and texts."""
    rows = sorted(f"{record['id']} {record['text']}\n" for record in records)
    return len(rows), blake2b(32, "".join(rows).encode()).hex()


class Edits:
    """A store in hand: its files, and what vectors may do to them."""

    def __init__(self, stores, base):
        self.stores, self.base = stores, stores[base]
        self.files = dict(self.base.files)
        self.seen, self.own = {}, None

    def name_of(self, ending, files=None):
        files = self.files if files is None else files
        found = [name for name in files if name == ending or name.endswith("." + ending)]
        if len(found) != 1:
            raise ValueError(f"{len(found)} files end in {ending}")
        return found[0]

    def source(self, place):
        store, _, ending = place.partition("/")
        files = self.stores[store].files
        return files[self.name_of(ending, files)]

    def header_end(self, data):
        return HEAD + SLOT * data[HEAD - 1]

    def apply(self, edits):
        for edit in filter(None, edits.split("; ")):
            verb, first, *rest = edit.split(" ")
            if verb == "make":
                self.files[first] = bytes.fromhex(rest[0])
            elif verb == "copy":
                self.files[rest[0]] = self.source(first)
            elif verb == "own":
                self.own = first
            elif verb == "seen":
                self.seen[first] = int(rest[0])
            elif verb == "remove":
                del self.files[self.name_of(first)]
            elif verb == "move":
                self.files[rest[0]] = self.files.pop(self.name_of(first))
            else:
                name = self.name_of(first)
                self.files[name] = bytes(self.changed(verb, name, bytearray(self.files[name]), rest))

    def changed(self, verb, name, data, rest):
        if verb == "flip":
            data[int(rest[0]) // 8] ^= 1 << int(rest[0]) % 8
        elif verb == "set":
            value = bytes.fromhex(rest[1])
            data[int(rest[0]):int(rest[0]) + len(value)] = value
        elif verb == "cut":
            del data[int(rest[0]):]
        elif verb in ("splice", "grow"):
            at = len(data) if verb == "grow" else int(rest.pop(0))
            start, length = int(rest[1]), int(rest[2])
            piece = self.source(rest[0])[start:start + length]
            data[at:at + len(piece)] = piece
        elif verb == "sum":
            end = self.header_end(data) + 32
            data[end:end + 32] = blake2b(32, bytes(data[:end]))
        elif verb == "seal":
            parts = self.base.parts[name]
            return packed_store.Parts(bytes(data[:self.header_end(data)]), parts.root, parts.image).seal()
        else:
            raise ValueError(f"no such edit: {verb}")
        return data
