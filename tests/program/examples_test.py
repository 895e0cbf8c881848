#!/usr/bin/env python3
"""Every example in README.md and man/attune.1 does what it says: each `attune …` line runs, in order, in a fresh home.

Lines that ask questions of a person (a bare `init`, a questionnaire without answers) are run with the flag that answers
them, which every prompt has.
"""
import pathlib
import re
import subprocess
import sys
import unittest

from run_transcripts import keyring_works
from sandbox import Sandbox

ROOT = pathlib.Path(__file__).resolve().parents[2]
ATTUNE = ""
ANSWERED = [
    (r"attune init$", "attune init --key-file key --no-passphrase --no-recovery"),
    (r"attune init --key-file \S+$", "attune init --key-file key --no-passphrase --no-recovery"),
    (r"(attune quiz take attachment\b(?!.*--answers).*)", r"\1 --answers " + ",".join(["4"] * 24)),
    (r"(attune quiz take mindful-attention\b(?!.*--answers).*)", r"\1 --answers " + ",".join(["3"] * 15)),
]


def readme_examples():
    for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines():
        if re.match(r"    (?:[a-z]+ .*\| )?attune |    echo .*\| attune ", line):
            yield line.strip()


def page_examples():
    text = (ROOT / "man/attune.1").read_text(encoding="utf-8").split(".Sh EXAMPLES", 1)[1].split("\n.Sh ", 1)[0]
    for line in text.splitlines():
        if re.match(r"\.Dl (?:.*\| )?attune ", line):
            yield re.sub(r"\\&|\\(?=-)", "", line.removeprefix(".Dl ")).replace("\\(dq", '"')


class ExamplesTest(unittest.TestCase):
    def run_all(self, examples):
        self.assertGreater(len(examples), 8)
        unlocks = keyring_works()
        with Sandbox(ATTUNE, init=False) as sandbox:
            environment = {**sandbox.env, "PATH": f"{pathlib.Path(ATTUNE).parent}:/usr/bin:/bin"}
            for example in examples:
                if re.match(r"attune (unlock|lock)\b", example) and not unlocks:
                    continue
                command = example
                for pattern, answered in ANSWERED:
                    command = re.sub(pattern, answered, command)
                done = subprocess.run(["bash", "-c", command], cwd=sandbox.root, env=environment, capture_output=True,
                                      stdin=subprocess.DEVNULL, text=True, timeout=120, check=False)
                self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")

    def test_the_readme_can_be_followed_word_for_word(self):
        self.run_all(list(readme_examples()))

    def test_the_examples_of_the_man_page_work(self):
        examples = list(page_examples())
        self.run_all(examples if any(re.match("attune init", line) for line in examples) else
                     ["attune init", *examples])


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
