#!/usr/bin/env python3
"""Runs the campaigns that earn the store its trust and prints what each counted beside what it has to reach.

A campaign is a program of this tree that takes --minutes and --seed, prints its counts as its last line, and ends with 0
when every promise held, with 77 when it cannot run here.
"""
import argparse
import collections
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]

# group: the promise and how much of it is enough; counted: what of the last line is the count; weight: share of the time
Campaign = collections.namedtuple("Campaign", "name group target counted weight command")
PROGRAM, SCRIPT = "{build}/tests/", "tests/program/"
CAMPAIGNS = [
    Campaign("vectors", "known-answer vectors", 300, r"(\d+) vectors", 0,
             [PROGRAM + "unit_store", "--test-case=every known-answer vector*"]),
    Campaign("mutations", "every bit, cut, swap and splice", 500_000, r"(\d+) changes", 3, [PROGRAM + "mutations"]),
    Campaign("hostile", "files in hostile hands", 150, r"(\d+) hostile stores", 1, [SCRIPT + "hostile.py"]),
    Campaign("fuzz", "fuzz harnesses, all together", 90_000_000, r"(\d+) runs", 3, ["script/fuzz"]),
    Campaign("faults", "file steps refused, host seam", 5_000, r"(\d+) of", 2, [PROGRAM + "disk_faults", "faults"]),
    Campaign("looks", "readings and locks refused, host seam", 5_000, r"(\d+) of", 1, [PROGRAM + "disk_faults", "looks"]),
    Campaign("calls", "system calls refused, real program", 2_000, r"(\d+) calls", 2, [SCRIPT + "fail_calls.py"]),
    Campaign("power", "disks after a power cut", 20_000, r"(\d+) disks", 2, [PROGRAM + "disk_faults", "power"]),
    Campaign("kills", "kill -9 at random moments", 10_000, r"(\d+) kills", 3, [SCRIPT + "kill_loop.py"]),
    Campaign("steps", "kill -9 at every system call", 700, r"(\d+) kills in", 1, [SCRIPT + "kill_steps.py"]),
    Campaign("full", "steps on a full disk", 600, r"(\d+) (?:logged|set aside|refused|folds|reads)", 1, [SCRIPT + "full_disk.py"]),
    Campaign("loggers", "entries of 32 loggers at once, 200 each", 320_000, r"(\d+) entries", 2,
             [SCRIPT + "loggers.py", "--entries", "200"]),
    Campaign("sync", "sync schedules of 2 to 4 devices", 5_000, r"(\d+) schedules", 3, [PROGRAM + "sync_schedules"]),
    Campaign("canaries", "searches for typed words", 1_000, r"(\d+) searches", 1, [SCRIPT + "canaries.py"]),
    Campaign("lock_out", "key changes killed at every step", 500, r"(\d+) in ", 1, [SCRIPT + "lock_out.py"]),
    Campaign("claims", "claims of reports, empty diaries", 0, r"", 0, [PROGRAM + "calibration/claims"]),
]


def count_in(text, pattern):
    """The sum of all numbers that the pattern finds: drivers that go round say one line a round."""
    return sum(int(number.replace(",", "")) for number in re.findall(pattern, text)) if pattern else 0


def command_of(campaign, given, minutes, seed):
    command = [word.format(build=given.build) for word in campaign.command]
    if command[0].endswith(".py"):
        command = [sys.executable, "-B", *command]
    if campaign.name == "fuzz":
        harnesses = len(list(ROOT.glob("fuzz/*/*_fuzz.cpp")))
        return [*command, "--seconds", str(max(1, round(60 * minutes / harnesses))), "--seed", str(seed)]
    if campaign.name == "vectors":
        return command
    if any(word.startswith(SCRIPT) for word in command):
        command += ["--attune", f"{given.build}/src/attune"]
    if campaign.name == "claims":
        command += ["--diaries", str(given.diaries)]
    return [*command, "--minutes", f"{minutes:.2f}", "--seed", str(seed)]


def environment():
    """What is promised is of the program and the kernel's files, not of a disk: with room in memory the stores lie there,
    where a sync costs nothing and a minute has more in it."""
    memory = pathlib.Path("/dev/shm")
    if "TMPDIR" in os.environ or not memory.is_dir() or shutil.disk_usage(memory).free < 4 << 30:
        return dict(os.environ)
    return os.environ | {"TMPDIR": str(memory)}


def run(campaign, given, minutes):
    """(how it ended, its count, seconds); what it printed is shown as it comes."""
    seed = given.seed if given.seed is not None else random.randrange(1, 1 << 31)
    print(f"== {campaign.name} (seed {seed})", flush=True)
    begun = time.monotonic()
    process = subprocess.Popen(command_of(campaign, given, minutes, seed), cwd=ROOT, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, errors="replace", env=environment())
    lines = []
    for line in process.stdout:
        print(line, end="", flush=True)
        lines.append(line)
    code = process.wait()
    text = "".join(lines)
    if code not in (0, 77):
        folder = ROOT / "build" / "soak"
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / f"{campaign.name}-{seed}.log"
        kept.write_text(text, encoding="utf-8")
        print(f"kept in {kept.relative_to(ROOT)}", flush=True)
    how = {0: "held", 77: "cannot run here"}.get(code, f"FOUND SOMETHING, seed {seed}")
    return how, count_in(text, campaign.counted), time.monotonic() - begun


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", default="build/release")
    parser.add_argument("--minutes", type=float, default=10, help="for all campaigns together; some take longer than their share")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--diaries", type=int, default=1000)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("campaigns", nargs="*")
    given = parser.parse_args()
    known = {one.name: one for one in CAMPAIGNS}
    unknown = [name for name in given.campaigns if name not in known]
    if unknown:
        parser.error(f"unknown campaign '{unknown[0]}'; there are: {', '.join(known)}")
    if given.list:
        for one in CAMPAIGNS:
            print(f"{one.name:<10} {one.group}" + (f", {one.target} and more" if one.target else ""))
        return 0
    chosen = [known[name] for name in given.campaigns] or [one for one in CAMPAIGNS if one.name != "claims"]
    weights = sum(one.weight or len(given.campaigns) > 0 for one in chosen) or 1
    rows = []
    for one in chosen:
        rows.append((one, *run(one, given, given.minutes * (one.weight or 1) / weights)))
    print(f"\n{'campaign':<10} {'':<38} {'counted':>12} {'to reach':>12} {'seconds':>8}")
    for one, how, count, seconds in rows:
        reach = f"{one.target:,}" if one.target else ""
        print(f"{one.name:<10} {one.group:<38} {count:>12,} {reach:>12} {seconds:>8.0f}  {how}")
    return 1 if any(how.startswith("FOUND") for _, how, _, _ in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
