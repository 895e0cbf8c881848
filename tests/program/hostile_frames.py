"""Frames that mean harm. Anybody can put bytes into a folder; somebody who once had the keys can also seal a frame whose
tag holds, of a device that never was, with whatever inside.
"""
import json
import struct

import nacl.bindings as sodium

from hostile_files import REFUSED, Case, segment
from store_bytes import FRAME_END, FRAME_MAGIC, blake2b, write_frame

EVIL = bytes.fromhex("00112233aabbccdd")
NAME = EVIL.hex() + ".1.inbox"

ENTRY = {"schema": 1, "kind": "trigger", "at": "2026-03-01T21:40:00+01:00", "local_day": "2026-03-01",
         "precision": "minute", "text": "by another hand", "fields": {}, "people": [], "values": [], "tags": [], "links": [],
         "source": "", "source_key": ""}
RECORD, REVISION = "a" * 32, "b" * 32


def body(**more):
    return {"clock": 1772397600000 << 16, "op": "put", "record": RECORD, "rev": REVISION, "parents": [],
            "created": 1772397600000, "entry": ENTRY} | more


def entry(**more):
    return body(entry=ENTRY | more)


def sealed_text(box, text, sequence=1, device=EVIL, size_class=None):
    """A frame whose tag and box hold, with this text inside."""
    if size_class is None:
        size_class = next(c for c in range(12) if 512 << c >= len(text))
    head = FRAME_MAGIC + struct.pack("<HH8sQ16s8s32s", 1, size_class, device, sequence, box.id, box.keys.fingerprint,
                                     bytes(32))
    covered = head + sodium.crypto_box_seal(text.ljust(512 << size_class, b"\0"), box.keys.inbox_public)
    return covered + blake2b(32, covered, box.keys.device(device)) + struct.pack("<I", len(covered) + FRAME_END)


def outside(box, sequence=1, device=EVIL):
    """What the inside of a frame repeats of its outside."""
    return {"v": 1, "store": box.id.hex(), "device": device.hex(), "seq": sequence}


def put(box, data, name=NAME):
    path = box.store / name
    path.write_bytes(data)
    path.chmod(0o600)


def frames(kind, name, *contents, codes=None, commands=()):
    """A segment with a frame for each of the contents."""
    def spoil(box):
        put(box, b"".join(write_frame(box.keys, box.id, EVIL, i, bytes(32), content)
                          for i, content in enumerate(contents, 1)))
    return Case(name, kind, spoil, codes or {"list": {0}}, commands, added=(NAME,), stays=True)


def texts(kind, name, make, codes=None):
    """A segment with one frame whose text `make` gives as bytes."""
    return Case(name, kind, lambda box: put(box, sealed_text(box, make(box))), codes or {"list": {0}}, added=(NAME,),
                stays=True)


def shapes():
    """Every member of the content with every shape that JSON has."""
    odd = (None, True, -1, 0.5, 1e308, 2**64, -2**63, "", "x", [], [[]], {}, {"a": {}}, [None], ["x", 1])
    for name in ("clock", "op", "record", "rev", "parents", "created", "entry", "undoes", "definition"):
        contents = [body(record=f"{i:032x}", rev=f"{i + 4096:032x}") | {name: value} for i, value in enumerate(odd)]
        yield frames("contents", f"a frame whose {name} is of every shape", *contents)
        yield frames("contents", f"a frame without {name}", {n: v for n, v in body(op="undo").items() if n != name})
    for name in (*ENTRY, "extra", "id", "definition", "batch"):
        contents = [body(record=f"{i:032x}", rev=f"{i + 4096:032x}", entry=ENTRY | {name: value})
                    for i, value in enumerate(odd)]
        yield frames("contents", f"an entry whose {name} is of every shape", *contents)
    parts = {"values": ("key", "phase", "num", "unit", "lo", "hi"), "tags": ("facet", "slug"), "links": ("to", "rel")}
    whole = {"values": {"key": "feeling.hurt", "phase": "peak", "num": 1, "lo": 0, "hi": 10}, "tags": {"facet": "a", "slug": "b"},
             "links": {"to": "c" * 32, "rel": "about"}}
    for name, members in parts.items():
        for member in members:
            contents = [body(record=f"{i:032x}", rev=f"{i + 4096:032x}",
                             entry=ENTRY | {name: [whole[name] | {member: value}]}) for i, value in enumerate(odd)]
            yield frames("contents", f"{name} whose {member} is of every shape", *contents)


