"""What a speech engine must be able to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from selfmm.media import Source
    from selfmm.types import Report, Speaker, Transcript

TRANSCRIBING = "transcribing"  # the step code that engines report


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker speaks from `start` to `end`, in seconds from the start of the recording."""

    start: float
    end: float
    speaker: Speaker


class SpeechEngine(Protocol):
    """Turns what is said in a recording into words with their times."""

    def transcribe(self, source: Source, language: str, report: Report) -> Transcript:
        """What is said in a recording, answer by answer, times in seconds from its start.

        `language` is an ISO 639-1 code or "auto"; the transcript names the language that was heard. A recording
        in which nobody speaks gives a transcript without answers. Work is told as step "transcribing"; it stops where
        `report` raises. Raises `MediaError` for a recording that cannot be read, `WeightsError` for a missing model.
        """
