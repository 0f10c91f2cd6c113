"""A text encoder around any network built like BERT, of which the upper layers may learn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import torch
from torch import nn

from selfmm.data.batches import Tokens
from selfmm.errors import SelfMMError
from selfmm.model.quick_layers import quicken
from selfmm.model.text_encoders.base import LETTER_CASES, first_words, last_words, pool_states

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tokenizers import Tokenizer
    from torch import Tensor

    from selfmm.model.base import TextConfig


_MOST_CONTEXT = 100  # words on each side: more would be cut by the positions that encoders have


class TransformerEncoder(nn.Module):
    """Embeddings and layers of a pretrained network, the lower ones frozen and the upper `tuned_layers` learning.

    What is frozen stays in evaluation mode, without dropout, and none of its parameters wants a gradient: so autograd
    records nothing below the lowest layer that learns, and neither its activations nor its backward pass cost
    anything. Layers that learn have the checkpoint's own dropout in training mode. `tuned_embeddings` lets the
    embeddings (words, positions, token types and their norm) learn too, where all layers do; a network's parts beside
    embeddings and layers always stay frozen.
    """

    def __init__(
        self,
        config: TextConfig,
        network: nn.Module,
        tokenizer: Tokenizer,
        weights: tuple[Path, ...],
        prefix: str = "",
    ) -> None:
        """Put `network` and `tokenizer` to use; each text is read with `prefix` before it.

        Raises SelfMMError where `config` asks for what cannot learn.
        """
        super().__init__()
        self.config = config
        self.name = config.encoder
        self.dimensions = config.dimensions
        self.weights = weights
        self.network: Any = network
        self._prefix = prefix
        self._tokenizer = tokenizer
        self._tokenizer.no_padding()
        self._longest = _longest(network)
        self._tokenizer.enable_truncation(self._longest)
        self._separator = self._tokenizer.encode("").ids[-1:]  # empty where the tokenizer adds no tokens of its own
        self._in_case = LETTER_CASES[config.case]
        _check_options(config, len(find_layers(network) or ()))
        quicken(network)
        network.requires_grad_(requires_grad=False)
        for module in self._learning():
            module.requires_grad_(requires_grad=True)
        self.eval()

    @property
    def tuned(self) -> bool:
        """Whether at least one layer learns."""
        return self.config.tuned_layers > 0

    def tokenize(self, texts: list[str], around: Sequence[tuple[str, str]] = ()) -> Tokens:
        """Texts as (texts, length) tokens, padded to the longest; cut where the encoder has no more positions.

        With `config.context_words`, a text stands between words of its neighbours in `around` (before, after), with a
        separator after each of the three: as many of them as the positions that the text leaves.
        """
        texts = [self._prefix + self._in_case(text) for text in texts]
        rows = [row.ids for row in self._tokenizer.encode_batch(texts)]
        if not self.config.context_words or not around:
            return self._padded(rows)
        rooms = [(self._longest - len(row)) // 2 for row in rows]
        before, after = self._sides(around, rooms)
        tokens = self._padded([left + row + right for left, row, right in zip(before, rows, after, strict=True)])
        starts = torch.tensor([len(left) for left in before])[:, None]
        ends = starts + torch.tensor([len(row) for row in rows])[:, None]
        place = torch.arange(tokens.ids.shape[1])
        return Tokens(tokens.ids, tokens.mask, context=tokens.mask & ((place < starts) | (place >= ends)))

    def _sides(self, around: Sequence[tuple[str, str]], rooms: list[int]) -> tuple[list[list[int]], list[list[int]]]:
        """The tokens to stand before each text and those to stand after it, with their separators.

        `rooms` says how many there may be on each side.
        """
        words, separator = self.config.context_words, self._separator
        before = self._encoded([self._in_case(last_words(text, words)) for text, _ in around])
        after = self._encoded([self._in_case(first_words(text, words)) for _, text in around])
        rooms = [max(0, room - len(separator)) for room in rooms]
        before = [row[max(0, len(row) - room) :] for row, room in zip(before, rooms, strict=True)]
        after = [row[:room] for row, room in zip(after, rooms, strict=True)]
        return [row and row + separator for row in before], [row and row + separator for row in after]

    def _encoded(self, texts: list[str]) -> list[list[int]]:
        """Their own tokens alone, and all of them: it is for the caller to cut what is said before at its start."""
        self._tokenizer.no_truncation()
        rows = [row.ids for row in self._tokenizer.encode_batch(texts, add_special_tokens=False)]
        self._tokenizer.enable_truncation(self._longest)
        return rows

    def _padded(self, rows: list[list[int]]) -> Tokens:
        lengths = torch.tensor([len(row) for row in rows], dtype=torch.int64)
        longest = max(map(len, rows), default=0)
        ids = torch.full((len(rows), longest), self.network.config.pad_token_id or 0)
        for row, tokens in zip(ids, rows, strict=True):
            row[: len(tokens)] = torch.tensor(tokens)
        return Tokens(ids, torch.arange(longest) < lengths[:, None])

    def states(self, tokens: Tokens) -> Tensor:
        """(batch, length) → the last layer's states (batch, length, dimensions); those of padding mean nothing."""
        states = self.network(input_ids=tokens.ids, attention_mask=tokens.mask.long()).last_hidden_state
        return cast("Tensor", states)

    def pool(self, states: Tensor, mask: Tensor) -> Tensor:
        """States (batch, length, dimensions) and mask (batch, length) of a text's own tokens → (batch, dimensions)."""
        return pool_states(states, mask, self.config)

    def forward(self, tokens: Tokens) -> Tensor:
        """(batch, length) → (batch, dimensions)."""
        return self.pool(self.states(tokens), tokens.own)

    def train(self, mode: bool = True) -> TransformerEncoder:
        """Switch what learns; what is frozen stays in evaluation mode."""
        super().train(mode=False)
        for module in self._learning():
            module.train(mode)
        self.training = mode and self.tuned
        return self

    def _learning(self) -> list[nn.Module]:
        """The parts that learn, from the lowest."""
        layers = list(find_layers(self.network) or ())
        lowest = max(0, len(layers) - self.config.tuned_layers)
        return ([self.network.embeddings] if self.config.tuned_embeddings else []) + layers[lowest:]