def numbers_and_times():
    for at in ("9999-12-31T23:59:59+14:00", "0000-01-01T00:00:00Z", "-292277022657-01-27T08:29:52Z", "2026-02-30T00:00:00Z",
               "2026-03-01T24:00:00Z", "2026-03-01T21:40:00+99:99", "1969-12-31T23:59:59Z", "99999999999-01-01T00:00:00Z"):
        yield frames("numbers", f"an entry at {at}", entry(at=at, local_day=at[:10]), entry(at=at))
    for clock in (0, 1, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, -1, 253402300799999 << 16):
        yield frames("numbers", f"a clock of {clock}", body(clock=clock))
    for created in (0, -(1 << 63), (1 << 63) - 1, 1 << 63, -1, 1 << 70):
        yield frames("numbers", f"written at {created}", body(created=created),
                     commands=(["list"], ["show", RECORD, "--history"], ["store", "devices"], ["log", "typed meanwhile"],
                               ["store", "fold"]))
    for value in ("1e999", "-1e999", "NaN", "Infinity", "1e-400", "9" * 400, "0." + "9" * 400, "1E+4000000000"):
        yield texts("numbers", f"a number written as {value[:12]}", lambda box, v=value: json.dumps(
            outside(box) | entry(values=[{"key": "feeling.hurt", "phase": "peak", "num": 12345.5}])).replace(
                "12345.5", v).encode())
    for sequence in (0, (1 << 63) - 1, 1 << 63, (1 << 64) - 2, (1 << 64) - 1):
        def far(box, sequence=sequence):
            put(box, write_frame(box.keys, box.id, EVIL, sequence, bytes(32), body()))
        yield Case(f"a frame with the sequence number {sequence}", "numbers", far, {"list": {0}}, added=(NAME,), stays=True)

        def own(box, sequence=sequence):
            path = segment(box)
            path.write_bytes(path.read_bytes() + write_frame(box.keys, box.id, box.device, sequence, bytes(32), body()))
        yield Case(f"such a frame of this device: {sequence}", "numbers", own, {"list": {0}}, stays=True)


def nesting():
    for depth in (100, 1000, 10000, 100000, 250000):
        for opening, closing in (("[", "]"), ('{"a":', "}")):
            if len(opening) * depth > 900000:
                continue
            inner = opening * depth + ("1" if opening != "[" else "") + closing * depth
            for where in ("inside", "entry", "member"):
                def text(box, inner=inner, where=where):
                    content = outside(box) | body()
                    if where == "inside":
                        content["more"] = "HERE"
                    elif where == "entry":
                        content["entry"] = "HERE"
                    else:
                        content["entry"] = ENTRY | {"aura": "HERE"}
                    return json.dumps(content).replace('"HERE"', inner).encode()
                yield texts("nesting", f"{opening} {depth} deep, {where}", text)


