"""Every engine of the table keeps the contract."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from selfmm.errors import MediaError, UnknownChoiceError
from selfmm.media import SAMPLE_RATE
from selfmm.transcription import SPEECH_ENGINES, create_speech_engine

if TYPE_CHECKING:
    from selfmm.transcription.base import SpeechEngine

SPEECH = Path(__file__).parents[2] / "resources" / "speech_en.flac"
ENGINES = sorted(SPEECH_ENGINES)


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.slow if name == "whisper" else ()) for name in ENGINES])
def engine(request: pytest.FixtureRequest, tiny_whisper: Path) -> SpeechEngine:
    """Each engine with a model: the default's own, a tiny one, none."""
    options = {"model_folder": tiny_whisper} if request.param == "transformers" else {}
    return create_speech_engine(request.param, **options)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("language", ["en", "zh", "auto"])
def test_silence_gives_no_answers_and_needs_no_model(tmp_path: Path, name: str, language: str) -> None:
    soundfile.write(tmp_path / "silence.wav", np.zeros(SAMPLE_RATE), SAMPLE_RATE)
    told: list[tuple[str, float]] = []
    engine = create_speech_engine(name, model_folder=tmp_path / "none")
    transcript = engine.transcribe(tmp_path / "silence.wav", language, lambda step, done: told.append((step, done)))
    assert (transcript.answers, transcript.heard_language) == ((), None)
    assert transcript.language == {"auto": "en"}.get(language, language)
    assert (told[0], told[-1]) == (("transcribing", 0.0), ("transcribing", 1.0))


@pytest.mark.parametrize("name", ENGINES)
def test_what_is_no_recording_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("no sound at all")
    with pytest.raises(MediaError):
        create_speech_engine(name).transcribe(tmp_path / "notes.txt", "en", lambda *_: None)


def test_words_are_in_order_and_the_same_each_time(engine: SpeechEngine) -> None:
    told: list[float] = []
    transcript = engine.transcribe(SPEECH, "en", lambda _, done: told.append(done))
    assert told == sorted(told)
    assert transcript.language == "en"
    assert all(0 <= word.start <= word.end <= 7 and 0 <= word.confidence <= 1 for word in transcript.words)
    assert all(before.end <= after.start for before, after in pairwise(transcript.words))
    assert engine.transcribe(SPEECH, "en", lambda *_: None) == transcript


def test_a_report_that_raises_stops_the_work(engine: SpeechEngine) -> None:
    def stop(step: str, fraction: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        engine.transcribe(SPEECH, "en", stop)


def test_an_unknown_engine_is_refused_with_what_was_meant() -> None:
    with pytest.raises(UnknownChoiceError, match="did you mean “whisper”"):
        create_speech_engine("wisper")
