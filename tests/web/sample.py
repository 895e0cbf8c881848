"""What a person writes over a year beside entries: takings, predictions, needs, boundaries, repairs, beliefs, wins,
check-ins, practice and a programme. Made up; the same seed gives the same words and numbers."""
import datetime
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
NOW = "2026-03-01T21:45:00+00:00"
TODAY = datetime.date(2026, 3, 1)


def journal(seed, weeks, entries, end=TODAY):
    return subprocess.run([sys.executable, "-B", str(ROOT / "tests/support/make_journal.py"), "--seed", str(seed),
                           "--weeks", str(weeks), "--entries", str(entries), "--zone", "UTC", "--end",
                           end.isoformat()], check=True, stdout=subprocess.PIPE).stdout


def start_program(box, day="2025-11-10"):
    """A programme with a first day drawn at random, long enough ago to have an end."""
    box.env["ATTUNE_NOW"] = f"{day}T09:00:00+00:00"
    box.must("program", "start", "--baseline", "7d", "--random-window", "21d", "--quiz", "attachment", "--quiz",
             "self-kindness")
    box.env["ATTUNE_NOW"] = NOW


def take_questionnaires(box, chance):
    for name, items, top in (("attachment", 24, 7), ("self-kindness", 12, 5)):
        for about, start in (("", 4.8), ("sam", 5.0), ("mother", 5.6)):
            if name != "attachment" and about:
                continue
            for month, day in enumerate(("2025-06-01", "2025-08-31", "2025-11-30", "2026-02-22")):
                level = (start - 0.5 * month) * top / 7
                answers = " ".join(
                    str(min(top, max(1, round(chance.gauss(level if item % 3 else top + 1 - level, 1.2 * top / 7)))))
                    for item in range(items))
                box.env["ATTUNE_NOW"] = f"{day}T19:00:00+00:00"
                (box.root / "answers.txt").write_text(answers)
                box.must("quiz", "take", name, *(("--about", about) if about else ()), "--answers",
                         str(box.root / "answers.txt"))
    box.env["ATTUNE_NOW"] = NOW


def close_predictions(box, chance):
    """Forty predictions over ten weeks, most of them closed, fewer come true than expected."""
    for number in range(40):
        day = (datetime.date(2025, 12, 22) + datetime.timedelta(days=number * 7 // 4)).isoformat()
        probability = chance.choice((10, 20, 30, 45, 60, 70, 80, 90))
        made = box.must("note", "experiment", "If I ask there will be trouble", "--type", "disclose", "--probability",
                        str(probability), "--fear", str(chance.randint(3, 9)), "--with", chance.choice(("sam", "mother")),
                        "--at", f"{day} 12:00", "--porcelain").strip()
        if number % 8 == 7:
            continue
        happened = "yes" if chance.random() < probability / 170 else "no"
        box.must("note", "experiment", "--of", made, "--happened", happened, "--distress", str(chance.randint(1, 6)),
                 "--at", f"{day} 19:00")


def write_steps(box, chance):
    """Needs, boundaries, repairs, beliefs, wins and check-ins of the last months."""
    def days(count, over):
        return [(TODAY - datetime.timedelta(days=1 + i * over // count)).isoformat() for i in range(count)]

    for day in days(14, 110):
        box.must("note", "need", "I feel alone when plans change late; could you call before?", "--need",
                 chance.choice(("being-heard", "reassurance", "rest")), "--voiced",
                 chance.choice(("said", "said", "hinted", "not-said")), "--met", chance.choice(("yes", "partly", "no")),
                 "--with", chance.choice(("sam", "mother")), "--at", f"{day} 18:00")
    for wording, person in (("No calls after nine in the evening", "mother"), ("I leave the room when voices rise", "sam")):
        made = box.must("note", "boundary", wording, "--domain", "time", "--with", person, "--at", "2025-12-01 20:00",
                        "--porcelain").strip()
        for day in days(7, 60):
            box.must("note", "boundary", "--of", made, "--event",
                     chance.choice(("stated", "kept", "kept", "slipped", "pushed-back")), "--at", f"{day} 20:30")
    box.must("note", "repair", "I shouted about the keys", "--who", "other", "--with", "sam", "--own-part",
             "I was tired and loud", "--remorse", "2026-02-25", "--understanding", "2026-02-26", "--at",
             "2026-02-24 21:00")
    for statement, levels in (("People leave when I need them", (80, 70, 55, 60, 40)),
                              ("I have to be easy to be kept", (90, 85, 70))):
        made = box.must("note", "belief", statement, "--strength", str(levels[0]), "--schema", "abandonment", "--at",
                        "2025-07-01 12:00", "--porcelain").strip()
        for number, level in enumerate(levels[1:]):
            box.must("note", "belief", "--of", made, "--strength", str(level), "--instead",
                     "Some people stayed when I asked", "--at", f"2025-{9 + number % 4:02}-03 12:00")
    for day, text in zip(days(5, 50), ("Asked for a pause and came back after 20 minutes", "A walk with mother, no fight",
                                       "Said no to the third party of the week", "Slept eight hours",
                                       "Told sam what I was afraid of")):
        box.must("note", "win", text, "--type", "overcame", "--at", f"{day} 21:00")
    for day in days(24, 48):
        box.must("note", "checkin", "ordinary", "--named", str(chance.randint(3, 9)), "--calm",
                 str(chance.randint(2, 8)), "--myself", str(chance.randint(4, 9)), "--at", f"{day} 20:00")
    box.must("note", "therapy", "What closeness costs", "--with", "therapist", "--at", "2026-02-12 16:00")


def practice(chance, weeks=14):
    """Records of practice, as another program would hand them over."""
    lines = [json.dumps({"schema": 1, "type": "header"})]
    for back in range(weeks * 7):
        if chance.random() < 0.45:
            continue
        day = (TODAY - datetime.timedelta(days=back)).isoformat()
        lines.append(json.dumps({
            "schema": 1, "id": f"{chance.getrandbits(128):032x}", "kind": "practice", "at": f"{day}T07:30:00+00:00",
            "local_day": day, "precision": "minute", "text": "", "fields": {}, "people": [],
            "values": [{"key": "minutes", "phase": "item", "num": chance.choice((5, 10, 12, 20)), "unit": "min"}],
            "tags": [], "links": [], "source": "", "source_key": ""}))
    return ("\n".join(lines) + "\n").encode()
