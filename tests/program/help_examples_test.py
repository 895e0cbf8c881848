#!/usr/bin/env python3
"""What `help` shows can be typed: every example line of every topic, of the overview and of `COMMAND --help` runs in a
throw-away store that has what the examples speak of, every form of `help dates` is read by `log --at`, and every command
and option that a topic names exists.
"""
import json
import pathlib
import re
import subprocess
import sys
import unittest

from run_transcripts import keyring_works
from sandbox import Sandbox

ATTUNE = ""
TOPICS = ("dates", "quoting", "kinds", "exit-codes", "formats", "privacy", "statistics", "styles", "accessibility")

# A question that a person would answer at the terminal is answered by its flag; each kind of example that needs a file
# of one's own finds it.
ANSWERED = [
    (r"attune init$", "attune init --key-file key2 --no-passphrase --no-recovery --store fresh1"),
    (r"attune init --key-file \S+ --no-passphrase$", "attune init --key-file key3 --no-passphrase --no-recovery --store fresh2"),
    (r"(attune init --passphrase-fd 3 --no-recovery 3< secret)$", r"\1 --low-memory --store fresh3"),
    (r"(attune key add --passphrase)$", r"\1 --no-input"),
    (r"attune log$", "echo 'He left' | attune log -"),
    (r"(attune log --guided)$", r"\1 He left"),
    (r"(attune quiz take attachment\b(?!.*--answers).*)", r"\1 --answers " + ",".join(["4"] * 24)),
    (r"attune completion fish \| source.*", "attune completion fish"),
    (r"~/safe/", "safe/"),
    # Without a terminal nothing leads through a practice or waits for keys.
    (r"(attune practice (?!list|show|check)\S+(?: --with \S+)?)$", r"\1 --done"),
    (r"(attune observe )(--minutes \S+ )", r"\1--intervals re,-,m "),
    (r"(attune store backup) /media/stick/diary\.sealed", r"\1 stick.sealed"),
    (r"(attune store restore) /media/stick/diary\.sealed", r"attune store backup stick.sealed && \1 stick.sealed"),
    (r"(attune store forget \S+)$", r"\1 --yes"),
    (r"(attune key rotate --keep-key-file )\S+", r"attune key add --new-key-file kept.key && \1kept.key"),
    (r"(attune key rotate --passphrase-file old --keep-passphrase-file other)",
     r"attune key add --passphrase --new-passphrase-file old --low-memory && "
     r"attune key add --passphrase --new-passphrase-file other --low-memory && \1 --keep-key-file key"),
]
# Where asking a person is the point, the refusal names the flag and nothing else is wrong.
ASKS = (r"attune key add --passphrase --no-input|attune key change|--guided|attune edit last$|attune unlock|attune quiz$")


