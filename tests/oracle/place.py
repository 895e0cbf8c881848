#!/usr/bin/env python3
"""Writes tests/vectors/place.txt: places on the attachment map, redrawn without a line of attune.

Run from the top of the tree: tests/oracle/place.py > tests/vectors/place.txt
The generator is xoshiro256** (Blackman & Vigna 2021) seeded by splitmix64; a draw below n throws away what lies
under 2^64 mod n. Items are drawn within each scale, anxiety first, 1999 times. Per set of answers: both scores, the
shares of secure, anxious, avoidant and fearful (split at 4; on the line half and half) and both standard deviations.
"""
import statistics

MASK = 2**64 - 1
ANXIETY = [(1, 1), (3, -1), (5, 1), (8, -1), (9, 1), (12, -1), (13, 1), (16, -1), (17, 1), (20, -1), (21, 1), (24, -1)]
AVOIDANCE = [(2, -1), (4, 1), (6, -1), (7, 1), (10, -1), (11, 1), (14, 1), (15, -1), (18, 1), (19, -1), (22, -1),
             (23, 1)]
TAKINGS = {
    "march": "7,6,1,2,7,6,2,5,6,5,2,4,7,3,5,4,3,2,6,2,5,-,2,3",
    "april": "6,6,2,2,5,6,2,5,4,5,2,4,5,3,5,4,3,2,6,3,5,6,2,4",
    "wide": "5,2,6,3,5,2,4,2,5,2,6,3,5,3,4,2,5,1,6,2,5,3,4,2",
    "middle": "4,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4,4",
}


def stream(seed):
    state = []
    for _ in range(4):
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        state.append(z ^ (z >> 31))

    def rotate(x, k):
        return ((x << k) | (x >> (64 - k))) & MASK

    while True:
        yield (rotate((state[1] * 5) & MASK, 7) * 9) & MASK
        t = (state[1] << 17) & MASK
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= t
        state[3] = rotate(state[3], 45)


def below(numbers, count):
    while True:
        draw = next(numbers)
        if draw >= 2**64 % count:
            return draw % count


def keyed(answers, key):
    return [a if sign > 0 else 8 - a for item, sign in key if (a := answers[item - 1]) is not None]


def main():
    print("# Source: tests/oracle/place.py, its own generator and sums.")
    for name, text in TAKINGS.items():
        answers = [None if cell == "-" else int(cell) for cell in text.split(",")]
        scales = [keyed(answers, ANXIETY), keyed(answers, AVOIDANCE)]
        numbers = stream(20260301)
        draws, shares = [[], []], [0.0] * 4
        for _ in range(1999):
            point = []
            for scale, values in enumerate(scales):
                total = sum(values[below(numbers, len(values))] for _ in values)
                draws[scale].append(total / len(values))
                # Whole sums against 4 k: no rounding on the line.
                point.append(0.5 if total == 4 * len(values) else float(total > 4 * len(values)))
            x, y = point
            for region, share in enumerate(((1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y)):
                shares[region] += share / 1999
        figures = [sum(values) / len(values) for values in scales] + shares + [statistics.stdev(d) for d in draws]
        print(name, *(f"{figure:.17g}" for figure in figures))


if __name__ == "__main__":
    main()
