"""Stores in the hands of somebody who can write to the folder: slots that ask for the moon, counts and lengths that do not
fit, files that are no files, names that are none.
"""
import os
import socket
import struct
import time
from dataclasses import dataclass, field

from store_bytes import HEAD, SLOT, blake2b

NEWEST, SEGMENT = "newest sealed file", "newest segment"
REFUSED = {0, 1, 3, 4, 65, 74}


@dataclass
class Case:
    name: str
    kind: str
    spoil: object                                # called with the sandbox
    codes: dict = field(default_factory=dict)    # allowed exit codes by command; "" for the others
    commands: tuple = ()
    added: tuple = ()                            # names that the owner removes again
    stays: bool = False                          # everything must read with the hostile files in place
    meanwhile: object = None


def newest(box):
    return max(box.store.glob("*.sealed"), key=lambda path: int(path.name.split(".")[1]))


def segment(box):
    """The segment that is written to."""
    return max(box.store.glob("*.inbox"), key=lambda path: int(path.name.split(".")[1]))


def header_of(data):
    end = HEAD + SLOT * data[HEAD - 1]
    return data[:end], data[end:end + 32], data[end + 64:]


def with_header(path, change):
    """Alters the header and makes S anew, as anybody can."""
    header, commitment, chunks = header_of(path.read_bytes())
    header = change(bytearray(header))
    path.write_bytes(bytes(header) + commitment + blake2b(32, bytes(header) + commitment) + chunks)


def slot_costs(passes, memory):
    def change(header):
        for at in range(HEAD, len(header), SLOT):
            if header[at + 17] == 1:
                header[at + 19:at + 27] = struct.pack("<II", passes, memory)
        return header
    return lambda box: with_header(newest(box), change)


def kdf_bombs():
    words = ("--passphrase-file", "words", "list")
    for passes, memory in ((0, 0), (0, 65536), (1, 65536), (2, 65536), (17, 65536), (0xffffffff, 65536), (3, 0), (3, 1),
                           (3, 8), (3, 65535), (3, (1 << 20) + 1), (3, 0x7fffffff), (3, 0x80000000), (3, 0xffffffff),
                           (0xffffffff, 0xffffffff), (5, 1 << 20), (16, (1 << 18) + 1), (9, 1 << 19), (0x55555555, 3),
                           (16, 0xffffffff)):
        yield Case(f"a slot that asks for {passes} passes over {memory} KiB", "stretching", slot_costs(passes, memory),
                   {"--passphrase-file": {4}}, (words,))
    yield Case("a slot that asks for more memory than can be had", "stretching", slot_costs(3, 1 << 20),
               {"--passphrase-file": {3, 65}}, (words,))

    def many(kind):
        def change(header):
            slots = [header[at:at + SLOT] for at in range(HEAD, len(header), SLOT)]
            (one,) = [slot for slot in slots if slot[17] == kind]
            header[HEAD - 1] = 16
            return header[:HEAD] + b"".join(bytes(one[:1]) + bytes([i]) * 16 + bytes(one[17:43]) + bytes(32) + bytes(one[75:])
                                            for i in range(16))
        return lambda box: with_header(newest(box), change)
    yield Case("sixteen passphrase slots that fit nobody", "stretching", many(1), {"--passphrase-file": {3, 4}}, (words,))
    yield Case("sixteen key file slots that fit nobody", "slots", many(2), {"list": {3, 4}}, (("list",),))


def slots():
    def rearranged(name, order, codes):
        def change(header):
            parts = [header[at:at + SLOT] for at in range(HEAD, len(header), SLOT)]
            chosen = order(parts)
            header[HEAD - 1] = len(chosen)
            return header[:HEAD] + b"".join(map(bytes, chosen))
        return Case(name, "slots", lambda box: with_header(newest(box), change), {"list": codes}, (("list",), ("store", "check")))
    yield rearranged("the same slot sixteen times", lambda parts: [parts[-1]] * 16, {3, 4})
    yield rearranged("a slot twice", lambda parts: [parts[0], *parts], {4})
    yield rearranged("slots in another order", lambda parts: parts[::-1], {4})
    yield rearranged("one slot gone", lambda parts: parts[1:], {3, 4})
    yield rearranged("the other slot gone", lambda parts: parts[:1], {3, 4})
    for i in (1, 100, 166):
        # A slot that begins inside the one before it.
        yield rearranged(f"slots that overlap by {i}", lambda parts, i=i: [parts[0], (parts[0] + parts[1])[i:i + SLOT]], {3, 4})
    for at, value in ((0, 0), (0, 255), (17, 0), (17, 255), (18, 0), (18, 255)):
        def change(header, at=at, value=value):
            for slot in range(HEAD, len(header), SLOT):
                header[slot + at] = value
            return header
        yield Case(f"slots whose byte {at} is {value}", "slots", lambda box, c=change: with_header(newest(box), c),
                   {"list": {3, 4}}, (("list",), ("store", "check"), ("key", "list")))


