"""What the tests of the independent reader share: the program under test, stores it makes, and both readings of them."""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "program"))

SYSTEM_PYTHON = "/usr/bin/python3"

try:
    import nacl.bindings as sodium  # noqa: F401
except ImportError:
    # python3-nacl belongs to the Python of the system, which need not be the one that runs the other tests.
    if os.access(SYSTEM_PYTHON, os.X_OK) and not os.path.samefile(SYSTEM_PYTHON, sys.executable):
        os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, "-B", *sys.argv])
    print("skipped: PyNaCl (python3-nacl) is missing")
    sys.exit(77)

import read_store
from sandbox import Sandbox
from store_bytes import Secret

ATTUNE = None


def sandbox(**more):
    """A throw-away home with a store made by the program under test."""
    return Sandbox(ATTUNE, **more)


def read(store, secret):
    return read_store.Store(store, secret)


def listed(box):
    """The records of `attune list --json`, in the reader's spelling, by id."""
    return {row["id"]: read_store.tidy(row) for row in json.loads(box.must("list", "--json"))["entries"]}


def exported(box):
    """The records of `attune export jsonl`, likewise."""
    rows = (json.loads(line) for line in box.must("export", "jsonl").splitlines())
    return {row["id"]: read_store.tidy(row) for row in rows if row.get("type") != "header"}


def by_id(records):
    return {record["id"]: record for record in records}


def key_of(box):
    return Secret.from_file(2, box.root / "key")


def script(*arguments):
    """The reader as a program: (exit code, what it printed)."""
    done = subprocess.run([sys.executable, "-B", str(HERE / "read_store.py"), *map(str, arguments)], check=False,
                          capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout


def checked(box):
    """(exit code, what `attune store check` reports, {} when it could not open the store)."""
    done = box.run("--json", "store", "check")
    return done.returncode, json.loads(done.stdout or "{}")


def main():
    """unittest, behind our own option --attune."""
    global ATTUNE
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--attune")
    given, rest = parser.parse_known_args()
    ATTUNE = given.attune
    unittest.main(module="__main__", argv=sys.argv[:1] + rest)
