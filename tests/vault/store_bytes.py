"""The bytes of a store, read as docs/store_format.md describes them and by nothing else: keys, slots, sealed files, the
image inside, inbox frames. Needs PyNaCl (python3-nacl) for the functions of libsodium.

Nothing here is shared with the program: two readings of one page that agree are the proof that the page suffices.
"""
import hashlib
import hmac
import json
import struct
import unicodedata
from dataclasses import dataclass, field

import nacl.bindings as sodium
from nacl.exceptions import CryptoError

MAGIC = bytes.fromhex("89617474756e650a")
FORMAT = 1
CHUNK = 16384
SEAL = 16
PAGE = 4096
SLOT = 167
HEAD = 115
FRAME_MAGIC = bytes.fromhex("89617466")
FRAME_HEAD = 80
BOX = 48
FRAME_END = 36
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TYPES = {1: "passphrase", 2: "key file", 3: "recovery code"}


class StoreError(Exception):
    """What is wrong with a store; `kind` is one of the keys of EXIT."""

    EXIT = {"bad secret file": 2, "no store": 3, "wrong secret": 3, "another store's secret": 3, "damaged slot": 4,
            "altered header": 4, "damaged header": 4, "damaged chunk": 4, "damaged image": 4, "truncated": 4,
            "misplaced": 4, "too new": 4}

    def __init__(self, kind, message, **more):
        super().__init__(message)
        self.kind, self.more = kind, more


def blake2b(size, data, key=b""):
    return hashlib.blake2b(data, digest_size=size, key=key).digest()


def kdf(root, number):
    """crypto_kdf_derive_from_key: BLAKE2b keyed with the root, the number as salt and the context as personalisation."""
    return hashlib.blake2b(b"", digest_size=32, key=root, salt=struct.pack("<QQ", number, 0),
                           person=b"attune01" + bytes(8)).digest()


def opened(sealed, associated, nonce, key):
    """The text under an AEAD seal, or None when the seal does not hold."""
    try:
        return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, associated, nonce, key)
    except CryptoError:
        return None


class Keys:
    """What one root gives."""

    def __init__(self, root):
        self.root = root
        self.vault = kdf(root, 1)
        self.inbox_public, self.inbox_secret = sodium.crypto_box_seed_keypair(kdf(root, 2))
        self.device_subkey = kdf(root, 3)
        self.fingerprint = blake2b(32, self.inbox_public)[:8]
        self.root_id = blake2b(16, b"attune-root-1" + self.inbox_public)

    def device(self, device):
        return blake2b(32, device, self.device_subkey)


# --- secrets and slots -----------------------------------------------------------------------------------------------

def recovery_secret(text):
    """The 16 bytes of a recovery code as a person typed it."""
    letters = [c for c in text.upper().translate(str.maketrans("OIL", "011")) if c in ALPHABET]
    if len(letters) != 28:
        raise StoreError("bad secret file", f"a recovery code has 28 characters, this one {len(letters)}")
    number = 0
    for letter in letters:
        number = number << 5 | ALPHABET.index(letter)
    secret = (number >> 12).to_bytes(16, "big")
    if int.from_bytes(blake2b(16, b"attune-code-1" + secret)[:2], "big") >> 4 != number & 0xfff:
        raise StoreError("bad secret file", "the recovery code is mistyped: its check bits do not fit")
    return secret


@dataclass
class Secret:
    """What a person holds: the type of slot it opens, and its bytes."""

    type: int
    data: bytes

    @staticmethod
    def from_file(type_, path):
        with open(path, "rb") as file:
            data = file.read()
        if type_ == 1:
            text = data.decode().removesuffix("\n").removesuffix("\r")
            return Secret(1, unicodedata.normalize("NFC", text).encode())
        if type_ == 3:
            return Secret(3, recovery_secret(data.decode()))
        if len(data) != 32:
            raise StoreError("bad secret file", f"a key file has 32 bytes, this one {len(data)}")
        return Secret(2, data)


