"""Which parts of the stream are kept: from start to pause, from resume to stop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Lock


@dataclass(frozen=True, slots=True)
class _Span:
    """Positions [begin, end) are kept and stand in the recording from `recorded` on; end None: still going on."""

    begin: int
    end: int | None
    recorded: int

    def length(self, until: int) -> int:
        """How many of its samples lie before the position `until`."""
        end = until if self.end is None else min(self.end, until)
        return max(0, end - self.begin)


class Timeline:
    """Turns stream positions into recorded positions, with the pauses cut out of sound and picture alike.

    Any thread may call anything: the spans are replaced under a lock, never changed, and read without one.
    """

    def __init__(self) -> None:
        self._spans: tuple[_Span, ...] = ()
        self._changing = Lock()

    @property
    def is_open(self) -> bool:
        """Whether samples are kept from now on."""
        return bool(self._spans) and self._spans[-1].end is None

    @property
    def last_end(self) -> int | None:
        """The position where keeping ended last; None while it goes on or before it began."""
        return self._spans[-1].end if self._spans else None

    def begin(self, position: int) -> None:
        """Keep from `position` on."""
        with self._changing:
            if self.is_open:
                raise RuntimeError("begin() while samples are being kept already")
            position = max(position, self.last_end or 0)
            self._spans += (_Span(position, None, self.length_at(position)),)

    def end(self, position: int) -> None:
        """Keep nothing from `position` on; once ended, this does nothing."""
        with self._changing:
            if self.is_open:
                last = self._spans[-1]
                self._spans = (*self._spans[:-1], replace(last, end=max(last.begin, position)))

    def place(self, position: int) -> int | None:
        """Where the sample at `position` stands in the recording, or None where it is not kept."""
        for span in self._spans:
            if span.begin <= position and (span.end is None or position < span.end):
                return span.recorded + position - span.begin
        return None

    def kept(self, position: int, count: int) -> list[tuple[int, slice]]:
        """Which of `count` samples from `position` on are kept: (recorded position, slice of the samples) each."""
        parts = []
        for span in self._spans:
            first = max(position, span.begin)
            last = position + count if span.end is None else min(position + count, span.end)
            if first < last:
                parts.append((span.recorded + first - span.begin, slice(first - position, last - position)))
        return parts

    def length_at(self, position: int) -> int:
        """How many samples are kept before `position`."""
        return sum(span.length(position) for span in self._spans)
