"""UR-FUNNY, version 2: whether the last sentence of a stretch of a talk is followed by laughter (1) or not (0).

Layout (Hasan et al., EMNLP 2019, and the repository ROC-HCI/UR-FUNNY): five pickles. data_folds.pkl: ids of train, dev
and test; humor_label_sdk.pkl: id → 0 or 1; language_sdk.pkl: id → punchline_sentence, context_sentences and others;
covarep_features_sdk.pkl and openface_features_sdk.pkl: id → punchline_features (words, dimensions) and
context_features. Audio and vision are aligned to the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm.data.benchmarks.kept import Frames, RawSequence, Row, combined_hash, keep_or_read, to_data_set
from selfmm.data.safe_pickle import load_pickle
from selfmm.errors import DataError
from selfmm.pretrained.store import sha256_of
from selfmm.types import Modality, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet

FOLDS, LABELS, LANGUAGE = "data_folds.pkl", "humor_label_sdk.pkl", "language_sdk.pkl"
FEATURES = {Modality.AUDIO: "covarep_features_sdk.pkl", Modality.VISION: "openface_features_sdk.pkl"}

_FOLD_OF_SPLIT = {"train": "train", "valid": "dev", "test": "test"}


def read_urfunny(folder: Path, info: DataSetInfo) -> DataSet:
    """One sample a punchline: its words, and audio and vision a word; the context before it is left out.

    The published folds have no talk in two of them; who speaks is not told, so that each sample stands for a person of
    its own. A missing features file is a missing modality. Raises `DataError`.
    """
    needed = [folder / name for name in (FOLDS, LABELS, LANGUAGE)]
    paths = [*needed, *(folder / name for name in FEATURES.values() if (folder / name).is_file())]
    for path in needed:
        if not path.is_file():
            raise DataError("There is no {file}. Fetch version 2 of UR-FUNNY's extracted features.", file=path)
    fingerprint = combined_hash(*(sha256_of(path) for path in paths))
    kept = keep_or_read(f"{info.name}-{fingerprint[:32]}", lambda: _rows(folder))
    return to_data_set(info, kept, fingerprint)


def _rows(folder: Path) -> Iterator[Row]:
    folds, labels, language = (_table(folder / name) for name in (FOLDS, LABELS, LANGUAGE))
    features = {name: _table(folder / file) for name, file in FEATURES.items() if (folder / file).is_file()}
    for split, fold in _FOLD_OF_SPLIT.items():
        for clip in folds.get(fold, ()):
            try:
                text = _sentence(language[clip]["punchline_sentence"])
                label = float(labels[clip])
                sequences = {name: _sequence(name, table[clip]) for name, table in features.items() if clip in table}
            except (KeyError, TypeError, ValueError) as error:
                template = (
                    "{name}: sample {sample} of the {split} split is missing or malformed ({error}). Fetch it again."
                )
                raise DataError(template, name=folder.name, sample=clip, split=split, error=repr(error)) from error
            yield Row(split, Sample(id=str(clip), person=str(clip), text=text, label=label), sequences)


def _table(path: Path) -> dict[Any, Any]:
    table = load_pickle(path)
    if not isinstance(table, dict):
        raise DataError("{name} holds no table of samples. Fetch it again.", name=path.name)
    return table


def _sentence(value: object) -> str:
    """A sentence, which may be stored as a list of its parts."""
    return " ".join(map(str, value)) if isinstance(value, list | tuple | np.ndarray) else str(value)


def _sequence(name: Modality, fields: Any) -> RawSequence:
    """(words, dimensions); words that nothing could be measured for may be empty lists and become zeros."""
    rows = [np.asarray(row, dtype=np.float32).reshape(-1) for row in fields["punchline_features"]]
    width = max((len(row) for row in rows), default=0)
    values = np.zeros((len(rows), width), np.float32)
    for word, row in enumerate(rows):
        if len(row) not in {0, width}:
            raise ValueError("words of different widths")
        values[word, : len(row)] = row
    return RawSequence(values, Frames(f"urfunny_{FEATURES[name].partition('_')[0]}"), len(values))
