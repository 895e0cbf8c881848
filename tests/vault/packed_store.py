"""Small stores as text, unpacked without the program: packed_store.hpp says what the lines mean. A sealed file stands
there as its header, its root and the database; sealing that again has to give the bytes that were once written.
"""
import base64
import pathlib
import re
import unicodedata
from dataclasses import dataclass, field

import nacl.bindings as sodium

from store_bytes import CHUNK, Keys, Secret, blake2b, chunk_nonce, padded_length, recovery_secret

STORES = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "format1" / "stores.txt"


@dataclass
class Parts:
    """What a sealed file is made of."""

    header: bytes = b""
    root: bytes = b""
    image: bytearray = field(default_factory=bytearray)

    def seal(self):
        """The file: H, C, S and the chunks."""
        both = blake2b(64, b"attune-gen-1" + self.header, Keys(self.root).vault)
        key, commitment = both[:32], both[32:]
        checksum = blake2b(32, self.header + commitment)
        plain = bytes(self.image).ljust(padded_length(len(self.image)), b"\0")
        chunks = [plain[at:at + CHUNK] for at in range(0, len(plain), CHUNK)]
        sealed = [sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(chunk, checksum,
                                                                    chunk_nonce(i, i == len(chunks) - 1), key)
                  for i, chunk in enumerate(chunks)]
        return self.header + commitment + checksum + b"".join(sealed)


@dataclass
class Packed:
    """One store; `files` maps names to bytes, `parts` those of sealed files to what they are made of."""

    name: str
    secrets: list = field(default_factory=list)
    files: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)

    def write(self, folder):
        """Puts the files into a folder, as a store is kept."""
        folder = pathlib.Path(folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)
            (folder / name).chmod(0o600)


def key_bytes(text):
    """The bytes of a key file, which is one byte again and again: "07*32"."""
    byte, count = text.split("*")
    return bytes.fromhex(byte) * int(count)


def secret_of(type_, text):
    """A secret as the text names it."""
    if type_ == "key-file":
        return Secret(2, key_bytes(text))
    if type_ == "recovery":
        return Secret(3, recovery_secret(text))
    return Secret(1, unicodedata.normalize("NFC", text).encode())


def secret_arguments(type_, text, folder):
    """The options by which the program is given that secret, which is written to a file in `folder`."""
    path = pathlib.Path(folder) / f"secret-{type_}"
    path.write_bytes(key_bytes(text) if type_ == "key-file" else text.encode())
    path.chmod(0o600)
    return ["--key-file" if type_ == "key-file" else "--passphrase-file", str(path)]


def unpack(path=STORES):
    """Every store of a text by name. ValueError when a file does not come to its sum."""
    stores, images, ends = {}, {"-": b""}, []
    store = name = None
    for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if not line or word == "#":
            continue
        if word == "store":
            store = stores[rest] = Packed(rest)
        elif word == "secret":
            store.secrets.append(tuple(rest.split(" ", 1)))
        elif word in ("sealed", "raw"):
            name, size, total = rest.split()
            ends.append((store, name, int(size), total))
            if word == "raw":
                store.files[name] = b""
            else:
                store.parts[name] = Parts()
        elif word in ("header", "root"):
            setattr(store.parts[name], word, bytes.fromhex(rest))
        elif word == "image":
            length, like = rest.split()
            store.parts[name].image = images[f"{store.name}/{name}"] = bytearray(images[like][:int(length)])
            store.parts[name].image.extend(bytes(int(length) - len(store.parts[name].image)))
        elif word == ":":
            store.files[name] += base64.b64decode(rest)
        elif re.fullmatch(r"@\d+", word):
            at, image = int(word[1:]), store.parts[name].image
            for i, byte in enumerate(base64.b64decode(rest)):
                image[at + i] ^= byte
        else:
            raise ValueError(f"not understood: {word}")
    for store, name, size, total in ends:
        if name in store.parts:
            store.files[name] = store.parts[name].seal()
        if len(store.files[name]) != size or blake2b(32, store.files[name]).hex() != total:
            raise ValueError(f"{store.name}/{name} does not come to its sum")
    return stores
