#!/usr/bin/env python3
"""Types random words into every command that takes words and then looks for them in every byte that was written.

Searched: the store, the state, HOME and all XDG folders, the temporary folder of the test and what appeared in /tmp,
/var/tmp and /dev/shm meanwhile, as UTF-8, UTF-16, hexadecimal and Base64, in both cases. While a logger waits for a lock, its
/proc entries are read as well. A word planted on purpose must be found, or the search itself proves nothing.
"""
import base64
import fcntl
import itertools
import pathlib
import signal
import time

from sandbox import Sandbox, fault, kill_after, options, rounds

LETTERS = "bcdfghjklmnpqrstvwxz"


class Canaries:
    def __init__(self, rng):
        self.rng, self.words = rng, []

    def word(self):
        """A new word of fourteen letters that no dictionary has; even chance alone never makes it appear."""
        self.words.append("".join(self.rng.choice(LETTERS) for _ in range(14)))
        return self.words[-1]


def encodings(word):
    raw = word.encode()
    for form in (raw, raw.upper(), word.encode("utf-16-le"), raw.hex().encode()):
        yield form
    # Base64 of a word depends on where it starts in its group of three; the outer characters mix with neighbours.
    for shift in range(3):
        yield base64.b64encode(b"\0" * shift + raw)[4:-4]


def hits(words, haystack):
    return [word for word in words if any(form in haystack for form in encodings(word))]


def everything_written(root, since):
    """(path, content) of all files of the sandbox, and of what is new directly in the folders that are everybody's or
    in one there that is named after attune."""
    places = [pathlib.Path(root).rglob("*")]
    for shared in map(pathlib.Path, ("/tmp", "/dev/shm", "/var/tmp")):
        places += [shared.glob("*"), shared.glob("*attune*/**/*")] if shared != pathlib.Path(root).parent else [
            shared.glob("*")]
    for path in itertools.chain(*places):
        try:
            if path.is_file() and not path.is_symlink() and path.stat().st_mtime >= since:
                yield path, path.read_bytes()
        except OSError:
            continue


def write_words(sandbox, say):
    """One round through the commands that take words; `say()` gives a new word."""
    log = sandbox.must("log", "--porcelain", f"He said {say()} and left", f"@{say()}", f"%{say()}", "hurt=7", "+breath=7-4",
                       "--reacted", "--thought", f"about {say()}", "--need", say(), "--context", say())
    sandbox.must("log", "-", input=f"typed into a pipe {say()} @{say()}\n".encode())
    sandbox.must("log", "--literal", f"as typed {say()} %{say()}")
    # Errors after words were read: the words are kept as a draft, and only there.
    sandbox.run("log", f"with a mistake {say()}", "--no-such-flag")
    sandbox.run("log", f"at no time {say()}", "--at", say())
    sandbox.run("log", say(), "--feel", "hurt=99")
    kill_after(sandbox.start("log", f"killed {say()}"), 0.002)
    kill_after(sandbox.start("log", f"killed later {say()}"), 0.006)
    line = ('{"kind":"trigger","at":"2026-02-02T12:00:00+01:00","text":"imported %s","fields":{"thought":"%s"},'
            '"people":["%s"]}\n' % (say(), say(), say()))
    sandbox.must("import", "jsonl", "-", input=line.encode())
    sandbox.run("import", "jsonl", "-", input=b'{"kind":"trigger","text":"no time %s"}\n' % say().encode())
    for command in (["list"], ["list", "--json"], ["list", "--text", say()], ["list", "--with", say()],
                    ["list", "--trigger", say()], ["search", say()], ["search", f'"{say()} {say()}"'],
                    ["show", log.strip()], ["show", say()], ["report", "week"], ["report", "week", "--json"],
                    ["report", "week", "--format", "html"], ["quiz", "show", say()], ["export", "jsonl"],
                    ["export", "jsonl", "--text", say()], [say()], ["help", say()]):
        sandbox.run(*command)
    sandbox.must("practice", "body-scan", "--done", "--with", say(), "--note", f"about it {say()}")
    sandbox.run("practice", "body-scan", "--done", "--note", f"at no time {say()}", "--at", say())
    sandbox.run("practice", say(), "--note", say())
    sandbox.run("--store", "nowhere", "practice", "body-scan", "--done", "--note", say())
    kill_after(sandbox.start("practice", "body-scan", "--done", "--note", f"killed {say()}"), 0.004)
    sandbox.must("measure", f"m{say()}", "42", "--unit", "ms")
    sandbox.run("measure", say(), say())
    sandbox.must("observe", "--codes", f"b{say()}", "--intervals", "b,-,b", "--with", say(), "--note", say())
    sandbox.run("observe", "--intervals", say(), "--note", say())
    answers = ",".join("4" for _ in range(24))
    sandbox.must("quiz", "take", "attachment", "--about", say(), "--answers", answers)
    sandbox.must("log", f"to be taken back {say()}")
    sandbox.must("undo")
    sandbox.must("delete", "last")
    sandbox.must("store", "fold")
    sandbox.must("store", "check")
    kill_after(sandbox.start("store", "fold"), 0.01)


