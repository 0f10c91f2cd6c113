"""Text encoders of which the frozen part has read all texts already, so that each epoch costs the learning part alone.

Their tokens are no words: each is the number of its text, by which what was read of it is found again.
"""

from __future__ import annotations

import copy
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from selfmm.data.batches import Tokens
from selfmm.errors import SelfMMError
from selfmm.model.text_encoders import pool_states
from selfmm.model.text_encoders.transformer import find_layers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from selfmm.model.base import TextConfig


class ReadTexts(nn.Module):
    """A frozen encoder that gives the vectors it was told: one a text."""

    weights: tuple[Path, ...] = ()
    tuned = False

    def __init__(self, config: TextConfig, vectors: Mapping[str, NDArray[np.floating]]) -> None:
        """`vectors` is text → (dimensions,)."""
        super().__init__()
        self.config, self.name, self.dimensions = config, config.encoder, config.dimensions
        self._numbers = {text: number for number, text in enumerate(vectors)}
        self._table = torch.from_numpy(np.stack(list(vectors.values())).astype(np.float32))

    def tokenize(self, texts: list[str], around: Sequence[tuple[str, str]] = ()) -> Tokens:
        """The number of each text as (texts, 1) tokens."""
        ids = torch.tensor([self._numbers[text] for text in texts])[:, None]
        return Tokens(ids, torch.ones_like(ids, dtype=torch.bool))

    def states(self, tokens: Tokens) -> Tensor:
        """(batch, 1) → (batch, 1, dimensions)."""
        return self._table[tokens.ids]

    def pool(self, states: Tensor, mask: Tensor) -> Tensor:
        """(batch, 1, dimensions) → (batch, dimensions)."""
        return states[:, 0]

    def forward(self, tokens: Tokens) -> Tensor:
        """(batch, 1) → (batch, dimensions)."""
        return self._table[tokens.ids[:, 0]]


class UpperLayers(nn.Module):
    """The upper layers of an encoder, which learn on what the frozen lower ones made of the texts.

    Its parameters have the names that they have in the whole encoder.
    """

    weights: tuple[Path, ...] = ()
    tuned = True

    def __init__(
        self, config: TextConfig, layers: Mapping[str, nn.Module], states: Mapping[str, NDArray[np.floating]]
    ) -> None:
        """`layers` are copied, number → layer, from the lowest; `states` is text → (tokens, dimensions)."""
        super().__init__()
        self.config, self.name, self.dimensions = config, config.encoder, config.dimensions
        self.network: Any = nn.Module()
        self.network.encoder = nn.Module()
        self.network.encoder.layer = nn.ModuleDict(copy.deepcopy(dict(layers)))
        self.requires_grad_(requires_grad=True)
        self._numbers = {text: number for number, text in enumerate(states)}
        self._read = list(states.values())

    def tokenize(self, texts: list[str], around: Sequence[tuple[str, str]] = ()) -> Tokens:
        """The number of each text, as often as it has tokens: (texts, length)."""
        numbers = torch.tensor([self._numbers[text] for text in texts])
        lengths = torch.tensor([len(self._read[number]) for number in numbers.tolist()])
        mask = torch.arange(int(lengths.max())) < lengths[:, None]
        return Tokens(numbers[:, None].expand(mask.shape).contiguous(), mask)

    def states(self, tokens: Tokens) -> Tensor:
        """(batch, length) → (batch, length, dimensions)."""
        batch, length = tokens.mask.shape
        read = np.zeros((batch, length, self.dimensions), np.float32)
        for row, number in enumerate(tokens.ids[:, 0].tolist()):
            values = self._read[number]
            read[row, : len(values)] = values
        states = torch.from_numpy(read)
        unseen = torch.zeros(batch, 1, 1, length).masked_fill(~tokens.mask[:, None, None], torch.finfo().min)
        for layer in self.network.encoder.layer.values():
            states = layer(states, unseen)
        return states

    def pool(self, states: Tensor, mask: Tensor) -> Tensor:
        """(batch, length, dimensions) → (batch, dimensions)."""
        return pool_states(states, mask, self.config)

    def forward(self, tokens: Tokens) -> Tensor:
        """(batch, length) → (batch, dimensions)."""
        return self.pool(self.states(tokens), tokens.own)


def upper_layers(network: nn.Module, count: int) -> dict[str, nn.Module]:
    """The upper `count` layers, number → layer. Raises SelfMMError where the network is not built like BERT."""
    layers = _layers(network)
    if count > len(layers):
        raise SelfMMError(
            "The text encoder has {layers} layers. Let at most as many learn, or choose to tune the heads alone.",
            layers=len(layers),
        )
    return {str(number): layers[number] for number in range(len(layers) - count, len(layers))}


@contextmanager
def without_upper(network: nn.Module, count: int) -> Iterator[None]:
    """While this lasts the network ends below its upper `count` layers."""
    whole, body = _layers(network), network.get_submodule("encoder")
    body.layer = nn.ModuleList(list(whole)[: len(whole) - count])
    try:
        yield
    finally:
        body.layer = whole


def _layers(network: nn.Module) -> nn.ModuleList:
    layers = find_layers(network)
    if layers is None or not hasattr(network, "encoder"):
        raise SelfMMError(
            "The layers of this text encoder cannot be tuned on a clinic's sessions. Choose to tune the heads alone."
        )
    return layers
