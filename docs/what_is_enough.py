"""How many people a line, and a head on text vectors, need: a simulation behind docs/decisions/0016-what-is-enough.md.

People's ratings hang together with a base's score (correlation BASE) and, beyond that, with many directions of a text
vector (SHARE of the variance in all). A line of the score and a ridge regression of score and vector learn from n
people; both are judged on many others, against always saying the median.
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import QuantileRegressor, RidgeCV

PEOPLE = (8, 10, 15, 20, 30, 40, 60, 100, 200, 400)
REPEATS, JUDGED = 200, 2000
WIDTH, DIRECTIONS = 100, 20  # of a vector, and in how many of them something is shown
BASE = 0.35  # on people held out the bundled models had r .25 to .45 (docs/model_development.md)
SHARE = 0.35  # of the ratings' variance that the vectors show


def draw(people, generator):
    """Score (people,), vectors (people, WIDTH) and ratings (people,), all of deviation 1."""
    score = generator.standard_normal(people)
    vectors = generator.standard_normal((people, WIDTH))
    shown = vectors[:, :DIRECTIONS].sum(axis=1) / np.sqrt(DIRECTIONS)
    rest = np.sqrt(1 - BASE**2 - SHARE)
    return score, vectors, BASE * score + np.sqrt(SHARE) * shown + rest * generator.standard_normal(people)


def gains(people, generator):
    """By how much line and ridge are nearer than the median: a share of the median's mean absolute error."""
    score, vectors, ratings = draw(people, generator)
    new_score, new_vectors, new_ratings = draw(JUDGED, generator)
    constant = np.abs(new_ratings - np.median(ratings)).mean()
    line = QuantileRegressor(quantile=0.5, alpha=0.0, solver="highs").fit(score[:, None], ratings)
    ridge = RidgeCV(np.logspace(0, 4, 9)).fit(np.column_stack([score, vectors]), ratings)
    told = line.predict(new_score[:, None]), ridge.predict(np.column_stack([new_score, new_vectors]))
    return [1 - np.abs(new_ratings - one).mean() / constant for one in told]


def main():
    """Print the decision's table."""
    generator = np.random.default_rng(1111)
    print("| people | line: gain | better than the median | head: gain | better than the line |")
    print("|---|---|---|---|---|")
    for people in PEOPLE:
        line, head = np.array([gains(people, generator) for _ in range(REPEATS)]).T
        told = f"{line.mean():+.1%} | {np.mean(line > 0):.0%} | {head.mean():+.1%} | {np.mean(head > line):.0%}"
        print(f"| {people} | {told} |")


if __name__ == "__main__":
    main()