def counts():
    def field_of(name, at, value, codes=REFUSED):
        def change(header):
            header[at:at + len(value)] = value
            return header
        return Case(f"a header whose {name} is {value.hex()}", "counts", lambda box: with_header(newest(box), change),
                    {"list": codes})
    for value in (0, 1, 9, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff):
        yield field_of("number of chunks", 110, struct.pack("<I", value))
    for value in (0, 1, 1 << 62, (1 << 63) - 1, 1 << 63, (1 << 64) - 1):
        yield field_of("generation", 38, struct.pack("<Q", value))
    for value in (0, 2, 0xffffffff):
        yield field_of("epoch", 34, struct.pack("<I", value))
    for count in (0, 1, 3, 17, 255):
        def plain(box, count=count):
            path = newest(box)
            data = bytearray(path.read_bytes())
            data[HEAD - 1] = count
            path.write_bytes(data)
        yield Case(f"a header that counts {count} slots", "counts", plain, {"list": {0}})

    def grown(size):
        return lambda box: os.truncate(newest(box), size)
    for size in (1 << 31, 1 << 32, 1 << 40):
        yield Case(f"a sealed file of {size} bytes, most of them a hole", "sizes", grown(size), {"list": {0}})
    for size in (1 << 28, (1 << 31) - 1, 1 << 31, 1 << 40):
        def foreign(box, size=size):
            path = box.store / "00112233aabbccdd.1.inbox"
            path.touch(0o600)
            os.truncate(path, size)
        yield Case(f"a segment of {size} bytes, most of them a hole", "sizes", foreign, {"": {0, 4, 65, 74}},
                   (("list",), ("log", "typed meanwhile")), added=("00112233aabbccdd.1.inbox",))
    for number in ("0", "01", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616",
                   "9" * 40, "9" * 200, "4611686018427387904", "4611686018427387905"):
        for ending in ("sealed", "inbox"):
            def named(box, number=number, ending=ending):
                data = newest(box).read_bytes() if ending == "sealed" else segment(box).read_bytes()
                (box.store / f"{box.device.hex()}.{number}.{ending}").write_bytes(data)
            yield Case(f"a {ending} file with the number {number}", "names", named, {"list": {0}},
                       added=(f"{{device}}.{number}.{ending}",), stays=True)
    for name in ("\x1b[31mred.torn", "\x1b]0;title\x07.sealed.tmp", "0011223344556677.1.\x1b[2J.sealed",
                 "0011223344556677.1.inbox.\x1b[5m.torn", "new\nline.damaged", "\x7f\x9b31m.torn", "caf\udce9.damaged",
                 "0011223344556677.1.\u202egnp.sealed"):
        def odd(box, name=name):
            (box.store / name).write_bytes(b"nothing")
        yield Case(f"a file of the name {name!a}", "names", odd, {"list": {0}}, added=(name,), stays=True)


def not_files():
    """Things that stand where a file is expected."""
    def fifo(path):
        os.mkfifo(path, 0o600)

    def folder(path):
        path.mkdir(mode=0o700)

    def link_to(target):
        return lambda path: path.symlink_to(target)

    def loop(path):
        path.symlink_to(path.name)

    def socket_at(path):
        here = os.getcwd()
        os.chdir(path.parent)
        try:
            with socket.socket(socket.AF_UNIX) as end:
                end.bind(path.name)
        finally:
            os.chdir(here)

    def device(path):
        try:
            os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))
        except PermissionError:
            path.symlink_to("/dev/zero")

    kinds = (("fifo", fifo), ("folder", folder), ("link to /dev/zero", link_to("/dev/zero")),
             ("link to /dev/full", link_to("/dev/full")), ("link to itself", loop), ("link to nothing", link_to("/nowhere")),
             ("link to /etc/passwd", link_to("/etc/passwd")), ("socket", socket_at), ("character device", device))
    for what, make in kinds:
        for place, find in ((NEWEST, newest), (SEGMENT, segment)):
            def replace(box, find=find, make=make):
                path = find(box)
                path.unlink()
                make(path)
            yield Case(f"a {what} for the {place}", "no files", replace,
                       {"list": {0} if place == NEWEST else REFUSED, "log": {0, 74, 4}})
        for name in ("00112233aabbccdd.9.sealed", "00112233aabbccdd.1.inbox", "00112233aabbccdd.1.inbox.torn",
                     "{device}.9.sealed.tmp"):
            def add(box, name=name, make=make):
                make(box.store / name.format(device=box.device.hex()))
            yield Case(f"a {what} beside the others: {name}", "no files", add, {"": REFUSED}, added=(name,))

        def state(name, make=make):
            def replace(box):
                (path,) = (box.root / "state" / "attune").glob(f"*/{name}")
                path.unlink()
                make(path)
            return replace
        for name in ("identity", "seen", "fold.lock", "log.lock"):
            yield Case(f"a {what} for {name}", "no files", state(name), {"list": {0} if name != "identity" else REFUSED})

        yield Case(f"a {what} given as a key file", "no files", lambda box, make=make: make(box.root / "spoilt"),
                   {"--key-file": {2, 3, 65, 74}}, (("--key-file", "spoilt", "list"),))


