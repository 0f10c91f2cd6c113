"""What is measured on: samples of a data set's shape, and a BERT of the usual size with random weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from selfmm.data.benchmarks.synthetic import synthetic
from selfmm.data.catalogue import find_data_set
from selfmm.training.setup import set_up

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from selfmm.data.catalogue import DataSetInfo
    from selfmm.data.data_set import DataSet
    from selfmm.training.setup import Setup
    from selfmm.types import Sample

# Tokens of the training texts at each tenth of their number, from the shortest to the longest, counted as BERT cuts
# them (words and marks, in Chinese characters, and the two tokens at the ends), up to where MMSA cuts them off. What a
# data set lacks here has the lengths of its language's other one.
TOKENS = {
    "en": (3, 7, 8, 9, 10, 12, 14, 16, 19, 24, 50),  # MOSI
    "zh": (4, 10, 12, 13, 15, 17, 18, 20, 24, 28, 39),  # SIMS
}

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_FIRST_CHARACTER, _LAST_CHARACTER = 0x4E00, 0x9FA5  # Chinese; each is a token of its own to BERT


@dataclass(frozen=True, slots=True)
class BertSize:
    """A BERT's shape; as it stands, that of bert-base-chinese (Devlin et al., arXiv 1810.04805)."""

    layers: int = 12
    width: int = 768
    heads: int = 12
    inner: int = 3072
    words: int = 21128


@dataclass(frozen=True, slots=True, eq=False)
class Workload:
    """Samples of a data set's shape, with texts of true lengths, and the encoder that reads them."""

    info: DataSetInfo
    data_set: DataSet
    samples: tuple[Sample, ...]  # to learn from
    encoder: Path

    def set_up(self, text: Mapping[str, Any] | None = None, **train: Any) -> Setup:
        """Self-MM with the hyper-parameters published for the data set, but for what is named."""
        changes = {"model": {"text": dict(text or {})}, "train": train}
        return set_up("self_mm", self.data_set, encoder=str(self.encoder), changes=changes)


def make_workload(name: str, count: int, encoder: Path, *, folder: Path | None = None, seed: int = 0) -> Workload:
    """`count` samples of the shape of the data set `name`; with `folder` their features lie there, memory-mapped."""
    info = find_data_set(name)
    share = info.sizes[0] / sum(info.sizes)
    data_set = synthetic(name, samples=round((count + 1) / share), seed=seed, folder=folder)
    lengths = _token_counts(info, count, seed)
    generator = np.random.default_rng(seed)
    samples = tuple(
        replace(sample, text=_text(int(length), generator))
        for sample, length in zip(data_set.train[:count], lengths, strict=True)
    )
    return Workload(info, data_set, samples, encoder)


def write_bert(folder: Path, size: BertSize) -> Path:
    """A BERT with random weights in `folder`, as the `transformers` library keeps one; its tokens are characters."""
    import torch
    from transformers.models.bert.configuration_bert import BertConfig
    from transformers.models.bert.modeling_bert import BertModel

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=size.words,
        hidden_size=size.width,
        num_hidden_layers=size.layers,
        num_attention_heads=size.heads,
        intermediate_size=size.inner,
    )
    BertModel(config).save_pretrained(folder)
    (folder / "vocab.txt").write_text("\n".join(_vocabulary(size.words)) + "\n", encoding="utf-8")
    return folder


def _vocabulary(words: int) -> list[str]:
    """The special tokens, then characters, then names that no text holds."""
    characters = [chr(code) for code in range(_FIRST_CHARACTER, _LAST_CHARACTER)]
    unused = [f"[unused{number}]" for number in range(words)]
    return [*_SPECIAL, *characters, *unused][:words]


def _token_counts(info: DataSetInfo, count: int, seed: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    """How many tokens each text has, (count,), drawn from the true distribution."""
    tenths = TOKENS.get(info.languages[0], TOKENS["en"])
    drawn = np.random.default_rng([seed, count]).random(count) * (len(tenths) - 1)
    return np.interp(drawn, np.arange(len(tenths)), tenths).round().astype(np.int64)


def _text(tokens: int, generator: np.random.Generator) -> str:
    """Characters that BERT reads as so many tokens, its two marks among them."""
    codes = generator.integers(_FIRST_CHARACTER, _FIRST_CHARACTER + 100, tokens - 2)
    return "".join(map(chr, codes))
