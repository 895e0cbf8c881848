#!/usr/bin/env python3
"""Writes tests/vectors/store.txt: what becomes of the stores of tests/fixtures/format1 when this or that is done to them.

    make_vectors.py > tests/vectors/store.txt        --check: compare with the file instead

Each vector says what opening has to come to, and that is derived here from the format page, not from what the program
answers: a changed byte of a header is damage unless the checksum S was made anew; then it is whatever stands behind it.
"""
import pathlib
import sys
import tempfile

from store_bytes import CHUNK, HEAD, SEAL, SLOT, blake2b

import packed_store
import read_store

STORES = packed_store.unpack()
FILE = pathlib.Path(__file__).resolve().parent.parent / "vectors" / "store.txt"
BLOCK = CHUNK + SEAL
KEY = "key-file 07*32"
FORMAT, STORE, DEVICE, EPOCH, GENERATION, SALT, INBOX, CHUNKS, COUNT = 8, 10, 18 + 8, 34, 38, 46, 78, 110, 114
FRAME = 1188

lines = []
contents = {}


def digest(records):
    rows = sorted(f"{record['id']} {record['text']}\n" for record in records)
    return len(rows), blake2b(32, "".join(rows).encode()).hex()


def content_of(name, base, without_file=None):
    """Names what the files of a store hold, as the independent reader reads them."""
    if name not in contents:
        with tempfile.TemporaryDirectory() as folder:
            files = {file: data for file, data in STORES[base].files.items() if file != without_file}
            packed_store.Packed("", files=files).write(folder)
            contents[name] = read_store.Store(folder, packed_store.secret_of(*STORES[base].secrets[0])).live()
        lines.append(("content", name, *digest(contents[name])))
    return name


def content(name, base, texts=None, without=()):
    """Names what is left of a store: everything, or the records with these texts."""
    content_of(base, base)
    if name not in contents:
        contents[name] = [record for record in contents[base]
                          if record["text"] not in without and (texts is None or record["text"] in texts)]
        lines.append(("content", name, *digest(contents[name])))
    return name


def vector(name, base, edits, reads, reader, unlock="ok", files="ok", secret=None):
    """`reads` is a content, or the kind of error; likewise `unlock` and `files`; `reader` is the word of the independent
    reader, or a content. What comes behind a step that does not succeed is not asked."""
    if base in STORES and reads == base:
        content(base, base)
    secret = secret or " ".join(STORES[base].secrets[-1])
    lines.append(("vector", name, base, secret, "; ".join(edits), unlock, files, reads, reader))


def refused(name, base, edits, kind, reader, **more):
    """Not even the root is given out."""
    vector(name, base, edits, "-", reader, unlock=kind, files="-", **more)


def sealed(base, generation):
    (found,) = [name for name in STORES[base].files if name.endswith(f".{generation}.sealed")]
    return found


def short(base, ending):
    """A file by the end of its name, as edits name it."""
    assert sum(name.endswith("." + ending) for name in STORES[base].files) == 1, (base, ending)
    return ending


def slot_at(base, generation, type_):
    """Where in the header the slot of that type stands, and its number."""
    header = STORES[base].parts[sealed(base, generation)].header
    for at in range(HEAD, len(header), SLOT):
        if header[at + 17] == type_:
            return at
    raise KeyError(type_)


def body_at(base, generation):
    return len(STORES[base].parts[sealed(base, generation)].header) + 64


def length_of(base, generation):
    return len(STORES[base].files[sealed(base, generation)])


# --- what opens ------------------------------------------------------------------------------------------------------

