"""Samples of one interview in, a `Score` out."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from selfmm.bundle import check_features, load_bundle
from selfmm.quality_limits import quality_reasons, quality_warnings
from selfmm.sentences import sentence_spans
from selfmm.types import INDETERMINATE, AnswerScore, Modality, Passage, Score

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from selfmm.bundle import BundleInfo, ModelBundle
    from selfmm.types import Quality, Sample


_TASKS = ("fusion", *(modality.value for modality in Modality))


class Scorer:
    """A bundle that is loaded once and scores many interviews."""

    def __init__(self, folder: Path, text_encoder_folder: Path | None = None) -> None:
        """Load the bundle in `folder`. Raises BundleError and WeightsError.

        Sets torch to one thread for the whole process: an interview is scored one answer at a time, and there a second
        thread makes it several times slower on a busy machine (measured by tests/benchmarks/speed.py typed).
        """
        import torch

        torch.set_num_threads(1)
        _give_back_memory()
        self._bundle = load_bundle(folder, text_encoder_folder)

    @property
    def info(self) -> BundleInfo:
        """The bundle without its weights."""
        return self._bundle.info

    def score(self, samples: Sequence[Sample], quality: Quality, language: str) -> Score:
        """Score one interview: the mean over its answers, in which each answer counts alike.

        `language` is the transcript's. Raises BundleError where the samples' features were made by other extractors
        than the bundle's recipe names.
        """
        info = self._bundle.info
        self._check_extractors(samples)
        usable = [sample for sample in samples if sample.modalities & set(info.modalities)]
        looks = [_look_at(self._bundle, sample) for sample in usable]  # one at a time: memory does not grow
        values = {task: [told[task] for told, _ in looks] for task in _TASKS}
        answers = _answer_scores(samples, usable, values["fusion"])
        reasons = quality_reasons(quality, has_answers=bool(usable))
        value = None if reasons else _mean(values["fusion"])
        interval = None if value is None else self._interval(value)
        if interval is not None and interval[0] < info.scale.cutoff <= interval[1]:
            reasons = (*reasons, "interval_spans_cutoff")
        return Score(
            scale=info.scale,
            value=value,
            interval=interval,
            coverage=info.coverage,
            band=INDETERMINATE if reasons or value is None else info.scale.band(value),
            **{modality: None if value is None else _mean(values[modality]) for modality in Modality},
            answers=answers if value is not None else _without_values(answers),
            quality=quality,
            bundle=info.id,
            reasons=reasons,
            warnings=(
                *quality_warnings(
                    quality, language=language, trained=info.languages, hears=Modality.AUDIO in info.modalities
                ),
                *self._unfamiliar([vector for _, vector in looks if vector is not None]),
            ),
            probability=None if value is None or info.probability is None else info.probability.probability_at(value),
        )

    def explain(self, samples: Sequence[Sample], score: Score) -> Score:
        """The same score of the same samples, with the effect of each sentence of an answer that has several.

        Each sentence is left out in turn; that takes a few times as long as to score.
        """
        valued = sum(answer.value is not None for answer in score.answers)
        answers = tuple(
            answer if answer.value is None else replace(answer, passages=self._passages(sample, answer.value, valued))
            for sample, answer in zip(samples, score.answers, strict=True)
        )
        return replace(score, answers=answers)

    def _passages(self, sample: Sample, value: float, valued: int) -> tuple[Passage, ...]:
        spans = sentence_spans(sample.text)
        if len(spans) < 2 or Modality.TEXT not in self._bundle.info.modalities:
            return ()
        shorter = [replace(sample, text=sample.text[:begin] + sample.text[end:]) for begin, end in spans]
        without = [sample_values(self._bundle, rest)["fusion"] for rest in shorter]
        return tuple(
            Passage(sample.text[begin:end], (value - rest) / valued)
            for (begin, end), rest in zip(spans, without, strict=True)
            if rest is not None
        )

    def _unfamiliar(self, vectors: Sequence[NDArray[np.float32]]) -> tuple[str, ...]:
        """A warning where what was said is unlike what the people said whom the model knows."""
        known = self._bundle.familiarity
        if known is None or not vectors:
            return ()
        mean = sum(vectors[1:], vectors[0]) / len(vectors)
        return ("unlike_training",) if known.distance(mean) > known.limit else ()

    def _interval(self, value: float) -> tuple[float, float]:
        scale, halfwidth = self._bundle.info.scale, self._bundle.info.interval_halfwidth
        return max(scale.minimum, value - halfwidth), min(scale.maximum, value + halfwidth)

    def _check_extractors(self, samples: Sequence[Sample]) -> None:
        info, config = self._bundle.info, self._bundle.model.config
        for sample in samples:
            for modality, sequence in ((Modality.AUDIO, sample.audio), (Modality.VISION, sample.vision)):
                if sequence is not None:
                    check_features(info, config, modality, sequence.extractor, sequence.values.shape[1])


def _give_back_memory() -> None:
    """Hand back to the system what was freed: glibc keeps some hundred MB of what hours were heard and seen with."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # other C libraries have none
        if trim is not None:
            trim(0)


def sample_values(bundle: ModelBundle, sample: Sample) -> dict[str, float | None]:
    """What the fusion and each modality's own head say of one sample, by task, on the label's scale, never beyond it.

    None where a head had nothing to look at, or the model has no such head.
    """
    return _look_at(bundle, sample)[0]


def _look_at(bundle: ModelBundle, sample: Sample) -> tuple[dict[str, float | None], NDArray[np.float32] | None]:
    """`sample_values`, and the vector (width,) of its text; None where the model does not read a text as one."""
    import torch

    from selfmm.data.batches import collate

    scale = bundle.info.scale
    batch = collate(
        [sample],
        tokenize=bundle.model.text_encoder.tokenize,
        normaliser=bundle.normaliser,
        scale=scale,
        modalities=frozenset(bundle.info.modalities),
    )
    with torch.inference_mode():
        if not bundle.model.reads_states:
            batch = replace(batch, text_vectors=bundle.model.text_encoder(batch.tokens))
        outputs = bundle.model(batch)
    vector = None if batch.text_vectors is None or not sample.text else batch.text_vectors[0].numpy()
    there = {task for task in _TASKS if task in outputs.values and bool(outputs.present[task][0])}
    values = {task: scale.restore(float(outputs.values[task][0])) if task in there else None for task in _TASKS}
    return values, vector


def _answer_scores(
    samples: Sequence[Sample], usable: Sequence[Sample], values: list[float | None]
) -> tuple[AnswerScore, ...]:
    value_of = {sample.id: value for sample, value in zip(usable, values, strict=True)}
    return tuple(AnswerScore(sample.text, sample.start, sample.end, value_of.get(sample.id)) for sample in samples)


def _without_values(answers: tuple[AnswerScore, ...]) -> tuple[AnswerScore, ...]:
    return tuple(AnswerScore(answer.text, answer.start, answer.end, None) for answer in answers)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
