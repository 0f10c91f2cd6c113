"""What goes into a retraining and what comes out: plain values that need no torch."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfmm.errors import SelfMMError
from selfmm.plain import build
from selfmm.types import LabelScale, Modality  # noqa: TC001 - a plan is built of plain values by these names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from selfmm.bundle import BundleInfo
    from selfmm.types import Sample

_PUBLISHED = (1111, 1112, 1113, 1114, 1115)
SEEDS = _PUBLISHED[:2]  # what is proposed to whoever wants to name seeds
GENERATORS = ("bounded", "published")


class Depth(StrEnum):
    """How much of a model learns, from the least to the most."""

    RECALIBRATE = "recalibrate"  # a line of two numbers, probability and interval
    HEADS = "heads"  # heads, fusion, and what reads voice and face; the text encoder stays as it is
    EVERYTHING = "everything"  # the upper layers of the text encoder, too
    SCRATCH = "scratch"  # the same, beginning from the published text encoder and from no model


# of the cross-validation, unless seeds are named: what two cores do in seconds, two minutes, ten minutes
REPEATS = {Depth.RECALIBRATE: 5, Depth.HEADS: 2, Depth.EVERYTHING: 1, Depth.SCRATCH: 1}


class Light(StrEnum):
    """Whether there is enough to learn from."""

    RED = "red"  # not offered
    AMBER = "amber"  # offered with its reasons
    GREEN = "green"


class Verdict(StrEnum):
    """What may be said of a new model."""

    BETTER = "better"  # than the reference and than always saying the same, both beyond the 95 % interval
    NO_RELIABLE_DIFFERENCE = "no_reliable_difference"
    WORSE = "worse"  # than the reference, beyond the 95 % interval
    WORSE_THAN_MEAN = "worse_than_mean"  # no better than always saying the same of everybody
    TOO_FEW = "too_few"  # people to judge by
    ONE_SIDED = "one_sided"  # nearly all ratings are on one side of the cut-off


@dataclass(frozen=True, slots=True, eq=False)
class RatedSession:
    """One session with its rating. `samples` is one an answer; it may be empty where only counts are asked for."""

    id: str  # unique among all sessions
    person: str  # a code; whom it is from, so that nobody is on two sides of a split
    rating: float  # in the units of the plan's scale
    language: str  # ISO 639-1
    samples: tuple[Sample, ...] = ()
    sex: str = ""  # any code, for subgroups; "" where it is not known
    age: float | None = None  # years, for subgroups


@dataclass(frozen=True, slots=True, eq=False)
class ClinicData:
    """All that one retraining sees."""

    sessions: tuple[RatedSession, ...]
    holdout: frozenset[str] = frozenset()  # persons who are locked away: judged once at the end, never learnt from
    known_to_base: frozenset[str] = frozenset()  # persons that the plan's base has learnt from, directly or not
    known_to_reference: frozenset[str] = frozenset()  # likewise of the plan's reference

    @property
    def learnt(self) -> tuple[RatedSession, ...]:
        """The sessions of everybody who is not locked away."""
        return tuple(session for session in self.sessions if session.person not in self.holdout)

    @property
    def locked(self) -> tuple[RatedSession, ...]:
        """The sessions of the people who are locked away."""
        return tuple(session for session in self.sessions if session.person in self.holdout)


@dataclass(frozen=True, slots=True)
class RetrainingPlan:
    """What is to be done; the defaults suit one button.

    Raises SelfMMError where it contradicts itself.
    """

    scale: LabelScale  # that the ratings are on
    depth: Depth = Depth.HEADS
    base: Path | None = None  # bundle to begin from; None at SCRATCH alone
    reference: Path | None = None  # bundle to compare with, such as the active one; None: the base
    modalities: tuple[Modality, ...] | None = None  # None: those of the base, or of the data at SCRATCH
    generator: str = "bounded"  # of unimodal labels, or "published"
    seeds: tuple[int, ...] | None = None  # a repeat of the cross-validation each; None: as many as there is time for
    encoder_layers: int = 2  # upper layers of the text encoder that learn at EVERYTHING and SCRATCH

    def __post_init__(self) -> None:
        if self.base is None and self.depth is not Depth.SCRATCH:
            raise SelfMMError("Choose a model to begin from, or train from scratch.")
        if min(self.repeats, default=-1) < 0 or len(set(self.repeats)) < len(self.repeats):
            raise SelfMMError("Seeds are different whole numbers from 0. Name one or more, such as 1111.")
        if self.generator not in GENERATORS:
            raise SelfMMError("Generated labels are made in one of these ways: {known}.", known=", ".join(GENERATORS))
        if self.modalities == ():
            raise SelfMMError("Choose at least one of words, voice and face.")
        if self.encoder_layers < 1:
            raise SelfMMError("At least one layer of the text encoder has to learn, or choose to tune the heads alone.")
        if not self.scale.minimum < self.scale.cutoff <= self.scale.maximum:
            raise SelfMMError("The cut-off has to lie within the scale. Correct the scale's range or its cut-off.")

    @property
    def repeats(self) -> tuple[int, ...]:
        """The seed of each repeat of the cross-validation; the first one makes the model."""
        return _PUBLISHED[: REPEATS[self.depth]] if self.seeds is None else self.seeds

    def to_dict(self) -> dict[str, Any]:
        """As plain values for JSON; `from_dict` is the way back."""
        paths = {name: None if (path := getattr(self, name)) is None else str(path) for name in ("base", "reference")}
        return {**asdict(self), **paths}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> RetrainingPlan:
        """The plan that `to_dict` told of. Raises TypeError and ValueError for what is none, SelfMMError as above."""
        rest = {name: value for name, value in values.items() if name not in _PATHS}
        base, reference = (None if values.get(name) is None else Path(values[name]) for name in _PATHS)
        plain = build(_Plain, rest)
        return cls(**{name: getattr(plain, name) for name in plain.__slots__}, base=base, reference=reference)


_PATHS = ("base", "reference")


@dataclass(frozen=True, slots=True)
class _Plain:
    """A plan without its paths, as it is read from plain values."""

    scale: LabelScale
    depth: Depth = Depth.HEADS
    modalities: tuple[Modality, ...] | None = None
    generator: str = "bounded"
    seeds: tuple[int, ...] | None = None
    encoder_layers: int = 2


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether there is enough to learn from, and why not more.

    `reasons` and `warnings` are codes, listed in `selfmm.training.clinic.readiness`.
    """

    people: int  # to learn from: the locked ones are not counted
    sessions: int
    people_above: int  # whose mean rating is at or above the cut-off
    people_below: int
    languages: Mapping[str, int]  # language → sessions
    holdout_people: int
    judged_people: int  # of `people`, those whom neither base nor reference has learnt from
    lights: Mapping[Depth, Light]
    reasons: Mapping[Depth, tuple[str, ...]]  # why a light is not green
    warnings: tuple[str, ...]
    leaks: tuple[str, ...]  # what a retraining would be refused for

    @property
    def best(self) -> Depth | None:
        """The deepest that is green, else the least that is amber; SCRATCH is never proposed. None: nothing is."""
        depths = (Depth.RECALIBRATE, Depth.HEADS, Depth.EVERYTHING)
        green = [depth for depth in depths if self.lights[depth] is Light.GREEN]
        amber = [depth for depth in depths if self.lights[depth] is Light.AMBER]
        return green[-1] if green else next(iter(amber), None)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure with its 95 % bootstrap interval over people."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Predicted:
    """What was said of one session by models that had not learnt from the person; in the scale's units."""

    session: str
    person: str
    rating: float
    value: float  # mean over the repeats
    lower: float  # of the prediction interval
    upper: float
    probability: float | None  # of being at or above the cut-off
    reference: float | None  # what the reference says


