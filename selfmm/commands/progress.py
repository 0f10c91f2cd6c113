"""How long work tells on the error stream how far it is: one living line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from selfmm.commands.printing import leads, words

if TYPE_CHECKING:
    from selfmm.training.trainer import EpochRecord

_ENOUGH = 0.02  # of the work done, after which the time left is told


class ProgressLine:
    """A `Report` that keeps one line of the terminal up to date, and stays silent where there is no terminal.

    What is said in between (`say`, `epoch`) gets lines of its own, without a terminal too.
    """

    def __init__(self) -> None:
        self._leads = leads()
        self._shown = sys.stderr.isatty() and self._leads
        self._started, self._first, self._last = time.monotonic(), 0.0, 1.0
        self._epoch = ""

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr)

    def __call__(self, step: str, fraction: float) -> None:
        """Show how far it is, with the time left at the pace so far; work that begins anew is timed anew."""
        if fraction < self._last:
            self._started, self._first = time.monotonic(), fraction
        self._last = fraction
        if self._shown:
            print(
                f"\r\033[K{self._epoch}{words(step)} {fraction:.0%}{self._left(fraction)}",
                end="",
                file=sys.stderr,
                flush=True,
            )

    def say(self, sentence: str) -> None:
        """A line that stays."""
        if self._leads:
            print(f"\r\033[K{sentence}" if self._shown else sentence, file=sys.stderr, flush=True)

    def epoch(self, seed: int, record: EpochRecord, model: str = "") -> None:
        """How an epoch went: in the living line, or as a line of its own where there is no terminal."""
        judged = "" if record.validation_loss is None else f", validation loss {record.validation_loss:.4f}"
        run = f"run {record.run}, " if record.run > 1 else ""
        told = f"{model + ' ' if model else ''}seed {seed}, {run}epoch {record.epoch}: loss {record.loss:.4f}{judged}"
        self._epoch = f"{told} | "
        if not self._shown:
            self.say(f"{told}, {record.seconds:.1f} s{self._left(self._last)}")

    def _left(self, fraction: float) -> str:
        done = fraction - self._first
        if done < _ENOUGH:
            return ""
        return f", about {_duration((time.monotonic() - self._started) * (1 - fraction) / done)} left"


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 100 * 60 else f"{seconds / 3600:.1f} h"
