"""From speech to words: a recording goes in, a `Transcript` with the time of every word comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.errors import UnknownChoiceError
from selfmm.transcription.answers import split_answers
from selfmm.transcription.voice_activity import speech_spans
from selfmm.transcription.whisper_engine import WhisperEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfmm.transcription.base import SpeechEngine

SPEECH_ENGINES: dict[str, Callable[..., SpeechEngine]] = {"whisper": WhisperEngine}

__all__ = ["SPEECH_ENGINES", "create_speech_engine", "speech_spans", "split_answers"]


def create_speech_engine(name: str, **options: object) -> SpeechEngine:
    """The engine called `name`, made with its own options; raises `UnknownChoiceError` with what there is."""
    if name not in SPEECH_ENGINES:
        raise UnknownChoiceError("speech engine", name, SPEECH_ENGINES)
    return SPEECH_ENGINES[name](**options)