@dataclass
class Slot:
    version: int
    id: bytes
    type: int
    stretching: int
    passes: int
    memory_kib: int
    salt: bytes
    commitment: bytes
    nonce: bytes
    sealed: bytes
    bytes: bytes

    @staticmethod
    def parse(data):
        return Slot(*struct.unpack("<B16sBBII16s32s24s68s", data), data)

    def wrapping_key(self, secret):
        """The key that opens this slot, or None when the secret is not the one the slot commits to."""
        if self.version != 1 or self.type != secret.type or self.stretching not in (1, 2):
            return None
        if self.stretching == 2:
            both = blake2b(64, b"attune-slot-1" + self.salt, secret.data)
        else:
            if not (65536 <= self.memory_kib <= 1 << 20 and 3 <= self.passes <= 16
                    and self.passes * self.memory_kib <= 4 << 20):
                raise StoreError("damaged slot", "the slot asks for more stretching than a reader accepts")
            both = sodium.crypto_pwhash_alg(64, secret.data, self.salt, self.passes, self.memory_kib * 1024,
                                            sodium.crypto_pwhash_ALG_ARGON2ID13)
        return both[:32] if hmac.compare_digest(both[32:], self.commitment) else None


# --- sealed files ----------------------------------------------------------------------------------------------------