def modes():
    for mode in (0o000, 0o200, 0o400, 0o644, 0o666, 0o777, 0o4755):
        for place, find in ((NEWEST, newest), (SEGMENT, segment)):
            yield Case(f"mode {mode:o} of the {place}", "modes", lambda box, m=mode, f=find: f(box).chmod(m),
                       {"list": REFUSED, "log": {0, 74}})
    for mode in (0o500, 0o755, 0o777, 0o1777):
        yield Case(f"mode {mode:o} of the folder", "modes", lambda box, m=mode: box.store.chmod(m), {"list": {0}})
    if os.getuid() == 0:
        for place, find in ((NEWEST, newest), (SEGMENT, segment)):
            yield Case(f"the {place} belongs to somebody else", "modes",
                       lambda box, f=find: os.chown(f(box), 65534, 65534), {"list": REFUSED, "log": {0, 4, 74}})


def while_reading(rng):
    """Files that change under the reader, as a sync tool may do it."""
    def shrinking(path_of):
        def change(box):
            path = path_of(box)
            data = path.read_bytes()
            end = time.monotonic() + 0.8
            while time.monotonic() < end:
                for size in (rng.randrange(len(data)), rng.randrange(400), 0):
                    with open(path, "r+b") as file:
                        file.truncate(size)
                path.write_bytes(data)
        return change

    def vanishing(box):
        path = newest(box)
        end = time.monotonic() + 0.8
        while time.monotonic() < end:
            path.rename(path.with_suffix(".away"))
            path.with_suffix(".away").rename(path)
    reads = (("list", "--json"), ("store", "check"), ("list",), ("export", "jsonl"), ("search", "folded"))
    for number in range(3):
        yield Case(f"a sealed file that shrinks and grows, round {number}", "moving", lambda box: None, {"": {0, 4}}, reads,
                   meanwhile=shrinking(newest))
        yield Case(f"a sealed file that comes and goes, round {number}", "moving", lambda box: None, {"": {0, 3, 4}}, reads,
                   meanwhile=vanishing)


def strangers():
    """Keys and names of others."""
    def inbox_key(every):
        def spoil(box):
            for path in box.store.glob("*.sealed") if every else [newest(box)]:
                def change(header):
                    header[78:110] = bytes(range(32))
                    return header
                with_header(path, change)
        return spoil
    yield Case("an inbox key of somebody else in the newest header", "keys", inbox_key(False), {"list": {4}, "log": {0}})
    yield Case("an inbox key of somebody else in every header", "keys", inbox_key(True), {"list": {3, 4}, "log": {0}})

    def other_store(box):
        from sandbox import Sandbox
        with Sandbox(box.attune) as other:
            other.must("log", "from another store")
            other.must("store", "fold")
            for path in other.store.iterdir():
                (box.store / path.name).write_bytes(path.read_bytes())
                (box.store / path.name).chmod(0o600)
    yield Case("the files of another store in the folder", "keys", other_store, {"": REFUSED})

    for device in ("0000000000000000", "ffffffffffffffff", "00112233aabbccdd"):
        def renamed(box, device=device):
            (box.store / f"{device}.99.sealed").write_bytes(newest(box).read_bytes())
            (box.store / f"{device}.1.inbox").write_bytes(b"".join(p.read_bytes() for p in box.store.glob("*.inbox")))
        yield Case(f"this device's files under the name of {device}", "keys", renamed, {"list": {0}},
                   added=(f"{device}.99.sealed", f"{device}.1.inbox"), stays=True)

        def header(box, device=device):
            path = box.store / f"{device}.99.sealed"
            path.write_bytes(newest(box).read_bytes())

            def change(header):
                header[26:34] = bytes.fromhex(device)
                header[38:46] = struct.pack("<Q", 99)
                return header
            with_header(path, change)
        yield Case(f"such a file with a header of {device}", "keys", header, {"": REFUSED}, added=(f"{device}.99.sealed",))


def cases(rng):
    for group in (kdf_bombs(), slots(), counts(), not_files(), modes(), while_reading(rng), strangers()):
        yield from group
