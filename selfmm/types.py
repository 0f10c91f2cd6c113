"""The nouns of the library, in the order in which a recording turns into a score.

Plain values: nothing here imports torch, so that the app may hold and store them cheaply.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

LANGUAGES = ("en", "zh")  # ISO 639-1; what the app, the prompts and the text encoder are made for

_NO_SPACE_BEFORE = ".,!?;:%)]}’”'\"，。！？；：、）》”’…"


class Report(Protocol):
    """How long work tells how far it is; the caller may raise from it to stop the work."""

    def __call__(self, step: str, fraction: float) -> None:
        """`step` is a code such as "transcribing"; `fraction` in [0, 1] is how much of the whole call is done."""


def no_report(step: str, fraction: float) -> None:
    """A `Report` for callers that do not want to be told."""


def part(report: Report, start: float, end: float) -> Report:
    """A report for the piece of the whole work that goes from `start` to `end`, both in [0, 1]."""
    return lambda step, fraction: report(step, start + (end - start) * fraction)


class Modality(StrEnum):
    """A way in which a person expresses something."""

    TEXT = "text"
    AUDIO = "audio"
    VISION = "vision"


def modality_subsets() -> tuple[frozenset[Modality], ...]:
    """The seven subsets that are not empty: T, A, V, T+A, T+V, A+V, T+A+V."""
    return tuple(frozenset(subset) for size in range(1, len(Modality) + 1) for subset in combinations(Modality, size))


def subset_name(subset: frozenset[Modality]) -> str:
    """A subset as tables write it, such as "T+A"."""
    return "+".join(modality.value[0].upper() for modality in Modality if modality in subset)


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word, when it was said in seconds from the start of the recording, and how sure the engine is."""

    text: str  # without surrounding spaces; punctuation stays with the word before it
    start: float
    end: float
    confidence: float | None  # in [0, 1]; None where a person wrote the word, so that its times are a guess, too


class Speaker(StrEnum):
    """Who speaks; only the participant's own words, voice and face reach the model."""

    PARTICIPANT = "participant"
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True)
class Cue:
    """A prompt card that was shown from `start` to `end`, in seconds from the start of the recording."""

    prompt: str  # the card's id
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What one speaker said to one prompt card or, where there were none, between two long pauses.

    `words` is empty where the text was typed, or corrected by hand before words could be. `start` and `end` are seconds
    from the start of the recording, both 0.0 where there is no recording.
    """

    text: str
    start: float = 0.0
    end: float = 0.0
    words: tuple[Word, ...] = ()
    prompt: str = ""  # id of the card that it answers; "" where there was none
    speaker: Speaker = Speaker.PARTICIPANT


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was said, answer by answer, in the order of time."""

    answers: tuple[Answer, ...]
    language: str  # one of LANGUAGES, or another ISO 639-1 code where the engine heard another language
    heard_language: str | None = None  # what the engine clearly heard, where `language` was named and is another one

    @property
    def text(self) -> str:
        """All answers as one text, one answer a line."""
        return "\n".join(answer.text for answer in self.answers)

    @property
    def words(self) -> tuple[Word, ...]:
        """All words of all answers."""
        return tuple(word for answer in self.answers for word in answer.words)


def join_words(words: list[str], language: str) -> str:
    """Words as one line: with spaces between them, or without in Chinese and before punctuation."""
    line = ""
    for word in words:
        glue = "" if not line or word[:1] in _NO_SPACE_BEFORE else " "
        if language == "zh" and not (line[-1:].isascii() and word[:1].isascii()):
            glue = ""
        line += glue + word
    return line


@dataclass(frozen=True, slots=True, eq=False)
class FeatureSequence:
    """What one extractor heard or saw in a whole recording, frame by frame from its start."""

    values: NDArray[np.float32]  # (frames, dimensions)
    frame_seconds: float  # from the start of one frame to the start of the next
    extractor: str  # the name that it has in the table of extractors

    def between(self, start: float, end: float) -> FeatureSequence:
        """The frames that begin in [start, end), in seconds: a `FeatureSequence` of (at least 0 frames, dimensions)."""
        first, last = (max(0, round(seconds / self.frame_seconds)) for seconds in (start, end))
        return FeatureSequence(self.values[first:last], self.frame_seconds, self.extractor)


