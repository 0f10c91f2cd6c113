"""What a speech engine must be able to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.types import Report, Transcript


class SpeechEngine(Protocol):
    """Turns what is said in a recording into words with their times."""

    def transcribe(self, path: Path, language: str, report: Report) -> Transcript:
        """What is said in `path`, answer by answer, times in seconds from its start.

        `language` is an ISO 639-1 code or "auto"; the transcript names the language that was heard. A recording in
        which nobody speaks gives a transcript without answers. Work is told as step "transcribing"; it stops where
        `report` raises. Raises `MediaError` for a recording that cannot be read, `WeightsError` for a missing model.
        """