def change_keys(sandbox, say):
    """Every change of what opens the store, with words as passphrases; some are killed or crash on the way. The files that the
    secrets are read from are taken away again. Gives the bytes of the key files."""
    key = sandbox.root / "key"

    def secret_file(name):
        path = sandbox.root / name
        path.write_text(f"{say()}\nnotes {say()}\n", encoding="utf-8")
        return path

    def fresh(name):
        path = sandbox.root / name
        path.unlink(missing_ok=True)
        return path

    first, other = secret_file("first"), secret_file("other")
    added = sandbox.must("key", "add", "--new-passphrase-file", str(first), "--low-memory").split()[1]
    sandbox.must("key", "change", added, "--new-passphrase-file", str(other), "--low-memory")
    second = fresh("second")
    sandbox.must("key", "add", "--new-key-file", str(second))
    sandbox.run("--passphrase-file", str(first), "list")  # the wrong one now
    rows = [line.split("\t") for line in sandbox.must("key", "list", "--porcelain").splitlines()]
    newest = [row[0] for row in rows if row[1] == "passphrase"][-1]
    kill_after(sandbox.start("key", "change", newest, "--new-passphrase-file", str(first), "--low-memory"), 0.15)
    opening = next((path for path in (other, first)
                    if sandbox.run("--passphrase-file", str(path), "list", env=without_key_file(sandbox)).returncode == 0), None)
    if opening is None:
        fault("after a change that was killed neither passphrase opens the store")
    sandbox.must("log", f"between two roots {say()}")
    for seconds in (0.05, 0.2, 0.5):
        kill_after(sandbox.start("key", "rotate", "--no-input", "--yes", "--keep-passphrase-file", str(opening)), seconds)
    for number in (signal.SIGSEGV, signal.SIGABRT):
        process = sandbox.start("key", "rotate", "--no-input", "--yes", "--keep-passphrase-file", str(opening))
        time.sleep(0.1)
        process.send_signal(number)
        process.communicate()
    sandbox.must("key", "rotate", "--no-input", "--yes", "--keep-passphrase-file", str(opening))
    sandbox.must("log", f"under the new root {say()}")
    keys = [path.read_bytes() for path in (key, second)]
    for path in (first, other, second):
        path.unlink()
    return keys


def without_key_file(sandbox):
    return {name: value for name, value in sandbox.env.items() if name != "ATTUNE_KEY_FILE"}


def waiting_logger_hides_its_words(sandbox, say):
    """Holds the lock of the log so that a logger waits, and reads what /proc shows of it meanwhile."""
    locks = list((sandbox.root / "state").rglob("log.lock"))
    if not locks:
        fault("no log.lock in the state folder")
    word = say()
    with open(locks[0], "rb+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        process = sandbox.start("log", f"waiting with {word}", f"@{word}")
        time.sleep(0.4)
        shown = b""
        for name in ("cmdline", "environ", "comm"):
            try:
                shown += pathlib.Path(f"/proc/{process.pid}/{name}").read_bytes()
            except OSError:
                pass
        if process.poll() is not None:
            fault("the logger did not wait for the lock")
        fcntl.flock(lock, fcntl.LOCK_UN)
    out, err = process.communicate(timeout=60)
    if process.returncode != 0:
        fault(f"the waiting logger ended with {process.returncode}: {err.decode()}")
    if hits([word], shown):
        fault("/proc shows the words of a running logger")
    return 1


def main():
    given = options(__doc__, rounds=1)
    searches = files = bytes_read = 0
    for number in rounds(given):
        start = time.time() - 1
        with Sandbox(given.attune) as sandbox:
            # The key file and the journal's own folders are inside the sandbox; /tmp and /dev/shm are everybody's.
            canaries = Canaries(given.rng)
            keys = []
            for _ in range(given.rounds):
                write_words(sandbox, canaries.word)
                keys += change_keys(sandbox, canaries.word)
                searches += waiting_logger_hides_its_words(sandbox, canaries.word)
            if not any(word in text for word in canaries.words for _, text in sandbox.records()):
                fault("none of the words reached the journal, so their absence elsewhere means nothing")

            planted = Canaries(given.rng).word()
            plant = sandbox.root / "tmp" / "planted"
            plant.write_bytes(b"before " + base64.b64encode(b"xy" + planted.encode() + b"z") + b" after")
            if not hits([planted], plant.read_bytes()):
                fault("the search does not find a planted word")

            for path, content in everything_written(sandbox.root, start):
                files, bytes_read = files + 1, bytes_read + len(content)
                if path != sandbox.root / "key":
                    searches += len(keys)
                    if any(key in content or key.hex().encode() in content.lower() for key in keys):
                        fault(f"a key file's bytes stand in {path}")
                found = hits(canaries.words, content)
                searches += len(canaries.words)
                if "core" in path.name:
                    fault(f"a crash left {path}")
                if found:
                    fault(f"{len(found)} typed words stand in {path}")
    print(f"{searches} searches, {files} files, {bytes_read} bytes, 0 hits")


if __name__ == "__main__":
    main()
