"""A data set as the trainer takes it: samples in three splits, their scale, and what was found amiss on reading."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from selfmm.types import Features, LabelScale, Modality, Sample

SPLITS = ("train", "valid", "test")


@dataclass(frozen=True, slots=True)
class Mended:
    """How many values or samples were put right on reading, so that nobody is surprised by it later."""

    not_a_number: int = 0  # feature values that were NaN; set to 0
    infinite: int = 0  # feature values that were infinite; set to 0
    left_padded: int = 0  # sequences whose zeros stood in front; moved behind
    without_frames: int = 0  # sequences of length 0: the modality counts as missing
    without_label: int = 0  # samples left out because nobody rated them
    unreadable: int = 0  # recordings that could not be read: the modality counts as missing
    shared_person: int = 0  # samples left out because the person is in a later split too

    def __add__(self, other: Mended) -> Mended:
        return Mended(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Extraction:
    """How a data set's recordings become features; made by whoever has a recipe, since data lie below recipes."""

    recipe: str  # the recipe's fingerprint, under which the features are kept
    extract: Callable[[Path], Features]  # may raise `MediaError` for a recording that cannot be read


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """A data set, read whole; its features may lie memory-mapped on disk."""

    name: str  # a name in DATA_SETS, such as "mosi"
    scale: LabelScale
    metrics: str  # the table of metrics that its papers report: "mosi", "sims", "depression" or "binary"
    languages: tuple[str, ...]  # ISO 639-1
    train: tuple[Sample, ...]
    valid: tuple[Sample, ...]
    test: tuple[Sample, ...]  # empty where it is not at hand
    dimensions: Mapping[Modality, int]  # numbers a frame, audio and vision; 0 where the data set has none
    extractors: Mapping[Modality, str]  # what made those features; "" where there are none
    fingerprint: str  # sha256 of what was read, 64 hexadecimal digits
    mended: Mended = field(default_factory=Mended)
    notes: tuple[str, ...] = ()  # whole sentences on what a user should know, such as people in two splits
    # where none are published and its people were dealt into the splits here: sha256 of words, labels and splits
    dealt: str = ""

    @property
    def splits(self) -> dict[str, tuple[Sample, ...]]:
        """The three splits by name."""
        return {"train": self.train, "valid": self.valid, "test": self.test}

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The samples of all splits."""
        return (*self.train, *self.valid, *self.test)
