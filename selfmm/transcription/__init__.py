"""From speech to words: a recording goes in, a `Transcript` with the time of every word comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfmm.errors import UnknownChoiceError
from selfmm.transcription.answers import assign_speakers, split_answers
from selfmm.transcription.no_engine import NoEngine
from selfmm.transcription.transformers_engine import TransformersEngine
from selfmm.transcription.voice_activity import speech_spans
from selfmm.transcription.whisper_engine import WhisperEngine

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfmm.transcription.base import SpeechEngine

SPEECH_ENGINES: dict[str, Callable[..., SpeechEngine]] = {
    "whisper": WhisperEngine,
    "transformers": TransformersEngine,
    "none": NoEngine,
}

__all__ = ["SPEECH_ENGINES", "assign_speakers", "create_speech_engine", "speech_spans", "split_answers"]


def create_speech_engine(name: str, **options: object) -> SpeechEngine:
    """The engine called `name`, made with its own options; raises `UnknownChoiceError` with what there is."""
    if name not in SPEECH_ENGINES:
        raise UnknownChoiceError("speech engine", name, SPEECH_ENGINES)
    return SPEECH_ENGINES[name](**options)