@dataclass(frozen=True, slots=True)
class Quality:
    """How good an answer or a whole recording is as evidence; None where there was nothing to measure.

    Typed text has no sound, a recording of sound alone no picture.
    """

    words: int  # words, or Chinese characters, of all the participant's answers
    voiced_seconds: float | None = None  # seconds in which the participant speaks
    signal_to_noise: float | None = None  # decibels, speech against the pauses
    clipped_share: float | None = None  # share of the samples of speech that are at full scale, in [0, 1]
    confidence: float | None = None  # mean confidence of the words, in [0, 1]
    brightness: float | None = None  # mean luma of the pictures, in [0, 1]
    sharpness: float | None = None  # median of the pictures, as `selfmm.features.picture_track` measures it
    face_share: float | None = None  # share of the frames with a face, in [0, 1]
    several_faces_share: float | None = None  # share of the frames with two faces or more, in [0, 1]
    truncated: bool = False  # the recording ends before the end that its file states
    heard_language: str | None = None  # another than the one that was named


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What a recipe made of one recording; None for what the recording does not have.

    `audio` and `vision` are for the model. `voice` and `picture` are tracks of plain measurements (columns in
    `selfmm.features.voice_track` and `picture_track`), of which quality and markers are made.
    """

    recipe: str  # fingerprint of the recipe that made them
    audio: FeatureSequence | None = None
    vision: FeatureSequence | None = None
    voice: FeatureSequence | None = None
    picture: FeatureSequence | None = None
    speech: tuple[tuple[float, float], ...] = ()  # seconds in which somebody speaks, in the order of time
    truncated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One answer as the model takes it; `label` is None where nobody has rated it."""

    id: str
    person: str  # whom it is from, so that data are split by person
    text: str  # words, until the model's text encoder makes its own tokens of them; "" where nothing was said
    audio: FeatureSequence | None = None
    vision: FeatureSequence | None = None
    label: float | None = None  # on the label scale's own units, such as SDS points
    start: float = 0.0  # seconds from the start of the recording
    end: float = 0.0
    # what people said who saw one modality alone, on the same scale, where a data set has that (SIMS, SIMSv2)
    unimodal_labels: Mapping[Modality, float] = field(default_factory=dict)
    # what the clips next to it in the same video say, where a data set has them; only a text encoder that is told to
    # reads them (`model.text.context_words`)
    before: str = ""
    after: str = ""

    @property
    def modalities(self) -> frozenset[Modality]:
        """The modalities that this sample has."""
        present = {Modality.TEXT: bool(self.text.strip())}
        for modality, sequence in ((Modality.AUDIO, self.audio), (Modality.VISION, self.vision)):
            present[modality] = sequence is not None and len(sequence.values) > 0
        return frozenset(modality for modality, there in present.items() if there)


@dataclass(frozen=True, slots=True)
class Band:
    """A named range of a scale, from `lower` to the next band."""

    lower: float
    name: str  # a code that the window translates, such as "below_cutoff" or "moderate"


@dataclass(frozen=True, slots=True)
class LabelScale:
    """The scale that labels, and so scores, are on.

    The model learns `(value - cutoff) / reach * label_range`, where `reach` is the longer side of the scale: labels
    then lie in [-H, H] with H = `label_range`, and zero is the cut-off, so that both sides of Self-MM's label generator
    are filled. H is 1 but for MOSI and MOSEI, where 3 gives the labels of the published runs back.
    """

    name: str  # such as "SDS"
    minimum: float
    maximum: float
    cutoff: float  # the lowest value that counts as above the cut-off
    bands: tuple[Band, ...]  # in rising order; the first begins at `minimum`
    label_range: float = 1.0  # H

    @property
    def reach(self) -> float:
        """The scale's units from the cut-off to its further end."""
        return max(self.maximum - self.cutoff, self.cutoff - self.minimum)

    def centre(self, value: float) -> float:
        """A value of the scale as the model's label, in [-H, H]."""
        return (value - self.cutoff) * self.label_range / self.reach

    def uncentre(self, label: float) -> float:
        """The model's label in the scale's units, not clipped: it may lie beyond the scale's ends."""
        return label / self.label_range * self.reach + self.cutoff

    def restore(self, label: float) -> float:
        """The model's label as a value of the scale, clipped to its ends."""
        return min(self.maximum, max(self.minimum, self.uncentre(label)))

    def band(self, value: float) -> str:
        """The name of the band that `value` lies in."""
        return [band.name for band in self.bands if value >= band.lower or band is self.bands[0]][-1]


INDETERMINATE = "indeterminate"  # the band of a score that says nothing


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of an answer, and by how much it raises the score: that less what it would be without the sentence."""

    text: str
    effect: float


@dataclass(frozen=True, slots=True)
class AnswerScore:
    """One answer with its own value on the model's scale; None where the answer has nothing that the model uses."""

    text: str
    start: float
    end: float
    value: float | None
    passages: tuple[Passage, ...] = ()  # its sentences, where there are several and the score was explained


@dataclass(frozen=True, slots=True)
class Score:
    """What the model says of one interview, on its label's scale.

    `value`, `interval` and the modalities' own views are None where they could not be had. `band` is INDETERMINATE
    where the quality is below the floor (then `value` is None too) or the interval holds the cut-off;
    `reasons` says why, in codes such as "too_little_voice" or "interval_spans_cutoff". `warnings` are codes of what
    makes the score less sure, such as "no_face".
    """

    scale: LabelScale
    value: float | None
    interval: tuple[float, float] | None  # holds the true value of `coverage` of the people
    coverage: float  # such as 0.9
    band: str
    text: float | None
    audio: float | None
    vision: float | None
    answers: tuple[AnswerScore, ...]
    quality: Quality
    bundle: str  # id of the model
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    probability: float | None = None  # of being at or above the cut-off; None where the model does not tell it

    @property
    def effects(self) -> tuple[float | None, ...]:
        """By how much each answer raises the score: its value less what it would be without that answer.

        None where an answer has no value, or there is no other.
        """
        known = [answer.value for answer in self.answers if answer.value is not None]
        if len(known) < 2:
            return (None,) * len(self.answers)
        total = sum(known)
        return tuple(
            None if answer.value is None else total / len(known) - (total - answer.value) / (len(known) - 1)
            for answer in self.answers
        )


NOTICE = (
    "Research and decision-support software. Not cleared or approved as a medical device. Not a diagnosis. "
    "Not for emergencies, people under 18, or unattended use. A low score does not rule out depression or suicide "
    "risk; the model does not assess suicide risk."
)
