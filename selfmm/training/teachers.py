"""Data sets that teach another one: without whom that one is judged on, and without features that do not fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from selfmm.errors import DataError
from selfmm.types import Modality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfmm.data.data_set import DataSet
    from selfmm.types import LabelScale, Sample

_SEQUENCES = (Modality.AUDIO, Modality.VISION)


def fitted(teacher: DataSet, data_set: DataSet) -> DataSet:
    """The training split of `teacher` as `data_set` may learn from it; its notes say what was left out.

    People, and sentences word for word, of whom or which `data_set` is judged on its other splits are left out: CH-SIMS
    is a part of CH-SIMS v2, for one. Sounds and faces of another extractor than the data set's count as missing.
    Raises DataError where nothing is left.
    """
    judged = (*data_set.valid, *data_set.test)
    persons, texts = {sample.person for sample in judged}, {_plain(sample.text) for sample in judged} - {""}
    known = [sample for sample in teacher.train if sample.person in persons or _plain(sample.text) in texts]
    dropped = {sample.id for sample in known}
    foreign = [name for name in _SEQUENCES if teacher.extractors[name] and not _same_features(teacher, data_set, name)]
    kept = (sample for sample in teacher.train if sample.id not in dropped)
    train = tuple(poorer for poorer in (_without(sample, foreign) for sample in kept) if poorer.modalities)
    if not train:
        raise DataError(
            "Nothing of {teacher} can teach {name}: all its samples are among those that {name} is judged on, or have "
            "nothing that {name} has. Choose another teacher.",
            teacher=teacher.name,
            name=data_set.name,
        )
    notes = list(teacher.notes)
    if known:
        notes.append(f"{len(known)} samples of {teacher.name} are left out: {data_set.name} is judged on them.")
    notes += [f"The {name} of {teacher.name} is left out: other extractors made it." for name in foreign]
    return replace(teacher, train=train, notes=tuple(notes))


def rescaled(samples: Sequence[Sample], source: LabelScale, target: LabelScale) -> tuple[Sample, ...]:
    """The samples with their labels on another scale: the same share of the way from the cut-off to the end."""
    if source == target:
        return tuple(samples)

    def move(value: float) -> float:
        return target.uncentre(source.centre(value) / source.label_range * target.label_range)

    return tuple(
        replace(
            sample,
            label=None if sample.label is None else move(sample.label),
            unimodal_labels={modality: move(value) for modality, value in sample.unimodal_labels.items()},
        )
        for sample in samples
    )


def _plain(text: str) -> str:
    return "".join(text.lower().split())


def _same_features(teacher: DataSet, data_set: DataSet, modality: Modality) -> bool:
    return (teacher.extractors[modality], teacher.dimensions[modality]) == (
        data_set.extractors[modality],
        data_set.dimensions[modality],
    )


def _without(sample: Sample, modalities: list[Modality]) -> Sample:
    if not modalities:
        return sample
    return replace(
        sample,
        audio=None if Modality.AUDIO in modalities else sample.audio,
        vision=None if Modality.VISION in modalities else sample.vision,
    )
