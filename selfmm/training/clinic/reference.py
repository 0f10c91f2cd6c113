"""The model that a new one is compared with, on people whom neither has learnt from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from selfmm.bundle import check_features, load_bundle, read_info
from selfmm.model.base import FUSION
from selfmm.training.clinic.figures import Said
from selfmm.training.clinic.learning import line_to, means, told_of
from selfmm.training.clinic.nouns import Depth
from selfmm.training.clinic.reading import read_vectors
from selfmm.training.judging import or_cutoff
from selfmm.types import Modality, no_report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from selfmm.bundle import BundleInfo
    from selfmm.calibration import Line
    from selfmm.stored_file import StoredFolder
    from selfmm.training.clinic.folds import Fold
    from selfmm.training.clinic.learning import Material, Told
    from selfmm.training.clinic.nouns import RatedSession, RetrainingPlan
    from selfmm.types import LabelScale, Report


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """What the reference says of all sessions, on its own scale.

    Where that is another scale than the ratings', a line fitted on others brings it onto theirs, as it would any model.
    """

    info: BundleInfo
    told: Told
    scale: LabelScale  # of the ratings

    @property
    def other_scale(self) -> bool:
        """Whether its numbers mean something else than the ratings."""
        return not same_units(self.info.scale, self.scale)

    def in_folds(self, folds: Sequence[Fold], sessions: Sequence[RatedSession]) -> Said:
        """Of the judged sessions: one row, or a row a repeat where a line is fitted in each fold."""
        if not self.other_scale:
            return self._as_it_is(sessions)
        rows = {session.id: row for row, session in enumerate(sessions)}
        values = np.full((1 + max(fold.repeat for fold in folds), len(sessions)), np.nan)
        for fold in folds:
            line = line_to(self.told, fold.others)
            values[fold.repeat, [rows[one.id] for one in fold.judged]] = self._values(fold.judged, line)
        return Said(values)

    def of_locked(self, locked: Sequence[RatedSession], learnt: Sequence[RatedSession]) -> Said:
        """Of the people who are locked away; a line, where one is needed, comes from those learnt from."""
        if not self.other_scale:
            return self._as_it_is(locked)
        return Said(self._values(locked, line_to(self.told, learnt))[None])

    def _as_it_is(self, sessions: Sequence[RatedSession]) -> Said:
        values, chance = self._values(sessions, None)[None], self.info.probability
        return Said(
            values,
            np.full(values.shape, self.info.interval_halfwidth),
            None if chance is None else np.array([[chance.probability_at(value) for value in values[0]]]),
        )

    def _values(self, sessions: Sequence[RatedSession], line: Line | None) -> NDArray[np.float64]:
        return or_cutoff(means(self.told, sessions, self.scale, line), self.scale)


def load_reference(
    plan: RetrainingPlan,
    material: Material,
    of_base: Mapping[str, Told],
    sessions: Sequence[RatedSession],
    cache: Path | StoredFolder,
    report: Report = no_report,
) -> Reference | None:
    """The plan's reference, or its base; None where neither tells anything on the ratings' scale by itself.

    Raises BundleError where it is broken or reads other features than the sessions have.
    """
    folder = plan.reference or plan.base
    if folder is None:
        return None
    info, base = read_info(folder), material.start.bundle
    if base is not None and info.id == base.info.id:
        if plan.depth is Depth.RECALIBRATE and not same_units(info.scale, plan.scale):
            return None  # a line brings it onto the scale: that is the new model itself
        return Reference(info, of_base[FUSION], plan.scale)
    bundle = load_bundle(folder)
    for session in sessions:
        for sample in session.samples:
            for modality, sequence in ((Modality.AUDIO, sample.audio), (Modality.VISION, sample.vision)):
                if sequence is not None:
                    check_features(info, bundle.model.config, modality, sequence.extractor, sequence.values.shape[1])
    vectors = None
    if not bundle.model.reads_states:
        vectors = read_vectors(bundle.model.text_encoder, sessions, cache, report)
    told = told_of(bundle.model, bundle.normaliser, sessions, info.scale, vectors)
    return Reference(info, told[FUSION], plan.scale)


def same_units(one: LabelScale, other: LabelScale) -> bool:
    """Whether a number means the same on both; a site may have its own cut-off."""
    return (one.name, one.minimum, one.maximum) == (other.name, other.minimum, other.maximum)
