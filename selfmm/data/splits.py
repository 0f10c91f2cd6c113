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


def of_persons(samples: Sequence[Sample], persons: frozenset[str]) -> tuple[Sample, ...]:
    """The samples of these persons."""
    return tuple(sample for sample in samples if sample.person in persons)