def find_layers(network: nn.Module) -> nn.ModuleList | None:
    """The layers of a network built like BERT, from the lowest; None where there are no such layers."""
    body = getattr(network, "encoder", None) or getattr(network, "transformer", None)
    layers = getattr(body, "layer", None)
    words = getattr(getattr(network, "embeddings", None), "word_embeddings", None)
    return layers if isinstance(layers, nn.ModuleList) and isinstance(words, nn.Module) else None


def _longest(network: Any) -> int:
    """How many tokens there are positions for; RoBERTa and its kin count them from behind the padding's id."""
    positions = getattr(network.embeddings, "position_embeddings", None)
    padding = getattr(positions, "padding_idx", None)
    unused = 0 if padding is None else padding + 1
    return cast("int", network.config.max_position_embeddings) - unused


def _check_options(config: TextConfig, layers: int) -> None:
    if not 0 <= config.context_words <= _MOST_CONTEXT:
        raise SelfMMError(
            "model.text.context_words must be from 0 to {most}, not {count}. Change it and try again.",
            most=_MOST_CONTEXT,
            count=config.context_words,
        )
    if config.tuned_layers < 0:
        raise SelfMMError(
            "model.text.tuned_layers must be 0 or more, not {count}. Change it and try again.",
            count=config.tuned_layers,
        )
    if config.tuned_embeddings and config.tuned_layers < layers:
        raise SelfMMError(
            "The word table of {encoder} learns only together with all its {layers} layers. Let all layers learn, or "
            "leave the word table as it is.",
            encoder=config.encoder,
            layers=layers,
        )
