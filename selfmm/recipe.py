"""Which engine and which extractors, with which options, turn a recording into samples; and the turning itself."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any, TypeVar

from selfmm import pretrained
from selfmm.features import create_audio_extractor, create_vision_extractor
from selfmm.features.base import HEARING
from selfmm.features.quality import count_words, measure_sound
from selfmm.media import open_media
from selfmm.types import LANGUAGES, Features, Quality, Sample, Transcript, no_report, part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from selfmm.transcription.base import SpeechEngine
    from selfmm.types import Answer, FeatureSequence, Report

PREPARING = "preparing"  # step code while neither side has told of one

T = TypeVar("T")
U = TypeVar("U")

# Measured on one thread at 5 pictures a second: how much of the work of extract() is sound, and of that finding voice.
HEARING_SHARE = 0.08
VOICE_SHARE = 0.5

SHORTEST_PAUSE = 0.2  # seconds; in measuring quality, unlike in transcribing, pauses within a sentence are no voice


@dataclass(frozen=True, slots=True)
class Recipe:
    """Names of the engine, its weights and the extractors, and the rate at which pictures are looked at."""

    speech: str = "whisper"
    speech_model: str = "whisper-base"
    audio: str = "librosa_33"
    vision: str = "face_landmarks_56"
    vision_frames_per_second: float = 5.0

    @property
    def fingerprint(self) -> str:
        """12 hexadecimal digits that are the same for two recipes that make the same features (text is not one)."""
        makes_features = [self.audio, self.vision, float(self.vision_frames_per_second)]
        canonical = json.dumps(makes_features, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def to_dict(self) -> dict[str, Any]:
        """The recipe as plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Recipe:
        """The recipe that `to_dict` told of; raises `TypeError` for options that there are not."""
        return cls(**values)


def transcribe(
    recipe: Recipe, path: Path, language: str, report: Report = no_report, *, engine: SpeechEngine | None = None
) -> Transcript:
    """What is said in a recording, without answers where it has no sound. Raises `MediaError` and `WeightsError`.

    `language` is one of LANGUAGES or "auto". `engine` is used instead of the recipe's own where it is given, such as
    one that is already loaded.
    """
    if not open_media(path).has_sound:
        return Transcript((), LANGUAGES[0] if language == "auto" else language)
    return (engine or _speech_engine(recipe)).transcribe(path, language, report)


def extract(recipe: Recipe, path: Path, report: Report = no_report) -> Features:
    """How things are said and how the speaker looks. Raises `MediaError` and `WeightsError`."""
    info = open_media(path)
    features = Features(recipe.fingerprint, truncated=info.truncated)
    heard = 0.0  # share of the work that is done once the sound is
    if info.has_sound:
        heard = HEARING_SHARE if info.has_picture else 1.0
        features = _heard(recipe, path, features, part(report, 0.0, heard))
    if info.has_picture:
        features = _seen(recipe, path, features, part(report, heard, 1.0))
    return features


def prepare(
    recipe: Recipe,
    path: Path,
    language: str,
    report: Report = no_report,
    *,
    engine: SpeechEngine | None = None,
    on_transcript: Callable[[Transcript], None] = lambda _: None,
    on_features: Callable[[Features], None] = lambda _: None,
) -> tuple[Transcript, Features]:
    """`transcribe` and `extract` at once, on a thread each.

    `on_transcript` and `on_features` are called on those threads as soon as each is there, so that what is made can
    be kept even if the other side is stopped.

    `report` is called on the calling thread, with the step and the fraction of the side that is further behind. If it
    raises, or one side fails, the other side stops at its next report and the first exception comes out.
    """

    def hear_words(side_report: Report) -> Transcript:
        transcript = transcribe(recipe, path, language, side_report, engine=engine)
        on_transcript(transcript)
        return transcript

    def hear_and_see(side_report: Report) -> Features:
        features = extract(recipe, path, side_report)
        on_features(features)
        return features

    return _TwoSides(report).run(hear_words, hear_and_see)


def samples(
    transcript: Transcript, features: Features | None, *, person: str, label: float | None = None
) -> tuple[Sample, ...]:
    """One sample an answer, with what was heard and seen while it was said; typed answers have neither.

    `label` is that of the whole interview and is given to each answer.
    """
    return tuple(
        Sample(
            id=f"{person}:{index}",
            person=person,
            text=answer.text,
            audio=_during(answer, features.audio if features else None),
            vision=_during(answer, features.vision if features else None),
            label=label,
            start=answer.start,
            end=answer.end,
        )
        for index, answer in enumerate(transcript.answers)
    )


