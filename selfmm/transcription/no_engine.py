"""No speech engine: the clinician types what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.media import open_media
from selfmm.transcription.base import TRANSCRIBING, nobody_reads
from selfmm.types import LANGUAGES, Transcript, no_report

if TYPE_CHECKING:
    from pathlib import Path

    from selfmm.media import Source
    from selfmm.transcription.base import OnWords
    from selfmm.types import Report


class NoEngine:
    """Hears nothing."""

    def __init__(self, model_folder: Path | None = None) -> None:
        """Take a folder as the other engines do, so that it can stand in for them; nothing is read from it."""

    def transcribe(
        self, source: Source, language: str, report: Report = no_report, on_words: OnWords = nobody_reads
    ) -> Transcript:
        """See `SpeechEngine`: a transcript without answers; English for "auto"."""
        report(TRANSCRIBING, 0.0)
        open_media(source)  # a recording that cannot be read is an error whoever types
        report(TRANSCRIBING, 1.0)
        return Transcript((), LANGUAGES[0] if language == "auto" else language)
