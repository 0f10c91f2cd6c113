"""Splits by person: nobody is on two sides of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from selfmm.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfmm.types import Sample


def person_folds(samples: Sequence[Sample], folds: int, *, cutoff: float, seed: int) -> tuple[frozenset[str], ...]:
    """The persons dealt into `folds` groups, those above the cut-off spread evenly over them.

    A person's label is that of their first labelled sample. Raises DataError with fewer persons than folds.
    """
    labels = {sample.person: sample.label for sample in reversed(samples) if sample.label is not None}
    if len(labels) < folds:
        raise DataError(
            "There are {people} rated people; at least {folds} are needed to hold some out. Add rated sessions.",
            people=len(labels),
            folds=folds,
        )
    persons = sorted(labels)
    np.random.default_rng(seed).shuffle(persons)
    persons.sort(key=lambda person: labels[person] >= cutoff)  # stable: each side keeps its shuffled order
    return tuple(frozenset(persons[fold::folds]) for fold in range(folds))


def split_by_person(
    samples: Sequence[Sample], shares: Sequence[float], *, cutoff: float, seed: int
) -> tuple[tuple[Sample, ...], ...]:
    """The rated samples dealt into a group a share, so that nobody is in two and each has at least one person.

    `shares` of the persons, such as (0.7, 0.15, 0.15), sum to 1; those above the cut-off are spread evenly. A person's
    label is that of their first rated sample. Raises DataError with fewer persons than shares.
    """
    rated = [sample for sample in samples if sample.label is not None]
    people = max(len(shares), len({sample.person for sample in rated}))
    folds = person_folds(rated, people, cutoff=cutoff, seed=seed)  # a fold a person: shuffled, then by side
    order = [person for fold in folds for person in fold]
    groups = _deal(order, _sizes(people, shares))
    return tuple(of_persons(rated, frozenset(group)) for group in groups)


def _sizes(people: int, shares: Sequence[float]) -> list[int]:
    """Whole numbers in the proportion of `shares`, at least 1 each, that sum to `people`."""
    sizes = [max(1, int(share * people)) for share in shares]
    while sum(sizes) != people:
        step = 1 if sum(sizes) < people else -1
        surplus = [step * (size - share * people) for size, share in zip(sizes, shares, strict=True)]
        open_groups = [group for group, size in enumerate(sizes) if size + step >= 1]
        sizes[min(open_groups, key=lambda group: surplus[group])] += step
    return sizes


def _deal(order: Sequence[str], sizes: Sequence[int]) -> list[list[str]]:
    """Each in turn to the group that is furthest behind its share, so that every stretch of `order` is spread."""
    groups: list[list[str]] = [[] for _ in sizes]
    for dealt, person in enumerate(order, start=1):
        behind = [size * dealt / len(order) - len(group) for size, group in zip(sizes, groups, strict=True)]
        open_groups = [group for group, size in enumerate(sizes) if len(groups[group]) < size]
        groups[max(open_groups, key=lambda group: behind[group])].append(person)
    return groups


def of_persons(samples: Sequence[Sample], persons: frozenset[str]) -> tuple[Sample, ...]:
    """The samples of these persons."""
    return tuple(sample for sample in samples if sample.person in persons)
