#!/usr/bin/env python3
"""What a running attune shows of itself, and what is left when it crashes.

A logger waits for a lock that the test holds; a reader waits for its output to be taken. Looked at from outside: the command
line, the limit of core files, which memory would go into one, and who may look into the process. Then both are crashed.
"""
import argparse
import contextlib
import fcntl
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from sandbox import Sandbox

ATTUNE = None
WORD = "qvxzkjwpfhgt"


def sanitized():
    """Whether the program was built with the address sanitizer, which takes over signals and memory locks."""
    return b"__asan_init" in pathlib.Path(ATTUNE).read_bytes()


class Hygiene(unittest.TestCase):
    def setUp(self):
        self.sandbox = Sandbox(ATTUNE)
        self.addCleanup(self.sandbox.__exit__)
        self.sandbox.must("log", "the first entry")
        if sanitized():
            # The sanitizer's own handler would print the stack and exit with a code of its own.
            options = self.sandbox.env.get("ASAN_OPTIONS", "")
            self.sandbox.env["ASAN_OPTIONS"] = f"{options}:handle_segv=0:handle_abort=0".lstrip(":")
        # What the parent allows must not matter.
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    @contextlib.contextmanager
    def waiting_logger(self):
        lock = next((self.sandbox.root / "state").rglob("log.lock"))
        with open(lock, "rb+") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            process = self.sandbox.start("log", f"{WORD} again", f"@{WORD}", "--thought", WORD)
            with self.ended(process):
                self.wait_until_blocked(process)
                yield process

    @contextlib.contextmanager
    def waiting_reader(self):
        """`list` with an opened image, stopped because nobody takes its output."""
        for number in range(3):
            self.sandbox.must("log", f"{number} " + "words that fill a pipe " * 2000)
        read, write = os.pipe()
        process = self.sandbox.start("export", "jsonl", stdout=write)
        os.close(write)
        with self.ended(process):
            try:
                self.wait_until_blocked(process)
                yield process
            finally:
                os.close(read)

    @staticmethod
    @contextlib.contextmanager
    def ended(process):
        try:
            yield
        finally:
            process.kill()
            process.communicate()

    def wait_until_blocked(self, process):
        for _ in range(200):
            time.sleep(0.02)
            state = self.status(process).get("State", "")
            if state.startswith("S") and self.cmdline_is_gone(process):
                time.sleep(0.1)
                return
        self.fail("the process did not come to wait")

    @staticmethod
    def cmdline_is_gone(process):
        return not pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes().split(b"\0", 1)[-1].strip(b"\0")

    @staticmethod
    def status(process):
        text = pathlib.Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8")
        return dict(line.split(":\t", 1) for line in text.splitlines() if ":\t" in line)

    def test_the_words_of_a_running_logger_are_not_in_its_command_line(self):
        with self.waiting_logger() as process:
            self.assertNotIn(WORD.encode(), pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes())

    def test_no_core_file_and_no_memory_in_one(self):
        for waiting in (self.waiting_logger, self.waiting_reader):
            with self.subTest(waiting.__name__), waiting() as process:
                limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text(encoding="utf-8")
                self.assertRegex(limits, r"Max core file size +0 +0 ")
                if os.geteuid() == 0:
                    filtered = pathlib.Path(f"/proc/{process.pid}/coredump_filter").read_text(encoding="utf-8")
                    self.assertEqual(int(filtered, 16), 0)
                # The entries of a process that may not be dumped belong to root, whoever runs it.
                self.assertEqual(os.stat(f"/proc/{process.pid}/environ").st_uid, 0)

    @unittest.skipIf(shutil.which("strace") is None, "needs strace")
    def test_nobody_may_attach_from_the_start(self):
        trace = self.sandbox.root / "trace"
        done = subprocess.run(["strace", "-o", str(trace), "-e", "trace=prctl,prlimit64,openat", self.sandbox.attune, "list"],
                              env=self.sandbox.env, capture_output=True, check=False)
        if done.returncode != 0:
            self.skipTest("nothing can be traced here")
        text = trace.read_text(encoding="utf-8", errors="replace")
        dumpable = text.find("prctl(PR_SET_DUMPABLE, SUID_DUMP_DISABLE")
        core = text.find("RLIMIT_CORE, {rlim_cur=0, rlim_max=0}")
        key = text.find(str(self.sandbox.root / "key"))
        self.assertTrue(0 < core < key and 0 < dumpable < key, text)

    @unittest.skipUnless(os.geteuid() == 0, "only root may read the memory map of a process that cannot be dumped")
    def test_the_opened_image_and_the_keys_are_marked_as_not_to_be_dumped(self):
        with self.waiting_reader() as process:
            maps = pathlib.Path(f"/proc/{process.pid}/smaps").read_text(encoding="utf-8")
            flags = re.findall(r"^VmFlags: (.*)$", maps, re.MULTILINE)
            hidden = [one.split() for one in flags if "dd" in one.split()]
            self.assertGreaterEqual(len(hidden), 2)
            if not sanitized():  # the address sanitizer makes mlock do nothing
                self.assertTrue(any("lo" in one for one in hidden), "keys are locked as well")

    def test_a_crash_leaves_no_core_and_no_word(self):
        for waiting in (self.waiting_logger, self.waiting_reader):
            for number in (signal.SIGSEGV, signal.SIGABRT, signal.SIGQUIT):
                with self.subTest(waiting.__name__, signal=number), waiting() as process:
                    process.send_signal(number)
                    process.wait(10)
                    self.assertEqual(process.returncode, -number)
                    cores = [path for path in self.sandbox.root.rglob("*core*") if path.is_file()]
                    self.assertEqual(cores, [])

    @unittest.skipIf(shutil.which("strace") is None, "needs strace")
    @unittest.skipUnless(pathlib.Path("/proc/sys/kernel/core_pattern").read_text(encoding="utf-8").strip() == "core",
                         "cores go elsewhere")
    def test_a_core_that_is_made_against_its_will_holds_no_word(self):
        # Limit and mark are taken away from it: what is left is that no memory goes into a core, be it the image, the
        # page cache of SQLite or a string.
        if sanitized():
            self.skipTest("the sanitizer's memory is no measure")
        self.sandbox.must("log", f"{WORD} and " + "words that fill a pipe " * 4000)
        mark_and_limit = ("-e", "inject=prctl,prlimit64:retval=0")
        filter_too = (*mark_and_limit, "-e", "inject=write:retval=2:when=1")
        found = []
        for refused in (mark_and_limit, filter_too):
            read, write = os.pipe()
            traced = subprocess.Popen(["strace", "-o", "/dev/null", "-e", "trace=prctl,prlimit64,write", *refused,
                                       self.sandbox.attune, "export", "jsonl"],
                                      env=self.sandbox.env, cwd=self.sandbox.root, stdin=subprocess.DEVNULL, stdout=write,
                                      stderr=subprocess.DEVNULL)
            os.close(write)
            try:
                children = pathlib.Path(f"/proc/{traced.pid}/task/{traced.pid}/children")
                if os.read(read, 1) != b"{":  # the export is on its way, and soon the pipe is full
                    self.skipTest("nothing can be traced here")
                time.sleep(0.5)
                os.kill(int(children.read_text(encoding="utf-8").split()[0]), signal.SIGSEGV)
                traced.wait(20)
            finally:
                traced.kill()
                traced.wait()
                os.close(read)
            cores = [path for path in self.sandbox.root.glob("core*") if path.is_file()]
            if not cores:
                self.skipTest("no core is made here")
            found.append(WORD.encode() in cores[0].read_bytes())
            cores[0].unlink()
        self.assertEqual(found, [False, True], "as it is, and without its filter: the search finds what is there")

    def test_a_program_that_does_not_protect_itself_would_be_seen(self):
        """The searches above mean something: the same looks at `sleep` find what is looked for."""
        process = subprocess.Popen(["sleep", "7.31"])
        try:
            shown = b""
            for _ in range(100):
                shown = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes()
                if b"7.31" in shown:
                    break
                time.sleep(0.02)
            self.assertIn(b"7.31", shown)
            self.assertEqual(os.stat(f"/proc/{process.pid}/environ").st_uid, os.geteuid())
        finally:
            process.kill()
            process.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--attune", required=True)
    given, rest = parser.parse_known_args()
    ATTUNE = given.attune
    if not sys.platform.startswith("linux") or not os.access(tempfile.gettempdir(), os.W_OK):
        sys.exit(77)
    unittest.main(argv=[sys.argv[0], *rest])