@dataclass(frozen=True, slots=True)
class Subgroup:
    """The same comparison for some of the people."""

    kind: str  # "sex", "language" or "age"
    value: str  # such as "zh" or "35-49"
    people: int
    sessions: int
    mae: Measured
    reference_mae: Measured | None
    difference: Measured | None  # new less reference


@dataclass(frozen=True, slots=True)
class Comparison:
    """A new model beside its reference on people whom neither has learnt from.

    Metrics: mae, rmse, ccc, correlation, auc, sensitivity, specificity, coverage, brier; one that cannot be had is left
    out. Each person counts alike, however many sessions they had.
    """

    people: int
    sessions: int
    people_above: int
    people_below: int
    new: Mapping[str, Measured]
    reference: Mapping[str, Measured] | None  # None where there is no reference
    difference: Mapping[str, Measured] | None  # new less reference, paired
    constant_mae: Measured  # of always saying the median rating of the people learnt from
    gain: Measured  # constant_mae less the new model's mae, paired
    verdict: Verdict
    subgroups: tuple[Subgroup, ...]
    predictions: tuple[Predicted, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RetrainingResult:
    """A new bundle and what may be said of it."""

    bundle: BundleInfo
    verdict: Verdict
    recommended: bool  # better, and the hold-out does not speak against it
    cross_validation: Comparison
    holdout: Comparison | None  # None where nobody is locked away
    reference: str | None  # id of the bundle compared with
    reference_recalibrated: bool  # it is on another scale, so that a line fitted out of fold brought it onto this one
    readiness: Readiness
    learnt_people: tuple[str, ...]  # the codes; the bundle holds only their number
    learnt_sessions: tuple[str, ...]
    seconds: float  # of work, pauses left out


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """How one epoch of one run went, for live curves."""

    run: int  # from 0
    runs: int  # of all: repeats x folds, and the last makes the model
    repeat: int  # from 0; -1 for the last run
    fold: int  # from 0; -1 for the last run
    epoch: int  # from 1
    epochs: int  # at most
    loss: float  # training loss
    mae: float | None  # of answers of people held out, in the scale's units; None in the last run
    labels: Mapping[str, tuple[float, ...]] = field(default_factory=dict)  # task → quantiles QUANTILES, scale's units
    seconds_left: float | None = None  # of the whole work, at the pace so far


QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)  # of generated labels


@dataclass(frozen=True, slots=True)
class TimeEstimate:
    """How long a retraining takes on this machine as it is now."""

    seconds: float  # in all
    reading: float  # of them, in which texts that are not in the cache are read
    memory_bytes: int  # about what it takes at most
    disk_bytes: int  # about what cache, checkpoints and bundle take


@dataclass(frozen=True, slots=True)
class CurveFit:
    """error = floor + scale · people^-power."""

    floor: float
    scale: float
    power: float

    def at(self, people: float) -> float:
        """The error to be expected with so many people, in the scale's units."""
        return float(self.floor + self.scale * people**-self.power)


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """How the cross-validated error falls with more people, and what more sessions would bring."""

    points: tuple[tuple[int, Measured], ...]  # people learnt from → MAE of people held out
    fit: CurveFit
    sessions_more: int
    people_more: float  # that so many sessions are, at this clinic's sessions a person
    expected: Measured  # MAE with so many more; its interval is of the fit over draws of people and of subsets
    gain: Measured  # MAE now less expected
    reliable: bool  # whether the gain's interval lies above zero