def quality(transcript: Transcript, features: Features | None) -> Quality:
    """How good the recording, or the typed text, is as evidence."""
    words = count_words(transcript.text)
    if features is None:
        return Quality(words)
    return Quality(
        words=words,
        voiced_seconds=features.voiced_seconds,
        signal_to_noise=features.signal_to_noise,
        face_share=features.face_share,
        several_faces_share=features.several_faces_share,
        truncated=features.truncated,
        heard_language=transcript.heard_language,
    )


def _speech_engine(recipe: Recipe) -> SpeechEngine:
    from selfmm.transcription import create_speech_engine

    return create_speech_engine(recipe.speech, model_folder=pretrained.checked(recipe.speech_model))


def _heard(recipe: Recipe, path: Path, features: Features, report: Report) -> Features:
    """`features` with what can be heard in the recording."""
    from selfmm.transcription.voice_activity import speech_spans

    def finding_voice(step: str, fraction: float) -> None:
        report(HEARING, VOICE_SHARE * fraction)

    spans = speech_spans(path, finding_voice, pause_seconds=SHORTEST_PAUSE)
    sound = measure_sound(path, spans)
    audio = create_audio_extractor(recipe.audio).extract(path, part(report, VOICE_SHARE, 1.0))
    return replace(features, audio=audio, voiced_seconds=sound.voiced_seconds, signal_to_noise=sound.signal_to_noise)


def _seen(recipe: Recipe, path: Path, features: Features, report: Report) -> Features:
    """`features` with what can be seen in the recording."""
    seen = create_vision_extractor(recipe.vision, recipe.vision_frames_per_second).extract(path, report)
    if seen is None:
        return features
    return replace(
        features, vision=seen.sequence, face_share=seen.face_share, several_faces_share=seen.several_faces_share
    )


def _during(answer: Answer, sequence: FeatureSequence | None) -> FeatureSequence | None:
    """The frames of one answer; None where there are none, or where nothing was seen or heard in any of them."""
    if sequence is None or answer.end <= answer.start:
        return None
    frames = sequence.between(answer.start, answer.end)
    return frames if frames.values.any() else None


class _StoppedError(Exception):
    """Ends the side that goes on when the other has failed; never leaves this module."""


class _TwoSides:
    """Two pieces of work on a thread each, that report as one.

    The whole is as far as the side that is further behind: it is done when both are.
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self._told: SimpleQueue[tuple[int, str, float] | None] = SimpleQueue()
        self._stop = Event()

    def run(self, one: Callable[[Report], T], other: Callable[[Report], U]) -> tuple[T, U]:
        """The results of both; raises the first exception of either, or of the report."""
        with ThreadPoolExecutor(2, thread_name_prefix="prepare") as threads:
            first, second = threads.submit(one, self._reporter(0)), threads.submit(other, self._reporter(1))
            for future in (first, second):
                future.add_done_callback(lambda _: self._told.put(None))
            try:
                self._pass_on_reports(first, second)
            finally:
                self._stop.set()
        return first.result(), second.result()

    def _reporter(self, side: int) -> Report:
        def report(step: str, fraction: float) -> None:
            if self._stop.is_set():
                raise _StoppedError
            self._told.put((side, step, fraction))

        return report

    def _pass_on_reports(self, *sides: Future[Any]) -> None:
        """Report until both sides are done; raises what the first side that fails raises."""
        told = [("", 0.0) for _ in sides]
        highest = 0.0
        while not all(side.done() for side in sides) or not self._told.empty():
            news = self._told.get()
            for side in sides:
                if side.done():
                    side.result()
            if news is not None:
                told[news[0]] = news[1:]
            step, fraction = min(_left(sides, told), key=lambda one: one[1], default=("", 1.0))
            highest = max(highest, fraction)
            self._report(step or next((known for known, _ in told if known), PREPARING), highest)


def _left(sides: Sequence[Future[Any]], told: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Step and fraction of each side that is not done."""
    return [news for side, news in zip(sides, told, strict=True) if not side.done()]