def successes():
    for base, store in STORES.items():
        if base in ("set-aside", "newer-tables"):
            continue
        for type_, text in store.secrets:
            vector(f"whole, by {type_}", base, [], base, base, secret=f"{type_} {text}")
    content("set-aside", "set-aside")
    vector("whole, with a frame set aside", "set-aside", [], "set-aside", "frames", files="Set aside")
    code = next(text for type_, text in STORES["recovery"].secrets if type_ == "recovery")
    for spelled in (code.lower(), code.replace("-", ""), code.replace("-", " "), " " + code.replace("-", "--") + " ",
                    code.replace("0", "O").replace("1", "I"), code.replace("0", "o").replace("1", "l")):
        vector("a recovery code in another spelling", "recovery", [], "recovery", "recovery",
               secret=f"recovery {spelled}")
    vector("a passphrase in another normal form", "passphrase", [], "passphrase", "passphrase",
           secret="passphrase gru\u0308ne Wolken u\u0308ber dem Deich")
    for base, names in (("key-file", ["1.sealed"]), ("key-file", ["1.inbox"]), ("key-file", ["1.sealed", "1.inbox"]),
                        ("key-file", ["4.inbox"]), ("key-file", ["2.sealed"]), ("every-secret", ["1.sealed"]),
                        ("every-secret", ["1.sealed", "2.sealed"]), ("every-secret", ["3.sealed"]),
                        ("every-secret", ["4.inbox"]), ("old-generation", ["3.sealed"]), ("rotated", ["2.sealed"]),
                        ("rotated", ["2.sealed", "3.sealed"]), ("tombstones", ["3.sealed"]),
                        ("imported", ["1.sealed"]), ("imported", ["1.inbox"]), ("conflict", ["3.sealed"]),
                        ("drafts", ["1.sealed"]), ("names", ["1.sealed"]), ("undo", ["1.sealed"])):
        vector("without what the rest holds too: " + ", ".join(names), base,
               [f"remove {short(base, name)}" for name in names], base, base)
    vector("without the frames that nothing else holds", "waiting", ["remove 1.inbox"],
           content("nothing", "waiting", texts=()), "nothing")
    vector("without the frames behind the last generation", "every-secret", ["remove 5.inbox"],
           content("every-secret but waits", "every-secret", without=("waits",)), "every-secret but waits")
    vector("without the first device's frame", "devices", ["remove 09726b60e2c22b4e.4.inbox"],
           content("devices but one", "devices", without=("waits on the first machine",)), "devices but one")
    vector("without the second device", "devices",
           ["remove 454db4062e918c03.3.sealed", "remove 454db4062e918c03.1.inbox", "remove 454db4062e918c03.2.inbox"],
           content("first device", "devices", without=("from the second machine", "waits on the second machine")),
           "first device")
    for name in ("notes.txt", "8d45993b9a4a4d92.2.sealed.tmp", "8d45993b9a4a4d92.1.sealed.damaged",
                 "8d45993b9a4a4d92.1.inbox.torn", "8D45993B9A4A4D92.2.sealed", "8d45993b9a4a4d92.02.sealed",
                 "8d45993b9a4a4d92.0.sealed", "8d45993b9a4a4d9.2.sealed", "8d45993b9a4a4d92.-1.sealed",
                 "8d45993b9a4a4d92..sealed", "8d45993b9a4a4d92.2.sealed~", ".8d45993b9a4a4d92.2.sealed"):
        vector(f"beside a file that is none of a store: {name}", "waiting", [f"make {name} 00ff00ff"], "waiting",
               "waiting")
    for edits, name in ((["splice 1.inbox 0 waiting/1.inbox 1188 1188", "splice 1.inbox 1188 waiting/1.inbox 0 1188"],
                         "frames in another order"),
                        (["grow 1.inbox waiting/1.inbox 0 1188"], "a frame twice"),
                        (["grow 1.inbox waiting/1.inbox 0 3564"], "every frame twice"),
                        (["move 1.inbox 8d45993b9a4a4d92.7.inbox"], "a segment of another number")):
        vector(name, "waiting", edits, "waiting", "waiting")
    for size in (1, 4, 79, 80, 591, 1187):
        vector(f"a last frame of which {size} bytes have arrived", "waiting", [f"cut 1.inbox {2 * FRAME + size}"],
               content("waiting but 3", "waiting", without=("waits in the inbox 3",)), "waiting but 3")
    vector("a first frame that has half arrived", "waiting", ["cut 1.inbox 600"], "nothing", "nothing")
    vector("an empty segment", "waiting", ["cut 1.inbox 0"], "nothing", "nothing")
    # What somebody with the keys wrote: a slot of a later kind stands beside the others and is passed over.
    at = slot_at("every-secret", 3, 1)
    for field, value, words in ((0, "02", "version"), (17, "09", "type"), (18, "07", "stretching")):
        vector(f"a slot of an unknown {words} beside known ones", "every-secret",
               [f"set 3.sealed {at + field} {value}", "seal 3.sealed"], "every-secret", "every-secret", secret=KEY)
    vector("sealed again with another salt", "key-file", [f"set 2.sealed {SALT} {'5a' * 32}", "seal 2.sealed"],
           "key-file", "key-file")
    for device, generation in (("454db4062e918c03", 3), ("09726b60e2c22b4e", 2)):
        name = f"{device}.{generation}"
        vector(f"a copy that a sync tool made, of {device}", "devices",
               [f"copy devices/{name}.sealed {name}.sync-conflict-20260301.sealed"], "devices", "devices")


