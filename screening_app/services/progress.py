"""The progress of work that is made of several pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfmm.types import Report


def part(report: Report, start: float, end: float) -> Report:
    """A report for the piece of the whole work that goes from `start` to `end`, both in [0, 1]."""

    def report_part(step: str, fraction: float) -> None:
        report(step, start + (end - start) * fraction)

    return report_part
