"""Raw recordings or texts in, one value a file out: each file is one sample, as in the data that models learn from.

`Scorer` is for interviews, which it cuts into answers and judges as a whole; here nothing is cut and nothing withheld.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfmm import recipe as recipes
from selfmm.bundle import load_bundle
from selfmm.data.cleaning import clean
from selfmm.errors import BundleError, SelfMMError
from selfmm.features import AUDIO_EXTRACTORS, VISION_EXTRACTORS
from selfmm.media import open_media
from selfmm.scoring import sample_values
from selfmm.typed_words import is_typed, read_words, typed
from selfmm.types import FeatureSequence, Modality, Sample, join_words, no_report, part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from selfmm.bundle import BundleInfo
    from selfmm.types import Features, Report, Transcript

_EXTRACTORS: dict[Modality, frozenset[str]] = {
    Modality.AUDIO: frozenset(AUDIO_EXTRACTORS),
    Modality.VISION: frozenset(VISION_EXTRACTORS),
}


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a model says of one file, on its scale; None where it has nothing to look at, or no such view."""

    file: str
    value: float | None
    text: float | None  # each modality's own view
    audio: float | None
    vision: float | None
    words: str  # what was said


@dataclass(frozen=True, slots=True)
class Predictions:
    """A row a file, and in whole sentences what makes them less than they could be."""

    rows: tuple[Prediction, ...]
    scale: str
    bundle: str  # id of the model
    warnings: tuple[str, ...] = ()


def predict_files(
    folder: Path,
    files: Sequence[Path],
    *,
    transcripts: Sequence[str] = (),
    language: str = "auto",
    report: Report = no_report,
) -> Predictions:
    """What the bundle in `folder` says of each file: a recording, or a .txt file of what was said.

    `transcripts`, where given, are what is said in each of the files; nothing is then transcribed. Raises BundleError
    where the model reads features alone that cannot be made of recordings here, MediaError, WeightsError, and
    SelfMMError where a text cannot be read or the transcripts are not as many as the files.
    """
    if transcripts and len(transcripts) != len(files):
        raise SelfMMError(
            "There are {files} files and {transcripts} transcripts. Give one for each file, in the same order.",
            files=len(files),
            transcripts=len(transcripts),
        )
    bundle = load_bundle(folder)
    made, warnings = _makeable(bundle.info)
    for file in files:
        if not is_typed(file):
            open_media(file)  # a broken one is told of before hours are spent on the others
    taker = _Taker(bundle.info, made, language)
    rows = []
    for number, file in enumerate(files):
        share = part(report, number / len(files), (number + 1) / len(files))
        sample = taker.sample(file, transcripts[number] if transcripts else None, share)
        values = sample_values(bundle, sample)
        rows.append(
            Prediction(str(file), values["fusion"], values["text"], values["audio"], values["vision"], sample.text)
        )
    return Predictions(tuple(rows), bundle.info.scale.name, bundle.info.id, warnings)


def _makeable(info: BundleInfo) -> tuple[frozenset[Modality], tuple[str, ...]]:
    """The sequences that this program can make for the model, and a warning about those that it cannot.

    Raises BundleError where nothing would be left.
    """
    wanted = [modality for modality in info.modalities if modality in _EXTRACTORS]
    unknown = [modality for modality in wanted if getattr(info.recipe, modality) not in _EXTRACTORS[modality]]
    if not unknown:
        return frozenset(wanted), ()
    names = ", ".join(getattr(info.recipe, modality) for modality in unknown)
    if Modality.TEXT not in info.modalities:
        raise BundleError(
            "This model reads features that this program cannot make of recordings ({names}). Evaluate it on its data "
            "set's own files, or train one on raw clips.",
            names=names,
        )
    return frozenset(), (f"The model's features ({names}) cannot be made of recordings here: words alone are used.",)


@dataclass(frozen=True, slots=True)
class _Taker:
    """Makes one sample of one file, as reading a folder of clips does."""

    info: BundleInfo
    made: frozenset[Modality]  # the sequences that are to be made
    language: str

    def sample(self, file: Path, given: str | None, report: Report) -> Sample:
        """Words and whole sequences of a file."""
        if is_typed(file):
            return Sample(str(file), "", _joined(typed(read_words(file), self.language)))
        transcript, features = self._heard_and_seen(file, report, listens=given is None)
        text = _joined(transcript if given is None else typed(given, self.language))
        return Sample(
            str(file),
            "",
            text,
            audio=self._true(features, Modality.AUDIO),
            vision=self._true(features, Modality.VISION),
        )

    def _heard_and_seen(
        self, file: Path, report: Report, *, listens: bool
    ) -> tuple[Transcript | None, Features | None]:
        recipe = self.info.recipe
        listens = listens and Modality.TEXT in self.info.modalities
        if listens and self.made:
            return recipes.prepare(recipe, file, recipes.SpeechOptions(self.language), report)
        if listens:
            return recipes.transcribe(recipe, file, recipes.SpeechOptions(self.language), report), None
        return None, recipes.extract(recipe, file, report) if self.made else None

    def _true(self, features: Features | None, modality: Modality) -> FeatureSequence | None:
        """All frames of the file, none padded; None where there are none or zeros alone."""
        sequence: FeatureSequence | None = getattr(features, modality, None)
        if sequence is None or modality not in self.made:
            return None
        values, _ = clean(sequence.values, len(sequence.values))
        return None if values is None else FeatureSequence(values, sequence.frame_seconds, sequence.extractor)


def _joined(transcript: Transcript | None) -> str:
    """All answers as one text, as a sample of a data set has it."""
    if transcript is None:
        return ""
    return join_words([answer.text for answer in transcript.answers], transcript.language)
