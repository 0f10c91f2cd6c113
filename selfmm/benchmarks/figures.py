"""What was measured, as a line, as a row of a table and as plain values for JSON."""

from __future__ import annotations

import math
import time
from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from selfmm.tables import MISSING, markdown_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

HEADER = ("measure", "selfmm", "compared with", "ratio", "wanted", "reached")

_UNITS = {"s": (1.0, "s"), "MB": (1e-6, "MB"), "": (1.0, "")}


@dataclass(frozen=True, slots=True)
class Goal:
    """What the ratio of two costs should be: "3 times as little" (`times`), or "a third of it" (`share`) at most."""

    limit: float
    times: bool

    def ratio(self, ours: float, other: float) -> float:
        """`ours` against the `other` cost, in the direction in which the goal is told."""
        return other / ours if self.times else ours / other

    def is_met(self, ratio: float) -> bool:
        """Whether the ratio is as good as the limit or better."""
        return ratio >= self.limit if self.times else ratio <= self.limit

    def __str__(self) -> str:
        return f"≥ {self.limit:g} ×" if self.times else f"≤ {self.limit:g} ×"


@dataclass(frozen=True, slots=True)
class Figure:
    """One cost: of this library, and of what it is compared with, measured in turns, pair by pair."""

    name: str
    unit: str  # "s" (seconds), "MB" (given in bytes), or "" for plain numbers
    ours: tuple[float, ...]
    others: tuple[float, ...] = ()  # as many as `ours`, or none
    compared_with: str = "MMSA"
    goal: Goal | None = None
    even: bool = True  # whether all pairs do the same work; where not, the ratio is that of their sums

    @property
    def ratios(self) -> tuple[float, ...]:
        """The ratio of each pair; empty without a goal or without anything to compare with."""
        if self.goal is None:
            return ()
        return tuple(self.goal.ratio(*pair) for pair in zip(self.ours, self.others, strict=False))

    @property
    def ratio(self) -> float:
        """The median of the ratios, or the ratio of the sums where pairs do unequal work; nan where there is none."""
        if self.goal is None or not self.others:
            return math.nan
        return median(self.ratios) if self.even else self.goal.ratio(sum(self.ours), sum(self.others))

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where it cannot be told."""
        return None if self.goal is None or not self.others else self.goal.is_met(self.ratio)

    def row(self) -> tuple[str, ...]:
        """The cells of `HEADER`."""
        spread = f" ({min(self.ratios):.3g}–{max(self.ratios):.3g})" if len(self.ratios) > 1 else ""
        other = f"{self._shown(self.others)} ({self.compared_with})" if self.others else MISSING
        return (
            self.name,
            self._shown(self.ours),
            other,
            MISSING if math.isnan(self.ratio) else f"{self.ratio:.3g}{spread}",
            MISSING if self.goal is None else str(self.goal),
            {True: "yes", False: "no", None: MISSING}[self.met],
        )

    def line(self) -> str:
        """All of the row in one line, for a reader who waits for the next."""
        name, ours, other, ratio, wanted, _ = self.row()
        compared = "" if other == MISSING else f" against {other}: ratio {ratio}, wanted {wanted}"
        return f"{name}: {ours}{compared}"

    def document(self) -> dict[str, Any]:
        """Plain values: seconds and bytes as they were measured."""
        ratio = None if math.isnan(self.ratio) else self.ratio
        return {**asdict(self), "ratios": self.ratios, "ratio": ratio, "met": self.met}

    def _shown(self, values: tuple[float, ...]) -> str:
        """The median, or the mean where the values are of unequal work."""
        value = median(values) if self.even else sum(values) / len(values)
        if self.unit == "s" and value < 1:
            return f"{value * 1e3:.3g} ms"
        factor, unit = _UNITS[self.unit]
        return f"{value * factor:.4g} {unit}".rstrip()


def compared(name: str, unit: str, costs: Sequence[tuple[float, ...]], goal: Goal) -> Figure:
    """A figure of our costs and, where there are any behind them, those of what they are compared with."""
    return Figure(name, unit, costs[0], costs[1] if len(costs) > 1 else (), goal=goal)


def to_markdown(figures: Iterable[Figure]) -> str:
    """All figures as a table."""
    return markdown_table(HEADER, [figure.row() for figure in figures])


def seconds_of(work: Callable[[], object]) -> float:
    """How long `work` takes, in seconds by the clock on the wall."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turns(works: Sequence[Callable[[], object]], repeats: int) -> list[tuple[float, ...]]:
    """Seconds of each of `works`, A B C A B C …, after one of each that is not counted.

    What else the machine does meanwhile then weighs on all alike.
    """
    times: list[list[float]] = [[] for _ in works]
    for _ in range(repeats + 1):
        for work, taken in zip(works, times, strict=True):
            taken.append(seconds_of(work))
    return [tuple(taken[1:]) for taken in times]