def attune(*words):
    return subprocess.run([ATTUNE, *words], capture_output=True, text=True, check=True,
                          env={"HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "COLUMNS": "100"}).stdout


def commands():
    text = attune("help", "all").split("Options for every command")[0]
    return re.findall(r"^  ([a-z][a-z-]*(?: [a-z][a-z-]*)?)(?:  |$)", text, re.MULTILINE)


def examples_in(text):
    """Lines that begin with a command; what stands behind three blanks says what it does."""
    for line in text.splitlines():
        if re.match(r" {2,}(?:\S+ )*?attune [a-z]", line) and "Usage" not in line:
            yield re.split(r" {3,}", line.strip())[0]


class HelpExamplesTest(unittest.TestCase):
    maxDiff = None

    def prepared(self, sandbox):
        sandbox.env["ATTUNE_NOW"] = "2026-03-01T21:45:00+00:00"
        root = sandbox.root
        (root / "safe").mkdir()
        for name in ("old", "other"):
            (root / name).write_text(f"{name} words by the sea\n")
        (root / "secret").write_text("seven quiet rivers run\n")
        for when, text in (("2026-02-10", "He was late @samuel %plans-chnaged"), ("2026-02-24", "dinner again, he said @sam %late-reply")):
            sandbox.must("log", "--at", when, *text.split(" "), "--responded")
        sandbox.must("note", "therapy", "We spoke of dinner", "--at", "2026-02-20 10:00")
        for person in ("sam", "kim"):
            sandbox.must("quiz", "take", "attachment", "--about", person, "--answers", ",".join(["3"] * 24))
        for name, count in (("maas", 15), ("ecr-r", 36)):
            (root / f"{name}.txt").write_text("".join(f"My own sentence {i + 1}.\n" for i in range(count)))

    def run_one(self, example, sandbox):
        command = example
        for pattern, answered in ANSWERED:
            command = re.sub(pattern, answered, command)
        # Ids of the text stand for the newest entries; a copy is that of its questionnaire.
        kind = "assessment" if "quiz" in command else "trigger"
        pool = [row["id"] for row in sandbox_json(sandbox, "list", "--kind", kind)["entries"]]
        for number, word in enumerate(("4f2a", "7c1e")):
            if word in command:
                command = command.replace(word, pool[number][:12])
        copy = re.search(r"install (\S+) my-copy\.txt", command)
        if copy:
            command = command.replace("my-copy", copy.group(1))
        env = {**sandbox.env, "PATH": f"{pathlib.Path(ATTUNE).parent}:/usr/bin:/bin"}
        done = subprocess.run(["bash", "-c", command], cwd=sandbox.root, env=env, capture_output=True,
                              stdin=subprocess.DEVNULL, text=True, timeout=120, check=False)
        if re.search(ASKS, command) and done.returncode == 2:
            self.assertRegex(done.stderr, r"terminal|--[a-z]", command)
            return
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}{done.stderr}")

    @staticmethod
    def code_of(example, sandbox):
        env = {**sandbox.env, "PATH": f"{pathlib.Path(ATTUNE).parent}:/usr/bin:/bin"}
        return subprocess.run(["bash", "-c", example], cwd=sandbox.root, env=env, capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=120, check=False).returncode

    def test_every_example_of_help_runs(self):
        texts = [attune("help"), subprocess.run([ATTUNE], capture_output=True, text=True, check=False,
                                                env={"HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}).stdout]
        texts += [attune("help", topic) for topic in TOPICS]
        texts += [attune(*command.split(), "--help") for command in commands()]
        examples = list(dict.fromkeys(example for text in texts for example in examples_in(text)))
        self.assertGreater(len(examples), 50)
        for example in examples:
            if re.match(r"attune (unlock|lock)\b", example) and not keyring_works():
                continue
            with self.subTest(example=example), Sandbox(ATTUNE) as sandbox:
                self.prepared(sandbox)
                if re.match(r"attune store (devices retire|quarantine) \w*\d", example):
                    self.assertEqual(self.code_of(example, sandbox), 5)  # nothing of that name is there
                    continue
                if "evenings.toml" in example and "check" in example:
                    sandbox.must("quiz", "new", "evenings", "-o", "evenings.toml")
                self.run_one(example, sandbox)

    def test_every_form_of_help_dates_is_read(self):
        rows, kind = {}, ""
        for line in attune("help", "dates").splitlines():
            row = re.match(r"  (\S.{0,11}?) {2,}(.*)| {14}(.*)", line)
            if row:
                kind = row.group(1) or kind
                rows.setdefault(kind, []).extend(re.split(r" {2,}", (row.group(2) or row.group(3)).strip()))
        self.assertEqual(list(rows), ["exact", "words", "relative", "weekday", "month, day", "clock", "rough",
                                      "since 1970", "periods"])
        rows["rough"] = ["yesterday morning", "yesterday afternoon", "evening", "night"]
        read = 0
        with Sandbox(ATTUNE) as sandbox:
            sandbox.env["ATTUNE_NOW"] = "2026-03-01T22:30:00+00:00"
            for kind, forms in rows.items():
                for form in forms:
                    words = ("list", "--from", form) if kind == "periods" else ("log", "He left", "--at", form)
                    if form.startswith("until"):
                        words = ("list", "--to", form)
                    done = sandbox.run(*words)
                    self.assertEqual(done.returncode, 0, f"{kind}: {form}: {done.stderr}")
                    read += 1
            for length in ("7d", "4w", "3 months", "1y"):
                sandbox.must("list", "--last", length)
        self.assertGreater(read, 45)

    def test_every_command_and_option_that_a_topic_names_exists(self):
        known = commands()
        verbs = {command.split()[0] for command in known}
        own = {command: attune(*command.split(), "--help") for command in known}
        for topic in TOPICS:
            text = " ".join(attune("help", topic).split())
            for named in re.findall(r"'attune ([a-z][^']*)'", text):
                with self.subTest(topic=topic, named=named):
                    words = named.split()
                    self.assertIn(words[0], verbs)
                    command = " ".join(words[:2])
                    options = own.get(command) or own.get(words[0]) or attune("help", words[0])
                    for option in re.findall(r"--[a-z-]+", named):
                        self.assertIn(option, options)

    def test_the_topics_are_these(self):
        listed = attune("help", "all").split("Topics (attune help TOPIC)\n", 1)[1]
        self.assertEqual(sorted(re.findall(r"^  ([a-z][a-z-]*)  ", listed, re.MULTILINE)), sorted(TOPICS))


def sandbox_json(sandbox, *words):
    return json.loads(sandbox.must(*words, "--json", "--limit", "100"))


if __name__ == "__main__":
    ATTUNE = str(pathlib.Path(sys.argv.pop(sys.argv.index("--attune") + 1)).resolve())
    sys.argv.remove("--attune")
    unittest.main()
