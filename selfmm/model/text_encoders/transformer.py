"""A text encoder around any network built like BERT, of which the upper layers may learn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import torch
from torch import nn

from selfmm.data.batches import Tokens
from selfmm.errors import SelfMMError
from selfmm.model.quick_layers import quicken
from selfmm.model.text_encoders.base import LETTER_CASES, pool_states

if TYPE_CHECKING:
    from pathlib import Path

    from tokenizers import Tokenizer
    from torch import Tensor

    from selfmm.model.base import TextConfig


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
        self._tokenizer.enable_truncation(_longest(self.network))
        _check_tuning(config, len(find_layers(network) or ()))
        quicken(network)
        network.requires_grad_(requires_grad=False)
        for module in self._learning():
            module.requires_grad_(requires_grad=True)
        self.eval()

    @property
    def tuned(self) -> bool:
        """Whether at least one layer learns."""
        return self.config.tuned_layers > 0

    def tokenize(self, texts: list[str]) -> Tokens:
        """Texts as (texts, length) tokens, padded to the longest; cut where the encoder has no more positions."""
        in_case = LETTER_CASES[self.config.case]
        rows = [row.ids for row in self._tokenizer.encode_batch([self._prefix + in_case(text) for text in texts])]
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
        """States (batch, length, dimensions) and mask (batch, length) → (batch, dimensions)."""
        return pool_states(states, mask, self.config)

    def forward(self, tokens: Tokens) -> Tensor:
        """(batch, length) → (batch, dimensions)."""
        return self.pool(self.states(tokens), tokens.mask)

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


def _check_tuning(config: TextConfig, layers: int) -> None:
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
