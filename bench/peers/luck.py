"""What a search for the smallest model within a loss gives away by luck, in simulation.

    python3 bench/peers/luck.py

A search by bisection judges models whose true loss grows with what is cut, each by an estimate with a standard error. A trial
passes if estimate + share x e(n) x error is allowed, e(n) being the expected largest of n normal numbers (pipeline/Gate.java).
Networks differ in where their loss begins to grow and in what tuning wins back. Prints, for each error and share: the geometric
mean of the sizes found, and how often the model that was found truly loses more than allowed, or twice that.
"""

import math
import random
from statistics import NormalDist, mean

ALLOWED = 0.01
TRIALS = 8
SEARCHES = 4000


def luck(n):
    return NormalDist().inv_cdf((n - 0.375) / (n + 0.25)) if n > 1 else 0


def search(rng, error, share):
    knee = math.exp(rng.uniform(math.log(0.05), math.log(0.7)))
    gain = rng.choice([0, 0, 0.01, 0.03])

    def loss(size):
        return 2 * ALLOWED * ((1 / size - 1) / (1 / knee - 1)) ** 1.5 - gain

    low, high, best, size = 0.01, 1.0, None, 0.5
    for n in range(1, TRIALS + 1):
        if high / low <= 1.06:
            break
        if rng.gauss(loss(size), error) + share * luck(n) * error <= ALLOWED:
            best = high = size
        else:
            low = size
        size = max(math.sqrt(low * high), high / 3)
    return best or 1.0, loss(best) if best else 0


def main():
    rng = random.Random(1)
    print("| standard error | luck | size found | truly lost more than allowed | twice that |")
    print("|---|---|---|---|---|")
    for error in (0.006, 0.0125, 0.018):
        for share in (0, 0.5, 1):
            found = [search(rng, error, share) for _ in range(SEARCHES)]
            size = math.exp(mean(math.log(s) for s, _ in found))
            over, twice = (sum(l > k * ALLOWED for _, l in found) / SEARCHES for k in (1, 2))
            print(f"| {error} | {share} | {size:.2f} | {100 * over:.0f} % | {100 * twice:.1f} % |")


main()
