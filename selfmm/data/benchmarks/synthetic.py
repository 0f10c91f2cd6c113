"""Made-up data of any data set's shape, in which the label can be learnt from each modality by itself."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import numpy as np

from selfmm.data.benchmarks.kept import Frames, RawSequence, Row, combined_hash, in_memory, keep, read_kept, to_data_set
from selfmm.data.catalogue import find_data_set
from selfmm.data.data_set import SPLITS
from selfmm.types import Modality, Sample, join_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.random import Generator
    from numpy.typing import NDArray

    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet
    from selfmm.types import LabelScale

SYNTHETIC = "synthetic"
DEFAULT_SAMPLES = 400  # enough to learn something from in a minute

_SMALLEST_SPLIT = 8
_CLIPS_A_PERSON = 4
_MISSING = {Modality.TEXT: 0.02, Modality.AUDIO: 0.05, Modality.VISION: 0.08}  # share of the samples
_RATERS_DEVIATION = 0.1  # of the label range, between a modality's own label and the whole's
_SIGNAL = 0.8  # deviations of noise by which the furthest labels move the mean of every frame

_WORDS = {
    "zh": (
        ("高兴", "喜欢", "开心", "美好", "满意", "轻松", "希望", "有趣"),
        ("难过", "讨厌", "失望", "疲惫", "无聊", "痛苦", "害怕", "糟糕"),
        ("今天", "我们", "这个", "电影", "时候", "朋友", "觉得", "就是", "然后", "工作"),
    ),
    "": (
        ("good", "happy", "bright", "love", "calm", "hope", "great", "fun"),
        ("bad", "sad", "dull", "hate", "tired", "fear", "awful", "boring"),
        ("the", "day", "we", "film", "time", "friend", "think", "it", "then", "work"),
    ),
}


def synthetic(name: str, *, samples: int | None = None, seed: int = 0, folder: Path | None = None) -> DataSet:
    """Samples of the shape of the data set `name`: its splits' proportions, scale, lengths and dimensions.

    `samples` of all splits together (by default the published number, but no more than 400); the same arguments give
    the same data. True lengths vary from a fifth to the whole of the published length, each modality is missing now
    and then. With `folder` the features lie memory-mapped there, as those of a large data set do. Raises
    UnknownChoiceError.
    """
    info = find_data_set(name)
    sizes = _sizes(info, samples)
    rows = _rows(info, sizes, seed)
    if folder is not None:
        keep(folder, rows)
    kept = in_memory(rows) if folder is None else read_kept(folder)
    assert kept is not None
    return to_data_set(info, kept, combined_hash(SYNTHETIC, name, str(sizes), str(seed)))


def _sizes(info: DataSetInfo, samples: int | None) -> tuple[int, ...]:
    """Samples a split; at least 8 each, so that all splits have both sides of the cut-off."""
    published = sum(info.sizes)
    wanted = min(published, DEFAULT_SAMPLES) if samples is None else samples
    return tuple(max(_SMALLEST_SPLIT, round(size * wanted / published)) for size in info.sizes)


def _rows(info: DataSetInfo, sizes: tuple[int, ...], seed: int) -> Iterator[Row]:
    generator = np.random.default_rng([seed, zlib.crc32(info.name.encode())])
    shapes = {Modality.AUDIO: info.audio, Modality.VISION: info.vision}
    # for each modality a curve over its dimensions along which the label moves the frames
    directions = {name: generator.choice([-1.0, 1.0], width) for name, (_, width) in shapes.items() if width}
    for split, size in zip(SPLITS, sizes, strict=True):
        label = 0.0
        for number in range(size):
            person, clip = divmod(number, _CLIPS_A_PERSON)
            if clip == 0 or info.metrics != "depression":  # a person's answers all carry the person's rating
                label = _label(
                    info.scale, generator, above=(person if info.metrics == "depression" else number) % 2 == 1
                )
            yield _row(info, split, f"{split}_{person}", clip, label, directions, generator)


def _label(scale: LabelScale, generator: Generator, *, above: bool) -> float:
    """A label on the given side of the cut-off, on a grid of tenths, halves or whole numbers as the scale has it."""
    if scale.maximum - scale.minimum == 1:
        return float(above)
    step = 0.2 if scale.maximum <= 3 else 1.0
    low, high = (scale.cutoff, scale.maximum) if above else (scale.minimum, scale.cutoff - step)
    value = low + step * generator.integers(0, int((high - low) / step) + 1)
    return round(float(min(scale.maximum, max(scale.minimum, value))), 6)


def _row(
    info: DataSetInfo,
    split: str,
    person: str,
    clip: int,
    label: float,
    directions: dict[Modality, NDArray[np.float64]],
    generator: Generator,
) -> Row:
    centred = info.scale.centre(label) / info.scale.label_range  # in [-1, 1]
    missing = {name for name, share in _MISSING.items() if generator.random() < share}
    shapes = {Modality.AUDIO: info.audio, Modality.VISION: info.vision}
    features = {
        name: _sequence(info, name, shapes[name][0], directions[name], centred, generator)
        for name in directions
        if name not in missing
    }
    # something is always left to learn from
    text = "" if Modality.TEXT in missing and features else _text(info, centred, generator)
    unimodal = {name: _rater(info.scale, label, generator) for name in Modality} if info.unimodal_labels else {}
    sample = Sample(f"{person}_{clip}", person, text, label=label, unimodal_labels=unimodal)
    return Row(split, sample, features)


def _sequence(
    info: DataSetInfo,
    name: Modality,
    longest: int,
    direction: NDArray[np.float64],
    centred: float,
    generator: Generator,
) -> RawSequence:
    """Noise of deviation 1 around a mean that the label moves, (frames, dimensions)."""
    frames = int(generator.integers(max(1, longest // 5), longest + 1))
    noise = generator.standard_normal((frames, len(direction)), dtype=np.float32)
    values = noise + (_SIGNAL * centred * direction).astype(np.float32)
    return RawSequence(values, Frames(f"synthetic_{info.name}_{name}"), frames)


def _text(info: DataSetInfo, centred: float, generator: Generator) -> str:
    """Words of which half are neutral and the others pleasant or unpleasant in the proportion that the label tells."""
    language = info.languages[0]
    pleasant, unpleasant, neutral = _WORDS.get(language, _WORDS[""])
    length = int(generator.integers(max(4, info.words // 5), max(5, info.words * 3 // 5)))
    coloured = generator.random(length) < 0.5
    lifted = generator.random(length) < (centred + 1) / 2
    words = [
        str(generator.choice(neutral if not colour else pleasant if lift else unpleasant))
        for colour, lift in zip(coloured, lifted, strict=True)
    ]
    return join_words(words, language)


def _rater(scale: LabelScale, label: float, generator: Generator) -> float:
    """What somebody says who saw one modality alone."""
    value = label + generator.normal(0.0, _RATERS_DEVIATION * scale.reach)
    return round(float(min(scale.maximum, max(scale.minimum, value))), 1)
