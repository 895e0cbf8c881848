"""Transcripts: commands and what they print, in one readable text.

    # a comment, as often as wanted
    requires: root                   skip the whole transcript unless this is given (root, keyring, strace, mounts)
    env: NAME=VALUE                  from here on; `env: -NAME` takes a variable away
    -- mood.toml --                  writes a file; its lines go on to the next command or block
    scale = "often"
    -- stdin --                      the standard input of the next command (otherwise it is empty)
    He left
    $ attune quiz check mood.toml    runs in bash, standard streams on pipes and no terminal anywhere;
    > --verbose                      a command goes on in lines that begin with "> "
    everything else is standard output
    2> this line was on standard error
    exit 65                          left out when it is 0

    tty$ attune init                 runs on a pseudo-terminal; what stands below is the screen
    new passphrase:
    secret> correct horse            typed after the screen shows exactly the lines above; must not be echoed
    type> y                          typed and echoed
    key> ^C                          a single key

In expected lines `[id]` stands for a short id, `[id:sam]` for one that is called `$sam` from there on (in commands too),
`[number]` for digits, `[..]` for any text, and a line `[...]` for any number of lines. `~ ` before a line makes it a
regular expression. A line that would read as one of the marks above begins with a backslash. Blank lines at the end of
an output do not count. Paths inside the test's own folder appear as `[tmp]`, a carriage return as `^M`, and a last line
without a line break ends in `[no newline]`.
"""
import re
from dataclasses import dataclass, field

MARKS = re.compile(
    r"(\$ |tty\$ |# ?|-- .* --$|2> ?|2~ |~ |exit \d|env: |requires: |type> ?|secret> ?|key> |> |\\)")
PLACEHOLDER = re.compile(r"\[(?:id(?::([a-z_][a-z0-9_]*))?|number|\.\.)\]")
ANY_LINES = "[...]"


@dataclass
class Expected:
    """One expected line: a literal with placeholders, a regular expression, or any number of lines."""
    text: str
    is_regex: bool = False

    @property
    def any_lines(self):
        return not self.is_regex and self.text == ANY_LINES

    def match(self, actual, names):
        """The names this line binds when it matches `actual`, or None. `names` are already bound."""
        if self.is_regex:
            return {} if re.fullmatch(self.text, actual) else None
        pattern, end, fresh = "", 0, []
        for hit in PLACEHOLDER.finditer(self.text):
            pattern += re.escape(self.text[end:hit.start()])
            end = hit.end()
            name = hit.group(1)
            if name and name in names:
                pattern += re.escape(names[name])
            elif name and name in fresh:
                pattern += f"(?P={name})"
            elif name:
                fresh.append(name)
                pattern += f"(?P<{name}>[0-9a-f]{{4,32}})"
            elif hit.group(0) == "[id]":
                pattern += "[0-9a-f]{4,32}"
            elif hit.group(0) == "[number]":
                pattern += r"\d+"
            else:
                pattern += ".*"
        found = re.fullmatch(pattern + re.escape(self.text[end:]), actual)
        return found.groupdict() if found else None

    def written(self, stream):
        mark = {"out": "", "err": "2"}[stream]
        if self.is_regex:
            return f"{mark}~ {self.text}"
        if stream == "err":
            return f"2> {self.text}".rstrip()
        return escape(self.text)


def escape(text):
    return "\\" + text if MARKS.match(text) else text


def match_lines(expected, actual, names):
    """True when the expected lines match all actual ones; binds new names in `names`."""
    tried = set()

    def walk(i, j, bound):
        while i < len(expected) and not expected[i].any_lines:
            if j >= len(actual):
                return None
            more = expected[i].match(actual[j], {**names, **bound})
            if more is None:
                return None
            bound = {**bound, **more}
            i, j = i + 1, j + 1
        if i == len(expected):
            return bound if j == len(actual) else None
        for k in range(j, len(actual) + 1):
            if (i + 1, k) not in tried:
                tried.add((i + 1, k))
                result = walk(i + 1, k, bound)
                if result is not None:
                    return result
        return None

    bound = walk(0, 0, {})
    if bound is None:
        return False
    names.update(bound)
    return True