def padded_length(length):
    """Padmé, from 64 KiB up."""
    length = max(length, 65536)
    e = length.bit_length() - 1
    step = 1 << e - e.bit_length()
    return -(-length // step) * step


class SealedFile:
    """One generation: the header is read and S compared at once; open() and image() need a root."""

    def __init__(self, data, name=""):
        self.data, self.name = data, name
        if len(data) < 10:
            raise StoreError("truncated", f"{name} has {len(data)} bytes, less than a header")
        if data[:8] != MAGIC:
            raise StoreError("damaged header", f"{name} does not begin like a sealed file")
        if int.from_bytes(data[8:10], "little") > FORMAT:
            raise StoreError("too new", f"{name} has a later format than this reader knows")
        if int.from_bytes(data[8:10], "little") < FORMAT:
            raise StoreError("damaged header", f"{name} has a format that there never was")
        if len(data) < HEAD:
            raise StoreError("truncated", f"{name} has {len(data)} bytes, less than a header")
        (self.format, self.store, self.device, self.epoch, self.generation, self.salt, self.inbox_public, self.chunks,
         slots) = struct.unpack("<H16s8sIQ32s32sIB", data[8:HEAD])
        end = HEAD + SLOT * slots
        self.body = end + 64
        if len(data) < self.body:
            raise StoreError("truncated", f"{name} ends inside its header")
        self.H, self.C, self.S = data[:end], data[end:end + 32], data[end + 32:end + 64]
        if blake2b(32, self.H + self.C) != self.S:
            raise StoreError("damaged header", f"the header of {name} is damaged: S does not fit it")
        if not 1 <= slots <= 16:
            raise StoreError("damaged header", f"{name} has {slots} slots")
        self.slots = [Slot.parse(data[at:at + SLOT]) for at in range(HEAD, end, SLOT)]
        self.key = None

    def root_under(self, secret):
        """The root that `secret` opens here."""
        for slot in self.slots:
            wrapping = slot.wrapping_key(secret)
            if wrapping is None:
                continue
            inside = opened(slot.sealed, slot.bytes[:99], slot.nonce, wrapping)
            if inside is None:
                raise StoreError("damaged slot", f"the secret fits a slot of {self.name}, but its seal does not open")
            if int.from_bytes(inside[48:52], "little") != self.epoch:
                raise StoreError("altered header", f"the slot in {self.name} is of another epoch than the header")
            if inside[32:48] != self.store:
                raise StoreError("another store's secret", f"the slot in {self.name} belongs to another store")
            return inside[:32]
        raise StoreError("wrong secret", f"no slot of {self.name} opens with this secret")

    def open(self, keys):
        """Derives K and compares C."""
        both = blake2b(64, b"attune-gen-1" + self.H, keys.vault)
        if not hmac.compare_digest(both[32:], self.C):
            raise StoreError("altered header", f"the header of {self.name} was altered: C does not fit it")
        self.key = both[:32]

    def chunk(self, i):
        at = self.body + i * (CHUNK + SEAL)
        last = i == self.chunks - 1
        sealed = self.data[at:] if last else self.data[at:at + CHUNK + SEAL]
        plain = opened(sealed, self.S, chunk_nonce(i, last), self.key)
        if plain is None:
            raise StoreError("damaged chunk", f"chunk {i} of {self.name} does not open", chunk=i)
        return plain

    def image(self):
        """Every chunk opened and joined, without the padding."""
        behind = len(self.data) - self.body
        whole = (self.chunks - 1) * (CHUNK + SEAL)
        if self.chunks < 1 or behind <= whole + SEAL:
            raise StoreError("truncated", f"{self.name} is shorter than its {self.chunks} chunks")
        if behind > whole + CHUNK + SEAL:
            raise StoreError("damaged chunk", f"bytes stand behind the last chunk of {self.name}",
                             chunk=self.chunks - 1)
        joined = b"".join(self.chunk(i) for i in range(self.chunks))
        length = int.from_bytes(joined[28:32], "big") * PAGE
        if not joined.startswith(b"SQLite format 3\0") or not 0 < length <= len(joined):
            raise StoreError("damaged image", f"{self.name} does not hold a database")
        if len(joined) != padded_length(length) or any(joined[length:]):
            raise StoreError("damaged image", f"the padding of {self.name} is not what the page says")
        return joined[:length]


def chunk_nonce(i, last):
    return bytes(15) + struct.pack("<QB", i, last)


# --- inbox frames ----------------------------------------------------------------------------------------------------

@dataclass
class Frame:
    """One frame; `problem` says why its content does not count, or is empty."""

    segment: str
    offset: int
    version: int
    size_class: int
    device: bytes
    sequence: int
    store: bytes
    inbox: bytes
    before: bytes
    box: bytes
    tag: bytes
    bytes: bytes
    content: dict = field(default_factory=dict)
    problem: str = ""
    waits: bool = False

    def open(self, roots, store):
        """Fills content, or problem. `roots` holds Keys, newest first."""
        try:
            if self.version > 1:
                raise ValueError(f"version {self.version} is newer than this reader")
            if self.store != store:
                raise ValueError("it belongs to another store")
            keys = next((k for k in roots if k.fingerprint == self.inbox), None)
            if keys is None:
                self.waits = True
                raise ValueError("it is sealed to a key that is not known")
            covered = self.bytes[:-FRAME_END]
            if not hmac.compare_digest(blake2b(32, covered, keys.device(self.device)), self.tag):
                raise ValueError("its tag does not hold")
            text = sodium.crypto_box_seal_open(self.box, keys.inbox_public, keys.inbox_secret).rstrip(b"\0")
            content = json.loads(text)
            if (content["v"], content["store"], content["device"], content["seq"]) != (
                    1, self.store.hex(), self.device.hex(), self.sequence):
                raise ValueError("its inside disagrees with its outside")
            self.content = content
        except CryptoError:
            self.problem = "its box does not open"
        except (ValueError, KeyError, UnicodeDecodeError) as error:
            self.problem = str(error)


def frame_at(data, at, segment):
    """The whole frame that begins at `at`, or None."""
    if data[at:at + 4] != FRAME_MAGIC or len(data) - at < FRAME_HEAD:
        return None
    version, size_class, device, sequence, store, inbox, before = struct.unpack("<HH8sQ16s8s32s",
                                                                                data[at + 4:at + FRAME_HEAD])
    if size_class > 11:
        return None
    length = FRAME_HEAD + (512 << size_class) + BOX + FRAME_END
    whole = data[at:at + length]
    if len(whole) < length or int.from_bytes(whole[-4:], "little") != length:
        return None
    return Frame(segment, at, version, size_class, device, sequence, store, inbox, before,
                 whole[FRAME_HEAD:-FRAME_END], whole[-FRAME_END:-4], whole)


def frames_of(data, segment):
    """(frames, gaps): gaps are (offset, length) of bytes that are no frame; one at the end may be on its way."""
    frames, gaps, at = [], [], 0
    while at < len(data):
        frame = frame_at(data, at, segment)
        if frame is None:
            start = at
            at = data.find(FRAME_MAGIC, at + 1)
            while at != -1 and frame_at(data, at, segment) is None:
                at = data.find(FRAME_MAGIC, at + 1)
            at = len(data) if at == -1 else at
            gaps.append((start, at - start))
            continue
        frames.append(frame)
        at += len(frame.bytes)
    return frames, gaps


def write_frame(keys, store, device, sequence, before, content):
    """A frame as another program would write it."""
    text = json.dumps(content | {"v": 1, "store": store.hex(), "device": device.hex(), "seq": sequence},
                      ensure_ascii=False).encode()
    size_class = next(c for c in range(12) if 512 << c >= len(text))
    head = FRAME_MAGIC + struct.pack("<HH8sQ16s8s32s", 1, size_class, device, sequence, store,
                                     blake2b(32, keys.inbox_public)[:8], before)
    covered = head + sodium.crypto_box_seal(text.ljust(512 << size_class, b"\0"), keys.inbox_public)
    return covered + blake2b(32, covered, keys.device(device)) + struct.pack("<I", len(covered) + FRAME_END)