def words():
    for name, raw in (("invalid bytes", b"\xff\xfe"), ("an overlong slash", b"\xc0\xaf"), ("half a character", b"\xe2\x82"),
                      ("a surrogate in bytes", b"\xed\xa0\x80"), ("beyond Unicode", b"\xf4\x90\x80\x80"),
                      ("half a pair", b"\\ud800"), ("a pair turned round", b"\\udc00\\ud800"), ("a zero", b"\\u0000"),
                      ("a zero byte", b"\x00"), ("a line break", b"\n"), ("no character", b"\\uffff\\ufffe")):
        for member in ("text", "kind", "people", "tags", "fields", "source"):
            def text(box, raw=raw, member=member):
                value = {"people": ["HERE"], "tags": [{"facet": "HERE", "slug": "HERE"}],
                         "fields": {"HERE": "HERE"}}.get(member, "HERE")
                return json.dumps(outside(box) | entry(**{member: value})).encode().replace(b"HERE", b"a" + raw + b"b")
            if member in ("text", "people") or raw.startswith((b"\xff", b"\\u")):
                yield texts("words", f"{name} in {member}", text)
    escapes = ("\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]8;;http://x\x1b\\", "\x9b31m", "\x07\x08\x7f", "\r\x1b[K", "\u202e\u2066",
               "\x1bP+q544e\x1b\\", "\x85\u2028")
    for escape in escapes:
        one = entry(text=f"a{escape}b", kind=f"k{escape}", people=[f"p{escape}"], fields={f"f{escape}": escape},
                    tags=[{"facet": f"t{escape}", "slug": escape}], source=f"s{escape}", source_key=escape,
                    values=[{"key": f"v{escape}", "phase": escape, "num": 1, "unit": escape}],
                    links=[{"to": "c" * 32, "rel": escape}], definition=f"d{escape} 1 {'0' * 64}")
        more = body(record="e" * 32, rev="f" * 32, definition={
            "kind": f"k{escape}", "slug": escape, "version": escape, "sha256": "0" * 64, "toml": f'title = "{escape}"'})
        yield frames("escapes", f"terminal escapes {escape!a}", one, more, commands=(
            ["list"], ["show", RECORD], ["search", "a"], ["list", "--counts"], ["people", "list"], ["store", "check"],
            ["report", "2026-03"], ["report", "profile"], ["log", "typed meanwhile"], ["store", "fold"], ["list"]))


def ids():
    """Records and revisions that are there already, that follow themselves, that take themselves back."""
    def about_known(**more):
        def spoil(box):
            known = box.records()[0][0]
            put(box, write_frame(box.keys, box.id, EVIL, 1, bytes(32), body(record=known) | more))
        return spoil
    yield Case("another record under an id that is there", "ids", about_known(), {"list": {0}}, added=(NAME,))
    yield Case("its removal by a stranger", "ids", about_known(op="remove"), {"list": {0}}, added=(NAME,))
    yield frames("ids", "two records of one revision id", body(), body(record="d" * 32))
    yield frames("ids", "one record twice", body(), body())
    yield frames("ids", "one revision with two texts", body(), entry(text="another"))
    yield frames("ids", "a revision that follows itself", body(parents=[REVISION]))
    yield frames("ids", "two that follow each other", body(parents=["c" * 32]), body(rev="c" * 32, parents=[REVISION]))
    yield frames("ids", "a record named like its revision", body(rev=RECORD))
    yield frames("ids", "an id of zeros", body(record="0" * 32, rev="0" * 32))
    yield frames("ids", "an undo of itself", body(op="undo", undoes=REVISION))
    yield frames("ids", "two undos of each other", body(op="undo", undoes="c" * 32),
                 body(op="undo", rev="c" * 32, undoes=REVISION))
    yield frames("ids", "an undo of what never came", body(op="undo", undoes="9" * 32))
    yield frames("ids", "a removal of what never came", body(op="remove", parents=["9" * 32]))
    yield frames("ids", "ten thousand parents", body(parents=[f"{i:032x}" for i in range(10000)]))
    yield frames("ids", "one parent ten thousand times", body(parents=["9" * 32] * 10000))
    yield frames("ids", "a link to itself ten thousand times",
                 entry(links=[{"to": RECORD, "rel": "about"}] * 10000))
    yield frames("ids", "ten thousand values of one key",
                 entry(values=[{"key": "feeling.hurt", "phase": "peak", "num": 1}] * 10000))
    yield frames("ids", "a chain of five hundred versions",
                 *[body(rev=f"{i + 1:032x}", parents=[f"{i:032x}"] if i else []) for i in range(500)])
    yield frames("ids", "five hundred versions that nothing follows", *[body(rev=f"{i + 1:032x}") for i in range(500)])
    yield frames("ids", "a text of a million characters", entry(text="wide " * 200000))
    yield frames("ids", "names that are each other's alias",
                 body(entry=ENTRY | {"kind": "person", "text": "Ana", "fields": {"facet": "person", "aliases": "ben\nana"}}),
                 body(record="d" * 32, rev="c" * 32,
                      entry=ENTRY | {"kind": "person", "text": "Ben", "fields": {"facet": "person", "aliases": "ana\nben"}}),
                 commands=(["list"], ["people", "list"], ["store", "check"], ["log", "typed meanwhile", "@ana"], ["store", "fold"]))
    # The owner's own numbers, by somebody with the device's key.
    def repeated(box):
        path = segment(box)
        path.write_bytes(path.read_bytes() + b"".join(
            write_frame(box.keys, box.id, box.device, 2, bytes(32), body(rev=f"{i:032x}")) for i in range(1, 6)))
    yield Case("a sequence number five times, with other contents", "ids", repeated, {"list": {0}}, stays=True)