# --- secrets ---------------------------------------------------------------------------------------------------------

def wrong_secrets():
    for base, store in STORES.items():
        if any(type_ == "key-file" for type_, _ in store.secrets):
            refused("another key file", base, [], "WrongSecret", "wrong secret", secret="key-file 08*32")
        else:
            refused("a key file where none is known", base, [], "WrongSecret", "wrong secret", secret=KEY)
    for text in ("gr\u00fcne wolken \u00fcber dem Deich", "gr\u00fcne Wolken \u00fcber dem Deich ",
                 "grune Wolken uber dem Deich"):
        refused("a passphrase that is nearly right", "passphrase", [], "WrongSecret", "wrong secret",
                secret=f"passphrase {text}")
    refused("a passphrase where none is known", "key-file", [], "WrongSecret", "wrong secret", secret="passphrase x")
    code = STORES["recovery"].secrets[0][1]
    refused("a recovery code where none is known", "waiting", [], "WrongSecret", "wrong secret",
            secret=f"recovery {code}")
    # Bytes of the slot from which the wrapping key comes, or that say what it is for.
    for base, generation in (("waiting", 1), ("key-file", 2)):
        at = slot_at(base, generation, 2)
        older = [] if base == "waiting" else ["remove 1.sealed"]
        for first, last, words in ((27, 42, "salt"), (43, 74, "commitment")):
            for byte in (first, (first + last) // 2, last):
                refused(f"a slot with another {words}, byte {byte}", base,
                        older + [f"flip {generation}.sealed {8 * (at + byte) + byte % 8}", f"sum {generation}.sealed"],
                        "WrongSecret", "wrong secret")
        for byte, words in ((0, "version"), (17, "type"), (18, "stretching")):
            refused(f"a slot with another {words}", base,
                    older + [f"flip {generation}.sealed {8 * (at + byte) + 3}", f"sum {generation}.sealed"],
                    "WrongSecret", "wrong secret")


def damaged_slots():
    for base, generation in (("waiting", 1), ("key-file", 2), ("every-secret", 3)):
        at = slot_at(base, generation, 2)
        for first, last, words in ((1, 16, "id"), (19, 22, "passes"), (23, 26, "memory"), (75, 98, "nonce"),
                                   (99, 130, "root"), (131, 146, "store id"), (147, 150, "epoch"), (151, 166, "seal")):
            for byte in (first, last) if base != "every-secret" else (first,):
                refused(f"a slot with another {words}, byte {byte}", base,
                        [f"flip {generation}.sealed {8 * (at + byte) + byte % 8}", f"sum {generation}.sealed"],
                        "DamagedSlot", "damaged slot", secret=KEY)
    at = slot_at("passphrase", 2, 1)
    for passes, memory in ((0, 65536), (2, 65536), (17, 65536), (0xffffffff, 65536), (3, 0), (3, 65535),
                           (3, (1 << 20) + 1), (5, 1 << 20), (16, 1 << 19), (3, 0xffffffff), (0xffffffff, 0xffffffff)):
        refused(f"a slot that asks for {passes} passes over {memory} KiB", "passphrase",
                [f"set 2.sealed {at + 19} {passes.to_bytes(4, 'little').hex()}{memory.to_bytes(4, 'little').hex()}",
                 "sum 2.sealed"], "DamagedSlot", "damaged slot")
    for byte in (1, 75, 99, 166):
        refused(f"a passphrase slot with another byte {byte}", "passphrase",
                [f"flip 2.sealed {8 * (at + byte)}", "sum 2.sealed"], "DamagedSlot", "damaged slot")


def foreign_keys():
    for other, generation in (("key-file", 2), ("devices", 2), ("waiting", 1), ("undo", 2), ("drafts", 2),
                              ("names", 2)):
        for base, into in (("waiting", 1), ("key-file", 2)):
            if other == base:
                continue
            source = sealed(other, generation)
            refused(f"the slot of another store: {other}", base,
                    [f"splice {into}.sealed {HEAD} {other}/{source} {HEAD} {SLOT}", f"sum {into}.sealed"],
                    "ForeignKey", "another store's secret")
    for base, generation in (("waiting", 1), ("key-file", 2), ("every-secret", 3), ("tombstones", 4)):
        for byte in (0, 7, 15):
            refused(f"a header with another store id, byte {byte}", base,
                    [f"flip {generation}.sealed {8 * (STORE + byte) + byte % 8}", f"sum {generation}.sealed"],
                    "ForeignKey", "another store's secret", secret=KEY)


# --- headers ---------------------------------------------------------------------------------------------------------

def altered_headers():
    for base, generation in (("waiting", 1), ("key-file", 2), ("tombstones", 4)):
        for at, size, words in ((EPOCH, 4, "epoch"), (SALT, 32, "salt"), (INBOX, 32, "inbox key"),
                                (CHUNKS, 4, "number of chunks")):
            for byte in {at, at + size // 2, at + size - 1}:
                refused(f"an altered {words}, byte {byte}", base,
                        [f"flip {generation}.sealed {8 * byte + byte % 8}", f"sum {generation}.sealed"],
                        "AlteredHeader", "altered header")
        commitment = body_at(base, generation) - 64
        for byte in (0, 31):
            refused(f"an altered commitment, byte {byte}", base,
                    [f"flip {generation}.sealed {8 * (commitment + byte)}", f"sum {generation}.sealed"],
                    "AlteredHeader", "altered header")
    # A slot of another kind altered in a header that the key file opens otherwise.
    at = slot_at("every-secret", 3, 1)
    for byte in (0, 1, 19, 43, 75, 120, 166):
        refused(f"a neighbour's slot with another byte {byte}", "every-secret",
                [f"flip 3.sealed {8 * (at + byte)}", "sum 3.sealed"], "AlteredHeader", "altered header", secret=KEY)
    end = slot_at("every-secret", 3, 2)
    first = slot_at("every-secret", 3, 1)
    refused("two slots in each other's place", "every-secret",
            [f"splice 3.sealed {first} every-secret/{sealed('every-secret', 3)} {end} {SLOT}",
             f"splice 3.sealed {end} every-secret/{sealed('every-secret', 3)} {first} {SLOT}", "sum 3.sealed"],
            "AlteredHeader", "altered header", secret=KEY)


def damaged_headers():
    for byte in (*range(0, 8), 9 + 1, 17, 25, 26, 33, 34, 38, 45, 46, 77, 78, 109, 110, 113, 115, 132, 158, 190, 214, 281,
                 282, 300, 313, 314, 330, 345):
        refused(f"a flipped bit in the header, byte {byte}", "waiting", [f"flip 1.sealed {8 * byte + byte % 8}"],
                "Damaged", "damaged header")
    for count in (0, 17, 128, 255):
        refused(f"a header with {count} slots", "waiting", [f"set 1.sealed {COUNT} {count:02x}"], "Damaged",
                "damaged header")
    for count in (0, 17, 128, 255):
        refused(f"a header with {count} slots and a sum that fits", "waiting",
                [f"set 1.sealed {COUNT} {count:02x}", "sum 1.sealed"], "Damaged", "damaged header")
    refused("a format before the first", "waiting", [f"set 1.sealed {FORMAT} 0000", "sum 1.sealed"], "Damaged",
            "damaged header")
    for byte in (DEVICE, GENERATION):
        refused(f"a header of another place than its name says, byte {byte}", "waiting",
                [f"flip 1.sealed {8 * byte + 1}", "sum 1.sealed"], "Damaged", "misplaced")
        refused(f"such a header sealed with the keys, byte {byte}", "waiting",
                [f"flip 1.sealed {8 * byte + 1}", "seal 1.sealed"], "Damaged", "misplaced")
    refused("a file under another generation's name", "waiting", ["move 1.sealed 8d45993b9a4a4d92.9.sealed"], "Damaged",
            "misplaced")
    # Behind a damaged newest header the one before it and the inbox hold the same.
    for byte in (0, 12, 40, 50, 90, 120, 200, 290, 320):
        vector(f"a flipped bit in the newest header, byte {byte}", "key-file", [f"flip 2.sealed {8 * byte}"],
               "key-file", "damaged header", files="Damaged")


def too_new():
    for number in (2, 3, 256, 0x8001, 0xffff):
        value = number.to_bytes(2, "little").hex()
        for more in ([], ["sum 1.sealed"]):
            refused(f"format {number}" + (" with a sum that fits" if more else ""), "waiting",
                    [f"set 1.sealed {FORMAT} {value}", *more], "TooNew", "too new")
    refused("a later format of which only ten bytes are there", "waiting", [f"set 1.sealed {FORMAT} 0200", "cut 1.sealed 10"],
            "TooNew", "too new")
    # A file whose tables need a newer program is passed over, unless this machine wrote it or there is no other.
    device = sealed("newer-tables", 3)[:16]
    older = content_of("newer-tables at 2", "newer-tables", without_file=sealed("newer-tables", 3))
    vector("tables that need a newer program", "newer-tables", [], older, "too new")
    vector("tables that need a newer program, one older generation gone", "newer-tables", ["remove 1.sealed"], older,
           "too new")
    vector("tables that need a newer program and nothing else", "newer-tables", ["remove 1.sealed", "remove 2.sealed"],
           "TooNew", "too new")
    vector("tables that need a newer program, which ran on this machine", "newer-tables", [f"own {device}"], "TooNew",
           "too new")


# --- chunks ----------------------------------------------------------------------------------------------------------

def damaged_chunks():
    chunks = 10
    for base, generation, reads in (("key-file", 2, "key-file"), ("waiting", 1, "waiting or Damaged")):
        body = body_at(base, generation)
        for i in range(chunks):
            size = min(BLOCK, length_of(base, generation) - body - i * BLOCK)
            for at in (0, size // 2, size - 1):
                vector(f"a flipped bit in chunk {i}, byte {at}", base,
                       [f"flip {generation}.sealed {8 * (body + i * BLOCK + at) + i % 8}"],
                       "Damaged" if base == "waiting" and i == 0 else reads, "damaged chunk", files="Damaged")
    for i in (0, 4, 9):
        body = body_at("key-file", 1)
        vector(f"a flipped bit in chunk {i} of an older generation", "key-file",
               [f"flip 1.sealed {8 * (body + i * BLOCK + 5)}"], "key-file", "damaged chunk", files="Damaged")


def truncated():
    whole = length_of("waiting", 1)
    body = body_at("waiting", 1)
    for size in (0, 1, 7, 8, 9, 10, 60, 114, 115, 200, 281, 282, 314, 345):
        refused(f"cut to {size} bytes", "waiting", [f"cut 1.sealed {size}"], "Damaged", "truncated")
    for size in (346, 347, body + 16, body + 17, body + BLOCK - 1, body + BLOCK, body + 5 * BLOCK + 1000,
                 body + 9 * BLOCK, body + 9 * BLOCK + 16):
        vector(f"cut to {size} bytes", "waiting", [f"cut 1.sealed {size}"], "Damaged", "truncated", files="Damaged")
    for size in (body + 9 * BLOCK + 17, whole - 4096, whole - 17, whole - 16, whole - 1):
        vector(f"cut to {size} bytes", "waiting", [f"cut 1.sealed {size}"], "waiting or Damaged", "damaged chunk",
               files="Damaged")
    for size in (0, 5, 100, 345):
        vector(f"a newest generation cut to {size} bytes", "key-file", [f"cut 2.sealed {size}"], "key-file", "truncated",
               files="Damaged")
    for size, found in ((346, "truncated"), (20000, "truncated"), (150000, "damaged chunk")):
        vector(f"a newest generation cut to {size} bytes", "key-file", [f"cut 2.sealed {size}"], "key-file", found,
               files="Damaged")
    for count in (1, 16, 4096):
        vector(f"{count} bytes behind the end", "waiting", [f"grow 1.sealed waiting/1.inbox 0 {min(count, 3564)}"],
               "waiting or Damaged", "damaged chunk", files="Damaged")
    refused("a store without a sealed file", "waiting", ["remove 1.sealed"], "NoStore", "no store")


def spliced():
    new, old = sealed("key-file", 2), sealed("key-file", 1)
    body = body_at("key-file", 2)
    for i in (0, 1, 5, 8):
        vector(f"chunk {i} of an older generation", "key-file",
               [f"splice 2.sealed {body + i * BLOCK} key-file/{old} {body + i * BLOCK} {BLOCK}"], "key-file",
               "damaged chunk", files="Damaged")
        vector(f"chunk {i} of another store", "key-file",
               [f"splice 2.sealed {body + i * BLOCK} undo/{sealed('undo', 2)} {body + i * BLOCK} {BLOCK}"],
               "key-file", "damaged chunk", files="Damaged")
    for i, j in ((0, 1), (1, 0), (3, 7), (8, 7), (9, 8)):
        vector(f"chunk {j} in the place of chunk {i}", "key-file",
               [f"splice 2.sealed {body + i * BLOCK} key-file/{new} {body + j * BLOCK} {BLOCK}"], "key-file",
               "damaged chunk", files="Damaged")
    for i, j in ((0, 9), (1, 2), (4, 5)):
        vector(f"chunks {i} and {j} swapped", "key-file",
               [f"splice 2.sealed {body + i * BLOCK} key-file/{new} {body + j * BLOCK} {BLOCK}",
                f"splice 2.sealed {body + j * BLOCK} key-file/{new} {body + i * BLOCK} {BLOCK}"], "key-file",
               "damaged chunk", files="Damaged")
    vector("the header of one generation before the chunks of another", "key-file",
           [f"splice 2.sealed {body} key-file/{old} {body} {9 * BLOCK}"], "key-file", "damaged chunk", files="Damaged")
    vector("C and S of another generation", "key-file",
           [f"splice 2.sealed {body - 64} key-file/{old} {body - 64} 64"], "key-file", "damaged header",
           files="Damaged")
    refused("C of another generation and a sum that fits", "key-file",
            [f"splice 2.sealed {body - 64} key-file/{old} {body - 64} 32", "sum 2.sealed"], "AlteredHeader",
            "altered header")
    vector("a generation under the name of another", "key-file", [f"copy key-file/{old} {new}"], "key-file",
           "misplaced", files="Damaged")


# --- frames ----------------------------------------------------------------------------------------------------------

def frames():
    rest = content("waiting but 2", "waiting", without=("waits in the inbox 2",))
    for byte, words in ((0, "magic"), (3, "magic"), (4, "version"), (5, "version"), (6, "size class"), (7, "size class"),
                        (8, "device"), (15, "device"), (16, "sequence"), (23, "sequence"), (24, "store"), (39, "store"),
                        (48, "tag of the frame before"), (79, "tag of the frame before"), (80, "box"), (600, "box"),
                        (1151, "box"), (1152, "tag"), (1183, "tag"), (1184, "length"), (1187, "length")):
        vector(f"a frame with another {words}, byte {byte}", "waiting", [f"flip 1.inbox {8 * (FRAME + byte)}"], rest,
               "frames", files="Set aside")
    for byte in (40, 47):
        vector(f"a frame under a key that is not known, byte {byte}", "waiting", [f"flip 1.inbox {8 * (FRAME + byte)}"],
               rest, rest, files="Set aside")
    for other, name in (("key-file", "1.inbox"), ("undo", "5.inbox"), ("drafts", "4.inbox")):
        (source,) = [f for f in STORES[other].files if f.endswith("." + name)]
        vector(f"a frame of another store in the place of one: {other}", "waiting",
               [f"splice 1.inbox {FRAME} {other}/{source} 0 {FRAME}"], rest, "frames", files="Set aside")
        vector(f"a frame of another store behind the last: {other}", "waiting",
               [f"grow 1.inbox {other}/{source} 0 {FRAME}"], "waiting", "frames", files="Set aside")
    vector("a frame of which the middle is another's", "waiting",
           [f"splice 1.inbox {FRAME + 300} waiting/{'8d45993b9a4a4d92.1.inbox'} 300 200"], rest, "frames",
           files="Set aside")
    vector("a piece of no frame between two", "waiting",
           ["cut 1.inbox 1188", "grow 1.inbox waiting/1.inbox 100 77", "grow 1.inbox waiting/1.inbox 1188 2376"],
           "waiting", "frames", files="Set aside")


# --- going back ------------------------------------------------------------------------------------------------------

def rolled_back():
    device = {base: sealed(base, 1)[:16] for base in ("key-file", "every-secret")}
    for seen in (3, 4, 1 << 40):
        vector(f"a machine has seen generation {seen}", "key-file", [f"seen {device['key-file']} {seen}"], "key-file",
               "key-file", files="Rolled back")
    vector("a machine has seen what is there", "key-file", [f"seen {device['key-file']} 2"], "key-file", "key-file")
    for kept in (1, 2):
        gone = [f"remove {g}.sealed" for g in range(kept + 1, 4)]
        vector(f"put back to generation {kept} with its inbox", "every-secret",
               [*gone, f"seen {device['every-secret']} 3"],
               *(2 * [content("every-secret at 1", "every-secret", texts=("behind the second fold", "waits"))]
                 if kept == 1 else 2 * ["every-secret"]), files="Rolled back", secret=KEY)
        vector(f"put back to generation {kept} without an inbox", "every-secret",
               [*gone, "remove 4.inbox", "remove 5.inbox", f"seen {device['every-secret']} 3"],
               *(2 * [content("nothing of every-secret", "every-secret", texts=())] if kept == 1 else
                 2 * [content("every-secret at 2", "every-secret", without=("behind the second fold", "waits"))]),
               files="Rolled back", secret=KEY)
    vector("a device that is gone", "devices",
           ["remove 454db4062e918c03.3.sealed", "seen 454db4062e918c03 3"], "devices", "devices", files="Rolled back")


def main():
    for group in (successes, wrong_secrets, damaged_slots, foreign_keys, altered_headers, damaged_headers, too_new,
                  damaged_chunks, truncated, spliced, frames, rolled_back):
        lines.append(("group", group.__name__.replace("_", " ")))
        group()
    vectors = sum(line[0] == "vector" for line in lines)
    text = ("# What opening a store has to come to. tests/vault/make_vectors.py wrote this; the stores themselves are in\n"
            "# tests/fixtures/format1/stores.txt. A content is a name, a number of records and the BLAKE2b-256 of lines\n"
            "# \"ID TEXT\\n\" in order. A vector is a name, a store, a secret, what is done to the files, and what then\n"
            "# comes of unlocking, of opening every byte of every file, of reading, and of the independent reader.\n"
            f"# {vectors} vectors.\n")
    text += "".join("\n# " + line[1] + "\n" if line[0] == "group" else " | ".join(map(str, line)) + "\n" for line in lines)
    if "--check" in sys.argv:
        same = FILE.read_text(encoding="utf-8") == text
        print(f"{vectors} vectors" if same else f"{FILE} is not what this program writes")
        sys.exit(not same)
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
