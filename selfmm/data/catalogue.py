"""The data sets that can be named: their scale, how their papers measure, and the shape that they were published in.

Imports nothing heavy, so that a command line may list the names at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfmm.errors import UnknownChoiceError
from selfmm.scales import BDI_II, HUMOUR, MOSI, PHQ_8, SARCASM, SDS, SEVERITY, SIMS

if TYPE_CHECKING:
    from selfmm.types import LabelScale


@dataclass(frozen=True, slots=True)
class DataSetInfo:
    """What is known of a data set before it is read."""

    name: str
    title: str  # as its authors write it
    scale: LabelScale
    metrics: str  # "mosi", "sims", "depression" or "binary"
    languages: tuple[str, ...]  # ISO 639-1
    sizes: tuple[int, int, int]  # samples in train, valid and test as published
    words: int  # tokens of text that the published runs read
    audio: tuple[int, int]  # frames of the longest sample as published, and numbers a frame; 0 where there is none
    vision: tuple[int, int]
    unimodal_labels: bool = False  # whether people also rated each modality by itself
    whole_videos: bool = False  # whether a video's clips are numbered as they follow, and all in one split

    @property
    def official_splits(self) -> bool:
        """Whether its splits are kept as published even where a person is in two of them."""
        return self.metrics in {"mosi", "sims"}


_INFOS = (
    # MMSA 2.2.1, config/config_regression.json, and the arrays of its unaligned_50.pkl and unaligned_39.pkl
    DataSetInfo(
        "mosi", "CMU-MOSI", MOSI, "mosi", ("en",), (1284, 229, 686), 50, (375, 5), (500, 20), whole_videos=True
    ),
    DataSetInfo(
        "mosei", "CMU-MOSEI", MOSI, "mosi", ("en",), (16326, 1871, 4659), 50, (500, 74), (375, 35), whole_videos=True
    ),
    DataSetInfo("sims", "CH-SIMS", SIMS, "sims", ("zh",), (1368, 456, 457), 39, (400, 33), (55, 709), True),
    # Liu et al., ICMI 2022 (arXiv 2209.02604), and its program's configuration
    DataSetInfo("simsv2", "CH-SIMS v2", SIMS, "sims", ("zh",), (2722, 647, 1034), 50, (925, 25), (232, 177), True),
    # Valstar et al., AVEC 2014: 50 recordings a split, two tasks each; features are made by the recipe
    DataSetInfo(
        "avec", "AVEC 2013/2014/2017", BDI_II, "depression", ("de",), (100, 100, 100), 50, (400, 33), (200, 56)
    ),
    # Gratch et al., LREC 2014; Ringeval et al., AVEC 2017: 107, 35 and 47 people
    DataSetInfo("daic", "DAIC-WOZ", PHQ_8, "depression", ("en",), (107, 35, 47), 50, (300, 79), (300, 38)),
    # Shen, Yang, Lin, ICASSP 2022: 83 and 79 people, three answers each; features are made by the recipe
    DataSetInfo("eatd", "EATD-Corpus", SDS, "depression", ("zh",), (249, 0, 237), 100, (600, 33), (0, 0)),
    # Naseem et al., WWW 2022: 3,553 forum posts, words alone
    DataSetInfo(
        "severity",
        "depression severity in forum posts",
        SEVERITY,
        "depression",
        ("en",),
        (2826, 0, 727),
        100,
        (0, 0),
        (0, 0),
    ),
    # Hasan et al., EMNLP 2019, version 2: COVAREP and OpenFace, a mean a word
    DataSetInfo("urfunny", "UR-FUNNY", HUMOUR, "binary", ("en",), (7614, 980, 994), 50, (50, 81), (50, 371)),
    # Castro et al., ACL 2019, speaker-independent set-up: Friends is the test split
    DataSetInfo("mustard", "MUStARD", SARCASM, "binary", ("en",), (334, 0, 356), 50, (230, 283), (0, 0)),
)

DATA_SETS = {info.name: info for info in _INFOS}


def find_data_set(name: str) -> DataSetInfo:
    """The data set of this name. Raises UnknownChoiceError, with the nearest name, where there is none."""
    if name not in DATA_SETS:
        raise UnknownChoiceError("data set", name, DATA_SETS)
    return DATA_SETS[name]