def structure():
    """Frames by somebody without a key."""
    def altered(name, change, codes=None):
        def spoil(box):
            one = write_frame(box.keys, box.id, EVIL, 1, bytes(32), body())
            put(box, change(box, bytearray(one)))
        return Case(name, "frames", spoil, codes or {"list": {0}}, added=(NAME,), stays=True)

    def with_bytes(at, value):
        def change(box, one):
            one[at:at + len(value)] = value
            return bytes(one)
        return change
    for size_class in (1, 11, 12, 255, 65535):
        yield altered(f"a frame of size class {size_class}", with_bytes(6, struct.pack("<H", size_class)))
    for length in (0, 1, 4, 675, 677, 0x7fffffff, 0xffffffff):
        yield altered(f"a frame of length {length}", lambda box, one, n=length: bytes(one[:-4]) + struct.pack("<I", n))
    for version in (0, 2, 65535):
        yield altered(f"a frame of version {version}", with_bytes(4, struct.pack("<H", version)))
    yield altered("a million beginnings of frames", lambda box, one: FRAME_MAGIC * 1000000)
    yield altered("a million first bytes of frames", lambda box, one: FRAME_MAGIC[:1] * 4000000)
    yield altered("a hundred thousand heads of frames", lambda box, one: bytes(one[:80]) * 20000)
    yield altered("a frame a thousand times", lambda box, one: bytes(one) * 1000)
    yield altered("a frame in the middle of a frame", lambda box, one: bytes(one[:400] + one + one[400:]))
    yield altered("noise before and behind", lambda box, one: b"\x89atf" * 9 + bytes(one) + b"\x89at" * 9)
    yield altered("a box of zeros", lambda box, one: bytes(one[:80]) + bytes(len(one) - 80 - 36) + bytes(one[-36:]))
    yield altered("a key of small order in the box", with_bytes(80, bytes(32)))
    for device in (bytes(8), b"\xff" * 8):
        def named(box, device=device):
            put(box, write_frame(box.keys, box.id, device, 1, bytes(32), body()), f"{device.hex()}.1.inbox")
        yield Case(f"a device called {device.hex()}", "frames", named, {"list": {0}}, added=(f"{device.hex()}.1.inbox",),
                   stays=True)
    yield texts("frames", "a frame that says it is of another device",
                lambda box: json.dumps(outside(box, device=box.device) | body()).encode())
    yield texts("frames", "a frame that says it is of another store",
                lambda box: json.dumps(outside(box) | {"store": "1" * 32} | body()).encode())
    yield texts("frames", "a frame that says it is of a later version",
                lambda box: json.dumps(outside(box) | {"v": 2} | body()).encode())
    for name, text in (("nothing", b""), ("a number", b"1"), ("no JSON", b"{"), ("two documents", b"{}{}"),
                       ("an empty object", b"{}"), ("a list", b"[]"), ("blanks", b" " * 500),
                       ("a name a hundred thousand times", b"{" + b'"op":"put",' * 50000 + b'"v":1}')):
        yield texts("frames", f"a frame that holds {name}", lambda box, t=text: t)

    def own_noise(box):
        path = segment(box)
        path.write_bytes(b"noise" + path.read_bytes() + b"noise")
    yield Case("noise around this device's own frames", "frames", own_noise, {"list": {0}}, stays=True)

    def others(box):
        put(box, b"".join(path.read_bytes() for path in box.store.glob("*.sealed")))
    yield Case("sealed files as a segment", "frames", others, {"list": {0}}, added=(NAME,), stays=True)


def cases(rng):
    everything = [*structure(), *ids(), *numbers_and_times(), *nesting(), *words(), *shapes()]
    assert all(code in REFUSED for case in everything for codes in case.codes.values() for code in codes)
    return everything