def aligned(expected, actual, names):
    """The actual lines, each replaced by the expected line that fits it: what an update writes and a diff shows."""
    lines, start = [], 0
    for text in actual:
        for index in range(start, len(expected)):
            if not expected[index].any_lines and expected[index].match(text, names) is not None:
                lines.append(expected[index])
                names.update(expected[index].match(text, names))
                start = index + 1
                break
        else:
            for name, value in names.items():
                text = re.sub(rf"\b{re.escape(value)}\b", f"[id:{name}]", text)
            lines.append(Expected(text))
    return lines


@dataclass
class Step:
    """One piece of a transcript: comment, file, env, requires or command; `lines` is how it stood in the file."""
    kind: str
    name: str = ""
    lines: list = field(default_factory=list)
    content: list = field(default_factory=list)
    number: int = 0


@dataclass
class Command(Step):
    tty: bool = False
    text: str = ""
    out: list = field(default_factory=list)
    err: list = field(default_factory=list)
    segments: list = field(default_factory=list)  # tty: [expected lines, typed or None] per prompt
    code: int = 0

    def written(self):
        first, *more = self.text.split("\n")
        lines = [("tty$ " if self.tty else "$ ") + first] + ["> " + line for line in more]
        if self.tty:
            for expected, typed in self.segments:
                lines += [line.written("out") for line in expected]
                if typed:
                    lines.append(f"{typed[0]}> {typed[1]}".rstrip())
        lines += [line.written("out") for line in self.out]
        lines += [line.written("err") for line in self.err]
        return lines + ([f"exit {self.code}"] if self.code else [])


class TranscriptError(Exception):
    """The transcript itself cannot be read."""


def parse(text, name):
    steps, command, block = [], None, None

    def drop_blank_end():
        if command and not command.tty:
            while command.out and command.out[-1].text == "" and not command.out[-1].is_regex:
                command.out.pop()
        if command and command.tty and command.segments:
            last = command.segments[-1][0]
            while last and last[-1].text == "":
                last.pop()

    def add(step):
        nonlocal command, block
        drop_blank_end()
        steps.append(step)
        command = step if isinstance(step, Command) else None
        block = step if step.kind == "file" else None

    in_command_text = False
    for number, line in enumerate(text.splitlines(), 1):
        start = re.match(r"(tty)?\$ (.*)", line)
        if start:
            add(Command("command", tty=bool(start.group(1)), text=start.group(2), number=number))
            command.segments = [[[], None]] if command.tty else []
            in_command_text = True
            continue
        if in_command_text and line.startswith("> "):
            command.text += "\n" + line[2:]
            continue
        in_command_text = False
        named = re.fullmatch(r"-- (.+) --", line)
        if named:
            add(Step("file", named.group(1), [line], number=number))
        elif block:
            block.content.append(line[1:] if line.startswith("\\$ ") else line)
            block.lines.append(line)
        elif line.startswith(("env: ", "requires: ")):
            kind, value = line.split(": ", 1)
            add(Step(kind, value, [line], number=number))
        elif re.match(r"#( |$)", line) or not command:
            if line and not line.startswith("#"):
                raise TranscriptError(f"{name}:{number}: output before the first command: {line}")
            add(Step("comment", lines=[line], number=number))
        else:
            read_output_line(command, line, name, number)
    drop_blank_end()
    return steps


def read_output_line(command, line, name, number):
    typed = re.match(r"(type|secret|key)> ?(.*)", line)
    code = re.fullmatch(r"exit (\d+)", line)
    if code:
        command.code = int(code.group(1))
    elif command.tty and typed:
        command.segments[-1][1] = (typed.group(1), typed.group(2))
        command.segments.append([[], None])
    elif re.match(r"2> ?", line) or line.startswith("2~ "):
        if command.tty:
            raise TranscriptError(f"{name}:{number}: a terminal shows both streams as one")
        command.err.append(Expected(line[3:], is_regex=line.startswith("2~ ")))
    else:
        regex = line.startswith("~ ")
        text = line[2:] if regex else line[1:] if line.startswith("\\") else line
        target = command.segments[-1][0] if command.tty else command.out
        target.append(Expected(text, is_regex=regex))
