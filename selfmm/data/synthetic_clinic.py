"""A made-up clinic: people with several sessions, whose words, voices and faces carry a signal that is known.

What tells the severe from the others is what they speak of (trains or gardens), which no published model knows of, and
a shift of all frames along a direction of the features.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from selfmm.types import Answer, Features, FeatureSequence, Transcript, join_words

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from selfmm.types import LabelScale

SEXES = ("female", "male")
_WORDS = {
    "en": (
        ("garden", "roses", "soil", "seeds", "leaves", "lawn", "orchard", "tulips"),
        ("train", "platform", "ticket", "railway", "carriage", "station", "tunnel", "engine"),
        ("and", "then", "the", "we", "there", "again", "with", "over", "near", "past"),
    ),
    "zh": (
        ("花园", "玫瑰", "泥土", "种子", "树叶", "草地", "果园", "郁金香"),
        ("火车", "站台", "车票", "铁路", "车厢", "车站", "隧道", "列车"),
        ("然后", "我们", "那里", "又", "和", "附近", "过去", "这个", "时候", "就是"),
    ),
}
_PAUSE_SECONDS = 1.0
_COLOURED = 0.5  # share of the words that are of a garden or a train


@dataclass(frozen=True, slots=True)
class ClinicShape:
    """How large the clinic is, and how much its people show; the same shape and seed give the same clinic."""

    people: int = 40
    sessions: int = 2  # a person
    answers: int = 4  # a session
    words: int = 12  # an answer
    answer_seconds: float = 6.0
    audio: tuple[str, int, float] = ("librosa_33", 33, 0.032)  # extractor, numbers a frame, seconds a frame
    vision: tuple[str, int, float] = ("face_landmarks_56", 56, 0.1)
    text_signal: float = 1.0  # 0: words say nothing; 1: at the ends of the scale all coloured words are of one kind
    audio_signal: float = 0.8  # deviations of the noise by which the ends of the scale move the frames
    vision_signal: float = 0.8
    languages: tuple[str, ...] = ("en", "zh")
    shuffled: bool = False  # ratings are dealt anew among the people, so that nothing tells of them


@dataclass(frozen=True, slots=True, eq=False)
class MadeSession:
    """One session of the clinic, as a recording of it would have become."""

    id: str
    person: str
    rating: float
    transcript: Transcript
    features: Features
    sex: str
    age: float


def synthetic_clinic(scale: LabelScale, shape: ClinicShape | None = None, *, seed: int = 0) -> tuple[MadeSession, ...]:
    """The sessions of the clinic, half of its people at or above the cut-off of `scale`."""
    shape = shape or ClinicShape()
    generator = np.random.default_rng(seed)
    directions = [generator.choice([-1.0, 1.0], width) for _, width, _ in (shape.audio, shape.vision)]
    shown = [[_rating(scale, generator, above=person % 2 == 1)] * shape.sessions for person in range(shape.people)]
    shown = [[_near(scale, rating, generator) for rating in ratings] for ratings in shown]
    order = generator.permutation(shape.people) if shape.shuffled else np.arange(shape.people)
    made = []
    for person in range(shape.people):
        language = shape.languages[int(generator.integers(len(shape.languages)))]
        sex, age = SEXES[person // 2 % 2], float(generator.integers(18, 80))
        for number in range(shape.sessions):
            centred = scale.centre(shown[person][number]) / scale.label_range
            transcript, features = _recording(shape, language, centred, directions, generator)
            rating = shown[int(order[person])][number]
            name = f"p{person:03d}"
            made.append(MadeSession(f"{name}-s{number}", name, rating, transcript, features, sex, age))
    return tuple(made)


def _rating(scale: LabelScale, generator: Generator, *, above: bool) -> float:
    """A whole number on the given side of the cut-off, at a tenth of the scale from it at least."""
    margin = 0.1 * (scale.maximum - scale.minimum)
    low, high = (scale.cutoff + margin, scale.maximum) if above else (scale.minimum, scale.cutoff - margin)
    return float(np.round(generator.uniform(low, high)))


def _near(scale: LabelScale, rating: float, generator: Generator) -> float:
    """Another session of the same person: on the same side, a few points away."""
    moved = float(np.round(rating + generator.normal(0.0, 0.03 * (scale.maximum - scale.minimum))))
    low, high = (scale.cutoff, scale.maximum) if rating >= scale.cutoff else (scale.minimum, scale.cutoff - 1)
    return min(high, max(low, moved))


def _recording(
    shape: ClinicShape, language: str, centred: float, directions: list[NDArray[np.float64]], generator: Generator
) -> tuple[Transcript, Features]:
    """Answers one after the other; `centred` in [-1, 1] is what they show."""
    step = shape.answer_seconds + _PAUSE_SECONDS
    answers = tuple(
        Answer(_text(shape, language, centred, generator), number * step, number * step + shape.answer_seconds)
        for number in range(shape.answers)
    )
    seconds = shape.answers * step
    audio, vision = (
        _frames(kind, seconds, signal * centred * direction, generator)
        for kind, signal, direction in zip(
            (shape.audio, shape.vision), (shape.audio_signal, shape.vision_signal), directions, strict=True
        )
    )
    return Transcript(answers, language), Features("synthetic", audio=audio, vision=vision)


def _text(shape: ClinicShape, language: str, centred: float, generator: Generator) -> str:
    gardens, trains, others = _WORDS[language]
    words = []
    for _ in range(shape.words):
        if generator.random() >= _COLOURED:
            words.append(str(generator.choice(others)))
        else:
            severe = generator.random() < 0.5 + 0.5 * shape.text_signal * centred
            words.append(str(generator.choice(trains if severe else gardens)))
    return join_words(words, language)


def _frames(
    kind: tuple[str, int, float], seconds: float, mean: NDArray[np.float64], generator: Generator
) -> FeatureSequence:
    """Noise of deviation 1 around a mean (dimensions,)."""
    extractor, width, frame_seconds = kind
    noise = generator.standard_normal((round(seconds / frame_seconds), width), dtype=np.float32)
    return FeatureSequence(noise + mean.astype(np.float32), frame_seconds, extractor)
