"""What a speech engine must be able to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from selfmm.media import Source
    from selfmm.types import Report, Speaker, Transcript, Word

    OnWords = Callable[[Sequence[Word], str], None]

TRANSCRIBING = "transcribing"  # the step code that engines report


def nobody_reads(words: Sequence[Word], language: str) -> None:
    """For where nobody reads along while a recording is being written down."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker speaks from `start` to `end`, in seconds from the start of the recording."""

    start: float
    end: float
    speaker: Speaker


class SpeechEngine(Protocol):
    """Turns what is said in a recording into words with their times."""

    def transcribe(self, source: Source, language: str, report: Report, on_words: OnWords) -> Transcript:
        """What is said in a recording, answer by answer, times in seconds from its start.

        `language` is an ISO 639-1 code or "auto"; the transcript names the language that was heard. A recording
        in which nobody speaks gives a transcript without answers. `on_words` may be told on the way, again and again,
        all words so far in the order of time and the language that they are taken to be in. Work is told as step
        "transcribing"; it stops where `report` raises. Raises `MediaError` for a recording that cannot be read,
        `WeightsError` for a missing model.
        """
