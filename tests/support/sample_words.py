"""The words of the sample journal: what a made-up person writes about. Plain ASCII and UTF-8 without quotation marks
or backslashes, so that they stand in JSON as they are."""

# alias: (name in text, context, share of the moments)
PEOPLE = {
    "sam": ("Sam", "home", 44),
    "mum": ("Mum", "family", 14),
    "jo": ("Jo", "friends", 14),
    "alex": ("Alex", "work", 15),
    "zoë": ("Zoë", "online", 6),
    "": ("somebody", "work", 7),
}

DETAILS = ["again", "without a word", "ten minutes before", "in front of the others", "for the second time",
           "just like that", "while I was talking", "and went to bed", "with a short message", "as if it was nothing",
           "after a long day", "and then laughed it off"]

AFTERTHOUGHTS = ["I went quiet.", "I noticed my hands were cold.", "It took me an hour to settle.",
                 "I said what I wanted, once.", "Slept on it.", "Nothing more came of it.",
                 "I wrote three messages and sent none.", "We talked about it the next day.",
                 "It felt older than this evening.", "I put the phone in the other room."]

# trigger: (weight, base intensity, feelings, sentences, thoughts, urges)
TRIGGERS = {
    "plans-changed": (14, 5.6, ["hurt", "anxious", "angry"],
        ["{p} cancelled dinner {d}", "{p} moved our weekend {d}", "The trip with {p} is off, told me {d}",
         "{p} came home late {d}"],
        ["I do not matter enough", "There is always something else"], ["pursuing", "withdrawing"]),
    "late-reply": (16, 5.9, ["anxious", "lonely", "ashamed"],
        ["No answer from {p} since noon", "{p} read it and did not reply {d}", "Two words back from {p} {d}",
         "Waited for {p} to write, it came {d}"],
        ["Something is wrong between us", "I wrote too much"], ["reassurance-seeking", "vigilance"]),
    "ignored": (9, 6.2, ["hurt", "angry", "lonely"],
        ["{p} looked at the phone {d}", "{p} talked past me {d}", "I asked {p} twice and got nothing {d}"],
        ["I could be anybody", "What I say has no weight"], ["escalating", "withdrawing"]),
    "criticised": (11, 6.0, ["ashamed", "angry", "tense"],
        ["{p} said the kitchen was a mess {d}", "{p} went through my work {d}", "{p} corrected me {d}"],
        ["I can never get it right", "They see through me"], ["sinking-into-work", "escalating"]),
    "dismissed": (8, 5.8, ["hurt", "sad", "angry"],
        ["{p} said I was overthinking it {d}", "Told {p} about the day, {p} changed the subject {d}",
         "{p} called it a small thing {d}"],
        ["My feelings are too much", "I had better keep it to myself"], ["dismissing-needs", "testing"]),
    "closeness": (9, 4.8, ["tense", "trapped", "tender"],
        ["{p} wanted to talk about us {d}", "{p} asked how I really am {d}", "A whole weekend with {p}, no hour alone",
         "{p} said something very kind {d}"],
        ["I need to get out of here", "It cannot last"], ["flaw-finding", "withdrawing"]),
    "conflict": (10, 6.8, ["angry", "afraid", "hurt"],
        ["Row with {p} about money {d}", "{p} raised their voice {d}", "Argued with {p} about the visit {d}"],
        ["This is the end", "I have to win this"], ["escalating", "pursuing"]),
    "silence": (8, 6.3, ["anxious", "afraid", "lonely"],
        ["{p} has hardly spoken since yesterday", "A silent drive with {p} {d}", "{p} sat there and said nothing {d}"],
        ["They are about to leave", "I did something"], ["reassurance-seeking", "hinting"]),
    "compared": (4, 5.2, ["ashamed", "sad", "envious"],
        ["{p} told me how well others are doing {d}", "{p} mentioned the old days {d}"],
        ["I am second best"], ["jealousy", "dismissing-needs"]),
    "controlled": (5, 5.7, ["angry", "trapped", "tense"],
        ["{p} decided it without asking me {d}", "{p} wanted to know where I was {d}"],
        ["I have no room"], ["withdrawing", "fantasies-of-freedom"]),
    "abandoned": (3, 7.9, ["afraid", "sad", "numb"],
        ["{p} left for the week {d}", "{p} hung up {d}"],
        ["Everybody goes in the end"], ["pursuing", "escalating"]),
    "rejected": (3, 7.1, ["hurt", "ashamed", "sad"],
        ["{p} pulled the hand away {d}", "{p} said not tonight {d}"],
        ["I am not wanted"], ["testing", "withdrawing"]),
}

# coping: (share, mean drop)
COPINGS = {"breath": (30, 2.4), "walk": (18, 2.1), "pause": (16, 1.9), "write": (14, 1.3), "call-a-friend": (10, 1.8),
           "grounding": (8, 1.6), "scrolling": (4, 0.3)}

BODY = ["chest", "stomach", "throat", "jaw", "shoulders", "hands"]
NEEDS = ["reassurance", "room", "respect", "company", "rest", "clarity"]
BELIEFS = ["abandonment", "rejection", "isolation"]

PLAIN = ["A quiet day, worked in the garden.", "Long call with {p}, easy and warm.", "Slept badly, nothing special.",
         "Read the chapter on repair and made notes.", "Walked along the river with {p}.",
         "Cooked for four, everybody stayed late.", "Therapy today: the part about waiting for a message.",
         "Asked {p} for an hour alone, and it was fine.", "Rain all day. Tea, a blanket, no drama.",
         "{p} thanked me for the other evening."]
